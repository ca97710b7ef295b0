#include "ui/chart.h"

#include "base/text.h"
#include "ui/chart_internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FONT_TEXT "'BIZ UDPGothic','BIZ UDGothic','Noto Sans CJK JP',sans-serif"

#define ROW_LABEL_MAX 236 /* 18 ideographs: longer names take more lines */
#define ROW_LABEL_GAP 12

/* Columns of the next character, 0 for what joins the one before; advances. */
static int next_columns(const char **s)
{
	char one[5] = {0};

	text_encode(text_next(s), one);
	return text_width(one);
}

/* narrow: the width of a half-width character in hundredths of the type size */
static int estimate(const char *s, int size, int narrow)
{
	int hundredths = 0;

	while (*s) {
		int columns = next_columns(&s);

		hundredths += columns == 2 ? 100 : columns * narrow;
	}
	return hundredths * size / 100 + 1;
}

int chart_text_width(const char *s, int size)
{
	return estimate(s, size, 70);
}

int chart_figures_width(const char *s, int size)
{
	return estimate(s, size, 56);
}

/* Bytes of s that fit into `width`; at least one character. */
static size_t fitting(struct arena *a, const char *s, int size, int width)
{
	const char *at = s;
	size_t good = 0;

	if (chart_text_width(s, size) <= width)
		return strlen(s);
	while (*at) {
		if (next_columns(&at) && good &&
		    chart_text_width(arena_strndup(a, s, (size_t)(at - s)), size) > width)
			break;
		good = (size_t)(at - s);
	}
	return good;
}

/* The same, but rather ended before a bracket, or after a space or middle dot, past the half. */
static size_t line_end(struct arena *a, const char *s, int size, int width)
{
	static const char *const before[] = {"(", "（", "「", "["}, *const after[] = {" ", "　", "・"};
	size_t most = fitting(a, s, size, width), best = 0;

	if (!s[most])
		return most;
	for (size_t i = 1; i <= most; i++) {
		for (size_t k = 0; k < sizeof before / sizeof *before; k++)
			if (strncmp(s + i, before[k], strlen(before[k])) == 0)
				best = i;
		for (size_t k = 0; k < sizeof after / sizeof *after; k++)
			if (i >= strlen(after[k]) &&
			    strncmp(s + i - strlen(after[k]), after[k], strlen(after[k])) == 0)
				best = i;
	}
	return best > most / 3 ? best : most;
}

/* At most `width` wide, with … when cut. */
static const char *cut(struct arena *a, const char *s, int size, int width)
{
	for (int columns = text_width(s); columns > 2; columns--) {
		const char *part = text_truncate(a, s, columns);

		if (chart_text_width(part, size) <= width)
			return part;
	}
	return text_truncate(a, s, 2);
}

struct label chart_wrap(struct arena *a, const char *s, int size, int width, int lines)
{
	struct label l = {0};

	for (s = text_trim(a, s); *s && l.n < lines; s = text_trim(a, s)) {
		bool last = l.n == lines - 1;
		size_t len = last ? strlen(s) : line_end(a, s, size, width);
		const char *line = text_trim(a, arena_strndup(a, s, len));

		if (last)
			line = cut(a, line, size, width);
		l.lines[l.n++] = line;
		if (chart_text_width(line, size) > l.width)
			l.width = chart_text_width(line, size);
		s += len;
	}
	return l;
}

/* A channel of an sRGB colour as linear light times 10,000. */
static long linear(unsigned channel)
{
	/* the sRGB curve at 0, 32, 64 … 256 */
	static const long curve[] = {0, 144, 513, 1170, 2159, 3515, 5271, 7454, 10086};
	unsigned step = channel / 32, rest = channel % 32;

	return curve[step] + (curve[step + 1] - curve[step]) * (long)rest / 32;
}

const char *chart_contrast(const char *color)
{
	unsigned rgb = color && *color == '#' ? (unsigned)strtoul(color + 1, NULL, 16) : 0xFFFFFFU;
	long light = (linear(rgb >> 16 & 255) * 2126 + linear(rgb >> 8 & 255) * 7152 +
	              linear(rgb & 255) * 722) / 10000;

	/* WCAG contrast against white is 1.05 / (L + .05), against the ink (L + .05) / .0604 */
	return (light + 500) * (light + 500) > 10500L * 604 ? CHART_INK : "#ffffff";
}

void chart_rect(struct buf *out, int x, int y, int width, int height, const char *fill)
{
	buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x, y,
	           width, height, fill);
}

void chart_line(struct buf *out, int x1, int y1, int x2, int y2, const char *stroke)
{
	buf_printf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>\n", x1, y1,
	           x2, y2, stroke);
}

void chart_text(struct buf *out, int x, int y, enum anchor anchor, struct type type, const char *s)
{
	static const char *const anchors[] = {"", " text-anchor=\"middle\"",
	                                      " text-anchor=\"end\""};

	buf_printf(out, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\"%s%s%s>", x, y,
	           type.size, type.fill, anchors[anchor], type.bold ? " font-weight=\"bold\"" : "",
	           type.figures ? " font-family=\"" CHART_FIGURES "\"" : "");
	buf_put_xml(out, s);
	buf_puts(out, "</text>\n");
}

void chart_label(struct buf *out, int x, int cy, enum anchor anchor, struct type type,
                 const struct label *label)
{
	/* ideographs reach from .12 below the base line to .88 above it */
	int y = cy + type.size * 38 / 100 - (label->n - 1) * CHART_LINE / 2;

	for (int i = 0; i < label->n; i++)
		chart_text(out, x, y + i * CHART_LINE, anchor, type, label->lines[i]);
}

struct row_labels chart_row_labels(struct arena *a, const struct chart *chart)
{
	struct row_labels r = {.v = ARENA_ARRAY(a, chart->n_rows, struct label)};
	int width = chart->row_head ? chart_text_width(chart->row_head, CHART_SMALL) : 0;

	if (width > ROW_LABEL_MAX)
		width = ROW_LABEL_MAX;
	for (size_t i = 0; i < chart->n_rows; i++) {
		r.v[i] = chart_wrap(a, chart->rows[i].label, CHART_FONT_PX, ROW_LABEL_MAX,
		                    LABEL_LINES_MAX);
		if (r.v[i].width > width)
			width = r.v[i].width;
	}
	r.width = width + ROW_LABEL_GAP;
	return r;
}

/* FNV-1a, to name the elements of this chart apart from those of another on the same page */
static uint32_t hash(uint32_t h, const char *s)
{
	for (; s && *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619U;
	return h;
}

static void open_svg(const struct chart *chart, size_t first, int width, int height,
                     struct buf *out)
{
	char id[32];

	snprintf(id, sizeof id, "chart-%08x-%zu",
	         (unsigned)hash(hash(2166136261U, chart->title), chart->description), first);
	buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	           "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\" "
	           "font-family=\"" FONT_TEXT "\">\n<title id=\"%s-t\">",
	           width, height, width, height, id, id, id);
	buf_put_xml(out, chart->title);
	buf_printf(out, "</title>\n<desc id=\"%s-d\">", id);
	buf_put_xml(out, chart->description);
	buf_puts(out, "</desc>\n");
	chart_rect(out, 0, 0, width, height, "#ffffff");
}

size_t chart_part(struct ctx *c, const struct chart *chart, size_t first, int max_height,
                  struct buf *out, int *ret_width, int *ret_height)
{
	bool heat = chart->kind == CHART_HEAT_MAP;
	struct chart_frame f = heat ? chart_heat_prepare(c->arena, chart)
	                            : chart_bars_prepare(c->arena, chart);
	int height = f.head_height + f.foot_height;
	size_t end = first;

	while (end < chart->n_rows && (end == first || height + f.row_heights[end] <= max_height))
		height += f.row_heights[end++];
	open_svg(chart, first, f.width, height, out);
	(heat ? chart_heat_draw : chart_bars_draw)(chart, &f, first, end, out);
	buf_puts(out, "</svg>\n");
	*ret_width = f.width;
	*ret_height = height;
	return end;
}

void chart_svg(struct ctx *c, const struct chart *chart, struct buf *out, int *ret_width,
               int *ret_height)
{
	chart_part(c, chart, 0, INT_MAX, out, ret_width, ret_height);
}
