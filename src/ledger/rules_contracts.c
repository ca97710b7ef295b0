/* Rules over contracts, incidents and exceptions. */
#include "ledger/rules_internal.h"

#include <string.h>

/* --- contracts --- */

static const struct record_kind *const contracts = &ledger_contracts;

static bool runs(const struct rule_run *run, const struct record *r)
{
	const char *starts = rule_value(contracts, r, "starts_on");

	return !(starts && strcmp(starts, run->today) > 0) &&
	       !rule_past(run, rule_value(contracts, r, "ends_on"));
}

static const char *missing_clauses(struct rule_run *run, const struct record *r)
{
	static const char *const required[] = {"secrecy", "subcontract", "return", "damages"};
	const char *missing = NULL;

	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
		if (rule_has(contracts, r, "clauses", required[i]))
			continue;
		missing = missing ? arena_printf(run->c->arena, "%s,%s", missing, required[i])
		                  : required[i];
	}
	return missing;
}

static void look_clause(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, contracts, r) {
		const char *missing = missing_clauses(run, r);

		if (missing && runs(run, r) && rule_is(contracts, r, "personal", "yes"))
			RULE_FINDS(run, contracts, r, rule_shown(run, "clauses", missing));
	}
}

const struct rule rule_contract_clause = {
	.code = "contract-clause",
	.label = N_("Contract without a required clause"),
	.criterion = N_("A contract about personal information has clauses on secrecy, "
	                "subcontracting, return at the end and damages."),
	.found = N_("Clauses missing: {1}. Add them, at the latest when it is renewed."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_contracts),
	.look = look_clause,
};

static void look_not_inspected(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, contracts, r) {
		const char *on = rule_value(contracts, r, "inspected_on");
		const char *since = on ? on : rule_value(contracts, r, "starts_on");

		if (runs(run, r) && rule_is(contracts, r, "personal", "yes") &&
		    (!since || rule_past(run, rule_months_after(run, since, run->limit))))
			RULE_FINDS(run, contracts, r, rule_shown(run, "inspected_on", on),
			          rule_number(run, run->limit));
	}
}

const struct rule rule_contract_not_inspected = {
	.code = "contract-not-inspected",
	.label = N_("Contractor not inspected for long"),
	.criterion = N_("Who handles personal information for the city is inspected at set times."),
	.found = N_("Last inspection: {1}. It is due every {2} months."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Months between inspections at most"),
	.limit = 12,
	.reads = RULE_READS(&ledger_contracts),
	.look = look_not_inspected,
};

static void look_subcontract(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, contracts, r)
		if (runs(run, r) && rule_is(contracts, r, "subcontract", "without"))
			RULE_NOTES(run, contracts, r);
}

const struct rule rule_subcontract_without_consent = {
	.code = "subcontract-without-consent",
	.label = N_("Subcontracted without consent"),
	.criterion = N_("A contractor subcontracts with the city's consent only."),
	.found = N_("The contractor subcontracts without consent. Have it apply for consent or "
	            "stop."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_contracts),
	.look = look_subcontract,
};

/* --- incidents --- */

static const struct record_kind *const incidents = &ledger_incidents;

static void look_unreported(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, incidents, r) {
		const char *found = rule_value(incidents, r, "discovered_on");

		if (!rule_value(incidents, r, "reported_on") &&
		    !rule_is(incidents, r, "near_miss", "yes") &&
		    rule_past(run, rule_days_after(run, found, run->limit)))
			RULE_FINDS(run, incidents, r, rule_shown(run, "discovered_on", found));
	}
}

const struct rule rule_incident_unreported = {
	.code = "incident-unreported",
	.label = N_("Incident not reported"),
	.criterion = N_("Incidents are reported at once."),
	.found = N_("It was discovered on {1}, and no first report is recorded. Report it now."),
	.severity = GRAVITY_HIGH,
	.limit_label = N_("Days that the first report may take"),
	.limit = 1,
	.reads = RULE_READS(&ledger_incidents),
	.look = look_unreported,
};

static void look_late(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, incidents, r) {
		const char *found = rule_value(incidents, r, "discovered_on");
		const char *told = rule_value(incidents, r, "reported_on");
		const char *due = rule_days_after(run, found, run->limit);

		if (due && told && strcmp(told, due) > 0 &&
		    !rule_is(incidents, r, "near_miss", "yes"))
			RULE_FINDS(run, incidents, r, rule_shown(run, "discovered_on", found),
			          rule_shown(run, "reported_on", told));
	}
}

const struct rule rule_incident_late = {
	.code = "incident-late",
	.label = N_("Incident reported late"),
	.criterion = N_("Incidents are reported at once."),
	.found = N_("It was discovered on {1} and first reported on {2}."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Days that the first report may take"),
	.limit = 1,
	.reads = RULE_READS(&ledger_incidents),
	.look = look_late,
};

/* --- exceptions --- */

static void look_expired(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_exceptions;

	EACH_RECORD(run, k, r) {
		const char *until = rule_value(k, r, "expires_on");

		if (rule_past(run, until))
			RULE_FINDS(run, k, r, rule_shown(run, "expires_on", until));
	}
}

const struct rule rule_exception_expired = {
	.code = "exception-expired",
	.label = N_("Exception expired"),
	.criterion = N_("An exception ends, or is approved again."),
	.found = N_("It expired on {1}. End it and mark it as gone, or have it approved again."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_exceptions),
	.look = look_expired,
};
