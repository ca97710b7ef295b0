/*
 * chart_part.h - a chart in pieces, for pages that it does not fit on.
 *
 * Every piece has the legend and heads, and is drawn to the scale of the whole chart.
 */
#ifndef KAGEYU_UI_CHART_PART_H
#define KAGEYU_UI_CHART_PART_H

#include "ui/chart.h"

/* The type size of a chart's labels in CSS pixels: what is drawn smaller is unreadable. */
#define CHART_FONT_PX 13

/*
 * As chart_svg(), for the rows from `first` on: as many as max_height CSS pixels hold, at least
 * one. Returns the first row of the next piece, n_rows after the last one. All pieces of a chart
 * are equally wide.
 */
size_t chart_part(struct ctx *c, const struct chart *chart, size_t first, int max_height,
                  struct buf *out, int *ret_width, int *ret_height);

#endif
