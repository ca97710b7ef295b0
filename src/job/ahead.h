/*
 * ahead.h - a row of like things made by threads, on all cores, while the caller uses those made
 * before.
 *
 * Each is made in a context of its own, since arenas are not shared between threads; it stays until
 * the next is taken. The threads end with the arena of the caller's context.
 */
#ifndef KAGEYU_JOB_AHEAD_H
#define KAGEYU_JOB_AHEAD_H

#include "base/ctx.h"

struct ahead;

/* Makes the i-th thing, without a database. arg is shared by all threads, and lives as they do. */
typedef enum err ahead_fn(struct ctx *c, const void *arg, size_t i, void **ret);

MUST_USE enum err ahead_start(struct ctx *c, ahead_fn *fn, const void *arg, size_t n,
                              struct ahead **ret);

/* Waits for the next of the n, in their order. What went wrong in making it is told by c. */
MUST_USE enum err ahead_next(struct ctx *c, struct ahead *ahead, void **ret);

/* Waits for what is being made and begins no more, for who stops taking. What was made stays. */
void ahead_end(struct ahead *ahead);

#endif
