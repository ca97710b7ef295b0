/* The rules over the ledgers: run them, and print what is open. */
#include "cli/cli.h"

#include "base/text.h"
#include "ledger/rules.h"
#include "store/db.h"

#include <inttypes.h>
#include <stdio.h>

const struct cli_option options_rules[] = {
	{"as-of", "DATE", N_("look as if it were this day (without it: today)")},
	{NULL, NULL, NULL},
};

struct noticed {
	struct assertion_changes changes;
	struct assertion_list_out *rows;
	size_t n;
};

static enum err run(struct ctx *c, void *arg)
{
	struct noticed *found = arg;

	TRY(rules_run(c, &found->changes));
	return q_assertion_list(c,
	                        &(struct assertion_list_in){.source = RULES_SOURCE,
	                                                    .state = "open",
	                                                    .count = INT64_MAX},
	                        &found->rows, &found->n);
}

static const char *explain(struct cli *cli, const struct assertion_list_out *a)
{
	const struct rule *rule = rule_find(a->criterion);

	return rule ? rule_explain(cli->ctx.arena, cli->lang, rule, a->ledger, a->details) : "";
}

static json_t *alert_json(struct cli *cli, const struct assertion_list_out *a)
{
	const struct rule *rule = rule_find(a->criterion);

	return json_pack("{s:s, s:s, s:b, s:s, s:s, s:I, s:s, s:s, s:s}", "rule", a->criterion,
	                 "severity", gravity_code((enum gravity)a->severity), "contradiction",
	                 rule && rule->contradiction, "unit", a->unit,
	                 "ledger", a->ledger ? a->ledger : "", "record", (json_int_t)a->record_id,
	                 "subject", a->subject, "found", explain(cli, a), "since", a->first_on);
}

static void print_json(struct cli *cli, const struct noticed *found)
{
	const struct assertion_changes *n = &found->changes;
	json_t *list = json_array();

	for (size_t i = 0; i < found->n; i++)
		json_array_append_new(list, alert_json(cli, &found->rows[i]));
	cli_print_json(json_pack("{s:I, s:I, s:I, s:I, s:o}", "opened", (json_int_t)n->opened,
	                         "closed", (json_int_t)n->closed, "changed",
	                         (json_int_t)n->changed, "same", (json_int_t)n->same, "alerts",
	                         list));
}

static void print_alert(struct cli *cli, const struct assertion_list_out *a)
{
	const struct rule *rule = rule_find(a->criterion);
	const char *label = rule ? msg_find(cli->lang, rule->label) : a->criterion;

	printf("[%s] %s　%s：%s\n    %s\n",
	       msg_find(cli->lang, gravity_label((enum gravity)a->severity)), a->unit, a->subject,
	       label, explain(cli, a));
}

static const char *number(struct cli *cli, size_t n)
{
	return arena_printf(cli->ctx.arena, "%zu", n);
}

enum err command_rules(struct cli *cli)
{
	struct noticed found = {.n = 0};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(cli_day(cli, "as-of", &cli->ctx.day));
	TRY(db_transaction(&cli->ctx, DB_WRITE, run, &found));
	if (cli_json(cli)) {
		print_json(cli, &found);
		return OK;
	}
	for (size_t i = 0; i < found.n; i++)
		print_alert(cli, &found.rows[i]);
	CLI_SAY(cli, N_("{1} alerts are open: {2} new, {3} settled since the last run."),
	        number(cli, found.n), number(cli, found.changes.opened),
	        number(cli, found.changes.closed));
	return OK;
}
