#include "cli/cli.h"

#include "base/text.h"
#include "search/search.h"
#include "store/db.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct cli_option options_search[] = {
	{"kind", "KIND",
         N_("only unit, person, audit, judgement, evidence, catalog, item, account, or "
            "ledger_system …")},
	{"all", NULL, N_("all that is found, not only the first 20 of a kind")},
	{"rebuild", NULL, N_("make the index anew, and find nothing")},
	{NULL, NULL, NULL},
};

#define SHOWN 20

static void print_hit(const struct search_hit *hit, const struct search_piece *pieces)
{
	printf("  %s\n    ", hit->title);
	for (; pieces; pieces = pieces->next)
		printf(pieces->found ? "【%s】" : "%s", pieces->text);
	putchar('\n');
}

static enum err search_one(struct cli *cli, const struct search_kind *kind,
                           struct search_words *words, json_t *list)
{
	struct ctx *c = &cli->ctx;
	struct search_hit *hits;
	int64_t all;
	size_t n;

	TRY(search_find(c, kind, words, 0, cli_flag(cli, "all") ? INT64_MAX : SHOWN, &hits, &n,
	                &all));
	if (n && !cli_json(cli))
		printf("%s\n", msg_find(cli->lang, kind->label));
	for (size_t i = 0; i < n; i++)
		if (cli_json(cli))
			json_array_append_new(
				list, json_pack("{s:s, s:I, s:s, s:s}", "kind", kind->code, "id",
			                        (json_int_t)hits[i].id, "title", hits[i].title,
			                        "words", hits[i].words));
		else
			print_hit(&hits[i], search_snippet(c->arena, hits[i].words, words));
	return OK;
}

static enum err search_kinds_asked(struct cli *cli, struct search_words *words, json_t *list)
{
	const char *only = cli_value(cli, "kind");
	const struct search_kind **kinds;
	size_t n;

	if (only && !search_kind_find(only))
		return FAIL(&cli->ctx, ERR_USAGE, N_("There is no kind “{1}”."), only);
	TRY(search_held(&cli->ctx, &kinds, &n));
	for (size_t i = 0; i < n; i++)
		if (!only || strcmp(only, kinds[i]->code) == 0)
			TRY(search_one(cli, kinds[i], words, list));
	return OK;
}

static enum err rebuild(struct ctx *c, void *arg)
{
	(void)arg;
	return search_rebuild(c);
}

static enum err make_anew(struct cli *cli)
{
	TRY(cli_expect_words(cli, 0, 0));
	TRY(db_transaction(&cli->ctx, DB_WRITE, rebuild, NULL));
	if (!cli_json(cli))
		CLI_SAY(cli, N_("The index of the search is made anew."));
	return OK;
}

enum err command_search(struct cli *cli)
{
	struct search_words words;
	json_t *list;
	enum err e;

	TRY(cli_open(cli));
	if (cli_flag(cli, "rebuild"))
		return make_anew(cli);
	TRY(cli_expect_words(cli, 1, 100));
	search_read(&cli->ctx,
	            text_join(cli->ctx.arena, &(struct text_list){cli->words, cli->n_words}, " "),
	            &words);
	list = json_array();
	TRY(db_begin(&cli->ctx, DB_READ));
	e = search_kinds_asked(cli, &words, list);
	db_rollback(&cli->ctx);
	if (e == OK && cli_json(cli))
		cli_print_json(json_incref(list));
	json_decref(list);
	return e;
}
