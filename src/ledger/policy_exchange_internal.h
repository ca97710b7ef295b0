/*
 * policy_exchange_internal.h - what the files of handing out have in common: which one is meant.
 */
#ifndef KAGEYU_LEDGER_POLICY_EXCHANGE_INTERNAL_H
#define KAGEYU_LEDGER_POLICY_EXCHANGE_INTERNAL_H

#include "gen/queries.h"
#include "ledger/policy_exchange.h"
#include "record/record.h"

/* The first columns of each of the files. */
enum { HANDED_POLICY, HANDED_ON, HANDED_NTH, HANDED__COLUMNS };
#define HANDED_COLUMNS                                                                         \
	[HANDED_POLICY] = {"policy", "規程|規程名|規程番号", true},                             \
	[HANDED_ON] = {"distributed_on", "配付日|配布日", true},                                \
	[HANDED_NTH] = {"nth", "同じ日の何回目|回", false}
#define HANDED_OUT_COLUMNS                                                                     \
	[HANDED_POLICY] = {"policy", COLUMN_TEXT}, [HANDED_ON] = {"distributed_on", COLUMN_DATE}, \
	[HANDED_NTH] = {"nth", COLUMN_INTEGER}

/* A distribution that is kept. */
struct handed {
	struct policy_distribution_row *row;
	long nth;          /* of those of the document on the day, from 1 */
	const char *units; /* codes, separated by | */
};

struct handed_out {
	struct record_names names; /* of a ledger whose first field is the document */
	struct handed *v;          /* in the order they were handed out here */
	size_t n;
	struct map by_key; /* handed_key() → struct handed */
	struct map by_id;  /* id as text → the same */
};
MUST_USE enum err handed_out_load(struct ctx *c, struct handed_out *ret);

struct handed_key {
	int64_t policy_id; /* 0 = the row says none, which was told */
	const char *day;
	long nth;
};
const char *handed_key_text(struct arena *a, const struct handed_key *key);
/* The document, day and number of the row. */
struct handed_key handed_key_read(struct reading *r, const struct sheet_row *row,
                                  const struct handed_out *all);
/* The distribution of the row; NULL where there is none, which was told. */
const struct handed *handed_find(struct reading *r, const struct sheet_row *row,
                                 const struct handed_out *all);
/* Its first columns. */
void handed_export(struct arena *a, const struct handed_out *all, const struct handed *one,
                   const char **v);

/* The row is about what another row of the file is about: marks it. */
void handed_once(struct reading *r, const struct sheet_row *row, struct map *seen,
                 const char *key);
bool handed_same(const char *x, const char *y); /* NULL is as empty */

#endif
