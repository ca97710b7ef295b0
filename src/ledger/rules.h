/*
 * rules.h - rules that look over the ledgers and notice what decays.
 *
 * A rule is a declaration in one of rules_*.c and a line in RULES below: docs/add-a-rule.md. What
 * the rules notice is kept as assertions (assertion/assertion.h) of the source RULES_SOURCE, under
 * the rule's code. A city may change a rule's limit or switch the rule off; both are settings.
 */
#ifndef KAGEYU_LEDGER_RULES_H
#define KAGEYU_LEDGER_RULES_H

#include "assertion/assertion.h"
#include "ledger/ledgers.h"

/* In the order in which people read about them. */
#define RULES(X)                                                                               \
	X(not_confirmed)                                                                       \
	X(incomplete)                                                                          \
	X(terminals_differ)                                                                    \
	X(connections_differ)                                                                  \
	X(register_differs)                                                                    \
	X(copies_missing)                                                                      \
	X(copies_in_one_place)                                                                 \
	X(copy_at_original)                                                                    \
	X(offsite_missing)                                                                     \
	X(offsite_too_rare)                                                                    \
	X(copy_not_made)                                                                       \
	X(credentials_missing)                                                                 \
	X(shared_credential)                                                                   \
	X(outsider_credential)                                                                 \
	X(credential_of_leaver)                                                                \
	X(password_own_interval)                                                               \
	X(password_policy_interval)                                                            \
	X(password_unknown)                                                                    \
	X(same_password)                                                                       \
	X(credential_against_rule)                                                             \
	X(copy_against_rule)                                                                   \
	X(medium_against_rule)                                                                 \
	X(rule_older)                                                                          \
	X(own_rule_missing)                                                                    \
	X(clause_missing)                                                                      \
	X(clause_dropped)                                                                      \
	X(class_without_controls)                                                              \
	X(withheld_without_ground)                                                             \
	X(retention_unset)                                                                     \
	X(retention_passed)                                                                    \
	X(media_ledger_empty)                                                                  \
	X(media_missing)                                                                       \
	X(media_not_counted)                                                                   \
	X(carry_out_unapproved)                                                                \
	X(carry_out_overdue)                                                                   \
	X(carry_out_blanket)                                                                   \
	X(carry_out_missing)                                                                   \
	X(disposal_unproved)                                                                   \
	X(key_open_at_night)                                                                   \
	X(contract_clause)                                                                     \
	X(contract_not_inspected)                                                              \
	X(subcontract_without_consent)                                                         \
	X(training_below_target)                                                               \
	X(training_rate_unknown)                                                               \
	X(training_history_missing)                                                            \
	X(acknowledgement_missing)                                                             \
	X(acknowledged_not_at_hand)                                                            \
	X(commitment_lapsed)                                                                   \
	X(commitment_open)                                                                     \
	X(finding_unanswered)                                                                  \
	X(finding_unverified)                                                                  \
	X(incident_unreported)                                                                 \
	X(incident_late)                                                                       \
	X(exception_expired)

#define RULES_SOURCE "rule"

struct rule_run;

/* The ledgers that a rule reads. */
#define RULE_READS(...) ((const struct record_kind *const[]){__VA_ARGS__, NULL})

struct rule {
	const char *code;      /* "password-own-interval" */
	const char *label;     /* msgid: what the alert is called */
	const char *criterion; /* msgid: what ought to be */
	const char *found;     /* msgid: what was found, {1} … as the rule gave them */
	enum gravity severity;
	bool unknown;            /* nobody knows whether it is met, rather than not met */
	const char *limit_label; /* msgid: what the limit counts; NULL = it has none */
	int limit;               /* unless the city sets another */
	const char *excepted; /* a valid exception about the system with this word silences it */
	/* RULE_READS(): a change elsewhere changes nothing that the rule says. NULL: any ledger,
	   each record by itself; or units, and then all of them whenever it is asked. */
	const struct record_kind *const *reads;
	bool contradiction; /* two registers disagree: one is wrong, but no rule was broken */
	void (*look)(struct rule_run *run);
};

extern const struct rule *const rules[];
extern const size_t n_rules;

/* NULL when there is no rule of that code. */
const struct rule *rule_find(const char *code);
const char *gravity_code(enum gravity s);  /* "high" */
const char *gravity_label(enum gravity s); /* msgid */
bool gravity_parse(const char *code, enum gravity *ret);

#define RULE_LIMIT_MAX 100000

struct rule_setting {
	bool off;
	int limit;
};
MUST_USE enum err rule_setting_load(struct ctx *c, const struct rule *rule,
                                    struct rule_setting *ret);
MUST_USE enum err rule_setting_put(struct ctx *c, const struct rule *rule,
                                   const struct rule_setting *s);

/* What was found, as people read it; `details` as stored with the assertion. */
const char *rule_explain(struct arena *a, enum lang lang, const struct rule *rule,
                         const char *ledger, const char *details);

/* Whether what was found names the field. */
bool rule_is_about(struct arena *a, const char *details, const char *field);

/* The day as of which the rules look: c->day, else today. */
const char *rules_day(struct ctx *c);

/*
 * All rules over all records that are present, whoever runs them, as of rules_day(). Inside the
 * caller's write transaction. Running again without a change in the ledgers changes nothing.
 */
MUST_USE enum err rules_run(struct ctx *c, struct assertion_changes *ret);

/*
 * Has every write of this connection that changes ledgers end with the rules that read them, in the
 * same transaction: nobody sees an alert about what was just put right. Once, after opening.
 */
void rules_attach(struct ctx *c);

#endif
