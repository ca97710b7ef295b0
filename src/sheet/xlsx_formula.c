/* References and formulas, among them those that cells share with the one they were copied from. */
#include "sheet/xlsx_internal.h"

#include "sheet/sheet_internal.h"

#include <string.h>

#define SHARED_MAX 1000000L /* shared formulas of a sheet */

static bool is_letter(char ch)
{
	return (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Column letters at *s to a 1-based number; 0 when there are none or too many. */
static long read_column(const char **s)
{
	long column = 0;

	for (; is_letter(**s); (*s)++) {
		column = column * 26 + ((**s | 0x20) - 'a' + 1);
		if (column > SHEET_COLUMN_MAX)
			return 0;
	}
	return column;
}

static long read_row(const char **s)
{
	long row = 0;

	for (; is_digit(**s); (*s)++) {
		row = row * 10 + (**s - '0');
		if (row > SHEET_ROW_MAX)
			return 0;
	}
	return row;
}

bool cell_reference(const char **s, long *ret_row, size_t *ret_column)
{
	long column = read_column(s), row = column ? read_row(s) : 0;

	if (!row)
		return false;
	*ret_row = row;
	*ret_column = (size_t)column - 1;
	return true;
}

/* A part of a reference: a column or a row, held in place by $ or moving with the cell. */
struct axis {
	bool fixed;
	long number; /* 0 = not there */
};

/* All of word[0..len) as $AB$12, AB or 12. */
static bool read_axes(const char *word, size_t len, struct axis *column, struct axis *row)
{
	const char *at = word, *end = word + len;
	bool fixed = *at == '$';

	*column = *row = (struct axis){0};
	at += fixed;
	if (at < end && is_letter(*at)) {
		*column = (struct axis){fixed, read_column(&at)};
		if (!column->number)
			return false;
		fixed = at < end && *at == '$';
		at += fixed;
	}
	if (at < end && is_digit(*at))
		*row = (struct axis){fixed, read_row(&at)};
	else if (fixed && column->number)
		return false;
	return at == end && (column->number || row->number);
}

static bool move(struct axis *axis, long by, long max)
{
	if (!axis->number || axis->fixed)
		return true;
	axis->number += by;
	return axis->number >= 1 && axis->number <= max;
}

static void put_column(struct buf *b, long column)
{
	char letters[4];
	size_t at = sizeof(letters);

	for (; column; column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	buf_add(b, letters + at, sizeof(letters) - at);
}

static void put_axes(struct buf *b, const struct axis *column, const struct axis *row)
{
	if (column->number) {
		buf_puts(b, column->fixed ? "$" : "");
		put_column(b, column->number);
	}
	if (row->number)
		buf_printf(b, "%s%ld", row->fixed ? "$" : "", row->number);
}

/* A word of a formula: letters, digits and what else names and references are made of. */
static size_t word_length(const char *s)
{
	size_t n = 0;

	while (is_letter(s[n]) || is_digit(s[n]) || (s[n] && strchr("_.$\\?", s[n])) ||
	       (unsigned char)s[n] >= 0x80)
		n++;
	return n;
}

/* Length of a quoted text, a quoted sheet name or a table reference at s; 0 when none is there. */
static size_t quoted_length(const char *s)
{
	size_t n = 1;
	int depth = 1;

	if (*s == '"' || *s == '\'') {
		while (s[n] && s[n] != *s)
			n++;
		return s[n] ? n + 1 : n;
	}
	if (*s != '[')
		return 0;
	for (; s[n] && depth; n++)
		depth += (s[n] == '[') - (s[n] == ']');
	return n;
}

static void put_word(struct buf *b, const char *word, size_t len, bool in_range, long rows,
                     long columns)
{
	struct axis column, row;

	if (word[len] == '(' || word[len] == '!' || !read_axes(word, len, &column, &row) ||
	    (!(column.number && row.number) && !in_range)) {
		buf_add(b, word, len);
		return;
	}
	if (move(&column, columns, SHEET_COLUMN_MAX) && move(&row, rows, SHEET_ROW_MAX))
		put_axes(b, &column, &row);
	else
		buf_puts(b, "#REF!");
}

/* Appends a formula as it reads `rows` further down and `columns` further to the right. */
static void shift(struct buf *out, const char *formula, long rows, long columns)
{
	const char *at = formula;

	while (*at) {
		size_t len = quoted_length(at);

		if (len) {
			buf_add(out, at, len);
		} else if ((len = word_length(at)) > 0) {
			bool in_range = at[len] == ':' || (at > formula && at[-1] == ':');

			put_word(out, at, len, in_range, rows, columns);
		} else {
			len = 1;
			buf_putc(out, *at);
		}
		at += len;
	}
}

void formula_init(struct formula_reader *r, struct xlsx *x)
{
	*r = (struct formula_reader){.x = x};
	buf_init(&r->text, x->scratch, SHEET_CELL_MAX + 2);
	buf_init(&r->shifted, x->scratch, BUF_MAX_TEXT);
}

void formula_start(struct formula_reader *r, const char **attributes)
{
	const char *type = xml_attribute(attributes, "t");

	buf_clear(&r->text);
	r->is_shared = type && xml_is(type, "shared") &&
	               xml_number(xml_attribute(attributes, "si"), SHARED_MAX, &r->index);
}

static void remember(struct formula_reader *r, long row, size_t column)
{
	if (r->index >= r->n_shared) {
		long n = r->index < 16 ? 32 : 2 * r->index;

		r->shared = arena_grow(r->x->scratch, r->shared,
		                       (size_t)r->n_shared * sizeof(*r->shared),
		                       (size_t)n * sizeof(*r->shared));
		r->n_shared = n;
	}
	r->shared[r->index] = (struct shared_formula){
		arena_strndup(r->x->scratch, r->text.data, r->text.len), row, column};
}

const char *formula_finish(struct formula_reader *r, long row, size_t column)
{
	const char *text = r->text.data;

	xlsx_unescape(&r->text, 0);
	if (r->is_shared && r->text.len) {
		remember(r, row, column);
	} else if (r->is_shared && r->index < r->n_shared && r->shared[r->index].text) {
		const struct shared_formula *f = &r->shared[r->index];

		buf_clear(&r->shifted);
		shift(&r->shifted, f->text, row - f->row, (long)column - (long)f->column);
		text = r->shifted.data;
	}
	return arena_printf(r->x->c->arena, "=%s", text);
}
