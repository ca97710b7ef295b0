/*
 * succession.h - units through reorganisations: what stays with last year's section, and where it
 * rolls up to.
 *
 * A record names the row of the unit as it was. That row's successors are later rows of its code
 * (a rename) and the units linked to it (merger, split), and theirs in turn.
 */
#ifndef KAGEYU_ORG_SUCCESSION_H
#define KAGEYU_ORG_SUCCESSION_H

#include "gen/queries.h"

/*
 * The units that answer on the day for what belonged to this row: the row itself while it lasts,
 * both parts after a split, the one that took over after a merger; none where nobody did.
 */
MUST_USE enum err succession_on(struct ctx *c, int64_t unit_id, const char *day,
                                struct unit_row **ret, size_t *ret_n);

/* The rows whose records roll up to this one, latest first, without itself. */
MUST_USE enum err succession_before(struct ctx *c, int64_t unit_id, struct unit_row **ret,
                                    size_t *ret_n);

#endif
