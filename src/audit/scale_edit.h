/*
 * scale_edit.h - judgement scales made and changed.
 *
 * A scale that a confirmed section was judged on stays as it is for good, because its report would
 * change with it: make a copy and use that in the next audit. Levels are known by their codes; one
 * that a judgement uses cannot be taken away.
 */
#ifndef KAGEYU_AUDIT_SCALE_EDIT_H
#define KAGEYU_AUDIT_SCALE_EDIT_H

#include "audit/scale.h"

#define SCALE_LEVEL_CODE_MAX 8 /* characters */

/* A scale as it is to be: row without id, rev and code; levels in any order, without ids. */
struct scale_edit {
	struct scale_row row;
	struct scale_level_row levels[SCALE_LEVELS_MAX];
	size_t n;
};

/* How many confirmed sections were judged on it. */
MUST_USE enum err scale_confirmed_targets(struct ctx *c, int64_t id, int64_t *ret);

/* A number that changes with every change of the scale or a level, to be compared only. */
int64_t scale_revision(const struct scale *s);

/*
 * Stores all of it, levels sorted best first (most points; those without points last). ERR_INVALID
 * when it is no usable scale, ERR_STATE when confirmed sections or judgements stand on what would
 * change. edit->row.id and code are ignored.
 */
MUST_USE enum err scale_change(struct ctx *c, int64_t id, const struct scale_edit *edit);

/* A new scale under edit->row.code. ERR_CONFLICT when there is one with the code. */
MUST_USE enum err scale_create(struct ctx *c, const struct scale_edit *edit, int64_t *ret_id);

#endif
