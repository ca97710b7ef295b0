#include "report/doc_text.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

static const struct doc_words words_ja = {
	.contents = "目次",
	.skip = "本文へ移動",
	.data = "図の数値",
	.table = "表",
	.figure = "図",
	.kind = "種別",
	.caption = "表題",
	.sheet = "シート",
	.organisation = "作成",
	.date = "年月",
	.number = "文書番号",
	.marks = "取扱い",
	.colon = "：",
	.list_comma = "、",
};

static const struct doc_words words_en = {
	.contents = "Contents",
	.skip = "Skip to the text",
	.data = "Numbers of the figure",
	.table = "Table",
	.figure = "Figure",
	.kind = "Kind",
	.caption = "Caption",
	.sheet = "Sheet",
	.organisation = "Issued by",
	.date = "Date",
	.number = "Document number",
	.marks = "Handling",
	.colon = ": ",
	.list_comma = ", ",
};

const struct doc_words *doc_words(const struct doc *doc)
{
	return strncmp(doc->language, "en", 2) == 0 ? &words_en : &words_ja;
}

const char *doc_runs_text(struct arena *a, const struct run *runs)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	for (const struct run *r = runs; r; r = r->next) {
		if (r->style & RUN_BREAK)
			buf_putc(&b, '\n');
		buf_puts(&b, r->text);
	}
	return b.data;
}

const char *doc_heading_text(struct arena *a, const struct block *heading)
{
	const char *text = doc_one_line(a, doc_runs_text(a, heading->runs));

	if (!heading->label || !heading->label[0])
		return text;
	return arena_printf(a, "%s　%s", heading->label, text);
}

const char *doc_one_line(struct arena *a, const char *s)
{
	char *line = arena_strdup(a, s ? s : "");

	for (char *at = line; *at; at++)
		if (*at == '\n')
			*at = ' ';
	return line;
}

const char *doc_marks_text(struct arena *a, const struct doc *doc, const char *between)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	for (size_t i = 0; i < doc->n_marks; i++) {
		buf_puts(&b, i ? between : "");
		buf_puts(&b, doc->marks[i]);
	}
	return b.data;
}

const char *doc_block_id(const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		return b->id;
	case BLOCK_TABLE:
		return b->table->key;
	case BLOCK_FIGURE:
		return b->figure->key;
	default:
		return NULL;
	}
}

bool doc_is_anchor(const struct block *b)
{
	return b->kind == BLOCK_HEADING || b->kind == BLOCK_TABLE || b->kind == BLOCK_FIGURE;
}

const char *doc_cell_fill(const struct doc_cell *cell)
{
	const char *fill = cell->fill;

	if (!fill || fill[0] != '#' || strlen(fill) != 7 ||
	    strspn(fill + 1, "0123456789abcdefABCDEF") != 6)
		return NULL;
	return fill + 1;
}

enum align doc_cell_align(const struct doc_table *t, const struct doc_cell *cell, size_t column)
{
	return cell->number ? ALIGN_RIGHT : t->columns[column].align;
}

bool doc_link_allowed(const char *link)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:"};

	if (!link)
		return false;
	if (link[0] == '#')
		return link[1] != '\0';
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(link, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* Bytes of s that fit into max_units UTF-16 units. */
static size_t fitting_bytes(const char *s, size_t max_units)
{
	const char *at = s;
	size_t units = 0;

	while (*at) {
		const char *next = at;

		units += text_next(&next) > 0xffff ? 2 : 1;
		if (units > max_units)
			break;
		at = next;
	}
	return (size_t)(at - s);
}

static bool name_taken(const struct doc_names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcasecmp(names->v[i], name) == 0)
			return true;
	return false;
}

const char *doc_unique_name(struct doc_names *names, const char *wanted, size_t max_units)
{
	const char *name = arena_strndup(names->arena, wanted, fitting_bytes(wanted, max_units));

	for (size_t i = 2; name_taken(names, name); i++) {
		const char *tail = arena_printf(names->arena, "-%zu", i);
		size_t len = fitting_bytes(wanted, max_units - strlen(tail));

		name = arena_printf(names->arena, "%.*s%s", (int)len, wanted, tail);
	}
	if (names->n == names->room) {
		size_t room = names->room ? names->room * 2 : 16;

		names->v = arena_grow(names->arena, names->v, names->room * sizeof(*names->v),
		                      room * sizeof(*names->v));
		names->room = room;
	}
	names->v[names->n++] = name;
	return name;
}

/* True when the row's part below p may be covered by it. */
static bool row_is_free(const struct doc_table *t, const struct doc_place *places, size_t row,
                        struct doc_place p)
{
	for (size_t j = p.column; j < p.column + p.colspan; j++)
		if (!t->rows[row].cells[j].covered || places[row * t->n_columns + j].colspan)
			return false;
	return true;
}

/* How far the span of the cell at row × column may reach inside the rows before `last_row`. */
static struct doc_place measure_span(const struct doc_table *t, const struct doc_place *places,
                                     size_t row, size_t column, size_t last_row)
{
	const struct doc_cell *cell = &t->rows[row].cells[column];
	struct doc_place p = {row, column, 1, 1};
	size_t width = cell->colspan > 1 ? (size_t)cell->colspan : 1;
	size_t height = cell->rowspan > 1 ? (size_t)cell->rowspan : 1;

	while (p.colspan < width && column + p.colspan < t->n_columns &&
	       t->rows[row].cells[column + p.colspan].covered &&
	       !places[row * t->n_columns + column + p.colspan].colspan)
		p.colspan++;
	while (p.rowspan < height && row + p.rowspan < last_row &&
	       row_is_free(t, places, row + p.rowspan, p))
		p.rowspan++;
	return p;
}

const struct doc_place *doc_table_places(struct arena *a, const struct doc_table *t)
{
	struct doc_place *places = ARENA_ARRAY(a, t->n_rows * t->n_columns + 1, struct doc_place);

	for (size_t i = 0; i < t->n_rows; i++) {
		bool in_header = i < t->n_header_rows && t->n_header_rows < t->n_rows;
		size_t last_row = in_header ? t->n_header_rows : t->n_rows;

		for (size_t j = 0; j < t->n_columns; j++) {
			struct doc_place p;

			if (places[i * t->n_columns + j].colspan)
				continue;
			p = measure_span(t, places, i, j, last_row);
			for (size_t y = 0; y < p.rowspan; y++)
				for (size_t x = 0; x < p.colspan; x++)
					places[(i + y) * t->n_columns + j + x] = p;
		}
	}
	return places;
}
