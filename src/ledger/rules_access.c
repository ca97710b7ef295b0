/* Rules over the credentials of systems: shared, held by outsiders, passwords not changed. */
#include "ledger/rules_internal.h"

#include "base/text.h"

#include <stdlib.h>

static const struct record_kind *const kind = &ledger_system_credentials;

static bool has_credentials(struct rule_run *run, const struct record *system)
{
	return rule_with(run, kind, "system", rule_id(run, system), NULL) != NULL;
}

static void look_missing(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r)
		if (rule_is(&ledger_systems, r, "access", "shared-id") && !has_credentials(run, r))
			RULE_NOTES(run, &ledger_systems, r);
}

const struct rule rule_credentials_missing = {
	.code = "credentials-missing",
	.label = N_("Shared IDs are not recorded"),
	.criterion = N_("It is recorded who holds each shared ID."),
	.found = N_("The system is used with shared IDs, but none is recorded with its holders."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_systems, &ledger_system_credentials),
	.look = look_missing,
};

static void look_shared(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, kind, r)
		if (rule_is(kind, r, "shared", "yes"))
			RULE_NOTES(run, kind, r);
}

const struct rule rule_shared_credential = {
	.code = "shared-credential",
	.label = N_("Shared ID"),
	.criterion = N_("Everybody has an ID of their own."),
	.found = N_("Several people use this ID: nobody can tell who did what."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_system_credentials),
	.look = look_shared,
	.excepted = "共用",
};

static void look_outsider(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, kind, r)
		if (rule_is(kind, r, "outsiders", "yes"))
			RULE_NOTES(run, kind, r);
}

const struct rule rule_outsider_credential = {
	.code = "outsider-credential",
	.label = N_("ID held by outsiders"),
	.criterion = N_("Outsiders do not hold IDs of the city's systems without need."),
	.found = N_("Outsiders hold this ID. See whether they must, and change the password when "
	            "they leave."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_system_credentials),
	.look = look_outsider,
	.excepted = "委託先",
};

/* --- held by somebody who left --- */

static void add_leaver(struct rule_run *run, const char **names, const char *text)
{
	const struct record_person *p;
	enum record_person_found found = RECORD_PERSON_NOBODY;

	if (text)
		found = record_person_find(run->c->arena, &run->people, text, NULL, &p);
	if (found != RECORD_PERSON_FOUND || !rule_past(run, p->left_on))
		return;
	*names = arena_printf(run->c->arena, "%s%s%s", *names, **names ? "、" : "",
	                      record_person_name(run->c->arena, p));
}

/* Who holds it by a field of its own, and who is written among the holders of a credential. */
static const char *leavers(struct rule_run *run, const struct record_kind *k,
                           const struct record *r)
{
	const char *holders = k == kind ? rule_value(k, r, "holders") : NULL, *names = "";
	struct text_list lines = text_split(run->c->arena, holders ? holders : "", "\n,;");

	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].flags & RECORD_HELD)
			add_leaver(run, &names, r->v[i]);
	for (size_t i = 0; i < lines.n; i++)
		add_leaver(run, &names, lines.v[i]);
	return names;
}

static void look_leaver(struct rule_run *run)
{
	static const struct record_kind *const held[] = {&ledger_system_credentials, &ledger_media,
	                                                 &ledger_keys};
	const struct record *r;

	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		EACH_RECORD(run, held[i], r) {
			const char *names = leavers(run, held[i], r);

			if (*names)
				RULE_FINDS(run, held[i], r, rule_text(run, names));
		}
}

const struct rule rule_credential_of_leaver = {
	.code = "credential-of-leaver",
	.label = N_("Held by someone who left"),
	.criterion = N_("Whoever leaves returns IDs, keys and media, and passwords are changed."),
	.found = N_("{1} left and still stands here. Take it back, change the password, and name "
	            "who holds it now."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_system_credentials, &ledger_media, &ledger_keys),
	.look = look_leaver,
};

/* --- passwords --- */

/* As the account itself says, else the rule of its system. */
static const char *own_interval(struct rule_run *run, const struct record *r)
{
	const char *every = rule_value(kind, r, "every");
	const struct record *clause;

	if (every)
		return every;
	clause = clause_of_system(run, rule_value(kind, r, "system"), "password");
	return clause ? rule_value(&ledger_policy_clauses, clause, "every") : NULL;
}

static void look_own_interval(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, kind, r) {
		const char *every = own_interval(run, r);
		const char *changed = rule_value(kind, r, "changed_on");
		long days = every ? strtol(every, NULL, 10) : 0;

		if (days && rule_past(run, rule_days_after(run, changed, days + run->limit)))
			RULE_FINDS(run, kind, r, rule_shown(run, "changed_on", changed),
			          rule_shown(run, "every", every));
	}
}

const struct rule rule_password_own_interval = {
	.code = "password-own-interval",
	.label = N_("Password older than its own interval"),
	.criterion = N_("Passwords are changed at the interval that the rules of the system set."),
	.found = N_("The password was last changed on {1}; its interval is {2}. Change it now."),
	.severity = GRAVITY_HIGH,
	.limit_label = N_("Days of grace"),
	.limit = 30,
	.reads = RULE_READS(&ledger_system_credentials, &ledger_policies, &ledger_policy_clauses),
	.look = look_own_interval,
	.excepted = "パスワード",
};

static void look_policy_interval(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, kind, r) {
		const char *changed = rule_value(kind, r, "changed_on");

		if (!own_interval(run, r) &&
		    rule_past(run, rule_months_after(run, changed, run->limit)))
			RULE_FINDS(run, kind, r, rule_shown(run, "changed_on", changed),
			          rule_number(run, run->limit));
	}
}

const struct rule rule_password_policy_interval = {
	.code = "password-policy-interval",
	.label = N_("Password older than the policy allows"),
	.criterion = N_("Passwords are changed at set times, also where the system has no rule of "
	                "its own."),
	.found = N_("The password was last changed on {1}, more than {2} months ago, and no "
		    "interval "
	            "is set for it."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Months between changes at most"),
	.limit = 12,
	.reads = RULE_READS(&ledger_system_credentials, &ledger_policies, &ledger_policy_clauses),
	.look = look_policy_interval,
	.excepted = "パスワード",
};

static void look_same(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, kind, r)
		if (rule_is(kind, r, "same_password", "yes"))
			RULE_NOTES(run, kind, r);
}

const struct rule rule_same_password = {
	.code = "same-password",
	.label = N_("One password for several IDs"),
	.criterion = N_("Every ID has a password of its own."),
	.found = N_("Another ID has the same password: whoever knows one holds both. Change it."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_system_credentials),
	.look = look_same,
	.excepted = "パスワード",
};

static void look_unknown(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, kind, r)
		if (!rule_value(kind, r, "changed_on"))
			RULE_NOTES(run, kind, r);
}

const struct rule rule_password_unknown = {
	.code = "password-unknown",
	.label = N_("Last change of the password unknown"),
	.criterion = N_("It is known when each password was changed."),
	.found = N_("It is not recorded when the password was last changed. If nobody knows, "
		    "change "
	            "it and enter the day."),
	.severity = GRAVITY_MIDDLE,
	.unknown = true,
	.reads = RULE_READS(&ledger_system_credentials),
	.look = look_unknown,
	.excepted = "パスワード",
};
