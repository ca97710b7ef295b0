/* Rules over trainings, promises and findings of earlier audits. */
#include "ledger/rules_internal.h"

#include "base/date.h"

#include <stdlib.h>

/* --- trainings --- */

static const struct record_kind *const heads = &ledger_training_heads;

static int64_t number(const char *value)
{
	return value ? strtoll(value, NULL, 10) : 0;
}

/* Of this fiscal year or the last one, and over: earlier ones can no longer be mended. */
static bool is_judged(const struct rule_run *run, const struct record *training)
{
	const struct record_kind *k = &ledger_trainings;
	const char *year = rule_value(k, training, "year");
	struct date today;
	int now;

	if (!year || !date_from_iso(run->today, &today))
		return false;
	now = fiscal_year_of(today);
	if (number(year) == now)
		return rule_past(run, rule_value(k, training, "held_on"));
	return number(year) == now - 1;
}

static const struct record *training_of(const struct rule_run *run, const struct record *head)
{
	const struct record *r = map_get(&rule_records(run, &ledger_trainings)->by_id,
	                                 rule_value(heads, head, "training"));

	return r && is_judged(run, r) ? r : NULL;
}

/* Even counting twice who came twice: not more than that can have attended. */
static void look_below_target(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, heads, r) {
		const char *persons = rule_value(heads, r, "persons");
		const char *came = persons ? persons : rule_value(heads, r, "attended");
		int64_t all = number(rule_value(heads, r, "entitled"));

		if (came && all && training_of(run, r) && number(came) * 100 < all * run->limit)
			RULE_FINDS(run, heads, r, rule_text(run, came), rule_number(run, all),
			          rule_percent(run, number(came), all));
	}
}

const struct rule rule_training_below_target = {
	.code = "training-below-target",
	.label = N_("Training below target"),
	.criterion = N_("Those who are to attend a training do so."),
	.found = N_("{1} of {2} attended at most ({3} %)."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Per cent of the staff that are to attend"),
	.limit = 80,
	.reads = RULE_READS(&ledger_trainings, &ledger_training_heads),
	.look = look_below_target,
};

static void look_rate(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, heads, r) {
		const char *attended = rule_value(heads, r, "attended");

		if (attended && !rule_value(heads, r, "persons") && training_of(run, r))
			RULE_FINDS(run, heads, r, rule_text(run, attended));
	}
}

const struct rule rule_training_rate_unknown = {
	.code = "training-rate-unknown",
	.label = N_("Persons who attended unknown"),
	.criterion = N_("It is known how many persons attended, each counted once."),
	.found = N_("{1} attendances, who came twice counted twice: how many persons is not "
	            "known."),
	.severity = GRAVITY_LOW,
	.unknown = true,
	.reads = RULE_READS(&ledger_trainings, &ledger_training_heads),
	.look = look_rate,
};

static void look_history(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_trainings;

	EACH_RECORD(run, k, r)
		if (rule_is(k, r, "per_person", "no") && is_judged(run, r))
			RULE_NOTES(run, k, r);
}

const struct rule rule_training_history_missing = {
	.code = "training-history-missing",
	.label = N_("No history of attendance"),
	.criterion = N_("Who attended which training is kept person by person."),
	.found = N_("Who attended was not kept: nobody can tell who is still to come."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_trainings),
	.look = look_history,
};

/* --- promises and findings --- */

static const struct record_kind *const promises = &ledger_commitments;

/* When it has to be done next; NULL when no time was set, or it is done. */
static const char *due_on(struct rule_run *run, const struct record *r)
{
	const char *every = rule_value(promises, r, "every");
	const char *done = rule_value(promises, r, "done_on");

	if (every)
		return rule_days_after(run, done ? done : rule_value(promises, r, "said_on"),
		                       strtol(every, NULL, 10));
	return done ? NULL : rule_value(promises, r, "due_on");
}

static void look_lapsed(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, promises, r) {
		const char *due = due_on(run, r);

		if (rule_past(run, rule_days_after(run, due, run->limit)))
			RULE_FINDS(run, promises, r, rule_shown(run, "due_on", due),
			          rule_shown(run, "done_on", rule_value(promises, r, "done_on")));
	}
}

const struct rule rule_commitment_lapsed = {
	.code = "commitment-lapsed",
	.label = N_("Promise not kept"),
	.criterion = N_("What was promised is done in time, and again where it is to be repeated."),
	.found = N_("It was due on {1}; last done: {2}."),
	.severity = GRAVITY_HIGH,
	.limit_label = N_("Days of grace"),
	.limit = 30,
	.reads = RULE_READS(&ledger_commitments),
	.look = look_lapsed,
};

static void look_open(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, promises, r) {
		const char *said = rule_value(promises, r, "said_on");

		if (rule_is(promises, r, "kind", "promise") && !rule_value(promises, r, "every") &&
		    !rule_value(promises, r, "due_on") && !rule_value(promises, r, "done_on") &&
		    rule_past(run, rule_days_after(run, said, run->limit)))
			RULE_FINDS(run, promises, r, rule_shown(run, "said_on", said));
	}
}

const struct rule rule_commitment_open = {
	.code = "commitment-open",
	.label = N_("Promise open, without a date"),
	.criterion = N_("What was promised has a date, or is done before long."),
	.found = N_("It was promised on {1} and is not done, and no date is set for it."),
	.severity = GRAVITY_LOW,
	.limit_label = N_("Days that a promise may stay open without a date"),
	.limit = 92,
	.reads = RULE_READS(&ledger_commitments),
	.look = look_open,
};

static void look_unanswered(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, promises, r) {
		const char *said = rule_value(promises, r, "said_on");

		if (rule_is(promises, r, "kind", "finding") &&
		    !rule_value(promises, r, "replied_on") && !rule_value(promises, r, "done_on") &&
		    rule_past(run, rule_days_after(run, said, run->limit)))
			RULE_FINDS(run, promises, r, rule_shown(run, "said_on", said));
	}
}

const struct rule rule_finding_unanswered = {
	.code = "finding-unanswered",
	.label = N_("Finding without a reply"),
	.criterion = N_("Every finding is answered."),
	.found = N_("It was found on {1}, and no reply is recorded."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Days that a reply may take"),
	.limit = 60,
	.reads = RULE_READS(&ledger_commitments),
	.look = look_unanswered,
};

static void look_unverified(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, promises, r) {
		const char *replied = rule_later(rule_value(promises, r, "replied_on"),
		                                 rule_value(promises, r, "done_on"));

		if (rule_is(promises, r, "kind", "finding") &&
		    !rule_value(promises, r, "verified_on") &&
		    rule_past(run, rule_days_after(run, replied, run->limit)))
			RULE_FINDS(run, promises, r, rule_shown(run, "replied_on", replied));
	}
}

const struct rule rule_finding_unverified = {
	.code = "finding-unverified",
	.label = N_("Finding never verified"),
	.criterion = N_("That a finding was mended is verified."),
	.found = N_("The reply is of {1}; that it was mended was never verified."),
	.severity = GRAVITY_LOW,
	.unknown = true,
	.limit_label = N_("Days after the reply until it is to be verified"),
	.limit = 365,
	.reads = RULE_READS(&ledger_commitments),
	.look = look_unverified,
};
