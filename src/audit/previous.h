/*
 * previous.h - last year's audit beside this year's: its means and its levels.
 *
 * A section is matched with itself and with those it took over (org/succession.h): a merged one
 * with all of them together, each part of a divided one with the whole. Parts are matched by their
 * code, items by catalogue and number, so an item list of a later version still finds what it was
 * judged before.
 */
#ifndef KAGEYU_AUDIT_PREVIOUS_H
#define KAGEYU_AUDIT_PREVIOUS_H

#include "audit/stats.h"
#include "base/map.h"

struct previous {
	struct audit_stats stats;
	struct map levels; /* unit, catalogue, number → audit_sheet_out */
	struct map units;  /* code of this year's unit → previous_units */
	struct arena *arena;
};

/* The units of last year's audit that one of this year's stands for. */
struct previous_units {
	const char **codes;
	size_t n;
	const char *day; /* on which they are one */
};

/* In a read or write transaction; *ret is NULL for an audit that names no previous one. */
MUST_USE enum err previous_load(struct ctx *c, const struct audit_stats *now,
                                struct previous **ret);

/* NULL when it was not audited then, or when p is NULL. */
const struct previous_units *previous_units(const struct previous *p, const char *unit_code);

/*
 * The count of a unit (NULL = of the whole part) in the part of the same code; NULL when it was
 * not audited then, when it was judged on another scale, or when p is NULL.
 */
const struct tally *previous_tally(const struct previous *p, const struct part_stats *part,
                                   const char *unit_code);
/* Of all parts together (unit NULL = and of all units); NULL when it cannot be compared. */
const struct tally *previous_total(const struct previous *p, const struct audit_stats *now,
                                   const char *unit_code);

/*
 * The level of the same item in the same unit as shown; NULL when it was not judged. Where units
 * that were merged had different ones: 4／3.
 */
const char *previous_level(struct arena *a, const struct previous *p, const struct scale *scale,
                           const struct audit_sheet_out *row);

/* One more to levels as shown: each once. text NULL = the first. */
const char *levels_joined(struct arena *a, const char *text, const char *level);

#endif
