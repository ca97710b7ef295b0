/*
 * uploads.h - files that were sent for import and are kept until they are stored.
 *
 * What is stored is exactly what was tried: the files of one form stay in DIR/uploads/ID/ under
 * their digests, with a manifest that says whose they are and how they are to be read. ID is a
 * secret of 256 bits that stands in the form; only the account that sent them can use it, for
 * UPLOADS_LIFE_US. Nothing of it is in the database or in backups.
 */
#ifndef KAGEYU_WEB_UPLOADS_H
#define KAGEYU_WEB_UPLOADS_H

#include "web/request.h"

#define UPLOADS_LIFE_US (INT64_C(24) * 3600 * 1000000)
#define UPLOADS_OF_ACCOUNT_MAX 5 /* the oldest goes when another comes */
#define UPLOADS_FILES_MAX 500    /* of one form */

struct uploaded_file {
	const char *name, *digest;
	size_t size;
};

/* NULL texts = not given. */
struct uploads {
	const char *id;
	int64_t account_id, made_us;
	const char *kind, *audit, *part, *catalog, *reason, *day;
	bool whole;
	struct uploaded_file *files;
	size_t n;
};

/*
 * Keeps the request's files of that field; sets id, account, time and files. Removes what is too
 * old, of anybody, and what is too much, of this account.
 */
MUST_USE enum err uploads_keep(struct request *r, const char *field, struct uploads *u);

/* ERR_NOT_FOUND when there is no such set, it is too old, or it is somebody else's. */
MUST_USE enum err uploads_find(struct request *r, const char *id, struct uploads *ret);

/* The content, checked against its digest. */
MUST_USE enum err uploads_load(struct request *r, const struct uploads *u, size_t file,
                               const char **ret, size_t *ret_len);

MUST_USE enum err uploads_drop(struct request *r, const struct uploads *u);

#endif
