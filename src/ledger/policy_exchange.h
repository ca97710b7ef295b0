/*
 * policy_exchange.h - rules handed out, acknowledged and not found at hand: in and out as
 * spreadsheets.
 *
 * A distribution is known by the document, the day it was handed out, and which one of that day it
 * is (the first, where nothing is said). A row of one that is kept changes it; what the file does
 * not have stays. All imports run inside the caller's write transaction; the caller decides by
 * import_decide() whether to commit.
 */
#ifndef KAGEYU_LEDGER_POLICY_EXCHANGE_H
#define KAGEYU_LEDGER_POLICY_EXCHANGE_H

#include "sheet/form.h"
#include "sheet/table.h"

extern const struct form distribution_form, acknowledgement_form, not_at_hand_form;

/* A distribution without an end has ended when a newer one of the same document was handed out. */
MUST_USE enum err distribution_import(struct ctx *c, const struct book *book, const char *file,
                                      struct import_result *ret);
MUST_USE enum err distribution_export(struct ctx *c, struct table *ret);

/* Who acknowledged it when: an account each. It may be of somebody whom it no longer concerns. */
MUST_USE enum err acknowledgement_import(struct ctx *c, const struct book *book, const char *file,
                                         struct import_result *ret);
MUST_USE enum err acknowledgement_export(struct ctx *c, struct table *ret);

/* Units where a hearing or visit could not find it. */
MUST_USE enum err not_at_hand_import(struct ctx *c, const struct book *book, const char *file,
                                     struct import_result *ret);
MUST_USE enum err not_at_hand_export(struct ctx *c, struct table *ret);

#endif
