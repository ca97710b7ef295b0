#include "report/blocks.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

struct block *block_add(struct block_list *list, enum block_kind kind)
{
	struct block *b = ARENA_NEW(list->c->arena, struct block);

	b->kind = kind;
	if (list->last)
		list->last->next = b;
	else
		list->first = b;
	list->last = b;
	return b;
}

void run_add(struct ctx *c, struct block *block, const char *text, unsigned style, const char *link)
{
	struct run *run = ARENA_NEW(c->arena, struct run), **at = &block->runs;

	run->text = text;
	run->style = style;
	run->link = link;
	while (*at)
		at = &(*at)->next;
	*at = run;
}

static struct block *add_text(struct block_list *list, enum block_kind kind, int level,
                              const char *text)
{
	struct block *b = block_add(list, kind);

	b->level = level;
	run_add(list->c, b, text, 0, NULL);
	return b;
}

struct block *block_heading(struct block_list *list, int level, const char *text)
{
	return add_text(list, BLOCK_HEADING, level, text);
}

struct block *block_paragraph(struct block_list *list, const char *text)
{
	return add_text(list, BLOCK_PARAGRAPH, 0, text);
}

struct block *block_list_item(struct block_list *list, int level, const char *text)
{
	return add_text(list, BLOCK_LIST_ITEM, level, text);
}

struct block *block_table(struct block_list *list, const struct doc_table *table)
{
	struct block *b = block_add(list, BLOCK_TABLE);

	b->table = table;
	return b;
}

struct block *block_figure(struct block_list *list, const struct doc_figure *figure)
{
	struct block *b = block_add(list, BLOCK_FIGURE);

	b->figure = figure;
	return b;
}

void block_append(struct block_list *list, struct block *from)
{
	if (!from)
		return;
	if (list->last)
		list->last->next = from;
	else
		list->first = from;
	while (from->next)
		from = from->next;
	list->last = from;
}

struct doc_table *table_make(struct ctx *c, const char *key, size_t n_columns, size_t n_rows,
                             size_t n_header_rows)
{
	struct doc_table *t = ARENA_NEW(c->arena, struct doc_table);
	struct doc_column *columns = ARENA_ARRAY(c->arena, n_columns, struct doc_column);

	for (size_t i = 0; i < n_columns; i++)
		columns[i].weight = 1;
	t->key = key;
	t->columns = columns;
	t->n_columns = n_columns;
	t->rows = ARENA_ARRAY(c->arena, n_rows, struct doc_row);
	t->n_rows = n_rows;
	t->n_header_rows = n_header_rows;
	for (size_t i = 0; i < n_rows; i++) {
		t->rows[i].cells = ARENA_ARRAY(c->arena, n_columns, struct doc_cell);
		for (size_t k = 0; k < n_columns; k++)
			t->rows[i].cells[k] =
				(struct doc_cell){.text = "", .header = i < n_header_rows};
	}
	return t;
}

void table_column(struct doc_table *t, size_t column, enum align align, int weight)
{
	struct doc_column *columns = (struct doc_column *)t->columns;

	columns[column] = (struct doc_column){align, weight};
}

struct doc_cell *table_text(struct doc_table *t, size_t row, size_t column, const char *text)
{
	struct doc_cell *cell = &t->rows[row].cells[column];

	cell->text = text ? text : "";
	return cell;
}

struct doc_cell *table_head(struct doc_table *t, size_t row, size_t column, const char *text)
{
	struct doc_cell *cell = table_text(t, row, column, text);

	cell->header = true;
	return cell;
}

struct doc_cell *table_number(struct ctx *c, struct doc_table *t, size_t row, size_t column,
                              int64_t n)
{
	struct doc_cell *cell = table_text(t, row, column, arena_printf(c->arena, "%" PRId64, n));

	cell->number = true;
	return cell;
}

void table_note(struct ctx *c, struct doc_table *t, const char *text)
{
	const char **notes = ARENA_ARRAY(c->arena, t->n_notes + 1, const char *);

	for (size_t i = 0; i < t->n_notes; i++)
		notes[i] = t->notes[i];
	notes[t->n_notes++] = text;
	t->notes = notes;
}

/* --- numbering --- */

static const char *kana(struct arena *a, int n)
{
	static const char *const order[] = {
	        "ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ", "コ", "サ", "シ", "ス", "セ", "ソ",
	        "タ", "チ", "ツ", "テ", "ト", "ナ", "ニ", "ヌ", "ネ", "ノ", "ハ", "ヒ", "フ", "ヘ", "ホ",
	        "マ", "ミ", "ム", "メ", "モ", "ヤ", "ユ", "ヨ", "ラ", "リ", "ル", "レ", "ロ", "ワ", "ヲ", "ン"};
	const int count = (int)(sizeof(order) / sizeof(order[0]));

	return n <= count ? order[n - 1] : arena_printf(a, "%d", n);
}

/* "(ア)" with n = 2 gives "(イ)"; "第1" gives "第2"; "a" gives "b". NULL for an unknown token. */
static const char *label(struct arena *a, const char *token, int n)
{
	static const char *const signs[] = {"1", "ア", "a"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const char *at = strstr(token, signs[i]);
		const char *count;

		if (!at)
			continue;
		if (i == 1)
			count = kana(a, n);
		else if (i == 2 && n <= 26)
			count = arena_printf(a, "%c", 'a' + n - 1);
		else
			count = arena_printf(a, "%d", n);
		return arena_printf(a, "%.*s%s%s", (int)(at - token), token, count,
		                    at + strlen(signs[i]));
	}
	return NULL;
}

enum err headings_number(struct ctx *c, struct block *blocks, const char *pattern)
{
	struct text_list tokens = text_split(c->arena, pattern, "|");
	int counts[7] = {0};

	for (size_t i = 0; i < tokens.n; i++)
		if (!label(c->arena, tokens.v[i], 1))
			return FAIL(
				c, ERR_INVALID,
				N_("The numbering “{1}” is not understood. "
				   "Use signs like 1, (1), (ア), a, divided by |."),
				pattern);
	for (struct block *b = blocks; b; b = b->next) {
		const char *id = "h";

		if (b->kind != BLOCK_HEADING || b->level < 1 || b->level > 6)
			continue;
		counts[b->level]++;
		for (int k = b->level + 1; k <= 6; k++)
			counts[k] = 0;
		if ((size_t)b->level <= tokens.n)
			b->label = label(c->arena, tokens.v[b->level - 1], counts[b->level]);
		for (int k = 1; k <= b->level; k++)
			id = arena_printf(c->arena, "%s-%d", id, counts[k]);
		b->id = id;
	}
	return OK;
}

void captions_number(struct ctx *c, struct block *blocks)
{
	int tables = 0, figures = 0;

	for (struct block *b = blocks; b; b = b->next) {
		if (b->kind == BLOCK_TABLE && b->table->caption) {
			struct doc_table *t = ARENA_NEW(c->arena, struct doc_table);

			*t = *b->table;
			t->label = arena_printf(c->arena, "表%d", ++tables);
			t->caption = arena_printf(c->arena, "%s　%s", t->label, t->caption);
			b->table = t;
		} else if (b->kind == BLOCK_FIGURE && b->figure->caption) {
			struct doc_figure *f = ARENA_NEW(c->arena, struct doc_figure);

			*f = *b->figure;
			f->label = arena_printf(c->arena, "図%d", ++figures);
			f->caption = arena_printf(c->arena, "%s　%s", f->label, f->caption);
			b->figure = f;
		}
	}
}
