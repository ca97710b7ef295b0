/* Rules over information systems: registers that disagree, and copies. */
#include "ledger/rules_internal.h"

#include "base/date.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- registers that disagree --- */

struct sum {
	int64_t n;
	bool any, known;
};

static struct sum sum_terminals(struct rule_run *run, const char *system)
{
	const struct record *use;
	struct sum sum = {.known = true};

	EACH_WITH(run, &ledger_system_uses, "system", system, use) {
		const char *n = rule_value(&ledger_system_uses, use, "terminals");

		sum.any = true;
		if (n)
			sum.n += strtoll(n, NULL, 10);
		else
			sum.known = false;
	}
	return sum;
}

/* Where a system runs on PCs that serve other work too, the two count different things. */
static void look_terminals(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_systems;

	EACH_RECORD(run, k, r) {
		const char *pcs = rule_value(k, r, "pcs");
		struct sum used = sum_terminals(run, rule_id(run, r));

		if (!pcs || !used.any || !used.known || rule_is(k, r, "intranet_pc", "yes") ||
		    strtoll(pcs, NULL, 10) == used.n)
			continue;
		RULE_FINDS(run, k, r, rule_text(run, pcs), rule_number(run, used.n));
	}
}

const struct rule rule_terminals_differ = {
	.code = "terminals-differ",
	.label = N_("Numbers of terminals differ"),
	.criterion = N_("The system ledger and the list of its users agree."),
	.found = N_("The system has {1} PCs, its users together {2} terminals. Correct the wrong "
	            "one."),
	.severity = GRAVITY_LOW,
	.reads = RULE_READS(&ledger_systems, &ledger_system_uses),
	.contradiction = true,
	.look = look_terminals,
};

/* Names of systems among the connections: folded name → system; NULL where two share it. */
static struct map *systems_by_name(struct rule_run *run)
{
	const struct record *r;
	struct map *names = ARENA_NEW(run->c->arena, struct map);
	static struct record shared;

	names->arena = run->c->arena;
	EACH_RECORD(run, &ledger_systems, r) {
		const char *name = rule_value(&ledger_systems, r, "name");
		const char *key = text_fold(run->c->arena, name ? name : "");

		map_put(names, key, map_get(names, key) ? &shared : (void *)r);
	}
	return names;
}

static const char *folded_name(struct rule_run *run, const struct record *system)
{
	const char *name = rule_value(&ledger_systems, system, "name");

	return text_fold(run->c->arena, name ? name : "");
}

/* In words, as the ledger had them before connections became rows: they tell no direction. */
static bool names_it(struct rule_run *run, const struct record *r, const char *folded)
{
	const char *text = rule_value(&ledger_systems, r, "connections");
	struct text_list names = text_split(run->c->arena, text ? text : "", ",\n");

	for (size_t i = 0; i < names.n; i++)
		if (strcmp(text_fold(run->c->arena, names.v[i]), folded) == 0)
			return true;
	return false;
}

/* Whether a row of the first one is about the other; the reference tells, else the name. */
static bool is_about(struct rule_run *run, const struct record *row, const struct record *other,
                     const char *folded)
{
	const struct record_kind *k = &ledger_system_connections;

	if (rule_value(k, row, "other"))
		return rule_is(k, row, "other", rule_id(run, other));
	return strcmp(text_fold(run->c->arena, rule_value(k, row, "name")), folded) == 0;
}

/* Both ways, one after the other. */
enum { RECEIVES = 1, GIVES = 2 };

/* What the system says of its exchange with the other one. */
static int says_of(struct rule_run *run, const struct record *system, const struct record *other)
{
	const struct record *row;
	const struct record_kind *k = &ledger_system_connections;
	const char *folded = folded_name(run, other);
	int way = names_it(run, system, folded) ? RECEIVES | GIVES : 0;

	EACH_WITH(run, k, "system", rule_id(run, system), row)
		if (is_about(run, row, other, folded))
			way |= (rule_is(k, row, "direction", "out") ? 0 : RECEIVES) |
			       (rule_is(k, row, "direction", "in") ? 0 : GIVES);
	return way;
}

/* The one says something that the other says nothing of, or the contrary. */
static bool is_unanswered(int one, int other)
{
	return one && !(one & RECEIVES && other & GIVES) && !(one & GIVES && other & RECEIVES);
}

/* How many others list it, without being listed by it. */
static int64_t unanswered(struct rule_run *run, struct map *names, const struct record *to)
{
	const struct record *from;
	int64_t n = 0;

	if (map_get(names, folded_name(run, to)) != to)
		return 0;
	EACH_RECORD(run, &ledger_systems, from)
		if (from != to && is_unanswered(says_of(run, from, to), says_of(run, to, from)))
			n++;
	return n;
}

/* Their number, not their names: they may be other sections' systems. */
static void look_connections(struct rule_run *run)
{
	const struct record *r;
	struct map *names = systems_by_name(run);

	EACH_RECORD(run, &ledger_systems, r) {
		int64_t n = unanswered(run, names, r);

		if (n)
			RULE_FINDS(run, &ledger_systems, r, rule_number(run, n));
	}
}

const struct rule rule_connections_differ = {
	.code = "connections-differ",
	.label = N_("Connections differ"),
	.criterion = N_("Two systems that are connected both say so."),
	.found = N_("{1} systems say that they are connected with this one, and are not among its "
	            "connections."),
	.severity = GRAVITY_LOW,
	.reads = RULE_READS(&ledger_systems, &ledger_system_connections),
	.contradiction = true,
	.look = look_connections,
};

/* A value as the ledger of systems would hold it; as written where it cannot be read so. */
static const char *as_stored(struct rule_run *run, const char *field, const char *text)
{
	const struct record_kind *k = &ledger_systems;
	struct record_names names = {.kind = k};
	struct record r = record_new(run->c->arena, k);
	struct record_faults faults = {0};
	size_t i = record_field_index(k, field);

	record_take(run->c, &names, &r, i, text, &faults);
	return r.v[i] ? r.v[i] : text;
}

/* What the ledger says where the other register says something else; NULL where they agree. */
static const char *differing(struct rule_run *run, const struct record *system,
                             const struct record *detail)
{
	const char *field = rule_value(&ledger_system_details, detail, "item");
	const char *stated = rule_value(&ledger_system_details, detail, "stated");
	const char *ours = rule_value(&ledger_systems, system, field);

	if (!ours || strcmp(ours, as_stored(run, field, stated)) == 0)
		return NULL;
	return record_value_show(run->c->arena, LANG_JA,
	                         record_field_find(&ledger_systems, field), ours);
}

/* Of a rule of the system, or of the one named, none of which was enacted on that day. */
static const char *differing_day(struct rule_run *run, const struct record *detail)
{
	const struct record *r;
	const struct record_kind *k = &ledger_policies, *d = &ledger_system_details;
	const char *policy = rule_value(d, detail, "policy"), *other = NULL;
	struct date day;
	const char *stated = rule_value(d, detail, "stated");

	if (date_parse(run->c->arena, stated, &day))
		stated = date_format(run->c->arena, day, DATE_ISO);
	EACH_WITH(run, k, "system", rule_value(d, detail, "system"), r) {
		const char *enacted = rule_value(k, r, "enacted_on");

		if (!enacted || (policy && strcmp(policy, rule_id(run, r)) != 0))
			continue;
		if (strcmp(enacted, stated) == 0)
			return NULL;
		other = enacted;
	}
	return other ? record_value_show(run->c->arena, LANG_JA,
	                                 record_field_find(k, "enacted_on"), other) : NULL;
}

static void look_register(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_details;

	EACH_RECORD(run, k, r) {
		const struct record *system = map_get(&rule_records(run, &ledger_systems)->by_id,
		                                      rule_value(k, r, "system"));
		const char *ours = NULL;

		if (rule_is(k, r, "item", "rule-enacted"))
			ours = differing_day(run, r);
		else if (system)
			ours = differing(run, system, r);
		if (ours)
			RULE_FINDS(run, k, r, rule_shown(run, "item", rule_value(k, r, "item")),
			          rule_text(run, rule_value(k, r, "stated")),
			          rule_text(run, ours));
	}
}

const struct rule rule_register_differs = {
	.code = "register-differs",
	.label = N_("Registers differ"),
	.criterion = N_("What another register states of a system agrees with the ledger."),
	.found = N_("{1}: “{2}” there, “{3}” in the ledger. Correct the wrong one."),
	.severity = GRAVITY_LOW,
	.reads = RULE_READS(&ledger_systems, &ledger_system_details, &ledger_policies),
	.contradiction = true,
	.look = look_register,
};

/* --- copies --- */

struct copies {
	size_t n, same, outside, remote; /* outside: another building or farther */
	long remote_every;               /* days; 0 = none known */
};

static struct copies copies_of(struct rule_run *run, const char *system)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_copies;
	struct copies found = {0};

	EACH_WITH(run, k, "system", system, r) {
		bool remote = rule_is(k, r, "distance", "remote");
		const char *every = rule_value(k, r, "every");
		long days = every ? strtol(every, NULL, 10) : 0;

		found.n++;
		found.same += rule_is(k, r, "distance", "same");
		found.remote += remote;
		found.outside += remote || rule_is(k, r, "distance", "site");
		if (remote && days && (!found.remote_every || days < found.remote_every))
			found.remote_every = days;
	}
	return found;
}

bool system_is_important(const struct rule_run *run, const struct record *system)
{
	const struct record *r;

	if (rule_is(&ledger_systems, system, "mynumber", "yes"))
		return true;
	EACH_WITH(run, &ledger_assets, "system", rule_id(run, system), r)
		if (rule_is(&ledger_assets, r, "importance", run->most_important))
			return true;
	return false;
}

bool system_led_outside(const struct record *system)
{
	return rule_is(&ledger_systems, system, "kind", "led-outside");
}

static void look_copies_missing(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r)
		if (system_is_important(run, r) && !system_led_outside(r) &&
		    !copies_of(run, rule_id(run, r)).n)
			RULE_NOTES(run, &ledger_systems, r);
}

const struct rule rule_copies_missing = {
	.code = "copies-missing",
	.label = N_("No copy is recorded"),
	.criterion = N_("Of every important system it is recorded what is copied and where to."),
	.found = N_("No copy of this system is recorded, and it holds individual numbers or assets "
	            "of the highest importance."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_systems, &ledger_system_copies, &ledger_assets),
	.look = look_copies_missing,
	.excepted = "バックアップ",
};

static void look_one_place(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r) {
		struct copies found = copies_of(run, rule_id(run, r));

		if (found.n && found.same == found.n)
			RULE_FINDS(run, &ledger_systems, r, rule_number(run, (int64_t)found.n));
	}
}

const struct rule rule_copies_in_one_place = {
	.code = "copies-in-one-place",
	.label = N_("All copies in one place"),
	.criterion = N_("One event does not destroy the data together with all copies."),
	.found = N_("All {1} recorded copies are kept where the original is. Keep one elsewhere."),
	.severity = GRAVITY_HIGH,
	.reads = RULE_READS(&ledger_systems, &ledger_system_copies),
	.look = look_one_place,
	.excepted = "バックアップ",
};

/* Beside a copy in another building one at hand is good practice. */
static void look_at_original(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_copies;

	EACH_RECORD(run, k, r)
		if (rule_is(k, r, "distance", "same") &&
		    !copies_of(run, rule_value(k, r, "system")).outside)
			RULE_FINDS(run, k, r, rule_text(run, rule_value(k, r, "place")));
}

const struct rule rule_copy_at_original = {
	.code = "copy-at-original",
	.label = N_("Copy at the place of the original"),
	.criterion = N_("Copies are kept apart from the original."),
	.found = N_("This copy is kept where the original is ({1}), and none of the system in "
	            "another building."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_system_copies),
	.look = look_at_original,
	.excepted = "バックアップ",
};

static void look_offsite_missing(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r) {
		struct copies found = copies_of(run, rule_id(run, r));

		if (system_is_important(run, r) && found.n > found.same && !found.remote)
			RULE_NOTES(run, &ledger_systems, r);
	}
}

const struct rule rule_offsite_missing = {
	.code = "offsite-missing",
	.label = N_("No copy at a distant place"),
	.criterion = N_("Of every important system a copy is kept at a distant place."),
	.found = N_("None of the recorded copies is at a distant place, and the system holds "
	            "individual numbers or assets of the highest importance."),
	.severity = GRAVITY_MIDDLE,
	.reads = RULE_READS(&ledger_systems, &ledger_system_copies, &ledger_assets),
	.look = look_offsite_missing,
	.excepted = "バックアップ",
};

static void look_offsite_rare(struct rule_run *run)
{
	const struct record *r;

	EACH_RECORD(run, &ledger_systems, r) {
		struct copies found = copies_of(run, rule_id(run, r));

		if (system_is_important(run, r) && found.remote_every > run->limit)
			RULE_FINDS(run, &ledger_systems, r, rule_number(run, found.remote_every),
			          rule_number(run, run->limit));
	}
}

const struct rule rule_offsite_too_rare = {
	.code = "offsite-too-rare",
	.label = N_("Copy at a distant place too rare"),
	.criterion = N_("The copy of an important system at a distant place is recent enough."),
	.found = N_("A copy goes to a distant place every {1} days only; at least every {2} days "
		    "is "
	            "asked of such a system."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Days between copies at most"),
	.limit = 14,
	.reads = RULE_READS(&ledger_systems, &ledger_system_copies, &ledger_assets),
	.look = look_offsite_rare,
	.excepted = "バックアップ",
};

/* Nobody enters each day's copy: the entry may be behind by the limit, or by a long interval. */
static void look_not_made(struct rule_run *run)
{
	const struct record *r;
	const struct record_kind *k = &ledger_system_copies;

	EACH_RECORD(run, k, r) {
		const char *every = rule_value(k, r, "every"), *last = rule_value(k, r, "last_on");
		long days = every ? strtol(every, NULL, 10) : 0;

		if (days < run->limit)
			days = run->limit;
		if (rule_past(run, rule_days_after(run, last, days)))
			RULE_FINDS(run, k, r, rule_shown(run, "last_on", last),
			          rule_shown(run, "every", every));
	}
}

const struct rule rule_copy_not_made = {
	.code = "copy-not-made",
	.label = N_("Copy not made for long"),
	.criterion = N_("Copies are made at their interval."),
	.found = N_("The last copy was made on {1}; the interval is {2}. Make one, or enter when "
		    "it "
	            "was made."),
	.severity = GRAVITY_MIDDLE,
	.limit_label = N_("Days that the entry may be behind"),
	.limit = 92,
	.reads = RULE_READS(&ledger_system_copies),
	.look = look_not_made,
	.excepted = "バックアップ",
};
