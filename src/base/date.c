#include "base/date.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const struct era {
	const char *name, *short_name, *letter;
	struct date first;
} eras[] = {
        {"令和", "令", "R", {2019, 5, 1}}, {"平成", "平", "H", {1989, 1, 8}},
        {"昭和", "昭", "S", {1926, 12, 25}}, {"大正", "大", "T", {1912, 7, 30}},
        {"明治", "明", "M", {1868, 1, 25}},
};
#define N_ERAS (sizeof(eras) / sizeof(eras[0]))

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(struct date d)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	return d.day <= days[d.month - 1] + (d.month == 2 && is_leap(d.year));
}

bool date_is_set(struct date d)
{
	return d.year != 0;
}

int date_compare(struct date a, struct date b)
{
	int x = (a.year * 100 + a.month) * 100 + a.day;
	int y = (b.year * 100 + b.month) * 100 + b.day;

	return (x > y) - (x < y);
}

/* Days since 1970-01-01 by counting from March, so that the leap day comes last. */
long date_to_days(struct date d)
{
	long y = d.month <= 2 ? d.year - 1 : d.year;
	long m = d.month <= 2 ? d.month + 9 : d.month - 3;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day - 1 - 719468;
}

struct date date_from_days(long days)
{
	long z = days + 719468;
	long era = (z >= 0 ? z : z - 146096) / 146097;
	long in_era = z - era * 146097;
	long year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	long in_year = in_era - (365 * year + year / 4 - year / 100);
	long m = (5 * in_year + 2) / 153;
	struct date d;

	d.day = (int)(in_year - (153 * m + 2) / 5 + 1);
	d.month = (int)(m < 10 ? m + 3 : m - 9);
	d.year = (int)(year + era * 400 + (d.month <= 2));
	return d;
}

int date_weekday(struct date d)
{
	long n = (date_to_days(d) + 4) % 7;

	return (int)(n < 0 ? n + 7 : n);
}

const char *date_weekday_ja(struct date d)
{
	static const char *const names[] = {"日", "月", "火", "水", "木", "金", "土"};

	return names[date_weekday(d)];
}

static const struct era *era_of(struct date d)
{
	for (size_t i = 0; i < N_ERAS; i++)
		if (date_compare(d, eras[i].first) >= 0)
			return &eras[i];
	return NULL;
}

/* Consumes what stands at s if it is `word`. */
static bool take_word(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

/* Consumes the era's name in any of its three spellings. */
static const struct era *take_era(const char **s)
{
	for (size_t i = 0; i < N_ERAS; i++) {
		if (take_word(s, eras[i].name) || take_word(s, eras[i].short_name))
			return &eras[i];
		if (toupper((unsigned char)**s) == eras[i].letter[0] &&
		    (isdigit((unsigned char)(*s)[1]) || (*s)[1] == '.' ||
		     strncmp(*s + 1, "元", 3) == 0)) {
			*s += (*s)[1] == '.' ? 2 : 1;
			return &eras[i];
		}
	}
	return NULL;
}

/* Consumes one to max_digits digits. */
static bool take_number(const char **s, int max_digits, int *ret)
{
	int n = 0, digits = 0;

	while (isdigit((unsigned char)**s) && digits < max_digits) {
		n = n * 10 + (*(*s)++ - '0');
		digits++;
	}
	if (!digits || isdigit((unsigned char)**s))
		return false;
	*ret = n;
	return true;
}

static bool take_era_year(const char **s, int *ret)
{
	if (take_word(s, "元")) {
		*ret = 1;
		return true;
	}
	return take_number(s, 2, ret) && *ret > 0;
}

static bool take_separator(const char **s, const char *kanji)
{
	if (take_word(s, kanji))
		return true;
	if (**s == '.' || **s == '/' || **s == '-') {
		(*s)++;
		return true;
	}
	return false;
}

/* Exactly n digits. */
static bool read_digits(const char *s, int n, int *ret)
{
	*ret = 0;
	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
		*ret = *ret * 10 + (s[i] - '0');
	}
	return true;
}

static bool parse_compact(const char *s, struct date *d)
{
	return strlen(s) == 8 && read_digits(s, 4, &d->year) && read_digits(s + 4, 2, &d->month) &&
	       read_digits(s + 6, 2, &d->day);
}

bool date_parse(struct arena *a, const char *s, struct date *ret)
{
	const struct era *era;
	struct date d = {0};

	s = text_squeeze(a, text_nfkc(a, s));
	if (parse_compact(s, &d) && date_valid(d)) {
		*ret = d;
		return true;
	}
	era = take_era(&s);
	if (era) {
		if (!take_era_year(&s, &d.year))
			return false;
		d.year += era->first.year - 1;
	} else if (!isdigit((unsigned char)s[0]) || strspn(s, "0123456789") != 4 ||
	           !take_number(&s, 4, &d.year)) {
		return false;
	}
	if (!take_separator(&s, "年") || !take_number(&s, 2, &d.month) ||
	    !take_separator(&s, "月") || !take_number(&s, 2, &d.day))
		return false;
	take_word(&s, "日");
	if (*s || !date_valid(d) || (era && era_of(d) != era))
		return false;
	*ret = d;
	return true;
}

bool date_from_iso(const char *s, struct date *ret)
{
	struct date d;

	if (strlen(s) != 10 || !read_digits(s, 4, &d.year) || s[4] != '-' ||
	    !read_digits(s + 5, 2, &d.month) || s[7] != '-' || !read_digits(s + 8, 2, &d.day) ||
	    !date_valid(d))
		return false;
	*ret = d;
	return true;
}

bool clock_parse(struct arena *a, const char *s, int *ret_minutes)
{
	int hour, minute = 0;

	s = text_squeeze(a, text_nfkc(a, s));
	if (!take_number(&s, 2, &hour))
		return false;
	if (take_word(&s, "時")) {
		if (*s && !(take_number(&s, 2, &minute) && take_word(&s, "分")))
			return false;
	} else if (take_word(&s, ":") && take_number(&s, 2, &minute)) {
		take_word(&s, ":00");
	} else {
		return false;
	}
	if (*s || hour > 24 || minute > 59)
		return false;
	*ret_minutes = hour * 60 + minute;
	return true;
}

static const char *era_year(struct arena *a, int n)
{
	return n == 1 ? "元" : arena_printf(a, "%d", n);
}

static void put_digits(char *to, int n, int width)
{
	for (int i = width; i-- > 0; n /= 10)
		to[i] = (char)('0' + n % 10);
}

static const char *format_iso(struct arena *a, struct date d)
{
	char s[] = "0000-00-00";

	put_digits(s, d.year, 4);
	put_digits(s + 5, d.month, 2);
	put_digits(s + 8, d.day, 2);
	return arena_strdup(a, s);
}

const char *date_format(struct arena *a, struct date d, enum date_style style)
{
	const struct era *era = era_of(d);
	int n = era ? d.year - era->first.year + 1 : 0;

	if (!era && (style == DATE_ERA_LONG || style == DATE_ERA_SHORT))
		style = DATE_WESTERN;
	switch (style) {
	case DATE_ERA_LONG:
		return arena_printf(a, "%s%s年%d月%d日", era->name, era_year(a, n), d.month, d.day);
	case DATE_ERA_SHORT:
		return arena_printf(a, "%s%d.%d.%d", era->letter, n, d.month, d.day);
	case DATE_WESTERN:
		return arena_printf(a, "%d年%d月%d日", d.year, d.month, d.day);
	case DATE_MONTH_DAY:
		return arena_printf(a, "%d月%d日", d.month, d.day);
	case DATE_ISO:
	default:
		return format_iso(a, d);
	}
}

bool date_from_serial(double serial, bool date1904, struct date *ret)
{
	double whole = floor(serial);
	long days;

	if (!(whole >= 1) || whole > 2958465)
		return false;
	days = (long)whole;
	if (date1904)
		days += 1462;
	else if (days == 60)
		return false; /* Excel's 1900-02-29 never was */
	else if (days < 60)
		days++;
	*ret = date_from_days(days - 25569);
	return true;
}

int fiscal_year_of(struct date d)
{
	return d.month >= 4 ? d.year : d.year - 1;
}

const char *fiscal_year_format(struct arena *a, int year)
{
	/* a fiscal year is named by the era of its last day: 2019 is 令和元年度 */
	const struct era *era = era_of((struct date){year, 12, 31});

	if (!era)
		return arena_printf(a, "%d年度", year);
	return arena_printf(a, "%s%s年度", era->name, era_year(a, year - era->first.year + 1));
}

bool fiscal_year_parse(struct arena *a, const char *s, int *ret)
{
	const struct era *era;
	int year;

	s = text_squeeze(a, text_nfkc(a, s));
	take_word(&s, "FY");
	era = take_era(&s);
	if (era) {
		if (!take_era_year(&s, &year))
			return false;
		year += era->first.year - 1;
	} else if (!take_number(&s, 4, &year) || year < 1868) {
		return false;
	}
	if (take_word(&s, "年"))
		take_word(&s, "度");
	if (*s)
		return false;
	*ret = year;
	return true;
}

#define DAY_S 86400

struct date date_in_japan(int64_t us)
{
	return date_from_days((long)((us / 1000000 + JAPAN_OFFSET_S) / DAY_S));
}

const char *time_format(struct arena *a, int64_t us)
{
	int64_t s = (us / 1000000 + JAPAN_OFFSET_S) % DAY_S;

	return arena_printf(a, "%s %02d:%02d", date_format(a, date_in_japan(us), DATE_ISO),
	                    (int)(s / 3600), (int)(s / 60 % 60));
}
