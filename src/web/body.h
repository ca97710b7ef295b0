/*
 * body.h - what comes after the head of a request: a form, with or without files.
 *
 * A form without files is kept in memory. Where a route takes files, all of it goes to a temporary
 * file without a name and is mapped at the end, so that files are never copied. What is over a
 * limit is read and dropped, because a browser listens only when it has said everything.
 */
#ifndef KAGEYU_WEB_BODY_H
#define KAGEYU_WEB_BODY_H

#include "web/request.h"

#include <stdatomic.h>

#define BODY_UPLOAD_MAX ((size_t)256 << 20) /* a form with its files */
#define BODY_UPLOADS_AT_ONCE 4              /* over all connections */
#define BODY_DROP_MAX ((size_t)1 << 30)     /* read and dropped before the connection is cut */
#define BODY_SECONDS_MAX 900                /* from the head to the last byte */

/* A zeroed one drops whatever comes. */
struct body {
	enum { BODY_DROPPED, BODY_IN_MEMORY, BODY_SPOOLED } kind;
	const char *boundary; /* of multipart/form-data; NULL = the other kind of form */
	struct buf text;
	int fd; /* where spooled */
	size_t len, max;
	int64_t began_us;
	atomic_int *uploads; /* the counter it is counted in; NULL = not counted */
};

/*
 * The head of a POST has been read, its form is wanted. length: as announced, 0 when not. files:
 * the route takes some. uploads counts those under way in the whole server. Refusals are in
 * r->broken.
 */
void body_begin(struct body *b, struct request *r, const char *type, uint64_t length, bool files,
                atomic_int *uploads);
/* The next piece; false = cut the connection. */
bool body_take(struct body *b, struct request *r, const char *data, size_t len);
/* Everything has arrived: fills r->form and r->uploads. Long files: not on an event loop. */
void body_parse(struct body *b, struct request *r);
/* Accepts a zeroed one. */
void body_release(struct body *b);

#endif
