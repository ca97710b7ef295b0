#include "report/html_internal.h"

#include "report/format.h"

#include <string.h>

#define NAV_DEPTH 3
#define LIST_DEPTH_MAX 9

struct html {
	struct ctx *c;
	struct arena *arena;
	const struct doc *doc;
	const struct doc_words *words;
	struct buf *out;
	const char **anchors; /* ids as written, one for each heading, table and figure */
	size_t next_anchor;
	const char *lists[LIST_DEPTH_MAX]; /* open lists, outermost first; each with an open item */
	int list_depth;
	bool part; /* of a page of ours, with its style sheet and its ids */
};

void html_put_text(struct buf *out, const char *text)
{
	const char *at = text ? text : "", *end;

	while ((end = strchr(at, '\n')) != NULL) {
		buf_put_xml(out, arena_strndup(out->arena, at, (size_t)(end - at)));
		buf_puts(out, "<br>");
		at = end + 1;
	}
	buf_put_xml(out, at);
}

static void put_attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	buf_put_xml(out, value);
	buf_putc(out, '"');
}

static void put_element(struct html *h, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	buf_printf(h->out, "<%s>", name);
	html_put_text(h->out, text);
	buf_printf(h->out, "</%.*s>\n", (int)strcspn(name, " "), name);
}

/* An id must not hold white space. */
static const char *as_anchor(const struct html *h, const char *id)
{
	char *anchor = arena_printf(h->arena, "%s%s", h->part ? "doc-" : "",
	                            id && *id ? id : "section");

	for (char *at = anchor; *at; at++)
		if (strchr(" \t\n\r\f", *at))
			*at = '-';
	return anchor;
}

static void collect_anchors(struct html *h)
{
	struct doc_names names = {.arena = h->arena};
	size_t n = 0;

	(void)doc_unique_name(&names, "main", SIZE_MAX);
	(void)doc_unique_name(&names, h->part ? "doc-contents" : "contents", SIZE_MAX);
	for (const struct block *b = h->doc->blocks; b; b = b->next)
		n++;
	h->anchors = ARENA_ARRAY(h->arena, n + 1, const char *);
	n = 0;
	for (const struct block *b = h->doc->blocks; b; b = b->next)
		if (doc_is_anchor(b))
			h->anchors[n++] = doc_unique_name(
				&names, as_anchor(h, doc_block_id(b)), SIZE_MAX);
}

static const char *find_anchor(const struct html *h, const char *id)
{
	size_t n = 0;

	for (const struct block *b = h->doc->blocks; b; b = b->next) {
		const char *own = doc_block_id(b);

		if (own && strcmp(own, id) == 0)
			return h->anchors[n];
		n += doc_is_anchor(b);
	}
	return NULL;
}

static bool open_link(struct html *h, const char *link)
{
	const char *anchor;

	if (!doc_link_allowed(link))
		return false;
	if (link[0] != '#') {
		buf_puts(h->out, "<a");
		put_attribute(h->out, "href", link);
		buf_putc(h->out, '>');
		return true;
	}
	anchor = find_anchor(h, link + 1);
	if (!anchor)
		return false;
	buf_puts(h->out, "<a");
	put_attribute(h->out, "href", arena_printf(h->arena, "#%s", anchor));
	buf_putc(h->out, '>');
	return true;
}

static void put_runs(struct html *h, const struct run *runs)
{
	static const struct {
		unsigned style;
		const char *open, *close;
	} tags[] = {
		{RUN_STRONG, "<strong>", "</strong>"},
		{RUN_EMPHASIS, "<em>", "</em>"},
		{RUN_CODE, "<code>", "</code>"},
	};
	const size_t n = sizeof(tags) / sizeof(tags[0]);

	for (const struct run *r = runs; r; r = r->next) {
		bool linked;

		if (r->style & RUN_BREAK)
			buf_puts(h->out, "<br>\n");
		linked = open_link(h, r->link);
		for (size_t i = 0; i < n; i++)
			buf_puts(h->out, r->style & tags[i].style ? tags[i].open : "");
		html_put_text(h->out, r->text);
		for (size_t i = n; i-- > 0;)
			buf_puts(h->out, r->style & tags[i].style ? tags[i].close : "");
		buf_puts(h->out, linked ? "</a>" : "");
	}
}

static void put_paragraph(struct html *h, const char *open, const struct run *runs,
                          const char *close)
{
	buf_puts(h->out, open);
	put_runs(h, runs);
	buf_printf(h->out, "%s\n", close);
}

/* The title is h1, so a heading of level 1 is h2. */
static void put_heading(struct html *h, const struct block *b)
{
	int level = b->level < 1 ? 2 : b->level > 5 ? 6 : b->level + 1;

	buf_printf(h->out, "<h%d", level);
	put_attribute(h->out, "id", h->anchors[h->next_anchor++]);
	buf_putc(h->out, '>');
	if (b->label && b->label[0]) {
		buf_put_xml(h->out, b->label);
		buf_puts(h->out, "　");
	}
	put_runs(h, b->runs);
	buf_printf(h->out, "</h%d>\n", level);
}

static void close_list(struct html *h)
{
	h->list_depth--;
	buf_printf(h->out, "</li>\n</%s>\n", h->lists[h->list_depth]);
}

static void open_list(struct html *h, const char *kind)
{
	h->lists[h->list_depth++] = kind;
	buf_printf(h->out, "\n<%s>\n<li>", kind);
}

static void put_list_item(struct html *h, const struct block *b)
{
	bool labelled = b->label && b->label[0];
	const char *kind = labelled ? "ol" : "ul";
	int level = b->level < 1 ? 1 : b->level > LIST_DEPTH_MAX ? LIST_DEPTH_MAX : b->level;

	while (h->list_depth > level)
		close_list(h);
	if (h->list_depth == level && strcmp(h->lists[level - 1], kind) == 0) {
		buf_puts(h->out, "</li>\n<li>");
	} else {
		if (h->list_depth == level)
			close_list(h);
		while (h->list_depth < level)
			open_list(h, kind);
	}
	if (labelled) {
		put_element(h, "span", b->label);
		buf_puts(h->out, "<div>");
	}
	put_runs(h, b->runs);
	buf_puts(h->out, labelled ? "</div>" : "");
}

static void close_lists(struct html *h)
{
	while (h->list_depth)
		close_list(h);
}

static void put_table(struct html *h, const struct doc_table *t)
{
	html_table(h->arena, h->out, t, h->anchors[h->next_anchor++], h->words->table,
	           !h->part);
}

static void put_figure(struct html *h, const struct doc_figure *f)
{
	int width, height;

	buf_puts(h->out, "<figure");
	put_attribute(h->out, "id", h->anchors[h->next_anchor++]);
	buf_puts(h->out, ">\n<div class=\"scroll\" role=\"group\" tabindex=\"0\"");
	put_attribute(h->out, "aria-label",
	              doc_one_line(h->arena, f->caption ? f->caption : h->words->figure));
	buf_puts(h->out, ">\n");
	chart_svg(h->c, f->chart, h->out, &width, &height);
	buf_puts(h->out, "\n</div>\n");
	put_element(h, "figcaption", f->caption);
	buf_puts(h->out, "</figure>\n");
	if (!f->data)
		return;
	buf_puts(h->out, "<details>\n");
	put_element(h, "summary", h->words->data);
	html_table(h->arena, h->out, f->data, NULL, h->words->data, !h->part);
	buf_puts(h->out, "</details>\n");
}

static void put_block(struct html *h, const struct block *b)
{
	if (b->kind != BLOCK_LIST_ITEM)
		close_lists(h);
	switch (b->kind) {
	case BLOCK_HEADING:
		put_heading(h, b);
		break;
	case BLOCK_PARAGRAPH:
		put_paragraph(h, "<p>", b->runs, "</p>");
		break;
	case BLOCK_LIST_ITEM:
		put_list_item(h, b);
		break;
	case BLOCK_QUOTE:
		put_paragraph(h, "<blockquote><p>", b->runs, "</p></blockquote>");
		break;
	case BLOCK_TABLE:
		put_table(h, b->table);
		break;
	case BLOCK_FIGURE:
		put_figure(h, b->figure);
		break;
	case BLOCK_PAGE_BREAK:
		buf_puts(h->out, "<div class=\"page-break\"></div>\n");
		break;
	case BLOCK_RIGHT:
		put_paragraph(h, "<p class=\"right\">", b->runs, "</p>");
		break;
	}
}

static bool in_nav(const struct block *b)
{
	return b->kind == BLOCK_HEADING && b->level <= NAV_DEPTH;
}

static bool has_nav(const struct doc *doc)
{
	if (!doc->contents)
		return false;
	for (const struct block *b = doc->blocks; b; b = b->next)
		if (in_nav(b))
			return true;
	return false;
}

/* Brings the nested lists to `level` and opens an item there; returns the new depth. */
static int step_nav(struct html *h, int depth, int level)
{
	if (level > depth) {
		buf_puts(h->out,
		         "\n<ol>\n<li>"); /* one step down at most, even where levels are skipped */
		return depth + 1;
	}
	for (; depth > level && depth > 1; depth--)
		buf_puts(h->out, "</li>\n</ol>\n");
	buf_puts(h->out, "</li>\n<li>");
	return depth;
}

static void put_nav(struct html *h)
{
	const char *id = h->part ? "doc-contents" : "contents";
	int depth = 0;
	size_t at = 0;

	buf_printf(h->out, "<nav aria-labelledby=\"%s\">\n", id);
	put_element(h, arena_printf(h->arena, "h2 id=\"%s\"", id), h->words->contents);
	for (const struct block *b = h->doc->blocks; b; b = b->next) {
		if (in_nav(b)) {
			depth = step_nav(h, depth, b->level);
			buf_puts(h->out, "<a");
			put_attribute(h->out, "href",
			              arena_printf(h->arena, "#%s", h->anchors[at]));
			buf_putc(h->out, '>');
			buf_put_xml(h->out, doc_heading_text(h->arena, b));
			buf_puts(h->out, "</a>");
		}
		at += doc_is_anchor(b);
	}
	for (; depth > 0; depth--)
		buf_puts(h->out, "</li>\n</ol>\n");
	buf_puts(h->out, "</nav>\n");
}

static void put_head(struct html *h)
{
	const char *title = doc_one_line(h->arena, h->doc->title);
	const char *subtitle = doc_one_line(h->arena, h->doc->subtitle);

	buf_puts(h->out, "<!DOCTYPE html>\n<html");
	put_attribute(h->out, "lang", h->doc->language);
	buf_puts(h->out, ">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\""
	                 " content=\"width=device-width, initial-scale=1\">\n");
	put_element(h, "title",
	            *subtitle ? arena_printf(h->arena, "%s %s", subtitle, title) : title);
	if (h->doc->organisation) {
		buf_puts(h->out, "<meta name=\"author\"");
		put_attribute(h->out, "content", h->doc->organisation);
		buf_puts(h->out, ">\n");
	}
	buf_puts(h->out, "<meta name=\"generator\" content=\"Kageyu\">\n");
	html_style(h->out, h->doc, doc_marks_text(h->arena, h->doc, "　"));
	buf_puts(h->out, "</head>\n");
}

static void put_title(struct html *h)
{
	const struct doc *doc = h->doc;

	buf_puts(h->out, "<header>\n");
	if (doc->n_marks)
		buf_puts(h->out, "<p class=\"marks\">");
	for (size_t i = 0; i < doc->n_marks; i++)
		put_element(h, "strong", doc->marks[i]);
	if (doc->n_marks)
		buf_puts(h->out, "</p>\n");
	put_element(h, "p class=\"number\"", doc->number);
	put_element(h, "p", doc->subtitle);
	put_element(h, h->part ? "p class=\"title\"" : "h1", doc->title);
	put_element(h, "p", doc->date);
	put_element(h, "p", doc->organisation);
	buf_puts(h->out, "</header>\n");
}

static void put_blocks(struct html *h)
{
	for (const struct block *b = h->doc->blocks; b; b = b->next)
		put_block(h, b);
	close_lists(h);
}

enum err write_html(struct ctx *c, const struct doc *doc, struct buf *out)
{
	struct html h = {
		.c = c, .arena = c->arena, .doc = doc, .words = doc_words(doc), .out = out};

	collect_anchors(&h);
	put_head(&h);
	buf_puts(out, has_nav(doc) ? "<body>\n" : "<body class=\"bare\">\n");
	buf_puts(out, "<a class=\"skip\" href=\"#main\">");
	buf_put_xml(out, h.words->skip);
	buf_puts(out, "</a>\n");
	put_title(&h);
	if (has_nav(doc))
		put_nav(&h);
	buf_puts(out, "<main id=\"main\" tabindex=\"-1\">\n");
	put_blocks(&h);
	buf_puts(out, "</main>\n</body>\n</html>\n");
	return OK;
}

void write_html_part(struct ctx *c, const struct doc *doc, struct buf *out)
{
	struct html h = {.c = c,
	                 .arena = c->arena,
	                 .doc = doc,
	                 .words = doc_words(doc),
	                 .out = out,
	                 .part = true};

	collect_anchors(&h);
	buf_puts(out, "<div class=\"doc\"");
	put_attribute(out, "lang", doc->language);
	buf_puts(out, ">\n");
	put_title(&h);
	if (has_nav(doc))
		put_nav(&h);
	put_blocks(&h);
	buf_puts(out, "</div>\n");
}
