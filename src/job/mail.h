/*
 * mail.h - a message as it goes over the wire: headers and text in what every mail program reads.
 */
#ifndef KAGEYU_JOB_MAIL_H
#define KAGEYU_JOB_MAIL_H

#include "base/ctx.h"

#include <stdbool.h>

#define MAIL_ADDRESS_MAX 254 /* RFC 5321 */

/* One plain address: printable ASCII, one @, nothing that could break a header or command. */
bool mail_address_ok(const char *s);

struct mail {
	const char *from, *to; /* addresses; BUG unless mail_address_ok() */
	const char *name;      /* of the recipient; NULL = none */
	const char *subject, *body;
	const char *id;        /* without < and > */
	int64_t at_us;         /* of its Date */
};

/*
 * The whole message with CRLF line ends. Text is UTF-8: RFC 2047 words in headers, base64 in the
 * body. Line breaks and other control characters of name and subject become spaces.
 */
const char *mail_format(struct arena *a, const struct mail *m);

#endif
