/*
 * The database a city outgrows SQLite with. Values travel as text, so that both backends see the
 * same bytes. Statements without rows are pipelined: their results are collected at the next
 * statement that has rows, or at the commit, which halves the time of imports even on one machine.
 */
#include "gen/libpq.h"
#include "store/backend.h"


#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define OID_I64 20
#define OID_TEXT 25
#define OID_BYTEA 17
#define PARAMETERS_MAX 64
#define PIPELINE_MAX 200        /* statements sent before their results are collected */
#define WRITE_LOCK "7523867421" /* the advisory lock that makes writers serial */


struct postgresql {
	PGconn *conn;
	bool *prepared; /* by statement id */
	int sent;       /* statements in the pipeline without collected result */
};

static enum err pg_error(struct ctx *c, PGconn *conn, const PGresult *result, const char *doing)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	enum err e;

	if (PQstatus(conn) != CONNECTION_OK || (state && strncmp(state, "57P", 3) == 0))
		e = FAIL(
			c, ERR_DB,
			N_("The connection to PostgreSQL was lost: "
			   "what was not confirmed was not stored. Try again."));
	else if (state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 ||
	                   strcmp(state, "55P03") == 0))
		e = FAIL(c, ERR_BUSY,
		         N_("The database is busy with another change. Try again in a moment."));
	else if (state && strcmp(state, "53100") == 0)
		e = FAIL(c, ERR_IO,
		         N_("The disk is full: nothing was stored. Make room and try again."));
	else
		e = FAIL(
			c, ERR_DB,
			N_("The database refused the operation. Run it again with KAGEYU_DEBUG=1 "
			   "to see why."));
	error_detail(c, "%s: %s", doing,
	             result ? PQresultErrorMessage(result) : PQerrorMessage(conn));
	return e;
}

/* Ends the pipeline, looking at the result of everything sent. */
static enum err collect(struct ctx *c, struct postgresql *pg)
{
	enum err e = OK;
	bool synced = false;

	if (!pg->sent)
		return OK;
	if (!PQpipelineSync(pg->conn))
		return pg_error(c, pg->conn, NULL, "pipeline");
	while (!synced) {
		PGresult *r = PQgetResult(pg->conn);

		if (PQstatus(pg->conn) != CONNECTION_OK) {
			PQclear(r);
			e = e != OK ? e : pg_error(c, pg->conn, NULL, "pipeline");
			break;
		}
		if (!r) /* stands between the results of two statements */
			continue;
		if (PQresultStatus(r) == PGRES_PIPELINE_SYNC)
			synced = true;
		else if (PQresultStatus(r) == PGRES_FATAL_ERROR && e == OK)
			e = pg_error(c, pg->conn, r, "pipelined statement");
		PQclear(r);
	}
	PQexitPipelineMode(pg->conn);
	pg->sent = 0;
	return e;
}

static enum err script(struct ctx *c, struct db *db, const char *sql)
{
	struct postgresql *pg = db->handle;
	enum err e = collect(c, pg);
	PGresult *r;

	if (e != OK)
		return e;
	r = PQexec(pg->conn, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
		e = pg_error(c, pg->conn, r, sql);
	PQclear(r);
	return e;
}

/* No JIT: compiling what is long to read takes longer than any of these statements. */
static enum err set_up(struct ctx *c, struct db *db)
{
	return script(
		c, db,
		arena_printf(c->arena,
	                     "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; "
	                     "SET synchronous_commit = on; SET jit = off; "
	                     "SET lock_timeout = %d",
	                     DB_WAIT_MS));
}

static enum err reconnect(struct ctx *c, struct db *db)
{
	struct postgresql *pg = db->handle;

	PQreset(pg->conn);
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return FAIL(c, ERR_DB, N_("PostgreSQL cannot be reached: {1}"),
		            PQerrorMessage(pg->conn));
	memset(pg->prepared, 0, n_statements * sizeof(*pg->prepared));
	pg->sent = 0;
	return set_up(c, db);
}

static enum err begin_once(struct ctx *c, struct db *db, enum db_mode mode)
{
	if (mode == DB_READ)
		return script(c, db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1");
	return script(c, db, "BEGIN ISOLATION LEVEL READ COMMITTED; "
	                     "SELECT pg_advisory_xact_lock(" WRITE_LOCK ")");
}

/* Nothing is lost with a connection between two transactions: a new one takes its place. */
static enum err begin(struct ctx *c, struct db *db, enum db_mode mode)
{
	const struct postgresql *pg = db->handle;
	enum err e = begin_once(c, db, mode);

	if (e == OK || PQstatus(pg->conn) == CONNECTION_OK)
		return e;
	TRY(reconnect(c, db));
	return begin_once(c, db, mode);
}

static enum err commit(struct ctx *c, struct db *db)
{
	return script(c, db, "COMMIT");
}

static void abandon_results(struct postgresql *pg)
{
	PGresult *r;

	if (pg->sent && PQpipelineSync(pg->conn)) {
		while (PQstatus(pg->conn) == CONNECTION_OK) {
			bool synced;

			r = PQgetResult(pg->conn);
			synced = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
			PQclear(r);
			if (synced)
				break;
		}
		PQexitPipelineMode(pg->conn);
	}
	pg->sent = 0;
}

static void rollback(struct db *db)
{
	struct postgresql *pg = db->handle;

	abandon_results(pg);
	PQclear(PQexec(pg->conn, "ROLLBACK"));
}

static Oid oid_of(enum sql_type type)
{
	switch (type) {
	case SQL_TEXT:
		return OID_TEXT;
	case SQL_BLOB:
		return OID_BYTEA;
	case SQL_I64:
	case SQL_BOOL:
	default:
		return OID_I64;
	}
}

static void types_of(const struct sql_statement *st, Oid *types)
{
	BUG_IF(st->n_in > PARAMETERS_MAX);
	for (size_t i = 0; i < st->n_in; i++)
		types[i] = oid_of(st->in[i].type);
}

static enum err prepare(struct ctx *c, struct postgresql *pg, int id)
{
	const struct sql_statement *st = &statements[id];
	Oid types[PARAMETERS_MAX];
	enum err e;
	PGresult *r;

	if (pg->prepared[id])
		return OK;
	TRY(collect(c, pg));
	types_of(st, types);
	r = PQprepare(pg->conn, st->name, st->text, (int)st->n_in, types);
	e = PQresultStatus(r) == PGRES_COMMAND_OK ? OK : pg_error(c, pg->conn, r, st->name);
	PQclear(r);
	pg->prepared[id] = e == OK;
	return e;
}

struct pg_parameters {
	const char *values[PARAMETERS_MAX];
	int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
};

static void fill(struct arena *a, const struct sql_statement *st, const void *in,
                 struct pg_parameters *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < st->n_in; i++) {
		struct parameter p = parameter_get(in, &st->in[i]);

		if (p.null)
			continue;
		if (st->in[i].type == SQL_TEXT || st->in[i].type == SQL_NUMBER) {
			out->values[i] = p.text;
		} else if (st->in[i].type == SQL_BLOB) {
			out->values[i] = p.blob.data;
			out->lengths[i] = (int)p.blob.len;
			out->formats[i] = 1;
		} else {
			out->values[i] = arena_printf(a, "%lld", (long long)p.i64);
		}
	}
}

static void read_cell(struct row_sink *sink, void *row, const struct sql_column *column,
                      const char *text, size_t len)
{
	if (column->type == SQL_TEXT || column->type == SQL_NUMBER) {
		row_set_text(sink->arena, row, column, text, len);
	} else if (column->type == SQL_BLOB) {
		size_t n;
		unsigned char *bytes = PQunescapeBytea((const unsigned char *)text, &n);

		row_set_blob(sink->arena, row, column, bytes, n);
		PQfreemem(bytes);
	} else {
		row_set_i64(row, column, strtoll(text, NULL, 10));
	}
}

static void read_rows(struct row_sink *sink, const PGresult *r)
{
	for (int i = 0; i < PQntuples(r); i++) {
		void *row = row_sink_add(sink);

		for (size_t k = 0; k < sink->statement->n_out; k++)
			if (!PQgetisnull(r, i, (int)k))
				read_cell(sink, row, &sink->statement->out[k],
				          PQgetvalue(r, i, (int)k),
				          (size_t)PQgetlength(r, i, (int)k));
	}
}

static enum err send_only(struct ctx *c, struct postgresql *pg, const struct sql_statement *st,
                          const struct pg_parameters *p)
{
	if (!pg->sent && !PQenterPipelineMode(pg->conn))
		return pg_error(c, pg->conn, NULL, st->name);
	if (!PQsendQueryPrepared(pg->conn, st->name, (int)st->n_in, p->values, p->lengths,
	                         p->formats, 0))
		return pg_error(c, pg->conn, NULL, st->name);
	if (++pg->sent >= PIPELINE_MAX)
		return collect(c, pg);
	return OK;
}

static void clear_result(void *arg)
{
	PQclear(arg);
}

static PGresult *execute(struct postgresql *pg, const struct sql_statement *st, int id,
                         const struct pg_parameters *p)
{
	Oid types[PARAMETERS_MAX];

	if (id >= 0)
		return PQexecPrepared(pg->conn, st->name, (int)st->n_in, p->values, p->lengths,
		                         p->formats, 0);
	types_of(st, types);
	return PQexecParams(pg->conn, st->text, (int)st->n_in, types, p->values, p->lengths,
	                       p->formats, 0);
}

static enum err run(struct ctx *c, struct db *db, const struct sql_statement *st, int id,
                    const void *in, void **ret_rows, size_t *ret_n)
{
	struct postgresql *pg = db->handle;
	struct row_sink sink = {.arena = c->arena, .statement = st};
	struct pg_parameters p;
	PGresult *r;
	enum err e = OK;

	if (id >= 0)
		TRY(prepare(c, pg, id));
	fill(c->arena, st, in, &p);
	if (st->kind == SQL_EXEC)
		return send_only(c, pg, st, &p);
	TRY(collect(c, pg));
	r = execute(pg, st, id, &p);
	arena_defer(c->arena, clear_result, r);
	if (PQresultStatus(r) == PGRES_TUPLES_OK)
		read_rows(&sink, r);
	else
		e = pg_error(c, pg->conn, r, st->name);
	arena_undefer(c->arena, clear_result, r);
	PQclear(r);
	if (e == OK) {
		*ret_rows = sink.rows;
		*ret_n = sink.n;
	}
	return e;
}

static bool has_table(struct db *db, const char *name)
{
	struct postgresql *pg = db->handle;
	const char *values[] = {name};
	PGresult *r = PQexecParams(pg->conn,
	                           "SELECT 1 FROM information_schema.tables "
	                           "WHERE table_schema = current_schema() AND table_name = $1",
	                           1, NULL, values, NULL, NULL, 0);
	bool found = PQntuples(r) > 0;

	PQclear(r);
	return found;
}

static void close_db(struct db *db)
{
	struct postgresql *pg = db->handle;

	PQfinish(pg->conn);
}

static const struct backend backend = {
        .name = "postgresql",
        .begin = begin,
        .commit = commit,
        .rollback = rollback,
        .script = script,
        .run = run,
        .has_table = has_table,
        .close = close_db,
};

static void ignore_notice(void *arg, const PGresult *r)
{
	(void)arg;
	(void)r;
}

enum err postgresql_open(struct ctx *c, struct db *db, const char *url)
{
	struct postgresql *pg = ARENA_NEW(c->arena, struct postgresql);
	enum err e;

	TRY(libpq_load(c));
	pg->prepared = ARENA_ARRAY(c->arena, n_statements, bool);
	db->backend = &backend;
	db->handle = pg;
	pg->conn = PQconnectdb(url);
	if (PQstatus(pg->conn) != CONNECTION_OK) {
		e = FAIL(c, ERR_DB, N_("PostgreSQL cannot be reached: {1}"),
		         PQerrorMessage(pg->conn));
		PQfinish(pg->conn);
		return e;
	}
	PQsetNoticeReceiver(pg->conn, ignore_notice, NULL);
	e = set_up(c, db);
	if (e != OK)
		PQfinish(pg->conn);
	return e;
}
