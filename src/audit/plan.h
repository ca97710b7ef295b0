/*
 * plan.h - the plan of an audit changed by hand: its head, its parts, what is asked, visits.
 *
 * What is asked shrinks only while it is open: a pair that holds a level, a comment or evidence is
 * never removed, and a confirmed target or audit is asked neither more nor less. Head, titles and
 * visits can still be corrected after 確定, for the document number comes late, but like all that is
 * confirmed only with a reason (ctx.reason; else ERR_STATE): the trail keeps it beside what was.
 * All run in the caller's write transaction, on rows read in it.
 */
#ifndef KAGEYU_AUDIT_PLAN_H
#define KAGEYU_AUDIT_PLAN_H

#include "audit/audit.h"

/*
 * Stores the audit's title, document number, marks, report month, source and previous audit.
 * The report month is accepted as 2025-03, 令和7年3月 or R7.3 and becomes 2025-03 in `after`.
 */
MUST_USE enum err audit_change(struct ctx *c, const struct audit_row *before,
                               struct audit_row *after);

/* Stores the part's title, purpose and where its evidence is held. */
MUST_USE enum err audit_change_part(struct ctx *c, const struct audit_part_row *before,
                                    struct audit_part_row *after);
/* ERR_STATE while the part asks anything, or is the audit's only one. */
MUST_USE enum err audit_remove_part(struct ctx *c, const struct audit_row *audit,
                                    const struct audit_part_row *part);

/*
 * The reverse of audit_add_scope(): no longer asks these items (n_items 0 = all of the catalogue)
 * of these units. Pairs that are not there are passed over. ERR_STATE, and nothing removed, when
 * one of the pairs is not open. A target without pairs goes with its visits, a catalogue that the
 * part no longer asks is no longer pinned.
 */
MUST_USE enum err audit_remove_scope(struct ctx *c, const struct audit_row *audit,
                                     const struct audit_part_row *part,
                                     const struct audit_scope *scope, long *ret_pairs);

/*
 * Stores a visit: a new one (before NULL) or a changed one. ERR_INVALID when the times do not
 * follow each other or an end stands without a start. Days are ISO, times HH:MM.
 */
MUST_USE enum err visit_save(struct ctx *c, const struct visit_row *before,
                             struct visit_row *after);
MUST_USE enum err visit_remove(struct ctx *c, const struct visit_row *visit);

#endif
