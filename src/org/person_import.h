/*
 * person_import.h - the personnel list in and out.
 *
 * A list says who works where on one day. What differs from the day before is a change on that day:
 * the list of 1 April, read over that of 31 March, is the April transfer (異動). A list is full
 * (`whole`) or a part; only in a full one does a missing number mean that somebody left.
 */
#ifndef KAGEYU_ORG_PERSON_IMPORT_H
#define KAGEYU_ORG_PERSON_IMPORT_H

#include "org/person.h"
#include "sheet/form.h"
#include "sheet/table.h"

enum person_change {
	PERSON_JOINED = 1,
	PERSON_LEFT = 2,
	PERSON_MOVED = 4, /* another unit */
	PERSON_RENAMED = 8,
	PERSON_POST = 16,
	PERSON_EMPLOYMENT = 32,
	PERSON_OTHER = 64 /* mail, reading, concurrent posts … */
};
#define PERSON_CHANGES 7

/* "joined", "left" …, and msgids. bit: 0 to PERSON_CHANGES - 1. */
const char *person_change_code(int bit);
const char *person_change_label(int bit);

struct person_difference {
	unsigned what; /* enum person_change, several at once */
	const char *number;
	const char *name_before, *name;
	struct person_place before, after; /* unit_code NULL where there was, or is, none */
	struct person_difference *next;
};

struct person_differences {
	struct person_difference *first, *last;
	long count[PERSON_CHANGES]; /* by bit */
	long same;
	struct person_ended ended;
};

struct person_options {
	const char *day; /* ISO; NULL = today */
	bool whole;
	struct person_differences *differences; /* filled in; NULL = not wanted */
};

/*
 * Reads the list by 職員番号; a column that the file does not have leaves what is stored. Runs inside
 * the caller's write transaction; the caller decides by import_decide() whether to commit.
 */
MUST_USE enum err person_import(struct ctx *c, const struct book *book, const char *file,
                                const struct person_options *options, struct import_result *ret);

extern const struct form person_form;

/* Who works here on the day, with every column the import reads. */
MUST_USE enum err person_export(struct ctx *c, const char *day, struct table *ret);

#endif
