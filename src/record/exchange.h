/*
 * exchange.h - records in and out as spreadsheets.
 *
 * One form serves export, template and import: a column per field under its Japanese heading, and
 * first the number of the record, by which an edited export finds its rows again. A row without it
 * is found by its keys, else it is new. A column that the file does not have leaves what is stored.
 * Files of records go out by their names alone and do not come in.
 * A record that the file does not have stays, unless the file is said to be the whole ledger: then
 * it is marked as gone.
 */
#ifndef KAGEYU_RECORD_EXCHANGE_H
#define KAGEYU_RECORD_EXCHANGE_H

#include "record/list.h"
#include "sheet/form.h"
#include "sheet/table.h"

/* Inside the caller's write transaction, as unit_import(). */
MUST_USE enum err record_import(struct ctx *c, const struct record_kind *k, const struct book *book,
                                const char *file, bool whole, struct import_result *ret);
/* What the query gives, all pages. With a day it is to be read, not to be imported again. */
MUST_USE enum err record_export(struct ctx *c, const struct record_kind *k,
                                const struct record_query *q, struct table *ret);
void record_template(struct arena *a, const struct record_kind *k, struct table *ret);

#endif
