#include "ledger/find.h"

#include "gen/queries.h"
#include "ledger/city.h"
#include "record/list.h"
#include "search/search.h"

#include <inttypes.h>

static enum err rows(struct ctx *c, const struct search_kind *kind, int64_t since,
                     struct search_units_out **ret, size_t *ret_n)
{
	const struct record_kind *k;
	struct search_units_out *out;
	struct record_words *words;

	TRY(ledger_with_city(c, ledger_of_table(kind->code), false, &k));
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
