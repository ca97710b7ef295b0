/* What rules see, and how they say what they noticed. */
#include "ledger/rules_internal.h"

#include "base/date.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *id_text(struct ctx *c, int64_t id)
{
	return arena_printf(c->arena, "%" PRId64, id);
}

const struct rule_records *rule_records(const struct rule_run *run, const struct record_kind *k)
{
	size_t i = 0;

	while (run->records[i].kind != k)
		i++;
	if (!run->records[i].loaded)
		BUG("a rule looks at a ledger that it does not say it reads");
	return &run->records[i];
}

bool rule_looks_at(const struct rule_run *run, size_t ledger)
{
	return run->records[ledger].loaded && (!run->changed || run->changed[ledger]);
}

const char *rule_id(const struct rule_run *run, const struct record *r)
{
	return id_text(run->c, r->id);
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

bool rule_has(const struct record_kind *k, const struct record *r, const char *field,
              const char *choice)
{
	const char *s = rule_value(k, r, field);
	size_t len = strlen(choice);

	for (; s && *s; s += strcspn(s, "\n"), s += *s == '\n')
		if (strcspn(s, "\n") == len && strncmp(s, choice, len) == 0)
			return true;
	return false;
}

/* --- records by a value --- */

struct rule_index {
	size_t field;
	struct map first;           /* value → the first record that has it */
	const struct record **next; /* parallel to the records: the next one of the same value */
	struct rule_index *more;
};

static struct rule_index *make_index(struct arena *a, const struct rule_records *m, size_t field)
{
	struct rule_index *x = ARENA_NEW(a, struct rule_index);

	x->field = field;
	x->first.arena = a;
	x->next = ARENA_ARRAY(a, m->n, const struct record *);
	for (size_t i = m->n; i-- > 0;)
		if (m->v[i].v[field])
			x->next[i] = map_put(&x->first, m->v[i].v[field], &m->v[i]);
	return x;
}

const struct record *rule_with(const struct rule_run *run, const struct record_kind *k,
                               const char *field, const char *value, const struct record *r)
{
	struct rule_records *m = (struct rule_records *)rule_records(run, k);
	size_t at = record_field_index(k, field);
	struct rule_index *x = m->indexes;

	if (!value)
		return NULL;
	while (x && x->field != at)
		x = x->more;
	if (!x) {
		x = make_index(run->c->arena, m, at);
		x->more = m->indexes;
		m->indexes = x;
	}
	return r ? x->next[r - m->v] : map_get(&x->first, value);
}

/* --- days --- */

const char *rule_later(const char *x, const char *y)
{
	if (!x || !y)
		return x ? x : y;
	return strcmp(x, y) < 0 ? y : x;
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

/* Half up, in integers. */
const char *rule_percent(struct rule_run *run, int64_t part, int64_t whole)
{
	int64_t tenths = (2000 * part + whole) / (2 * whole);

	return arena_printf(run->c->arena, "t %" PRId64 ".%" PRId64, tenths / 10, tenths % 10);
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
	EACH_WITH(run, x, "system", system, e) {
		const char *about = arena_printf(a, "%s %s", rule_value(x, e, "name"),
		                                 rule_value(x, e, "rule"));

		if (exception_holds(run, e) &&
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

/* What the rule that looks says; whom and what about is the caller's. */
static struct assertion_said *say(struct rule_run *run, const char *const *args)
{
	struct arena *a = run->c->arena;

	if (run->n == run->room) {
		size_t room = run->room ? run->room * 2 : 64;

		run->said = arena_grow(a, run->said, run->room * sizeof(*run->said),
		                       room * sizeof(*run->said));
		run->room = room;
	}
	run->said[run->n] = (struct assertion_said){
		.criterion = run->rule->code,
		.value = run->rule->unknown || run->rule->contradiction ? ASSERTION_UNKNOWN
		                                                        : ASSERTION_NOT_MET,
		.severity = run->rule->severity, .details = join_args(a, args)};
	return &run->said[run->n++];
}

void rule_says(struct rule_run *run, const struct record_kind *k, const struct record *r,
               const char *const *args)
{
	struct assertion_said *said;
	int64_t unit = unit_of(run, k, r);

	if (!unit || is_excepted(run, k, r))
		return;
	said = say(run, args);
	said->unit_id = unit;
	said->ledger = k->code;
	said->record_id = r->id;
	said->subject = subject_of(run->c->arena, k, r);
}

void rule_says_of_unit(struct rule_run *run, int64_t unit_id, const char *name,
                       const char *const *args)
{
	struct assertion_said *said = say(run, args);

	said->unit_id = unit_id;
	said->subject = name;
}
