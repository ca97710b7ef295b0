#include "report/docx_internal.h"

#define CONTENTS_DEPTH 3
#define NBSP "\u00a0" /* plain spaces are swallowed at the end of the line */

const char *docx_section(struct docx *d, bool header, bool footer)
{
	bool marked = header && d->doc->n_marks > 0, wide = d->doc->landscape;

	return arena_printf(
		d->arena,
		"<w:sectPr>%s%s<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>"
		"<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\""
		" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/>"
		"<w:cols w:space=\"425\"/><w:docGrid w:linePitch=\"360\"/></w:sectPr>",
		marked ? "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/>" : "",
		footer ? "<w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/>" : "",
		wide ? DOCX_PAGE_HEIGHT : DOCX_PAGE_WIDTH,
		wide ? DOCX_PAGE_WIDTH : DOCX_PAGE_HEIGHT, wide ? " w:orient=\"landscape\"" : "",
		docx_margin(d), docx_margin(d), docx_margin(d), docx_margin(d));
}

static void end_section(struct docx *d, bool header)
{
	docx_open_paragraph(d, &(struct docx_paragraph){.style = "Spacer",
	                                                .section = docx_section(d, header, false)});
	docx_close_paragraph(d);
}

static void put_placed(struct docx *d, const char *style, int space_before, const char *text)
{
	if (!text)
		return;
	docx_open_paragraph(d,
	                    &(struct docx_paragraph){.style = style, .space_before = space_before});
	docx_text(d, text, NULL);
	docx_close_paragraph(d);
}

static void put_cover(struct docx *d)
{
	const struct doc *doc = d->doc;

	docx_open_paragraph(d, &(struct docx_paragraph){.style = "CoverText", .align = "right"});
	for (size_t i = 0; i < doc->n_marks; i++) {
		docx_text(d, i ? "　" : NULL, NULL);
		docx_text(d, arena_printf(d->arena, NBSP "%s" NBSP, doc->marks[i]),
		          "<w:rStyle w:val=\"Mark\"/>");
	}
	docx_close_paragraph(d);
	put_placed(d, "RightText", 0, doc->number);
	put_placed(d, "Subtitle", 2800, doc->subtitle);
	put_placed(d, "Title", doc->subtitle ? 240 : 3200, doc->title);
	put_placed(d, "CoverText", 4800, doc->date);
	put_placed(d, "CoverText", doc->date ? 240 : 4800, doc->organisation);
	end_section(d, false);
}

static void put_title_block(struct docx *d)
{
	put_placed(d, "RightText", 0, d->doc->number);
	put_placed(d, "RightText", 0, d->doc->date);
	put_placed(d, "RightText", 0, d->doc->organisation);
	put_placed(d, "Subtitle", 240, d->doc->subtitle);
	put_placed(d, "Title", 0, d->doc->title);
}

static bool in_contents(const struct block *b)
{
	return b->kind == BLOCK_HEADING && b->level >= 1 && b->level <= CONTENTS_DEPTH;
}

static void put_field(struct docx *d, const char *kind, const char *instruction)
{
	buf_printf(&d->body, "<w:r><w:fldChar w:fldCharType=\"%s\"/></w:r>", kind);
	if (instruction)
		buf_printf(&d->body,
		           "<w:r><w:instrText xml:space=\"preserve\"> %s </w:instrText></w:r>"
		           "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
		           instruction);
}

/*
 * Only Word knows the page numbers: it asks to fill the PAGEREF fields in when it opens the file
 * (updateFields in the settings). Until then none is shown, rather than a wrong one.
 */
static void put_contents_entry(struct docx *d, const struct block *b, const char *bookmark,
                               bool first)
{
	const char *style = arena_printf(d->arena, "TOC%d", b->level);

	docx_open_paragraph(d, &(struct docx_paragraph){.style = style});
	if (first)
		put_field(d, "begin", "TOC \\o &quot;1-3&quot; \\h \\z \\u");
	buf_printf(&d->body, "<w:hyperlink w:anchor=\"%s\" w:history=\"1\">", bookmark);
	docx_text(d, doc_heading_text(d->arena, b), NULL);
	docx_text(d, "\t", NULL);
	put_field(d, "begin", arena_printf(d->arena, "PAGEREF %s \\h", bookmark));
	put_field(d, "end", NULL);
	buf_puts(&d->body, "</w:hyperlink>");
	docx_close_paragraph(d);
}

static void put_contents(struct docx *d)
{
	size_t at = 0;
	bool first = true;

	buf_puts(&d->body, "<w:sdt><w:sdtPr><w:docPartObj>"
	                   "<w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>"
	                   "</w:docPartObj></w:sdtPr><w:sdtContent>");
	docx_simple_paragraph(d, "TOCHeading", d->words->contents);
	for (const struct block *b = d->doc->blocks; b; b = b->next) {
		if (in_contents(b)) {
			put_contents_entry(d, b, d->anchors[at].bookmark, first);
			first = false;
		}
		at += doc_is_anchor(b);
	}
	docx_open_paragraph(d, &(struct docx_paragraph){.style = "Spacer"});
	put_field(d, "end", NULL);
	docx_close_paragraph(d);
	buf_puts(&d->body, "</w:sdtContent></w:sdt>");
	end_section(d, true);
}

static bool has_contents(const struct doc *doc)
{
	if (!doc->contents)
		return false;
	for (const struct block *b = doc->blocks; b; b = b->next)
		if (in_contents(b))
			return true;
	return false;
}

void docx_front(struct docx *d)
{
	if (d->doc->cover)
		put_cover(d);
	else
		put_title_block(d);
	if (has_contents(d->doc))
		put_contents(d);
}
