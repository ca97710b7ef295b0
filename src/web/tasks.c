#include "web/tasks.h"

#include "base/date.h"
#include "ledger/policy_readings.h"
#include "web/carry_out_view.h"
#include "web/incident_view.h"

#include <inttypes.h>

#define TASKS_SHOWN 10 /* of each kind */

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

void tasks_open(struct request *r, const char *heading)
{
	EL(&r->html, H2, T_(&r->html, heading));
	OPEN(&r->html, UL, AT(CLASS, "tasks"));
}

/* --- incidents --- */

static bool presses(const struct incident_clock *clock)
{
	return clock->state == CLOCK_PRESSES || clock->state == CLOCK_OVERDUE;
}

/* The next thing to do about it. */
static void say_next(struct request *r, const struct incident_seen_out *i)
{
	struct incident_clocks clocks = incident_clocks_seen(r, i);
	struct html *h = &r->html;

	if (clocks.run && presses(&clocks.first))
		SAY(h, N_("The preliminary report to the PPC is due by {1}."),
		    show_day(r, clocks.first.until));
	else if (clocks.run && presses(&clocks.final))
		SAY(h, N_("The final report to the PPC is due by {1}."),
		    show_day(r, clocks.final.until));
	else if (incident_state_of(i->steps, i->closed) == INCIDENT_NEW)
		html_text(h, T_(h, N_("Nobody has taken it up yet.")));
	else
		html_text(h, T_(h, N_("In hand")));
}

static void draw_incident(struct request *r, const struct incident_seen_out *i)
{
	struct html *h = &r->html;

	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, A, arena_printf(r->c.arena, "%s　%s　%s", i->no ? i->no : "", i->unit, i->name),
	   HREF(LINK(r, INCIDENT, number(r, i->id))));
	OPEN(h, P);
	SAY(h, N_("Reported {1} hours ago."), number(r, incident_hours(r, i->reported_us)));
	html_text(h, " ");
	say_next(r, i);
	CLOSE(h, P);
	CLOSE(h, LI);
}

/* Of the contact point and of heads; nobody else has any. */
static enum err draw_incidents(struct request *r, size_t *n)
{
	struct incident_seen_out *rows;
	size_t n_rows, n_codes;
	const char *const *codes;
	bool desk;

	TRY(incident_is_desk(&r->c, &r->session.who, &desk));
	TRY(units_headed(&r->c, &r->session.who, &codes, &n_codes));
	if (!desk && !n_codes)
		return OK;
	TRY(incidents_reached(r, true, &rows, &n_rows, &desk));
	if (!n_rows)
		return OK;
	tasks_open(r, N_("Incidents and near misses that were reported"));
	for (size_t i = 0; i < n_rows && i < TASKS_SHOWN; i++)
		draw_incident(r, &rows[i]);
	CLOSE(&r->html, UL);
	if (n_rows > TASKS_SHOWN)
		EL(&r->html, A, T_(&r->html, N_("All of them")), HREF(LINK(r, INCIDENTS)));
	*n += n_rows;
	return OK;
}

/* --- carry-outs --- */

static enum err draw_carry_out(struct request *r, const struct carry_out_seen_out *k,
                               bool of_others)
{
	struct html *h = &r->html;
	struct carry_out_part part;

	TRY(carry_out_part(&r->c, &r->session.who, k, &part));
	OPEN(h, LI, AT(CLASS, "task"));
	EL(h, A, k->what ? k->what : "—", HREF(LINK(r, CARRY_OUT, number(r, k->id))));
	OPEN(h, P);
	if (of_others && k->person)
		html_text(h, arena_printf(r->c.arena, "%s　", k->person));
	if (k->due_on)
		SAY(h, N_("to be back by {1}"), show_date(r, k->due_on));
	html_text(h, " ");
	carry_out_draw_state(r, k);
	CLOSE(h, P);
	if (of_others && part.approve)
		form_button(r, LINK(r, CARRY_OUT_DECIDE), N_("Approve"), "button", "ids",
		            number(r, k->id));
	CLOSE(h, LI);
	return OK;
}

/* Of a head: what waits for approval or confirmation, or is overdue. */
static enum err draw_headed(struct request *r, size_t *n)
{
	struct carry_out_seen_out *rows;
	size_t n_rows, waiting = 0;

	TRY(carry_outs_headed(&r->c, &r->session.who, true, &rows, &n_rows));
	for (size_t i = 0; i < n_rows; i++) {
		if (!carry_out_waits_for_head(r, &rows[i]) || waiting++ >= TASKS_SHOWN)
			continue;
		if (waiting == 1)
			tasks_open(r, N_("Carry-outs of the section"));
		TRY(draw_carry_out(r, &rows[i], true));
	}
	if (waiting)
		CLOSE(&r->html, UL);
	if (waiting > TASKS_SHOWN)
		EL(&r->html, A, T_(&r->html, N_("All of them")), HREF(LINK(r, CARRY_OUT_DECIDE)));
	*n += waiting;
	return OK;
}

/* What somebody has out, or asked for. */
static enum err draw_own_carry_outs(struct request *r, size_t *n)
{
	const struct carry_out_seen_in in = {.account_id = r->session.who.account_id, .open = true,
	                                     .n = TASKS_SHOWN};
	struct carry_out_seen_out *rows;
	size_t n_rows;

	TRY(q_carry_out_seen(&r->c, &in, &rows, &n_rows));
	if (!n_rows)
		return OK;
	tasks_open(r, N_("What you carry out"));
	for (size_t i = 0; i < n_rows; i++)
		TRY(draw_carry_out(r, &rows[i], false));
	CLOSE(&r->html, UL);
	*n += n_rows;
	return OK;
}

/* --- rules to be read --- */

static enum err draw_readings(struct request *r, size_t *n)
{
	struct html *h = &r->html;
	struct policy_reading *one;

	TRY(policy_readings(&r->c, &r->session.who, true, &one));
	if (!one)
		return OK;
	tasks_open(r, N_("To be read and acknowledged"));
	for (; one; one = one->next, ++*n) {
		OPEN(h, LI, AT(CLASS, "task"));
		EL(h, A, one->what->policy, HREF(LINK(r, READINGS)));
		OPEN(h, P);
		SAY(h, N_("by {1}"), show_day(r, one->what->due_on));
		CLOSE(h, P);
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
	return OK;
}

enum err tasks_draw(struct request *r, size_t *ret_n)
{
	size_t n = 0;

	TRY(draw_incidents(r, &n));
	TRY(draw_headed(r, &n));
	TRY(draw_own_carry_outs(r, &n));
	TRY(draw_readings(r, &n));
	*ret_n = n;
	return OK;
}
