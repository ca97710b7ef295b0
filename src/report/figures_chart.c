/* The two charts, each with the same numbers as a table. */
#include "report/figures_internal.h"

#include "base/map.h"

#include <inttypes.h>
#include <string.h>

#define AREAS_MAX 24

static struct doc_table *chart_table(struct ctx *c, const struct chart *chart)
{
	struct doc_table *t = table_make(c, "", chart->n_series + 1, chart->n_rows + 1, 1);

	table_column(t, 0, ALIGN_LEFT, 30);
	table_text(t, 0, 0, chart->row_head);
	for (size_t k = 0; k < chart->n_series; k++) {
		table_column(t, k + 1, ALIGN_RIGHT, 10);
		table_text(t, 0, k + 1, chart->series[k].label);
	}
	for (size_t i = 0; i < chart->n_rows; i++) {
		table_head(t, i + 1, 0, chart->rows[i].label);
		for (size_t k = 0; k < chart->n_series; k++) {
			const char *label = chart->rows[i].cells[k].label;

			table_text(t, i + 1, k + 1, label ? label : "—")->number = label != NULL;
		}
	}
	return t;
}

static void put_figure(const struct figure_call *f, const char *key, struct chart *chart)
{
	struct doc_figure *figure = ARENA_NEW(f->c->arena, struct doc_figure);
	struct doc_table *data = chart_table(f->c, chart);

	data->key = arena_printf(f->c->arena, "%s-data", key);
	data->caption = chart->title;
	figure->key = key;
	figure->caption = chart->title;
	figure->chart = chart;
	figure->data = data;
	block_figure(f->out, figure);
}

/* --- levels per section --- */

static void level_row(const struct figure_call *f, struct chart_row *row,
                      const struct target_stats *t, const struct scale *scale)
{
	struct chart_cell *cells = ARENA_ARRAY(f->c->arena, scale->n, struct chart_cell);

	for (size_t k = 0; k < scale->n; k++) {
		cells[k].value = t->tally.levels[scale->n - 1 - k];
		cells[k].label = arena_printf(f->c->arena, "%" PRId64, cells[k].value);
	}
	row->label = t->unit;
	row->cells = cells;
}

static struct chart_series *level_series(const struct figure_call *f, const struct scale *scale)
{
	struct chart_series *series = ARENA_ARRAY(f->c->arena, scale->n, struct chart_series);

	for (size_t k = 0; k < scale->n; k++) {
		const struct scale_level_row *level = &scale->levels[scale->n - 1 - k];

		series[k].label = arena_printf(f->c->arena, "%s %s", level->code, level->name);
		series[k].color = level->color;
	}
	return series;
}

void figure_chart_levels(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;
	struct chart *chart = ARENA_NEW(f->c->arena, struct chart);
	const char *mean = tally_mean_text(f->c->arena, &s->total);
	struct chart_row *rows;

	if (!s->one_scale || !s->n_targets)
		return;
	rows = ARENA_ARRAY(f->c->arena, s->n_targets, struct chart_row);
	for (size_t i = 0; i < s->n_targets; i++)
		level_row(f, &rows[i], &s->targets[i], &s->parts[0].scale);
	chart->kind = CHART_STACKED_BARS;
	chart->title = "対象所属別のレベルの分布";
	chart->description = arena_printf(
		f->c->arena,
		"%zu所属のレベルごとの項目数。全体の平均対策レベルは%s、検出は%" PRId64 "件。",
		s->n_targets, mean ? mean : "—", s->total.detections);
	chart->row_head = "対象所属";
	chart->series = level_series(f, &s->parts[0].scale);
	chart->n_series = s->parts[0].scale.n;
	chart->rows = rows;
	chart->n_rows = s->n_targets;
	put_figure(f, "chart-levels", chart);
}

/* --- mean per section and area --- */

struct areas {
	struct map index;              /* catalogue and heading → position + 1 */
	const char *names[AREAS_MAX];
	size_t n;
	bool by_heading;
};

static const char *area_name(const struct figure_call *f, const struct areas *areas,
                             const struct audit_sheet_out *row)
{
	const char *catalog =
		f->data->stats.catalogs[figure_catalog(f, row->catalog_id)].short_name;

	if (!areas->by_heading || !row->heading1)
		return catalog;
	return arena_printf(f->c->arena, "%s　%s", catalog, row->heading1);
}

/* Collects the areas in order of appearance; false when there are too many to draw. */
static bool collect_areas(const struct figure_call *f, struct areas *areas)
{
	const struct audit_stats *s = &f->data->stats;

	for (size_t i = 0; i < s->n_rows; i++) {
		const char *name = area_name(f, areas, &s->rows[i]);

		if (map_get(&areas->index, name))
			continue;
		if (areas->n == AREAS_MAX)
			return false;
		areas->names[areas->n++] = name;
		map_put(&areas->index, name, (void *)&areas->names[areas->n - 1]);
	}
	return true;
}

static size_t area_of(const struct figure_call *f, const struct areas *areas,
                      const struct audit_sheet_out *row)
{
	const char *const *at = map_get(&areas->index, area_name(f, areas, row));

	return (size_t)(at - areas->names);
}

static size_t unit_index(const struct audit_stats *s, const char *code)
{
	size_t i = 0;

	while (i + 1 < s->n_targets && strcmp(s->targets[i].unit_code, code) != 0)
		i++;
	return i;
}

/* Sums of values and counts per section × area. */
static struct tally *sum_areas(const struct figure_call *f, const struct areas *areas)
{
	const struct audit_stats *s = &f->data->stats;
	const struct scale *scale = &s->parts[0].scale;
	struct tally *sums = ARENA_ARRAY(f->c->arena, s->n_targets * areas->n, struct tally);

	for (size_t i = 0; i < s->n_rows; i++) {
		const struct audit_sheet_out *j = &s->rows[i];
		int level = !j->level                         ? -1
		            : strcmp(j->level, LEVEL_NA) == 0 ? scale->na_as
		                                              : scale_index(scale, j->level);
		struct tally *t;

		if (level < 0 || !scale->has_value[level])
			continue;
		t = &sums[unit_index(s, j->unit_code) * areas->n + area_of(f, areas, j)];
		t->judged++;
		t->value_thousandths += scale->value_thousandths[level];
	}
	return sums;
}

static void area_row(const struct figure_call *f, struct chart_row *row, const char *label,
                     const struct tally *sums, size_t n)
{
	struct chart_cell *cells = ARENA_ARRAY(f->c->arena, n, struct chart_cell);

	for (size_t k = 0; k < n; k++) {
		cells[k].label = tally_mean_text(f->c->arena, &sums[k]);
		if (sums[k].judged)
			cells[k].value = sums[k].value_thousandths / 10 / sums[k].judged;
	}
	row->label = label;
	row->cells = cells;
}

static void range_of(const struct scale *scale, struct chart *chart)
{
	chart->low = chart->high = scale->value_thousandths[scale->conforming] / 10;
	for (size_t i = 0; i < scale->n; i++) {
		int64_t v = scale->value_thousandths[i] / 10;

		if (scale->has_value[i] && v < chart->low)
			chart->low = v;
		if (scale->has_value[i] && v > chart->high)
			chart->high = v;
	}
	if (scale->target.den)
		chart->target = scale->target.num * 100 / scale->target.den;
}

void figure_chart_areas(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;
	struct chart *chart = ARENA_NEW(f->c->arena, struct chart);
	struct areas areas = {.index = {.arena = f->c->arena}, .by_heading = true};
	struct chart_series *series;
	struct chart_row *rows;
	struct tally *sums;

	if (!s->one_scale || !s->n_targets)
		return;
	if (!collect_areas(f, &areas)) {
		areas = (struct areas){.index = {.arena = f->c->arena}};
		if (!collect_areas(f, &areas))
			return;
	}
	sums = sum_areas(f, &areas);
	series = ARENA_ARRAY(f->c->arena, areas.n, struct chart_series);
	for (size_t k = 0; k < areas.n; k++)
		series[k].label = areas.names[k];
	rows = ARENA_ARRAY(f->c->arena, s->n_targets, struct chart_row);
	for (size_t i = 0; i < s->n_targets; i++)
		area_row(f, &rows[i], s->targets[i].unit, &sums[i * areas.n], areas.n);
	chart->kind = CHART_HEAT_MAP;
	chart->title = "対象所属と領域ごとの平均対策レベル";
	chart->description = "色が濃いほど平均が低い。角の印は目標値を下回ること、—は対象としていない領域を示す。";
	chart->row_head = "対象所属";
	chart->series = series;
	chart->n_series = areas.n;
	chart->rows = rows;
	chart->n_rows = s->n_targets;
	range_of(&s->parts[0].scale, chart);
	put_figure(f, "chart-areas", chart);
}
