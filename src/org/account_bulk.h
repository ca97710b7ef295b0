/*
 * account_bulk.h - accounts for many people at once, each with a first password to be handed over.
 *
 * The login is the personnel number. A first password is made here, shown once by whoever called
 * and kept as a hash alone; the first sign-in asks for another. Three steps, because hashing takes
 * about 30 ms a password on purpose: find (in a transaction), hash (better outside of one), store.
 */
#ifndef KAGEYU_ORG_ACCOUNT_BULK_H
#define KAGEYU_ORG_ACCOUNT_BULK_H

#include "gen/queries.h"

struct account_wanted {
	const char *unit_code; /* this unit and those below; NULL = all */
	const char *post;      /* 課長; NULL = any */
	const char *role;      /* what the accounts may do; their unit is the person's */
	size_t max;            /* so many at once */
};

struct first_password {
	const char *number, *name, *unit_code, *unit, *post;
	const char *password, *hash; /* after account_bulk_hash() */
};

struct account_bulk {
	const char *role;
	struct first_password *v; /* by unit in display order, then by number */
	size_t n;
	size_t left; /* how many more there are than max */
};

/* Who works here today, fits, and has no account. */
MUST_USE enum err account_bulk_find(struct ctx *c, const struct account_wanted *wanted,
                                    struct account_bulk *ret);
MUST_USE enum err account_bulk_hash(struct ctx *c, struct account_bulk *bulk, progress_fn *progress,
                                    void *progress_arg);
MUST_USE enum err account_bulk_store(struct ctx *c, const struct account_bulk *bulk);

#endif
