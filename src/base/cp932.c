/* CP932 by glibc's iconv, with a round trip: glibc substitutes some characters in silence. */
#include "base/text.h"

#include <iconv.h>
#include <string.h>

static iconv_t open_converter(const char *to, const char *from)
{
	iconv_t cd = iconv_open(to, from);

	if (cd == (iconv_t)-1)
		BUG("iconv does not know CP932");
	return cd;
}

/* Converts as far as it goes; returns the bytes of input taken. */
static size_t convert(iconv_t cd, const char *in, size_t in_len, char *out, size_t out_size,
                      size_t *ret_out_len)
{
	char *from = (char *)in, *to = out;
	size_t from_left = in_len, to_left = out_size;

	(void)iconv(cd, &from, &from_left, &to, &to_left);
	*ret_out_len = out_size - to_left;
	return in_len - from_left;
}

bool text_from_cp932(struct arena *a, const char *s, size_t len, const char **ret, size_t *ret_bad)
{
	iconv_t cd;
	size_t size = len * 3 + 1, out_len, taken;
	char *out;
	const char *nul = memchr(s, 0, len);

	if (nul) {
		*ret_bad = (size_t)(nul - s);
		return false;
	}
	out = arena_alloc(a, size);
	cd = open_converter("UTF-8", "CP932");
	taken = convert(cd, s, len, out, size - 1, &out_len);
	iconv_close(cd);
	if (taken < len) {
		*ret_bad = taken;
		return false;
	}
	*ret = out;
	return true;
}

/* True when the one character at s[0..n) exists in CP932 and comes back as itself. */
static bool holds(iconv_t to, iconv_t from, const char *s, size_t n)
{
	char bytes[8], back[8];
	size_t bytes_len, back_len;

	if (convert(to, s, n, bytes, sizeof(bytes), &bytes_len) < n)
		return false;
	convert(from, bytes, bytes_len, back, sizeof(back), &back_len);
	return back_len == n && memcmp(back, s, n) == 0;
}

static const char *list_unencodable(struct arena *a, iconv_t to, iconv_t from, const char *s)
{
	const char *bad = NULL;

	while (*s) {
		const char *at = s;
		size_t n;

		text_next(&s);
		n = (size_t)(s - at);
		if (holds(to, from, at, n))
			continue;
		at = arena_strndup(a, at, n);
		if (!bad)
			bad = at;
		else if (!strstr(bad, at))
			bad = arena_printf(a, "%s%s", bad, at);
	}
	return bad;
}

bool text_to_cp932(struct arena *a, const char *s, const char **ret, size_t *ret_len,
                   const char **ret_bad)
{
	size_t len = strlen(s), out_len, back_len;
	iconv_t to = open_converter("CP932", "UTF-8"), from = open_converter("UTF-8", "CP932");
	char *out = arena_alloc(a, len * 2 + 1);
	char *back = arena_alloc(a, len * 3 + 8);
	bool whole = convert(to, s, len, out, len * 2, &out_len) == len;

	if (whole) {
		convert(from, out, out_len, back, len * 3 + 8, &back_len);
		whole = back_len == len && memcmp(back, s, len) == 0;
	}
	*ret_bad = whole ? NULL : list_unencodable(a, to, from, s);
	iconv_close(to);
	iconv_close(from);
	if (!whole)
		return false;
	*ret = out;
	*ret_len = out_len;
	return true;
}
