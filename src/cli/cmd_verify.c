#include "cli/cli.h"

#include "store/verify.h"

#include <inttypes.h>
#include <stdio.h>

const struct cli_option options_verify[] = {
        {"heads", "FILE", N_("a copy of heads.log kept elsewhere, to compare with")},
        {NULL, NULL, NULL},
};

static void print_json(struct cli *cli, const struct verification *v, enum err e)
{
	json_t *list = json_array();

	for (const struct problem *p = v->problems.first; p; p = p->next) {
		json_t *o = cli_problem_json(cli, p);

		json_object_set_new(o, "table", json_string(p->place.file));
		json_array_append_new(list, o);
	}
	cli_print_json(json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:s, s:o}", "ok", e == OK,
	                         "events", (json_int_t)v->events, "rows", (json_int_t)v->rows,
	                         "files", (json_int_t)v->files, "heads", (json_int_t)v->heads,
	                         "last_seq", (json_int_t)v->last_seq, "last_hash",
	                         v->last_hash ? v->last_hash : "", "problems", list));
}

enum err command_verify(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	struct verification v;
	enum err e;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	e = verify_all(c, cli_value(cli, "heads"), cli_progress, cli, &v);
	cli_progress_end(cli);
	if (e != OK && e != ERR_TAMPERED)
		return e;
	if (cli_json(cli)) {
		print_json(cli, &v, e);
		return e;
	}
	for (const struct problem *p = v.problems.first; p; p = p->next)
		fprintf(stderr, "%s\n", cli_message(cli, p));
	CLI_SAY(cli,
	        N_("Checked: {1} events of the trail, {2} rows, {3} evidence files, "
	           "{4} signed heads."),
	        arena_printf(c->arena, "%" PRId64, v.events),
	        arena_printf(c->arena, "%" PRId64, v.rows),
	        arena_printf(c->arena, "%" PRId64, v.files),
	        arena_printf(c->arena, "%" PRId64, v.heads));
	if (e == OK)
		CLI_SAY(cli, N_("Everything is as it was recorded. Last event {1}: {2}"),
		        arena_printf(c->arena, "%" PRId64, v.last_seq), v.last_hash);
	return e;
}
