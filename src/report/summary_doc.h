/*
 * summary_doc.h - a summary of the ledgers as a document tree, as blocks of a report, as one table.
 */
#ifndef KAGEYU_REPORT_SUMMARY_DOC_H
#define KAGEYU_REPORT_SUMMARY_DOC_H

#include "ledger/summary.h"
#include "report/blocks.h"
#include "sheet/table.h"

MUST_USE enum err report_build_summary(struct ctx *c, const struct summary *s, struct doc *ret);
/* Its tables, or a sentence where there is nothing to count. */
void summary_blocks(const struct summary *s, struct block_list *out);
/*
 * For CSV and Excel: with a first column for the captions where there are several tables, and a
 * line of heads before one whose columns are others than those of the first.
 */
struct table summary_flat(struct arena *a, const struct summary *s);

#endif
