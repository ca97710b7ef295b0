#include "cli/cli.h"

#include "audit/ledger.h"
#include "base/os.h"
#include "job/ahead.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_import[] = {
        {"audit", "ID", N_("the audit that judgements and visits belong to")},
        {"part", "PART", N_("its part, by code or number (first one without it)")},
        {"catalog", "NAME", N_("criteria: the catalogue's name where the file has no such column")},
        {"whole", NULL,
         N_("criteria, people, ledgers: the file is all there is; what it lacks is left out, has "
            "left, or is gone")},
        {"as-of", "DATE",
         N_("people: the day of the list; ledgers: as of which they are looked over (without "
            "it: today)")},
        {"dry-run", NULL, N_("say what would happen and store nothing")},
        {"partial", NULL, N_("store the good rows although others are rejected")},
        {"confirm", NULL, N_("agree to all proposals")},
        {"prefer", "stored|file", N_("settle conflicts of returned workbooks")},
        {"reason", "TEXT", N_("why what is confirmed is changed")},
        {NULL, NULL, NULL},
};

struct files {
	const char *const *paths;
	enum ledger ledger;
};

struct import_job {
	struct cli *cli;
	const char *file;
	enum ledger ledger;
	struct ledger_options ledger_options;
	struct person_differences people; /* of the file being read */
	struct import_options options;
};

/* Many are read while those before them are stored. */
static enum err read_file(struct ctx *c, const void *arg, size_t i, void **ret)
{
	const struct files *files = arg;
	struct ledger_file *file = ARENA_NEW(c->arena, struct ledger_file);
	const char *path = files->paths[i], *data;
	size_t len;

	TRY(os_read_file(c, path, SHEET_FILE_MAX, &data, &len));
	TRY(ledger_open(c, files->ledger, os_basename(path), data, len, file));
	*ret = file;
	return OK;
}

/* One file is one transaction: stored whole, in the agreed part, or not at all. */
static enum err import_one(struct import_job *job, struct ahead *files, struct import_result *ret)
{
	struct ctx *c = &job->cli->ctx;
	struct ledger_file *file;
	void *read;
	enum err e;

	memset(ret, 0, sizeof(*ret));
	ret->file = job->file;
	TRY(ahead_next(c, files, &read));
	file = read;
	TRY(db_begin(c, DB_WRITE));
	e = ledger_import(c, job->ledger, file, &job->ledger_options, ret);
	if (e == OK)
		e = import_decide(c, ret, &job->options);
	if (e != OK || job->options.dry_run) {
		db_rollback(c);
		return e;
	}
	TRY(db_commit(c));
	ret->stored = true;
	if (ret->rejected)
		return FAIL(c, ERR_INVALID,
		            N_("{1} of {2} rows were rejected; the others are stored."),
		            arena_printf(c->arena, "%ld", ret->rejected),
		            arena_printf(c->arena, "%ld", ret->rows));
	return OK;
}

/* --- what is told --- */

static json_t *place_json(const char *name, const struct person_place *p)
{
	return json_pack("{s:s?, s:s?, s:s?, s:s?}", "name", name, "unit_code", p->unit_code,
	                 "post", p->post, "employment", p->employment);
}

static json_t *difference_json(const struct person_difference *d)
{
	json_t *what = json_array();

	for (int bit = 0; bit < PERSON_CHANGES; bit++)
		if (d->what >> bit & 1)
			json_array_append_new(what, json_string(person_change_code(bit)));
	return json_pack("{s:s, s:o, s:o, s:o}", "number", d->number, "what", what, "before",
	                 place_json(d->name_before, &d->before), "after",
	                 place_json(d->name, &d->after));
}

static json_t *differences_json(const struct person_differences *all)
{
	json_t *o = json_object(), *list = json_array();

	for (int bit = 0; bit < PERSON_CHANGES; bit++)
		json_object_set_new(o, person_change_code(bit), json_integer(all->count[bit]));
	json_object_set_new(o, "same", json_integer(all->same));
	json_object_set_new(o, "accounts_closed", json_integer(all->ended.accounts));
	json_object_set_new(o, "appointments_ended", json_integer(all->ended.appointments));
	for (const struct person_difference *d = all->first; d; d = d->next)
		json_array_append_new(list, difference_json(d));
	json_object_set_new(o, "people", list);
	return o;
}

static json_t *skipped_json(const struct skipped_rows *rows)
{
	json_t *list = json_array();

	for (const struct skipped_row *s = rows->first; s; s = s->next) {
		json_t *one = json_pack("{s:I, s:s, s:s?}", "row", (json_int_t)s->row, "kind",
		                        row_kind_code(s->kind), "text", s->text);

		if (s->last > s->row)
			json_object_set_new(one, "last", json_integer(s->last));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *result_json(const struct import_job *job, const struct import_result *r, enum err e)
{
	struct cli *cli = job->cli;
	json_t *o = json_object(), *errors = json_array(), *notes = json_array();

	json_object_set_new(o, "file", json_string(r->file));
	json_object_set_new(o, "rows", json_integer(r->rows));
	json_object_set_new(o, "created", json_integer(r->created));
	json_object_set_new(o, "updated", json_integer(r->updated));
	json_object_set_new(o, "unchanged", json_integer(r->unchanged));
	json_object_set_new(o, "rejected", json_integer(r->rejected));
	json_object_set_new(o, "stored", json_boolean(r->stored));
	for (const struct problem *p = r->problems.first; p; p = p->next)
		json_array_append_new(p->severity == SEV_REJECT || p->severity == SEV_FILE ? errors
		                                                                           : notes,
		                      cli_problem_json(cli, p));
	json_object_set_new(o, "errors", errors);
	json_object_set_new(o, "notes", notes);
	if (ledger_kind(job->ledger))
		json_object_set_new(o, "skipped", skipped_json(&r->skipped));
	if (job->ledger == LEDGER_PEOPLE)
		json_object_set_new(o, "differences", differences_json(&job->people));
	if (e != OK) {
		json_object_set_new(o, "error", json_string(err_name(e)));
		json_object_set_new(o, "message", json_string(cli_error_text(cli)));
	}
	return o;
}

/* "採用 508, 退職 407, …" */
static void print_differences(struct cli *cli, const struct person_differences *all)
{
	struct arena *a = cli->ctx.arena;
	const char *line = "";

	for (int bit = 0; bit < PERSON_CHANGES; bit++)
		line = arena_printf(a, "%s%s %ld, ", line,
		                    msg_find(cli->lang, person_change_label(bit)),
		                    all->count[bit]);
	CLI_SAY(cli, N_("{1}unchanged {2}."), line, arena_printf(a, "%ld", all->same));
	if (all->ended.appointments || all->ended.accounts)
		CLI_SAY(cli, N_("{1} appointments end, {2} accounts are closed."),
		        arena_printf(a, "%ld", all->ended.appointments),
		        arena_printf(a, "%ld", all->ended.accounts));
}

/* "表題 1, 空行 3, …" */
static void print_skipped(struct cli *cli, const struct skipped_rows *rows)
{
	struct arena *a = cli->ctx.arena;
	long count[ROW_KIND__MAX] = {0};
	const char *line = "";

	for (const struct skipped_row *s = rows->first; s; s = s->next)
		count[s->kind] += s->last - s->row + 1;
	for (int kind = 0; kind < ROW_KIND__MAX; kind++)
		if (count[kind])
			line = arena_printf(
				a, "%s%s%s %ld", line, *line ? ", " : "",
				msg_find(cli->lang, row_kind_label((enum row_kind)kind)),
				count[kind]);
	CLI_SAY(cli, N_("Rows that are no records: {1}."), line);
}

static void print_result(const struct import_job *job, const struct import_result *r)
{
	struct cli *cli = job->cli;
	struct arena *a = cli->ctx.arena;

	for (const struct problem *p = r->problems.first; p; p = p->next)
		cli_print_problem(cli, p->severity >= SEV_REJECT ? stderr : stdout, p);
	CLI_SAY(cli, N_("{1}: {2} rows — {3} new, {4} changed, {5} unchanged, {6} rejected."),
	        r->file, arena_printf(a, "%ld", r->rows), arena_printf(a, "%ld", r->created),
	        arena_printf(a, "%ld", r->updated), arena_printf(a, "%ld", r->unchanged),
	        arena_printf(a, "%ld", r->rejected));
	if (r->skipped.n)
		print_skipped(cli, &r->skipped);
	if (job->ledger == LEDGER_PEOPLE)
		print_differences(cli, &job->people);
	if (r->stored)
		CLI_SAY(cli, N_("Stored."));
	else if (job->options.dry_run)
		CLI_SAY(cli, N_("This was a trial: nothing was stored."));
}

/* --- the command --- */

static enum err read_options(struct import_job *job)
{
	struct cli *cli = job->cli;
	const char *prefer = cli_value(cli, "prefer");

	job->ledger_options.judgement.audit = cli_value(cli, "audit");
	job->ledger_options.judgement.part = cli_value(cli, "part");
	job->ledger_options.criteria.catalog = cli_value(cli, "catalog");
	job->ledger_options.whole = cli_flag(cli, "whole");
	job->ledger_options.criteria.whole = job->ledger_options.whole;
	job->ledger_options.people.whole = job->ledger_options.whole;
	TRY(cli_day(cli, "as-of", &job->ledger_options.people.day));
	cli->ctx.day = job->ledger_options.people.day;
	job->options.dry_run = cli_flag(cli, "dry-run");
	job->options.partial = cli_flag(cli, "partial");
	job->options.confirm = cli_flag(cli, "confirm");
	cli->ctx.reason = cli_value(cli, "reason");
	if (prefer && strcmp(prefer, "file") == 0)
		job->ledger_options.judgement.conflict = CONFLICT_TAKE_FILE;
	else if (prefer && strcmp(prefer, "stored") == 0)
		job->ledger_options.judgement.conflict = CONFLICT_KEEP_STORED;
	else if (prefer)
		return FAIL(&cli->ctx, ERR_USAGE, N_("--prefer takes stored or file, not “{1}”."),
		            prefer);
	return OK;
}

/* Several sheets of one part, imported at once, declare it together. */
static enum err may_declare(struct import_job *job)
{
	struct ctx *c = &job->cli->ctx;
	enum err e;

	TRY(db_begin(c, DB_READ));
	e = ledger_may_declare(c, job->ledger, &job->ledger_options);
	db_rollback(c);
	return e;
}

enum err command_import(struct cli *cli)
{
	struct import_job job = {.cli = cli, .ledger_options.people.differences = &job.people};
	json_t *all = json_array();
	struct files *files = ARENA_NEW(cli->ctx.arena, struct files);
	struct ahead *ahead;
	enum err worst = OK;
	struct error first_error = {0};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 2, 10000));
	if (!ledger_parse(cli->words[0], &job.ledger))
		return FAIL(
			&cli->ctx, ERR_USAGE,
			N_("“{1}” cannot be imported. These can: {2}"), cli->words[0],
			ledger_names(cli->ctx.arena));
	TRY(read_options(&job));
	TRY(may_declare(&job));
	*files = (struct files){cli->words + 1, job.ledger};
	TRY(ahead_start(&cli->ctx, read_file, files, cli->n_words - 1, &ahead));
	for (size_t i = 1; i < cli->n_words; i++) {
		struct import_result result;
		enum err e;

		job.file = os_basename(cli->words[i]);
		e = import_one(&job, ahead, &result);
		if (cli_json(cli))
			json_array_append_new(all, result_json(&job, &result, e));
		else
			print_result(&job, &result);
		if (e != OK && worst == OK) {
			worst = e;
			first_error = cli->ctx.error;
		} else if (e != OK) {
			fflush(stdout);
			fprintf(stderr, "kageyu: %s\n", cli_error_text(cli));
		}
	}
	if (cli_json(cli))
		cli_print_json(cli->n_words == 2 ? json_incref(json_array_get(all, 0))
		                                 : json_incref(all));
	json_decref(all);
	cli->ctx.error = first_error;
	return worst;
}
