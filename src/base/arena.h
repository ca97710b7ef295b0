/*
 * arena.h - memory that lives and dies together.
 *
 * One arena per request, command or job; a child arena for the batches inside. Allocation never
 * returns NULL: at the arena's ceiling (or when the system has no memory left) control leaves
 * through arena_try(), the edge reports ERR_TOO_LARGE, and releasing the arena undoes everything
 * registered with arena_defer() - statements, files, transactions - in reverse order.
 * Not thread-safe: one arena belongs to one thread.
 */
#ifndef KAGEYU_BASE_ARENA_H
#define KAGEYU_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new arena that may hold at most `max` bytes, itself included. NULL only when out of memory. */
struct arena *arena_new(size_t max);

/* Runs the deferred releases, latest first, and frees all memory. Accepts NULL. */
void arena_free(struct arena *a);

/* Frees what was allocated from it, without releases or children; one chunk is kept to go on. */
void arena_clear(struct arena *a);

/* A child counts against its parent's ceiling and is freed with it, or earlier by arena_free(). */
struct arena *arena_child(struct arena *parent);

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);
/* n * size with the overflow check. */
void *arena_array(struct arena *a, size_t n, size_t size);
/* Grows a block got from the same arena, keeping its first old_size bytes; the rest is zeroed. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);
/* As arena_grow(), but what the rest holds is left open. */
void *arena_extend(struct arena *a, void *old, size_t old_size, size_t new_size);

char *arena_strdup(struct arena *a, const char *s);              /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t len); /* always NUL-terminated */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Bytes handed out so far, children included. */
size_t arena_used(const struct arena *a);

/* Registers `release(arg)` to run when the arena is freed. */
void arena_defer(struct arena *a, void (*release)(void *), void *arg);
/* Withdraws the latest registration of exactly this pair: its work was done early. */
void arena_undefer(struct arena *a, void (*release)(void *), void *arg);

/*
 * Runs fn(arg); false when an allocation from `a` or a child of it hit the ceiling meanwhile.
 * fn's stack frames are abandoned then, so nothing in them may own what is not deferred.
 */
bool arena_try(struct arena *a, void (*fn)(void *), void *arg);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

#endif
