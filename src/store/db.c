#include "store/db.h"

#include "store/backend.h"
#include "store/trail.h"

#include <string.h>

static void close_connection(void *arg)
{
	struct db *db = arg;

	if (db->open)
		db->backend->rollback(db);
	db->backend->close(db);
}

enum err db_open(struct ctx *c, const char *url, bool create)
{
	struct db *db = ARENA_NEW(c->arena, struct db);

	if (strncmp(url, DB_POSTGRESQL_SCHEME, strlen(DB_POSTGRESQL_SCHEME)) == 0)
		TRY(postgresql_open(c, db, url));
	else
		TRY(sqlite_open(c, db, url, create));
	arena_defer(c->arena, close_connection, db);
	c->db = db;
	return OK;
}

void db_before_commit(struct ctx *c, enum err (*fn)(struct ctx *c))
{
	BUG_IF(c->db->n_before_commit == DB_BEFORE_COMMIT_MAX);
	c->db->before_commit[c->db->n_before_commit++] = fn;
}

long db_trail_events(const struct ctx *c)
{
	return c->db->trail_events;
}

enum err db_begin(struct ctx *c, enum db_mode mode)
{
	struct db *db = c->db;

	BUG_IF(db->open);
	TRY(db->backend->begin(c, db, mode));
	db->open = true;
	db->mode = mode;
	db->have_chain = false;
	db->domain_writes = 0;
	db->trail_events = 0;
	db->restoring = false;
	return OK;
}

enum err db_commit(struct ctx *c)
{
	struct db *db = c->db;
	enum err e = OK;

	BUG_IF(!db->open);
	if (db->domain_writes != db->trail_events && !db->restoring)
		BUG("city data changed without an audit-trail event");
	for (size_t i = 0; e == OK && db->trail_events && i < db->n_before_commit; i++)
		e = db->before_commit[i](c);
	if (e == OK && db->have_chain)
		e = trail_close(c);
	if (e == OK)
		e = db->backend->commit(c, db);
	if (e != OK) {
		db_rollback(c);
		return e;
	}
	db->open = false;
	if (db->have_chain)
		trail_announce(c);
	return OK;
}

void db_rollback(struct ctx *c)
{
	struct db *db = c->db;

	if (!db || !db->open)
		return;
	db->backend->rollback(db);
	db->open = false;
}

bool db_in(const struct ctx *c, enum db_mode mode)
{
	return c->db && c->db->open && c->db->mode == mode;
}

bool db_is_postgresql(const struct ctx *c)
{
	return strcmp(c->db->backend->name, "postgresql") == 0;
}

enum err db_transaction(struct ctx *c, enum db_mode mode, enum err (*fn)(struct ctx *, void *),
                        void *arg)
{
	enum err e;

	TRY(db_begin(c, mode));
	e = fn(c, arg);
	if (e == OK)
		return db_commit(c);
	db_rollback(c);
	return e;
}
