#include "report/source.h"

#include "base/buf.h"
#include "report/blocks.h"
#include "report/figures.h"
#include "report/values.h"

#include <cmark.h>
#include <string.h>

struct parser {
	struct ctx *c;
	const char *name;
	const struct report_data *data;
	struct block_list blocks;
	struct block *block; /* where runs go */
	int list_depth, item_number[8];
	unsigned style;
	const char *link;
	bool break_before;
	int last_heading_level;
};

static enum err at_line(struct parser *p, cmark_node *node, enum err e)
{
	error_at(p->c, (struct place){.file = p->name, .row = cmark_node_get_start_line(node)});
	return e;
}

/* --- values --- */

/* The text with every {{name}} replaced. */
static enum err fill_values(struct parser *p, cmark_node *node, const char *text, const char **ret)
{
	struct buf out;
	const char *open, *close;

	buf_init(&out, p->c->arena, BUF_MAX_TEXT);
	while ((open = strstr(text, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
		const char *name = arena_strndup(p->c->arena, open + 2, (size_t)(close - open) - 2);
		const char *value = value_find(p->c, p->data, name);

		if (!value)
			return at_line(
				p, node,
				FAIL(p->c, ERR_INVALID,
			             N_("There is no value “{1}”. docs/formats.md lists them."),
			             name));
		buf_add(&out, text, (size_t)(open - text));
		buf_puts(&out, value);
		text = close + 2;
	}
	buf_puts(&out, text);
	*ret = out.data;
	return OK;
}

static void put_run(struct parser *p, const char *text, unsigned style)
{
	style |= p->style | (p->break_before ? RUN_BREAK : 0);
	p->break_before = false;
	run_add(p->c, p->block, text, style, p->link);
}

static enum err text_node(struct parser *p, cmark_node *node)
{
	const char *text = arena_strdup(p->c->arena, cmark_node_get_literal(node));

	TRY(fill_values(p, node, text, &text));
	put_run(p, text, 0);
	return OK;
}

/* --- blocks --- */

static struct block *begin(struct parser *p, enum block_kind kind, int level)
{
	p->block = block_add(&p->blocks, kind);
	p->block->level = level;
	return p->block;
}

static void begin_item(struct parser *p, cmark_node *node)
{
	cmark_node *list = cmark_node_parent(node);
	struct block *b = begin(p, BLOCK_LIST_ITEM, p->list_depth);
	int depth = p->list_depth < 8 ? p->list_depth : 7;

	if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
		b->ordered = true;
		b->label = arena_printf(p->c->arena, "%d", ++p->item_number[depth]);
	}
}

static enum err figure_block(struct parser *p, cmark_node *node)
{
	const char *spec = cmark_node_get_literal(node);
	struct block *made = NULL;
	enum err e;

	e = figure_make(p->c, p->data, spec, p->last_heading_level, &made);
	if (e != OK)
		return at_line(p, node, e);
	block_append(&p->blocks, made);
	return OK;
}

static enum err code_block(struct parser *p, cmark_node *node)
{
	const char *info = cmark_node_get_fence_info(node);

	if (info && strcmp(info, "figure") == 0)
		return figure_block(p, node);
	begin(p, BLOCK_QUOTE, 0);
	run_add(p->c, p->block, arena_strdup(p->c->arena, cmark_node_get_literal(node)), RUN_CODE,
	        NULL);
	return OK;
}

static bool paragraph_has_own_block(cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);

	/* the first paragraph of a list item is the item itself */
	return cmark_node_get_type(parent) != CMARK_NODE_ITEM || cmark_node_previous(node);
}

static void set_link(struct parser *p, cmark_node *node, bool entering)
{
	p->link = entering ? arena_strdup(p->c->arena, cmark_node_get_url(node)) : NULL;
}

static enum err enter(struct parser *p, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		begin(p, BLOCK_HEADING, cmark_node_get_heading_level(node));
		p->last_heading_level = p->block->level;
		return OK;
	case CMARK_NODE_PARAGRAPH:
		if (paragraph_has_own_block(node))
			begin(p,
			      cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_BLOCK_QUOTE
			              ? BLOCK_QUOTE
			              : BLOCK_PARAGRAPH,
			      0);
		return OK;
	case CMARK_NODE_LIST:
		p->list_depth++;
		if (p->list_depth < 8)
			p->item_number[p->list_depth] = 0;
		return OK;
	case CMARK_NODE_ITEM:
		begin_item(p, node);
		return OK;
	case CMARK_NODE_CODE_BLOCK:
		return code_block(p, node);
	case CMARK_NODE_THEMATIC_BREAK:
		begin(p, BLOCK_PAGE_BREAK, 0);
		return OK;
	case CMARK_NODE_TEXT:
		return text_node(p, node);
	case CMARK_NODE_CODE:
		put_run(p, arena_strdup(p->c->arena, cmark_node_get_literal(node)), RUN_CODE);
		return OK;
	case CMARK_NODE_LINEBREAK:
		p->break_before = true;
		return OK;
	case CMARK_NODE_STRONG:
		p->style |= RUN_STRONG;
		return OK;
	case CMARK_NODE_EMPH:
		p->style |= RUN_EMPHASIS;
		return OK;
	case CMARK_NODE_LINK:
		set_link(p, node, true);
		return OK;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
	case CMARK_NODE_IMAGE:
		return at_line(
			p, node,
			FAIL(p->c, ERR_INVALID,
		             N_("HTML and images are not possible in a report source. "
		                "Use a figure block.")));
	default: /* a soft break joins lines: Japanese needs no space there */
		return OK;
	}
}

static void leave(struct parser *p, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		p->list_depth--;
		break;
	case CMARK_NODE_STRONG:
		p->style &= ~(unsigned)RUN_STRONG;
		break;
	case CMARK_NODE_EMPH:
		p->style &= ~(unsigned)RUN_EMPHASIS;
		break;
	case CMARK_NODE_LINK:
		set_link(p, node, false);
		break;
	default:
		break;
	}
}

static void free_node(void *node)
{
	cmark_node_free(node);
}

static void free_iter(void *iter)
{
	cmark_iter_free(iter);
}

/* A paragraph that is only 以上 closes a report at the right margin. */
static void place_closing(struct block *blocks)
{
	for (struct block *b = blocks; b; b = b->next)
		if (b->kind == BLOCK_PARAGRAPH && b->runs && !b->runs->next &&
		    strcmp(b->runs->text, "以上") == 0)
			b->kind = BLOCK_RIGHT;
}

enum err source_parse(struct ctx *c, const char *text, const char *name,
                      const struct report_data *data, struct block **ret_blocks)
{
	struct parser p = {.c = c, .name = name, .data = data, .blocks = {.c = c}};
	cmark_node *root = cmark_parse_document(text, strlen(text),
	                                        CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
	cmark_iter *iter;
	cmark_event_type event;

	arena_defer(c->arena, free_node, root);
	cmark_consolidate_text_nodes(root);
	iter = cmark_iter_new(root);
	arena_defer(c->arena, free_iter, iter);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			TRY(enter(&p, cmark_iter_get_node(iter)));
		else
			leave(&p, cmark_iter_get_node(iter));
	}
	place_closing(p.blocks.first);
	*ret_blocks = p.blocks.first;
	return OK;
}
