#include "cli/cli.h"

#include "audit/ledger.h"
#include "base/os.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_export[] = {
        {"o", "FILE", N_("where to; .csv or .xlsx (without it: CSV to standard output)")},
        {"audit", "ID", N_("judgements of this audit only")},
        {"encoding", "utf8|cp932", N_("of the CSV; utf8 is written with BOM")},
        {NULL, NULL, NULL},
};

static bool ends_with(const char *s, const char *ending)
{
	size_t n = strlen(s), k = strlen(ending);

	return n >= k && strcmp(s + n - k, ending) == 0;
}

static enum err encode(struct cli *cli, const struct table *t, const char *path, struct buf *out)
{
	struct ctx *c = &cli->ctx;
	const struct table *tables[] = {t};
	const char *encoding = cli_value(cli, "encoding");
	struct problems problems = {0};
	enum err e;

	if (path && ends_with(path, ".xlsx"))
		return table_write_xlsx(c, tables, 1, out);
	if (encoding && strcmp(encoding, "utf8") != 0 && strcmp(encoding, "cp932") != 0)
		return FAIL(c, ERR_USAGE, N_("--encoding takes utf8 or cp932, not “{1}”."),
		            encoding);
	e = table_write_csv(c, t,
	                    encoding && strcmp(encoding, "cp932") == 0 ? CSV_CP932 : CSV_UTF8_BOM,
	                    &problems, out);
	for (const struct problem *p = problems.first; p; p = p->next)
		cli_print_problem(cli, stderr, p);
	return e;
}

enum err command_export(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	const char *path = cli_value(cli, "o");
	enum ledger ledger;
	struct table t;
	struct buf out;
	enum err e;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	if (!ledger_parse(cli->words[0], &ledger))
		return FAIL(
			c, ERR_USAGE,
			N_("“{1}” cannot be exported. These can: {2}"), cli->words[0],
			ledger_names(c->arena));
	TRY(db_begin(c, DB_READ));
	e = ledger_export(c, ledger, cli_value(cli, "audit"), &t);
	db_rollback(c);
	TRY(e);
	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	TRY(encode(cli, &t, path, &out));
	if (path)
		return os_write_file(c, path, out.data, out.len, 0600);
	fwrite(out.data, 1, out.len, stdout);
	return OK;
}
