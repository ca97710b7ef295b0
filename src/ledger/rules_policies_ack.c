/* The rule over rules that were handed out: who was to acknowledge one and has not. */
#include "ledger/policy_readings.h"
#include "ledger/rules_internal.h"

#include <inttypes.h>

struct lacking {
	int64_t unit_id, n;
	const char *unit, *policies, *last;
};

static void count(struct rule_run *run, struct lacking *all, size_t *n,
                  const struct distribution_all_out *d,
                  const struct distribution_recipients_out *who)
{
	struct lacking *l = NULL;
	size_t i = 0;

	while (i < *n && all[i].unit_id != who->unit_id)
		i++;
	l = &all[i];
	if (i == *n)
		all[(*n)++] = (struct lacking){.unit_id = who->unit_id, .unit = who->unit};
	l->n++;
	if (l->last == d->policy)
		return;
	l->policies = l->policies ? arena_printf(run->c->arena, "%s、%s", l->policies, d->policy)
	                          : d->policy;
	l->last = d->policy;
}

static enum err look(struct rule_run *run)
{
	struct distribution_all_out *rows;
	struct lacking *all;
	struct unit_row *units;
	size_t n, n_units, n_all = 0;

	TRY(q_distribution_all(run->c, &(struct distribution_all_in){.open = true}, &rows, &n));
	TRY(q_unit_all(run->c, &units, &n_units));
	all = ARENA_ARRAY(run->c->arena, n_units + 1, struct lacking);
	for (size_t i = 0; i < n; i++) {
		const struct distribution_recipients_in in = {rows[i].id, run->today, 0};
		struct distribution_recipients_out *who;
		size_t n_who;

		if (!rule_past(run, rule_days_after(run, rows[i].due_on, run->limit)))
			continue;
		TRY(q_distribution_recipients(run->c, &in, &who, &n_who));
		for (size_t k = 0; k < n_who; k++)
			if (!who[k].acknowledged_on && who[k].unit_id)
				count(run, all, &n_all, &rows[i], &who[k]);
	}
	for (size_t i = 0; i < n_all; i++)
		rule_says_of_unit(run, all[i].unit_id, all[i].unit,
		                  (const char *const[]){rule_text(run, all[i].policies),
		                                        rule_number(run, all[i].n), NULL});
	return OK;
}

static void look_acknowledgement(struct rule_run *run)
{
	run->failed = look(run);
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
