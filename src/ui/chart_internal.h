/*
 * chart_internal.h - what the kinds of charts share: an SVG pen and text measured without fonts.
 *
 * All coordinates are whole CSS pixels; the widths of texts are estimates on the safe side, since
 * the fonts are only known to whoever shows the chart.
 */
#ifndef KAGEYU_UI_CHART_INTERNAL_H
#define KAGEYU_UI_CHART_INTERNAL_H

#include "ui/chart_part.h"

#include <stdbool.h>

#define CHART_WIDTH 720  /* what a chart fills where its content allows */
#define CHART_MARGIN 2   /* keeps strokes inside the picture */
#define CHART_SMALL 11
#define CHART_LINE 16    /* from line to line in a label of several lines */
#define CHART_INK "#1a1a1a"
#define CHART_GREY "#595959"
#define CHART_RULE "#8c8c8c"
/* the fonts of figures: their digits are of one width */
#define CHART_FIGURES "'BIZ UDGothic','BIZ UDPGothic','Noto Sans CJK JP',sans-serif"

#define LABEL_LINES_MAX 3

/* A text broken into lines. */
struct label {
	const char *lines[LABEL_LINES_MAX];
	int n;
	int width; /* of the widest line */
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* A text's type: how large, how heavy, which ink, and whether it is figures, of even width. */
struct type {
	int size;
	const char *fill;
	bool bold, figures;
};

int chart_text_width(const char *s, int size);
int chart_figures_width(const char *s, int size);

/* Breaks s into at most `lines` lines, before brackets where possible; the last is cut with … */
struct label chart_wrap(struct arena *a, const char *s, int size, int width, int lines);

/* White or near black, whichever stands out more from the colour. */
const char *chart_contrast(const char *color);

void chart_rect(struct buf *out, int x, int y, int width, int height, const char *fill);
void chart_line(struct buf *out, int x1, int y1, int x2, int y2, const char *stroke);
/* y is the base line */
void chart_text(struct buf *out, int x, int y, enum anchor anchor, struct type type,
                const char *s);
/* Lines of a label around the vertical centre cy. */
void chart_label(struct buf *out, int x, int cy, enum anchor anchor, struct type type,
                 const struct label *label);

/* The column of row labels, common to both kinds. */
struct row_labels {
	struct label *v; /* one per row of the chart */
	int width;       /* of the column, gap to the plot included */
};
struct row_labels chart_row_labels(struct arena *a, const struct chart *chart);

/*
 * What a kind of chart does. prepare() measures the whole chart; row_height() and draw() work on
 * what it returned.
 */
struct chart_frame {
	int width, head_height, foot_height;
	int *row_heights; /* one per row */
	void *own;
};
struct chart_frame chart_bars_prepare(struct arena *a, const struct chart *chart);
void chart_bars_draw(const struct chart *chart, const struct chart_frame *f, size_t first,
                     size_t end, struct buf *out);
struct chart_frame chart_heat_prepare(struct arena *a, const struct chart *chart);
void chart_heat_draw(const struct chart *chart, const struct chart_frame *f, size_t first,
                     size_t end, struct buf *out);

#endif
