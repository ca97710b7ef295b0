#include "report/pdf_internal.h"

#include "report/doc_text.h"
#include "ui/chart_part.h"

#include <limits.h>
#include <math.h>

#define HEADING_ROOM 80.0
#define POINTS_PER_PX 0.72       /* 13 px labels become 9.4 pt, like the text in tables */
#define LEGIBLE_POINTS 6.0
#define CAPTION_GAP 5.0

static const struct type caption_type = {FACE_BOLD, 9.5, 16, COLOR_INK};

struct piece_of_chart {
	struct buf svg;
	double width, height;
	struct piece_of_chart *next;
};

struct pdf_figure {
	struct piece_of_chart *first;
	struct lines caption;
	struct tag *tag, *caption_tag;
};

static double scale_to(int px, double width)
{
	return fmin(POINTS_PER_PX, width / px);
}

/* Upright where its type stays legible, on a turned page otherwise. */
static double choose_scale(int px, bool *ret_landscape)
{
	double scale = scale_to(px, TEXT_WIDTH);

	*ret_landscape = scale * CHART_FONT_PX < LEGIBLE_POINTS;
	return *ret_landscape ? scale_to(px, TEXT_WIDTH_WIDE) : scale;
}

/* A chart too high for a page is drawn in pieces, each with its legend and heads. */
static void cut_pieces(struct pdf *p, const struct chart *chart, double scale, int max_height,
                       struct pdf_figure *figure)
{
	struct piece_of_chart **at = &figure->first;
	size_t row = 0;

	do {
		struct piece_of_chart *piece = ARENA_NEW(p->c->arena, struct piece_of_chart);
		int width, height;

		buf_init(&piece->svg, p->c->arena, BUF_MAX_TEXT);
		row = chart_part(p->c, chart, row, max_height, &piece->svg, &width, &height);
		/* a single row may still be higher than a page */
		scale = fmin(scale, (max_height + 1) * scale / height);
		piece->width = width * scale;
		piece->height = height * scale;
		*at = piece;
		at = &piece->next;
	} while (row < chart->n_rows);
}

struct pdf_figure *figure_measure(struct pdf *p, const struct doc_figure *doc, struct tag *tag,
                                  bool *ret_landscape)
{
	struct pdf_figure *figure = ARENA_NEW(p->c->arena, struct pdf_figure);
	const struct chart *chart = doc->chart;
	struct buf probe;
	double scale, room;
	int width, height;

	buf_init(&probe, p->c->arena, BUF_MAX_TEXT);
	chart_part(p->c, chart, 0, 0, &probe, &width, &height);
	scale = choose_scale(width, ret_landscape);
	figure->tag = tag;
	tag->alt =
		doc_one_line(p->c->arena, chart->description && chart->description[0]
	                                          ? arena_printf(p->c->arena, "%s %s", chart->title,
	                                                         chart->description)
	                                          : chart->title);
	room = flow_page_height(*ret_landscape);
	if (doc->caption) {
		struct measure m = {.width = *ret_landscape ? TEXT_WIDTH_WIDE : TEXT_WIDTH,
		                    .align = ALIGN_CENTER};

		figure->caption = pdf_lines(p, doc->caption, &caption_type, &m);
		figure->caption_tag = tag_add(p, tag, "Caption");
		room -= lines_height(&figure->caption) + CAPTION_GAP;
	}
	cut_pieces(p, chart, scale, (int)(room / scale), figure);
	if (figure->first->next) /* so that a heading can stand over the first piece */
		cut_pieces(p, chart, scale, (int)((room - HEADING_ROOM) / scale), figure);
	return figure;
}

static double caption_height(const struct pdf_figure *figure)
{
	return figure->caption.n ? lines_height(&figure->caption) + CAPTION_GAP : 0;
}

double figure_first_height(const struct pdf_figure *figure)
{
	return figure->first->height + (figure->first->next ? 0 : caption_height(figure));
}

void figure_place(struct flow *f, const struct pdf_figure *figure)
{
	double left = page_text_left(f->page), width = page_text_width(f->page);

	for (const struct piece_of_chart *piece = figure->first; piece; piece = piece->next) {
		double need = piece->height + (piece->next ? 0 : caption_height(figure) + f->tail);

		if (!f->fresh && need > flow_room(f) + 0.01)
			flow_new_page(f);
		page_figure(f->p, f->page, left + (width - piece->width) / 2, f->y, piece->width,
		            piece->height, &piece->svg, figure->tag);
		f->y += piece->height;
		f->fresh = false;
	}
	if (figure->caption.n) {
		f->y += CAPTION_GAP;
		page_lines(f->p, f->page, left, f->y, &figure->caption, figure->caption_tag);
		f->y += lines_height(&figure->caption);
	}
}
