#include "base/text.h"
#include "ui/chart_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW 24         /* height of a row */
#define CELL_MIN 24
#define CELL_MAX 88
#define VALUE_SIZE 12
#define TURNED_MAX 168 /* longer column heads are numbered and listed below */
#define CORNER 7
#define SWATCH_WIDTH 28
#define SWATCH_HEIGHT 12
#define LEGEND_HEIGHT 26
#define KEY_GAP 24

enum heads { HEADS_LEVEL, HEADS_TURNED, HEADS_NUMBERED };

struct heat {
	struct row_labels labels;
	int plot_x, cell;
	enum heads heads;
	struct label *head_labels; /* level heads: broken into lines */
	int head_lines;
	int key_width; /* of a column of the list of heads */
	bool decimals; /* the legend's numbers have two */
};

/* From low to high: a single hue whose lightness rises evenly, so that it survives any printer. */
static const unsigned char ramp[][3] = {
	{0x86, 0x3B, 0x04}, {0xC9, 0x6F, 0x1B}, {0xEF, 0xA8, 0x55}, {0xFB, 0xD8, 0xA2},
	{0xFF, 0xF7, 0xE6},
};
#define RAMP_LAST ((int)(sizeof ramp / sizeof *ramp) - 1)

static void shade(const struct chart *chart, int64_t value, char ret[8])
{
	const int64_t end = INT64_C(1000) * RAMP_LAST;
	int64_t range = chart->high - chart->low, at = end;
	int stop, rest, rgb[3];

	if (range > 0)
		at = (value - chart->low) * end / range;
	at = at < 0 ? 0 : at > end ? end : at;
	stop = at == end ? RAMP_LAST - 1 : (int)(at / 1000);
	rest = (int)at - stop * 1000;
	for (int i = 0; i < 3; i++)
		rgb[i] = ramp[stop][i] + (ramp[stop + 1][i] - ramp[stop][i]) * rest / 1000;
	snprintf(ret, 8, "#%02x%02x%02x", (unsigned)rgb[0] & 255U, (unsigned)rgb[1] & 255U,
	         (unsigned)rgb[2] & 255U);
}

static bool below_target(const struct chart *chart, const struct chart_cell *cell)
{
	return cell->label && chart->target && cell->value < chart->target;
}

/* The width all cells need for what is printed in them; notes whether it has decimals. */
static int widest_value(const struct chart *chart, struct heat *h)
{
	int widest = CELL_MIN;

	for (size_t i = 0; i < chart->n_rows; i++) {
		for (size_t k = 0; k < chart->n_series; k++) {
			const char *label = chart->rows[i].cells[k].label;
			int width = label ? chart_figures_width(label, VALUE_SIZE) + 10 : 0;

			if (width > widest)
				widest = width;
			if (label && strchr(label, '.'))
				h->decimals = true;
		}
	}
	return widest;
}

static void choose_heads(struct arena *a, const struct chart *chart, struct heat *h)
{
	bool level = true;
	int longest = 0;

	h->head_labels = ARENA_ARRAY(a, chart->n_series, struct label);
	for (size_t k = 0; k < chart->n_series; k++) {
		const char *label = chart->series[k].label;
		int width = chart_text_width(label, VALUE_SIZE);

		h->head_labels[k] = chart_wrap(a, label, VALUE_SIZE, h->cell - 4, LABEL_LINES_MAX);
		/* three narrow lines hold two ideographs each at the least */
		if (width > (h->cell - 4) * LABEL_LINES_MAX * 9 / 10 ||
		    h->head_labels[k].width > h->cell - 2)
			level = false;
		if (h->head_labels[k].n > h->head_lines)
			h->head_lines = h->head_labels[k].n;
		if (width > longest)
			longest = width;
	}
	h->heads = level ? HEADS_LEVEL : longest <= TURNED_MAX ? HEADS_TURNED : HEADS_NUMBERED;
	if (h->heads == HEADS_TURNED)
		h->key_width = longest;
	else if (h->heads == HEADS_NUMBERED)
		h->key_width = longest + 2 * VALUE_SIZE;
}

static int heads_height(const struct heat *h)
{
	if (h->heads == HEADS_TURNED)
		return h->key_width + 8;
	return (h->heads == HEADS_LEVEL ? h->head_lines : 1) * CHART_LINE + 6;
}

static size_t key_columns(const struct heat *h, int width)
{
	int n = (width - 2 * CHART_MARGIN + KEY_GAP) / (h->key_width + KEY_GAP);

	return n > 1 ? (size_t)n : 1;
}

static size_t key_lines(const struct chart *chart, const struct heat *h, int width)
{
	size_t columns = key_columns(h, width);

	return (chart->n_series + columns - 1) / columns;
}

struct chart_frame chart_heat_prepare(struct arena *a, const struct chart *chart)
{
	struct heat *h = ARENA_NEW(a, struct heat);
	struct chart_frame f = {.own = h, .foot_height = CHART_MARGIN};
	int n = chart->n_series ? (int)chart->n_series : 1, least = widest_value(chart, h);

	h->labels = chart_row_labels(a, chart);
	h->plot_x = CHART_MARGIN + h->labels.width;
	h->cell = (CHART_WIDTH - CHART_MARGIN - h->plot_x) / n;
	h->cell = h->cell < least ? least : h->cell > CELL_MAX ? CELL_MAX : h->cell;
	choose_heads(a, chart, h);
	f.width = h->plot_x + n * h->cell + CHART_MARGIN;
	if (f.width < CHART_WIDTH * 2 / 3)
		f.width = CHART_WIDTH * 2 / 3;
	f.head_height = CHART_MARGIN + LEGEND_HEIGHT + heads_height(h);
	if (h->heads == HEADS_NUMBERED)
		f.foot_height += 8 + (int)key_lines(chart, h, f.width) * CHART_LINE;
	f.row_heights = ARENA_ARRAY(a, chart->n_rows, int);
	for (size_t i = 0; i < chart->n_rows; i++) {
		int label = h->labels.v[i].n * CHART_LINE + 6;

		f.row_heights[i] = label > ROW ? label : ROW;
	}
	return f;
}

static void format_value(const struct heat *h, int64_t value, char *ret, size_t room)
{
	if (h->decimals || value % 100)
		snprintf(ret, room, "%lld.%02lld", (long long)value / 100, (long long)value % 100);
	else
		snprintf(ret, room, "%lld", (long long)value / 100);
}

static void draw_corner(struct buf *out, int x, int y, const char *fill)
{
	buf_printf(out, "<path d=\"M%d %dh%dl-%d %dz\" fill=\"%s\"/>\n", x, y, CORNER, CORNER,
	           CORNER, fill);
}

/* low, the shades between, high; then the sign of what is below the target */
static void draw_legend(const struct chart *chart, const struct heat *h, struct buf *out)
{
	struct type type = {VALUE_SIZE, CHART_INK, false, true};
	int x = h->plot_x, y = CHART_MARGIN, base = y + SWATCH_HEIGHT - 2;
	char text[40], color[8];

	format_value(h, chart->low, text, sizeof text);
	chart_text(out, x, base, ANCHOR_START, type, text);
	x += chart_figures_width(text, VALUE_SIZE) + 6;
	for (int i = 0; i <= RAMP_LAST; i++, x += SWATCH_WIDTH) {
		shade(chart, chart->low + (chart->high - chart->low) * i / RAMP_LAST, color);
		buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" "
		           "stroke=\"" CHART_RULE "\"/>\n",
		           x, y, SWATCH_WIDTH, SWATCH_HEIGHT, color);
	}
	format_value(h, chart->high, text, sizeof text);
	chart_text(out, x + 6, base, ANCHOR_START, type, text);
	if (!chart->target)
		return;
	x += 6 + chart_figures_width(text, VALUE_SIZE) + 24;
	buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#ffffff\" "
	           "stroke=\"" CHART_RULE "\"/>\n",
	           x, y, SWATCH_WIDTH, SWATCH_HEIGHT);
	draw_corner(out, x, y, CHART_INK);
	memcpy(text, "< ", 2);
	format_value(h, chart->target, text + 2, sizeof text - 2);
	chart_text(out, x + SWATCH_WIDTH + 6, base, ANCHOR_START, type, text);
}

static void draw_heads(const struct chart *chart, const struct chart_frame *f, struct buf *out)
{
	const struct heat *h = f->own;
	struct type type = {VALUE_SIZE, CHART_INK, false, false};
	int bottom = f->head_height - 6;
	char number[24];

	if (chart->row_head)
		chart_text(out, CHART_MARGIN, bottom, ANCHOR_START,
		           (struct type){CHART_SMALL, CHART_GREY, false, false}, chart->row_head);
	for (size_t k = 0; k < chart->n_series; k++) {
		int x = h->plot_x + (int)k * h->cell + h->cell / 2;
		const struct label *label = &h->head_labels[k];

		if (h->heads == HEADS_TURNED) {
			buf_printf(out, "<g transform=\"translate(%d %d) rotate(-90)\">", x + 4,
			           bottom);
			chart_text(out, 0, 0, ANCHOR_START, type, chart->series[k].label);
			buf_puts(out, "</g>\n");
		} else if (h->heads == HEADS_LEVEL) {
			chart_label(out, x, bottom - 4 - (label->n - 1) * CHART_LINE / 2,
			            ANCHOR_MIDDLE, type, label);
		} else {
			snprintf(number, sizeof number, "%zu", k + 1);
			chart_text(out, x, bottom, ANCHOR_MIDDLE,
			           (struct type){VALUE_SIZE, CHART_INK, false, true}, number);
		}
	}
}

/* What the numbered heads stand for, read down the columns. */
static void draw_key(const struct chart *chart, const struct chart_frame *f, int y,
                     struct buf *out)
{
	const struct heat *h = f->own;
	size_t lines = key_lines(chart, h, f->width);
	char number[24];

	for (size_t k = 0; k < chart->n_series; k++) {
		int x = CHART_MARGIN + (int)(k / lines) * (h->key_width + KEY_GAP);
		int base = y + 8 + (int)(k % lines) * CHART_LINE + VALUE_SIZE;

		snprintf(number, sizeof number, "%zu", k + 1);
		chart_text(out, x + VALUE_SIZE, base, ANCHOR_END,
		           (struct type){VALUE_SIZE, CHART_INK, false, true}, number);
		chart_text(out, x + 2 * VALUE_SIZE - 4, base, ANCHOR_START,
		           (struct type){VALUE_SIZE, CHART_INK, false, false},
		           chart->series[k].label);
	}
}

/* The fill of a cell and the ink on it. */
static struct type cell_type(const struct chart *chart, const struct chart_cell *cell,
                             char ret_fill[8])
{
	struct type type = {VALUE_SIZE, CHART_GREY, false, true};

	if (!cell->label) {
		memcpy(ret_fill, "#ffffff", sizeof "#ffffff");
		return type;
	}
	shade(chart, cell->value, ret_fill);
	type.fill = chart_contrast(ret_fill);
	return type;
}

static void draw_fills(const struct chart *chart, const struct heat *h,
                       const struct chart_row *row, int y, int height, struct buf *out)
{
	char fill[8];

	for (size_t k = 0; k < chart->n_series; k++) {
		cell_type(chart, &row->cells[k], fill);
		chart_rect(out, h->plot_x + (int)k * h->cell, y, h->cell, height, fill);
	}
}

static void draw_values(const struct chart *chart, const struct heat *h,
                        const struct chart_row *row, int y, int height, struct buf *out)
{
	char fill[8];

	for (size_t k = 0; k < chart->n_series; k++) {
		const struct chart_cell *cell = &row->cells[k];
		struct type type = cell_type(chart, cell, fill);
		int x = h->plot_x + (int)k * h->cell;

		if (below_target(chart, cell))
			draw_corner(out, x + 1, y + 1, type.fill);
		buf_printf(out, "<text x=\"%d\" y=\"%d\" fill=\"%s\">", x + h->cell / 2,
		           y + height / 2 + 4, type.fill);
		buf_put_xml(out, cell->label ? cell->label : "—");
		buf_puts(out, "</text>\n");
	}
}

void chart_heat_draw(const struct chart *chart, const struct chart_frame *f, size_t first,
                     size_t end, struct buf *out)
{
	const struct heat *h = f->own;
	struct type ink = {CHART_FONT_PX, CHART_INK, false, false};
	int right = h->plot_x + (int)chart->n_series * h->cell, y = f->head_height;

	draw_legend(chart, h, out);
	draw_heads(chart, f, out);
	for (size_t i = first; i < end; y += f->row_heights[i++])
		chart_label(out, CHART_MARGIN, y + f->row_heights[i] / 2, ANCHOR_START, ink,
		            &h->labels.v[i]);
	/* white lines part the cells */
	buf_puts(out, "<g stroke=\"#ffffff\">\n");
	y = f->head_height;
	for (size_t i = first; i < end; y += f->row_heights[i++])
		draw_fills(chart, h, &chart->rows[i], y, f->row_heights[i], out);
	buf_printf(out,
	           "</g>\n<g font-size=\"%d\" text-anchor=\"middle\" font-family=\"" CHART_FIGURES
	           "\">\n",
	           VALUE_SIZE);
	y = f->head_height;
	for (size_t i = first; i < end; y += f->row_heights[i++])
		draw_values(chart, h, &chart->rows[i], y, f->row_heights[i], out);
	buf_puts(out, "</g>\n");
	chart_line(out, CHART_MARGIN, f->head_height, right, f->head_height, CHART_RULE);
	chart_line(out, CHART_MARGIN, y, right, y, CHART_RULE);
	if (h->heads == HEADS_NUMBERED)
		draw_key(chart, f, y, out);
}
