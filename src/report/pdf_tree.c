/* The structure of the text, for those who do not see it, and the links. */
#include "report/pdf_file.h"

#include <string.h>

void tree_put(struct tree *t, unsigned object)
{
	file_put(t->f, object, t->b.data, t->b.len);
	buf_clear(&t->b);
}

static unsigned page_object(const struct tree *t, size_t page)
{
	return t->drawn->page_objects[page];
}

void tree_put_destination(struct tree *t, const struct target *target)
{
	buf_printf(&t->b, "[%u 0 R/XYZ 0 ", page_object(t, target->page));
	pdf_put_number(&t->b, t->p->pages[target->page]->height - target->y + 6);
	buf_puts(&t->b, " null]");
}

/* --- structure --- */

static void number_tags(struct tree *t, struct tag *tag)
{
	tag->object = file_new_object(t->f);
	for (struct kid *kid = tag->first; kid; kid = kid->next) {
		if (kid->kind == KID_TAG)
			number_tags(t, kid->tag);
		else if (kid->kind == KID_CONTENT)
			t->n_marked[kid->page]++;
	}
}

static void note_parents(struct tree *t, const struct tag *tag)
{
	for (const struct kid *kid = tag->first; kid; kid = kid->next) {
		if (kid->kind == KID_TAG)
			note_parents(t, kid->tag);
		else if (kid->kind == KID_CONTENT)
			t->parents[kid->page][kid->number] = tag->object;
	}
}

static void put_kid(struct tree *t, const struct kid *kid, size_t page)
{
	switch (kid->kind) {
	case KID_TAG:
		buf_printf(&t->b, "%u 0 R ", kid->tag->object);
		break;
	case KID_CONTENT:
		if (kid->page == page)
			buf_printf(&t->b, "%zu ", kid->number);
		else
			buf_printf(&t->b, "<</Type/MCR/Pg %u 0 R/MCID %zu>>",
			           page_object(t, kid->page), kid->number);
		break;
	case KID_ANNOTATION:
		buf_printf(&t->b, "<</Type/OBJR/Obj %u 0 R/Pg %u 0 R>>",
		           t->p->annotations[kid->number].object, page_object(t, kid->page));
		break;
	}
}

static void put_attributes(struct tree *t, const struct tag *tag)
{
	bool table = tag->scope || tag->colspan > 1 || tag->rowspan > 1;

	if (tag->alt) {
		buf_puts(&t->b, "/Alt");
		pdf_put_text(&t->b, tag->alt);
	}
	if (!table)
		return;
	buf_puts(&t->b, "/A<</O/Table");
	if (tag->scope)
		buf_printf(&t->b, "/Scope/%s", tag->scope);
	if (tag->colspan > 1)
		buf_printf(&t->b, "/ColSpan %d", tag->colspan);
	if (tag->rowspan > 1)
		buf_printf(&t->b, "/RowSpan %d", tag->rowspan);
	buf_puts(&t->b, ">>");
}

static void put_tags(struct tree *t, const struct tag *tag, unsigned parent)
{
	size_t page = SIZE_MAX;

	for (const struct kid *kid = tag->first; kid && page == SIZE_MAX; kid = kid->next)
		if (kid->kind == KID_CONTENT)
			page = kid->page;
	buf_printf(&t->b, "<</Type/StructElem/S/%s/P %u 0 R", tag->type, parent);
	if (page != SIZE_MAX)
		buf_printf(&t->b, "/Pg %u 0 R", page_object(t, page));
	put_attributes(t, tag);
	if (tag->first)
		buf_puts(&t->b, "/K[");
	for (const struct kid *kid = tag->first; kid; kid = kid->next)
		put_kid(t, kid, page);
	buf_puts(&t->b, tag->first ? "]>>" : ">>");
	tree_put(t, tag->object);
	for (const struct kid *kid = tag->first; kid; kid = kid->next)
		if (kid->kind == KID_TAG)
			put_tags(t, kid->tag, tag->object);
}

/* Which element a marked content or a link belongs to: pages first, then the links. */
static unsigned put_parent_tree(struct tree *t)
{
	const struct pdf *p = t->p;
	unsigned object = file_new_object(t->f);

	buf_puts(&t->b, "<</Nums[");
	for (size_t i = 0; i < p->n_pages; i++) {
		buf_printf(&t->b, "%zu[", i);
		for (size_t k = 0; k < t->n_marked[i]; k++)
			buf_printf(&t->b, "%u 0 R ", t->parents[i][k]);
		buf_puts(&t->b, "]");
	}
	for (size_t i = 0; i < p->n_annotations; i++)
		buf_printf(&t->b, "%zu %u 0 R ", p->n_pages + i, p->annotations[i].tag->object);
	buf_puts(&t->b, "]>>");
	tree_put(t, object);
	return object;
}

void tree_put_structure(struct tree *t)
{
	struct arena *a = t->p->c->arena;
	unsigned parents;

	t->n_marked = ARENA_ARRAY(a, t->p->n_pages, size_t);
	t->parents = ARENA_ARRAY(a, t->p->n_pages, unsigned *);
	t->root = file_new_object(t->f);
	number_tags(t, t->p->root);
	for (size_t i = 0; i < t->p->n_annotations; i++)
		t->p->annotations[i].object = file_new_object(t->f);
	for (size_t i = 0; i < t->p->n_pages; i++)
		t->parents[i] = ARENA_ARRAY(a, t->n_marked[i] + 1, unsigned);
	note_parents(t, t->p->root);
	parents = put_parent_tree(t);
	buf_printf(&t->b,
	           "<</Type/StructTreeRoot/K[%u 0 R]/ParentTree %u 0 R/ParentTreeNextKey %zu>>",
	           t->p->root->object, parents, t->p->n_pages + t->p->n_annotations);
	tree_put(t, t->root);
	put_tags(t, t->p->root, t->root);
}

/* --- links and pages --- */

static void put_uri(struct buf *b, const char *uri)
{
	buf_putc(b, '(');
	for (; *uri; uri++) {
		unsigned char ch = (unsigned char)*uri;

		if (ch <= 0x20 || ch >= 0x7F)
			buf_printf(b, "%%%02X", ch);
		else if (strchr("()\\", ch))
			buf_printf(b, "\\%c", ch);
		else
			buf_putc(b, (char)ch);
	}
	buf_putc(b, ')');
}

static void put_annotation(struct tree *t, size_t number)
{
	const struct annotation *a = &t->p->annotations[number];
	double height = t->p->pages[a->page]->height;

	buf_puts(&t->b, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
	pdf_put_number(&t->b, a->x);
	buf_putc(&t->b, ' ');
	pdf_put_number(&t->b, height - a->y - a->height);
	buf_putc(&t->b, ' ');
	pdf_put_number(&t->b, a->x + a->width);
	buf_putc(&t->b, ' ');
	pdf_put_number(&t->b, height - a->y);
	buf_printf(&t->b, "]/StructParent %zu", t->p->n_pages + number);
	if (a->uri) {
		buf_puts(&t->b, "/Contents");
		pdf_put_text(&t->b, a->uri);
		buf_puts(&t->b, "/A<</S/URI/URI");
		put_uri(&t->b, a->uri);
		buf_puts(&t->b, ">>");
	} else {
		buf_puts(&t->b, "/Dest");
		tree_put_destination(t, a->target);
	}
	buf_puts(&t->b, ">>");
	tree_put(t, a->object);
}

void tree_put_pages(struct tree *t)
{
	for (size_t i = 0; i < t->p->n_pages; i++) {
		bool any = false;

		drawn_page(t->drawn, i, &t->b);
		buf_printf(&t->b, "/StructParents %zu/Tabs/S", i);
		for (size_t k = 0; k < t->p->n_annotations; k++) {
			if (t->p->annotations[k].page != i)
				continue;
			buf_printf(&t->b, "%s%u 0 R ", any ? "" : "/Annots[",
			           t->p->annotations[k].object);
			any = true;
		}
		buf_puts(&t->b, any ? "]>>" : ">>");
		tree_put(t, page_object(t, i));
	}
	for (size_t i = 0; i < t->p->n_annotations; i++)
		put_annotation(t, i);
}
