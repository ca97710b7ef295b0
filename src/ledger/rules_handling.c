/* Rules over what is held and handled: assets, media, carry-outs, disposals, keys. */
#include "ledger/rules_internal.h"

#include "base/text.h"

#include <string.h>

/* --- retention --- */

static void look_retention_unset(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_assets;

	EACH_RECORD(run, k, r)
		if (!rule_value(k, r, "kept_years") && !rule_value(k, r, "kept_until"))
			RULE_NOTES(run, k, r);
}

const struct rule rule_retention_unset = {
	.code = "retention-unset",
	.label = N_("No retention period"),
	.criterion = N_("Every asset has a retention period."),
	.found = N_("Neither years nor a last day are entered: how long is it kept?"),
	.severity = GRAVITY_LOW,
	.reads = RULE_READS(&ledger_assets),
	.look = look_retention_unset,
};

static void look_retention_passed(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_assets;

	EACH_RECORD(run, k, r) {
		const char *until = rule_value(k, r, "kept_until");

		if (rule_past(run, until))
			RULE_FINDS(run, k, r, rule_shown(run, "kept_until", until));
	}
}

const struct rule rule_retention_passed = {
	.code = "retention-passed",
	.label = N_("Kept longer than allowed"),
	.criterion = N_("What need not be kept any longer is disposed of."),
	.found = N_("It was to be kept until {1}. Dispose of it and record the disposal, or "
		    "prolong "
	            "the period."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_assets),
	.look = look_retention_passed,
};

/* --- media --- */

static bool unit_has_media(struct rule_run *run, const char *unit)
{
	return rule_with(run, &ledger_media, "unit", unit, NULL) != NULL;
}

/* Whether something is written that is more than 「なし」. */
static bool says_something(struct rule_run *run, const char *text)
{
	static const char *const none[] = {"なし", "無し", "無", "ない", "特になし", "-", "—", "－"};
	const char *key = text_fold(run->c->arena, text ? text : "");

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (strcmp(key, text_fold(run->c->arena, none[i])) == 0)
			return false;
	return *key != '\0';
}

static bool hands_media_over(struct rule_run *run, const struct record *system)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_connections;

	EACH_WITH(run, k, "system", rule_id(run, system), r)
		if (rule_is(k, r, "means", "media"))
			return true;
	return says_something(run, rule_value(&ledger_systems, system, "handovers"));
}

static void look_media_ledger(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r)
		if (hands_media_over(run, r) &&
		    !unit_has_media(run, rule_value(&ledger_systems, r, "unit")))
			RULE_NOTES(run, &ledger_systems, r);
	EACH_RECORD(run, &ledger_assets, r)
		if (rule_is(&ledger_assets, r, "form", "media") &&
		    !unit_has_media(run, rule_value(&ledger_assets, r, "unit")))
			RULE_NOTES(run, &ledger_assets, r);
}

const struct rule rule_media_ledger_empty = {
	.code = "media-ledger-empty",
	.label = N_("Media in use, but none is recorded"),
	.criterion = N_("Every removable medium in use stands in the ledger."),
	.found = N_("Removable media are used here, but the section has none in its ledger."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_systems, &ledger_system_connections, &ledger_assets,
	                    &ledger_media),
	.look = look_media_ledger,
};

static void look_media_missing(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_media;

	EACH_RECORD(run, k, r)
		if (rule_is(k, r, "found", "missing"))
			RULE_FINDS(run, k, r,
			          rule_shown(run, "counted_on", rule_value(k, r, "counted_on")));
}

const struct rule rule_media_missing = {
	.code = "media-missing",
	.label = N_("Medium not found"),
	.criterion = N_("Every medium is found at the stock-take."),
	.found = N_("It was not found at the stock-take (day: {1}). Look for it, and report it as "
		    "an "
	            "incident if it stays lost."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_media),
	.look = look_media_missing,
};

/* A medium bought since then need not have been counted yet. */
static void look_not_counted(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_media;

	EACH_RECORD(run, k, r) {
		const char *counted = rule_value(k, r, "counted_on");
		const char *since = counted ? counted : rule_value(k, r, "bought_on");

		if (!since || rule_past(run, rule_months_after(run, since, run->limit)))
			RULE_FINDS(run, k, r, rule_shown(run, "counted_on", counted),
			          rule_number(run, run->limit));
	}
}

const struct rule rule_media_not_counted = {
	.code = "media-not-counted",
	.label = N_("No stock-take for long"),
	.criterion = N_("Removable media are counted at set times."),
	.found = N_("Last stock-take: {1}. It is due every {2} months."),
	.severity = GRAVITY_LOW,
	.limit_label = N_("Months between stock-takes at most"),
	.limit = 12,
	.reads = RULE_READS(&ledger_media),
	.look = look_not_counted,
};

/* --- carry-outs --- */

static void look_unapproved(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_carry_outs;

	EACH_RECORD(run, k, r) {
		const char *asked = rule_value(k, r, "requested_on");

		if (!rule_value(k, r, "approved_on") &&
		    rule_past(run, rule_days_after(run, asked, run->limit)))
			RULE_FINDS(run, k, r, rule_shown(run, "requested_on", asked));
	}
}

const struct rule rule_carry_out_unapproved = {
	.code = "carry-out-unapproved",
	.label = N_("Carry-out without approval"),
	.criterion = N_("Nothing is carried out without approval."),
	.found = N_("It was requested on {1} and is not approved. Approve it, or mark the request "
		    "as "
	            "gone."),
	.severity = GRAVITY_HIGH,
	.limit_label = N_("Days that an approval may take"),
	.limit = 3,
	.reads = RULE_READS(&ledger_carry_outs),
	.look = look_unapproved,
};

static void look_overdue(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_carry_outs;

	EACH_RECORD(run, k, r) {
		const char *due = rule_value(k, r, "due_on");

		if (!rule_value(k, r, "returned_on") &&
		    rule_past(run, rule_days_after(run, due, run->limit)))
			RULE_FINDS(run, k, r, rule_shown(run, "due_on", due));
	}
}

const struct rule rule_carry_out_overdue = {
	.code = "carry-out-overdue",
	.label = N_("Not returned"),
	.criterion = N_("What was carried out comes back in time, and its return is confirmed."),
	.found = N_("It was to be back by {1}, and its return is not recorded."),
	.severity = GRAVITY_HIGH,
	.limit_label = N_("Days of grace"),
	.limit = 0,
	.reads = RULE_READS(&ledger_carry_outs),
	.look = look_overdue,
};

static void look_blanket(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_carry_outs;

	EACH_RECORD(run, k, r)
		if (rule_is(k, r, "blanket", "yes") && !rule_value(k, r, "returned_on"))
			RULE_FINDS(run, k, r,
			          rule_shown(run, "approved_on", rule_value(k, r, "approved_on")));
}

const struct rule rule_carry_out_blanket = {
	.code = "carry-out-blanket",
	.label = N_("Blanket approval in force"),
	.criterion = N_("Carry-outs are approved one by one."),
	.found = N_("One approval (day: {1}) stands for many carry-outs: what is added later is "
		    "not "
	            "looked at by anybody."),
	.severity = GRAVITY_LOW,
	.reads = RULE_READS(&ledger_carry_outs),
	.look = look_blanket,
};

static void look_carry_out_missing(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_incidents;

	EACH_RECORD(run, k, r) {
		const char *on = rule_value(k, r, "occurred_on");

		if (rule_is(k, r, "carried_out", "yes") && !rule_value(k, r, "carry_out"))
			RULE_FINDS(run, k, r, rule_shown(run, "occurred_on", on));
	}
}

const struct rule rule_carry_out_missing = {
	.code = "carry-out-missing",
	.label = N_("Carry-out without an entry"),
	.criterion = N_("Whatever leaves the office stands among the carry-outs."),
	.found = N_("It happened while carried out (day: {1}), but no entry among the carry-outs "
	            "is named. Name it; if there was none, see why."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_incidents),
	.look = look_carry_out_missing,
};

/* --- disposals and keys --- */

static void look_unproved(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_disposals;

	EACH_RECORD(run, k, r) {
		const char *on = rule_value(k, r, "disposed_on");

		if (on && !rule_value(k, r, "witness") && !rule_is(k, r, "certificate", "yes"))
			RULE_FINDS(run, k, r, rule_shown(run, "disposed_on", on));
	}
}

const struct rule rule_disposal_unproved = {
	.code = "disposal-unproved",
	.label = N_("Disposal without proof"),
	.criterion = N_("A disposal has a witness or a certificate."),
	.found = N_("It was disposed of on {1}, but there is neither a witness nor a certificate."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_disposals),
	.look = look_unproved,
};

static void look_key(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_keys;

	EACH_RECORD(run, k, r) {
		const char *place = rule_value(k, r, "by_night");

		if (rule_is(k, r, "night_locked", "no"))
			RULE_FINDS(run, k, r, rule_text(run, place ? place : "—"));
	}
}

const struct rule rule_key_open_at_night = {
	.code = "key-open-at-night",
	.label = N_("Key not locked away at night"),
	.criterion = N_("Keys and cards are locked away by night."),
	.found = N_("By night it is not locked away (place: {1})."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_keys),
	.look = look_key,
};
