/* Visits: when, where and how a target was audited, and by whom. */
#include "audit/audit.h"

#include "base/date.h"
#include "base/map.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { AUDIT, PART, UNIT, DAY, START, END, PLACE, METHOD, TEAM, FACILITIES, N_COLUMNS };

static const struct form_column columns[N_COLUMNS] = {
        [AUDIT] = {"audit", "監査", false},
        [PART] = {"part", "区分|監査区分", false},
        [UNIT] = {"unit_code", "所属コード|コード", true},
        [DAY] = {"day", "日程|実施日|日付", true},
        [START] = {"start", "開始|開始時刻", false},
        [END] = {"end", "終了|終了時刻", false},
        [PLACE] = {"place", "場所|会場", false},
        [METHOD] = {"method", "方法|実施方法", false},
        [TEAM] = {"team", "監査人|担当者", false},
        [FACILITIES] = {"facilities", "対象施設|含む施設", false},
};
const struct form visit_form = {columns, N_COLUMNS};

struct visit_reader {
	struct reading r;
	const char *audit, *part; /* given beside the file; NULL = the columns say */
	struct map parts;   /* audit and part as written → audit_part_row */
	struct map targets; /* id of the part, unit code → targets_of_part_out */
	struct map visits;  /* target, day, start → visit_row */
	struct map seen;    /* the same, of the file */
};

/* 9:00, ９時, 09:00:00 → 09:00; NULL when empty or no time (then the row is rejected). */
static const char *read_time(struct reading *r, const struct sheet_row *row, int column)
{
	struct arena *a = r->c->arena;
	const struct cell *cell = reading_cell(r, row, column);
	const char *text = text_squeeze(a, text_nfkc(a, reading_text(r, row, column)));
	int minutes;

	if (!*text)
		return NULL;
	if (cell->kind == CELL_NUMBER && cell->number > 0 && cell->number < 1) {
		minutes = (int)(cell->number * 1440 + 0.5);
	} else if (!clock_parse(a, text, &minutes)) {
		READING_PROBLEM(r, row, column, SEV_REJECT, "time-invalid",
		                N_("“{1}” is not a time of day. Write it like 13:00."), text);
		return NULL;
	}
	return arena_printf(a, "%02d:%02d", minutes / 60, minutes % 60);
}

static const char *visit_key(struct arena *a, int64_t target, const char *day, const char *start)
{
	return arena_printf(a, "%lld %s %s", (long long)target, day, start ? start : "");
}

static const char *target_key(struct arena *a, const struct audit_part_row *part, const char *unit)
{
	return map_key2(a, arena_printf(a, "%lld", (long long)part->id), unit);
}

static enum err load_targets(struct visit_reader *v, const struct audit_part_row *part)
{
	struct ctx *c = v->r.c;
	struct targets_of_part_out *targets;
	struct visit_row *visits;
	size_t n, n_visits;

	TRY(q_targets_of_part(c, &(struct targets_of_part_in){part->id}, &targets, &n));
	for (size_t i = 0; i < n; i++) {
		map_put(&v->targets, target_key(c->arena, part, targets[i].unit_code), &targets[i]);
		TRY(q_visits_of_target(c, &(struct visits_of_target_in){targets[i].id}, &visits,
		                       &n_visits));
		for (size_t k = 0; k < n_visits; k++)
			map_put(&v->visits, visit_key(c->arena, targets[i].id, visits[k].day,
			                              visits[k].start_time), &visits[k]);
	}
	return OK;
}

/* The part of the row, with its targets and visits when it is first named. */
static enum err find_part(struct visit_reader *v, const struct sheet_row *row,
                          struct audit_part_row **ret)
{
	struct ctx *c = v->r.c;
	const char *audit = v->audit ? v->audit : reading_text(&v->r, row, AUDIT);
	const char *part = v->part ? v->part : reading_opt(&v->r, row, PART);
	const char *key = map_key2(c->arena, audit, part ? part : "");
	struct audit_row found;

	*ret = map_get(&v->parts, key);
	if (*ret)
		return OK;
	if (!*audit)
		return FAIL(
			c, ERR_USAGE,
			N_("{1}: it does not say which audit the visits belong to. "
			   "Name it with --audit."),
			v->r.file);
	TRY(audit_find(c, audit, &found));
	*ret = ARENA_NEW(c->arena, struct audit_part_row);
	TRY(audit_find_part(c, &found, part, *ret));
	map_put(&v->parts, key, *ret);
	return load_targets(v, *ret);
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Of two visits at the same time. */
static bool same_visit(const struct visit_row *a, const struct visit_row *b)
{
	return same(a->end_time, b->end_time) && same(a->place, b->place) &&
	       same(a->method, b->method) && same(a->team, b->team) &&
	       same(a->facilities, b->facilities);
}

static enum err store(struct visit_reader *v, const struct sheet_row *row,
                      const struct targets_of_part_out *target, struct visit_row *now,
                      struct import_result *ret)
{
	struct ctx *c = v->r.c;
	const char *key = visit_key(c->arena, now->target_id, now->day, now->start_time);
	struct visit_row *old = map_get(&v->visits, key);

	if (map_put(&v->seen, key, now)) {
		READING_PROBLEM(&v->r, row, DAY, SEV_REJECT, "key-repeated",
		                N_("The unit has two visits at the same time."));
		return OK;
	}
	if (old && same_visit(old, now)) {
		ret->unchanged++;
		return OK;
	}
	if (target->confirmed_on && !c->reason) {
		READING_PROBLEM(
			&v->r, row, UNIT, SEV_REJECT, "confirmed",
			N_("{1} was confirmed on {2}. A correction needs a reason (--reason)."),
			target->unit_code, target->confirmed_on);
		return OK;
	}
	if (!old) {
		ret->created++;
		return visit_insert(c, now);
	}
	now->id = old->id;
	now->rev = old->rev;
	ret->updated++;
	return visit_update(c, old, now);
}

static enum err import_row(struct visit_reader *v, const struct sheet_row *row,
                           struct import_result *ret)
{
	struct reading *r = &v->r;
	struct visit_row *visit = ARENA_NEW(r->c->arena, struct visit_row);
	struct targets_of_part_out *target;
	struct audit_part_row *part;
	const char *unit = reading_code(r, row, UNIT);

	TRY(find_part(v, row, &part));
	target = map_get(&v->targets, target_key(r->c->arena, part, unit));
	if (target)
		visit->target_id = target->id;
	else
		READING_PROBLEM(r, row, UNIT, SEV_REJECT, "target-unknown",
		                N_("Unit {1} is no target of part {2}."), unit, part->code);
	visit->day = reading_date(r, row, DAY);
	if (!visit->day && !r->row_rejected)
		READING_PROBLEM(r, row, DAY, SEV_REJECT, "required", N_("The day is missing."));
	visit->start_time = read_time(r, row, START);
	visit->end_time = read_time(r, row, END);
	visit->place = reading_opt(r, row, PLACE);
	visit->method = reading_opt(r, row, METHOD);
	visit->team = reading_opt(r, row, TEAM);
	visit->facilities = reading_opt(r, row, FACILITIES);
	if (!target || r->row_rejected)
		return OK;
	return store(v, row, target, visit, ret);
}

enum err visit_import(struct ctx *c, const struct book *book, const char *file,
                      const char *audit, const char *part, struct import_result *ret)
{
	struct visit_reader v = {.audit = audit, .part = part};
	const struct sheet_row *row;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, &visit_form, &ret->problems, &v.r));
	v.parts.arena = v.targets.arena = v.visits.arena = v.seen.arena = c->arena;
	while ((row = reading_next(&v.r)) != NULL) {
		ret->rows++;
		TRY(import_row(&v, row, ret));
	}
	ret->rejected = v.r.rejected;
	return OK;
}

enum err visit_export(struct ctx *c, struct table *ret)
{
	static const struct column out[N_COLUMNS] = {
	        {"audit", COLUMN_TEXT}, {"part", COLUMN_TEXT},  {"unit_code", COLUMN_TEXT},
	        {"day", COLUMN_DATE},   {"start", COLUMN_TEXT}, {"end", COLUMN_TEXT},
	        {"place", COLUMN_TEXT}, {"method", COLUMN_TEXT}, {"team", COLUMN_TEXT},
	        {"facilities", COLUMN_WIDE_TEXT}};
	struct audit_row *audits;
	const char *const **rows = NULL;
	size_t n_audits, n = 0;

	TRY(q_audit_all(c, &audits, &n_audits));
	for (size_t i = 0; i < n_audits; i++) {
		struct visits_of_audit_out *visits;
		size_t count;

		TRY(q_visits_of_audit(c, &(struct visits_of_audit_in){audits[i].id}, &visits,
		                      &count));
		rows = arena_grow(c->arena, (void *)rows, n * sizeof(*rows),
		                  (n + count) * sizeof(*rows));
		for (size_t k = 0; k < count; k++) {
			const char **v = ARENA_ARRAY(c->arena, N_COLUMNS, const char *);

			v[AUDIT] = audits[i].code;
			v[PART] = visits[k].part;
			v[UNIT] = visits[k].unit_code;
			v[DAY] = visits[k].day;
			v[START] = visits[k].start_time;
			v[END] = visits[k].end_time;
			v[PLACE] = visits[k].place;
			v[METHOD] = visits[k].method;
			v[TEAM] = visits[k].team;
			v[FACILITIES] = visits[k].facilities;
			rows[n++] = v;
		}
	}
	*ret = (struct table){"visits", out, N_COLUMNS, rows, n};
	return OK;
}

/* --- the schedule --- */

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_days(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a == NULL) - (b == NULL);
}

static int compare_times(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_schedule(const void *one, const void *other)
{
	const struct scheduled *s = one, *t = other;
	const struct schedule_of_audit_out *a = s->visit, *b = t->visit;
	int order = compare_days(a->day, b->day);

	if (!order)
		order = compare_times(a->start_time, b->start_time);
	if (!order)
		order = compare_numbers(s->part->number, t->part->number);
	if (!order)
		order = compare_numbers(a->unit_sort, b->unit_sort);
	if (!order)
		order = strcmp(a->unit_code, b->unit_code);
	if (!order)
		order = compare_numbers(a->id, b->id);
	return order ? order : compare_numbers(a->unit_id, b->unit_id);
}

static const struct audit_part_row *part_of(const struct audit_part_row *parts, int64_t id)
{
	while (parts->id != id)
		parts++;
	return parts;
}

/*
 * Sorted and joined with the parts here: a database that sorts writes and reads every column of
 * every row once more, and one that joins gives the title of the part with every row.
 */
enum err audit_schedule(struct ctx *c, int64_t audit_id, struct scheduled **ret, size_t *ret_n)
{
	struct audit_part_row *parts;
	struct schedule_of_audit_out *visits;
	size_t n_parts, n;

	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){audit_id}, &parts, &n_parts));
	TRY(q_schedule_of_audit(c, &(struct schedule_of_audit_in){audit_id}, &visits, &n));
	*ret = ARENA_ARRAY(c->arena, n, struct scheduled);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct scheduled){part_of(parts, visits[i].part_id), &visits[i]};
	if (n)
		qsort(*ret, n, sizeof(**ret), by_schedule);
	*ret_n = n;
	return OK;
}
