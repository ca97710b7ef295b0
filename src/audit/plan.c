#include "audit/plan.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

static const char *blank_to_null(const char *s)
{
	return text_blank(s) ? NULL : s;
}

/* --- head and parts --- */

/* 2025-03, 2025/3, 令和7年3月, R7.3 → 2025-03 */
static bool read_month(struct arena *a, const char *s, const char **ret)
{
	static const char *const days[] = {"-01", "/1", "1日", ".1"};
	struct date d;

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		if (!date_parse(a, arena_printf(a, "%s%s", text_squeeze(a, s), days[i]), &d))
			continue;
		*ret = arena_printf(a, "%04d-%02d", d.year, d.month);
		return true;
	}
	return false;
}

enum err audit_change(struct ctx *c, const struct audit_row *before, struct audit_row *after)
{
	TRY(audit_must_have_reason(c, before->title, before->confirmed_on));
	if (text_blank(after->title))
		return FAIL(c, ERR_INVALID, N_("The title is missing."));
	after->document_number = blank_to_null(after->document_number);
	after->marks = blank_to_null(after->marks);
	after->report_month = blank_to_null(after->report_month);
	if (after->report_month &&
	    !read_month(c->arena, after->report_month, &after->report_month))
		return FAIL(c, ERR_USAGE, N_("“{1}” is not a month. Write it like 2025-03."),
		            after->report_month);
	if (after->previous_id == after->id)
		return FAIL(c, ERR_INVALID, N_("An audit cannot stand beside itself."));
	return audit_update(c, before, after);
}

enum err audit_change_part(struct ctx *c, const struct audit_part_row *before,
                           struct audit_part_row *after)
{
	struct audit_row *audit;

	TRY(audit_get(c, before->audit_id, &audit));
	TRY(audit_must_have_reason(c, audit->title, audit->confirmed_on));
	if (text_blank(after->title))
		return FAIL(c, ERR_INVALID, N_("The title is missing."));
	after->purpose = blank_to_null(after->purpose);
	after->evidence_elsewhere = blank_to_null(after->evidence_elsewhere);
	return audit_part_update(c, before, after);
}

static enum err unpin(struct ctx *c, int64_t part_id, bool unused_only)
{
	struct part_catalog_row *pinned;
	size_t n;

	TRY(q_part_catalog_rows(c, &(struct part_catalog_rows_in){part_id}, &pinned, &n));
	for (size_t i = 0; i < n; i++) {
		struct version_asked_out *asked = NULL;

		if (unused_only)
			TRY(q_version_asked(
				c, &(struct version_asked_in){part_id, pinned[i].version_id},
				&asked));
		if (!asked)
			TRY(part_catalog_delete(c, &pinned[i]));
	}
	return OK;
}

enum err audit_remove_part(struct ctx *c, const struct audit_row *audit,
                           const struct audit_part_row *part)
{
	struct audit_part_row *parts;
	struct targets_of_part_out *targets;
	size_t n, n_targets;

	TRY(audit_must_be_open(c, audit));
	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){audit->id}, &parts, &n));
	if (n < 2)
		return FAIL(c, ERR_STATE, N_("An audit has at least one part."));
	TRY(q_targets_of_part(c, &(struct targets_of_part_in){part->id}, &targets, &n_targets));
	if (n_targets)
		return FAIL(c, ERR_STATE,
		            N_("{1} still asks {2} sections. Take them out of its scope first."),
		            part->title, arena_printf(c->arena, "%zu", n_targets));
	TRY(unpin(c, part->id, false));
	return audit_part_delete(c, part);
}

/* --- scope --- */

/* One target with what is to be removed from it. */
struct shrinking {
	const struct targets_of_part_out *target;
	struct section_sheet_out *rows;
	size_t n;
};

struct removal {
	const struct audit_scope *scope;
	struct shrinking *targets;
	size_t n;
	size_t judged; /* pairs that stand in the way */
	const char *first_unit, *first_item;
};

static bool named(const char *const *list, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], s) == 0)
			return true;
	return false;
}

static bool concerns(const struct audit_scope *scope, const struct section_sheet_out *row)
{
	return strcmp(row->catalog, scope->catalog) == 0 &&
	       (scope->n_items == 0 || named(scope->items, scope->n_items, row->no));
}

static bool is_open(const struct section_sheet_out *row)
{
	return !row->level && !row->comment && row->evidence == 0;
}

/* Loads the target's pairs and looks for what stands in the way. */
static enum err look(struct ctx *c, struct removal *m, const struct targets_of_part_out *t)
{
	struct shrinking *s = &m->targets[m->n];
	bool concerned = false;

	TRY(q_section_sheet(c, &(struct section_sheet_in){t->id}, &s->rows, &s->n));
	for (size_t i = 0; i < s->n; i++) {
		if (!concerns(m->scope, &s->rows[i]))
			continue;
		concerned = true;
		if (is_open(&s->rows[i]))
			continue;
		if (!m->judged++) {
			m->first_unit = t->unit;
			m->first_item = arena_printf(c->arena, "%s %s", s->rows[i].catalog,
			                             s->rows[i].no);
		}
	}
	if (!concerned)
		return OK;
	if (t->confirmed_on)
		return FAIL(c, ERR_STATE,
		            N_("{1} was confirmed on {2}. What it was asked stays."), t->unit,
		            t->confirmed_on);
	s->target = t;
	m->n++;
	return OK;
}

static enum err remove_target(struct ctx *c, const struct targets_of_part_out *t)
{
	const struct target_row row = {t->id,      t->rev,          t->part_id,
	                               t->unit_id, t->confirmed_on, t->confirmed_by};
	struct visit_row *visits;
	size_t n;

	TRY(q_visits_of_target(c, &(struct visits_of_target_in){t->id}, &visits, &n));
	for (size_t i = 0; i < n; i++)
		TRY(visit_delete(c, &visits[i]));
	return target_delete(c, &row);
}

static enum err shrink(struct ctx *c, const struct removal *m, const struct shrinking *s,
                       long *pairs)
{
	size_t left = s->n;

	for (size_t i = 0; i < s->n; i++) {
		const struct section_sheet_out *j = &s->rows[i];
		const struct judgement_row row = {j->id,    j->rev,     s->target->id, j->item_id,
		                                  j->level, j->comment, j->judged_on};

		if (!concerns(m->scope, j))
			continue;
		TRY(judgement_delete(c, &row));
		(*pairs)++;
		left--;
	}
	return left ? OK : remove_target(c, s->target);
}

enum err audit_remove_scope(struct ctx *c, const struct audit_row *audit,
                            const struct audit_part_row *part, const struct audit_scope *scope,
                            long *ret_pairs)
{
	struct removal m = {.scope = scope};
	struct targets_of_part_out *targets;
	long pairs = 0;
	size_t n;

	TRY(audit_must_be_open(c, audit));
	TRY(q_targets_of_part(c, &(struct targets_of_part_in){part->id}, &targets, &n));
	m.targets = ARENA_ARRAY(c->arena, n, struct shrinking);
	for (size_t i = 0; i < n; i++)
		if (named(scope->units, scope->n_units, targets[i].unit_code))
			TRY(look(c, &m, &targets[i]));
	if (m.judged)
		return FAIL(c, ERR_STATE,
		            N_("Nothing was taken out: {1}, {2} already has a level, a comment or "
			       "evidence ({3} such items in all). Clear them first, or leave them "
			       "in the scope."),
		            m.first_unit, m.first_item, arena_printf(c->arena, "%zu", m.judged));
	for (size_t i = 0; i < m.n; i++)
		TRY(shrink(c, &m, &m.targets[i], &pairs));
	TRY(unpin(c, part->id, true));
	*ret_pairs = pairs;
	return OK;
}

/* --- visits --- */

static enum err check_target(struct ctx *c, int64_t target_id)
{
	struct target_row *target;
	struct unit_row *unit;

	TRY(target_get(c, target_id, &target));
	TRY(unit_get(c, target->unit_id, &unit));
	return audit_must_have_reason(c, unit->name, target->confirmed_on);
}

enum err visit_save(struct ctx *c, const struct visit_row *before, struct visit_row *after)
{
	TRY(check_target(c, after->target_id));
	if (after->end_time && !after->start_time)
		return FAIL(c, ERR_INVALID, N_("The visit has an end but no start."));
	if (after->end_time && strcmp(after->end_time, after->start_time) <= 0)
		return FAIL(c, ERR_INVALID, N_("The visit ends at {1}, before it starts at {2}."),
		            after->end_time, after->start_time);
	after->place = blank_to_null(after->place);
	after->method = blank_to_null(after->method);
	after->team = blank_to_null(after->team);
	after->facilities = blank_to_null(after->facilities);
	return before ? visit_update(c, before, after) : visit_insert(c, after);
}

enum err visit_remove(struct ctx *c, const struct visit_row *visit)
{
	TRY(check_target(c, visit->target_id));
	return visit_delete(c, visit);
}
