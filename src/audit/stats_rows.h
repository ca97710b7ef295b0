/*
 * stats_rows.h - the judgements behind a number of the statistics.
 *
 * Every number that stats.h counts is the size of a selection made here, by the same rules.
 */
#ifndef KAGEYU_AUDIT_STATS_ROWS_H
#define KAGEYU_AUDIT_STATS_ROWS_H

#include "audit/stats.h"
#include "org/bureau.h"

/* What of the rows: id, code in addresses, label. */
#define ROWS_ONLY(X)                                                                           \
	X(ALL, "", N_("Any"))                                                                  \
	X(DETECTED, "detected", N_("Detections"))                                              \
	X(EXEMPLARY, "exemplary", N_("Exemplary ones"))                                        \
	X(APPLIED, "applied", N_("Without those not applicable"))                              \
	X(JUDGED, "judged", N_("Judged"))                                                      \
	X(NA, "na", N_("Not applicable"))                                                      \
	X(OPEN, "open", N_("Not judged yet"))                                                  \
	X(MEAN, "mean", N_("Counted in the mean"))

enum rows_only {
#define X(id, code, label) ROWS_##id,
	ROWS_ONLY(X)
#undef X
		ROWS__MAX
};

/* "" … "mean", and back; an unknown code is ALL. */
const char *rows_only_code(enum rows_only only);
const char *rows_only_label(enum rows_only only);
enum rows_only rows_only_parse(const char *code);

/* NULL = whatever it is. Codes of part, unit and bureau; name of the catalogue; number. */
struct rows_filter {
	const char *part, *unit, *bureau, *catalog, *no;
	const char *on;    /* the day that the statistics were counted for */
	const char *area;  /* stats_area() */
	const char *level; /* rows that count at it, 対象外 where the scale counts it there */
	enum rows_only only;
};

struct stats_rows {
	const struct audit_sheet_out **v; /* in the order of the report */
	size_t n;
};

/* bureaus NULL where the filter names none. */
struct stats_rows stats_rows_find(struct arena *a, const struct audit_stats *s,
                                  const struct bureaus *bureaus, const struct rows_filter *f);

/* The part of a row; the catalogue's index. */
const struct part_stats *stats_part_of(const struct audit_stats *s,
                                       const struct audit_sheet_out *row);
size_t stats_catalog_of(const struct audit_stats *s, const struct audit_sheet_out *row);

#endif
