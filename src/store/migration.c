#include "store/migration.h"

#include "base/buf.h"
#include "gen/queries.h"
#include "store/backend.h"

#include <inttypes.h>
#include <string.h>

/* Made here, not by a migration, because it must exist before the first one. */
static const char registry[] = "CREATE TABLE schema_migration ("
                               "number bigint PRIMARY KEY, name text NOT NULL, "
                               "digest text NOT NULL, applied_us bigint NOT NULL)";

static enum err applied(struct ctx *c, struct migrations_applied_out **ret, size_t *ret_n)
{
	if (!c->db->backend->has_table(c->db, "schema_migration")) {
		*ret = NULL;
		*ret_n = 0;
		return OK;
	}
	return q_migrations_applied(c, ret, ret_n);
}

enum err migration_current(struct ctx *c, int *ret)
{
	struct migrations_applied_out *rows;
	size_t n;

	TRY(applied(c, &rows, &n));
	*ret = (int)n;
	return OK;
}

static enum err check_history(struct ctx *c, const struct migrations_applied_out *rows, size_t n)
{
	if (n > n_migrations)
		return FAIL(
			c, ERR_STATE,
			N_("The database was made by a newer version of Kageyu. "
			   "Use that version."));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].digest, migrations[i].digest) != 0)
			return FAIL(
				c, ERR_STATE,
				N_("Schema step {1} of the database is not "
				   "the one this version knows. "
				   "Use the version that made it."),
				migrations[i].name);
	}
	return OK;
}

static enum err apply(struct ctx *c, const struct migration *m)
{
	struct db *db = c->db;
	const char *const *line = db_is_postgresql(c) ? m->postgresql : m->sqlite;
	struct buf sql;

	buf_init(&sql, c->arena, BUF_MAX_TEXT);
	while (*line)
		buf_puts(&sql, *line++);
	TRY(db->backend->script(c, db, sql.data));
	return q_migration_register(
		c, &(struct migration_register_in){m->number, m->name, m->digest, c->now_us});
}

static enum err run_all(struct ctx *c, void *arg)
{
	struct migrations_applied_out *rows;
	size_t n;

	(void)arg;
	TRY(applied(c, &rows, &n));
	TRY(check_history(c, rows, n));
	if (!c->db->backend->has_table(c->db, "schema_migration"))
		TRY(c->db->backend->script(c, c->db, registry));
	for (size_t i = n; i < n_migrations; i++)
		TRY(apply(c, &migrations[i]));
	return OK;
}

/* Opening an installation must not wait for whoever writes in it: look first. */
static enum err is_current(struct ctx *c, void *arg)
{
	struct migrations_applied_out *rows;
	bool *current = arg;
	size_t n;

	TRY(applied(c, &rows, &n));
	TRY(check_history(c, rows, n));
	*current = n == n_migrations;
	return OK;
}

enum err migration_run(struct ctx *c)
{
	bool current = false;

	TRY(db_transaction(c, DB_READ, is_current, &current));
	return current ? OK : db_transaction(c, DB_WRITE, run_all, NULL);
}
