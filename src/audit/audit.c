#include "audit/audit.h"

#include "audit/scale.h"
#include "base/date.h"
#include "base/text.h"
#include "criteria/criteria.h"
#include "org/setting.h"
#include "org/succession.h"
#include "org/unit.h"

#include <inttypes.h>
#include <string.h>

#define CODE_MAX 64

static enum err check_code(struct ctx *c, const char *code)
{
	if (text_blank(code) || text_length(code) > CODE_MAX || strpbrk(code, "/\\\"'\n\r\t"))
		return FAIL(
			c, ERR_USAGE,
			N_("“{1}” cannot be an id: at most 64 characters, "
			   "no slashes, quotes or line breaks."),
			code);
	return OK;
}

enum err audit_find(struct ctx *c, const char *code, struct audit_row *ret)
{
	struct audit_row *row;

	TRY(q_audit_by_code(c, &(struct audit_by_code_in){code}, &row));
	if (!row)
		return FAIL(c, ERR_NOT_FOUND,
		            N_("There is no audit “{1}”. Look in the list of audits."), code);
	*ret = *row;
	return OK;
}

enum err audit_find_part(struct ctx *c, const struct audit_row *audit, const char *part,
                         struct audit_part_row *ret)
{
	struct audit_part_row *parts;
	size_t n;

	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){audit->id}, &parts, &n));
	for (size_t i = 0; i < n; i++) {
		if (!part || strcmp(parts[i].code, part) == 0 ||
		    strcmp(arena_printf(c->arena, "%" PRId64, parts[i].number), part) == 0) {
			*ret = parts[i];
			return OK;
		}
	}
	return FAIL(c, ERR_NOT_FOUND, N_("Audit “{1}” has no part “{2}”."), audit->code,
	            part ? part : "1");
}

enum err audit_must_be_open(struct ctx *c, const struct audit_row *audit)
{
	if (audit->confirmed_on)
		return FAIL(c, ERR_STATE,
		            N_("The audit was confirmed (確定) on {1}. What it asks no longer "
			       "changes."),
		            audit->confirmed_on);
	return OK;
}

enum err audit_must_have_reason(struct ctx *c, const char *name, const char *confirmed_on)
{
	if (confirmed_on && !c->reason)
		return FAIL(c, ERR_STATE,
		            N_("{1} was confirmed on {2}. A correction needs a reason."), name,
		            confirmed_on);
	return OK;
}

static enum err find_kind(struct ctx *c, const char *code, struct part_kind_row **ret)
{
	struct part_kind_row *kinds;
	const char *known = NULL;
	size_t n;

	TRY(q_part_kinds(c, &kinds, &n));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(kinds[i].code, code) == 0 || strcmp(kinds[i].name, code) == 0) {
			*ret = &kinds[i];
			return OK;
		}
		known = known ? arena_printf(c->arena, "%s, %s", known, kinds[i].code)
		              : kinds[i].code;
	}
	return FAIL(c, ERR_NOT_FOUND, N_("There is no kind of audit “{1}”. Known: {2}"), code,
	            known);
}

enum err audit_add_part(struct ctx *c, const struct audit_row *audit, const struct part_new *what,
                        struct audit_part_row *ret)
{
	struct audit_part_row row = {.audit_id = audit->id, .number = 1}, *parts;
	struct part_kind_row *kind;
	struct scale_row *scale;
	size_t n;

	TRY(find_kind(c, what->kind, &kind));
	TRY(q_scale_by_code(
		c, &(struct scale_by_code_in){what->scale ? what->scale : SCALE_DEFAULT}, &scale));
	if (!scale)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no scale “{1}”."),
		            what->scale ? what->scale : SCALE_DEFAULT);
	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){audit->id}, &parts, &n));
	if (n)
		row.number = parts[n - 1].number + 1;
	row.code = what->code ? what->code : arena_printf(c->arena, "%" PRId64, row.number);
	TRY(check_code(c, row.code));
	for (size_t i = 0; i < n; i++)
		if (strcmp(parts[i].code, row.code) == 0)
			return FAIL(c, ERR_CONFLICT, N_("Audit “{1}” already has a part “{2}”."),
			            audit->code, row.code);
	row.kind = kind->code;
	row.title = what->title ? what->title : kind->name;
	row.purpose = kind->purpose;
	row.scale_id = scale->id;
	row.evidence_elsewhere = what->evidence_elsewhere;
	TRY(audit_part_insert(c, &row));
	*ret = row;
	return OK;
}

static enum err insert_audit(struct ctx *c, const struct audit_new *what, struct audit_row *ret)
{
	struct audit_row *taken, previous;
	struct audit_row row = {.code = what->code, .title = what->title,
	                        .fiscal_year = what->fiscal_year};

	TRY(check_code(c, what->code));
	if (text_blank(what->title))
		return FAIL(c, ERR_USAGE, N_("An audit needs a title (--title)."));
	TRY(q_audit_by_code(c, &(struct audit_by_code_in){what->code}, &taken));
	if (taken)
		return FAIL(c, ERR_CONFLICT,
		            N_("There already is an audit “{1}”. Choose another id."), what->code);
	if (what->previous) {
		TRY(audit_find(c, what->previous, &previous));
		row.previous_id = previous.id;
	}
	TRY(setting_find(c, SETTING_MARKS, &row.marks));
	TRY(audit_insert(c, &row));
	*ret = row;
	return OK;
}

enum err audit_make(struct ctx *c, const struct audit_new *what, struct audit_row *ret)
{
	struct part_new part = {.code = what->part_code,
	                        .kind = what->kind,
	                        .evidence_elsewhere = what->evidence_elsewhere};
	struct audit_part_row made;

	TRY(insert_audit(c, what, ret));
	return audit_add_part(c, ret, &part, &made);
}

enum err audit_pin_catalog(struct ctx *c, int64_t part_id, const char *catalog,
                           struct catalog_version_row **ret)
{
	struct part_catalogs_out *have;
	struct part_catalog_row row = {.part_id = part_id};
	struct catalog_version_row *version;
	size_t n;

	TRY(q_part_catalogs(c, &(struct part_catalogs_in){part_id}, &have, &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(have[i].catalog, catalog) == 0)
			return catalog_version_get(c, have[i].version_id, ret);
	TRY(criteria_latest(c, catalog, &version));
	if (!version)
		return FAIL(c, ERR_NOT_FOUND,
		            N_("There is no catalogue “{1}”. Import its criteria first."), catalog);
	row.version_id = version->id;
	row.sort = (int64_t)n + 1;
	TRY(part_catalog_insert(c, &row));
	if (!version->frozen)
		TRY(criteria_freeze(c, version->id));
	*ret = version;
	return OK;
}

/* --- scope --- */

enum err audit_find_unit(struct ctx *c, const struct audit_row *audit, const char *code,
                         struct unit_row **ret)
{
	struct arena *a = c->arena;

	return unit_in_period(c, code, arena_printf(a, "%" PRId64 "-04-01", audit->fiscal_year),
	                      arena_printf(a, "%" PRId64 "-03-31", audit->fiscal_year + 1), ret);
}

static enum err find_unit(struct ctx *c, const struct audit_row *audit, const char *code,
                          struct unit_row **ret)
{
	TRY(audit_find_unit(c, audit, code, ret));
	if (!*ret)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no unit {1} in fiscal year {2}."), code,
		            arena_printf(c->arena, "%" PRId64, audit->fiscal_year));
	return OK;
}

static bool wanted(const struct audit_scope *scope, const char *no)
{
	for (size_t i = 0; i < scope->n_items; i++)
		if (strcmp(scope->items[i], no) == 0)
			return true;
	return scope->n_items == 0;
}

static enum err check_items_exist(struct ctx *c, const struct audit_scope *scope,
                                  const struct item_row *items, size_t n)
{
	for (size_t k = 0; k < scope->n_items; k++) {
		bool found = false;

		for (size_t i = 0; i < n; i++)
			found |= strcmp(items[i].no, scope->items[k]) == 0;
		if (!found)
			return FAIL(c, ERR_NOT_FOUND, N_("“{1}” has no item {2}."), scope->catalog,
			            scope->items[k]);
	}
	return OK;
}

/* The target that a pair is added to: made with its first one, refused when confirmed. */
static enum err open_target(struct ctx *c, int64_t part_id, const struct unit_row *unit,
                            struct target_row **target)
{
	struct target_row row = {.part_id = part_id, .unit_id = unit->id};

	if (*target && (*target)->confirmed_on)
		return FAIL(c, ERR_STATE,
		            N_("{1} was confirmed on {2}: it cannot be asked more items. Add a "
			       "part to the audit for them."),
		            unit->name, (*target)->confirmed_on);
	if (*target)
		return OK;
	TRY(target_insert(c, &row));
	*target = ARENA_NEW(c->arena, struct target_row);
	**target = row;
	return OK;
}

static enum err add_pairs(struct ctx *c, int64_t part_id, const struct unit_row *unit,
                          const struct audit_scope *scope, const struct item_row *items, size_t n,
                          long *pairs)
{
	struct target_row *target;
	struct judgement_row *have = NULL;
	size_t n_have = 0;

	TRY(q_target_of_unit(c, &(struct target_of_unit_in){part_id, unit->id}, &target));
	if (target)
		TRY(q_judgements_of_target(c, &(struct judgements_of_target_in){target->id}, &have,
		                           &n_have));
	for (size_t i = 0; i < n; i++) {
		struct judgement_row row = {.item_id = items[i].id};
		bool there = !wanted(scope, items[i].no);

		for (size_t k = 0; k < n_have; k++)
			there |= have[k].item_id == items[i].id;
		if (there)
			continue;
		TRY(open_target(c, part_id, unit, &target));
		row.target_id = target->id;
		TRY(judgement_insert(c, &row));
		(*pairs)++;
	}
	return OK;
}

/* strict: an item that the version lacks is refused, else passed over. */
static enum err add_scope(struct ctx *c, const struct audit_row *audit,
                          const struct audit_part_row *part, const struct audit_scope *scope,
                          bool strict, long *ret_pairs)
{
	struct catalog_version_row *version;
	struct item_row *items;
	long pairs = 0;
	size_t n;

	TRY(audit_must_be_open(c, audit));
	TRY(audit_pin_catalog(c, part->id, scope->catalog, &version));
	TRY(q_items_of_version(c, &(struct items_of_version_in){version->id}, &items, &n));
	if (strict)
		TRY(check_items_exist(c, scope, items, n));
	for (size_t i = 0; i < scope->n_units; i++) {
		struct unit_row *unit;

		TRY(find_unit(c, audit, scope->units[i], &unit));
		TRY(add_pairs(c, part->id, unit, scope, items, n, &pairs));
	}
	*ret_pairs = pairs;
	return OK;
}

enum err audit_add_scope(struct ctx *c, const struct audit_row *audit,
                         const struct audit_part_row *part, const struct audit_scope *scope,
                         long *ret_pairs)
{
	return add_scope(c, audit, part, scope, true, ret_pairs);
}

/* --- copying last year's --- */

/* Who is asked what this unit was asked last year: those that took over, once it is gone. */
static enum err asked_now(struct ctx *c, const struct audit_row *audit,
                          const struct part_pairs_out *last_year, const char *const **ret,
                          size_t *ret_n)
{
	const char *day = arena_printf(c->arena, "%" PRId64 "-04-01", audit->fiscal_year);
	struct unit_row *units;
	const char **codes;

	TRY(succession_on(c, last_year->unit_id, day, &units, ret_n));
	codes = ARENA_ARRAY(c->arena, *ret_n + 1, const char *);
	for (size_t i = 0; i < *ret_n; i++)
		codes[i] = units[i].code;
	if (!*ret_n) {
		codes[0] = last_year->unit_code;
		*ret_n = 1;
	}
	*ret = codes;
	return OK;
}

/* The pairs of one unit and catalogue. */
static enum err copy_run(struct ctx *c, const struct audit_row *audit,
                         const struct audit_part_row *part, const struct part_pairs_out *pairs,
                         size_t n)
{
	const char **items = ARENA_ARRAY(c->arena, n, const char *);
	struct audit_scope scope = {.catalog = pairs->catalog, .items = items, .n_items = n};
	long added;
	enum err e;

	TRY(asked_now(c, audit, pairs, &scope.units, &scope.n_units));
	for (size_t i = 0; i < n; i++)
		items[i] = pairs[i].no;
	e = add_scope(c, audit, part, &scope, false, &added);
	/* a unit that was closed since is not asked again */
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err copy_pairs(struct ctx *c, const struct audit_row *audit,
                           const struct audit_part_row *old, const struct audit_part_row *part)
{
	struct part_pairs_out *pairs;
	size_t n;

	TRY(q_part_pairs(c, &(struct part_pairs_in){old->id}, &pairs, &n));
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && strcmp(pairs[k].unit_code, pairs[i].unit_code) == 0 &&
		            strcmp(pairs[k].catalog, pairs[i].catalog) == 0;
		     k++)
			;
		TRY(copy_run(c, audit, part, &pairs[i], k - i));
	}
	return OK;
}

enum err audit_copy(struct ctx *c, const struct audit_row *from, const struct audit_new *what,
                    struct audit_row *ret)
{
	struct audit_part_row *parts;
	struct audit_new copy = *what;
	size_t n;

	copy.previous = from->code;
	TRY(insert_audit(c, &copy, ret));
	TRY(q_parts_of_audit(c, &(struct parts_of_audit_in){from->id}, &parts, &n));
	for (size_t i = 0; i < n; i++) {
		struct audit_part_row row = parts[i];

		row.audit_id = ret->id;
		TRY(audit_part_insert(c, &row));
		TRY(copy_pairs(c, ret, &parts[i], &row));
	}
	return OK;
}
