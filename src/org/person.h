/*
 * person.h - people: where they work, from when to when, and what ends when they move or leave.
 *
 * A person is known by the personnel number (職員番号), which never passes to somebody else. A
 * posting says unit (by code), post and employment (正職員, 会計年度任用, 議員, 教員, 派遣, 委託先 …) for
 * a period; one is the main one, others are concurrent (兼務). Nothing is overwritten: a transfer
 * ends a posting on the eve and begins the next, so that each day keeps its own list of people.
 *
 * Who moves takes no duty along: appointments in the old unit end. Who leaves ends with
 * everything, and the account is closed. What is left open by that is a vacancy (org/duty.h).
 * Everything runs inside the caller's write transaction.
 */
#ifndef KAGEYU_ORG_PERSON_H
#define KAGEYU_ORG_PERSON_H

#include "base/map.h"
#include "gen/queries.h"

#define PERSON_NUMBER_MAX 32 /* characters */
#define PERSON_TEXT_MAX 200

struct person_posting {
	struct posting_row *row;
	struct person_posting *next;
};

struct person_appointment {
	struct appointment_row *row;
	struct person_appointment *next;
};

/* A person with what is open on a day or begins later. */
struct person_file {
	struct person_row *person;
	struct person_posting *postings;         /* the main ones first, then by begin */
	struct person_appointment *appointments; /* by begin */
	struct account_row *account;             /* NULL = none */
};

struct people {
	const char *day;
	struct person_file *files; /* by number */
	size_t n;
	struct map by_number; /* → person_file */
};

/* Everybody; number NULL = all, else that one alone. */
MUST_USE enum err person_load_all(struct ctx *c, const char *number, const char *day,
                              struct people *ret);
/* ERR_NOT_FOUND where nobody has the number. */
MUST_USE enum err person_load(struct ctx *c, const char *number, const char *day,
                              struct person_file *ret);
/* ERR_NOT_FOUND also where the person does not work within the reader's reach today. */
MUST_USE enum err person_find(struct ctx *c, const char *number, struct person_row **ret);

/* The main posting that is valid on the day; NULL = none. */
const struct posting_row *person_place_on(const struct person_file *f, const char *day);

/* Where to; post and employment NULL = not said. */
struct person_place {
	const char *unit_code, *post, *employment;
};

/* What a move or leaving has ended besides. */
struct person_ended {
	long appointments, accounts;
	long accounts_kept; /* the last that manages accounts, or the own one */
};

/*
 * From the day on, the main posting is this one. The same day again corrects it. ERR_STATE where a
 * later one is known already. Another unit ends the appointments in the old one; the account goes
 * along where it belonged to the old unit.
 */
MUST_USE enum err person_place(struct ctx *c, struct person_file *f, const char *day,
                               const struct person_place *to, struct person_ended *ended);

/* The concurrent posts from the day on are these; others end. */
MUST_USE enum err person_set_concurrent(struct ctx *c, const struct person_file *f,
                                        const char *day, const struct person_place *posts,
                                        size_t n, bool *ret_changed);

/*
 * One more concurrent post from the day on, until last_day (NULL = until further notice).
 * ERR_CONFLICT where it is held already, ERR_INVALID where the end lies before the begin.
 */
MUST_USE enum err person_add_concurrent(struct ctx *c, const struct person_file *f,
                                        const char *day, const char *last_day,
                                        const struct person_place *post);
/* The last day of a concurrent post; rev: the revision it was seen in. */
MUST_USE enum err person_end_concurrent(struct ctx *c, const struct person_file *f, int64_t id,
                                        int64_t rev, const char *last_day);

/* The last day of service. Sets left_on of f->person. */
MUST_USE enum err person_leave(struct ctx *c, struct person_file *f, const char *last_day,
                               struct person_ended *ended);

/* The day before or after an ISO date. */
const char *day_before(struct arena *a, const char *iso);
const char *day_after(struct arena *a, const char *iso);
const char *day_today(struct ctx *c); /* in Japan */
/* Whether the period covers the day; to NULL = open. */
bool day_within(const char *day, const char *from, const char *to);

#endif
