#include "report/pdf_internal.h"

#include "base/text.h"
#include "report/doc_text.h"

#include <string.h>

#define LIST_DEPTH 6

static const struct type body_type = {FACE_MINCHO, BODY_SIZE, BODY_LEADING, COLOR_INK};

struct heading_style {
	struct type type;
	double before, after;
};

static const struct heading_style heading_styles[] = {
	{{FACE_BOLD, 15, 23, COLOR_INK}, 24, 9},
	{{FACE_BOLD, 12.5, 20, COLOR_INK}, 16, 5},
	{{FACE_BOLD, 11, 18, COLOR_INK}, 11, 3},
	{{FACE_BOLD, 10.5, 17.85, COLOR_INK}, 8, 2},
	{{FACE_GOTHIC, 10.5, 17.85, COLOR_INK}, 8, 2},
	{{FACE_GOTHIC, 10.5, 17.85, COLOR_INK}, 6, 1},
};

/* The lists that the present item stands in, outermost first. */
struct builder {
	struct pdf *p;
	struct tag *lists[LIST_DEPTH], *items[LIST_DEPTH];
	int depth;
};

static struct target *add_target(struct pdf *p, const char *id)
{
	struct target *target = ARENA_NEW(p->c->arena, struct target);

	if (id && id[0] && !map_get(&p->targets, id))
		map_put(&p->targets, id, target);
	return target;
}

static bool has_label(const struct block *b)
{
	return b->label && b->label[0];
}

static struct box text_box(struct pdf *p, const struct run *runs, const struct type *type,
                           const struct measure *m)
{
	struct box box = {.kind = BOX_TEXT, .left = 0};

	box.lines = text_break(p->c->arena, text_shape(p->type, runs, type), m);
	return box;
}

static struct box heading_box(struct pdf *p, const struct block *b)
{
	static const char *const tags[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
	int level = b->level < 1 ? 1 : b->level > 6 ? 6 : b->level;
	const struct heading_style *style = &heading_styles[level - 1];
	const char *label = has_label(b) ? arena_printf(p->c->arena, "%s　", b->label) : "";
	struct run prefix = {.text = label, .next = b->runs};
	struct text *text = text_shape(p->type, &prefix, &style->type);
	struct measure m = {.width = TEXT_WIDTH, .rest = text_advance(text, strlen(label))};
	struct box box = {.kind = BOX_TEXT, .before = style->before, .after = style->after};

	box.lines = text_break(p->c->arena, text, &m);
	box.with_next = true;
	box.tag = tag_add(p, p->body, tags[level - 1]);
	box.target = add_target(p, b->id);
	p->bookmarks[p->n_bookmarks++] =
		(struct bookmark){level, doc_heading_text(p->c->arena, b), box.target};
	return box;
}

/* Paragraphs begin one square in, unless they bring their own space or are a note. */
static double first_indent(const struct run *runs)
{
	static const char *const flush[] = {"　", "※", "注"};

	for (; runs && (!runs->text || !runs->text[0]); runs = runs->next)
		;
	for (size_t i = 0; runs && i < sizeof flush / sizeof *flush; i++)
		if (strncmp(runs->text, flush[i], strlen(flush[i])) == 0)
			return 0;
	return BODY_SIZE;
}

static struct box paragraph_box(struct pdf *p, const struct block *b)
{
	struct measure m = {.width = TEXT_WIDTH, .first = first_indent(b->runs), .justify = true};
	struct box box = text_box(p, b->runs, &body_type, &m);

	box.tag = tag_add(p, p->body, "P");
	return box;
}

static struct box right_box(struct pdf *p, const struct block *b)
{
	struct measure m = {.width = TEXT_WIDTH, .align = ALIGN_RIGHT};
	struct box box = text_box(p, b->runs, &body_type, &m);

	box.tag = tag_add(p, p->body, "P");
	box.with_before = true;
	return box;
}

static struct box quote_box(struct pdf *p, const struct block *b)
{
	struct measure m = {.width = TEXT_WIDTH - 3 * BODY_SIZE, .justify = true};
	struct box box = text_box(p, b->runs, &body_type, &m);

	box.left = 2 * BODY_SIZE;
	box.before = box.after = 6;
	box.barred = true;
	box.tag = tag_add(p, tag_add(p, p->body, "BlockQuote"), "P");
	return box;
}

/* Opens and closes lists until the item stands `depth` lists deep, and opens the item. */
static struct tag *open_item(struct builder *b, int depth)
{
	if (b->depth > depth)
		b->depth = depth;
	while (b->depth < depth) {
		struct tag *outer = b->depth ? b->items[b->depth - 1] : b->p->body;

		b->lists[b->depth] = tag_add(b->p, outer, "L");
		b->items[b->depth] = outer;
		b->depth++;
	}
	b->items[depth - 1] = tag_add(b->p, b->lists[depth - 1], "LI");
	return b->items[depth - 1];
}

static struct box list_box(struct builder *b, const struct block *item)
{
	struct pdf *p = b->p;
	int depth = item->level < 1 ? 1 : item->level > LIST_DEPTH ? LIST_DEPTH : item->level;
	const char *label = has_label(item) ? item->label : "・";
	/* whole squares, so that 9. and 10. stand alike */
	int squares = has_label(item) ? (text_width(label) + 2) / 2 : 1;
	double hang = squares * BODY_SIZE;
	double left = (has_label(item) ? 1 : 0.5) * BODY_SIZE + (depth - 1) * 1.5 * BODY_SIZE;
	struct measure m = {.width = TEXT_WIDTH - left - hang, .justify = true};
	struct measure label_m = {.width = TEXT_WIDTH};
	struct box box = text_box(p, item->runs, &body_type, &m);
	struct tag *li = open_item(b, depth);

	box.left = left + hang;
	box.label = pdf_lines(p, label, &body_type, &label_m);
	box.label_left = left;
	box.label_tag = tag_add(p, li, "Lbl");
	box.tag = tag_add(p, li, "LBody");
	return box;
}

static struct box table_box(struct pdf *p, const struct doc_table *t)
{
	struct box box = {.kind = BOX_TABLE, .before = 9, .after = 15};

	box.tag = tag_add(p, p->body, "Table");
	box.target = add_target(p, t->key);
	box.table = table_measure(p, t, box.tag, &box.landscape);
	return box;
}

static struct box figure_box(struct pdf *p, const struct doc_figure *figure)
{
	struct box box = {.kind = BOX_FIGURE, .before = 9, .after = 15};

	box.tag = tag_add(p, p->body, "Figure");
	box.target = add_target(p, figure->key);
	box.figure = figure_measure(p, figure, box.tag, &box.landscape);
	return box;
}

static struct box make_box(struct builder *b, const struct block *block)
{
	if (block->kind != BLOCK_LIST_ITEM)
		b->depth = 0;
	switch (block->kind) {
	case BLOCK_HEADING:
		return heading_box(b->p, block);
	case BLOCK_PARAGRAPH:
		return paragraph_box(b->p, block);
	case BLOCK_LIST_ITEM:
		return list_box(b, block);
	case BLOCK_QUOTE:
		return quote_box(b->p, block);
	case BLOCK_TABLE:
		return table_box(b->p, block->table);
	case BLOCK_FIGURE:
		return figure_box(b->p, block->figure);
	case BLOCK_RIGHT:
		return right_box(b->p, block);
	case BLOCK_PAGE_BREAK:
		break;
	}
	return (struct box){.kind = BOX_BREAK};
}

struct boxes boxes_make(struct pdf *p)
{
	struct builder builder = {.p = p};
	struct boxes boxes = {0};
	size_t n = 0;

	for (const struct block *b = p->doc->blocks; b; b = b->next)
		n++;
	boxes.v = ARENA_ARRAY(p->c->arena, n ? n : 1, struct box);
	p->bookmarks = ARENA_ARRAY(p->c->arena, n ? n : 1, struct bookmark);
	for (const struct block *b = p->doc->blocks; b; b = b->next)
		boxes.v[boxes.n++] = make_box(&builder, b);
	/* 以上 stays with what it ends */
	for (size_t i = 1; i < boxes.n; i++)
		if (boxes.v[i].with_before && boxes.v[i - 1].landscape) {
			boxes.v[i].landscape = true;
			boxes.v[i].left = TEXT_WIDTH_WIDE - TEXT_WIDTH;
		}
	/* headings go along with what they stand over, also onto a page turned on its side */
	for (size_t i = boxes.n; i-- > 1;)
		if (boxes.v[i].landscape && boxes.v[i - 1].with_next)
			boxes.v[i - 1].landscape = true;
	return boxes;
}
