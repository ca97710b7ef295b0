#include "job/mail.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"

#include <sodium.h>
#include <string.h>

#define MAIL_MAX ((size_t)1 << 20)
#define WORD_BYTES 42  /* of text in an encoded word, so that it stays within 75 characters */
#define LINE_BYTES 57  /* of text in a line of base64: 76 characters */

bool mail_address_ok(const char *s)
{
	const char *at = strchr(s, '@');

	if (!at || at == s || !at[1] || strchr(at + 1, '@') || strlen(s) > MAIL_ADDRESS_MAX)
		return false;
	for (const char *p = s; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("<>()[],;:\\\"", *p))
			return false;
	return true;
}

static void put_base64(struct arena *a, struct buf *out, const char *s, size_t n)
{
	size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(a, room);

	buf_puts(out, sodium_bin2base64(text, room, (const unsigned char *)s, n,
	                                sodium_base64_VARIANT_ORIGINAL));
}

/* As much of the text as fits into one encoded word, whole characters only. */
static size_t word_length(const char *s)
{
	const char *end = s, *next = s;

	while (*next) {
		(void)text_next(&next);
		if (next - s > WORD_BYTES)
			break;
		end = next;
	}
	return (size_t)(end - s);
}

static void put_words(struct arena *a, struct buf *out, const char *text)
{
	char *s = arena_strdup(a, text);

	for (char *p = s; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	for (const char *p = s; *p;) {
		size_t n = word_length(p);

		buf_puts(out, p == s ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		put_base64(a, out, p, n);
		buf_puts(out, "?=");
		p += n;
	}
}

/* Tue, 12 Nov 2024 09:05:30 +0900 */
static const char *date_header(struct arena *a, int64_t us)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct date d = date_in_japan(us);
	int64_t s = (us / 1000000 + JAPAN_OFFSET_S) % 86400;

	return arena_printf(a, "%s, %d %s %d %02d:%02d:%02d +0900", days[date_weekday(d)], d.day,
	                    months[d.month - 1], d.year, (int)(s / 3600), (int)(s / 60 % 60),
	                    (int)(s % 60));
}

/* Lines end with CRLF inside the base64 too: it is text. */
static const char *with_crlf(struct arena *a, const char *text)
{
	struct buf out;

	buf_init(&out, a, MAIL_MAX);
	for (const char *p = text; *p; p++)
		if (*p == '\n')
			buf_puts(&out, "\r\n");
		else if (*p != '\r')
			buf_putc(&out, *p);
	return out.data;
}

static void put_body(struct arena *a, struct buf *out, const char *body)
{
	const char *text = with_crlf(a, body);
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i += LINE_BYTES) {
		put_base64(a, out, text + i, n - i < LINE_BYTES ? n - i : LINE_BYTES);
		buf_puts(out, "\r\n");
	}
}

const char *mail_format(struct arena *a, const struct mail *m)
{
	struct buf out;

	BUG_IF(!mail_address_ok(m->from) || !mail_address_ok(m->to) || !mail_address_ok(m->id));
	buf_init(&out, a, MAIL_MAX);
	buf_printf(&out, "Date: %s\r\nFrom: <%s>\r\nTo: ", date_header(a, m->at_us), m->from);
	if (m->name && *m->name) {
		put_words(a, &out, m->name);
		buf_puts(&out, "\r\n ");
	}
	buf_printf(&out, "<%s>\r\nSubject: ", m->to);
	put_words(a, &out, m->subject);
	buf_printf(&out,
	           "\r\nMessage-ID: <%s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	           "Content-Type: text/plain; charset=UTF-8\r\n"
	           "Content-Transfer-Encoding: base64\r\n\r\n",
	           m->id);
	put_body(a, &out, m->body);
	return out.data;
}
