#include "audit/edit.h"

#include "audit/audit.h"
#include "base/date.h"
#include "base/text.h"
#include "store/evidence.h"

#include <string.h>

enum err judgement_find(struct ctx *c, int64_t id, struct judgement_found *ret)
{
	struct judgement_found f = {0};
	struct judgement_row *row;

	TRY(q_judgement_place(c, &(struct judgement_place_in){id}, &f.place));
	if (!f.place)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such judgement."));
	TRY(judgement_get(c, id, &row));
	TRY(scale_load(c, f.place->scale_id, &f.scale));
	f.row = *row;
	*ret = f;
	return OK;
}

static enum err check_open(struct ctx *c, const struct judgement_found *f)
{
	return audit_must_have_reason(c, f->place->unit, f->place->confirmed_on);
}

static const char *blank_to_null(const char *s)
{
	return text_blank(s) ? NULL : s;
}

enum err judgement_change(struct ctx *c, struct judgement_found *found,
                          const struct judgement_edit *edit)
{
	struct judgement_row after = found->row;

	if (edit->rev != found->row.rev)
		return FAIL(c, ERR_CONFLICT, N_("Somebody else judged this item meanwhile."));
	if (edit->level && strcmp(edit->level, LEVEL_NA) != 0 &&
	    scale_index(&found->scale, edit->level) < 0)
		return FAIL(c, ERR_INVALID, N_("“{1}” is not a level. Enter one of: {2}"),
		            edit->level, scale_choices(c->arena, &found->scale));
	TRY(check_open(c, found));
	after.level = edit->level;
	after.comment = blank_to_null(edit->comment);
	after.judged_on = edit->judged_on;
	if (after.level && !after.judged_on)
		after.judged_on = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
	TRY(judgement_update(c, &found->row, &after));
	found->row = after;
	return OK;
}

enum err evidence_attach(struct ctx *c, const struct judgement_found *found, const char *file_name,
                         const char *data, size_t len, const char *evidence_date,
                         struct evidence_row *ret)
{
	struct evidence_row row = {.judgement_id = found->row.id,
	                           .file_name = file_name,
	                           .size = (int64_t)len,
	                           .evidence_date = evidence_date,
	                           .added_us = c->now_us};
	struct evidence_row *have;
	size_t n;

	TRY(check_open(c, found));
	TRY(evidence_store(c, data, len, &row.digest));
	TRY(q_evidence_of_judgement(c, &(struct evidence_of_judgement_in){found->row.id}, &have,
	                            &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(have[i].digest, row.digest) == 0)
			return FAIL(c, ERR_CONFLICT,
			            N_("The same file is attached already, as {1}."),
			            have[i].file_name);
	TRY(evidence_insert(c, &row));
	*ret = row;
	return OK;
}

enum err evidence_detach(struct ctx *c, const struct judgement_found *found, int64_t evidence_id)
{
	struct evidence_row *row;

	TRY(check_open(c, found));
	TRY(evidence_get(c, evidence_id, &row));
	if (!row || row->judgement_id != found->row.id)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such evidence."));
	return evidence_delete(c, row);
}
