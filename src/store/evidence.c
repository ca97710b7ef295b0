#include "store/evidence.h"

#include "base/os.h"
#include "store/data_dir.h"

#include <sodium.h>
#include <string.h>

#define DIGEST_BYTES 32U

static const char *digest_of(struct arena *a, const void *data, size_t len)
{
	unsigned char digest[DIGEST_BYTES];
	char *hex = arena_alloc(a, DIGEST_BYTES * 2 + 1);

	crypto_generichash(digest, sizeof(digest), data, len, NULL, 0);
	return sodium_bin2hex(hex, DIGEST_BYTES * 2 + 1, digest, sizeof(digest));
}

static const char *folder_of(struct ctx *c, const char *digest)
{
	return arena_printf(c->arena, "%s/evidence/%.2s", data_dir_path(c), digest);
}

enum err evidence_path(struct ctx *c, const char *digest, const char **ret)
{
	if (strlen(digest) != DIGEST_BYTES * 2 ||
	    strspn(digest, "0123456789abcdef") != DIGEST_BYTES * 2)
		return FAIL(c, ERR_TAMPERED, N_("“{1}” is no digest of an evidence file."), digest);
	*ret = arena_printf(c->arena, "%s/%s", folder_of(c, digest), digest);
	return OK;
}

enum err evidence_store(struct ctx *c, const void *data, size_t len, const char **ret_digest)
{
	const char *digest = digest_of(c->arena, data, len);
	const char *path = arena_printf(c->arena, "%s/%s", folder_of(c, digest), digest);

	if (len > EVIDENCE_FILE_MAX)
		return FAIL(c, ERR_TOO_LARGE, N_("An evidence file may have at most {1} MB."),
		            "100");
	if (!os_exists(path)) {
		TRY(os_mkdir(c, folder_of(c, digest)));
		TRY(os_write_file(c, path, data, len, 0400));
	}
	*ret_digest = digest;
	return OK;
}

enum err evidence_load(struct ctx *c, const char *digest, const char **ret, size_t *ret_len)
{
	const char *path, *data;
	size_t len;

	TRY(evidence_path(c, digest, &path));
	TRY(os_read_file(c, path, EVIDENCE_FILE_MAX, &data, &len));
	if (strcmp(digest_of(c->arena, data, len), digest) != 0)
		return FAIL(c, ERR_TAMPERED,
		            N_("The evidence file {1} was altered after it was stored."), digest);
	*ret = data;
	*ret_len = len;
	return OK;
}
