/* Rules over the city's rules: older than those above, without a clause, without measures. */
#include "ledger/rules_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct record_kind *const policies = &ledger_policies;
static const struct record_kind *const clauses = &ledger_policy_clauses;

#define DEPTH_MAX 8 /* rules above each other; more are a circle */

static const struct record *above(const struct rule_run *run, const struct record *policy)
{
	const char *upper = rule_value(policies, policy, "upper");

	return upper ? map_get(&rule_records(run, policies)->by_id, upper) : NULL;
}

/* --- older than a rule above --- */

static const char *changed_on(const struct record *policy)
{
	return rule_later(rule_value(policies, policy, "enacted_on"),
	                  rule_value(policies, policy, "revised_on"));
}

/* The last change of a rule above, those to come aside. */
static const char *changed_above(const struct rule_run *run, const struct record *policy)
{
	const char *last = NULL;

	for (int depth = 0; depth < DEPTH_MAX && (policy = above(run, policy)) != NULL; depth++) {
		const char *on = changed_on(policy);

		if (on && strcmp(on, run->today) <= 0)
			last = rule_later(last, on);
	}
	return last;
}

static void look_older(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, policies, r) {
		const char *upper = changed_above(run, r);
		const char *seen = rule_value(policies, r, "reviewed_on");

		seen = rule_later(changed_on(r), seen);
		if (seen && upper && strcmp(seen, upper) < 0 &&
		    rule_past(run, rule_days_after(run, upper, run->limit)))
			RULE_FINDS(run, policies, r, rule_shown(run, "revised_on", seen),
			          rule_shown(run, "revised_on", upper));
	}
}

const struct rule rule_rule_older = {
	.code = "rule-older",
	.label = N_("Rule older than the one above"),
	.criterion = N_("When a rule changes, those below are reviewed."),
	.found = N_("It was last seen to on {1}, a rule above it changed on {2}. Review it, and "
	            "enter the day."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Days that the review may take"),
	.limit = 90,
	.reads = RULE_READS(&ledger_policies),
	.look = look_older,
};

/* --- systems without a rule --- */

static bool is_large(const struct rule_run *run, const struct record *system)
{
	const char *pcs = rule_value(&ledger_systems, system, "pcs");

	return rule_is(&ledger_systems, system, "personal", "yes") && pcs &&
	       strtol(pcs, NULL, 10) >= run->limit;
}

static void look_own_missing(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r)
		if ((system_is_important(run, r) || is_large(run, r)) && !system_led_outside(r) &&
		    !rule_with(run, policies, "system", rule_id(run, r), NULL))
			RULE_NOTES(run, &ledger_systems, r);
}

const struct rule rule_own_rule_missing = {
	.code = "own-rule-missing",
	.label = N_("System without a rule of its own"),
	.criterion = N_("An important or large system has a rule of its own."),
	.found = N_("No rule of the city is recorded for this system, which is important or large. "
	            "Make one, or enter the one that is there."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("PCs from which a system with personal information counts as large"),
	.limit = 20,
	.reads = RULE_READS(&ledger_systems, &ledger_assets, &ledger_policies),
	.look = look_own_missing,
	.excepted = "規程",
};

/* --- clauses that are missing --- */

/* Several rules of one system complete each other: the first one answers for all. */
static bool answers(const struct rule_run *run, const struct record *policy)
{
	const struct record *r;
	const char *system = rule_value(policies, policy, "system");

	if (!rule_is(policies, policy, "level", "own"))
		return false;
	EACH_WITH(run, policies, "system", system, r)
		if (r->id < policy->id && rule_is(policies, r, "level", "own"))
			return false;
	return true;
}

static long days_of(const struct record *clause)
{
	const char *every = rule_value(clauses, clause, "every");

	return every ? strtol(every, NULL, 10) : 0;
}

/* Where the clause above sets an interval, the one below sets one that is not longer. */
static bool fulfils(const struct record *clause, const struct record *demand)
{
	return !days_of(demand) || (days_of(clause) && days_of(clause) <= days_of(demand));
}

static bool same_subject(const struct record *x, const struct record *y)
{
	const char *a = rule_value(clauses, x, "subject_other");
	const char *b = rule_value(clauses, y, "subject_other");

	return strcmp(rule_value(clauses, x, "subject"), rule_value(clauses, y, "subject")) == 0 &&
	       strcmp(a ? a : "", b ? b : "") == 0;
}

static bool policy_fulfils(const struct rule_run *run, const struct record *policy,
                           const struct record *demand)
{
	const struct record *r;

	EACH_WITH(run, clauses, "policy", rule_id(run, policy), r)
		if (same_subject(r, demand) && clause_holds(run, r) && fulfils(r, demand))
			return true;
	return false;
}

static bool is_fulfilled(const struct rule_run *run, const struct record *policy,
                         const struct record *demand)
{
	const struct record *r;
	const char *system = rule_value(policies, policy, "system");

	EACH_WITH(run, policies, "system", system, r)
		if (rule_is(policies, r, "level", "own") && policy_fulfils(run, r, demand))
			return true;
	return policy_fulfils(run, policy, demand);
}

static const char *subject_of(struct rule_run *run, const struct record *clause)
{
	const char *other = rule_value(clauses, clause, "subject_other");

	return other ? other
	             : record_value_show(run->c->arena, LANG_JA,
	                                 record_field_find(clauses, "subject"),
	                                 rule_value(clauses, clause, "subject"));
}

/* What a rule above demands is told: it is addressed to those below. */
static const char *unfulfilled(struct rule_run *run, const struct record *policy)
{
	const struct record *up = policy, *r;
	const char *list = NULL;

	for (int depth = 0; depth < DEPTH_MAX && (up = above(run, up)) != NULL; depth++)
		EACH_WITH(run, clauses, "policy", rule_id(run, up), r) {
			const char *subject;

			if (!rule_is(clauses, r, "below", "yes") || !clause_holds(run, r) ||
			    is_fulfilled(run, policy, r))
				continue;
			subject = subject_of(run, r);
			list = list ? arena_printf(run->c->arena, "%s、%s", list, subject) : subject;
		}
	return list;
}

static void look_clause_missing(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, policies, r) {
		const char *list = answers(run, r) ? unfulfilled(run, r) : NULL;

		if (list)
			RULE_FINDS(run, policies, r, rule_text(run, list));
	}
}

const struct rule rule_clause_missing = {
	.code = "clause-missing",
	.label = N_("Rule without a required clause"),
	.criterion = N_("A rule has the clauses that the rules above leave to it."),
	.found = N_("A rule above asks for a clause on this, with an interval that is not longer "
	            "where it sets one: {1}."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_policies, &ledger_policy_clauses),
	.look = look_clause_missing,
};

/* --- clauses that are gone --- */

static bool has_successor(const struct rule_run *run, const struct record *clause)
{
	const struct record *r;

	EACH_WITH(run, clauses, "policy", rule_value(clauses, clause, "policy"), r)
		if (r != clause && same_subject(r, clause) &&
		    !rule_past(run, rule_value(clauses, r, "until_on")))
			return true;
	return false;
}

static void look_dropped(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, clauses, r) {
		const char *until = rule_value(clauses, r, "until_on");

		if (rule_past(run, until) && !rule_is(clauses, r, "given_up", "yes") &&
		    !has_successor(run, r))
			RULE_FINDS(run, clauses, r,
			          rule_shown(run, "subject", rule_value(clauses, r, "subject")),
			          rule_shown(run, "until_on", until));
	}
}

const struct rule rule_clause_dropped = {
	.code = "clause-dropped",
	.label = N_("Clause gone at a revision"),
	.criterion = N_("No clause disappears at a revision unless on purpose."),
	.found = N_("It was in force until {2}; since then the rule says nothing on this: {1}. "
	            "Restore it, or enter that it was given up on purpose."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_policies, &ledger_policy_clauses),
	.look = look_dropped,
};

/* --- classes, publication --- */

static void look_class(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_policy_classes;

	EACH_RECORD(run, k, r) {
		bool defined = rule_value(k, r, "definition") != NULL;
		bool controlled = rule_value(k, r, "controls") != NULL;

		if (!defined || !controlled)
			RULE_FINDS(run, k, r,
			          rule_fields(run, defined      ? "controls"
			                           : controlled ? "definition"
			                                        : "definition,controls"));
	}
}

const struct rule rule_class_without_controls = {
	.code = "class-without-controls",
	.label = N_("Class without definition or measures"),
	.criterion = N_("For every class it is said what belongs to it and what is done for it."),
	.found = N_("The rule does not say of this class: {1}."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_policy_classes),
	.look = look_class,
};

static void look_withheld(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, policies, r)
		if (rule_is(policies, r, "publication", "withheld") &&
		    !rule_value(policies, r, "ground"))
			RULE_NOTES(run, policies, r);
}

const struct rule rule_withheld_without_ground = {
	.code = "withheld-without-ground",
	.label = N_("Withheld without a ground"),
	.criterion = N_("What is not published is withheld by a rule."),
	.found = N_("It is withheld from publication, and no rule for that is entered."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_policies),
	.look = look_withheld,
};
