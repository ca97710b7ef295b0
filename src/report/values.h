/*
 * values.h - computed values for running text, by name.
 *
 *   organisation, fiscal_year, title, document_number
 *   total.items .detections .exemplary .na .unjudged .mean .sections
 *   part.CODE.items … .sections .title, catalog.SHORT.detections .exemplary .subject .items
 *   breakdown   検出の内訳を監査項目集ごとに並べた句
 *   comparison  前年度の平均対策レベルをいう文。前年度の監査がなければ空
 *   remaining   未判定の項目の数をいう文。なければ空
 *   met.sections  目標値に達した所属の数;  target  目標値
 */
#ifndef KAGEYU_REPORT_VALUES_H
#define KAGEYU_REPORT_VALUES_H

#include "report/report.h"

/* NULL when there is no value of that name. */
const char *value_find(struct ctx *c, const struct report_data *data, const char *name);

/* All names that there are in this audit, with what they print now. */
struct value {
	const char *name, *now;
};
const struct value *value_list(struct ctx *c, const struct report_data *data, size_t *ret_n);

#endif
