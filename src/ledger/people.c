#include "ledger/people.h"

#include "ledger/city.h"
#include "record/list.h"

#include <inttypes.h>

struct found {
	struct ledger_naming *v;
	size_t n, room;
};

static enum err add(struct ctx *c, const struct record_kind *k, size_t field,
                    const struct record_query *q, struct found *all)
{
	struct record *records;
	size_t n;

	TRY(record_list(c, k, q, &records, &n));
	if (all->n + n > all->room) {
		size_t room = (all->n + n) * 2;

		all->v = arena_grow(c->arena, all->v, all->room * sizeof(*all->v),
		                    room * sizeof(*all->v));
		all->room = room;
	}
	for (size_t i = 0; i < n; i++)
		all->v[all->n++] = (struct ledger_naming){k, field, records[i]};
	return OK;
}

static enum err find(struct ctx *c, unsigned flags, enum record_op op, const char *value,
                     struct ledger_naming **ret, size_t *ret_n)
{
	struct found all = {.n = 0};

	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k;

		TRY(ledger_with_city(c, ledgers[i], false, &k));
		for (size_t f = 0; f < k->n; f++) {
			struct record_query q = {.conditions = {{&k->fields[f], op, value}},
			                         .n = 1};

			if (k->fields[f].type == RECORD_PERSON &&
			    (k->fields[f].flags & flags) == flags)
				TRY(add(c, k, f, &q, &all));
		}
	}
	*ret = all.v;
	*ret_n = all.n;
	return OK;
}

enum err ledger_naming_person(struct ctx *c, int64_t person_id, struct ledger_naming **ret,
                              size_t *ret_n)
{
	return find(c, 0, RECORD_OP_IS, arena_printf(c->arena, "@%" PRId64, person_id), ret, ret_n);
}

enum err ledger_held_by_leavers(struct ctx *c, struct ledger_naming **ret, size_t *ret_n)
{
	return find(c, RECORD_HELD, RECORD_OP_LEFT, NULL, ret, ret_n);
}
