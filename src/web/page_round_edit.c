/* A round made, changed, asked of other sections, closed. */
#include "base/date.h"
#include "base/text.h"
#include "ledger/ledgers.h"
#include "org/unit_tree.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <string.h>

#define FIELDS                                                                                 \
	{.name = "title",                                                                      \
	 .label = N_("Title of the round"),                                                    \
	 .help = N_("As the sections read it, such as 令和8年度 台帳の確認（秋）."),                      \
	 .type = FIELD_TEXT,                                                                   \
	 .required = true,                                                                     \
	 .max = ROUND_TITLE_MAX},                                                              \
	{.name = "opens_on", .label = N_("Opens on"), .type = FIELD_DATE, .required = true},   \
	{.name = "due_on", .label = N_("Due on"), .type = FIELD_DATE, .required = true},       \
	{.name = "ledgers",                                                                    \
	 .label = N_("Ledgers"),                                                               \
	 .help = N_("Copies, credentials and users of a system are gone through with it."),    \
	 .type = FIELD_MANY,                                                                   \
	 .required = true},                                                                    \
	{.name = "remind",                                                                     \
	 .label = N_("Reminders by mail"),                                                     \
	 .help = N_("To the heads of sections that have not confirmed, each once."),           \
	 .type = FIELD_MANY},                                                                  \
	{.name = "remind_days",                                                                \
	 .label = N_("How many days before"),                                                  \
	 .type = FIELD_NUMBER,                                                                 \
	 .required = true,                                                                     \
	 .max = 2}

const struct field fields_round_new[] = {
	FIELDS,
	{.name = NULL},
};

const struct field fields_round_edit[] = {
	FIELDS,
	{.name = NULL},
};

const struct field fields_round_ask[] = {
	{.name = "units",
         .label = N_("Sections that are asked"),
         .help = N_("A section that is taken out keeps its answers."),
         .type = FIELD_MANY,
         .required = true},
	{.name = NULL},
};

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

/* --- the form --- */

static void draw_ledgers(struct request *r, const struct field *fields, const char *stored)
{
	struct choice *choices = ARENA_ARRAY(r->c.arena, n_ledgers, struct choice);
	size_t n = 0;

	for (size_t i = 0; i < n_ledgers; i++)
		if (record_owner(ledgers[i])->type == RECORD_UNIT)
			choices[n++] = (struct choice){ledgers[i]->code,
			                               T_(&r->html, ledgers[i]->label)};
	form_choice(r, fields, "ledgers", choices, n, stored);
}

static void draw_reminders(struct request *r, const struct field *fields, const char *stored)
{
	struct choice choices[ROUND_REMIND__MAX];

	for (enum round_reminder i = 0; i < ROUND_REMIND__MAX; i++)
		choices[i] = (struct choice){round_reminder_code(i),
		                             T_(&r->html, round_reminder_label(i))};
	form_choice(r, fields, "remind", choices, ROUND_REMIND__MAX, stored);
}

static void draw_fields(struct request *r, const struct field *fields,
                        const struct round_row *round)
{
	form_field(r, fields, "title", round->title);
	form_field(r, fields, "opens_on", round->opens_on);
	form_field(r, fields, "due_on", round->due_on);
	draw_ledgers(r, fields, round->ledgers);
	draw_reminders(r, fields, round->remind);
	form_field(r, fields, "remind_days", number(r, round->remind_days));
}

static const char *sent_lines(struct request *r, const char *name)
{
	const char *out = NULL;

	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, name) == 0 && *p->value)
			out = out ? arena_printf(r->c.arena, "%s\n%s", out, p->value) : p->value;
	return out;
}

static void take(struct request *r, struct round_row *round)
{
	struct date opens;

	round->title = field_value(r, "title");
	round->opens_on = field_value(r, "opens_on");
	round->due_on = field_value(r, "due_on");
	round->ledgers = sent_lines(r, "ledgers");
	round->remind = sent_lines(r, "remind");
	round->remind_days = field_number(r, "remind_days", ROUND_REMIND_DAYS);
	if (date_from_iso(round->opens_on, &opens))
		round->fiscal_year = fiscal_year_of(opens);
}

/* --- a new one --- */

enum err round_new_page(struct request *r)
{
	struct html *h = &r->html;
	struct date today = date_in_japan(r->c.now_us);
	const struct round_row usual = {
		.opens_on = round_today(r),
		.due_on = date_format(r->c.arena, date_from_days(date_to_days(today) + 30),
		                      DATE_ISO),
		.ledgers = round_usual_ledgers(r->c.arena),
		.remind = round_all_reminders(r->c.arena),
		.remind_days = ROUND_REMIND_DAYS};

	round_crumbs(r, NULL);
	page_heading(r, T_(h, N_("New round")));
	EL(h, P, T_(h, N_("Asked are all sections with a head, and whoever else has records. You "
	                  "can change that afterwards.")));
	form_open(r, LINK(r, ROUND_NEW_POST), fields_round_new, 0);
	draw_fields(r, fields_round_new, &usual);
	form_close(r, N_("Begin the round"));
	return OK;
}

enum err round_new_post(struct request *r)
{
	struct round_row round = {0};

	take(r, &round);
	TRY(round_make(&r->c, &round, round_today(r)));
	return request_redirect(r, LINK(r, ROUND, number(r, round.id)), NOTICE_ADDED);
}

/* --- changed --- */

static enum err draw_ask(struct request *r, const struct round_row *round,
                         const struct round_sections *all)
{
	struct arena *a = r->c.arena;
	struct choice *choices;
	const char *asked = NULL;
	struct unit_tree t;

	TRY(unit_tree_on(&r->c, round_today(r), &t));
	choices = ARENA_ARRAY(a, t.n, struct choice);
	for (size_t i = 0; i < t.n; i++) {
		const struct unit_row *u = t.nodes[i].unit;
		const char *indent = "";

		for (int k = 0; k < t.nodes[i].depth; k++)
			indent = arena_printf(a, "　%s", indent);
		choices[i] = (struct choice){u->code, arena_printf(a, "%s%s", indent, u->name)};
		if (map_get(&all->by_code, u->code))
			asked = asked ? arena_printf(a, "%s\n%s", asked, u->code) : u->code;
	}
	form_open(r, LINK(r, ROUND_ASK, r->args[0]), fields_round_ask, round->rev);
	form_choice(r, fields_round_ask, "units", choices, t.n, asked);
	form_close(r, N_("Ask these sections"));
	return OK;
}

enum err round_edit_page(struct request *r)
{
	struct html *h = &r->html;
	struct round_row round;
	struct round_sections all;

	TRY(round_asked(r, &round, &all));
	round_crumbs(r, &round);
	page_heading(r, T_(h, N_("Edit the round")));
	if (round.closed_on) {
		EL(h, P, T_(h, N_("The round is closed.")), AT(CLASS, "notice info"));
		return OK;
	}
	form_open(r, LINK(r, ROUND_EDIT, r->args[0]), fields_round_edit, round.rev);
	draw_fields(r, fields_round_edit, &round);
	form_close(r, N_("Save"));
	OPEN(h, DETAILS, AT(CLASS, "round-ask"), FLAG(OPEN, r->route == &routes[ROUTE_ROUND_ASK]));
	EL(h, SUMMARY, T_(h, N_("Sections that are asked")));
	TRY(draw_ask(r, &round, &all));
	CLOSE(h, DETAILS);
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Close the round")));
	EL(h, P, T_(h, N_("Nobody can confirm or change an answer any more; what is there stays. "
	                  "Reminders that wait are not sent.")));
	form_button(r, LINK(r, ROUND_CLOSE, r->args[0]), N_("Close the round"), "button danger",
	            NULL, NULL);
	CLOSE(h, SECTION);
	return OK;
}

enum err round_edit_post(struct request *r)
{
	struct round_row before, after;

	TRY(round_asked(r, &before, NULL));
	TRY(form_revision(r, before.rev));
	after = before;
	take(r, &after);
	TRY(round_change(&r->c, &before, &after));
	return request_redirect(r, LINK(r, ROUND, r->args[0]),
	                        after.rev == before.rev ? NOTICE_UNCHANGED : NOTICE_SAVED);
}

enum err round_ask_post(struct request *r)
{
	struct round_row round;

	TRY(round_asked(r, &round, NULL));
	TRY(form_revision(r, round.rev));
	TRY(round_ask(&r->c, &round, sent_lines(r, "units"), round_today(r)));
	return request_redirect(r, LINK(r, ROUND, r->args[0]), NOTICE_SAVED);
}

enum err round_close_post(struct request *r)
{
	struct round_row round;

	TRY(round_asked(r, &round, NULL));
	TRY(round_close(&r->c, &round, round_today(r)));
	return request_redirect(r, LINK(r, ROUND, r->args[0]), NOTICE_SAVED);
}
