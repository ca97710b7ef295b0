/* 台帳の確認: all rounds, and how far one has come, bureau by bureau. */
#include "job/outbox.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <string.h>

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

static struct round_tally tally_of(const struct round_sections *all, const char *bureau)
{
	struct round_tally t = {0};

	for (size_t i = 0; i < all->n; i++)
		if (!bureau || strcmp(all->v[i].bureau->code, bureau) == 0)
			round_tally_add(&t, &all->v[i]);
	return t;
}

/* --- all rounds --- */

static void draw_state(struct request *r, const struct round_row *round)
{
	struct html *h = &r->html;
	const char *today = round_today(r);

	OPEN(h, TD);
	if (round->closed_on)
		EL(h, SPAN, T_(h, N_("Closed")), AT(CLASS, "chip"));
	else if (!round_is_open(round, today))
		EL(h, SPAN, T_(h, N_("Not begun")), AT(CLASS, "chip"));
	else
		EL(h, SPAN, round_days_left(r, round),
		   AT(CLASS, strcmp(round->due_on, today) < 0 ? "chip bad" : "chip wait"));
	CLOSE(h, TD);
}

static enum err draw_round(struct request *r, const struct round_row *round)
{
	struct html *h = &r->html;
	struct round_sections all;
	struct round_tally t;

	TRY(round_sections_load(&r->c, round, round_today(r), &all));
	t = tally_of(&all, NULL);
	OPEN(h, TR);
	OPEN(h, TH, AT(SCOPE, "row"));
	EL(h, A, round->title, HREF(LINK(r, ROUND, number(r, round->id))));
	CLOSE(h, TH);
	cell_text(r, show_fiscal_year(r, round->fiscal_year));
	EL(h, TD, show_date(r, round->opens_on), AT(CLASS, "nowrap"));
	EL(h, TD, show_date(r, round->due_on), AT(CLASS, "nowrap"));
	draw_state(r, round);
	cell_number(r, (int64_t)t.asked);
	cell_number(r, (int64_t)t.done);
	CLOSE(h, TR);
	return OK;
}

enum err rounds_page(struct request *r)
{
	struct html *h = &r->html;
	struct round_row *rounds;
	size_t n;

	TRY(q_round_all(&r->c, &rounds, &n));
	page_heading(r, T_(h, N_("Confirmation of the ledgers")));
	if (request_may(r, CAP_PLAN)) {
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("New round"), LINK(r, ROUND_NEW), true);
		action_link(r, N_("Outbox"), LINK(r, OUTBOX), false);
		CLOSE(h, P);
	}
	if (!n) {
		page_empty(r, N_("There is no round yet. In a round each section goes through its "
		                 "records once and confirms them."));
		return OK;
	}
	TABLE_OPEN(r, "rounds stack", NULL, N_("Round"), N_("Fiscal year"), N_("Opens on"),
	           N_("Due on"),
	           N_("State"), N_("Sections asked"), N_("Gone through"));
	for (size_t i = 0; i < n; i++)
		TRY(draw_round(r, &rounds[i]));
	table_close(r);
	return OK;
}

/* --- one round: by bureau --- */

#define STATE_AT_ONCE "at-once"

static const struct {
	const char *code, *label;
} states[] = {
	[ROUND_OPEN] = {"open", N_("Not yet")},
	[ROUND_OVERDUE] = {"overdue", N_("Overdue")},
	[ROUND_DONE] = {"done", N_("Gone through")},
};
#define N_STATES (sizeof(states) / sizeof(states[0]))

static struct url sections_url(struct request *r, const struct round_row *round,
                               const char *bureau, const char *state)
{
	struct url u = LINK(r, ROUND, number(r, round->id));

	u = url_with(r->c.arena, u, "bureau", bureau);
	u = url_with(r->c.arena, u, "state", state);
	return url_fragment(r->c.arena, u, "sections");
}

static void draw_counts(struct request *r, const struct round_row *round, const char *bureau,
                        const struct round_tally *t)
{
	cell_number_link(r, (int64_t)t->asked, sections_url(r, round, bureau, NULL));
	cell_number_link(r, (int64_t)t->done, sections_url(r, round, bureau, "done"));
	cell_number_link(r, (int64_t)t->open, sections_url(r, round, bureau, "open"));
	cell_number_link(r, (int64_t)t->overdue, sections_url(r, round, bureau, "overdue"));
	cell_number_link(r, (int64_t)t->at_once, sections_url(r, round, bureau, STATE_AT_ONCE));
}

static void draw_bureaus(struct request *r, const struct round_row *round,
                         const struct round_sections *all)
{
	struct round_tally total = tally_of(all, NULL);
	struct map drawn = {.arena = r->c.arena};
	struct html *h = &r->html;

	TABLE_OPEN(r, "progress", NULL, N_("Bureau"), N_("Asked"), N_("Gone through"),
	           N_("Not yet"), N_("Overdue"), N_("Everything at once"));
	for (size_t i = 0; i < all->n; i++) {
		const struct unit_row *bureau = all->v[i].bureau;
		struct round_tally t;

		if (map_put(&drawn, bureau->code, &drawn))
			continue;
		t = tally_of(all, bureau->code);
		OPEN(h, TR);
		EL(h, TH, bureau->name, AT(SCOPE, "row"));
		draw_counts(r, round, bureau->code, &t);
		CLOSE(h, TR);
	}
	OPEN(h, TR, AT(CLASS, "sum"));
	EL(h, TH, T_(h, N_("Total")), AT(SCOPE, "row"));
	draw_counts(r, round, NULL, &total);
	CLOSE(h, TR);
	table_close(r);
	if (total.records) {
		OPEN(h, P, AT(CLASS, "soft"));
		SAY(h,
		    N_("Of {1} records confirmed, {2} were declared unchanged all at once. Where a "
		       "section did so with everything, look closer at the next audit."),
		    number(r, total.records), number(r, total.records_at_once));
		CLOSE(h, P);
	}
}

/* --- one round: its sections --- */

struct listing {
	const struct round_row *round;
	struct round_heads heads;
	struct map letters; /* unit id → number of letters sent, as text */
	struct outbox_row *mail;
	size_t n_mail;
	bool secretariat;
};

static bool is_listed(const struct request *r, const struct round_section *s)
{
	const char *bureau = filter_given(r, "bureau"), *state = filter_given(r, "state");

	if (bureau && strcmp(s->bureau->code, bureau) != 0)
		return false;
	if (state && strcmp(state, STATE_AT_ONCE) == 0)
		return round_all_at_once(s);
	return !state || strcmp(state, states[s->state].code) == 0;
}

static void draw_mail(struct request *r, const struct listing *l, const struct round_section *s)
{
	struct html *h = &r->html;
	int64_t sent = 0, failed = 0;

	for (size_t i = 0; i < l->n_mail; i++) {
		if (l->mail[i].unit_id != s->unit->id)
			continue;
		sent += strcmp(l->mail[i].state, "sent") == 0;
		failed += strcmp(l->mail[i].state, "failed") == 0;
	}
	OPEN(h, TD);
	if (!map_get(&l->heads.by_unit, s->unit->code))
		EL(h, SPAN, T_(h, N_("No head is known")), AT(CLASS, "chip wait"));
	else if (!round_reached(&l->heads, s->unit->code))
		EL(h, SPAN, T_(h, N_("Not reached by mail")), AT(CLASS, "chip wait"));
	else if (failed)
		EL(h, SPAN, T_(h, N_("Not delivered")), AT(CLASS, "chip bad"));
	else
		SAY(h, N_("{1} sent"), number(r, sent));
	CLOSE(h, TD);
}

static void draw_done(struct request *r, const struct round_section *s)
{
	struct html *h = &r->html;

	if (s->state != ROUND_DONE) {
		cell_text(r, NULL);
		cell_text(r, NULL);
		cell_text(r, NULL);
		return;
	}
	EL(h, TD, show_instant(r, s->row.confirmed_us), AT(CLASS, "nowrap"));
	cell_number(r, s->row.records);
	OPEN(h, TD, AT(CLASS, "number"));
	html_text(h, number(r, s->row.at_once));
	if (round_all_at_once(s)) {
		html_text(h, " ");
		EL(h, SPAN, T_(h, N_("all")), AT(CLASS, "chip wait"));
	}
	CLOSE(h, TD);
}

static void draw_section(struct request *r, const struct listing *l, const struct round_section *s)
{
	static const char *const classes[] = {[ROUND_OPEN] = "chip wait",
	                                      [ROUND_OVERDUE] = "chip bad",
	                                      [ROUND_DONE] = "chip good"};
	struct html *h = &r->html;

	OPEN(h, TR);
	cell_text(r, s->bureau == s->unit ? NULL : s->bureau->name);
	OPEN(h, TH, AT(SCOPE, "row"));
	EL(h, A, s->unit->name, HREF(round_section_url(r, l->round->id, s->unit->code)));
	CLOSE(h, TH);
	OPEN(h, TD);
	EL(h, SPAN, T_(h, states[s->state].label), AT(CLASS, classes[s->state]));
	CLOSE(h, TD);
	draw_done(r, s);
	if (l->secretariat)
		draw_mail(r, l, s);
	CLOSE(h, TR);
}

static enum err draw_sections(struct request *r, const struct round_row *round,
                              const struct round_sections *all)
{
	struct listing l = {.round = round, .secretariat = request_may(r, CAP_PLAN)};
	struct html *h = &r->html;
	size_t drawn = 0;

	if (l.secretariat) {
		TRY(round_heads_load(&r->c, round_today(r), &l.heads));
		TRY(q_outbox_about(&r->c, &(struct outbox_about_in){.round_id = round->id},
		                   &l.mail, &l.n_mail));
	}
	EL(h, H2, T_(h, N_("Sections")), AT(ID, "sections"));
	if (filter_given(r, "bureau") || filter_given(r, "state")) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("Show all sections")),
		   HREF(sections_url(r, round, NULL, NULL)));
		CLOSE(h, P);
	}
	TABLE_OPEN(r, "sections", NULL, N_("Bureau"), N_("Section"), N_("State"),
	           N_("Gone through on"), N_("Records"), N_("At once"),
	           l.secretariat ? N_("Mail to the head") : NULL);
	for (size_t i = 0; i < all->n; i++) {
		if (!is_listed(r, &all->v[i]))
			continue;
		draw_section(r, &l, &all->v[i]);
		drawn++;
	}
	table_close(r);
	if (!drawn)
		page_empty(r, N_("No section is in this state."));
	return OK;
}

static void draw_actions(struct request *r, const struct round_row *round)
{
	struct html *h = &r->html;
	const char *id = number(r, round->id);

	if (!request_may(r, CAP_PLAN))
		return;
	OPEN(h, DIV, AT(CLASS, "actions"));
	if (!round->closed_on)
		action_link(r, N_("Edit the round"), LINK(r, ROUND_EDIT, id), true);
	if (round_is_open(round, round_today(r)))
		form_button(r, LINK(r, ROUND_REMIND, id), N_("Write the reminders that are due"),
		            "button", NULL, NULL);
	action_link(r, N_("Outbox"), url_with(r->c.arena, LINK(r, OUTBOX), "round", id), false);
	action_link(r, N_("History"), LINK(r, HISTORY, "round", id), false);
	CLOSE(h, DIV);
}

enum err round_page(struct request *r)
{
	struct html *h = &r->html;
	struct round_row round;
	struct round_sections all;

	TRY(round_asked(r, &round, &all));
	round_crumbs(r, NULL);
	page_heading(r, round.title);
	if (round.closed_on) {
		OPEN(h, P, AT(CLASS, "notice info"));
		SAY(h, N_("The round was closed on {1}."), show_date(r, round.closed_on));
		CLOSE(h, P);
	}
	OPEN(h, P);
	SAY(h, N_("From {1} to {2}."), show_day(r, round.opens_on), show_day(r, round.due_on));
	if (round_is_open(&round, round_today(r))) {
		html_text(h, " ");
		EL(h, STRONG, round_days_left(r, &round));
	}
	CLOSE(h, P);
	draw_actions(r, &round);
	draw_bureaus(r, &round, &all);
	return draw_sections(r, &round, &all);
}

enum err round_remind_post(struct request *r)
{
	struct round_row round;
	long written;

	TRY(round_asked(r, &round, NULL));
	TRY(round_remind(&r->c, &round, round_today(r), &written));
	return request_redirect(r, LINK(r, ROUND, r->args[0]),
	                        written ? NOTICE_REMINDED : NOTICE_UNCHANGED);
}
