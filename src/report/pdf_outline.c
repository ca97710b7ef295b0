#include "report/pdf_file.h"

/* A bookmark among its relatives; numbers are those of bookmarks + 1, 0 = none. */
struct node {
	size_t parent, first, last, before, next, n_children;
};

/* nodes[0] is the outline itself. */
static struct node *relate(const struct pdf *p)
{
	struct node *nodes = ARENA_ARRAY(p->c->arena, p->n_bookmarks + 1, struct node);

	for (size_t i = 1; i <= p->n_bookmarks; i++) {
		struct node *parent;
		size_t above = i - 1;

		while (above && p->bookmarks[above - 1].level >= p->bookmarks[i - 1].level)
			above = nodes[above].parent;
		parent = &nodes[above];
		nodes[i].parent = above;
		nodes[i].before = parent->last;
		if (parent->last)
			nodes[parent->last].next = i;
		else
			parent->first = i;
		parent->last = i;
		parent->n_children++;
	}
	return nodes;
}

static void put_children(struct tree *t, unsigned outline, const struct node *node, long count)
{
	if (node->first)
		buf_printf(&t->b, "/First %zu 0 R/Last %zu 0 R/Count %ld", outline + node->first,
		           outline + node->last, count);
}

static void put_bookmark(struct tree *t, unsigned outline, const struct node *nodes, size_t i)
{
	const struct node *node = &nodes[i];
	long children = (long)node->n_children;

	buf_puts(&t->b, "<</Title");
	pdf_put_text(&t->b, t->p->bookmarks[i - 1].title);
	buf_printf(&t->b, "/Parent %zu 0 R", outline + node->parent);
	if (node->before)
		buf_printf(&t->b, "/Prev %zu 0 R", outline + node->before);
	if (node->next)
		buf_printf(&t->b, "/Next %zu 0 R", outline + node->next);
	/* chapters are shown with their sections, what is deeper unfolds on demand */
	put_children(t, outline, node, node->parent ? -children : children);
	buf_puts(&t->b, "/Dest");
	tree_put_destination(t, t->p->bookmarks[i - 1].target);
	buf_puts(&t->b, ">>");
	tree_put(t, (unsigned)(outline + i));
}

unsigned tree_put_outline(struct tree *t)
{
	const struct node *nodes = relate(t->p);
	long shown = (long)nodes[0].n_children;
	unsigned outline;

	if (!nodes[0].first)
		return 0;
	outline = file_new_object(t->f);
	for (size_t i = 1; i <= t->p->n_bookmarks; i++) {
		(void)file_new_object(t->f);
		if (!nodes[i].parent)
			shown += (long)nodes[i].n_children;
	}
	buf_puts(&t->b, "<</Type/Outlines");
	put_children(t, outline, &nodes[0], shown);
	buf_puts(&t->b, ">>");
	tree_put(t, outline);
	for (size_t i = 1; i <= t->p->n_bookmarks; i++)
		put_bookmark(t, outline, nodes, i);
	return outline;
}
