/*
 * policy_readings.h - policy documents handed out, to be read and acknowledged.
 *
 * Whom a distribution concerns is worked out from the open accounts of the day: who comes later
 * has to read it too, who leaves no longer has. An acknowledgement stays whatever becomes of them.
 */
#ifndef KAGEYU_LEDGER_POLICY_READINGS_H
#define KAGEYU_LEDGER_POLICY_READINGS_H

#include "gen/queries.h"
#include "org/access.h"

struct distribution_new {
	int64_t policy_id;
	const char *changes, *link, *due_on;
	bool heads_only;
	const char *const *unit_codes; /* these and what is below them; none = everybody */
	size_t n_units;
};

/* The revision is that of the ledger today. Earlier ones of the same document end. */
MUST_USE enum err policy_distribute(struct ctx *c, const struct distribution_new *what,
                                    int64_t *ret_id);

/* ERR_NOT_FOUND where it does not concern the account. Again is no fault. */
MUST_USE enum err policy_acknowledge(struct ctx *c, const struct who *who, int64_t id);

/* A hearing or visit found that the unit could not find it. ERR_CONFLICT where that is noted. */
MUST_USE enum err policy_note_not_at_hand(struct ctx *c, struct policy_not_at_hand_row *row);

struct policy_reading {
	const struct distribution_all_out *what;
	const char *acknowledged_on;
	struct policy_reading *next;
};
/* What the account has to read; to_do: only what it has not acknowledged. */
MUST_USE enum err policy_readings(struct ctx *c, const struct who *who, bool to_do,
                                  struct policy_reading **ret);

#endif
