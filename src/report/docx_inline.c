#include "report/docx_internal.h"

#include <string.h>

void docx_open_paragraph(struct docx *d, const struct docx_paragraph *p)
{
	struct buf *out = &d->body;

	buf_printf(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", p->style);
	if (p->keep_next)
		buf_puts(out, "<w:keepNext/>");
	if (d->page_break)
		buf_puts(out, "<w:pageBreakBefore/>");
	d->page_break = false;
	if (p->bullet_level)
		buf_printf(out, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"1\"/></w:numPr>",
		           p->bullet_level - 1);
	if (p->space_before)
		buf_printf(out, "<w:spacing w:before=\"%d\"/>", p->space_before);
	if (p->indent || p->hanging)
		buf_printf(out, "<w:ind w:left=\"%d\" w:hanging=\"%d\"/>", p->indent, p->hanging);
	else if (p->right)
		buf_printf(out, "<w:ind w:right=\"%d\"/>", p->right);
	if (p->align)
		buf_printf(out, "<w:jc w:val=\"%s\"/>", p->align);
	buf_puts(out, p->section);
	buf_puts(out, "</w:pPr>");
}

void docx_close_paragraph(struct docx *d)
{
	buf_puts(&d->body, "</w:p>");
}

static void put_text_part(struct docx *d, const char *from, size_t len)
{
	if (!len)
		return;
	buf_puts(&d->body, "<w:t xml:space=\"preserve\">");
	buf_put_xml(&d->body, arena_strndup(d->arena, from, len));
	buf_puts(&d->body, "</w:t>");
}

void docx_text(struct docx *d, const char *text, const char *properties)
{
	const char *from = text;

	if (!text || !*text)
		return;
	buf_puts(&d->body, "<w:r>");
	if (properties)
		buf_printf(&d->body, "<w:rPr>%s</w:rPr>", properties);
	for (;;) {
		size_t len = strcspn(from, "\n\t");

		put_text_part(d, from, len);
		from += len;
		if (!*from)
			break;
		buf_puts(&d->body, *from == '\n' ? "<w:br/>" : "<w:tab/>");
		from++;
	}
	buf_puts(&d->body, "</w:r>");
}

void docx_simple_paragraph(struct docx *d, const char *style, const char *text)
{
	docx_open_paragraph(d, &(struct docx_paragraph){.style = style});
	docx_text(d, text, NULL);
	docx_close_paragraph(d);
}

void docx_open_anchor(struct docx *d)
{
	const struct docx_anchor *anchor = &d->anchors[d->next_anchor];

	buf_printf(&d->body, "<w:bookmarkStart w:id=\"%zu\" w:name=\"%s\"/>", d->next_anchor,
	           anchor->bookmark);
}

void docx_close_anchor(struct docx *d)
{
	buf_printf(&d->body, "<w:bookmarkEnd w:id=\"%zu\"/>", d->next_anchor);
	d->next_anchor++;
}

static const char *find_bookmark(const struct docx *d, const char *id)
{
	for (size_t i = 0; i < d->n_anchors; i++)
		if (d->anchors[i].id && strcmp(d->anchors[i].id, id) == 0)
			return d->anchors[i].bookmark;
	return NULL;
}

/* One character style says most; what else the run is goes beside it. */
static const char *run_properties(struct arena *a, const struct run *r, bool linked)
{
	bool code = r->style & RUN_CODE, strong = r->style & RUN_STRONG;
	bool emphasis = r->style & RUN_EMPHASIS;
	const char *style = linked ? "Hyperlink"
	                    : code   ? "Code"
	                    : strong ? "Strong"
	                             : "Emphasis";

	if (!linked && !code && !strong && !emphasis)
		return NULL;
	return arena_printf(a, "<w:rStyle w:val=\"%s\"/>%s%s", style,
	                    strong && (linked || code) ? "<w:b/><w:bCs/>" : "",
	                    emphasis && (linked || code || strong) ? "<w:em w:val=\"dot\"/>" : "");
}

static bool open_link(struct docx *d, const char *link)
{
	const char *bookmark;

	if (!doc_link_allowed(link))
		return false;
	if (link[0] != '#') {
		buf_printf(&d->body, "<w:hyperlink r:id=\"%s\" w:history=\"1\">",
		           docx_relate(d, "hyperlink", link, true));
		return true;
	}
	bookmark = find_bookmark(d, link + 1);
	if (!bookmark)
		return false;
	buf_printf(&d->body, "<w:hyperlink w:anchor=\"%s\" w:history=\"1\">", bookmark);
	return true;
}

void docx_runs(struct docx *d, const struct run *runs)
{
	for (const struct run *r = runs; r; r = r->next) {
		bool linked;

		if (r->style & RUN_BREAK)
			docx_text(d, "\n", NULL);
		linked = open_link(d, r->link);
		docx_text(d, r->text, run_properties(d->arena, r, linked));
		if (linked)
			buf_puts(&d->body, "</w:hyperlink>");
	}
}
