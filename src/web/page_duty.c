/* Duties: who answers for what and where nobody does; the same as a file. */
#include "gen/queries.h"
#include "org/duty_list.h"
#include "org/person.h"
#include "web/account_form.h"
#include "web/duty_view.h"
#include "web/table_file.h"

#include <string.h>

static const struct {
	const char *code, *label;
	enum duty_state state;
} states[] = {
	{"vacant", N_("Nobody holds it"), DUTY_VACANT},
	{"unacknowledged", N_("Not acknowledged yet"), DUTY_UNACKNOWLEDGED},
};
#define N_STATES (sizeof(states) / sizeof(states[0]))

static struct duty_filter filter_asked(const struct request *r)
{
	const char *state = filter_given(r, "state");
	struct duty_filter f = {.duty = filter_given(r, "duty"),
	                        .unit_code = filter_given(r, "unit")};

	for (size_t i = 0; state && i < N_STATES; i++)
		if (strcmp(states[i].code, state) == 0)
			f.state = states[i].state;
	return f;
}

static const char *day_asked(struct request *r)
{
	const char *day = filter_day(r, "on");

	return day ? day : day_today(&r->c);
}

/* --- rows --- */

static void draw_holder(struct request *r, const struct appointments_seen_out *a)
{
	struct html *h = &r->html;

	if (r->c.only_below) /* the person may work elsewhere */
		cell_text(r, a->person);
	else
		cell_link(r, a->person, LINK(r, PERSON, a->number));
	cell_text(r, show_date(r, a->valid_from));
	OPEN(h, TD);
	if (a->acknowledged_on)
		html_text(h, show_date(r, a->acknowledged_on));
	else
		EL(h, SPAN, T_(h, N_("Not acknowledged yet")), AT(CLASS, "chip wait"));
	CLOSE(h, TD);
}

static void draw_vacant(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, TD);
	EL(h, SPAN, T_(h, N_("Nobody holds it")), AT(CLASS, "chip bad"));
	CLOSE(h, TD);
	cell_text(r, NULL);
	cell_text(r, NULL);
}

static void draw_line(struct request *r, const struct duty_line *line, bool with_unit)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, line->duty->name, AT(SCOPE, "row"));
	if (with_unit)
		cell_text(r, line->unit ? line->unit : T_(h, N_("the whole city")));
	if (line->held)
		draw_holder(r, line->held);
	else
		draw_vacant(r);
	CLOSE(h, TR);
}

/* --- the list --- */

static enum err draw_filters(struct request *r)
{
	struct html *h = &r->html;
	struct choice *units, *duties, by_state[N_STATES];
	struct duty_row *rows;
	size_t n_units, n;

	TRY(account_unit_choices(r, &units, &n_units));
	TRY(q_duty_all(&r->c, &rows, &n));
	duties = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		duties[i] = (struct choice){rows[i].code, rows[i].name};
	for (size_t i = 0; i < N_STATES; i++)
		by_state[i] = (struct choice){states[i].code, T_(h, states[i].label)};
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, DUTIES)), AT(CLASS, "filters"));
	filter_input(r, "on", N_("As of the day"), show_date(r, day_asked(r)), "16");
	filter_select(r, "duty", N_("Duty"), N_("all"), duties, n);
	filter_select(r, "unit", N_("Unit and those below"), N_("all"), units, n_units);
	filter_select(r, "state", N_("State"), N_("all"), by_state, N_STATES);
	EL(h, BUTTON, T_(h, N_("Filter")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	return OK;
}

static void draw_count(struct request *r, const char *state, const char *label, size_t n)
{
	struct html *h = &r->html;
	struct url to = here_with(r, "state", state);

	EL(h, DT, T_(h, label));
	OPEN(h, DD);
	EL(h, A, arena_printf(r->c.arena, "%zu", n), HREF(to));
	CLOSE(h, DD);
}

static void draw_counts(struct request *r, const struct duty_list *list)
{
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	draw_count(r, states[0].code, states[0].label, list->vacant);
	draw_count(r, states[1].code, states[1].label, list->unacknowledged);
	CLOSE(h, DL);
}

static void draw_list(struct request *r, const struct duty_list *list)
{
	const struct duty_line *line = list->first;
	size_t first = page_first(r, list->n);

	for (size_t i = 0; i < first && line; i++)
		line = line->next;
	TABLE_OPEN(r, "duties stack", NULL, N_("Duty"), N_("Unit"), N_("Person"), N_("Since"),
	           N_("Acknowledged on"));
	for (size_t i = 0; i < PAGE_ROWS && line; i++, line = line->next)
		draw_line(r, line, true);
	table_close(r);
	page_turner(r, list->n);
	table_file_links(r, LINK(r, DUTIES_FILE));
}

enum err duties_page(struct request *r)
{
	struct html *h = &r->html;
	const struct duty_filter filter = filter_asked(r);
	struct duty_list list;

	TRY(duty_list_on(&r->c, day_asked(r), &filter, &list));
	page_crumb(r, T_(h, N_("People")), LINK(r, PEOPLE));
	page_heading(r, T_(h, N_("Duties")));
	draw_counts(r, &list);
	TRY(draw_filters(r));
	if (list.n)
		draw_list(r, &list);
	else if (filter.state == DUTY_VACANT)
		page_empty(r, N_("Every duty that somebody must hold has somebody."));
	else
		page_empty(r, N_("Nobody is appointed on this day. Choose a person, then "
		                 "appoint."));
	return OK;
}

/* --- as a file --- */

static void draw_way(struct request *r)
{
	page_crumb(r, T_(&r->html, N_("Duties")), LINK(r, DUTIES));
}

#define FILE_COLUMNS 9

static const char *const *file_row(struct request *r, const struct duty_line *line)
{
	const char **row = ARENA_ARRAY(r->c.arena, FILE_COLUMNS, const char *);
	const struct appointments_seen_out *a = line->held;

	row[0] = line->duty->name;
	row[1] = line->bureau;
	row[2] = line->unit_code;
	row[3] = line->unit ? line->unit : msg_find(LANG_JA, N_("the whole city"));
	row[4] = a ? a->number : NULL;
	row[5] = a ? a->person : msg_find(LANG_JA, N_("Nobody holds it"));
	row[6] = a ? a->valid_from : NULL;
	row[7] = a ? a->valid_to : NULL;
	row[8] = a ? a->acknowledged_on : NULL;
	return row;
}

enum err duties_file_page(struct request *r)
{
	const struct column columns[FILE_COLUMNS] = {
		{msg_find(LANG_JA, N_("Duty")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Bureau")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Code of the unit")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Unit")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Personnel number")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Full name")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Since")), COLUMN_DATE},
		{msg_find(LANG_JA, N_("Until")), COLUMN_DATE},
		{msg_find(LANG_JA, N_("Acknowledged on")), COLUMN_DATE},
	};
	const struct duty_filter filter = filter_asked(r);
	const char *const **cells;
	struct duty_list list;
	struct table t;
	size_t n = 0;

	TRY(duty_list_on(&r->c, day_asked(r), &filter, &list));
	cells = ARENA_ARRAY(r->c.arena, list.n, const char *const *);
	for (const struct duty_line *line = list.first; line; line = line->next)
		cells[n++] = file_row(r, line);
	t = (struct table){msg_find(LANG_JA, N_("Duties")), columns, FILE_COLUMNS, cells, n};
	return table_file_send(r, &t, filter_given(r, "format"), "duties", "duties", draw_way);
}

/* --- of one unit --- */

static void draw_below(struct request *r, const char *unit_code, const char *day, size_t vacant)
{
	struct html *h = &r->html;
	struct url to = url_with(r->c.arena, LINK(r, DUTIES), "unit", unit_code);

	if (strcmp(day, day_today(&r->c)) != 0)
		to = url_with(r->c.arena, to, "on", day);
	OPEN(h, P);
	OPEN(h, A, HREF(to));
	SAY(h, N_("Duties here and below: {1} that nobody holds"),
	    arena_printf(r->c.arena, "%zu", vacant));
	CLOSE(h, A);
	CLOSE(h, P);
}

enum err duties_of_unit(struct request *r, const char *unit_code, const char *day)
{
	struct html *h = &r->html;
	struct duty_filter filter = {.unit_code = unit_code};
	struct duty_list own, branch;

	if (!request_may(r, CAP_READ_PEOPLE))
		return OK;
	TRY(duty_list_on(&r->c, day, &filter, &branch));
	filter.alone = true;
	TRY(duty_list_on(&r->c, day, &filter, &own));
	EL(h, H2, T_(h, N_("Duties")));
	if (own.n) {
		TABLE_OPEN(r, "duties stack", NULL, N_("Duty"), N_("Person"), N_("Since"),
		           N_("Acknowledged on"));
		for (const struct duty_line *line = own.first; line; line = line->next)
			draw_line(r, line, false);
		table_close(r);
	} else {
		page_empty(r, N_("No duty of this unit is given to anybody."));
	}
	draw_below(r, unit_code, day, branch.vacant);
	return OK;
}
