/* PDF by Pango and cairo: see pdf_internal.h for the way a document takes. */
#include "report/format.h"

#include "report/pdf_internal.h"

#include <stdlib.h>

static void release_sink(void *arg)
{
	struct sink *sink = arg;

	free(sink->data);
	sink->data = NULL;
}

/*
 * The body is measured first, since its headings make the contents, and placed after them; the
 * page numbers come last.
 */
static void lay_out(struct pdf *p)
{
	struct boxes boxes;

	p->root = tag_add(p, NULL, "Document");
	p->front = tag_add(p, p->root, "Part");
	p->body = tag_add(p, p->root, "Part");
	if (p->doc->cover)
		front_cover(p);
	boxes = boxes_make(p);
	if (p->doc->contents && p->n_bookmarks)
		front_contents(p);
	flow_boxes(p, &boxes);
	front_numbers(p);
}

static struct pdf *laid_out(struct ctx *c, const struct doc *doc, struct typesetter *type,
                            double table_size)
{
	struct pdf *p = ARENA_NEW(c->arena, struct pdf);

	p->c = c;
	p->doc = doc;
	p->targets.arena = p->cells.arena = c->arena;
	p->type = type;
	p->table_size = table_size;
	lay_out(p);
	return p;
}

/* What is meant for one page and fits on it in no type that can be read is set as all else. */
static struct pdf *fitted(struct ctx *c, const struct doc *doc, struct typesetter *type)
{
	for (int step = 0; doc->one_page && step <= FITTING_STEPS; step++) {
		struct pdf *p = laid_out(c, doc, type, TABLE_SIZE - 0.5 * step);

		if (p->n_pages == 1)
			return p;
	}
	return laid_out(c, doc, type, TABLE_SIZE);
}

enum err write_pdf(struct ctx *c, const struct doc *doc, struct buf *out)
{
	struct sink *sink = ARENA_NEW(c->arena, struct sink);
	struct typesetter *type;
	struct pdf *p;

	TRY(typesetter_new(c, doc->language, &type));
	p = fitted(c, doc, type);
	arena_defer(c->arena, release_sink, sink);
	TRY(pdf_draw(p, sink));
	pdf_finish(p, sink, out);
	arena_undefer(c->arena, release_sink, sink);
	release_sink(sink);
	return OK;
}
