#include "ledger/incident_steps.h"

#include "base/office_day.h"
#include "ledger/ledgers.h"
#include "org/held.h"
#include "org/person.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_US ((int64_t)3600 * 1000000)
#define RECEIPT "受付" /* of numbers: 受付R6-0001 */
#define REIWA_BEGAN 2019
#define FIRST_FROM 3
#define FIRST_UNTIL 5
#define FINAL 30
#define FINAL_IMPROPER 60

static const struct record_kind *const kind = &ledger_incidents;

static const struct {
	const char *code, *label;
} steps[] = {
#define X(id, code, label) {code, label},
	INCIDENT_STEPS(X)
#undef X
};

const char *incident_step_code(enum incident_step_kind step)
{
	return steps[step].code;
}

const char *incident_step_label(enum incident_step_kind step)
{
	return steps[step].label;
}

bool incident_step_parse(const char *code, enum incident_step_kind *ret)
{
	for (int i = 0; i < INCIDENT_STEP__MAX; i++) {
		if (strcmp(steps[i].code, code) == 0) {
			*ret = (enum incident_step_kind)i;
			return true;
		}
	}
	return false;
}

/* --- who --- */

enum err incident_is_desk(struct ctx *c, const struct who *who, bool *ret)
{
	*ret = access_reach(who->role, CAP_INCIDENTS) == REACH_ALL;
	if (!*ret)
		TRY(duty_held(c, who, DUTY_CONTACT, ret));
	if (!*ret)
		TRY(duty_held(c, who, DUTY_CSIRT, ret));
	return OK;
}

enum err incident_may_read(struct ctx *c, const struct who *who, int64_t unit_id, bool *ret)
{
	TRY(incident_is_desk(c, who, ret));
	return *ret ? OK : heads_unit(c, who, unit_id, ret);
}

/* --- a report --- */

static void set(struct record *r, const char *field, const char *value)
{
	r->v[record_field_index(kind, field)] = value;
}

static const char *get(const struct record *r, const char *field)
{
	return r->v[record_field_index(kind, field)];
}

static enum err next_number(struct ctx *c, const char **ret)
{
	const char *begin = arena_printf(
		c->arena, RECEIPT "R%d-",
		fiscal_year_of(date_in_japan(c->now_us)) - REIWA_BEGAN + 1);
	struct incident_last_number_out *last;
	long n = 0;

	TRY(q_incident_last_number(
		c, &(struct incident_last_number_in){arena_printf(c->arena, "%s____", begin)},
		&last));
	if (last)
		n = strtol(last->no + strlen(begin), NULL, 10);
	*ret = arena_printf(c->arena, "%s%04ld", begin, n + 1);
	return OK;
}

/* The title is seen by more people than the report: it tells no more than the kind. */
static const char *title_of(struct ctx *c, const char *code)
{
	const struct record_field *f = record_field_find(kind, "kind");

	return msg_format(c->arena, LANG_JA, N_("Report: {1}"),
	                  (const char *const[ERROR_ARGS_MAX]){
				  record_value_show(c->arena, LANG_JA, f, code)});
}

static enum err refuse_flood(struct ctx *c, const struct who *who)
{
	struct incident_reported_since_out *n;
	bool desk;

	TRY(incident_is_desk(c, who, &desk));
	TRY(q_incident_reported_since(
		c, &(struct incident_reported_since_in){who->account_id, c->now_us - HOUR_US}, &n));
	if (desk || n->n < INCIDENT_REPORTS_AN_HOUR)
		return OK;
	return FAIL(c, ERR_STATE,
	            N_("You have sent {1} reports within an hour. Call the contact point for "
	               "anything more."),
	            arena_printf(c->arena, "%" PRId64, n->n));
}

static enum err add_step(struct ctx *c, const struct who *who, int64_t incident_id,
                         const struct incident_done *what)
{
	struct incident_step_row row = {.incident_id = incident_id,
	                                .step = incident_step_code(what->step),
	                                .day = what->day,
	                                .clock = what->clock,
	                                .told = what->told,
	                                .note = what->note,
	                                .account_id = who->account_id,
	                                .at_us = c->now_us};

	return incident_step_insert(c, &row);
}

enum err incident_receive(struct ctx *c, const struct who *who,
                          const struct incident_report *what, struct record *ret,
                          struct record_faults *faults)
{
	struct incident_done first = {.step = INCIDENT_STEP_RECEIVED, .day = day_today(c)};
	struct record r = record_new(c->arena, kind);
	const char *number;

	TRY(refuse_flood(c, who));
	TRY(next_number(c, &number));
	set(&r, "unit", arena_printf(c->arena, "%" PRId64, what->unit_id));
	set(&r, "no", number);
	set(&r, "name", title_of(c, what->kind));
	set(&r, "report", what->text);
	set(&r, "callback", what->callback);
	set(&r, "outsider", what->outsider);
	set(&r, "kind", what->kind);
	set(&r, "occurred_on", what->occurred_on);
	set(&r, "discovered_on", what->noticed_on);
	set(&r, "reported_on", first.day);
	set(&r, "reported_to", msg_find(LANG_JA, N_("Contact point for incidents")));
	set(&r, "personal", what->personal);
	set(&r, "persons", what->persons);
	set(&r, "measures", what->done);
	TRY(record_put(c, kind, NULL, &r, faults));
	TRY(add_step(c, who, r.id, &first));
	*ret = r;
	return OK;
}

/* --- what follows --- */

static enum err is_closed(struct ctx *c, int64_t id, bool *ret)
{
	struct incident_steps_of_out *rows;
	size_t n;

	TRY(q_incident_steps_of(c, &(struct incident_steps_of_in){id}, &rows, &n));
	*ret = false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].step, incident_step_code(INCIDENT_STEP_CLOSED)) == 0)
			*ret = true;
	return OK;
}

static enum err check(struct ctx *c, const struct record *incident,
                      const struct incident_done *what)
{
	struct incident_facts facts = incident_facts_of(incident);
	struct incident_clocks clocks;
	bool closed;

	TRY(is_closed(c, incident->id, &closed));
	if (closed)
		return FAIL(c, ERR_STATE, N_("This incident is closed."));
	if (strcmp(what->day, day_today(c)) > 0)
		return FAIL(c, ERR_INVALID, N_("This day is yet to come."));
	incident_clocks(c->arena, &facts, day_today(c), &clocks);
	if (what->step != INCIDENT_STEP_CLOSED || !clocks.run || clocks.final.done_on)
		return OK;
	return FAIL(c, ERR_STATE,
	            N_("The final report to the PPC is not recorded. Record it, or enter that no "
	               "report is required."));
}

enum err incident_advance(struct ctx *c, const struct who *who, const struct record *incident,
                          const struct incident_done *what)
{
	struct record after = record_copy(c->arena, kind, incident);

	TRY(check(c, incident, what));
	if (what->step == INCIDENT_STEP_PPC_FIRST)
		set(&after, "ppc_first_on", what->day);
	if (what->step == INCIDENT_STEP_PPC_FINAL)
		set(&after, "ppc_final_on", what->day);
	TRY(record_store(c, kind, incident, &after));
	return add_step(c, who, incident->id, what);
}

enum incident_state incident_state_of(int64_t n_steps, bool closed)
{
	if (closed)
		return INCIDENT_CLOSED;
	return n_steps > 1 ? INCIDENT_IN_HAND : INCIDENT_NEW;
}

const char *incident_state_label(enum incident_state s)
{
	static const char *const labels[] = {[INCIDENT_NEW] = N_("Received"),
	                                     [INCIDENT_IN_HAND] = N_("In hand"),
	                                     [INCIDENT_CLOSED] = N_("Closed")};

	return labels[s];
}

/* --- clocks --- */

struct incident_facts incident_facts_of(const struct record *r)
{
	return (struct incident_facts){
		.known_on = get(r, "discovered_on"), .personal = get(r, "personal"),
		.improper = get(r, "improper"), .ppc_needed = get(r, "ppc_needed"),
		.first_on = get(r, "ppc_first_on"), .final_on = get(r, "ppc_final_on")};
}

static bool says(const char *value, const char *what)
{
	return value && strcmp(value, what) == 0;
}

/* The n-th day, counted from the day itself. */
static struct date nth_day(struct date first, long n)
{
	return date_from_days(date_to_days(first) + n - 1);
}

static void wind(struct arena *a, struct incident_clock *clock, struct date until,
                 const char *done_on, struct date today)
{
	struct date done;

	clock->until = date_format(a, until, DATE_ISO);
	clock->done_on = done_on;
	clock->days_left = date_to_days(until) - date_to_days(today);
	if (done_on && date_from_iso(done_on, &done))
		clock->state = date_compare(done, until) > 0 ? CLOCK_LATE : CLOCK_MET;
	else if (clock->days_left < 0)
		clock->state = CLOCK_OVERDUE;
	else
		clock->state = clock->days_left <= FIRST_UNTIL - FIRST_FROM ? CLOCK_PRESSES
		                                                            : CLOCK_RUNS;
}

void incident_clocks(struct arena *a, const struct incident_facts *f, const char *today,
                     struct incident_clocks *ret)
{
	struct date known, now;
	long days = says(f->improper, "yes") ? FINAL_IMPROPER : FINAL;

	*ret = (struct incident_clocks){.decided = says(f->ppc_needed, "yes")};
	ret->run = !says(f->ppc_needed, "no") &&
	           (ret->decided || (f->personal && !says(f->personal, "no"))) && f->known_on &&
	           date_from_iso(f->known_on, &known) && date_from_iso(today, &now);
	if (!ret->run)
		return;
	ret->first.from = date_format(a, nth_day(known, FIRST_FROM), DATE_ISO);
	wind(a, &ret->first, nth_day(known, FIRST_UNTIL), f->first_on, now);
	wind(a, &ret->final, office_day_from(nth_day(known, days)), f->final_on, now);
}
