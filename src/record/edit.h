/*
 * edit.h - records are made, changed, marked as gone and removed; each change with its trail event.
 *
 * All run inside the caller's write transaction. Writers are serial (store/db.h), so what is
 * checked here still holds at the commit.
 */
#ifndef KAGEYU_RECORD_EDIT_H
#define KAGEYU_RECORD_EDIT_H

#include "record/record.h"

/* ERR_NOT_FOUND when there is none within reach. */
MUST_USE enum err record_get(struct ctx *c, const struct record_kind *k, int64_t id,
                             struct record *ret);

/* The unit that the record belongs to, itself or through the records above it. */
MUST_USE enum err record_unit(struct ctx *c, const struct record_kind *k, const struct record *r,
                              int64_t *ret);

/*
 * Checks the whole record, its keys against the others, and stores it: a new one where before is
 * NULL. With faults nothing is stored and the result is ERR_INVALID.
 */
MUST_USE enum err record_put(struct ctx *c, const struct record_kind *k,
                             const struct record *before, struct record *after,
                             struct record_faults *faults);

/* Stores without looking: for who has checked (record_put(), an import). */
MUST_USE enum err record_store(struct ctx *c, const struct record_kind *k,
                               const struct record *before, struct record *after);
MUST_USE enum err record_remove(struct ctx *c, const struct record_kind *k,
                                const struct record *r);

#endif
