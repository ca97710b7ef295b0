/* The systems as one list, those that are audited, their devices and their detail sheets. */
#include "ledger/summary_internal.h"

#include "base/num.h"
#include "ledger/city.h"
#include "record/parts.h"

#include <string.h>

#define SYSTEMS (&ledger_systems)
#define USES (&ledger_system_uses)

static bool is_audited(const struct record *system)
{
	return summary_is(SYSTEMS, system, "audited", "yes");
}

static const char *shown(struct arena *a, const struct record *system, const char *key)
{
	const char *text = summary_shown(a, SYSTEMS, system, key);

	return *text ? text : NULL;
}

/* --- the list --- */

static const struct summary_column *ledger_columns(struct arena *a, const char *const *keys,
                                                   size_t n)
{
	struct summary_column *columns = ARENA_ARRAY(a, n, struct summary_column);

	for (size_t i = 0; i < n; i++) {
		const struct record_field *f = record_field_find(SYSTEMS, keys[i]);

		columns[i] = (struct summary_column){summary_ja(f->label),
		                                     f->type == RECORD_COUNT};
	}
	return columns;
}

enum err summary_list(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const keys[] = {"no",      "name", "unit",          "business",
	                                   "equipment", "servers", "pcs", "other_devices",
	                                   "intranet_pc", "note", "first_year"};
	enum { NO, NAME, N = sizeof(keys) / sizeof(keys[0]) };
	struct arena *a = c->arena;
	struct summary_sum sums[N] = {{.n = 0}};
	struct summary_records all;
	struct summary_table *t;
	struct summary_cell *cells;

	(void)o;
	TRY(summary_load(c, SYSTEMS, &all));
	t = summary_table(a, ret, "systems", summary_ja(N_("Systems in outline")),
	                  ledger_columns(a, keys, N), N);
	for (size_t i = 0; i < all.n; i++) {
		cells = summary_row(a, t, false);
		for (size_t k = 0; k < N; k++)
			cells[k].text = t->columns[k].number
			                        ? summary_value(SYSTEMS, &all.v[i], keys[k])
			                        : shown(a, &all.v[i], keys[k]);
		for (size_t k = 0; k < N; k++)
			if (t->columns[k].number)
				summary_sum(a, &sums[k], SYSTEMS, &all.v[i],
				            record_field_index(SYSTEMS, keys[k]));
		summary_add(a, &cells[NAME], SYSTEMS, &all.v[i]);
	}
	cells = summary_row(a, t, true);
	cells[NO].text = summary_ja(N_("Total"));
	cells[NAME].text = msg_format(a, LANG_JA, N_("{1} systems"),
	                              (const char *const[]){num_text(a, (int64_t)all.n), NULL});
	for (size_t k = 0; k < N; k++) {
		summary_put(a, &cells[k], &sums[k]);
		summary_note_unknown(a, t, t->columns[k].label, &sums[k]);
	}
	return OK;
}

/* --- devices --- */

struct devices {
	const struct parts_device *v;
	size_t n;
};

static struct devices devices_of(struct arena *a, const struct record *system)
{
	const char *text = summary_value(SYSTEMS, system, "equipment");
	struct devices d = {.n = 0};

	if (text)
		d.v = parts_devices(a, text, &d.n);
	return d;
}

enum err summary_devices(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {N_("System"), N_("Where and when"), N_("Device"),
	                                     N_("Breakdown"), N_("Number of devices")};
	enum { NAME, SITUATION, DEVICE, BREAKDOWN, COUNT, N };
	struct arena *a = c->arena;
	struct summary_sum all = {.n = 0};
	struct summary_records systems;
	struct summary_table *t;
	struct summary_cell *cells;

	(void)o;
	TRY(summary_load(c, SYSTEMS, &systems));
	t = summary_table(a, ret, "devices", summary_ja(N_("Devices of the systems")),
	                  summary_columns(a, labels, N, COUNT), N);
	for (size_t i = 0; i < systems.n; i++) {
		const struct record *system = &systems.v[i];
		const struct devices d = devices_of(a, system);

		for (size_t k = 0; k < d.n; k++) {
			cells = summary_row(a, t, false);
			cells[NAME].text = summary_value(SYSTEMS, system, "name");
			cells[SITUATION].text = d.v[k].situation;
			cells[DEVICE].text = d.v[k].name;
			cells[BREAKDOWN].text = d.v[k].breakdown;
			summary_count(a, &cells[COUNT], d.v[k].count);
			summary_add(a, &cells[COUNT], SYSTEMS, system);
			summary_add(a, &all.behind, SYSTEMS, system);
			all.n += d.v[k].count;
			all.known++;
		}
	}
	cells = summary_row(a, t, true);
	cells[NAME].text = summary_ja(N_("Total"));
	summary_put(a, &cells[COUNT], &all);
	return OK;
}

/* --- those that are audited --- */

enum { AUDITED_NO, AUDITED_NAME, AUDITED_UNIT, AUDITED_BUSINESS, AUDITED_SINCE, AUDITED_USERS,
       AUDITED_SERVERS, AUDITED_PCS, AUDITED_PRINTERS, AUDITED_SCANNERS, AUDITED_RULES,
       N_AUDITED };

struct audited {
	struct arena *a;
	const struct summary_systems *s;
	const struct map *rules; /* summary_index() by the system */
	struct summary_table *t;
	struct summary_sum sums[N_AUDITED];
};

static void add_users(struct audited *v, const struct record *system, struct summary_sum *sum)
{
	static const char *const staff[] = {"regular_staff", "contract_staff", "temporary_staff",
	                                    "other_staff"};
	const struct summary_cell uses = summary_of(v->a, &v->s->uses_of, system);

	for (size_t i = 0; i < uses.n; i++) {
		const struct record *use = uses.records[i];

		for (size_t k = 0; summary_counts(use) && k < sizeof(staff) / sizeof(staff[0]);
		     k++) {
			size_t field = record_field_index(USES, staff[k]);

			if (use->v[field])
				summary_sum(v->a, sum, USES, use, field);
		}
	}
}

/* Of the devices of the equipment those with the word in their name. */
static void add_devices(struct audited *v, const struct record *system, const char *word,
                        struct summary_sum *sum)
{
	const struct devices d = devices_of(v->a, system);

	for (size_t i = 0; i < d.n; i++) {
		if (!strstr(d.v[i].name, word))
			continue;
		sum->n += d.v[i].count;
		sum->known++;
		summary_add(v->a, &sum->behind, SYSTEMS, system);
	}
}

static void put_sum(struct audited *v, struct summary_cell *cells, size_t column,
                    const struct summary_sum *one)
{
	struct summary_sum *all = &v->sums[column];

	summary_put(v->a, &cells[column], one);
	all->n += one->n;
	all->known += one->known > 0;
	all->unknown += !one->known;
	for (size_t i = 0; i < one->behind.n; i++)
		summary_add(v->a, &all->behind, one->behind.of, one->behind.records[i]);
}

static void put_audited(struct audited *v, const struct record *system)
{
	struct summary_cell *cells = summary_row(v->a, v->t, false);
	struct summary_sum sums[N_AUDITED] = {{.n = 0}};

	cells[AUDITED_NO].text = shown(v->a, system, "no");
	cells[AUDITED_NAME].text = shown(v->a, system, "name");
	summary_add(v->a, &cells[AUDITED_NAME], SYSTEMS, system);
	cells[AUDITED_UNIT].text = shown(v->a, system, "unit");
	cells[AUDITED_BUSINESS].text = shown(v->a, system, "business");
	cells[AUDITED_SINCE].text = shown(v->a, system, "first_year");
	add_users(v, system, &sums[AUDITED_USERS]);
	summary_sum(v->a, &sums[AUDITED_SERVERS], SYSTEMS, system,
	            record_field_index(SYSTEMS, "servers"));
	summary_sum(v->a, &sums[AUDITED_PCS], SYSTEMS, system, record_field_index(SYSTEMS, "pcs"));
	add_devices(v, system, "プリンタ", &sums[AUDITED_PRINTERS]);
	add_devices(v, system, "スキャナ", &sums[AUDITED_SCANNERS]);
	sums[AUDITED_RULES].behind = summary_of(v->a, v->rules, system);
	sums[AUDITED_RULES].n = (int64_t)sums[AUDITED_RULES].behind.n;
	sums[AUDITED_RULES].known = 1;
	for (size_t k = AUDITED_USERS; k < N_AUDITED; k++)
		put_sum(v, cells, k, &sums[k]);
}

enum err summary_audited(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {
		N_("Number"),  N_("System name"), N_("Section in charge"), N_("Business"),
		N_("In use since"), N_("Users"), N_("Servers"), N_("PCs"),
		N_("Printers"), N_("Scanners"), N_("Rules of its own")};
	struct arena *a = c->arena;
	struct audited v = {.a = a};
	struct summary_records rules;
	struct summary_systems s;
	struct summary_cell *cells;
	struct map by_system;

	(void)o;
	TRY(summary_systems(c, &s));
	TRY(summary_load(c, &ledger_policies, &rules));
	summary_index(a, &rules, "system", &by_system);
	v.s = &s;
	v.rules = &by_system;
	v.t = summary_table(a, ret, "audited", summary_ja(N_("Systems that are audited")),
	                    summary_columns(a, labels, N_AUDITED, AUDITED_USERS), N_AUDITED);
	for (size_t i = 0; i < s.systems.n; i++)
		if (is_audited(&s.systems.v[i]))
			put_audited(&v, &s.systems.v[i]);
	cells = summary_row(a, v.t, true);
	cells[AUDITED_NO].text = summary_ja(N_("Total"));
	cells[AUDITED_NAME].text = msg_format(
		a, LANG_JA, N_("{1} systems"),
		(const char *const[]){num_text(a, (int64_t)v.t->n_rows - 1), NULL});
	for (size_t k = AUDITED_USERS; k < N_AUDITED; k++) {
		summary_put(a, &cells[k], &v.sums[k]);
		summary_note_unknown(a, v.t, v.t->columns[k].label, &v.sums[k]);
	}
	return OK;
}

/* --- detail sheets --- */

struct sheet {
	struct arena *a;
	const struct record_kind *kind; /* with the fields of the city */
	struct summary_table *t;
};

static struct summary_cell *put_item(struct sheet *sheet, const char *label, const char *text)
{
	struct summary_cell *cells = summary_row(sheet->a, sheet->t, false);

	cells[0].text = label;
	cells[1].text = text;
	return &cells[1];
}

/* What is filled in, in the order of the ledger. */
static void put_fields(struct sheet *sheet, const struct record *system)
{
	for (size_t i = 0; i < sheet->kind->n; i++) {
		const struct record_field *f = &sheet->kind->fields[i];
		const char *text = record_show(sheet->a, LANG_JA, sheet->kind, system, i);

		if (*text)
			put_item(sheet, f->city ? f->label : summary_ja(f->label), text);
	}
}

/* Its rules one below the other, with the days on which they were enacted and revised. */
static void put_rules(struct sheet *sheet, const struct summary_cell *rules)
{
	const struct record_kind *k = &ledger_policies;

	for (size_t i = 0; i < rules->n; i++) {
		const struct record *rule = rules->records[i];
		const char *enacted = summary_shown(sheet->a, k, rule, "enacted_on");
		const char *revised = summary_shown(sheet->a, k, rule, "revised_on");
		const char *text = summary_value(k, rule, "name");

		if (*enacted)
			text = arena_printf(sheet->a, "%s、%s施行", text, enacted);
		if (*revised)
			text = arena_printf(sheet->a, "%s、%s改正", text, revised);
		summary_add(sheet->a, put_item(sheet, summary_ja(N_("Rules of its own")), text), k,
		            rule);
	}
}

enum err summary_sheets(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {N_("Field"), N_("Stated")};
	enum { N = sizeof(labels) / sizeof(labels[0]) };
	struct sheet sheet = {.a = c->arena};
	struct summary_records systems, rules;
	struct map by_system;

	(void)o;
	TRY(ledger_with_city(c, SYSTEMS, false, &sheet.kind));
	TRY(summary_load(c, sheet.kind, &systems));
	TRY(summary_load(c, &ledger_policies, &rules));
	summary_index(c->arena, &rules, "system", &by_system);
	for (size_t i = 0; i < systems.n; i++) {
		const struct record *system = &systems.v[i];
		const struct summary_cell own = summary_of(c->arena, &by_system, system);

		if (!summary_is(sheet.kind, system, "audited", "yes"))
			continue;
		sheet.t = summary_table(c->arena, ret,
		                        arena_printf(c->arena, "sheet-%zu", ret->n + 1),
		                        summary_value(sheet.kind, system, "name"),
		                        summary_columns(c->arena, labels, N, N), N);
		put_fields(&sheet, system);
		put_rules(&sheet, &own);
	}
	return OK;
}
