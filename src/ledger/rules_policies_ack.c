/*
 * Rules over documents that were handed out: not acknowledged in time, or acknowledged and then not
 * to be found. Each says one thing of a unit, whatever the number of documents: the record of the
 * document belongs to another one.
 */
#include "ledger/policy_readings.h"
#include "ledger/rules_internal.h"

#include <inttypes.h>
#include <string.h>

struct noted {
	int64_t unit_id, n;
	const char *unit, *policies, *last;
};

struct notes {
	struct noted *v; /* a unit each */
	size_t n;
};

static void note(struct rule_run *run, struct notes *all, int64_t unit_id, const char *unit,
                 const char *policy)
{
	struct noted *x = all->v;

	while (x < all->v + all->n && x->unit_id != unit_id)
		x++;
	if (x == all->v + all->n)
		all->v[all->n++] = (struct noted){.unit_id = unit_id, .unit = unit};
	x->n++;
	if (x->last == policy)
		return;
	x->policies = x->policies ? arena_printf(run->c->arena, "%s、%s", x->policies, policy)
	                          : policy;
	x->last = policy;
}

static void say_all(struct rule_run *run, const struct notes *all)
{
	for (size_t i = 0; i < all->n; i++)
		rule_says_of_unit(run, all->v[i].unit_id, all->v[i].unit,
		                  (const char *const[]){rule_text(run, all->v[i].policies),
		                                        rule_number(run, all->v[i].n), NULL});
}

typedef enum err look_fn(struct rule_run *run, const struct distribution_all_out *what,
                         struct notes *all);

static enum err look_at_open(struct rule_run *run, look_fn *look)
{
	struct distribution_all_out *rows;
	struct unit_row *units;
	struct notes all = {NULL, 0};
	size_t n, n_units;

	TRY(q_distribution_all(run->c, &(struct distribution_all_in){.open = true}, &rows, &n));
	TRY(q_unit_all(run->c, &units, &n_units));
	all.v = ARENA_ARRAY(run->c->arena, n_units + 1, struct noted);
	for (size_t i = 0; i < n; i++)
		TRY(look(run, &rows[i], &all));
	say_all(run, &all);
	return OK;
}

/* --- not acknowledged --- */

static enum err look_missing(struct rule_run *run, const struct distribution_all_out *what,
                             struct notes *all)
{
	const struct distribution_recipients_in in = {what->id, run->today, 0};
	struct distribution_recipients_out *who;
	size_t n;

	if (!rule_past(run, rule_days_after(run, what->due_on, run->limit)))
		return OK;
	TRY(q_distribution_recipients(run->c, &in, &who, &n));
	for (size_t i = 0; i < n; i++)
		if (!who[i].acknowledged_on && who[i].unit_id)
			note(run, all, who[i].unit_id, who[i].unit, what->policy);
	return OK;
}

static void look_acknowledgement(struct rule_run *run)
{
	run->failed = look_at_open(run, look_missing);
}

const struct rule rule_acknowledgement_missing = {
	.code = "acknowledgement-missing",
	.label = N_("Rule not acknowledged"),
	.criterion = N_("Who was handed a rule has read and acknowledged it in time."),
	.found = N_("Not acknowledged in time: {1} ({2} acknowledgements are missing)."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Days of grace"),
	.reads = RULE_READS(&ledger_policies),
	.look = look_acknowledgement,
};

/* --- acknowledged and not at hand --- */

static bool acknowledged(const struct distribution_recipients_out *who, size_t n, int64_t unit_id,
                         const char *day)
{
	for (size_t i = 0; i < n; i++)
		if (who[i].unit_id == unit_id && who[i].acknowledged_on &&
		    strcmp(who[i].acknowledged_on, day) <= 0)
			return true;
	return false;
}

static enum err look_at_hand(struct rule_run *run, const struct distribution_all_out *what,
                             struct notes *all)
{
	const struct distribution_recipients_in in = {what->id, run->today, 0};
	struct distribution_recipients_out *who;
	struct not_at_hand_of_out *rows;
	size_t n, n_who;

	TRY(q_not_at_hand_of(run->c, &(struct not_at_hand_of_in){what->id}, &rows, &n));
	TRY(q_distribution_recipients(run->c, &in, &who, &n_who));
	for (size_t i = 0; i < n; i++)
		if (acknowledged(who, n_who, rows[i].unit_id, rows[i].day))
			note(run, all, rows[i].unit_id, rows[i].unit, what->policy);
	return OK;
}

static void look_not_at_hand(struct rule_run *run)
{
	run->failed = look_at_open(run, look_at_hand);
}

const struct rule rule_acknowledged_not_at_hand = {
	.code = "acknowledged-not-at-hand",
	.label = N_("Acknowledged, but not at hand"),
	.criterion = N_("A rule that was acknowledged can be shown at once."),
	.found = N_("Acknowledged, and not to be found at a hearing or visit: {1}. One of the two "
	            "is not so: ask how it was read."),
	.severity = GRAVITY_MIDDLE,
	.contradiction = true,
	.reads = RULE_READS(&ledger_policies),
	.look = look_not_at_hand,
};
