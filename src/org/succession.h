/*
 * succession.h - units through reorganisations: what stays with last year's section, and where it
 * rolls up to.
 *
 * A record names the row of the unit as it was. That row's successors are later rows of its code
 * (a rename) and the units linked to it (merger, split), and theirs in turn. On a day it stands for
 * the one unit that answers for it then: itself while it lasts, the one that took over after a
 * merger. After a split nobody can tell which part: it stays as it was, named with the parts.
 */
#ifndef KAGEYU_ORG_SUCCESSION_H
#define KAGEYU_ORG_SUCCESSION_H

#include "base/map.h"
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

/* All rows of unit with their links, whatever the reach; names only of those within. */
struct succession {
	struct arena *arena;
	struct map nodes; /* id as text → the row and its links */
};

MUST_USE enum err succession_load(struct ctx *c, struct succession *ret);

/* The ids of this row and of all that it took over. */
const int64_t *succession_forerunners(const struct succession *s, int64_t unit_id, size_t *ret_n);

struct standing {
	const struct unit_row *unit; /* who answers for it; NULL where it is out of reach */
	const char *name;            /* 総務課; 管財課 → 契約課・施設課 */
};

/*
 * A row of unit as it stands on the day; before it began, as the one it came from. Where there is
 * none or are several it stands for itself.
 */
struct standing succession_standing(const struct succession *s, int64_t unit_id, const char *day);

/* How many others answer on the day for a row of unit that is closed; 0 while it lasts. */
size_t succession_count(const struct succession *s, int64_t unit_id, const char *day);

#endif
