#include "cli/cli.h"

#include "org/account.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_user_add[] = {
        {"role", "ROLE", N_("secretariat, auditor, head, reader or administrator")},
        {"unit", "CODE", N_("the unit a section head answers for")},
        {NULL, NULL, NULL},
};
const struct cli_option options_user_list[] = {{NULL, NULL, NULL}};
const struct cli_option options_user_password[] = {{NULL, NULL, NULL}};
const struct cli_option options_user_disable[] = {{NULL, NULL, NULL}};

static enum err finish(struct cli *cli, enum err e)
{
	if (e == OK)
		return db_commit(&cli->ctx);
	db_rollback(&cli->ctx);
	return e;
}

enum err command_user_add(struct cli *cli)
{
	struct account_new what = {0};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 2, 2));
	what.login = cli->words[0];
	what.name = cli->words[1];
	what.role = cli_value(cli, "role") ? cli_value(cli, "role") : "reader";
	what.unit_code = cli_value(cli, "unit");
	TRY(db_begin(&cli->ctx, DB_WRITE));
	TRY(finish(cli, account_add(&cli->ctx, &what)));
	if (!cli_json(cli))
		CLI_SAY(cli,
		        N_("Account {1} was added. Set its password with: kageyu user password DIR {1}"),
		        what.login);
	return OK;
}

enum err command_user_list(struct cli *cli)
{
	struct account_row *rows;
	json_t *list = json_array();
	size_t n;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(db_begin(&cli->ctx, DB_READ));
	TRY(q_account_all(&cli->ctx, &rows, &n));
	db_rollback(&cli->ctx);
	for (size_t i = 0; i < n; i++) {
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s?, s:b}", "login",
		                                      rows[i].login, "name", rows[i].name, "role",
		                                      rows[i].role, "unit_code", rows[i].unit_code,
		                                      "disabled", rows[i].disabled));
		if (!cli_json(cli))
			printf("%-16s %-14s %s%s\n", rows[i].login, rows[i].role, rows[i].name,
			       rows[i].disabled ? "（停止）" : "");
	}
	if (cli_json(cli))
		cli_print_json(json_incref(list));
	json_decref(list);
	return OK;
}

enum err command_user_password(struct cli *cli)
{
	char line[ACCOUNT_PASSWORD_MAX * 4 + 6]; /* a longer line shows as too long */

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	if (!fgets(line, sizeof(line), stdin))
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("Give the password as one line on standard input."));
	line[strcspn(line, "\r\n")] = '\0';
	TRY(db_begin(&cli->ctx, DB_WRITE));
	return finish(cli, account_set_password(&cli->ctx, cli->words[0], line));
}

enum err command_user_disable(struct cli *cli)
{
	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	TRY(db_begin(&cli->ctx, DB_WRITE));
	return finish(cli, account_disable(&cli->ctx, cli->words[0]));
}
