#include "audit/previous.h"

#include "org/succession.h"

#include <inttypes.h>
#include <string.h>

static const char *key_of(struct arena *a, const char *unit_code,
                          const struct audit_sheet_out *row)
{
	return map_key2(a, unit_code, arena_printf(a, "%" PRId64 " %s", row->catalog_id, row->no));
}

/* --- which units of last year a unit of this year stands for --- */

static bool is_among(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static enum err match_unit(struct ctx *c, struct previous *p, const struct succession *s,
                           const struct target_stats *now)
{
	struct previous_units *found = ARENA_NEW(c->arena, struct previous_units);
	struct unit_row *unit;
	const int64_t *ids;
	size_t n;

	ids = succession_forerunners(s, now->unit_id, &n);
	found->codes = ARENA_ARRAY(c->arena, p->stats.n_targets, const char *);
	for (size_t i = 0; i < p->stats.n_targets; i++) {
		const struct target_stats *t = &p->stats.targets[i];

		if (is_among(ids, n, t->unit_id) || strcmp(t->unit_code, now->unit_code) == 0)
			found->codes[found->n++] = t->unit_code;
	}
	if (!found->n)
		return OK;
	TRY(unit_get(c, now->unit_id, &unit));
	found->day = unit->valid_from;
	map_put(&p->units, now->unit_code, found);
	return OK;
}

enum err previous_load(struct ctx *c, const struct audit_stats *now, struct previous **ret)
{
	struct succession s;
	struct previous *p;
	struct audit_row *row;

	*ret = NULL;
	if (!now->audit.previous_id)
		return OK;
	TRY(q_audit_by_id(c, &(struct audit_by_id_in){now->audit.previous_id}, &row));
	BUG_IF(!row);
	p = ARENA_NEW(c->arena, struct previous);
	p->arena = p->levels.arena = p->units.arena = c->arena;
	TRY(audit_stats_compute(c, row, NULL, &p->stats));
	for (size_t i = 0; i < p->stats.n_rows; i++) {
		const struct audit_sheet_out *j = &p->stats.rows[i];

		if (j->level)
			map_put(&p->levels, key_of(c->arena, j->unit_code, j), (void *)j);
	}
	TRY(succession_load(c, &s));
	for (size_t i = 0; i < now->n_targets; i++)
		TRY(match_unit(c, p, &s, &now->targets[i]));
	*ret = p;
	return OK;
}

const struct previous_units *previous_units(const struct previous *p, const char *unit_code)
{
	return p ? map_get(&p->units, unit_code) : NULL;
}

/* --- counts --- */

static const struct part_stats *part_like(const struct previous *p, const struct part_stats *now)
{
	for (size_t i = 0; p && i < p->stats.n_parts; i++)
		if (strcmp(p->stats.parts[i].part.code, now->part.code) == 0 &&
		    p->stats.parts[i].part.scale_id == now->part.scale_id)
			return &p->stats.parts[i];
	return NULL;
}

static void add_up(struct tally *sum, const struct tally *t, size_t n_catalogs)
{
	for (size_t i = 0; i < n_catalogs; i++) {
		sum->catalogs[i].asked += t->catalogs[i].asked;
		sum->catalogs[i].na += t->catalogs[i].na;
		sum->catalogs[i].unjudged += t->catalogs[i].unjudged;
		sum->catalogs[i].detected += t->catalogs[i].detected;
		sum->catalogs[i].exemplary += t->catalogs[i].exemplary;
	}
	for (size_t i = 0; i < SCALE_LEVELS_MAX; i++)
		sum->levels[i] += t->levels[i];
	sum->total += t->total;
	sum->na += t->na;
	sum->unjudged += t->unjudged;
	sum->detections += t->detections;
	sum->exemplary += t->exemplary;
	sum->judged += t->judged;
	sum->value_thousandths += t->value_thousandths;
}

/* All targets that the unit of this year stands for; NULL where none is among them. */
static const struct tally *sum_of(const struct previous *p, const struct target_stats *targets,
                                  size_t n, const char *unit_code)
{
	const struct previous_units *units = previous_units(p, unit_code);
	struct tally *sum = NULL;

	for (size_t i = 0; units && i < n; i++) {
		for (size_t k = 0; k < units->n; k++) {
			if (strcmp(targets[i].unit_code, units->codes[k]) != 0)
				continue;
			if (!sum) {
				sum = ARENA_NEW(p->arena, struct tally);
				sum->catalogs = ARENA_ARRAY(p->arena, p->stats.n_catalogs,
				                            struct catalog_count);
			}
			add_up(sum, &targets[i].tally, p->stats.n_catalogs);
		}
	}
	return sum;
}

const struct tally *previous_tally(const struct previous *p, const struct part_stats *part,
                                   const char *unit_code)
{
	const struct part_stats *before = part_like(p, part);

	if (!before || !unit_code)
		return before ? &before->total : NULL;
	return sum_of(p, before->targets, before->n_targets, unit_code);
}

const struct tally *previous_total(const struct previous *p, const struct audit_stats *now,
                                   const char *unit_code)
{
	if (!p || !p->stats.n_parts || !now->n_parts || !p->stats.one_scale || !now->one_scale ||
	    p->stats.parts[0].part.scale_id != now->parts[0].part.scale_id)
		return NULL;
	return unit_code ? sum_of(p, p->stats.targets, p->stats.n_targets, unit_code)
	                 : &p->stats.total;
}

/* --- levels --- */

const char *levels_joined(struct arena *a, const char *text, const char *level)
{
	if (!text)
		return level;
	return strstr(text, level) ? text : arena_printf(a, "%s／%s", text, level);
}

const char *previous_level(struct arena *a, const struct previous *p, const struct scale *scale,
                           const struct audit_sheet_out *row)
{
	const struct previous_units *units = previous_units(p, row->unit_code);
	const char *text = NULL;

	for (size_t i = 0; units && i < units->n; i++) {
		const struct audit_sheet_out *before =
			map_get(&p->levels, key_of(a, units->codes[i], row));
		const char *level = before ? scale_show(scale, before->level) : NULL;

		if (level)
			text = levels_joined(a, text, level);
	}
	return text;
}
