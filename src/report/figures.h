/*
 * figures.h - the computed tables, charts and lists that a report source names.
 *
 *   purposes            per part: heading and purpose
 *   schedules           per part: heading and table of visits
 *   checklists          the catalogues with their numbers of items
 *   scope               part × catalogue: ○ △ —
 *   scale               the levels and their criteria
 *   results             per part: heading, result table and notes   (part=CODE for one)
 *   chart-levels        stacked bars: levels per section
 *   chart-areas         heat map: mean per section and area
 *   widespread          items detected in at least half of the sections asked
 *   detections          all detected items with comments
 *   changes             sections audited last year too: means, what improved, lasts or is new;
 *                       nothing when there was no audit
 *   evidence            parts whose evidence is held elsewhere
 *   usage, training-attendance …   the summaries of the ledgers (ledger/summary.h)
 *   sheet-*             what a result sheet shows: sheet-head, sheet-items
 */
#ifndef KAGEYU_REPORT_FIGURES_H
#define KAGEYU_REPORT_FIGURES_H

#include "report/report.h"

/*
 * spec: "name key=value …". heading_level is that of the heading above: headings that a figure
 * makes stand one below it.
 */
MUST_USE enum err figure_make(struct ctx *c, const struct report_data *data, const char *spec,
                              int heading_level, struct block **ret_blocks);

/* The figures that a report can name, with what they show (msgid). */
struct figure_about {
	const char *name, *about;
};
const struct figure_about *figure_list(struct arena *a, size_t *ret_n);

#endif
