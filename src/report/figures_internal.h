/* figures_internal.h - one function per figure; private to the figures_*.c files. */
#ifndef KAGEYU_REPORT_FIGURES_INTERNAL_H
#define KAGEYU_REPORT_FIGURES_INTERNAL_H

#include "report/blocks.h"
#include "report/figures.h"

struct figure_call {
	struct ctx *c;
	const struct report_data *data;
	const char *part; /* part=CODE, NULL = all */
	int level;        /* of the headings it makes */
	struct block_list *out;
};

void figure_purposes(const struct figure_call *f);
void figure_schedules(const struct figure_call *f);
void figure_checklists(const struct figure_call *f);
void figure_scope(const struct figure_call *f);
void figure_scale(const struct figure_call *f);
void figure_results(const struct figure_call *f);
void figure_chart_levels(const struct figure_call *f);
void figure_chart_areas(const struct figure_call *f);
void figure_widespread(const struct figure_call *f);
void figure_detections(const struct figure_call *f);
void figure_evidence(const struct figure_call *f);
void figure_sheet_head(const struct figure_call *f);
void figure_sheet_items(const struct figure_call *f);
void figure_changes(const struct figure_call *f);

/* 9:30～11:00; "" for a visit without hours. */
const char *figure_hours(struct arena *a, const struct visits_of_audit_out *v);
/* Last year's level of an item as printed; — when it was not judged. */
const char *figure_previous(const struct figure_call *f, const struct scale *scale,
                            const struct audit_sheet_out *row);
/* True when the call is for this part. */
bool figure_wants(const struct figure_call *f, const struct part_stats *p);
/* "情報資産 1" for messages and tables that name an item. */
const char *figure_item_name(const struct figure_call *f, int64_t catalog_id, const char *no);
size_t figure_catalog(const struct figure_call *f, int64_t catalog_id);

#endif
