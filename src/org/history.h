/*
 * history.h - what happened to one row, and who may see it.
 *
 * Who may see an object may see its history: judgements, evidence, visits, targets and units by the
 * reach of the role, also after they were deleted; all others by the capability to read or manage
 * them over all units, or the trail. Tables outside the city's data have none.
 */
#ifndef KAGEYU_ORG_HISTORY_H
#define KAGEYU_ORG_HISTORY_H

#include "org/access.h"

#include <stddef.h>

/*
 * One column before and after, as text; NULL = empty. Of a field that the city added to a ledger
 * its key; a person or link of it is "@" and the id.
 */
struct history_change {
	const char *column, *before, *after;
};

struct history_event {
	int64_t seq, at_us;
	const char *actor, *cause, *reason, *op;
	struct history_change *changes; /* without id and rev; else only what is filled */
	size_t n;
	bool erased; /* the values were erased, the event stands */
};

/* Whether the role may ever see a history of this table. */
bool history_role_may(struct ctx *c, enum role role, const char *table);

/*
 * All events of the row, newest first. ERR_NOT_FOUND where there are none, or the person may not
 * see them.
 */
MUST_USE enum err history_load(struct ctx *c, const struct who *who, const char *table, int64_t id,
                               struct history_event **ret, size_t *ret_n);

/* The differences of two images of a row; either may be NULL. */
void history_compare(struct ctx *c, const char *before, const char *after,
                     struct history_change **ret, size_t *ret_n);

#endif
