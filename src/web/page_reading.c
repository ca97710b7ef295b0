/* Rules handed out: what one has to read, and for the secretariat who has read it. */
#include "base/date.h"
#include "ledger/ledgers.h"
#include "ledger/policy_readings.h"
#include "org/bureau.h"
#include "record/list.h"
#include "web/account_form.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_reading[] = {
	{.name = "distribution", .label = N_("Rule handed out"), .type = FIELD_HIDDEN,
	 .required = true},
	{.name = NULL},
};

const struct field fields_distribution[] = {
	{.name = "policy",
         .label = N_("Policy document"),
         .type = FIELD_CHOICE,
         .required = true},
	{.name = "changes",
         .label = N_("What changed"),
         .type = FIELD_LONG,
         .required = true,
         .max = 2000},
	{.name = "link",
         .label = N_("Where it is"),
         .help = N_("Such as a folder, file name or page of the intranet."),
         .required = true},
	{.name = "due", .label = N_("To be read by"), .type = FIELD_DATE, .required = true},
	{.name = "heads_only", .label = N_("Heads only"), .type = FIELD_CHECK},
	{.name = "units",
         .label = N_("Sections"),
         .help = N_("These and those below them. None = everybody."),
         .type = FIELD_MANY},
	{.name = NULL},
};

const struct field fields_not_at_hand[] = {
	{.name = "unit", .label = N_("Section"), .type = FIELD_CHOICE, .required = true},
	{.name = "day", .label = N_("Found on"), .type = FIELD_DATE, .required = true},
	{.name = "note", .label = N_("Remarks"), .max = 200},
	{.name = NULL},
};

static const char *today(struct request *r)
{
	return date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
}

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* --- to be read --- */

static void draw_facts(struct request *r, const struct distribution_all_out *d)
{
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	EL(h, DT, T_(h, N_("Last revised on")));
	EL(h, DD, d->revised_on ? show_date(r, d->revised_on) : "—");
	EL(h, DT, T_(h, N_("What changed")));
	EL(h, DD, d->changes, AT(CLASS, "pre"));
	EL(h, DT, T_(h, N_("Where it is")));
	EL(h, DD, d->link);
	EL(h, DT, T_(h, N_("To be read by")));
	OPEN(h, DD);
	html_text(h, show_day(r, d->due_on));
	html_text(h, " ");
	if (!d->closed_on && strcmp(d->due_on, today(r)) < 0)
		EL(h, SPAN, T_(h, N_("overdue")), AT(CLASS, "chip bad"));
	CLOSE(h, DD);
	CLOSE(h, DL);
}

static void draw_reading(struct request *r, const struct policy_reading *one)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, one->what->policy);
	draw_facts(r, one->what);
	if (one->acknowledged_on) {
		OPEN(h, P);
		EL(h, SPAN, T_(h, N_("acknowledged")), AT(CLASS, "chip good"));
		html_text(h, " ");
		html_text(h, show_date(r, one->acknowledged_on));
		CLOSE(h, P);
	} else {
		form_button(r, LINK(r, READINGS), N_("I have read it"), "button primary",
		            "distribution", id_text(r, one->what->id));
	}
	CLOSE(h, SECTION);
}

enum err readings_page(struct request *r)
{
	struct html *h = &r->html;
	struct policy_reading *first;

	TRY(policy_readings(&r->c, &r->session.who, false, &first));
	page_heading(r, T_(h, N_("Read and acknowledge")));
	if (request_may(r, CAP_POLICIES)) {
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("What was handed out"), LINK(r, DISTRIBUTIONS), false);
		CLOSE(h, P);
	}
	if (!first)
		page_empty(r, N_("Nothing was handed out to you."));
	for (const struct policy_reading *one = first; one; one = one->next)
		draw_reading(r, one);
	return OK;
}

enum err readings_post(struct request *r)
{
	TRY(policy_acknowledge(&r->c, &r->session.who, field_number(r, "distribution", 0)));
	return request_redirect(r, LINK(r, READINGS), NOTICE_SAVED);
}

/* --- handing out --- */

struct progress {
	int64_t all, read;
};

static enum err recipients(struct request *r, int64_t id, struct distribution_recipients_out **ret,
                           size_t *ret_n)
{
	return q_distribution_recipients(
		&r->c, &(struct distribution_recipients_in){id, today(r), 0}, ret, ret_n);
}

enum err distributions_page(struct request *r)
{
	struct html *h = &r->html;
	struct distribution_all_out *rows;
	size_t n, first;

	TRY(q_distribution_all(&r->c, &(struct distribution_all_in){0}, &rows, &n));
	page_crumb(r, T_(h, N_("Read and acknowledge")), LINK(r, READINGS));
	page_heading(r, T_(h, N_("What was handed out")));
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Hand out a rule"), LINK(r, DISTRIBUTION_NEW), true);
	CLOSE(h, P);
	if (!n) {
		page_empty(r, N_("Nothing was handed out yet."));
		return OK;
	}
	first = page_first(r, n);
	TABLE_OPEN(r, "records stack", NULL, N_("Policy document"), N_("Handed out on"),
	           N_("To be read by"), N_("Last revised on"), N_("State"));
	for (size_t i = first; i < n && i < first + PAGE_ROWS; i++) {
		const struct distribution_all_out *d = &rows[i];
		bool newer = d->newest && (!d->revised_on || strcmp(d->newest, d->revised_on) > 0);

		OPEN(h, TR);
		cell_link(r, d->policy, LINK(r, DISTRIBUTION, id_text(r, d->id)));
		cell_text(r, show_date(r, d->distributed_on));
		cell_text(r, show_date(r, d->due_on));
		cell_text(r, d->revised_on ? show_date(r, d->revised_on) : NULL);
		OPEN(h, TD);
		EL(h, SPAN, T_(h, d->closed_on ? N_("replaced") : N_("in force")),
		   AT(CLASS, "chip"));
		if (newer)
			EL(h, SPAN, T_(h, N_("revised since")), AT(CLASS, "chip wait"));
		CLOSE(h, TD);
		CLOSE(h, TR);
	}
	table_close(r);
	page_turner(r, n);
	return OK;
}

enum err distribution_new_page(struct request *r)
{
	struct html *h = &r->html;
	size_t n, n_units, title = record_title_index(&ledger_policies);
	struct choice *choices, *units;
	struct record *policies;

	TRY(record_list(&r->c, &ledger_policies, &(struct record_query){0}, &policies, &n));
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){id_text(r, policies[i].id), policies[i].v[title]};
	TRY(account_unit_choices(r, &units, &n_units));
	page_crumb(r, T_(h, N_("Read and acknowledge")), LINK(r, READINGS));
	page_crumb(r, T_(h, N_("What was handed out")), LINK(r, DISTRIBUTIONS));
	page_heading(r, T_(h, N_("Hand out a rule")));
	if (!n) {
		page_empty(r, N_("The ledger has no policy document. Enter it there first."));
		return OK;
	}
	form_open(r, LINK(r, DISTRIBUTION_NEW), fields_distribution, 0);
	form_choice(r, fields_distribution, "policy", choices, n, NULL);
	form_field(r, fields_distribution, "changes", NULL);
	form_field(r, fields_distribution, "link", NULL);
	form_field(r, fields_distribution, "due", NULL);
	form_field(r, fields_distribution, "heads_only", NULL);
	form_choice(r, fields_distribution, "units", units, n_units, NULL);
	form_close(r, N_("Hand it out"));
	return OK;
}

enum err distribution_new_post(struct request *r)
{
	struct distribution_new what = {
		.policy_id = field_number(r, "policy", 0), .changes = field_value(r, "changes"),
		.link = field_value(r, "link"), .due_on = field_value(r, "due"),
		.heads_only = field_checked(r, "heads_only")};
	const char **units = ARENA_ARRAY(r->c.arena, r->form.n, const char *);
	int64_t id;

	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, "units") == 0)
			units[what.n_units++] = p->value;
	what.unit_codes = units;
	if (strcmp(what.due_on, today(r)) < 0)
		return FAULT(r, "due", N_("This day is past."));
	TRY(policy_distribute(&r->c, &what, &id));
	return request_redirect(r, LINK(r, DISTRIBUTION, id_text(r, id)), NOTICE_ADDED);
}

/* --- progress --- */

static enum err find(struct request *r, struct distribution_all_out *ret)
{
	struct distribution_all_out *rows;
	int64_t id = request_id(r, 0);
	size_t n;

	TRY(q_distribution_all(&r->c, &(struct distribution_all_in){0}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].id == id) {
			*ret = rows[i];
			return OK;
		}
	}
	return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
}

static const char *bureau_code(const struct bureaus *b, const struct distribution_recipients_out *w)
{
	const struct unit_row *unit = w->unit_code ? bureau_of(b, w->unit_code) : NULL;

	return unit ? unit->code : "-";
}

static void draw_bureau(struct request *r, const char *id, const char *code, const char *name,
                        const struct progress *p)
{
	struct html *h = &r->html;
	struct url to = url_with(r->c.arena, LINK(r, DISTRIBUTION, id), "bureau", code);

	OPEN(h, TR);
	EL(h, TH, name, AT(SCOPE, "row"));
	cell_number_link(r, p->all, to);
	cell_number_link(r, p->read, url_with(r->c.arena, to, "state", "read"));
	cell_number_link(r, p->all - p->read, url_with(r->c.arena, to, "state", "unread"));
	CLOSE(h, TR);
}

/* Recipients come by unit in display order, so those of a bureau stand together. */
static void draw_bureaus(struct request *r, const struct bureaus *b,
                         const struct distribution_recipients_out *who, size_t n)
{
	struct html *h = &r->html;

	EL(h, H2, T_(h, N_("Progress by bureau")));
	TABLE_OPEN(r, NULL, NULL, N_("Bureau"), N_("Concerned"),
	           N_("Acknowledged"), N_("Not yet"));
	for (size_t i = 0; i < n;) {
		const char *code = bureau_code(b, &who[i]);
		const struct unit_row *unit = who[i].unit_code ? bureau_of(b, who[i].unit_code)
		                                               : NULL;
		struct progress p = {0};

		for (; i < n && strcmp(bureau_code(b, &who[i]), code) == 0; i++) {
			p.all++;
			p.read += who[i].acknowledged_on != NULL;
		}
		draw_bureau(r, r->args[0], code,
		            unit ? unit->name : T_(h, N_("Without a unit")), &p);
	}
	table_close(r);
}

static void draw_people(struct request *r, const struct bureaus *b,
                        const struct distribution_recipients_out *who, size_t n)
{
	const char *bureau = filter_given(r, "bureau"), *state = filter_given(r, "state");
	size_t *shown = ARENA_ARRAY(r->c.arena, n, size_t), n_shown = 0, first;
	struct html *h = &r->html;
	bool read = state && strcmp(state, "read") == 0;

	for (size_t i = 0; i < n; i++)
		if ((!bureau || strcmp(bureau, bureau_code(b, &who[i])) == 0) &&
		    (state || !bureau ? read == (who[i].acknowledged_on != NULL) : true))
			shown[n_shown++] = i;
	first = page_first(r, n_shown);
	EL(h, H2, T_(h, read              ? N_("Who has acknowledged it")
	                : state || !bureau ? N_("Who has not acknowledged it")
	                                   : N_("Whom it concerns")));
	if (!n_shown) {
		page_empty(r, N_("Nobody."));
		return;
	}
	TABLE_OPEN(r, NULL, NULL, N_("Unit"), N_("Full name"), N_("Acknowledged on"));
	for (size_t i = first; i < n_shown && i < first + PAGE_ROWS; i++) {
		const struct distribution_recipients_out *w = &who[shown[i]];

		OPEN(h, TR);
		cell_text(r, w->unit);
		cell_text(r, w->name);
		cell_text(r, w->acknowledged_on ? show_date(r, w->acknowledged_on) : NULL);
		CLOSE(h, TR);
	}
	table_close(r);
	page_turner(r, n_shown);
}

static enum err draw_not_at_hand(struct request *r, int64_t id)
{
	struct html *h = &r->html;
	struct not_at_hand_of_out *rows;
	size_t n;

	TRY(q_not_at_hand_of(&r->c, &(struct not_at_hand_of_in){id}, &rows, &n));
	EL(h, H2, T_(h, N_("Not at hand")));
	EL(h, P, T_(h, N_("Where a hearing or visit found that a section could not find it.")));
	if (n) {
		TABLE_OPEN(r, NULL, NULL, N_("Section"), N_("Found on"),
		           N_("Remarks"));
		for (size_t i = 0; i < n; i++) {
			OPEN(h, TR);
			cell_text(r, rows[i].unit);
			cell_text(r, show_date(r, rows[i].day));
			cell_text(r, rows[i].note);
			CLOSE(h, TR);
		}
		table_close(r);
	}
	form_open(r, LINK(r, DISTRIBUTION_MISSING, id_text(r, id)), fields_not_at_hand, 0);
	TRY(account_draw_units(r, fields_not_at_hand, NULL));
	form_field(r, fields_not_at_hand, "day", show_date(r, today(r)));
	form_field(r, fields_not_at_hand, "note", NULL);
	form_close(r, N_("Record it"));
	return OK;
}

enum err distribution_page(struct request *r)
{
	struct html *h = &r->html;
	struct distribution_recipients_out *who;
	struct distribution_all_out d;
	struct bureaus b;
	size_t n;

	TRY(find(r, &d));
	TRY(recipients(r, d.id, &who, &n));
	TRY(bureaus_load(&r->c, fiscal_year_of(date_in_japan(r->c.now_us)), NULL,
	                 &b));
	page_crumb(r, T_(h, N_("Read and acknowledge")), LINK(r, READINGS));
	page_crumb(r, T_(h, N_("What was handed out")), LINK(r, DISTRIBUTIONS));
	page_heading(r, d.policy);
	draw_facts(r, &d);
	if (!n)
		page_empty(r, N_("Nobody with an account is concerned."));
	if (n)
		draw_bureaus(r, &b, who, n);
	if (n)
		draw_people(r, &b, who, n);
	return draw_not_at_hand(r, d.id);
}

enum err distribution_missing_post(struct request *r)
{
	const struct unit_seen_on_in in = {field_value(r, "unit"), today(r)};
	struct policy_not_at_hand_row row = {.day = field_value(r, "day"),
	                                     .note = field_value(r, "note")};
	struct distribution_all_out d;
	struct unit_row *unit;

	TRY(find(r, &d));
	TRY(q_unit_seen_on(&r->c, &in, &unit));
	if (!unit)
		return FAULT(r, "unit", N_("There is no unit “{1}” today."), in.code);
	row.distribution_id = d.id;
	row.unit_id = unit->id;
	TRY(policy_note_not_at_hand(&r->c, &row));
	return request_redirect(r, LINK(r, DISTRIBUTION, r->args[0]), NOTICE_ADDED);
}
