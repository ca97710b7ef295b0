#include "audit/stats_chart.h"

#include "base/map.h"

#include <inttypes.h>
#include <string.h>

#define AREAS_MAX 24

/* --- levels per section --- */

static void level_row(struct arena *a, struct chart_row *row, const struct target_stats *t,
                      const struct scale *scale)
{
	struct chart_cell *cells = ARENA_ARRAY(a, scale->n, struct chart_cell);

	for (size_t k = 0; k < scale->n; k++) {
		cells[k].value = t->tally.levels[scale->n - 1 - k];
		cells[k].label = arena_printf(a, "%" PRId64, cells[k].value);
	}
	row->label = t->unit;
	row->cells = cells;
}

static struct chart_series *level_series(struct arena *a, const struct scale *scale)
{
	struct chart_series *series = ARENA_ARRAY(a, scale->n, struct chart_series);

	for (size_t k = 0; k < scale->n; k++) {
		const struct scale_level_row *level = &scale->levels[scale->n - 1 - k];

		series[k].label = arena_printf(a, "%s %s", level->code, level->name);
		series[k].color = level->color;
	}
	return series;
}

const struct chart *stats_chart_levels(struct arena *a, const struct audit_stats *s)
{
	struct chart *chart = ARENA_NEW(a, struct chart);
	const char *mean = tally_mean_text(a, &s->total);
	struct chart_row *rows;

	if (!s->one_scale || !s->n_targets)
		return NULL;
	rows = ARENA_ARRAY(a, s->n_targets, struct chart_row);
	for (size_t i = 0; i < s->n_targets; i++)
		level_row(a, &rows[i], &s->targets[i], &s->parts[0].scale);
	chart->kind = CHART_STACKED_BARS;
	chart->title = "対象所属別のレベルの分布";
	chart->description = arena_printf(
		a, "%zu所属のレベルごとの項目数。全体の平均対策レベルは%s、検出は%" PRId64 "件。",
		s->n_targets, mean ? mean : "—", s->total.detections);
	chart->row_head = "対象所属";
	chart->series = level_series(a, &s->parts[0].scale);
	chart->n_series = s->parts[0].scale.n;
	chart->rows = rows;
	chart->n_rows = s->n_targets;
	return chart;
}

/* --- mean per section and area --- */

struct areas {
	struct map index; /* name → position in names */
	const char *names[AREAS_MAX];
	size_t n;
	bool by_heading;
};

static const char *catalog_name(const struct audit_stats *s, const struct audit_sheet_out *row)
{
	size_t i = 0;

	while (i + 1 < s->n_catalogs && s->catalogs[i].catalog_id != row->catalog_id)
		i++;
	return s->catalogs[i].short_name;
}

const char *stats_area(struct arena *a, const struct audit_stats *s,
                       const struct audit_sheet_out *row)
{
	const char *catalog = catalog_name(s, row);

	return row->heading1 ? arena_printf(a, "%s　%s", catalog, row->heading1) : catalog;
}

static const char *area_name(struct arena *a, const struct audit_stats *s,
                             const struct areas *areas, const struct audit_sheet_out *row)
{
	return areas->by_heading ? stats_area(a, s, row) : catalog_name(s, row);
}

/* Collects the areas in order of appearance; false when there are too many to draw. */
static bool collect_areas(struct arena *a, const struct audit_stats *s, struct areas *areas)
{
	for (size_t i = 0; i < s->n_rows; i++) {
		const char *name = area_name(a, s, areas, &s->rows[i]);

		if (map_get(&areas->index, name))
			continue;
		if (areas->n == AREAS_MAX)
			return false;
		areas->names[areas->n++] = name;
		map_put(&areas->index, name, (void *)&areas->names[areas->n - 1]);
	}
	return true;
}

static size_t area_of(struct arena *a, const struct audit_stats *s, const struct areas *areas,
                      const struct audit_sheet_out *row)
{
	const char *const *at = map_get(&areas->index, area_name(a, s, areas, row));

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
static struct tally *sum_areas(struct arena *a, const struct audit_stats *s,
                               const struct areas *areas)
{
	const struct scale *scale = &s->parts[0].scale;
	struct tally *sums = ARENA_ARRAY(a, s->n_targets * areas->n, struct tally);

	for (size_t i = 0; i < s->n_rows; i++) {
		const struct audit_sheet_out *j = &s->rows[i];
		int level = effect_of(scale, j->level).level;
		struct tally *t;

		if (level < 0 || !scale->has_value[level])
			continue;
		t = &sums[unit_index(s, j->unit_code) * areas->n + area_of(a, s, areas, j)];
		t->judged++;
		t->value_thousandths += scale->value_thousandths[level];
	}
	return sums;
}

static void area_row(struct arena *a, struct chart_row *row, const char *label,
                     const struct tally *sums, size_t n)
{
	struct chart_cell *cells = ARENA_ARRAY(a, n, struct chart_cell);

	for (size_t k = 0; k < n; k++) {
		cells[k].label = tally_mean_text(a, &sums[k]);
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

static void fill_areas(struct arena *a, const struct audit_stats *s, const struct areas *areas,
                       struct chart *chart)
{
	struct tally *sums = sum_areas(a, s, areas);
	struct chart_series *series = ARENA_ARRAY(a, areas->n, struct chart_series);
	struct chart_row *rows = ARENA_ARRAY(a, s->n_targets, struct chart_row);

	for (size_t k = 0; k < areas->n; k++)
		series[k].label = areas->names[k];
	for (size_t i = 0; i < s->n_targets; i++)
		area_row(a, &rows[i], s->targets[i].unit, &sums[i * areas->n], areas->n);
	chart->series = series;
	chart->n_series = areas->n;
	chart->rows = rows;
	chart->n_rows = s->n_targets;
}

const struct chart *stats_chart_areas(struct arena *a, const struct audit_stats *s,
                                      bool *ret_by_heading)
{
	struct chart *chart = ARENA_NEW(a, struct chart);
	struct areas areas = {.index = {.arena = a}, .by_heading = true};

	if (!s->one_scale || !s->n_targets)
		return NULL;
	if (!collect_areas(a, s, &areas)) {
		areas = (struct areas){.index = {.arena = a}};
		if (!collect_areas(a, s, &areas))
			return NULL;
	}
	chart->kind = CHART_HEAT_MAP;
	chart->title = "対象所属と領域ごとの平均対策レベル";
	chart->description = "色が濃いほど平均が低い。角の印は目標値を下回ること、—は対象としていない領域を示す。";
	chart->row_head = "対象所属";
	fill_areas(a, s, &areas, chart);
	range_of(&s->parts[0].scale, chart);
	*ret_by_heading = areas.by_heading;
	return chart;
}
