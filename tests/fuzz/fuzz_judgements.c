/*
 * Any bytes as a table of judgements, read into the part that has pairs already (first byte even)
 * or into one that is empty; what was stored, exported and read again, changes nothing.
 */
#include "support.h"

#include "audit/judgement.h"

#include <string.h>

static enum err choose_part(struct ctx *c, bool empty, struct judgement_options *options)
{
	struct audit_part_row part;
	struct audit_row audit;

	options->audit = "R6";
	if (!empty)
		return OK;
	TRY(audit_find(c, options->audit, &audit));
	TRY(audit_add_part(c, &audit, &(struct part_new){.kind = "external-asset"}, &part));
	options->part = part.code;
	return OK;
}

static void read_again(struct ctx *c)
{
	struct judgement_options options = {0};
	struct import_result again;
	struct table t;

	MUST(judgement_export(c, NULL, &t) == OK);
	MUST(judgement_import(c, fuzz_reread(c, &t), "again.csv", &options, &again) == OK);
	must_add_up(&again);
	MUST(again.rows == (long)t.n_rows && again.unchanged == again.rows);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct judgement_options options = {0};
	struct import_result result;
	struct book *book;

	if (!len)
		return;
	MUST(choose_part(c, *data & 1, &options) == OK);
	if (book_read(c, "fuzz.csv", data + 1, len - 1, &book) != OK ||
	    judgement_import(c, book, "fuzz.csv", &options, &result) != OK) {
		must_be_told(c);
		return;
	}
	must_add_up(&result);
	read_again(c);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
