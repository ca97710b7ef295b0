#include "record/people.h"

#include "base/date.h"
#include "base/text.h"
#include "gen/queries.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *record_person_name(struct arena *a, const struct record_person *p)
{
	return arena_printf(a, "%s %s", p->number, p->name);
}

bool record_person_left(const struct record_people *people, const struct record_person *p)
{
	return p->left_on && strcmp(p->left_on, people->today) < 0;
}

static void put(struct record_people *people, struct record_person *p)
{
	struct arena *a = people->by_id.arena;
	const char *name = text_fold(a, p->name);

	if (map_get(&people->by_id, p->id)) /* two main posts */
		return;
	p->next = map_get(&people->by_name, name);
	map_put(&people->by_id, p->id, p);
	map_put(&people->by_number, text_fold(a, p->number), p);
	map_put(&people->by_name, name, p);
}

static struct record_people nobody(struct ctx *c)
{
	struct arena *a = c->arena;

	return (struct record_people){.by_id = {.arena = a}, .by_number = {.arena = a},
	                              .by_name = {.arena = a},
	                              .today = date_format(a, date_in_japan(c->now_us), DATE_ISO)};
}

/* Those of the ids who are within the reach. */
static enum err load_range(struct ctx *c, struct record_people *people, int64_t from, int64_t to)
{
	struct arena *a = c->arena;
	struct people_to_name_out *rows;
	struct record_person *list;
	size_t n;

	TRY(q_people_to_name(c, &(struct people_to_name_in){people->today, from, to}, &rows, &n));
	list = ARENA_ARRAY(a, n, struct record_person);
	for (size_t i = 0; i < n; i++) {
		list[i] = (struct record_person){
			.id = arena_printf(a, "%" PRId64, rows[i].id),
			.number = rows[i].number,
			.name = rows[i].name,
			.left_on = rows[i].left_on,
			.unit_id = rows[i].unit_id ? arena_printf(a, "%" PRId64, rows[i].unit_id)
			                           : NULL,
		};
		put(people, &list[i]);
	}
	return OK;
}

enum err record_people_load(struct ctx *c, struct record_people *ret)
{
	*ret = nobody(c);
	return load_range(c, ret, 0, INT64_MAX);
}

enum err record_people_called(struct ctx *c, const char *text, struct record_people *ret)
{
	struct arena *a = c->arena;
	const char *s = text_trim(a, text_nfkc(a, text)), *id = record_person_id(s);
	const char *key = text_fold(a, s), *number = arena_strndup(a, s, strcspn(s, " "));
	struct people_written_out *rows;
	size_t n;

	*ret = nobody(c);
	if (id)
		return load_range(c, ret, strtoll(id, NULL, 10), strtoll(id, NULL, 10));
	TRY(q_people_written(c, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const char *folded = text_fold(a, rows[i].number);

		if (strcmp(folded, key) == 0 || strcmp(folded, number) == 0 ||
		    strcmp(text_fold(a, rows[i].name), key) == 0)
			TRY(load_range(c, ret, rows[i].id, rows[i].id));
	}
	return OK;
}

/* Among those of one name; NULL unless it is exactly one. */
static const struct record_person *only(const struct record_people *people,
                                        const struct record_person *p, bool left,
                                        const char *unit_id, size_t *ret_n)
{
	const struct record_person *found = NULL;

	*ret_n = 0;
	for (; p; p = p->next) {
		bool there = !unit_id || (p->unit_id && strcmp(p->unit_id, unit_id) == 0);

		if (record_person_left(people, p) == left && there) {
			found = p;
			++*ret_n;
		}
	}
	return *ret_n == 1 ? found : NULL;
}

static enum record_person_found find_name(const struct record_people *people,
                                          const struct record_person *named, const char *unit_id,
                                          const struct record_person **ret)
{
	size_t serving, left, there;

	*ret = only(people, named, false, NULL, &serving);
	if (serving > 1 && unit_id)
		*ret = only(people, named, false, unit_id, &there);
	else if (!serving)
		*ret = only(people, named, true, NULL, &left);
	return *ret ? RECORD_PERSON_FOUND : RECORD_PERSON_SEVERAL;
}

enum record_person_found record_person_find(struct arena *a, const struct record_people *people,
                                            const char *text, const char *unit_id,
                                            const struct record_person **ret)
{
	const char *s = text_trim(a, text_nfkc(a, text)), *id = record_person_id(s);
	const struct record_person *p;
	size_t word = strcspn(s, " ");

	if (id)
		return (*ret = map_get(&people->by_id, id)) ? RECORD_PERSON_FOUND
		                                            : RECORD_PERSON_NOBODY;
	if ((*ret = map_get(&people->by_number, text_fold(a, s))))
		return RECORD_PERSON_FOUND;
	p = s[word] ? map_get(&people->by_number, arena_strndup(a, s, word)) : NULL;
	if (p) {
		*ret = p;
		return strcmp(text_fold(a, s + word), text_fold(a, p->name)) == 0
		               ? RECORD_PERSON_FOUND
		               : RECORD_PERSON_OTHER;
	}
	p = map_get(&people->by_name, text_fold(a, s));
	return p ? find_name(people, p, unit_id, ret) : RECORD_PERSON_NOBODY;
}
