/*
 * docx_internal.h - what the files of the DOCX writer share.
 *
 * write_docx.c packs the parts; docx_styles.c holds what is the same in every document;
 * docx_front.c makes cover and contents, docx_body.c sets the blocks, docx_table.c the tables, all
 * with the paragraphs, runs and links of docx_inline.c. Elements stand in the order that the
 * schema of ISO/IEC 29500 prescribes: Word refuses a file where they do not.
 */
#ifndef KAGEYU_REPORT_DOCX_INTERNAL_H
#define KAGEYU_REPORT_DOCX_INTERNAL_H

#include "report/doc_text.h"
#include "report/zip_out.h"

/* A4, lengths in twentieths of a point. */
#define DOCX_PAGE_WIDTH 11906
#define DOCX_PAGE_HEIGHT 16838
#define DOCX_MARGIN 1418 /* 25 mm */
#define DOCX_TEXT_WIDTH (DOCX_PAGE_WIDTH - 2 * DOCX_MARGIN)
#define DOCX_FORM_MARGIN 1134 /* 20 mm, of a form for one page */

#define DOCX_XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_W_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define DOCX_R_NS "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DOCX_REL_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* A place that links lead to: a heading, a table or a figure. */
struct docx_anchor {
	const char *id;       /* as the tree has it; may be NULL */
	const char *bookmark; /* as Word has it */
};

struct docx {
	struct ctx *c;
	struct arena *arena;
	const struct doc *doc;
	const struct doc_words *words;
	struct zip_out *zip;
	struct buf body;  /* word/document.xml */
	struct buf links; /* word/_rels/document.xml.rels */
	const struct docx_anchor *anchors; /* one for each heading, table and figure, in order */
	size_t n_anchors, next_anchor;
	size_t n_links, n_pictures;
	bool page_break; /* the next paragraph begins a page */
};

/* Paragraph properties; what is NULL, 0 or false is left to the style. */
struct docx_paragraph {
	const char *style;
	bool keep_next;
	int bullet_level; /* 1.. for a bulleted item */
	int indent, hanging;
	int right; /* indent from the right */
	int space_before;
	const char *align; /* "left", "center", "right" */
	const char *section; /* sectPr that ends with this paragraph */
};

static inline int docx_margin(const struct docx *d)
{
	return d->doc->one_page ? DOCX_FORM_MARGIN : DOCX_MARGIN;
}

static inline int docx_text_width(const struct docx *d)
{
	return (d->doc->landscape ? DOCX_PAGE_HEIGHT : DOCX_PAGE_WIDTH) - 2 * docx_margin(d);
}

void docx_open_paragraph(struct docx *d, const struct docx_paragraph *p);
void docx_close_paragraph(struct docx *d);
/* A run of plain text; LF and TAB become what they are in Word. `properties` is the inside of
 * rPr, NULL for none. */
void docx_text(struct docx *d, const char *text, const char *properties);
void docx_runs(struct docx *d, const struct run *runs);
void docx_simple_paragraph(struct docx *d, const char *style, const char *text);

/* Bookmarks the next heading, table or figure; the caller puts what is to be found between. */
void docx_open_anchor(struct docx *d);
void docx_close_anchor(struct docx *d);

/* Adds a relationship of the main part and returns its id. */
const char *docx_relate(struct docx *d, const char *type, const char *target, bool external);

MUST_USE enum err docx_body(struct docx *d); /* the whole of word/document.xml */
void docx_front(struct docx *d);             /* cover or title, table of contents */
/* A sectPr with the marks in the header and the page number in the footer, where asked. */
const char *docx_section(struct docx *d, bool header, bool footer);
void docx_table(struct docx *d, const struct doc_table *t);

/* The parts that are the same in every document. */
void docx_styles_xml(const struct docx *d, struct buf *out);
void docx_numbering_xml(const struct docx *d, struct buf *out);
void docx_settings_xml(const struct docx *d, struct buf *out);
void docx_fonts_xml(const struct docx *d, struct buf *out);

#endif
