/*
 * CommonMark with pipe tables, for people who read it as it is and for programs.
 *
 * A pipe table knows no spans and one line of heads. So the heads of a column are joined into one
 * cell, from top to bottom, with line breaks between; in the rows below, every place that a span
 * covers repeats the text of the cell that covers it: each row can be understood by itself.
 * Page breaks and the table of contents are left to whoever shows the file.
 */
#include "base/text.h"
#include "report/doc_text.h"
#include "report/format.h"

#include <string.h>
#include <utf8proc.h>

#define LIST_DEPTH_MAX 9

struct md {
	struct arena *arena;
	const struct doc *doc;
	const struct doc_words *words;
	struct buf *out;
	int list_depth; /* of the item just written; 0 = the last block was none */
	struct {
		size_t indent; /* where the text of the item begins */
		size_t number; /* of the item, 0 = has none */
	} items[LIST_DEPTH_MAX + 1];
};

/* --- text --- */

/* Text that means itself; LF becomes `line_break`. */
static void put_text(struct buf *out, const char *text, const char *line_break)
{
	for (; text && *text; text++) {
		if (*text == '\n') {
			buf_puts(out, line_break);
			continue;
		}
		if (strchr("\\`*_[]<>&|~#", *text))
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

/*
 * As put_text, at the beginning of a line: there white space would make code, and 1. - + = would
 * make lists and headings.
 */
static void put_line_start(struct buf *out, const char *text, const char *line_break)
{
	size_t digits;

	if (!text)
		return;
	text += strspn(text, " \t");
	digits = strspn(text, "0123456789");
	buf_add(out, text, digits);
	text += digits;
	if (*text && strchr(digits ? ".)" : "-+=", *text))
		buf_putc(out, '\\');
	put_text(out, text, line_break);
}

static bool is_letter(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

/* Whether * may stand at both ends: beside 「 or 。 CommonMark does not see it in running text. */
static bool stars_work(const char *text)
{
	const char *at = text;
	uint32_t first = text_next(&at), last = first;

	for (uint32_t cp = last; cp; cp = text_next(&at))
		last = cp;
	return is_letter(first) && is_letter(last);
}

static size_t longest_backticks(const char *s)
{
	size_t longest = 0;

	while (*s) {
		size_t n = strspn(s, "`");

		longest = n > longest ? n : longest;
		s += n ? n : 1;
	}
	return longest;
}

static void put_code(struct md *m, const char *text)
{
	size_t n = longest_backticks(text) + 1;

	for (size_t i = 0; i < n; i++)
		buf_putc(m->out, '`');
	/* one space on either side is taken away again */
	buf_printf(m->out, n > 1 ? " %s " : "%s", doc_one_line(m->arena, text));
	for (size_t i = 0; i < n; i++)
		buf_putc(m->out, '`');
}

static void put_styled(struct md *m, const struct run *r, bool beside_styled, bool line_start,
                       const char *line_break)
{
	bool strong = r->style & RUN_STRONG, emphasis = r->style & RUN_EMPHASIS;
	bool stars = !beside_styled && !(r->style & RUN_CODE) && stars_work(r->text);

	if (strong)
		buf_puts(m->out, stars ? "**" : "<strong>");
	if (emphasis)
		buf_puts(m->out, stars ? "*" : "<em>");
	if (r->style & RUN_CODE)
		put_code(m, r->text);
	else if (line_start && !strong && !emphasis)
		put_line_start(m->out, r->text, line_break);
	else
		put_text(m->out, r->text, line_break);
	if (emphasis)
		buf_puts(m->out, stars ? "*" : "</em>");
	if (strong)
		buf_puts(m->out, stars ? "**" : "</strong>");
}

/* In <> everything may stand but <, > and line breaks. */
static void put_target(struct buf *out, const char *link)
{
	buf_puts(out, "](<");
	for (; *link; link++) {
		if (strchr("<>\n", *link))
			buf_printf(out, "%%%02X", (unsigned)*link);
		else
			buf_putc(out, *link);
	}
	buf_puts(out, ">)");
}

/* The block that a link inside the document leads to; NULL when there is none. */
static const struct block *target_of(const struct doc *doc, const char *id)
{
	for (const struct block *b = doc->blocks; b; b = b->next) {
		const char *own = doc_block_id(b);

		if (own && strcmp(own, id) == 0)
			return b;
	}
	return NULL;
}

static bool is_link(const struct md *m, const char *link)
{
	return doc_link_allowed(link) && (link[0] != '#' || target_of(m->doc, link + 1));
}

static void put_runs(struct md *m, const struct run *runs, const char *line_break)
{
	const unsigned styled = RUN_STRONG | RUN_EMPHASIS;
	const struct run *before = NULL;

	for (const struct run *r = runs; r; before = r, r = r->next) {
		bool broken = r->style & RUN_BREAK;
		bool linked = is_link(m, r->link);
		bool beside = (before && before->style & styled) ||
		              (r->next && r->next->style & styled);

		if (broken)
			buf_puts(m->out, line_break);
		if (!r->text || !*r->text)
			continue;
		if (linked)
			buf_putc(m->out, '[');
		put_styled(m, r, beside, !linked && (!before || broken), line_break);
		if (linked)
			put_target(m->out, r->link);
	}
}

/* --- blocks --- */

static void end_list(struct md *m)
{
	if (m->list_depth)
		buf_putc(m->out, '\n');
	m->list_depth = 0;
}

static bool is_linked(const struct doc *doc, const char *id)
{
	for (const struct block *b = doc->blocks; b; b = b->next)
		for (const struct run *r = b->runs; r; r = r->next)
			if (r->link && r->link[0] == '#' && strcmp(r->link + 1, id) == 0)
				return true;
	return false;
}

/* Where something links to. Each Markdown program makes anchors its own way: so we set them. */
static bool put_anchor(struct md *m, const struct block *b)
{
	const char *id = doc_block_id(b);

	if (!id || target_of(m->doc, id) != b || !is_linked(m->doc, id))
		return false;
	buf_puts(m->out, "<a id=\"");
	buf_put_xml(m->out, id);
	buf_puts(m->out, "\"></a>");
	return true;
}

static void put_heading(struct md *m, const struct block *b)
{
	int level = b->level < 1 ? 2 : b->level > 5 ? 6 : b->level + 1;

	buf_printf(m->out, "%.*s ", level, "######");
	(void)put_anchor(m, b);
	put_text(m->out, b->label, " ");
	buf_puts(m->out, b->label && b->label[0] ? "　" : "");
	put_runs(m, b->runs, " ");
	buf_puts(m->out, "\n\n");
}

static void put_indent(struct md *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_putc(m->out, ' ');
}

/* "3" or "3." where it continues the list as CommonMark would count; 0 otherwise. */
static size_t list_number(const struct md *m, const char *label, int level)
{
	size_t n = 0, digits = label ? strspn(label, "0123456789") : 0;

	if (!digits || digits > 6 || strcmp(label + digits, label[digits] ? "." : "") != 0)
		return 0;
	for (size_t i = 0; i < digits; i++)
		n = n * 10 + (size_t)(label[i] - '0');
	if (m->list_depth >= level && m->items[level].number + 1 != n)
		return 0;
	return n;
}

static void put_list_item(struct md *m, const struct block *b)
{
	int deepest = m->list_depth < LIST_DEPTH_MAX ? m->list_depth + 1 : LIST_DEPTH_MAX;
	int level = b->level < 1 ? 1 : b->level > deepest ? deepest : b->level;
	size_t parent = level > 1 ? m->items[level - 1].indent : 0;
	size_t number = list_number(m, b->label, level);
	const char *marker = number ? arena_printf(m->arena, "%zu. ", number) : "- ";

	m->items[level].indent = parent + strlen(marker);
	m->items[level].number = number;
	m->list_depth = level;
	put_indent(m, parent);
	buf_puts(m->out, marker);
	if (!number && b->label && b->label[0]) {
		put_line_start(m->out, b->label, " ");
		buf_putc(m->out, ' ');
	}
	put_runs(m, b->runs,
	         arena_printf(m->arena, "\\\n%*s", (int)m->items[level].indent, ""));
	buf_putc(m->out, '\n');
}

static void put_paragraph(struct md *m, const char *start, const struct run *runs,
                          const char *line_break)
{
	buf_puts(m->out, start);
	put_runs(m, runs, line_break);
	buf_puts(m->out, "\n\n");
}

/* --- tables --- */

static void put_cell(struct md *m, const struct doc_table *t, const struct doc_place *p)
{
	put_text(m->out, t->rows[p->row].cells[p->column].text, "<br>");
}

/* The heads over a column, each once. */
static void put_column_head(struct md *m, const struct doc_table *t, const struct doc_place *places,
                            size_t column, size_t heads)
{
	bool first = true;

	for (size_t i = 0; i < heads; i++) {
		const struct doc_place *p = &places[i * t->n_columns + column];
		const char *text = t->rows[p->row].cells[p->column].text;

		if (p->row != i || !text || !*text)
			continue;
		buf_puts(m->out, first ? "" : "<br>");
		put_cell(m, t, p);
		first = false;
	}
}

static void put_grid(struct md *m, const struct doc_table *t)
{
	static const char *const rules[] = {
		[ALIGN_LEFT] = " :--- |", [ALIGN_CENTER] = " :---: |", [ALIGN_RIGHT] = " ---: |"};
	const struct doc_place *places = doc_table_places(m->arena, t);
	size_t heads = t->n_header_rows < t->n_rows ? t->n_header_rows : t->n_rows;

	buf_putc(m->out, '|');
	for (size_t j = 0; j < t->n_columns; j++) {
		buf_putc(m->out, ' ');
		put_column_head(m, t, places, j, heads);
		buf_puts(m->out, " |");
	}
	buf_puts(m->out, "\n|");
	for (size_t j = 0; j < t->n_columns; j++)
		buf_puts(m->out, rules[t->columns[j].align]);
	for (size_t i = heads; i < t->n_rows; i++) {
		buf_puts(m->out, "\n|");
		for (size_t j = 0; j < t->n_columns; j++) {
			buf_putc(m->out, ' ');
			put_cell(m, t, &places[i * t->n_columns + j]);
			buf_puts(m->out, " |");
		}
	}
	buf_puts(m->out, "\n\n");
}

static void put_caption(struct md *m, const struct block *b, const char *caption)
{
	bool anchored = put_anchor(m, b);

	if (caption) {
		buf_puts(m->out, "**");
		put_text(m->out, doc_one_line(m->arena, caption), " ");
		buf_puts(m->out, "**");
	}
	if (caption || anchored)
		buf_puts(m->out, "\n\n");
}

static void put_table(struct md *m, const struct doc_table *t)
{
	if (t->unit) {
		put_line_start(m->out, t->unit, " ");
		buf_puts(m->out, "\n\n");
	}
	if (t->n_columns && t->n_rows)
		put_grid(m, t);
	for (size_t i = 0; i < t->n_notes; i++) {
		put_line_start(m->out, t->notes[i], "\\\n");
		buf_puts(m->out, i + 1 < t->n_notes ? "\\\n" : "\n\n");
	}
}

static void put_figure(struct md *m, const struct block *b)
{
	const struct doc_figure *f = b->figure;

	put_caption(m, b, f->caption ? f->caption : f->chart->title);
	if (f->chart->description && f->chart->description[0]) {
		put_line_start(m->out, f->chart->description, "\\\n");
		buf_puts(m->out, "\n\n");
	}
	if (f->data)
		put_table(m, f->data);
}

static void put_block(struct md *m, const struct block *b)
{
	if (b->kind != BLOCK_LIST_ITEM)
		end_list(m);
	switch (b->kind) {
	case BLOCK_HEADING:
		put_heading(m, b);
		break;
	case BLOCK_PARAGRAPH:
	case BLOCK_RIGHT:
		put_paragraph(m, "", b->runs, "\\\n");
		break;
	case BLOCK_LIST_ITEM:
		put_list_item(m, b);
		break;
	case BLOCK_QUOTE:
		put_paragraph(m, "> ", b->runs, "\\\n> ");
		break;
	case BLOCK_TABLE:
		put_caption(m, b, b->table->caption);
		put_table(m, b->table);
		break;
	case BLOCK_FIGURE:
		put_figure(m, b);
		break;
	case BLOCK_PAGE_BREAK:
		break;
	}
}

static void put_fact(struct md *m, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(m->out, "- %s%s", name, m->words->colon);
	put_text(m->out, value, " ");
	buf_putc(m->out, '\n');
}

static void put_head(struct md *m)
{
	const struct doc *doc = m->doc;
	const char *subtitle = doc_one_line(m->arena, doc->subtitle);

	buf_puts(m->out, "# ");
	put_text(m->out, subtitle, " ");
	buf_puts(m->out, *subtitle ? " " : "");
	put_text(m->out, doc->title, " ");
	buf_puts(m->out, "\n\n");
	put_fact(m, m->words->organisation, doc->organisation);
	put_fact(m, m->words->date, doc->date);
	put_fact(m, m->words->number, doc->number);
	put_fact(m, m->words->marks, doc_marks_text(m->arena, doc, m->words->list_comma));
	buf_putc(m->out, '\n');
}

enum err write_md(struct ctx *c, const struct doc *doc, struct buf *out)
{
	struct md m = {.arena = c->arena, .doc = doc, .words = doc_words(doc), .out = out};

	put_head(&m);
	for (const struct block *b = doc->blocks; b; b = b->next)
		put_block(&m, b);
	return OK;
}
