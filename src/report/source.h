/*
 * source.h - CommonMark with live figures and values, parsed into a document tree.
 */
#ifndef KAGEYU_REPORT_SOURCE_H
#define KAGEYU_REPORT_SOURCE_H

#include "report/report.h"

/* Appends the blocks of `text`; `name` is what messages call it. */
MUST_USE enum err source_parse(struct ctx *c, const char *text, const char *name,
                               const struct report_data *data, struct block **ret_blocks);

#endif
