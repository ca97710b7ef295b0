/*
 * xlsx_internal.h - what the files of the XLSX writer share.
 *
 * write_xlsx.c makes the file and the list of its sheets, xlsx_table.c the sheet of a table or
 * figure, xlsx_format.c says how cells look and what counts as a number.
 */
#ifndef KAGEYU_REPORT_XLSX_INTERNAL_H
#define KAGEYU_REPORT_XLSX_INTERNAL_H

#include "gen/libxlsxwriter.h"
#include "report/doc_text.h"

enum xlsx_part {
	XLSX_TITLE,    /* of the document, on the list of sheets */
	XLSX_TEXT,     /* plain text outside of tables */
	XLSX_LINK,
	XLSX_CAPTION,
	XLSX_UNIT,
	XLSX_NOTE,
	XLSX_HEAD,     /* of columns */
	XLSX_ROW_HEAD,
	XLSX_CELL
};

struct xlsx_look {
	enum xlsx_part part;
	enum align align;          /* cells and heads of rows */
	const char *number_format; /* NULL = general */
	const char *fill;          /* rrggbb, NULL = that of the part */
	bool total;
};

struct xlsx {
	struct ctx *c;
	struct arena *arena; /* ends with the writing */
	const struct doc *doc;
	const struct doc_words *words;
	lxw_workbook *book;
	lxw_error trouble; /* the first one that the library reported */
	struct xlsx_format *formats;
	struct doc_names sheet_names;
	const char *header; /* of printed pages */
};

/* The format for a look; equal looks share one. */
lxw_format *xlsx_format(struct xlsx *x, const struct xlsx_look *look);

/* A sheet with the name that `wanted` becomes under Excel's rules; *ret_name is that name. */
lxw_worksheet *xlsx_sheet(struct xlsx *x, const char *wanted, const char **ret_name);
/* A4, the marks and the title above, the page number below. */
void xlsx_page(struct xlsx *x, lxw_worksheet *sheet, bool landscape);
void xlsx_string(struct xlsx *x, lxw_worksheet *sheet, size_t row, size_t column, const char *text,
                 const struct xlsx_look *look);
/* Text as Excel reads it back: what looks like one of its escapes (_x0041_) is escaped. */
const char *xlsx_text(struct arena *a, const char *text);

/*
 * Reads "-1,234.50" as the number it is. *ret_format shows it again as it was written. False for
 * anything else: 10(1), 007, 12%, more than 15 digits.
 */
bool xlsx_number(struct arena *a, const char *text, double *ret, const char **ret_format);

/* A sheet for a table, and one for a figure: its numbers, then the picture. */
MUST_USE enum err xlsx_table(struct xlsx *x, const struct doc_table *t, const char **ret_name);
MUST_USE enum err xlsx_figure(struct xlsx *x, const struct doc_figure *f, const char **ret_name);
/* A form for one page: title, text and tables below each other on one sheet. */
MUST_USE enum err xlsx_form(struct xlsx *x);

static inline void xlsx_check(struct xlsx *x, lxw_error e)
{
	if (e && !x->trouble)
		x->trouble = e;
}

#endif
