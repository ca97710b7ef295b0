/* The classes of systems: in numbers, by what protects them, by care, by outsourcing; own rules. */
#include "ledger/summary_internal.h"

#include "base/date.h"
#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define SYSTEMS (&ledger_systems)
#define USES (&ledger_system_uses)

#define COLUMNS(a, labels, first_number)                                                       \
	summary_columns((a), (labels), sizeof(labels) / sizeof((labels)[0]), (first_number))

static size_t count_class(const struct summary_systems *s, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < s->systems.n; i++)
		n += summary_of_class(&s->systems.v[i], code);
	return n;
}

/* --- classes in numbers --- */

struct class_counts {
	struct summary_cell systems, owners, users, users_repeated;
	struct summary_sum sections, terminals, people;
	struct map seen; /* owners, users, pairs of system and user */
};

static bool is_new(struct class_counts *n, struct arena *a, const char *what, const char *name)
{
	const char *key = map_key2(a, what, name);

	if (map_get(&n->seen, key))
		return false;
	map_put(&n->seen, key, n);
	return true;
}

static void count_system(struct arena *a, struct class_counts *n, const struct record *system)
{
	summary_add(a, &n->systems, SYSTEMS, system);
	if (is_new(n, a, "owner", summary_value(SYSTEMS, system, "unit")))
		summary_add(a, &n->owners, SYSTEMS, system);
}

static void count_use(struct arena *a, struct class_counts *n, const struct record *use)
{
	static const char *const staff[] = {"regular_staff", "contract_staff", "temporary_staff",
	                                    "other_staff"};
	const char *user = text_fold(a, summary_user(use));

	if (is_new(n, a, "user", user))
		summary_add(a, &n->users, USES, use);
	if (is_new(n, a, summary_value(USES, use, "system"), user))
		summary_add(a, &n->users_repeated, USES, use);
	summary_sum(a, &n->sections, USES, use, record_field_index(USES, "sections"));
	summary_sum(a, &n->terminals, USES, use, record_field_index(USES, "terminals"));
	for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++)
		if (summary_value(USES, use, staff[i]))
			summary_sum(a, &n->people, USES, use, record_field_index(USES, staff[i]));
}

static void put_list(struct arena *a, struct summary_cell *cell, const struct summary_cell *list)
{
	summary_behind(cell, list);
	summary_count(a, cell, (int64_t)list->n);
}

static void put_class(struct arena *a, struct summary_table *t, const char *name,
                      const struct class_counts *n)
{
	struct summary_cell *cells = summary_row(a, t, false);

	cells[0].text = name;
	put_list(a, &cells[1], &n->systems);
	put_list(a, &cells[2], &n->owners);
	put_list(a, &cells[3], &n->users);
	put_list(a, &cells[4], &n->users_repeated);
	summary_put(a, &cells[5], &n->sections);
	summary_put(a, &cells[6], &n->terminals);
	summary_put(a, &cells[7], &n->people);
	summary_count(a, &cells[8], (int64_t)n->sections.unknown);
}

enum err summary_classes(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {
		N_("Class of system"),      N_("Systems"),  N_("Sections in charge"),
		N_("Departments that use"), N_("Departments that use (repeated)"),
		N_("Number of sections (repeated)"),  N_("Terminals"), N_("Users"),
		N_("Rows without sections")};
	struct arena *a = c->arena;
	struct summary_systems s;
	struct summary_table *t;

	(void)o;
	TRY(summary_systems(c, &s));
	t = summary_table(a, ret, "classes", summary_ja(N_("Classes of systems")),
	                  COLUMNS(a, labels, 1), sizeof(labels) / sizeof(labels[0]));
	for (const struct choice *class_ = s.classes;; class_++) {
		struct class_counts n = {.seen.arena = a};

		for (size_t i = 0; i < s.systems.n; i++)
			if (summary_of_class(&s.systems.v[i], class_->code))
				count_system(a, &n, &s.systems.v[i]);
		for (size_t i = 0; i < s.uses.n; i++) {
			const struct record *system = summary_system_of(&s, &s.uses.v[i]);

			if (system && summary_of_class(system, class_->code) &&
			    summary_counts(&s.uses.v[i]))
				count_use(a, &n, &s.uses.v[i]);
		}
		if (class_->code || n.systems.n)
			put_class(a, t, summary_class_name(class_), &n);
		if (!class_->code)
			return OK;
	}
}

/* --- security --- */

static const char *const attributes[] = {"host",      "place",    "anti_malware", "network",
                                         "segment",   "access",   "patching",     "log_kept",
                                         "log_told",  "log_checked", "personal",  "mynumber"};

struct split {
	struct arena *a;
	const struct summary_systems *s;
	const char *class_;
	size_t base;
	struct summary_table *t;
};

/* Systems of the class with the value; NULL = with none. */
static void put_share(struct split *p, const struct record_field *f, const char *value,
                      const char *label)
{
	struct summary_cell found = {.n = 0}, *cells;

	for (size_t i = 0; i < p->s->systems.n; i++) {
		const struct record *system = &p->s->systems.v[i];
		const char *v = summary_value(SYSTEMS, system, f->key);

		if (summary_of_class(system, p->class_) &&
		    (value ? v && strcmp(v, value) == 0 : !v))
			summary_add(p->a, &found, SYSTEMS, system);
	}
	if (!value && !found.n)
		return;
	cells = summary_row(p->a, p->t, false);
	cells[0].text = summary_ja(f->label);
	cells[1].text = label;
	put_list(p->a, &cells[2], &found);
	summary_percent(p->a, &cells[3], (int64_t)found.n, (int64_t)p->base);
	summary_behind(&cells[3], &found);
}

static bool is_filled(const struct split *p, const char *key)
{
	for (size_t i = 0; i < p->s->systems.n; i++)
		if (summary_of_class(&p->s->systems.v[i], p->class_) &&
		    summary_value(SYSTEMS, &p->s->systems.v[i], key))
			return true;
	return false;
}

/* Of what nobody filled in, only that. */
static void put_security(struct split *p)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		const struct record_field *f = record_field_find(SYSTEMS, attributes[i]);
		const struct choice *choice = record_choices(f);

		for (; is_filled(p, f->key) && choice->code; choice++)
			put_share(p, f, choice->code, summary_ja(choice->label));
		put_share(p, f, NULL, summary_ja(N_("Not filled in")));
	}
}

enum err summary_security(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {N_("Attribute"), N_("Choice"), N_("Systems"),
	                                     N_("Share of the total (%)")};
	struct arena *a = c->arena;
	struct summary_systems s;

	(void)o;
	TRY(summary_systems(c, &s));
	for (const struct choice *class_ = s.classes;; class_++) {
		struct split p = {a, &s, class_->code, count_class(&s, class_->code), NULL};

		if (p.base) {
			p.t = summary_table(a, ret, class_->code ? class_->code : "none",
			                    arena_printf(a, "%s（%zu）", summary_class_name(class_),
			                                 p.base),
			                    COLUMNS(a, labels, 2),
			                    sizeof(labels) / sizeof(labels[0]));
			put_security(&p);
		}
		if (!class_->code)
			return OK;
	}
}

/* --- terminal care and guidance --- */

#define ANSWERS_MAX 24

struct answers {
	const struct record_field *fields[2];
	const char *keys[ANSWERS_MAX]; /* of choices; NULL = no answer */
	const struct record_field *of[ANSWERS_MAX];
	size_t n;
};

struct care {
	struct summary_cell sections, answer[ANSWERS_MAX];
	int64_t n_sections, n_answer[ANSWERS_MAX];
};

static struct answers list_answers(void)
{
	struct answers v = {.fields = {record_field_find(USES, "terminal_care"),
	                               record_field_find(USES, "guidance")}};

	for (size_t k = 0; k < 2; k++) {
		for (const struct choice *choice = v.fields[k]->choices; choice->code; choice++) {
			v.of[v.n] = v.fields[k];
			v.keys[v.n++] = choice->code;
		}
		v.of[v.n] = v.fields[k];
		v.keys[v.n++] = NULL;
	}
	return v;
}

static const char *answer_label(struct arena *a, const struct answers *v, size_t i)
{
	const char *label = N_("No answer");

	for (const struct choice *choice = v->of[i]->choices; v->keys[i] && choice->code; choice++)
		if (strcmp(choice->code, v->keys[i]) == 0)
			label = choice->label;
	return arena_printf(a, "%s：%s", summary_ja(v->of[i]->label), summary_ja(label));
}

/* A row stands for as many sections as it says, at least for one. */
static void count_care(struct arena *a, const struct answers *v, struct care *n,
                       const struct record *use)
{
	const char *sections = summary_value(USES, use, "sections");
	int64_t weight = sections ? strtoll(sections, NULL, 10) : 1;

	n->n_sections += weight;
	summary_add(a, &n->sections, USES, use);
	for (size_t i = 0; i < v->n; i++) {
		const char *key = v->of[i]->key;

		if (v->keys[i] ? !summary_among(USES, use, key, v->keys[i])
		               : summary_value(USES, use, key) != NULL)
			continue;
		n->n_answer[i] += weight;
		summary_add(a, &n->answer[i], USES, use);
	}
}

static void put_care(struct arena *a, const struct answers *v, struct summary_table *t,
                     const char *name, const struct care *n, bool total)
{
	struct summary_cell *counts = summary_row(a, t, total), *shares;

	counts[0].text = name;
	counts[1].text = summary_ja(N_("Count"));
	summary_count(a, &counts[2], n->n_sections);
	summary_behind(&counts[2], &n->sections);
	for (size_t i = 0; i < v->n; i++) {
		summary_count(a, &counts[i + 3], n->n_answer[i]);
		summary_behind(&counts[i + 3], &n->answer[i]);
	}
	shares = summary_row(a, t, total);
	shares[0].text = name;
	shares[1].text = summary_ja(N_("Share of the total (%)"));
	for (size_t i = 0; i < v->n; i++) {
		summary_percent(a, &shares[i + 3], n->n_answer[i], n->n_sections);
		summary_behind(&shares[i + 3], &n->answer[i]);
	}
}

static struct summary_table *care_table(struct arena *a, const struct answers *v,
                                        struct summary *ret)
{
	struct summary_column *columns = ARENA_ARRAY(a, v->n + 3, struct summary_column);

	columns[0].label = summary_ja(N_("Class of system"));
	columns[1].label = summary_ja(N_("Kind"));
	columns[2] = (struct summary_column){summary_ja(N_("Number of sections")), true};
	for (size_t i = 0; i < v->n; i++)
		columns[i + 3] = (struct summary_column){answer_label(a, v, i), true};
	return summary_table(a, ret, "care", summary_ja(N_("Care of terminals and guidance")),
	                     columns, v->n + 3);
}

enum err summary_care(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	const struct answers v = list_answers();
	struct arena *a = c->arena;
	struct care *all = ARENA_NEW(a, struct care);
	struct summary_systems s;
	struct summary_table *t;

	(void)o;
	TRY(summary_systems(c, &s));
	t = care_table(a, &v, ret);
	for (const struct choice *class_ = s.classes;; class_++) {
		struct care *n = ARENA_NEW(a, struct care);

		for (size_t i = 0; i < s.uses.n; i++) {
			const struct record *use = &s.uses.v[i];
			const struct record *system = summary_system_of(&s, use);

			if (!system || !summary_of_class(system, class_->code) ||
			    !summary_counts(use))
				continue;
			count_care(a, &v, n, use);
			count_care(a, &v, all, use);
		}
		if (n->n_sections)
			put_care(a, &v, t, summary_class_name(class_), n, false);
		if (!class_->code)
			break;
	}
	put_care(a, &v, t, summary_ja(N_("Total")), all, true);
	summary_note(a, t, summary_ja(N_("Note: a section counts once for each system that it "
	                                 "uses. Several answers are possible.")));
	return OK;
}

/* --- outsourcing --- */

/* Ids of the systems whose contract has the clause. */
static enum err load_clauses(struct ctx *c, struct map *ret)
{
	struct summary_records contracts;

	ret->arena = c->arena;
	TRY(summary_load(c, &ledger_contracts, &contracts));
	for (size_t i = 0; i < contracts.n; i++) {
		const struct record *r = &contracts.v[i];
		const char *system = summary_value(&ledger_contracts, r, "system");

		if (system && summary_among(&ledger_contracts, r, "clauses", "privacy"))
			map_put(ret, system, (void *)r);
	}
	return OK;
}

enum err summary_outsourcing(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {N_("Class of system"), N_("Systems"), N_("Outsourced"),
	                                     N_("With a clause on personal information")};
	struct arena *a = c->arena;
	struct summary_systems s;
	struct summary_table *t;
	struct map clauses = {0};

	(void)o;
	TRY(summary_systems(c, &s));
	TRY(load_clauses(c, &clauses));
	t = summary_table(a, ret, "outsourcing", summary_ja(N_("Outsourced systems")),
	                  COLUMNS(a, labels, 1), sizeof(labels) / sizeof(labels[0]));
	for (const struct choice *class_ = s.classes;; class_++) {
		struct summary_cell found[3] = {{.n = 0}}, *cells;

		for (size_t i = 0; i < s.systems.n; i++) {
			const struct record *system = &s.systems.v[i];
			bool out = summary_is(SYSTEMS, system, "outsourced", "yes");

			if (!summary_of_class(system, class_->code))
				continue;
			summary_add(a, &found[0], SYSTEMS, system);
			if (out)
				summary_add(a, &found[1], SYSTEMS, system);
			if (out && map_get(&clauses, num_text(a, system->id)))
				summary_add(a, &found[2], SYSTEMS, system);
		}
		if (found[0].n) {
			cells = summary_row(a, t, false);
			cells[0].text = summary_class_name(class_);
			for (size_t i = 0; i < 3; i++)
				put_list(a, &cells[i + 1], &found[i]);
		}
		if (!class_->code)
			return OK;
	}
}

/* --- rules of single systems --- */

/* 平成15年8月: what lists of rules print. */
static const char *month(struct arena *a, const char *iso)
{
	struct date d;
	const char *text, *at;

	if (!iso || !date_from_iso(iso, &d))
		return NULL;
	text = date_format(a, d, DATE_ERA_LONG);
	at = strstr(text, "月");
	return at ? arena_strndup(a, text, (size_t)(at - text) + strlen("月")) : text;
}

static void put_rule(struct arena *a, struct summary_table *t, const struct record *rule,
                     const struct record *system)
{
	const struct record_kind *k = &ledger_policies;
	struct summary_cell *cells = summary_row(a, t, false);
	const char *audited = system ? summary_value(SYSTEMS, system, "audited") : NULL;
	const char *class_ = system ? summary_shown(a, SYSTEMS, system, "kind") : NULL;

	cells[0].text = class_ && *class_ ? class_ : NULL;
	cells[1].text = summary_shown(a, k, rule, "unit");
	cells[2].text = system ? summary_value(SYSTEMS, system, "name") : NULL;
	if (system)
		summary_add(a, &cells[2], SYSTEMS, system);
	cells[3].text = summary_value(k, rule, "name");
	summary_add(a, &cells[3], k, rule);
	cells[4].text = summary_value(k, rule, "issuer");
	cells[5].text = month(a, summary_value(k, rule, "enacted_on"));
	cells[6].text = month(a, summary_value(k, rule, "revised_on"));
	cells[7].text = !audited ? NULL
	                : strcmp(audited, "yes") == 0 ? "○"
	                : strcmp(audited, "no") == 0  ? "×"
	                                              : NULL;
}

enum err summary_regulations(struct ctx *c, const struct summary_options *o, struct summary *ret)
{
	static const char *const labels[] = {
		N_("Class of system"), N_("Section in charge"), N_("System"),
		N_("Policy document"), N_("Issued by"),         N_("Enacted in"),
		N_("Revised in"),      N_("Object of the audit")};
	struct arena *a = c->arena;
	struct summary_systems s;
	struct summary_records rules;
	struct summary_table *t;
	size_t audited = 0;

	(void)o;
	TRY(summary_systems(c, &s));
	TRY(summary_load(c, &ledger_policies, &rules));
	t = summary_table(a, ret, "regulations", summary_ja(N_("Rules of single systems")),
	                  COLUMNS(a, labels, 8), sizeof(labels) / sizeof(labels[0]));
	for (size_t i = 0; i < rules.n; i++) {
		const char *id = summary_value(&ledger_policies, &rules.v[i], "system");
		const struct record *system = id ? map_get(&s.by_id, id) : NULL;

		if (!id && !summary_is(&ledger_policies, &rules.v[i], "level", "own"))
			continue;
		put_rule(a, t, &rules.v[i], system);
		audited += system && summary_is(SYSTEMS, system, "audited", "yes");
	}
	summary_note(a, t,
	             msg_format(a, LANG_JA,
	                        N_("{1} rules, {2} of them of systems that are audited."),
	                        (const char *const[]){num_text(a, (int64_t)t->n_rows),
	                                              num_text(a, (int64_t)audited), NULL}));
	return OK;
}
