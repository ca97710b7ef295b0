/*
 * buf.h - a growable byte buffer with a ceiling.
 *
 * Memory comes from an arena; over `max` the arena's escape is taken (arena.h). The content is
 * always followed by a NUL that is not counted in len, so buf->data serves as a C string.
 */
#ifndef KAGEYU_BASE_BUF_H
#define KAGEYU_BASE_BUF_H

#include "base/arena.h"

#include <string.h>

struct buf {
	struct arena *arena;
	char *data;
	size_t len, cap, max; /* cap is never over max */
};

#define BUF_MAX_TEXT ((size_t)16 << 20)     /* one text, page or message */
#define BUF_MAX_DOCUMENT ((size_t)512 << 20) /* one produced file */

void buf_init(struct buf *b, struct arena *a, size_t max);
void buf_clear(struct buf *b); /* keeps the memory */
/* So that `more` bytes and the NUL fit: called before many are added, it saves moving them. */
static inline void buf_reserve(struct buf *b, size_t more);
static inline void buf_add(struct buf *b, const void *bytes, size_t len);
static inline void buf_putc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *s); /* NULL adds nothing */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Appends s with the five XML characters escaped and what XML 1.0 cannot hold left out. */
void buf_put_xml(struct buf *b, const char *s);

void buf_grow_(struct buf *b, size_t more); /* for buf_reserve() alone */

static inline void buf_reserve(struct buf *b, size_t more)
{
	if (more >= b->cap - b->len)
		buf_grow_(b, more);
}

static inline void buf_add(struct buf *b, const void *bytes, size_t len)
{
	if (!len)
		return;
	buf_reserve(b, len);
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

static inline void buf_putc(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}

#endif
