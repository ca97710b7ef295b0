/*
 * Any bytes as the source of a report. What is read is a document that the quick writers take;
 * what is refused names the line.
 */
#include "support.h"

#include "audit/audit.h"
#include "base/text.h"
#include "report/blocks.h"
#include "report/format.h"
#include "report/source.h"

#include <string.h>

static void check_runs(const struct run *run)
{
	for (; run; run = run->next) {
		must_be_text(run->text);
		if (run->link)
			must_be_text(run->link);
	}
}

static void check_blocks(const struct block *b)
{
	for (; b; b = b->next) {
		MUST(b->kind != BLOCK_HEADING || (b->level >= 1 && b->level <= 6));
		MUST(b->kind != BLOCK_LIST_ITEM || b->level >= 1);
		MUST((b->kind == BLOCK_TABLE) == (b->table != NULL));
		MUST((b->kind == BLOCK_FIGURE) == (b->figure != NULL));
		check_runs(b->runs);
	}
}

static void write_it(struct ctx *c, struct block *blocks, const char *numbering)
{
	struct doc doc = {.title = "報告書", .organisation = "市", .language = "ja",
	                  .contents = true, .blocks = blocks};
	struct buf out;

	if (headings_number(c, doc.blocks, numbering) != OK) {
		must_be_told(c);
		return;
	}
	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	MUST(write_md(c, &doc, &out) == OK);
	must_be_text(out.data);
	buf_clear(&out);
	MUST(write_html(c, &doc, &out) == OK);
	must_be_text(out.data);
	buf_clear(&out);
	MUST(write_docx(c, &doc, &out) == OK);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct block *blocks = NULL;
	struct report_data report;
	struct audit_row audit;
	size_t bad;

	if (!text_valid(data, len, &bad))
		return; /* an import or a form takes text only */
	MUST(audit_find(c, "R6", &audit) == OK && report_load(c, &audit, NULL, &report) == OK);
	if (len % 2) { /* as the result sheet of a section */
		report.only_part = &report.stats.parts[0];
		report.only = &report.only_part->targets[0];
	}
	if (source_parse(c, data, "source", &report, &blocks) != OK) {
		must_be_told(c);
		MUST(c->error.place.row > 0);
		return;
	}
	check_blocks(blocks);
	write_it(c, blocks, report.numbering);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
