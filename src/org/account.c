#include "org/account.h"

#include "base/text.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

/* OWASP's memory-lean parameters: 19 MiB, two passes. */
#define HASH_MEMORY ((size_t)19 << 20)
#define HASH_PASSES 2

static const char *const roles[] = {"secretariat", "auditor", "head", "reader", "administrator"};

static enum err check_login(struct ctx *c, const char *login)
{
	size_t n = strlen(login);

	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)login[i]) && !strchr("._-@", login[i]))
			n = 0;
	if (n == 0 || n > 64)
		return FAIL(c, ERR_USAGE,
		            N_("“{1}” cannot be a login: letters, digits and . _ - @, at most 64."),
		            login);
	return OK;
}

static enum err check_role(struct ctx *c, const char *role)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i], role) == 0)
			return OK;
	return FAIL(
		c, ERR_USAGE,
		N_("There is no role “{1}”; secretariat, auditor, head, reader and administrator there are."),
		role);
}

enum err account_add(struct ctx *c, const struct account_new *what)
{
	struct account_row *taken;
	struct account_row row = {.login = what->login, .name = what->name, .role = what->role,
	                          .unit_code = what->unit_code};

	TRY(check_login(c, what->login));
	TRY(check_role(c, what->role));
	if (text_blank(what->name))
		return FAIL(c, ERR_USAGE, N_("An account needs a name."));
	if (strcmp(what->role, "head") == 0 && !what->unit_code)
		return FAIL(c, ERR_USAGE, N_("A section head needs the unit's code (--unit)."));
	TRY(q_account_by_login(c, &(struct account_by_login_in){what->login}, &taken));
	if (taken)
		return FAIL(c, ERR_CONFLICT, N_("There already is an account “{1}”."), what->login);
	return account_insert(c, &row);
}

static enum err find(struct ctx *c, const char *login, struct account_row **ret)
{
	TRY(q_account_by_login(c, &(struct account_by_login_in){login}, ret));
	if (!*ret)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no account “{1}”."), login);
	return OK;
}

enum err account_set_password(struct ctx *c, const char *login, const char *password)
{
	char hash[crypto_pwhash_STRBYTES];
	struct account_row *account;
	size_t bad;

	if (!text_valid(password, strlen(password), &bad) ||
	    text_length(password) < ACCOUNT_PASSWORD_MIN)
		return FAIL(c, ERR_USAGE, N_("A password needs at least {1} characters."), "12");
	if (text_length(password) > ACCOUNT_PASSWORD_MAX)
		return FAIL(c, ERR_USAGE, N_("A password may have at most {1} characters."), "200");
	TRY(find(c, login, &account));
	if (crypto_pwhash_str(hash, password, strlen(password), HASH_PASSES, HASH_MEMORY) != 0)
		return FAIL(c, ERR_TOO_LARGE,
		            N_("There is too little memory to hash the password."));
	TRY(q_credential_put(c, &(struct credential_put_in){account->id, hash, c->now_us}));
	return q_security_log_add(
		c, &(struct security_log_add_in){c->now_us, c->actor, "password-set", login});
}

enum err account_disable(struct ctx *c, const char *login)
{
	struct account_row *before, after;

	TRY(find(c, login, &before));
	after = *before;
	after.disabled = true;
	return account_update(c, before, &after);
}
