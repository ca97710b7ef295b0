/* pdf_table.h - a table between being measured (pdf_table.c) and placed (pdf_table_place.c). */
#ifndef KAGEYU_REPORT_PDF_TABLE_H
#define KAGEYU_REPORT_PDF_TABLE_H

#include "report/doc_text.h"
#include "report/pdf_internal.h"

#define NOTES_GAP 3.0 /* between the table and its notes */

struct table_cell {
	struct text *text;
	struct lines lines;
	struct tag *tag;
	size_t done; /* lines placed so far */
};

struct note {
	struct lines lines;
	struct tag *tag;
};

struct pdf_table {
	struct pdf *p;
	const struct doc_table *t;
	const struct doc_place *places;
	struct table_cell *cells; /* n_rows × n_columns; used where a place begins */
	double size;              /* of the type in cells */
	double pad, pad_y;        /* left and right, above and below in a cell */
	double width;
	double *x;                /* n_columns + 1 edges */
	double *insets;           /* per column: blank right of its numbers */
	double *heights;          /* of the rows */
	size_t *group_ends;       /* per row: the first row after those that spans tie to it */
	size_t n_head;            /* rows repeated on every page */
	double head_height;
	bool head_done;           /* the head has been placed once */
	struct lines caption, unit;
	bool unit_beside;         /* the unit stands on the caption's line */
	struct note *notes;
	struct tag *tag, *caption_tag;
};

double table_caption_height(const struct pdf_table *t);
double table_notes_height(const struct pdf_table *t);
double table_rows_height(const struct pdf_table *t, size_t from, size_t end);

static inline size_t cell_number(const struct pdf_table *t, size_t row, size_t column)
{
	return row * t->t->n_columns + column;
}

/* True where a cell is shown; its span may reach further. */
static inline bool cell_begins(const struct pdf_table *t, size_t row, size_t column)
{
	const struct doc_place *p = &t->places[cell_number(t, row, column)];

	return p->row == row && p->column == column;
}

#endif
