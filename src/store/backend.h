/*
 * backend.h - what a database must be able to do; private to src/store.
 *
 * One struct of functions per database: sqlite.c, postgresql.c. Nothing outside these two files
 * knows which is in use. Functions report through the context like all others.
 */
#ifndef KAGEYU_STORE_BACKEND_H
#define KAGEYU_STORE_BACKEND_H

#include "store/db.h"
#include "store/statement.h"

struct db;

struct backend {
	const char *name;
	enum err (*begin)(struct ctx *c, struct db *db, enum db_mode mode);
	enum err (*commit)(struct ctx *c, struct db *db);
	void (*rollback)(struct db *db);
	/* Several statements without parameters or rows, for migrations. */
	enum err (*script)(struct ctx *c, struct db *db, const char *sql);
	/* id: its place in the closed list, where it stays prepared; -1 = composed for once */
	enum err (*run)(struct ctx *c, struct db *db, const struct sql_statement *st, int id,
	                const void *in, void **ret_rows, size_t *ret_n);
	bool (*has_table)(struct db *db, const char *name);
	void (*close)(struct db *db);
};

/* The connection; each backend keeps its handle in `handle`. */
struct db {
	const struct backend *backend;
	void *handle;
	bool open;           /* a transaction is open */
	enum db_mode mode;
	/* the write transaction's counters, see table.c and trail.c */
	bool have_chain;
	int64_t next_id, trail_seq;
	const char *trail_hash;
	long domain_writes, trail_events; /* must agree at the commit, unless */
	bool restoring;                   /* a backup is loaded, rows and trail apart */
	enum err (*before_commit[DB_BEFORE_COMMIT_MAX])(struct ctx *c); /* in their order */
	size_t n_before_commit;
	/* set by data_dir_open(); NULL while a place is being made */
	const char *data_dir, *heads_path;
	const unsigned char *head_key;
};

MUST_USE enum err sqlite_open(struct ctx *c, struct db *db, const char *path, bool create);
MUST_USE enum err postgresql_open(struct ctx *c, struct db *db, const char *url);

/* Rows under construction, shared by both backends. */
struct row_sink {
	struct arena *arena;
	const struct sql_statement *statement;
	char *rows;
	size_t n, room;
};

/* A zeroed row at the end. */
void *row_sink_add(struct row_sink *sink);
void row_set_i64(void *row, const struct sql_column *column, int64_t value);
void row_set_text(struct arena *a, void *row, const struct sql_column *column, const char *text,
                  size_t len);
void row_set_blob(struct arena *a, void *row, const struct sql_column *column, const void *data,
                  size_t len);

/* The parameter's value, by its layout. */
struct parameter {
	bool null;
	int64_t i64;      /* I64, BOOL */
	const char *text; /* TEXT, NUMBER */
	struct blob blob;
};
struct parameter parameter_get(const void *in, const struct sql_column *column);

#endif
