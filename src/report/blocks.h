/*
 * blocks.h - building document trees in code: what figures and the source parser share.
 */
#ifndef KAGEYU_REPORT_BLOCKS_H
#define KAGEYU_REPORT_BLOCKS_H

#include "report/doc.h"

struct block_list {
	struct ctx *c;
	struct block *first, *last;
};

struct block *block_add(struct block_list *list, enum block_kind kind);
struct block *block_heading(struct block_list *list, int level, const char *text);
struct block *block_paragraph(struct block_list *list, const char *text);
struct block *block_list_item(struct block_list *list, int level, const char *text);
struct block *block_table(struct block_list *list, const struct doc_table *table);
struct block *block_figure(struct block_list *list, const struct doc_figure *figure);
/* Moves all blocks of `from` to the end of `list`. */
void block_append(struct block_list *list, struct block *from);
void run_add(struct ctx *c, struct block *block, const char *text, unsigned style,
             const char *link);

/* A table with room for its rows; cells are empty. */
struct doc_table *table_make(struct ctx *c, const char *key, size_t n_columns, size_t n_rows,
                             size_t n_header_rows);
void table_column(struct doc_table *t, size_t column, enum align align, int weight);
struct doc_cell *table_text(struct doc_table *t, size_t row, size_t column, const char *text);
struct doc_cell *table_head(struct doc_table *t, size_t row, size_t column, const char *text);
struct doc_cell *table_number(struct ctx *c, struct doc_table *t, size_t row, size_t column,
                              int64_t n);
void table_note(struct ctx *c, struct doc_table *t, const char *text);

/*
 * Numbers headings in document order by a pattern such as "1|(1)|(ア)" or
 * "第1|1|(1)|ア|(ア)|a|(a)"; deeper levels than the pattern has get none. Sets ids too.
 */
MUST_USE enum err headings_number(struct ctx *c, struct block *blocks, const char *pattern);

/* 表1 … and 図1 … for the tables and figures that have captions, in document order. */
void captions_number(struct ctx *c, struct block *blocks);

#define NUMBERING_DEFAULT "1|(1)|(ア)|a|(a)"

#endif
