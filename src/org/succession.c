#include "org/succession.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum way { LATER, EARLIER };

struct link {
	struct node *to;
	struct link *next;
};

struct node {
	const struct unit_periods_out *period;
	const struct unit_row *unit; /* NULL = out of reach */
	struct link *links[2];       /* by enum way */
	const void *seen;            /* of the walk that was here */
	struct node *next;           /* in its queue */
};

enum err succession_on(struct ctx *c, int64_t unit_id, const char *day, struct unit_row **ret,
                       size_t *ret_n)
{
	return q_unit_successors_on(c, &(struct unit_successors_on_in){unit_id, day}, ret, ret_n);
}

enum err succession_before(struct ctx *c, int64_t unit_id, struct unit_row **ret, size_t *ret_n)
{
	return q_unit_forerunners(c, &(struct unit_forerunners_in){unit_id}, ret, ret_n);
}

/* --- the whole of it --- */

static struct node *node_of(const struct succession *s, int64_t id)
{
	char key[24];

	snprintf(key, sizeof(key), "%" PRId64, id);
	return map_get(&s->nodes, key);
}

static void link_to(struct arena *a, struct node *from, enum way way, struct node *to)
{
	struct link **end = &from->links[way];

	while (*end)
		end = &(*end)->next;
	*end = ARENA_NEW(a, struct link);
	(*end)->to = to;
}

static void connect(struct arena *a, struct node *before, struct node *after)
{
	link_to(a, before, LATER, after);
	link_to(a, after, EARLIER, before);
}

/* Rows of one code follow each other. */
static enum err add_nodes(struct ctx *c, struct succession *s)
{
	struct map latest = {.arena = c->arena};
	struct unit_periods_out *rows;
	struct node *nodes;
	size_t n;

	TRY(q_unit_periods(c, &rows, &n));
	nodes = ARENA_ARRAY(c->arena, n, struct node);
	for (size_t i = 0; i < n; i++) {
		struct node *before = map_get(&latest, rows[i].code);

		nodes[i].period = &rows[i];
		map_put(&s->nodes, arena_printf(c->arena, "%" PRId64, rows[i].id), &nodes[i]);
		if (before)
			connect(c->arena, before, &nodes[i]);
		map_put(&latest, rows[i].code, &nodes[i]);
	}
	return OK;
}

enum err succession_load(struct ctx *c, struct succession *ret)
{
	struct unit_succession_row *links;
	struct unit_row *units;
	size_t n;

	*ret = (struct succession){c->arena, {.arena = c->arena}};
	TRY(add_nodes(c, ret));
	TRY(q_unit_succession_all(c, &links, &n));
	for (size_t i = 0; i < n; i++)
		connect(c->arena, node_of(ret, links[i].unit_id),
		        node_of(ret, links[i].successor_id));
	TRY(q_unit_all(c, &units, &n));
	for (size_t i = 0; i < n; i++)
		node_of(ret, units[i].id)->unit = &units[i];
	return OK;
}

/* --- through it --- */

static bool is_valid(const struct node *node, const char *day)
{
	const struct unit_periods_out *p = node->period;

	return strcmp(p->valid_from, day) <= 0 && (!p->valid_to || strcmp(p->valid_to, day) >= 0);
}

/*
 * All that can be reached on the way, nearest first; with a day nothing is looked for behind a row
 * that is valid on it.
 */
static struct node *walk(const struct succession *s, struct node *from, enum way way,
                         const char *day)
{
	const void *mark = arena_alloc(s->arena, 1);
	struct node *last = from;

	from->seen = mark;
	from->next = NULL;
	for (struct node *at = from; at; at = at->next) {
		if (day && is_valid(at, day))
			continue;
		for (const struct link *k = at->links[way]; k; k = k->next) {
			if (k->to->seen == mark)
				continue;
			k->to->seen = mark;
			k->to->next = NULL;
			last = last->next = k->to;
		}
	}
	return from;
}

const int64_t *succession_forerunners(const struct succession *s, int64_t unit_id, size_t *ret_n)
{
	struct node *first = walk(s, node_of(s, unit_id), EARLIER, NULL);
	size_t n = 0;
	int64_t *ids;

	for (const struct node *at = first; at; at = at->next)
		n++;
	ids = ARENA_ARRAY(s->arena, n, int64_t);
	n = 0;
	for (const struct node *at = first; at; at = at->next)
		ids[n++] = at->period->id;
	*ret_n = n;
	return ids;
}

/* "管財課 → 契約課・施設課": those within reach, … for others. */
static const char *parts_text(const struct succession *s, const struct node *from,
                              const struct node *parts, const char *day)
{
	const char *text = arena_printf(s->arena, "%s → ", from->unit->name), *dot = "";
	bool others = false;

	for (const struct node *at = parts; at; at = at->next) {
		if (!is_valid(at, day))
			continue;
		others |= !at->unit;
		if (!at->unit)
			continue;
		text = arena_printf(s->arena, "%s%s%s", text, dot, at->unit->name);
		dot = "・";
	}
	return others ? arena_printf(s->arena, "%s%s…", text, dot) : text;
}

static size_t count_valid(const struct node *first, const char *day, const struct node **ret_last)
{
	size_t n = 0;

	for (const struct node *at = first; at; at = at->next) {
		if (!is_valid(at, day))
			continue;
		*ret_last = at;
		n++;
	}
	return n;
}

size_t succession_count(const struct succession *s, int64_t unit_id, const char *day)
{
	struct node *own = node_of(s, unit_id);
	const struct node *last;

	return is_valid(own, day) ? 0 : count_valid(walk(s, own, LATER, day), day, &last);
}

struct standing succession_standing(const struct succession *s, int64_t unit_id, const char *day)
{
	struct node *own = node_of(s, unit_id), *first;
	const struct node *one = NULL;
	enum way way = strcmp(own->period->valid_from, day) > 0 ? EARLIER : LATER;
	size_t n;

	if (!own->unit)
		return (struct standing){0};
	first = walk(s, own, way, day);
	n = count_valid(first, day, &one);
	if (n == 1 && one->unit)
		return (struct standing){one->unit, one->unit->name};
	if (n > 1 && way == LATER)
		return (struct standing){own->unit, parts_text(s, own, first, day)};
	return (struct standing){own->unit, own->unit->name};
}
