#include "record/compose.h"

#include "base/date.h"

#include <inttypes.h>
#include <string.h>

#define OWNERS_MAX 4 /* a row of a row of … a record */

struct composer compose_begin(struct ctx *c, const struct record_kind *k,
                              const struct record_query *q)
{
	struct composer m = {.c = c, .kind = k, .query = q};

	buf_init(&m.sql, c->arena, BUF_MAX_TEXT);
	return m;
}

size_t compose_bind(struct composer *m, enum sql_type type, const char *value)
{
	BUG_IF(m->n_in == COMPOSE_PARAMETERS_MAX);
	m->values[m->n_in] = value;
	m->in[m->n_in] = (struct sql_column){"value", type, true, m->n_in * sizeof(char *)};
	return ++m->n_in;
}

void compose_put(struct composer *m, const char *s)
{
	buf_puts(&m->sql, s);
}

static void put_bound(struct composer *m, enum sql_type type, const char *value)
{
	buf_printf(&m->sql, "$%zu", compose_bind(m, type, value));
}

static const char *new_alias(struct composer *m)
{
	return arena_printf(m->c->arena, "a%d", m->aliases++);
}

/* FROM table t JOIN … the unit it belongs to, as *ret_unit. */
static void put_from(struct composer *m, const struct record_kind *k, const char *t,
                     const char **ret_unit)
{
	const struct record_field *owner = record_owner(k);

	buf_printf(&m->sql, " FROM %s %s", k->table, t);
	for (int i = 0; owner->type == RECORD_REFERENCE; i++) {
		const char *up = new_alias(m);

		BUG_IF(i == OWNERS_MAX);
		buf_printf(&m->sql, " JOIN %s %s ON %s.id = %s.%s_id", owner->refers->table, up,
		           up, t, owner->key);
		owner = record_owner(owner->refers);
		t = up;
	}
	*ret_unit = new_alias(m);
	buf_printf(&m->sql, " JOIN unit %s ON %s.id = %s.%s_id", *ret_unit, *ret_unit, t,
	           owner->key);
}

void compose_scope(struct composer *m)
{
	if (!m->c->only_below)
		return;
	buf_printf(&m->sql, "WITH within AS (SELECT u.id FROM unit u WHERE u%s%s$%zu%s) ",
	           sql_below[0], sql_below[1], compose_bind(m, SQL_TEXT, m->c->only_below),
	           sql_below[2]);
}

static void put_reach(struct composer *m, const char *unit)
{
	if (m->c->only_below)
		buf_printf(&m->sql, " AND %s.id IN (SELECT id FROM within)", unit);
}

/* --- a field of t, as an expression --- */

static size_t city_parameter(struct composer *m, int64_t field)
{
	for (size_t i = 0; i < m->n_cities; i++)
		if (m->cities[i].field == field)
			return m->cities[i].parameter;
	m->cities[m->n_cities].field = field;
	m->cities[m->n_cities].parameter =
		compose_bind(m, SQL_NUMBER, arena_printf(m->c->arena, "%" PRId64, field));
	return m->cities[m->n_cities++].parameter;
}

const char *compose_city(struct composer *m, const struct record_field *f, const char *what)
{
	return arena_printf(m->c->arena,
	                    "(SELECT %s FROM city_value v WHERE v.record_id = t.id AND "
	                    "v.field_id = $%zu)",
	                    what, city_parameter(m, f->city));
}

static bool is_joined(const struct composer *m, const struct record_field *f, size_t *ret)
{
	for (*ret = 0; *ret < m->n_joined; ++*ret)
		if (m->joined[*ret] == f)
			return true;
	return false;
}

/* A column of the field's row of values. */
static const char *city_column(struct composer *m, const struct record_field *f,
                               const char *column)
{
	struct arena *a = m->c->arena;
	size_t i;

	if (m->among_values)
		return arena_printf(a, "v.%s", column);
	if (is_joined(m, f, &i))
		return arena_printf(a, "c%zu.%s", i, column);
	return compose_city(m, f, arena_printf(a, "v.%s", column));
}

/* The id of a link or person. */
static const char *link_of(struct composer *m, const struct record_field *f)
{
	struct arena *a = m->c->arena;

	if (f->city)
		return city_column(m, f, "link_id");
	return arena_printf(a, "t.%s", record_link_column(a, f));
}

static const char *written_of(struct composer *m, const struct record_field *f)
{
	if (!f->city)
		return arena_printf(m->c->arena, "t.%s", f->key);
	return arena_printf(m->c->arena, record_is_number(f->type) ? "CAST(%s AS BIGINT)" : "%s",
	                    city_column(m, f, "value"));
}

const char *compose_value(struct composer *m, const struct record_field *f)
{
	struct arena *a = m->c->arena;

	if (f->type == RECORD_PERSON)
		return arena_printf(a, "coalesce('@' || %s, %s)", link_of(m, f),
		                    written_of(m, f));
	return record_is_link(f->type) ? link_of(m, f) : written_of(m, f);
}

static const char *person_of(struct composer *m, const struct record_field *f)
{
	struct arena *a = m->c->arena;
	const char *x;
	size_t i;

	if (is_joined(m, f, &i))
		return arena_printf(a, "p%zu.number || ' ' || p%zu.name", i, i);
	x = new_alias(m);
	return arena_printf(a,
	                    "(SELECT %s.number || ' ' || %s.name FROM person %s WHERE %s.id = %s)",
	                    x, x, x, x, link_of(m, f));
}

const char *compose_text(struct composer *m, const struct record_field *f)
{
	if (f->type != RECORD_PERSON)
		return compose_value(m, f);
	return arena_printf(m->c->arena, "coalesce(%s, %s)", person_of(m, f), written_of(m, f));
}

/* --- where it comes from --- */

void compose_join(struct composer *m, const struct record_field *f)
{
	size_t i;

	if (is_joined(m, f, &i) || (!f->city && f->type != RECORD_PERSON))
		return;
	BUG_IF(m->n_joined == COMPOSE_JOINED_MAX);
	m->joined[m->n_joined++] = f;
}

void compose_from(struct composer *m, const char **ret_unit)
{
	put_from(m, m->kind, "t", ret_unit);
	for (size_t i = 0; i < m->n_joined; i++) {
		const struct record_field *f = m->joined[i];

		if (f->city)
			buf_printf(&m->sql,
			           " LEFT JOIN city_value c%zu ON c%zu.record_id = t.id"
			           " AND c%zu.field_id = $%zu",
			           i, i, i, city_parameter(m, f->city));
		if (f->type == RECORD_PERSON)
			buf_printf(&m->sql, " LEFT JOIN person p%zu ON p%zu.id = %s", i, i,
			           link_of(m, f));
	}
}

bool compose_has_name(const struct record_field *f)
{
	return record_is_link(f->type) || f->type == RECORD_PERSON;
}

void compose_name(struct composer *m, const struct record_field *f, const char *what)
{
	const char *x = new_alias(m), *unit = NULL;

	if (f->type == RECORD_PERSON) {
		compose_put(m, person_of(m, f));
		return;
	}
	if (f->type == RECORD_UNIT || f->type == RECORD_ROLE) {
		buf_printf(&m->sql, "(SELECT %s.%s FROM %s %s WHERE %s.id = %s)", x, what,
		           f->type == RECORD_UNIT ? "unit" : "duty", x, x, link_of(m, f));
		return;
	}
	buf_printf(&m->sql, "(SELECT %s.%s", x,
	           f->refers->fields[record_title_index(f->refers)].key);
	if (m->c->only_below)
		put_from(m, f->refers, x, &unit);
	else
		buf_printf(&m->sql, " FROM %s %s", f->refers->table, x);
	buf_printf(&m->sql, " WHERE %s.id = %s", x, link_of(m, f));
	if (m->c->only_below)
		put_reach(m, unit);
	compose_put(m, ")");
}

/* --- conditions --- */

static enum sql_type type_of(const struct record_field *f)
{
	return record_is_number(f->type) || record_is_link(f->type) ? SQL_NUMBER : SQL_TEXT;
}

/* Whether the value stands among the lines of a MANY. */
static void put_line_of(struct composer *m, const char *value, const char *code)
{
	buf_printf(&m->sql, "replace('\n' || %s || '\n', ", value);
	put_bound(m, SQL_TEXT, arena_printf(m->c->arena, "\n%s\n", code));
	buf_printf(&m->sql, ", '') <> '\n' || %s || '\n'", value);
}

static void put_is(struct composer *m, const struct record_condition *w)
{
	const char *id = w->field->type == RECORD_PERSON ? record_person_id(w->value) : NULL;

	if (w->field->type == RECORD_MANY) {
		put_line_of(m, compose_value(m, w->field), w->value);
		return;
	}
	buf_printf(&m->sql, "%s = ", id ? link_of(m, w->field) : compose_value(m, w->field));
	put_bound(m, id ? SQL_NUMBER : type_of(w->field), id ? id : w->value);
}

/* Rows of unit at or below the one of the id, and what they took over. */
static void put_units_below(struct composer *m, size_t id)
{
	const char *unit = new_alias(m);

	buf_printf(&m->sql, "(SELECT %s.id FROM unit %s WHERE %s%s", unit, unit, unit,
	           sql_below[0]);
	buf_printf(&m->sql, "%s(SELECT code FROM unit WHERE id = $%zu)%s)", sql_below[1], id,
	           sql_below[2]);
}

static void put_unit_below(struct composer *m, const struct record_condition *w,
                           const char *value)
{
	size_t bound = compose_bind(m, SQL_NUMBER, w->value);

	buf_printf(&m->sql, "(%s IN ", value);
	put_units_below(m, bound);
	if (m->query->day && w->field == record_owner(m->kind)) {
		compose_put(m, " OR t.id IN (SELECT record_id FROM record_transfer"
		               " WHERE ledger = ");
		put_bound(m, SQL_TEXT, m->kind->code);
		compose_put(m, " AND day > ");
		put_bound(m, SQL_TEXT, m->query->day);
		compose_put(m, " AND from_unit_id IN ");
		put_units_below(m, bound);
		compose_put(m, ")");
	}
	compose_put(m, ")");
}

static void put_left(struct composer *m, const char *id)
{
	const char *x = new_alias(m);

	buf_printf(&m->sql, "EXISTS (SELECT 1 FROM person %s WHERE %s.id = %s AND %s.left_on < ", x,
	           x, id, x);
	put_bound(m, SQL_TEXT, date_format(m->c->arena, date_in_japan(m->c->now_us), DATE_ISO));
	compose_put(m, ")");
}

/* What a condition says of the value; of the negative ones what they deny. */
static void put_test(struct composer *m, const struct record_condition *w)
{
	const char *value = compose_value(m, w->field);

	switch (w->op) {
	case RECORD_OP_IS:
	case RECORD_OP_IS_NOT:
		put_is(m, w);
		break;
	case RECORD_OP_FROM:
	case RECORD_OP_UNTIL:
		buf_printf(&m->sql, "%s %s ", value, w->op == RECORD_OP_FROM ? ">=" : "<=");
		put_bound(m, type_of(w->field), w->value);
		break;
	case RECORD_OP_BELOW:
		put_unit_below(m, w, value);
		break;
	case RECORD_OP_LEFT:
		put_left(m, link_of(m, w->field));
		break;
	case RECORD_OP_EMPTY:
	case RECORD_OP_FILLED:
	default:
		buf_printf(&m->sql, "%s IS NOT NULL", value);
	}
}

/* A field of the city is looked up once, from its values to the records that have them. */
static void put_condition(struct composer *m, const struct record_condition *w)
{
	bool denied = w->op == RECORD_OP_IS_NOT || w->op == RECORD_OP_EMPTY;

	BUG_IF(!record_op_fits(w->field->type, w->op));
	if (w->op == RECORD_OP_HAS) /* query->found */
		return;
	if (w->field->city) {
		buf_printf(&m->sql,
		           " AND t.id %sIN (SELECT v.record_id FROM city_value v"
		           " WHERE v.field_id = $%zu AND ",
		           denied ? "NOT " : "", city_parameter(m, w->field->city));
		m->among_values = true;
		put_test(m, w);
		m->among_values = false;
		compose_put(m, ")");
	} else {
		compose_put(m, denied ? " AND NOT coalesce(" : " AND ");
		put_test(m, w);
		compose_put(m, denied ? ", FALSE)" : "");
	}
}

void compose_where(struct composer *m, const char *unit)
{
	const struct record_query *q = m->query;
	static const char *const states[] = {
		[RECORD_PRESENT] = " AND t.gone_on IS NULL",
		[RECORD_GONE] = " AND t.gone_on IS NOT NULL",
		[RECORD_ALL] = "",
	};

	compose_put(m, " WHERE 1 = 1");
	put_reach(m, unit);
	if (q->day && q->state != RECORD_ALL) {
		buf_printf(&m->sql, " AND %s(t.gone_on IS NOT NULL AND t.gone_on <= ",
		           q->state == RECORD_GONE ? "" : "NOT ");
		put_bound(m, SQL_TEXT, q->day);
		compose_put(m, ")");
	} else {
		compose_put(m, states[q->state]);
	}
	if (q->id) {
		compose_put(m, " AND t.id = ");
		put_bound(m, SQL_NUMBER, arena_printf(m->c->arena, "%" PRId64, q->id));
	}
	if (q->found) {
		compose_put(m, " AND t.id IN (SELECT value FROM json_each(");
		put_bound(m, SQL_TEXT, q->found);
		compose_put(m, "))");
	}
	for (size_t i = 0; i < q->n; i++)
		put_condition(m, &q->conditions[i]);
}

/* --- order --- */

/* In the order of the declaration; its codes are plain words. */
static void put_choice_order(struct composer *m, const struct record_field *f)
{
	int n = 0;

	buf_printf(&m->sql, "CASE %s", compose_value(m, f));
	for (const struct choice *c = record_choices(f); c->code; c++) {
		BUG_IF(strpbrk(c->code, "'\\"));
		buf_printf(&m->sql, " WHEN '%s' THEN %d", c->code, n++);
	}
	compose_put(m, " END");
}

/* What has no value comes last either way; numbers that are texts go by their size: 4, 18. */
static void put_sort(struct composer *m, const struct record_field *f, bool descending)
{
	const char *way = descending ? " DESC NULLS LAST, " : " NULLS LAST, ";

	if (f->type == RECORD_TEXT && f->flags & RECORD_KEY)
		buf_printf(&m->sql, "length(%s)%s", compose_value(m, f), way);
	if (record_is_link(f->type))
		compose_name(m, f, "sort");
	else if (f->type == RECORD_CHOICE || f->type == RECORD_YES_NO)
		put_choice_order(m, f);
	else
		compose_put(m, compose_text(m, f));
	compose_put(m, way);
}

void compose_order(struct composer *m, const char *unit)
{
	const struct record_query *q = m->query;
	const struct record_kind *k = m->kind;

	compose_put(m, " ORDER BY ");
	if (q->sort)
		put_sort(m, q->sort, q->descending);
	buf_printf(&m->sql, "%s.sort, ", unit);
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].flags & RECORD_KEY && &k->fields[i] != q->sort)
			put_sort(m, &k->fields[i], false);
	compose_put(m, "t.id");
}

void compose_page(struct composer *m)
{
	const char *unit;

	compose_put(m, " WHERE t.id IN (SELECT t.id");
	compose_from(m, &unit);
	compose_where(m, unit);
	compose_order(m, unit);
	buf_printf(&m->sql, " LIMIT %zu OFFSET %zu)", m->query->count, m->query->first);
}
