#include "org/unit_tree.h"

#include "base/map.h"

#include <string.h>

#define DEPTH_MAX 40

/* A unit on its way into the tree. */
struct leaf {
	const struct unit_row *unit;
	struct leaf *first, *last, *next; /* children; the next sibling */
	bool has_parent, placed;
};

bool unit_valid_on(const struct unit_row *unit, const char *day)
{
	return strcmp(unit->valid_from, day) <= 0 &&
	       (!unit->valid_to || strcmp(unit->valid_to, day) >= 0);
}

static void hang(struct leaf *parent, struct leaf *leaf)
{
	if (parent->last)
		parent->last->next = leaf;
	else
		parent->first = leaf;
	parent->last = leaf;
	leaf->has_parent = true;
}

static void place(struct unit_tree *t, struct leaf *leaf, int depth)
{
	struct unit_node *node;
	size_t first = t->n;

	if (leaf->placed)
		return;
	leaf->placed = true;
	node = &t->nodes[t->n++];
	node->unit = leaf->unit;
	node->depth = depth;
	for (struct leaf *k = leaf->first; k && depth < DEPTH_MAX; k = k->next)
		place(t, k, depth + 1);
	node->size = t->n - first;
}

enum err unit_tree_on(struct ctx *c, const char *day, struct unit_tree *ret)
{
	struct map by_code = {.arena = c->arena};
	struct unit_row *units;
	struct leaf *leaves;
	size_t n, k = 0;

	TRY(q_unit_all(c, &units, &n));
	leaves = ARENA_ARRAY(c->arena, n, struct leaf);
	for (size_t i = 0; i < n; i++) {
		if (!unit_valid_on(&units[i], day))
			continue;
		leaves[k].unit = &units[i];
		map_put(&by_code, units[i].code, &leaves[k++]);
	}
	for (size_t i = 0; i < k; i++) {
		const char *above = leaves[i].unit->parent_code;
		struct leaf *parent = above ? map_get(&by_code, above) : NULL;

		if (parent && parent != &leaves[i])
			hang(parent, &leaves[i]);
	}
	ret->nodes = ARENA_ARRAY(c->arena, k, struct unit_node);
	ret->n = 0;
	for (size_t i = 0; i < k; i++)
		if (!leaves[i].has_parent)
			place(ret, &leaves[i], 0);
	/* what only hangs below itself, or too deep */
	for (size_t i = 0; i < k; i++)
		place(ret, &leaves[i], 0);
	return OK;
}

const struct unit_node *unit_tree_find(const struct unit_tree *t, const char *code)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->nodes[i].unit->code, code) == 0)
			return &t->nodes[i];
	return NULL;
}

struct unit_node *unit_tree_before(const struct unit_tree *t, const struct unit_node *node)
{
	for (size_t i = (size_t)(node - t->nodes); i-- > 0;) {
		if (t->nodes[i].depth < node->depth)
			return NULL;
		if (t->nodes[i].depth == node->depth)
			return &t->nodes[i];
	}
	return NULL;
}

struct unit_node *unit_tree_after(const struct unit_tree *t, const struct unit_node *node)
{
	size_t i = (size_t)(node - t->nodes) + node->size;

	return i < t->n && t->nodes[i].depth == node->depth ? &t->nodes[i] : NULL;
}
