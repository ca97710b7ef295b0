/*
 * account.h - accounts: who may sign in, in which role.
 *
 * Passwords are kept as Argon2id hashes (libsodium) apart from the account, never in the trail.
 * An account is never deleted, because the trail names it; it is disabled.
 */
#ifndef KAGEYU_ORG_ACCOUNT_H
#define KAGEYU_ORG_ACCOUNT_H

#include "gen/queries.h"

#define ACCOUNT_PASSWORD_MIN 12 /* characters */
#define ACCOUNT_PASSWORD_MAX 600 /* bytes: 200 characters of Japanese */

struct account_new {
	const char *login, *name, *role, *unit_code;
};

MUST_USE enum err account_add(struct ctx *c, const struct account_new *what);
MUST_USE enum err account_set_password(struct ctx *c, const char *login, const char *password);
MUST_USE enum err account_disable(struct ctx *c, const char *login);

#endif
