#include "record/list.h"

#include "base/text.h"
#include "gen/queries.h"
#include "org/succession.h"
#include "record/compose.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

/* --- running --- */

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

	compose_scope(m);
	compose_put(m, "SELECT t.id, t.rev, t.gone_on");
	for (size_t i = 0; i < k->n; i++)
		buf_printf(&m->sql, ", %s", compose_value(m, &k->fields[i]));
	for (size_t i = 0; i < k->n; i++) {
		if (!compose_has_name(&k->fields[i]))
			continue;
		compose_put(m, ", ");
		compose_name(m, &k->fields[i], "name");
		n++;
	}
	for (size_t i = 0; i < k->n; i++) {
		if (!k->fields[i].city)
			continue;
		buf_printf(&m->sql, ", %s", compose_city(m, &k->fields[i], "v.id || ' ' || v.rev"));
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
		if (compose_has_name(&k->fields[i]))
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

/* --- what texts contain --- */

struct needle {
	const char *(*fold)(struct arena *a, const char *s);
	const char *word;
};

/* A word of marks alone, such as ー, is looked for as it stands. */
static struct needle needle_of(struct arena *a, const char *word)
{
	const char *sought = text_sought(a, word);

	return *sought ? (struct needle){text_sought, sought}
	               : (struct needle){text_fold, text_fold(a, word)};
}

/* Slots: id, then of each needle the text it is looked for in. */
static bool has_all(struct arena *a, const struct needle *needles, size_t n,
                    const char *const *slots)
{
	for (size_t i = 0; i < n; i++)
		if (!slots[i + 1] || !strstr(needles[i].fold(a, slots[i + 1]), needles[i].word))
			return false;
	return true;
}

static size_t put_needles(struct composer *m, const struct record_query *q,
                          struct needle *needles)
{
	size_t n = 0;

	compose_scope(m);
	compose_put(m, "SELECT t.id");
	for (size_t i = 0; i < q->n; i++) {
		if (q->conditions[i].op != RECORD_OP_HAS)
			continue;
		needles[n++] = needle_of(m->c->arena, q->conditions[i].value);
		compose_join(m, q->conditions[i].field);
		compose_put(m, ", ");
		compose_put(m, compose_text(m, q->conditions[i].field));
	}
	return n;
}

enum err record_seek(struct ctx *c, const struct record_kind *k, struct record_query *q)
{
	struct composer m = compose_begin(c, k, q);
	struct needle needles[RECORD_CONDITIONS_MAX];
	size_t n = q->found ? 0 : put_needles(&m, q, needles), n_rows;
	const char *const *slots, *unit;
	struct buf found;

	if (!n)
		return OK;
	compose_from(&m, &unit);
	compose_where(&m, unit);
	TRY(run(&m, n + 1, &slots, &n_rows));
	buf_init(&found, c->arena, BUF_MAX_TEXT);
	for (size_t i = 0; i < n_rows; i++, slots += n + 1)
		if (has_all(c->arena, needles, n, slots))
			buf_printf(&found, "%c%s", found.len ? ',' : '[', slots[0]);
	buf_puts(&found, found.len ? "]" : "[]");
	q->found = found.data;
	return OK;
}

/* --- the list --- */

enum err record_list(struct ctx *c, const struct record_kind *k, const struct record_query *q,
                     struct record **ret, size_t *ret_n)
{
	struct record_query sought = *q;
	struct composer m = compose_begin(c, k, &sought);
	const char *const *slots, *unit;
	struct record *records;
	size_t n_out, n;

	TRY(record_seek(c, k, &sought));
	if (q->sort)
		compose_join(&m, q->sort);
	n_out = put_columns(&m);
	compose_from(&m, &unit);
	if (q->count)
		compose_page(&m);
	else
		compose_where(&m, unit);
	compose_order(&m, unit);
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
	struct record_query sought = *q;
	struct composer m = compose_begin(c, k, &sought);
	const char *const *slots, *unit;
	size_t n;

	TRY(record_seek(c, k, &sought));
	compose_scope(&m);
	compose_put(&m, "SELECT count(*)");
	compose_from(&m, &unit);
	compose_where(&m, unit);
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

/* FROM and WHERE, the first of the statement: compose_from() calls the owners a0, a1 … */
static void put_changed_since(struct composer *m, int64_t seq, const char **ret_unit)
{
	const struct record_kind *k = m->kind;
	const char *alias = "t";
	size_t bound;

	compose_from(m, ret_unit);
	compose_put(m, " WHERE t.gone_on IS NULL");
	if (seq < 0)
		return;
	bound = compose_bind(m, SQL_NUMBER, arena_printf(m->c->arena, "%" PRId64, seq));
	compose_put(m, " AND (");
	for (int i = 0; k; i++) {
		put_has_event(m, alias, k->table, bound);
		compose_put(m, " OR ");
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

	compose_scope(m);
	buf_printf(&m->sql, "SELECT t.id, %s.id, %s.name, ", unit, unit);
	if (record_owner(k)->type == RECORD_REFERENCE)
		compose_name(m, record_owner(k), "name");
	else
		compose_put(m, "NULL");
	for (size_t i = 0; i < k->n; i++)
		if (has_words(&k->fields[i]))
			buf_printf(&m->sql, ", %s", compose_value(m, &k->fields[i]));
		else
			compose_put(m, ", NULL");
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
	struct composer m = compose_begin(c, k, NULL);
	const char *const *slots, *unit, *from;
	struct record_words *words;
	size_t n_out;

	put_changed_since(&m, seq, &unit);
	from = m.sql.data;
	buf_init(&m.sql, c->arena, BUF_MAX_TEXT);
	n_out = put_words(&m, unit);
	compose_put(&m, from);
	compose_put(&m, " ORDER BY t.id");
	TRY(run(&m, n_out, &slots, ret_n));
	words = ARENA_ARRAY(c->arena, *ret_n, struct record_words);
	for (size_t i = 0; i < *ret_n; i++)
		words[i] = read_words(c->arena, k, slots + i * n_out);
	*ret = words;
	return OK;
}
