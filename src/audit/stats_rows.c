#include "audit/stats_rows.h"

#include "audit/stats_chart.h"

#include <string.h>

static const struct {
	const char *code, *label;
} onlys[ROWS__MAX] = {
#define X(id, code, label) {code, label},
	ROWS_ONLY(X)
#undef X
};

const char *rows_only_code(enum rows_only only)
{
	return onlys[only].code;
}

const char *rows_only_label(enum rows_only only)
{
	return onlys[only].label;
}

enum rows_only rows_only_parse(const char *code)
{
	for (int i = 0; code && i < ROWS__MAX; i++)
		if (strcmp(onlys[i].code, code) == 0)
			return (enum rows_only)i;
	return ROWS_ALL;
}

const struct part_stats *stats_part_of(const struct audit_stats *s,
                                       const struct audit_sheet_out *row)
{
	size_t i = 0;

	while (i + 1 < s->n_parts && s->parts[i].part.number != row->part_number)
		i++;
	return &s->parts[i];
}

size_t stats_catalog_of(const struct audit_stats *s, const struct audit_sheet_out *row)
{
	size_t i = 0;

	while (i + 1 < s->n_catalogs && s->catalogs[i].catalog_id != row->catalog_id)
		i++;
	return i;
}

static bool is(const char *wanted, const char *value)
{
	return !wanted || strcmp(wanted, value) == 0;
}

static bool counts(enum rows_only only, const struct scale *scale, const struct effect *e)
{
	switch (only) {
	case ROWS_DETECTED:
		return e->detected;
	case ROWS_EXEMPLARY:
		return e->exemplary;
	case ROWS_APPLIED:
		return !e->na;
	case ROWS_JUDGED:
		return !e->na && !e->unjudged;
	case ROWS_NA:
		return e->na;
	case ROWS_OPEN:
		return e->unjudged;
	case ROWS_MEAN:
		return e->level >= 0 && scale->has_value[e->level];
	default:
		return true;
	}
}

static bool in_bureau(const struct bureaus *bureaus, const char *code, const char *unit)
{
	const struct unit_row *bureau = bureaus ? bureau_of(bureaus, unit) : NULL;

	return bureau && strcmp(bureau->code, code) == 0;
}

static bool matches(struct arena *a, const struct audit_stats *s, const struct bureaus *bureaus,
                    const struct rows_filter *f, const struct audit_sheet_out *row)
{
	const struct part_stats *p = stats_part_of(s, row);
	struct effect e = effect_of(&p->scale, row->level);

	return is(f->part, p->part.code) && is(f->unit, row->unit_code) && is(f->no, row->no) &&
	       is(f->catalog, s->catalogs[stats_catalog_of(s, row)].catalog) &&
	       (!f->level || (e.level >= 0 && is(f->level, p->scale.levels[e.level].code))) &&
	       counts(f->only, &p->scale, &e) && (!f->area || is(f->area, stats_area(a, s, row))) &&
	       (!f->bureau || in_bureau(bureaus, f->bureau, row->unit_code));
}

struct stats_rows stats_rows_find(struct arena *a, const struct audit_stats *s,
                                  const struct bureaus *bureaus, const struct rows_filter *f)
{
	struct stats_rows found = {ARENA_ARRAY(a, s->n_rows, const struct audit_sheet_out *), 0};

	for (size_t i = 0; i < s->n_rows; i++)
		if (matches(a, s, bureaus, f, &s->rows[i]))
			found.v[found.n++] = &s->rows[i];
	return found;
}
