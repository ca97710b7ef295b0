/*
 * xlsx_internal.h - the parts of a workbook, each read by a file of its own.
 *
 * Elements and relationship types are told apart by their local names alone, so that prefixed
 * and "strict" files are read like all others.
 */
#ifndef KAGEYU_SHEET_XLSX_INTERNAL_H
#define KAGEYU_SHEET_XLSX_INTERNAL_H

#include "base/buf.h"
#include "gen/libzip.h"
#include "sheet/sheet.h"

#include <string.h>

/* What a cell's style says about reading it. */
struct cell_style {
	bool struck;
	bool date;      /* numbers are dates */
	unsigned zeros; /* numbers are shown with at least so many digits; 0 = as they are */
};

/* A text with what is struck through in it. */
struct rich_text {
	const char *text;
	const char *struck; /* by the fonts of the runs; NULL = nothing */
	const char *struck_if_cell_is; /* the same where the font of the cell is struck */
	bool phonetic;
};

struct xlsx {
	struct ctx *c;
	const char *shown;
	struct arena *scratch; /* ends with the reading */
	zip_t *zip;
	struct XML_ParserStruct *parser; /* NULL before the first part */
	size_t file_len, inflated;
	long n_cells;
	bool date1904;
	const struct rich_text *strings;
	size_t n_strings;
	const struct cell_style *styles;
	size_t n_styles;
};

/* xlsx_part.c: streams one part of the package through expat. */
struct xml_reader {
	enum err (*start)(void *state, const char *name, const char **attributes);
	enum err (*end)(void *state, const char *name);
	enum err (*text)(void *state, const char *s, size_t len); /* NULL = not wanted */
};
bool xlsx_has_part(struct xlsx *x, const char *part);
MUST_USE enum err xlsx_read_part(struct xlsx *x, const char *part, const struct xml_reader *reader,
                                 void *state);
/* The value of an attribute without a namespace; NULL when it is not there. */
const char *xml_attribute(const char **attributes, const char *name);
static inline bool xml_is(const char *name, const char *wanted)
{
	return strcmp(name, wanted) == 0;
}
/* "1" or "true"; NULL and anything else is false. */
bool xml_true(const char *value);
/* All of s as a decimal number of at most `max`; false when it is none. */
bool xml_number(const char *s, long max, long *ret);
/* Fails, naming the part or cell that does not hold what it must. */
MUST_USE enum err xlsx_fail_damaged(struct xlsx *x, const char *where);

/* xlsx_text.c: rich text, of shared strings and inline. */
struct text_run {
	size_t end; /* offset in the text */
	bool has_font, struck;
};
struct rich_reader {
	struct xlsx *x;
	struct buf text;
	size_t run_start;
	struct text_run *runs;
	size_t n_runs, room;
	bool in_text, in_phonetic, in_run, has_font, struck, phonetic;
};
void rich_init(struct rich_reader *r, struct xlsx *x);
void rich_clear(struct rich_reader *r);
void rich_start(struct rich_reader *r, const char *name, const char **attributes);
void rich_end(struct rich_reader *r, const char *name);
MUST_USE enum err rich_text(struct rich_reader *r, const char *s, size_t len);
struct rich_text rich_finish(struct rich_reader *r);
/* Resolves _x000D_ and the like from offset `from` on, and makes all line breaks LF. */
void xlsx_unescape(struct buf *b, size_t from);
MUST_USE enum err xlsx_read_strings(struct xlsx *x, const char *part);

/* xlsx_style.c, number_format.c */
MUST_USE enum err xlsx_read_styles(struct xlsx *x, const char *part);
/* Sets date and zeros by a format code such as [$-411]ggge"年"m"月"d"日". */
void number_format_read(const char *code, struct cell_style *style);
/* The same for the numbered formats that no file spells out. */
void number_format_builtin(long id, struct cell_style *style);

/* xlsx_value.c: what a cell's stored value means. */
enum value_type {
	VALUE_NUMBER,
	VALUE_SHARED,
	VALUE_INLINE,
	VALUE_STRING, /* a formula's text result */
	VALUE_BOOL,
	VALUE_ERROR,
	VALUE_ISO_DATE
};
struct value_reader {
	struct xlsx *x;
	enum value_type type;
	struct cell_style style;
	bool has_value;          /* even if it is an empty text */
	struct buf text;         /* of all but inline values */
	struct rich_reader rich; /* of inline ones */
};
void value_init(struct value_reader *r, struct xlsx *x);
/* Begins a cell with the attributes t and s, NULL where missing. */
void value_start(struct value_reader *r, const char *type, const char *style);
/* Sets the cell, which is an empty one; false when the value is not what its type promises. */
bool value_finish(struct value_reader *r, struct cell *cell);

/* xlsx_formula.c */
/* "AB12" at *s, which is advanced; columns are 0-based. Over the limits: false. */
bool cell_reference(const char **s, long *ret_row, size_t *ret_column);
struct shared_formula {
	const char *text; /* of the cell it was copied from; NULL = no such formula */
	long row;
	size_t column;
};
struct formula_reader {
	struct xlsx *x;
	struct buf text, shifted;
	bool is_shared;
	long index, n_shared;
	struct shared_formula *shared;
};
void formula_init(struct formula_reader *r, struct xlsx *x);
void formula_start(struct formula_reader *r, const char **attributes);
/* The formula with its =, as it reads at its place. */
const char *formula_finish(struct formula_reader *r, long row, size_t column);

/* xlsx_sheet.c; sheet->name is known already */
MUST_USE enum err xlsx_read_sheet(struct xlsx *x, const char *part, struct sheet *sheet);

#endif
