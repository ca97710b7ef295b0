/* What commands print: messages, problems, JSON, progress. */
#include "cli/cli.h"

#include "base/os.h"
#include "ledger/rules.h"
#include "search/search.h"
#include "store/data_dir.h"

#include <stdio.h>
#include <string.h>

enum err cli_open(struct cli *cli)
{
	TRY(cli_take_dir(cli));
	TRY(data_dir_open(&cli->ctx, cli->dir));
	rules_attach(&cli->ctx);
	return search_attach(&cli->ctx);
}

void cli_say(struct cli *cli, const char *const *msg_and_args)
{
	puts(msg_format(cli->ctx.arena, cli->lang, msg_and_args[0], msg_and_args + 1));
}

void cli_print_json(json_t *value)
{
	json_dumpf(value, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(value);
}

const char *cli_message(struct cli *cli, const struct problem *p)
{
	return msg_format(cli->ctx.arena, cli->lang, p->msgid, p->args);
}

/* "units.csv 一覧!C12 行12 列「名称」" as far as known. */
static const char *place_text(struct cli *cli, const struct place *p)
{
	struct arena *a = cli->ctx.arena;
	const char *s = p->file ? os_basename(p->file) : "";

	if (p->sheet && p->cell)
		s = arena_printf(a, "%s %s!%s", s, p->sheet, p->cell);
	else if (p->sheet)
		s = arena_printf(a, "%s %s", s, p->sheet);
	if (p->row)
		s = arena_printf(a, cli->lang == LANG_JA ? "%s%s%ld行目" : "%s%srow %ld", s,
		                 *s ? " " : "", p->row);
	if (p->column)
		s = arena_printf(a, cli->lang == LANG_JA ? "%s「%s」" : "%s “%s”", s, p->column);
	return s;
}

void cli_print_problem(struct cli *cli, FILE *to, const struct problem *p)
{
	static const char *const labels[SEV__MAX] = {N_("note"), N_("warning"), N_("to confirm"),
	                                             N_("rejected"), N_("file refused")};

	if (to == stderr) /* in order with what was said before */
		fflush(stdout);
	fprintf(to, "[%s] %s: %s\n", msg_find(cli->lang, labels[p->severity]),
	        place_text(cli, &p->place), cli_message(cli, p));
}

json_t *cli_problem_json(struct cli *cli, const struct problem *p)
{
	json_t *o = json_object();

	json_object_set_new(o, "severity", json_string(severity_name(p->severity)));
	json_object_set_new(o, "code", json_string(p->code));
	json_object_set_new(o, "sheet", p->place.sheet ? json_string(p->place.sheet) : json_null());
	json_object_set_new(o, "row", p->place.row ? json_integer(p->place.row) : json_null());
	json_object_set_new(o, "column",
	                    p->place.column ? json_string(p->place.column) : json_null());
	json_object_set_new(o, "cell", p->place.cell ? json_string(p->place.cell) : json_null());
	json_object_set_new(o, "value", p->value ? json_string(p->value) : json_null());
	json_object_set_new(o, "message", json_string(cli_message(cli, p)));
	return o;
}

const char *cli_error_text(struct cli *cli)
{
	const struct error *e = &cli->ctx.error;
	const char *place = place_text(cli, &e->place);
	const char *text = msg_format(cli->ctx.arena, cli->lang,
	                              e->msgid ? e->msgid : err_name(e->code), e->args);

	return *place ? arena_printf(cli->ctx.arena, "%s: %s", place, text) : text;
}

void cli_progress(void *arg, const char *what_msgid, long done, long total)
{
	struct cli *cli = arg;

	if (!os_is_terminal(stderr))
		return;
	cli->progress_shown = true;
	if (total)
		fprintf(stderr, "\r%s %ld / %ld ", msg_find(cli->lang, what_msgid), done, total);
	else
		fprintf(stderr, "\r%s %ld ", msg_find(cli->lang, what_msgid), done);
	fflush(stderr);
}

void cli_progress_end(struct cli *cli)
{
	if (cli->progress_shown)
		fputs("\r\033[K", stderr);
	cli->progress_shown = false;
}
