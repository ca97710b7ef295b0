#include "cli/cli.h"

#include "audit/audit.h"
#include "org/duty.h"
#include "search/search.h"
#include "store/data_dir.h"
#include "store/db.h"

const struct cli_option options_init[] = {
        {"database", "URL", N_("PostgreSQL database, postgresql://…; SQLite in DIR without it")},
        {"organisation", "NAME", N_("name of the city, as printed in reports")},
        {NULL, NULL, NULL},
};

static enum err install(struct ctx *c, void *arg)
{
	struct setting_row name = {.key = "organisation", .value = arg};

	TRY(audit_install_shipped(c));
	TRY(duty_install_usual(c));
	return arg ? setting_insert(c, &name) : OK;
}

enum err command_init(struct cli *cli)
{
	struct ctx *c = &cli->ctx;

	TRY(cli_take_dir(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(data_dir_init(c, cli->dir, cli_value(cli, "database")));
	TRY(search_attach(c));
	TRY(db_transaction(c, DB_WRITE, install, (void *)cli_value(cli, "organisation")));
	if (!cli_json(cli))
		CLI_SAY(cli, N_("The data folder {1} is ready. Next: kageyu import {1} units FILE"),
		        cli->dir);
	return OK;
}
