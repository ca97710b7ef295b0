#include "report/pdf_internal.h"

#include "gen/librsvg.h"
#include "report/doc_text.h"

#include <stdlib.h>
#include <string.h>

#define LINK_RULE 0.4
#define LINK_RULE_DOWN 0.16 /* of the type size, below the base line's foot */

struct drawing {
	struct pdf *p;
	cairo_surface_t *surface;
	cairo_t *cr;
	RsvgHandle *svg;
	size_t page, n_marked; /* marked contents on the page so far */
	const struct tag *open;
	const char *link; /* the link last drawn, and its tag: it may go on in the next line */
	const struct text *link_text;
	struct tag *link_tag;
};

static cairo_status_t write_sink(void *closure, const unsigned char *data, unsigned len)
{
	struct sink *sink = closure;

	if (len > BUF_MAX_DOCUMENT - sink->len)
		return CAIRO_STATUS_WRITE_ERROR;
	if (sink->room - sink->len < len) {
		size_t room = (sink->len + len) * 2 + 65536;
		char *grown = realloc(sink->data, room);

		if (!grown)
			return CAIRO_STATUS_NO_MEMORY;
		sink->data = grown;
		sink->room = room;
	}
	memcpy(sink->data + sink->len, data, len);
	sink->len += len;
	return CAIRO_STATUS_SUCCESS;
}

static void release(void *arg)
{
	struct drawing *d = arg;

	g_clear_object(&d->svg);
	if (d->cr)
		cairo_destroy(d->cr);
	if (d->surface)
		cairo_surface_destroy(d->surface);
	d->cr = NULL;
	d->surface = NULL;
}

static void set_color(cairo_t *cr, unsigned color)
{
	cairo_set_source_rgb(cr, (color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0,
	                     (color & 255) / 255.0);
}

static void close_tag(struct drawing *d)
{
	/* any standard name will do: the structure itself is written in pdf_tree.c */
	if (d->open)
		cairo_tag_end(d->cr, "Span");
	d->open = NULL;
}

static void open_tag(struct drawing *d, struct tag *tag)
{
	if (d->open == tag)
		return;
	close_tag(d);
	if (!tag)
		return;
	tag_add_content(d->p, tag, d->page, d->n_marked++);
	cairo_tag_begin(d->cr, "Span", NULL);
	d->open = tag;
}

static void stroke(struct drawing *d, const struct item *item)
{
	cairo_set_line_width(d->cr, item->stroke);
	set_color(d->cr, item->color);
	if (item->kind == ITEM_FRAME) {
		cairo_rectangle(d->cr, item->x, item->y, item->width, item->height);
	} else {
		cairo_move_to(d->cr, item->x, item->y);
		cairo_rel_line_to(d->cr, item->width, item->height);
	}
	cairo_stroke(d->cr);
}

static void draw_dots(struct drawing *d, const struct item *item)
{
	static const double dash[] = {0, 3.6};
	const double step = 3.6;

	if (item->width <= 0)
		return;
	cairo_save(d->cr);
	/* counted from a common edge, so that the dots of all lines stand in columns */
	cairo_set_dash(d->cr, dash, 2, item->x - step * (double)(long)(item->x / step));
	cairo_set_line_cap(d->cr, CAIRO_LINE_CAP_ROUND);
	stroke(d, item);
	cairo_restore(d->cr);
}

/* False for what leads nowhere: it is set like the text around it. */
static bool find_link(const struct pdf *p, const char *link, struct annotation *ret)
{
	if (!doc_link_allowed(link))
		return false;
	if (link[0] == '#')
		ret->target = map_get(&p->targets, link + 1);
	else
		ret->uri = link;
	return ret->target || ret->uri;
}

static bool draw_link(struct drawing *d, const struct item *item, const struct piece *piece)
{
	const struct line *line = item->line;
	const struct type *type = &line->text->type;
	const char *link = line->text->spans[piece->span].link;
	struct annotation a = {.page = d->page, .x = item->x + line->x + piece->x, .y = item->y,
	                       .width = piece->width, .height = type->leading};
	double foot = item->y + (type->leading + type->size) / 2;

	if (!item->tag || !find_link(d->p, link, &a))
		return false;
	if (d->link != link || d->link_text != line->text)
		d->link_tag = tag_add(d->p, item->tag, "Link");
	d->link = link;
	d->link_text = line->text;
	a.tag = d->link_tag;
	open_tag(d, d->link_tag);
	set_color(d->cr, COLOR_LINK);
	line_draw_piece(d->p->type, d->cr, line, piece, item->x, item->y);
	close_tag(d);
	stroke(d, &(struct item){.kind = ITEM_RULE, .x = a.x, .y = foot - LINK_RULE_DOWN / 2,
	                         .width = a.width, .stroke = LINK_RULE, .color = COLOR_LINK});
	pdf_annotate(d->p, &a);
	return true;
}

static void draw_line(struct drawing *d, const struct item *item)
{
	struct piece piece = {.to = item->line->first};

	while (line_next_piece(item->line, &piece)) {
		if (draw_link(d, item, &piece))
			continue;
		open_tag(d, item->tag);
		set_color(d->cr, item->line->text->type.color);
		line_draw_piece(d->p->type, d->cr, item->line, &piece, item->x, item->y);
	}
}

static enum err draw_figure(struct drawing *d, const struct item *item)
{
	RsvgRectangle place = {item->x, item->y, item->width, item->height};
	GError *error = NULL;
	bool drawn = false;

	TRY(librsvg_load(d->p->c));
	open_tag(d, item->tag);
	d->svg = rsvg_handle_new_from_data((const guint8 *)item->svg->data, item->svg->len,
	                                           &error);
	if (d->svg)
		drawn = rsvg_handle_render_document(d->svg, d->cr, &place, &error);
	g_clear_object(&d->svg);
	if (!drawn) {
		enum err e =
			FAIL(d->p->c, ERR_IO, N_("The figure could not be drawn as a picture."));

		error_detail(d->p->c, "%s", error ? error->message : "librsvg gave no reason");
		g_clear_error(&error);
		return e;
	}
	return OK;
}

static enum err draw_item(struct drawing *d, const struct item *item)
{
	if (item->kind != ITEM_LINE && item->kind != ITEM_FIGURE)
		close_tag(d);
	switch (item->kind) {
	case ITEM_LINE:
		draw_line(d, item);
		break;
	case ITEM_FILL:
		set_color(d->cr, item->color);
		cairo_rectangle(d->cr, item->x, item->y, item->width, item->height);
		cairo_fill(d->cr);
		break;
	case ITEM_RULE:
	case ITEM_FRAME:
		stroke(d, item);
		break;
	case ITEM_DOTS:
		draw_dots(d, item);
		break;
	case ITEM_FIGURE:
		return draw_figure(d, item);
	}
	return OK;
}

static enum err draw_page(struct drawing *d, const struct page *page)
{
	d->n_marked = 0;
	cairo_pdf_surface_set_size(d->surface, page->width, page->height);
	for (const struct item *item = page->first; item; item = item->next)
		TRY(draw_item(d, item));
	close_tag(d);
	cairo_show_page(d->cr);
	return OK;
}

static enum err finish(struct drawing *d)
{
	cairo_status_t status;
	enum err e;

	cairo_surface_finish(d->surface);
	status = cairo_surface_status(d->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_status(d->cr);
	if (status == CAIRO_STATUS_SUCCESS)
		return OK;
	if (status == CAIRO_STATUS_WRITE_ERROR || status == CAIRO_STATUS_NO_MEMORY)
		e = FAIL(d->p->c, ERR_TOO_LARGE, N_("The document is too large for a PDF file."));
	else
		e = FAIL(d->p->c, ERR_IO, N_("The PDF file could not be made."));
	error_detail(d->p->c, "cairo: %s", cairo_status_to_string(status));
	return e;
}

enum err pdf_draw(struct pdf *p, struct sink *sink)
{
	struct drawing *d = ARENA_NEW(p->c->arena, struct drawing);
	enum err e = OK;

	d->p = p;
	arena_defer(p->c->arena, release, d);
	d->surface = cairo_pdf_surface_create_for_stream(write_sink, sink, PAGE_SHORT, PAGE_LONG);
	d->cr = cairo_create(d->surface);
	for (d->page = 0; d->page < p->n_pages && e == OK; d->page++)
		e = draw_page(d, p->pages[d->page]);
	if (e == OK)
		e = finish(d);
	arena_undefer(p->c->arena, release, d);
	release(d);
	return e;
}
