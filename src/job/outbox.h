/*
 * outbox.h - mail is written in the transaction that causes it, and sent afterwards.
 *
 * A message goes once to each (round, unit, kind, recipient). It is `waiting` until a server has
 * taken it over (`sent`), refused it or failed to take it for days (`failed`), or until its reason
 * is gone (`withdrawn`). What a server acknowledged is stored before the next message is tried, so
 * it is never sent again; a message whose sender was stopped between the acknowledgement and the
 * store goes a second time under the same Message-ID, because the other choice would be to lose it.
 */
#ifndef KAGEYU_JOB_OUTBOX_H
#define KAGEYU_JOB_OUTBOX_H

#include "gen/queries.h"
#include "job/smtp.h"

#include <stdbool.h>

/* as stored, msgid */
#define OUTBOX_STATES(X)                                                                       \
	X("waiting", N_("Waiting"))                                                            \
	X("sent", N_("Sent"))                                                                  \
	X("failed", N_("Not delivered"))                                                       \
	X("withdrawn", N_("No longer needed"))

const char *outbox_state_label(const char *code); /* msgid; NULL for no state */

struct outbox_message {
	const char *to, *name, *subject, *body; /* to: mail_address_ok() */
	int64_t round_id, unit_id;
	const char *kind;
};

/* Inside the caller's write transaction. *ret_new false: this was written before. */
MUST_USE enum err outbox_put(struct ctx *c, const struct outbox_message *m, bool *ret_new);
/* What still waits about the round; unit_id 0 = of all units. In the caller's transaction. */
MUST_USE enum err outbox_withdraw(struct ctx *c, int64_t round_id, int64_t unit_id);
/* A failed message waits again. ERR_STATE for another. In the caller's transaction. */
MUST_USE enum err outbox_retry(struct ctx *c, int64_t id);

struct outbox_run {
	long sent, refused, later;
	const char *unreachable; /* why the server could not be used at all; NULL = it could */
};
/*
 * Sends what is due, each message in transactions of its own. One sender at a time per data
 * folder: ERR_BUSY. Sets c->now_us as it goes.
 */
MUST_USE enum err outbox_send(struct ctx *c, const struct smtp_settings *s,
                              struct outbox_run *ret);

#endif
