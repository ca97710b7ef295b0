/*
 * carry_out_view.h - what the pages of carry-outs and 私の仕事 share.
 */
#ifndef KAGEYU_WEB_CARRY_OUT_VIEW_H
#define KAGEYU_WEB_CARRY_OUT_VIEW_H

#include "ledger/carry_out_steps.h"
#include "org/held.h"
#include "web/page.h"

/* Its state, and what else is to be seen at once: approved afterwards, with others, in blanket. */
void carry_out_draw_state(struct request *r, const struct carry_out_seen_out *k);
/* To be approved or confirmed, or overdue. */
bool carry_out_waits_for_head(struct request *r, const struct carry_out_seen_out *k);
/* Whether the person decides about any, and how many wait. */
MUST_USE enum err carry_outs_wait(struct request *r, bool *ret_heads, size_t *ret_n);

#endif
