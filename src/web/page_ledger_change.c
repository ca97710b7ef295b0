/* One field of many records changed at once: chosen in the list, all of them or none. */
#include "web/page_ledger_change.h"

#include "record/edit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define RECORD_BOX "record" /* value: id.revision */

const struct field fields_ledger_change[] = {
	{.name = RECORD_BOX, .label = N_("Records"), .type = FIELD_MANY},
	{.name = "field", .label = N_("Field"), .type = FIELD_CHOICE, .required = true},
	{.name = "value",
         .label = N_("New value"),
         .help = N_("As in a file: the name of a choice, a date, a number. Blank empties the "
                    "field."),
         .type = FIELD_LONG},
	{.name = NULL},
};

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* Keys and titles tell records apart: they are changed one by one; so are files. */
static bool is_common(const struct request *r, const struct record_field *f)
{
	return !(f->flags & (RECORD_KEY | RECORD_TITLE)) && f->type != RECORD_FILE &&
	       ledger_shows(r, f);
}

/* --- drawing --- */

void ledger_change_box(struct request *r, const struct record_kind *k, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, TD);
	OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, RECORD_BOX),
	     AT(VALUE, arena_printf(r->c.arena, "%" PRId64 ".%" PRId64, one->id, one->rev)),
	     AT(ARIA_LABEL, one->v[record_title_index(k)]));
	CLOSE(h, TD);
}

void ledger_change_open(struct request *r, const struct ledger_view *v)
{
	form_open(r, ledger_view_url(r, LINK(r, LEDGER_CHANGE, v->kind->code), v),
	          fields_ledger_change, 0);
}

void ledger_change_close(struct request *r, const struct record_kind *k)
{
	struct html *h = &r->html;
	struct choice *choices = ARENA_ARRAY(r->c.arena, k->n, struct choice);
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		if (is_common(r, &k->fields[i]))
			choices[n++] = (struct choice){k->fields[i].key, T_(h, k->fields[i].label)};
	OPEN(h, DETAILS, AT(CLASS, "change"), FLAG(OPEN, r->submitted));
	EL(h, SUMMARY, T_(h, N_("Change the ticked records together")));
	form_choice(r, fields_ledger_change, "field", choices, n, NULL);
	form_field(r, fields_ledger_change, "value", NULL);
	OPEN(h, P, AT(CLASS, "buttons"));
	EL(h, BUTTON, T_(h, N_("Change the ticked records")), AT(TYPE, "submit"),
	   AT(CLASS, "button"));
	CLOSE(h, P);
	CLOSE(h, DETAILS);
	CLOSE(h, FORM);
}

/* --- changing --- */

/* The ticked ones within reach, by their ids. */
static enum err load_ticked(struct request *r, const struct record_kind *k, struct map *ret)
{
	struct record_query q = {.state = RECORD_ALL, .found = "[0"};
	struct record *records;
	size_t n;

	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, RECORD_BOX) == 0)
			q.found = arena_printf(r->c.arena, "%s,%" PRId64, q.found,
			                       (int64_t)strtoll(p->value, NULL, 10));
	q.found = arena_printf(r->c.arena, "%s]", q.found);
	TRY(record_list(&r->c, k, &q, &records, &n));
	for (size_t i = 0; i < n; i++)
		map_put(ret, id_text(r, records[i].id), &records[i]);
	return OK;
}

/* The record as it was ticked; ERR_CONFLICT when it changed since. */
static enum err find_ticked(struct request *r, const struct record_kind *k,
                            const struct map *ticked, const char *box, struct record **ret)
{
	char *dot;
	struct record *one = map_get(ticked, id_text(r, strtoll(box, &dot, 10)));
	int64_t unit;

	if (!one)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such record."));
	TRY(record_unit(&r->c, k, one, &unit));
	TRY(request_must_cover(r, CAP_EDIT_LEDGERS, unit));
	if (*dot != '.' || strtoll(dot + 1, NULL, 10) != one->rev)
		return FAIL(&r->c, ERR_CONFLICT,
		            N_("“{1}” was changed meanwhile. Nothing was stored: look at the list "
		               "and tick again."),
		            one->v[record_title_index(k)]);
	*ret = one;
	return OK;
}

static enum err change_one(struct request *r, const struct record_names *names, size_t field,
                           struct record *one)
{
	const struct record_kind *k = names->kind;
	struct record after = record_copy(r->c.arena, k, one);
	struct record_faults faults = {0};
	int64_t unit;
	enum err e;

	record_take(&r->c, names, &after, field, field_value(r, "value"), &faults);
	TRY(record_unit(&r->c, k, &after, &unit));
	if (unit)
		TRY(request_must_cover(r, CAP_EDIT_LEDGERS, unit));
	e = record_put(&r->c, k, one, &after, &faults);
	if (faults.first)
		(void)fault_add(r, "value",
		                (const char *const[]){faults.first->msgid, faults.first->args[0],
		                                      faults.first->args[1], NULL});
	*one = after; /* ticked twice, it was changed meanwhile */
	return e;
}

enum err ledger_change_post(struct request *r)
{
	const struct record_field *f;
	struct map ticked = {.arena = r->c.arena};
	struct record_names names;
	struct ledger_view v;
	size_t n = 0, field;

	TRY(ledger_view_load(r, &v));
	f = record_field_find(v.kind, field_value(r, "field"));
	if (!f || !is_common(r, f))
		return FAULT(r, "field", N_("Choose one of the list."));
	field = (size_t)(f - v.kind->fields);
	TRY(record_names_for(&r->c, v.kind, field, field_value(r, "value"), &names));
	TRY(load_ticked(r, v.kind, &ticked));
	for (const struct pair *p = r->form.first; p; p = p->next) {
		struct record *one;

		if (strcmp(p->name, RECORD_BOX) != 0)
			continue;
		TRY(find_ticked(r, v.kind, &ticked, p->value, &one));
		TRY(change_one(r, &names, field, one));
		n++;
	}
	if (!n)
		return FAULT(r, "", N_("Tick the records that are to be changed."));
	return request_redirect(r, ledger_view_url(r, LINK(r, LEDGER, v.kind->code), &v),
	                        NOTICE_SAVED);
}
