/* Rules over any ledger: fields that nobody confirmed for long, records that say too little. */
#include "ledger/rules_internal.h"

#include <string.h>

static const char *add_key(struct rule_run *run, const char *keys, const char *key)
{
	return keys ? arena_printf(run->c->arena, "%s,%s", keys, key) : key;
}

/* --- not confirmed since --- */

static const char *stale_fields(struct rule_run *run, const struct rule_records *m,
                                const struct record *r, const char *since)
{
	const char *keys = NULL;

	for (size_t i = 0; i < m->kind->n; i++) {
		const struct record_field *f = &m->kind->fields[i];
		int months = run->limit ? run->limit : f->fresh_months;

		if (f->fresh_months && f->type != RECORD_DATE && r->v[i] &&
		    rule_past(run, rule_months_after(run, since, months)))
			keys = add_key(run, keys, f->key);
	}
	return keys;
}

/* Whoever changes a record or confirms it in a round has it before their eyes. */
static void look_not_confirmed(struct rule_run *run)
{
	for (size_t i = 0; i < n_ledgers; i++) {
		const struct rule_records *m = &run->records[i];

		if (!rule_looks_at(run, i))
			continue;
		for (size_t k = 0; k < m->n; k++) {
			const char *id = arena_printf(run->c->arena, "%lld", (long long)m->v[k].id);
			const char *since = map_get(&m->touched, id);
			const char *keys = stale_fields(run, m, &m->v[k], since);

			if (keys)
				RULE_FINDS(run, m->kind, &m->v[k], rule_fields(run, keys),
				          rule_text(run, since));
		}
	}
}

const struct rule rule_not_confirmed = {
	.code = "not-confirmed",
	.label = N_("Not confirmed for long"),
	.criterion = N_("What is recorded is confirmed at set times."),
	.found = N_("{1}: nobody has gone through this record since {2}."),
	.severity = GRAVITY_LOW,
	.unknown = true,
	.limit_label = N_("Months (0: as the ledger says of each field)"),
	.look = look_not_confirmed,
};

/* --- incomplete --- */

/* 「その他」 that another field explains, though no form insists on it. */
static const struct {
	const struct record_kind *kind;
	const char *field, *explained_by;
} others[] = {
	{&ledger_systems, "place", "note"},
	{&ledger_systems, "theft", "theft_other"},
	{&ledger_assets, "form", "note"},
	{&ledger_media, "kind", "note"},
};

static const char *missing_fields(struct rule_run *run, const struct record_kind *k,
                                  const struct record *r)
{
	struct record_faults faults = {0};
	const char *keys = NULL;

	record_check(run->c, k, r, &faults);
	for (const struct record_fault *f = faults.first; f; f = f->next)
		keys = add_key(run, keys, f->field->key);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].kind == k && rule_has(k, r, others[i].field, "other") &&
		    !rule_value(k, r, others[i].explained_by))
			keys = add_key(run, keys, others[i].field);
	return keys;
}

static void look_incomplete(struct rule_run *run)
{
	const struct record *r;

	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k = ledgers[i];

		if (!rule_looks_at(run, i))
			continue;
		EACH_RECORD(run, k, r) {
			const char *keys = missing_fields(run, k, r);

			if (keys)
				RULE_FINDS(run, k, r, rule_fields(run, keys));
		}
	}
}

const struct rule rule_incomplete = {
	.code = "incomplete",
	.label = N_("Incomplete record"),
	.criterion = N_("Every record says what it must; “other” says what else."),
	.found = N_("What is to be said of these is missing: {1}. Where “other” is chosen, write "
	            "what it is."),
	.severity = GRAVITY_MIDDLE,
	.look = look_incomplete,
};
