/* criteria_internal.h - items on their way in, from either reader; private to src/criteria. */
#ifndef KAGEYU_CRITERIA_CRITERIA_INTERNAL_H
#define KAGEYU_CRITERIA_CRITERIA_INTERNAL_H

#include "criteria/criteria.h"
#include "criteria/item_fields.h"

/* What a file says of the whole catalogue; what it does not say stays as it is stored. */
struct incoming_head {
	const char *short_name, *subject, *source, *name_en, *subject_en, *language;
	const char *edition, *title, *notice, *judging; /* of the version */
};

struct incoming_item {
	const char *catalog;
	struct incoming_head head;
	struct item_row item; /* id, rev, version_id and sort are set when stored */
	const char *levels[ITEM_LEVELS];
	struct place place, no_place, title_place; /* of the row, its number, its title */
	bool rejected;
};

struct incoming_items {
	struct incoming_item *v;
	size_t n;
};

/* Several values in a cell as one a line: bullets cut, a line without one continues the last. */
const char *criteria_values(struct arena *a, const char *cell);

/* Proposes missing numbers, rejects repeated ones and rows without title. */
void criteria_check(struct ctx *c, struct incoming_items *in, struct problems *problems);

/* Tells how the rows were understood; `reads` may be NULL. */
void criteria_tell(struct arena *a, const struct incoming_items *in, struct criteria_reads *reads);

/* Creates or updates catalogues, versions and items from the rows not rejected; counts. */
MUST_USE enum err criteria_store(struct ctx *c, const struct incoming_items *in, bool whole,
                                 struct import_result *ret);

#endif
