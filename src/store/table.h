/*
 * table.h - writing rows of the city's data, each change with its trail event.
 *
 * Domain tables are written through the typed wrappers of gen/tables.h only: insert, update and
 * delete put the row and its audit-trail event (before and after) into the same transaction, so no
 * change can go without one. Every row has an id, unique over all tables, and a revision that
 * counts its changes. Inserts set both in the caller's row. Updates and deletes take the row as
 * read in the same write transaction: writers are serial (db.h), so it cannot have changed since.
 */
#ifndef KAGEYU_STORE_TABLE_H
#define KAGEYU_STORE_TABLE_H

#include "store/statement.h"

struct buf;

struct sql_table {
	const char *name;
	bool domain;
	bool derived; /* made from the others: not in backups */
	const struct sql_column *columns; /* domain tables: id and rev first */
	size_t n_columns;
	size_t row_size;
	int dump, load;         /* statement ids: all rows by key; insert */
	int update, delete, get; /* -1 for system tables */
};

extern const struct sql_table sql_tables[];
extern const size_t n_sql_tables;

MUST_USE enum err table_insert(struct ctx *c, int table, void *row);
/* after->id must be before's; after->rev is set. An update without a difference writes nothing. */
MUST_USE enum err table_update(struct ctx *c, int table, const void *before, void *after);
MUST_USE enum err table_delete(struct ctx *c, int table, const void *before);
MUST_USE enum err table_get(struct ctx *c, int table, int64_t id, void **ret);

/*
 * The canonical image of a row, independent of the database: a JSON object of all columns in
 * declared order, {"id":1,"rev":1,"code":"010100",…}; NULL as null, blobs as base64.
 */
void table_image(const struct sql_table *t, const void *row, struct buf *out);

#endif
