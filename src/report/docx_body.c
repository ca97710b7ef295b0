#include "report/docx_internal.h"

#include "base/text.h"
#include "report/format.h"
#include "ui/chart_part.h"

#include <string.h>

#define EMU_PER_CSS_PIXEL 9525
#define EMU_PER_TWIP 635
#define PICTURE_SCALE 2.0
#define FIGURE_WIDTH_MAX ((int64_t)DOCX_TEXT_WIDTH * EMU_PER_TWIP)
#define FIGURE_HEIGHT_MAX ((int64_t)12400 * EMU_PER_TWIP) /* leaves room for the caption */
#define HALF_WIDTH 105 /* a half-width character of the body */

static int clamp(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

static void put_heading(struct docx *d, const struct block *b)
{
	const char *style = arena_printf(d->arena, "Heading%d", clamp(b->level, 1, 6));

	docx_open_paragraph(d, &(struct docx_paragraph){.style = style});
	docx_open_anchor(d);
	if (b->label && b->label[0])
		docx_text(d, arena_printf(d->arena, "%s　", b->label), NULL);
	docx_runs(d, b->runs);
	docx_close_anchor(d);
	docx_close_paragraph(d);
}

/* A first line that brings its own ideographic space is not indented once more. */
static const char *paragraph_style(const struct block *b)
{
	static const char space[] = "　";
	bool spaced = b->runs && b->runs->text && strncmp(b->runs->text, space, 3) == 0;

	return spaced ? "Normal" : "BodyText";
}

static void put_list_item(struct docx *d, const struct block *b)
{
	struct docx_paragraph p = {.style = "ListBullet"};
	int level = clamp(b->level, 1, 9);
	bool labelled = b->label && b->label[0];

	if (labelled) {
		/* whole full-width characters, so that 9. and 10. stand alike */
		int columns = (text_width(b->label) + 2) / 2 * 2;

		p.style = "ListNumber";
		p.hanging = clamp(columns, 4, 12) * HALF_WIDTH;
		p.indent = 2 * HALF_WIDTH + 3 * HALF_WIDTH * (level - 1) + p.hanging;
	} else {
		p.bullet_level = level;
	}
	docx_open_paragraph(d, &p);
	if (labelled)
		docx_text(d, arena_printf(d->arena, "%s\t", b->label), NULL);
	docx_runs(d, b->runs);
	docx_close_paragraph(d);
}

static void put_runs_paragraph(struct docx *d, const char *style, const struct run *runs)
{
	docx_open_paragraph(d, &(struct docx_paragraph){.style = style});
	docx_runs(d, runs);
	docx_close_paragraph(d);
}

static void put_picture(struct docx *d, const char *relation, const struct chart *chart,
                        int64_t width, int64_t height)
{
	struct buf *out = &d->body;
	const char *name = arena_printf(d->arena, "%s %zu", d->words->figure, d->n_pictures);

	buf_printf(out,
	           "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
	           "<wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:docPr id=\"%zu\" name=\"%s\" descr=\"",
	           (long long)width, (long long)height, d->n_pictures, name);
	buf_put_xml(out, doc_one_line(d->arena, chart->title));
	if (chart->description && chart->description[0]) {
		buf_putc(out, ' ');
		buf_put_xml(out, doc_one_line(d->arena, chart->description));
	}
	buf_printf(out,
	           "\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>"
	           "</wp:cNvGraphicFramePr><a:graphic><a:graphicData"
	           " uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
	           "<pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"%s\"/><pic:cNvPicPr/></pic:nvPicPr>"
	           "<pic:blipFill><a:blip r:embed=\"%s\"/><a:stretch><a:fillRect/></a:stretch>"
	           "</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
	           "<a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
	           "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
	           "</w:drawing></w:r>",
	           d->n_pictures, name, relation, (long long)width, (long long)height);
}

/* The chart from *row on, as much as a page holds; *row becomes the first of the next piece. */
static enum err add_picture(struct docx *d, const struct chart *chart, int max_height, size_t *row,
                            int64_t *ret_width, int64_t *ret_height, const char **ret_relation)
{
	struct buf svg, *png = ARENA_NEW(d->arena, struct buf);
	const char *name;
	int width, height;

	buf_init(&svg, d->arena, BUF_MAX_TEXT);
	buf_init(png, d->arena, BUF_MAX_DOCUMENT);
	*row = chart_part(d->c, chart, *row, max_height, &svg, &width, &height);
	TRY(raster_png(d->c, svg.data, svg.len, PICTURE_SCALE, png));
	d->n_pictures++;
	name = arena_printf(d->arena, "media/figure%zu.png", d->n_pictures);
	TRY(zip_out_add(d->zip, arena_printf(d->arena, "word/%s", name), png->data, png->len,
	                false));
	*ret_relation = docx_relate(d, "image", name, false);
	*ret_width = (int64_t)width * EMU_PER_CSS_PIXEL;
	*ret_height = (int64_t)height * EMU_PER_CSS_PIXEL;
	return OK;
}

/* How many CSS pixels high a piece of this chart may be for a page, given its width. */
static int piece_height(struct docx *d, const struct chart *chart)
{
	struct buf probe;
	int width, height;
	int64_t emu;

	buf_init(&probe, d->arena, BUF_MAX_TEXT);
	chart_part(d->c, chart, 0, 0, &probe, &width, &height);
	emu = (int64_t)width * EMU_PER_CSS_PIXEL;
	return (int)(FIGURE_HEIGHT_MAX / EMU_PER_CSS_PIXEL *
	             (emu > FIGURE_WIDTH_MAX ? emu : FIGURE_WIDTH_MAX) / FIGURE_WIDTH_MAX);
}

static enum err put_piece(struct docx *d, const struct chart *chart, int max_height, size_t *row)
{
	int64_t width, height;
	const char *relation;

	TRY(add_picture(d, chart, max_height, row, &width, &height, &relation));
	if (width > FIGURE_WIDTH_MAX) {
		height = height * FIGURE_WIDTH_MAX / width;
		width = FIGURE_WIDTH_MAX;
	}
	if (height > FIGURE_HEIGHT_MAX) {
		width = width * FIGURE_HEIGHT_MAX / height;
		height = FIGURE_HEIGHT_MAX;
	}
	put_picture(d, relation, chart, width, height);
	return OK;
}

/* A chart too high for a page stands on several, each piece with its legend and heads. */
static enum err put_figure(struct docx *d, const struct doc_figure *f)
{
	int max_height = piece_height(d, f->chart);
	size_t row = 0;

	do {
		bool first = row == 0;

		docx_open_paragraph(d, &(struct docx_paragraph){.style = "Figure"});
		if (first)
			docx_open_anchor(d);
		TRY(put_piece(d, f->chart, max_height, &row));
		if (first)
			docx_close_anchor(d);
		docx_close_paragraph(d);
	} while (row < f->chart->n_rows);
	docx_simple_paragraph(d, "FigureCaption", f->caption);
	return OK;
}

static enum err put_block(struct docx *d, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		put_heading(d, b);
		break;
	case BLOCK_PARAGRAPH:
		put_runs_paragraph(d, paragraph_style(b), b->runs);
		break;
	case BLOCK_LIST_ITEM:
		put_list_item(d, b);
		break;
	case BLOCK_QUOTE:
		put_runs_paragraph(d, "Quote", b->runs);
		break;
	case BLOCK_TABLE:
		docx_table(d, b->table);
		break;
	case BLOCK_FIGURE:
		return put_figure(d, b->figure);
	case BLOCK_PAGE_BREAK:
		d->page_break = true;
		break;
	case BLOCK_RIGHT:
		put_runs_paragraph(d, "RightText", b->runs);
		break;
	}
	return OK;
}

static const struct docx_anchor *collect_anchors(struct arena *a, const struct doc *doc,
                                                 size_t *ret_n)
{
	struct docx_anchor *anchors;
	size_t n = 0;

	for (const struct block *b = doc->blocks; b; b = b->next)
		n++;
	anchors = ARENA_ARRAY(a, n + 1, struct docx_anchor);
	n = 0;
	for (const struct block *b = doc->blocks; b; b = b->next) {
		const char *kind = b->kind == BLOCK_HEADING ? "Toc" : "Ref";

		if (!doc_is_anchor(b))
			continue;
		anchors[n].id = doc_block_id(b);
		anchors[n].bookmark = arena_printf(a, "_%s%08zu", kind, n + 1);
		n++;
	}
	*ret_n = n;
	return anchors;
}

static void open_document(struct docx *d)
{
	buf_puts(
		&d->body, DOCX_XML_HEAD
		"<w:document " DOCX_W_NS " " DOCX_R_NS
		" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/"
		"wordprocessingDrawing\""
		" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
		" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>");
}

enum err docx_body(struct docx *d)
{
	d->anchors = collect_anchors(d->arena, d->doc, &d->n_anchors);
	open_document(d);
	docx_front(d);
	for (const struct block *b = d->doc->blocks; b; b = b->next)
		TRY(put_block(d, b));
	buf_puts(&d->body, docx_section(d, true, true));
	buf_puts(&d->body, "</w:body></w:document>");
	return OK;
}
