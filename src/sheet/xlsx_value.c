/* What the stored value of a cell means: by its type and, for numbers, by its style. */
#include "sheet/xlsx_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE_MAX 9e15 /* whole numbers below it are exact */
#define BLANKS " \t\r\n"

/* The digits of a decimal number, with the point behind the first of them, and its exponent. */
struct decimal {
	char digits[24];
	int n, exponent;
};

static void to_decimal(double number, struct decimal *ret)
{
	char s[40];
	int n = 0;

	for (int precision = 15; precision <= 17; precision++) {
		snprintf(s, sizeof(s), "%.*e", precision - 1, fabs(number));
		if (strtod(s, NULL) == fabs(number))
			break;
	}
	ret->exponent = (int)strtol(strchr(s, 'e') + 1, NULL, 10);
	for (const char *at = s; *at != 'e'; at++)
		if (*at != '.')
			ret->digits[n++] = *at;
	while (n > 1 && ret->digits[n - 1] == '0')
		n--;
	ret->digits[n] = '\0';
	ret->n = n;
}

static const char *number_text(struct arena *a, double number)
{
	static const char zeros[] = "00000000000000000000";
	const char *sign = number < 0 ? "-" : "";
	struct decimal d;

	if (number == floor(number) && fabs(number) < WHOLE_MAX)
		return arena_printf(a, "%ld", (long)number);
	to_decimal(number, &d);
	if (d.exponent < -7 || d.exponent > 20)
		return arena_printf(a, "%s%c%s%sE%+03d", sign, d.digits[0], d.n > 1 ? "." : "",
		                    d.digits + 1, d.exponent);
	if (d.exponent < 0)
		return arena_printf(a, "%s0.%.*s%s", sign, -d.exponent - 1, zeros, d.digits);
	if (d.n <= d.exponent + 1)
		return arena_printf(a, "%s%s%.*s", sign, d.digits, d.exponent + 1 - d.n, zeros);
	return arena_printf(a, "%s%.*s.%s", sign, d.exponent + 1, d.digits,
	                    d.digits + d.exponent + 1);
}

void value_init(struct value_reader *r, struct xlsx *x)
{
	*r = (struct value_reader){.x = x};
	buf_init(&r->text, x->scratch, SHEET_CELL_MAX + 2);
	rich_init(&r->rich, x);
}

static enum value_type type_of(const char *name)
{
	static const struct {
		const char *name;
		enum value_type type;
	} types[] = {{"s", VALUE_SHARED},         {"str", VALUE_STRING}, {"b", VALUE_BOOL},
	             {"inlineStr", VALUE_INLINE}, {"e", VALUE_ERROR},    {"d", VALUE_ISO_DATE}};

	for (size_t i = 0; name && i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(name, types[i].name) == 0)
			return types[i].type;
	return VALUE_NUMBER;
}

void value_start(struct value_reader *r, const char *type, const char *style)
{
	long index;

	r->type = type_of(type);
	r->style = (struct cell_style){0};
	if (xml_number(style, (long)r->x->n_styles - 1, &index))
		r->style = r->x->styles[index];
	r->has_value = false;
	buf_clear(&r->text);
	if (r->type == VALUE_INLINE)
		rich_clear(&r->rich);
}

static const char *trimmed(struct buf *b)
{
	const char *s = b->data + strspn(b->data, BLANKS);

	while (b->data + b->len > s && strchr(BLANKS, b->data[b->len - 1]))
		b->data[--b->len] = '\0';
	return s;
}

static void set_text(struct value_reader *r, const struct rich_text *t, struct cell *cell)
{
	cell->kind = *t->text ? CELL_TEXT : CELL_EMPTY;
	cell->text = t->text;
	cell->struck = r->style.struck ? t->struck_if_cell_is : t->struck;
	cell->phonetic = t->phonetic;
}

static bool set_shared(struct value_reader *r, const char *value, struct cell *cell)
{
	long index;

	if (!xml_number(value, (long)r->x->n_strings - 1, &index))
		return false;
	set_text(r, &r->x->strings[index], cell);
	return true;
}

static void set_inline(struct value_reader *r, struct cell *cell)
{
	struct rich_text t = rich_finish(&r->rich);

	set_text(r, &t, cell);
}

static void set_string(struct value_reader *r, enum cell_kind kind, struct cell *cell)
{
	xlsx_unescape(&r->text, 0);
	cell->kind = kind;
	cell->text = arena_strndup(r->x->c->arena, r->text.data, r->text.len);
}

static bool set_bool(const char *value, struct cell *cell)
{
	bool yes = xml_true(value);

	cell->kind = CELL_BOOL;
	cell->text = yes ? "TRUE" : "FALSE";
	return yes || strcmp(value, "0") == 0 || strcmp(value, "false") == 0;
}

static void set_date(struct value_reader *r, struct date date, struct cell *cell)
{
	cell->kind = CELL_DATE;
	cell->date = date;
	cell->text = date_format(r->x->c->arena, date, DATE_ISO);
}

/* 2024-11-12, with a time or without, as "strict" files write dates. */
static bool set_iso_date(struct value_reader *r, const char *value, struct cell *cell)
{
	char day[11];
	struct date date;

	snprintf(day, sizeof(day), "%.10s", value);
	if (!date_from_iso(day, &date) || (value[10] && value[10] != 'T'))
		return false;
	set_date(r, date, cell);
	cell->number = (double)(date_to_days(date) + (r->x->date1904 ? 24107 : 25569));
	return true;
}

static bool parse_number(const char *s, double *ret)
{
	char *end;

	if (strspn(s, "+-.0123456789eE") != strlen(s))
		return false;
	*ret = strtod(s, &end);
	return !*end && isfinite(*ret);
}

static bool set_number(struct value_reader *r, const char *value, struct cell *cell)
{
	struct arena *a = r->x->c->arena;
	struct date date;
	bool whole;

	if (!parse_number(value, &cell->number))
		return false;
	if (r->style.date && date_from_serial(cell->number, r->x->date1904, &date)) {
		set_date(r, date, cell);
		return true;
	}
	whole = cell->number == floor(cell->number) && fabs(cell->number) < WHOLE_MAX;
	cell->kind = CELL_NUMBER;
	cell->zero_format = whole && r->style.zeros > 1;
	cell->text = cell->zero_format
	                     ? arena_printf(a, "%s%0*lld", cell->number < 0 ? "-" : "",
	                                    (int)r->style.zeros, (long long)fabs(cell->number))
	                     : number_text(a, cell->number);
	return true;
}

static bool set_value(struct value_reader *r, struct cell *cell)
{
	const char *value;

	if (r->type == VALUE_STRING) {
		set_string(r, CELL_TEXT, cell);
		return true;
	}
	value = trimmed(&r->text);
	if (!*value)
		return true;
	switch (r->type) {
	case VALUE_SHARED:
		return set_shared(r, value, cell);
	case VALUE_BOOL:
		return set_bool(value, cell);
	case VALUE_ISO_DATE:
		return set_iso_date(r, value, cell);
	case VALUE_ERROR:
		set_string(r, CELL_ERROR, cell);
		return true;
	default:
		return set_number(r, value, cell);
	}
}

bool value_finish(struct value_reader *r, struct cell *cell)
{
	if (r->type == VALUE_INLINE)
		set_inline(r, cell);
	else if (r->has_value && !set_value(r, cell))
		return false;
	if (*cell->text && r->style.struck && r->type != VALUE_SHARED && r->type != VALUE_INLINE)
		cell->struck = cell->text;
	return true;
}
