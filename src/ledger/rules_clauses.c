/* Own rules as values: what the ledgers hold against them. */
#include "ledger/rules_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct record_kind *const clauses = &ledger_policy_clauses;

bool clause_holds(const struct rule_run *run, const struct record *clause)
{
	const char *from = rule_value(clauses, clause, "from_on");

	return !(from && strcmp(from, run->today) > 0) &&
	       !rule_past(run, rule_value(clauses, clause, "until_on"));
}

/* Among the rules whose field has the value. */
static const struct record *find_clause(const struct rule_run *run, const char *field,
                                        const char *value, const char *subject)
{
	const struct record *policy, *r;

	EACH_WITH(run, &ledger_policies, field, value, policy)
		EACH_WITH(run, clauses, "policy", rule_id(run, policy), r)
			if (rule_is(clauses, r, "subject", subject) && clause_holds(run, r))
				return r;
	return NULL;
}

const struct record *clause_of_system(const struct rule_run *run, const char *system,
                                      const char *subject)
{
	return find_clause(run, "system", system, subject);
}

const struct record *clause_of_unit(const struct rule_run *run, const char *unit,
                                    const char *subject)
{
	return find_clause(run, "unit", unit, subject);
}

static const char *add_key(struct rule_run *run, const char *keys, const char *key, bool broken)
{
	if (!broken)
		return keys;
	return keys ? arena_printf(run->c->arena, "%s,%s", keys, key) : key;
}

/* Days from a clause that sets an interval; 0 = it sets none. */
static long interval_of(const struct record *clause)
{
	const char *every = clause ? rule_value(clauses, clause, "every") : NULL;

	return every ? strtol(every, NULL, 10) : 0;
}

static void look_credential(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_credentials;

	EACH_RECORD(run, k, r) {
		const char *system = rule_value(k, r, "system"), *keys = NULL;

		keys = add_key(run, keys, "shared",
		               rule_is(k, r, "shared", "yes") &&
		                       clause_of_system(run, system, "own-id"));
		keys = add_key(run, keys, "outsiders",
		               rule_is(k, r, "outsiders", "yes") &&
		                       clause_of_system(run, system, "staff-only"));
		if (keys)
			RULE_FINDS(run, k, r, rule_fields(run, keys));
	}
}

const struct rule rule_credential_against_rule = {
	.code = "credential-against-rule",
	.label = N_("ID against the system's own rule"),
	.criterion = N_("IDs are held as the rule of the system says."),
	.found = N_("The rule of the system says otherwise: {1}. Keep to the rule, or change it."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_system_credentials, &ledger_policies, &ledger_policy_clauses),
	.look = look_credential,
};

static void look_copy(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_copies;

	EACH_RECORD(run, k, r) {
		const char *every = rule_value(k, r, "every");
		const struct record *clause =
			clause_of_system(run, rule_value(k, r, "system"), "backup");
		long most = interval_of(clause);

		if (every && most && strtol(every, NULL, 10) > most &&
		    !rule_is(k, r, "distance", "remote"))
			RULE_FINDS(run, k, r, rule_shown(run, "every", every),
			          rule_shown(run, "every", rule_value(clauses, clause, "every")));
	}
}

/* A copy at a distant place has a rule of its own: offsite-too-rare. */
const struct rule rule_copy_against_rule = {
	.code = "copy-against-rule",
	.label = N_("Copy rarer than the system's own rule says"),
	.criterion = N_("Copies are made as often as the rule of the system says."),
	.found = N_("Its interval is {1}; the rule of the system says {2}."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_system_copies, &ledger_policies, &ledger_policy_clauses),
	.look = look_copy,
	.excepted = "バックアップ",
};

static bool not_counted_in_time(struct rule_run *run, const struct record *medium,
                                const struct record *clause)
{
	const char *counted = rule_value(&ledger_media, medium, "counted_on");
	long days = interval_of(clause);

	return days && rule_past(run, rule_days_after(run, counted, days));
}

static void look_medium(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_media;

	EACH_RECORD(run, k, r) {
		const char *unit = rule_value(k, r, "unit"), *keys = NULL;

		keys = add_key(run, keys, "locked",
		               rule_is(k, r, "locked", "no") &&
		                       clause_of_unit(run, unit, "locked"));
		keys = add_key(run, keys, "encrypted",
		               rule_is(k, r, "encrypted", "no") &&
		                       clause_of_unit(run, unit, "encryption"));
		keys = add_key(run, keys, "counted_on",
		               not_counted_in_time(run, r,
		                                   clause_of_unit(run, unit, "stock-take")));
		if (keys)
			RULE_FINDS(run, k, r, rule_fields(run, keys));
	}
}

const struct rule rule_medium_against_rule = {
	.code = "medium-against-rule",
	.label = N_("Medium against the section's own rule"),
	.criterion = N_("Media are locked away, encrypted and counted as the section's own rule "
	                "says."),
	.found = N_("The section's own rule says otherwise: {1}."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_media, &ledger_policies, &ledger_policy_clauses),
	.look = look_medium,
};
