#include "audit/previous.h"

#include <inttypes.h>
#include <string.h>

static const char *key_of(struct arena *a, const struct audit_sheet_out *row)
{
	return map_key2(a, row->unit_code,
	                arena_printf(a, "%" PRId64 " %s", row->catalog_id, row->no));
}

enum err previous_load(struct ctx *c, const struct audit_row *audit, struct previous **ret)
{
	struct previous *p;
	struct audit_row *row;

	*ret = NULL;
	if (!audit->previous_id)
		return OK;
	TRY(q_audit_by_id(c, &(struct audit_by_id_in){audit->previous_id}, &row));
	BUG_IF(!row);
	p = ARENA_NEW(c->arena, struct previous);
	p->levels.arena = c->arena;
	TRY(audit_stats_compute(c, row, &p->stats));
	for (size_t i = 0; i < p->stats.n_rows; i++)
		if (p->stats.rows[i].level)
			map_put(&p->levels, key_of(c->arena, &p->stats.rows[i]),
			        (void *)&p->stats.rows[i]);
	*ret = p;
	return OK;
}

static const struct part_stats *part_like(const struct previous *p, const struct part_stats *now)
{
	for (size_t i = 0; p && i < p->stats.n_parts; i++)
		if (strcmp(p->stats.parts[i].part.code, now->part.code) == 0 &&
		    p->stats.parts[i].part.scale_id == now->part.scale_id)
			return &p->stats.parts[i];
	return NULL;
}

const struct tally *previous_tally(const struct previous *p, const struct part_stats *part,
                                   const char *unit_code)
{
	const struct part_stats *before = part_like(p, part);

	if (!before)
		return NULL;
	if (!unit_code)
		return &before->total;
	for (size_t i = 0; i < before->n_targets; i++)
		if (strcmp(before->targets[i].unit_code, unit_code) == 0)
			return &before->targets[i].tally;
	return NULL;
}

const struct tally *previous_total(const struct previous *p, const struct audit_stats *now)
{
	if (!p || !p->stats.n_parts || !now->n_parts || !p->stats.one_scale || !now->one_scale ||
	    p->stats.parts[0].part.scale_id != now->parts[0].part.scale_id)
		return NULL;
	return &p->stats.total;
}

const char *previous_level(struct arena *a, const struct previous *p, const struct scale *scale,
                           const struct audit_sheet_out *row)
{
	const struct audit_sheet_out *before = p ? map_get(&p->levels, key_of(a, row)) : NULL;

	return before ? scale_show(scale, before->level) : NULL;
}
