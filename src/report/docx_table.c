#include "report/docx_internal.h"

#include "base/text.h"

#include <string.h>

#define HEAD_FILL "E8ECF2"     /* heads of columns */
#define ROW_HEAD_FILL "F5F6F8" /* heads of rows */
#define CELL_SIDE 70           /* the style's margin left and right, in twentieths of a point */
#define DIGIT_WIDTH 95         /* in the style's type */
#define SHORT_TABLE 8          /* rows of a table that is kept on one page */

struct table {
	struct docx *d;
	const struct doc_table *t;
	const struct doc_place *places;
	const int *edges; /* n_columns + 1 positions, from 0 to the text width */
};

static const int *column_edges(const struct docx *d, const struct doc_table *t)
{
	int *edges = ARENA_ARRAY(d->arena, t->n_columns + 1, int);
	int64_t sum = 0, before = 0;

	for (size_t j = 0; j < t->n_columns; j++)
		sum += t->columns[j].weight;
	for (size_t j = 0; j < t->n_columns; j++) {
		before += t->columns[j].weight;
		edges[j + 1] = (int)(before * docx_text_width(d) / sum);
	}
	return edges;
}

static void put_grid(const struct table *w)
{
	struct buf *out = &w->d->body;

	buf_printf(out,
	           "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/>"
	           "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
	           "<w:tblLook w:val=\"0620\" w:firstRow=\"%d\" w:lastRow=\"0\" w:firstColumn=\"0\""
	           " w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
	           docx_text_width(w->d), w->t->n_header_rows > 0);
	if (w->t->caption) {
		buf_puts(out, "<w:tblCaption w:val=\"");
		buf_put_xml(out, doc_one_line(w->d->arena, w->t->caption));
		buf_puts(out, "\"/>");
	}
	buf_puts(out, "</w:tblPr><w:tblGrid>");
	for (size_t j = 0; j < w->t->n_columns; j++)
		buf_printf(out, "<w:gridCol w:w=\"%d\"/>", w->edges[j + 1] - w->edges[j]);
	buf_puts(out, "</w:tblGrid>");
}

/* RRGGBB of the background, NULL for none. */
static const char *fill_of(const struct table *w, const struct doc_cell *cell, size_t row)
{
	const char *fill = doc_cell_fill(cell);

	if (fill || !cell->header)
		return fill;
	return row < w->t->n_header_rows ? HEAD_FILL : ROW_HEAD_FILL;
}

static void put_cell_properties(const struct table *w, const struct doc_place *p, size_t row)
{
	const struct doc_cell *cell = &w->t->rows[p->row].cells[p->column];
	const char *fill = fill_of(w, cell, p->row);
	struct buf *out = &w->d->body;

	buf_printf(out, "<w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>",
	           w->edges[p->column + p->colspan] - w->edges[p->column]);
	if (p->colspan > 1)
		buf_printf(out, "<w:gridSpan w:val=\"%zu\"/>", p->colspan);
	if (p->rowspan > 1)
		buf_puts(out, row == p->row ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>");
	if (w->t->rows[row].total && row == p->row)
		buf_puts(out, "<w:tcBorders><w:top w:val=\"single\" w:sz=\"12\" w:space=\"0\""
		              " w:color=\"1A1A1A\"/></w:tcBorders>");
	if (fill)
		buf_printf(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%s\"/>", fill);
	buf_puts(out, "<w:vAlign w:val=\"center\"/></w:tcPr>");
}

/* Rows that must not part from the next: heads, a total's forerunner, all of a short table. */
static bool keeps_next(const struct doc_table *t, size_t row)
{
	if (row + 1 >= t->n_rows)
		return false;
	return row < t->n_header_rows || t->rows[row + 1].total || t->n_rows <= SHORT_TABLE;
}

/*
 * Numbers in a centred column end under each other, and stand in its middle as a block: what is
 * left free to their right.
 */
static int number_inset(const struct table *w, const struct doc_place *p, size_t row)
{
	const struct doc_cell *cell = &w->t->rows[p->row].cells[p->column];
	int widest = 0, width = w->edges[p->column + 1] - w->edges[p->column] - 2 * CELL_SIDE;

	if (row < w->t->n_header_rows || !cell->number || p->colspan > 1 ||
	    w->t->columns[p->column].align != ALIGN_CENTER)
		return 0;
	for (size_t i = w->t->n_header_rows; i < w->t->n_rows; i++) {
		const struct doc_cell *other = &w->t->rows[i].cells[p->column];
		int n = other->number && other->text ? text_width(other->text) : 0;

		widest = n > widest ? n : widest;
	}
	width -= widest * DIGIT_WIDTH;
	return width > 0 ? width / 2 : 0;
}

static void put_cell(const struct table *w, const struct doc_place *p, size_t row)
{
	const struct doc_cell *cell = &w->t->rows[p->row].cells[p->column];
	static const char *const names[] = {
		[ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center", [ALIGN_RIGHT] = "right"};
	bool is_column_head = row < w->t->n_header_rows;
	struct docx_paragraph para = {
		.style = is_column_head ? "TableHeading" : "TableText",
		.keep_next = keeps_next(w->t, row),
		.right = number_inset(w, p, row),
		.align = is_column_head ? NULL : names[doc_cell_align(w->t, cell, p->column)],
	};

	buf_puts(&w->d->body, "<w:tc>");
	put_cell_properties(w, p, row);
	docx_open_paragraph(w->d, &para);
	if (row == p->row)
		docx_text(w->d, cell->text, NULL);
	docx_close_paragraph(w->d);
	buf_puts(&w->d->body, "</w:tc>");
}

static void put_row(const struct table *w, size_t row)
{
	struct buf *out = &w->d->body;

	buf_puts(out, "<w:tr><w:trPr><w:cantSplit/>");
	if (row < w->t->n_header_rows)
		buf_puts(out, "<w:tblHeader/>");
	buf_puts(out, "</w:trPr>");
	for (size_t j = 0; j < w->t->n_columns; j++) {
		const struct doc_place *p = &w->places[row * w->t->n_columns + j];

		if (p->column == j)
			put_cell(w, p, row);
	}
	buf_puts(out, "</w:tr>");
}

/* Stands before the table, so that links and page breaks have a paragraph to sit on. */
static void put_head(struct docx *d, const struct doc_table *t)
{
	struct docx_paragraph p = {.keep_next = true};

	p.style = t->caption ? "Caption" : t->unit ? "Unit" : "Spacer";
	docx_open_paragraph(d, &p);
	docx_open_anchor(d);
	docx_text(d, t->caption ? t->caption : t->unit, NULL);
	docx_close_anchor(d);
	docx_close_paragraph(d);
	if (t->caption && t->unit)
		docx_simple_paragraph(d, "Unit", t->unit);
}

void docx_table(struct docx *d, const struct doc_table *t)
{
	put_head(d, t);
	if (t->n_rows && t->n_columns) {
		struct table w = {d, t, doc_table_places(d->arena, t), column_edges(d, t)};

		put_grid(&w);
		for (size_t i = 0; i < t->n_rows; i++)
			put_row(&w, i);
		buf_puts(&d->body, "</w:tbl>");
	}
	for (size_t i = 0; i < t->n_notes; i++)
		docx_simple_paragraph(d, "TableNote", t->notes[i]);
	/* two tables without a paragraph between them would become one */
	docx_simple_paragraph(d, "Spacer", NULL);
}
