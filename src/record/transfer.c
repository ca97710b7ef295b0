#include "record/transfer.h"

#include "org/person.h"
#include "org/succession.h"
#include "record/edit.h"
#include "record/list.h"

#include <inttypes.h>

enum err transfer_heirs(struct ctx *c, int64_t unit_id, struct transfer_heirs *ret)
{
	const char *day = day_today(c);
	struct succession s;

	*ret = (struct transfer_heirs){0};
	TRY(succession_load(c, &s));
	ret->all = succession_count(&s, unit_id, day);
	if (!ret->all)
		return OK;
	return succession_on(c, unit_id, day, &ret->units, &ret->n);
}

enum err transfer_waiting(struct ctx *c, const struct record_kind *k, int64_t unit_id,
                          struct record **ret, size_t *ret_n)
{
	const struct record_query q = {
		.conditions = {{record_owner(k), RECORD_OP_IS,
	                        arena_printf(c->arena, "%" PRId64, unit_id)}},
		.n = 1};

	*ret_n = 0;
	return record_owner(k)->type == RECORD_UNIT ? record_list(c, k, &q, ret, ret_n) : OK;
}

enum err transfer_check(struct ctx *c, const struct transfer_heirs *heirs, int64_t to)
{
	for (size_t i = 0; i < heirs->n; i++)
		if (heirs->units[i].id == to)
			return OK;
	return FAIL(c, ERR_INVALID,
	            N_("Only a unit that came after the closed one can take over from it."));
}

enum err transfer_record(struct ctx *c, const struct record_kind *k, const struct record *r,
                         int64_t to)
{
	struct record_transfer_row row = {.ledger = k->code, .record_id = r->id, .to_unit_id = to,
	                                  .day = day_today(c)};
	struct record after = record_copy(c->arena, k, r);

	TRY(record_unit(c, k, r, &row.from_unit_id));
	after.v[0] = arena_printf(c->arena, "%" PRId64, to);
	TRY(record_store(c, k, r, &after));
	return record_transfer_insert(c, &row);
}
