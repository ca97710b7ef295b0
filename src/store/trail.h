/*
 * trail.h - the audit trail: append-only, hash-chained, with signed heads kept outside.
 *
 * Each event commits to the row before and after: commitment = H(salt, before, after), and
 * hash = H(prev_hash, seq, at_us, actor, cause, reason, op, table_name, row_id, commitment), where
 * H is BLAKE2b-256 over its fields, each written as "length:bytes," (a netstring), an absent one
 * as "-,"; numbers in decimal, hashes and salts in lower-case hex. The first prev_hash is 64
 * zeros. The values stand apart (trail_value), so that personal data can be erased and the chain
 * still be checked.
 *
 * After each commit the head is appended to heads.log in the data directory, signed with the
 * installation's Ed25519 key: "seq hash at_us signature". A copy of that file kept elsewhere proves
 * that the chain up to there was not rewritten. docs/security.md says against whom this helps.
 */
#ifndef KAGEYU_STORE_TRAIL_H
#define KAGEYU_STORE_TRAIL_H

#include "base/ctx.h"

#include <stdbool.h>

#define TRAIL_HASH_LEN 64 /* hex digits */
#define TRAIL_FIRST_PREV "0000000000000000000000000000000000000000000000000000000000000000"

struct trail_row;

/* Loads the chain's end and the id counter into c->db, once per write transaction. */
MUST_USE enum err trail_open(struct ctx *c);

/* One event; before or after is NULL for an insert or delete. */
MUST_USE enum err trail_append(struct ctx *c, const char *op, const char *table, int64_t row_id,
                               const char *before, const char *after);

/* Writes the chain's new end; called by db_commit(). */
MUST_USE enum err trail_close(struct ctx *c);
/* Appends the signed head after the commit. Trouble here is logged, the change stands. */
void trail_announce(struct ctx *c);

/* Recomputation, for verify. Results are hex in the context's arena. */
const char *trail_commitment(struct arena *a, const char *salt, const char *before,
                             const char *after);
const char *trail_hash(struct arena *a, const struct trail_row *row);

/* The signing key pair's files; made by data_dir_init(). */
MUST_USE enum err trail_key_make(struct ctx *c, const char *path);
MUST_USE enum err trail_key_load(struct ctx *c, const char *path);

/* Checks one line of heads.log against the key of c->db; false when malformed or forged. */
struct trail_head {
	int64_t seq, at_us;
	const char *hash;
};
bool trail_head_parse(struct ctx *c, const char *line, struct trail_head *ret);

#endif
