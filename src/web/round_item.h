/*
 * round_item.h - one record on the page where a section goes through its records.
 */
#ifndef KAGEYU_WEB_ROUND_ITEM_H
#define KAGEYU_WEB_ROUND_ITEM_H

#include "ledger/round.h"
#include "web/page.h"

/* All that a section is asked. */
struct round_sheet {
	struct round_row round;
	struct round_sections all;
	struct round_section *section;
	struct round_item *items;
	size_t n, undecided;
	bool may_answer;
};

/* "said-systems-12": the field of the form that says `what` of the record. */
const char *round_item_field(struct request *r, const char *what, const struct round_item *item);
/* What was typed where the page comes back, else what is stored. */
const char *round_item_typed(struct request *r, const char *name, const char *stored);
const char *round_item_title(const struct round_item *item);

MUST_USE enum err round_item_draw(struct request *r, const struct round_sheet *s,
                                  const struct round_item *item);

#endif
