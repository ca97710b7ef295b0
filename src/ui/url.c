#include "ui/url.h"

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <string.h>

#define URL_MAX ((size_t)32 << 10) /* an address as a parameter of another one, encoded, included */

/* The unreserved characters of RFC 3986: all others are encoded. */
static const bool unreserved[256] = {
	['-'] = 1, ['.'] = 1, ['_'] = 1, ['~'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1,
	['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['A'] = 1, ['B'] = 1,
	['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1,
	['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1,
	['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
	['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
	['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1,
	['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1,
	['y'] = 1, ['z'] = 1,
};

/* Encodes s where there is room for three times its length; returns the end. */
static char *encode(char *at, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *s; s++) {
		const unsigned char byte = (unsigned char)*s;

		if (unreserved[byte]) {
			*at++ = *s;
			continue;
		}
		*at++ = '%';
		*at++ = hex[byte >> 4];
		*at++ = hex[byte & 15];
	}
	return at;
}

static void put_encoded(struct buf *out, const char *s)
{
	buf_reserve(out, 3 * strlen(s));
	out->len = (size_t)(encode(out->data + out->len, s) - out->data);
	out->data[out->len] = '\0';
}

/* A page has up to hundreds of them: measured first, then written where they stay. */
struct url url_make(struct arena *a, const char *base, const char *pattern,
                    const char *const *args)
{
	const size_t base_len = strlen(base);
	size_t room = base_len + strlen(pattern) + 1;
	char *text, *at;

	if (!base_len && !*args && !strchr(pattern, '{'))
		return (struct url){pattern};
	for (const char *const *arg = args; *arg; arg++)
		room += 3 * strlen(*arg);
	text = arena_extend(a, NULL, 0, room);
	memcpy(text, base, base_len);
	for (at = text + base_len; *pattern; pattern++) {
		if (*pattern != '{') {
			*at++ = *pattern;
			continue;
		}
		BUG_IF(!*args);
		at = encode(at, *args++);
		pattern = strchr(pattern, '}');
	}
	*at = '\0';
	return (struct url){text};
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
