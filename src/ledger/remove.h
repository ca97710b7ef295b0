/* remove.h - a record that was entered by mistake. */
#ifndef KAGEYU_LEDGER_REMOVE_H
#define KAGEYU_LEDGER_REMOVE_H

#include "record/record.h"

/*
 * Takes it out; the trail keeps what it held, and c->reason. ERR_STATE while other records belong
 * to it or name it, or while steps of it are kept: a report, a request, its being handed out. What
 * existed once is marked as gone instead.
 */
MUST_USE enum err ledger_remove(struct ctx *c, const struct record_kind *k,
                                const struct record *r);

#endif
