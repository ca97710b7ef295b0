/* Who uses the systems: by department for each, and the inventory of each class. */
#include "ledger/summary_internal.h"

#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define USES (&ledger_system_uses)

/* --- usage by department --- */

static const char *const measures[] = {"sections",        "terminals",       "regular_staff",
                                       "contract_staff", "temporary_staff", "other_staff"};
enum { N_MEASURES = sizeof(measures) / sizeof(measures[0]), FIRST_STAFF = 2 };

struct department {
	const char *name;
	size_t place; /* in display order; those the city has not come last */
	int64_t entered;
	struct summary_sum sum[N_MEASURES];
	struct summary_sum users;
};

struct usage {
	struct arena *a;
	const struct summary_systems *s;
	const struct record *system;
	struct department *v;
	size_t n;
	struct map by_name;
	struct department all;
};

static void sum_up(struct arena *a, struct department *d, const struct record *use)
{
	struct summary_sum users = d->users;

	for (size_t m = 0; m < N_MEASURES; m++) {
		size_t field = record_field_index(USES, measures[m]);

		summary_sum(a, &d->sum[m], USES, use, field);
		if (m < FIRST_STAFF)
			continue;
		if (use->v[field])
			summary_sum(a, &users, USES, use, field);
	}
	if (users.known > d->users.known) /* a row counts once, whatever it says */
		users.known = d->users.known + 1;
	else
		users.unknown++;
	d->users = users;
}

static void add_use(struct usage *u, const struct record *use)
{
	const char *name = summary_user(use), *key = text_fold(u->a, name);
	struct department *d = map_get(&u->by_name, key);

	if (!d) {
		const size_t *place = map_get(&u->s->place, key);

		d = &u->v[u->n++];
		*d = (struct department){.name = name, .place = place ? *place : SIZE_MAX,
		                         .entered = use->id};
		map_put(&u->by_name, key, d);
	}
	if (use->id < d->entered)
		d->entered = use->id;
	sum_up(u->a, d, use);
	sum_up(u->a, &u->all, use);
}

static int by_place(const void *x, const void *y)
{
	const struct department *a = x, *b = y;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return (a->entered > b->entered) - (a->entered < b->entered);
}

static void put_department(struct usage *u, struct summary_table *t, const struct department *d,
                           bool total)
{
	struct summary_cell *cells = summary_row(u->a, t, total);

	cells[0].text = d->name;
	for (size_t m = 0; m < N_MEASURES; m++)
		summary_put(u->a, &cells[m + 1], &d->sum[m]);
	summary_put(u->a, &cells[N_MEASURES + 1], &d->users);
	if (!d->users.known)
		return;
	summary_percent(u->a, &cells[N_MEASURES + 2], d->users.n, u->all.users.n);
	summary_behind(&cells[N_MEASURES + 2], &d->users.behind);
}

static void put_usage(struct usage *u, struct summary *ret)
{
	static const char *const labels[] = {
		N_("Department"),        N_("Number of sections"),        N_("Terminals"),
		N_("Regular staff"),     N_("Contract staff"),  N_("Temporary staff"),
		N_("Other users"),       N_("Users"),           N_("Share of the total (%)")};
	const size_t n = sizeof(labels) / sizeof(labels[0]);
	struct summary_column *columns = ARENA_ARRAY(u->a, n, struct summary_column);
	const char *name = summary_value(&ledger_systems, u->system, "name");
	struct summary_table *t;

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct summary_column){summary_ja(labels[i]), i > 0};
	t = summary_table(u->a, ret, arena_printf(u->a, "usage-%zu", ret->n + 1), name, columns, n);
	for (size_t i = 0; i < u->n; i++)
		put_department(u, t, &u->v[i], false);
	put_department(u, t, &u->all, true);
	for (size_t m = 0; m < FIRST_STAFF; m++)
		summary_note_unknown(u->a, t, columns[m + 1].label, &u->all.sum[m]);
	summary_note_unknown(u->a, t, columns[N_MEASURES + 1].label, &u->all.users);
}

static void usage_of(struct ctx *c, const struct summary_systems *s, const struct record *system,
                     struct summary *ret)
{
	struct usage u = {.a = c->arena, .s = s, .system = system};

	struct summary_cell uses = summary_of(c->arena, &s->uses_of, system);

	u.by_name.arena = c->arena;
	u.all.name = summary_ja(N_("Total"));
	u.v = ARENA_ARRAY(c->arena, uses.n, struct department);
	for (size_t i = 0; i < uses.n; i++)
		if (summary_counts(uses.records[i]))
			add_use(&u, uses.records[i]);
	if (!u.n)
		return;
	qsort(u.v, u.n, sizeof(u.v[0]), by_place);
	put_usage(&u, ret);
}

static bool is_called(struct arena *a, const struct record *system, const char *name)
{
	const char *no = summary_value(&ledger_systems, system, "no");
	const char *key = text_fold(a, name);

	return (no && strcmp(text_fold(a, no), key) == 0) ||
	       strcmp(text_fold(a, summary_value(&ledger_systems, system, "name")), key) == 0;
}

enum err summary_usage(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	struct summary_systems s;
	bool found = !o->system;

	TRY(summary_systems(c, &s));
	for (size_t i = 0; i < s.systems.n; i++) {
		if (o->system && !is_called(c->arena, &s.systems.v[i], o->system))
			continue;
		found = true;
		usage_of(c, &s, &s.systems.v[i], ret);
	}
	return found ? OK
	             : FAIL(c, ERR_NOT_FOUND, N_("There is no system “{1}”."), o->system);
}

/* --- the inventory of each class --- */

struct inventory {
	struct arena *a;
	const struct summary_systems *s;
	struct summary_table *t;
	struct summary_sum sections, terminals;
	size_t systems;
};

enum { COLUMN_NO, COLUMN_NAME, COLUMN_PURPOSE, COLUMN_OWNER, COLUMN_LED, COLUMN_USER,
       COLUMN_SECTIONS, COLUMN_TERMINALS, COLUMN_RESTATED, COLUMN_SEEN, N_COLUMNS };

static const char *mark(const struct record *use, const char *key)
{
	return summary_is(USES, use, key, "yes") ? "○" : NULL;
}

static void put_count(struct inventory *v, struct summary_cell *cell, const struct record *use,
                      const char *key, struct summary_sum *all)
{
	struct summary_sum one = {.n = 0};
	size_t field = record_field_index(USES, key);

	summary_sum(v->a, &one, USES, use, field);
	summary_put(v->a, cell, &one);
	if (summary_counts(use))
		summary_sum(v->a, all, USES, use, field);
}

static void put_system(struct inventory *v, const struct record *system, const struct record *use)
{
	struct summary_cell *cells = summary_row(v->a, v->t, false);
	const char *purpose = summary_value(&ledger_systems, system, "purpose");

	cells[COLUMN_NO].text = summary_value(&ledger_systems, system, "no");
	cells[COLUMN_NAME].text = summary_value(&ledger_systems, system, "name");
	summary_add(v->a, &cells[COLUMN_NAME], &ledger_systems, system);
	cells[COLUMN_PURPOSE].text =
		purpose ? purpose : summary_value(&ledger_systems, system, "business");
	cells[COLUMN_OWNER].text = summary_shown(v->a, &ledger_systems, system, "unit");
	cells[COLUMN_LED].text = summary_value(&ledger_systems, system, "led_by");
	if (!use)
		return;
	cells[COLUMN_USER].text = summary_value(USES, use, "used_by");
	put_count(v, &cells[COLUMN_SECTIONS], use, "sections", &v->sections);
	put_count(v, &cells[COLUMN_TERMINALS], use, "terminals", &v->terminals);
	cells[COLUMN_RESTATED].text = mark(use, "restated");
	cells[COLUMN_SEEN].text = mark(use, "surveyed");
}

static void put_total(struct inventory *v)
{
	struct summary_cell *cells = summary_row(v->a, v->t, true);

	cells[COLUMN_NO].text = summary_ja(N_("Total"));
	cells[COLUMN_NAME].text =
		msg_format(v->a, LANG_JA, N_("{1} systems"),
	                   (const char *const[]){num_text(v->a, (int64_t)v->systems), NULL});
	summary_put(v->a, &cells[COLUMN_SECTIONS], &v->sections);
	summary_put(v->a, &cells[COLUMN_TERMINALS], &v->terminals);
	summary_note_unknown(v->a, v->t, v->t->columns[COLUMN_SECTIONS].label, &v->sections);
	summary_note_unknown(v->a, v->t, v->t->columns[COLUMN_TERMINALS].label, &v->terminals);
}

static void put_uses(struct inventory *v, const struct record *system)
{
	struct summary_cell uses = summary_of(v->a, &v->s->uses_of, system);

	if (!uses.n)
		put_system(v, system, NULL);
	for (size_t i = 0; i < uses.n; i++)
		put_system(v, system, uses.records[i]);
	v->systems++;
}

static const struct summary_column *inventory_columns(struct arena *a)
{
	static const struct {
		const char *label;
		bool number;
	} heads[N_COLUMNS] = {
		{N_("Number"), false},        {N_("System name"), false},
		{N_("Purpose"), false},       {N_("Section in charge"), false},
		{N_("Led by"), false},        {N_("Used by"), false},
		{N_("Number of sections"), true},       {N_("Terminals"), true},
		{N_("Restated"), false},      {N_("Seen on the spot"), false},
	};
	struct summary_column *columns = ARENA_ARRAY(a, N_COLUMNS, struct summary_column);

	for (size_t i = 0; i < N_COLUMNS; i++)
		columns[i] = (struct summary_column){summary_ja(heads[i].label), heads[i].number};
	return columns;
}

enum err summary_inventory(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	const struct summary_column *columns = inventory_columns(c->arena);
	struct summary_systems s;

	(void)o;
	TRY(summary_systems(c, &s));
	for (const struct choice *class_ = s.classes;; class_++) {
		struct inventory v = {.a = c->arena, .s = &s};

		for (size_t i = 0; i < s.systems.n; i++) {
			if (!summary_of_class(&s.systems.v[i], class_->code))
				continue;
			if (!v.t)
				v.t = summary_table(c->arena, ret,
				                    class_->code ? class_->code : "none",
				                    summary_class_name(class_), columns, N_COLUMNS);
			put_uses(&v, &s.systems.v[i]);
		}
		if (v.t)
			put_total(&v);
		if (!class_->code)
			return OK;
	}
}
