#include "org/succession.h"

#include <string.h>

enum err succession_on(struct ctx *c, int64_t unit_id, const char *day, struct unit_row **ret,
                       size_t *ret_n)
{
	return q_unit_successors_on(c, &(struct unit_successors_on_in){unit_id, day}, ret, ret_n);
}

enum err succession_before(struct ctx *c, int64_t unit_id, struct unit_row **ret, size_t *ret_n)
{
	return q_unit_forerunners(c, &(struct unit_forerunners_in){unit_id}, ret, ret_n);
}
