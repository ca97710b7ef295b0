#include "ui/url.h"

#include "base/buf.h"
#include "base/err.h"

#include <ctype.h>
#include <string.h>

#define URL_MAX ((size_t)32 << 10) /* an address as a parameter of another one, encoded, included */

/* Everything but the unreserved characters of RFC 3986. */
static void put_encoded(struct buf *out, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *s; s++) {
		unsigned char byte = (unsigned char)*s;

		if (byte < 0x80 && (isalnum(byte) || strchr("-._~", byte)))
			buf_putc(out, *s);
		else
			buf_add(out, (const char[]){'%', hex[byte >> 4], hex[byte & 15]}, 3);
	}
}

struct url url_make(struct arena *a, const char *base, const char *pattern,
                    const char *const *args)
{
	struct buf out;

	buf_init(&out, a, URL_MAX);
	buf_puts(&out, base);
	while (*pattern) {
		size_t literal = strcspn(pattern, "{");

		buf_add(&out, pattern, literal);
		pattern += literal;
		if (!*pattern)
			break;
		BUG_IF(!*args);
		put_encoded(&out, *args++);
		pattern += strcspn(pattern, "}") + 1;
	}
	return (struct url){out.data};
}

struct url url_with(struct arena *a, struct url u, const char *name, const char *value)
{
	struct buf out;

	if (!value)
		return u;
	buf_init(&out, a, URL_MAX);
	buf_puts(&out, u.text_);
	buf_putc(&out, strchr(u.text_, '?') ? '&' : '?');
	put_encoded(&out, name);
	buf_putc(&out, '=');
	put_encoded(&out, value);
	return (struct url){out.data};
}

struct url url_fragment(struct arena *a, struct url u, const char *id)
{
	struct buf out;

	buf_init(&out, a, URL_MAX);
	buf_puts(&out, u.text_);
	buf_putc(&out, '#');
	put_encoded(&out, id);
	return (struct url){out.data};
}

struct url url_from_visitor(struct arena *a, const char *base, const char *path)
{
	size_t n = strlen(base);

	if (path && strlen(path) < URL_MAX && strncmp(path, base, n) == 0 && path[n] == '/' &&
	    path[n + 1] != '/' && path[n + 1] != '\\') {
		const char *s = path;

		while (*s > ' ' && *s < 0x7F && *s != '\\')
			s++;
		if (!*s)
			return (struct url){arena_strdup(a, path)};
	}
	return (struct url){arena_printf(a, "%s/", base)};
}
