/*
 * date.h - civil dates, Japanese eras and fiscal years.
 *
 * Dates are stored as ISO text (2024-11-12). The era table is data in date.c; a date before
 * 1868-01-25 has no era. Fiscal years run from April to March and are named by their first year.
 */
#ifndef KAGEYU_BASE_DATE_H
#define KAGEYU_BASE_DATE_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stdint.h>

struct date {
	int year, month, day; /* all 0 = no date */
};

enum date_style {
	DATE_ISO,        /* 2024-11-12 */
	DATE_ERA_LONG,   /* 令和6年11月12日, first year 元年 */
	DATE_ERA_SHORT,  /* R6.11.12 */
	DATE_WESTERN,    /* 2024年11月12日 */
	DATE_MONTH_DAY   /* 11月12日 */
};

bool date_valid(struct date d);
bool date_is_set(struct date d);
int date_compare(struct date a, struct date b);
long date_to_days(struct date d);   /* days since 1970-01-01 */
struct date date_from_days(long days);
int date_weekday(struct date d);    /* 0 = Sunday */
const char *date_weekday_ja(struct date d); /* "火" */

/*
 * Reads any of 2024-11-12, 2024/11/12, 2024.11.12, 2024年11月12日, 20241112, 令和6年11月12日,
 * 令6.11.12, R6.11.12, R06/11/12, 令和元年5月1日 in half or full width with spaces. A day outside
 * its era (平成31年5月1日) or the calendar (2024-11-31) and a date without a year are refused.
 */
bool date_parse(struct arena *a, const char *s, struct date *ret);
bool date_from_iso(const char *s, struct date *ret); /* strictly 2024-11-12 */
const char *date_format(struct arena *a, struct date d, enum date_style style);

/* Reads 9:00, 09:00:00, 9時, 9時30分 in half or full width with spaces, as minutes of the day. */
bool clock_parse(struct arena *a, const char *s, int *ret_minutes);

/* Day number of a spreadsheet (1900 system, or 1904) to a date. */
bool date_from_serial(double serial, bool date1904, struct date *ret);

int fiscal_year_of(struct date d);
/* "令和6年度", "令和元年度" */
const char *fiscal_year_format(struct arena *a, int year);
/* Reads 令和6年度, R6, 2024, 平成13, 平成 13 年 …; 昭和64 and 平成31/令和元 name their fiscal years. */
bool fiscal_year_parse(struct arena *a, const char *s, int *ret);

#define JAPAN_OFFSET_S INT64_C(32400) /* +09:00, all year */

/* The civil date in Japan of an instant; and "2024-11-12 09:05" of it. */
struct date date_in_japan(int64_t us);
const char *time_format(struct arena *a, int64_t us);

#endif
