/*
 * form.h - finding a known table in somebody's spreadsheet and reading it cell by cell.
 *
 * A form declares the columns by name. The table is found by its header line(s) wherever they
 * stand: on any visible sheet, below titles, over two rows (大項目 中項目 小項目 under 項目), in any
 * order of columns, repeated at each printed page. Unknown columns are reported once and skipped.
 * Cells are handed out trimmed; what was noteworthy about them becomes a problem with its place.
 * Rows that are no data are passed over and listed, so that it can be seen that nothing was lost.
 */
#ifndef KAGEYU_SHEET_FORM_H
#define KAGEYU_SHEET_FORM_H

#include "base/map.h"
#include "base/problem.h"
#include "sheet/sheet.h"

#define FORM_COLUMNS_MAX 64
#define FORM_HEADER_SEARCH_ROWS 60

struct form_column {
	const char *name;     /* English, as in exports */
	const char *japanese; /* the Japanese names, separated by |; the first is used in exports */
	bool required;        /* the table is not recognised without it */
};

struct form {
	const struct form_column *columns;
	size_t n;
};

/* id, word in JSON, msgid */
#define ROW_KINDS(X)                                                                           \
	X(TITLE, "title", N_("Title above the table"))                                         \
	X(BLANK, "blank", N_("Blank row"))                                                     \
	X(HEADER, "header", N_("Header line"))                                                 \
	X(SUBTOTAL, "subtotal", N_("Subtotal"))                                                \
	X(TOTAL, "total", N_("Grand total"))                                                   \
	X(NOTE, "note", N_("Note"))

enum row_kind {
#define X(id, code, label) ROW_##id,
	ROW_KINDS(X)
#undef X
		ROW_KIND__MAX
};

const char *row_kind_code(enum row_kind kind);
const char *row_kind_label(enum row_kind kind); /* msgid */

/* A row that is no data; of blank ones as many as follow each other. */
struct skipped_row {
	enum row_kind kind;
	long row, last;
	const char *text; /* of its first cell with content; NULL = blank */
	struct skipped_row *next;
};
struct skipped_rows {
	struct skipped_row *first, *end;
	size_t n;
};

/* A table found, and the place the reader has got to. */
struct reading {
	struct ctx *c;
	const char *file;
	const struct form *form;
	struct map names; /* folded name → form_column */
	struct arena *scratch; /* for one comparison at a time */
	const struct book *book;
	const struct sheet *sheet;
	long header_row;   /* the first header line */
	int header_height; /* 1 or 2 */
	int at[FORM_COLUMNS_MAX]; /* 0-based column of the sheet, -1 = absent */
	struct problems *problems;
	size_t next;       /* index into sheet->rows */
	struct skipped_rows skipped;
	bool row_rejected; /* a cell of the present row was refused */
	long rejected;     /* rows refused so far */
};

/* ERR_INVALID when no sheet has the required columns: the message lists the missing ones. */
MUST_USE enum err form_find(struct ctx *c, const struct book *book, const char *file,
                            const struct form *form, struct problems *problems,
                            struct reading *ret);

/*
 * The next row below the header with content in a known column; NULL at the end. Repeated header
 * lines are skipped. Ends the count of the row before (row_rejected, rejected).
 */
const struct sheet_row *reading_next(struct reading *r);
/* Must be called after the last row, so that it is counted. */
void reading_end(struct reading *r);
/* The row was looked at and is no data. */
void reading_skip(struct reading *r, const struct sheet_row *row, enum row_kind kind);
/* The text of the first cell with content, trimmed. */
const char *row_first_text(struct arena *a, const struct sheet_row *row);

bool reading_has(const struct reading *r, int column);
/* The cell as it stands. */
const struct cell *reading_cell(const struct reading *r, const struct sheet_row *row, int column);
/* Nothing stands in the cell: not even a formula or an error that was reported already. */
bool reading_empty(const struct reading *r, const struct sheet_row *row, int column);
/*
 * The trimmed text, "" when empty or absent. Reports spaces around it, formulas, error values and
 * struck-through parts (which are kept, marked as 【取消線：…】); a formula without a stored result
 * or an error value rejects the row.
 */
const char *reading_text(struct reading *r, const struct sheet_row *row, int column);
/* As reading_text(), NULL instead of "". */
const char *reading_opt(struct reading *r, const struct sheet_row *row, int column);
/* Texts that are keys: also full-width digits and letters become half-width, inner space goes. */
const char *reading_code(struct reading *r, const struct sheet_row *row, int column);
/* ISO date, NULL when empty; what is no date rejects the row (date-invalid). */
const char *reading_date(struct reading *r, const struct sheet_row *row, int column);
/* ○ 〇 ◯ ● 1 yes true はい 必須 / － × 0 no …; empty is false; anything else rejects the row. */
bool reading_flag(struct reading *r, const struct sheet_row *row, int column);

/* Place of a cell of the present row, column -1 = the row. */
struct place reading_place(const struct reading *r, const struct sheet_row *row, int column);
/* Reports and, for SEV_REJECT, marks the row. */
void reading_problem(struct reading *r, const struct sheet_row *row, int column,
                     enum severity severity, const char *code, const char *const *msg_and_args);
#define READING_PROBLEM(r, row, column, severity, code, ...)                                   \
	reading_problem((r), (row), (column), (severity), (code),                              \
	                (const char *const[]){__VA_ARGS__, NULL})

/* What an import did, or would do. The four add up to the rows read. */
struct import_result {
	const char *file;
	long rows, created, updated, unchanged, rejected;
	bool stored;
	struct problems problems;
	struct skipped_rows skipped; /* of records only */
};

struct import_options {
	bool dry_run; /* do everything, then roll back */
	bool partial; /* store the good rows although others are rejected */
	bool confirm; /* agree to all proposals (SEV_CONFIRM) */
};

/* OK when `result` may be stored under the options; else the error that says why not. */
MUST_USE enum err import_decide(struct ctx *c, const struct import_result *result,
                                const struct import_options *options);

#endif
