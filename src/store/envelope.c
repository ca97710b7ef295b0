#include "store/backup_internal.h"

#include "base/text.h"
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "KAGEYU-BACKUP-1\n"
#define MAGIC_LEN (sizeof(MAGIC) - 1)
#define CHUNK ((size_t)64 << 10)

/* What stands before the chunks: magic, salt, stream header. */
struct preamble {
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
};

static enum err derive(struct ctx *c, const char *passphrase, const unsigned char *salt,
                       unsigned char *key)
{
	if (crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase,
	                  strlen(passphrase), salt, crypto_pwhash_OPSLIMIT_MODERATE,
	                  crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return FAIL(c, ERR_TOO_LARGE, N_("There is too little memory to derive the key."));
	return OK;
}

bool envelope_is(const char *path)
{
	char start[MAGIC_LEN];
	FILE *f = fopen(path, "rb");
	bool is;

	if (!f)
		return false;
	is = fread(start, 1, MAGIC_LEN, f) == MAGIC_LEN && memcmp(start, MAGIC, MAGIC_LEN) == 0;
	fclose(f);
	return is;
}

static bool seal_chunks(FILE *in, FILE *out, crypto_secretstream_xchacha20poly1305_state *state,
                        unsigned char *plain, unsigned char *sealed)
{
	bool last = false;

	while (!last) {
		size_t n = fread(plain, 1, CHUNK, in);

		last = n < CHUNK;
		crypto_secretstream_xchacha20poly1305_push(
			state, sealed, NULL, plain, n, NULL, 0,
			last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		n += crypto_secretstream_xchacha20poly1305_ABYTES;
		if (ferror(in) || fwrite(sealed, 1, n, out) != n)
			return false;
	}
	return true;
}

static enum err seal_file(struct ctx *c, FILE *in, FILE *out, const char *to,
                          const char *passphrase)
{
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	crypto_secretstream_xchacha20poly1305_state state;
	struct preamble p;
	bool ok;

	randombytes_buf(p.salt, sizeof(p.salt));
	TRY(derive(c, passphrase, p.salt, key));
	crypto_secretstream_xchacha20poly1305_init_push(&state, p.header, key);
	sodium_memzero(key, sizeof(key));
	ok = fwrite(MAGIC, 1, MAGIC_LEN, out) == MAGIC_LEN &&
	     fwrite(&p, 1, sizeof(p), out) == sizeof(p) &&
	     seal_chunks(
		     in, out, &state, arena_alloc(c->arena, CHUNK),
		     arena_alloc(c->arena, CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES));
	ok = ok && fflush(out) == 0 && fsync(fileno(out)) == 0;
	return ok ? OK : FAIL(c, ERR_IO, N_("{1} cannot be written: {2}"), to, strerror(errno));
}

/* Reads on until the final chunk; anything that does not verify was altered or cut. */
static bool open_chunks(FILE *in, FILE *out, crypto_secretstream_xchacha20poly1305_state *state,
                        unsigned char *sealed, unsigned char *plain, bool *ret_any)
{
	unsigned char tag = 0;

	while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
		size_t n =
			fread(sealed, 1, CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES, in);
		unsigned long long len;

		if (n < crypto_secretstream_xchacha20poly1305_ABYTES ||
		    crypto_secretstream_xchacha20poly1305_pull(state, plain, &len, &tag, sealed, n,
		                                               NULL, 0) != 0)
			return false;
		*ret_any = true;
		if (fwrite(plain, 1, (size_t)len, out) != (size_t)len)
			return false;
	}
	return fgetc(in) == EOF;
}

static enum err open_file(struct ctx *c, FILE *in, FILE *out, const char *from,
                          const char *passphrase)
{
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	crypto_secretstream_xchacha20poly1305_state state;
	struct preamble p;
	bool any = false;

	if (fseek(in, (long)MAGIC_LEN, SEEK_SET) != 0 || fread(&p, 1, sizeof(p), in) != sizeof(p))
		return FAIL(c, ERR_TAMPERED, N_("The backup {1} is damaged or was cut off."), from);
	TRY(derive(c, passphrase, p.salt, key));
	if (crypto_secretstream_xchacha20poly1305_init_pull(&state, p.header, key) == 0 &&
	    open_chunks(in, out, &state,
	                arena_alloc(c->arena, CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES),
	                arena_alloc(c->arena, CHUNK), &any) &&
	    fflush(out) == 0)
		return OK;
	if (!any)
		return FAIL(c, ERR_FORBIDDEN, N_("The passphrase does not open the backup {1}."),
		            from);
	return FAIL(c, ERR_TAMPERED, N_("The backup {1} is damaged or was cut off."), from);
}

static enum err convert(struct ctx *c, const char *from, const char *to, const char *passphrase,
                        enum err (*fn)(struct ctx *, FILE *, FILE *, const char *, const char *),
                        const char *named)
{
	FILE *in = fopen(from, "rb");
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *out = fd >= 0 ? fdopen(fd, "wb") : NULL;
	enum err e;

	if (in && out)
		e = fn(c, in, out, named, passphrase);
	else
		e = FAIL(c, ERR_IO, N_("{1} cannot be opened: {2}"), in ? to : from,
		         strerror(errno));
	if (in)
		fclose(in);
	if (out && fclose(out) != 0 && e == OK)
		e = FAIL(c, ERR_IO, N_("{1} cannot be written: {2}"), to, strerror(errno));
	return e;
}

enum err envelope_seal(struct ctx *c, const char *from, const char *to, const char *passphrase)
{
	if (text_length(passphrase) < BACKUP_PASSPHRASE_MIN)
		return FAIL(c, ERR_USAGE, N_("A passphrase needs at least {1} characters."), "12");
	return convert(c, from, to, passphrase, seal_file, to);
}

enum err envelope_open(struct ctx *c, const char *from, const char *to, const char *passphrase)
{
	return convert(c, from, to, passphrase, open_file, from);
}
