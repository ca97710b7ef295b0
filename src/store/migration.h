/*
 * migration.h - numbered, forward-only steps of the schema, from sql/migrations.
 */
#ifndef KAGEYU_STORE_MIGRATION_H
#define KAGEYU_STORE_MIGRATION_H

#include "base/ctx.h"

struct migration {
	int number;
	const char *name;
	const char *digest; /* SHA-256 of the source file */
	const char *const *sqlite, *const *postgresql; /* lines, NULL at the end */
};

extern const struct migration migrations[];
extern const size_t n_migrations;

/*
 * Brings the open database to the newest step, all in one transaction under the write lock.
 * ERR_STATE when the database is newer than this program, or a step applied before has another
 * digest than the one known here.
 */
MUST_USE enum err migration_run(struct ctx *c);

/* Number of the newest step applied; 0 for an empty database. */
MUST_USE enum err migration_current(struct ctx *c, int *ret);

#endif
