/*
 * incident_steps.h - incidents as people report them, and what was done then: who was told when.
 *
 * Anybody reports straight to the contact point: the secretariat, and whoever has the duty of
 * CSIRT or contact point. The record of the ledger is made from the report; the steps of the
 * emergency plan are rows of their own, added and never changed. What state an incident is in
 * follows from them.
 */
#ifndef KAGEYU_LEDGER_INCIDENT_STEPS_H
#define KAGEYU_LEDGER_INCIDENT_STEPS_H

#include "gen/queries.h"
#include "org/access.h"
#include "record/edit.h"

/* id, as stored, msgid; in the order of the plan */
#define INCIDENT_STEPS(X)                                                                      \
	X(RECEIVED, "received", N_("Reported to the contact point"))                           \
	X(TAKEN, "taken", N_("Taken up by the contact point"))                                 \
	X(HEAD, "head", N_("Section head told"))                                               \
	X(CHIEF, "chief", N_("Chief of information security told"))             \
	X(CISO, "ciso", N_("CISO told"))                                                       \
	X(PPC_FIRST, "ppc-first", N_("Preliminary report to the PPC"))                         \
	X(PERSONS, "persons", N_("Persons concerned told"))                                    \
	X(OTHERS, "others", N_("Police or others told"))                                       \
	X(PPC_FINAL, "ppc-final", N_("Final report to the PPC"))                               \
	X(CLOSED, "closed", N_("Closed: cause and measures are recorded"))

enum incident_step_kind {
#define X(id, code, label) INCIDENT_STEP_##id,
	INCIDENT_STEPS(X)
#undef X
		INCIDENT_STEP__MAX
};

const char *incident_step_code(enum incident_step_kind step);
const char *incident_step_label(enum incident_step_kind step); /* msgid */
bool incident_step_parse(const char *code, enum incident_step_kind *ret);

/* What somebody reports. Days are ISO, NULL = unknown; yes_no is "yes", "no", "unknown" or NULL. */
struct incident_report {
	const char *text, *kind;
	const char *noticed_on, *occurred_on;
	const char *personal, *persons;
	const char *done;     /* what has been done so far */
	const char *callback; /* telephone */
	const char *outsider; /* who told it, where that is nobody of ours */
	int64_t unit_id;
};

#define INCIDENT_REPORTS_AN_HOUR 10 /* of one account that is not the contact point */

/* Whether the account is the contact point: reports reach it, and it leads what follows. */
MUST_USE enum err incident_is_desk(struct ctx *c, const struct who *who, bool *ret);
/* The contact point, and the head of the unit. */
MUST_USE enum err incident_may_read(struct ctx *c, const struct who *who, int64_t unit_id,
                                    bool *ret);

/* Makes the record with its receipt number and the first step. ERR_STATE after too many of them. */
MUST_USE enum err incident_receive(struct ctx *c, const struct who *who,
                                   const struct incident_report *what, struct record *ret,
                                   struct record_faults *faults);

struct incident_done {
	enum incident_step_kind step;
	const char *day, *clock, *told, *note; /* clock: "9:30"; these but the day may be NULL */
};
/*
 * By the contact point. Reports to the PPC are written into the record too. ERR_STATE where it is
 * closed already, or is to be closed while a report to the PPC is due.
 */
MUST_USE enum err incident_advance(struct ctx *c, const struct who *who,
                                   const struct record *incident, const struct incident_done *what);

enum incident_state { INCIDENT_NEW, INCIDENT_IN_HAND, INCIDENT_CLOSED };
enum incident_state incident_state_of(int64_t steps, bool closed);
const char *incident_state_label(enum incident_state s); /* msgid */

/* --- reports to the Personal Information Protection Commission (個人情報保護法第68条) --- */

enum clock_state { CLOCK_RUNS, CLOCK_PRESSES, CLOCK_OVERDUE, CLOCK_MET, CLOCK_LATE };

struct incident_clock {
	const char *from, *until; /* 3 to 5 days: both; else from is NULL */
	const char *done_on;      /* NULL = not yet */
	enum clock_state state;
	long days_left;           /* until `until`; < 0 = overdue by */
};

struct incident_clocks {
	bool run;     /* false: no personal information, or it was decided that no report is due */
	bool decided; /* that a report is due; else it is still to be decided */
	struct incident_clock first, final;
};

/* What the clocks depend on; all may be NULL. */
struct incident_facts {
	const char *known_on, *personal, *improper, *ppc_needed, *first_on, *final_on;
};
struct incident_facts incident_facts_of(const struct record *r);

/*
 * The day of knowing is the first day, and days off count. The preliminary report is due in about
 * 3 to 5 days; the final one in 30, or 60 where a wrongful purpose is suspected, and where that day
 * is one on which offices are closed, on the next open one. today: ISO.
 */
void incident_clocks(struct arena *a, const struct incident_facts *f, const char *today,
                     struct incident_clocks *ret);

#endif
