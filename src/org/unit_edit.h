/*
 * unit_edit.h - the organisation changed by hand, one unit at a time.
 *
 * A correction mends a row that was wrong from the beginning. A rename or move is something that
 * happened on a day: it ends the row on the eve and begins a new one, linked as its successor.
 * Display order (建制順) runs through the whole tree from top to bottom: what is added or moved
 * comes last among its siblings, and the numbers of the rows that day are put in order again.
 * All run inside the caller's write transaction. Trouble is told with a message: ERR_INVALID for
 * what was entered, ERR_STATE for what the present organisation does not allow.
 */
#ifndef KAGEYU_ORG_UNIT_EDIT_H
#define KAGEYU_ORG_UNIT_EDIT_H

#include "org/unit_tree.h"

/* What can be entered; kind and body NULL = blank, parent NULL = at the top. */
struct unit_values {
	const char *code, *name, *kind, *body, *parent_code;
	const char *valid_from, *valid_to; /* ISO; from NULL = since ever, to NULL = open */
};

/* ERR_NOT_FOUND where it does not exist or is out of sight. */
MUST_USE enum err unit_find(struct ctx *c, int64_t id, struct unit_row **ret);

MUST_USE enum err unit_add(struct ctx *c, const struct unit_values *v, struct unit_row *ret);

/* Corrects the row in place; its code stays. */
MUST_USE enum err unit_correct(struct ctx *c, const struct unit_row *unit,
                               const struct unit_values *v);

/*
 * From `day` on the unit has these values (valid_from and valid_to are not read). With another code
 * the units right below it follow, each with a dated row of its own. *ret is the new row.
 */
MUST_USE enum err unit_change(struct ctx *c, const struct unit_row *unit, const char *day,
                              const struct unit_values *v, struct unit_row *ret);

/*
 * The unit's last day. Refused while units stand below it after that. successors: codes of the
 * units that take over, valid on the day after, separated by commas or spaces; NULL = none.
 */
MUST_USE enum err unit_close(struct ctx *c, const struct unit_row *unit, const char *last_day,
                             const char *successors);

/* Before (or after) its neighbour among the siblings of that day; nothing at the ends. */
MUST_USE enum err unit_reorder(struct ctx *c, const struct unit_row *unit, const char *day,
                               bool up);

#endif
