#include "org/bureau.h"

#include <inttypes.h>
#include <string.h>

#define DEPTH_MAX 20 /* a circle of parents ends here */

enum err bureaus_load(struct ctx *c, int64_t fiscal_year, const char *day, struct bureaus *ret)
{
	const char *from = day ? day : arena_printf(c->arena, "%" PRId64 "-04-01", fiscal_year);
	const char *to = day ? day : arena_printf(c->arena, "%" PRId64 "-03-31", fiscal_year + 1);
	struct unit_row *units;
	size_t n;

	*ret = (struct bureaus){.units = {.arena = c->arena}};
	TRY(q_unit_all(c, &units, &n));
	for (size_t i = 0; i < n; i++) {
		struct unit_row *have = map_get(&ret->units, units[i].code);

		if (strcmp(units[i].valid_from, to) > 0 ||
		    (units[i].valid_to && strcmp(units[i].valid_to, from) < 0))
			continue;
		if (!have || strcmp(have->valid_from, units[i].valid_from) < 0)
			map_put(&ret->units, units[i].code, &units[i]);
	}
	return OK;
}

const struct unit_row *bureau_of(const struct bureaus *b, const char *unit_code)
{
	const struct unit_row *unit = map_get(&b->units, unit_code);

	for (int depth = 0; unit && unit->parent_code && depth < DEPTH_MAX; depth++) {
		const struct unit_row *above = map_get(&b->units, unit->parent_code);

		if (!above)
			break;
		unit = above;
	}
	return unit;
}
