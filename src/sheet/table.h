/*
 * table.h - a flat table on its way out to Excel or CSV.
 *
 * Texts stay texts in Excel: nothing is ever taken for a formula, leading zeros stay. In CSV a
 * cell that a spreadsheet would take for a formula (first character = + - @ TAB CR, or such a cell
 * already guarded) gets an apostrophe in front, which table_unguard() takes away again at import.
 */
#ifndef KAGEYU_SHEET_TABLE_H
#define KAGEYU_SHEET_TABLE_H

#include "base/buf.h"
#include "base/problem.h"

enum column_kind {
	COLUMN_TEXT,
	COLUMN_WIDE_TEXT, /* wrapped, wide column */
	COLUMN_INTEGER,   /* a plain number in Excel, right-aligned */
	COLUMN_DATE       /* ISO in, a real date in Excel, ISO in CSV */
};

struct column {
	const char *name; /* the header line as written */
	enum column_kind kind;
};

struct table {
	const char *name; /* sheet name, at most 31 characters */
	const struct column *columns;
	size_t n_columns;
	const char *const *const *rows; /* rows[i][j]; NULL = empty cell */
	size_t n_rows;
};

enum csv_encoding { CSV_UTF8_BOM, CSV_UTF8, CSV_CP932 };

/*
 * CSV with CRLF. With CSV_CP932 each cell that holds what CP932 cannot is listed in `problems`
 * (row, column, characters) and ERR_INVALID is returned: nothing is replaced in silence.
 */
MUST_USE enum err table_write_csv(struct ctx *c, const struct table *t, enum csv_encoding encoding,
                                  struct problems *problems, struct buf *out);
/* One workbook, a sheet per table, frozen header, filter, sensible widths. */
MUST_USE enum err table_write_xlsx(struct ctx *c, const struct table *const *tables, size_t n,
                                   struct buf *out);

/* The apostrophe rule above; both return s itself when nothing is to be done. */
const char *table_guard(struct arena *a, const char *s);
const char *table_unguard(struct arena *a, const char *s);

#endif
