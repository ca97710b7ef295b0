/*
 * doc.h - the document tree that every output format is written from.
 *
 * A document is a list of blocks; blocks hold runs of text, tables or charts. Whoever builds the
 * tree has already computed every number in it: writers only set type. All strings are UTF-8 in
 * the context's arena. One writer file per format (write_docx.c …), listed in format.h.
 */
#ifndef KAGEYU_REPORT_DOC_H
#define KAGEYU_REPORT_DOC_H

#include "base/ctx.h"
#include "ui/chart.h"

#include <stdbool.h>
#include <stddef.h>

enum run_style {
	RUN_STRONG = 1,
	RUN_EMPHASIS = 2,
	RUN_CODE = 4,
	RUN_BREAK = 8 /* line break before the text */
};

struct run {
	const char *text;
	unsigned style;   /* enum run_style, or-ed */
	const char *link; /* URL, or #id of a heading; NULL = none */
	struct run *next;
};

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct doc_cell {
	const char *text;   /* line breaks are LF */
	int colspan, rowspan; /* 0 means 1. Cells covered by a span are present, with `covered` */
	bool covered;
	bool header;        /* a heading cell (row heads too) */
	bool number; /* a plain number: right-aligned, a real number in XLSX where it is one */
	const char *fill;   /* background #rrggbb, NULL = none; never the only sign of anything */
};

struct doc_column {
	enum align align;
	int weight;       /* relative width, > 0 */
};

struct doc_row {
	struct doc_cell *cells; /* n_columns of them */
	bool total;             /* a totals row: set off by a heavier rule */
};

struct doc_table {
	const char *key;     /* stable ASCII word, e.g. "results-1": sheet name and anchor */
	const char *label;   /* "表1": begins the caption, names the sheet; NULL = not numbered */
	const char *caption; /* printed above with its number; NULL = none */
	const char *unit;    /* "単位：項目" right-aligned above; NULL = none */
	const char *const *notes; /* printed below, one a line, each with its own 注 or ※ */
	size_t n_notes;
	const struct doc_column *columns;
	size_t n_columns;
	struct doc_row *rows;
	size_t n_rows;
	size_t n_header_rows; /* repeated on every page */
};

struct doc_figure {
	const char *key;
	const char *label;   /* "図1": as a table's */
	const char *caption;
	const struct chart *chart;
	const struct doc_table *data; /* the same numbers as a table: alt text, Markdown, XLSX */
};

enum block_kind {
	BLOCK_HEADING,   /* level 1..6, label, id, runs */
	BLOCK_PARAGRAPH, /* runs */
	BLOCK_LIST_ITEM, /* level 1.., ordered + label, runs */
	BLOCK_QUOTE,     /* runs: set in, e.g. a level's criterion */
	BLOCK_TABLE,
	BLOCK_FIGURE,
	BLOCK_PAGE_BREAK,
	BLOCK_RIGHT      /* a right-aligned paragraph: 以上 */
};

struct block {
	enum block_kind kind;
	int level;
	bool ordered;
	const char *label; /* computed number: "1", "(1)", "(ア)"; NULL or "" = none */
	const char *id;    /* headings: anchor, unique in the document */
	struct run *runs;
	const struct doc_table *table;
	const struct doc_figure *figure;
	struct block *next;
};

struct doc {
	const char *title;        /* may hold LF: printed as lines on the cover */
	const char *subtitle;     /* line(s) above the title: 令和6年度 … ; NULL = none */
	const char *organisation; /* 青葉野区 */
	const char *date;         /* as printed: 令和7年3月 */
	const char *number;       /* document number 7青情第123号; NULL = none */
	const char *const *marks; /* 案, 取扱注意: on the cover and at the top of every page */
	size_t n_marks;
	const char *language;     /* "ja" */
	int64_t made_us;          /* for metadata */
	bool cover, contents;     /* with a cover page; with a table of contents */
	bool landscape;           /* a list of many columns: on pages turned on their side */
	bool one_page;            /* a form: set as small as it takes to stay on one page */
	struct block *blocks;
};

#endif
