/* Anybody tells of an incident or a near miss, and sees what became of the own reports. */
#include "base/date.h"
#include "ledger/incident_steps.h"
#include "ledger/ledgers.h"
#include "web/account_form.h"

#include <inttypes.h>
#include <string.h>

#define OWN_SHOWN 50

static const struct choice kinds[] = {
	{"loss", N_("Loss")},
	{"misdelivery", N_("Misdelivery")},
	{"mail", N_("Suspicious mail")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct choice yes_no[] = {
	{"yes", N_("Yes")},
	{"no", N_("No")},
	{"unknown", N_("Unknown")},
	{NULL, NULL},
};

const struct field fields_report_incident[] = {
	{.name = "text",
         .label = N_("What happened?"),
         .help = N_("What you know by now is enough."),
         .type = FIELD_LONG,
         .required = true,
         .max = RECORD_LONG_MAX},
	{.name = "kind",
         .label = N_("Kind of incident"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = kinds},
	{.name = "noticed", .label = N_("Noticed on"), .type = FIELD_DATE, .required = true},
	{.name = "occurred",
         .label = N_("Happened on"),
         .help = N_("Blank where nobody knows."),
         .type = FIELD_DATE},
	{.name = "personal",
         .label = N_("May personal information be affected?"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = yes_no},
	{.name = "persons",
         .label = N_("Of about how many people?"),
         .type = FIELD_NUMBER,
         .max = 9},
	{.name = "done",
         .label = N_("What has been done so far?"),
         .type = FIELD_LONG,
         .max = RECORD_LONG_MAX},
	{.name = "callback",
         .label = N_("Telephone to call back"),
         .required = true,
         .max = 40,
         .autocomplete = "tel"},
	{.name = "outsider",
         .label = N_("Told by somebody outside"),
         .help = N_("Whom you report this for. Blank where it is your own report.")},
	{.name = "unit",
         .label = N_("Section concerned"),
         .help = N_("Blank = your own."),
         .type = FIELD_CHOICE},
	{.name = NULL},
};

/* The contact point reports for others, too; who belongs to no unit must choose one. */
static enum err chooses_unit(struct request *r, bool *ret)
{
	TRY(incident_is_desk(&r->c, &r->session.who, ret));
	if (!r->session.who.unit_code)
		*ret = true;
	return OK;
}

static enum err draw_for_others(struct request *r)
{
	bool desk, chooses;

	TRY(incident_is_desk(&r->c, &r->session.who, &desk));
	TRY(chooses_unit(r, &chooses));
	if (desk)
		form_field(r, fields_report_incident, "outsider", NULL);
	if (chooses)
		TRY(account_draw_units(r, fields_report_incident, NULL));
	return OK;
}

static const char *today(struct request *r)
{
	return date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
}

static enum err draw_form(struct request *r)
{
	static const char *const names[] = {"text",     "kind",    "noticed", "occurred",
	                                    "personal", "persons", "done",    "callback"};

	form_open(r, LINK(r, REPORT_INCIDENT), fields_report_incident, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		form_field(r, fields_report_incident, names[i],
		           strcmp(names[i], "noticed") == 0 ? show_date(r, today(r)) : NULL);
	TRY(draw_for_others(r));
	form_close(r, N_("Send to the contact point"));
	return OK;
}

/* --- the own reports --- */

static enum err own_reports(struct request *r, struct incident_seen_out **ret, size_t *ret_n)
{
	const struct incident_seen_in in = {.account_id = r->session.who.account_id,
	                                    .n = OWN_SHOWN};

	return q_incident_seen(&r->c, &in, ret, ret_n);
}

static void draw_own(struct request *r, const struct incident_seen_out *i)
{
	struct html *h = &r->html;
	const struct record_field *f = record_field_find(&ledger_incidents, "kind");
	enum incident_state state = incident_state_of(i->steps, i->closed);

	OPEN(h, TR);
	cell_link(r, i->no ? i->no : "—",
	          LINK(r, REPORT_INCIDENT_RECEIPT, arena_printf(r->c.arena, "%" PRId64, i->id)));
	EL(h, TD, show_instant(r, i->reported_us), AT(CLASS, "nowrap"));
	cell_text(r, record_value_show(r->c.arena, r->lang, f, i->kind));
	OPEN(h, TD);
	EL(h, SPAN, T_(h, incident_state_label(state)),
	   AT(CLASS, state == INCIDENT_CLOSED ? "chip good" : "chip wait"));
	CLOSE(h, TD);
	CLOSE(h, TR);
}

enum err report_incident_page(struct request *r)
{
	struct html *h = &r->html;
	struct incident_seen_out *rows;
	size_t n;
	bool desk;

	page_heading(r, T_(h, N_("Tell of an incident or near miss")));
	EL(h, P, T_(h, N_("It goes straight to the contact point for information security. You are "
			  "not blamed for telling; please do not wait until you are certain.")));
	TRY(incident_is_desk(&r->c, &r->session.who, &desk));
	if (desk) {
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("Reports received"), LINK(r, INCIDENTS), false);
		CLOSE(h, P);
	}
	TRY(draw_form(r));
	TRY(own_reports(r, &rows, &n));
	if (!n)
		return OK;
	EL(h, H2, T_(h, N_("Your reports")));
	TABLE_OPEN(r, "stack", NULL, N_("Receipt number"), N_("Sent at"),
	           N_("Kind of incident"), N_("State"));
	for (size_t i = 0; i < n; i++)
		draw_own(r, &rows[i]);
	table_close(r);
	return OK;
}

enum err report_incident_receipt_page(struct request *r)
{
	struct html *h = &r->html;
	struct incident_seen_out *rows;
	int64_t id = request_id(r, 0);
	size_t n, i = 0;

	TRY(own_reports(r, &rows, &n));
	while (i < n && rows[i].id != id)
		i++;
	if (i == n)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such report of yours."));
	page_crumb(r, T_(h, N_("Tell of an incident or near miss")), LINK(r, REPORT_INCIDENT));
	page_heading(r, T_(h, N_("The contact point has your report")));
	OPEN(h, DL, AT(CLASS, "facts"));
	EL(h, DT, T_(h, N_("Receipt number")));
	EL(h, DD, rows[i].no);
	EL(h, DT, T_(h, N_("Sent at")));
	EL(h, DD, show_instant(r, rows[i].reported_us));
	EL(h, DT, T_(h, N_("State")));
	EL(h, DD, T_(h, incident_state_label(incident_state_of(rows[i].steps, rows[i].closed))));
	CLOSE(h, DL);
	EL(h, P, T_(h, N_("You will be called back. If it is urgent, call the contact point and "
			  "give this number.")));
	return OK;
}

/* --- sending --- */

static enum err find_unit(struct request *r, int64_t *ret)
{
	struct unit_seen_on_in in = {r->session.who.unit_code, today(r)};
	struct unit_row *unit;
	bool chooses;

	TRY(chooses_unit(r, &chooses));
	if (chooses && field_value(r, "unit"))
		in.code = field_value(r, "unit");
	if (!in.code)
		return FAULT(r, "unit", N_("Choose the section that it concerns."));
	TRY(q_unit_seen_on(&r->c, &in, &unit));
	if (!unit)
		return FAULT(r, "", N_("There is no unit “{1}” today."), in.code);
	*ret = unit->id;
	return OK;
}

static enum err check_days(struct request *r)
{
	const char *noticed = field_value(r, "noticed"), *occurred = field_value(r, "occurred");

	if (strcmp(noticed, today(r)) > 0)
		return FAULT(r, "noticed", N_("This day is yet to come."));
	if (occurred && strcmp(occurred, noticed) > 0)
		return FAULT(r, "occurred", N_("It cannot have happened after it was noticed."));
	return OK;
}

enum err report_incident_post(struct request *r)
{
	struct incident_report what = {
		.text = field_value(r, "text"),         .kind = field_value(r, "kind"),
		.noticed_on = field_value(r, "noticed"), .occurred_on = field_value(r, "occurred"),
		.personal = field_value(r, "personal"), .persons = field_value(r, "persons"),
		.done = field_value(r, "done"),         .callback = field_value(r, "callback"),
	};
	struct record_faults faults = {0};
	struct record incident;
	bool desk;

	TRY(incident_is_desk(&r->c, &r->session.who, &desk));
	if (desk)
		what.outsider = field_value(r, "outsider");
	TRY(check_days(r));
	TRY(find_unit(r, &what.unit_id));
	TRY(incident_receive(&r->c, &r->session.who, &what, &incident, &faults));
	return request_redirect(
		r,
		LINK(r, REPORT_INCIDENT_RECEIPT, arena_printf(r->c.arena, "%" PRId64, incident.id)),
		NULL);
}
