/* 私の仕事: what waits for the person who signed in, and nothing else. */
#include "audit/audit.h"
#include "base/date.h"
#include "org/person.h"
#include "web/round_view.h"
#include "web/tasks.h"

#include <inttypes.h>

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

/* What is to be done next in a part, for those who may do it; NULL = nothing. */
static const char *next_step(const struct request *r, const struct audit_progress_out *p)
{
	if (!p->targets)
		return request_may(r, CAP_PLAN) ? N_("Plan which sections are asked what.") : NULL;
	if (p->judged < p->total)
		return request_may(r, CAP_JUDGE) ? N_("{1} items of {2} wait to be judged.") : NULL;
	if (p->confirmed < p->targets)
		return request_may(r, CAP_CONFIRM) ? N_("All is judged; {3} sections wait for 確定.")
		                                   : NULL;
	return NULL;
}

static void draw_task(struct request *r, const struct audit_row *audit,
                      const struct audit_progress_out *p, const char *step)
{
	struct html *h = &r->html;
	struct url to = p->targets ? LINK(r, MATRIX, audit->code, p->code)
	                           : LINK(r, AUDIT, audit->code);

	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, A, arena_printf(r->c.arena, "%s　%s",
	                      show_audit(r, audit->fiscal_year, audit->title), p->title), HREF(to));
	OPEN(h, P);
	SAY(h, step, number(r, p->total - p->judged), number(r, p->total),
	    number(r, p->targets - p->confirmed));
	CLOSE(h, P);
	CLOSE(h, LI);
}

/* A section head sees the own section's judgements, part by part. */
static void draw_own(struct request *r, const struct audit_row *audit,
                     const struct audit_progress_out *p)
{
	struct html *h = &r->html;

	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, A, arena_printf(r->c.arena, "%s　%s",
	                      show_audit(r, audit->fiscal_year, audit->title), p->title),
	   HREF(LINK(r, AUDIT, audit->code)));
	OPEN(h, P);
	if (p->confirmed == p->targets)
		html_text(h, T_(h, N_("The judgements of your section are confirmed.")));
	else if (p->judged == p->total)
		html_text(h,
		          T_(h, N_("Please check the facts in the judgements of your section.")));
	else
		html_text(h, T_(h, N_("Your section is being judged. You can attach evidence.")));
	CLOSE(h, P);
	CLOSE(h, LI);
}

static size_t draw_tasks(struct request *r, const struct audit_row *audits, size_t n,
                         const struct audit_progress_out *parts, size_t n_parts)
{
	size_t drawn = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n_parts; k++) {
			const char *step = next_step(r, &parts[k]);

			if (parts[k].audit_id != audits[i].id || audits[i].confirmed_on)
				continue;
			if (r->c.only_below ? !parts[k].targets : !step)
				continue;
			if (!drawn++)
				tasks_open(r, N_("Audits"));
			if (r->c.only_below)
				draw_own(r, &audits[i], &parts[k]);
			else
				draw_task(r, &audits[i], &parts[k], step);
		}
	}
	return drawn;
}

/* The first steps of an empty installation, in their order. */
static enum err draw_first_steps(struct request *r)
{
	struct html *h = &r->html;
	struct unit_row *units;
	struct catalog_row *catalogs;
	size_t n_units, n_catalogs;

	TRY(q_unit_all(&r->c, &units, &n_units));
	TRY(q_catalog_all(&r->c, &catalogs, &n_catalogs));
	EL(h, H2, T_(h, N_("The first steps")));
	OPEN(h, OL, AT(CLASS, "steps"));
	OPEN(h, LI, AT(DATA_STATE, n_units ? "done" : NULL));
	EL(h, A, T_(h, N_("Import the organisation")), HREF(LINK(r, IMPORTS)));
	CLOSE(h, LI);
	OPEN(h, LI, AT(DATA_STATE, n_catalogs ? "done" : NULL));
	EL(h, A, T_(h, N_("Load or import the audit items")), HREF(LINK(r, CATALOGS)));
	CLOSE(h, LI);
	OPEN(h, LI);
	EL(h, A, T_(h, N_("Make an audit")), HREF(LINK(r, AUDIT_NEW)));
	CLOSE(h, LI);
	CLOSE(h, OL);
	return OK;
}

static void draw_today(struct request *r)
{
	struct date today = date_in_japan(r->c.now_us);
	const char *text = date_format(r->c.arena, today,
	                               r->lang == LANG_JA ? DATE_ERA_LONG : DATE_ISO);

	if (r->lang == LANG_JA)
		text = arena_printf(r->c.arena, "%s（%s）", text, date_weekday_ja(today));
	EL(&r->html, P, text, AT(CLASS, "soft"));
}

/* Reads audits as far as the role reaches; the home page itself needs no more than an account. */
static enum err draw_work(struct request *r, size_t tasks)
{
	struct audit_row *audits;
	struct audit_progress_out *parts;
	size_t n, n_parts, drawn;

	TRY(access_enter(&r->c, &r->session.who, CAP_READ_AUDIT));
	TRY(q_audit_all(&r->c, &audits, &n));
	TRY(q_audit_progress(&r->c, &parts, &n_parts));
	if (!n && request_may(r, CAP_PLAN))
		return draw_first_steps(r);
	drawn = draw_tasks(r, audits, n, parts, n_parts);
	if (drawn)
		CLOSE(&r->html, UL);
	else if (!tasks)
		page_empty(r, N_("Nothing waits for you."));
	return OK;
}

static void draw_duty(struct request *r, const struct appointments_to_acknowledge_out *a)
{
	struct html *h = &r->html;

	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, B, arena_printf(r->c.arena, "%s　%s", a->unit ? a->unit : "", a->duty));
	OPEN(h, P);
	html_text(h, a->purpose);
	CLOSE(h, P);
	OPEN(h, P);
	SAY(h, N_("You are appointed from {1} on."), show_date(r, a->valid_from));
	CLOSE(h, P);
	form_button(r, LINK(r, SELF_DUTY), N_("I acknowledge it"), "button primary", "appointment",
	            number(r, a->id));
	CLOSE(h, LI);
}

/* Appointments that the person has not acknowledged yet. */
static enum err draw_duties(struct request *r)
{
	struct html *h = &r->html;
	struct appointments_to_acknowledge_in in = {.day = day_today(&r->c)};
	struct appointments_to_acknowledge_out *rows;
	struct account_row *account;
	size_t n;

	TRY(account_get(&r->c, r->session.who.account_id, &account));
	if (!account || !account->person_id)
		return OK;
	in.person_id = account->person_id;
	TRY(q_appointments_to_acknowledge(&r->c, &in, &rows, &n));
	if (!n)
		return OK;
	tasks_open(r, N_("Your duties"));
	for (size_t i = 0; i < n; i++)
		draw_duty(r, &rows[i]);
	CLOSE(h, UL);
	return OK;
}

/* Those who have no ledgers to look after come to report or to ask. */
static void draw_actions(struct request *r)
{
	struct html *h = &r->html;

	if (!request_may(r, CAP_REQUEST) || request_may(r, CAP_READ_LEDGERS))
		return;
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Tell of an incident or near miss"), LINK(r, REPORT_INCIDENT), true);
	action_link(r, N_("Ask for a carry-out"), LINK(r, CARRY_OUT_NEW), false);
	CLOSE(h, P);
}

enum err home_page(struct request *r)
{
	size_t rounds, tasks;

	page_heading(r, T_(&r->html, N_("My work")));
	draw_today(r);
	draw_actions(r);
	TRY(draw_duties(r));
	TRY(round_tasks(r, &rounds));
	TRY(tasks_draw(r, &tasks));
	if (request_may(r, CAP_READ_AUDIT))
		return draw_work(r, rounds + tasks);
	if (!rounds && !tasks)
		page_empty(r, N_("Nothing waits for you."));
	return OK;
}
