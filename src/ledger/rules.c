#include "ledger/rules_internal.h"

#include "base/date.h"
#include "base/text.h"
#include "org/setting.h"
#include "record/list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define X(name) &rule_##name,
const struct rule *const rules[] = {RULES(X)};
#undef X
const size_t n_rules = sizeof(rules) / sizeof(rules[0]);

const struct rule *rule_find(const char *code)
{
	for (size_t i = 0; i < n_rules; i++)
		if (strcmp(rules[i]->code, code) == 0)
			return rules[i];
	return NULL;
}

static const struct choice severities[] = {
	[GRAVITY_ALL] = {"all", N_("All")},
	[GRAVITY_LOW] = {"low", N_("Low")},
	[GRAVITY_MIDDLE] = {"middle", N_("Middle")},
	[GRAVITY_HIGH] = {"high", N_("High")},
};

const char *gravity_code(enum gravity s)
{
	return severities[s].code;
}

const char *gravity_label(enum gravity s)
{
	return severities[s].label;
}

bool gravity_parse(const char *code, enum gravity *ret)
{
	for (int i = GRAVITY_LOW; i <= GRAVITY_HIGH; i++) {
		if (strcmp(severities[i].code, code) == 0) {
			*ret = (enum gravity)i;
			return true;
		}
	}
	return false;
}

/* --- settings: "off", or the limit --- */

#define OFF "off"

static const char *setting_key(struct ctx *c, const struct rule *rule)
{
	return arena_printf(c->arena, "rule.%s", rule->code);
}

enum err rule_setting_load(struct ctx *c, const struct rule *rule, struct rule_setting *ret)
{
	struct rule_setting s = {.limit = rule->limit};
	const char *value;
	long n;

	TRY(setting_find(c, setting_key(c, rule), &value));
	if (value && strcmp(value, OFF) == 0)
		s.off = true;
	else if (value && text_to_long(c->arena, value, &n) && n <= RULE_LIMIT_MAX)
		s.limit = (int)n;
	*ret = s;
	return OK;
}

enum err rule_setting_put(struct ctx *c, const struct rule *rule, const struct rule_setting *s)
{
	const char *value = NULL;

	if (s->off)
		value = OFF;
	else if (s->limit != rule->limit)
		value = arena_printf(c->arena, "%d", s->limit);
	return setting_put(c, setting_key(c, rule), value);
}

/* --- what rules see --- */

static const char *id_text(struct ctx *c, int64_t id)
{
	return arena_printf(c->arena, "%" PRId64, id);
}

const struct rule_records *rule_records(const struct rule_run *run, const struct record_kind *k)
{
	size_t i = 0;

	while (run->records[i].kind != k)
		i++;
	return &run->records[i];
}

const struct record *rule_next(const struct rule_run *run, const struct record_kind *k,
                               const struct record *r)
{
	const struct rule_records *m = rule_records(run, k);
	const struct record *next = r ? r + 1 : m->v;

	return next < m->v + m->n ? next : NULL;
}

const char *rule_value(const struct record_kind *k, const struct record *r, const char *field)
{
	return r->v[record_field_index(k, field)];
}

bool rule_is(const struct record_kind *k, const struct record *r, const char *field,
             const char *value)
{
	const char *v = rule_value(k, r, field);

	return v && strcmp(v, value) == 0;
}

const char *rule_days_after(struct rule_run *run, const char *day, long days)
{
	struct date d;

	if (!day || !date_from_iso(day, &d))
		return NULL;
	return date_format(run->c->arena, date_from_days(date_to_days(d) + days), DATE_ISO);
}

const char *rule_months_after(struct rule_run *run, const char *day, int months)
{
	struct date d;
	int month;

	if (!day || !date_from_iso(day, &d))
		return NULL;
	month = d.year * 12 + d.month - 1 + months;
	d.year = month / 12;
	d.month = month % 12 + 1;
	while (!date_valid(d))
		d.day--;
	return date_format(run->c->arena, d, DATE_ISO);
}

bool rule_past(const struct rule_run *run, const char *day)
{
	return day && strcmp(day, run->today) < 0;
}

static bool goes_stale(const struct record_kind *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].fresh_months && k->fields[i].type != RECORD_DATE)
			return true;
	return false;
}

static void touch(struct ctx *c, struct rule_records *m, int64_t id, int64_t at_us)
{
	const char *key = id_text(c, id);
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
	const char *ledger = is_part ? owner->refers->code : m->kind->code;
	struct round_confirmed_records_out *rows;
	size_t n;

	TRY(q_round_confirmed_records(c, &(struct round_confirmed_records_in){ledger}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!is_part)
			touch(c, m, rows[i].record_id, rows[i].at_us);
		for (size_t k = 0; is_part && k < m->n; k++)
			if (strtoll(m->v[k].v[0], NULL, 10) == rows[i].record_id)
				touch(c, m, m->v[k].id, rows[i].at_us);
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

static enum err load_records(struct ctx *c, struct rule_records **ret)
{
	struct rule_records *all = ARENA_ARRAY(c->arena, n_ledgers, struct rule_records);

	for (size_t i = 0; i < n_ledgers; i++) {
		struct rule_records *m = &all[i];

		m->kind = ledgers[i];
		m->by_id.arena = m->touched.arena = c->arena;
		TRY(record_list(c, m->kind, &(struct record_query){0}, &m->v, &m->n));
		for (size_t k = 0; k < m->n; k++)
			map_put(&m->by_id, id_text(c, m->v[k].id), &m->v[k]);
		if (goes_stale(m->kind))
			TRY(load_touched(c, m));
	}
	*ret = all;
	return OK;
}

/* --- what rules say --- */

const char *rule_text(struct rule_run *run, const char *text)
{
	char *s = arena_printf(run->c->arena, "t %s", text);

	for (char *p = s; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return s;
}

const char *rule_number(struct rule_run *run, int64_t n)
{
	return arena_printf(run->c->arena, "t %" PRId64, n);
}

const char *rule_shown(struct rule_run *run, const char *field, const char *value)
{
	return value ? arena_printf(run->c->arena, "v %s %s", field, value) : "t —";
}

const char *rule_fields(struct rule_run *run, const char *keys)
{
	return arena_printf(run->c->arena, "f %s", keys);
}

/* The unit it belongs to, itself or through the records above; 0 where one of them is gone. */
static int64_t unit_of(const struct rule_run *run, const struct record_kind *k,
                       const struct record *r)
{
	const struct record_field *owner = record_owner(k);
	const struct record *up;

	if (owner->type == RECORD_UNIT)
		return strtoll(r->v[0], NULL, 10);
	up = map_get(&rule_records(run, owner->refers)->by_id, r->v[0]);
	return up ? unit_of(run, owner->refers, up) : 0;
}

static const char *system_of(const struct rule_run *run, const struct record_kind *k,
                             const struct record *r)
{
	const struct record_field *f = record_field_find(k, "system");

	if (k == &ledger_systems)
		return id_text(run->c, r->id);
	return f && f->refers == &ledger_systems ? r->v[f - k->fields] : NULL;
}

/* An exception counts from its approval until it expires. */
static bool exception_holds(const struct rule_run *run, const struct record *e)
{
	const struct record_kind *k = &ledger_exceptions;
	const char *since = rule_value(k, e, "approved_on");

	return since && strcmp(since, run->today) <= 0 && rule_value(k, e, "approver") &&
	       !rule_past(run, rule_value(k, e, "expires_on"));
}

static bool is_excepted(struct rule_run *run, const struct record_kind *k, const struct record *r)
{
	const struct record *e;
	const struct record_kind *x = &ledger_exceptions;
	const char *system = system_of(run, k, r);
	struct arena *a = run->c->arena;

	if (!run->rule->excepted || !system)
		return false;
	EACH_RECORD(run, x, e) {
		const char *about = arena_printf(a, "%s %s", rule_value(x, e, "name"),
		                                 rule_value(x, e, "rule"));

		if (rule_is(x, e, "system", system) && exception_holds(run, e) &&
		    strstr(text_fold(a, about), text_fold(a, run->rule->excepted)))
			return true;
	}
	return false;
}

static const char *join_args(struct arena *a, const char *const *args)
{
	const char *s = NULL;

	for (; *args; args++)
		s = s ? arena_printf(a, "%s\n%s", s, *args) : *args;
	return s;
}

/* A row of a record is called together with it: システム／データベース. */
static const char *subject_of(struct arena *a, const struct record_kind *k, const struct record *r)
{
	const char *title = r->v[record_title_index(k)];

	if (record_owner(k)->type == RECORD_UNIT || !r->names[0])
		return title;
	return arena_printf(a, "%s／%s", r->names[0], title);
}

void rule_says(struct rule_run *run, const struct record_kind *k, const struct record *r,
               const char *const *args)
{
	struct arena *a = run->c->arena;
	int64_t unit = unit_of(run, k, r);

	if (!unit || is_excepted(run, k, r))
		return;
	if (run->n == run->room) {
		size_t room = run->room ? run->room * 2 : 64;

		run->said = arena_grow(a, run->said, run->room * sizeof(*run->said),
		                       room * sizeof(*run->said));
		run->room = room;
	}
	run->said[run->n++] = (struct assertion_said){
		.unit_id = unit, .criterion = run->rule->code, .ledger = k->code,
		.record_id = r->id, .subject = subject_of(a, k, r),
		.value = run->rule->unknown ? ASSERTION_UNKNOWN : ASSERTION_NOT_MET,
		.severity = run->rule->severity, .details = join_args(a, args)};
}

/* --- reading it again --- */

static const char *show_fields(struct arena *a, enum lang lang, const struct record_kind *k,
                               const char *keys)
{
	struct text_list list = text_split(a, keys, ",");

	for (size_t i = 0; i < list.n; i++) {
		const struct record_field *f = k ? record_field_find(k, list.v[i]) : NULL;

		if (f)
			list.v[i] = msg_find(lang, f->label);
	}
	return text_join(a, &list, "、");
}

static const char *show_value(struct arena *a, enum lang lang, const struct record_kind *k,
                              const char *text)
{
	size_t n = strcspn(text, " ");
	const struct record_field *f = k ? record_field_find(k, arena_strndup(a, text, n)) : NULL;
	char *value = arena_strdup(a, text + n + (text[n] == ' '));

	if (!f)
		return value;
	for (char *p = value; *p && f->type == RECORD_MANY; p++)
		if (*p == ',')
			*p = '\n';
	return record_value_show(a, lang, f, value);
}

const char *rule_explain(struct arena *a, enum lang lang, const struct rule *rule,
                         const char *ledger, const char *details)
{
	const struct record_kind *k = ledger ? ledger_find(ledger) : NULL;
	const char *args[RULE_ARGS_MAX + 1] = {NULL};
	struct text_list lines = text_split(a, details ? details : "", "\n");

	for (size_t i = 0; i < lines.n && i < RULE_ARGS_MAX; i++) {
		const char *text = lines.v[i] + strcspn(lines.v[i], " ");

		text += *text == ' ';
		if (*lines.v[i] == 'f')
			args[i] = show_fields(a, lang, k, text);
		else
			args[i] = *lines.v[i] == 'v' ? show_value(a, lang, k, text) : text;
	}
	return msg_format(a, lang, rule->found, args);
}

bool rule_is_about(struct arena *a, const char *details, const char *field)
{
	struct text_list lines = text_split(a, details ? details : "", "\n");

	for (size_t i = 0; i < lines.n; i++) {
		struct text_list keys = {0};

		if (strncmp(lines.v[i], "f ", 2) == 0)
			keys = text_split(a, lines.v[i] + 2, ",");
		for (size_t k = 0; k < keys.n; k++)
			if (strcmp(keys.v[k], field) == 0)
				return true;
	}
	return false;
}

/* --- running --- */

static enum err run_all(struct ctx *c, const char *today, struct assertion_changes *ret)
{
	struct rule_run run = {.c = c, .today = today};

	TRY(load_records(c, &run.records));
	for (size_t i = 0; i < n_rules; i++) {
		struct rule_setting s;

		TRY(rule_setting_load(c, rules[i], &s));
		run.rule = rules[i];
		run.limit = s.limit;
		if (!s.off)
			rules[i]->look(&run);
	}
	return assertion_replace(c, RULES_SOURCE, today, run.said, run.n, ret);
}

enum err rules_run(struct ctx *c, const char *today, struct assertion_changes *ret)
{
	const char *reach = c->only_below;
	enum err e;

	c->only_below = NULL;
	e = run_all(c, today, ret);
	c->only_below = reach;
	return e;
}
