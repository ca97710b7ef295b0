/*
 * scale.h - judgement scales: levels with codes, names, criteria; which one conforms; how 対象外
 * counts. A scale is data; the default one has the levels and the counting of a published ward
 * report (5 模範的 … 1 重大な不適合, 対象外 counted as 4, target 4.00).
 */
#ifndef KAGEYU_AUDIT_SCALE_H
#define KAGEYU_AUDIT_SCALE_H

#include "gen/queries.h"
#include "base/map.h"
#include "base/num.h"

#define LEVEL_NA "na" /* stored code of 対象外 on every scale */
#define SCALE_LEVELS_MAX 12
#define SCALE_DEFAULT "standard5"

struct scale {
	struct scale_row row;
	struct scale_level_row *levels; /* as the scale sorts them: best first */
	size_t n;
	int64_t value_thousandths[SCALE_LEVELS_MAX];
	bool has_value[SCALE_LEVELS_MAX];
	struct map written; /* how the levels and 対象外 may be written, folded → stored code */
	int conforming; /* index of the conforming level */
	int na_as;      /* index of the level 対象外 counts at, -1 = not counted */
	struct ratio target; /* den 0 = no target */
};

MUST_USE enum err scale_load(struct ctx *c, int64_t id, struct scale *ret);

/* Index of a level by its stored code; -1 when it is not on the scale (LEVEL_NA neither). */
int scale_index(const struct scale *s, const char *code);

/*
 * The stored code for what somebody wrote: a code, a level's name, 対象外 or na, in any width.
 * NULL when it is none of them.
 */
const char *scale_read(struct arena *a, const struct scale *s, const char *text);

/* What to show for a stored code: the code itself, or the scale's word for 対象外. */
const char *scale_show(const struct scale *s, const char *code);

/* "1–5, 対象外": what may be written, for messages. */
const char *scale_choices(struct arena *a, const struct scale *s);

#endif
