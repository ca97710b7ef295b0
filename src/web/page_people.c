/* People: the list of a day, and what has to be handed over. */
#include "base/date.h"
#include "gen/queries.h"
#include "ledger/people.h"
#include "org/person.h"
#include "web/account_form.h"

#include <inttypes.h>
#include <string.h>

/* The day of ?on=, today without one or with what is no date. */
static const char *day_asked(struct request *r)
{
	const char *on = filter_given(r, "on");
	struct date day = date_in_japan(r->c.now_us);

	if (on && !date_parse(r->c.arena, on, &day))
		day = date_in_japan(r->c.now_us);
	return date_format(r->c.arena, day, DATE_ISO);
}

/* --- filters --- */

static enum err draw_words(struct request *r)
{
	struct people_words_out *words;
	struct choice *posts, *kinds;
	size_t n, n_posts = 0, n_kinds = 0;

	TRY(q_people_words(&r->c, &words, &n));
	posts = ARENA_ARRAY(r->c.arena, n, struct choice);
	kinds = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		if (words[i].employment)
			kinds[n_kinds++] = (struct choice){words[i].word, words[i].word};
		else
			posts[n_posts++] = (struct choice){words[i].word, words[i].word};
	filter_select(r, "post", N_("Post"), N_("all"), posts, n_posts);
	filter_select(r, "employment", N_("Employment"), N_("all"), kinds, n_kinds);
	return OK;
}

static enum err draw_duty_filter(struct request *r)
{
	struct duty_row *duties;
	struct choice *list;
	size_t n;

	TRY(q_duty_all(&r->c, &duties, &n));
	list = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct choice){duties[i].code, duties[i].name};
	filter_select(r, "duty", N_("Duty"), N_("all"), list, n);
	return OK;
}

static enum err draw_filters(struct request *r, const char *day)
{
	struct html *h = &r->html;
	struct choice *units;
	size_t n;

	TRY(account_unit_choices(r, &units, &n));
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, PEOPLE)), AT(CLASS, "filters"));
	filter_input(r, "on", N_("As of the day"), show_date(r, day), "16");
	filter_select(r, "unit", N_("Unit and those below"), N_("all"), units, n);
	TRY(draw_words(r));
	TRY(draw_duty_filter(r));
	filter_input(r, "name", N_("Name or number"), filter_given(r, "name"), "16");
	EL(h, BUTTON, T_(h, N_("Filter")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	return OK;
}

/* --- the list --- */

static const char *like(struct request *r, const char *words)
{
	return words ? arena_printf(r->c.arena, "%%%s%%", words) : NULL;
}

/* A section head sees who worked there on another day, but no more of them. */
static void draw_person(struct request *r, const struct people_page_out *p, bool today)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TD, p->number, AT(CLASS, "code"));
	if (today || !r->c.only_below)
		cell_link(r, p->name, LINK(r, PERSON, p->number));
	else
		cell_text(r, p->name);
	cell_text(r, p->unit);
	cell_text(r, p->post);
	cell_text(r, p->employment);
	cell_text(r, p->main ? "" : T_(h, N_("concurrent")));
	CLOSE(h, TR);
}

static enum err draw_list(struct request *r, const char *day)
{
	const struct people_count_in filter = {
		day,
		filter_given(r, "unit"),
		filter_given(r, "post"),
		filter_given(r, "employment"),
		filter_given(r, "duty"),
		like(r, filter_given(r, "name")),
	};
	struct people_page_in in = {
		filter.day,  filter.unit,  filter.post, filter.employment,
		filter.duty, filter.words, PAGE_ROWS,   0,
	};
	struct people_count_out *all;
	struct people_page_out *rows;
	size_t n;

	TRY(q_people_count(&r->c, &filter, &all));
	if (!all->n) {
		page_empty(r, N_("Nobody is like that on this day. Choose other filters, or "
		                 "read in the personnel list."));
		return OK;
	}
	in.from_row = (int64_t)page_first(r, (size_t)all->n);
	TRY(q_people_page(&r->c, &in, &rows, &n));
	OPEN(&r->html, P);
	SAY(&r->html, N_("{1}: {2} posts, in display order of the units."), show_date(r, day),
	    arena_printf(r->c.arena, "%" PRId64, all->n));
	CLOSE(&r->html, P);
	TABLE_OPEN(r, "stack", NULL, N_("Personnel number"), N_("Full name"), N_("Unit"),
	           N_("Post"),
	           N_("Employment"), N_("Remark"));
	for (size_t i = 0; i < n; i++)
		draw_person(r, &rows[i], strcmp(day, day_today(&r->c)) == 0);
	table_close(r);
	page_turner(r, (size_t)all->n);
	return OK;
}

enum err people_page(struct request *r)
{
	struct html *h = &r->html;
	const char *day = day_asked(r);

	page_heading(r, T_(h, N_("People")));
	OPEN(h, P, AT(CLASS, "actions"));
	if (request_may(r, CAP_EDIT_PEOPLE)) {
		action_link(r, N_("Add a person"), LINK(r, PERSON_NEW), false);
		if (request_may(r, CAP_PLAN))
			action_link(r, N_("Read in the personnel list"),
			            url_with(r->c.arena, LINK(r, IMPORTS), "kind", "people"), true);
	}
	action_link(r, N_("Duties"), LINK(r, DUTIES), false);
	action_link(r, N_("To be handed over"), LINK(r, HANDOVER), false);
	CLOSE(h, P);
	TRY(draw_filters(r, day));
	return draw_list(r, day);
}

/* --- what has to be handed over --- */

static void draw_vacancy(struct request *r, const struct duty_vacancies_out *v)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, v->duty, AT(SCOPE, "row"));
	OPEN(h, TD);
	html_text(h, v->unit ? v->unit : T_(h, N_("the whole city")));
	if (v->unit_closed)
		EL(h, SPAN, T_(h, N_("unit closed")), AT(CLASS, "chip wait"));
	CLOSE(h, TD);
	if (r->c.only_below)
		cell_text(r, v->person);
	else
		cell_link(r, v->person, LINK(r, PERSON, v->number));
	cell_text(r, T_(h, v->left_on ? N_("Left") : N_("Moved")));
	cell_text(r, show_date(r, v->ended_on));
	CLOSE(h, TR);
}

static enum err draw_vacancies(struct request *r)
{
	struct html *h = &r->html;
	const char *day = day_asked(r);
	struct duty_vacancies_out *rows;
	size_t n;

	TRY(q_duty_vacancies(&r->c, &(struct duty_vacancies_in){day}, &rows, &n));
	EL(h, H2, T_(h, N_("Duties")));
	EL(h, P, T_(h, N_("Duties whose last holder moved or left, and that nobody holds since. "
			  "Appoint somebody on the page of the person.")));
	if (!n) {
		page_empty(r, N_("Every duty that was given has somebody."));
		return OK;
	}
	TABLE_OPEN(r, "stack", NULL, N_("Duty"), N_("Unit"), N_("Until then"), N_("Why"),
	           N_("Last day"));
	for (size_t i = 0; i < n; i++)
		draw_vacancy(r, &rows[i]);
	table_close(r);
	return OK;
}

static void draw_held(struct request *r, const struct ledger_naming *found)
{
	struct html *h = &r->html;
	const struct record *one = &found->record;

	OPEN(h, TR);
	EL(h, TH, T_(h, found->kind->label), AT(SCOPE, "row"));
	cell_link(r, one->v[record_title_index(found->kind)],
	          LINK(r, RECORD, found->kind->code,
	               arena_printf(r->c.arena, "%" PRId64, one->id)));
	cell_text(r, one->names[0]);
	cell_text(r, one->names[found->field]);
	CLOSE(h, TR);
}

static enum err draw_all_held(struct request *r)
{
	struct html *h = &r->html;
	struct ledger_naming *found;
	size_t n;

	if (!request_may(r, CAP_READ_LEDGERS))
		return OK;
	TRY(ledger_held_by_leavers(&r->c, &found, &n));
	EL(h, H2, T_(h, N_("IDs, keys and media")));
	if (!n) {
		page_empty(r, N_("Nobody who left holds anything."));
		return OK;
	}
	TABLE_OPEN(r, "stack", NULL, N_("Ledger"), N_("Record"), N_("Section or record"),
	           N_("Who left"));
	for (size_t i = 0; i < n; i++)
		draw_held(r, &found[i]);
	table_close(r);
	return OK;
}

enum err handover_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("People")), LINK(r, PEOPLE));
	page_heading(r, T_(h, N_("To be handed over")));
	TRY(draw_vacancies(r));
	return draw_all_held(r);
}
