/*
 * duty.h - what the rules ask somebody to answer for (役割), such as 情報セキュリティ管理者, and
 * who it is.
 *
 * The names differ from city to city, so duties are rows. One is either of the city as a whole or
 * of each unit. An appointment has a period, and the person acknowledges it. A duty whose last
 * holder moved or left, and that nobody holds since, is a vacancy: it has to be handed over.
 */
#ifndef KAGEYU_ORG_DUTY_H
#define KAGEYU_ORG_DUTY_H

#include "gen/queries.h"
#include "org/person.h"

/* Adds those of the national guideline that are not there yet, by code. */
MUST_USE enum err duty_install_usual(struct ctx *c);

/* ERR_NOT_FOUND where there is none. */
MUST_USE enum err duty_find(struct ctx *c, const char *code, struct duty_row **ret);

struct appointment_new {
	const char *duty, *number, *unit_code; /* unit NULL = of the city */
	const char *valid_from, *valid_to;       /* valid_to NULL = until further notice */
};

/*
 * Appoints a person who serves on the first day. ERR_INVALID where the duty needs a unit, the unit
 * is not there on that day, or the person is not, or the end lies before the begin; ERR_CONFLICT
 * where that person holds it already in the period. Others may hold the same duty at the same time.
 */
MUST_USE enum err appointment_make(struct ctx *c, const struct appointment_new *what);

/* Whether the person holds that duty there on a day of the period, by another row than this one. */
bool appointment_overlaps(const struct person_file *f, const struct appointment_row *row);

/* The last day of it; rev: the revision it was seen in. */
MUST_USE enum err appointment_end(struct ctx *c, int64_t id, int64_t rev, const char *last_day);

/* By the person: ERR_NOT_FOUND for anybody else's. */
MUST_USE enum err appointment_acknowledge(struct ctx *c, int64_t account_id, int64_t id);

#endif
