/*
 * previous.h - last year's audit beside this year's: its means and its levels.
 *
 * Sections are matched by their code, parts by theirs, items by catalogue and number, so an item
 * list of a later version still finds what it was judged before.
 */
#ifndef KAGEYU_AUDIT_PREVIOUS_H
#define KAGEYU_AUDIT_PREVIOUS_H

#include "audit/stats.h"
#include "base/map.h"

struct previous {
	struct audit_stats stats;
	struct map levels; /* unit, catalogue, number → audit_sheet_out */
};

/* In a read or write transaction; *ret is NULL for an audit that names no previous one. */
MUST_USE enum err previous_load(struct ctx *c, const struct audit_row *audit,
                                struct previous **ret);

/*
 * The count of a unit (NULL = of the whole part) in the part of the same code; NULL when it was
 * not audited then, when it was judged on another scale, or when p is NULL.
 */
const struct tally *previous_tally(const struct previous *p, const struct part_stats *part,
                                   const char *unit_code);
/* Of all parts together; NULL when it cannot be compared. */
const struct tally *previous_total(const struct previous *p, const struct audit_stats *now);

/* The level of the same item in the same unit as shown; NULL when it was not judged. */
const char *previous_level(struct arena *a, const struct previous *p, const struct scale *scale,
                           const struct audit_sheet_out *row);

#endif
