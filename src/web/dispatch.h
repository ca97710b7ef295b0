/*
 * dispatch.h - what happens to every request, always in the same order.
 *
 *   1 limits and parsing (server.c, body.c)   6 form: fields checked against their table
 *   2 route                                   7 transaction: reading for GET, writing for POST
 *   3 session                                 8 handler
 *   4 permission                              9 trail and commit (store/)
 *   5 origin and form token                  10 reply
 *
 * A handler that fails undoes its transaction. A form that was refused is shown again by the GET
 * route of the same path, with everything that was typed.
 */
#ifndef KAGEYU_WEB_DISPATCH_H
#define KAGEYU_WEB_DISPATCH_H

#include "web/route.h"

/* Steps that need no database: finds the route and says whether the work is for a worker. */
bool dispatch_is_heavy(struct request *r);

/* All of it; r->response is complete afterwards, whatever happened. r->c.db must be set. */
void dispatch(struct request *r);

/* A reply without a database: the request was refused before it could run. */
void dispatch_refuse(struct request *r, unsigned status, const char *msgid);

#endif
