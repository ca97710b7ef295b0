/* Making and planning audits. */
#include "cli/cli.h"

#include "audit/audit.h"
#include "audit/edit.h"
#include "audit/plan.h"
#include "audit/workbook.h"
#include "base/date.h"
#include "base/os.h"
#include "base/text.h"
#include "store/db.h"
#include "store/evidence.h"

#include <stdio.h>
#include <string.h>

/* Opens the data folder and begins a write transaction after the words were counted. */
static enum err begin(struct cli *cli, size_t min, size_t max)
{
	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, min, max));
	return db_begin(&cli->ctx, DB_WRITE);
}

static enum err end(struct cli *cli, enum err e)
{
	if (e == OK)
		return db_commit(&cli->ctx);
	db_rollback(&cli->ctx);
	return e;
}

static enum err read_year(struct cli *cli, int64_t otherwise, int64_t *ret)
{
	const char *text = cli_value(cli, "fiscal-year");
	int year;

	if (!text) {
		*ret = otherwise;
		return OK;
	}
	if (!fiscal_year_parse(cli->ctx.arena, text, &year))
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("“{1}” is not a fiscal year. Write it like 2024 or 令和6年度."),
		            text);
	*ret = year;
	return OK;
}

/* --- audit create --- */

const struct cli_option options_audit_create[] = {
	{"kind", "KIND",
         N_("internal (default), external-asset, external-system, administrative, comprehensive, "
            "system, contractor")},
	{"fiscal-year", "YEAR", N_("2024 or 令和6年度 (this year without it)")},
	{"title", "TEXT", N_("title of the audit and its report")},
	{"previous", "ID", N_("the previous audit, whose levels are shown beside")},
	{"code", "CODE", N_("code of the first part (1 without it)")},
	{NULL, NULL, NULL},
};

enum err command_audit_create(struct cli *cli)
{
	struct audit_new what = {0};
	struct audit_row made;

	TRY(begin(cli, 1, 1));
	what.code = cli->words[0];
	what.title = cli_value(cli, "title");
	what.kind = cli_value(cli, "kind") ? cli_value(cli, "kind") : "internal";
	what.previous = cli_value(cli, "previous");
	what.part_code = cli_value(cli, "code");
	TRY(read_year(cli, fiscal_year_of(date_in_japan(cli->ctx.now_us)), &what.fiscal_year));
	TRY(end(cli, audit_make(&cli->ctx, &what, &made)));
	if (!cli_json(cli))
		CLI_SAY(cli,
		        N_("Audit {1} was made. Next: kageyu import DIR judgements FILE "
		           "--audit {1}"),
		        made.code);
	return OK;
}

/* --- audit list --- */

const struct cli_option options_audit_list[] = {{NULL, NULL, NULL}};

static json_t *optional(const char *s)
{
	return s ? json_string(s) : json_null();
}

static enum err audit_json(struct ctx *c, const struct audit_row *a, json_t **ret)
{
	struct audit_part_row *parts;
	json_t *o = json_object(), *list = json_array();
	size_t n;

	json_object_set_new(o, "id", json_string(a->code));
	json_object_set_new(o, "title", json_string(a->title));
	json_object_set_new(o, "fiscal_year", json_integer(a->fiscal_year));
	json_object_set_new(o, "document_number", optional(a->document_number));
	json_object_set_new(o, "confirmed_on", optional(a->confirmed_on));
	*ret = o;
	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){a->id}, &parts, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *p = json_object();

		json_object_set_new(p, "part", json_string(parts[i].code));
		json_object_set_new(p, "kind", json_string(parts[i].kind));
		json_object_set_new(p, "title", json_string(parts[i].title));
		json_array_append_new(list, p);
	}
	json_object_set_new(o, "parts", list);
	return OK;
}

enum err command_audit_list(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	json_t *list = json_array();
	struct audit_row *audits;
	size_t n;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(db_begin(c, DB_READ));
	TRY(q_audit_all(c, &audits, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *o;

		TRY(audit_json(c, &audits[i], &o));
		json_array_append_new(list, o);
		if (!cli_json(cli))
			printf("%-16s %s  %s%s%s\n", audits[i].code,
			       fiscal_year_format(c->arena, (int)audits[i].fiscal_year),
			       audits[i].title, audits[i].confirmed_on ? "  確定 " : "",
			       audits[i].confirmed_on ? audits[i].confirmed_on : "");
	}
	db_rollback(c);
	if (cli_json(cli))
		cli_print_json(json_incref(list));
	json_decref(list);
	return OK;
}

/* --- audit set --- */

const struct cli_option options_audit_set[] = {
        {"title", "TEXT", N_("title of the audit and its report")},
        {"document-number", "TEXT", N_("number of the document, 7青情第123号")},
        {"marks", "TEXT", N_("marks on every page, divided by commas: 案,取扱注意")},
        {"report-month", "YYYY-MM", N_("month printed on the cover")},
        {"source", "FILE", N_("report source in CommonMark; - for the template")},
        {"part", "PART", N_("the part to change (first one without it)")},
        {"purpose", "TEXT", N_("purpose of the part, as printed")},
        {"evidence-elsewhere", "TEXT", N_("where the part's evidence is held, when not here")},
        {"reason", "TEXT", N_("why what is confirmed is changed")},
        {NULL, NULL, NULL},
};

static enum err read_source(struct cli *cli, struct audit_row *audit)
{
	const char *path = cli_value(cli, "source"), *text;
	size_t len, bad;

	if (!path)
		return OK;
	if (strcmp(path, "-") == 0) {
		audit->source = NULL;
		return OK;
	}
	TRY(os_read_file(&cli->ctx, path, 4 << 20, &text, &len));
	if (!text_valid(text, len, &bad))
		return FAIL(&cli->ctx, ERR_INVALID, N_("{1} is not UTF-8 text (byte {2})."), path,
		            arena_printf(cli->ctx.arena, "%zu", bad + 1));
	audit->source = text;
	return OK;
}

static enum err set_part(struct cli *cli, const struct audit_row *audit)
{
	struct audit_part_row before, after;
	const char *purpose = cli_value(cli, "purpose"),
		   *elsewhere = cli_value(cli, "evidence-elsewhere");

	if (!purpose && !elsewhere)
		return OK;
	TRY(audit_find_part(&cli->ctx, audit, cli_value(cli, "part"), &before));
	after = before;
	if (purpose)
		after.purpose = purpose;
	if (elsewhere)
		after.evidence_elsewhere = elsewhere;
	return audit_change_part(&cli->ctx, &before, &after);
}

static enum err set_audit(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	struct audit_row before, after;
	const char *month = cli_value(cli, "report-month"), *marks = cli_value(cli, "marks");

	TRY(audit_find(c, cli->words[0], &before));
	after = before;
	if (cli_value(cli, "title"))
		after.title = cli_value(cli, "title");
	if (cli_value(cli, "document-number"))
		after.document_number = cli_value(cli, "document-number");
	if (marks) {
		struct text_list list = text_split(c->arena, marks, ",");

		after.marks = list.n ? text_join(c->arena, &list, "\n") : NULL;
	}
	if (month)
		after.report_month = month;
	TRY(read_source(cli, &after));
	TRY(audit_change(c, &before, &after));
	return set_part(cli, &after);
}

enum err command_audit_set(struct cli *cli)
{
	TRY(begin(cli, 1, 1));
	cli->ctx.reason = cli_value(cli, "reason");
	return end(cli, set_audit(cli));
}

/* --- audit part add --- */

const struct cli_option options_audit_part[] = {
        {"kind", "KIND", N_("internal, external-asset, external-system, …")},
        {"code", "CODE", N_("how the part is called in commands (its number without it)")},
        {"title", "TEXT", N_("as printed (the kind's name without it)")},
        {"scale", "CODE", N_("judgement scale (standard5 without it)")},
        {"evidence-elsewhere", "TEXT", N_("where the part's evidence is held, when not here")},
        {NULL, NULL, NULL},
};

static enum err add_part(struct cli *cli, struct audit_part_row *ret)
{
	struct part_new what = {cli_value(cli, "code"), cli_value(cli, "kind"),
	                        cli_value(cli, "title"), cli_value(cli, "scale"),
	                        cli_value(cli, "evidence-elsewhere")};
	struct audit_row audit;

	if (!what.kind)
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("Say with --kind what kind of audit the part is."));
	TRY(audit_find(&cli->ctx, cli->words[0], &audit));
	return audit_add_part(&cli->ctx, &audit, &what, ret);
}

enum err command_audit_part(struct cli *cli)
{
	struct audit_part_row part;

	TRY(begin(cli, 1, 1));
	TRY(end(cli, add_part(cli, &part)));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:s, s:I, s:s}", "part", part.code, "number",
		                         (json_int_t)part.number, "kind", part.kind));
	else
		CLI_SAY(cli, N_("Part {1} ({2}) was added."), part.code, part.title);
	return OK;
}

/* --- audit scope --- */

const struct cli_option options_audit_scope[] = {
        {"part", "PART", N_("its part, by code or number (first one without it)")},
        {"catalog", "NAME", N_("the catalogue whose items are asked")},
        {"items", "NO,NO", N_("only these items (all without it)")},
        {"remove", NULL, N_("no longer ask them; only what is still open")},
        {NULL, NULL, NULL},
};

static enum err change_scope(struct cli *cli, long *ret_pairs)
{
	struct ctx *c = &cli->ctx;
	struct text_list items = text_split(c->arena, cli_value(cli, "items"), ",");
	struct audit_scope scope = {.catalog = cli_value(cli, "catalog"),
	                            .units = cli->words + 1,
	                            .n_units = cli->n_words - 1,
	                            .items = items.v,
	                            .n_items = items.n};
	struct audit_row audit;
	struct audit_part_row part;

	if (!scope.catalog)
		return FAIL(c, ERR_USAGE, N_("Name the catalogue with --catalog."));
	TRY(audit_find(c, cli->words[0], &audit));
	TRY(audit_find_part(c, &audit, cli_value(cli, "part"), &part));
	if (cli_flag(cli, "remove"))
		return audit_remove_scope(c, &audit, &part, &scope, ret_pairs);
	return audit_add_scope(c, &audit, &part, &scope, ret_pairs);
}

enum err command_audit_scope(struct cli *cli)
{
	bool remove = cli_flag(cli, "remove");
	long pairs = 0;

	TRY(begin(cli, 2, 10000));
	TRY(end(cli, change_scope(cli, &pairs)));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:I}", remove ? "removed" : "added", (json_int_t)pairs));
	else
		CLI_SAY(cli,
		        remove ? N_("{1} pairs of unit and item were taken out.")
		               : N_("{1} pairs of unit and item were added."),
		        arena_printf(cli->ctx.arena, "%ld", pairs));
	return OK;
}

/* --- audit copy --- */

const struct cli_option options_audit_copy[] = {
        {"fiscal-year", "YEAR", N_("2024 or 令和6年度 (the year after without it)")},
        {"title", "TEXT", N_("title of the audit and its report")},
        {NULL, NULL, NULL},
};

static enum err copy(struct cli *cli, struct audit_row *ret)
{
	struct audit_new what = {.code = cli->words[1]};
	struct audit_row from;

	TRY(audit_find(&cli->ctx, cli->words[0], &from));
	what.title = cli_value(cli, "title") ? cli_value(cli, "title") : from.title;
	TRY(read_year(cli, from.fiscal_year + 1, &what.fiscal_year));
	return audit_copy(&cli->ctx, &from, &what, ret);
}

enum err command_audit_copy(struct cli *cli)
{
	struct audit_row made;

	TRY(begin(cli, 2, 2));
	TRY(end(cli, copy(cli, &made)));
	if (!cli_json(cli))
		CLI_SAY(cli, N_("Audit {1} was made from {2}; all items are open."), made.code,
		        cli->words[0]);
	return OK;
}

/* --- audit workbooks --- */

const struct cli_option options_audit_workbooks[] = {
        {"part", "PART", N_("its part, by code or number (first one without it)")},
        {"unit", "CODE", N_("only this section's")},
        {NULL, NULL, NULL},
};

enum err command_audit_workbooks(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	struct audit_row audit;
	long n = 0;
	enum err e;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 2, 2));
	TRY(db_begin(c, DB_READ));
	e = audit_find(c, cli->words[0], &audit);
	if (e == OK)
		e = workbook_write_all(c, &audit, cli_value(cli, "part"), cli_value(cli, "unit"),
		                       cli->words[1], cli_progress, cli, &n);
	db_rollback(c);
	TRY(e);
	cli_progress_end(cli);
	if (cli_json(cli))
		cli_print_json(json_pack("{s:I}", "written", (json_int_t)n));
	else
		CLI_SAY(cli, N_("{1} workbooks are in {2}."), arena_printf(c->arena, "%ld", n),
		        cli->words[1]);
	return OK;
}

/* --- audit evidence --- */

const struct cli_option options_audit_evidence[] = {
        {"part", "PART", N_("its part, by code or number (first one without it)")},
        {"date", "DATE", N_("date of the evidence itself")},
        {"reason", "TEXT", N_("why what is confirmed is changed")},
        {NULL, NULL, NULL},
};

static enum err find_judgement(struct cli *cli, struct judgement_row **ret)
{
	struct ctx *c = &cli->ctx;
	struct targets_of_part_out *targets;
	struct audit_row audit;
	struct audit_part_row part;
	size_t n;

	TRY(audit_find(c, cli->words[0], &audit));
	TRY(audit_find_part(c, &audit, cli_value(cli, "part"), &part));
	TRY(q_targets_of_part(c, &(struct targets_of_part_in){part.id}, &targets, &n));
	*ret = NULL;
	for (size_t i = 0; i < n && !*ret; i++)
		if (strcmp(targets[i].unit_code, cli->words[1]) == 0)
			TRY(q_judgement_of_pair(c,
			                        &(struct judgement_of_pair_in){targets[i].id,
			                                                       cli->words[2],
			                                                       cli->words[3]},
			                        ret));
	if (!*ret)
		return FAIL(c, ERR_NOT_FOUND, N_("Item {1} of “{2}” is not asked of unit {3}."),
		            cli->words[3], cli->words[2], cli->words[1]);
	return OK;
}

static enum err attach(struct cli *cli, const char *date, struct evidence_row *ret)
{
	struct ctx *c = &cli->ctx;
	struct judgement_row *judgement;
	struct judgement_found found;
	const char *data;
	size_t len;

	TRY(find_judgement(cli, &judgement));
	TRY(judgement_find(c, judgement->id, &found));
	TRY(os_read_file(c, cli->words[4], EVIDENCE_FILE_MAX, &data, &len));
	return evidence_attach(c, &found, os_basename(cli->words[4]), data, len, date, ret);
}

enum err command_audit_evidence(struct cli *cli)
{
	const char *date;
	struct evidence_row row;

	TRY(cli_day(cli, "date", &date));
	cli->ctx.reason = cli_value(cli, "reason");
	TRY(begin(cli, 5, 5));
	TRY(end(cli, attach(cli, date, &row)));
	if (cli_json(cli))
		cli_print_json(
			json_pack("{s:s, s:s}", "file", row.file_name, "digest", row.digest));
	else
		CLI_SAY(cli, N_("{1} was stored as evidence."), row.file_name);
	return OK;
}

/* --- audit confirm --- */

const struct cli_option options_audit_confirm[] = {
        {"part", "PART", N_("this part only")},
        {NULL, NULL, NULL},
};

enum err command_audit_confirm(struct cli *cli)
{
	struct problems problems = {0};
	struct audit_row audit;
	enum err e;

	TRY(begin(cli, 1, 2));
	e = audit_find(&cli->ctx, cli->words[0], &audit);
	if (e == OK)
		e = audit_confirm(&cli->ctx, &audit, cli_value(cli, "part"),
		                  cli->n_words > 1 ? cli->words[1] : NULL, &problems);
	e = end(cli, e);
	if (cli_json(cli)) {
		json_t *open = json_array();

		for (const struct problem *p = problems.first; p; p = p->next)
			json_array_append_new(open, cli_problem_json(cli, p));
		cli_print_json(json_pack("{s:b, s:o}", "confirmed", e == OK, "open", open));
	} else {
		for (const struct problem *p = problems.first; p; p = p->next)
			fprintf(stderr, "%s\n", cli_message(cli, p));
		if (e == OK)
			CLI_SAY(cli, N_("Confirmed."));
	}
	return e;
}
