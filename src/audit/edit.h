/*
 * edit.h - one judgement changed by hand, and evidence attached to it.
 *
 * What a confirmed target holds changes only with a reason (ctx.reason); the reason stands in the
 * audit trail with the values before and after.
 */
#ifndef KAGEYU_AUDIT_EDIT_H
#define KAGEYU_AUDIT_EDIT_H

#include "audit/scale.h"

/* The judgement with what it belongs to; ERR_NOT_FOUND where it is out of sight or none. */
struct judgement_found {
	struct judgement_row row;
	struct judgement_place_out *place;
	struct scale scale;
};
MUST_USE enum err judgement_find(struct ctx *c, int64_t id, struct judgement_found *ret);

/* The new values, complete: NULL = none. rev: the revision they were made from. */
struct judgement_edit {
	int64_t rev;
	const char *level, *comment, *judged_on;
};

/*
 * Stores the new values; found->row is the row afterwards. ERR_CONFLICT when the row has another
 * revision by now (found->row is what is stored then), ERR_INVALID when the level is not on the
 * scale, ERR_STATE when the target is confirmed and there is no reason. A level without a date gets
 * today's.
 */
MUST_USE enum err judgement_change(struct ctx *c, struct judgement_found *found,
                                   const struct judgement_edit *edit);

/* Attaches a file; the same content again is ERR_CONFLICT. evidence_date: ISO or NULL. */
MUST_USE enum err evidence_attach(struct ctx *c, const struct judgement_found *found,
                                  const char *file_name, const char *data, size_t len,
                                  const char *evidence_date, struct evidence_row *ret);
/* Detaches it; the file stays under its digest, because the trail names it. */
MUST_USE enum err evidence_detach(struct ctx *c, const struct judgement_found *found,
                                  int64_t evidence_id);

#endif
