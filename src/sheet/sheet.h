/*
 * sheet.h - spreadsheets as people return them, read into memory.
 *
 * One reader result for xlsx (our reader on libzip and expat) and CSV (UTF-8 with or without BOM,
 * CP932, UTF-16 with BOM; comma, tab or semicolon). Only cells with content are kept, so 100,000
 * formatted empty rows cost nothing. Everything is allocated in the context's arena.
 *
 * Refused, with a message that says how to mend it: not a zip (an .xls renamed, an encrypted
 * workbook - both OLE2), no workbook inside, over a limit below, a zip bomb, broken XML, bytes
 * that are no text. The message names the file as the user knows it (`shown_name`).
 */
#ifndef KAGEYU_SHEET_SHEET_H
#define KAGEYU_SHEET_SHEET_H

#include "base/ctx.h"
#include "base/date.h"
#include "base/problem.h"

#include <stdbool.h>
#include <stddef.h>

#define SHEET_FILE_MAX ((size_t)64 << 20)      /* bytes of the file itself */
#define SHEET_INFLATED_MAX ((size_t)512 << 20) /* bytes of all parts read, inflated */
#define SHEET_RATIO_MAX 200                    /* inflated : stored of one part over 1 MiB */
#define SHEET_CELLS_MAX 20000000L              /* cells with content in one book */
#define SHEET_CELL_MAX ((size_t)1 << 20) /* bytes of one cell; a longer one refuses the file */
#define SHEET_ROW_MAX 1048576L
#define SHEET_COLUMN_MAX 16384

enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER, /* text is what a person sees where the format is general or only zeros */
	CELL_DATE,   /* a number whose format is a date */
	CELL_BOOL,   /* text is TRUE or FALSE */
	CELL_ERROR   /* text is #REF! and the like */
};

struct cell {
	enum cell_kind kind;
	/* Never NULL; "" when empty. Numbers: shortest exact decimal, with the leading zeros a
	   format like 000000 shows. Dates: ISO. Rich text runs are joined, furigana (rPh) is left
	   out. Line breaks are LF. */
	const char *text;
	/* The struck-through part of the text (all of it when the whole cell is), several parts
	   joined by LF; NULL when none. */
	const char *struck;
	double number;      /* CELL_NUMBER, CELL_DATE */
	struct date date;   /* CELL_DATE */
	bool formula; /* the text is a formula's stored result; CELL_EMPTY if it stored none */
	const char *formula_text; /* with the leading =; NULL when not a formula */
	bool phonetic;      /* furigana was left out */
	bool zero_format;   /* a number shown with leading zeros by its format */
};

struct sheet_row {
	long number;        /* 1-based row of the sheet, or record of the CSV file */
	long line;          /* CSV: physical line where the record begins; xlsx: = number */
	size_t n;           /* cells[0] is column A; cells[n-1] is the last with content */
	const struct cell *cells;
};

struct merge {
	long row1, row2;     /* 1-based, inclusive */
	size_t column1, column2; /* 0-based, inclusive */
};

struct sheet {
	const char *name; /* CSV: the file's base name without its ending */
	bool hidden;      /* hidden or very hidden */
	const struct sheet_row *rows; /* ascending numbers; rows without content are absent */
	size_t n_rows;
	const struct merge *merges;
	size_t n_merges;
};

struct defined_name {
	const char *name, *refers_to;
};

enum book_format { BOOK_XLSX, BOOK_CSV };

struct book {
	enum book_format format;
	const char *encoding; /* CSV: "UTF-8", "UTF-8 with BOM", "CP932", "UTF-16" */
	char delimiter;       /* CSV */
	const struct sheet *sheets;
	size_t n_sheets;
	const struct defined_name *names;
	size_t n_names;
};

/* Reads bytes whose kind is told by their content, not by the name's ending. */
MUST_USE enum err book_read(struct ctx *c, const char *shown_name, const void *data, size_t len,
                            struct book **ret);
MUST_USE enum err book_read_file(struct ctx *c, const char *path, struct book **ret);

/* The cell, an empty one where nothing stands. column is 0-based. */
const struct cell *sheet_cell(const struct sheet *s, long row, size_t column);
const struct sheet_row *sheet_row(const struct sheet *s, long number); /* NULL when absent */
/* The merge that covers the place, or NULL. */
const struct merge *sheet_merge_at(const struct sheet *s, long row, size_t column);

/* "AB12" for row 12, 0-based column 27. */
const char *cell_name(struct arena *a, long row, size_t column);

#endif
