#include "base/num.h"
#include "ui/chart_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define BAR 18         /* height of a bar */
#define ROW_GAP 9      /* between bars */
#define OUTSIDE 12     /* more above a bar whose numbers do not fit in */
#define OUTSIDE_SIZE 10
#define SWATCH 12
#define LEGEND_LINE 20
#define LEGEND_GAP 18
#define SAME_GREY 40   /* of 255: colours closer than this are one in black and white */
#define WHITE_SEEN 180 /* on what is darker, white strokes are */
#define HATCH_STEP 6

struct spot {
	int x, line;
};

struct bars {
	struct row_labels labels;
	struct spot *legend; /* one per series */
	int legend_lines;
	int plot_x, plot_width;
	int64_t most;    /* the largest total: as wide as the plot */
	int64_t *totals; /* one per row */
	const char **total_labels;
	bool outside; /* some bar has numbers above it */
	bool *hatched; /* one per series: as light as a later one, grey does not tell them */
};

static int segment_x(const struct bars *b, int64_t count)
{
	return b->plot_x + (b->most ? (int)(count * b->plot_width / b->most) : 0);
}

static bool fits(const struct bars *b, int64_t before, const struct chart_cell *cell)
{
	int width = segment_x(b, before + cell->value) - segment_x(b, before);

	return chart_figures_width(cell->label, CHART_FONT_PX) + 2 <= width;
}

static void place_legend(struct arena *a, const struct chart *chart, struct bars *b)
{
	int x = CHART_MARGIN, line = 0;

	b->legend = ARENA_ARRAY(a, chart->n_series, struct spot);
	for (size_t i = 0; i < chart->n_series; i++) {
		int width = SWATCH + 6 + chart_text_width(chart->series[i].label, CHART_FONT_PX);

		if (x > CHART_MARGIN && x + width > CHART_WIDTH - CHART_MARGIN) {
			x = CHART_MARGIN;
			line++;
		}
		b->legend[i] = (struct spot){x, line};
		x += width + LEGEND_GAP;
	}
	b->legend_lines = chart->n_series ? line + 1 : 0;
}

static void sum_rows(struct arena *a, const struct chart *chart, struct bars *b)
{
	b->totals = ARENA_ARRAY(a, chart->n_rows, int64_t);
	b->total_labels = ARENA_ARRAY(a, chart->n_rows, const char *);
	for (size_t i = 0; i < chart->n_rows; i++) {
		for (size_t k = 0; k < chart->n_series; k++)
			b->totals[i] += chart->rows[i].cells[k].value;
		b->total_labels[i] = count_format(a, b->totals[i]);
		if (b->totals[i] > b->most)
			b->most = b->totals[i];
	}
}

static void place_plot(const struct chart *chart, struct bars *b)
{
	int totals = 0;

	for (size_t i = 0; i < chart->n_rows; i++) {
		int width = chart_figures_width(b->total_labels[i], CHART_FONT_PX);

		if (width > totals)
			totals = width;
	}
	b->plot_x = CHART_MARGIN + b->labels.width;
	b->plot_width = CHART_WIDTH - CHART_MARGIN - totals - 10 - b->plot_x;
}

static bool has_outside(const struct chart *chart, const struct bars *b, size_t row)
{
	int64_t before = 0;

	for (size_t k = 0; k < chart->n_series; k++) {
		const struct chart_cell *cell = &chart->rows[row].cells[k];

		if (cell->value && cell->label && !fits(b, before, cell))
			return true;
		before += cell->value;
	}
	return false;
}

static int lightness(const char *color)
{
	unsigned rgb = color && *color == '#' ? (unsigned)strtoul(color + 1, NULL, 16) : 0xFFFFFFU;

	return (int)((rgb >> 16 & 255) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114) / 1000;
}

static void choose_hatches(struct arena *a, const struct chart *chart, struct bars *b)
{
	b->hatched = ARENA_ARRAY(a, chart->n_series, bool);
	for (size_t i = 0; i < chart->n_series; i++)
		for (size_t k = i + 1; k < chart->n_series; k++)
			b->hatched[i] |= abs(lightness(chart->series[i].color) -
			                     lightness(chart->series[k].color)) < SAME_GREY;
}

struct chart_frame chart_bars_prepare(struct arena *a, const struct chart *chart)
{
	struct bars *b = ARENA_NEW(a, struct bars);
	struct chart_frame f = {.width = CHART_WIDTH, .own = b, .foot_height = CHART_MARGIN};

	b->labels = chart_row_labels(a, chart);
	sum_rows(a, chart, b);
	place_plot(chart, b);
	place_legend(a, chart, b);
	choose_hatches(a, chart, b);
	f.head_height = CHART_MARGIN + b->legend_lines * LEGEND_LINE + 6;
	if (chart->row_head)
		f.head_height += LEGEND_LINE;
	f.row_heights = ARENA_ARRAY(a, chart->n_rows, int);
	for (size_t i = 0; i < chart->n_rows && !b->outside; i++)
		b->outside = has_outside(chart, b, i);
	for (size_t i = 0; i < chart->n_rows; i++) {
		int bar = BAR + (b->outside ? OUTSIDE : 0), label = b->labels.v[i].n * CHART_LINE;

		f.row_heights[i] = ROW_GAP + (label > bar ? label : bar);
	}
	return f;
}

/* Strokes from lower left to upper right, cut off at the edges. */
static void draw_hatch(int x, int y, int width, int height, const char *color, struct buf *out)
{
	buf_puts(out, "<path d=\"");
	for (int from = x + HATCH_STEP - height; from < x + width; from += HATCH_STEP) {
		int x1 = from < x ? x : from, x2 = from + height;

		x2 = x2 > x + width ? x + width : x2;
		if (x2 > x1)
			buf_printf(out, "M%d %dL%d %d", x1, y + height - (x1 - from), x2,
			           y + height - (x2 - from));
	}
	buf_printf(out, "\" stroke=\"%s\" fill=\"none\"/>\n",
	           lightness(color) < WHITE_SEEN ? "#ffffff" : CHART_GREY);
}

static void draw_head(const struct chart *chart, const struct bars *b, struct buf *out)
{
	struct type type = {CHART_FONT_PX, CHART_INK, false, false};
	int base = CHART_MARGIN + 14;

	if (chart->row_head)
		chart_text(out, CHART_MARGIN, base + b->legend_lines * LEGEND_LINE + 2,
		           ANCHOR_START, (struct type){CHART_SMALL, CHART_GREY, false, false},
		           chart->row_head);
	for (size_t i = 0; i < chart->n_series; i++) {
		int x = b->legend[i].x, y = base + b->legend[i].line * LEGEND_LINE;

		buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" "
		           "stroke=\"" CHART_GREY "\"/>\n",
		           x, y - SWATCH + 1, SWATCH, SWATCH, chart->series[i].color);
		if (b->hatched[i])
			draw_hatch(x, y - SWATCH + 1, SWATCH, SWATCH, chart->series[i].color, out);
		chart_text(out, x + SWATCH + 6, y, ANCHOR_START, type, chart->series[i].label);
	}
}

/* A segment, with its number where that fits. */
static void draw_segment(const struct chart *chart, const struct bars *b, size_t series,
                         const struct chart_cell *cell, int64_t before, int y, struct buf *out)
{
	const char *color = chart->series[series].color;
	struct type type = {CHART_FONT_PX, chart_contrast(color), false, true};
	int x = segment_x(b, before), width = segment_x(b, before + cell->value) - x;

	buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" "
	           "stroke=\"" CHART_GREY "\"/>\n",
	           x, y, width, BAR, color);
	if (b->hatched[series]) {
		int figures = cell->label ? chart_figures_width(cell->label, CHART_FONT_PX) + 4 : 0;

		draw_hatch(x, y, width, BAR, color, out);
		if (figures && fits(b, before, cell))
			chart_rect(out, x + (width - figures) / 2, y + 2, figures, BAR - 4, color);
	}
	if (cell->label && fits(b, before, cell))
		chart_text(out, x + width / 2, y + BAR / 2 + 5, ANCHOR_MIDDLE, type, cell->label);
}

/* The numbers of segments too narrow for them, side by side above the bar, each with a tick. */
static void draw_outside(const struct chart *chart, const struct bars *b,
                         const struct chart_row *row, int y, struct buf *out)
{
	struct type type = {OUTSIDE_SIZE, CHART_INK, false, true};
	int64_t before = 0;
	int free_x = b->plot_x;

	for (size_t k = 0; k < chart->n_series; before += row->cells[k++].value) {
		const struct chart_cell *cell = &row->cells[k];
		int half, middle, x;

		if (!cell->value || !cell->label || fits(b, before, cell))
			continue;
		half = chart_figures_width(cell->label, OUTSIDE_SIZE) / 2;
		middle = (segment_x(b, before) + segment_x(b, before + cell->value)) / 2;
		x = middle - half < free_x ? free_x + half : middle;
		free_x = x + half + 3;
		chart_line(out, middle, y, x, y - 3, CHART_GREY);
		chart_text(out, x, y - 4, ANCHOR_MIDDLE, type, cell->label);
	}
}

void chart_bars_draw(const struct chart *chart, const struct chart_frame *f, size_t first,
                     size_t end, struct buf *out)
{
	const struct bars *b = f->own;
	struct type ink = {CHART_FONT_PX, CHART_INK, false, false};
	int y = f->head_height;

	draw_head(chart, b, out);
	for (size_t i = first; i < end; y += f->row_heights[i++]) {
		const struct chart_row *row = &chart->rows[i];
		int bar_y = y + (f->row_heights[i] - BAR + (b->outside ? OUTSIDE : 0)) / 2;
		int64_t before = 0;

		chart_label(out, CHART_MARGIN, bar_y + BAR / 2, ANCHOR_START, ink, &b->labels.v[i]);
		for (size_t k = 0; k < chart->n_series; before += row->cells[k++].value)
			if (row->cells[k].value)
				draw_segment(chart, b, k, &row->cells[k], before, bar_y, out);
		if (b->outside)
			draw_outside(chart, b, row, bar_y, out);
		chart_text(out, segment_x(b, b->totals[i]) + 8, bar_y + BAR / 2 + 5, ANCHOR_START,
		           (struct type){CHART_FONT_PX, CHART_INK, true, true}, b->total_labels[i]);
	}
	chart_line(out, b->plot_x, f->head_height, b->plot_x, y, CHART_RULE);
}
