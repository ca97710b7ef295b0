#include "base/buf.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FIRST_SIZE ((size_t)64)

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){.arena = a, .max = max};
	b->cap = max < FIRST_SIZE ? max : FIRST_SIZE;
	b->data = arena_extend(a, NULL, 0, FIRST_SIZE);
	b->data[0] = '\0';
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->data[0] = '\0';
}

void buf_grow_(struct buf *b, size_t more)
{
	size_t cap = b->cap;

	/* over the maximum: ask for what cannot be had, so that the arena's escape is taken */
	if (more >= b->max - b->len)
		(void)arena_alloc(b->arena, SIZE_MAX / 2);
	while (cap - b->len <= more)
		cap *= 2;
	cap = cap < b->max ? cap : b->max;
	b->data = arena_extend(b->arena, b->data, b->cap, cap);
	b->cap = cap;
}

void buf_puts(struct buf *b, const char *s)
{
	if (s)
		buf_add(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(b->data + b->len, b->cap - b->len, fmt, ap);
	va_end(ap);
	if (len <= 0)
		return;
	if ((size_t)len >= b->cap - b->len || (size_t)len >= b->max - b->len) {
		b->data[b->len] = '\0';
		buf_reserve(b, (size_t)len);
		va_start(ap, fmt);
		vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
		va_end(ap);
	}
	b->len += (size_t)len;
}

/* 1: may have to be escaped or left out. 0xEF begins U+FFFE and U+FFFF, which are no characters. */
static const unsigned char special[256] = {
	[0] = 1,    [1] = 1,    [2] = 1,    [3] = 1,    [4] = 1,   [5] = 1,   [6] = 1,
	[7] = 1,    [8] = 1,    [11] = 1,   [12] = 1,   [14] = 1,  [15] = 1,  [16] = 1,
	[17] = 1,   [18] = 1,   [19] = 1,   [20] = 1,   [21] = 1,  [22] = 1,  [23] = 1,
	[24] = 1,   [25] = 1,   [26] = 1,   [27] = 1,   [28] = 1,  [29] = 1,  [30] = 1,
	[31] = 1,   ['&'] = 1,  ['<'] = 1,  ['>'] = 1,  ['"'] = 1, ['\''] = 1, [0xEF] = 1,
};

static const char *xml_entity(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? "" : NULL;
	}
}

#define STEP ((size_t)16)
typedef unsigned char step_bytes __attribute__((vector_size(16)));

/* Whether one of them may be special: all at once, which is why < and > count as one. */
static inline bool any_special(step_bytes v)
{
	const step_bytes hit = (step_bytes)((v < 0x20) | ((v | 1) == '\'') | (v == '"') |
	                                    ((v | 2) == '>') | (v == 0xEF));
	uint64_t halves[2];

	memcpy(halves, &hit, sizeof(hit));
	return (halves[0] | halves[1]) != 0;
}

/* Copies the STEP bytes from s, whatever they are; whether none of them may be special. */
static inline bool copy_step(char *to, const char *s)
{
	step_bytes v;

	memcpy(&v, s, STEP);
	memcpy(to, &v, STEP);
	return !any_special(v);
}

/* The same for so many bytes at both ends of a text that is no longer than them together. */
static inline bool copy_ends(char *to, const char *s, size_t len, size_t n)
{
	step_bytes v;

	memset(&v, ' ', STEP);
	memcpy(&v, s, n);
	memcpy((char *)&v + n, s + len - n, n);
	memcpy(to, &v, n);
	memcpy(to + len - n, (char *)&v + n, n);
	return !any_special(v);
}

/* Copies a text of at least 4 bytes; false as soon as something in it may be special. */
static bool copy_all(char *to, const char *s, size_t len)
{
	if (len < STEP)
		return len >= 8 ? copy_ends(to, s, len, 8) : copy_ends(to, s, len, 4);
	for (size_t n = 0; n + STEP < len; n += STEP)
		if (!copy_step(to + n, s + n))
			return false;
	return copy_step(to + len - STEP, s + len - STEP);
}

/* Copies up to the first byte that may be special; returns how many. to has room for len. */
static size_t copy_plain(char *to, const char *s, size_t len)
{
	size_t n = 0;

	for (; len - n >= STEP; n += STEP) {
		step_bytes v;

		memcpy(&v, s + n, STEP);
		if (any_special(v))
			break;
		memcpy(to + n, &v, STEP);
	}
	for (; n < len && !special[(unsigned char)s[n]]; n++)
		to[n] = s[n];
	return n;
}

void buf_put_xml(struct buf *b, const char *s)
{
	size_t left = s ? strlen(s) : 0;

	buf_reserve(b, left);
	if (left >= 4 && copy_all(b->data + b->len, s, left)) {
		b->len += left;
		b->data[b->len] = '\0';
		return;
	}
	while (left) {
		const char *entity;
		size_t n;

		buf_reserve(b, left);
		n = copy_plain(b->data + b->len, s, left);
		b->len += n;
		b->data[b->len] = '\0';
		s += n;
		left -= n;
		if (!left)
			return;
		/* U+FFFE and U+FFFF are no XML characters */
		if ((unsigned char)s[0] == 0xEF && (unsigned char)s[1] == 0xBF &&
		    (unsigned char)s[2] >= 0xBE) {
			s += 3;
			left -= 3;
			continue;
		}
		entity = xml_entity((unsigned char)*s);
		if (entity)
			buf_puts(b, entity);
		else
			buf_putc(b, *s);
		s++;
		left--;
	}
}
