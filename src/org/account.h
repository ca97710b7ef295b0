/*
 * account.h - accounts: who may sign in, in which role.
 *
 * Passwords are kept as Argon2id hashes (libsodium) apart from the account, never in the trail.
 * An account is never deleted, because the trail names it; it is disabled. Somebody who may manage
 * accounts and can sign in always remains, and nobody closes or changes the role of the own account
 * (the account whose login is ctx.actor).
 */
#ifndef KAGEYU_ORG_ACCOUNT_H
#define KAGEYU_ORG_ACCOUNT_H

#include "gen/queries.h"

#define ACCOUNT_PASSWORD_MIN 12 /* characters */
#define ACCOUNT_PASSWORD_MAX 600 /* bytes: 200 characters of Japanese */

struct account_new {
	const char *login, *name, *role, *unit_code;
	const char *number; /* of the person it belongs to; NULL = of nobody in the list */
};

MUST_USE enum err account_add(struct ctx *c, const struct account_new *what);
/* Ends all sessions made with the old one. */
MUST_USE enum err account_set_password(struct ctx *c, const char *login, const char *password);
/* A password that somebody else chose: the next sign-in asks for another. */
MUST_USE enum err account_set_first_password(struct ctx *c, const char *login,
                                             const char *password);
/*
 * The two halves of both, because hashing takes about 30 ms and must not hold up other writers:
 * without a transaction, and in one. ERR_USAGE when the password is too short or too long.
 */
MUST_USE enum err account_hash_password(struct ctx *c, const char *password, const char **ret);
MUST_USE enum err account_put_hash(struct ctx *c, const char *login, const char *hash,
                                   bool must_change);
/* Closes the account and ends its sessions. ERR_STATE for the own and the last manager's. */
MUST_USE enum err account_disable(struct ctx *c, const char *login);
MUST_USE enum err account_enable(struct ctx *c, const char *login);

/* ERR_INVALID where no unit has the code today. NULL = none is asked for. */
MUST_USE enum err account_check_unit(struct ctx *c, const char *unit_code);

/*
 * Stores name, role and unit (NULL = none); rev: the revision they were made from. ERR_CONFLICT
 * when the account has another by now, ERR_STATE for the own role and the last manager's.
 */
struct account_edit {
	int64_t rev;
	const char *name, *role, *unit_code;
};
MUST_USE enum err account_change(struct ctx *c, int64_t id, const struct account_edit *edit);

/*
 * By an administrator: the new password, and the end of all sessions made with the old one. The
 * next sign-in asks for another.
 */
MUST_USE enum err account_reset_password(struct ctx *c, const char *login, const char *password);
/* A password of 80 random bits, easy to read out: "k7mx-q3fh-tw9b-r2sd". */
const char *account_make_password(struct arena *a);

/* Ends one session of the account by its hash, NULL = all; noted in the security log. */
MUST_USE enum err account_end_sessions(struct ctx *c, const struct account_row *account,
                                       const char *token_hash);

#endif
