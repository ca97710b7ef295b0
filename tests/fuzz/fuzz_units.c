/* Any bytes as a table of units; what was stored, exported and read again, changes nothing. */
#include "support.h"

#include "org/unit.h"

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct import_result first, again;
	struct book *book;
	struct table t;

	if (book_read(c, "fuzz.csv", data, len, &book) != OK ||
	    unit_import(c, book, "fuzz.csv", &first) != OK) {
		must_be_told(c);
		return;
	}
	must_add_up(&first);
	MUST(unit_export(c, NULL, &t) == OK);
	MUST(unit_import(c, fuzz_reread(c, &t), "again.csv", &again) == OK);
	must_add_up(&again);
	MUST(again.rows == (long)t.n_rows && again.unchanged == again.rows);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
