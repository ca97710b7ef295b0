/* 持出し: asking for it, deciding, bringing back, confirming the return. */
#include "base/date.h"
#include "base/text.h"
#include "ledger/ledgers.h"
#include "web/carry_out_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define OWN_SHOWN 1000

static const struct choice present[] = {
	{"yes", N_("Present")}, {"no", N_("Not present")}, {NULL, NULL}};
static const struct choice done[] = {{"yes", N_("Done")}, {"no", N_("Not done")}, {NULL, NULL}};

/* Named as the fields of the ledger. */
const struct field fields_carry_out[] = {
	{.name = "kind",
         .label = N_("What kind of thing"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = carry_out_kinds},
	{.name = "what",
         .label = N_("What is carried out"),
         .help = N_("With its number, where it has one."),
         .required = true},
	{.name = "pieces", .label = N_("Pieces"), .type = FIELD_NUMBER, .required = true, .max = 6},
	{.name = "data", .label = N_("Data on it"), .required = true},
	{.name = "personal",
         .label = N_("Contains personal information"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = present},
	{.name = "encrypted",
         .label = N_("Encrypted"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = done},
	{.name = "encryption",
         .label = N_("How it is encrypted"),
         .help = N_("Papers, and what is not encrypted: how it is protected.")},
	{.name = "purpose",
         .label = N_("Purpose of the carry-out"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = carry_out_purposes},
	{.name = "purpose_other", .label = N_("Other purpose")},
	{.name = "destination", .label = N_("Destination"), .required = true},
	{.name = "from_on", .label = N_("Carried out from"), .type = FIELD_DATE, .required = true},
	{.name = "due_on", .label = N_("To be back by"), .type = FIELD_DATE, .required = true},
	{.name = NULL},
};

const struct field fields_carry_out_approve[] = {
	{.name = "ids", .label = N_("Carry-outs"), .type = FIELD_MANY},
	{.name = NULL},
};

const struct field fields_carry_out_refuse[] = {
	{.name = "reason", .label = N_("Reason"), .required = true},
	{.name = NULL},
};

static const struct record_kind *const kind = &ledger_carry_outs;

static const char *today(struct request *r)
{
	return date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
}

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

static const char *shown(struct request *r, const char *field, const char *value)
{
	if (!value)
		return "—";
	return record_value_show(r->c.arena, r->lang, record_field_find(kind, field), value);
}

/* --- marks --- */

static void draw_chip(struct request *r, const char *text, const char *class_)
{
	EL(&r->html, SPAN, text, AT(CLASS, class_));
	html_text(&r->html, " ");
}

void carry_out_draw_state(struct request *r, const struct carry_out_seen_out *k)
{
	static const char *const classes[] = {
		[CARRY_OUT_WAITS] = "chip wait",   [CARRY_OUT_UNAPPROVED] = "chip bad",
		[CARRY_OUT_APPROVED] = "chip",     [CARRY_OUT_OUT] = "chip",
		[CARRY_OUT_OVERDUE] = "chip bad",  [CARRY_OUT_BROUGHT] = "chip wait",
		[CARRY_OUT_RETURNED] = "chip good", [CARRY_OUT_REFUSED] = "chip",
		[CARRY_OUT_WITHDRAWN] = "chip"};
	struct html *h = &r->html;
	enum carry_out_state s = carry_out_state_of(k, today(r));

	draw_chip(r, T_(h, carry_out_state_label(s)), classes[s]);
	if (carry_out_approved_late(k))
		draw_chip(r, T_(h, N_("approved afterwards")), "chip bad");
	if (k->together)
		draw_chip(r,
		          msg_format(r->c.arena, r->lang, N_("{1} approved at once"),
		                     (const char *const[ERROR_ARGS_MAX]){k->together}),
		          "chip wait");
	if (k->blanket && strcmp(k->blanket, "yes") == 0)
		draw_chip(r, T_(h, N_("Blanket approval")), "chip wait");
}

static void draw_row(struct request *r, const struct carry_out_seen_out *k, bool of_others)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	OPEN(h, TH, AT(SCOPE, "row"));
	EL(h, A, k->what ? k->what : "—", HREF(LINK(r, CARRY_OUT, id_text(r, k->id))));
	CLOSE(h, TH);
	if (of_others)
		cell_text(r, k->person);
	cell_text(r, k->destination);
	EL(h, TD, k->from_on ? show_date(r, k->from_on) : "—", AT(CLASS, "nowrap"));
	EL(h, TD, k->due_on ? show_date(r, k->due_on) : "—", AT(CLASS, "nowrap"));
	OPEN(h, TD);
	carry_out_draw_state(r, k);
	CLOSE(h, TD);
	CLOSE(h, TR);
}

/* --- the own ones --- */

enum err carry_outs_page(struct request *r)
{
	const struct carry_out_seen_in in = {.account_id = r->session.who.account_id,
	                                     .n = OWN_SHOWN};
	struct html *h = &r->html;
	struct carry_out_seen_out *rows;
	size_t n, first, n_headed;
	bool heads;

	TRY(q_carry_out_seen(&r->c, &in, &rows, &n));
	TRY(carry_outs_wait(r, &heads, &n_headed));
	page_heading(r, T_(h, N_("Carrying out")));
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Ask for a carry-out"), LINK(r, CARRY_OUT_NEW), true);
	if (heads)
		action_link(r, N_("Approve and confirm"), LINK(r, CARRY_OUT_DECIDE), false);
	CLOSE(h, P);
	if (!n) {
		page_empty(r, N_("You have not asked for any. Ask before you take a medium, device "
		                 "or papers out of the office."));
		return OK;
	}
	first = page_first(r, n);
	TABLE_OPEN(r, "records stack", T_(h, N_("Your requests")), N_("What is carried out"),
	           N_("Destination"), N_("Carried out from"), N_("To be back by"), N_("State"));
	for (size_t i = first; i < n && i < first + PAGE_ROWS; i++)
		draw_row(r, &rows[i], false);
	table_close(r);
	page_turner(r, n);
	return OK;
}

enum err carry_out_new_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Carrying out")), LINK(r, CARRY_OUTS));
	page_heading(r, T_(h, N_("Ask for a carry-out")));
	form_open(r, LINK(r, CARRY_OUT_NEW), fields_carry_out, 0);
	for (const struct field *f = fields_carry_out; f->name; f++)
		form_field(r, fields_carry_out, f->name,
		           strcmp(f->name, "from_on") == 0 ? show_date(r, today(r)) : NULL);
	form_close(r, N_("Ask for it"));
	return OK;
}

static void put_faults(struct request *r, const struct record_faults *faults)
{
	for (const struct record_fault *f = faults->first; f; f = f->next)
		(void)FAULT(r, f->field->key, f->msgid, f->args[0], f->args[1]);
}

enum err carry_out_new_post(struct request *r)
{
	struct record one = record_new(r->c.arena, kind);
	struct record_faults faults = {0};
	const char *from = field_value(r, "from_on");
	enum err e;

	if (strcmp(field_value(r, "due_on"), from) < 0)
		return FAULT(r, "due_on", N_("It is to be back before it goes out."));
	for (const struct field *f = fields_carry_out; f->name; f++)
		one.v[record_field_index(kind, f->name)] = field_value(r, f->name);
	e = carry_out_request(&r->c, &r->session.who, &one, &faults);
	put_faults(r, &faults);
	TRY(e);
	return request_redirect(r, LINK(r, CARRY_OUT, id_text(r, one.id)), NOTICE_ADDED);
}

/* --- one --- */

static void draw_fact(struct request *r, const char *field, const char *value)
{
	struct html *h = &r->html;

	if (!value)
		return;
	EL(h, DT, T_(h, record_field_find(kind, field)->label));
	EL(h, DD, shown(r, field, value));
}

static void draw_facts(struct request *r, const struct carry_out_seen_out *k)
{
	const struct {
		const char *field, *value;
	} facts[] = {
		{"no", k->no},
		{"kind", k->kind},
		{"pieces", k->pieces},
		{"data", k->data},
		{"personal", k->personal},
		{"encrypted", k->encrypted},
		{"encryption", k->encryption},
		{"purpose", k->purpose},
		{"purpose_other", k->purpose_other},
		{"destination", k->destination},
		{"person", k->person},
		{"requested_on", k->requested_on},
		{"from_on", k->from_on},
		{"due_on", k->due_on},
		{"approved_on", k->approved_on},
		{"approver", k->approver},
		{"refused_on", k->refused_on},
		{"refusal", k->refusal},
		{"returned_on", k->returned_on},
		{"confirmed_by", k->confirmed_by},
	};
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	EL(h, DT, T_(h, N_("Section in charge")));
	EL(h, DD, k->unit);
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		draw_fact(r, facts[i].field, facts[i].value);
	CLOSE(h, DL);
}

static const char *step_label(const char *step)
{
	static const struct choice labels[] = {
		{"requested", N_("asked for it")},  {"approved", N_("approved it")},
		{"refused", N_("refused it")},      {"withdrawn", N_("withdrew it")},
		{"brought", N_("brought it back")}, {"confirmed", N_("confirmed the return")},
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].code, step) == 0)
			return labels[i].label;
	return step;
}

static enum err draw_steps(struct request *r, const struct carry_out_seen_out *k)
{
	struct html *h = &r->html;
	struct carry_out_steps_of_out *steps;
	size_t n;

	TRY(q_carry_out_steps_of(&r->c, &(struct carry_out_steps_of_in){k->id}, &steps, &n));
	if (!n)
		return OK;
	EL(h, H2, T_(h, N_("Who did what when")));
	TABLE_OPEN(r, NULL, NULL, N_("Time"), N_("Who"),
	           N_("What was done"), N_("Reason"));
	for (size_t i = 0; i < n; i++) {
		bool decides = strcmp(steps[i].step, "approved") == 0 ||
		               strcmp(steps[i].step, "confirmed") == 0;

		OPEN(h, TR);
		cell_text(r, show_instant(r, steps[i].at_us));
		cell_text(r, steps[i].who);
		OPEN(h, TD);
		html_text(h, T_(h, step_label(steps[i].step)));
		html_text(h, " ");
		if (decides && steps[i].own)
			draw_chip(r, T_(h, N_("the carrier alone")), "chip bad");
		CLOSE(h, TD);
		cell_text(r, steps[i].reason);
		CLOSE(h, TR);
	}
	table_close(r);
	return OK;
}

static void draw_buttons(struct request *r, const struct carry_out_seen_out *k,
                         const struct carry_out_part *part)
{
	struct html *h = &r->html;
	const char *id = id_text(r, k->id);

	OPEN(h, DIV, AT(CLASS, "actions"));
	if (part->approve)
		form_button(r, LINK(r, CARRY_OUT_DECIDE), N_("Approve"), "button primary", "ids",
		            id);
	if (part->confirm)
		form_button(r, LINK(r, CARRY_OUT_CONFIRM, id), N_("I saw that it is back"),
		            "button primary", NULL, NULL);
	if (part->bring)
		form_button(r, LINK(r, CARRY_OUT_BRING, id), N_("I brought it back"), "button",
		            NULL, NULL);
	if (part->withdraw)
		form_button(r, LINK(r, CARRY_OUT_WITHDRAW, id), N_("Withdraw"), "button", NULL,
		            NULL);
	CLOSE(h, DIV);
	if (!part->refuse)
		return;
	form_open(r, LINK(r, CARRY_OUT_REFUSE, id), fields_carry_out_refuse, 0);
	form_field(r, fields_carry_out_refuse, "reason", NULL);
	form_close(r, N_("Refuse"));
}

static enum err find(struct request *r, struct carry_out_seen_out **ret,
                     struct carry_out_part *ret_part)
{
	return carry_out_find(&r->c, &r->session.who, request_id(r, 0), ret, ret_part);
}

enum err carry_out_page(struct request *r)
{
	struct html *h = &r->html;
	struct carry_out_seen_out *k;
	struct carry_out_part part;

	TRY(find(r, &k, &part));
	page_crumb(r, T_(h, N_("Carrying out")), LINK(r, CARRY_OUTS));
	page_heading(r, k->what ? k->what : T_(h, N_("Carrying out")));
	OPEN(h, P);
	carry_out_draw_state(r, k);
	CLOSE(h, P);
	draw_facts(r, k);
	draw_buttons(r, k, &part);
	return draw_steps(r, k);
}

static enum err back(struct request *r, int64_t id)
{
	return request_redirect(r, LINK(r, CARRY_OUT, id_text(r, id)), NOTICE_SAVED);
}

enum err carry_out_refuse_post(struct request *r)
{
	int64_t id = request_id(r, 0);

	TRY(carry_out_refuse(&r->c, &r->session.who, id, field_value(r, "reason")));
	return back(r, id);
}

enum err carry_out_withdraw_post(struct request *r)
{
	TRY(carry_out_withdraw(&r->c, &r->session.who, request_id(r, 0)));
	return back(r, request_id(r, 0));
}

enum err carry_out_bring_post(struct request *r)
{
	TRY(carry_out_bring(&r->c, &r->session.who, request_id(r, 0)));
	return back(r, request_id(r, 0));
}

enum err carry_out_confirm_post(struct request *r)
{
	TRY(carry_out_confirm(&r->c, &r->session.who, request_id(r, 0)));
	return back(r, request_id(r, 0));
}

/* --- deciding --- */

enum err carry_outs_wait(struct request *r, bool *ret_heads, size_t *ret_n)
{
	struct carry_out_seen_out *rows;
	size_t n, waiting = 0, n_codes;
	const char *const *codes;

	TRY(units_headed(&r->c, &r->session.who, &codes, &n_codes));
	*ret_heads = n_codes > 0;
	TRY(carry_outs_headed(&r->c, &r->session.who, true, &rows, &n));
	for (size_t i = 0; i < n; i++)
		waiting += carry_out_waits_for_head(r, &rows[i]);
	*ret_n = waiting;
	return OK;
}

bool carry_out_waits_for_head(struct request *r, const struct carry_out_seen_out *k)
{
	enum carry_out_state s = carry_out_state_of(k, today(r));

	return s == CARRY_OUT_WAITS || s == CARRY_OUT_UNAPPROVED || s == CARRY_OUT_BROUGHT ||
	       s == CARRY_OUT_OVERDUE;
}

static bool to_approve(const struct carry_out_seen_out *k)
{
	return !k->approved_on && !k->gone_on && !k->returned_on;
}

static void draw_choice(struct request *r, const struct carry_out_seen_out *k)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	OPEN(h, TD);
	OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, "ids"), AT(VALUE, id_text(r, k->id)),
	     AT(ARIA_LABEL, k->what));
	CLOSE(h, TD);
	OPEN(h, TH, AT(SCOPE, "row"));
	EL(h, A, k->what ? k->what : "—", HREF(LINK(r, CARRY_OUT, id_text(r, k->id))));
	CLOSE(h, TH);
	cell_text(r, k->person);
	cell_text(r, shown(r, "personal", k->personal));
	cell_text(r, shown(r, "encrypted", k->encrypted));
	cell_text(r, k->destination);
	EL(h, TD,
	   arena_printf(r->c.arena, "%s～%s", k->from_on ? show_date(r, k->from_on) : "",
	                k->due_on ? show_date(r, k->due_on) : ""),
	   AT(CLASS, "nowrap"));
	OPEN(h, TD);
	carry_out_draw_state(r, k);
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static void draw_to_approve(struct request *r, const struct carry_out_seen_out *rows, size_t n)
{
	struct html *h = &r->html;
	size_t waiting = 0;

	for (size_t i = 0; i < n; i++)
		waiting += to_approve(&rows[i]);
	EL(h, H2, T_(h, N_("To be approved")));
	if (!waiting) {
		page_empty(r, N_("Nothing waits to be approved."));
		return;
	}
	EL(h, P, T_(h, N_("Several that are approved at once are marked so. Look at each that "
			  "matters on its own page.")));
	form_open(r, LINK(r, CARRY_OUT_DECIDE), fields_carry_out_approve, 0);
	TABLE_OPEN(r, "records stack", NULL, "", N_("What is carried out"),
	           N_("Carried by"), N_("Personal information"), N_("Encrypted"), N_("Destination"),
	           N_("Period"), N_("State"));
	for (size_t i = 0; i < n; i++)
		if (to_approve(&rows[i]))
			draw_choice(r, &rows[i]);
	table_close(r);
	form_close(r, N_("Approve what is ticked"));
}

enum err carry_out_decide_page(struct request *r)
{
	struct html *h = &r->html;
	const struct choice all[] = {{"all", T_(h, N_("All"))}};
	struct carry_out_seen_out *rows;
	size_t n, first;
	bool heads;

	TRY(carry_outs_wait(r, &heads, &n));
	if (!heads)
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this."));
	TRY(carry_outs_headed(&r->c, &r->session.who, !filter_given(r, "state"), &rows, &n));
	page_crumb(r, T_(h, N_("Carrying out")), LINK(r, CARRY_OUTS));
	page_heading(r, T_(h, N_("Approve and confirm")));
	draw_to_approve(r, rows, n);
	EL(h, H2, T_(h, N_("Carry-outs of the section")));
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, CARRY_OUT_DECIDE)), AT(CLASS, "filters"));
	filter_select(r, "state", N_("State"), N_("Open only"), all, 1);
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	if (!n) {
		page_empty(r, N_("Nothing is carried out."));
		return OK;
	}
	first = page_first(r, n);
	TABLE_OPEN(r, "records stack", NULL, N_("What is carried out"),
	           N_("Carried by"), N_("Destination"), N_("Carried out from"), N_("To be back by"),
	           N_("State"));
	for (size_t i = first; i < n && i < first + PAGE_ROWS; i++)
		draw_row(r, &rows[i], true);
	table_close(r);
	page_turner(r, n);
	return OK;
}

enum err carry_out_approve_post(struct request *r)
{
	int64_t *ids = ARENA_ARRAY(r->c.arena, r->form.n, int64_t);
	size_t n = 0;

	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, "ids") == 0)
			ids[n++] = strtoll(p->value, NULL, 10);
	if (!n)
		return FAULT(r, "", N_("Tick what you approve."));
	TRY(carry_out_approve(&r->c, &r->session.who, ids, n));
	return request_redirect(r, LINK(r, CARRY_OUT_DECIDE), NOTICE_SAVED);
}
