/* Any bytes as a CSV file: no crash, and what is read is what the contract says. */
#include "sheet/sheet.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define ARENA_MAX ((size_t)64 << 20)

struct job {
	struct ctx c;
	const void *data;
	size_t len;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_row(const struct sheet_row *row, const struct sheet_row *before)
{
	size_t bad;

	must(row->number > (before ? before->number : 0));
	must(row->line > (before ? before->line : 0));
	must(row->n > 0 && row->cells[row->n - 1].kind == CELL_TEXT);
	for (size_t i = 0; i < row->n; i++) {
		const struct cell *cell = &row->cells[i];

		must(text_valid(cell->text, strlen(cell->text), &bad));
		must((cell->kind == CELL_TEXT) == (*cell->text != '\0'));
	}
}

static void read_it(void *arg)
{
	struct job *j = arg;
	struct book *book;

	if (book_read(&j->c, "fuzz.csv", j->data, j->len, &book) != OK) {
		must(j->c.error.msgid != NULL);
		return;
	}
	for (size_t i = 0; i < book->n_sheets && book->format == BOOK_CSV; i++)
		for (size_t k = 0; k < book->sheets[i].n_rows; k++)
			check_row(&book->sheets[i].rows[k],
			          k ? &book->sheets[i].rows[k - 1] : NULL);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct job j = {.c = {.arena = arena_new(ARENA_MAX)}, .data = data, .len = len};

	(void)arena_try(j.c.arena, read_it, &j);
	arena_free(j.c.arena);
	return 0;
}
