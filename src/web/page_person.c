/* One person: posts over time, duties, the records that name the person. */
#include "base/date.h"
#include "ledger/people.h"
#include "org/duty.h"
#include "org/person.h"
#include "web/ledger_view.h"
#include "web/person_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_acknowledge[] = {
	{.name = "appointment", .type = FIELD_HIDDEN, .required = true, .max = 20},
	{.name = NULL},
};

/* --- posts and duties --- */

const char *person_period(struct request *r, const char *from, const char *to)
{
	return arena_printf(r->c.arena, "%s～%s", show_date(r, from), to ? show_date(r, to) : "");
}

static enum err draw_posts(struct request *r, const struct person_row *p)
{
	struct html *h = &r->html;
	struct postings_of_person_out *rows;
	size_t n;

	TRY(q_postings_of_person(&r->c, &(struct postings_of_person_in){p->id}, &rows, &n));
	EL(h, H2, T_(h, N_("Units and posts")));
	TABLE_OPEN(r, "stack", NULL, N_("Unit"), N_("Post"), N_("Employment"), N_("Period"),
	           N_("Remark"));
	for (size_t i = 0; i < n; i++) {
		OPEN(h, TR);
		cell_text(r, rows[i].unit);
		cell_text(r, rows[i].post);
		cell_text(r, rows[i].employment);
		cell_text(r, person_period(r, rows[i].valid_from, rows[i].valid_to));
		cell_text(r, rows[i].main ? "" : T_(h, N_("concurrent")));
		CLOSE(h, TR);
	}
	table_close(r);
	return OK;
}

static void draw_duty(struct request *r, const struct appointments_seen_out *a)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, a->duty, AT(SCOPE, "row"));
	cell_text(r, a->unit ? a->unit : T_(h, N_("the whole city")));
	cell_text(r, person_period(r, a->valid_from, a->valid_to));
	cell_text(r, a->acknowledged_on ? show_date(r, a->acknowledged_on)
	                                : T_(h, N_("Not acknowledged yet")));
	CLOSE(h, TR);
}

static enum err draw_duties(struct request *r, const struct person_row *p)
{
	struct html *h = &r->html;
	struct appointments_seen_out *rows;
	size_t n;

	TRY(q_appointments_seen(&r->c, &(struct appointments_seen_in){.person_id = p->id}, &rows,
	                        &n));
	EL(h, H2, T_(h, N_("Duties")));
	if (!n) {
		page_empty(r, N_("No duty so far."));
		return OK;
	}
	TABLE_OPEN(r, "stack", NULL, N_("Duty"), N_("Unit"), N_("Period"), N_("Acknowledged on"));
	for (size_t i = 0; i < n; i++)
		draw_duty(r, &rows[i]);
	table_close(r);
	return OK;
}

/* --- records that name the person --- */

static bool is_shown(const struct request *r, const struct ledger_naming *found)
{
	return ledger_shows(r, &found->kind->fields[found->field]);
}

static void draw_naming(struct request *r, const struct ledger_naming *found)
{
	const struct record *one = &found->record;
	const char *title = one->v[record_title_index(found->kind)];
	struct html *h = &r->html;

	OPEN(h, TR);
	cell_text(r, T_(h, found->kind->label));
	cell_link(
		r, title,
		LINK(r, RECORD, found->kind->code, arena_printf(r->c.arena, "%" PRId64, one->id)));
	cell_text(r, one->names[0]);
	cell_text(r, T_(h, found->kind->fields[found->field].label));
	CLOSE(h, TR);
}

static enum err draw_records(struct request *r, const struct person_row *p)
{
	struct ledger_naming *found;
	size_t n, shown = 0;

	if (!request_may(r, CAP_READ_LEDGERS))
		return OK;
	TRY(ledger_naming_person(&r->c, p->id, &found, &n));
	for (size_t i = 0; i < n; i++)
		shown += is_shown(r, &found[i]);
	EL(&r->html, H2, T_(&r->html, N_("Records of the ledgers")));
	if (!shown) {
		page_empty(r, N_("No record names this person."));
		return OK;
	}
	TABLE_OPEN(r, "stack", NULL, N_("Ledger"), N_("Record"), N_("Section or record"),
	           N_("As what"));
	for (size_t i = 0; i < n; i++)
		if (is_shown(r, &found[i]))
			draw_naming(r, &found[i]);
	table_close(r);
	return OK;
}

static void draw_fact(struct request *r, const char *label, const char *text)
{
	EL(&r->html, DT, T_(&r->html, label));
	EL(&r->html, DD, text && *text ? text : "—");
}

enum err person_page(struct request *r)
{
	struct html *h = &r->html;
	struct person_row *p;

	TRY(person_find(&r->c, r->args[0], &p));
	page_crumb(r, T_(h, N_("People")), LINK(r, PEOPLE));
	page_heading(r, p->name);
	OPEN(h, DL, AT(CLASS, "facts"));
	draw_fact(r, N_("Personnel number"), p->number);
	draw_fact(r, N_("Reading"), p->kana);
	draw_fact(r, N_("Mail"), p->mail);
	draw_fact(r, N_("Joined on"), p->joined_on ? show_date(r, p->joined_on) : NULL);
	if (p->left_on)
		draw_fact(r, N_("Left on"), show_date(r, p->left_on));
	CLOSE(h, DL);
	TRY(draw_posts(r, p));
	TRY(draw_duties(r, p));
	TRY(draw_records(r, p));
	if (request_may(r, CAP_EDIT_PEOPLE)) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("History")),
		   HREF(LINK(r, HISTORY, "person", arena_printf(r->c.arena, "%" PRId64, p->id))));
		CLOSE(h, P);
		TRY(person_draw_forms(r, p));
	}
	return OK;
}

enum err acknowledge_post(struct request *r)
{
	TRY(appointment_acknowledge(&r->c, r->session.who.account_id,
	                            strtoll(field_value(r, "appointment"), NULL, 10)));
	return request_redirect(r, LINK(r, HOME), NOTICE_CONFIRMED);
}
