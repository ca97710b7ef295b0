#include "base/arena.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)32 << 10)
#define ALIGN _Alignof(max_align_t)

/* Under AddressSanitizer, going beyond a block is found although its neighbour is ours too. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHECKED
#endif
#endif
#if defined(CHECKED) || defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define GAP ALIGN
#else
#define ASAN_POISON_MEMORY_REGION(p, size) ((void)(p), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(p, size) ((void)(p), (void)(size))
#define GAP ((size_t)0)
#endif

struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(max_align_t) char data[];
};

struct deferred {
	void (*release)(void *);
	void *arg;
	struct deferred *next;
};

/* Linked into the stack of the frames that a full arena may be left through. */
struct escape {
	jmp_buf frame;
	struct escape *outer;
};

struct arena {
	struct arena *parent;
	struct arena *first_child, *next_sibling;
	struct chunk *chunks; /* the one in use is first */
	struct deferred *deferred;
	struct escape *escape; /* of the root only */
	size_t used;           /* bytes in chunks, children included */
	size_t max;            /* of the root only */
};

static struct arena *root_of(struct arena *a)
{
	while (a->parent)
		a = a->parent;
	return a;
}

static _Noreturn void leave(struct arena *a)
{
	struct escape *e = root_of(a)->escape;

	if (!e)
		BUG("arena full outside arena_try()");
	longjmp(e->frame, 1);
}

static struct arena *arena_make(struct arena *parent, size_t max)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->parent = parent;
	a->max = max;
	if (parent) {
		a->next_sibling = parent->first_child;
		parent->first_child = a;
	}
	return a;
}

struct arena *arena_new(size_t max)
{
	return arena_make(NULL, max);
}

struct arena *arena_child(struct arena *parent)
{
	struct arena *a = arena_make(parent, 0);

	if (!a)
		leave(parent);
	return a;
}

static void unlink_from_parent(struct arena *a)
{
	struct arena **at = &a->parent->first_child;

	while (*at != a)
		at = &(*at)->next_sibling;
	*at = a->next_sibling;
	for (struct arena *p = a->parent; p; p = p->parent)
		p->used -= a->used;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct arena *child = a->first_child, *next; child; child = next) {
		next = child->next_sibling;
		arena_free(child);
	}
	for (struct deferred *d = a->deferred; d; d = a->deferred) {
		a->deferred = d->next;
		d->release(d->arg);
	}
	if (a->parent)
		unlink_from_parent(a);
	for (struct chunk *c = a->chunks; c;) {
		struct chunk *next = c->next;

		free(c);
		c = next;
	}
	free(a);
}

void arena_clear(struct arena *a)
{
	struct chunk *kept = a->chunks;

	BUG_IF(a->deferred || a->first_child);
	if (!kept)
		return;
	for (struct chunk *c = kept->next, *next; c; c = next) {
		next = c->next;
		for (struct arena *p = a; p; p = p->parent)
			p->used -= sizeof(*c) + c->size;
		free(c);
	}
	kept->next = NULL;
	kept->used = 0;
	ASAN_POISON_MEMORY_REGION(kept->data, kept->size);
}

__attribute__((noinline)) static struct chunk *add_chunk(struct arena *a, size_t size)
{
	struct arena *root = root_of(a);
	size_t bytes = sizeof(struct chunk) + size;
	struct chunk *c;

	if (bytes < size || bytes > root->max || root->used > root->max - bytes)
		leave(a);
	c = malloc(bytes);
	if (!c)
		leave(a);
	c->size = size;
	c->used = 0;
	ASAN_POISON_MEMORY_REGION(c->data, size);
	for (struct arena *p = a; p; p = p->parent)
		p->used += bytes;
	/* a big block gets a chunk of its own behind the one in use, whose rest stays usable */
	if (a->chunks && size > CHUNK_SIZE) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		c->next = a->chunks;
		a->chunks = c;
	}
	return c;
}

static size_t round_up(struct arena *a, size_t size)
{
	if (size > SIZE_MAX - ALIGN - GAP)
		leave(a);
	return (size + ALIGN - 1) / ALIGN * ALIGN + GAP;
}

/* Most blocks fit into the chunk in use: only that much is compiled into each caller. */
static inline void *take(struct arena *a, size_t size)
{
	const size_t room = round_up(a, size ? size : 1);
	struct chunk *c = a->chunks;
	void *p;

	if (!c || c->size - c->used < room)
		c = add_chunk(a, room > CHUNK_SIZE ? room : CHUNK_SIZE);
	p = c->data + c->used;
	c->used += room;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		leave(a);
	return arena_alloc(a, n * size);
}

void *arena_extend(struct arena *a, void *old, size_t old_size, size_t new_size)
{
	struct chunk *c = a->chunks;
	size_t old_room = round_up(a, old_size ? old_size : 1);
	size_t new_room = round_up(a, new_size);
	void *p;

	if (new_size <= old_size)
		return old;
	if (old && c && (char *)old + old_room == c->data + c->used &&
	    c->size - c->used >= new_room - old_room) {
		c->used += new_room - old_room;
		ASAN_UNPOISON_MEMORY_REGION(old, new_size);
		return old;
	}
	p = take(a, new_size);
	if (old)
		memcpy(p, old, old_size);
	return p;
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
	char *p = arena_extend(a, old, old_size, new_size);

	if (new_size > old_size)
		memset(p + old_size, 0, new_size - old_size);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = take(a, len + 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

/* As printf() has it. */
static const char *named(const char *s)
{
	return s ? s : "(null)";
}

#define DIGITS_MAX 20 /* of a long, with its sign */

/* The decimal digits of n at the end of `room`; returns where they begin. */
static const char *digits(long n, char room[static DIGITS_MAX], size_t *ret_len)
{
	size_t at = DIGITS_MAX;
	unsigned long left = n < 0 ? -(unsigned long)n : (unsigned long)n;

	do
		room[--at] = (char)('0' + left % 10);
	while ((left /= 10) != 0);
	if (n < 0)
		room[--at] = '-';
	*ret_len = DIGITS_MAX - at;
	return room + at;
}

/* Writes what `fmt` makes of %s, %d and %ld before `end`; where its NUL stands, or NULL. */
static char *join(char *at, const char *end, const char *fmt, va_list *ap)
{
	for (; *fmt && at < end; fmt++) {
		char room[DIGITS_MAX];
		const char *s;
		size_t len;

		if (*fmt != '%') {
			*at++ = *fmt;
			continue;
		}
		if (*++fmt == 's') {
			s = named(va_arg(*ap, const char *));
			len = strlen(s);
		} else if (*fmt == 'd') {
			s = digits(va_arg(*ap, int), room, &len);
		} else if (fmt[0] == 'l' && fmt[1] == 'd') {
			s = digits(va_arg(*ap, long), room, &len);
			fmt++;
		} else {
			return NULL;
		}
		if (len >= (size_t)(end - at))
			return NULL;
		memcpy(at, s, len);
		at += len;
	}
	if (at == end)
		return NULL;
	*at = '\0';
	return at;
}

/* NULL when there is more to it than texts and whole numbers, or no room in the chunk in use. */
static char *print_joined(struct arena *a, const char *fmt, va_list *ap)
{
	struct chunk *c = a->chunks;
	char *at, *end;
	size_t room;

	if (!c || c->size - c->used <= GAP)
		return NULL;
	room = c->size - c->used - GAP;
	at = c->data + c->used;
	ASAN_UNPOISON_MEMORY_REGION(at, room);
	end = join(at, at + room, fmt, ap);
	ASAN_POISON_MEMORY_REGION(at, room);
	return end ? take(a, (size_t)(end - at) + 1) : NULL;
}

/* Written at once where it will stand; once more elsewhere when it does not fit there. */
__attribute__((format(printf, 2, 0)))
static char *print(struct arena *a, const char *fmt, va_list ap)
{
	struct chunk *c = a->chunks;
	size_t room = c ? c->size - c->used : 0;
	char *at = c ? c->data + c->used : NULL, *s;
	va_list again;
	int len;

	va_copy(again, ap);
	ASAN_UNPOISON_MEMORY_REGION(at, room);
	len = vsnprintf(at, room, fmt, ap);
	ASAN_POISON_MEMORY_REGION(at, room);
	BUG_IF(len < 0);
	s = take(a, (size_t)len + 1);
	if (s != at)
		vsnprintf(s, (size_t)len + 1, fmt, again);
	va_end(again);
	return s;
}

/* Most only join texts and numbers, which is done many times as fast as printf() does it. */
char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = print_joined(a, fmt, &ap);
	va_end(ap);
	if (s)
		return s;
	va_start(ap, fmt);
	s = print(a, fmt, ap);
	va_end(ap);
	return s;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void arena_defer(struct arena *a, void (*release)(void *), void *arg)
{
	struct deferred *d = ARENA_NEW(a, struct deferred);

	d->release = release;
	d->arg = arg;
	d->next = a->deferred;
	a->deferred = d;
}

void arena_undefer(struct arena *a, void (*release)(void *), void *arg)
{
	for (struct deferred **at = &a->deferred; *at; at = &(*at)->next) {
		if ((*at)->release == release && (*at)->arg == arg) {
			*at = (*at)->next;
			return;
		}
	}
}

bool arena_try(struct arena *a, void (*fn)(void *), void *arg)
{
	struct arena *root = root_of(a);
	struct escape e;

	e.outer = root->escape;
	root->escape = &e;
	if (setjmp(e.frame) != 0) {
		root->escape = e.outer;
		return false;
	}
	fn(arg);
	root->escape = e.outer;
	return true;
}
