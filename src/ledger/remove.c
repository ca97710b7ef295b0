#include "ledger/remove.h"

#include "gen/queries.h"
#include "ledger/ledgers.h"
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

/* A report, a request, a rule handed out: what people did with it stays. */
static enum err check_steps(struct ctx *c, const struct record_kind *k, int64_t id)
{
	const struct steps_behind_in in = {
		.incident_id = k == &ledger_incidents ? id : 0,
		.carry_out_id = k == &ledger_carry_outs ? id : 0,
		.policy_id = k == &ledger_policies ? id : 0};
	struct steps_behind_out *found;

	TRY(q_steps_behind(c, &in, &found));
	if (found->n)
		return FAIL(c, ERR_STATE,
		            N_("It was reported, requested or handed out, and that stays on "
		               "record. Mark it as gone instead."));
	return OK;
}

enum err ledger_remove(struct ctx *c, const struct record_kind *k, const struct record *r)
{
	const char *id = arena_printf(c->arena, "%" PRId64, r->id);

	for (size_t i = 0; i < n_ledgers; i++)
		for (size_t f = 0; f < ledgers[i]->n; f++)
			if (ledgers[i]->fields[f].refers == k)
				TRY(check_field(c, ledgers[i], &ledgers[i]->fields[f], id));
	TRY(check_steps(c, k, r->id));
	return record_remove(c, k, r);
}
