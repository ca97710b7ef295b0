#include "ledger/remove.h"

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

enum err ledger_remove(struct ctx *c, const struct record_kind *k, const struct record *r)
{
	const char *id = arena_printf(c->arena, "%" PRId64, r->id);

	for (size_t i = 0; i < n_ledgers; i++)
		for (size_t f = 0; f < ledgers[i]->n; f++)
			if (ledgers[i]->fields[f].refers == k)
				TRY(check_field(c, ledgers[i], &ledgers[i]->fields[f], id));
	return record_remove(c, k, r);
}
