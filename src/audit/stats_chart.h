/*
 * stats_chart.h - the statistics as charts, for the report and the pages alike.
 *
 * An area is a catalogue's first heading; where these are too many to draw, the catalogue itself.
 */
#ifndef KAGEYU_AUDIT_STATS_CHART_H
#define KAGEYU_AUDIT_STATS_CHART_H

#include "audit/stats.h"
#include "ui/chart.h"

/* Stacked bars: levels per section. NULL where there is nothing, or levels of different scales. */
const struct chart *stats_chart_levels(struct arena *a, const struct audit_stats *s);

/*
 * Heat map: mean per section and area, in the order of s->targets. NULL as above. *ret_by_heading:
 * whether its columns are stats_area()s, else the short names of catalogues.
 */
const struct chart *stats_chart_areas(struct arena *a, const struct audit_stats *s,
                                      bool *ret_by_heading);

/* The area of a judgement as the heat map's columns call it: "情報　保管"; without heading "情報". */
const char *stats_area(struct arena *a, const struct audit_stats *s,
                       const struct audit_sheet_out *row);

#endif
