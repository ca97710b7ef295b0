/*
 * people.h - the records that name a person, and what those who left still hold.
 */
#ifndef KAGEYU_LEDGER_PEOPLE_H
#define KAGEYU_LEDGER_PEOPLE_H

#include "ledger/ledgers.h"

struct ledger_naming {
	const struct record_kind *kind;
	size_t field;
	struct record record;
};

/* Within the reader's reach, present ones, in the order of the menu. */
MUST_USE enum err ledger_naming_person(struct ctx *c, int64_t person_id, struct ledger_naming **ret,
                                       size_t *ret_n);
/* What is marked as held (RECORD_HELD) by somebody who left: it is to be handed over. */
MUST_USE enum err ledger_held_by_leavers(struct ctx *c, struct ledger_naming **ret, size_t *ret_n);

#endif
