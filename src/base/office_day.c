#include "base/office_day.h"

static const struct {
	int month, day;
} fixed[] = {{1, 1}, {2, 11}, {2, 23}, {4, 29}, {5, 3}, {5, 4}, {5, 5}, {8, 11}, {11, 3}, {11, 23}};

static const struct {
	int month, nth;
} mondays[] = {{1, 2}, {7, 3}, {9, 3}, {10, 2}};

/* The equinoxes, as computed for 1980 to 2099; announced each February for the next year. */
static int equinox(int year, bool autumn)
{
	long n = year - 1980;

	return (int)(((autumn ? 23248800L : 20843100L) + 242194 * n) / 1000000 - n / 4);
}

static bool is_named(struct date d)
{
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (d.month == fixed[i].month && d.day == fixed[i].day)
			return true;
	for (size_t i = 0; i < sizeof(mondays) / sizeof(mondays[0]); i++)
		if (d.month == mondays[i].month && date_weekday(d) == 1 &&
		    (d.day + 6) / 7 == mondays[i].nth)
			return true;
	return (d.month == 3 || d.month == 9) && d.day == equinox(d.year, d.month == 9);
}

static struct date moved(struct date d, long days)
{
	return date_from_days(date_to_days(d) + days);
}

/* The first day after holidays of which one was a Sunday, and a day between two holidays. */
static bool is_substitute(struct date d)
{
	for (struct date before = moved(d, -1); is_named(before); before = moved(before, -1))
		if (date_weekday(before) == 0)
			return true;
	return is_named(moved(d, -1)) && is_named(moved(d, 1)) && date_weekday(d) != 0;
}

bool office_closed_on(struct date d)
{
	int weekday = date_weekday(d);

	return weekday == 0 || weekday == 6 || (d.month == 12 && d.day >= 29) ||
	       (d.month == 1 && d.day <= 3) || is_named(d) || is_substitute(d);
}

struct date office_day_from(struct date d)
{
	while (office_closed_on(d))
		d = moved(d, 1);
	return d;
}
