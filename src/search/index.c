/* Keeping the index: what the trail names is read again and put in. */
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
	                                row->title, row->words, search_fold(c->arena, row->words)};
	struct buf grams;

	buf_init(&grams, c->arena, BUF_MAX_TEXT * 4);
	buf_puts(&grams, kind->code); /* longer than a gram: no word is mixed up with it */
	search_grams(&grams, doc.folded);
	TRY(q_search_doc_put(c, &doc));
	return q_search_gram_put(c, &(struct search_gram_put_in){row->id, grams.data});
}

static enum err put_rows(struct ctx *c, const struct search_kind *kind, int64_t since)
{
	const struct search_units_in in = {since};
	struct search_units_out *rows; /* every kind's query has these columns (search.sql) */
	void *found;
	size_t n;

	TRY(statement_many(c, kind->source, &in, &found, &n));
	rows = found;
	for (size_t i = 0; i < n; i++)
		TRY(put_doc(c, kind, &rows[i]));
	return OK;
}

static enum err remove_doc(struct ctx *c, int64_t id)
{
	TRY(q_search_doc_remove(c, &(struct search_doc_remove_in){id}));
	return q_search_gram_remove(c, &(struct search_gram_remove_in){id});
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

/* changed: of one table, by id. What is new was not in the index yet. */
static enum err take_in(struct ctx *c, const struct search_changed_out *changed, size_t n,
                        int64_t since)
{
	const struct search_kind *kind = search_kind_find(changed[0].table_name);

	if (!kind)
		return OK;
	for (size_t i = 0; i < n; i++)
		if (!changed[i].added)
			TRY(remove_doc(c, changed[i].row_id));
	return put_rows(c, kind, since);
}

static enum err follow(struct ctx *c)
{
	struct search_state_row *state;
	struct search_changed_out *changed;
	size_t n, end;

	TRY(q_search_state_get(c, &state));
	if (!state)
		return search_rebuild(c);
	TRY(q_search_changed(c, &(struct search_changed_in){state->trail_seq}, &changed, &n));
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1;
		     end < n && strcmp(changed[end].table_name, changed[i].table_name) == 0; end++)
			;
		TRY(take_in(c, &changed[i], end - i, state->trail_seq));
	}
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

void search_attach(struct ctx *c)
{
	db_before_commit(c, follow_unscoped);
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
