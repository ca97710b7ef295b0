/*
 * chart.h - charts as SVG, from the numbers themselves.
 *
 * One SVG serves the web, HTML, PDF and (as PNG) DOCX and XLSX. It is styled by presentation
 * attributes only, so it passes a strict CSP, names its fonts with fallbacks, carries <title> and
 * <desc>, and never tells by colour alone: every segment or cell is labelled with its number.
 */
#ifndef KAGEYU_UI_CHART_H
#define KAGEYU_UI_CHART_H

#include "base/buf.h"
#include "base/ctx.h"

#include <stdint.h>

enum chart_kind {
	CHART_STACKED_BARS, /* one horizontal bar per row, one segment per series: counts */
	CHART_HEAT_MAP      /* rows × series: a value in each cell, shaded by it */
};

struct chart_series {
	const char *label; /* "3 注意事項" */
	const char *color; /* #rrggbb; the stacked bars' segment colour. NULL in heat maps */
};

struct chart_cell {
	int64_t value;      /* bars: the count. heat map: the value times 100 (3.72 = 372) */
	const char *label; /* what is printed in it: "3.72", "8"; NULL = no such cell (printed —) */
};

struct chart_row {
	const char *label;
	const struct chart_cell *cells; /* one per series */
};

struct chart {
	enum chart_kind kind;
	const char *title;       /* <title>, also the alt text's first sentence */
	const char
		*description; /* <desc>: one or two sentences that say what can be read from it */
	const char *row_head;    /* head of the label column: "対象所属" */
	const struct chart_series *series;
	size_t n_series;
	const struct chart_row *rows;
	size_t n_rows;
	int64_t low, high; /* heat map: value range of the shading (times 100) */
	int64_t target;    /* heat map: values below are also marked by a corner sign; 0 = none */
};

/* Appends the <svg> element; *ret_width and *ret_height are its size in CSS pixels. */
void chart_svg(struct ctx *c, const struct chart *chart, struct buf *out, int *ret_width,
               int *ret_height);

#endif
