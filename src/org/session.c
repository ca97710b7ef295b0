#include "org/session.h"

#include "base/text.h"
#include "gen/queries.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define SECRET_BYTES 32
#define TOKEN_CHARS 43 /* unpadded base64 of 32 bytes */
#define AGENT_COLUMNS 200

/* A hash of a password nobody knows, with the same cost as the real ones. */
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$7WkVxVQCqhTFyGrbyHsoqQ"
			     "$EumHUVXyZyRRIMVNlE0Jt0bnBGJfPG9rEQJzLMcJ0vc";

static const char *token_hash(struct arena *a, const char *token)
{
	unsigned char digest[32];
	char hex[sizeof(digest) * 2 + 1];

	if (crypto_generichash(digest, sizeof(digest), (const unsigned char *)token, strlen(token),
	                       NULL, 0) != 0)
		BUG("BLAKE2b");
	sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
	return arena_strdup(a, hex);
}

/* --- sessions --- */

enum err session_find(struct ctx *c, const char *token, struct session *ret)
{
	struct session_find_out *row;
	enum role role;

	*ret = (struct session){0};
	if (!token || strlen(token) != TOKEN_CHARS)
		return OK;
	ret->token_hash = token_hash(c->arena, token);
	TRY(q_session_find(c, &(struct session_find_in){ret->token_hash}, &row));
	if (!row || row->disabled || !role_parse(row->role, &role) ||
	    c->now_us - row->seen_us > SESSION_IDLE_US ||
	    c->now_us - row->started_us > SESSION_LIFE_US)
		return OK;
	ret->found = true;
	ret->who = (struct who){row->account_id, row->login, row->name, row->unit_code, role};
	ret->started_us = row->started_us;
	ret->seen_us = row->seen_us;
	ret->must_change = row->must_change;
	return OK;
}

enum err session_touch(struct ctx *c, const struct session *s)
{
	return q_session_seen(c, &(struct session_seen_in){s->token_hash, c->now_us});
}

static enum err note(struct ctx *c, const char *actor, const char *event, const char *detail)
{
	return q_security_log_add(
		c, &(struct security_log_add_in){c->now_us, actor, event, detail});
}

enum err session_end(struct ctx *c, const struct who *who, const char *hash)
{
	TRY(q_session_end(c, &(struct session_end_in){hash, who->account_id}));
	return note(c, who->login, "sign-out", "");
}

enum err session_end_others(struct ctx *c, const struct session *keep)
{
	TRY(q_session_end_others(
		c, &(struct session_end_others_in){keep->who.account_id, keep->token_hash}));
	return note(c, keep->who.login, "sessions-ended", "");
}

enum err session_expire(struct ctx *c)
{
	TRY(q_session_expire(c, &(struct session_expire_in){c->now_us - SESSION_IDLE_US,
	                                                    c->now_us - SESSION_LIFE_US}));
	return q_form_sent_expire(c, &(struct form_sent_expire_in){c->now_us - SESSION_LIFE_US});
}

/* --- signing in --- */

static const char *pair_key(struct ctx *c, const char *kind, const char *login, const char *address)
{
	return arena_printf(c->arena, "%s %s %s", kind, address, login);
}

/* Seconds still to wait after so many failures, the first `free` of them without a wait. */
static enum err waiting(struct ctx *c, const char *key, int64_t free, int64_t longest_s,
                        int64_t *ret_s)
{
	struct sign_in_failure_row *row;
	int64_t wait_s = 5, left_us;

	TRY(q_sign_in_failure_of(c, &(struct sign_in_failure_of_in){key}, &row));
	if (!row || row->failures < free || c->now_us - row->last_us > SIGN_IN_FORGET_US)
		return OK;
	for (int64_t n = row->failures - free; n > 0 && wait_s < longest_s; n--)
		wait_s *= 2;
	if (wait_s > longest_s)
		wait_s = longest_s;
	left_us = row->last_us + wait_s * 1000000 - c->now_us;
	if (left_us > 0 && left_us / 1000000 + 1 > *ret_s)
		*ret_s = left_us / 1000000 + 1;
	return OK;
}

static enum err find_wait(struct ctx *c, struct sign_in *s)
{
	struct sign_in_failure_row *good;
	const char *known = pair_key(c, "good", s->login, s->address);

	TRY(waiting(c, pair_key(c, "pair", s->login, s->address), SIGN_IN_FREE,
	            SIGN_IN_WAIT_MAX_S, &s->wait_s));
	TRY(q_sign_in_failure_of(c, &(struct sign_in_failure_of_in){known}, &good));
	if (good)
		return OK;
	return waiting(c, pair_key(c, "login", s->login, ""), SIGN_IN_FREE_ALL, SIGN_IN_WAIT_ALL_S,
	               &s->wait_s);
}

enum err sign_in_find(struct ctx *c, const char *login, const char *address, struct sign_in *ret)
{
	struct sign_in s = {.login = login, .address = address, .hash = nobody};
	struct account_row *account;
	struct credential_row *credential = NULL;

	TRY(q_account_by_login(c, &(struct account_by_login_in){login}, &account));
	if (account)
		TRY(q_credential_of(c, &(struct credential_of_in){account->id}, &credential));
	if (credential && !account->disabled && role_parse(account->role, &s.who.role)) {
		s.known = true;
		s.hash = credential->hash;
		s.who.account_id = account->id;
		s.who.login = account->login;
		s.who.name = account->name;
		s.who.unit_code = account->unit_code;
	}
	TRY(find_wait(c, &s));
	*ret = s;
	return OK;
}

bool sign_in_verify(const struct sign_in *s, const char *password)
{
	return crypto_pwhash_str_verify(s->hash, password, strlen(password)) == 0 && s->known;
}

static enum err count_failure(struct ctx *c, const char *key)
{
	struct sign_in_failure_row *row;
	int64_t n = 0;

	TRY(q_sign_in_failure_of(c, &(struct sign_in_failure_of_in){key}, &row));
	if (row && c->now_us - row->last_us <= SIGN_IN_FORGET_US)
		n = row->failures;
	return q_sign_in_failure_put(c, &(struct sign_in_failure_put_in){key, n + 1, c->now_us});
}

static enum err refuse(struct ctx *c, const struct sign_in *s)
{
	TRY(count_failure(c, pair_key(c, "pair", s->login, s->address)));
	TRY(count_failure(c, pair_key(c, "login", s->login, "")));
	/* what is no login may be a password typed into the wrong field */
	return note(c, s->known ? s->login : "?", "sign-in-failed", s->address);
}

enum err sign_in_finish(struct ctx *c, const struct sign_in *s, bool good, const char *agent,
                        const char **ret_token)
{
	unsigned char secret[SECRET_BYTES];
	char token[TOKEN_CHARS + 1];
	struct session_add_in row = {.account_id = s->who.account_id, .at_us = c->now_us,
	                             .address = s->address};

	if (!good)
		return refuse(c, s);
	randombytes_buf(secret, sizeof(secret));
	sodium_bin2base64(token, sizeof(token), secret, sizeof(secret),
	                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	row.token_hash = token_hash(c->arena, token);
	row.agent = text_truncate(c->arena, agent, AGENT_COLUMNS);
	TRY(q_session_add(c, &row));
	TRY(q_sign_in_failure_clear(c, &(struct sign_in_failure_clear_in){
		pair_key(c, "pair", s->login, s->address)}));
	TRY(q_sign_in_failure_put(c, &(struct sign_in_failure_put_in){
		pair_key(c, "good", s->login, s->address), 0, c->now_us}));
	TRY(note(c, s->who.login, "sign-in", s->address));
	*ret_token = arena_strdup(c->arena, token);
	return OK;
}
