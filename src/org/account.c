#include "org/account.h"

#include "base/date.h"
#include "base/text.h"
#include "org/access.h"
#include "org/person.h"
#include "org/unit.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

/* OWASP's memory-lean parameters: 19 MiB, two passes. */
#define HASH_MEMORY ((size_t)19 << 20)
#define HASH_PASSES 2

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
	enum role known;

	if (role_parse(role, &known))
		return OK;
	return FAIL(
		c, ERR_USAGE,
		N_("There is no role “{1}”. Known: secretariat, auditor, head, reader, "
		   "administrator, employee"),
		role);
}

static enum err check_person(struct ctx *c, const char *name, const char *role, const char *unit)
{
	TRY(check_role(c, role));
	if (text_blank(name))
		return FAIL(c, ERR_USAGE, N_("An account needs a name."));
	if (strcmp(role, role_code(ROLE_HEAD)) == 0 && !unit)
		return FAIL(c, ERR_USAGE, N_("A section head needs the unit's code (--unit)."));
	if (strcmp(role, role_code(ROLE_EMPLOYEE)) == 0 && !unit)
		return FAIL(c, ERR_USAGE, N_("An employee needs the unit's code (--unit)."));
	return OK;
}

enum err account_check_unit(struct ctx *c, const char *unit_code)
{
	const char *today = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
	struct unit_row *unit;

	if (!unit_code)
		return OK;
	TRY(unit_in_period(c, unit_code, today, today, &unit));
	if (!unit)
		return FAIL(c, ERR_INVALID, N_("There is no unit “{1}” today."), unit_code);
	return OK;
}

/* One person, one account. */
static enum err check_owner(struct ctx *c, const char *number, int64_t *ret_person_id)
{
	struct person_row *person;
	struct account_row *others;
	size_t n;

	if (!number)
		return OK;
	TRY(person_find(c, number, &person));
	TRY(q_account_of_people(c, &(struct account_of_people_in){person->id}, &others, &n));
	if (n)
		return FAIL(c, ERR_CONFLICT, N_("{1} has the account “{2}” already."), person->name,
		            others[0].login);
	*ret_person_id = person->id;
	return OK;
}

enum err account_add(struct ctx *c, const struct account_new *what)
{
	struct account_row *taken;
	struct account_row row = {.login = what->login, .name = what->name, .role = what->role,
	                          .unit_code = what->unit_code};

	TRY(check_login(c, what->login));
	TRY(check_person(c, what->name, what->role, what->unit_code));
	TRY(q_account_by_login(c, &(struct account_by_login_in){what->login}, &taken));
	if (taken)
		return FAIL(c, ERR_CONFLICT, N_("There already is an account “{1}”."), what->login);
	TRY(check_owner(c, what->number, &row.person_id));
	return account_insert(c, &row);
}

static enum err find(struct ctx *c, const char *login, struct account_row **ret)
{
	TRY(q_account_by_login(c, &(struct account_by_login_in){login}, ret));
	if (!*ret)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no account “{1}”."), login);
	return OK;
}

enum err account_hash_password(struct ctx *c, const char *password, const char **ret)
{
	char hash[crypto_pwhash_STRBYTES];
	size_t bad;

	if (!text_valid(password, strlen(password), &bad) ||
	    text_length(password) < ACCOUNT_PASSWORD_MIN)
		return FAIL(c, ERR_USAGE, N_("A password needs at least {1} characters."), "12");
	if (strlen(password) > ACCOUNT_PASSWORD_MAX)
		return FAIL(c, ERR_USAGE,
		            N_("A password may have at most {1} bytes; this one is longer."),
		            arena_printf(c->arena, "%d", ACCOUNT_PASSWORD_MAX));
	if (crypto_pwhash_str(hash, password, strlen(password), HASH_PASSES, HASH_MEMORY) != 0)
		return FAIL(c, ERR_TOO_LARGE,
		            N_("There is too little memory to hash the password."));
	*ret = arena_strdup(c->arena, hash);
	return OK;
}

enum err account_put_hash(struct ctx *c, const char *login, const char *hash, bool must_change)
{
	struct account_row *account;

	TRY(find(c, login, &account));
	TRY(q_credential_put(
		c, &(struct credential_put_in){account->id, hash, c->now_us, must_change}));
	return q_security_log_add(
		c, &(struct security_log_add_in){c->now_us, c->actor, "password-set", login});
}

enum err account_set_password(struct ctx *c, const char *login, const char *password)
{
	struct account_row *account;
	const char *hash;

	TRY(account_hash_password(c, password, &hash));
	TRY(account_put_hash(c, login, hash, false));
	TRY(find(c, login, &account));
	return account_end_sessions(c, account, NULL);
}

enum err account_set_first_password(struct ctx *c, const char *login, const char *password)
{
	const char *hash;

	TRY(account_hash_password(c, password, &hash));
	return account_put_hash(c, login, hash, true);
}

static bool manages(const struct account_row *account)
{
	enum role role;

	return !account->disabled && role_parse(account->role, &role) &&
	       access_reach(role, CAP_ACCOUNTS) != REACH_NONE;
}

/* Refuses what would leave nobody who may manage accounts and can sign in. */
static enum err check_managers(struct ctx *c, const struct account_row *before,
                               const struct account_row *after)
{
	struct account_row *others;
	size_t n;

	if (!manages(before) || manages(after))
		return OK;
	TRY(q_account_others_with_password(
		c, &(struct account_others_with_password_in){before->id}, &others, &n));
	for (size_t i = 0; i < n; i++)
		if (manages(&others[i]))
			return OK;
	return FAIL(c, ERR_STATE,
	            N_("“{1}” is the last open account that may manage accounts. Make another "
		       "one first."),
	            before->login);
}

static enum err check_not_own(struct ctx *c, const char *login)
{
	if (strcmp(c->actor, login) == 0)
		return FAIL(c, ERR_STATE,
		            N_("Nobody closes the own account or changes its role. Ask "
			       "somebody else who may."));
	return OK;
}

enum err account_end_sessions(struct ctx *c, const struct account_row *account,
                              const char *token_hash)
{
	if (token_hash)
		TRY(q_session_end(c, &(struct session_end_in){token_hash, account->id}));
	else
		TRY(q_session_end_others(c, &(struct session_end_others_in){account->id, ""}));
	return q_security_log_add(c, &(struct security_log_add_in){c->now_us, c->actor,
	                                                           "sessions-ended",
	                                                           account->login});
}

static enum err set_disabled(struct ctx *c, const char *login, bool disabled)
{
	struct account_row *before, after;

	TRY(find(c, login, &before));
	after = *before;
	after.disabled = disabled;
	TRY(check_managers(c, before, &after));
	TRY(account_update(c, before, &after));
	return account_end_sessions(c, before, NULL);
}

enum err account_disable(struct ctx *c, const char *login)
{
	TRY(check_not_own(c, login));
	return set_disabled(c, login, true);
}

enum err account_enable(struct ctx *c, const char *login)
{
	return set_disabled(c, login, false);
}

enum err account_change(struct ctx *c, int64_t id, const struct account_edit *edit)
{
	struct account_row *before, after;

	TRY(account_get(c, id, &before));
	if (!before)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such account."));
	if (before->rev != edit->rev)
		return FAIL(c, ERR_CONFLICT, N_("Somebody else changed this account meanwhile."));
	TRY(check_person(c, edit->name, edit->role, edit->unit_code));
	after = *before;
	after.name = edit->name;
	after.role = edit->role;
	after.unit_code = edit->unit_code;
	if (strcmp(before->role, after.role) != 0)
		TRY(check_not_own(c, before->login));
	TRY(check_managers(c, before, &after));
	return account_update(c, before, &after);
}

enum err account_reset_password(struct ctx *c, const char *login, const char *password)
{
	struct account_row *account;

	TRY(find(c, login, &account));
	TRY(account_set_first_password(c, login, password));
	return account_end_sessions(c, account, NULL);
}

const char *account_make_password(struct arena *a)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789"; /* not l o 0 1 */
	char text[20];

	for (size_t i = 0; i < sizeof(text) - 1; i++)
		if (i % 5 == 4)
			text[i] = '-';
		else
			text[i] = letters[randombytes_uniform(sizeof(letters) - 1)];
	text[sizeof(text) - 1] = '\0';
	return arena_strdup(a, text);
}
