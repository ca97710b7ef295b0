#include "cli/cli.h"

#include "base/os.h"
#include "org/account.h"
#include "org/account_bulk.h"
#include "report/format.h"
#include "report/slips.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_user_add[] = {
        {"role", "ROLE", N_("secretariat, auditor, head, reader (without it), administrator or "
         "employee")},
        {"unit", "CODE", N_("the unit a section head answers for")},
        {"person", "NUMBER", N_("personnel number of the person it belongs to")},
        {NULL, NULL, NULL},
};
const struct cli_option options_user_slips[] = {
        {"role", "ROLE", N_("secretariat, auditor, head (without it), reader, administrator or "
         "employee")},
        {"unit", "CODE", N_("only people of this unit and those below")},
        {"post", "NAME", N_("only people of this post, such as 課長")},
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
	what.number = cli_value(cli, "person");
	TRY(db_begin(&cli->ctx, DB_WRITE));
	TRY(finish(cli, account_add(&cli->ctx, &what)));
	if (!cli_json(cli))
		CLI_SAY(cli,
		        N_("Account {1} was added. Set its password with: "
		           "kageyu user password DIR {1}"),
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
	char line[ACCOUNT_PASSWORD_MAX + 8]; /* longer than allowed: what is cut is refused */

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

/* --- slips --- */

static enum err find_people(struct cli *cli, struct account_bulk *ret)
{
	const struct account_wanted wanted = {
		.unit_code = cli_value(cli, "unit"),
		.post = cli_value(cli, "post"),
		.role = cli_value(cli, "role") ? cli_value(cli, "role") : "head",
		.max = SIZE_MAX,
	};
	enum err e;

	TRY(db_begin(&cli->ctx, DB_READ));
	e = account_bulk_find(&cli->ctx, &wanted, ret);
	db_rollback(&cli->ctx);
	if (e == OK && !ret->n)
		return FAIL(&cli->ctx, ERR_NOT_FOUND,
		            N_("Nobody without an account is like that."));
	return e;
}

/* The slips stand on disk before the accounts are there: no account without its password. */
static enum err store(struct cli *cli, const struct account_bulk *bulk, const struct format *format)
{
	struct ctx *c = &cli->ctx;
	struct doc doc;
	struct buf out;

	TRY(account_bulk_store(c, bulk));
	TRY(slips_build(c, bulk, &doc));
	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	TRY(format->write(c, &doc, &out));
	return os_write_file(c, cli->words[0], out.data, out.len, 0600);
}

enum err command_user_slips(struct cli *cli)
{
	const char *dot;
	const struct format *format;
	struct account_bulk bulk;
	enum err e;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	dot = strrchr(cli->words[0], '.');
	format = format_find(dot ? dot + 1 : "");
	if (!format)
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("The slips go into a file that ends in .pdf, .docx or .html."));
	TRY(find_people(cli, &bulk));
	e = account_bulk_hash(&cli->ctx, &bulk, cli_progress, cli);
	cli_progress_end(cli);
	TRY(e);
	TRY(db_begin(&cli->ctx, DB_WRITE));
	TRY(finish(cli, store(cli, &bulk, format)));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:I}", "accounts", (json_int_t)bulk.n));
	else
		CLI_SAY(cli, N_("{1} accounts were made. Their first passwords are in {2} alone."),
		        arena_printf(cli->ctx.arena, "%zu", bulk.n), cli->words[0]);
	return OK;
}
