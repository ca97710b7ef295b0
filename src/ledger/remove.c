#include "ledger/remove.h"

#include "gen/queries.h"
#include "ledger/city.h"
#include "record/edit.h"
#include "record/list.h"

#include <inttypes.h>

static enum err check_field(struct ctx *c, const struct record_kind *k,
                            const struct record_field *f, const char *id)
{
	const struct record_query q = {
		.state = RECORD_ALL, .conditions = {{f, RECORD_OP_IS, id}}, .n = 1};
	const char *reach = c->only_below;
	size_t n;
	enum err e;

	c->only_below = NULL;
	e = record_count(c, k, &q, &n);
	c->only_below = reach;
	TRY(e);
	if (n)
		return FAIL(c, ERR_STATE,
		            N_("{1} records of “{2}” belong to this one or name it. Remove or "
		               "change them first."),
		            arena_printf(c->arena, "%zu", n), msg_find(LANG_JA, k->label));
	return OK;
}

/* Steps of a carry-out or an incident, hand-outs of a rule: they are the record's, and stay. */
static enum err check_steps(struct ctx *c, const struct record_kind *k, int64_t id)
{
	const struct record_followed_in in = {
		.carry_out_id = record_same_kind(k, &ledger_carry_outs) ? id : 0,
		.incident_id = record_same_kind(k, &ledger_incidents) ? id : 0,
		.policy_id = record_same_kind(k, &ledger_policies) ? id : 0,
	};
	struct record_followed_out *followed;

	TRY(q_record_followed(c, &in, &followed));
	return followed->n ? FAIL(c, ERR_STATE,
	                          N_("Steps were taken on this record: it stays. Mark it as gone "
	                             "instead."))
	                   : OK;
}

enum err ledger_remove(struct ctx *c, const struct record_kind *k, const struct record *r)
{
	const struct record_kind *other;
	const char *id = arena_printf(c->arena, "%" PRId64, r->id);

	for (size_t i = 0; i < n_ledgers; i++) {
		TRY(ledger_with_city(c, ledgers[i], true, &other));
		for (size_t f = 0; f < other->n; f++)
			if (other->fields[f].refers && record_same_kind(other->fields[f].refers, k))
				TRY(check_field(c, other, &other->fields[f], id));
	}
	TRY(check_steps(c, k, r->id));
	return record_remove(c, k, r);
}
