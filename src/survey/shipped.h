/*
 * shipped.h - the self-inspections and question sets of catalogs/, as XLSForm workbooks.
 *
 * XLSForm is the convention of ODK and Kobo: one workbook with the sheets survey, choices and
 * settings. docs/catalogs.md lists our columns beyond it.
 */
#ifndef KAGEYU_SURVEY_SHIPPED_H
#define KAGEYU_SURVEY_SHIPPED_H

#include "base/buf.h"
#include "base/ctx.h"

struct shipped_form {
	const char *code, *title;
	const char *survey, *choices, *settings; /* CSV */
};
extern const struct shipped_form shipped_forms[];
extern const size_t n_shipped_forms;

/* NULL when there is none. */
const struct shipped_form *shipped_form_find(const char *code);

/* The workbook. */
MUST_USE enum err shipped_form_write(struct ctx *c, const struct shipped_form *f, struct buf *out);

#endif
