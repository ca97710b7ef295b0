/*
 * db.h - one connection to the city's database, SQLite or PostgreSQL.
 *
 * A connection belongs to one thread. All work runs in a transaction: reading ones see one
 * consistent state and cannot write; writing ones are serial over all processes (SQLite's write
 * lock, an advisory lock on PostgreSQL), because each appends to the one audit trail. Callers see
 * no difference between the two databases.
 *
 * db_commit() refuses (BUG) a transaction that changed city data without as many trail events. A
 * transaction left open when the arena is freed is rolled back.
 */
#ifndef KAGEYU_STORE_DB_H
#define KAGEYU_STORE_DB_H

#include "base/ctx.h"

#include <stdbool.h>

#define DB_POSTGRESQL_SCHEME "postgresql://"
#define DB_WAIT_MS 15000

enum db_mode { DB_READ, DB_WRITE };

/*
 * Opens `url` (postgresql://…, or the path of an SQLite file) and sets c->db. The connection is
 * closed with the arena. `create` makes a missing SQLite file; a PostgreSQL database must exist.
 */
MUST_USE enum err db_open(struct ctx *c, const char *url, bool create);

/*
 * To be called at the end of each write transaction that changed city data, before the commit, in
 * the order in which they are given.
 */
#define DB_BEFORE_COMMIT_MAX 4
void db_before_commit(struct ctx *c, enum err (*fn)(struct ctx *c));
/* Events that the open write transaction has appended to the trail. */
long db_trail_events(const struct ctx *c);

MUST_USE enum err db_begin(struct ctx *c, enum db_mode mode);
MUST_USE enum err db_commit(struct ctx *c);
void db_rollback(struct ctx *c); /* does nothing outside a transaction */

/* True while a transaction of the given mode is open. */
bool db_in(const struct ctx *c, enum db_mode mode);

bool db_is_postgresql(const struct ctx *c);

/*
 * Runs fn inside one transaction: begin, fn, commit; rollback when fn fails. A writer that has to
 * wait for another longer than DB_WAIT_MS gets ERR_BUSY.
 */
MUST_USE enum err db_transaction(struct ctx *c, enum db_mode mode,
                                 enum err (*fn)(struct ctx *c, void *arg), void *arg);

#endif
