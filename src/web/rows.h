/*
 * rows.h - the page of judgements behind a number, and the address that leads there.
 */
#ifndef KAGEYU_WEB_ROWS_H
#define KAGEYU_WEB_ROWS_H

#include "audit/stats_rows.h"
#include "web/page.h"

/* The judgements of the audit that the filter leaves. */
struct url rows_url(struct request *r, const char *audit, const struct rows_filter *f);
/* The same, one line per section. */
struct url sections_url(struct request *r, const char *audit, const struct rows_filter *f);

#endif
