/*
 * A returned 判定調書. The input is its sheets as CSV, divided by the byte FF: 判定, _key (hidden)
 * and any others; so mutation reaches the cells. First byte: what to do about conflicts.
 */
#include "support.h"

#include "audit/judgement.h"
#include "audit/workbook.h"

#include <string.h>

#define DIVIDER 0xFF
#define SHEETS_MAX 4

static bool read_sheet(struct ctx *c, const char *data, size_t len, size_t i, struct sheet *ret)
{
	static const char *const names[SHEETS_MAX] = {WORKBOOK_SHEET, WORKBOOK_KEY_SHEET, "2", "3"};
	struct book *book;

	if (book_read(c, "fuzz.csv", data, len, &book) != OK || book->format != BOOK_CSV)
		return false;
	*ret = book->sheets[0];
	ret->name = names[i];
	ret->hidden = i == 1;
	return true;
}

static struct book read_sheets(struct ctx *c, const char *data, size_t len)
{
	struct sheet *sheets = ARENA_ARRAY(c->arena, SHEETS_MAX, struct sheet);
	struct book book = {.format = BOOK_XLSX, .sheets = sheets};
	const char *end = data + len;

	for (size_t i = 0; i < SHEETS_MAX && data < end; i++) {
		const char *cut = memchr(data, DIVIDER, (size_t)(end - data));

		if (!cut)
			cut = end;
		book.n_sheets += read_sheet(c, data, (size_t)(cut - data), i,
		                            &sheets[book.n_sheets]);
		data = cut < end ? cut + 1 : end;
	}
	return book;
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct judgement_options options = {0};
	struct import_result result, again;
	struct book book;

	if (!len)
		return;
	options.conflict = (enum judgement_conflict)((unsigned char)*data % 3);
	book = read_sheets(c, data + 1, len - 1);
	if (judgement_import(c, &book, "fuzz.xlsx", &options, &result) != OK) {
		must_be_told(c);
		return;
	}
	must_add_up(&result);
	options.conflict = CONFLICT_REFUSE;
	MUST(judgement_import(c, &book, "fuzz.xlsx", &options, &again) == OK);
	must_add_up(&again);
	MUST(again.updated == 0 && again.created == 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
