/* Running the rules: over everything, or over what a write transaction changed. */
#include "ledger/rules_internal.h"

#include "base/date.h"
#include "ledger/city.h"
#include "record/list.h"
#include "store/db.h"

#include <inttypes.h>
#include <string.h>

const char *rules_day(struct ctx *c)
{
	return c->day ? c->day : date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
}

static size_t ledger_index(const struct record_kind *k)
{
	size_t i = 0;

	while (ledgers[i] != k)
		i++;
	return i;
}

/* --- which rules, which ledgers: `changed` is NULL or parallel to ledgers[] --- */

static bool reads_any(const struct rule *rule, const bool *changed)
{
	for (const struct record_kind *const *k = rule->reads; *k; k++)
		if (changed[ledger_index(*k)])
			return true;
	return rule->excepted && changed[ledger_index(&ledger_exceptions)];
}

/* What a rule without `reads` says of a record does not depend on others. */
static bool is_asked(const struct rule *rule, const bool *changed)
{
	return !changed || !rule->reads || reads_any(rule, changed);
}

/* With the records that they are rows of, which tell the unit. */
static void need(bool *needed, const struct record_kind *k)
{
	for (; k; k = record_owner(k)->refers)
		needed[ledger_index(k)] = true;
}

static void need_what_rules_read(bool *needed, const bool *changed)
{
	for (size_t i = 0; i < n_ledgers; i++)
		if (!changed || changed[i])
			need(needed, ledgers[i]);
	for (size_t i = 0; i < n_rules; i++) {
		if (!is_asked(rules[i], changed))
			continue;
		for (const struct record_kind *const *k = rules[i]->reads; k && *k; k++)
			need(needed, *k);
		if (rules[i]->excepted)
			need(needed, &ledger_exceptions);
	}
}

static bool covers(const void *arg, const struct assertion_row *row)
{
	const struct rule *rule = rule_find(row->criterion);
	const struct record_kind *k = row->ledger ? ledger_find(row->ledger) : NULL;
	const bool *changed = arg;

	if (!rule)
		return false;
	if (rule->reads)
		return reads_any(rule, changed);
	return !k || changed[ledger_index(k)];
}

/* --- loading --- */

static bool goes_stale(const struct record_kind *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].fresh_months && k->fields[i].type != RECORD_DATE)
			return true;
	return false;
}

static void touch(struct ctx *c, struct rule_records *m, int64_t id, int64_t at_us)
{
	const char *key = arena_printf(c->arena, "%" PRId64, id);
	const char *day = date_format(c->arena, date_in_japan(at_us), DATE_ISO);
	const char *before = map_get(&m->touched, key);

	if (!before || strcmp(before, day) < 0)
		map_put(&m->touched, key, arena_strdup(c->arena, day));
}

/* What a section confirmed in a round (round.h) covers the rows of its records too. */
static enum err load_confirmed(struct ctx *c, struct rule_records *m)
{
	const struct record_field *owner = record_owner(m->kind);
	bool is_part = owner->type == RECORD_REFERENCE;
	struct map confirmed = {.arena = c->arena}; /* owner's id as text → its row */
	struct round_confirmed_records_out *rows;
	size_t n;

	TRY(q_round_confirmed_records(
		c,
		&(struct round_confirmed_records_in){is_part ? owner->refers->code : m->kind->code},
		&rows, &n));
	for (size_t i = 0; i < n; i++)
		if (is_part)
			map_put(&confirmed, arena_printf(c->arena, "%" PRId64, rows[i].record_id),
			        &rows[i]);
		else
			touch(c, m, rows[i].record_id, rows[i].at_us);
	for (size_t i = 0; i < m->n && confirmed.n; i++) {
		const struct round_confirmed_records_out *row = map_get(&confirmed, m->v[i].v[0]);

		if (row)
			touch(c, m, m->v[i].id, row->at_us);
	}
	return OK;
}

static enum err load_touched(struct ctx *c, struct rule_records *m)
{
	struct record_touched_out *rows;
	size_t n;

	TRY(q_record_touched(c, &(struct record_touched_in){m->kind->table}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		touch(c, m, rows[i].row_id, rows[i].at_us);
	return load_confirmed(c, m);
}

static enum err load_ledger(struct ctx *c, struct rule_records *m)
{
	m->loaded = true;
	TRY(record_list(c, m->kind, &(struct record_query){0}, &m->v, &m->n));
	for (size_t i = 0; i < m->n; i++)
		map_put(&m->by_id, arena_printf(c->arena, "%" PRId64, m->v[i].id), &m->v[i]);
	return goes_stale(m->kind) ? load_touched(c, m) : OK;
}

static enum err load_records(struct ctx *c, const bool *needed, struct rule_records **ret)
{
	struct rule_records *all = ARENA_ARRAY(c->arena, n_ledgers, struct rule_records);

	for (size_t i = 0; i < n_ledgers; i++) {
		all[i].kind = ledgers[i];
		all[i].by_id.arena = all[i].touched.arena = c->arena;
		if (needed[i])
			TRY(load_ledger(c, &all[i]));
	}
	*ret = all;
	return OK;
}

/* --- running --- */

static enum err load_scale(struct ctx *c, const char **ret)
{
	const struct record_kind *assets;

	TRY(ledger_with_city(c, &ledger_assets, false, &assets));
	*ret = record_choices(record_field_find(assets, "importance"))->code;
	return OK;
}

static enum err look(struct ctx *c, const bool *changed, struct assertion_changes *ret)
{
	struct assertion_scope scope = {covers, changed};
	struct rule_run run = {.c = c, .today = rules_day(c), .changed = changed};
	bool *needed = ARENA_ARRAY(c->arena, n_ledgers, bool);

	need_what_rules_read(needed, changed);
	TRY(load_records(c, needed, &run.records));
	TRY(load_scale(c, &run.most_important));
	if (is_asked(&rule_credential_of_leaver, changed))
		TRY(record_people_load(c, &run.people));
	for (size_t i = 0; i < n_rules; i++) {
		struct rule_setting s;

		if (!is_asked(rules[i], changed))
			continue;
		TRY(rule_setting_load(c, rules[i], &s));
		run.rule = rules[i];
		run.limit = s.limit;
		if (!s.off)
			rules[i]->look(&run);
		TRY(run.failed);
	}
	return assertion_replace(c, RULES_SOURCE, changed ? &scope : NULL, run.today, run.said,
	                         run.n, ret);
}

/* Whoever looks, all is looked at. */
static enum err look_unscoped(struct ctx *c, const bool *changed, struct assertion_changes *ret)
{
	const char *reach = c->only_below;
	enum err e;

	c->only_below = NULL;
	e = look(c, changed, ret);
	c->only_below = reach;
	return e;
}

enum err rules_run(struct ctx *c, struct assertion_changes *ret)
{
	return look_unscoped(c, NULL, ret);
}

/* --- after each change --- */

/* What a ledger's records are rows of changes them, too: their unit, and what they are called. */
static void mark(bool *changed, size_t ledger)
{
	changed[ledger] = true;
	for (size_t i = 0; i < n_ledgers; i++)
		if (!changed[i] && ledger_is_part(ledgers[i], ledgers[ledger]))
			mark(changed, i);
}

static bool is_of_handing_out(const char *table)
{
	static const char *const tables[] = {"policy_distribution", "policy_distribution_unit",
	                                     "policy_acknowledgement", "policy_not_at_hand"};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strcmp(table, tables[i]) == 0)
			return true;
	return false;
}

/* A section that confirms its ledgers in a round makes fresh what goes stale in them. */
static bool concerns(const char *table, const struct record_kind *k)
{
	if (strcmp(table, "round_unit") == 0)
		return goes_stale(k);
	if (k == &ledger_policies && is_of_handing_out(table))
		return true;
	if (k == &ledger_assets && strcmp(table, "city_field") == 0) /* its scales */
		return true;
	return strcmp(table, k->table) == 0;
}

static enum err follow(struct ctx *c)
{
	bool *changed = ARENA_ARRAY(c->arena, n_ledgers, bool), any = false;
	struct assertion_changes n;
	struct rules_changed_out *tables;
	struct trail_last_out *last;
	size_t n_tables;

	TRY(q_trail_last(c, &last));
	TRY(q_rules_changed(c, &(struct rules_changed_in){last->seq - db_trail_events(c)}, &tables,
	                    &n_tables));
	for (size_t t = 0; t < n_tables; t++)
		for (size_t i = 0; i < n_ledgers; i++)
			if (concerns(tables[t].table_name, ledgers[i])) {
				mark(changed, i);
				any = true;
			}
	return any ? look_unscoped(c, changed, &n) : OK;
}

void rules_attach(struct ctx *c)
{
	db_before_commit(c, follow);
}
