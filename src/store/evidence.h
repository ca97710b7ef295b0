/*
 * evidence.h - evidence files, stored under the digest of their content.
 *
 * A file is written and synced before the row that names it is committed; the same content is
 * stored once. Reading always recomputes the digest.
 */
#ifndef KAGEYU_STORE_EVIDENCE_H
#define KAGEYU_STORE_EVIDENCE_H

#include "base/ctx.h"

#define EVIDENCE_FILE_MAX ((size_t)100 << 20)

/* Stores the bytes; *ret_digest is BLAKE2b-256 in hex. */
MUST_USE enum err evidence_store(struct ctx *c, const void *data, size_t len,
                                 const char **ret_digest);
/* Where it lies; ERR_TAMPERED when it is no digest at all. */
MUST_USE enum err evidence_path(struct ctx *c, const char *digest, const char **ret);
/* ERR_TAMPERED when the content no longer has its digest, ERR_NOT_FOUND when it is gone. */
MUST_USE enum err evidence_load(struct ctx *c, const char *digest, const char **ret,
                                size_t *ret_len);

#endif
