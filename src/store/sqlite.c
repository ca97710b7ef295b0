/* The embedded database: SQLite in WAL mode, every commit synced, prepared statements kept. */
#include "store/backend.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* What every transaction runs; kept prepared, since parsing costs more than running them. */
enum step {
	STEP_BEGIN_READ,
	STEP_SNAPSHOT,
	STEP_BEGIN_WRITE,
	STEP_COMMIT,
	STEP_ROLLBACK,
	STEP__MAX
};

static const char *const steps[STEP__MAX] = {
	[STEP_BEGIN_READ] = "BEGIN",
	/* reading the schema starts the snapshot now, not at the first query */
	[STEP_SNAPSHOT] = "SELECT 1 FROM sqlite_master LIMIT 1",
	[STEP_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[STEP_COMMIT] = "COMMIT",
	[STEP_ROLLBACK] = "ROLLBACK",
};

struct prepared {
	sqlite3_stmt *stmt; /* NULL = not yet */
	int *places; /* of the parameters: $2 may come first, SQLite counts as they come */
};

struct sqlite {
	sqlite3 *handle;
	struct prepared *prepared; /* by statement id */
	sqlite3_stmt *steps[STEP__MAX];
};

static enum err sqlite_error(struct ctx *c, sqlite3 *handle, const char *doing)
{
	int code = sqlite3_errcode(handle) & 0xFF;
	enum err e;

	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		e = FAIL(c, ERR_BUSY,
		         N_("The database is busy with another change. Try again in a moment."));
	else if (code == SQLITE_FULL)
		e = FAIL(c, ERR_IO,
		         N_("The disk is full: nothing was stored. Make room and try again."));
	else if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
		e = FAIL(c, ERR_DB, N_("The database file is damaged. Restore the latest backup."));
	else if (code == SQLITE_READONLY || code == SQLITE_PERM || code == SQLITE_CANTOPEN)
		e = FAIL(
			c, ERR_IO,
			N_("The database file cannot be opened for writing. "
			   "Check its owner and permissions."));
	else
		e = FAIL(
			c, ERR_DB,
			N_("The database refused the operation. Run it again with KAGEYU_DEBUG=1 "
			   "to see why."));
	error_detail(c, "%s: %s", doing, sqlite3_errmsg(handle));
	return e;
}

/* By SQLite's own judgement: the pragma query_only would make it prepare everything again. */
static enum err check_allowed(struct ctx *c, const struct db *db, sqlite3_stmt *stmt)
{
	if (!db->open || db->mode == DB_WRITE || sqlite3_stmt_readonly(stmt))
		return OK;
	return FAIL(c, ERR_DB, N_("A page or command that only reads tried to write."));
}

static enum err script(struct ctx *c, struct db *db, const char *sql)
{
	struct sqlite *s = db->handle;
	sqlite3_stmt *stmt = NULL;
	enum err e = OK;

	while (e == OK && *sql) {
		int code = sqlite3_prepare_v2(s->handle, sql, -1, &stmt, &sql);

		if (code == SQLITE_OK && stmt)
			e = check_allowed(c, db, stmt);
		while (code == SQLITE_OK && stmt && e == OK && sqlite3_step(stmt) == SQLITE_ROW)
			;
		if (e == OK && (code != SQLITE_OK || sqlite3_finalize(stmt) != SQLITE_OK))
			e = sqlite_error(c, s->handle, sql);
		else if (e != OK)
			sqlite3_finalize(stmt);
		stmt = NULL;
	}
	return e;
}

static bool run_step(struct sqlite *s, enum step step)
{
	sqlite3_stmt **stmt = &s->steps[step];
	int code;

	if (!*stmt && sqlite3_prepare_v3(s->handle, steps[step], -1, SQLITE_PREPARE_PERSISTENT,
	                                 stmt, NULL) != SQLITE_OK)
		return false;
	code = sqlite3_step(*stmt);
	sqlite3_reset(*stmt);
	return code == SQLITE_DONE || code == SQLITE_ROW;
}

static void rollback(struct db *db)
{
	(void)run_step(db->handle, STEP_ROLLBACK);
}

static enum err begin(struct ctx *c, struct db *db, enum db_mode mode)
{
	struct sqlite *s = db->handle;
	enum step first = mode == DB_WRITE ? STEP_BEGIN_WRITE : STEP_BEGIN_READ;
	enum err e;

	if (!run_step(s, first))
		return sqlite_error(c, s->handle, steps[first]);
	if (mode == DB_WRITE || run_step(s, STEP_SNAPSHOT))
		return OK;
	e = sqlite_error(c, s->handle, steps[STEP_SNAPSHOT]);
	rollback(db);
	return e;
}

static enum err commit(struct ctx *c, struct db *db)
{
	struct sqlite *s = db->handle;

	return run_step(s, STEP_COMMIT) ? OK : sqlite_error(c, s->handle, steps[STEP_COMMIT]);
}

static void find_places(const struct prepared *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char name[16];

		sqlite3_snprintf((int)sizeof(name), name, "$%d", (int)i + 1);
		p->places[i] = sqlite3_bind_parameter_index(p->stmt, name);
	}
}

/* NULL when SQLite refuses it. */
static const struct prepared *prepare(struct sqlite *s, int id)
{
	struct prepared *p = &s->prepared[id];

	if (p->stmt)
		return p;
	if (sqlite3_prepare_v3(s->handle, statements[id].text, -1, SQLITE_PREPARE_PERSISTENT,
	                       &p->stmt, NULL) != SQLITE_OK)
		return NULL;
	find_places(p, statements[id].n_in);
	return p;
}

static void finalize(void *arg)
{
	sqlite3_finalize(arg);
}

/* A statement that is run once goes with the arena. */
static const struct prepared *prepare_once(struct ctx *c, struct sqlite *s,
                                           const struct sql_statement *st)
{
	struct prepared *p = ARENA_NEW(c->arena, struct prepared);

	if (sqlite3_prepare_v2(s->handle, st->text, -1, &p->stmt, NULL) != SQLITE_OK)
		return NULL;
	arena_defer(c->arena, finalize, p->stmt);
	p->places = ARENA_ARRAY(c->arena, st->n_in, int);
	find_places(p, st->n_in);
	return p;
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct sql_column *column,
                    struct parameter p)
{
	if (p.null)
		return sqlite3_bind_null(stmt, at);
	switch (column->type) {
	case SQL_TEXT:
		return sqlite3_bind_text(stmt, at, p.text, -1, SQLITE_STATIC);
	case SQL_NUMBER:
		return sqlite3_bind_int64(stmt, at, strtoll(p.text, NULL, 10));
	case SQL_BLOB:
		return sqlite3_bind_blob64(stmt, at, p.blob.data, p.blob.len, SQLITE_STATIC);
	case SQL_I64:
	case SQL_BOOL:
	default:
		return sqlite3_bind_int64(stmt, at, p.i64);
	}
}

static enum err bind(struct ctx *c, struct sqlite *s, const struct prepared *p,
                     const struct sql_statement *st, const void *in)
{
	for (size_t i = 0; i < st->n_in; i++)
		if (bind_one(p->stmt, p->places[i], &st->in[i], parameter_get(in, &st->in[i])) !=
		    SQLITE_OK)
			return sqlite_error(c, s->handle, st->name);
	return OK;
}

static void read_text(struct row_sink *sink, void *row, const struct sql_column *column,
                      sqlite3_stmt *stmt, int at)
{
	const char *text = (const char *)sqlite3_column_text(stmt, at);

	/* text has no NUL within: asking SQLite for its length takes longer */
	if (text)
		row_set_text(sink->arena, row, column, text, strlen(text));
}

/* A new row is zero, which stands for NULL; SQLite gives NULL as the number 0. */
static void read_row(struct row_sink *sink, sqlite3_stmt *stmt)
{
	void *row = row_sink_add(sink);

	for (size_t i = 0; i < sink->statement->n_out; i++) {
		const struct sql_column *column = &sink->statement->out[i];
		int at = (int)i;

		if (column->type == SQL_TEXT || column->type == SQL_NUMBER)
			read_text(sink, row, column, stmt, at);
		else if (column->type != SQL_BLOB)
			row_set_i64(row, column, sqlite3_column_int64(stmt, at));
		else if (sqlite3_column_type(stmt, at) != SQLITE_NULL)
			row_set_blob(sink->arena, row, column, sqlite3_column_blob(stmt, at),
			             (size_t)sqlite3_column_bytes(stmt, at));
	}
}

static void reset(void *arg)
{
	sqlite3_reset(arg);
}

static enum err run(struct ctx *c, struct db *db, const struct sql_statement *st, int id,
                    const void *in, void **ret_rows, size_t *ret_n)
{
	struct sqlite *s = db->handle;
	struct row_sink sink = {.arena = c->arena, .statement = st};
	const struct prepared *p = id < 0 ? prepare_once(c, s, st) : prepare(s, id);
	sqlite3_stmt *stmt;
	int step;

	if (!p)
		return sqlite_error(c, s->handle, st->name ? st->name : st->text);
	stmt = p->stmt;
	TRY(check_allowed(c, db, stmt));
	TRY(bind(c, s, p, st, in));
	/* a full arena must not leave the statement running */
	arena_defer(c->arena, reset, stmt);
	while ((step = sqlite3_step(stmt)) == SQLITE_ROW)
		read_row(&sink, stmt);
	arena_undefer(c->arena, reset, stmt);
	if (step != SQLITE_DONE) {
		enum err e = sqlite_error(c, s->handle, st->name);

		sqlite3_reset(stmt);
		return e;
	}
	sqlite3_reset(stmt);
	*ret_rows = sink.rows;
	*ret_n = sink.n;
	return OK;
}

static bool has_table(struct db *db, const char *name)
{
	struct sqlite *s = db->handle;

	return sqlite3_table_column_metadata(s->handle, NULL, name, NULL, NULL, NULL, NULL, NULL,
	                                     NULL) == SQLITE_OK;
}

static void close_db(struct db *db)
{
	struct sqlite *s = db->handle;

	for (size_t i = 0; i < n_statements; i++)
		sqlite3_finalize(s->prepared[i].stmt);
	for (size_t i = 0; i < STEP__MAX; i++)
		sqlite3_finalize(s->steps[i]);
	sqlite3_close_v2(s->handle);
}

static const struct backend backend = {
        .name = "sqlite",
        .begin = begin,
        .commit = commit,
        .rollback = rollback,
        .script = script,
        .run = run,
        .has_table = has_table,
        .close = close_db,
};

/* Counting its memory would have all threads wait for one lock; nobody reads the count. */
static void configure(void)
{
	if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)
		BUG("SQLite was used before it was configured");
}

enum err sqlite_open(struct ctx *c, struct db *db, const char *path, bool create)
{
	static pthread_once_t configured = PTHREAD_ONCE_INIT;
	struct sqlite *s = ARENA_NEW(c->arena, struct sqlite);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
	enum err e;

	(void)pthread_once(&configured, configure);
	s->prepared = ARENA_ARRAY(c->arena, n_statements, struct prepared);
	for (size_t i = 0; i < n_statements; i++)
		s->prepared[i].places = ARENA_ARRAY(c->arena, statements[i].n_in, int);
	db->backend = &backend;
	db->handle = s;
	if (sqlite3_open_v2(path, &s->handle, flags, NULL) != SQLITE_OK) {
		e = sqlite_error(c, s->handle, path);
		sqlite3_close_v2(s->handle);
		return e;
	}
	sqlite3_busy_timeout(s->handle, DB_WAIT_MS);
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* else a LIKE is compiled anew for every pattern that is bound to it */
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	e = script(
		c, db,
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
		"PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON");
	if (e != OK)
		sqlite3_close_v2(s->handle);
	return e;
}
