/*
 * statement.h - the closed list of SQL statements and how one is run.
 *
 * The list is made from sql/ by tools/gen_sql.py; callers use the typed wrappers in
 * gen/queries.h. A statement must run inside a transaction (db.h). Rows are put into the context's
 * arena: const char * is NULL for SQL NULL in a nullable column, an int64_t is 0 for it (references
 * and other nullable numbers never use 0 as a value).
 */
#ifndef KAGEYU_STORE_STATEMENT_H
#define KAGEYU_STORE_STATEMENT_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SQL_NUMBER: an integer in the database, its decimal text in C, where nothing and 0 differ. */
enum sql_type { SQL_I64, SQL_BOOL, SQL_TEXT, SQL_NUMBER, SQL_BLOB };
enum sql_kind { SQL_ONE, SQL_MANY, SQL_EXEC };

struct blob {
	const void *data;
	size_t len;
};

struct sql_column {
	const char *name;
	enum sql_type type;
	bool nullable;
	size_t offset; /* in the parameter or row struct */
};

struct sql_statement {
	const char *name;
	enum sql_kind kind;
	const char *text;
	const struct sql_column *in;
	size_t n_in;
	const struct sql_column *out;
	size_t n_out;
	size_t row_size;
	bool writes;
	bool domain; /* writes city data, which needs a trail event (table.h) */
};

extern const struct sql_statement statements[];
extern const size_t n_statements;

/* What @below becomes: the column's alias and the code's placeholder belong between the parts. */
extern const char *const sql_below[3];

/* For :many. *ret_rows is an array of row structs. */
MUST_USE enum err statement_many(struct ctx *c, int id, const void *in, void **ret_rows,
                                 size_t *ret_n);
/* For :one. *ret_row is NULL when there is no row; more than one row is our bug. */
MUST_USE enum err statement_one(struct ctx *c, int id, const void *in, void **ret_row);
/* For :exec. On PostgreSQL it may be sent together with later ones: trouble shows by the commit. */
MUST_USE enum err statement_exec(struct ctx *c, int id, const void *in);

/*
 * A reading statement that is made while the program runs. Only src/record/compose.h makes any,
 * of declared identifiers and bound values.
 */
MUST_USE enum err statement_composed(struct ctx *c, const struct sql_statement *s, const void *in,
                                     void **ret_rows, size_t *ret_n);

#endif
