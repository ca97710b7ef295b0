/* One record in full, with the rows that belong to it. */
#include "ledger/city.h"
#include "ledger/incident_steps.h"
#include "ledger/ledgers.h"
#include "org/person.h"
#include "record/edit.h"
#include "record/file.h"
#include "record/list.h"
#include "record/transfer.h"
#include "web/alerts.h"
#include "web/ledger_view.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* A link for those who may see the person; who left, or is in no ledger of people, is told so. */
static enum err draw_person(struct request *r, const char *v, const char *text)
{
	const char *id = record_person_id(v), *today = day_today(&r->c);
	struct person_row *p, *seen;
	struct html *h = &r->html;

	if (!id) {
		html_text(h, v);
		EL(h, SPAN, T_(h, N_("not in the people ledger")), AT(CLASS, "chip"));
		return OK;
	}
	TRY(person_get(&r->c, strtoll(id, NULL, 10), &p));
	TRY(q_person_seen(&r->c, &(struct person_seen_in){p->number, today}, &seen));
	if (seen && request_may(r, CAP_READ_PEOPLE))
		EL(h, A, text, HREF(LINK(r, PERSON, p->number)));
	else
		html_text(h, text);
	if (p->left_on && strcmp(p->left_on, today) < 0)
		EL(h, SPAN,
		   msg_format(r->c.arena, r->lang, N_("left on {1}"),
		              (const char *const[]){show_date(r, p->left_on), NULL}),
		   AT(CLASS, "chip bad"));
	return OK;
}

static void draw_files(struct request *r, const struct record_kind *k, const struct record *one,
                       size_t i)
{
	struct html *h = &r->html;
	struct record_file *files;
	size_t n;

	record_files(r->c.arena, one->v[i], &files, &n);
	OPEN(h, UL, AT(CLASS, "plain"));
	for (size_t at = 0; at < n; at++) {
		OPEN(h, LI);
		EL(h, A, files[at].name,
		   HREF(LINK(r, RECORD_FILE, k->code, id_text(r, one->id), files[at].id)));
		html_text(h, arena_printf(r->c.arena, " (%s)", show_size(r, files[at].size)));
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
}

static enum err draw_value(struct request *r, const struct record_kind *k, const struct record *one,
                           size_t i)
{
	struct html *h = &r->html;
	const struct record_field *f = &k->fields[i];
	const char *text = record_show(r->c.arena, r->lang, k, one, i);

	OPEN(h, DIV);
	EL(h, DT, T_(h, f->label));
	OPEN(h, DD, AT(CLASS, f->type == RECORD_LONG ? "pre" : NULL));
	if (f->type == RECORD_PERSON && *text)
		TRY(draw_person(r, one->v[i], text));
	else if (f->type == RECORD_FILE && *text)
		draw_files(r, k, one, i);
	else if (f->type == RECORD_REFERENCE && *text)
		EL(h, A, text, HREF(LINK(r, RECORD, f->refers->code, one->v[i])));
	else if (one->v[i] && record_is_link(f->type) && !*text)
		html_text(h, T_(h, N_("(of another section)")));
	else
		html_text(h, text);
	CLOSE(h, DD);
	CLOSE(h, DIV);
	return OK;
}

/* What is filled in, value by value; what is not, by name alone. */
static enum err draw_values(struct request *r, const struct record_kind *k,
                            const struct record *one)
{
	struct html *h = &r->html;
	const char *blank = NULL;

	OPEN(h, DL, AT(CLASS, "facts record"));
	for (size_t i = 0; i < k->n; i++) {
		const char *label = T_(h, k->fields[i].label);

		if (!ledger_shows(r, &k->fields[i]))
			continue;
		if (one->v[i])
			TRY(draw_value(r, k, one, i));
		else
			blank = blank ? arena_printf(r->c.arena, "%s、%s", blank, label) : label;
	}
	CLOSE(h, DL);
	if (!blank)
		return OK;
	OPEN(h, P, AT(CLASS, "soft blank-fields"));
	SAY(h, N_("Not filled in: {1}"), blank);
	CLOSE(h, P);
	return OK;
}

/* Its unit is closed: it is read by those who came after, and changed once it is taken over. */
static enum err draw_closed(struct request *r, int64_t unit)
{
	struct html *h = &r->html;
	struct transfer_heirs heirs;

	TRY(transfer_heirs(&r->c, unit, &heirs));
	if (!heirs.all)
		return OK;
	OPEN(h, P, AT(CLASS, "notice"));
	html_text(h, T_(h, N_("The unit that keeps this record is closed.")));
	html_text(h, " ");
	if (request_may(r, CAP_EDIT_LEDGERS))
		EL(h, A, T_(h, N_("Take over")), HREF(LINK(r, TAKEOVER, id_text(r, unit))));
	CLOSE(h, P);
	return OK;
}

static enum err draw_actions(struct request *r, const struct record_kind *k,
                             const struct record *one)
{
	struct html *h = &r->html;
	int64_t unit;
	bool may, leads = false;

	TRY(record_unit(&r->c, k, one, &unit));
	TRY(access_covers(&r->c, &r->session.who, CAP_EDIT_LEDGERS, unit, &may));
	if (record_same_kind(k, &ledger_incidents))
		TRY(incident_may_read(&r->c, &r->session.who, unit, &leads));
	TRY(draw_closed(r, unit));
	OPEN(h, P, AT(CLASS, "actions"));
	if (may)
		action_link(r, N_("Edit"), LINK(r, RECORD_EDIT, k->code, id_text(r, one->id)),
		            true);
	action_link(r, N_("History"), LINK(r, HISTORY, k->table, id_text(r, one->id)), false);
	if (leads)
		action_link(r, N_("Steps and clocks"), LINK(r, INCIDENT, id_text(r, one->id)),
		            false);
	CLOSE(h, P);
	return OK;
}

/* --- rows that belong to it --- */

static bool in_part(const struct request *r, const struct record_field *f)
{
	return f->flags & RECORD_LISTED && ledger_shows(r, f);
}

static void draw_part_row(struct request *r, const struct record_kind *k, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	for (size_t i = 1; i < k->n; i++) {
		const char *text = record_show(r->c.arena, r->lang, k, one, i);

		if (!in_part(r, &k->fields[i]))
			continue;
		if (k->fields[i].flags & RECORD_TITLE)
			cell_link(r, text, LINK(r, RECORD, k->code, id_text(r, one->id)));
		else
			EL(h, TD, *text ? text : "—",
			   AT(CLASS, record_is_number(k->fields[i].type) ? "number" : NULL));
	}
	CLOSE(h, TR);
}

static enum err draw_part(struct request *r, const struct record_kind *declared,
                          const char *owner_id)
{
	struct html *h = &r->html;
	struct record_query q = {
		.conditions = {{record_owner(declared), RECORD_OP_IS, owner_id}}, .n = 1};
	const char *heads[RECORD_FIELDS_MAX + 1] = {NULL};
	const struct record_kind *k;
	struct record *records;
	size_t n, n_heads = 0;

	TRY(ledger_with_city(&r->c, declared, false, &k));
	TRY(record_list(&r->c, k, &q, &records, &n));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, k->label));
	for (size_t i = 1; i < k->n; i++)
		if (in_part(r, &k->fields[i]))
			heads[n_heads++] = k->fields[i].label;
	if (n) {
		table_open(r, "stack", NULL, heads);
		for (size_t i = 0; i < n; i++)
			draw_part_row(r, k, &records[i]);
		table_close(r);
	} else {
		page_empty(r, N_("None is recorded."));
	}
	if (request_may(r, CAP_EDIT_LEDGERS)) {
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("Add a row"),
		            url_with(r->c.arena, LINK(r, RECORD_NEW, k->code), "of", owner_id),
		            false);
		CLOSE(h, P);
	}
	CLOSE(h, SECTION);
	return OK;
}

enum err record_page(struct request *r)
{
	struct html *h = &r->html;
	const struct record_kind *k;
	struct record one;

	TRY(ledger_asked(r, &k));
	TRY(record_get(&r->c, k, request_id(r, 1), &one));
	page_crumb(r, T_(h, N_("Ledgers")), LINK(r, LEDGERS));
	page_crumb(r, T_(h, k->label), LINK(r, LEDGER, k->code));
	page_heading(r, one.v[record_title_index(k)]);
	if (one.gone_on) {
		OPEN(h, P, AT(CLASS, "notice"));
		SAY(h, N_("Gone since {1}."), show_date(r, one.gone_on));
		CLOSE(h, P);
	}
	TRY(draw_actions(r, k, &one));
	TRY(round_of_record(r, k, one.id));
	TRY(alerts_of_record(r, one.id));
	TRY(draw_values(r, k, &one));
	for (size_t i = 0; i < n_ledgers; i++)
		if (ledger_is_part(ledgers[i], k))
			TRY(draw_part(r, ledgers[i], id_text(r, one.id)));
	return OK;
}

/* --- its files --- */

enum err record_file_page(struct request *r)
{
	const struct record_kind *k;
	struct record_file_row *file;
	const char *data, *files = NULL;
	struct record one;
	size_t len;

	TRY(ledger_asked(r, &k));
	TRY(record_get(&r->c, k, request_id(r, 1), &one));
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].type == RECORD_FILE && one.v[i] && ledger_shows(r, &k->fields[i]))
			files = files ? arena_printf(r->c.arena, "%s\n%s", files, one.v[i])
			              : one.v[i];
	TRY(record_file_load(&r->c, files, r->args[2], &file, &data, &len));
	return request_download(r,
	                        arena_printf(r->c.arena, "record-file %s %" PRId64, k->code,
	                                     file->id),
	                        "application/octet-stream", data, len, file->file_name);
}
