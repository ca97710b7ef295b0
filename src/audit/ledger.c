#include "audit/ledger.h"

#include "ledger/city.h"
#include "ledger/policy_exchange.h"
#include "org/appointment_exchange.h"
#include "org/unit.h"
#include "record/exchange.h"

#include <string.h>

typedef enum err import_fn(struct ctx *c, const struct ledger_file *file,
                           const struct ledger_options *options, struct import_result *ret);
typedef enum err export_fn(struct ctx *c, const struct ledger_options *options, struct table *ret);

static import_fn import_units, import_people, import_appointments, import_criteria,
	import_judgements, import_visits, import_distributions, import_acknowledgements,
	import_not_at_hand;
static export_fn export_units, export_people, export_appointments, export_criteria,
	export_judgements, export_visits, export_distributions, export_acknowledgements,
	export_not_at_hand;

static const struct {
	const char *name, *label;
	const struct form *form;
	import_fn *in;
	export_fn *out;
} fixed[LEDGER__RECORDS] = {
	[LEDGER_UNITS] = {"units", N_("Organisation"),
	                  &unit_form, import_units,
	                  export_units},
	[LEDGER_PEOPLE] = {"people", N_("People"),
	                   &person_form, import_people,
	                   export_people},
	[LEDGER_APPOINTMENTS] = {"appointments", N_("Appointments"),
	                         &appointment_form, import_appointments,
	                         export_appointments},
	[LEDGER_CRITERIA] = {"criteria", N_("Audit items"),
	                     &criteria_form, import_criteria,
	                     export_criteria},
	[LEDGER_JUDGEMENTS] = {"judgements", N_("Judgements"),
	                       &judgement_form, import_judgements,
	                       export_judgements},
	[LEDGER_VISITS] = {"visits", N_("Visits"),
	                   &visit_form, import_visits,
	                   export_visits},
	[LEDGER_DISTRIBUTIONS] = {"distributions", N_("Rules handed out"),
	                          &distribution_form, import_distributions,
	                          export_distributions},
	[LEDGER_ACKNOWLEDGEMENTS] = {"acknowledgements", N_("Acknowledgements"),
	                             &acknowledgement_form, import_acknowledgements,
	                             export_acknowledgements},
	[LEDGER_NOT_AT_HAND] = {"not-at-hand", N_("Rules not at hand"),
	                        &not_at_hand_form, import_not_at_hand,
	                        export_not_at_hand},
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

const struct form *ledger_form(enum ledger l)
{
	return l < LEDGER__RECORDS ? fixed[l].form : NULL;
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

static enum err import_units(struct ctx *c, const struct ledger_file *file,
                             const struct ledger_options *options, struct import_result *ret)
{
	(void)options;
	return unit_import(c, file->book, file->name, ret);
}

static enum err import_people(struct ctx *c, const struct ledger_file *file,
                              const struct ledger_options *options, struct import_result *ret)
{
	return person_import(c, file->book, file->name, &options->people, ret);
}

static enum err import_appointments(struct ctx *c, const struct ledger_file *file,
                                    const struct ledger_options *options,
                                    struct import_result *ret)
{
	(void)options;
	return appointment_import(c, file->book, file->name, ret);
}

static enum err import_criteria(struct ctx *c, const struct ledger_file *file,
                                const struct ledger_options *options, struct import_result *ret)
{
	if (!file->book)
		return criteria_import_text(c, file->text, file->len, file->name,
		                            &options->criteria, ret);
	return criteria_import(c, file->book, file->name, &options->criteria, ret);
}

static enum err import_judgements(struct ctx *c, const struct ledger_file *file,
                                  const struct ledger_options *options, struct import_result *ret)
{
	return judgement_import(c, file->book, file->name, &options->judgement, ret);
}

static enum err import_visits(struct ctx *c, const struct ledger_file *file,
                              const struct ledger_options *options, struct import_result *ret)
{
	return visit_import(c, file->book, file->name, options->judgement.audit,
	                    options->judgement.part, ret);
}

static enum err import_distributions(struct ctx *c, const struct ledger_file *file,
                                     const struct ledger_options *options,
                                     struct import_result *ret)
{
	(void)options;
	return distribution_import(c, file->book, file->name, ret);
}

static enum err import_acknowledgements(struct ctx *c, const struct ledger_file *file,
                                        const struct ledger_options *options,
                                        struct import_result *ret)
{
	(void)options;
	return acknowledgement_import(c, file->book, file->name, ret);
}

static enum err import_not_at_hand(struct ctx *c, const struct ledger_file *file,
                                   const struct ledger_options *options, struct import_result *ret)
{
	(void)options;
	return not_at_hand_import(c, file->book, file->name, ret);
}

enum err ledger_import(struct ctx *c, enum ledger l, const struct ledger_file *file,
                       const struct ledger_options *options, struct import_result *ret)
{
	const struct record_kind *k;

	if (!ledger_kind(l))
		return fixed[l].in(c, file, options, ret);
	TRY(ledger_with_city(c, ledger_kind(l), false, &k));
	return record_import(c, k, file->book, file->name, options->whole, ret);
}

/* --- out --- */

static enum err export_units(struct ctx *c, const struct ledger_options *options,
                             struct table *ret)
{
	return unit_export(c, options->day, ret);
}

static enum err export_people(struct ctx *c, const struct ledger_options *options,
                              struct table *ret)
{
	return person_export(c, options->people.day, ret);
}

static enum err export_appointments(struct ctx *c, const struct ledger_options *options,
                                    struct table *ret)
{
	return appointment_export(c, options->day, ret);
}

static enum err export_criteria(struct ctx *c, const struct ledger_options *options,
                                struct table *ret)
{
	(void)options;
	return criteria_export(c, ret);
}

static enum err export_judgements(struct ctx *c, const struct ledger_options *options,
                                  struct table *ret)
{
	return judgement_export(c, options->judgement.audit, ret);
}

static enum err export_visits(struct ctx *c, const struct ledger_options *options,
                              struct table *ret)
{
	(void)options;
	return visit_export(c, ret);
}

static enum err export_distributions(struct ctx *c, const struct ledger_options *options,
                                     struct table *ret)
{
	(void)options;
	return distribution_export(c, ret);
}

static enum err export_acknowledgements(struct ctx *c, const struct ledger_options *options,
                                        struct table *ret)
{
	(void)options;
	return acknowledgement_export(c, ret);
}

static enum err export_not_at_hand(struct ctx *c, const struct ledger_options *options,
                                   struct table *ret)
{
	(void)options;
	return not_at_hand_export(c, ret);
}

enum err ledger_export(struct ctx *c, enum ledger l, const struct ledger_options *options,
                       struct table *ret)
{
	const struct record_kind *k;

	if (!ledger_kind(l))
		return fixed[l].out(c, options, ret);
	TRY(ledger_with_city(c, ledger_kind(l), false, &k));
	return record_export(c, k, &(struct record_query){.day = options->day}, ret);
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
	form = fixed[l].form;
	columns = ARENA_ARRAY(a, form->n, struct column);
	for (size_t i = 0; i < form->n; i++) {
		const char *names = form->columns[i].japanese;

		columns[i].name = arena_strndup(a, names, strcspn(names, "|"));
		columns[i].kind = COLUMN_TEXT;
	}
	*ret = (struct table){ledger_name(l), columns, form->n, NULL, 0};
	return OK;
}
