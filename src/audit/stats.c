#include "audit/stats.h"

#include "base/map.h"
#include "org/succession.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct counter {
	struct ctx *c;
	struct audit_stats *s;
	struct map units; /* unit code → target_stats of all parts together */
	struct map items; /* catalogue index, number → item_stats */
	struct map asked, detected; /* catalogue index, number, unit: seen */
};

static struct tally new_tally(struct counter *k)
{
	struct tally t = {0};

	t.catalogs = ARENA_ARRAY(k->c->arena, k->s->n_catalogs, struct catalog_count);
	return t;
}

static size_t catalog_index(const struct audit_stats *s, int64_t id)
{
	size_t i = 0;

	while (i + 1 < s->n_catalogs && s->catalogs[i].catalog_id != id)
		i++;
	return i;
}

struct effect effect_of(const struct scale *scale, const char *level)
{
	struct effect e = {.level = -1};

	if (!level) {
		e.unjudged = true;
	} else if (strcmp(level, LEVEL_NA) == 0) {
		e.na = true;
		e.level = scale->na_as;
	} else {
		e.level = scale_index(scale, level);
		e.detected = e.level != scale->conforming;
		/* levels stand best first */
		e.exemplary = e.level >= 0 && e.level < scale->conforming;
	}
	return e;
}

static void add(struct tally *t, size_t catalog, const struct scale *scale, struct effect e,
                int64_t times)
{
	struct catalog_count *n = &t->catalogs[catalog];

	n->asked += times;
	n->na += e.na * times;
	n->unjudged += e.unjudged * times;
	n->detected += e.detected * times;
	n->exemplary += e.exemplary * times;
	t->total += times;
	t->na += e.na * times;
	t->unjudged += e.unjudged * times;
	t->detections += e.detected * times;
	t->exemplary += e.exemplary * times;
	if (e.level < 0)
		return;
	t->levels[e.level] += times;
	if (scale->has_value[e.level]) {
		t->judged += times;
		t->value_thousandths += scale->value_thousandths[e.level] * times;
	}
}

void tally_add(struct tally *t, size_t catalog, const struct scale *scale, const char *level,
               int64_t times)
{
	add(t, catalog, scale, effect_of(scale, level), times);
}

static struct target_stats *target_of(struct counter *k, struct part_stats *p,
                                      const struct audit_sheet_out *row)
{
	struct target_stats *t;

	if (p->n_targets && p->targets[p->n_targets - 1].target_id == row->target_id) {
		t = &p->targets[p->n_targets - 1];
		if (!row->confirmed_on)
			t->confirmed_on = NULL;
		return t;
	}
	p->targets = arena_grow(k->c->arena, p->targets, p->n_targets * sizeof(*t),
	                        (p->n_targets + 1) * sizeof(*t));
	t = &p->targets[p->n_targets++];
	t->target_id = row->target_id;
	t->unit_id = row->unit_id;
	t->unit_sort = row->unit_sort;
	t->unit_code = row->unit_code;
	t->unit = row->unit;
	t->confirmed_on = row->confirmed_on;
	t->tally = new_tally(k);
	return t;
}

static struct target_stats *unit_of(struct counter *k, const struct audit_sheet_out *row)
{
	struct target_stats *t = map_get(&k->units, row->unit_code);

	if (t)
		return t;
	t = &k->s->targets[k->s->n_targets++];
	t->unit_id = row->unit_id;
	t->unit_sort = row->unit_sort;
	t->unit_code = row->unit_code;
	t->unit = row->unit;
	t->tally = new_tally(k);
	map_put(&k->units, row->unit_code, t);
	return t;
}

static void count_item(struct counter *k, size_t catalog, const struct audit_sheet_out *row,
                       struct effect e)
{
	const char *key = arena_printf(k->c->arena, "%zu %s", catalog, row->no);
	struct item_stats *item = map_get(&k->items, key);

	if (!item) {
		item = &k->s->items[k->s->n_items++];
		item->catalog = catalog;
		item->sort = row->item_sort;
		item->no = row->no;
		item->title = row->title;
		map_put(&k->items, key, item);
	}
	key = map_key2(k->c->arena, key, row->unit_code);
	if (!e.na && !e.unjudged && !map_put(&k->asked, key, item))
		item->asked++;
	if (e.detected && !map_put(&k->detected, key, item))
		item->detected++;
}

static struct part_stats *part_numbered(struct audit_stats *s, int64_t number)
{
	for (size_t i = 0; i < s->n_parts; i++)
		if (s->parts[i].part.number == number)
			return &s->parts[i];
	return NULL;
}

static void count_row(struct counter *k, const struct audit_sheet_out *row)
{
	struct audit_stats *s = k->s;
	struct part_stats *p = part_numbered(s, row->part_number);
	size_t catalog = catalog_index(s, row->catalog_id);
	struct effect e = effect_of(&p->scale, row->level);

	add(&target_of(k, p, row)->tally, catalog, &p->scale, e, 1);
	add(&p->total, catalog, &p->scale, e, 1);
	if (!s->one_scale)
		e.level = -1;
	add(&unit_of(k, row)->tally, catalog, &p->scale, e, 1);
	add(&s->total, catalog, &p->scale, e, 1);
	count_item(k, catalog, row, e);
}

static int compare_targets(const void *a, const void *b)
{
	const struct target_stats *x = a, *y = b;
	int order = (x->unit_sort > y->unit_sort) - (x->unit_sort < y->unit_sort);

	return order ? order : strcmp(x->unit_code, y->unit_code);
}

static int compare_items(const void *a, const void *b)
{
	const struct item_stats *x = a, *y = b;

	if (x->catalog != y->catalog)
		return x->catalog < y->catalog ? -1 : 1;
	return (x->sort > y->sort) - (x->sort < y->sort);
}

/* Items asked of anybody in the part, per catalogue: rows come target by target, so use a map. */
static void count_scope(struct counter *k)
{
	struct audit_stats *s = k->s;
	struct map seen = {.arena = k->c->arena};

	for (size_t i = 0; i < s->n_rows; i++) {
		const struct audit_sheet_out *row = &s->rows[i];
		const char *key = arena_printf(k->c->arena, "%" PRId64 " %" PRId64,
		                               row->part_number, row->item_id);

		if (!map_put(&seen, key, (void *)row))
			part_numbered(s, row->part_number)
			        ->scope_items[catalog_index(s, row->catalog_id)]++;
	}
}

static enum err load_parts(struct counter *k)
{
	struct ctx *c = k->c;
	struct audit_stats *s = k->s;
	struct audit_part_row *parts;
	struct version_item_counts_out *versions;
	size_t n;

	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){s->audit.id}, &parts, &s->n_parts));
	s->parts = ARENA_ARRAY(c->arena, s->n_parts, struct part_stats);
	s->one_scale = true;
	for (size_t i = 0; i < s->n_parts; i++) {
		s->parts[i].part = parts[i];
		TRY(scale_load(c, parts[i].scale_id, &s->parts[i].scale));
		s->parts[i].total = new_tally(k);
		s->parts[i].version_items = ARENA_ARRAY(c->arena, s->n_catalogs, int64_t);
		s->parts[i].scope_items = ARENA_ARRAY(c->arena, s->n_catalogs, int64_t);
		s->one_scale &= parts[i].scale_id == parts[0].scale_id;
	}
	TRY(q_version_item_counts(c, &(struct version_item_counts_in){s->audit.id}, &versions, &n));
	for (size_t i = 0; i < n; i++)
		part_numbered(s, versions[i].part_number)
			->version_items[catalog_index(s, versions[i].catalog_id)] =
			versions[i].items;
	return OK;
}

/* --- sections as they stand on a day --- */

struct placed {
	struct audit_sheet_out row;
	size_t at; /* where it stood */
};

static int compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = (x->row.part_number > y->row.part_number) -
	            (x->row.part_number < y->row.part_number);

	if (!order)
		order = (x->row.unit_sort > y->row.unit_sort) -
		        (x->row.unit_sort < y->row.unit_sort);
	if (!order)
		order = strcmp(x->row.unit_code, y->row.unit_code);
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void stand(const struct succession *s, const char *day, struct audit_sheet_out *row)
{
	struct standing standing = succession_standing(s, row->unit_id, day);

	if (!standing.unit)
		return;
	row->unit_id = standing.unit->id;
	row->unit_code = standing.unit->code;
	row->unit = standing.name;
	row->unit_sort = standing.unit->sort;
}

/* Rows of one section become those of one target. */
static enum err stand_on(struct ctx *c, const char *day, struct audit_sheet_out *rows, size_t n)
{
	struct placed *placed = ARENA_ARRAY(c->arena, n, struct placed);
	struct succession s;

	TRY(succession_load(c, &s));
	for (size_t i = 0; i < n; i++) {
		placed[i] = (struct placed){rows[i], i};
		stand(&s, day, &placed[i].row);
	}
	if (n)
		qsort(placed, n, sizeof(*placed), compare_placed);
	for (size_t i = 0; i < n; i++) {
		rows[i] = placed[i].row;
		if (i && rows[i].part_number == rows[i - 1].part_number &&
		    rows[i].unit_id == rows[i - 1].unit_id)
			rows[i].target_id = rows[i - 1].target_id;
	}
	return OK;
}

enum err audit_stats_compute(struct ctx *c, const struct audit_row *audit, const char *day,
                             struct audit_stats *ret)
{
	struct counter k = {.c = c, .s = ret};
	struct audit_sheet_out *rows;

	memset(ret, 0, sizeof(*ret));
	ret->audit = *audit;
	k.units.arena = k.items.arena = k.asked.arena = k.detected.arena = c->arena;
	TRY(q_audit_catalogs(c, &(struct audit_catalogs_in){audit->id}, &ret->catalogs,
	                     &ret->n_catalogs));
	TRY(load_parts(&k));
	TRY(q_audit_sheet(c, &(struct audit_sheet_in){audit->id}, &rows, &ret->n_rows));
	if (day)
		TRY(stand_on(c, day, rows, ret->n_rows));
	ret->rows = rows;
	ret->total = new_tally(&k);
	ret->targets = ARENA_ARRAY(c->arena, ret->n_rows, struct target_stats);
	ret->items = ARENA_ARRAY(c->arena, ret->n_rows, struct item_stats);
	for (size_t i = 0; i < ret->n_rows; i++)
		count_row(&k, &rows[i]);
	count_scope(&k);
	if (ret->n_targets)
		qsort(ret->targets, ret->n_targets, sizeof(*ret->targets), compare_targets);
	if (ret->n_items)
		qsort(ret->items, ret->n_items, sizeof(*ret->items), compare_items);
	return OK;
}

struct ratio tally_mean(const struct tally *t)
{
	return (struct ratio){t->value_thousandths, t->judged * 1000};
}

const char *tally_mean_text(struct arena *a, const struct tally *t)
{
	return ratio_format(a, tally_mean(t), 2, ROUND_HALF_UP);
}

int tally_met(const struct tally *t, const struct scale *s)
{
	if (!t->judged || !s->target.den)
		return -1;
	return ratio_compare(tally_mean(t), s->target) >= 0;
}

const char *catalog_count_text(struct arena *a, const struct catalog_count *n)
{
	if (!n->asked)
		return "—";
	if (!n->na)
		return arena_printf(a, "%" PRId64, n->asked);
	return arena_printf(a, "%" PRId64 "(%" PRId64 ")", n->asked - n->na, n->na);
}
