#include "ledger/find.h"

#include "gen/queries.h"
#include "ledger/ledgers.h"
#include "record/list.h"
#include "search/search.h"

#include <inttypes.h>
#include <string.h>

static const struct record_kind *ledger_of_table(const char *table)
{
	for (size_t i = 0; i < n_ledgers; i++)
		if (strcmp(ledgers[i]->table, table) == 0)
			return ledgers[i];
	BUG("a kind of the search that is no ledger");
}

static enum err rows(struct ctx *c, const struct search_kind *kind, int64_t since,
                     struct search_units_out **ret, size_t *ret_n)
{
	const struct record_kind *k = ledger_of_table(kind->code);
	struct search_units_out *out;
	struct record_words *words;

	TRY(record_words_since(c, k, since, &words, ret_n));
	out = ARENA_ARRAY(c->arena, *ret_n, struct search_units_out);
	for (size_t i = 0; i < *ret_n; i++)
		out[i] = (struct search_units_out){
			.id = words[i].id,
			.unit_id = words[i].unit_id,
			.place = arena_printf(c->arena, "%s|%" PRId64, k->code, words[i].id),
			.title = words[i].title,
			.words = words[i].words,
		};
	*ret = out;
	return OK;
}

void ledger_add_to_search(void)
{
	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k = ledgers[i], *of = record_owner(k)->refers;

		search_add(&(struct search_kind){.code = k->table,
		                                 .label = k->label,
		                                 .see = CAP_READ_LEDGERS,
		                                 .rows = rows,
		                                 .part_of = of ? of->table : "unit"});
	}
}
