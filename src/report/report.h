/*
 * report.h - the audit report and the result sheets of sections, as document trees.
 *
 * The report is written in CommonMark, kept with the audit or taken from templates/report.md. A
 * fenced block ```figure names a computed part by name (figures.h); {{name}} in running text prints
 * a computed value (values.h). docs/formats.md lists all names. A name that does not exist is an
 * error that tells the line, never an empty place in a printed report.
 */
#ifndef KAGEYU_REPORT_REPORT_H
#define KAGEYU_REPORT_REPORT_H

#include "audit/previous.h"
#include "audit/stats.h"
#include "report/doc.h"

/* What all parts of a report are computed from. */
struct report_data {
	struct audit_stats stats;
	const struct previous *previous; /* last year's audit; NULL = none */
	struct visits_of_audit_out *visits;
	size_t n_visits;
	const char *organisation;
	const char *numbering;
	const char *day; /* NULL = sections as they were audited */
	const struct target_stats *only; /* a result sheet: this target of part only_part */
	const struct part_stats *only_part;
};

/* day: sections as they stand on it (audit/stats.h); NULL = as they were audited. */
MUST_USE enum err report_load(struct ctx *c, const struct audit_row *audit, const char *day,
                              struct report_data *ret);

/* The whole report; in a read transaction. */
MUST_USE enum err report_build(struct ctx *c, const struct audit_row *audit, const char *day,
                               struct doc *ret);

/* The one-page result sheet of one target, for 事実確認. part NULL = the unit's first. */
MUST_USE enum err report_build_sheet(struct ctx *c, const struct audit_row *audit, const char *part,
                                     const char *unit_code, struct doc *ret);

/* All 検出事項 as one table: part, section, catalogue, item, level, comment. */
MUST_USE enum err report_build_detections(struct ctx *c, const struct audit_row *audit,
                                          const char *day, struct doc *ret);

#endif
