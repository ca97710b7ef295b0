#include "audit/ledger.h"

#include "ledger/city.h"
#include "org/unit.h"
#include "record/exchange.h"

#include <string.h>

static const struct {
	const char *name, *label;
} fixed[LEDGER__RECORDS] = {
	[LEDGER_UNITS] = {"units", N_("Organisation")},
	[LEDGER_PEOPLE] = {"people", N_("People")},
	[LEDGER_CRITERIA] = {"criteria", N_("Audit items")},
	[LEDGER_JUDGEMENTS] = {"judgements", N_("Judgements")},
	[LEDGER_VISITS] = {"visits", N_("Visits")},
};

size_t ledger_count(void)
{
	return LEDGER__RECORDS + n_ledgers;
}

const struct record_kind *ledger_kind(enum ledger l)
{
	return l < LEDGER__RECORDS ? NULL : ledgers[l - LEDGER__RECORDS];
}

const char *ledger_name(enum ledger l)
{
	return l < LEDGER__RECORDS ? fixed[l].name : ledger_kind(l)->code;
}

const char *ledger_label(enum ledger l)
{
	return l < LEDGER__RECORDS ? fixed[l].label : ledger_kind(l)->label;
}

const char *ledger_names(struct arena *a)
{
	const char *out = "";

	for (size_t i = 0; i < ledger_count(); i++)
		out = arena_printf(a, "%s%s%s", out, i ? ", " : "", ledger_name((enum ledger)i));
	return out;
}

bool ledger_parse(const char *name, enum ledger *ret)
{
	for (size_t i = 0; i < ledger_count(); i++) {
		if (strcmp(ledger_name((enum ledger)i), name) == 0) {
			*ret = (enum ledger)i;
			return true;
		}
	}
	return false;
}

/* --- in --- */

enum err ledger_may_declare(struct ctx *c, enum ledger l, struct ledger_options *options)
{
	struct judgement_options *j = &options->judgement;

	if (l != LEDGER_JUDGEMENTS || !j->audit)
		return OK;
	return judgement_part_empty(c, j->audit, j->part, &j->declare);
}

enum err ledger_open(struct ctx *c, enum ledger l, const char *name, const char *data, size_t len,
                     struct ledger_file *ret)
{
	struct ledger_file f = {.name = name};

	if (l == LEDGER_CRITERIA && criteria_is_text(data, len)) {
		f.text = data;
		f.len = len;
	} else {
		TRY(book_read(c, name, data, len, &f.book));
	}
	*ret = f;
	return OK;
}

enum err ledger_import(struct ctx *c, enum ledger l, const struct ledger_file *file,
                       const struct ledger_options *options, struct import_result *ret)
{
	const struct judgement_options *j = &options->judgement;

	if (ledger_kind(l)) {
		const struct record_kind *k;

		TRY(ledger_with_city(c, ledger_kind(l), false, &k));
		return record_import(c, k, file->book, file->name, options->whole, ret);
	}
	if (!file->book)
		return criteria_import_text(c, file->text, file->len, file->name,
		                            &options->criteria, ret);
	if (l == LEDGER_UNITS)
		return unit_import(c, file->book, file->name, ret);
	if (l == LEDGER_PEOPLE)
		return person_import(c, file->book, file->name, &options->people, ret);
	if (l == LEDGER_CRITERIA)
		return criteria_import(c, file->book, file->name, &options->criteria, ret);
	if (l == LEDGER_JUDGEMENTS)
		return judgement_import(c, file->book, file->name, j, ret);
	return visit_import(c, file->book, file->name, j->audit, j->part, ret);
}

/* --- out --- */

enum err ledger_export(struct ctx *c, enum ledger l, const struct ledger_options *options,
                       struct table *ret)
{
	if (ledger_kind(l)) {
		const struct record_kind *k;

		TRY(ledger_with_city(c, ledger_kind(l), false, &k));
		return record_export(c, k, &(struct record_query){.day = options->day}, ret);
	}
	if (l == LEDGER_UNITS)
		return unit_export(c, options->day, ret);
	if (l == LEDGER_PEOPLE)
		return person_export(c, options->people.day, ret);
	if (l == LEDGER_CRITERIA)
		return criteria_export(c, ret);
	if (l == LEDGER_JUDGEMENTS)
		return judgement_export(c, options->judgement.audit, ret);
	return visit_export(c, ret);
}

static const struct form *form_of(enum ledger l)
{
	static const struct form *const forms[LEDGER__RECORDS] = {
		[LEDGER_UNITS] = &unit_form,
		[LEDGER_PEOPLE] = &person_form,
		[LEDGER_CRITERIA] = &criteria_form,
		[LEDGER_JUDGEMENTS] = &judgement_form,
		[LEDGER_VISITS] = &visit_form,
	};

	return forms[l];
}

enum err ledger_template(struct ctx *c, enum ledger l, struct table *ret)
{
	struct arena *a = c->arena;
	const struct record_kind *k;
	const struct form *form;
	struct column *columns;

	if (ledger_kind(l)) {
		TRY(ledger_with_city(c, ledger_kind(l), false, &k));
		record_template(a, k, ret);
		return OK;
	}
	form = form_of(l);
	columns = ARENA_ARRAY(a, form->n, struct column);
	for (size_t i = 0; i < form->n; i++) {
		const char *names = form->columns[i].japanese;

		columns[i].name = arena_strndup(a, names, strcspn(names, "|"));
		columns[i].kind = COLUMN_TEXT;
	}
	*ret = (struct table){ledger_name(l), columns, form->n, NULL, 0};
	return OK;
}
