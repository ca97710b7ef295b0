/*
 * num.h - exact numbers and the named ways of rounding them.
 *
 * Counts and ratios stay whole numbers until they are printed. The rule is printed beside the
 * table (field.md 3): half-up each is the norm, two others are in use.
 */
#ifndef KAGEYU_BASE_NUM_H
#define KAGEYU_BASE_NUM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum rounding {
	ROUND_HALF_UP,           /* each value by itself */
	ROUND_LARGEST_REMAINDER, /* half-up, then adjusted so that the values add up to the whole */
	ROUND_TRUNCATE
};

struct ratio {
	int64_t num, den; /* den > 0 */
};

/* "3.72"; NULL where den is 0. decimals 0..6, num and den below 2^52. */
const char *ratio_format(struct arena *a, struct ratio r, int decimals, enum rounding rule);
/* Compares without rounding: <0, 0, >0. */
int ratio_compare(struct ratio a, struct ratio b);
/* "4", "4.0", "4.00" as an exact ratio; false when it is not a plain decimal number. */
bool ratio_parse(const char *s, struct ratio *ret);

/*
 * Percentages of counts over base in units of 10^-decimals percent, by the rule.
 * ROUND_LARGEST_REMAINDER makes them add up to 100 exactly (counts must add up to base).
 */
void percent_round(const int64_t *counts, size_t n, int64_t base, int decimals, enum rounding rule,
                   int64_t *ret_units);

/* 1234567 as "1234567", for keys and addresses. */
const char *num_text(struct arena *a, int64_t n);
/* 1234567 as "1,234,567". */
const char *count_format(struct arena *a, int64_t n);

#endif
