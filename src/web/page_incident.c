/* What the contact point received, and one incident with its steps and its clocks. */
#include "base/date.h"
#include "ledger/incident_steps.h"
#include "ledger/ledgers.h"
#include "org/held.h"
#include "web/incident_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_incident[] = {
	{.name = "personal",
         .label = N_("Personal information affected"),
         .type = FIELD_CHOICE,
         .choices = record_present},
	{.name = "persons", .label = N_("Persons affected"), .type = FIELD_NUMBER, .max = 9},
	{.name = "improper",
         .label = N_("Wrongful purpose suspected"),
         .help = N_("Then the final report to the PPC is due in 60 days rather than 30."),
         .type = FIELD_CHOICE,
         .choices = record_present},
	{.name = "ppc_needed",
         .label = N_("Must be reported to the PPC"),
         .help = N_("Sensitive information, possible loss of property, wrongful purpose, or more "
	            "than 100 persons."),
         .type = FIELD_CHOICE,
         .choices = record_needed},
	{.name = "near_miss",
         .label = N_("Near miss"),
         .type = FIELD_CHOICE,
         .choices = record_applies},
	{.name = "medium", .label = N_("Medium concerned")},
	{.name = "cause", .label = N_("Cause"), .type = FIELD_LONG, .max = RECORD_LONG_MAX},
	{.name = "measures",
         .label = N_("Measures taken"),
         .type = FIELD_LONG,
         .max = RECORD_LONG_MAX},
	{.name = NULL},
};

static const struct choice step_choices[] = {
#define X(id, code, label) {code, label},
	INCIDENT_STEPS(X)
#undef X
	{NULL, NULL},
};

const struct field fields_incident_step[] = {
	{.name = "step",
         .label = N_("What was done"),
         .type = FIELD_CHOICE,
         .required = true,
         .choices = step_choices + INCIDENT_STEP_TAKEN},
	{.name = "day", .label = N_("On"), .type = FIELD_DATE, .required = true},
	{.name = "clock", .label = N_("At what time"), .type = FIELD_TIME},
	{.name = "told", .label = N_("Who was told")},
	{.name = "step_note", .label = N_("Remarks"), .type = FIELD_LONG, .max = 1000},
	{.name = NULL},
};

static const struct record_kind *const kind = &ledger_incidents;

static const char *today(struct request *r)
{
	return date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
}

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* --- the list --- */

int64_t incident_hours(const struct request *r, int64_t since_us)
{
	return (r->c.now_us - since_us) / ((int64_t)3600 * 1000000);
}

struct incident_clocks incident_clocks_seen(struct request *r, const struct incident_seen_out *i)
{
	const struct incident_facts facts = {i->discovered_on, i->personal,     i->improper,
	                                     i->ppc_needed,    i->ppc_first_on, i->ppc_final_on};
	struct incident_clocks clocks;

	incident_clocks(r->c.arena, &facts, today(r), &clocks);
	return clocks;
}

static void draw_clock_chip(struct request *r, const struct incident_clock *clock)
{
	static const struct {
		const char *label, *class_;
	} chips[] = {
		[CLOCK_RUNS] = {N_("runs"), "chip"},
		[CLOCK_PRESSES] = {N_("soon"), "chip wait"},
		[CLOCK_OVERDUE] = {N_("overdue"), "chip bad"},
		[CLOCK_MET] = {N_("done"), "chip good"},
		[CLOCK_LATE] = {N_("done late"), "chip bad"},
	};

	EL(&r->html, SPAN, T_(&r->html, chips[clock->state].label),
	   AT(CLASS, chips[clock->state].class_));
}

static void draw_clock_cell(struct request *r, const struct incident_clocks *clocks,
                            const struct incident_clock *clock)
{
	struct html *h = &r->html;

	OPEN(h, TD, AT(CLASS, "nowrap"));
	if (clocks->run) {
		html_text(h, show_date(r, clock->until));
		html_text(h, " ");
		draw_clock_chip(r, clock);
	} else {
		html_text(h, "—");
	}
	CLOSE(h, TD);
}

static void draw_row(struct request *r, const struct incident_seen_out *i)
{
	struct html *h = &r->html;
	struct incident_clocks clocks = incident_clocks_seen(r, i);
	enum incident_state state = incident_state_of(i->steps, i->closed);

	OPEN(h, TR);
	cell_link(r, i->no ? i->no : i->name, LINK(r, INCIDENT, id_text(r, i->id)));
	cell_text(r, i->unit);
	cell_text(r, record_value_show(r->c.arena, r->lang, record_field_find(kind, "kind"),
	                               i->kind));
	cell_text(r, record_value_show(r->c.arena, r->lang, record_field_find(kind, "personal"),
	                               i->personal));
	cell_number(r, incident_hours(r, i->reported_us));
	OPEN(h, TD);
	EL(h, SPAN, T_(h, incident_state_label(state)),
	   AT(CLASS, state == INCIDENT_CLOSED ? "chip good"
	             : state == INCIDENT_NEW  ? "chip bad"
	                                      : "chip wait"));
	CLOSE(h, TD);
	draw_clock_cell(r, &clocks, &clocks.first);
	draw_clock_cell(r, &clocks, &clocks.final);
	CLOSE(h, TR);
}

static bool is_among(const struct incident_seen_out *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return true;
	return false;
}

/* Units may lie below each other: each incident once. */
static enum err of_units(struct request *r, struct incident_seen_in *in, const char *const *codes,
                         size_t n_codes, struct incident_seen_out **ret, size_t *ret_n)
{
	struct incident_seen_out *all = NULL;
	size_t n_all = 0;

	for (size_t k = 0; k < n_codes; k++) {
		struct incident_seen_out *rows;
		size_t n;

		in->unit_code = codes[k];
		TRY(q_incident_seen(&r->c, in, &rows, &n));
		all = arena_grow(r->c.arena, all, n_all * sizeof(*all), (n_all + n) * sizeof(*all));
		for (size_t i = 0; i < n; i++)
			if (!is_among(all, n_all, rows[i].id))
				all[n_all++] = rows[i];
	}
	*ret = all;
	*ret_n = n_all;
	return OK;
}

enum err incidents_reached(struct request *r, bool open, struct incident_seen_out **ret,
                           size_t *ret_n, bool *ret_desk)
{
	struct incident_seen_in in = {.open = open, .n = INCIDENTS_MAX};
	const char *const *codes;
	size_t n;

	TRY(incident_is_desk(&r->c, &r->session.who, ret_desk));
	if (*ret_desk)
		return q_incident_seen(&r->c, &in, ret, ret_n);
	TRY(units_headed(&r->c, &r->session.who, &codes, &n));
	if (!n)
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this."));
	return of_units(r, &in, codes, n, ret, ret_n);
}

enum err incidents_page(struct request *r)
{
	struct html *h = &r->html;
	const struct choice all[] = {{"all", T_(h, N_("Closed ones too"))}};
	struct incident_seen_out *rows;
	size_t n, first;
	bool desk;

	TRY(incidents_reached(r, !filter_given(r, "state"), &rows, &n, &desk));
	page_heading(r, T_(h, N_("Reports received")));
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, INCIDENTS)), AT(CLASS, "filters"));
	filter_select(r, "state", N_("State"), N_("Open only"), all, 1);
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	if (!n) {
		page_empty(r, N_("No report waits. What people report appears here at once."));
		return OK;
	}
	first = page_first(r, n);
	TABLE_OPEN(r, "records stack", NULL, N_("Receipt number"), N_("Section"),
	           N_("Kind of incident"),
	           N_("Personal information"), N_("Hours since the report"), N_("State"),
	           N_("Preliminary report until"), N_("Final report until"));
	for (size_t i = first; i < n && i < first + PAGE_ROWS; i++)
		draw_row(r, &rows[i]);
	table_close(r);
	page_turner(r, n);
	return OK;
}

/* --- one --- */

/* Of others nobody learns even that it exists. */
static enum err find(struct request *r, struct record *ret, bool *ret_desk)
{
	struct record incident;
	int64_t unit;
	bool may;

	TRY(record_get(&r->c, kind, request_id(r, 0), &incident));
	TRY(record_unit(&r->c, kind, &incident, &unit));
	TRY(incident_may_read(&r->c, &r->session.who, unit, &may));
	if (!may)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such record."));
	TRY(incident_is_desk(&r->c, &r->session.who, ret_desk));
	*ret = incident;
	return OK;
}

static void draw_days_left(struct request *r, const struct incident_clock *clock)
{
	struct html *h = &r->html;

	OPEN(h, TD);
	draw_clock_chip(r, clock);
	html_text(h, " ");
	if (clock->done_on)
		html_text(h, show_date(r, clock->done_on));
	else if (clock->days_left < 0)
		SAY(h, N_("{1} days late"), arena_printf(r->c.arena, "%ld", -clock->days_left));
	else
		SAY(h, N_("{1} days left"), arena_printf(r->c.arena, "%ld", clock->days_left));
	CLOSE(h, TD);
}

static void draw_clock(struct request *r, const char *label, const struct incident_clock *clock)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, T_(h, label), AT(SCOPE, "row"));
	OPEN(h, TD);
	if (clock->from)
		html_text(h, arena_printf(r->c.arena, "%s～", show_day(r, clock->from)));
	html_text(h, show_day(r, clock->until));
	CLOSE(h, TD);
	draw_days_left(r, clock);
	CLOSE(h, TR);
}

static void draw_clocks(struct request *r, const struct record *incident)
{
	struct html *h = &r->html;
	struct incident_facts facts = incident_facts_of(incident);
	struct incident_clocks clocks;

	incident_clocks(r->c.arena, &facts, today(r), &clocks);
	EL(h, H2, T_(h, N_("Reports to the PPC")));
	if (!clocks.run) {
		EL(h, P, T_(h, N_("None is due: no personal information is affected, or it was "
				  "decided that no report is required.")));
		return;
	}
	if (!clocks.decided)
		EL(h, P,
		   T_(h, N_("Decide whether a report is required. Until then the clocks run.")),
		   AT(CLASS, "notice warning"));
	TABLE_OPEN(r, NULL, NULL, N_("Which report"), N_("Due by"),
	           N_("State"));
	draw_clock(r, N_("Preliminary report (3 to 5 days)"), &clocks.first);
	draw_clock(r,
	           facts.improper && strcmp(facts.improper, "yes") == 0
	                   ? N_("Final report (60 days)")
	                   : N_("Final report (30 days)"),
	           &clocks.final);
	table_close(r);
	OPEN(h, P, AT(CLASS, "soft"));
	SAY(h, N_("Counted from {1} as the first day, days off included."),
	    show_date(r, facts.known_on));
	CLOSE(h, P);
}

static void draw_step(struct request *r, const struct incident_steps_of_out *s)
{
	struct html *h = &r->html;
	enum incident_step_kind step;

	OPEN(h, TR);
	EL(h, TH, incident_step_parse(s->step, &step) ? T_(h, incident_step_label(step)) : s->step,
	   AT(SCOPE, "row"));
	cell_text(r, s->clock ? arena_printf(r->c.arena, "%s %s", show_date(r, s->day), s->clock)
	                      : show_date(r, s->day));
	cell_text(r, s->told);
	EL(h, TD, s->note ? s->note : "—", AT(CLASS, "pre"));
	OPEN(h, TD);
	html_text(h, s->who);
	EL(h, P, show_instant(r, s->at_us), AT(CLASS, "soft"));
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static enum err draw_steps(struct request *r, const struct record *incident, bool *ret_closed)
{
	struct html *h = &r->html;
	struct incident_steps_of_out *rows;
	size_t n;

	TRY(q_incident_steps_of(&r->c, &(struct incident_steps_of_in){incident->id}, &rows, &n));
	*ret_closed = incident->gone_on != NULL;
	EL(h, H2, T_(h, N_("What was done, by the emergency plan")));
	if (!n) {
		page_empty(r, N_("No step is recorded yet."));
		return OK;
	}
	TABLE_OPEN(r, "stack", NULL, N_("Step"), N_("On"),
	           N_("Who was told"), N_("Remarks"), N_("Entered by"));
	for (size_t i = 0; i < n; i++) {
		draw_step(r, &rows[i]);
		*ret_closed |= strcmp(rows[i].step, incident_step_code(INCIDENT_STEP_CLOSED)) == 0;
	}
	table_close(r);
	return OK;
}

static void draw_step_form(struct request *r, const struct record *incident)
{
	static const char *const names[] = {"clock", "told", "step_note"};
	struct html *h = &r->html;

	EL(h, H3, T_(h, N_("Add a step")));
	form_open(r, LINK(r, INCIDENT_STEP, id_text(r, incident->id)), fields_incident_step, 0);
	OPEN(h, DIV, AT(CLASS, "fields"));
	form_field(r, fields_incident_step, "step", NULL);
	form_field(r, fields_incident_step, "day", show_date(r, today(r)));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		form_field(r, fields_incident_step, names[i], NULL);
	CLOSE(h, DIV);
	form_close(r, N_("Record the step"));
}

static void draw_facts(struct request *r, const struct record *incident)
{
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	for (size_t i = 0; i < kind->n; i++) {
		const char *text = record_show(r->c.arena, r->lang, kind, incident, i);

		if (!*text)
			continue;
		EL(h, DT, T_(h, kind->fields[i].label));
		EL(h, DD, text, AT(CLASS, kind->fields[i].type == RECORD_LONG ? "pre" : NULL));
	}
	CLOSE(h, DL);
}

static void draw_facts_form(struct request *r, const struct record *incident)
{
	struct html *h = &r->html;

	EL(h, H2, T_(h, N_("What is known by now")));
	form_open(r, LINK(r, INCIDENT, id_text(r, incident->id)), fields_incident, incident->rev);
	OPEN(h, DIV, AT(CLASS, "fields"));
	for (const struct field *f = fields_incident; f->name; f++)
		form_field(r, fields_incident, f->name,
		           incident->v[record_field_index(kind, f->name)]);
	CLOSE(h, DIV);
	form_close(r, N_("Save"));
}

enum err incident_page(struct request *r)
{
	struct html *h = &r->html;
	struct record incident;
	bool desk, closed;

	TRY(find(r, &incident, &desk));
	page_crumb(r, T_(h, N_("Reports received")), LINK(r, INCIDENTS));
	page_heading(r, arena_printf(r->c.arena, "%s　%s",
	                             incident.v[record_field_index(kind, "no")]
	                                     ? incident.v[record_field_index(kind, "no")]
	                                     : "",
	                             incident.v[record_title_index(kind)]));
	draw_facts(r, &incident);
	draw_clocks(r, &incident);
	TRY(draw_steps(r, &incident, &closed));
	if (!desk)
		return OK;
	if (!closed)
		draw_step_form(r, &incident);
	draw_facts_form(r, &incident);
	return OK;
}

static enum err find_for_desk(struct request *r, struct record *ret)
{
	bool desk;

	TRY(find(r, ret, &desk));
	return desk ? OK : FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this."));
}

enum err incident_post(struct request *r)
{
	struct record_faults faults = {0};
	struct record before, after;

	TRY(find_for_desk(r, &before));
	TRY(form_revision(r, before.rev));
	after = record_copy(r->c.arena, kind, &before);
	for (const struct field *f = fields_incident; f->name; f++)
		after.v[record_field_index(kind, f->name)] = field_value(r, f->name);
	TRY(record_put(&r->c, kind, &before, &after, &faults));
	return request_redirect(r, LINK(r, INCIDENT, id_text(r, after.id)),
	                        after.rev == before.rev ? NOTICE_UNCHANGED : NOTICE_SAVED);
}

enum err incident_step_post(struct request *r)
{
	struct incident_done what = {.day = field_value(r, "day"),
	                             .clock = field_value(r, "clock"),
	                             .told = field_value(r, "told"),
	                             .note = field_value(r, "step_note")};
	struct record incident;

	TRY(find_for_desk(r, &incident));
	if (!incident_step_parse(field_value(r, "step"), &what.step))
		return FAULT(r, "step", N_("There is no such step."));
	TRY(incident_advance(&r->c, &r->session.who, &incident, &what));
	return request_redirect(r, LINK(r, INCIDENT, id_text(r, incident.id)), NOTICE_SAVED);
}
