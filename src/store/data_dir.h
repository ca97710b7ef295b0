/*
 * data_dir.h - the one folder that holds an installation.
 *
 *   kageyu.conf   which database (key = value lines)
 *   kageyu.db     the SQLite database, where that is used
 *   evidence/     files under their digest
 *   uploads/      files tried in the browser and not stored yet; emptied by age, not backed up
 *   heads.log     signed heads of the audit trail
 *   head.key      the key they are signed with
 *   mail.lock     held by who sends mail
 */
#ifndef KAGEYU_STORE_DATA_DIR_H
#define KAGEYU_STORE_DATA_DIR_H

#include "base/ctx.h"

/*
 * Makes the folder, its key and its database at the newest schema. The folder must be missing or
 * empty. database_url NULL = SQLite inside. c->db is open afterwards.
 */
MUST_USE enum err data_dir_init(struct ctx *c, const char *path, const char *database_url);

/* Opens an existing one and brings its schema up to date; sets c->db. */
MUST_USE enum err data_dir_open(struct ctx *c, const char *path);

/* What kageyu.conf says for the key; NULL for nothing. */
MUST_USE enum err data_dir_conf(struct ctx *c, const char *key, const char **ret);

/* The folder of c->db. */
const char *data_dir_path(const struct ctx *c);

#endif
