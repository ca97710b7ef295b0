/* Fields that the city adds to its ledgers. */
#include "cli/cli.h"

#include "base/date.h"
#include "base/text.h"
#include "gen/queries.h"
#include "ledger/city.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

#define WHAT_IT_IS                                                                             \
	{"explain", "TEXT", N_("what is to be entered, shown beside the field")},              \
	{"choices", "TEXT", N_("of choice and many: 赤、青; to change them: c1=赤、c2=藍、緑")},   \
	{"required", "yes|no", N_("a record is not stored without it")},                       \
	{"listed", "yes|no", N_("among the columns of the list")},                             \
	{"personal", "yes|no", N_("says something about a person")},                           \
	{"confidential", "yes|no", N_("only for those who edit the ledger, and not in files")}, \
	{"order", "NUMBER", N_("where it stands among the fields of the city")}

const struct cli_option options_field_list[] = {{NULL, NULL, NULL}};
const struct cli_option options_field_add[] = {
        {"type", "TYPE", N_("kind of value; text without it")},
        {"leads-to", "LEDGER", N_("of the type record: the ledger of the other record")},
        WHAT_IT_IS,
        {NULL, NULL, NULL},
};
const struct cli_option options_field_change[] = {
        {"label", "TEXT", N_("what it is called")},
        WHAT_IT_IS,
        {NULL, NULL, NULL},
};
const struct cli_option options_field_retire[] = {{NULL, NULL, NULL}};

struct field_job {
	struct cli *cli;
	struct city_field_row row;
};

static json_t *field_json(struct cli *cli, const struct city_field_row *f)
{
	const char *choices = city_choices_text(cli->ctx.arena, f->choices);

	return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?, "
	                 "s:b, s:b, s:b, s:b, s:I, s:s, s:s?}",
	                 "ledger", f->ledger, "key", f->key, "label", f->label, "type", f->type,
	                 "explain", f->help, "choices", *choices ? choices : NULL,
	                 "leads_to", f->refers,
	                 "required", f->required, "listed", f->listed, "personal", f->personal,
	                 "confidential", f->confidential, "order", (json_int_t)f->sort, "since",
	                 f->since_on, "retired", f->retired_on);
}

/* --- what is asked for --- */

static enum err take_flag(struct cli *cli, const char *option, bool *value)
{
	const char *s = cli_value(cli, option);

	if (s && strcmp(s, "yes") != 0 && strcmp(s, "no") != 0)
		return FAIL(&cli->ctx, ERR_USAGE, N_("--{1} takes yes or no, not “{2}”."), option,
		            s);
	if (s)
		*value = strcmp(s, "yes") == 0;
	return OK;
}

static enum err take_order(struct cli *cli, int64_t *ret)
{
	const char *s = cli_value(cli, "order");
	long n;

	if (s && (!text_to_long(cli->ctx.arena, s, &n) || n < 1))
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("--order takes a number from 1, not “{1}”."), s);
	if (s)
		*ret = n;
	return OK;
}

static enum err take_options(struct cli *cli, struct city_field_row *f)
{
	const char *help = cli_value(cli, "explain"), *choices = cli_value(cli, "choices");

	if (help)
		f->help = text_blank(help) ? NULL : help;
	if (choices)
		TRY(city_choices_read(&cli->ctx, f->choices, choices, &f->choices));
	TRY(take_flag(cli, "required", &f->required));
	TRY(take_flag(cli, "listed", &f->listed));
	TRY(take_flag(cli, "personal", &f->personal));
	TRY(take_flag(cli, "confidential", &f->confidential));
	return take_order(cli, &f->sort);
}

static const char *today(struct cli *cli)
{
	return date_format(cli->ctx.arena, date_in_japan(cli->ctx.now_us), DATE_ISO);
}

/* --- doing it --- */

static enum err add(struct ctx *c, void *arg)
{
	struct field_job *job = arg;
	struct cli *cli = job->cli;
	const char *type = cli_value(cli, "type");

	job->row = (struct city_field_row){.ledger = cli->words[0], .key = cli->words[1],
	                                   .label = text_trim(c->arena, cli->words[2]),
	                                   .type = type ? type : "text",
	                                   .refers = cli_value(cli, "leads-to"),
	                                   .since_on = today(cli)};
	TRY(take_options(cli, &job->row));
	return city_field_add(c, &job->row);
}

static enum err change(struct ctx *c, void *arg)
{
	struct field_job *job = arg;
	struct city_field_row *before;
	const char *label = cli_value(job->cli, "label");

	TRY(city_field_find(c, job->cli->words[0], job->cli->words[1], &before));
	job->row = *before;
	if (label)
		job->row.label = text_trim(c->arena, label);
	TRY(take_options(job->cli, &job->row));
	return city_field_change(c, before, &job->row);
}

static enum err retire(struct ctx *c, void *arg)
{
	struct field_job *job = arg;
	struct city_field_row *before;

	TRY(city_field_find(c, job->cli->words[0], job->cli->words[1], &before));
	job->row = *before;
	job->row.retired_on = today(job->cli);
	return city_field_retire(c, before, job->row.retired_on);
}

static enum err run(struct cli *cli, size_t words, enum err (*what)(struct ctx *, void *),
                    const char *said)
{
	struct field_job job = {.cli = cli};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, words, words));
	TRY(db_transaction(&cli->ctx, DB_WRITE, what, &job));
	if (cli_json(cli))
		cli_print_json(field_json(cli, &job.row));
	else
		CLI_SAY(cli, said, job.row.label, job.row.key);
	return OK;
}

enum err command_field_add(struct cli *cli)
{
	return run(cli, 3, add, N_("The field “{1}” ({2}) was added."));
}

enum err command_field_change(struct cli *cli)
{
	return run(cli, 2, change, N_("The field “{1}” ({2}) was changed."));
}

enum err command_field_retire(struct cli *cli)
{
	return run(cli, 2, retire, N_("The field “{1}” ({2}) was retired. Its values stay."));
}

/* --- the list --- */

struct listed {
	const char *ledger; /* NULL = all */
	struct city_field_row *v;
	size_t n;
};

static enum err list(struct ctx *c, void *arg)
{
	struct listed *l = arg;

	if (l->ledger && !ledger_find(l->ledger))
		return FAIL(c, ERR_NOT_FOUND, N_("There is no ledger “{1}”."), l->ledger);
	return city_fields_list(c, l->ledger, &l->v, &l->n);
}

static void print_field(struct cli *cli, const struct city_field_row *f)
{
	struct arena *a = cli->ctx.arena;
	enum record_type type = RECORD_TEXT;

	(void)record_type_parse(f->type, &type);
	printf("%s\t%s\t%s\t%s%s%s\n", f->ledger, f->key, f->label,
	       msg_find(cli->lang, record_type_word(type)),
	       f->choices ? arena_printf(a, "（%s）", city_choices_text(a, f->choices)) : "",
	       f->retired_on ? msg_format(a, cli->lang, N_(" retired on {1}"),
	                                  (const char *const[]){f->retired_on, NULL})
	                     : "");
}

enum err command_field_list(struct cli *cli)
{
	struct listed l = {.n = 0};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 1));
	l.ledger = cli->n_words ? cli->words[0] : NULL;
	TRY(db_transaction(&cli->ctx, DB_READ, list, &l));
	if (cli_json(cli)) {
		json_t *all = json_array();

		for (size_t i = 0; i < l.n; i++)
			json_array_append_new(all, field_json(cli, &l.v[i]));
		cli_print_json(all);
		return OK;
	}
	for (size_t i = 0; i < l.n; i++)
		print_field(cli, &l.v[i]);
	return OK;
}
