#include "ledger/policy_exchange_internal.h"

#include "base/text.h"
#include "ledger/ledgers.h"
#include "org/person.h"
#include "record/edit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	REVISED = HANDED__COLUMNS,
	DUE,
	CHANGES,
	LINK_TO,
	HEADS_ONLY,
	UNITS,
	CLOSED,
	N_COLUMNS
};

static const struct form_column columns[N_COLUMNS] = {
	HANDED_COLUMNS,
	[REVISED] = {"revised_on", "最終改正日|改正日", false},
	[DUE] = {"due_on", "確認の期限|期限", true},
	[CHANGES] = {"changes", "変更点", false},
	[LINK_TO] = {"link", "文書の場所", false},
	[HEADS_ONLY] = {"heads_only", "所属長だけ", false},
	[UNITS] = {"units", "配付先|配付先コード", false},
	[CLOSED] = {"closed_on", "終了日|差替日", false},
};
const struct form distribution_form = {columns, N_COLUMNS};

/* --- which one --- */

static const char *id_text(struct arena *a, int64_t id)
{
	return arena_printf(a, "%" PRId64, id);
}

const char *handed_key_text(struct arena *a, const struct handed_key *key)
{
	return arena_printf(a, "%" PRId64 " %s %ld", key->policy_id, key->day, key->nth);
}

static enum err load_units_of(struct ctx *c, const struct handed_out *all)
{
	struct policy_distribution_unit_row *rows;
	size_t n;

	TRY(q_policy_distribution_unit_all(c, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct handed *one =
			map_get(&all->by_id, id_text(c->arena, rows[i].distribution_id));

		one->units = one->units ? arena_printf(c->arena, "%s|%s", one->units,
		                                       rows[i].unit_code)
		                        : rows[i].unit_code;
	}
	return OK;
}

/* Any ledger of parts of documents would do for the names of documents. */
enum err handed_out_load(struct ctx *c, struct handed_out *ret)
{
	struct handed_out all = {.by_key = {.arena = c->arena}, .by_id = {.arena = c->arena}};
	struct policy_distribution_row *rows;

	TRY(record_names_load(c, &ledger_policy_clauses, &all.names));
	TRY(q_policy_distribution_all(c, &rows, &all.n));
	all.v = ARENA_ARRAY(c->arena, all.n, struct handed);
	for (size_t i = 0; i < all.n; i++) {
		struct handed_key key = {rows[i].policy_id, rows[i].distributed_on, 1};

		while (map_get(&all.by_key, handed_key_text(c->arena, &key)))
			key.nth++;
		all.v[i] = (struct handed){&rows[i], key.nth, NULL};
		map_put(&all.by_key, handed_key_text(c->arena, &key), &all.v[i]);
		map_put(&all.by_id, id_text(c->arena, rows[i].id), &all.v[i]);
	}
	TRY(load_units_of(c, &all));
	*ret = all;
	return OK;
}

static int64_t read_policy(struct reading *r, const struct sheet_row *row,
                           const struct handed_out *all)
{
	struct record named = record_new(r->c->arena, all->names.kind);
	struct record_faults faults = {0};

	if (reading_empty(r, row, HANDED_POLICY))
		READING_PROBLEM(r, row, HANDED_POLICY, SEV_REJECT, "required",
		                N_("The policy document is missing."));
	else
		record_take(r->c, &all->names, &named, 0, reading_text(r, row, HANDED_POLICY),
		            &faults);
	for (const struct record_fault *f = faults.first; f; f = f->next)
		READING_PROBLEM(r, row, HANDED_POLICY, SEV_REJECT, f->code, f->msgid, f->args[0],
		                f->args[1]);
	return named.v[0] ? strtoll(named.v[0], NULL, 10) : 0;
}

static long read_nth(struct reading *r, const struct sheet_row *row)
{
	const char *text = reading_text(r, row, HANDED_NTH);
	long n = 1;

	if (*text && (!text_to_long(r->c->arena, text, &n) || n < 1))
		READING_PROBLEM(r, row, HANDED_NTH, SEV_REJECT, "number-invalid",
		                N_("“{1}” is no number from 1 on."), text);
	return n;
}

struct handed_key handed_key_read(struct reading *r, const struct sheet_row *row,
                                  const struct handed_out *all)
{
	struct handed_key key = {read_policy(r, row, all), reading_date(r, row, HANDED_ON),
	                         read_nth(r, row)};

	if (reading_empty(r, row, HANDED_ON))
		READING_PROBLEM(r, row, HANDED_ON, SEV_REJECT, "required",
		                N_("The day it was handed out is missing."));
	return key;
}

const struct handed *handed_find(struct reading *r, const struct sheet_row *row,
                                 const struct handed_out *all)
{
	struct handed_key key = handed_key_read(r, row, all);
	const struct handed *found;

	if (r->row_rejected)
		return NULL;
	found = map_get(&all->by_key, handed_key_text(r->c->arena, &key));
	if (!found)
		READING_PROBLEM(r, row, HANDED_ON, SEV_REJECT, "distribution-unknown",
		                N_("“{1}” was not handed out on {2}. Import the distributions "
		                   "first."),
		                reading_text(r, row, HANDED_POLICY), key.day);
	return found;
}

void handed_export(struct arena *a, const struct handed_out *all, const struct handed *one,
                   const char **v)
{
	v[HANDED_POLICY] = map_get(&all->names.by_id[0], id_text(a, one->row->policy_id));
	v[HANDED_ON] = one->row->distributed_on;
	v[HANDED_NTH] = one->nth > 1 ? arena_printf(a, "%ld", one->nth) : NULL;
}

void handed_once(struct reading *r, const struct sheet_row *row, struct map *seen, const char *key)
{
	if (map_put(seen, key, seen))
		READING_PROBLEM(r, row, -1, SEV_REJECT, "key-repeated",
		                N_("“{1}” stands in the file twice."),
		                reading_text(r, row, HANDED_POLICY));
}

bool handed_same(const char *x, const char *y)
{
	return strcmp(x ? x : "", y ? y : "") == 0;
}

/* --- distributions in --- */

/* One as it is to be, from the file or kept beside it. */
struct handing {
	struct policy_distribution_row now;
	const struct handed *stored; /* NULL = new */
	const char *units;
	long nth;
	struct handing *next; /* of the same document */
};

struct reader {
	struct reading r;
	struct handed_out all;
	struct unit_row *units;
	size_t n_units;
	struct handing *in; /* of the file, but those rejected */
	size_t n;
	struct map seen;    /* handed_key_text() of the file */
};

static bool unit_is_there(const struct reader *p, const char *code, const char *day)
{
	for (size_t i = 0; i < p->n_units; i++)
		if (strcmp(p->units[i].code, code) == 0 &&
		    day_within(day, p->units[i].valid_from, p->units[i].valid_to))
			return true;
	return false;
}

static const char *read_units(struct reader *p, const struct sheet_row *row, const char *day)
{
	struct arena *a = p->r.c->arena;
	const char *text = text_nfkc(a, reading_text(&p->r, row, UNITS));
	struct text_list codes = text_split(a, text, "|\n;,");

	for (size_t i = 0; i < codes.n; i++)
		if (!unit_is_there(p, codes.v[i], day))
			READING_PROBLEM(&p->r, row, UNITS, SEV_REJECT, "unit-unknown",
			                N_("There is no unit {1} on {2}."), codes.v[i], day);
	return codes.n ? text_join(a, &codes, "|") : NULL;
}

static const char *read_text(struct reader *p, const struct sheet_row *row, int column,
                             const char *stored)
{
	return reading_has(&p->r, column) ? reading_opt(&p->r, row, column) : stored;
}

static const char *read_date(struct reader *p, const struct sheet_row *row, int column,
                             const char *stored)
{
	return reading_has(&p->r, column) ? reading_date(&p->r, row, column) : stored;
}

static void check_end(struct reader *p, const struct sheet_row *row, int column, const char *end,
                      const char *begin)
{
	if (end && strcmp(end, begin) < 0)
		READING_PROBLEM(&p->r, row, column, SEV_REJECT, "period-reversed",
		                N_("The end {1} lies before the begin {2}."), end, begin);
}

/* The columns but those of the key. */
static void read_rest(struct reader *p, const struct sheet_row *row, struct handing *h)
{
	struct policy_distribution_row *now = &h->now;

	now->revised_on = read_date(p, row, REVISED, now->revised_on);
	now->due_on = reading_date(&p->r, row, DUE);
	now->changes = read_text(p, row, CHANGES, now->changes);
	now->link = read_text(p, row, LINK_TO, now->link);
	now->closed_on = read_date(p, row, CLOSED, now->closed_on);
	if (reading_has(&p->r, HEADS_ONLY))
		now->heads_only = reading_flag(&p->r, row, HEADS_ONLY);
	if (reading_has(&p->r, UNITS))
		h->units = read_units(p, row, now->distributed_on);
	if (reading_empty(&p->r, row, DUE))
		READING_PROBLEM(&p->r, row, DUE, SEV_REJECT, "required",
		                N_("The day by which it is to be read is missing."));
	check_end(p, row, DUE, now->due_on, now->distributed_on);
	check_end(p, row, CLOSED, now->closed_on, now->distributed_on);
}

/* The second of a day comes after the first. */
static void check_nth(struct reader *p, const struct sheet_row *row, struct handed_key key)
{
	const char *before;

	key.nth--;
	before = handed_key_text(p->r.c->arena, &key);
	if (key.nth && !map_get(&p->all.by_key, before) && !map_get(&p->seen, before))
		READING_PROBLEM(&p->r, row, HANDED_NTH, SEV_REJECT, "number-missing",
		                N_("There is none of that day before it."));
}

/* A new one is of the revision that the ledger has. */
static enum err begin_new(struct reader *p, const struct handed_key *key, struct handing *h)
{
	const struct record_kind *k = &ledger_policies;
	struct record policy;

	TRY(record_get(p->r.c, k, key->policy_id, &policy));
	h->now = (struct policy_distribution_row){
		.policy_id = key->policy_id, .distributed_on = key->day,
		.revised_on = policy.v[record_field_index(k, "revised_on")]};
	return OK;
}

static enum err read_row(struct reader *p, const struct sheet_row *row)
{
	struct handed_key key = handed_key_read(&p->r, row, &p->all);
	struct handing *h = &p->in[p->n];
	const char *text;

	if (p->r.row_rejected)
		return OK;
	text = handed_key_text(p->r.c->arena, &key);
	*h = (struct handing){.stored = map_get(&p->all.by_key, text), .nth = key.nth};
	if (h->stored) {
		h->now = *h->stored->row;
		h->units = h->stored->units;
	} else {
		check_nth(p, row, key);
		TRY(begin_new(p, &key, h));
	}
	handed_once(&p->r, row, &p->seen, text);
	read_rest(p, row, h);
	p->n += !p->r.row_rejected;
	return OK;
}

/* --- the earlier ones end --- */

static bool is_newer(const struct handing *x, const struct handing *than)
{
	int order = strcmp(x->now.distributed_on, than->now.distributed_on);

	return order > 0 || (order == 0 && x->nth > than->nth);
}

static void end_earlier(struct handing *of_policy)
{
	for (struct handing *h = of_policy; h; h = h->next) {
		const struct handing *next = NULL;

		if (h->now.closed_on)
			continue;
		for (const struct handing *x = of_policy; x; x = x->next)
			if (is_newer(x, h) && (!next || is_newer(next, x)))
				next = x;
		if (next)
			h->now.closed_on = next->now.distributed_on;
	}
}

static void put_handing(struct map *by_policy, struct handing *h)
{
	const char *key = id_text(by_policy->arena, h->now.policy_id);

	h->next = map_get(by_policy, key);
	map_put(by_policy, key, h);
}

/* Those kept of the documents that the file speaks of, beside those of the file. */
static size_t add_kept(struct reader *p, struct map *by_policy, struct handing *kept)
{
	size_t n = 0;

	for (size_t i = 0; i < p->all.n; i++) {
		const struct handed *one = &p->all.v[i];
		struct handed_key key = {one->row->policy_id, one->row->distributed_on, one->nth};

		if (map_get(&p->seen, handed_key_text(p->r.c->arena, &key)) ||
		    !map_get(by_policy, id_text(p->r.c->arena, one->row->policy_id)))
			continue;
		kept[n] = (struct handing){*one->row, one, one->units, one->nth, NULL};
		put_handing(by_policy, &kept[n++]);
	}
	return n;
}

/* --- storing --- */

static enum err store_units(struct ctx *c, const struct handing *h, bool is_new)
{
	struct policy_distribution_unit_row *rows;
	struct text_list codes = text_split(c->arena, h->units ? h->units : "", "|");
	size_t n = 0;

	if (!is_new)
		TRY(q_policy_distribution_units(
			c, &(struct policy_distribution_units_in){h->now.id}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(policy_distribution_unit_delete(c, &rows[i]));
	for (size_t i = 0; i < codes.n; i++) {
		struct policy_distribution_unit_row row = {.distribution_id = h->now.id,
		                                           .unit_code = codes.v[i]};

		TRY(policy_distribution_unit_insert(c, &row));
	}
	return OK;
}

static bool is_same(const struct policy_distribution_row *x,
                    const struct policy_distribution_row *y)
{
	return handed_same(x->revised_on, y->revised_on) && handed_same(x->due_on, y->due_on) &&
	       handed_same(x->changes, y->changes) && handed_same(x->link, y->link) &&
	       x->heads_only == y->heads_only && handed_same(x->closed_on, y->closed_on);
}

static enum err store(struct ctx *c, struct handing *h, long *counts[3])
{
	bool row, units;

	if (!h->stored) {
		++*counts[0];
		TRY(policy_distribution_insert(c, &h->now));
		return store_units(c, h, true);
	}
	row = !is_same(h->stored->row, &h->now);
	units = !handed_same(h->stored->units, h->units);
	++*counts[row || units ? 1 : 2];
	if (row)
		TRY(policy_distribution_update(c, h->stored->row, &h->now));
	return units ? store_units(c, h, false) : OK;
}

static enum err store_all(struct reader *p, struct import_result *ret)
{
	struct ctx *c = p->r.c;
	struct map by_policy = {.arena = c->arena};
	struct handing *kept = ARENA_ARRAY(c->arena, p->all.n, struct handing);
	long of_kept = 0, *told[] = {&ret->created, &ret->updated, &ret->unchanged};
	long *untold[] = {&of_kept, &of_kept, &of_kept};
	size_t n;

	for (size_t i = 0; i < p->n; i++)
		put_handing(&by_policy, &p->in[i]);
	n = add_kept(p, &by_policy, kept);
	for (size_t i = 0; i < by_policy.room; i++)
		if (by_policy.entries[i].key)
			end_earlier(by_policy.entries[i].value);
	for (size_t i = 0; i < p->n; i++)
		TRY(store(c, &p->in[i], told));
	for (size_t i = 0; i < n; i++)
		TRY(store(c, &kept[i], untold));
	return OK;
}

enum err distribution_import(struct ctx *c, const struct book *book, const char *file,
                             struct import_result *ret)
{
	struct reader p = {.seen = {.arena = c->arena}};
	const struct sheet_row *row;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, &distribution_form, &ret->problems, &p.r));
	TRY(handed_out_load(c, &p.all));
	TRY(q_unit_all(c, &p.units, &p.n_units));
	p.in = ARENA_ARRAY(c->arena, p.r.sheet->n_rows, struct handing);
	while ((row = reading_next(&p.r)) != NULL) {
		ret->rows++;
		TRY(read_row(&p, row));
	}
	reading_end(&p.r);
	ret->rejected = p.r.rejected;
	return store_all(&p, ret);
}

/* --- distributions out --- */

enum err distribution_export(struct ctx *c, struct table *ret)
{
	static const struct column out[N_COLUMNS] = {
		HANDED_OUT_COLUMNS,
		[REVISED] = {"revised_on", COLUMN_DATE},
		[DUE] = {"due_on", COLUMN_DATE},
		[CHANGES] = {"changes", COLUMN_WIDE_TEXT},
		[LINK_TO] = {"link", COLUMN_WIDE_TEXT},
		[HEADS_ONLY] = {"heads_only", COLUMN_TEXT},
		[UNITS] = {"units", COLUMN_TEXT},
		[CLOSED] = {"closed_on", COLUMN_DATE},
	};
	const char *const **rows;
	struct handed_out all;

	TRY(handed_out_load(c, &all));
	rows = ARENA_ARRAY(c->arena, all.n, const char *const *);
	for (size_t i = 0; i < all.n; i++) {
		const char **v = ARENA_ARRAY(c->arena, N_COLUMNS, const char *);
		const struct policy_distribution_row *row = all.v[i].row;

		handed_export(c->arena, &all, &all.v[i], v);
		v[REVISED] = row->revised_on;
		v[DUE] = row->due_on;
		v[CHANGES] = row->changes;
		v[LINK_TO] = row->link;
		v[HEADS_ONLY] = row->heads_only ? "○" : NULL;
		v[UNITS] = all.v[i].units;
		v[CLOSED] = row->closed_on;
		rows[i] = v;
	}
	*ret = (struct table){"distributions", out, N_COLUMNS, rows, all.n};
	return OK;
}
