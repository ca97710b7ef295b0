#include "survey/shipped.h"

#include "sheet/sheet.h"
#include "sheet/table.h"

#include <string.h>

#define SHEETS(X)                                                                              \
	X(self_staff, "self-staff", "情報セキュリティ自己点検（職員等）")                      \
	X(self_head, "self-head", "情報セキュリティ自己点検（所属長）")                        \
	X(survey_section, "survey-section", "個人情報と情報セキュリティの調査（所属票）")      \
	X(survey_system, "survey-system", "個人情報と情報セキュリティの調査（システム票）")    \
	X(census_system, "census-system", "情報システムの一斉調査")

#define X(id, code, title)                                                                     \
	extern const char form_##id##_survey[], form_##id##_choices[], form_##id##_settings[];
SHEETS(X)
#undef X

const struct shipped_form shipped_forms[] = {
#define X(id, code, title)                                                                     \
	{code, title, form_##id##_survey, form_##id##_choices, form_##id##_settings},
	SHEETS(X)
#undef X
};
const size_t n_shipped_forms = sizeof(shipped_forms) / sizeof(shipped_forms[0]);

const struct shipped_form *shipped_form_find(const char *code)
{
	for (size_t i = 0; i < n_shipped_forms; i++)
		if (strcmp(shipped_forms[i].code, code) == 0)
			return &shipped_forms[i];
	return NULL;
}

/* What people read wraps in a wide column. */
static enum column_kind kind_of(const char *column)
{
	static const char *const wide[] = {"label", "hint", "constraint_message", "source",
	                                   "notice"};

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strcmp(column, wide[i]) == 0)
			return COLUMN_WIDE_TEXT;
	return COLUMN_TEXT;
}

/* The first row holds the columns. */
static enum err read_sheet(struct ctx *c, const char *name, const char *csv, struct table *ret)
{
	struct column *columns;
	const char *const **rows;
	const struct sheet *sheet;
	struct book *book;

	TRY(book_read(c, name, csv, strlen(csv), &book));
	sheet = &book->sheets[0];
	columns = ARENA_ARRAY(c->arena, sheet->rows[0].n, struct column);
	for (size_t k = 0; k < sheet->rows[0].n; k++) {
		columns[k].name = sheet->rows[0].cells[k].text;
		columns[k].kind = kind_of(columns[k].name);
	}
	rows = ARENA_ARRAY(c->arena, sheet->n_rows, const char *const *);
	for (size_t i = 1; i < sheet->n_rows; i++) {
		const char **cells = ARENA_ARRAY(c->arena, sheet->rows[0].n, const char *);

		for (size_t k = 0; k < sheet->rows[i].n; k++)
			cells[k] = sheet->rows[i].cells[k].text;
		rows[i - 1] = cells;
	}
	*ret = (struct table){name, columns, sheet->rows[0].n, rows, sheet->n_rows - 1};
	return OK;
}

enum err shipped_form_write(struct ctx *c, const struct shipped_form *f, struct buf *out)
{
	struct table survey, choices, settings;

	TRY(read_sheet(c, "survey", f->survey, &survey));
	TRY(read_sheet(c, "choices", f->choices, &choices));
	TRY(read_sheet(c, "settings", f->settings, &settings));
	return table_write_xlsx(c, (const struct table *const[]){&survey, &choices, &settings}, 3,
	                        out);
}
