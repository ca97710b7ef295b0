/*
 * token.h - one-time tokens in forms: the form was made here, for this session, and is new.
 */
#ifndef KAGEYU_WEB_TOKEN_H
#define KAGEYU_WEB_TOKEN_H

#include "web/request.h"

#define TOKEN_FIELD "_token"
#define TOKEN_LIFE_US SESSION_LIFE_US

const char *token_make(struct request *r);

/*
 * In the write transaction of the form: ERR_FORBIDDEN when missing, forged, of another session or
 * too old; ERR_CONFLICT when it was accepted before. Notes it as accepted.
 */
MUST_USE enum err token_take(struct request *r, const char *token);

#endif
