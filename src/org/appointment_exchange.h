/*
 * appointment_exchange.h - appointments in and out as spreadsheets.
 *
 * An appointment is known by duty, unit, personnel number and first day. A row of one that is kept
 * changes its last day and the day of its acknowledgement; any other row is a new appointment. What
 * the file does not have stays, and so does what stands in a column that the file lacks.
 */
#ifndef KAGEYU_ORG_APPOINTMENT_EXCHANGE_H
#define KAGEYU_ORG_APPOINTMENT_EXCHANGE_H

#include "sheet/form.h"
#include "sheet/table.h"

/*
 * A person must serve on the first day, as far as the posts are known: what was before the first
 * post that is known here is taken as it is written. Inside the caller's write transaction; the
 * caller decides by import_decide() whether to commit.
 */
MUST_USE enum err appointment_import(struct ctx *c, const struct book *book, const char *file,
                                     struct import_result *ret);

extern const struct form appointment_form;

/* Those of the day; day NULL = all there ever were. */
MUST_USE enum err appointment_export(struct ctx *c, const char *day, struct table *ret);

#endif
