/*
 * carry_out_steps.h - carry-outs asked for, decided, brought back and confirmed.
 *
 * The record of the ledger is what counts for rules and lists; each step is a row beside it that
 * says who took it when. The state follows from the days in the record, so that records which
 * somebody typed or imported have one too. Whoever heads the unit (org/held.h) decides.
 */
#ifndef KAGEYU_LEDGER_CARRY_OUT_STEPS_H
#define KAGEYU_LEDGER_CARRY_OUT_STEPS_H

#include "gen/queries.h"
#include "org/access.h"
#include "record/edit.h"

/* Of the declaration (carry_outs.c), for the form of the request. */
extern const struct choice carry_out_kinds[], carry_out_purposes[];

/* id, msgid */
#define CARRY_OUT_STATES(X)                                                                    \
	X(WAITS, N_("Waits for approval"))                                                     \
	X(UNAPPROVED, N_("Begun without approval"))                                            \
	X(APPROVED, N_("Approved"))                                                            \
	X(OUT, N_("Out of the office"))                                                        \
	X(OVERDUE, N_("Overdue"))                                                              \
	X(BROUGHT, N_("Return to be confirmed"))                                               \
	X(RETURNED, N_("Back"))                                                                \
	X(REFUSED, N_("Not approved"))                                                         \
	X(WITHDRAWN, N_("Withdrawn"))

enum carry_out_state {
#define X(id, label) CARRY_OUT_##id,
	CARRY_OUT_STATES(X)
#undef X
		CARRY_OUT_STATE__MAX
};

const char *carry_out_state_label(enum carry_out_state s); /* msgid */
/* today: ISO */
enum carry_out_state carry_out_state_of(const struct carry_out_seen_out *k, const char *today);
/* Approved after the day on which it was carried out (事後). */
bool carry_out_approved_late(const struct carry_out_seen_out *k);

/* What an account may do about one, and what it is to it. */
struct carry_out_part {
	bool own, heads;
	bool approve, refuse, withdraw, bring, confirm;
};
MUST_USE enum err carry_out_part(struct ctx *c, const struct who *who,
                                 const struct carry_out_seen_out *k, struct carry_out_part *ret);

/* ERR_NOT_FOUND for whoever neither asked for it nor heads its unit. */
MUST_USE enum err carry_out_find(struct ctx *c, const struct who *who, int64_t id,
                                 struct carry_out_seen_out **ret, struct carry_out_part *ret_part);
/* All that the account decides about, each once; open: those not done with. */
MUST_USE enum err carry_outs_headed(struct ctx *c, const struct who *who, bool open,
                                    struct carry_out_seen_out **ret, size_t *ret_n);

/*
 * The request: a record as the requester filled it in; who carries it, when it is asked and the
 * number are set here, what is decided later is cleared. The unit is that of the account.
 */
MUST_USE enum err carry_out_request(struct ctx *c, const struct who *who, struct record *r,
                                    struct record_faults *faults);

/* Several at once are noted as such with each. ERR_STATE where one cannot be approved any more. */
MUST_USE enum err carry_out_approve(struct ctx *c, const struct who *who, const int64_t *ids,
                                    size_t n);
MUST_USE enum err carry_out_refuse(struct ctx *c, const struct who *who, int64_t id,
                                   const char *reason);
/* By the requester: before it is approved; when it is back, for somebody else to confirm. */
MUST_USE enum err carry_out_withdraw(struct ctx *c, const struct who *who, int64_t id);
MUST_USE enum err carry_out_bring(struct ctx *c, const struct who *who, int64_t id);
/* The day of return is that on which it was said to be back, else today. */
MUST_USE enum err carry_out_confirm(struct ctx *c, const struct who *who, int64_t id);

#endif
