/* What sections say of their records, and the confirmation of the whole. */
#include "base/text.h"
#include "job/outbox.h"
#include "ledger/ledgers.h"
#include "ledger/round_internal.h"
#include "record/edit.h"
#include "record/list.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char *id_text(struct ctx *c, int64_t id)
{
	return arena_printf(c->arena, "%" PRId64, id);
}

/* --- loading --- */

struct loading {
	struct ctx *c;
	const struct round_section *section;
	struct map answers; /* ledger, id → round_answer_row */
	struct round_item *items;
	size_t n, room;
};

static enum err load_answers(struct loading *l)
{
	struct round_answer_row *rows;
	size_t n;

	if (!l->section->row.id)
		return OK;
	TRY(q_round_answers(l->c, &(struct round_answers_in){l->section->row.id}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		map_put(&l->answers,
		        map_key2(l->c->arena, rows[i].ledger, id_text(l->c, rows[i].record_id)),
		        &rows[i]);
	return OK;
}

static enum err load_parts(struct loading *l, struct round_item *item)
{
	const char *id = id_text(l->c, item->record.id);

	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k = ledgers[i];
		struct record_query q = {.conditions = {{record_owner(k), RECORD_OP_IS, id}},
		                         .n = 1};
		struct record *rows;
		size_t n;

		if (!ledger_is_part(k, item->kind))
			continue;
		TRY(record_list(l->c, k, &q, &rows, &n));
		item->parts = arena_grow(l->c->arena, item->parts,
		                         item->n_parts * sizeof(*item->parts),
		                         (item->n_parts + n) * sizeof(*item->parts));
		for (size_t j = 0; j < n; j++)
			item->parts[item->n_parts++] =
				(struct round_item){.kind = k, .record = rows[j]};
	}
	return OK;
}

static const char *digest_of(struct ctx *c, const struct round_item *item)
{
	const char *text = arena_printf(c->arena, "%" PRId64 ".%" PRId64, item->record.id,
	                                item->record.rev);
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char hex[2 * sizeof(hash) + 1];

	for (size_t i = 0; i < item->n_parts; i++)
		text = arena_printf(c->arena, "%s %" PRId64 ".%" PRId64, text,
		                    item->parts[i].record.id, item->parts[i].record.rev);
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)text, strlen(text), NULL, 0);
	return arena_strdup(c->arena, sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash)));
}

static void find_answer(struct loading *l, struct round_item *item)
{
	const struct round_answer_row *a = map_get(
		&l->answers,
		map_key2(l->c->arena, item->kind->code, id_text(l->c, item->record.id)));

	item->answer = a;
	if (!a || !a->answer)
		return;
	if (strcmp(a->seen, item->seen) == 0 || l->section->state == ROUND_DONE)
		item->said = a->answer;
	else
		item->changed = true;
}

static enum err add_item(struct loading *l, const struct record_kind *k, const struct record *r)
{
	struct round_item item = {.kind = k, .record = *r};

	TRY(load_parts(l, &item));
	item.seen = digest_of(l->c, &item);
	find_answer(l, &item);
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 32;

		l->items = arena_grow(l->c->arena, l->items, l->room * sizeof(*l->items),
		                      room * sizeof(*l->items));
		l->room = room;
	}
	l->items[l->n++] = item;
	return OK;
}

/* The records of one row of a unit, also of one that it took over from and that the reader of
   today's unit does not reach otherwise. */
static enum err add_of_unit(struct loading *l, const struct record_kind *k, int64_t unit_id)
{
	struct record_query q = {
		.conditions = {{record_owner(k), RECORD_OP_IS, id_text(l->c, unit_id)}}, .n = 1};
	struct record *rows;
	size_t n;

	TRY(record_list(l->c, k, &q, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(add_item(l, k, &rows[i]));
	return OK;
}

static enum err add_of_row(struct loading *l, const struct record_kind *k,
                           const struct unit_row *u)
{
	const char *reach = l->c->only_below;
	struct unit_row *seen;
	enum err e;

	TRY(q_unit_by_id(l->c, &(struct unit_by_id_in){u->id}, &seen));
	if (!seen)
		l->c->only_below = u->code;
	e = add_of_unit(l, k, u->id);
	l->c->only_below = reach;
	return e;
}

static bool answers_for(const struct round_sections *all, const struct round_section *s,
                        const char *unit_id)
{
	const struct text_list *codes = map_get(&all->answers, unit_id);

	for (size_t i = 0; codes && i < codes->n; i++)
		if (strcmp(codes->v[i], s->unit->code) == 0)
			return true;
	return false;
}

static enum err all_units(struct ctx *c, struct unit_row **ret, size_t *ret_n)
{
	const char *reach = c->only_below;
	enum err e;

	c->only_below = NULL;
	e = q_unit_all(c, ret, ret_n);
	c->only_below = reach;
	return e;
}

enum err round_items_load(struct ctx *c, const struct round_row *round,
                          const struct round_sections *all, const struct round_section *s,
                          struct round_item **ret, size_t *ret_n)
{
	struct loading l = {.c = c, .section = s, .answers.arena = c->arena};
	struct unit_row *units;
	size_t n;

	TRY(load_answers(&l));
	TRY(all_units(c, &units, &n));
	for (size_t i = 0; i < n_ledgers; i++) {
		if (!round_has_ledger(c, round, ledgers[i]->code))
			continue;
		for (size_t k = 0; k < n; k++)
			if (answers_for(all, s, id_text(c, units[k].id)))
				TRY(add_of_row(&l, ledgers[i], &units[k]));
	}
	*ret = l.items;
	*ret_n = l.n;
	return OK;
}

enum err round_revision(struct ctx *c, const struct round_section *s, int64_t *ret)
{
	int64_t revision = 1 + s->row.rev;
	struct round_answer_row *rows;
	size_t n = 0;

	if (s->row.id)
		TRY(q_round_answers(c, &(struct round_answers_in){s->row.id}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		revision += rows[i].rev;
	*ret = revision;
	return OK;
}

/* --- answering --- */

static enum err must_take_answers(struct ctx *c, const struct round_row *round,
                                  const struct round_section *s, const char *today)
{
	TRY(round_must_be_open(c, round, today));
	if (s->state == ROUND_DONE)
		return FAIL(c, ERR_STATE,
		            N_("The section has confirmed already. Take the confirmation back to "
		               "change it."));
	return OK;
}

/* Its row, made where it answers for units that were asked and are no more. */
static enum err make_row(struct ctx *c, struct round_section *s)
{
	return s->row.id ? OK : round_unit_insert(c, &s->row);
}

enum err round_answer(struct ctx *c, const struct round_row *round, struct round_section *s,
                      const struct round_item *item, const struct round_said *what,
                      const char *today)
{
	struct round_answer_row row = {.ledger = item->kind->code, .record_id = item->record.id};

	TRY(must_take_answers(c, round, s, today));
	TRY(make_row(c, s));
	if (item->answer)
		row = *item->answer;
	row.round_unit_id = s->row.id;
	row.answer = what->said;
	row.gone_on = what->gone_on;
	row.at_once = what->at_once;
	row.seen = item->seen;
	row.at_us = c->now_us;
	if (!item->answer)
		return what->said ? round_answer_insert(c, &row) : OK;
	return round_answer_update(c, item->answer, &row);
}

enum err round_edited(struct ctx *c, const struct round_row *round, const char *code,
                      const char *ledger, int64_t record_id, const char *today)
{
	const struct round_said edited = {.said = ROUND_EDITED};
	struct round_sections all;
	struct round_section *s;
	struct round_item *items;
	size_t n;

	TRY(round_sections_load(c, round, today, &all));
	TRY(round_section_find(c, &all, code, &s));
	if (s->state == ROUND_DONE || !round_is_open(round, today))
		return OK;
	TRY(round_items_load(c, round, &all, s, &items, &n));
	for (size_t i = 0; i < n; i++)
		if (items[i].record.id == record_id && strcmp(items[i].kind->code, ledger) == 0)
			return round_answer(c, round, s, &items[i], &edited, today);
	return OK;
}

enum err round_remark(struct ctx *c, const struct round_row *round, struct round_section *s,
                      const char *remark, const char *today)
{
	struct round_unit_row before, after;

	TRY(must_take_answers(c, round, s, today));
	if (!s->row.id && !remark)
		return OK;
	TRY(make_row(c, s));
	before = after = s->row;
	after.remark = remark;
	TRY(round_unit_update(c, &before, &after));
	s->row = after;
	return OK;
}

/* --- confirming --- */

static enum err mark_gone(struct ctx *c, const struct round_item *item)
{
	struct record after = record_copy(c->arena, item->kind, &item->record);

	after.gone_on = item->answer->gone_on;
	return record_store(c, item->kind, &item->record, &after);
}

enum err round_confirm(struct ctx *c, const struct round_row *round,
                       const struct round_sections *all, struct round_section *s,
                       const char *today)
{
	struct round_unit_row before, after;
	struct round_item *items;
	size_t n, undecided = 0;

	TRY(must_take_answers(c, round, s, today));
	TRY(make_row(c, s));
	TRY(round_items_load(c, round, all, s, &items, &n));
	before = after = s->row;
	for (size_t i = 0; i < n; i++) {
		undecided += !items[i].said;
		after.at_once += items[i].said && items[i].answer->at_once;
		if (items[i].said && strcmp(items[i].said, ROUND_GONE) == 0)
			TRY(mark_gone(c, &items[i]));
	}
	if (undecided)
		return FAIL(c, ERR_INVALID, N_("{1} records are undecided yet."),
		            arena_printf(c->arena, "%zu", undecided));
	after.records = (int64_t)n;
	after.confirmed_us = c->now_us;
	after.confirmed_by = c->actor;
	TRY(round_unit_update(c, &before, &after));
	s->row = after;
	s->state = ROUND_DONE;
	return outbox_withdraw(c, round->id, s->unit->id);
}

enum err round_unconfirm(struct ctx *c, const struct round_row *round, struct round_section *s,
                         const char *today)
{
	struct round_unit_row before = s->row, after = s->row;

	TRY(round_must_be_open(c, round, today));
	if (s->state != ROUND_DONE)
		return FAIL(c, ERR_STATE, N_("The section has not confirmed yet."));
	after.confirmed_us = 0;
	after.confirmed_by = NULL;
	after.records = after.at_once = 0;
	return round_unit_update(c, &before, &after);
}
