/*
 * A token is the base64 of nonce (16 bytes), instant (8), and a keyed digest (16) over both and
 * the session's cookie. Only the nonce is noted as used.
 */
#include "web/token.h"

#include "gen/queries.h"

#include <sodium.h>
#include <string.h>

#define NONCE 16
#define INSTANT 8
#define DIGEST 16
#define TOKEN (NONCE + INSTANT + DIGEST)

static void sign(const struct request *r, unsigned char token[TOKEN])
{
	crypto_generichash_state state;
	const char *session = r->form_session ? r->form_session : "";

	if (crypto_generichash_init(&state, r->site->secret, sizeof(r->site->secret), DIGEST) ||
	    crypto_generichash_update(&state, token, NONCE + INSTANT) ||
	    crypto_generichash_update(&state, (const unsigned char *)session, strlen(session)) ||
	    crypto_generichash_final(&state, token + NONCE + INSTANT, DIGEST))
		BUG("BLAKE2b");
}

static void put_instant(unsigned char *at, int64_t us)
{
	for (int i = 0; i < INSTANT; i++)
		at[i] = (unsigned char)((uint64_t)us >> (8 * i));
}

static int64_t get_instant(const unsigned char *at)
{
	uint64_t us = 0;

	for (int i = 0; i < INSTANT; i++)
		us |= (uint64_t)at[i] << (8 * i);
	return (int64_t)us;
}

const char *token_make(struct request *r)
{
	unsigned char token[TOKEN];
	size_t room = sodium_base64_encoded_len(TOKEN, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(r->c.arena, room);

	randombytes_buf(token, NONCE);
	put_instant(token + NONCE, r->c.now_us);
	sign(r, token);
	sodium_bin2base64(text, room, token, TOKEN, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text;
}

/* Decodes and checks the signature; false when it is not one of ours for this session. */
static bool genuine(const struct request *r, const char *text, unsigned char token[TOKEN])
{
	unsigned char expected[TOKEN];
	size_t len;

	if (!text ||
	    sodium_base642bin(token, TOKEN, text, strlen(text), NULL, &len, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    len != TOKEN)
		return false;
	memcpy(expected, token, TOKEN);
	sign(r, expected);
	return sodium_memcmp(expected, token, TOKEN) == 0;
}

enum err token_take(struct request *r, const char *text)
{
	unsigned char token[TOKEN];
	char nonce[NONCE * 2 + 1];
	struct form_sent_row *sent;
	int64_t age_us;

	if (!genuine(r, text, token))
		return FAIL(
			&r->c, ERR_FORBIDDEN,
			N_("This form does not belong to your session. Nothing was changed: "
			   "check your entries and send it again."));
	age_us = r->c.now_us - get_instant(token + NONCE);
	if (age_us < 0 || age_us > TOKEN_LIFE_US)
		return FAIL(
			&r->c, ERR_FORBIDDEN,
			N_("This form was open for too long. Nothing was changed: check your "
			   "entries and send it again."));
	sodium_bin2hex(nonce, sizeof(nonce), token, NONCE);
	TRY(q_form_sent_find(&r->c, &(struct form_sent_find_in){nonce}, &sent));
	if (sent)
		return FAIL(
			&r->c, ERR_CONFLICT,
			N_("This form was already sent and accepted. It was not done a second "
			   "time."));
	return q_form_sent_add(&r->c, &(struct form_sent_add_in){nonce, r->c.now_us});
}
