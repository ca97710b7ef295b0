/* What waits in the outbox goes out. */
#include "cli/cli.h"

#include "job/outbox.h"

#include <stdio.h>

const struct cli_option options_mail_send[] = {{NULL, NULL, NULL}};

static const char *number(struct cli *cli, long n)
{
	return arena_printf(cli->ctx.arena, "%ld", n);
}

enum err command_mail_send(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	struct smtp_settings s;
	struct outbox_run run = {0};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(smtp_settings_load(c, &s));
	if (s.server)
		TRY(outbox_send(c, &s, &run));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:b, s:I, s:I, s:I, s:s?}", "configured",
		                         s.server != NULL, "sent", (json_int_t)run.sent,
		                         "refused", (json_int_t)run.refused, "later",
		                         (json_int_t)run.later, "unreachable", run.unreachable));
	else if (!s.server)
		CLI_SAY(cli, N_("No mail server is set in kageyu.conf. Nothing was sent."));
	else
		CLI_SAY(cli, N_("{1} sent, {2} refused, {3} to be tried again later."),
		        number(cli, run.sent), number(cli, run.refused), number(cli, run.later));
	if (run.unreachable)
		return FAIL(c, ERR_IO, N_("The mail server {1} could not be used: {2}"), s.server,
		            run.unreachable);
	return OK;
}
