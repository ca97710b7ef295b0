/*
 * Any line as one of heads.log. As it stands it is never signed; signed with our key, it is read
 * only when it is written exactly as trail.h says, and not when anything stands behind it.
 */
#include "support.h"

#include "store/backend.h"
#include "store/trail.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const unsigned char *our_key(void)
{
	static unsigned char key[crypto_sign_SECRETKEYBYTES];
	static unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	static const unsigned char seed[crypto_sign_SEEDBYTES] = "fuzz";

	if (!key[0])
		crypto_sign_seed_keypair(public_key, key, seed);
	return key;
}

static const char *signed_line(struct ctx *c, const char *text)
{
	unsigned char signature[crypto_sign_BYTES];
	char hex[sizeof(signature) * 2 + 1];

	crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text),
	                     c->db->head_key);
	sodium_bin2hex(hex, sizeof(hex), signature, sizeof(signature));
	return arena_printf(c->arena, "%s %s", text, hex);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct db db = {.head_key = our_key()};
	struct trail_head head;

	(void)len;
	c->db = &db;
	MUST(!trail_head_parse(c, data, &head));
	if (!trail_head_parse(c, signed_line(c, data), &head))
		return;
	MUST(strcmp(data, arena_printf(c->arena, "%" PRId64 " %s %" PRId64, head.seq, head.hash,
	                               head.at_us)) == 0);
	MUST(strlen(head.hash) == TRAIL_HASH_LEN);
	MUST(!trail_head_parse(c, arena_printf(c->arena, "%s0", signed_line(c, data)), &head));
	MUST(!trail_head_parse(c, arena_printf(c->arena, "%s x", signed_line(c, data)), &head));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
