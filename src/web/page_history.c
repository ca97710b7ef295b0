/* The history of one object: each change with its differences. */
#include "audit/edit.h"
#include "base/date.h"
#include "ledger/city.h"
#include "org/history.h"
#include "web/log_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct history {
	const char *table;
	int64_t id;
	struct history_event *events; /* newest first */
	size_t n;
	struct people people;
	const struct record_kind *ledger; /* with all fields of the city; NULL for other tables */
};

static const struct record_field *field_of(struct request *r, const struct history *s,
                                           const char *column)
{
	const struct record_field *f = s->ledger ? record_field_find(s->ledger, column) : NULL;

	if (f && f->city)
		return f;
	f = ledger_field(r->c.arena, s->table, column);
	return f && s->ledger ? record_field_find(s->ledger, f->key) : f; /* with its levels */
}

/* --- values in words --- */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

/* The name of a unit, for those who may see it. */
static enum err unit_name(struct request *r, int64_t id, const char **ret)
{
	struct unit_row *unit;
	bool may;

	TRY(access_covers(&r->c, &r->session.who, CAP_READ_UNITS, id, &may));
	if (!may)
		return OK;
	TRY(unit_get(&r->c, id, &unit));
	if (unit)
		*ret = arena_printf(r->c.arena, "%s %s", unit->code, unit->name);
	return OK;
}

static enum err target_name(struct request *r, int64_t id, const char **ret)
{
	struct target_row *target;

	TRY(target_get(&r->c, id, &target));
	return target ? unit_name(r, target->unit_id, ret) : OK;
}

static enum err item_name(struct request *r, int64_t id, const char **ret)
{
	struct item_row *item;

	TRY(item_get(&r->c, id, &item));
	if (item)
		*ret = arena_printf(r->c.arena, "%s %s", item->no,
		                    item->title         ? item->title
		                    : item->requirement ? item->requirement
		                                        : "");
	return OK;
}

static enum err scale_name(struct request *r, int64_t id, const char **ret)
{
	struct scale_row *scale;

	TRY(scale_get(&r->c, id, &scale));
	if (scale)
		*ret = scale->name;
	return OK;
}

static enum err reference_name(struct request *r, const char *column, int64_t id, const char **ret)
{
	*ret = arena_printf(r->c.arena, "%" PRId64, id);
	if (ends_with(column, "unit_id") || strcmp(column, "successor_id") == 0)
		return unit_name(r, id, ret);
	if (strcmp(column, "target_id") == 0)
		return target_name(r, id, ret);
	if (strcmp(column, "item_id") == 0)
		return item_name(r, id, ret);
	if (strcmp(column, "scale_id") == 0)
		return scale_name(r, id, ret);
	return OK;
}

static enum err person_name(struct request *r, int64_t id, const char **ret)
{
	struct person_row *p;

	TRY(person_get(&r->c, id, &p));
	if (p)
		*ret = arena_printf(r->c.arena, "%s %s", p->number, p->name);
	return OK;
}

static bool is_date(const char *s)
{
	struct date d;

	return date_from_iso(s, &d);
}

static enum err role_name(struct request *r, int64_t id, const char **ret)
{
	struct duty_row *duty;

	TRY(duty_get(&r->c, id, &duty));
	if (duty)
		*ret = duty->name;
	return OK;
}

/* A value of a field that the city added. */
static enum err city_text(struct request *r, const struct record_field *field, const char *value,
                          const char **ret)
{
	const char *id = record_person_id(value);

	if (id && field->type == RECORD_PERSON)
		return person_name(r, strtoll(id, NULL, 10), ret);
	if (id && field->type == RECORD_UNIT)
		return unit_name(r, strtoll(id, NULL, 10), ret);
	if (id && field->type == RECORD_ROLE)
		return role_name(r, strtoll(id, NULL, 10), ret);
	*ret = record_is_link(field->type) && id
	               ? id
	               : record_value_show(r->c.arena, r->lang, field, value);
	return OK;
}

/* A stored value as people read it. */
static enum err value_text(struct request *r, const struct history *s, const char *column,
                           const char *value, const char **ret)
{
	const struct record_field *field = field_of(r, s, column);
	enum role role;

	*ret = value;
	if (value && field && field->city)
		return city_text(r, field, value, ret);
	if (value && field && field->type == RECORD_PERSON && ends_with(column, "_id"))
		return person_name(r, strtoll(value, NULL, 10), ret);
	if (value && field && !record_is_link(field->type)) {
		*ret = record_value_show(r->c.arena, r->lang, field, value);
		return OK;
	}
	if (!value)
		*ret = T_(&r->html, N_("(empty)"));
	else if (ends_with(column, "_id"))
		return reference_name(r, column, strtoll(value, NULL, 10), ret);
	else if (ends_with(column, "_us"))
		*ret = show_instant(r, strtoll(value, NULL, 10));
	else if (strcmp(value, "true") == 0)
		*ret = T_(&r->html, N_("yes"));
	else if (strcmp(value, "false") == 0)
		*ret = T_(&r->html, N_("no"));
	else if (strcmp(value, LEVEL_NA) == 0)
		*ret = T_(&r->html, N_("not applicable"));
	else if (strcmp(column, "role") == 0 && role_parse(value, &role))
		*ret = T_(&r->html, role_label(role));
	else if (is_date(value))
		*ret = show_date(r, value);
	return OK;
}

/* --- drawing --- */

static enum err draw_change(struct request *r, const struct history *s,
                            const struct history_change *d, const char *op)
{
	struct html *h = &r->html;
	const struct record_field *field = field_of(r, s, d->column);
	const char *before, *after;
	const char *label = field ? field->label
	                          : word_of_column(r->c.arena, s->table, d->column);

	if (field && field->flags & RECORD_CONFIDENTIAL && !request_may(r, CAP_EDIT_LEDGERS))
		return OK;
	TRY(value_text(r, s, d->column, d->before, &before));
	TRY(value_text(r, s, d->column, d->after, &after));
	OPEN(h, TR);
	EL(h, TH, label ? T_(h, label) : d->column, AT(SCOPE, "row"));
	if (strcmp(op, "insert") != 0) {
		OPEN(h, TD, AT(CLASS, "pre"));
		EL(h, DEL, before);
		CLOSE(h, TD);
	}
	if (strcmp(op, "delete") != 0) {
		OPEN(h, TD, AT(CLASS, "pre"));
		EL(h, INS, after);
		CLOSE(h, TD);
	}
	CLOSE(h, TR);
	return OK;
}

static enum err draw_changes(struct request *r, const struct history *s,
                             const struct history_event *e)
{
	if (e->erased) {
		page_empty(r, N_("The values were erased; that something was changed is still "
				 "proved."));
		return OK;
	}
	if (!e->n)
		return OK;
	if (strcmp(e->op, "insert") == 0)
		TABLE_OPEN(r, "history", NULL, N_("Field"), N_("Entered as"));
	else if (strcmp(e->op, "delete") == 0)
		TABLE_OPEN(r, "history", NULL, N_("Field"), N_("Was until then"));
	else
		TABLE_OPEN(r, "history", NULL, N_("Field"), N_("Before"), N_("After"));
	for (size_t i = 0; i < e->n; i++)
		TRY(draw_change(r, s, &e->changes[i], e->op));
	table_close(r);
	return OK;
}

static enum err draw_event(struct request *r, const struct history *s,
                           const struct history_event *e)
{
	struct html *h = &r->html;

	OPEN(h, SECTION, AT(CLASS, "event"), AT(ID, arena_printf(r->c.arena, "e%" PRId64, e->seq)));
	OPEN(h, H2);
	html_text(h, show_instant(r, e->at_us));
	html_text(h, "　");
	html_text(h, T_(h, word_of_op(e->op)));
	CLOSE(h, H2);
	OPEN(h, P);
	html_text(h, people_name(r, &s->people, e->actor));
	OPEN(h, SPAN, AT(CLASS, "soft"));
	html_text(h, "　");
	html_text(h, words_of_cause(r, e->cause));
	SAY(h, N_("　No. {1} of the trail"), arena_printf(r->c.arena, "%" PRId64, e->seq));
	CLOSE(h, SPAN);
	CLOSE(h, P);
	if (e->reason)
		EL(h, P,
		   msg_format(r->c.arena, r->lang, N_("Reason: {1}"),
		              (const char *const[]){e->reason, NULL}),
		   AT(CLASS, "reason pre"));
	TRY(draw_changes(r, s, e));
	CLOSE(h, SECTION);
	return OK;
}

/* --- what it is --- */

/* A name for the object out of its newest values. */
static const char *name_of(const struct history *s)
{
	static const char *const columns[] = {"title", "name", "login", "file_name", "no", "key"};

	for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++)
		for (size_t i = 0; i < s->n; i++)
			for (size_t k = 0; k < s->events[i].n; k++) {
				const struct history_change *d = &s->events[i].changes[k];

				if (strcmp(d->column, columns[c]) == 0)
					return d->after ? d->after : d->before;
			}
	return NULL;
}

/* Judgements and accounts have pages of their own to go back to. */
static enum err draw_way(struct request *r, const struct history *s, const char **ret_name)
{
	struct html *h = &r->html;
	struct judgement_found f;

	*ret_name = name_of(s);
	if (strcmp(s->table, "account") == 0 && request_may(r, CAP_ACCOUNTS)) {
		page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
		page_crumb(r, *ret_name, LINK(r, ACCOUNT, r->args[1]));
	}
	if (strcmp(s->table, "judgement") != 0 || strcmp(s->events[0].op, "delete") == 0)
		return OK;
	TRY(access_enter(&r->c, &r->session.who, CAP_READ_AUDIT));
	TRY(judgement_find(&r->c, s->id, &f));
	*ret_name = arena_printf(r->c.arena, "%s　%s %s", f.place->unit, f.place->catalog,
	                         f.place->no);
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, f.place->audit, LINK(r, AUDIT, f.place->audit));
	page_crumb(r, *ret_name, LINK(r, JUDGEMENT, f.place->audit, r->args[1]));
	return OK;
}

enum err history_page(struct request *r)
{
	struct html *h = &r->html;
	struct history s = {.table = r->args[0], .id = request_id(r, 1)};
	const char *name, *table;

	TRY(history_load(&r->c, &r->session.who, s.table, s.id, &s.events, &s.n));
	TRY(people_load(r, &s.people));
	if (ledger_of_table(s.table))
		TRY(ledger_with_city(&r->c, ledger_of_table(s.table), true, &s.ledger));
	TRY(draw_way(r, &s, &name));
	table = T_(h, word_of_table(s.table));
	page_heading(r, name ? arena_printf(r->c.arena, "%s: %s　%s", T_(h, N_("History")), table,
	                                    name)
	                     : arena_printf(r->c.arena, "%s: %s", T_(h, N_("History")), table));
	for (size_t i = 0; i < s.n; i++)
		TRY(draw_event(r, &s, &s.events[i]));
	return OK;
}
