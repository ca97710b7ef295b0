#include "record/list.h"

#include "base/buf.h"
#include "base/date.h"
#include "gen/queries.h"
#include "org/succession.h"
#include "store/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PARAMETERS_MAX (40 + RECORD_FIELDS_MAX)
#define OWNERS_MAX 4 /* a row of a row of … a record */

static const struct {
	const char *code, *label;
} ops[RECORD_OP__MAX] = {
#define X(id, code, label) [RECORD_OP_##id] = {code, label},
	RECORD_OPS(X)
#undef X
};

const char *record_op_code(enum record_op op)
{
	return ops[op].code;
}

const char *record_op_label(enum record_op op)
{
	return ops[op].label;
}

bool record_op_parse(const char *code, enum record_op *ret)
{
	for (int i = 0; i < RECORD_OP__MAX; i++) {
		if (strcmp(ops[i].code, code) == 0) {
			*ret = (enum record_op)i;
			return true;
		}
	}
	return false;
}

bool record_op_fits(enum record_type t, enum record_op op)
{
	switch (op) {
	case RECORD_OP_HAS:
		return t == RECORD_TEXT || t == RECORD_LONG || t == RECORD_KANA ||
		       t == RECORD_PERSON;
	case RECORD_OP_FROM:
	case RECORD_OP_UNTIL:
		return t == RECORD_DATE || record_is_number(t);
	case RECORD_OP_BELOW:
		return t == RECORD_UNIT;
	case RECORD_OP_LEFT:
		return t == RECORD_PERSON;
	case RECORD_OP_IS:
	case RECORD_OP_IS_NOT:
		return t != RECORD_FILE;
	default:
		return true;
	}
}

/* --- the statement under construction --- */

struct composer {
	struct ctx *c;
	const struct record_kind *kind;
	struct buf sql;
	const char *values[PARAMETERS_MAX]; /* the parameter struct: numbers as their text too */
	struct sql_column in[PARAMETERS_MAX];
	size_t n_in;
	const char *day;
	struct {
		int64_t field;
		size_t parameter;
	} cities[RECORD_FIELDS_MAX]; /* fields of the city: their ids, as bound */
	size_t n_cities;
	int aliases;
};

/* Binds the value; its number stands for it in the text. */
static size_t bind(struct composer *m, enum sql_type type, const char *value)
{
	BUG_IF(m->n_in == PARAMETERS_MAX);
	m->values[m->n_in] = value;
	m->in[m->n_in] = (struct sql_column){"value", type, true, m->n_in * sizeof(char *)};
	return ++m->n_in;
}

static void put(struct composer *m, const char *s)
{
	buf_puts(&m->sql, s);
}

static void put_bound(struct composer *m, enum sql_type type, const char *value)
{
	buf_printf(&m->sql, "$%zu", bind(m, type, value));
}

static const char *new_alias(struct composer *m)
{
	return arena_printf(m->c->arena, "a%d", m->aliases++);
}

/*
 * FROM table t JOIN … the unit it belongs to, as *ret_unit. A reader with a reach sees only what
 * belongs within; the condition is put where put_reach() is called.
 */
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

/* The units within the reader's reach, for the whole statement. */
static void put_scope(struct composer *m)
{
	if (!m->c->only_below)
		return;
	buf_printf(&m->sql, "WITH within AS (SELECT u.id FROM unit u WHERE u%s%s$%zu%s) ",
	           sql_below[0], sql_below[1], bind(m, SQL_TEXT, m->c->only_below), sql_below[2]);
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
		bind(m, SQL_NUMBER, arena_printf(m->c->arena, "%" PRId64, field));
	return m->cities[m->n_cities++].parameter;
}

/* What the table of values has of a field of the city. */
static const char *city_of(struct composer *m, const struct record_field *f, const char *what)
{
	return arena_printf(m->c->arena,
	                    "(SELECT %s FROM city_value v WHERE v.record_id = t.id AND "
	                    "v.field_id = $%zu)",
	                    what, city_parameter(m, f->city));
}

/* The id of a link or person. */
static const char *link_of(struct composer *m, const struct record_field *f)
{
	struct arena *a = m->c->arena;

	if (f->city)
		return city_of(m, f, "v.link_id");
	return arena_printf(a, "t.%s", record_link_column(a, f));
}

static const char *written_of(struct composer *m, const struct record_field *f)
{
	if (!f->city)
		return arena_printf(m->c->arena, "t.%s", f->key);
	return city_of(m, f, record_is_number(f->type) ? "CAST(v.value AS BIGINT)" : "v.value");
}

/* The canonical value; the id of a link. */
static const char *value_of(struct composer *m, const struct record_field *f)
{
	struct arena *a = m->c->arena;

	if (f->type == RECORD_PERSON)
		return arena_printf(a, "coalesce('@' || %s, %s)", link_of(m, f),
		                    written_of(m, f));
	return record_is_link(f->type) ? link_of(m, f) : written_of(m, f);
}

static const char *person_of(struct composer *m, const struct record_field *f)
{
	const char *x = new_alias(m);

	return arena_printf(m->c->arena,
	                    "(SELECT %s.number || ' ' || %s.name FROM person %s WHERE %s.id = %s)",
	                    x, x, x, x, link_of(m, f));
}

/* What is read of it: of a PERSON the name. */
static const char *text_of(struct composer *m, const struct record_field *f)
{
	if (f->type != RECORD_PERSON)
		return value_of(m, f);
	return arena_printf(m->c->arena, "coalesce(%s, %s)", person_of(m, f), written_of(m, f));
}

static bool has_name(const struct record_field *f)
{
	return record_is_link(f->type) || f->type == RECORD_PERSON;
}

/* What a link of t is called, as a subquery; nothing where it lies out of reach. */
static void put_name(struct composer *m, const struct record_field *f, const char *what)
{
	const char *x = new_alias(m), *unit = NULL;

	if (f->type == RECORD_PERSON) {
		put(m, person_of(m, f));
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
	put(m, ")");
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
		put_line_of(m, value_of(m, w->field), w->value);
		return;
	}
	buf_printf(&m->sql, "%s = ", id ? link_of(m, w->field) : value_of(m, w->field));
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
	size_t bound = bind(m, SQL_NUMBER, w->value);

	buf_printf(&m->sql, "(%s IN ", value);
	put_units_below(m, bound);
	if (m->day && w->field == record_owner(m->kind)) {
		put(m, " OR t.id IN (SELECT record_id FROM record_transfer WHERE ledger = ");
		put_bound(m, SQL_TEXT, m->kind->code);
		put(m, " AND day > ");
		put_bound(m, SQL_TEXT, m->day);
		put(m, " AND from_unit_id IN ");
		put_units_below(m, bound);
		put(m, ")");
	}
	put(m, ")");
}

static void put_left(struct composer *m, const char *id)
{
	const char *x = new_alias(m);

	buf_printf(&m->sql, "EXISTS (SELECT 1 FROM person %s WHERE %s.id = %s AND %s.left_on < ", x,
	           x, id, x);
	put_bound(m, SQL_TEXT, date_format(m->c->arena, date_in_japan(m->c->now_us), DATE_ISO));
	put(m, ")");
}

static void put_condition(struct composer *m, const struct record_condition *w)
{
	const char *value = w->op == RECORD_OP_HAS ? text_of(m, w->field) : value_of(m, w->field);

	BUG_IF(!record_op_fits(w->field->type, w->op));
	put(m, " AND ");
	switch (w->op) {
	case RECORD_OP_IS:
		put_is(m, w);
		break;
	case RECORD_OP_IS_NOT:
		buf_printf(&m->sql, "(%s IS NULL OR NOT coalesce(", value);
		put_is(m, w);
		put(m, ", FALSE))");
		break;
	case RECORD_OP_HAS:
		buf_printf(&m->sql, "replace(%s, ", value);
		put_bound(m, SQL_TEXT, w->value);
		buf_printf(&m->sql, ", '') <> %s", value);
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
		buf_printf(&m->sql, "%s IS %sNULL", value,
		           w->op == RECORD_OP_FILLED ? "NOT " : "");
	}
}

static void put_where(struct composer *m, const struct record_query *q, const char *unit)
{
	static const char *const states[] = {
		[RECORD_PRESENT] = " AND t.gone_on IS NULL",
		[RECORD_GONE] = " AND t.gone_on IS NOT NULL",
		[RECORD_ALL] = "",
	};

	put(m, " WHERE 1 = 1");
	put_reach(m, unit);
	if (q->day && q->state != RECORD_ALL) {
		buf_printf(&m->sql, " AND %s(t.gone_on IS NOT NULL AND t.gone_on <= ",
		           q->state == RECORD_GONE ? "" : "NOT ");
		put_bound(m, SQL_TEXT, q->day);
		put(m, ")");
	} else {
		put(m, states[q->state]);
	}
	if (q->id) {
		put(m, " AND t.id = ");
		put_bound(m, SQL_NUMBER, arena_printf(m->c->arena, "%" PRId64, q->id));
	}
	for (size_t i = 0; i < q->n; i++)
		put_condition(m, &q->conditions[i]);
}

/* --- order --- */

/* In the order of the declaration; its codes are plain words. */
static void put_choice_order(struct composer *m, const struct record_field *f)
{
	int n = 0;

	buf_printf(&m->sql, "CASE %s", value_of(m, f));
	for (const struct choice *c = record_choices(f); c->code; c++) {
		BUG_IF(strpbrk(c->code, "'\\"));
		buf_printf(&m->sql, " WHEN '%s' THEN %d", c->code, n++);
	}
	put(m, " END");
}

/* What has no value comes last either way; numbers that are texts go by their size: 4, 18. */
static void put_sort(struct composer *m, const struct record_field *f, bool descending)
{
	const char *way = descending ? " DESC NULLS LAST, " : " NULLS LAST, ";

	if (f->type == RECORD_TEXT && f->flags & RECORD_KEY)
		buf_printf(&m->sql, "length(%s)%s", value_of(m, f), way);
	if (record_is_link(f->type))
		put_name(m, f, "sort");
	else if (f->type == RECORD_CHOICE || f->type == RECORD_YES_NO)
		put_choice_order(m, f);
	else
		put(m, text_of(m, f));
	put(m, way);
}

static void put_order(struct composer *m, const struct record_query *q, const char *unit)
{
	const struct record_kind *k = m->kind;

	put(m, " ORDER BY ");
	if (q->sort)
		put_sort(m, q->sort, q->descending);
	buf_printf(&m->sql, "%s.sort, ", unit);
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].flags & RECORD_KEY && &k->fields[i] != q->sort)
			put_sort(m, &k->fields[i], false);
	put(m, "t.id");
}

/* The page is cut from the sorted ids, so that names are looked up for its rows alone. */
static void put_page(struct composer *m, const struct record_query *q)
{
	const char *unit;

	put(m, " WHERE t.id IN (SELECT t.id");
	put_from(m, m->kind, "t", &unit);
	put_where(m, q, unit);
	put_order(m, q, unit);
	buf_printf(&m->sql, " LIMIT %zu OFFSET %zu)", q->count, q->first);
}

/* --- running --- */

static struct composer begin(struct ctx *c, const struct record_kind *k)
{
	struct composer m = {.c = c, .kind = k};

	buf_init(&m.sql, c->arena, BUF_MAX_TEXT);
	return m;
}

/* All columns of the result are read as text, column i into slot i. */
static enum err run(struct composer *m, size_t n_out, const char *const **ret_slots, size_t *ret_n)
{
	struct sql_column *out = ARENA_ARRAY(m->c->arena, n_out, struct sql_column);
	struct sql_statement s = {.name = m->kind->table, .kind = SQL_MANY,
	                          .text = m->sql.data, .in = m->in, .n_in = m->n_in, .out = out,
	                          .n_out = n_out, .row_size = n_out * sizeof(char *)};
	void *rows;

	for (size_t i = 0; i < n_out; i++)
		out[i] = (struct sql_column){"value", SQL_TEXT, true, i * sizeof(char *)};
	TRY(statement_composed(m->c, &s, m->values, &rows, ret_n));
	*ret_slots = rows;
	return OK;
}

/*
 * Slots: id, rev, gone_on, the fields, then in their order the names of links and people, then
 * "id rev" of the rows that hold the city's fields.
 */
enum { SLOT_ID, SLOT_REV, SLOT_GONE, SLOT_FIELDS };

static size_t put_columns(struct composer *m)
{
	const struct record_kind *k = m->kind;
	size_t n = SLOT_FIELDS + k->n;

	put_scope(m);
	put(m, "SELECT t.id, t.rev, t.gone_on");
	for (size_t i = 0; i < k->n; i++)
		buf_printf(&m->sql, ", %s", value_of(m, &k->fields[i]));
	for (size_t i = 0; i < k->n; i++) {
		if (!has_name(&k->fields[i]))
			continue;
		put(m, ", ");
		put_name(m, &k->fields[i], "name");
		n++;
	}
	for (size_t i = 0; i < k->n; i++) {
		if (!k->fields[i].city)
			continue;
		buf_printf(&m->sql, ", %s", city_of(m, &k->fields[i], "v.id || ' ' || v.rev"));
		n++;
	}
	return n;
}

static struct record_at read_at(const char *slot)
{
	struct record_at at = {0};
	char *rev;

	if (!slot)
		return at;
	at.id = strtoll(slot, &rev, 10);
	at.rev = strtoll(rev, NULL, 10);
	return at;
}

static struct record read_slots(struct arena *a, const struct record_kind *k,
                                const char *const *slots)
{
	struct record r = record_new(a, k);
	size_t name = SLOT_FIELDS + k->n;

	r.id = strtoll(slots[SLOT_ID], NULL, 10);
	r.row_rev = r.rev = strtoll(slots[SLOT_REV], NULL, 10);
	r.gone_on = slots[SLOT_GONE];
	for (size_t i = 0; i < k->n; i++) {
		r.v[i] = slots[SLOT_FIELDS + i];
		if (has_name(&k->fields[i]))
			r.names[i] = slots[name++];
	}
	for (size_t i = 0; i < k->n; i++) {
		if (!k->fields[i].city)
			continue;
		r.at[i] = read_at(slots[name++]);
		r.rev += r.at[i].rev;
	}
	return r;
}

/* Of what was handed on after the day: who kept it then, by the record's id. */
static enum err load_transfers(struct ctx *c, const struct record_kind *k, const char *day,
                               struct map *ret)
{
	struct record_transfer_row *rows;
	size_t n;

	TRY(q_record_transfers_after(c, &(struct record_transfers_after_in){k->code, day}, &rows,
	                             &n));
	for (size_t i = n; i-- > 0;) /* the earliest stays */
		map_put(ret, arena_printf(c->arena, "%" PRId64, rows[i].record_id), &rows[i]);
	return OK;
}

/* The owners are called as they stood on the day. */
static enum err name_as_of(struct ctx *c, const struct record_kind *k, const char *day,
                           struct record *records, size_t n)
{
	struct map moved = {.arena = c->arena};
	struct succession s;

	if (!day || record_owner(k)->type != RECORD_UNIT)
		return OK;
	TRY(succession_load(c, &s));
	TRY(load_transfers(c, k, day, &moved));
	for (size_t i = 0; i < n; i++) {
		const struct record_transfer_row *from =
			map_get(&moved, arena_printf(c->arena, "%" PRId64, records[i].id));
		struct standing standing = succession_standing(
			&s, from ? from->from_unit_id : strtoll(records[i].v[0], NULL, 10), day);

		if (standing.unit)
			records[i].names[0] = standing.name;
	}
	return OK;
}

enum err record_list(struct ctx *c, const struct record_kind *k, const struct record_query *q,
                     struct record **ret, size_t *ret_n)
{
	struct composer m = begin(c, k);
	size_t n_out = put_columns(&m), n;
	const char *const *slots, *unit;
	struct record *records;

	m.day = q->day;
	put_from(&m, k, "t", &unit);
	if (q->count)
		put_page(&m, q);
	else
		put_where(&m, q, unit);
	put_order(&m, q, unit);
	TRY(run(&m, n_out, &slots, &n));
	records = ARENA_ARRAY(c->arena, n, struct record);
	for (size_t i = 0; i < n; i++)
		records[i] = read_slots(c->arena, k, slots + i * n_out);
	*ret = records;
	*ret_n = n;
	return name_as_of(c, k, q->day, records, n);
}

enum err record_count(struct ctx *c, const struct record_kind *k, const struct record_query *q,
                      size_t *ret)
{
	struct composer m = begin(c, k);
	const char *const *slots, *unit;
	size_t n;

	m.day = q->day;
	put_scope(&m);
	put(&m, "SELECT count(*)");
	put_from(&m, k, "t", &unit);
	put_where(&m, q, unit);
	TRY(run(&m, 1, &slots, &n));
	*ret = (size_t)strtoll(slots[0], NULL, 10);
	return OK;
}

/* --- words for an index --- */

static bool has_words(const struct record_field *f)
{
	return (f->type == RECORD_TEXT || f->type == RECORD_LONG || f->type == RECORD_KANA ||
	        f->type == RECORD_FILE) &&
	       !(f->flags & (RECORD_PERSONAL | RECORD_CONFIDENTIAL));
}

static void put_has_event(struct composer *m, const char *alias, const char *table, size_t seq)
{
	buf_printf(&m->sql,
	           "%s.id IN (SELECT row_id FROM trail WHERE seq > $%zu AND table_name = '%s')",
	           alias, seq, table);
}

/* FROM and WHERE, the first of the statement: put_from() calls the owners a0, a1 … */
static void put_changed_since(struct composer *m, int64_t seq, const char **ret_unit)
{
	const struct record_kind *k = m->kind;
	const char *alias = "t";
	size_t bound;

	put_from(m, k, "t", ret_unit);
	put(m, " WHERE t.gone_on IS NULL");
	if (seq < 0)
		return;
	bound = bind(m, SQL_NUMBER, arena_printf(m->c->arena, "%" PRId64, seq));
	put(m, " AND (");
	for (int i = 0; k; i++) {
		put_has_event(m, alias, k->table, bound);
		put(m, " OR ");
		alias = arena_printf(m->c->arena, "a%d", i);
		k = record_owner(k)->refers;
	}
	put_has_event(m, *ret_unit, "unit", bound);
	buf_printf(&m->sql,
	           " OR t.id IN (SELECT v.record_id FROM city_value v JOIN trail g"
	           " ON g.row_id = v.id WHERE g.seq > $%zu AND g.table_name = 'city_value')"
	           " OR EXISTS (SELECT 1 FROM trail"
	           " WHERE seq > $%zu AND table_name = 'city_field'))",
	           bound, bound);
}

enum { WORDS_ID, WORDS_UNIT, WORDS_UNIT_NAME, WORDS_OWNER, WORDS_FIELDS };

static size_t put_words(struct composer *m, const char *unit)
{
	const struct record_kind *k = m->kind;
	size_t n = WORDS_FIELDS + k->n;

	put_scope(m);
	buf_printf(&m->sql, "SELECT t.id, %s.id, %s.name, ", unit, unit);
	if (record_owner(k)->type == RECORD_REFERENCE)
		put_name(m, record_owner(k), "name");
	else
		put(m, "NULL");
	for (size_t i = 0; i < k->n; i++)
		if (has_words(&k->fields[i]))
			buf_printf(&m->sql, ", %s", value_of(m, &k->fields[i]));
		else
			put(m, ", NULL");
	return n;
}

static struct record_words read_words(struct arena *a, const struct record_kind *k,
                                      const char *const *slots)
{
	const char *const *v = slots + WORDS_FIELDS, *owner = slots[WORDS_OWNER];
	const char *title = v[record_title_index(k)], *words = "";

	for (size_t i = 0; i < k->n; i++)
		if (v[i])
			words = arena_printf(a, "%s%s%s", words, *words ? " | " : "",
			                     record_value_show(a, LANG_JA, &k->fields[i], v[i]));
	return (struct record_words){
		.id = strtoll(slots[WORDS_ID], NULL, 10),
		.unit_id = strtoll(slots[WORDS_UNIT], NULL, 10),
		.title = arena_printf(a, "%s %s%s%s", slots[WORDS_UNIT_NAME], owner ? owner : "",
	                              owner ? " " : "", title ? title : "—"),
		.words = words,
	};
}

enum err record_words_since(struct ctx *c, const struct record_kind *k, int64_t seq,
                            struct record_words **ret, size_t *ret_n)
{
	struct composer m = begin(c, k);
	const char *const *slots, *unit, *from;
	struct record_words *words;
	size_t n_out;

	put_changed_since(&m, seq, &unit);
	from = m.sql.data;
	buf_init(&m.sql, c->arena, BUF_MAX_TEXT);
	n_out = put_words(&m, unit);
	put(&m, from);
	put(&m, " ORDER BY t.id");
	TRY(run(&m, n_out, &slots, ret_n));
	words = ARENA_ARRAY(c->arena, *ret_n, struct record_words);
	for (size_t i = 0; i < *ret_n; i++)
		words[i] = read_words(c->arena, k, slots + i * n_out);
	*ret = words;
	return OK;
}
