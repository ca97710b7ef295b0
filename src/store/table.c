#include "store/table.h"

#include "base/buf.h"
#include "gen/queries.h"
#include "store/backend.h"
#include "store/trail.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

/* Every domain row begins with these two (tools/gen_sql.py checks it). */
struct row_head {
	int64_t id, rev;
};

static void put_json_string(struct buf *b, const char *s)
{
	buf_putc(b, '"');
	for (const char *from = s;; s++) {
		unsigned char ch = (unsigned char)*s;

		if (ch >= 0x20 && ch != '"' && ch != '\\')
			continue;
		buf_add(b, from, (size_t)(s - from));
		if (!ch)
			break;
		if (ch == '"' || ch == '\\')
			buf_printf(b, "\\%c", ch);
		else if (ch == '\n')
			buf_puts(b, "\\n");
		else
			buf_printf(b, "\\u%04x", ch);
		from = s + 1;
	}
	buf_putc(b, '"');
}

static void put_base64(struct buf *b, struct blob blob)
{
	size_t size = sodium_base64_encoded_len(blob.len, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(b->arena, size);

	sodium_bin2base64(text, size, blob.data, blob.len, sodium_base64_VARIANT_ORIGINAL);
	put_json_string(b, text);
}

static void put_value(struct buf *b, const struct sql_column *column, struct parameter p)
{
	if (p.null)
		buf_puts(b, "null");
	else if (column->type == SQL_TEXT)
		put_json_string(b, p.text);
	else if (column->type == SQL_BLOB)
		put_base64(b, p.blob);
	else if (column->type == SQL_NUMBER)
		buf_puts(b, p.text);
	else if (column->type == SQL_BOOL)
		buf_puts(b, p.i64 ? "true" : "false");
	else
		buf_printf(b, "%" PRId64, p.i64);
}

void table_image(const struct sql_table *t, const void *row, struct buf *out)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct sql_column *column = &t->columns[i];

		buf_putc(out, i ? ',' : '{');
		put_json_string(out, column->name);
		buf_putc(out, ':');
		put_value(out, column, parameter_get(row, column));
	}
	buf_putc(out, '}');
}

static const char *image(struct arena *a, const struct sql_table *t, const void *row)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT * 2);
	table_image(t, row, &b);
	return b.data;
}

enum err table_insert(struct ctx *c, int table, void *row)
{
	const struct sql_table *t = &sql_tables[table];
	struct row_head *head = row;

	TRY(trail_open(c));
	head->id = c->db->next_id++;
	head->rev = 1;
	TRY(statement_exec(c, t->load, row));
	return trail_append(c, "insert", t->name, head->id, NULL, image(c->arena, t, row));
}

enum err table_update(struct ctx *c, int table, const void *before, void *after)
{
	const struct sql_table *t = &sql_tables[table];
	const struct row_head *old = before;
	struct row_head *head = after;
	const char *old_image = image(c->arena, t, before);

	BUG_IF(old->id != head->id);
	head->rev = old->rev;
	if (strcmp(old_image, image(c->arena, t, after)) == 0)
		return OK;
	head->rev = old->rev + 1;
	TRY(statement_exec(c, t->update, after));
	return trail_append(c, "update", t->name, head->id, old_image, image(c->arena, t, after));
}

enum err table_delete(struct ctx *c, int table, const void *before)
{
	const struct sql_table *t = &sql_tables[table];
	const struct row_head *head = before;

	TRY(statement_exec(c, t->delete, before));
	return trail_append(c, "delete", t->name, head->id, image(c->arena, t, before), NULL);
}

enum err table_get(struct ctx *c, int table, int64_t id, void **ret)
{
	const struct row_head key = {id, 0};

	/* the statement's one parameter is the id column, at the same offset as in a row */
	return statement_one(c, sql_tables[table].get, &key, ret);
}
