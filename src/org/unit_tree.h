/*
 * unit_tree.h - the organisation as it stands on one day.
 */
#ifndef KAGEYU_ORG_UNIT_TREE_H
#define KAGEYU_ORG_UNIT_TREE_H

#include "gen/queries.h"

struct unit_node {
	const struct unit_row *unit;
	int depth;
	size_t size; /* of the branch: this unit and all below it, which follow it in the list */
};

/* From top to bottom, siblings in display order. */
struct unit_tree {
	struct unit_node *nodes;
	size_t n;
};

/*
 * The units valid on the day (ISO) that may be seen. A unit whose parent is not among them stands
 * at the top.
 */
MUST_USE enum err unit_tree_on(struct ctx *c, const char *day, struct unit_tree *ret);

/* NULL when the code is not in the tree. */
const struct unit_node *unit_tree_find(const struct unit_tree *t, const char *code);
/* The sibling before or after; NULL when there is none. */
struct unit_node *unit_tree_before(const struct unit_tree *t, const struct unit_node *node);
struct unit_node *unit_tree_after(const struct unit_tree *t, const struct unit_node *node);

/* Whether the unit exists on the day. */
bool unit_valid_on(const struct unit_row *unit, const char *day);

#endif
