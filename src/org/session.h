/*
 * session.h - signing in and staying signed in.
 *
 * A session is known by 256 random bits in the browser's cookie; the database holds only their
 * digest. Signing in has three steps, because hashing a password is slow on purpose and must not
 * run in a transaction: look up, verify, finish.
 *
 * Guessing is slowed down per login and address: after SIGN_IN_FREE failures each next one doubles
 * a wait of up to SIGN_IN_WAIT_MAX_S. Over all addresses together a login waits SIGN_IN_WAIT_ALL_S,
 * except at addresses where it signed in before, so that nobody can lock somebody else out.
 */
#ifndef KAGEYU_ORG_SESSION_H
#define KAGEYU_ORG_SESSION_H

#include "org/access.h"

#define SESSION_IDLE_US ((int64_t)60 * 60 * 1000000)       /* without a request */
#define SESSION_LIFE_US ((int64_t)12 * 60 * 60 * 1000000)  /* in all */
#define SESSION_SEEN_STEP_US ((int64_t)60 * 1000000)       /* how exactly a visit is noted */
#define SIGN_IN_FREE 5
#define SIGN_IN_WAIT_MAX_S 900
#define SIGN_IN_FREE_ALL 20
#define SIGN_IN_WAIT_ALL_S 30
#define SIGN_IN_FORGET_US ((int64_t)60 * 60 * 1000000) /* after the last failure */

struct session {
	bool found; /* false: no such session, ended, expired, or the account was closed */
	struct who who;
	const char *token_hash;
	int64_t started_us, seen_us;
	bool must_change; /* somebody else chose the password: first another one */
};

/* In a read transaction. token NULL = none sent. */
MUST_USE enum err session_find(struct ctx *c, const char *token, struct session *ret);
/* In write transactions: notes the visit; ends one session of an account, or all but one. */
MUST_USE enum err session_touch(struct ctx *c, const struct session *s);
MUST_USE enum err session_end(struct ctx *c, const struct who *who, const char *token_hash);
MUST_USE enum err session_end_others(struct ctx *c, const struct session *keep);
/* Forgets what has expired: sessions and form tokens. */
MUST_USE enum err session_expire(struct ctx *c);

struct sign_in {
	const char *login, *address;
	const char *hash;            /* of the account, or one that nothing matches */
	struct who who;
	bool known;                  /* an open account with a password */
	int64_t wait_s;              /* > 0: too many failures, try again in so many seconds */
};

/* In a read transaction. */
MUST_USE enum err sign_in_find(struct ctx *c, const char *login, const char *address,
                               struct sign_in *ret);
/* Outside of transactions: about 30 ms, and as long for an unknown login. */
bool sign_in_verify(const struct sign_in *s, const char *password);
/* In a write transaction. Makes the session when `good`, else counts the failure. */
MUST_USE enum err sign_in_finish(struct ctx *c, const struct sign_in *s, bool good,
                                 const char *agent, const char **ret_token);

#endif
