/* Visits: the schedule of an audit, and one visit added, changed or taken out. */
#include "web/page_plan.h"

#include "base/map.h"
#include "base/num.h"

#include <string.h>

const struct field fields_visit[] = {
	{.name = "day",
         .label = N_("Day"),
         .help = N_("令和6年11月12日, R6.11.12 or 2024-11-12"),
         .type = FIELD_DATE,
         .required = true},
	{.name = "start_time",
         .label = N_("Start"),
         .help = N_("Such as 9:30"),
         .type = FIELD_TIME},
	{.name = "end_time", .label = N_("End"), .type = FIELD_TIME},
	{.name = "method", .label = N_("Method"), .type = FIELD_TEXT, .max = 100},
	{.name = "place", .label = N_("Place"), .type = FIELD_TEXT, .max = 100},
	{.name = "team",
         .label = N_("Auditors"),
         .help = N_("Who goes there."),
         .type = FIELD_TEXT},
	{.name = "facilities",
         .label = N_("Included facilities"),
         .help = N_("Visited along with the section, such as 第二保育園."),
         .type = FIELD_TEXT},
	FIELD_REASON,
	{.name = NULL},
};

const struct field fields_visit_remove[] = {
	FIELD_REASON,
	{.name = NULL},
};

/* --- the schedule --- */

/* 9:00 as printed, not 09:00 as stored. */
static const char *short_time(const char *hhmm)
{
	return !hhmm ? "" : hhmm[0] == '0' ? hhmm + 1 : hhmm;
}

static const char *time_range(struct request *r, const char *start, const char *end)
{
	return start ? arena_printf(r->c.arena, "%s–%s", short_time(start), short_time(end)) : "—";
}

static void draw_row(struct request *r, const struct audit_row *audit, const struct scheduled *s,
                     const char *day, bool new_day, const char *change)
{
	struct html *h = &r->html;
	const struct schedule_of_audit_out *v = s->visit;

	OPEN(h, TR, AT(CLASS, new_day ? "day" : NULL));
	EL(h, TD, day);
	EL(h, TD, time_range(r, v->start_time, v->end_time));
	OPEN(h, TD);
	EL(h, A, v->unit, HREF(LINK(r, SECTION, audit->code, s->part->code, v->unit_code)));
	if (v->facilities)
		EL(h, P, plan_title(r, N_("with {1}"), v->facilities), AT(CLASS, "soft"));
	CLOSE(h, TD);
	cell_text(r, s->part->title);
	cell_text(r, v->method);
	cell_text(r, v->place);
	cell_text(r, v->team);
	if (change) {
		OPEN(h, TD);
		EL(h, A, change, HREF(LINK(r, VISIT, audit->code, num_text(r->c.arena, v->id))),
		   AT(ARIA_LABEL,
		      arena_printf(r->c.arena, "%s %s %s", change, day, v->unit)));
		CLOSE(h, TD);
	}
	CLOSE(h, TR);
}

static void draw_schedule(struct request *r, const struct audit_row *audit,
                          const struct scheduled *rows, size_t n)
{
	const char *const change = request_may(r, CAP_PLAN) ? N_("Change") : NULL;
	const char *const heads[] = {N_("Day"),
	                             N_("Time of day"),
	                             N_("Section"),
	                             N_("Part"),
	                             N_("Method"),
	                             N_("Place"),
	                             N_("Auditors"),
	                             change,
	                             NULL};
	const char *const link = change ? T_(&r->html, change) : NULL;
	const char *day = NULL;

	if (!n) {
		page_empty(r, N_("No visit is planned yet. Add the visits of each section here, "
				 "or import them as a table."));
		return;
	}
	table_open(r, "schedule", NULL, heads);
	for (size_t i = 0; i < n; i++) {
		const bool new_day = !i || strcmp(rows[i].visit->day, rows[i - 1].visit->day) != 0;

		if (new_day)
			day = show_day(r, rows[i].visit->day);
		draw_row(r, audit, &rows[i], day, i && new_day, link);
	}
	table_close(r);
}

/* What a visit can be added to. */
static void draw_unvisited(struct request *r, const struct audit_row *audit,
                           const struct scheduled *targets, size_t n)
{
	struct html *h = &r->html;

	if (!n)
		return;
	EL(h, H2, T_(h, N_("Sections without a visit")), AT(ID, "unvisited"));
	TABLE_OPEN(r, NULL, NULL, N_("Section"), N_("Part"), N_("Visit"));
	for (size_t i = 0; i < n; i++) {
		const char *part = targets[i].part->code;
		const struct schedule_of_audit_out *t = targets[i].visit;

		OPEN(h, TR);
		cell_link(r, t->unit, LINK(r, SECTION, audit->code, part, t->unit_code));
		cell_text(r, targets[i].part->title);
		if (request_may(r, CAP_PLAN))
			cell_link(r, T_(h, N_("Add a visit")),
			          LINK(r, VISIT_NEW, audit->code, part, t->unit_code));
		else
			cell_text(r, NULL);
		CLOSE(h, TR);
	}
	table_close(r);
}

enum err visits_page(struct request *r)
{
	struct audit_row audit;
	struct scheduled *rows;
	size_t n, visited = 0;

	TRY(plan_load(r, &audit, NULL));
	plan_crumbs(r, &audit);
	page_heading(r, T_(&r->html, N_("Schedule")));
	TRY(audit_schedule(&r->c, audit.id, &rows, &n));
	while (visited < n && rows[visited].visit->day)
		visited++;
	draw_schedule(r, &audit, rows, visited);
	draw_unvisited(r, &audit, rows + visited, n - visited);
	return OK;
}

/* --- the form --- */

/* Words already used in the audit, after the usual ones. */
struct words {
	const char **v;
	size_t n;
	struct map seen;
};

static void add_word(struct words *w, const char *s)
{
	if (s && !map_put(&w->seen, s, w))
		w->v[w->n++] = s;
}

static struct words words_new(struct request *r, size_t n)
{
	return (struct words){.v = ARENA_ARRAY(r->c.arena, n, const char *),
	                      .seen = {.arena = r->c.arena}};
}

static enum err draw_fields(struct request *r, const struct audit_row *audit,
                            const struct visit_row *v)
{
	static const char *const usual[] = {"ヒアリング", "実地", "Webアプリケーション診断"};
	const size_t n_usual = sizeof(usual) / sizeof(usual[0]);
	struct scheduled *rows;
	struct words methods, places, teams;
	size_t n;

	TRY(audit_schedule(&r->c, audit->id, &rows, &n));
	methods = words_new(r, n + n_usual);
	places = words_new(r, n);
	teams = words_new(r, n);
	for (size_t i = 0; i < n_usual; i++)
		add_word(&methods, usual[i]);
	for (size_t i = 0; i < n; i++) {
		add_word(&methods, rows[i].visit->method);
		add_word(&places, rows[i].visit->place);
		add_word(&teams, rows[i].visit->team);
	}
	form_field(r, fields_visit, "day", v->day);
	form_field(r, fields_visit, "start_time", v->start_time);
	form_field(r, fields_visit, "end_time", v->end_time);
	form_suggest(r, fields_visit, "method", methods.v, methods.n, v->method);
	form_suggest(r, fields_visit, "place", places.v, places.n, v->place);
	form_suggest(r, fields_visit, "team", teams.v, teams.n, v->team);
	form_field(r, fields_visit, "facilities", v->facilities);
	return OK;
}

static void read_fields(struct request *r, struct visit_row *v)
{
	v->day = field_value(r, "day");
	v->start_time = field_value(r, "start_time");
	v->end_time = field_value(r, "end_time");
	v->place = field_value(r, "place");
	v->method = field_value(r, "method");
	v->team = field_value(r, "team");
	v->facilities = field_value(r, "facilities");
}

/* What is wrong with the times is said beside them. */
static enum err save(struct request *r, const struct visit_row *before, struct visit_row *after)
{
	enum err e;

	read_fields(r, after);
	e = visit_save(&r->c, before, after);
	if (e == ERR_INVALID) {
		const struct error why = r->c.error;

		return FAULT(r, "end_time", why.msgid, why.args[0], why.args[1]);
	}
	return e;
}

static void visit_crumbs(struct request *r, const struct audit_row *audit)
{
	plan_crumbs(r, audit);
	page_crumb(r, T_(&r->html, N_("Schedule")), LINK(r, VISITS, audit->code));
}

/* --- a new one --- */

static enum err find_target(struct request *r, const struct audit_part_row *part,
                            struct target_of_code_out **ret)
{
	TRY(q_target_of_code(&r->c, &(struct target_of_code_in){part->id, r->args[2]}, ret));
	if (!*ret)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("This section is no target of the part."));
	return OK;
}

enum err visit_new_page(struct request *r)
{
	struct audit_row audit;
	struct audit_part_row part;
	struct target_of_code_out *target;

	TRY(plan_load(r, &audit, &part));
	TRY(find_target(r, &part, &target));
	visit_crumbs(r, &audit);
	page_heading(r, plan_title(r, N_("Add a visit: {1}"), target->unit));
	EL(&r->html, P, part.title);
	form_open(r, LINK(r, VISIT_NEW_POST, audit.code, part.code, target->unit_code),
	          fields_visit, 0);
	TRY(draw_fields(r, &audit, &(struct visit_row){0}));
	plan_close(r, fields_visit, target->confirmed_on, N_("Add the visit"));
	return OK;
}

enum err visit_new_post(struct request *r)
{
	struct audit_row audit;
	struct audit_part_row part;
	struct target_of_code_out *target;
	struct visit_row visit = {0};

	TRY(plan_load(r, &audit, &part));
	TRY(find_target(r, &part, &target));
	TRY(plan_reason(r, target->confirmed_on));
	visit.target_id = target->id;
	TRY(save(r, NULL, &visit));
	return request_redirect(r, LINK(r, VISITS, audit.code), NOTICE_ADDED);
}

/* --- a stored one --- */

static enum err find_visit(struct request *r, struct audit_row *audit, struct visit_row **ret,
                           struct visit_place_out **ret_place)
{
	const int64_t id = request_id(r, 1);

	TRY(plan_load(r, audit, NULL));
	TRY(q_visit_place(&r->c, &(struct visit_place_in){id}, ret_place));
	if (!*ret_place || strcmp((*ret_place)->audit, audit->code) != 0)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such visit."));
	return visit_get(&r->c, id, ret);
}

static void draw_remove(struct request *r, const struct audit_row *audit,
                        const struct visit_place_out *place)
{
	const struct url to = LINK(r, VISIT_REMOVE, audit->code, r->args[1]);

	if (!place->confirmed_on) {
		form_button(r, to, N_("Take this visit out"), "button danger", NULL, NULL);
		return;
	}
	form_open(r, to, fields_visit_remove, 0);
	plan_close(r, fields_visit_remove, place->confirmed_on, N_("Take this visit out"));
}

enum err visit_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row audit;
	struct visit_row *visit;
	struct visit_place_out *place;

	TRY(find_visit(r, &audit, &visit, &place));
	visit_crumbs(r, &audit);
	page_heading(r, plan_title(r, N_("Visit: {1}"), place->unit));
	EL(h, P, place->part_title);
	form_open(r, LINK(r, VISIT_POST, audit.code, r->args[1]), fields_visit, visit->rev);
	TRY(draw_fields(r, &audit, visit));
	plan_close(r, fields_visit, place->confirmed_on, N_("Save"));
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Add another visit of this section"),
	            LINK(r, VISIT_NEW, audit.code, place->part, place->unit_code), false);
	action_link(r, N_("History"), LINK(r, HISTORY, "visit", r->args[1]), false);
	CLOSE(h, P);
	draw_remove(r, &audit, place);
	return OK;
}

enum err visit_post(struct request *r)
{
	struct audit_row audit;
	struct visit_row *before, after;
	struct visit_place_out *place;

	TRY(find_visit(r, &audit, &before, &place));
	TRY(form_revision(r, before->rev));
	TRY(plan_reason(r, place->confirmed_on));
	after = *before;
	TRY(save(r, before, &after));
	return request_redirect(r, LINK(r, VISITS, audit.code),
	                        place->confirmed_on ? NOTICE_CORRECTED : NOTICE_SAVED);
}

enum err visit_remove_post(struct request *r)
{
	struct audit_row audit;
	struct visit_row *visit;
	struct visit_place_out *place;

	TRY(find_visit(r, &audit, &visit, &place));
	TRY(plan_reason(r, place->confirmed_on));
	TRY(visit_remove(&r->c, visit));
	return request_redirect(r, LINK(r, VISITS, audit.code), NOTICE_REMOVED);
}
