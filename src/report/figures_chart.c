/* The two charts, each with the same numbers as a table. */
#include "report/figures_internal.h"

#include "audit/stats_chart.h"

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

static void put_figure(const struct figure_call *f, const char *key, const struct chart *chart)
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

void figure_chart_levels(const struct figure_call *f)
{
	const struct chart *chart = stats_chart_levels(f->c->arena, &f->data->stats);

	if (chart)
		put_figure(f, "chart-levels", chart);
}

void figure_chart_areas(const struct figure_call *f)
{
	bool by_heading;
	const struct chart *chart = stats_chart_areas(f->c->arena, &f->data->stats, &by_heading);

	if (chart)
		put_figure(f, "chart-areas", chart);
}
