/*
 * workbook.h - the Excel workbook (判定調書) that a section's judgements are entered in.
 *
 * Sheet 判定: title, 所属コード, the items with drop-downs for the level, unlocked answer cells,
 * last year's level beside. Hidden sheet _key: audit, part, unit, the day it was made, and each
 * pair as it stood then, so that on its return what changed meanwhile is seen cell by cell. A
 * returned workbook is found by its labels: rows may have been inserted, the hidden sheet deleted.
 */
#ifndef KAGEYU_AUDIT_WORKBOOK_H
#define KAGEYU_AUDIT_WORKBOOK_H

#include "audit/audit.h"

#define WORKBOOK_SHEET "判定"
#define WORKBOOK_KEY_SHEET "_key"

/*
 * Writes one workbook per target of the part (or for one unit) into the folder, named
 * 判定調書_CODE_NAME.xlsx. *ret_n is how many.
 */
MUST_USE enum err workbook_write_all(struct ctx *c, const struct audit_row *audit, const char *part,
                                     const char *unit, const char *folder, progress_fn *progress,
                                     void *progress_arg, long *ret_n);

#endif
