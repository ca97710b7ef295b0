#include "ledger/summary_internal.h"

#include "base/date.h"
#include "base/num.h"
#include "base/text.h"
#include "org/unit_tree.h"
#include "record/list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct summary_kind summary_kinds[] = {
	{"usage", N_("Usage by department"),
         N_("For each system: sections, terminals and users by employment, with their share."),
         &ledger_systems, summary_usage},
	{"system-list", N_("Systems in outline"),
         N_("Every system with its business, its equipment and the year since which it is used."),
         &ledger_systems, summary_list},
	{"inventory", N_("Systems and who uses them"),
         N_("The systems of each class, with the units that use them."), &ledger_systems,
         summary_inventory},
	{"system-classes", N_("Classes of systems"),
         N_("How many systems, sections, terminals and users each class has."), &ledger_systems,
         summary_classes},
	{"security", N_("Security of the systems"),
         N_("The systems of each class by place, protection, network and access."),
         &ledger_systems, summary_security},
	{"terminal-care", N_("Care of terminals and guidance"),
         N_("Sections by what they do for their terminals and for new staff."), &ledger_systems,
         summary_care},
	{"outsourcing", N_("Outsourced systems"),
         N_("How many systems are outsourced, and have a clause on personal information in the "
            "contract."),
         &ledger_systems, summary_outsourcing},
	{"audited-systems", N_("Systems that are audited"),
         N_("The systems that are an object of the audit, with users, devices and rules."),
         &ledger_systems, summary_audited},
	{"system-devices", N_("Devices of the systems"),
         N_("Each device that the equipment of a system names, with its number and where it is."),
         &ledger_systems, summary_devices},
	{"detail-sheets", N_("Detail sheets"),
         N_("For each system that is an object of the audit all that the ledger has of it."),
         &ledger_systems, summary_sheets},
	{"regulations", N_("Rules of single systems"),
         N_("The rules that a system has of its own, with who issued them and when."),
         &ledger_policies, summary_regulations},
	{"training-attendance", N_("Attendance at trainings"),
         N_("By fiscal year: attendances and persons, with their rates."), &ledger_trainings,
         summary_training},
};
const size_t n_summary_kinds = sizeof(summary_kinds) / sizeof(summary_kinds[0]);

const struct summary_kind *summary_find(const char *code)
{
	for (size_t i = 0; i < n_summary_kinds; i++)
		if (strcmp(summary_kinds[i].code, code) == 0)
			return &summary_kinds[i];
	return NULL;
}

const char *summary_names(struct arena *a)
{
	const char *out = "";

	for (size_t i = 0; i < n_summary_kinds; i++)
		out = arena_printf(a, "%s%s%s", out, i ? ", " : "", summary_kinds[i].code);
	return out;
}

enum err summary_make(struct ctx *c, const struct summary_kind *kind,
                      const struct summary_options *options, struct summary *ret)
{
	struct summary s = {.kind = kind};

	TRY(kind->make(c, options, &s));
	*ret = s;
	return OK;
}

const char *summary_ja(const char *msgid)
{
	return msg_find(LANG_JA, msgid);
}

/* --- tables --- */

/* Room for one more at the end of an array that has n, which doubles when it is full. */
static void *grown(struct arena *a, void *old, size_t n, size_t size)
{
	void *out;

	if (n & (n - 1) || (n == 0 && old))
		return old;
	out = arena_alloc(a, (n ? 2 * n : 1) * size);
	if (n)
		memcpy(out, old, n * size);
	return out;
}

struct summary_table *summary_table(struct arena *a, struct summary *s, const char *key,
                                    const char *caption, const struct summary_column *columns,
                                    size_t n_columns)
{
	s->tables = grown(a, s->tables, s->n, sizeof(*s->tables));
	s->tables[s->n] = (struct summary_table){.key = key, .caption = caption,
	                                         .columns = columns, .n_columns = n_columns};
	return &s->tables[s->n++];
}

const struct summary_column *summary_columns(struct arena *a, const char *const *labels, size_t n,
                                             size_t first_number)
{
	struct summary_column *columns = ARENA_ARRAY(a, n, struct summary_column);

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct summary_column){summary_ja(labels[i]), i >= first_number};
	return columns;
}

struct summary_cell *summary_row(struct arena *a, struct summary_table *t, bool total)
{
	t->rows = grown(a, t->rows, t->n_rows, sizeof(*t->rows));
	t->rows[t->n_rows] = (struct summary_row){
		ARENA_ARRAY(a, t->n_columns, struct summary_cell), total};
	for (size_t i = 0; i < t->n_columns; i++)
		t->rows[t->n_rows].cells[i] =
			(struct summary_cell){.number = t->columns[i].number};
	return t->rows[t->n_rows++].cells;
}

void summary_count(struct arena *a, struct summary_cell *cell, int64_t n)
{
	cell->text = num_text(a, n);
}

void summary_percent(struct arena *a, struct summary_cell *cell, int64_t n, int64_t base)
{
	cell->text = base ? ratio_format(a, (struct ratio){n * 100, base}, 1, ROUND_HALF_UP)
	                  : NULL;
}

void summary_add(struct arena *a, struct summary_cell *cell, const struct record_kind *k,
                 const struct record *r)
{
	if (cell->n && cell->records[cell->n - 1] == r)
		return;
	cell->of = k;
	cell->records = grown(a, (void *)cell->records, cell->n, sizeof(*cell->records));
	cell->records[cell->n++] = r;
}

void summary_behind(struct summary_cell *cell, const struct summary_cell *other)
{
	cell->of = other->of;
	cell->records = other->records;
	cell->n = other->n;
}

void summary_note(struct arena *a, struct summary_table *t, const char *text)
{
	t->notes = grown(a, (void *)t->notes, t->n_notes, sizeof(*t->notes));
	t->notes[t->n_notes++] = text;
}

/* --- sums --- */

void summary_sum(struct arena *a, struct summary_sum *sum, const struct record_kind *k,
                 const struct record *r, size_t field)
{
	if (!r->v[field]) {
		sum->unknown++;
		return;
	}
	sum->known++;
	sum->n += strtoll(r->v[field], NULL, 10);
	summary_add(a, &sum->behind, k, r);
}

void summary_put(struct arena *a, struct summary_cell *cell, const struct summary_sum *sum)
{
	if (!sum->known)
		return;
	summary_count(a, cell, sum->n);
	summary_behind(cell, &sum->behind);
}

void summary_note_unknown(struct arena *a, struct summary_table *t, const char *label,
                          const struct summary_sum *sum)
{
	if (sum->known && sum->unknown)
		summary_note(a, t,
		             msg_format(a, LANG_JA,
		                        N_("Note: {1} of {2} rows have no figure under “{3}”."),
		                        (const char *const[]){
						num_text(a, (int64_t)sum->unknown),
						num_text(a, (int64_t)(sum->known +
		                                                      sum->unknown)),
						label, NULL}));
}

/* --- records --- */

enum err summary_load(struct ctx *c, const struct record_kind *k, struct summary_records *ret)
{
	struct summary_records all = {.kind = k};

	TRY(record_list(c, k, &(struct record_query){.state = RECORD_PRESENT}, &all.v, &all.n));
	*ret = all;
	return OK;
}

const char *summary_value(const struct record_kind *k, const struct record *r, const char *key)
{
	return r->v[record_field_index(k, key)];
}

const char *summary_shown(struct arena *a, const struct record_kind *k, const struct record *r,
                          const char *key)
{
	return record_show(a, LANG_JA, k, r, record_field_index(k, key));
}

bool summary_is(const struct record_kind *k, const struct record *r, const char *key,
                const char *value)
{
	const char *v = summary_value(k, r, key);

	return v && strcmp(v, value) == 0;
}

bool summary_among(const struct record_kind *k, const struct record *r, const char *key,
                   const char *code)
{
	const char *at = summary_value(k, r, key);
	size_t n = strlen(code);

	while (at) {
		size_t line = strcspn(at, "\n");

		if (line == n && strncmp(at, code, n) == 0)
			return true;
		at = at[line] ? at + line + 1 : NULL;
	}
	return false;
}

static int by_entry(const void *x, const void *y)
{
	const struct record *const *a = x, *const *b = y;

	return ((*a)->id > (*b)->id) - ((*a)->id < (*b)->id);
}

void summary_index(struct arena *a, const struct summary_records *all, const char *key,
                   struct map *ret)
{
	struct summary_cell **lists = ARENA_ARRAY(a, all->n, struct summary_cell *);
	size_t n = 0;

	*ret = (struct map){.arena = a};
	for (size_t i = 0; i < all->n; i++) {
		const char *id = summary_value(all->kind, &all->v[i], key);
		struct summary_cell *list = id ? map_get(ret, id) : NULL;

		if (id && !list) {
			list = lists[n++] = ARENA_NEW(a, struct summary_cell);
			map_put(ret, id, list);
		}
		if (list)
			summary_add(a, list, all->kind, &all->v[i]);
	}
	for (size_t i = 0; i < n; i++)
		qsort(lists[i]->records, lists[i]->n, sizeof(lists[i]->records[0]), by_entry);
}

struct summary_cell summary_of(struct arena *a, const struct map *index, const struct record *r)
{
	const struct summary_cell *list = map_get(index, num_text(a, r->id));

	return list ? *list : (struct summary_cell){.n = 0};
}

/* --- systems --- */

static enum err load_places(struct ctx *c, struct map *place)
{
	struct unit_tree t;

	place->arena = c->arena;
	TRY(unit_tree_on(c, date_format(c->arena, date_in_japan(c->now_us), DATE_ISO), &t));
	for (size_t i = t.n; i-- > 0;) {
		size_t *n = ARENA_NEW(c->arena, size_t);

		*n = i + 1;
		map_put(place, text_fold(c->arena, t.nodes[i].unit->name), n);
	}
	return OK;
}

enum err summary_systems(struct ctx *c, struct summary_systems *ret)
{
	struct summary_systems s = {
		.classes = record_field_find(&ledger_systems, "kind")->choices};

	TRY(summary_load(c, &ledger_systems, &s.systems));
	TRY(summary_load(c, &ledger_system_uses, &s.uses));
	TRY(load_places(c, &s.place));
	s.by_id.arena = c->arena;
	for (size_t i = 0; i < s.systems.n; i++)
		map_put(&s.by_id, num_text(c->arena, s.systems.v[i].id), &s.systems.v[i]);
	summary_index(c->arena, &s.uses, "system", &s.uses_of);
	*ret = s;
	return OK;
}

const struct record *summary_system_of(const struct summary_systems *s, const struct record *use)
{
	const char *id = summary_value(&ledger_system_uses, use, "system");

	return id ? map_get(&s->by_id, id) : NULL;
}

const char *summary_user(const struct record *use)
{
	const char *department = summary_value(&ledger_system_uses, use, "department");

	return department ? department : summary_value(&ledger_system_uses, use, "used_by");
}

bool summary_counts(const struct record *use)
{
	return !summary_is(&ledger_system_uses, use, "restated", "yes");
}

bool summary_of_class(const struct record *system, const char *code)
{
	const char *v = summary_value(&ledger_systems, system, "kind");

	return code ? v && strcmp(v, code) == 0 : !v;
}

const char *summary_class_name(const struct choice *class_)
{
	return summary_ja(class_->code ? class_->label : N_("Not filled in"));
}
