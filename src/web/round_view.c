#include "web/round_view.h"

#include "base/date.h"
#include "web/tasks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

const char *round_today(struct request *r)
{
	return arena_strdup(r->c.arena, date_format(r->c.arena, date_in_japan(r->c.now_us),
	                                            DATE_ISO));
}

enum err round_asked(struct request *r, struct round_row *ret, struct round_sections *ret_all)
{
	TRY(round_load(&r->c, request_id(r, 0), ret));
	return ret_all ? round_sections_load(&r->c, ret, round_today(r), ret_all) : OK;
}

void round_crumbs(struct request *r, const struct round_row *round)
{
	page_crumb(r, T_(&r->html, N_("Confirmation of the ledgers")), LINK(r, ROUNDS));
	if (round)
		page_crumb(r, round->title, LINK(r, ROUND, number(r, round->id)));
}

const char *round_days_left(struct request *r, const struct round_row *round)
{
	struct date due, now = date_in_japan(r->c.now_us);
	long days;

	BUG_IF(!date_from_iso(round->due_on, &due));
	days = date_to_days(due) - date_to_days(now);
	return msg_format(r->c.arena, r->lang,
	                  days > 0   ? N_("{1} days left")
	                  : days < 0 ? N_("{1} days overdue")
	                             : N_("Due today"),
	                  (const char *const[ERROR_ARGS_MAX]){number(r, labs(days))});
}

struct url round_section_url(struct request *r, int64_t round_id, const char *code)
{
	return LINK(r, ROUND_SECTION, number(r, round_id), code);
}

/* --- to a record and back --- */

struct url round_carry(struct request *r, struct url to, int64_t round_id, const char *code)
{
	to = url_with(r->c.arena, to, "round", number(r, round_id));
	return url_with(r->c.arena, to, "section", code);
}

struct url round_carry_on(struct request *r, struct url to)
{
	to = url_with(r->c.arena, to, "round", pairs_get(&r->query, "round"));
	return url_with(r->c.arena, to, "section", pairs_get(&r->query, "section"));
}

enum err round_return(struct request *r, const struct record_kind *k, const struct record *one,
                      bool changed, struct url to, const char *notice)
{
	const char *id = pairs_get(&r->query, "round"), *code = pairs_get(&r->query, "section");
	const struct record_field *owner = record_owner(k);
	const char *ledger = k->code;
	int64_t record = one->id;
	struct round_row round;

	if (!id || !code)
		return request_redirect(r, to, notice);
	if (owner->type == RECORD_REFERENCE) { /* it is gone through with what it is a row of */
		ledger = owner->refers->code;
		record = strtoll(one->v[0], NULL, 10);
	}
	TRY(round_load(&r->c, strtoll(id, NULL, 10), &round));
	if (changed)
		TRY(round_edited(&r->c, &round, code, ledger, record, round_today(r)));
	to = url_fragment(r->c.arena, round_section_url(r, round.id, code),
	                  arena_printf(r->c.arena, "%s-%" PRId64, ledger, record));
	return request_redirect(r, to, notice);
}

enum err round_of_record(struct request *r, const struct record_kind *k, int64_t id)
{
	struct round_confirmed_of_record_in in = {k->code, id};
	struct round_confirmed_of_record_out *rows;
	struct html *h = &r->html;
	size_t n;

	TRY(q_round_confirmed_of_record(&r->c, &in, &rows, &n));
	if (!n)
		return OK;
	OPEN(h, P, AT(CLASS, "soft"));
	SAY(h, N_("Last gone through on {1} ({2})."), show_instant(r, rows[0].at_us),
	    rows[0].round);
	CLOSE(h, P);
	return OK;
}

/* --- my work --- */

static void draw_task(struct request *r, const struct round_row *round,
                      const struct round_section *s)
{
	struct html *h = &r->html;

	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, A, arena_printf(r->c.arena, "%s　%s", s->unit->name, round->title),
	   HREF(round_section_url(r, round->id, s->unit->code)));
	EL(h, SPAN, round_days_left(r, round),
	   AT(CLASS, s->state == ROUND_OVERDUE ? "chip bad" : "chip wait"));
	OPEN(h, P);
	SAY(h, N_("Confirm the ledgers by {1}."), show_day(r, round->due_on));
	CLOSE(h, P);
	CLOSE(h, LI);
}

/* Who sees the whole city gets a line for all. */
static void draw_whole(struct request *r, const struct round_row *round,
                       const struct round_sections *all)
{
	struct html *h = &r->html;
	struct round_tally t = {0};

	for (size_t i = 0; i < all->n; i++)
		round_tally_add(&t, &all->v[i]);
	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, A, round->title, HREF(LINK(r, ROUND, number(r, round->id))));
	EL(h, SPAN, round_days_left(r, round), AT(CLASS, t.overdue ? "chip bad" : "chip"));
	OPEN(h, P);
	SAY(h, N_("{1} sections of {2} have confirmed their ledgers."), number(r, (int64_t)t.done),
	    number(r, (int64_t)t.asked));
	CLOSE(h, P);
	CLOSE(h, LI);
}

static void open_rounds(struct request *r, size_t drawn)
{
	if (!drawn)
		tasks_open(r, N_("Confirmation of the ledgers"));
}

static enum err draw_round(struct request *r, const struct round_row *round, size_t *drawn)
{
	struct round_sections all;

	TRY(round_sections_load(&r->c, round, round_today(r), &all));
	if (!r->c.only_below) {
		open_rounds(r, (*drawn)++);
		draw_whole(r, round, &all);
		return OK;
	}
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].state == ROUND_DONE)
			continue;
		open_rounds(r, (*drawn)++);
		draw_task(r, round, &all.v[i]);
	}
	return OK;
}

enum err round_tasks(struct request *r, size_t *ret)
{
	struct round_row *rounds;
	size_t n, drawn = 0;

	*ret = 0;
	if (!request_may(r, CAP_EDIT_LEDGERS))
		return OK;
	TRY(access_enter(&r->c, &r->session.who, CAP_EDIT_LEDGERS));
	TRY(q_round_all(&r->c, &rounds, &n));
	for (size_t i = 0; i < n; i++)
		if (round_is_open(&rounds[i], round_today(r)))
			TRY(draw_round(r, &rounds[i], &drawn));
	if (drawn)
		CLOSE(&r->html, UL);
	*ret = drawn;
	return OK;
}
