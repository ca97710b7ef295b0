/*
 * worker.h - a few threads for what must not hold up the event loops.
 *
 * Each has its own database connection and runs at a lower priority, so that hashing passwords
 * does not move the answers of the loops.
 */
#ifndef KAGEYU_WEB_WORKER_H
#define KAGEYU_WEB_WORKER_H

#include "base/ctx.h"

#include <stdbool.h>

#define WORKER_QUEUE 128

struct db;
struct workers;

/* Embedded in what is worked on. */
struct job {
	void (*run)(struct job *job, struct db *db);
	struct job *next;
};

/* Opens a connection to the data folder that belongs to one thread; closed by arena_free(). */
MUST_USE enum err worker_connect(struct ctx *c, const char *data_dir, struct arena **ret_arena,
                                 struct db **ret_db);

MUST_USE enum err workers_start(struct ctx *c, const char *data_dir, unsigned n,
                                struct workers **ret);
/* false when the queue is full or the end has come. */
bool workers_submit(struct workers *w, struct job *job);
/* Finishes what is queued, then ends the threads. Accepts NULL. */
void workers_stop(struct workers *w);

#endif
