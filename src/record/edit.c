#include "record/edit.h"

#include "gen/tables.h"
#include "record/list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct row_head {
	int64_t id, rev;
};

static int table_of(const struct record_kind *k)
{
	for (size_t i = 0; i < n_sql_tables; i++)
		if (strcmp(sql_tables[i].name, k->table) == 0)
			return (int)i;
	BUG("a ledger whose table no migration makes");
}

static const struct sql_column *column_of(const struct sql_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return &t->columns[i];
	BUG("a field whose column no migration makes");
}

static void set(void *row, const struct sql_column *column, const char *value)
{
	char *at = (char *)row + column->offset;

	if (column->type == SQL_I64)
		*(int64_t *)(void *)at = value ? strtoll(value, NULL, 10) : 0;
	else
		*(const char **)(void *)at = value;
}

/* A person of the ledger is their id, anybody else what is written. */
static void set_field(struct arena *a, void *row, const struct sql_table *t,
                      const struct record_field *f, const char *v)
{
	const char *id = f->type == RECORD_PERSON && v ? record_person_id(v) : NULL;

	set(row, column_of(t, record_column(a, f)), id ? NULL : v);
	if (f->type == RECORD_PERSON)
		set(row, column_of(t, record_link_column(a, f)), id);
}

/* The record as a row of its table. */
static void *row_of(struct ctx *c, const struct record_kind *k, const struct sql_table *t,
                    const struct record *r)
{
	struct row_head *row = arena_alloc(c->arena, t->row_size);

	row->id = r->id;
	row->rev = r->row_rev;
	for (size_t i = 0; i < k->n; i++)
		if (!k->fields[i].city)
			set_field(c->arena, row, t, &k->fields[i], r->v[i]);
	set(row, column_of(t, "gone_on"), r->gone_on);
	return row;
}

/* --- values of the city's fields: a row each, kept when it is emptied: its rev counts on --- */

static struct city_value_row value_row(const struct record_field *f, const struct record *r,
                                       size_t i)
{
	const char *v = r->v[i], *id = NULL;

	if (v && record_is_link(f->type))
		id = v;
	else if (v && f->type == RECORD_PERSON)
		id = record_person_id(v);
	return (struct city_value_row){.id = r->at[i].id,
	                               .rev = r->at[i].rev,
	                               .record_id = r->id,
	                               .field_id = f->city,
	                               .value = id ? NULL : v,
	                               .link_id = id ? strtoll(id, NULL, 10) : 0};
}

static enum err store_values(struct ctx *c, const struct record_kind *k,
                             const struct record *before, struct record *after)
{
	after->rev = after->row_rev;
	for (size_t i = 0; i < k->n; i++) {
		struct city_value_row row, old;

		if (!k->fields[i].city)
			continue;
		after->at[i] = before ? before->at[i] : (struct record_at){0};
		row = value_row(&k->fields[i], after, i);
		if (before && row.id) {
			old = value_row(&k->fields[i], before, i);
			TRY(city_value_update(c, &old, &row));
		} else if (after->v[i]) {
			TRY(city_value_insert(c, &row));
		}
		after->at[i] = (struct record_at){row.id, row.rev};
		after->rev += row.rev;
	}
	return OK;
}

enum err record_store(struct ctx *c, const struct record_kind *k, const struct record *before,
                      struct record *after)
{
	int table = table_of(k);
	const struct sql_table *t = &sql_tables[table];
	struct row_head *row = row_of(c, k, t, after);

	if (before)
		TRY(table_update(c, table, row_of(c, k, t, before), row));
	else
		TRY(table_insert(c, table, row));
	after->id = row->id;
	after->row_rev = row->rev;
	return store_values(c, k, before, after);
}

/* A record that others refer to stays: their reference would lead nowhere. */
enum err record_remove(struct ctx *c, const struct record_kind *k, const struct record *r)
{
	int table = table_of(k);

	for (size_t i = 0; i < k->n; i++) {
		struct city_value_row row;

		if (!r->at[i].id)
			continue;
		row = value_row(&k->fields[i], r, i);
		TRY(city_value_delete(c, &row));
	}
	return table_delete(c, table, row_of(c, k, &sql_tables[table], r));
}

enum err record_get(struct ctx *c, const struct record_kind *k, int64_t id, struct record *ret)
{
	struct record *found;
	size_t n = 0;

	if (id > 0)
		TRY(record_list(c, k, &(struct record_query){.id = id, .state = RECORD_ALL}, &found,
		                &n));
	if (!n)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such record."));
	*ret = found[0];
	return OK;
}

enum err record_unit(struct ctx *c, const struct record_kind *k, const struct record *r,
                     int64_t *ret)
{
	const struct record_field *owner = record_owner(k);
	int64_t id = r->v[0] ? strtoll(r->v[0], NULL, 10) : 0;
	struct record up;

	if (owner->type == RECORD_UNIT) {
		*ret = id;
		return OK;
	}
	TRY(record_get(c, owner->refers, id, &up));
	return record_unit(c, owner->refers, &up, ret);
}

/* --- keys --- */

/* Without a value in one of its keys a record is like no other. */
static bool key_query(const struct record_kind *k, const struct record *r, struct record_query *q)
{
	for (size_t i = 0; i < k->n; i++) {
		if (!(k->fields[i].flags & RECORD_KEY))
			continue;
		if (!r->v[i])
			return false;
		q->conditions[q->n++] =
			(struct record_condition){&k->fields[i], RECORD_OP_IS, r->v[i]};
	}
	return q->n > 0;
}

/* Names the other where the writer may see it. */
static enum err report_repeated(struct ctx *c, const struct record_kind *k,
                                const struct record_query *q, int64_t own,
                                struct record_faults *faults)
{
	const struct record_field *f = q->conditions[q->n - 1].field;
	struct record *seen;
	size_t n, i = 0;

	TRY(record_list(c, k, q, &seen, &n));
	while (i < n && seen[i].id == own)
		i++;
	if (i < n)
		record_fault_add(c, faults, f, "key-repeated",
		                 N_("“{1}” has this already. Choose another, or edit that one."),
		                 seen[i].v[record_title_index(k)], NULL);
	else
		record_fault_add(c, faults, f, "key-repeated",
		                 N_("This cannot be used here. Choose another, or ask the "
		                    "secretariat."),
		                 NULL, NULL);
	return OK;
}

/* Also against records out of the writer's reach. */
static enum err check_keys(struct ctx *c, const struct record_kind *k, const struct record *r,
                           struct record_faults *faults)
{
	struct record_query q = {.state = RECORD_ALL};
	const char *reach = c->only_below;
	struct record *others;
	size_t n;
	enum err e;

	if (!key_query(k, r, &q))
		return OK;
	c->only_below = NULL;
	e = record_list(c, k, &q, &others, &n);
	c->only_below = reach;
	TRY(e);
	if (n && (n > 1 || others[0].id != r->id))
		return report_repeated(c, k, &q, r->id, faults);
	return OK;
}

enum err record_put(struct ctx *c, const struct record_kind *k, const struct record *before,
                    struct record *after, struct record_faults *faults)
{
	record_check(c, k, after, faults);
	if (!faults->n)
		TRY(check_keys(c, k, after, faults));
	if (faults->n)
		return FAIL(c, ERR_INVALID, N_("The record was not stored: see what is wrong."));
	return record_store(c, k, before, after);
}
