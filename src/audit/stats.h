/*
 * stats.h - the statistics of an audit, counted from its judgements and nothing else.
 *
 * Rules (as in the published ward report that the default scale follows): `items` of a catalogue
 * are those asked less 対象外, shown as 10(1); `total` includes 対象外, which counts at the level
 * the scale says; the mean is over items, half-up to two decimals when printed; detections are the
 * judged items that are not at the conforming level, exemplary ones (above it) among them. Items
 * not judged yet are in `total`, but in no level and no mean.
 */
#ifndef KAGEYU_AUDIT_STATS_H
#define KAGEYU_AUDIT_STATS_H

#include "audit/scale.h"

struct catalog_count {
	int64_t asked;    /* pairs; 0 = the catalogue is not asked here (printed —) */
	int64_t na, unjudged;
	int64_t detected, exemplary;
};

struct tally {
	struct catalog_count *catalogs; /* parallel to audit_stats.catalogs */
	int64_t total, na, unjudged, detections, exemplary;
	int64_t levels[SCALE_LEVELS_MAX]; /* parallel to the scale's levels */
	int64_t judged;                   /* with a level that has a value, 対象外 where counted */
	int64_t value_thousandths;        /* sum of their values */
};

struct target_stats {
	int64_t target_id, unit_id, unit_sort;
	const char *unit_code, *unit, *confirmed_on;
	struct tally tally;
};

struct part_stats {
	struct audit_part_row part;
	struct scale scale;
	struct target_stats *targets; /* in display order */
	size_t n_targets;
	struct tally total;
	/* parallel to catalogs */
	int64_t *version_items; /* items in the pinned version; 0 = none pinned */
	int64_t *scope_items;   /* of those, asked of at least one target */
};

struct item_stats {
	size_t catalog; /* index */
	int64_t sort;
	const char *no, *title;
	int64_t asked, detected; /* sections, each once over all parts; where it was 対象外 or is not
	                            judged yet, the section is not among the asked */
};

struct audit_stats {
	struct audit_row audit;
	struct audit_catalogs_out *catalogs;
	size_t n_catalogs;
	struct part_stats *parts;
	size_t n_parts;
	struct target_stats *targets; /* all parts together, one per unit */
	size_t n_targets;
	struct tally total;
	bool one_scale; /* of all parts: only then are levels and means added up over parts */
	struct item_stats *items;
	size_t n_items;
	const struct audit_sheet_out *rows; /* what it was counted from, by part, target, item */
	size_t n_rows;
};

/* How one judgement counts on its scale. */
struct effect {
	int level; /* index of the level it counts at, -1 = none */
	bool na, unjudged, detected, exemplary;
};
/* level as stored, NULL = not judged yet. */
struct effect effect_of(const struct scale *scale, const char *level);

/* Counts so many more pairs of that level. */
void tally_add(struct tally *t, size_t catalog, const struct scale *scale, const char *level,
               int64_t times);

/*
 * Counts; in a read or write transaction. With a day (ISO) each section is counted with the one
 * that answers for it on that day (org/succession.h), so that two that were merged are one; NULL =
 * as they were audited.
 */
MUST_USE enum err audit_stats_compute(struct ctx *c, const struct audit_row *audit,
                                      const char *day, struct audit_stats *ret);

/* The exact mean; den 0 when nothing is judged. */
struct ratio tally_mean(const struct tally *t);
/* The mean with two decimals, NULL when nothing is judged. */
const char *tally_mean_text(struct arena *a, const struct tally *t);
/* 1 met, 0 missed, -1 without mean or target. */
int tally_met(const struct tally *t, const struct scale *s);
/* "10(1)", "11", "—" */
const char *catalog_count_text(struct arena *a, const struct catalog_count *n);

#endif
