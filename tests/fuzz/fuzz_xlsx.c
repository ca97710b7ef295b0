/*
 * Workbooks: a file that begins like one (PK or OLE2) is read as it is. Anything else is taken
 * for the parts of a package, divided by the byte FF, so that mutation reaches the XML.
 */
#include "support.h"

#include "sheet/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define DIVIDER 0xFF

static void check_row(const struct sheet_row *row, const struct sheet_row *before)
{
	MUST(row->number > (before ? before->number : 0) && row->number <= SHEET_ROW_MAX);
	MUST(row->n > 0 && row->n <= SHEET_COLUMN_MAX);
	MUST(*row->cells[row->n - 1].text || row->cells[row->n - 1].formula);
	for (size_t i = 0; i < row->n; i++) {
		const struct cell *cell = &row->cells[i];

		must_be_text(cell->text);
		if (cell->struck)
			must_be_text(cell->struck);
		MUST(cell->formula == (cell->formula_text != NULL));
		if (cell->formula)
			must_be_text(cell->formula_text);
		MUST(cell->kind != CELL_EMPTY || !*cell->text);
		MUST(cell->kind != CELL_DATE || date_valid(cell->date));
		MUST(sheet_cell(&(struct sheet){.rows = row, .n_rows = 1}, row->number, i) == cell);
	}
}

static void check_sheet(const struct sheet *s)
{
	must_be_text(s->name);
	for (size_t i = 0; i < s->n_rows; i++)
		check_row(&s->rows[i], i ? &s->rows[i - 1] : NULL);
	for (size_t i = 0; i < s->n_merges; i++)
		MUST(sheet_merge_at(s, s->merges[i].row1, s->merges[i].column1) != NULL);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct book *book;

	if (book_read(c, "fuzz.xlsx", data, len, &book) != OK) {
		must_be_told(c);
		return;
	}
	for (size_t i = 0; i < book->n_sheets; i++)
		check_sheet(&book->sheets[i]);
	for (size_t i = 0; i < book->n_names; i++)
		must_be_text(book->names[i].refers_to);
}

static void add(zip_t *zip, const char *name, const void *data, size_t len)
{
	zip_int64_t index = zip_file_add(zip, name, zip_source_buffer(zip, data, len, 0), 0);

	MUST(index >= 0);
	MUST(zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) == 0);
}

/* Parts in the order sheet, workbook, strings, styles; a missing one is empty. */
static void add_parts(zip_t *zip, const unsigned char *data, size_t len)
{
	static const char rels[] =
		"<Relationships><Relationship Id='a' Type='/officeDocument' Target='b'/>"
		"</Relationships>";
	static const char book_rels[] =
		"<Relationships><Relationship Id='a' Type='/worksheet' Target='s'/>"
		"<Relationship Id='t' Type='/sharedStrings' Target='t'/>"
		"<Relationship Id='u' Type='/styles' Target='u'/></Relationships>";
	static const char *const names[] = {"s", "b", "t", "u"};
	const unsigned char *end = data + len;

	add(zip, "_rels/.rels", rels, sizeof(rels) - 1);
	add(zip, "_rels/b.rels", book_rels, sizeof(book_rels) - 1);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const unsigned char *cut = data < end ? memchr(data, DIVIDER, end - data) : NULL;

		if (!cut)
			cut = end;
		add(zip, names[i], data, (size_t)(cut - data));
		data = cut < end ? cut + 1 : end;
	}
}

static void run_parts(const unsigned char *data, size_t len)
{
	zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	zip_stat_t st;
	unsigned char *file;

	MUST(zip != NULL);
	zip_source_keep(target);
	add_parts(zip, data, len);
	MUST(zip_close(zip) == 0);
	MUST(zip_source_stat(target, &st) == 0 && zip_source_open(target) == 0);
	file = malloc(st.size);
	MUST(file && zip_source_read(target, file, st.size) == (zip_int64_t)st.size);
	zip_source_close(target);
	zip_source_free(target);
	fuzz_run(read_it, file, st.size);
	free(file);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	if (len >= 2 && (memcmp(data, "PK", 2) == 0 || memcmp(data, "\xD0\xCF", 2) == 0))
		fuzz_run(read_it, data, len);
	else
		run_parts(data, len);
	return 0;
}
