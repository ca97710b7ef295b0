/*
 * verify.h - proves that what is stored is what was recorded.
 *
 * Recomputes the audit trail from its first row, compares every row of the city's data with the
 * last event about it, rehashes every evidence file, and compares the chain with the signed heads
 * (of heads.log, or of a copy kept elsewhere). Names the first place where something is wrong in
 * each of these, and goes on with the others.
 */
#ifndef KAGEYU_STORE_VERIFY_H
#define KAGEYU_STORE_VERIFY_H

#include "base/problem.h"

struct verification {
	int64_t events, rows, files, heads; /* how many were checked */
	int64_t last_seq;
	const char *last_hash;
	struct problems problems; /* empty = everything is as recorded */
};

/* heads_path NULL = the data directory's own. ERR_TAMPERED when there are problems. */
MUST_USE enum err verify_all(struct ctx *c, const char *heads_path, progress_fn *progress,
                             void *progress_arg, struct verification *ret);

#endif
