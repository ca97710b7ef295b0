#include "report/xlsx_internal.h"

#include <stdlib.h>
#include <string.h>

#define FONT "BIZ UDPゴシック"
#define DIGITS_MAX 15 /* Excel's numbers are exact up to here */
#define LINE_COLOR 0x595959
#define TEXT_COLOR 0x1a1a1a
#define LINK_COLOR 0x0017c1

struct xlsx_format {
	struct xlsx_look look;
	lxw_format *format;
	struct xlsx_format *next;
};

/* size in points; border: cells of the grid */
static const struct part_style {
	double size;
	bool bold, wrap, border;
	lxw_color_t color;
	const char *fill;
} part_styles[] = {
	[XLSX_TITLE] = {14, true, false, false, TEXT_COLOR, NULL},
	[XLSX_TEXT] = {10, false, false, false, TEXT_COLOR, NULL},
	[XLSX_LINK] = {10, false, true, true, LINK_COLOR, NULL},
	[XLSX_CAPTION] = {12, true, false, false, TEXT_COLOR, NULL},
	[XLSX_UNIT] = {9, false, false, false, TEXT_COLOR, NULL},
	[XLSX_NOTE] = {9, false, true, false, TEXT_COLOR, NULL},
	[XLSX_HEAD] = {10, true, true, true, TEXT_COLOR, "E8ECF2"},
	[XLSX_ROW_HEAD] = {10, false, true, true, TEXT_COLOR, "F5F6F8"},
	[XLSX_CELL] = {10, false, true, true, TEXT_COLOR, NULL},
};

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_look(const struct xlsx_look *a, const struct xlsx_look *b)
{
	return a->part == b->part && a->align == b->align && a->total == b->total &&
	       same_text(a->number_format, b->number_format) && same_text(a->fill, b->fill);
}

static void set_alignment(lxw_format *f, const struct xlsx_look *look)
{
	static const uint8_t sides[] = {[ALIGN_LEFT] = LXW_ALIGN_LEFT,
	                                [ALIGN_CENTER] = LXW_ALIGN_CENTER,
	                                [ALIGN_RIGHT] = LXW_ALIGN_RIGHT};

	format_set_align(f, look->part == XLSX_NOTE ? LXW_ALIGN_VERTICAL_TOP
	                                            : LXW_ALIGN_VERTICAL_CENTER);
	format_set_align(f, look->part == XLSX_HEAD   ? LXW_ALIGN_CENTER
	                    : look->part == XLSX_UNIT ? LXW_ALIGN_RIGHT
	                                              : sides[look->align]);
}

static void set_borders(lxw_format *f, bool total)
{
	format_set_border(f, LXW_BORDER_THIN);
	format_set_border_color(f, LINE_COLOR);
	if (total) {
		format_set_top(f, LXW_BORDER_MEDIUM);
		format_set_top_color(f, TEXT_COLOR);
	}
}

static lxw_format *make_format(struct xlsx *x, const struct xlsx_look *look)
{
	const struct part_style *style = &part_styles[look->part];
	const char *fill = look->fill ? look->fill : style->fill;
	lxw_format *f = workbook_add_format(x->book);

	format_set_font_name(f, FONT);
	format_set_font_size(f, style->size);
	format_set_font_color(f, style->color);
	if (style->bold)
		format_set_bold(f);
	if (style->wrap)
		format_set_text_wrap(f);
	if (look->part == XLSX_LINK)
		format_set_underline(f, LXW_UNDERLINE_SINGLE);
	if (style->border)
		set_borders(f, look->total);
	if (fill)
		format_set_bg_color(f, (lxw_color_t)strtoul(fill, NULL, 16));
	if (look->number_format)
		format_set_num_format(f, look->number_format);
	set_alignment(f, look);
	return f;
}

lxw_format *xlsx_format(struct xlsx *x, const struct xlsx_look *look)
{
	struct xlsx_format *f = x->formats;

	while (f && !same_look(&f->look, look))
		f = f->next;
	if (!f) {
		f = ARENA_NEW(x->arena, struct xlsx_format);
		f->look = *look;
		f->format = make_format(x, look);
		f->next = x->formats;
		x->formats = f;
	}
	return f->format;
}

/* A decimal number being read; the value is exact while digits stay within DIGITS_MAX. */
struct digits {
	int64_t value;
	size_t n;
	double scale;
};

static const char *read_digits(struct digits *d, const char *s, size_t *ret_n)
{
	size_t n = 0;

	for (; s[n] >= '0' && s[n] <= '9'; n++) {
		if (++d->n <= DIGITS_MAX)
			d->value = d->value * 10 + (s[n] - '0');
	}
	*ret_n = n;
	return s + n;
}

/* The part before the point, with or without a comma before each third digit; NULL otherwise. */
static const char *read_whole(struct digits *d, const char *s, bool *ret_grouped)
{
	bool leading_zero = *s == '0';
	size_t n;

	s = read_digits(d, s, &n);
	if (n == 0 || (leading_zero && (n > 1 || *s == ',')) || (*s == ',' && n > 3))
		return NULL;
	*ret_grouped = *s == ',';
	while (*s == ',') {
		s = read_digits(d, s + 1, &n);
		if (n != 3)
			return NULL;
	}
	return s;
}

bool xlsx_number(struct arena *a, const char *text, double *ret, const char **ret_format)
{
	static const char zeros[] = "000000000000000";
	struct digits d = {0, 0, 1};
	bool negative = *text == '-', grouped;
	const char *at = read_whole(&d, text + negative, &grouped);
	size_t decimals = 0;

	if (!at)
		return false;
	if (*at == '.') {
		at = read_digits(&d, at + 1, &decimals);
		if (!decimals)
			return false;
	}
	if (*at || d.n > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < decimals; i++)
		d.scale *= 10;
	*ret = (negative ? -1 : 1) * (double)d.value / d.scale;
	*ret_format = arena_printf(a, "%s%s%.*s", grouped ? "#,##0" : "0", decimals ? "." : "",
	                           (int)decimals, zeros);
	return true;
}
