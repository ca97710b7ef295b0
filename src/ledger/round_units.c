/* Who is asked in a round, and who answers today for what belonged to units of other days. */
#include "base/text.h"
#include "ledger/ledgers.h"
#include "ledger/round_internal.h"
#include "org/unit_tree.h"
#include "record/list.h"

#include <inttypes.h>
#include <string.h>

static const char *id_text(struct arena *a, int64_t id)
{
	return arena_printf(a, "%" PRId64, id);
}

static void add_code(struct arena *a, struct text_list *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i], code) == 0)
			return;
	list->v = arena_grow(a, list->v, list->n * sizeof(*list->v),
	                     (list->n + 1) * sizeof(*list->v));
	list->v[list->n++] = code;
}

/* --- the whole organisation, whatever the reach --- */

struct organisation {
	struct arena *arena;
	struct unit_row *rows;
	size_t n;
	struct unit_succession_row *links;
	size_t n_links;
	struct map by_id, today; /* today: code → row valid today */
};

static enum err load_rows(struct ctx *c, struct organisation *o)
{
	const char *reach = c->only_below;
	enum err e;

	c->only_below = NULL;
	e = q_unit_all(c, &o->rows, &o->n);
	c->only_below = reach;
	TRY(e);
	return q_unit_succession_all(c, &o->links, &o->n_links);
}

static enum err organisation_load(struct ctx *c, const char *today, struct organisation *o)
{
	*o = (struct organisation){.arena = c->arena, .by_id.arena = c->arena,
	                           .today.arena = c->arena};
	TRY(load_rows(c, o));
	for (size_t i = 0; i < o->n; i++) {
		map_put(&o->by_id, id_text(c->arena, o->rows[i].id), &o->rows[i]);
		if (unit_valid_on(&o->rows[i], today))
			map_put(&o->today, o->rows[i].code, &o->rows[i]);
	}
	return OK;
}

static const struct unit_row *unit_of_id(const struct organisation *o, int64_t id)
{
	return map_get(&o->by_id, id_text(o->arena, id));
}

/* Codes of the units of today that stand for the row. seen ends circles. */
static void stand_for(const struct organisation *o, const struct unit_row *u, struct map *seen,
                      struct text_list *ret)
{
	if (!u || map_put(seen, id_text(o->arena, u->id), seen))
		return;
	if (map_get(&o->today, u->code)) {
		add_code(o->arena, ret, u->code);
		return;
	}
	for (size_t i = 0; i < o->n_links; i++)
		if (o->links[i].unit_id == u->id)
			stand_for(o, unit_of_id(o, o->links[i].successor_id), seen, ret);
	for (size_t i = 0; i < o->n; i++) /* an earlier period of a code that was closed later */
		if (strcmp(o->rows[i].code, u->code) == 0 &&
		    strcmp(o->rows[i].valid_from, u->valid_from) > 0)
			stand_for(o, &o->rows[i], seen, ret);
}

static struct text_list today_of(const struct organisation *o, const struct unit_row *u)
{
	struct map seen = {.arena = o->arena};
	struct text_list list = {0};

	stand_for(o, u, &seen, &list);
	return list;
}

static const struct unit_row *above(const struct organisation *o, const struct unit_row *u)
{
	return u->parent_code ? map_get(&o->today, u->parent_code) : NULL;
}

/* The code of the nearest unit at or above it that is a key of the map; NULL = none. */
static const char *nearest(const struct organisation *o, const struct map *among, const char *code)
{
	const struct unit_row *u = map_get(&o->today, code);

	for (int depth = 0; u && depth < 100; depth++, u = above(o, u))
		if (map_get(among, u->code))
			return u->code;
	return NULL;
}

static const struct unit_row *topmost(const struct organisation *o, const struct unit_row *u)
{
	const struct unit_row *up = above(o, u);

	for (int depth = 0; up && depth < 100; depth++) {
		u = up;
		up = above(o, u);
	}
	return u;
}

/* --- sections --- */

struct asking {
	struct organisation org;
	struct round_unit_row *rows;
	size_t n;
	struct map own;   /* code of today → round_unit_row of that very code */
	struct map asked; /* code of today → itself */
};

static bool is_done(const struct round_unit_row *row)
{
	return row->confirmed_us != 0;
}

static enum err asking_load(struct ctx *c, const struct round_row *round, const char *today,
                            struct asking *a)
{
	*a = (struct asking){.own.arena = c->arena, .asked.arena = c->arena};
	TRY(organisation_load(c, today, &a->org));
	TRY(q_round_units(c, &(struct round_units_in){round->id}, &a->rows, &a->n));
	for (size_t i = 0; i < a->n; i++) {
		const struct unit_row *u = unit_of_id(&a->org, a->rows[i].unit_id);

		if (map_get(&a->org.today, u->code))
			map_put(&a->own, u->code, &a->rows[i]);
	}
	for (size_t i = 0; i < a->n; i++) {
		const struct unit_row *u = unit_of_id(&a->org, a->rows[i].unit_id);
		struct text_list codes = today_of(&a->org, u);

		for (size_t k = 0; k < codes.n; k++) {
			const struct round_unit_row *own = map_get(&a->own, codes.v[k]);
			bool passed_on = strcmp(codes.v[k], u->code) != 0;

			if (!a->rows[i].asked || (own && !own->asked) ||
			    (passed_on && is_done(&a->rows[i])))
				continue;
			map_put(&a->asked, codes.v[k], (void *)(uintptr_t)codes.v[k]);
		}
	}
	return OK;
}

static enum round_state state_of(const struct round_row *round, const struct round_unit_row *row,
                                 const char *today)
{
	if (is_done(row))
		return ROUND_DONE;
	return strcmp(round->due_on, today) < 0 ? ROUND_OVERDUE : ROUND_OPEN;
}

static void add_section(struct round_sections *all, const struct asking *a,
                        const struct round_row *round, const struct unit_row *u,
                        const struct round_unit_row *own, const char *today)
{
	struct round_section *s = &all->v[all->n++];

	*s = (struct round_section){.unit = u, .bureau = topmost(&a->org, u)};
	s->row = own ? *own
	             : (struct round_unit_row){.round_id = round->id, .unit_id = u->id,
	                                       .asked = true};
	s->state = state_of(round, &s->row, today);
	map_put(&all->by_code, u->code, s);
}

static void find_answers(const struct asking *a, struct round_sections *all)
{
	struct arena *arena = a->org.arena;

	for (size_t i = 0; i < a->org.n; i++) {
		struct text_list codes = today_of(&a->org, &a->org.rows[i]);
		struct text_list *found = ARENA_NEW(arena, struct text_list);

		for (size_t k = 0; k < codes.n; k++) {
			const char *code = nearest(&a->org, &a->asked, codes.v[k]);

			if (code)
				add_code(arena, found, code);
		}
		map_put(&all->answers, id_text(arena, a->org.rows[i].id), found);
	}
}

/* Those that confirmed before they were closed stay in the count, for who sees all. */
static void add_closed(struct ctx *c, struct round_sections *all, const struct asking *a,
                       const struct round_row *round, const char *today)
{
	for (size_t i = 0; i < a->n && !c->only_below; i++) {
		const struct unit_row *u = unit_of_id(&a->org, a->rows[i].unit_id);

		if (a->rows[i].asked && is_done(&a->rows[i]) && !map_get(&a->org.today, u->code))
			add_section(all, a, round, u, &a->rows[i], today);
	}
}

enum err round_sections_load(struct ctx *c, const struct round_row *round, const char *today,
                             struct round_sections *ret)
{
	struct round_sections all = {.by_code.arena = c->arena, .answers.arena = c->arena};
	struct unit_tree tree;
	struct asking a;

	TRY(asking_load(c, round, today, &a));
	TRY(unit_tree_on(c, today, &tree));
	all.v = ARENA_ARRAY(c->arena, tree.n + a.n + 1, struct round_section);
	for (size_t i = 0; i < tree.n; i++)
		if (map_get(&a.asked, tree.nodes[i].unit->code))
			add_section(&all, &a, round, tree.nodes[i].unit,
			            map_get(&a.own, tree.nodes[i].unit->code), today);
	add_closed(c, &all, &a, round, today);
	find_answers(&a, &all);
	*ret = all;
	return OK;
}

enum err round_section_find(struct ctx *c, const struct round_sections *all, const char *code,
                            struct round_section **ret)
{
	*ret = map_get(&all->by_code, code);
	return *ret ? OK : FAIL(c, ERR_NOT_FOUND, N_("This section is not asked in the round."));
}

bool round_all_at_once(const struct round_section *s)
{
	return s->state == ROUND_DONE && s->row.at_once && s->row.at_once == s->row.records;
}

void round_tally_add(struct round_tally *t, const struct round_section *s)
{
	t->asked++;
	t->done += s->state == ROUND_DONE;
	t->open += s->state == ROUND_OPEN;
	t->overdue += s->state == ROUND_OVERDUE;
	t->at_once += round_all_at_once(s);
	t->records += s->row.records;
	t->records_at_once += s->row.at_once;
}

/* --- asking --- */

static enum err put_asked(struct ctx *c, const struct round_unit_row *row, bool asked)
{
	struct round_unit_row after = *row;

	after.asked = asked;
	return round_unit_update(c, row, &after);
}

static enum err ask_code(struct ctx *c, const struct round_row *round, const struct asking *a,
                         const char *code)
{
	const struct unit_row *u = map_get(&a->org.today, code);
	const struct round_unit_row *own = map_get(&a->own, code);
	struct round_unit_row row = {.round_id = round->id, .asked = true};

	if (!u)
		return FAIL(c, ERR_INVALID, N_("There is no unit {1} today."), code);
	row.unit_id = u->id;
	return own ? put_asked(c, own, true) : round_unit_insert(c, &row);
}

/* Nobody of today whom the row stands for is among the codes. */
static bool is_dropped(const struct asking *a, const struct round_unit_row *row,
                       const struct text_list *codes)
{
	struct text_list today = today_of(&a->org, unit_of_id(&a->org, row->unit_id));

	for (size_t i = 0; i < today.n; i++)
		for (size_t k = 0; k < codes->n; k++)
			if (strcmp(today.v[i], codes->v[k]) == 0)
				return false;
	return today.n > 0;
}

enum err round_ask(struct ctx *c, const struct round_row *round, const char *codes,
                   const char *today)
{
	struct text_list list = text_split(c->arena, codes ? codes : "", "\n");
	struct asking a;

	if (!list.n)
		return FAIL(c, ERR_INVALID, N_("Choose at least one section."));
	TRY(asking_load(c, round, today, &a));
	for (size_t i = 0; i < a.n; i++)
		if (a.rows[i].asked && is_dropped(&a, &a.rows[i], &list))
			TRY(put_asked(c, &a.rows[i], false));
	for (size_t i = 0; i < list.n; i++)
		if (!map_get(&a.asked, list.v[i]))
			TRY(ask_code(c, round, &a, list.v[i]));
	return OK;
}

/* Owners of records that none of the units so far answers for. */
static enum err add_owners(struct ctx *c, const struct round_row *round,
                           const struct organisation *o, struct map *asked,
                           struct text_list *codes)
{
	for (size_t i = 0; i < n_ledgers; i++) {
		struct record *records;
		size_t n;

		if (!round_has_ledger(c, round, ledgers[i]->code))
			continue;
		TRY(record_list(c, ledgers[i], &(struct record_query){0}, &records, &n));
		for (size_t k = 0; k < n; k++) {
			struct text_list own = today_of(o, map_get(&o->by_id, records[k].v[0]));

			for (size_t j = 0; j < own.n; j++) {
				if (nearest(o, asked, own.v[j]))
					continue;
				map_put(asked, own.v[j], asked);
				add_code(c->arena, codes, own.v[j]);
			}
		}
	}
	return OK;
}

enum err round_ask_usual(struct ctx *c, const struct round_row *round, const char *today)
{
	struct map asked = {.arena = c->arena};
	struct text_list codes = {0};
	struct round_heads heads;
	struct organisation o;

	TRY(organisation_load(c, today, &o));
	TRY(round_heads_load(c, today, &heads));
	for (size_t i = 0; i < o.n; i++) {
		const struct unit_row *u = &o.rows[i];
		bool has_head = strstr(u->kind, "課") || map_get(&heads.by_unit, u->code);

		if (has_head && map_get(&o.today, u->code) == u) {
			map_put(&asked, u->code, &asked);
			add_code(c->arena, &codes, u->code);
		}
	}
	TRY(add_owners(c, round, &o, &asked, &codes));
	return round_ask(c, round, text_join(c->arena, &codes, "\n"), today);
}
