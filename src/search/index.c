/* Keeping the index: what the trail names is read again and put in. */
#include "base/text.h"
#include "gen/queries.h"
#include "search/fold.h"
#include "search/search.h"
#include "store/db.h"

#include <string.h>

#define FROM_THE_BEGINNING (-1)

static enum err put_doc(struct ctx *c, const struct search_kind *kind,
                        const struct search_units_out *row)
{
	struct search_doc_put_in doc = {row->id,    kind->code, row->unit_id, row->place,
	                                row->title, row->words, text_sought(c->arena, row->words)};
	struct buf grams;

	buf_init(&grams, c->arena, BUF_MAX_TEXT * 4);
	buf_puts(&grams, search_kind_word(c->arena, kind));
	if (!kind->of_people)
		buf_printf(&grams, " %s", search_unit_word(c->arena, row->unit_id));
	search_grams(&grams, doc.folded);
	TRY(q_search_doc_put(c, &doc));
	return q_search_gram_put(c, &(struct search_gram_put_in){row->id, grams.data});
}

static enum err remove_doc(struct ctx *c, int64_t id)
{
	TRY(q_search_doc_remove(c, &(struct search_doc_remove_in){id}));
	return q_search_gram_remove(c, &(struct search_gram_remove_in){id});
}

static enum err load_rows(struct ctx *c, const struct search_kind *kind, int64_t since,
                          struct search_units_out **ret, size_t *ret_n)
{
	void *found;

	if (kind->rows)
		return kind->rows(c, kind, since, ret, ret_n);
	TRY(statement_many(c, kind->source, &(struct search_units_in){since}, &found, ret_n));
	*ret = found; /* every kind's query has these columns (search.sql) */
	return OK;
}

/* A row may come because of what it belongs to: it is in the index already. */
static enum err put_rows(struct ctx *c, const struct search_kind *kind, int64_t since)
{
	struct search_units_out *rows;
	size_t n;

	TRY(load_rows(c, kind, since, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (kind->part_of && since != FROM_THE_BEGINNING)
			TRY(remove_doc(c, rows[i].id));
		TRY(put_doc(c, kind, &rows[i]));
	}
	return OK;
}

static enum err put_state(struct ctx *c)
{
	struct trail_last_out *last;

	TRY(q_trail_last(c, &last));
	return q_search_state_put(c, &(struct search_state_put_in){last->seq});
}

enum err search_rebuild(struct ctx *c)
{
	TRY(q_search_doc_clear(c));
	TRY(q_search_gram_clear(c));
	for (size_t i = 0; i < n_search_kinds; i++)
		TRY(put_rows(c, &search_kinds[i], FROM_THE_BEGINNING));
	return put_state(c);
}

/* Whether rows of the kind, or what they belong to, are among what changed. */
static bool is_touched(const struct search_kind *kind, const struct search_changed_out *changed,
                       size_t n)
{
	for (; kind; kind = kind->part_of ? search_kind_find(kind->part_of) : NULL)
		for (size_t i = 0; i < n; i++)
			if (strcmp(changed[i].table_name, kind->code) == 0)
				return true;
	return false;
}

/* What is new was not in the index yet. */
static enum err take_in(struct ctx *c, const struct search_kind *kind,
                        const struct search_changed_out *changed, size_t n, int64_t since)
{
	for (size_t i = 0; i < n; i++)
		if (!changed[i].added && strcmp(changed[i].table_name, kind->code) == 0)
			TRY(remove_doc(c, changed[i].row_id));
	return put_rows(c, kind, since);
}

static enum err follow(struct ctx *c)
{
	struct search_state_row *state;
	struct search_changed_out *changed;
	size_t n;

	TRY(q_search_state_get(c, &state));
	if (!state)
		return search_rebuild(c);
	TRY(q_search_changed(c, &(struct search_changed_in){state->trail_seq}, &changed, &n));
	for (size_t i = 0; i < n_search_kinds; i++)
		if (is_touched(&search_kinds[i], changed, n))
			TRY(take_in(c, &search_kinds[i], changed, n, state->trail_seq));
	return put_state(c);
}

/* For everybody, whoever writes. */
static enum err follow_unscoped(struct ctx *c)
{
	const char *reach = c->only_below;
	enum err e;

	c->only_below = NULL;
	e = follow(c);
	c->only_below = reach;
	return e;
}

static enum err is_there(struct ctx *c, void *ret)
{
	struct search_state_row *state;

	TRY(q_search_state_get(c, &state));
	*(bool *)ret = state != NULL;
	return OK;
}

/* Somebody else may have made it meanwhile. */
static enum err make(struct ctx *c, void *arg)
{
	(void)arg;
	return follow_unscoped(c);
}

enum err search_attach(struct ctx *c)
{
	bool there = false;

	db_before_commit(c, follow_unscoped);
	TRY(db_transaction(c, DB_READ, is_there, &there));
	return there ? OK : db_transaction(c, DB_WRITE, make, NULL);
}

enum err search_behind(struct ctx *c, int64_t *ret)
{
	struct search_state_row *state;
	struct trail_last_out *last;

	TRY(q_search_state_get(c, &state));
	TRY(q_trail_last(c, &last));
	*ret = last->seq - (state ? state->trail_seq : 0);
	return OK;
}
