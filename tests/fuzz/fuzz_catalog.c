/* Any bytes as a catalogue in its text form; what was stored, printed in it, changes nothing. */
#include "support.h"

#include "criteria/criteria.h"
#include "criteria/edit.h"

static void comes_back_unchanged(struct ctx *c, const struct catalog_row *catalog)
{
	struct criteria_options options = {.whole = true};
	struct catalog_version_row *version;
	struct import_result again;
	struct version_full v;
	struct buf b;

	MUST(criteria_latest(c, catalog->name, &version) == OK);
	if (!version)
		return;
	MUST(criteria_load_version(c, catalog->id, version->number, &v) == OK);
	buf_init(&b, c->arena, BUF_MAX_DOCUMENT);
	criteria_write_text(c->arena, &v, &b);
	MUST(criteria_import_text(c, b.data, b.len, "again.catalog", &options, &again) == OK);
	must_add_up(&again);
	MUST(again.rows == (long)v.n && again.unchanged == again.rows);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct criteria_options options = {0};
	struct import_result first;
	struct catalog_row *catalogs;
	size_t n;

	(void)criteria_is_text(data, len);
	if (criteria_import_text(c, data, len, "x.catalog", &options, &first) != OK) {
		must_be_told(c);
		return;
	}
	must_add_up(&first);
	MUST(q_catalog_all(c, &catalogs, &n) == OK);
	for (size_t i = 0; i < n; i++)
		comes_back_unchanged(c, &catalogs[i]);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
