#include "base/text.h"

#include <limits.h>
#include <string.h>
#include <utf8proc.h>

#define LONG_VOWEL 0x30FC

bool text_valid(const char *s, size_t len, size_t *ret_bad)
{
	size_t at = 0;

	while (at < len) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s + at,
		                                      (utf8proc_ssize_t)(len - at), &cp);

		if (n <= 0 || cp == 0) {
			*ret_bad = at;
			return false;
		}
		at += (size_t)n;
	}
	return true;
}

uint32_t text_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	utf8proc_int32_t cp;
	utf8proc_ssize_t n;

	if (p[0] < 0x80) {
		*s += p[0] != 0;
		return p[0];
	}
	/* kanji and kana have three bytes */
	if ((p[0] & 0xF0) == 0xE0 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
		*s += 3;
		return (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &cp);
	if (n <= 0) { /* not reached with valid text; never stand still */
		(*s)++;
		return 0xFFFD;
	}
	*s += n;
	return (uint32_t)cp;
}

size_t text_encode(uint32_t cp, char out[4])
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)out);
}

size_t text_length(const char *s)
{
	size_t n = 0;

	while (text_next(&s))
		n++;
	return n;
}

static bool is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 ||
	       cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x202F || cp == 0x205F || cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF;
}

static bool is_variation_selector(uint32_t cp)
{
	return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

const char *text_trim(struct arena *a, const char *s)
{
	const char *from = NULL, *to = NULL;

	if (!s)
		return "";
	while (*s) {
		const char *at = s;

		if (is_space(text_next(&s)))
			continue;
		if (!from)
			from = at;
		to = s;
	}
	if (!from)
		return "";
	return *to ? arena_strndup(a, from, (size_t)(to - from)) : from;
}

bool text_blank(const char *s)
{
	if (!s)
		return true;
	while (*s)
		if (!is_space(text_next(&s)))
			return false;
	return true;
}

const char *text_squeeze(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t n = 0;

	while (*s) {
		const char *at = s;

		if (is_space(text_next(&s)))
			continue;
		memcpy(out + n, at, (size_t)(s - at));
		n += (size_t)(s - at);
	}
	return out;
}

static const char *normalise(struct arena *a, const char *s, utf8proc_option_t options)
{
	utf8proc_int32_t *points;
	utf8proc_ssize_t n, len = (utf8proc_ssize_t)strlen(s);

	n = utf8proc_decompose((const utf8proc_uint8_t *)s, len, NULL, 0, options);
	if (n < 0)
		return s;
	/* utf8proc_reencode() needs one slot more for its NUL */
	points = ARENA_ARRAY(a, (size_t)n + 1, utf8proc_int32_t);
	n = utf8proc_decompose((const utf8proc_uint8_t *)s, len, points, n, options);
	n = utf8proc_reencode(points, n, options);
	return n < 0 ? s : (const char *)points;
}

/* Characters whose NFKC is themselves, whatever of them stand together. */
static bool is_plain(uint32_t cp)
{
	return cp < 0x80 || (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3041 && cp <= 0x3096) ||
	       (cp >= 0x30A1 && cp <= 0x30FC) || (cp >= 0x3001 && cp <= 0x3011);
}

static bool is_nfkc(const char *s)
{
	while (*s)
		if (!is_plain(text_next(&s)))
			return false;
	return true;
}

const char *text_nfkc(struct arena *a, const char *s)
{
	if (is_nfkc(s))
		return s;
	return normalise(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

/* Characters that offices take for each other, to the form that every keyboard has. */
static const struct {
	uint32_t from, to;
} itaiji[] = {
	{0x5DBD, 0x5CB3}, /* 嶽 岳 */
	{0x5EE3, 0x5E83}, /* 廣 広 */
	{0x5FB7, 0x5FB3}, /* 德 徳 */
	{0x6852, 0x6851}, /* 桒 桑 */
	{0x6AFB, 0x685C}, /* 櫻 桜 */
	{0x6FA4, 0x6CA2}, /* 澤 沢 */
	{0x6FF1, 0x6D5C}, /* 濱 浜 */
	{0x6FF5, 0x6D5C}, /* 濵 浜 */
	{0x7028, 0x702C}, /* 瀨 瀬 */
	{0x9089, 0x8FBA}, /* 邉 辺 */
	{0x908A, 0x8FBA}, /* 邊 辺 */
	{0x9AD9, 0x9AD8}, /* 髙 高 */
	{0x9F4A, 0x6589}, /* 齊 斉 */
	{0x9F4B, 0x658E}, /* 齋 斎 */
	{0xFA11, 0x5D0E}, /* 﨑 崎 */
	{0x20BB7, 0x5409}, /* 𠮷 吉 */
};

static uint32_t unify(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(itaiji) / sizeof(itaiji[0]) && itaiji[i].from <= cp; i++)
		if (itaiji[i].from == cp)
			return itaiji[i].to;
	return cp;
}

/* NFKC and case folding of the characters that are most of all text; 0 = ask the tables. */
static uint32_t fold_common(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFF01 - '!';
	if (cp == 0x3000)
		return ' ';
	if (cp >= 'A' && cp <= 'Z')
		return cp + ('a' - 'A');
	return is_plain(cp) ? cp : 0;
}

/* False when a character is not common: nothing may be said about its neighbours then either. */
static bool fold_all_common(const char *s, char *out)
{
	size_t len = 0;

	while (*s) {
		const char *at = s;
		uint32_t cp = text_next(&s), folded = fold_common(cp);

		if (!folded)
			return false;
		folded = unify(folded);
		if (folded == cp && !is_space(cp)) {
			memcpy(out + len, at, (size_t)(s - at));
			len += (size_t)(s - at);
		} else if (!is_space(folded)) {
			len += text_encode(folded, out + len);
		}
	}
	out[len] = '\0';
	return true;
}

const char *text_fold(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t len = 0;

	if (fold_all_common(s, out))
		return out;
	s = normalise(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
	                            UTF8PROC_CASEFOLD);
	out = arena_alloc(a, strlen(s) + 1);
	while (*s) {
		uint32_t cp = text_next(&s);

		if (!is_space(cp) && !is_variation_selector(cp))
			len += text_encode(unify(cp), out + len);
	}
	return out;
}

static bool is_hyphen(uint32_t cp)
{
	return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xAD;
}

const char *text_sought(struct arena *a, const char *s)
{
	const char *folded = text_fold(a, s);
	char *out = arena_alloc(a, strlen(folded) + 1), *at = out;
	uint32_t cp;

	while ((cp = text_next(&folded)) != 0)
		if (is_hyphen(cp))
			*at++ = '-';
		else if (cp != LONG_VOWEL)
			at += text_encode(cp, at);
	*at = '\0';
	return out;
}

int text_width(const char *s)
{
	int width = 0;

	while (*s) {
		uint32_t cp = text_next(&s);

		if (!is_variation_selector(cp))
			width += utf8proc_charwidth((utf8proc_int32_t)cp);
	}
	return width;
}

const char *text_truncate(struct arena *a, const char *s, int columns)
{
	const char *at = s, *cut = s;
	utf8proc_int32_t state = 0;
	uint32_t before = 0;
	int width = 0;

	if (text_width(s) <= columns)
		return s;
	while (*at) {
		const char *here = at;
		uint32_t cp = text_next(&at);

		if (before && utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
		                                               (utf8proc_int32_t)cp, &state) &&
		    width <= columns - 1)
			cut = here;
		if (!is_variation_selector(cp))
			width += utf8proc_charwidth((utf8proc_int32_t)cp);
		if (width > columns)
			break;
		before = cp;
	}
	return arena_printf(a, "%.*s…", (int)(cut - s), s);
}

/* Bytes of the separator at s, 0 when there is none: 、 goes with the comma. */
static size_t separator(const char *s, const char *seps, bool comma)
{
	if (comma && strncmp(s, "、", strlen("、")) == 0)
		return strlen("、");
	return *s && strchr(seps, *s) ? 1 : 0;
}

struct text_list text_split(struct arena *a, const char *s, const char *seps)
{
	struct text_list list = {0};
	bool comma = strchr(seps, ',') != NULL;
	size_t room = 1;

	if (!s)
		return list;
	for (const char *p = s; *p; p++)
		room += separator(p, seps, comma) > 0;
	list.v = ARENA_ARRAY(a, room, const char *);
	while (*s) {
		const char *end = s, *part;

		while (*end && !separator(end, seps, comma))
			end++;
		part = text_trim(a, arena_strndup(a, s, (size_t)(end - s)));
		if (*part)
			list.v[list.n++] = part;
		s = end + separator(end, seps, comma);
	}
	return list;
}

const char *text_join(struct arena *a, const struct text_list *list, const char *sep)
{
	size_t len = 1, sep_len = strlen(sep), at = 0;
	char *out;

	for (size_t i = 0; i < list->n; i++)
		len += strlen(list->v[i]) + sep_len;
	out = arena_alloc(a, len);
	for (size_t i = 0; i < list->n; i++) {
		size_t n = strlen(list->v[i]);

		if (i) {
			memcpy(out + at, sep, sep_len);
			at += sep_len;
		}
		memcpy(out + at, list->v[i], n);
		at += n;
	}
	return out;
}

bool text_to_long(struct arena *a, const char *s, long *ret)
{
	long n = 0;

	s = text_trim(a, text_nfkc(a, s));
	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || n > (LONG_MAX - 9) / 10)
			return false;
		n = n * 10 + (*s - '0');
	}
	*ret = n;
	return true;
}
