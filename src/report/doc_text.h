/*
 * doc_text.h - what several writers read out of a document tree.
 */
#ifndef KAGEYU_REPORT_DOC_TEXT_H
#define KAGEYU_REPORT_DOC_TEXT_H

#include "report/doc.h"

/* The few words that a writer adds by itself, in the language of the document. */
struct doc_words {
	const char *contents;  /* heading of the table of contents */
	const char *skip;      /* link that jumps over the head of an HTML page */
	const char *data;      /* summary over a figure's numbers */
	const char *table, *figure;
	const char *kind, *caption, *sheet; /* heads of the list of tables in a workbook */
	const char *organisation, *date, *number, *marks;
	const char *colon;
	const char *list_comma;
};

const struct doc_words *doc_words(const struct doc *doc);

/* The text of the runs alone, line breaks as LF. */
const char *doc_runs_text(struct arena *a, const struct run *runs);
/* "1　監査の概要": label and text as they are printed, on one line. */
const char *doc_heading_text(struct arena *a, const struct block *heading);
/* LF replaced by a space. NULL gives "". */
const char *doc_one_line(struct arena *a, const char *s);
/* The marks in one line: "案　取扱注意"; "" when there are none. */
const char *doc_marks_text(struct arena *a, const struct doc *doc, const char *between);

/* The id that links name a block by: a heading's id, the key of a table or figure; else NULL. */
const char *doc_block_id(const struct block *b);
/* True for headings, tables and figures. */
bool doc_is_anchor(const struct block *b);

/* "rrggbb" of a cell's own background; NULL when there is none or it is no such colour. */
const char *doc_cell_fill(const struct doc_cell *cell);
/* How the text of a cell in this column is set. */
enum align doc_cell_align(const struct doc_table *t, const struct doc_cell *cell, size_t column);

/* False for what must not become a link in a published file (javascript:, file: and the like). */
bool doc_link_allowed(const char *link);

/* Strings already taken: sheet names, anchors. */
struct doc_names {
	struct arena *arena;
	const char **v;
	size_t n, room;
};

/*
 * `wanted`, or wanted-2, wanted-3 … when that is taken already (ASCII case aside), at most
 * max_units UTF-16 units long. The result is taken from then on.
 */
const char *doc_unique_name(struct doc_names *names, const char *wanted, size_t max_units);

/*
 * Where the cells of a table really lie. A span reaches only over neighbours that say `covered`,
 * never over the edge of the table or of its header; a covered cell that no span reaches is shown
 * like any other. So every writer draws the same grid even from a tree that contradicts itself.
 */
struct doc_place {
	size_t row, column;      /* of the cell that is shown at this place */
	size_t colspan, rowspan; /* of that cell */
};

/* n_rows × n_columns places, row by row. */
const struct doc_place *doc_table_places(struct arena *a, const struct doc_table *t);

#endif
