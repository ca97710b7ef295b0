/* takeover.h - all that a closed unit kept, taken over at once. */
#ifndef KAGEYU_LEDGER_TAKEOVER_H
#define KAGEYU_LEDGER_TAKEOVER_H

#include "record/transfer.h"

/*
 * Of every ledger, or (kind not NULL) of one; id: of one record, 0 = all. ERR_INVALID where `to`
 * is no heir.
 */
MUST_USE enum err ledger_take_over(struct ctx *c, int64_t unit_id, const struct record_kind *kind,
                                   int64_t id, int64_t to, size_t *ret_n);

#endif
