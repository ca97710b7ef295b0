#include "base/buf.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FIRST_SIZE ((size_t)64)

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){.arena = a, .max = max};
	b->data = arena_alloc(a, FIRST_SIZE);
	b->cap = FIRST_SIZE;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->data[0] = '\0';
}

static void grow(struct buf *b, size_t more)
{
	size_t cap = b->cap;

	/* over the maximum: ask for what cannot be had, so that the arena's escape is taken */
	if (more >= b->max - b->len)
		(void)arena_alloc(b->arena, SIZE_MAX / 2);
	while (cap - b->len <= more)
		cap *= 2;
	b->data = arena_grow(b->arena, b->data, b->cap, cap);
	b->cap = cap;
}

/* For `more` bytes and the NUL. */
static inline void make_room(struct buf *b, size_t more)
{
	if (more >= b->cap - b->len || more >= b->max - b->len)
		grow(b, more);
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	if (!len)
		return;
	make_room(b, len);
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	if (s)
		buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	make_room(b, 1);
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
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
		make_room(b, (size_t)len);
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

void buf_put_xml(struct buf *b, const char *s)
{
	const char *from = s;

	if (!s)
		return;
	for (;; s++) {
		const char *entity;
		bool bad;

		while (!special[(unsigned char)*s])
			s++;
		if (!*s)
			break;
		entity = xml_entity((unsigned char)*s);
		/* U+FFFE and U+FFFF are no XML characters */
		bad = (unsigned char)s[0] == 0xEF && (unsigned char)s[1] == 0xBF &&
		      (unsigned char)s[2] >= 0xBE;
		if (!entity && !bad)
			continue;
		buf_add(b, from, (size_t)(s - from));
		buf_puts(b, entity);
		if (bad)
			s += 2;
		from = s + 1;
	}
	buf_add(b, from, (size_t)(s - from));
}
