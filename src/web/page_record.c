/* One record in full, with the rows that belong to it. */
#include "ledger/ledgers.h"
#include "record/edit.h"
#include "record/list.h"
#include "web/alerts.h"
#include "web/ledger_view.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <string.h>

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

static void draw_value(struct request *r, const struct record_kind *k, const struct record *one,
                       size_t i)
{
	struct html *h = &r->html;
	const struct record_field *f = &k->fields[i];
	const char *text = record_show(r->c.arena, r->lang, k, one, i);

	EL(h, DT, T_(h, f->label));
	OPEN(h, DD, AT(CLASS, f->type == RECORD_LONG ? "pre" : NULL));
	if (f->type == RECORD_REFERENCE && *text)
		EL(h, A, text, HREF(LINK(r, RECORD, f->refers->code, one->v[i])));
	else if (one->v[i] && record_is_link(f->type) && !*text)
		html_text(h, T_(h, N_("(of another section)")));
	else
		html_text(h, *text ? text : "—");
	CLOSE(h, DD);
}

static void draw_actions(struct request *r, const struct record_kind *k, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	if (request_may(r, CAP_EDIT_LEDGERS))
		action_link(r, N_("Edit"), LINK(r, RECORD_EDIT, k->code, id_text(r, one->id)),
		            true);
	action_link(r, N_("History"), LINK(r, HISTORY, k->table, id_text(r, one->id)), false);
	CLOSE(h, P);
}

/* --- rows that belong to it --- */

static void draw_part_row(struct request *r, const struct record_kind *k, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	for (size_t i = 1; i < k->n; i++) {
		const char *text = record_show(r->c.arena, r->lang, k, one, i);

		if (!(k->fields[i].flags & RECORD_LISTED))
			continue;
		if (k->fields[i].flags & RECORD_TITLE)
			cell_link(r, text, LINK(r, RECORD, k->code, id_text(r, one->id)));
		else
			EL(h, TD, *text ? text : "—",
			   AT(CLASS, record_is_number(k->fields[i].type) ? "number" : NULL));
	}
	CLOSE(h, TR);
}

static enum err draw_part(struct request *r, const struct record_kind *k, const char *owner_id)
{
	struct html *h = &r->html;
	struct record_query q = {.conditions = {{record_owner(k), RECORD_OP_IS, owner_id}}, .n = 1};
	const char *heads[RECORD_FIELDS_MAX + 1] = {NULL};
	struct record *records;
	size_t n, n_heads = 0;

	TRY(record_list(&r->c, k, &q, &records, &n));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, k->label));
	for (size_t i = 1; i < k->n; i++)
		if (k->fields[i].flags & RECORD_LISTED)
			heads[n_heads++] = k->fields[i].label;
	if (n) {
		table_open(r, NULL, NULL, heads);
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
	draw_actions(r, k, &one);
	TRY(round_of_record(r, k, one.id));
	TRY(alerts_of_record(r, one.id));
	OPEN(h, DL, AT(CLASS, "facts"));
	for (size_t i = 0; i < k->n; i++)
		if (ledger_shows(r, &k->fields[i]))
			draw_value(r, k, &one, i);
	CLOSE(h, DL);
	for (size_t i = 0; i < n_ledgers; i++)
		if (ledger_is_part(ledgers[i], k))
			TRY(draw_part(r, ledgers[i], id_text(r, one.id)));
	return OK;
}
