#include "report/pdf_internal.h"

#define MARK_PADDING 0.45 /* of the type size */

void page_turn(struct page *page, bool landscape)
{
	page->width = landscape ? PAGE_LONG : PAGE_SHORT;
	page->height = landscape ? PAGE_SHORT : PAGE_LONG;
}

struct page *page_add(struct pdf *p, bool landscape)
{
	struct page *page = ARENA_NEW(p->c->arena, struct page);

	page_turn(page, landscape);
	if (p->n_pages == p->room_pages) {
		size_t room = p->room_pages ? 2 * p->room_pages : 16;

		p->pages = arena_grow(p->c->arena, p->pages, p->room_pages * sizeof(struct page *),
		                      room * sizeof(struct page *));
		p->room_pages = room;
	}
	p->pages[p->n_pages++] = page;
	return page;
}

double page_text_width(const struct page *page)
{
	return page->width > page->height ? TEXT_WIDTH_WIDE : TEXT_WIDTH;
}

double page_text_left(const struct page *page)
{
	return (page->width - page_text_width(page)) / 2;
}

static struct item *add(struct pdf *p, struct page *page, enum item_kind kind, double x, double y)
{
	struct item *item = ARENA_NEW(p->c->arena, struct item);

	item->kind = kind;
	item->x = x;
	item->y = y;
	if (page->last)
		page->last->next = item;
	else
		page->first = item;
	page->last = item;
	return item;
}

void page_line(struct pdf *p, struct page *page, double x, double y, const struct line *line,
               struct tag *tag)
{
	struct item *item = add(p, page, ITEM_LINE, x, y);

	item->line = line;
	item->tag = tag;
}

void page_lines(struct pdf *p, struct page *page, double x, double y, const struct lines *lines,
                struct tag *tag)
{
	for (size_t i = 0; i < lines->n; i++)
		page_line(p, page, x, y + (double)i * lines->leading, &lines->v[i], tag);
}

void page_fill(struct pdf *p, struct page *page, double x, double y, double width, double height,
               unsigned color)
{
	struct item *item = add(p, page, ITEM_FILL, x, y);

	item->width = width;
	item->height = height;
	item->color = color;
}

void page_rule(struct pdf *p, struct page *page, double x, double y, double width, double height,
               double stroke, unsigned color)
{
	struct item *item = add(p, page, ITEM_RULE, x, y);

	item->width = width;
	item->height = height;
	item->stroke = stroke;
	item->color = color;
}

void page_frame(struct pdf *p, struct page *page, double x, double y, double width, double height,
                double stroke, unsigned color)
{
	page_rule(p, page, x, y, width, height, stroke, color);
	page->last->kind = ITEM_FRAME;
}

void page_dots(struct pdf *p, struct page *page, double x, double y, double width)
{
	page_rule(p, page, x, y, width, 0, 0.9, COLOR_GREY);
	page->last->kind = ITEM_DOTS;
}

void page_figure(struct pdf *p, struct page *page, double x, double y, double width,
                 double height, const struct buf *svg, struct tag *tag)
{
	struct item *item = add(p, page, ITEM_FIGURE, x, y);

	item->width = width;
	item->height = height;
	item->svg = svg;
	item->tag = tag;
}

double page_marks(struct pdf *p, struct page *page, double right, double y, double size,
                  struct tag *tag)
{
	struct type type = {FACE_BOLD, size, size * 1.5, COLOR_INK};
	struct measure m = {.width = PAGE_LONG};
	double pad = size * MARK_PADDING, x = right + pad;
	size_t n = p->doc->n_marks;
	struct lines *marks = ARENA_ARRAY(p->c->arena, n, struct lines);

	for (size_t i = 0; i < n; i++) {
		marks[i] = pdf_lines(p, p->doc->marks[i], &type, &m);
		x -= marks[i].v[0].width + 3 * pad;
	}
	for (size_t i = 0; i < n; i++) {
		double width = marks[i].v[0].width + 2 * pad;

		page_frame(p, page, x, y, width, type.leading, size / 14, COLOR_INK);
		page_line(p, page, x + pad, y, &marks[i].v[0], tag);
		x += width + pad;
	}
	return n ? type.leading : 0;
}

struct tag *tag_add(struct pdf *p, struct tag *parent, const char *type)
{
	struct tag *tag = ARENA_NEW(p->c->arena, struct tag);
	struct kid *kid;

	tag->type = type;
	if (!parent)
		return tag;
	kid = ARENA_NEW(p->c->arena, struct kid);
	kid->kind = KID_TAG;
	kid->tag = tag;
	if (parent->last)
		parent->last->next = kid;
	else
		parent->first = kid;
	parent->last = kid;
	return tag;
}

static void add_kid(struct pdf *p, struct tag *tag, enum kid_kind kind, size_t page, size_t number)
{
	struct kid *kid = ARENA_NEW(p->c->arena, struct kid);

	*kid = (struct kid){.kind = kind, .page = page, .number = number};
	if (tag->last)
		tag->last->next = kid;
	else
		tag->first = kid;
	tag->last = kid;
}

void tag_add_content(struct pdf *p, struct tag *tag, size_t page, size_t number)
{
	add_kid(p, tag, KID_CONTENT, page, number);
}

void pdf_annotate(struct pdf *p, const struct annotation *annotation)
{
	if (p->n_annotations == p->room_annotations) {
		size_t room = p->room_annotations ? 2 * p->room_annotations : 32;

		p->annotations = arena_grow(p->c->arena, p->annotations,
		                            p->room_annotations * sizeof *p->annotations,
		                            room * sizeof *p->annotations);
		p->room_annotations = room;
	}
	p->annotations[p->n_annotations] = *annotation;
	add_kid(p, annotation->tag, KID_ANNOTATION, annotation->page, p->n_annotations++);
}

struct lines pdf_lines(struct pdf *p, const char *s, const struct type *type,
                       const struct measure *m)
{
	return text_break(p->c->arena, text_shape_plain(p->type, s, type), m);
}
