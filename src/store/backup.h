/*
 * backup.h - everything in one file, and back; the same file for both databases.
 *
 * A backup is a zip: manifest.json, tables/NAME.jsonl (one row image a line, as in the trail, from
 * one consistent state), evidence/DIGEST, heads.log and head.key. With a passphrase the zip is
 * encrypted by XChaCha20-Poly1305 in chunks (libsodium's secretstream) under an Argon2id key. It is
 * taken while others read and write. docs/formats.md describes it byte by byte.
 */
#ifndef KAGEYU_STORE_BACKUP_H
#define KAGEYU_STORE_BACKUP_H

#include "base/ctx.h"

#define BACKUP_FORMAT 1
#define BACKUP_PASSPHRASE_MIN 12

struct backup_summary {
	int64_t tables, rows, files;
};

/* Writes c->db's installation into the file; passphrase NULL = not encrypted. */
MUST_USE enum err backup_write(struct ctx *c, const char *file, const char *passphrase,
                               progress_fn *progress, void *progress_arg,
                               struct backup_summary *ret);

/*
 * Makes the data folder (missing or empty) and database (empty) from a backup of this or an
 * earlier version. Nothing is left behind when it fails.
 */
MUST_USE enum err backup_restore(struct ctx *c, const char *file, const char *passphrase,
                                 const char *dir, const char *database_url, progress_fn *progress,
                                 void *progress_arg, struct backup_summary *ret);

#endif
