#include "base/buf.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FIRST_SIZE ((size_t)256)

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

static void make_room(struct buf *b, size_t more)
{
	size_t cap = b->cap;

	/* over the maximum: ask for what cannot be had, so that the arena's escape is taken */
	if (more >= b->max - b->len)
		(void)arena_alloc(b->arena, SIZE_MAX / 2);
	while (cap - b->len <= more)
		cap *= 2;
	if (cap > b->cap) {
		b->data = arena_grow(b->arena, b->data, b->cap, cap);
		b->cap = cap;
	}
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
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len <= 0)
		return;
	make_room(b, (size_t)len);
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

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
	for (; *s; s++) {
		const char *entity = xml_entity((unsigned char)*s);
		/* U+FFFE and U+FFFF are no XML characters */
		bool bad = (unsigned char)s[0] == 0xEF && (unsigned char)s[1] == 0xBF &&
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
