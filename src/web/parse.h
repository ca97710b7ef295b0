/*
 * parse.h - what clients send, decoded strictly.
 *
 * Nothing is repaired: an escape that is none, text that is not UTF-8 and a NUL make the request
 * one that cannot be understood (r->broken), whatever else it holds.
 */
#ifndef KAGEYU_WEB_PARSE_H
#define KAGEYU_WEB_PARSE_H

#include "web/request.h"

/* Says why the request is refused, unless that is known already. */
void parse_refuse(struct request *r, unsigned status, const char *msgid);

/* The address of a request: sets r->path (as sent, without the site's base) and r->query. */
void parse_address(struct request *r, const char *uri);

/* name=value&… of len bytes, into list. */
void parse_pairs(struct request *r, const char *s, size_t len, struct pairs *list);

/*
 * multipart/form-data of len bytes, which are written to: values and files stay where they are and
 * get a NUL at their end. `files`: the form may have some.
 */
void parse_multipart(struct request *r, char *data, size_t len, const char *boundary, bool files);

/*
 * The value of a parameter of a header field ("boundary" in "multipart/form-data; boundary=x");
 * NULL when it is not there.
 */
const char *parse_parameter(struct arena *a, const char *field, const char *name);

#endif
