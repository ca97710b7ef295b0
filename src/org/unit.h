/*
 * unit.h - the organisation: units (部局, 課, 係, 施設) as a dated tree.
 *
 * A unit is a row with a period of validity; its key is code + valid_from. A rename or move ends
 * the row and begins a new one; unit_succession links a closed unit to its successors, so that
 * last year's finding stays with last year's section and rolls up to the one that took over.
 * Parents are named by code and looked up at the date asked for. Every list is in display order
 * (建制順), which is the `sort` of the rows.
 */
#ifndef KAGEYU_ORG_UNIT_H
#define KAGEYU_ORG_UNIT_H

#include "gen/queries.h"
#include "sheet/form.h"
#include "sheet/table.h"

/* Begin of the period of a unit whose begin nobody knows. */
#define UNIT_SINCE_EVER "1900-01-01"

#define UNIT_CODE_MAX 32 /* characters */
#define UNIT_NAME_MAX 200

/*
 * The unit that had the code on any day of the period, the latest if several; NULL when none.
 * from and to are ISO dates.
 */
MUST_USE enum err unit_in_period(struct ctx *c, const char *code, const char *from, const char *to,
                                 struct unit_row **ret);

/*
 * Reads units (docs/formats.md): creates and updates rows by code + valid_from, links successors.
 * Runs inside the caller's write transaction and stores the accepted rows; the caller decides by
 * import_decide() whether to commit.
 */
MUST_USE enum err unit_import(struct ctx *c, const struct book *book, const char *file,
                              struct import_result *ret);

/* Its columns, for an empty file to fill in. */
extern const struct form unit_form;

/* All units, or those of the day, in display order, with every column the import reads. */
MUST_USE enum err unit_export(struct ctx *c, const char *day, struct table *ret);

#endif
