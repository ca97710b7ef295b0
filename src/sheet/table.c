/* CSV out, and the apostrophe that keeps spreadsheets from calculating. */
#include "sheet/table.h"

#include "base/text.h"

#include <string.h>

#define RISKY "=+-@\t\r" /* a cell that begins so is taken for a formula */

/* How many apostrophes stand before a risky character; -1 when none is there. */
static long guards(const char *s)
{
	size_t n = strspn(s, "'");

	return s[n] && strchr(RISKY, s[n]) ? (long)n : -1;
}

const char *table_guard(struct arena *a, const char *s)
{
	return s && guards(s) >= 0 ? arena_printf(a, "'%s", s) : s;
}

const char *table_unguard(struct arena *a, const char *s)
{
	return s && guards(s) > 0 ? arena_strdup(a, s + 1) : s;
}

/* -5 is a number to a spreadsheet, not a formula. */
static bool is_integer(const char *s)
{
	size_t sign = *s == '-', digits = strspn(s + sign, "0123456789");

	return digits && !s[sign + digits];
}

static bool needs_quotes(const char *s)
{
	size_t len = strlen(s);

	return len && (strpbrk(s, ",\"\r\n") || strchr(" \t", s[0]) || strchr(" \t", s[len - 1]));
}

static void put_cell(struct buf *b, const char *s, enum column_kind kind)
{
	if (!s)
		return;
	if (kind != COLUMN_INTEGER || !is_integer(s))
		s = table_guard(b->arena, s);
	if (!needs_quotes(s)) {
		buf_puts(b, s);
		return;
	}
	buf_putc(b, '"');
	for (; *s; s++) {
		if (*s == '"')
			buf_putc(b, '"');
		buf_putc(b, *s);
	}
	buf_putc(b, '"');
}

static void put_table(struct buf *b, const struct table *t)
{
	for (size_t j = 0; j < t->n_columns; j++) {
		buf_puts(b, j ? "," : "");
		put_cell(b, t->columns[j].name, COLUMN_TEXT);
	}
	buf_puts(b, "\r\n");
	for (size_t i = 0; i < t->n_rows; i++) {
		for (size_t j = 0; j < t->n_columns; j++) {
			buf_puts(b, j ? "," : "");
			put_cell(b, t->rows[i][j], t->columns[j].kind);
		}
		buf_puts(b, "\r\n");
	}
}

static void list_unencodable(struct ctx *c, struct arena *scratch, struct place place,
                             const char *s, struct problems *problems)
{
	const char *bytes, *bad;
	size_t len;

	if (s && !text_to_cp932(scratch, s, &bytes, &len, &bad))
		PROBLEM(c, problems, SEV_REJECT, "not-in-cp932", place, s,
		        N_("“{1}”: Shift_JIS (CP932) has no {2}. Export as UTF-8 or write it "
			   "otherwise."),
		        s, bad);
}

static enum err fail_unencodable(struct ctx *c, struct arena *scratch, const struct table *t,
                                 struct problems *problems)
{
	size_t before = problems->count[SEV_REJECT];

	for (size_t i = 0; i <= t->n_rows; i++)
		for (size_t j = 0; j < t->n_columns; j++) {
			const char *name = t->columns[j].name;
			struct place place = {.row = (long)i + 1, .column = name};

			list_unencodable(c, scratch, place, i ? t->rows[i - 1][j] : name, problems);
		}
	return FAIL(c, ERR_INVALID,
	            N_("{1} cells hold characters that Shift_JIS (CP932) has not. Nothing was "
	               "written."),
	            arena_printf(c->arena, "%zu", problems->count[SEV_REJECT] - before));
}

static enum err encode(struct ctx *c, const struct table *t, enum csv_encoding encoding,
                       struct problems *problems, const struct buf *csv, struct buf *out)
{
	const char *bytes = csv->data, *bad;
	size_t len = csv->len;

	if (encoding == CSV_UTF8_BOM)
		buf_puts(out, "\xEF\xBB\xBF");
	if (encoding == CSV_CP932 && !text_to_cp932(csv->arena, csv->data, &bytes, &len, &bad))
		return fail_unencodable(c, csv->arena, t, problems);
	buf_add(out, bytes, len);
	return OK;
}

enum err table_write_csv(struct ctx *c, const struct table *t, enum csv_encoding encoding,
                         struct problems *problems, struct buf *out)
{
	struct arena *scratch = arena_child(c->arena);
	struct buf csv;
	enum err failure;

	buf_init(&csv, scratch, BUF_MAX_DOCUMENT);
	put_table(&csv, t);
	failure = encode(c, t, encoding, problems, &csv, out);
	arena_free(scratch);
	return failure;
}
