/* Units, records and people by what they are called. */
#include "record/list.h"
#include "record/people.h"

#include "base/date.h"
#include "base/text.h"
#include "gen/queries.h"

#include <inttypes.h>
#include <string.h>

/* A name that two share leads to neither. */
static void put_name(struct map *by_name, const char *name, const char *id)
{
	struct arena *a = by_name->arena;
	const char *key = name && *name ? text_fold(a, name) : NULL, *other;

	if (!key)
		return;
	other = map_get(by_name, key);
	map_put(by_name, key, (void *)(other && strcmp(other, id) != 0 ? "" : id));
}

/* What to write for an id so that reading it finds the id again. */
static void put_id(struct map *by_id, const struct map *by_name, const char *name, const char *id)
{
	const char *found = name ? map_get(by_name, text_fold(by_id->arena, name)) : NULL;

	map_put(by_id, id,
	        found && strcmp(found, id) == 0 ? (void *)name
	                                        : arena_printf(by_id->arena, "#%s", id));
}

/* Units of today by code and name; those of other days by #id only. */
static enum err load_units(struct ctx *c, struct map *by_name, struct map *by_id)
{
	const char *today = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
	struct unit_row *units;
	size_t n;

	TRY(q_unit_all(c, &units, &n));
	for (size_t i = 0; i < n; i++) {
		const struct unit_row *u = &units[i];
		const char *id = arena_printf(c->arena, "%" PRId64, u->id);

		if (strcmp(u->valid_from, today) <= 0 &&
		    (!u->valid_to || strcmp(today, u->valid_to) <= 0)) {
			put_name(by_name, u->code, id);
			put_name(by_name, u->name, id);
		}
	}
	for (size_t i = 0; i < n; i++)
		put_id(by_id, by_name, units[i].name,
		       arena_printf(c->arena, "%" PRId64, units[i].id));
	return OK;
}

/* A record is called by its title and by keys that are texts. */
static void put_record_names(struct arena *a, const struct record_kind *k, const struct record *r,
                             struct map *by_name)
{
	const char *id = arena_printf(a, "%" PRId64, r->id);

	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];

		if (f->flags & RECORD_TITLE || (f->flags & RECORD_KEY && f->type == RECORD_TEXT))
			put_name(by_name, r->v[i], id);
	}
}

static void put_record_id(struct arena *a, const struct record_kind *k, const struct record *r,
                          struct map *by_id, const struct map *by_name)
{
	put_id(by_id, by_name, r->v[record_title_index(k)], arena_printf(a, "%" PRId64, r->id));
}

static enum err load_records(struct ctx *c, const struct record_kind *k, struct map *by_name,
                             struct map *by_id)
{
	struct record *records;
	size_t n;

	TRY(record_list(c, k, &(struct record_query){.state = RECORD_ALL}, &records, &n));
	for (size_t i = 0; i < n; i++)
		put_record_names(c->arena, k, &records[i], by_name);
	for (size_t i = 0; i < n; i++)
		put_record_id(c->arena, k, &records[i], by_id, by_name);
	return OK;
}

static enum err load_roles(struct ctx *c, struct map *by_name, struct map *by_id)
{
	struct duty_row *duties;
	size_t n;

	TRY(q_duty_all(c, &duties, &n));
	for (size_t i = 0; i < n; i++) {
		const char *id = arena_printf(c->arena, "%" PRId64, duties[i].id);

		put_name(by_name, duties[i].code, id);
		put_name(by_name, duties[i].name, id);
	}
	for (size_t i = 0; i < n; i++)
		put_id(by_id, by_name, duties[i].name,
		       arena_printf(c->arena, "%" PRId64, duties[i].id));
	return OK;
}

void record_names_add(struct arena *a, const struct record_names *names, const struct record *r)
{
	const struct record_kind *k = names->kind;

	for (size_t i = 0; i < k->n; i++) {
		if (!k->fields[i].refers || !record_same_kind(k->fields[i].refers, k))
			continue;
		put_record_names(a, k, r, &names->by_name[i]);
		put_record_id(a, k, r, &names->by_id[i], &names->by_name[i]);
	}
}

static struct record_names no_names(struct arena *a, const struct record_kind *k)
{
	return (struct record_names){.kind = k,
	                             .by_name = ARENA_ARRAY(a, k->n, struct map),
	                             .by_id = ARENA_ARRAY(a, k->n, struct map)};
}

/* What links of the field lead to. */
static enum err load_links(struct ctx *c, struct record_names *names, size_t field)
{
	const struct record_field *f = &names->kind->fields[field];
	struct map *by_name = &names->by_name[field], *by_id = &names->by_id[field];

	by_name->arena = by_id->arena = c->arena;
	if (f->type == RECORD_UNIT)
		return load_units(c, by_name, by_id);
	if (f->type == RECORD_REFERENCE)
		return load_records(c, f->refers, by_name, by_id);
	if (f->type == RECORD_ROLE)
		return load_roles(c, by_name, by_id);
	return OK;
}

enum err record_names_load(struct ctx *c, const struct record_kind *k, struct record_names *ret)
{
	struct record_names names = no_names(c->arena, k);

	for (size_t i = 0; i < k->n; i++) {
		TRY(load_links(c, &names, i));
		if (k->fields[i].type != RECORD_PERSON || names.people)
			continue;
		names.people = ARENA_NEW(c->arena, struct record_people);
		TRY(record_people_load(c, names.people));
	}
	*ret = names;
	return OK;
}

enum err record_names_for(struct ctx *c, const struct record_kind *k, size_t field,
                          const char *text, struct record_names *ret)
{
	struct record_names names = no_names(c->arena, k);

	TRY(load_links(c, &names, field));
	if (k->fields[field].type == RECORD_PERSON) {
		names.people = ARENA_NEW(c->arena, struct record_people);
		TRY(record_people_called(c, text ? text : "", names.people));
	}
	*ret = names;
	return OK;
}
