#include "base/num.h"

#include "base/err.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t power_of_ten(int n)
{
	int64_t p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* num * scale / den without overflow for num, den < 2^52 and scale <= 10^6: quotient and rest. */
static int64_t scaled(struct ratio r, int64_t scale, int64_t *ret_rest)
{
	int64_t whole = r.num / r.den * scale;
	int64_t rest = r.num % r.den;

	for (int64_t s = scale; s > 1; s /= 10) {
		rest *= 10;
		whole += rest / r.den * (s / 10);
		rest %= r.den;
	}
	*ret_rest = rest;
	return whole;
}

/* Non-negative ratio in units of 1/scale by the rule for single values. */
static int64_t round_ratio(struct ratio r, int64_t scale, enum rounding rule)
{
	int64_t rest;
	int64_t units = scaled(r, scale, &rest);

	if (rule != ROUND_TRUNCATE && rest >= r.den - rest)
		units++;
	return units;
}

const char *ratio_format(struct arena *a, struct ratio r, int decimals, enum rounding rule)
{
	int64_t scale = power_of_ten(decimals);
	int64_t whole, units;
	bool negative = r.num < 0;

	if (r.den == 0)
		return NULL;
	BUG_IF(r.den < 0 || decimals < 0 || decimals > 6);
	if (negative)
		r.num = -r.num;
	/* the whole part apart: together they may not fit */
	whole = r.num / r.den;
	units = round_ratio((struct ratio){r.num % r.den, r.den}, scale, rule);
	whole += units / scale;
	units %= scale;
	negative &= whole || units;
	if (decimals == 0)
		return arena_printf(a, "%s%" PRId64, negative ? "-" : "", whole);
	return arena_printf(a, "%s%" PRId64 ".%0*" PRId64, negative ? "-" : "", whole, decimals,
	                    units);
}

int ratio_compare(struct ratio a, struct ratio b)
{
	int64_t left = a.num * b.den;
	int64_t right = b.num * a.den;

	return (left > right) - (left < right);
}

bool ratio_parse(const char *s, struct ratio *ret)
{
	struct ratio r = {0, 1};
	bool point = false, digit = false;
	size_t len = strlen(s);

	if (len == 0 || len > 9)
		return false;
	for (; *s; s++) {
		if (*s == '.' && !point) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)*s))
			return false;
		digit = true;
		r.num = r.num * 10 + (*s - '0');
		if (point)
			r.den *= 10;
	}
	if (!digit)
		return false;
	*ret = r;
	return true;
}

/* Gives `missing` units (may be negative) to those whose rest is largest, one each. */
static void spread(const int64_t *counts, size_t n, int64_t base, int64_t scale, int64_t missing,
                   int64_t *units)
{
	while (missing != 0) {
		size_t best = 0;
		int64_t best_gap = INT64_MIN;
		int64_t step = missing > 0 ? 1 : -1;

		for (size_t i = 0; i < n; i++) {
			/* exact share minus what was given, in 1/base units */
			int64_t gap = (counts[i] * scale - units[i] * base) * step;

			if (gap > best_gap) {
				best_gap = gap;
				best = i;
			}
		}
		units[best] += step;
		missing -= step;
	}
}

void percent_round(const int64_t *counts, size_t n, int64_t base, int decimals, enum rounding rule,
                   int64_t *ret_units)
{
	int64_t scale = 100 * power_of_ten(decimals);
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		ret_units[i] = base ? round_ratio((struct ratio){counts[i], base}, scale, rule) : 0;
		sum += ret_units[i];
	}
	if (rule == ROUND_LARGEST_REMAINDER && base)
		spread(counts, n, base, scale, scale - sum, ret_units);
}

const char *num_text(struct arena *a, int64_t n)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (n < 0)
		digits[--at] = '-';
	return arena_strndup(a, digits + at, sizeof(digits) - at);
}

const char *count_format(struct arena *a, int64_t n)
{
	char digits[32];
	char *out;
	size_t len, k = 0;

	snprintf(digits, sizeof(digits), "%" PRId64, n < 0 ? -n : n);
	len = strlen(digits);
	out = arena_alloc(a, len + len / 3 + 2);
	if (n < 0)
		out[k++] = '-';
	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	return out;
}
