/* A returned 判定調書: found by its labels, compared with what it was made from. */
#include "audit/judgement_internal.h"
#include "audit/workbook.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { CATALOG, NO, TITLE, PREVIOUS, LEVEL, COMMENT, JUDGED_ON, N_COLUMNS };

static const struct form_column columns[N_COLUMNS] = {
        [CATALOG] = {"catalog", "チェックリスト|監査項目集", true},
        [NO] = {"no", "番号|No.|項番", true},
        [TITLE] = {"title", "監査項目", false},
        [PREVIOUS] = {"previous", "前回", false},
        [LEVEL] = {"level", "対策レベル|レベル|判定", true},
        [COMMENT] = {"comment", "コメント|判定理由", true},
        [JUDGED_ON] = {"judged_on", "判定日", false},
};
static const struct form form = {columns, N_COLUMNS};
/* unit -1: the rows have no such cell, which also tells judgement_put() of a workbook */
static const struct judgement_columns where = {-1, CATALOG, NO, LEVEL, COMMENT, JUDGED_ON};

#define LABEL_ROWS 60
#define LABEL_MAX 100 /* bytes; a longer cell is no label */

/* The cell right of a label standing alone above the table. */
static const struct cell *labelled(struct ctx *c, const struct sheet *s, const char *label,
                                   const char **ret_name)
{
	for (size_t i = 0; i < s->n_rows && s->rows[i].number <= LABEL_ROWS; i++) {
		const struct sheet_row *row = &s->rows[i];

		for (size_t k = 0; k + 1 < row->n; k++) {
			if (strlen(row->cells[k].text) > LABEL_MAX ||
			    strcmp(text_fold(c->arena, row->cells[k].text), label) != 0)
				continue;
			*ret_name = cell_name(c->arena, row->number, k + 1);
			return &row->cells[k + 1];
		}
	}
	return NULL;
}

/* In a plain table 所属コード heads a column, and チェックリスト heads another in the same row. */
static bool is_label_row(struct ctx *c, const struct sheet *s, const char *cell)
{
	long row = strtol(cell + strspn(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NULL, 10);
	const struct sheet_row *r = sheet_row(s, row);

	for (size_t k = 0; r && k < r->n; k++)
		if (strcmp(text_fold(c->arena, r->cells[k].text), "チェックリスト") == 0)
			return false;
	return true;
}

bool workbook_recognised(struct ctx *c, const struct book *book)
{
	for (size_t i = 0; i < book->n_sheets && book->format == BOOK_XLSX; i++) {
		const char *name;

		if (!book->sheets[i].hidden && labelled(c, &book->sheets[i], "所属コード", &name) &&
		    is_label_row(c, &book->sheets[i], name))
			return true;
	}
	return false;
}

/* --- the hidden sheet --- */

struct key_sheet {
	const struct sheet *sheet; /* NULL = gone */
	const char *audit, *part, *unit_code;
	struct map bases; /* catalogue, number → sheet_row */
	int catalog, no, level, comment, judged_on; /* columns, -1 = not there */
};

static int column_called(const struct sheet *s, const char *name)
{
	const struct sheet_row *row = sheet_row(s, 1);

	for (size_t k = 0; row && k < row->n; k++)
		if (strcmp(row->cells[k].text, name) == 0)
			return (int)k;
	return -1;
}

static const char *key_value(const struct sheet *s, const char *name)
{
	for (size_t i = 0; i < s->n_rows; i++)
		if (s->rows[i].n > 1 && strcmp(s->rows[i].cells[0].text, name) == 0)
			return s->rows[i].cells[1].text;
	return NULL;
}

static void read_key_sheet(struct ctx *c, const struct book *book, struct key_sheet *k)
{
	k->bases.arena = c->arena;
	for (size_t i = 0; i < book->n_sheets; i++)
		if (strcmp(book->sheets[i].name, WORKBOOK_KEY_SHEET) == 0)
			k->sheet = &book->sheets[i];
	if (!k->sheet)
		return;
	k->audit = key_value(k->sheet, "audit");
	k->part = key_value(k->sheet, "part");
	k->unit_code = key_value(k->sheet, "unit_code");
	k->catalog = column_called(k->sheet, "catalog");
	k->no = column_called(k->sheet, "no");
	k->level = column_called(k->sheet, "level");
	k->comment = column_called(k->sheet, "comment");
	k->judged_on = column_called(k->sheet, "judged_on");
	if (k->catalog < 0 || k->no < 0 || k->level < 0)
		return;
	for (size_t i = 1; i < k->sheet->n_rows; i++) {
		const struct sheet_row *row = &k->sheet->rows[i];
		const char *catalog = sheet_cell(k->sheet, row->number, (size_t)k->catalog)->text;
		const char *no = sheet_cell(k->sheet, row->number, (size_t)k->no)->text;

		if (*catalog)
			map_put(&k->bases, map_key2(c->arena, catalog, no), (void *)row);
	}
}

static const char *base_text(const struct key_sheet *k, const struct sheet_row *row, int column)
{
	const char *text =
		column < 0 ? "" : sheet_cell(k->sheet, row->number, (size_t)column)->text;

	return *text ? text : NULL;
}

static void take_base(struct ctx *c, const struct key_sheet *k, struct incoming_judgement *in)
{
	const struct sheet_row *row = map_get(&k->bases, map_key2(c->arena, in->catalog, in->no));
	const char *level;

	if (!row)
		return;
	level = base_text(k, row, k->level);
	in->has_base = true;
	in->base_level = level ? scale_read(c->arena, &in->part->scale, level) : NULL;
	in->base_comment = base_text(k, row, k->comment);
	in->base_judged_on = base_text(k, row, k->judged_on);
}

/* --- whose it is --- */

static enum err choose_audit(struct ctx *c, const char *file, const struct key_sheet *k,
                             const struct judgement_options *options, struct problems *problems,
                             const char **ret_audit, const char **ret_part)
{
	*ret_audit = options->audit ? options->audit : k->audit;
	*ret_part = options->part ? options->part : k->part;
	if (!*ret_audit)
		return FAIL(
			c, ERR_USAGE,
			N_("{1}: the hidden sheet with the audit is gone. "
			   "Name the audit with --audit."),
			file);
	if (k->audit && strcmp(k->audit, *ret_audit) != 0)
		return FAIL(c, ERR_INVALID, N_("{1} was made for audit {2}, not for {3}."), file,
		            k->audit, *ret_audit);
	if (!k->sheet)
		PROBLEM(c, problems, SEV_WARNING, "hidden-sheet-missing",
		        ((struct place){.file = file}), NULL,
		        N_("The hidden sheet is gone: it is read as a sheet of audit {1}, "
		           "and only fills in what nobody has judged yet."),
		        *ret_audit);
	return OK;
}

static enum err find_unit_code(struct ctx *c, struct reading *r, const struct key_sheet *k,
                               const char **ret)
{
	const char *where_code = "";
	const struct cell *cell = labelled(c, r->sheet, "所属コード", &where_code);
	const char *code = cell ? text_trim(c->arena, text_nfkc(c->arena, cell->text)) : "";

	if (!*code)
		return FAIL(c, ERR_INVALID,
		            N_("{1}: the cell beside 所属コード is empty. Enter the unit's code."),
		            r->file);
	if (k->unit_code && strcmp(k->unit_code, code) != 0)
		return FAIL(
			c, ERR_INVALID,
			N_("{1}: cell {2} has the unit {3}, but the workbook was made "
			   "for unit {4}."),
			r->file, where_code, code, k->unit_code);
	*ret = code;
	return OK;
}

static void report_submission_date(struct ctx *c, struct reading *r)
{
	const char *name;
	const struct cell *cell = labelled(c, r->sheet, "提出日", &name);
	struct place p = {r->file, r->sheet->name, 0, "提出日", NULL};
	struct date d;

	if (!cell || cell->kind != CELL_TEXT)
		return;
	p.cell = name;
	if (date_parse(c->arena, cell->text, &d))
		PROBLEM(c, r->problems, SEV_INFO, "date-as-text", p, cell->text,
		        N_("“{1}” was read as {2}."), cell->text,
		        date_format(c->arena, d, DATE_ISO));
}

enum err workbook_import(struct ctx *c, const struct book *book, const char *file,
                         const struct judgement_options *options, struct import_result *ret)
{
	struct part_state part;
	struct key_sheet key = {0};
	const char *audit, *part_code, *unit;
	const struct sheet_row *row;
	struct map seen = {.arena = c->arena};
	struct reading r;

	TRY(form_find(c, book, file, &form, &ret->problems, &r));
	read_key_sheet(c, book, &key);
	TRY(choose_audit(c, file, &key, options, &ret->problems, &audit, &part_code));
	TRY(find_unit_code(c, &r, &key, &unit));
	TRY(part_state_load(c, audit, part_code, &part));
	report_submission_date(c, &r);
	while ((row = reading_next(&r)) != NULL) {
		struct incoming_judgement in = {.row = row, .part = &part, .unit_code = unit};

		ret->rows++;
		in.catalog = reading_text(&r, row, CATALOG);
		in.no = reading_code(&r, row, NO);
		if (!*in.catalog || !*in.no)
			READING_PROBLEM(
				&r, row, *in.catalog ? NO : CATALOG, SEV_REJECT, "required",
				N_("Catalogue and number say which item it is; one is missing."));
		else if (map_put(&seen, map_key2(c->arena, in.catalog, in.no), (void *)row))
			READING_PROBLEM(&r, row, NO, SEV_REJECT, "key-repeated",
			                N_("Item {1} of unit {2} stands in the file twice."), in.no,
			                unit);
		judgement_read_cells(&r, &where, &part.scale, &in);
		take_base(c, &key, &in);
		if (!r.row_rejected)
			TRY(judgement_put(c, &r, &where, &in, options, ret));
	}
	reading_end(&r);
	ret->rejected = r.rejected;
	return OK;
}
