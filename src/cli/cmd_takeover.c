/* What a closed unit kept goes over to one that came after it. */
#include "cli/cli.h"

#include "base/text.h"
#include "ledger/ledgers.h"
#include "ledger/takeover.h"
#include "org/person.h"
#include "org/unit.h"
#include "store/db.h"

#include <inttypes.h>
#include <stdlib.h>

const struct cli_option options_takeover[] = {
	{"ledger", "LEDGER", N_("records of this ledger only")},
	{"record", "N", N_("this record only, by its record number")},
	{NULL, NULL, NULL},
};

struct takeover {
	const char *from, *to;
	const struct record_kind *kind; /* NULL = every ledger */
	int64_t id;                     /* 0 = all */
	size_t n;
};

static enum err find(struct ctx *c, const char *code, const char *from, const char *to,
                     int64_t *ret)
{
	struct unit_row *unit;

	TRY(unit_in_period(c, code, from, to, &unit));
	if (!unit)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no unit {1} on {2}."), code, to);
	*ret = unit->id;
	return OK;
}

static enum err take(struct ctx *c, void *arg)
{
	const char *today = day_today(c);
	struct takeover *t = arg;
	int64_t from, to;

	TRY(find(c, t->from, UNIT_SINCE_EVER, day_before(c->arena, today), &from));
	TRY(find(c, t->to, today, today, &to));
	return ledger_take_over(c, from, t->kind, t->id, to, &t->n);
}

static enum err read_options(struct cli *cli, struct takeover *t)
{
	struct ctx *c = &cli->ctx;
	const char *ledger = cli_value(cli, "ledger"), *record = cli_value(cli, "record");
	long id = 0;

	if (ledger && !(t->kind = ledger_find(ledger)))
		return FAIL(c, ERR_USAGE, N_("There is no ledger “{1}”."), ledger);
	if (record && (!ledger || !text_to_long(c->arena, record, &id) || id <= 0))
		return FAIL(c, ERR_USAGE,
		            N_("--record takes a record number, and needs --ledger beside it."));
	t->id = id;
	return OK;
}

enum err command_takeover(struct cli *cli)
{
	struct takeover t = {0};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 2, 2));
	TRY(read_options(cli, &t));
	t.from = cli->words[0];
	t.to = cli->words[1];
	TRY(db_transaction(&cli->ctx, DB_WRITE, take, &t));
	if (cli_json(cli)) {
		cli_print_json(json_pack("{s:I}", "records", (json_int_t)t.n));
		return OK;
	}
	CLI_SAY(cli, N_("{1} records were taken over."),
	        arena_printf(cli->ctx.arena, "%zu", t.n));
	return OK;
}
