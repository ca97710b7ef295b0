#include "web/ledger_view.h"

#include "base/text.h"
#include "ledger/city.h"

#include <string.h>

enum err ledger_asked(struct request *r, const struct record_kind **ret)
{
	TRY(ledger_load(&r->c, r->args[0], ret));
	return *ret ? OK : FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
}

bool ledger_shows(const struct request *r, const struct record_field *f)
{
	return !(f->flags & RECORD_CONFIDENTIAL) || request_may(r, CAP_EDIT_LEDGERS);
}

static const char *asked(const struct request *r, const char *name)
{
	const char *s = pairs_get(&r->query, name);

	return s && !text_blank(s) ? s : NULL;
}

static const struct record_field *visible_field(const struct request *r,
                                                const struct record_kind *k, const char *key)
{
	const struct record_field *f = record_field_find(k, key);

	return f && ledger_shows(r, f) ? f : NULL;
}

/* --- conditions --- */

/* The canonical value of what was typed; NULL and a fault where it cannot be read. */
static enum err read_value(struct request *r, struct ledger_view *v, const struct record_field *f,
                           enum record_op op, const char *text, const char **ret)
{
	struct record_names names;
	struct record one = record_new(r->c.arena, v->kind);
	size_t i = (size_t)(f - v->kind->fields);

	*ret = text;
	if (op == RECORD_OP_EMPTY || op == RECORD_OP_FILLED || op == RECORD_OP_HAS ||
	    op == RECORD_OP_LEFT)
		return OK;
	TRY(record_names_for(&r->c, v->kind, i, text, &names));
	record_take(&r->c, &names, &one, i, text, &v->faults);
	*ret = one.v[i];
	return OK;
}

static enum err add_condition(struct request *r, struct ledger_view *v,
                              const struct record_field *f, enum record_op op, const char *text)
{
	const char *value;

	TRY(read_value(r, v, f, op, text, &value));
	if (value && v->query.n < RECORD_CONDITIONS_MAX)
		v->query.conditions[v->query.n++] = (struct record_condition){f, op, value};
	return OK;
}

/* What is no condition on a field of the ledger is passed over. */
static enum err add_where(struct request *r, struct ledger_view *v, const char *field,
                          const char *op_code, const char *text)
{
	const struct record_field *f = visible_field(r, v->kind, field);
	struct ledger_where *w = &v->wheres[v->n_wheres];
	size_t before = v->query.n;
	enum record_op op;

	if (!f || v->n_wheres == RECORD_CONDITIONS_MAX || !record_op_parse(op_code, &op) ||
	    !record_op_fits(f->type, op))
		return OK;
	TRY(add_condition(r, v, f, op, text));
	if (v->query.n == before)
		return OK;
	w->text = arena_printf(r->c.arena, "%s.%s.%s", field, op_code, text);
	w->value = text;
	w->condition = before;
	v->n_wheres++;
	return OK;
}

static enum err add_wheres(struct request *r, struct ledger_view *v)
{
	const char *field = asked(r, "field"), *op = asked(r, "op"), *value = asked(r, "value");

	for (const struct pair *p = r->query.first; p; p = p->next) {
		const char *dot = strchr(p->value, '.');
		const char *second = dot ? strchr(dot + 1, '.') : NULL;

		if (strcmp(p->name, "where") != 0 || !second)
			continue;
		TRY(add_where(r, v,
		              arena_strndup(r->c.arena, p->value, (size_t)(dot - p->value)),
		              arena_strndup(r->c.arena, dot + 1, (size_t)(second - dot - 1)),
		              second + 1));
	}
	return field && op ? add_where(r, v, field, op, value ? value : "") : OK;
}

static enum err add_usual(struct request *r, struct ledger_view *v)
{
	const struct record_field *owner = record_owner(v->kind);
	const char *unit = asked(r, "unit"), *word = asked(r, "word");

	if (unit && owner->type == RECORD_UNIT)
		TRY(add_condition(r, v, owner, RECORD_OP_BELOW,
		                  arena_printf(r->c.arena, "#%s", unit)));
	if (word)
		TRY(add_condition(r, v, &v->kind->fields[record_title_index(v->kind)],
		                  RECORD_OP_HAS, text_trim(r->c.arena, word)));
	return OK;
}

/* --- the rest --- */

static void choose_columns(struct request *r, struct ledger_view *v)
{
	bool chosen = pairs_get(&r->query, "columns") != NULL;

	for (size_t i = 0; i < v->kind->n; i++)
		v->column[i] = !chosen && v->kind->fields[i].flags & RECORD_LISTED &&
		               ledger_shows(r, &v->kind->fields[i]);
	for (const struct pair *p = r->query.first; p; p = p->next) {
		const struct record_field *f = visible_field(r, v->kind, p->value);

		if (f && strcmp(p->name, "columns") == 0)
			v->column[f - v->kind->fields] = true;
	}
	v->column[record_title_index(v->kind)] = true; /* the way to the record */
}

static void choose_sort(struct request *r, struct ledger_view *v)
{
	const char *sort = asked(r, "sort"), *state = asked(r, "state");

	if (sort) {
		v->query.descending = *sort == '-';
		v->query.sort = visible_field(r, v->kind, sort + (*sort == '-'));
	}
	if (state && strcmp(state, "gone") == 0)
		v->query.state = RECORD_GONE;
	else if (state && strcmp(state, "all") == 0)
		v->query.state = RECORD_ALL;
}

enum err ledger_view_load(struct request *r, struct ledger_view *ret)
{
	struct ledger_view *v = ret;

	*v = (struct ledger_view){0};
	TRY(ledger_asked(r, &v->kind));
	TRY(add_usual(r, v));
	TRY(add_wheres(r, v));
	v->query.day = filter_day(r, "on");
	choose_columns(r, v);
	choose_sort(r, v);
	return OK;
}

/* --- addresses --- */

static const char *const filters[] = {"unit", "word", "state", "on"};
static const char *const own[] = {"where", "field", "op", "value", "page", "done", "columns"};

static bool among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

#define AMONG(names, name) among((names), sizeof(names) / sizeof((names)[0]), (name))

static struct url with_all(struct request *r, struct url u, const struct ledger_view *v,
                           size_t except)
{
	for (const struct pair *p = r->query.first; p; p = p->next)
		if (!AMONG(own, p->name) || strcmp(p->name, "columns") == 0)
			u = url_with(r->c.arena, u, p->name, p->value);
	for (size_t i = 0; i < v->n_wheres; i++)
		if (i != except)
			u = url_with(r->c.arena, u, "where", v->wheres[i].text);
	return u;
}

struct url ledger_view_without(struct request *r, const struct ledger_view *v, size_t where)
{
	return with_all(r, LINK(r, LEDGER, v->kind->code), v, where);
}

struct url ledger_view_url(struct request *r, struct url to, const struct ledger_view *v)
{
	return with_all(r, to, v, v->n_wheres);
}

static void hidden(struct request *r, const char *name, const char *value)
{
	OPEN(&r->html, INPUT, AT(TYPE, "hidden"), AT(NAME, name), AT(VALUE, value));
}

void ledger_view_keep(struct request *r, const struct ledger_view *v, bool filters_too,
                      bool columns)
{
	for (const struct pair *p = r->query.first; p; p = p->next) {
		bool is_column = strcmp(p->name, "columns") == 0;
		bool is_other = !AMONG(own, p->name) && (filters_too || !AMONG(filters, p->name));

		if (is_column ? columns : is_other)
			hidden(r, p->name, p->value);
	}
	for (size_t i = 0; i < v->n_wheres; i++)
		hidden(r, "where", v->wheres[i].text);
}
