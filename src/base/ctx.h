/*
 * ctx.h - what every function of a request, command or job works in.
 *
 * One context lives exactly as long as its arena. It carries the single error record (set where
 * the trouble is known, reported once at the edge), the instant all rows of the work are dated
 * with, the database connection and who is acting. Nothing below main() keeps global state.
 */
#ifndef KAGEYU_BASE_CTX_H
#define KAGEYU_BASE_CTX_H

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct db;

struct ctx {
	struct arena *arena; /* everything allocated on behalf of this work */
	struct error error;  /* meaningful after a function returned something other than OK */
	int64_t now_us;      /* microseconds since 1970-01-01 UTC; read once, used for all rows */
	struct db *db;       /* store/db.h; NULL where no database is in play */
	const char *day;     /* ISO: as of which ledgers are looked over; NULL = that of now_us */
	const char *actor;   /* login or "cli:NAME": who the audit trail names */
	const char *cause;   /* command or route, for the audit trail */
	const char *reason;  /* why, where the user had to say so (corrections); else NULL */
	const char
		*only_below; /* code of the unit that, with those below, may be seen; NULL = all */
};

/* Tells that long work has got further; total 0 = unknown. Called rarely, may be NULL. */
typedef void progress_fn(void *arg, const char *what_msgid, long done, long total);

#endif
