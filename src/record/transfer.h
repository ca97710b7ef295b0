/*
 * transfer.h - records that the unit after theirs takes over (引き継ぎ).
 *
 * What a closed unit kept stays with it, to be read by those who came after, until it is taken
 * over: from then on the record is the successor's, its history and the rows that belong to it go
 * along, and lists as of an earlier day still show it where it was (record_query.day).
 */
#ifndef KAGEYU_RECORD_TRANSFER_H
#define KAGEYU_RECORD_TRANSFER_H

#include "gen/queries.h"
#include "record/record.h"

/* Who may take over what a row of unit keeps. */
struct transfer_heirs {
	struct unit_row *units; /* today's, within reach */
	size_t n;
	size_t all; /* with those out of reach: 0 = the unit still exists, or nobody took over */
};
MUST_USE enum err transfer_heirs(struct ctx *c, int64_t unit_id, struct transfer_heirs *ret);

/* The records of the kind, present ones, that this row of unit itself keeps. */
MUST_USE enum err transfer_waiting(struct ctx *c, const struct record_kind *k, int64_t unit_id,
                                   struct record **ret, size_t *ret_n);

/* ERR_INVALID where the unit is none of them. */
MUST_USE enum err transfer_check(struct ctx *c, const struct transfer_heirs *heirs, int64_t to);

/*
 * From today on the unit `to`, an heir of the one that keeps the record, keeps it. Inside the
 * caller's write transaction; who may, is the caller's to ask.
 */
MUST_USE enum err transfer_record(struct ctx *c, const struct record_kind *k,
                                  const struct record *r, int64_t to);

#endif
