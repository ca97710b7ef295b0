/* One judgement into the database: the pair, the conflict, the confirmed target. */
#include "audit/judgement_internal.h"

#include "base/text.h"
#include "criteria/criteria.h"
#include "org/unit.h"

#include <inttypes.h>
#include <string.h>

static struct catalog_version_row unknown_catalog;

struct unit_state {
	struct unit_row *unit;     /* of the fiscal year; NULL when there is none */
	struct target_row *target; /* NULL while the part does not ask the unit anything */
	struct map pairs;          /* catalogue, number → judgement_row */
};

static enum err part_is_empty(struct ctx *c, const struct audit_part_row *part, bool *ret)
{
	struct judgement_row *any;
	size_t n;

	TRY(q_any_pair_of_part(c, &(struct any_pair_of_part_in){part->id}, &any, &n));
	*ret = n == 0;
	return OK;
}

enum err part_state_load(struct ctx *c, const char *audit, const char *part, struct part_state *ret)
{
	struct part_state s = {0};

	s.units.arena = s.items.arena = s.catalogs.arena = c->arena;
	TRY(audit_find(c, audit, &s.audit));
	TRY(audit_find_part(c, &s.audit, part, &s.part));
	TRY(scale_load(c, s.part.scale_id, &s.scale));
	TRY(part_is_empty(c, &s.part, &s.empty));
	*ret = s;
	return OK;
}

enum err judgement_part_empty(struct ctx *c, const char *audit, const char *part, bool *ret)
{
	struct audit_row a;
	struct audit_part_row p;

	TRY(audit_find(c, audit, &a));
	TRY(audit_find_part(c, &a, part, &p));
	return part_is_empty(c, &p, ret);
}

/* --- what a row names --- */

static enum err load_pairs(struct ctx *c, const struct target_row *target, struct map *pairs)
{
	struct pairs_of_target_out *rows;
	size_t n;

	TRY(q_pairs_of_target(c, &(struct pairs_of_target_in){target->id}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct judgement_row *j = ARENA_NEW(c->arena, struct judgement_row);

		*j = (struct judgement_row){rows[i].id,       rows[i].rev,   rows[i].target_id,
		                            rows[i].item_id,  rows[i].level, rows[i].comment,
		                            rows[i].judged_on};
		map_put(pairs, map_key2(c->arena, rows[i].catalog, rows[i].no), j);
	}
	return OK;
}

static enum err know_unit(struct ctx *c, struct part_state *s, const char *code,
                          struct unit_state **ret)
{
	struct unit_state *u = map_get(&s->units, code);
	struct target_row *targets;
	size_t n;

	if (!u) {
		u = ARENA_NEW(c->arena, struct unit_state);
		u->pairs.arena = c->arena;
		TRY(audit_find_unit(c, &s->audit, code, &u->unit));
		TRY(q_targets_of_unit(c, &(struct targets_of_unit_in){s->part.id, code}, &targets,
		                      &n));
		for (size_t i = 0; i < n; i++) {
			u->target = &targets[i];
			TRY(load_pairs(c, u->target, &u->pairs));
		}
		map_put(&s->units, code, u);
	}
	*ret = u;
	return OK;
}

/* The catalogue as the part pins it, with its items; &unknown_catalog when it does not exist. */
static enum err know_catalog(struct ctx *c, struct part_state *s, const char *name,
                             struct catalog_version_row **ret)
{
	struct catalog_version_row *version = map_get(&s->catalogs, name);
	struct item_row *items;
	size_t n;

	if (!version) {
		TRY(criteria_latest(c, name, &version));
		if (version)
			TRY(audit_pin_catalog(c, s->part.id, name, &version));
		else
			version = &unknown_catalog;
		map_put(&s->catalogs, name, version);
		if (version != &unknown_catalog) {
			TRY(q_items_of_version(c, &(struct items_of_version_in){version->id},
			                       &items, &n));
			for (size_t i = 0; i < n; i++)
				map_put(&s->items, map_key2(c->arena, name, items[i].no),
				        &items[i]);
		}
	}
	*ret = version;
	return OK;
}

/* --- declaring a pair --- */

static bool reject(struct reading *r, struct incoming_judgement *in, int column, const char *code,
                   const char *msgid, const char *x, const char *y)
{
	READING_PROBLEM(r, in->row, column, SEV_REJECT, code, msgid, x, y);
	in->rejected = true;
	return false;
}

/* Whether unit, catalogue and item exist at all; reports the first that does not. */
static enum err check_names(struct ctx *c, struct reading *r,
                            const struct judgement_columns *columns,
                            const struct unit_state *unit, struct incoming_judgement *in,
                            struct item_row **ret_item)
{
	struct part_state *s = in->part;
	struct catalog_version_row *version;

	*ret_item = NULL;
	if (!unit->unit) {
		reject(r, in, columns->unit, "unit-unknown",
		       N_("There is no unit {1} in fiscal year {2}."), in->unit_code,
		       arena_printf(c->arena, "%" PRId64, s->audit.fiscal_year));
		return OK;
	}
	TRY(know_catalog(c, s, in->catalog, &version));
	if (version == &unknown_catalog) {
		reject(r, in, columns->catalog, "catalog-unknown",
		       N_("There is no catalogue “{1}”. Import its criteria first."), in->catalog,
		       NULL);
		return OK;
	}
	*ret_item = map_get(&s->items, map_key2(c->arena, in->catalog, in->no));
	if (!*ret_item)
		reject(r, in, columns->no, "item-unknown", N_("“{1}” has no item {2}."),
		       in->catalog, in->no);
	return OK;
}

static enum err declare(struct ctx *c, struct unit_state *unit, struct incoming_judgement *in,
                        const struct item_row *item)
{
	struct judgement_row row = {.item_id = item->id, .level = in->level, .comment = in->comment,
	                            .judged_on = in->judged_on};
	struct target_row target = {.part_id = in->part->part.id, .unit_id = unit->unit->id};

	if (!unit->target) {
		TRY(target_insert(c, &target));
		unit->target = ARENA_NEW(c->arena, struct target_row);
		*unit->target = target;
	}
	row.target_id = unit->target->id;
	return judgement_insert(c, &row);
}

/* --- changing one --- */

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_values(const struct judgement_row *j, const char *level, const char *comment,
                        const char *judged_on)
{
	return same(j->level, level) && same(j->comment, comment) && same(j->judged_on, judged_on);
}

static const char *describe(struct arena *a, const struct scale *s, const char *level,
                            const char *comment, const char *judged_on)
{
	return arena_printf(a, "%s／%s／%s", level ? scale_show(s, level) : "—",
	                    comment ? comment : "—", judged_on ? judged_on : "—");
}

/* What the file and the database both changed since the workbook was made. */
static bool conflicts(const struct incoming_judgement *in, const struct judgement_row *now,
                      bool from_workbook)
{
	if (!from_workbook || same_values(now, in->level, in->comment, in->judged_on))
		return false;
	if (in->has_base)
		return !same_values(now, in->base_level, in->base_comment, in->base_judged_on);
	/* made elsewhere: only what nobody judged yet may be filled in */
	return now->level || now->comment;
}

/* A workbook that leaves a cell as it was made does not undo what was entered since. */
static bool untouched(const struct incoming_judgement *in)
{
	return in->has_base && same(in->level, in->base_level) &&
	       same(in->comment, in->base_comment) && same(in->judged_on, in->base_judged_on);
}

/* A column that the file does not have leaves what is stored. */
static void keep_absent(const struct reading *r, const struct judgement_columns *columns,
                        const struct judgement_row *now, struct incoming_judgement *in)
{
	if (!reading_has(r, columns->comment))
		in->comment = now->comment;
	if (!reading_has(r, columns->judged_on))
		in->judged_on = now->judged_on;
}

static enum err change(struct ctx *c, struct reading *r, const struct judgement_columns *columns,
                       const struct target_row *target, struct incoming_judgement *in,
                       struct judgement_row *now,
                       const struct judgement_options *options, bool from_workbook,
                       struct import_result *ret)
{
	struct judgement_row after = *now;

	keep_absent(r, columns, now, in);
	if (untouched(in) || same_values(now, in->level, in->comment, in->judged_on)) {
		ret->unchanged++;
		return OK;
	}
	if (target->confirmed_on && !c->reason) {
		reject(r, in, columns->level, "confirmed",
		       N_("{1} was confirmed on {2}. A correction needs a reason (--reason)."),
		       in->unit_code, target->confirmed_on);
		return OK;
	}
	if (conflicts(in, now, from_workbook)) {
		const char *stored = describe(c->arena, &in->part->scale, now->level, now->comment,
		                              now->judged_on);
		const char *filed =
			describe(c->arena, &in->part->scale, in->level, in->comment, in->judged_on);

		if (options->conflict == CONFLICT_REFUSE) {
			reject(r, in, columns->level, "conflict",
			       N_("Changed since the workbook was made. Stored: {1}. In the file: "
				  "{2}. Choose with --prefer stored or --prefer file."),
			       stored, filed);
			return OK;
		}
		READING_PROBLEM(
			r, in->row, columns->level, SEV_WARNING, "conflict-settled",
			options->conflict == CONFLICT_TAKE_FILE
				? N_("Changed since the workbook was made. The file's {2} "
				     "replaces the stored {1}.")
				: N_("Changed since the workbook was made. The stored {1} stays; "
				     "the file had {2}."),
			stored, filed);
		if (options->conflict == CONFLICT_KEEP_STORED) {
			ret->unchanged++;
			return OK;
		}
	}
	after.level = in->level;
	after.comment = in->comment;
	after.judged_on = in->judged_on;
	TRY(judgement_update(c, now, &after));
	*now = after;
	ret->updated++;
	return OK;
}

enum err judgement_put(struct ctx *c, struct reading *r, const struct judgement_columns *columns,
                       struct incoming_judgement *in, const struct judgement_options *options,
                       struct import_result *ret)
{
	struct unit_state *unit;
	struct judgement_row *now;
	struct item_row *item;

	TRY(know_unit(c, in->part, in->unit_code, &unit));
	now = map_get(&unit->pairs, map_key2(c->arena, in->catalog, in->no));
	if (now)
		return change(c, r, columns, unit->target, in, now, options, columns->unit < 0,
		              ret);
	TRY(check_names(c, r, columns, unit, in, &item));
	if (in->rejected)
		return OK;
	if (!options->declare) {
		reject(r, in, columns->no, "pair-unknown",
		       N_("Item {1} is not asked of unit {2} in this part. "
		          "Add it with: kageyu audit scope"),
		       in->no, in->unit_code);
		return OK;
	}
	TRY(declare(c, unit, in, item));
	ret->created++;
	return OK;
}

/* --- cells --- */

static const char *read_level(struct reading *r, const struct judgement_columns *columns,
                              const struct scale *scale, struct incoming_judgement *in)
{
	struct arena *a = r->c->arena;
	const struct cell *cell = reading_cell(r, in->row, columns->level);
	const char *raw = reading_text(r, in->row, columns->level), *level;

	if (cell->struck && *cell->struck)
		raw = text_trim(a, cell->text); /* the warning stands; the cell holds the value */
	if (!*raw)
		return NULL;
	level = scale_read(a, scale, raw);
	if (!level)
		READING_PROBLEM(r, in->row, columns->level, SEV_REJECT, "level-not-on-scale",
		                N_("“{1}” is not a level. Enter one of: {2}"), raw,
		                scale_choices(a, scale));
	else if (strcmp(scale_show(scale, level), cell->text) != 0)
		READING_PROBLEM(r, in->row, columns->level, SEV_INFO, "level-typed",
		                N_("“{1}” was read as {2}."), raw, scale_show(scale, level));
	return level;
}

void judgement_read_cells(struct reading *r, const struct judgement_columns *columns,
                          const struct scale *scale, struct incoming_judgement *in)
{
	in->level = read_level(r, columns, scale, in);
	in->comment = reading_opt(r, in->row, columns->comment);
	in->judged_on = reading_date(r, in->row, columns->judged_on);
	if (r->row_rejected)
		return;
	if (!in->level && in->comment)
		READING_PROBLEM(
			r, in->row, columns->level, SEV_WARNING, "level-empty",
			N_("There is a comment but no level: the comment is kept, "
			   "the item counts as not judged."));
	else if (in->level && !in->comment && reading_has(r, columns->comment) &&
	         strcmp(in->level, LEVEL_NA) != 0 &&
	         scale_index(scale, in->level) > scale->conforming)
		READING_PROBLEM(
			r, in->row, columns->comment, SEV_WARNING, "comment-missing",
			N_("Level {1} has no comment. "
			   "It is stored, but cannot be confirmed without one."),
			in->level);
}
