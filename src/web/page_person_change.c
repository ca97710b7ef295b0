/* A person added, corrected, moved, appointed, leaving. */
#include "base/date.h"
#include "org/duty.h"
#include "org/person.h"
#include "web/account_form.h"
#include "web/person_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PLACE                                                                                      \
	{.name = "unit", .label = N_("Unit"), .type = FIELD_CHOICE, .required = true},             \
		{.name = "post", .label = N_("Post"), .help = N_("Such as 課長, 主査.")},          \
	{                                                                                          \
		.name = "employment", .label = N_("Employment"),                                   \
		.help = N_("Such as 正職員, 会計年度任用, 議員, 教員, 派遣, 委託先.")              \
	}
#define ABOUT                                                                                      \
	{.name = "name", .label = N_("Full name"), .required = true},                              \
		{.name = "kana", .label = N_("Reading")}, {.name = "mail", .label = N_("Mail")},   \
	{                                                                                          \
		.name = "joined_on", .label = N_("Joined on"), .type = FIELD_DATE                  \
	}
#define DAY                                                                                        \
	{                                                                                          \
		.name = "day", .label = N_("Effective on"), .type = FIELD_DATE,                 \
		.required = true                                                                   \
	}

const struct field fields_person_new[] = {
	{.name = "number",
         .label = N_("Personnel number"),
         .required = true,
         .max = PERSON_NUMBER_MAX},
	ABOUT,
	DAY,
	PLACE,
	{.name = NULL},
};
const struct field fields_person[] = {ABOUT, {.name = NULL}};
const struct field fields_person_place[] = {DAY, PLACE, {.name = NULL}};
/* names of its own: the page has the form of a move beside it */
const struct field fields_person_concurrent[] = {
	{.name = "too_since", .label = N_("Effective on"), .type = FIELD_DATE, .required = true},
	{.name = "too_unit", .label = N_("Unit"), .type = FIELD_CHOICE, .required = true},
	{.name = "too_post", .label = N_("Post"), .help = N_("Such as 課長, 主査.")},
	{.name = "too_until",
         .label = N_("Last day"),
         .help = N_("Blank until further notice."),
         .type = FIELD_DATE},
	{.name = NULL},
};
const struct field fields_concurrent_end[] = {
	{.name = "posting", .label = N_("Concurrent post"), .type = FIELD_CHOICE, .required = true},
	{.name = "post_ends", .label = N_("Last day"), .type = FIELD_DATE, .required = true},
	{.name = NULL},
};
const struct field fields_person_leave[] = {
	{.name = "day", .label = N_("Last day"), .type = FIELD_DATE, .required = true},
	{.name = NULL},
};
const struct field fields_appoint[] = {
	{.name = "duty", .label = N_("Duty"), .type = FIELD_CHOICE, .required = true},
	{.name = "duty_unit",
         .label = N_("For the unit"),
         .help = N_("Blank for a duty of the whole city."),
         .type = FIELD_CHOICE},
	{.name = "since", .label = N_("Effective on"), .type = FIELD_DATE, .required = true},
	{.name = "until",
         .label = N_("Last day"),
         .help = N_("Blank until further notice."),
         .type = FIELD_DATE},
	{.name = NULL},
};
const struct field fields_appoint_end[] = {
	{.name = "appointment", .label = N_("Duty"), .type = FIELD_CHOICE, .required = true},
	{.name = "duty_ends", .label = N_("Last day"), .type = FIELD_DATE, .required = true},
	{.name = NULL},
};
/* --- a new one --- */

static enum err draw_place(struct request *r, const struct field *fields,
                           const struct posting_row *now)
{
	TRY(account_draw_units(r, fields, now ? now->unit_code : NULL));
	form_field(r, fields, "post", now ? now->post : NULL);
	form_field(r, fields, "employment", now ? now->employment : NULL);
	return OK;
}

static void draw_about(struct request *r, const struct field *fields, const struct person_row *p)
{
	form_field(r, fields, "name", p ? p->name : NULL);
	form_field(r, fields, "kana", p ? p->kana : NULL);
	form_field(r, fields, "mail", p ? p->mail : NULL);
	form_field(r, fields, "joined_on", p ? p->joined_on : NULL);
}

enum err person_new_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("People")), LINK(r, PEOPLE));
	page_heading(r, T_(h, N_("Add a person")));
	form_open(r, LINK(r, PERSON_NEW), fields_person_new, 0);
	form_field(r, fields_person_new, "number", NULL);
	draw_about(r, fields_person_new, NULL);
	form_field(r, fields_person_new, "day", day_today(&r->c));
	TRY(draw_place(r, fields_person_new, NULL));
	form_close(r, N_("Add"));
	return OK;
}

static void take_about(const struct request *r, struct person_row *p)
{
	p->name = field_value(r, "name");
	p->kana = field_value(r, "kana");
	p->mail = field_value(r, "mail");
	p->joined_on = field_value(r, "joined_on");
}

static enum err place(struct request *r, struct person_file *f)
{
	const struct person_place to = {field_value(r, "unit"), field_value(r, "post"),
	                                field_value(r, "employment")};
	struct person_ended ended = {0};
	struct unit_seen_on_in in = {to.unit_code, field_value(r, "day")};
	struct unit_row *unit;

	TRY(q_unit_seen_on(&r->c, &in, &unit));
	if (!unit)
		return FAULT(r, "unit", N_("There is no unit {1} on {2}."), to.unit_code, in.day);
	return person_place(&r->c, f, in.day, &to, &ended);
}

enum err person_new_post(struct request *r)
{
	struct person_row person = {.number = field_value(r, "number")};
	struct person_file f = {.person = &person};
	struct people taken;

	take_about(r, &person);
	TRY(person_load_all(&r->c, person.number, day_today(&r->c), &taken));
	if (taken.n)
		return FAULT(r, "number", N_("The personnel number {1} belongs to {2}."),
		             person.number, taken.files[0].person->name);
	TRY(person_insert(&r->c, &person));
	TRY(place(r, &f));
	return request_redirect(r, LINK(r, PERSON, person.number), NOTICE_ADDED);
}

/* --- forms: folded, but for the one that comes back --- */

static void fold_open(struct request *r, const char *heading, const struct field *fields)
{
	struct html *h = &r->html;

	OPEN(h, DETAILS, AT(CLASS, "fold"),
	     FLAG(OPEN, r->submitted && pairs_get(&r->form, fields[0].name)));
	OPEN(h, SUMMARY);
	EL(h, H2, T_(h, heading));
	CLOSE(h, SUMMARY);
}

static enum err draw_appoint(struct request *r)
{
	struct html *h = &r->html;
	struct duty_row *duties;
	struct choice *list, *units;
	size_t n, n_units;

	TRY(q_duty_all(&r->c, &duties, &n));
	TRY(account_unit_choices(r, &units, &n_units));
	list = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct choice){duties[i].code, duties[i].name};
	fold_open(r, N_("Appoint"), fields_appoint);
	form_open(r, LINK(r, PERSON_APPOINT, r->args[0]), fields_appoint, 0);
	form_choice(r, fields_appoint, "duty", list, n, NULL);
	form_choice(r, fields_appoint, "duty_unit", units, n_units, NULL);
	form_field(r, fields_appoint, "since", day_today(&r->c));
	form_field(r, fields_appoint, "until", NULL);
	form_close(r, N_("Appoint"));
	CLOSE(h, DETAILS);
	return OK;
}

static enum err draw_concurrent(struct request *r)
{
	struct html *h = &r->html;
	struct choice *units;
	size_t n;

	TRY(account_unit_choices(r, &units, &n));
	fold_open(r, N_("Add the concurrent post"), fields_person_concurrent);
	form_open(r, LINK(r, PERSON_CONCURRENT, r->args[0]), fields_person_concurrent, 0);
	form_field(r, fields_person_concurrent, "too_since", day_today(&r->c));
	form_choice(r, fields_person_concurrent, "too_unit", units, n, NULL);
	form_field(r, fields_person_concurrent, "too_post", NULL);
	form_field(r, fields_person_concurrent, "too_until", NULL);
	form_close(r, N_("Add the concurrent post"));
	CLOSE(h, DETAILS);
	return OK;
}

/* Whether it is not over before today: its last day can be said, or corrected. */
static bool goes_on(struct request *r, const char *valid_to)
{
	return !valid_to || strcmp(valid_to, day_today(&r->c)) >= 0;
}

/* "ID-REVISION", and what it is from when to when. */
static struct choice to_end(struct request *r, int64_t id, int64_t rev, const char *what,
                            const char *unit, const char *when)
{
	struct arena *a = r->c.arena;

	return (struct choice){arena_printf(a, "%" PRId64 "-%" PRId64, id, rev),
	                       arena_printf(a, "%s　%s　%s", unit, what, when)};
}

static void draw_end(struct request *r, struct url to, const struct field *fields,
                     const char *heading, const struct choice *list, size_t n)
{
	struct html *h = &r->html;

	if (!n)
		return;
	fold_open(r, heading, fields);
	form_open(r, to, fields, 0);
	form_choice(r, fields, fields[0].name, list, n, n == 1 ? list[0].code : NULL);
	form_field(r, fields, fields[1].name, day_today(&r->c));
	form_close(r, N_("Save the last day"));
	CLOSE(h, DETAILS);
}

static enum err draw_duty_end(struct request *r, const struct person_row *p)
{
	struct appointments_seen_out *rows;
	struct choice *list;
	size_t n, k = 0;

	TRY(q_appointments_seen(&r->c, &(struct appointments_seen_in){.person_id = p->id}, &rows,
	                        &n));
	list = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		if (goes_on(r, rows[i].valid_to))
			list[k++] = to_end(r, rows[i].id, rows[i].rev, rows[i].duty,
			                   rows[i].unit ? rows[i].unit
			                                : T_(&r->html, N_("the whole city")),
			                   person_period(r, rows[i].valid_from, rows[i].valid_to));
	draw_end(r, LINK(r, PERSON_APPOINT_END, p->number), fields_appoint_end, N_("End a duty"),
	         list, k);
	return OK;
}

static enum err draw_post_end(struct request *r, const struct person_row *p)
{
	struct postings_of_person_out *rows;
	struct choice *list;
	size_t n, k = 0;

	TRY(q_postings_of_person(&r->c, &(struct postings_of_person_in){p->id}, &rows, &n));
	list = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		if (!rows[i].main && goes_on(r, rows[i].valid_to))
			list[k++] = to_end(r, rows[i].id, rows[i].rev,
			                   rows[i].post ? rows[i].post : "", rows[i].unit,
			                   person_period(r, rows[i].valid_from, rows[i].valid_to));
	draw_end(r, LINK(r, PERSON_CONCURRENT_END, p->number), fields_concurrent_end,
	         N_("End a concurrent post"), list, k);
	return OK;
}

enum err person_draw_forms(struct request *r, const struct person_row *p)
{
	struct html *h = &r->html;
	struct person_file f;

	TRY(person_load(&r->c, p->number, day_today(&r->c), &f));
	TRY(draw_appoint(r));
	TRY(draw_duty_end(r, p));
	fold_open(r, N_("Move"), fields_person_place);
	form_open(r, LINK(r, PERSON_PLACE, p->number), fields_person_place, 0);
	form_field(r, fields_person_place, "day", day_today(&r->c));
	TRY(draw_place(r, fields_person_place, person_place_on(&f, day_today(&r->c))));
	form_close(r, N_("Move"));
	CLOSE(h, DETAILS);
	TRY(draw_concurrent(r));
	TRY(draw_post_end(r, p));
	fold_open(r, N_("Correct"), fields_person);
	form_open(r, LINK(r, PERSON, p->number), fields_person, p->rev);
	draw_about(r, fields_person, p);
	form_close(r, N_("Save"));
	CLOSE(h, DETAILS);
	fold_open(r, N_("Leaves"), fields_person_leave);
	EL(h, P,
	   T_(h, N_("Posts and duties end on that day, and the account is closed. What is "
	            "left open is listed under “To be handed over”.")));
	form_open(r, LINK(r, PERSON_LEAVE, p->number), fields_person_leave, 0);
	form_field(r, fields_person_leave, "day", p->left_on);
	form_close(r, N_("Leaves"));
	CLOSE(h, DETAILS);
	return OK;
}

/* --- what is sent --- */

static struct url own_url(struct request *r)
{
	return LINK(r, PERSON, r->args[0]);
}

enum err person_post(struct request *r)
{
	struct person_row *p, after;

	TRY(person_find(&r->c, r->args[0], &p));
	TRY(form_revision(r, p->rev));
	after = *p;
	take_about(r, &after);
	TRY(person_update(&r->c, p, &after));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}

enum err person_place_post(struct request *r)
{
	struct person_file f;

	TRY(person_load(&r->c, r->args[0], field_value(r, "day"), &f));
	TRY(place(r, &f));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}

enum err person_concurrent_post(struct request *r)
{
	const char *day = field_value(r, "too_since");
	const struct person_place post = {.unit_code = field_value(r, "too_unit"),
	                                  .post = field_value(r, "too_post")};
	struct unit_row *unit;
	struct person_file f;

	TRY(q_unit_seen_on(&r->c, &(struct unit_seen_on_in){post.unit_code, day}, &unit));
	if (!unit)
		return FAULT(r, "too_unit", N_("There is no unit {1} on {2}."), post.unit_code,
		             day);
	TRY(person_load(&r->c, r->args[0], day, &f));
	if (!person_place_on(&f, day))
		return FAIL(&r->c, ERR_INVALID, N_("{1} has no post on {2}."), f.person->name, day);
	TRY(person_add_concurrent(&r->c, &f, day, field_value(r, "too_until"), &post));
	return request_redirect(r, own_url(r), NOTICE_ADDED);
}

enum err person_concurrent_end_post(struct request *r)
{
	const char *key = field_value(r, "posting"), *dash = strchr(key, '-');
	struct person_file f;

	TRY(person_load(&r->c, r->args[0], day_today(&r->c), &f));
	TRY(person_end_concurrent(&r->c, &f, strtoll(key, NULL, 10),
	                          dash ? strtoll(dash + 1, NULL, 10) : 0,
	                          field_value(r, "post_ends")));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}

enum err person_leave_post(struct request *r)
{
	struct person_ended ended = {0};
	struct person_file f;

	TRY(person_load(&r->c, r->args[0], field_value(r, "day"), &f));
	TRY(person_leave(&r->c, &f, field_value(r, "day"), &ended));
	if (ended.accounts_kept)
		return FAIL(&r->c, ERR_STATE,
		            N_("The account of this person cannot be closed: it is your own, or "
		               "the last that manages accounts."));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}

enum err person_appoint_post(struct request *r)
{
	const struct appointment_new what = {field_value(r, "duty"), r->args[0],
	                                     field_value(r, "duty_unit"), field_value(r, "since"),
	                                     field_value(r, "until")};

	TRY(appointment_make(&r->c, &what));
	return request_redirect(r, own_url(r), NOTICE_ADDED);
}

enum err person_appoint_end_post(struct request *r)
{
	const char *key = field_value(r, "appointment"), *dash = strchr(key, '-');

	TRY(appointment_end(&r->c, strtoll(key, NULL, 10), dash ? strtoll(dash + 1, NULL, 10) : 0,
	                    field_value(r, "duty_ends")));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}
