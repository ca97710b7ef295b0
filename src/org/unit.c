#include "org/unit.h"

#include "org/unit_tree.h"

#include "base/map.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CODE, NAME, PARENT, KIND, BODY, ORDER, FROM, TO, SUCCESSORS, N_COLUMNS };

static const struct form_column columns[N_COLUMNS] = {
        [CODE] = {"code", "コード|所属コード|部署コード|組織コード", true},
        [NAME] = {"name", "名称|所属名|部署名|所属|組織名", true},
        [PARENT] = {"parent_code", "上位|上位コード|上位所属|上位所属コード|親コード", false},
        [KIND] = {"kind", "種別|階層", false},
        [BODY] = {"body", "区分|執行機関|機関", false},
        [ORDER] = {"order", "順序|表示順|建制順|並び順", false},
        [FROM] = {"valid_from", "開始日|有効開始日|設置日", false},
        [TO] = {"valid_to", "終了日|有効終了日|廃止日", false},
        [SUCCESSORS] = {"successors", "承継先|後継|後継コード", false},
};
const struct form unit_form = {columns, N_COLUMNS};

/* One row of the file on its way in. */
struct incoming {
	const struct sheet_row *row;
	struct unit_row unit;
	struct unit_row *existing;
	const char *successors;
	bool rejected;
	struct incoming *before; /* the row above it with the same code; NULL = none */
};

/* A stored row. */
struct known {
	struct unit_row *row;
	struct incoming *update; /* the row of the file that updates it; NULL = none */
	struct known *next;      /* of the same code, an earlier one */
};

struct unit_reader {
	struct reading r;
	struct incoming *in;
	size_t n;
	struct unit_row *existing;
	size_t n_existing;
	struct known *known; /* parallel to existing */
	struct map by_key;  /* code + valid_from → unit_row */
	struct map stored;  /* code → known, the latest first */
	struct map by_code; /* code → unit_row, existing or incoming */
	struct map by_name; /* folded name → unit_row; &ambiguous when several codes share it */
	int64_t last_sort;
};

static struct unit_row ambiguous;

enum err unit_in_period(struct ctx *c, const char *code, const char *from, const char *to,
                        struct unit_row **ret)
{
	size_t n;
	struct unit_row *rows;

	TRY(q_unit_in_period(c, &(struct unit_in_period_in){code, from, to}, &rows, &n));
	*ret = n ? rows : NULL;
	return OK;
}

static void know(struct unit_reader *u, struct unit_row *unit)
{
	struct arena *a = u->r.c->arena;
	const char *name = text_fold(a, unit->name);
	struct unit_row *other = map_get(&u->by_name, name);

	map_put(&u->by_code, unit->code, unit);
	map_put(&u->by_name, name,
	        other && other != &ambiguous && strcmp(other->code, unit->code) != 0 ? &ambiguous
	                                                                             : unit);
}

/* Puts the stored row into the list of its code, the latest first. */
static void know_stored(struct unit_reader *u, struct known *k)
{
	struct known *first = map_get(&u->stored, k->row->code);

	if (!first || strcmp(first->row->valid_from, k->row->valid_from) < 0) {
		k->next = first;
		map_put(&u->stored, k->row->code, k);
		return;
	}
	while (first->next && strcmp(first->next->row->valid_from, k->row->valid_from) > 0)
		first = first->next;
	k->next = first->next;
	first->next = k;
}

static enum err load_existing(struct unit_reader *u)
{
	struct ctx *c = u->r.c;

	TRY(q_unit_all(c, &u->existing, &u->n_existing));
	u->known = ARENA_ARRAY(c->arena, u->n_existing, struct known);
	for (size_t i = 0; i < u->n_existing; i++) {
		struct unit_row *e = &u->existing[i];

		u->known[i].row = e;
		know_stored(u, &u->known[i]);
		map_put(&u->by_key, map_key2(c->arena, e->code, e->valid_from), e);
		know(u, e);
		if (e->sort > u->last_sort)
			u->last_sort = e->sort;
	}
	return OK;
}

static void check_texts(struct unit_reader *u, const struct incoming *in)
{
	if (reading_empty(&u->r, in->row, CODE))
		READING_PROBLEM(&u->r, in->row, CODE, SEV_REJECT, "required",
		                N_("The code is missing."));
	else if (text_length(in->unit.code) > UNIT_CODE_MAX)
		READING_PROBLEM(&u->r, in->row, CODE, SEV_REJECT, "too-long",
		                N_("The code is longer than {1} characters."), "32");
	if (reading_empty(&u->r, in->row, NAME))
		READING_PROBLEM(&u->r, in->row, NAME, SEV_REJECT, "required",
		                N_("The name is missing."));
	else if (text_length(in->unit.name) > UNIT_NAME_MAX)
		READING_PROBLEM(&u->r, in->row, NAME, SEV_REJECT, "too-long",
		                N_("The name is longer than {1} characters."), "200");
}

static void read_order(struct unit_reader *u, struct incoming *in)
{
	struct reading *r = &u->r;
	const char *text = reading_code(r, in->row, ORDER);
	long order;

	if (*text && text_to_long(r->c->arena, text, &order))
		in->unit.sort = order;
	else if (*text)
		READING_PROBLEM(r, in->row, ORDER, SEV_REJECT, "number-invalid",
		                N_("“{1}” is not a whole number."), text);
	else if (in->existing)
		in->unit.sort = in->existing->sort;
	else
		in->unit.sort = ++u->last_sort;
}

/* The row this one updates: same code and begin; without a begin, the latest of the code. */
static struct unit_row *find_existing(struct unit_reader *u, const char *code, const char **from)
{
	const struct known *latest;

	if (*from)
		return map_get(&u->by_key, map_key2(u->r.c->arena, code, *from));
	latest = map_get(&u->stored, code);
	*from = latest ? latest->row->valid_from : UNIT_SINCE_EVER;
	return latest ? latest->row : NULL;
}

/* A column that the file does not have leaves what is stored. */
static const char *text_or_stored(struct unit_reader *u, const struct incoming *in, int column,
                                  const char *stored)
{
	if (!reading_has(&u->r, column))
		return stored;
	return reading_text(&u->r, in->row, column);
}

static void read_row(struct unit_reader *u, struct incoming *in)
{
	struct reading *r = &u->r;
	struct unit_row *e;
	const char *parent;

	in->unit.code = reading_code(r, in->row, CODE);
	in->unit.name = reading_text(r, in->row, NAME);
	in->unit.valid_from = reading_date(r, in->row, FROM);
	e = in->existing = find_existing(u, in->unit.code, &in->unit.valid_from);
	if (e) {
		in->unit.id = e->id;
		in->unit.rev = e->rev;
	}
	in->unit.kind = text_or_stored(u, in, KIND, e ? e->kind : "");
	in->unit.body = text_or_stored(u, in, BODY, e ? e->body : "");
	parent = reading_has(r, PARENT) ? reading_code(r, in->row, PARENT)
	                                : (e && e->parent_code ? e->parent_code : "");
	in->unit.parent_code = *parent ? parent : NULL;
	in->unit.valid_to =
		reading_has(r, TO) ? reading_date(r, in->row, TO) : (e ? e->valid_to : NULL);
	in->successors = reading_text(r, in->row, SUCCESSORS);
	read_order(u, in);
	check_texts(u, in);
	if (in->unit.valid_to && strcmp(in->unit.valid_to, in->unit.valid_from) < 0)
		READING_PROBLEM(r, in->row, TO, SEV_REJECT, "period-reversed",
		                N_("The end {1} lies before the begin {2}."), in->unit.valid_to,
		                in->unit.valid_from);
}

static void read_rows(struct unit_reader *u)
{
	struct arena *a = u->r.c->arena;
	struct map seen = {.arena = a}, of_code = {.arena = a};
	const struct sheet_row *row;

	u->in = ARENA_ARRAY(a, u->r.sheet->n_rows, struct incoming);
	while ((row = reading_next(&u->r)) != NULL) {
		struct incoming *in = &u->in[u->n++];
		const char *key;

		in->row = row;
		read_row(u, in);
		key = map_key2(a, in->unit.code, in->unit.valid_from);
		if (*in->unit.code && map_put(&seen, key, in))
			READING_PROBLEM(
				&u->r, row, CODE, SEV_REJECT, "key-repeated",
				N_("The code {1} with the begin {2} stands in the file twice."),
				in->unit.code, in->unit.valid_from);
		in->rejected = u->r.row_rejected;
		if (in->rejected)
			continue;
		know(u, &in->unit);
		in->before = map_put(&of_code, in->unit.code, in);
		if (in->existing)
			u->known[in->existing - u->existing].update = in;
	}
}

/* --- references between rows --- */

static void reject(struct unit_reader *u, struct incoming *in, int column, const char *code,
                   const char *msgid, const char *x, const char *y)
{
	READING_PROBLEM(&u->r, in->row, column, SEV_REJECT, code, msgid, x, y);
	in->rejected = true;
}

static void resolve_parent(struct unit_reader *u, struct incoming *in)
{
	const char *given = in->unit.parent_code;
	struct unit_row *parent;

	if (!given || map_get(&u->by_code, given))
		return;
	parent = map_get(&u->by_name, text_fold(u->r.c->arena, given));
	if (!parent || parent == &ambiguous) {
		reject(u, in, PARENT, "parent-unknown",
		       N_("No unit or more than one is called “{1}”. Write its code."), given,
		       NULL);
		return;
	}
	in->unit.parent_code = parent->code;
	READING_PROBLEM(&u->r, in->row, PARENT, SEV_WARNING, "parent-by-name",
	                N_("“{1}” is the unit {2}."), given, parent->code);
}

static void check_circle(struct unit_reader *u, struct incoming *in)
{
	const struct unit_row *up = &in->unit;

	for (size_t steps = 0; up && up->parent_code; steps++) {
		if (steps > 20 || strcmp(up->parent_code, in->unit.code) == 0) {
			reject(u, in, PARENT, "parent-circle",
			       N_("The unit {1} would stand below itself."), in->unit.code, NULL);
			return;
		}
		up = map_get(&u->by_code, up->parent_code);
	}
}

static bool overlap(const struct unit_row *a, const struct unit_row *b)
{
	return (!a->valid_to || strcmp(b->valid_from, a->valid_to) <= 0) &&
	       (!b->valid_to || strcmp(a->valid_from, b->valid_to) <= 0);
}

/* The state after the import: an incoming row stands for the stored one it updates. */
static const struct unit_row *state_after(const struct known *k)
{
	return k->update && !k->update->rejected ? &k->update->unit : k->row;
}

static void check_overlap(struct unit_reader *u, struct incoming *in)
{
	const struct unit_row *other = NULL;

	for (const struct known *k = map_get(&u->stored, in->unit.code); k && !other; k = k->next)
		if (k->row != in->existing && overlap(&in->unit, state_after(k)))
			other = k->row;
	for (const struct incoming *k = in->before; k && !other; k = k->before)
		if (!k->rejected && overlap(&in->unit, &k->unit))
			other = &k->unit;
	if (other)
		reject(u, in, FROM, "period-overlap",
		       N_("The period overlaps that of the same code from {1}. "
		          "Give that row an end."),
		       other->valid_from, NULL);
}

/* A unit may not hang below one that is refused with its row; true when one did. */
static bool reject_orphans(struct unit_reader *u)
{
	struct map kept = {.arena = u->r.c->arena};
	bool any = false;

	for (size_t i = 0; i < u->n_existing; i++)
		map_put(&kept, u->existing[i].code, &u->existing[i]);
	for (size_t i = 0; i < u->n; i++)
		if (!u->in[i].rejected)
			map_put(&kept, u->in[i].unit.code, &u->in[i]);
	for (size_t i = 0; i < u->n; i++) {
		struct incoming *in = &u->in[i];
		const char *parent = in->unit.parent_code;

		if (in->rejected || !parent || map_get(&kept, parent))
			continue;
		reject(u, in, PARENT, "parent-unknown",
		       N_("There is no single unit with the code or name “{1}”."), parent, NULL);
		any = true;
	}
	return any;
}

static void check_references(struct unit_reader *u)
{
	for (size_t i = 0; i < u->n; i++) {
		struct incoming *in = &u->in[i];

		if (in->rejected)
			continue;
		resolve_parent(u, in);
		if (!in->rejected)
			check_circle(u, in);
		if (!in->rejected)
			check_overlap(u, in);
	}
	while (reject_orphans(u))
		;
}

/* --- storing --- */

static enum err store_row(struct unit_reader *u, struct incoming *in, struct import_result *ret)
{
	struct ctx *c = u->r.c;
	int64_t before = in->unit.rev;

	if (!in->existing) {
		ret->created++;
		return unit_insert(c, &in->unit);
	}
	TRY(unit_update(c, in->existing, &in->unit));
	if (in->unit.rev != before)
		ret->updated++;
	else
		ret->unchanged++;
	return OK;
}

static const char *link_key(struct arena *a, const struct unit_succession_row *link)
{
	return arena_printf(a, "%" PRId64 " %" PRId64, link->unit_id, link->successor_id);
}

/* Links the row to the units that its cell names; `code` may be any unit's. */
static enum err link_successors(struct unit_reader *u, const struct incoming *in,
                                struct map *links, bool *ret_changed)
{
	struct ctx *c = u->r.c;
	struct text_list codes = text_split(
	        c->arena, text_nfkc(c->arena, in->successors), " ,;|\n");

	for (size_t i = 0; i < codes.n; i++) {
		struct unit_row *successor = map_get(&u->by_code, codes.v[i]);
		struct unit_succession_row link = {.unit_id = in->unit.id};

		if (!successor || !successor->id || successor->id == in->unit.id) {
			READING_PROBLEM(
				&u->r, in->row, SUCCESSORS, SEV_WARNING, "successor-unknown",
				N_("The successor {1} is not known; the link was left out."),
				codes.v[i]);
			continue;
		}
		link.successor_id = successor->id;
		if (!map_put(links, link_key(c->arena, &link), u)) {
			TRY(unit_succession_insert(c, &link));
			*ret_changed = true;
		}
	}
	return OK;
}

static enum err store_rows(struct unit_reader *u, struct import_result *ret)
{
	struct map linked = {.arena = u->r.c->arena};
	struct unit_succession_row *links;
	size_t n_links;

	for (size_t i = 0; i < u->n; i++)
		if (!u->in[i].rejected)
			TRY(store_row(u, &u->in[i], ret));
	TRY(q_unit_succession_all(u->r.c, &links, &n_links));
	for (size_t i = 0; i < n_links; i++)
		map_put(&linked, link_key(linked.arena, &links[i]), u);
	for (size_t i = 0; i < u->n; i++) {
		bool changed = false;

		if (u->in[i].rejected)
			continue;
		TRY(link_successors(u, &u->in[i], &linked, &changed));
		if (changed && u->in[i].existing && u->in[i].unit.rev == u->in[i].existing->rev) {
			ret->unchanged--;
			ret->updated++;
		}
	}
	return OK;
}

enum err unit_import(struct ctx *c, const struct book *book, const char *file,
                     struct import_result *ret)
{
	struct unit_reader u = {0};

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, &unit_form, &ret->problems, &u.r));
	u.by_key.arena = u.stored.arena = u.by_code.arena = u.by_name.arena = c->arena;
	TRY(load_existing(&u));
	read_rows(&u);
	check_references(&u);
	ret->rows = (long)u.n;
	for (size_t i = 0; i < u.n; i++)
		ret->rejected += u.in[i].rejected;
	return store_rows(&u, ret);
}

/* --- export --- */

static const char *id_key(struct arena *a, int64_t id)
{
	return arena_printf(a, "%" PRId64, id);
}

/* id of a unit → codes of its successors, separated by |. */
static enum err load_successors(struct ctx *c, const struct unit_row *units, size_t n,
                                struct map *ret)
{
	struct map codes = {.arena = c->arena};
	struct unit_succession_row *links;
	size_t n_links;

	TRY(q_unit_succession_all(c, &links, &n_links));
	for (size_t i = 0; i < n; i++)
		map_put(&codes, id_key(c->arena, units[i].id), (void *)units[i].code);
	for (size_t i = 0; i < n_links; i++) {
		const char *id = id_key(c->arena, links[i].unit_id);
		const char *code = map_get(&codes, id_key(c->arena, links[i].successor_id));
		const char *others = map_get(ret, id);

		if (code)
			map_put(ret, id, others ? arena_printf(c->arena, "%s|%s", others, code)
			                        : (void *)code);
	}
	return OK;
}

enum err unit_export(struct ctx *c, const char *day, struct table *ret)
{
	static const struct column out[N_COLUMNS] = {
		{"code", COLUMN_TEXT},        {"name", COLUMN_TEXT},
		{"parent_code", COLUMN_TEXT}, {"kind", COLUMN_TEXT},
		{"body", COLUMN_TEXT},        {"order", COLUMN_INTEGER},
		{"valid_from", COLUMN_DATE},  {"valid_to", COLUMN_DATE},
		{"successors", COLUMN_TEXT},
	};
	struct unit_row *units;
	struct map successors = {.arena = c->arena};
	const char *const **rows;
	size_t n, k = 0;

	TRY(q_unit_all(c, &units, &n));
	TRY(load_successors(c, units, n, &successors));
	rows = ARENA_ARRAY(c->arena, n, const char *const *);
	for (size_t i = 0; i < n; i++) {
		const char **v = ARENA_ARRAY(c->arena, N_COLUMNS, const char *);
		const struct unit_row *u = &units[i];

		if (day && !unit_valid_on(u, day))
			continue;
		v[CODE] = u->code;
		v[NAME] = u->name;
		v[PARENT] = u->parent_code;
		v[KIND] = u->kind;
		v[BODY] = u->body;
		v[ORDER] = arena_printf(c->arena, "%" PRId64, u->sort);
		v[FROM] = u->valid_from;
		v[TO] = u->valid_to;
		v[SUCCESSORS] = map_get(&successors, id_key(c->arena, u->id));
		rows[k++] = v;
	}
	*ret = (struct table){"units", out, N_COLUMNS, rows, k};
	return OK;
}
