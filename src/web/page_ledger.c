/* The ledgers: all of them, and the list of one with filters, order and columns. */
#include "ledger/ledgers.h"
#include "ledger/summary.h"
#include "org/person.h"
#include "org/unit_tree.h"
#include "web/page_ledger_change.h"
#include "web/table_file.h"

#include <inttypes.h>
#include <string.h>

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* --- all ledgers --- */

static enum err draw_ledger(struct request *r, const struct record_kind *k)
{
	struct html *h = &r->html;
	bool part = record_owner(k)->type == RECORD_REFERENCE;
	size_t n;

	TRY(record_count(&r->c, k, &(struct record_query){0}, &n));
	OPEN(h, TR);
	OPEN(h, TH, AT(SCOPE, "row"), AT(CLASS, part ? "depth1" : NULL));
	EL(h, A, T_(h, k->label), HREF(LINK(r, LEDGER, k->code)));
	CLOSE(h, TH);
	cell_number_link(r, (int64_t)n, LINK(r, LEDGER, k->code));
	EL(h, TD, T_(h, k->about));
	CLOSE(h, TR);
	return OK;
}

enum err ledgers_page(struct request *r)
{
	page_heading(r, T_(&r->html, N_("Ledgers")));
	OPEN(&r->html, P, AT(CLASS, "actions"));
	action_link(r, N_("Summaries"), LINK(r, SUMMARIES), false);
	CLOSE(&r->html, P);
	TABLE_OPEN(r, "tree", NULL, N_("Ledger"), N_("Records"), N_("What belongs in it"));
	for (size_t i = 0; i < n_ledgers; i++)
		TRY(draw_ledger(r, ledgers[i]));
	table_close(r);
	return OK;
}

/* --- filters --- */

static enum err draw_unit_select(struct request *r)
{
	struct arena *a = r->c.arena;
	struct choice *choices;
	const char *day = filter_day(r, "on");
	struct unit_tree t;

	TRY(unit_tree_on(&r->c, day ? day : day_today(&r->c), &t));
	choices = ARENA_ARRAY(a, t.n, struct choice);
	for (size_t i = 0; i < t.n; i++) {
		const char *indent = "";

		for (int k = 0; k < t.nodes[i].depth; k++)
			indent = arena_printf(a, "　%s", indent);
		choices[i] = (struct choice){id_text(r, t.nodes[i].unit->id),
		                             arena_printf(a, "%s%s", indent,
		                                          t.nodes[i].unit->name)};
	}
	filter_select(r, "unit", N_("Section and those below"), N_("Any"), choices, t.n);
	return OK;
}

/* Field, operator and value of one more condition. */
static void draw_more(struct request *r, const struct ledger_view *v)
{
	struct html *h = &r->html;

	OPEN(h, LABEL);
	html_text(h, T_(h, N_("Field")));
	OPEN(h, SELECT, AT(NAME, "field"));
	EL(h, OPTION, "—", AT(VALUE, ""));
	for (size_t i = 0; i < v->kind->n; i++)
		if (ledger_shows(r, &v->kind->fields[i]))
			EL(h, OPTION, T_(h, v->kind->fields[i].label),
			   AT(VALUE, v->kind->fields[i].key));
	CLOSE(h, SELECT);
	CLOSE(h, LABEL);
	OPEN(h, LABEL);
	html_text(h, T_(h, N_("Condition")));
	OPEN(h, SELECT, AT(NAME, "op"));
	for (int op = 0; op < RECORD_OP__MAX; op++)
		EL(h, OPTION, T_(h, record_op_label((enum record_op)op)),
		   AT(VALUE, record_op_code((enum record_op)op)));
	CLOSE(h, SELECT);
	CLOSE(h, LABEL);
	filter_input(r, "value", N_("Value"), NULL, "14");
}

static enum err draw_filters(struct request *r, const struct ledger_view *v)
{
	struct html *h = &r->html;
	const struct choice states[] = {{"gone", T_(h, N_("Gone only"))},
	                                {"all", T_(h, N_("Gone ones too"))}};
	const struct record_field *title = &v->kind->fields[record_title_index(v->kind)];

	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, LEDGER, v->kind->code)),
	     AT(CLASS, "filters"));
	ledger_view_keep(r, v, false, true);
	if (record_owner(v->kind)->type == RECORD_UNIT)
		TRY(draw_unit_select(r));
	filter_input(r, "word", title->label, filter_given(r, "word"), "14");
	filter_input(r, "on", N_("As of the day"), filter_given(r, "on"), "12");
	filter_select(r, "state", N_("State of the record"), N_("Present only"), states, 2);
	draw_more(r, v);
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	return OK;
}

static void draw_wheres(struct request *r, const struct ledger_view *v)
{
	struct html *h = &r->html;

	for (const struct record_fault *f = v->faults.first; f; f = f->next)
		EL(h, P,
		   msg_format(r->c.arena, r->lang, f->msgid,
		              (const char *const[]){f->args[0], f->args[1], NULL}),
		   AT(CLASS, "fault"));
	if (!v->n_wheres)
		return;
	OPEN(h, UL, AT(CLASS, "wheres"));
	for (size_t i = 0; i < v->n_wheres; i++) {
		const struct record_condition *w = &v->query.conditions[v->wheres[i].condition];

		OPEN(h, LI);
		html_text(h, arena_printf(r->c.arena, "%s：%s %s ", T_(h, w->field->label),
		                          T_(h, record_op_label(w->op)), v->wheres[i].value));
		EL(h, A, T_(h, N_("Drop")), HREF(ledger_view_without(r, v, i)));
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
}

static void draw_column_choice(struct request *r, const struct ledger_view *v)
{
	struct html *h = &r->html;

	OPEN(h, DETAILS, AT(CLASS, "columns"));
	EL(h, SUMMARY, T_(h, N_("Choose columns")));
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, LEDGER, v->kind->code)));
	ledger_view_keep(r, v, true, false);
	for (size_t i = 0; i < v->kind->n; i++) {
		if (!ledger_shows(r, &v->kind->fields[i]))
			continue;
		OPEN(h, LABEL, AT(CLASS, "check"));
		OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, "columns"),
		     AT(VALUE, v->kind->fields[i].key), FLAG(CHECKED, v->column[i]));
		html_text(h, T_(h, v->kind->fields[i].label));
		CLOSE(h, LABEL);
	}
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	CLOSE(h, DETAILS);
}

/* --- the list --- */

static void draw_head(struct request *r, const struct ledger_view *v, size_t i)
{
	struct html *h = &r->html;
	const struct record_field *f = &v->kind->fields[i];
	bool sorted = v->query.sort == f, down = sorted && v->query.descending;
	const char *next = sorted && !down ? arena_printf(r->c.arena, "-%s", f->key) : f->key;

	OPEN(h, TH, AT(SCOPE, "col"), AT(CLASS, record_is_number(f->type) ? "right" : NULL));
	EL(h, A,
	   arena_printf(r->c.arena, "%s%s", T_(h, f->label), !sorted ? "" : down ? " ▼" : " ▲"),
	   HREF(here_with(r, "sort", next)));
	CLOSE(h, TH);
}

/* Dates, years and numbers like B-01 stay on one line. */
static bool is_short(const struct record_field *f)
{
	return f->type == RECORD_DATE || f->type == RECORD_YEAR ||
	       (f->type == RECORD_TEXT && f->max && f->max <= 32);
}

static void draw_cell(struct request *r, const struct ledger_view *v, const struct record *one,
                      size_t i)
{
	struct html *h = &r->html;
	const struct record_field *f = &v->kind->fields[i];
	const char *text = record_show(r->c.arena, r->lang, v->kind, one, i);

	if (f->flags & RECORD_TITLE) {
		OPEN(h, TH, AT(SCOPE, "row"));
		EL(h, A, text, HREF(LINK(r, RECORD, v->kind->code, id_text(r, one->id))));
		if (one->gone_on)
			EL(h, SPAN, T_(h, N_("gone")), AT(CLASS, "chip"));
		CLOSE(h, TH);
	} else if (record_is_number(f->type)) {
		EL(h, TD, *text ? text : "—", AT(CLASS, "number"));
	} else if (is_short(f)) {
		EL(h, TD, *text ? text : "—", AT(CLASS, "nowrap"));
	} else {
		cell_text(r, text);
	}
}

static void draw_records(struct request *r, const struct ledger_view *v,
                         const struct record *records, size_t n)
{
	struct html *h = &r->html;
	bool changing = request_may(r, CAP_EDIT_LEDGERS);

	if (changing)
		ledger_change_open(r, v);
	OPEN(h, DIV, AT(CLASS, "table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, r->title));
	OPEN(h, TABLE, AT(CLASS, "records stack"));
	OPEN(h, THEAD);
	OPEN(h, TR);
	if (changing)
		EL(h, TD, "");
	for (size_t i = 0; i < v->kind->n; i++)
		if (v->column[i])
			draw_head(r, v, i);
	CLOSE(h, TR);
	CLOSE(h, THEAD);
	OPEN(h, TBODY);
	for (size_t k = 0; k < n; k++) {
		OPEN(h, TR);
		if (changing)
			ledger_change_box(r, v->kind, &records[k]);
		for (size_t i = 0; i < v->kind->n; i++)
			if (v->column[i])
				draw_cell(r, v, &records[k], i);
		CLOSE(h, TR);
	}
	table_close(r);
	if (changing)
		ledger_change_close(r, v->kind);
}

static void draw_actions(struct request *r, const struct ledger_view *v)
{
	struct html *h = &r->html;
	const char *code = v->kind->code;

	OPEN(h, P, AT(CLASS, "actions"));
	if (request_may(r, CAP_EDIT_LEDGERS))
		action_link(r, N_("Add a record"), LINK(r, RECORD_NEW, code), true);
	if (access_reach(r->session.who.role, CAP_EDIT_LEDGERS) == REACH_ALL)
		action_link(r, N_("Import"), url_with(r->c.arena, LINK(r, IMPORTS), "kind", code),
		            false);
	action_link(r, N_("What the fields mean"), LINK(r, LEDGER_FIELDS, code), false);
	CLOSE(h, P);
}

/* The tables that are counted over the ledger. */
static void draw_summaries(struct request *r, const struct record_kind *k)
{
	struct html *h = &r->html;
	size_t drawn = 0;

	for (size_t i = 0; i < n_summary_kinds; i++) {
		const struct summary_kind *s = &summary_kinds[i];

		if (!record_same_kind(s->ledger, k) && !ledger_is_part(k, s->ledger))
			continue;
		if (!drawn++) {
			OPEN(h, P, AT(CLASS, "files"));
			html_text(h, T_(h, N_("Summaries:")));
		}
		EL(h, A, T_(h, s->label), HREF(LINK(r, SUMMARY, s->code)));
	}
	if (drawn)
		CLOSE(h, P);
}

static void draw_files(struct request *r, const struct ledger_view *v)
{
	struct html *h = &r->html;
	struct url to = ledger_view_url(r, LINK(r, LEDGER_FILE, v->kind->code), v);

	OPEN(h, P, AT(CLASS, "files"));
	html_text(h, T_(h, N_("These records as a file:")));
	table_file_formats(r, to);
	EL(h, A, T_(h, N_("Empty table")), HREF(LINK(r, LEDGER_EMPTY, v->kind->code)));
	CLOSE(h, P);
}

enum err ledger_page(struct request *r)
{
	struct html *h = &r->html;
	struct ledger_view v;
	struct record *records;
	size_t n, total;

	TRY(ledger_view_load(r, &v));
	TRY(record_seek(&r->c, v.kind, &v.query));
	TRY(record_count(&r->c, v.kind, &v.query, &total));
	v.query.first = page_first(r, total);
	v.query.count = PAGE_ROWS;
	TRY(record_list(&r->c, v.kind, &v.query, &records, &n));
	page_crumb(r, T_(h, N_("Ledgers")), LINK(r, LEDGERS));
	page_heading(r, T_(h, v.kind->label));
	EL(h, P, T_(h, v.kind->about));
	draw_actions(r, &v);
	draw_summaries(r, v.kind);
	TRY(draw_filters(r, &v));
	draw_wheres(r, &v);
	draw_column_choice(r, &v);
	OPEN(h, P);
	SAY(h, N_("{1} records"), arena_printf(r->c.arena, "%zu", total));
	CLOSE(h, P);
	if (total)
		draw_records(r, &v, records, n);
	else
		page_empty(r, N_("There is no such record yet. Add one, or fill in the empty table "
		                 "and import it."));
	page_turner(r, total);
	draw_files(r, &v);
	return OK;
}
