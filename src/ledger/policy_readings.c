#include "ledger/policy_readings.h"

#include "ledger/ledgers.h"
#include "org/person.h"
#include "record/edit.h"

#include <string.h>

static enum err end_earlier(struct ctx *c, int64_t policy_id)
{
	struct distribution_all_out *rows;
	size_t n;

	TRY(q_distribution_all(c, &(struct distribution_all_in){policy_id, true}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct policy_distribution_row *before, after;

		TRY(policy_distribution_get(c, rows[i].id, &before));
		after = *before;
		after.closed_on = day_today(c);
		TRY(policy_distribution_update(c, before, &after));
	}
	return OK;
}

enum err policy_distribute(struct ctx *c, const struct distribution_new *what, int64_t *ret_id)
{
	const struct record_kind *k = &ledger_policies;
	struct policy_distribution_row row = {
		.policy_id = what->policy_id, .changes = what->changes, .link = what->link,
		.heads_only = what->heads_only, .due_on = what->due_on,
		.distributed_on = day_today(c)};
	struct record policy;

	TRY(record_get(c, k, what->policy_id, &policy));
	row.revised_on = policy.v[record_field_index(k, "revised_on")];
	TRY(end_earlier(c, what->policy_id));
	TRY(policy_distribution_insert(c, &row));
	for (size_t i = 0; i < what->n_units; i++) {
		struct policy_distribution_unit_row unit = {.distribution_id = row.id,
		                                            .unit_code = what->unit_codes[i]};

		TRY(policy_distribution_unit_insert(c, &unit));
	}
	*ret_id = row.id;
	return OK;
}

static enum err recipient(struct ctx *c, const struct who *who, int64_t id,
                          struct distribution_recipients_out **ret)
{
	const struct distribution_recipients_in in = {id, day_today(c), who->account_id};
	struct distribution_recipients_out *rows;
	size_t n;

	TRY(q_distribution_recipients(c, &in, &rows, &n));
	*ret = n ? rows : NULL;
	return OK;
}

enum err policy_acknowledge(struct ctx *c, const struct who *who, int64_t id)
{
	struct policy_acknowledgement_row row = {.distribution_id = id,
	                                         .account_id = who->account_id,
	                                         .acknowledged_on = day_today(c)};
	struct distribution_recipients_out *me;

	TRY(recipient(c, who, id, &me));
	if (!me)
		return FAIL(c, ERR_NOT_FOUND, N_("There is nothing of that kind for you to read."));
	return me->acknowledged_on ? OK : policy_acknowledgement_insert(c, &row);
}

enum err policy_note_not_at_hand(struct ctx *c, struct policy_not_at_hand_row *row)
{
	struct not_at_hand_of_out *noted;
	size_t n;

	TRY(q_not_at_hand_of(c, &(struct not_at_hand_of_in){row->distribution_id}, &noted, &n));
	for (size_t i = 0; i < n; i++)
		if (noted[i].unit_id == row->unit_id && strcmp(noted[i].day, row->day) == 0)
			return FAIL(c, ERR_CONFLICT,
			            N_("That section is noted for that day already."));
	return policy_not_at_hand_insert(c, row);
}

enum err policy_readings(struct ctx *c, const struct who *who, bool to_do,
                         struct policy_reading **ret)
{
	struct distribution_all_out *rows;
	struct policy_reading *first = NULL, **last = &first;
	size_t n;

	TRY(q_distribution_all(c, &(struct distribution_all_in){.open = true}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct distribution_recipients_out *me;
		struct policy_reading *one;

		TRY(recipient(c, who, rows[i].id, &me));
		if (!me || (to_do && me->acknowledged_on))
			continue;
		one = ARENA_NEW(c->arena, struct policy_reading);
		*one = (struct policy_reading){&rows[i], me->acknowledged_on, NULL};
		*last = one;
		last = &one->next;
	}
	*ret = first;
	return OK;
}
