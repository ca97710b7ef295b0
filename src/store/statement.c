#include "store/statement.h"

#include "store/backend.h"

#include <string.h>

static enum err run(struct ctx *c, int id, const void *in, void **ret_rows, size_t *ret_n)
{
	const struct sql_statement *s = &statements[id];

	if (!c->db->open)
		BUG("statement outside a transaction");
	if (s->writes && c->db->mode != DB_WRITE)
		BUG("writing statement in a reading transaction");
	c->db->domain_writes += s->domain;
	return c->db->backend->run(c, c->db, s, id, in, ret_rows, ret_n);
}

enum err statement_many(struct ctx *c, int id, const void *in, void **ret_rows, size_t *ret_n)
{
	return run(c, id, in, ret_rows, ret_n);
}

enum err statement_one(struct ctx *c, int id, const void *in, void **ret_row)
{
	void *rows;
	size_t n;

	TRY(run(c, id, in, &rows, &n));
	if (n > 1)
		BUG("more than one row");
	*ret_row = n ? rows : NULL;
	return OK;
}

enum err statement_exec(struct ctx *c, int id, const void *in)
{
	void *rows;
	size_t n;

	return run(c, id, in, &rows, &n);
}

enum err statement_composed(struct ctx *c, const struct sql_statement *s, const void *in,
                            void **ret_rows, size_t *ret_n)
{
	BUG_IF(!c->db->open || s->writes || s->kind != SQL_MANY);
	return c->db->backend->run(c, c->db, s, -1, in, ret_rows, ret_n);
}

void *row_sink_add(struct row_sink *sink)
{
	size_t size = sink->statement->row_size;

	if (sink->n == sink->room) {
		size_t room = sink->room ? sink->room * 2 : 8;

		sink->rows = arena_grow(sink->arena, sink->rows, sink->room * size, room * size);
		sink->room = room;
	}
	return sink->rows + sink->n++ * size;
}

void row_set_i64(void *row, const struct sql_column *column, int64_t value)
{
	char *at = (char *)row + column->offset;

	if (column->type == SQL_BOOL)
		*(bool *)(void *)at = value != 0;
	else
		*(int64_t *)(void *)at = value;
}

void row_set_text(struct arena *a, void *row, const struct sql_column *column, const char *text,
                  size_t len)
{
	*(const char **)(void *)((char *)row + column->offset) = arena_strndup(a, text, len);
}

void row_set_blob(struct arena *a, void *row, const struct sql_column *column, const void *data,
                  size_t len)
{
	struct blob *b = (void *)((char *)row + column->offset);

	b->data = arena_strndup(a, data, len);
	b->len = len;
}

struct parameter parameter_get(const void *in, const struct sql_column *column)
{
	const char *at = (const char *)in + column->offset;
	struct parameter p = {0};

	switch (column->type) {
	case SQL_I64:
		p.i64 = *(const int64_t *)(const void *)at;
		p.null = column->nullable && p.i64 == 0;
		break;
	case SQL_BOOL:
		p.i64 = *(const bool *)(const void *)at;
		break;
	case SQL_TEXT:
	case SQL_NUMBER:
		p.text = *(const char *const *)(const void *)at;
		p.null = p.text == NULL;
		break;
	case SQL_BLOB:
		p.blob = *(const struct blob *)(const void *)at;
		p.null = p.blob.data == NULL;
		break;
	}
	return p;
}
