/*
 * Any bytes as an encrypted backup: they never open. The same bytes sealed open to themselves, and
 * not with one of them changed (the first two bytes say which), cut short or under another word.
 */
#include "support.h"

#include <sodium.h>

/* the key derivation is meant to be slow */
#undef crypto_pwhash_OPSLIMIT_MODERATE
#undef crypto_pwhash_MEMLIMIT_MODERATE
#define crypto_pwhash_OPSLIMIT_MODERATE crypto_pwhash_OPSLIMIT_MIN
#define crypto_pwhash_MEMLIMIT_MODERATE crypto_pwhash_MEMLIMIT_MIN
#include "store/envelope.c"

#include "base/os.h"

#include <stdlib.h>

#define PASSPHRASE "correct horse battery"

static void put(const char *path, const char *data, size_t len)
{
	FILE *f = fopen(path, "wb");

	MUST(f && fwrite(data, 1, len, f) == len);
	MUST(fclose(f) == 0);
}

static void must_not_open(struct ctx *c, const char *from, const char *to, const char *passphrase)
{
	enum err e = envelope_open(c, from, to, passphrase);

	MUST(e == ERR_TAMPERED || e == ERR_FORBIDDEN);
	must_be_told(c);
}

static void spoil(struct ctx *c, const char *sealed, const char *opened, const char *data)
{
	size_t at = (unsigned char)data[0] * 256U + (unsigned char)data[1], len;
	const char *good;
	char *bad;

	MUST(os_read_file(c, sealed, BUFSIZ << 8, &good, &len) == OK);
	bad = arena_alloc(c->arena, len + 1);
	memcpy(bad, good, len);
	at = MAGIC_LEN + at % (len - MAGIC_LEN);
	bad[at] ^= 1;
	put(sealed, bad, len);
	must_not_open(c, sealed, opened, PASSPHRASE);
	put(sealed, good, at);
	must_not_open(c, sealed, opened, PASSPHRASE);
	bad[at] ^= 1;
	put(sealed, bad, len + 1);
	must_not_open(c, sealed, opened, PASSPHRASE);
}

static void check(struct ctx *c, const char *folder, const char *data, size_t len)
{
	const char *given = arena_printf(c->arena, "%s/given", folder);
	const char *sealed = arena_printf(c->arena, "%s/sealed", folder);
	const char *opened = arena_printf(c->arena, "%s/opened", folder), *back;
	size_t back_len;

	put(given, data, len);
	must_not_open(c, given, opened, PASSPHRASE);
	(void)envelope_is(given);
	MUST(envelope_seal(c, given, sealed, PASSPHRASE) == OK);
	MUST(envelope_is(sealed));
	must_not_open(c, sealed, opened, PASSPHRASE "x");
	MUST(envelope_open(c, sealed, opened, PASSPHRASE) == OK);
	MUST(os_read_file(c, opened, len + 1, &back, &back_len) == OK);
	MUST(back_len == len && memcmp(back, data, len) == 0);
	if (len >= 2)
		spoil(c, sealed, opened, data);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	char folder[] = "/dev/shm/fuzz_envelope_XXXXXX";

	MUST(mkdtemp(folder));
	check(c, folder, data, len);
	MUST(os_remove_tree(c, folder) == OK);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
