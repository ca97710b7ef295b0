/* 確定: nothing is confirmed while something is missing; all that is missing is listed. */
#include "audit/audit.h"

#include "audit/scale.h"
#include "base/date.h"

#include <string.h>

static void missing(struct ctx *c, struct problems *problems, const struct targets_of_part_out *t,
                    const char *code, const char *catalog, const char *no, const char *msgid)
{
	const char *item = arena_printf(c->arena, "%s %s", catalog, no);

	/* the code is not printed: pages link to the section by it */
	PROBLEM(c, problems, SEV_REJECT, code, ((struct place){.sheet = t->unit, .column = item}),
	        NULL, msgid, t->unit, item, t->unit_code);
}

static enum err check_levels(struct ctx *c, const struct scale *scale,
                             const struct judgements_of_part_out *rows, size_t n,
                             const struct targets_of_part_out *t, struct problems *problems)
{
	for (size_t i = 0; i < n; i++) {
		const struct judgements_of_part_out *j = &rows[i];

		if (j->target_id != t->id)
			continue;
		if (!j->level)
			missing(c, problems, t, "unjudged", j->catalog, j->no,
			        N_("{1}, {2}: not judged yet."));
		else if (!j->comment && scale_index(scale, j->level) > scale->conforming)
			missing(c, problems, t, "comment-missing", j->catalog, j->no,
			        N_("{1}, {2}: below the conforming level, but without a comment."));
	}
	return OK;
}

static enum err check_evidence(struct ctx *c, const struct audit_part_row *part,
                               const struct targets_of_part_out *t, struct problems *problems)
{
	struct mandatory_without_evidence_out *rows;
	size_t n;

	if (part->evidence_elsewhere)
		return OK;
	TRY(q_mandatory_without_evidence(c, &(struct mandatory_without_evidence_in){t->id}, &rows,
	                                 &n));
	for (size_t i = 0; i < n; i++)
		missing(c, problems, t, "evidence-missing", rows[i].catalog, rows[i].no,
		        N_("{1}, {2}: mandatory, but without evidence. "
		           "Add it, or state for the part where it is held."));
	return OK;
}

static enum err confirm_target(struct ctx *c, const struct targets_of_part_out *t)
{
	struct target_row before = {t->id,      t->rev,          t->part_id,
	                            t->unit_id, t->confirmed_on, t->confirmed_by};
	struct target_row after = before;

	after.confirmed_on = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
	after.confirmed_by = c->actor;
	return target_update(c, &before, &after);
}

/* Checks the part's targets, or one unit's; confirms those without open points where `store`. */
static enum err confirm_part(struct ctx *c, const struct audit_part_row *part, const char *unit,
                             bool store, struct problems *problems, long *found)
{
	struct targets_of_part_out *targets;
	struct judgements_of_part_out *rows;
	struct scale scale;
	size_t n, n_rows;

	TRY(scale_load(c, part->scale_id, &scale));
	TRY(q_targets_of_part(c, &(struct targets_of_part_in){part->id}, &targets, &n));
	TRY(q_judgements_of_part(c, &(struct judgements_of_part_in){part->id}, &rows, &n_rows));
	for (size_t i = 0; i < n; i++) {
		const struct targets_of_part_out *t = &targets[i];
		size_t before = problems->count[SEV_REJECT];

		if (unit && strcmp(unit, t->unit_code) != 0)
			continue;
		(*found)++;
		if (t->confirmed_on)
			continue;
		TRY(check_levels(c, &scale, rows, n_rows, t, problems));
		TRY(check_evidence(c, part, t, problems));
		if (store && problems->count[SEV_REJECT] == before)
			TRY(confirm_target(c, t));
	}
	return OK;
}

static enum err confirm_audit(struct ctx *c, const struct audit_row *audit)
{
	struct audit_row after = *audit;

	if (audit->confirmed_on)
		return OK;
	after.confirmed_on = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
	return audit_update(c, audit, &after);
}

enum err audit_open_points(struct ctx *c, const struct audit_part_row *part, const char *unit,
                           struct problems *problems)
{
	long found = 0;

	return confirm_part(c, part, unit, false, problems, &found);
}

enum err audit_confirm(struct ctx *c, const struct audit_row *audit, const char *part,
                       const char *unit, struct problems *problems)
{
	struct audit_part_row *parts, wanted;
	long found = 0;
	size_t n;

	if (part)
		TRY(audit_find_part(c, audit, part, &wanted));
	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){audit->id}, &parts, &n));
	for (size_t i = 0; i < n; i++)
		if (!part || parts[i].id == wanted.id)
			TRY(confirm_part(c, &parts[i], unit, true, problems, &found));
	if (!found && unit && part)
		return FAIL(c, ERR_NOT_FOUND, N_("Unit {1} is no target of part {2}."), unit, part);
	if (!found && unit)
		return FAIL(c, ERR_NOT_FOUND, N_("Unit {1} is no target of the audit."), unit);
	if (!found)
		return FAIL(
			c, ERR_NOT_FOUND,
			N_("There is nothing to confirm: no unit is asked anything. Begin with: "
			   "kageyu audit scope"));
	if (problems->count[SEV_REJECT])
		return FAIL(
			c, ERR_STATE,
			N_("Not confirmed: {1} points are open. Settle them and confirm again."),
			arena_printf(c->arena, "%zu", problems->count[SEV_REJECT]));
	return unit || part ? OK : confirm_audit(c, audit);
}
