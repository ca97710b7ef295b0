#include "audit/judgement_internal.h"

#include "base/text.h"

#include <string.h>

enum { AUDIT, PART, UNIT, CATALOG, NO, LEVEL, COMMENT, JUDGED_ON, N_COLUMNS };

static const struct form_column columns[N_COLUMNS] = {
        [AUDIT] = {"audit", "監査", false},
        [PART] = {"part", "区分|監査区分", false},
        [UNIT] = {"unit_code", "所属コード|コード|部署コード", true},
        [CATALOG] = {"catalog", "チェックリスト|監査項目集|チェックリスト名", true},
        [NO] = {"no", "番号|No.|No|項番|項目番号", true},
        [LEVEL] = {"level", "対策レベル|レベル|判定", true},
        [COMMENT] = {"comment", "コメント|判定理由|所見", false},
        [JUDGED_ON] = {"judged_on", "判定日", false},
};
const struct form judgement_form = {columns, N_COLUMNS};
static const struct judgement_columns where = {UNIT, CATALOG, NO, LEVEL, COMMENT, JUDGED_ON};

struct judgement_reader {
	struct reading r;
	const struct judgement_options *options;
	struct map parts; /* audit, part → part_state */
	struct map seen;  /* audit, part, unit, catalogue, number */
};

/* The part that the row belongs to; a new one is loaded when it is first named. */
static enum err find_part(struct judgement_reader *j, struct incoming_judgement *in)
{
	struct ctx *c = j->r.c;
	const char *audit = j->options->audit, *part = j->options->part, *key;

	if (!audit)
		audit = reading_text(&j->r, in->row, AUDIT);
	if (!part)
		part = reading_opt(&j->r, in->row, PART);
	if (!*audit)
		return FAIL(
			c, ERR_USAGE,
			N_("{1}: it does not say which audit the judgements belong to. "
			   "Name it with --audit."),
			j->r.file);
	key = map_key2(c->arena, audit, part ? part : "");
	in->part = map_get(&j->parts, key);
	if (in->part)
		return OK;
	in->part = ARENA_NEW(c->arena, struct part_state);
	TRY(part_state_load(c, audit, part, in->part));
	map_put(&j->parts, key, in->part);
	return OK;
}

static void check_key(struct judgement_reader *j, struct incoming_judgement *in)
{
	struct arena *a = j->r.c->arena;
	struct reading *r = &j->r;
	const char *key = map_key2(a, in->part->part.code,
	                           map_key2(a, in->unit_code, map_key2(a, in->catalog, in->no)));

	if (reading_empty(r, in->row, UNIT))
		READING_PROBLEM(r, in->row, UNIT, SEV_REJECT, "required",
		                N_("The unit's code is missing."));
	if (reading_empty(r, in->row, CATALOG))
		READING_PROBLEM(r, in->row, CATALOG, SEV_REJECT, "required",
		                N_("The catalogue is missing."));
	if (reading_empty(r, in->row, NO))
		READING_PROBLEM(r, in->row, NO, SEV_REJECT, "required",
		                N_("The item number is missing."));
	if (r->row_rejected)
		return;
	if (map_put(&j->seen, map_key2(a, in->part->audit.code, key), in))
		READING_PROBLEM(r, in->row, NO, SEV_REJECT, "key-repeated",
		                N_("Item {1} of unit {2} stands in the file twice."), in->no,
		                in->unit_code);
}

static enum err import_row(struct judgement_reader *j, const struct sheet_row *row,
                           struct import_result *ret)
{
	struct ctx *c = j->r.c;
	struct incoming_judgement *in = ARENA_NEW(c->arena, struct incoming_judgement);
	struct judgement_options options = *j->options;

	in->row = row;
	TRY(find_part(j, in));
	in->unit_code = reading_code(&j->r, row, UNIT);
	in->catalog = reading_text(&j->r, row, CATALOG);
	in->no = reading_code(&j->r, row, NO);
	check_key(j, in);
	judgement_read_cells(&j->r, &where, &in->part->scale, in);
	if (j->r.row_rejected)
		return OK;
	/* a part that was empty when the import began declares all its pairs */
	options.declare |= in->part->empty;
	return judgement_put(c, &j->r, &where, in, &options, ret);
}

static enum err import_table(struct ctx *c, const struct book *book, const char *file,
                             const struct judgement_options *options, struct import_result *ret)
{
	struct judgement_reader j = {.options = options};
	const struct sheet_row *row;

	TRY(form_find(c, book, file, &judgement_form, &ret->problems, &j.r));
	j.parts.arena = j.seen.arena = c->arena;
	while ((row = reading_next(&j.r)) != NULL) {
		ret->rows++;
		TRY(import_row(&j, row, ret));
	}
	ret->rejected = j.r.rejected;
	return OK;
}

static void announce_declaration(struct ctx *c, const char *file, struct import_result *ret)
{
	if (ret->created)
		PROBLEM(c, &ret->problems, SEV_INFO, "declared", ((struct place){.file = file}),
		        NULL,
		        N_("First import of this part: {1} pairs of unit and item were declared "
		           "from its rows."),
		        arena_printf(c->arena, "%ld", ret->created));
}

enum err judgement_import(struct ctx *c, const struct book *book, const char *file,
                          const struct judgement_options *options, struct import_result *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	if (workbook_recognised(c, book))
		TRY(workbook_import(c, book, file, options, ret));
	else
		TRY(import_table(c, book, file, options, ret));
	announce_declaration(c, file, ret);
	return OK;
}

/* --- export --- */

static enum err export_part(struct ctx *c, const struct audit_row *audit,
                            const struct audit_part_row *part, const char *const ***rows, size_t *n)
{
	struct judgements_of_part_out *j;
	struct scale scale;
	size_t count;

	TRY(scale_load(c, part->scale_id, &scale));
	TRY(q_judgements_of_part(c, &(struct judgements_of_part_in){part->id}, &j, &count));
	*rows = arena_grow(c->arena, (void *)*rows, *n * sizeof(**rows),
	                   (*n + count) * sizeof(**rows));
	for (size_t i = 0; i < count; i++) {
		const char **v = ARENA_ARRAY(c->arena, N_COLUMNS, const char *);

		v[AUDIT] = audit->code;
		v[PART] = part->code;
		v[UNIT] = j[i].unit_code;
		v[CATALOG] = j[i].catalog;
		v[NO] = j[i].no;
		v[LEVEL] = j[i].level ? scale_show(&scale, j[i].level) : NULL;
		v[COMMENT] = j[i].comment;
		v[JUDGED_ON] = j[i].judged_on;
		(*rows)[(*n)++] = v;
	}
	return OK;
}

enum err judgement_export(struct ctx *c, const char *audit, struct table *ret)
{
	static const struct column out[N_COLUMNS] = {
	        {"audit", COLUMN_TEXT}, {"part", COLUMN_TEXT},  {"unit_code", COLUMN_TEXT},
	        {"catalog", COLUMN_TEXT}, {"no", COLUMN_TEXT},  {"level", COLUMN_TEXT},
	        {"comment", COLUMN_WIDE_TEXT}, {"judged_on", COLUMN_DATE},
	};
	struct audit_row *audits, wanted;
	struct audit_part_row *parts;
	const char *const **rows = NULL;
	size_t n_audits, n_parts, n = 0;

	if (audit)
		TRY(audit_find(c, audit, &wanted));
	TRY(q_audit_all(c, &audits, &n_audits));
	for (size_t i = 0; i < n_audits; i++) {
		if (audit && audits[i].id != wanted.id)
			continue;
		TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){audits[i].id}, &parts,
		                     &n_parts));
		for (size_t k = 0; k < n_parts; k++)
			TRY(export_part(c, &audits[i], &parts[k], &rows, &n));
	}
	*ret = (struct table){"judgements", out, N_COLUMNS, rows, n};
	return OK;
}
