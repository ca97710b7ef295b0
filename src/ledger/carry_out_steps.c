#include "ledger/carry_out_steps.h"

#include "base/date.h"
#include "ledger/ledgers.h"
#include "org/held.h"
#include "org/person.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define REIWA_BEGAN 2019
#define ALL 100000

static const struct record_kind *const kind = &ledger_carry_outs;

/* --- states --- */

const char *carry_out_state_label(enum carry_out_state s)
{
	static const char *const labels[] = {
#define X(id, label) label,
		CARRY_OUT_STATES(X)
#undef X
	};

	return labels[s];
}

static bool past(const char *day, const char *today)
{
	return day && strcmp(day, today) < 0;
}

enum carry_out_state carry_out_state_of(const struct carry_out_seen_out *k, const char *today)
{
	bool begun = k->from_on && strcmp(k->from_on, today) <= 0;

	if (k->refused_on)
		return CARRY_OUT_REFUSED;
	if (k->returned_on)
		return CARRY_OUT_RETURNED;
	if (k->gone_on)
		return CARRY_OUT_WITHDRAWN;
	if (k->brought)
		return CARRY_OUT_BROUGHT;
	if (!k->approved_on)
		return begun || past(k->due_on, today) ? CARRY_OUT_UNAPPROVED : CARRY_OUT_WAITS;
	if (past(k->due_on, today))
		return CARRY_OUT_OVERDUE;
	return begun || !k->from_on ? CARRY_OUT_OUT : CARRY_OUT_APPROVED;
}

bool carry_out_approved_late(const struct carry_out_seen_out *k)
{
	return k->approved_on && past(k->from_on, k->approved_on);
}

/* --- who --- */

enum err carry_out_part(struct ctx *c, const struct who *who, const struct carry_out_seen_out *k,
                        struct carry_out_part *ret)
{
	struct heads_besides_in in = {k->unit_id, who->account_id, day_today(c)};
	bool open = !k->refused_on && !k->gone_on && !k->returned_on;
	struct heads_besides_out *others;
	struct carry_out_part p = {.own = k->requester == who->account_id};

	TRY(heads_unit(c, who, k->unit_id, &p.heads));
	TRY(q_heads_besides(c, &in, &others));
	p.approve = p.heads && open && !k->approved_on && (!p.own || !others->n);
	p.refuse = p.heads && open && !k->approved_on;
	p.withdraw = p.own && open && !k->approved_on && !k->brought;
	p.bring = p.own && open && !k->brought &&
	          carry_out_state_of(k, day_today(c)) != CARRY_OUT_WAITS;
	p.confirm = p.heads && open && (k->approved_on || k->brought) && (!p.own || !others->n);
	*ret = p;
	return OK;
}

static enum err not_found(struct ctx *c)
{
	return FAIL(c, ERR_NOT_FOUND, N_("There is no such carry-out, or it is not yours to see."));
}

enum err carry_out_find(struct ctx *c, const struct who *who, int64_t id,
                        struct carry_out_seen_out **ret, struct carry_out_part *ret_part)
{
	const struct carry_out_seen_in in = {.id = id, .n = 1};
	struct carry_out_seen_out *rows;
	size_t n = 0;

	if (id > 0)
		TRY(q_carry_out_seen(c, &in, &rows, &n));
	if (!n)
		return not_found(c);
	TRY(carry_out_part(c, who, rows, ret_part));
	if (!ret_part->own && !ret_part->heads)
		return not_found(c);
	*ret = rows;
	return OK;
}

static bool is_among(const struct carry_out_seen_out *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return true;
	return false;
}

enum err carry_outs_headed(struct ctx *c, const struct who *who, bool open,
                           struct carry_out_seen_out **ret, size_t *ret_n)
{
	struct carry_out_seen_out *all = NULL, *rows;
	const char *const *codes;
	size_t n_all = 0, n_before, n_codes, n;

	TRY(units_headed(c, who, &codes, &n_codes));
	for (size_t k = 0; k < n_codes; k++) {
		const struct carry_out_seen_in in = {.unit_code = codes[k], .open = open, .n = ALL};

		TRY(q_carry_out_seen(c, &in, &rows, &n));
		all = arena_grow(c->arena, all, n_all * sizeof(*all), (n_all + n) * sizeof(*all));
		n_before = n_all;
		for (size_t i = 0; i < n; i++)
			if (!is_among(all, n_before, rows[i].id))
				all[n_all++] = rows[i];
	}
	*ret = all;
	*ret_n = n_all;
	return OK;
}

/* --- steps --- */

static void set(struct record *r, const char *field, const char *value)
{
	r->v[record_field_index(kind, field)] = value;
}

static enum err add_step(struct ctx *c, const struct who *who, int64_t id, const char *step,
                         const char *reason, bool own)
{
	struct carry_out_step_row row = {.carry_out_id = id, .step = step, .reason = reason,
	                                 .own = own, .account_id = who->account_id,
	                                 .at_us = c->now_us};

	return carry_out_step_insert(c, &row);
}

static enum err next_number(struct ctx *c, const char **ret)
{
	const char *begin = arena_printf(
		c->arena, "申R%d-", fiscal_year_of(date_in_japan(c->now_us)) - REIWA_BEGAN + 1);
	struct carry_out_last_number_in in = {arena_printf(c->arena, "%s____", begin)};
	struct carry_out_last_number_out *last;
	long n = 0;

	TRY(q_carry_out_last_number(c, &in, &last));
	if (last)
		n = strtol(last->no + strlen(begin), NULL, 10);
	*ret = arena_printf(c->arena, "%s%04ld", begin, n + 1);
	return OK;
}

static enum err unit_of(struct ctx *c, const struct who *who, const char **ret)
{
	struct unit_row *unit = NULL;

	if (who->unit_code)
		TRY(q_unit_seen_on(
			c, &(struct unit_seen_on_in){who->unit_code, day_today(c)}, &unit));
	if (!unit)
		return FAIL(c, ERR_STATE,
		            N_("Your account belongs to no section. Ask the audit secretariat."));
	*ret = arena_printf(c->arena, "%" PRId64, unit->id);
	return OK;
}

enum err carry_out_request(struct ctx *c, const struct who *who, struct record *r,
                           struct record_faults *faults)
{
	static const char *const later[] = {"approved_on", "approver",    "blanket",
	                                    "together",    "refused_on",  "refusal",
	                                    "returned_on", "confirmed_by"};
	const char *unit, *number;

	TRY(unit_of(c, who, &unit));
	TRY(next_number(c, &number));
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		set(r, later[i], NULL);
	set(r, "unit", unit);
	set(r, "no", number);
	set(r, "person", who->name);
	set(r, "requested_on", day_today(c));
	TRY(record_put(c, kind, NULL, r, faults));
	return add_step(c, who, r->id, "requested", NULL, true);
}

/* The record with what the account may do, for a change. */
static enum err take(struct ctx *c, const struct who *who, int64_t id, struct record *ret,
                     struct carry_out_part *ret_part, struct carry_out_seen_out **ret_seen)
{
	TRY(carry_out_find(c, who, id, ret_seen, ret_part));
	return record_get(c, kind, id, ret);
}

static enum err must(struct ctx *c, bool may)
{
	if (may)
		return OK;
	return FAIL(c, ERR_STATE,
	            N_("This cannot be done (any more), or not by you: look at how it stands "
	               "now."));
}

static enum err approve_one(struct ctx *c, const struct who *who, int64_t id, const char *together)
{
	struct carry_out_seen_out *seen;
	struct carry_out_part part;
	struct record before, after;

	TRY(take(c, who, id, &before, &part, &seen));
	TRY(must(c, part.approve));
	after = record_copy(c->arena, kind, &before);
	set(&after, "approved_on", day_today(c));
	set(&after, "approver", who->name);
	set(&after, "together", together);
	TRY(record_store(c, kind, &before, &after));
	return add_step(c, who, id, "approved", NULL, part.own);
}

enum err carry_out_approve(struct ctx *c, const struct who *who, const int64_t *ids, size_t n)
{
	const char *together = n > 1 ? arena_printf(c->arena, "%zu", n) : NULL;

	for (size_t i = 0; i < n; i++)
		TRY(approve_one(c, who, ids[i], together));
	return OK;
}

/* What was refused is gone from the ledger: it was never carried out. */
enum err carry_out_refuse(struct ctx *c, const struct who *who, int64_t id, const char *reason)
{
	struct carry_out_seen_out *seen;
	struct carry_out_part part;
	struct record before, after;

	TRY(take(c, who, id, &before, &part, &seen));
	TRY(must(c, part.refuse));
	after = record_copy(c->arena, kind, &before);
	set(&after, "refused_on", day_today(c));
	set(&after, "refusal", reason);
	after.gone_on = day_today(c);
	TRY(record_store(c, kind, &before, &after));
	return add_step(c, who, id, "refused", reason, part.own);
}

enum err carry_out_withdraw(struct ctx *c, const struct who *who, int64_t id)
{
	struct carry_out_seen_out *seen;
	struct carry_out_part part;
	struct record before, after;

	TRY(take(c, who, id, &before, &part, &seen));
	TRY(must(c, part.withdraw));
	after = record_copy(c->arena, kind, &before);
	after.gone_on = day_today(c);
	TRY(record_store(c, kind, &before, &after));
	return add_step(c, who, id, "withdrawn", NULL, true);
}

enum err carry_out_bring(struct ctx *c, const struct who *who, int64_t id)
{
	struct carry_out_seen_out *seen;
	struct carry_out_part part;

	TRY(carry_out_find(c, who, id, &seen, &part));
	TRY(must(c, part.bring));
	return add_step(c, who, id, "brought", NULL, true);
}

static enum err day_brought(struct ctx *c, int64_t id, const char **ret)
{
	struct carry_out_steps_of_out *steps;
	size_t n;

	TRY(q_carry_out_steps_of(c, &(struct carry_out_steps_of_in){id}, &steps, &n));
	*ret = day_today(c);
	for (size_t i = 0; i < n; i++)
		if (strcmp(steps[i].step, "brought") == 0)
			*ret = arena_strdup(c->arena, date_format(c->arena,
			                                          date_in_japan(steps[i].at_us),
			                                          DATE_ISO));
	return OK;
}

enum err carry_out_confirm(struct ctx *c, const struct who *who, int64_t id)
{
	struct carry_out_seen_out *seen;
	struct carry_out_part part;
	struct record before, after;
	const char *day;

	TRY(take(c, who, id, &before, &part, &seen));
	TRY(must(c, part.confirm));
	TRY(day_brought(c, id, &day));
	after = record_copy(c->arena, kind, &before);
	set(&after, "returned_on", day);
	set(&after, "confirmed_by", who->name);
	TRY(record_store(c, kind, &before, &after));
	return add_step(c, who, id, "confirmed", NULL, part.own);
}
