/* Rounds of confirmation: made, looked at, reminded of, closed. */
#include "cli/cli.h"

#include "base/date.h"
#include "base/text.h"
#include "ledger/round.h"
#include "store/db.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *today(struct ctx *c)
{
	return arena_strdup(c->arena,
	                    date_format(c->arena, date_in_japan(c->now_us), DATE_ISO));
}

static const char *number(struct cli *cli, int64_t n)
{
	return arena_printf(cli->ctx.arena, "%" PRId64, n);
}

static enum err end(struct ctx *c, enum err e)
{
	if (e == OK)
		return db_commit(c);
	db_rollback(c);
	return e;
}

/* The round that a word names by its number. */
static enum err find(struct cli *cli, const char *word, struct round_row *ret)
{
	long id;

	if (!text_to_long(cli->ctx.arena, word, &id))
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("“{1}” is no number of a round. See: kageyu round list"), word);
	return round_load(&cli->ctx, id, ret);
}

static enum err tally(struct ctx *c, const struct round_row *round, struct round_tally *ret)
{
	struct round_sections all;

	*ret = (struct round_tally){0};
	TRY(round_sections_load(c, round, today(c), &all));
	for (size_t i = 0; i < all.n; i++)
		round_tally_add(ret, &all.v[i]);
	return OK;
}

static json_t *round_json(const struct round_row *round, const struct round_tally *t)
{
	return json_pack("{s:I, s:s, s:I, s:s, s:s, s:s?, s:I, s:I, s:I, s:I, s:I, s:I}", "id",
	                 (json_int_t)round->id, "title", round->title, "fiscal_year",
	                 (json_int_t)round->fiscal_year, "opens_on", round->opens_on, "due_on",
	                 round->due_on, "closed_on", round->closed_on, "asked",
	                 (json_int_t)t->asked, "done", (json_int_t)t->done, "open",
	                 (json_int_t)t->open, "overdue", (json_int_t)t->overdue, "records",
	                 (json_int_t)t->records, "at_once", (json_int_t)t->records_at_once);
}

/* --- round list --- */

const struct cli_option options_round_list[] = {{NULL, NULL, NULL}};

static enum err list(struct cli *cli, json_t *out)
{
	struct ctx *c = &cli->ctx;
	struct round_row *rounds;
	size_t n;

	TRY(q_round_all(c, &rounds, &n));
	for (size_t i = 0; i < n; i++) {
		struct round_tally t;

		TRY(tally(c, &rounds[i], &t));
		json_array_append_new(out, round_json(&rounds[i], &t));
		if (!cli_json(cli))
			printf("%-8" PRId64 " %s  %s–%s  %zu/%zu%s\n", rounds[i].id,
			       rounds[i].title, rounds[i].opens_on, rounds[i].due_on, t.done,
			       t.asked, rounds[i].closed_on ? "  終了" : "");
	}
	return OK;
}

enum err command_round_list(struct cli *cli)
{
	json_t *out = json_array();
	enum err e;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(db_begin(&cli->ctx, DB_READ));
	e = list(cli, out);
	db_rollback(&cli->ctx);
	if (e == OK && cli_json(cli))
		cli_print_json(json_incref(out));
	json_decref(out);
	return e;
}

/* --- round create --- */

const struct cli_option options_round_create[] = {
	{"opens", "DAY", N_("the day it opens (today without it)")},
	{"due", "DAY", N_("the day it is due (30 days later without it)")},
	{"ledgers", "LIST", N_("ledgers by their names in commands, divided by commas")},
	{"no-mail", NULL, N_("no reminders")},
	{NULL, NULL, NULL},
};

static const char *days_after(struct ctx *c, const char *iso, long days)
{
	struct date d;

	BUG_IF(!date_from_iso(iso, &d));
	return arena_strdup(c->arena, date_format(c->arena, date_from_days(date_to_days(d) + days),
	                                          DATE_ISO));
}

static const char *lines_of(struct ctx *c, const char *list)
{
	struct text_list parts = text_split(c->arena, list, ",");

	return text_join(c->arena, &parts, "\n");
}

static enum err create(struct cli *cli, struct round_row *round)
{
	struct ctx *c = &cli->ctx;
	const char *ledgers = cli_value(cli, "ledgers");
	struct date opens;

	TRY(cli_day(cli, "opens", &round->opens_on));
	TRY(cli_day(cli, "due", &round->due_on));
	if (!round->opens_on)
		round->opens_on = today(c);
	if (!round->due_on)
		round->due_on = days_after(c, round->opens_on, 30);
	BUG_IF(!date_from_iso(round->opens_on, &opens));
	round->fiscal_year = fiscal_year_of(opens);
	round->ledgers = ledgers ? lines_of(c, ledgers) : round_usual_ledgers(c->arena);
	round->remind = cli_flag(cli, "no-mail") ? NULL : round_all_reminders(c->arena);
	round->remind_days = ROUND_REMIND_DAYS;
	return round_make(c, round, today(c));
}

enum err command_round_create(struct cli *cli)
{
	struct round_row round = {0};
	struct round_tally t;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	round.title = cli->words[0];
	TRY(db_begin(&cli->ctx, DB_WRITE));
	TRY(end(&cli->ctx, create(cli, &round)));
	TRY(db_begin(&cli->ctx, DB_READ));
	TRY(tally(&cli->ctx, &round, &t));
	db_rollback(&cli->ctx);
	if (cli_json(cli))
		cli_print_json(round_json(&round, &t));
	else
		CLI_SAY(cli, N_("Round {1} was made. {2} sections are asked, due on {3}."),
		        number(cli, round.id), number(cli, (int64_t)t.asked), round.due_on);
	return OK;
}

/* --- round show --- */

const struct cli_option options_round_show[] = {{NULL, NULL, NULL}};

static const char *state_word(enum round_state s)
{
	return s == ROUND_DONE ? "done" : s == ROUND_OVERDUE ? "overdue" : "open";
}

static void show_section(struct cli *cli, const struct round_section *s,
                         const struct round_heads *heads, json_t *out)
{
	bool reached = round_reached(heads, s->unit->code);

	json_array_append_new(
		out, json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:b, s:s?}", "unit", s->unit->code,
	                       "name", s->unit->name, "bureau", s->bureau->name, "state",
	                       state_word(s->state), "records", (json_int_t)s->row.records,
	                       "at_once", (json_int_t)s->row.at_once, "mail", (int)reached,
	                       "confirmed_by", s->row.confirmed_by));
	if (!cli_json(cli))
		printf("%-8s %s　%s%s\n", s->unit->code, s->unit->name,
		       msg_find(cli->lang, s->state == ROUND_DONE      ? N_("Gone through")
		                           : s->state == ROUND_OVERDUE ? N_("Overdue")
		                                                       : N_("Not yet")),
		       reached ? ""
		               : arena_printf(cli->ctx.arena, "　（%s）",
		                              msg_find(cli->lang, N_("Not reached by mail"))));
}

static enum err show(struct cli *cli, json_t *out)
{
	struct ctx *c = &cli->ctx;
	struct round_row round;
	struct round_sections all;
	struct round_heads heads;
	struct round_tally t = {0};
	json_t *sections = json_array(), *head;

	TRY(find(cli, cli->words[0], &round));
	TRY(round_sections_load(c, &round, today(c), &all));
	TRY(round_heads_load(c, today(c), &heads));
	for (size_t i = 0; i < all.n; i++) {
		round_tally_add(&t, &all.v[i]);
		show_section(cli, &all.v[i], &heads, sections);
	}
	head = round_json(&round, &t);
	json_object_update(out, head);
	json_decref(head);
	json_object_set_new(out, "sections", sections);
	if (!cli_json(cli))
		CLI_SAY(cli, N_("{1}: {2} of {3} sections have confirmed, {4} are overdue."),
		        round.title, number(cli, (int64_t)t.done), number(cli, (int64_t)t.asked),
		        number(cli, (int64_t)t.overdue));
	return OK;
}

enum err command_round_show(struct cli *cli)
{
	json_t *out = json_object();
	enum err e;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	TRY(db_begin(&cli->ctx, DB_READ));
	e = show(cli, out);
	db_rollback(&cli->ctx);
	if (e == OK && cli_json(cli))
		cli_print_json(json_incref(out));
	json_decref(out);
	return e;
}

/* --- round remind --- */

const struct cli_option options_round_remind[] = {{NULL, NULL, NULL}};

static enum err remind(struct cli *cli, long *ret)
{
	struct round_row round;

	if (!cli->n_words)
		return round_remind(&cli->ctx, NULL, today(&cli->ctx), ret);
	TRY(find(cli, cli->words[0], &round));
	return round_remind(&cli->ctx, &round, today(&cli->ctx), ret);
}

enum err command_round_remind(struct cli *cli)
{
	long written = 0;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 1));
	TRY(db_begin(&cli->ctx, DB_WRITE));
	TRY(end(&cli->ctx, remind(cli, &written)));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:I}", "written", (json_int_t)written));
	else
		CLI_SAY(cli, N_("{1} reminders were written into the outbox."),
		        number(cli, written));
	return OK;
}

/* --- round close --- */

const struct cli_option options_round_close[] = {{NULL, NULL, NULL}};

static enum err close_round(struct cli *cli)
{
	struct round_row round;

	TRY(find(cli, cli->words[0], &round));
	return round_close(&cli->ctx, &round, today(&cli->ctx));
}

enum err command_round_close(struct cli *cli)
{
	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	TRY(db_begin(&cli->ctx, DB_WRITE));
	TRY(end(&cli->ctx, close_round(cli)));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:b}", "closed", 1));
	else
		CLI_SAY(cli, N_("The round {1} is closed."), cli->words[0]);
	return OK;
}
