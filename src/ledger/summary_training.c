/*
 * Attendance at trainings: 延べ from head counts or names; 実数 only where every attendance of the
 * year is known by name, or one training alone says how many persons it had.
 */
#include "ledger/summary_internal.h"

#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define TRAININGS (&ledger_trainings)
#define HEADS (&ledger_training_heads)
#define NAMES (&ledger_training_attendances)

struct data {
	struct arena *a;
	struct summary_records trainings, heads, names;
	struct map heads_of, names_of; /* by training */
};

/* A year, its trainings, and the categories of staff that are its columns. */
struct year {
	const struct data *d;
	const char *year;
	const struct record **trainings;
	size_t n_trainings;
	const char **categories;
	size_t n_categories;
};

/* What one training had of one category. */
struct attendance {
	const struct record *heads;  /* NULL = no head count */
	struct summary_cell names;   /* who came, as often as they came */
	int64_t times;
	bool known, by_name;         /* times; and each of them by name */
};

/* What the year had of one category. */
struct column {
	int64_t entitled, times, persons;
	bool has_entitled, differs, known, persons_known;
	struct summary_cell entitled_from, from;
};

/* Who belongs to a part of the staff belongs to all of it. */
static bool is_everybody(struct arena *a, const char *category)
{
	static const char *const words[] = {"全職員", "職員", "全体", "職員全体"};
	const char *s = text_squeeze(a, category);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return false;
}

static const char *category_of(const struct record *name)
{
	const char *category = summary_value(NAMES, name, "category");

	return category ? category : "全職員";
}

static bool same(struct arena *a, const char *x, const char *y)
{
	struct arena *scratch;
	bool equal = strcmp(x, y) == 0;

	if (equal)
		return true;
	scratch = arena_child(a);
	equal = strcmp(text_fold(scratch, x), text_fold(scratch, y)) == 0;
	arena_free(scratch);
	return equal;
}

/* --- one training, one category --- */

static int64_t number(const struct record *heads, const char *key)
{
	const char *v = heads ? summary_value(HEADS, heads, key) : NULL;

	return v ? strtoll(v, NULL, 10) : -1;
}

static struct attendance look(const struct year *y, const struct record *training,
                              const char *category)
{
	const struct data *d = y->d;
	const struct summary_cell heads = summary_of(d->a, &d->heads_of, training);
	const struct summary_cell names = summary_of(d->a, &d->names_of, training);
	struct attendance t = {.heads = NULL};
	bool everybody = is_everybody(d->a, category);
	int64_t stated;

	for (size_t i = 0; i < heads.n; i++)
		if (same(d->a, summary_value(HEADS, heads.records[i], "category"), category))
			t.heads = heads.records[i];
	for (size_t i = 0; i < names.n; i++)
		if (!summary_is(NAMES, names.records[i], "result", "absent") &&
		    (everybody || same(d->a, category_of(names.records[i]), category)))
			summary_add(d->a, &t.names, NAMES, names.records[i]);
	stated = number(t.heads, "attended");
	t.known = stated >= 0 || t.names.n;
	t.times = stated >= 0 ? stated : (int64_t)t.names.n;
	t.by_name = t.known && (int64_t)t.names.n == t.times;
	return t;
}

/* --- a category in a year --- */

static void count_persons(const struct year *y, const char *category, struct column *sum)
{
	struct map seen = {.arena = y->d->a};
	size_t held = 0;
	int64_t stated = -1;
	bool by_name = true;

	for (size_t i = 0; i < y->n_trainings; i++) {
		struct attendance t = look(y, y->trainings[i], category);

		if (!t.times)
			continue;
		held++;
		by_name &= t.by_name;
		stated = number(t.heads, "persons");
		for (size_t k = 0; k < t.names.n; k++)
			map_put(&seen,
			        text_fold(y->d->a,
			                  summary_value(NAMES, t.names.records[k], "person")),
			        sum);
	}
	sum->persons_known = held && (by_name || (held == 1 && stated >= 0));
	sum->persons = by_name ? (int64_t)seen.n : stated;
}

static void add_entitled(const struct year *y, const struct attendance *t, struct column *sum)
{
	int64_t entitled = number(t->heads, "entitled");

	if (entitled < 0)
		return;
	sum->differs |= sum->has_entitled && entitled != sum->entitled;
	if (!sum->has_entitled || entitled > sum->entitled) {
		sum->entitled = entitled;
		sum->entitled_from = (struct summary_cell){.n = 0};
		summary_add(y->d->a, &sum->entitled_from, HEADS, t->heads);
	}
	sum->has_entitled = true;
}

static struct column sum_up(const struct year *y, const char *category)
{
	struct column sum = {.entitled = 0};

	for (size_t i = 0; i < y->n_trainings; i++) {
		struct attendance t = look(y, y->trainings[i], category);

		add_entitled(y, &t, &sum);
		sum.known |= t.known;
		sum.times += t.times;
		if (t.known)
			summary_add(y->d->a, &sum.from, TRAININGS, y->trainings[i]);
	}
	count_persons(y, category, &sum);
	return sum;
}

/* --- the table of a year --- */

static void put_training(const struct year *y, struct summary_table *t,
                         const struct record *training)
{
	struct arena *a = y->d->a;
	struct summary_cell *cells = summary_row(a, t, false);

	cells[0].text = summary_value(TRAININGS, training, "name");
	summary_add(a, &cells[0], TRAININGS, training);
	for (size_t i = 0; i < y->n_categories; i++) {
		struct attendance one = look(y, training, y->categories[i]);

		if (!one.known)
			continue;
		summary_count(a, &cells[i + 1], one.times);
		if (one.by_name && one.names.n)
			summary_behind(&cells[i + 1], &one.names);
		else
			summary_add(a, &cells[i + 1], HEADS, one.heads);
		if (one.names.n && !one.by_name)
			summary_note(a, t,
			             msg_format(a, LANG_JA,
			                        N_("Note: “{1}” ({2}): {3} attendances are "
			                           "stated, {4} are known by name."),
			                        (const char *const[]){
							cells[0].text, y->categories[i],
							num_text(a, one.times),
							num_text(a, (int64_t)one.names.n),
							NULL}));
	}
}

enum { ROW_ENTITLED, ROW_TIMES, ROW_TIMES_RATE, ROW_PERSONS, ROW_PERSONS_RATE };

static void put_figure(struct arena *a, struct summary_cell *cell, const struct column *sum,
                       int row)
{
	const char *unknown = summary_ja(N_("unknown"));

	if (row == ROW_ENTITLED && sum->has_entitled) {
		summary_count(a, cell, sum->entitled);
		summary_behind(cell, &sum->entitled_from);
	}
	if (row == ROW_ENTITLED || !sum->known)
		return;
	summary_behind(cell, &sum->from);
	if (row == ROW_TIMES)
		summary_count(a, cell, sum->times);
	else if (row == ROW_TIMES_RATE)
		summary_percent(a, cell, sum->times, sum->entitled);
	else if (!sum->persons_known)
		cell->text = unknown;
	else if (row == ROW_PERSONS)
		summary_count(a, cell, sum->persons);
	else
		summary_percent(a, cell, sum->persons, sum->entitled);
}

static void put_row(const struct year *y, struct summary_table *t, const struct column *sums,
                    int row)
{
	static const char *const labels[] = {
		[ROW_ENTITLED] = N_("Staff to attend"),
		[ROW_TIMES] = N_("Attendances in all"),
		[ROW_TIMES_RATE] = N_("Rate of attendances (%)"),
		[ROW_PERSONS] = N_("Persons who attended"),
		[ROW_PERSONS_RATE] = N_("Rate of persons (%)"),
	};
	struct summary_cell *cells = summary_row(y->d->a, t, row != ROW_ENTITLED);

	cells[0].text = summary_ja(labels[row]);
	for (size_t i = 0; i < y->n_categories; i++)
		put_figure(y->d->a, &cells[i + 1], &sums[i], row);
}

static void put_notes(const struct year *y, struct summary_table *t, const struct column *sums)
{
	struct arena *a = y->d->a;
	bool differs = false, unknown = false;

	for (size_t i = 0; i < y->n_categories; i++) {
		differs |= sums[i].differs;
		unknown |= sums[i].known && !sums[i].persons_known;
	}
	summary_note(a, t, summary_ja(N_("Note: who attended twice is two attendances and one "
	                                 "person.")));
	if (unknown)
		summary_note(a, t,
		             summary_ja(N_("Note: the persons are unknown where attendances are "
		                           "known as head counts only.")));
	if (differs)
		summary_note(a, t,
		             summary_ja(N_("Note: the trainings were for different numbers of "
		                           "staff; the rates are of the largest.")));
}

static void put_year(const struct year *y, struct summary *ret)
{
	struct arena *a = y->d->a;
	size_t n = y->n_categories + 1;
	struct summary_column *columns = ARENA_ARRAY(a, n, struct summary_column);
	struct column *sums = ARENA_ARRAY(a, n, struct column);
	const struct record_field *field = record_field_find(TRAININGS, "year");
	struct summary_table *t;

	columns[0] = (struct summary_column){summary_ja(N_("Training course")), false};
	for (size_t i = 0; i < y->n_categories; i++) {
		columns[i + 1] = (struct summary_column){y->categories[i], true};
		sums[i] = sum_up(y, y->categories[i]);
	}
	t = summary_table(a, ret, arena_printf(a, "year-%s", y->year),
	                  record_value_show(a, LANG_JA, field, y->year), columns, n);
	put_row(y, t, sums, ROW_ENTITLED);
	for (size_t i = 0; i < y->n_trainings; i++)
		put_training(y, t, y->trainings[i]);
	for (int row = ROW_TIMES; row <= ROW_PERSONS_RATE; row++)
		put_row(y, t, sums, row);
	put_notes(y, t, sums);
}

/* --- years and their categories --- */

static void add_category(struct year *y, const char *category)
{
	for (size_t i = 0; i < y->n_categories; i++)
		if (same(y->d->a, y->categories[i], category))
			return;
	y->categories[y->n_categories++] = category;
}

/* In the order entered. */
static void find_categories(struct year *y)
{
	const struct data *d = y->d;

	y->categories = ARENA_ARRAY(d->a, d->heads.n + d->names.n, const char *);
	for (size_t k = 0; k < y->n_trainings; k++) {
		struct summary_cell heads = summary_of(d->a, &d->heads_of, y->trainings[k]);
		struct summary_cell names = summary_of(d->a, &d->names_of, y->trainings[k]);

		for (size_t i = 0; i < heads.n; i++)
			add_category(y, summary_value(HEADS, heads.records[i], "category"));
		for (size_t i = 0; i < names.n; i++)
			add_category(y, category_of(names.records[i]));
	}
}

static int latest_first(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*b, *a);
}

static int by_entry(const void *x, const void *y)
{
	const struct record *const *a = x, *const *b = y;

	return ((*a)->id > (*b)->id) - ((*a)->id < (*b)->id);
}

static void make_year(const struct data *d, const char *year, struct summary *ret)
{
	struct year y = {.d = d, .year = year};

	y.trainings = ARENA_ARRAY(d->a, d->trainings.n, const struct record *);
	for (size_t i = 0; i < d->trainings.n; i++)
		if (summary_is(TRAININGS, &d->trainings.v[i], "year", year))
			y.trainings[y.n_trainings++] = &d->trainings.v[i];
	qsort(y.trainings, y.n_trainings, sizeof(y.trainings[0]), by_entry);
	find_categories(&y);
	if (y.n_categories)
		put_year(&y, ret);
}

enum err summary_training(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	struct data d = {.a = c->arena};
	const char **years;
	size_t n = 0;

	(void)o;
	TRY(summary_load(c, TRAININGS, &d.trainings));
	TRY(summary_load(c, HEADS, &d.heads));
	TRY(summary_load(c, NAMES, &d.names));
	summary_index(c->arena, &d.heads, "training", &d.heads_of);
	summary_index(c->arena, &d.names, "training", &d.names_of);
	years = ARENA_ARRAY(c->arena, d.trainings.n + 1, const char *);
	for (size_t i = 0; i < d.trainings.n; i++)
		years[n++] = summary_value(TRAININGS, &d.trainings.v[i], "year");
	if (n)
		qsort(years, n, sizeof(years[0]), latest_first);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(years[i], years[i - 1]) != 0)
			make_year(&d, years[i], ret);
	return OK;
}
