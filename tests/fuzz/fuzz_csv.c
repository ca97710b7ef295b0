/* Any bytes as a CSV file: what is read is what the contract says, and is read again as written. */
#include "support.h"

#include "base/text.h"

#include <string.h>

static void check_row(const struct sheet_row *row, const struct sheet_row *before)
{
	size_t bad;

	MUST(row->number > (before ? before->number : 0));
	MUST(row->line > (before ? before->line : 0));
	MUST(row->n > 0 && row->cells[row->n - 1].kind == CELL_TEXT);
	for (size_t i = 0; i < row->n; i++) {
		const struct cell *cell = &row->cells[i];

		MUST(text_valid(cell->text, strlen(cell->text), &bad));
		MUST((cell->kind == CELL_TEXT) == (*cell->text != '\0'));
	}
}

/* The cells as a table, under headings of our own: they tell the delimiter. */
static struct table table_of(struct ctx *c, const struct sheet *s)
{
	struct table t = {.name = "t", .n_columns = 2, .n_rows = s->n_rows};
	const char *const **rows = ARENA_ARRAY(c->arena, s->n_rows, const char *const *);
	struct column *columns;

	for (size_t i = 0; i < s->n_rows; i++)
		if (s->rows[i].n > t.n_columns)
			t.n_columns = s->rows[i].n;
	columns = ARENA_ARRAY(c->arena, t.n_columns, struct column);
	for (size_t j = 0; j < t.n_columns; j++)
		columns[j].name = arena_printf(c->arena, "c%zu", j);
	for (size_t i = 0; i < s->n_rows; i++) {
		const char **row = ARENA_ARRAY(c->arena, t.n_columns, const char *);

		for (size_t j = 0; j < s->rows[i].n; j++)
			row[j] = s->rows[i].cells[j].text;
		rows[i] = row;
	}
	t.columns = columns;
	t.rows = rows;
	return t;
}

static void must_be_same(struct ctx *c, const struct sheet *s, const struct sheet *again)
{
	MUST(again->n_rows == s->n_rows + 1);
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct sheet_row *row = &s->rows[i], *now = &again->rows[i + 1];

		MUST(row->n == now->n);
		for (size_t j = 0; j < row->n; j++)
			MUST(strcmp(table_unguard(c->arena, now->cells[j].text),
			            row->cells[j].text) == 0);
	}
}

static void write_again(struct ctx *c, const struct sheet *s)
{
	struct problems problems = {0};
	struct table t = table_of(c, s);
	struct book *book;
	struct buf out;
	size_t bad;

	must_be_same(c, s, &fuzz_reread(c, &t)->sheets[0]);
	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	if (table_write_csv(c, &t, CSV_CP932, &problems, &out) != OK) {
		MUST(problems.count[SEV_REJECT] > 0);
		return;
	}
	if (text_valid(out.data, out.len, &bad))
		return; /* by chance also UTF-8, which is then read */
	MUST(book_read(c, "again.csv", out.data, out.len, &book) == OK);
	MUST(strcmp(book->encoding, "CP932") == 0);
	must_be_same(c, s, &book->sheets[0]);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct book *book;

	if (book_read(c, "fuzz.csv", data, len, &book) != OK) {
		must_be_told(c);
		return;
	}
	if (book->format != BOOK_CSV)
		return;
	for (size_t k = 0; k < book->sheets[0].n_rows; k++)
		check_row(&book->sheets[0].rows[k], k ? &book->sheets[0].rows[k - 1] : NULL);
	write_again(c, &book->sheets[0]);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
