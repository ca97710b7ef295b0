#include "org/unit_edit.h"

#include "base/date.h"
#include "base/text.h"
#include "org/unit.h"

#include <stdlib.h>
#include <string.h>

#define ABOVE_MAX 40 /* levels of an organisation */

static const char *day_after(struct arena *a, const char *iso, int days)
{
	struct date d;

	BUG_IF(!date_from_iso(iso, &d));
	return date_format(a, date_from_days(date_to_days(d) + days), DATE_ISO);
}

static const char *show_day(struct arena *a, const char *iso)
{
	struct date d;

	return date_from_iso(iso, &d) ? date_format(a, d, DATE_ERA_LONG) : iso;
}

enum err unit_find(struct ctx *c, int64_t id, struct unit_row **ret)
{
	struct unit_row *unit;

	TRY(q_unit_by_id(c, &(struct unit_by_id_in){id}, &unit));
	if (!unit)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such unit."));
	*ret = unit;
	return OK;
}

/* --- checks --- */

static enum err check_texts(struct ctx *c, const struct unit_row *u)
{
	if (!*u->code)
		return FAIL(c, ERR_INVALID, N_("The code is missing."));
	if (text_length(u->code) > UNIT_CODE_MAX)
		return FAIL(c, ERR_INVALID, N_("The code is longer than {1} characters."), "32");
	if (!*u->name)
		return FAIL(c, ERR_INVALID, N_("The name is missing."));
	if (text_length(u->name) > UNIT_NAME_MAX)
		return FAIL(c, ERR_INVALID, N_("The name is longer than {1} characters."), "200");
	if (u->valid_to && strcmp(u->valid_to, u->valid_from) < 0)
		return FAIL(c, ERR_INVALID, N_("The end {1} lies before the begin {2}."),
		            show_day(c->arena, u->valid_to), show_day(c->arena, u->valid_from));
	return OK;
}

/* `except` is the row that is being changed; NULL = none. */
static enum err check_period(struct ctx *c, const struct unit_row *u, const struct unit_row *except)
{
	struct unit_row *all;
	size_t n;

	TRY(q_unit_all(c, &all, &n));
	for (size_t i = 0; i < n; i++) {
		const struct unit_row *o = &all[i];

		if (strcmp(o->code, u->code) != 0 || (except && o->id == except->id))
			continue;
		if ((!u->valid_to || strcmp(o->valid_from, u->valid_to) <= 0) &&
		    (!o->valid_to || strcmp(u->valid_from, o->valid_to) <= 0))
			return FAIL(c, ERR_STATE,
			            N_("The code {1} is already used by “{2}” in that time."),
			            u->code, o->name);
	}
	return OK;
}

/* The parent exists on the day and does not stand below the unit. */
static enum err check_parent(struct ctx *c, const struct unit_row *u, const char *old_code,
                             const char *day)
{
	const char *code = u->parent_code;

	for (int steps = 0; code; steps++) {
		struct unit_row *above;

		if (steps > ABOVE_MAX || strcmp(code, u->code) == 0 ||
		    (old_code && strcmp(code, old_code) == 0))
			return FAIL(c, ERR_INVALID, N_("The unit {1} would stand below itself."),
			            u->code);
		TRY(unit_in_period(c, code, day, day, &above));
		if (!above && steps == 0)
			return FAIL(c, ERR_INVALID, N_("There is no unit {1} on {2}."), code,
			            show_day(c->arena, day));
		code = above ? above->parent_code : NULL;
	}
	return OK;
}

/* --- display order --- */

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Gives the units the numbers they have together, in the order they stand in here. */
static enum err number_nodes(struct ctx *c, const struct unit_node *nodes, size_t n)
{
	int64_t *sorts = ARENA_ARRAY(c->arena, n, int64_t);

	for (size_t i = 0; i < n; i++)
		sorts[i] = nodes[i].unit->sort;
	qsort(sorts, n, sizeof(*sorts), by_value);
	for (size_t i = 0; i < n; i++) {
		struct unit_row after = *nodes[i].unit;

		if (i && sorts[i] <= sorts[i - 1])
			sorts[i] = sorts[i - 1] + 1;
		after.sort = sorts[i];
		TRY(unit_update(c, nodes[i].unit, &after));
	}
	return OK;
}

static enum err settle_order(struct ctx *c, const char *day)
{
	struct unit_tree t;

	TRY(unit_tree_on(c, day, &t));
	return number_nodes(c, t.nodes, t.n);
}

static enum err next_sort(struct ctx *c, int64_t *ret)
{
	struct unit_row *all;
	size_t n;

	TRY(q_unit_all(c, &all, &n));
	*ret = n ? all[n - 1].sort + 1 : 1;
	return OK;
}

enum err unit_reorder(struct ctx *c, const struct unit_row *unit, const char *day, bool up)
{
	const struct unit_node *node;
	struct unit_node *first, *second, *swapped;
	struct unit_tree t;

	TRY(unit_tree_on(c, day, &t));
	node = unit_tree_find(&t, unit->code);
	if (!node)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such unit."));
	first = up ? unit_tree_before(&t, node) : &t.nodes[node - t.nodes];
	second = up ? &t.nodes[node - t.nodes] : unit_tree_after(&t, node);
	if (!first || !second)
		return OK;
	swapped = ARENA_ARRAY(c->arena, first->size + second->size, struct unit_node);
	memcpy(swapped, second, second->size * sizeof(*swapped));
	memcpy(swapped + second->size, first, first->size * sizeof(*swapped));
	memcpy(first, swapped, (first->size + second->size) * sizeof(*swapped));
	return number_nodes(c, t.nodes, t.n);
}

/* --- adding and correcting --- */

static struct unit_row row_of(struct ctx *c, const struct unit_values *v)
{
	struct arena *a = c->arena;

	return (struct unit_row){
		.code = text_squeeze(a, text_nfkc(a, v->code ? v->code : "")),
		.name = text_trim(a, v->name ? v->name : ""),
		.kind = v->kind ? v->kind : "",
		.body = v->body ? v->body : "",
		.parent_code = v->parent_code,
		.valid_from = v->valid_from ? v->valid_from : UNIT_SINCE_EVER,
		.valid_to = v->valid_to,
	};
}

/* The day the rest of the organisation is looked at: today, or the nearest of the period. */
static const char *day_within(struct ctx *c, const struct unit_row *u)
{
	const char *today = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);

	if (strcmp(today, u->valid_from) < 0)
		return u->valid_from;
	return u->valid_to && strcmp(u->valid_to, today) < 0 ? u->valid_to : today;
}

enum err unit_add(struct ctx *c, const struct unit_values *v, struct unit_row *ret)
{
	struct unit_row row = row_of(c, v);
	const char *day = day_within(c, &row);

	TRY(check_texts(c, &row));
	TRY(check_period(c, &row, NULL));
	TRY(check_parent(c, &row, NULL, day));
	TRY(next_sort(c, &row.sort));
	TRY(unit_insert(c, &row));
	*ret = row;
	return settle_order(c, day);
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

enum err unit_correct(struct ctx *c, const struct unit_row *unit, const struct unit_values *v)
{
	struct unit_row row = row_of(c, v);
	bool moved = !same(row.parent_code, unit->parent_code);

	row.id = unit->id;
	row.code = unit->code;
	row.sort = unit->sort;
	TRY(check_texts(c, &row));
	TRY(check_period(c, &row, unit));
	TRY(check_parent(c, &row, NULL, day_within(c, &row)));
	if (moved)
		TRY(next_sort(c, &row.sort));
	TRY(unit_update(c, unit, &row));
	return moved ? settle_order(c, day_within(c, &row)) : OK;
}

/* --- what happens on a day --- */

/* Ends the row on the eve of the day and begins `after` that day, linked. */
static enum err succeed(struct ctx *c, const struct unit_row *unit, const char *day,
                        struct unit_row *after)
{
	struct unit_row ended = *unit;
	struct unit_succession_row link = {.unit_id = unit->id};

	ended.valid_to = day_after(c->arena, day, -1);
	TRY(unit_update(c, unit, &ended));
	after->id = 0;
	after->valid_from = day;
	after->valid_to = unit->valid_to;
	TRY(unit_insert(c, after));
	link.successor_id = after->id;
	return unit_succession_insert(c, &link);
}

/* The units right below follow the new code. */
static enum err take_children(struct ctx *c, const char *old_code, const char *day,
                              const char *new_code)
{
	struct unit_row *all;
	size_t n;

	TRY(q_unit_all(c, &all, &n));
	for (size_t i = 0; i < n; i++) {
		struct unit_row after = all[i];

		if (!same(all[i].parent_code, old_code) ||
		    (all[i].valid_to && strcmp(all[i].valid_to, day) < 0))
			continue;
		after.parent_code = new_code;
		if (strcmp(all[i].valid_from, day) >= 0)
			TRY(unit_update(c, &all[i], &after));
		else
			TRY(succeed(c, &all[i], day, &after));
	}
	return OK;
}

static enum err check_day(struct ctx *c, const struct unit_row *unit, const char *day)
{
	if (strcmp(day, unit->valid_from) <= 0)
		return FAIL(c, ERR_INVALID,
		            N_("The day must lie after the unit's begin, {1}. What was wrong from "
		               "the beginning is corrected instead."),
		            show_day(c->arena, unit->valid_from));
	if (unit->valid_to && strcmp(unit->valid_to, day) < 0)
		return FAIL(c, ERR_STATE, N_("The unit ended on {1}."),
		            show_day(c->arena, unit->valid_to));
	return OK;
}

enum err unit_change(struct ctx *c, const struct unit_row *unit, const char *day,
                     const struct unit_values *v, struct unit_row *ret)
{
	struct unit_row row = row_of(c, v);
	bool moved = !same(row.parent_code, unit->parent_code);

	row.valid_from = day;
	row.valid_to = unit->valid_to;
	row.sort = unit->sort;
	TRY(check_day(c, unit, day));
	TRY(check_texts(c, &row));
	TRY(check_period(c, &row, unit));
	TRY(check_parent(c, &row, unit->code, day));
	if (moved)
		TRY(next_sort(c, &row.sort));
	TRY(succeed(c, unit, day, &row));
	if (strcmp(row.code, unit->code) != 0)
		TRY(take_children(c, unit->code, day, row.code));
	*ret = row;
	return moved ? settle_order(c, day) : OK;
}

/* --- closing --- */

static enum err check_alone(struct ctx *c, const struct unit_row *unit, const char *last_day)
{
	struct unit_row *all;
	size_t n;

	TRY(q_unit_all(c, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (same(all[i].parent_code, unit->code) &&
		    (!all[i].valid_to || strcmp(all[i].valid_to, last_day) > 0))
			return FAIL(c, ERR_STATE,
			            N_("“{1}” ({2}) still stands below it after {3}. "
			               "Move or close it first."),
			            all[i].name, all[i].code, show_day(c->arena, last_day));
	return OK;
}

static enum err link_successor(struct ctx *c, const struct unit_row *unit, const char *code,
                               const char *day)
{
	struct unit_succession_row link = {.unit_id = unit->id};
	struct unit_row *successor, *linked;
	size_t n;

	TRY(unit_in_period(c, code, day, day, &successor));
	if (!successor || successor->id == unit->id)
		return FAIL(c, ERR_INVALID, N_("There is no unit {1} on {2}."), code,
		            show_day(c->arena, day));
	TRY(q_unit_successors(c, &(struct unit_successors_in){unit->id}, &linked, &n));
	for (size_t i = 0; i < n; i++)
		if (linked[i].id == successor->id)
			return OK;
	link.successor_id = successor->id;
	return unit_succession_insert(c, &link);
}

enum err unit_close(struct ctx *c, const struct unit_row *unit, const char *last_day,
                    const char *successors)
{
	struct text_list codes = text_split(
		c->arena, text_nfkc(c->arena, successors ? successors : ""), " ,;|\n");
	struct unit_row after = *unit;

	if (strcmp(last_day, unit->valid_from) < 0)
		return FAIL(c, ERR_INVALID, N_("The end {1} lies before the begin {2}."),
		            show_day(c->arena, last_day), show_day(c->arena, unit->valid_from));
	TRY(check_alone(c, unit, last_day));
	after.valid_to = last_day;
	TRY(check_period(c, &after, unit));
	TRY(unit_update(c, unit, &after));
	for (size_t i = 0; i < codes.n; i++)
		TRY(link_successor(c, unit, codes.v[i], day_after(c->arena, last_day, 1)));
	return OK;
}
