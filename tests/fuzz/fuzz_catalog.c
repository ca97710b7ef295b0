/* Any bytes as a catalogue in its text form; what was stored, printed in it, changes nothing. */
#include "support.h"

#include "criteria/criteria.h"
#include "criteria/edit.h"

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct criteria_options options = {0};
	struct import_result first, again;
	struct catalog_row *catalogs;
	struct version_full v;
	size_t n;
	struct buf b;

	(void)criteria_is_text(data, len);
	if (criteria_import_text(c, data, len, "x.catalog", &options, &first) != OK) {
		must_be_told(c);
		return;
	}
	must_add_up(&first);
	MUST(q_catalog_all(c, &catalogs, &n) == OK);
	if (!n)
		return;
	MUST(criteria_load_version(c, catalogs[0].id, 1, &v) == OK);
	buf_init(&b, c->arena, BUF_MAX_DOCUMENT);
	criteria_write_text(c->arena, &v, &b);
	options.whole = true;
	MUST(criteria_import_text(c, b.data, b.len, "again.catalog", &options, &again) == OK);
	must_add_up(&again);
	MUST(again.rows == (long)v.n && again.unchanged == again.rows);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
