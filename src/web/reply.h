/*
 * reply.h - from struct response to what goes over the wire: status, headers, body.
 */
#ifndef KAGEYU_WEB_REPLY_H
#define KAGEYU_WEB_REPLY_H

#include "gen/libmicrohttpd.h"
#include "web/request.h"

/*
 * The reply to r; PAGE and DATA stay in r's arena, FILE is handed over. Never NULL unless out of
 * memory. last: the connection is to be closed afterwards. *ret_len: bytes of the body.
 */
struct MHD_Response *reply_make(struct request *r, bool last, unsigned *ret_status,
                                uint64_t *ret_len);

#endif
