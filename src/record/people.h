/*
 * people.h - people of the people ledger by what is written of them: 1001, 佐藤花子, 1001 佐藤 花子.
 *
 * A number is one person. A name is whoever of that name serves; of several, the one of the unit
 * that the record belongs to; where nobody of that name serves, the one who left.
 */
#ifndef KAGEYU_RECORD_PEOPLE_H
#define KAGEYU_RECORD_PEOPLE_H

#include "record/record.h"

struct record_person {
	const char *id, *number, *name;
	const char *left_on; /* NULL = serves */
	const char *unit_id; /* where the main post of today is; NULL = nowhere */
	struct record_person *next; /* of the same name */
};

struct record_people {
	struct map by_id, by_number, by_name; /* → record_person */
	const char *today;
};

enum record_person_found {
	RECORD_PERSON_FOUND,
	RECORD_PERSON_NOBODY,
	RECORD_PERSON_SEVERAL,
	RECORD_PERSON_OTHER /* the number is somebody's, and the name another one */
};

/*
 * Everybody for who sees all; else those within the reach, so that nobody learns by trying numbers
 * whom they belong to.
 */
MUST_USE enum err record_people_load(struct ctx *c, struct record_people *ret);
/* Of them only those whom the text can be about: it finds the same as among everybody. */
MUST_USE enum err record_people_called(struct ctx *c, const char *text,
                                       struct record_people *ret);
/* *ret: whom it is about, where FOUND or OTHER. unit_id NULL = not known. */
enum record_person_found record_person_find(struct arena *a, const struct record_people *people,
                                            const char *text, const char *unit_id,
                                            const struct record_person **ret);
/* "1001 佐藤 花子", as files have it. */
const char *record_person_name(struct arena *a, const struct record_person *p);
bool record_person_left(const struct record_people *people, const struct record_person *p);

#endif
