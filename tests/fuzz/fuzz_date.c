/* Any text as a date and as a fiscal year: what is understood is understood again as printed. */
#include "support.h"

#include "base/date.h"

#include <string.h>

/* Beyond these years an era's year has more digits than anybody writes. */
#define ERA_YEARS_END 2117

static void same_again(struct ctx *c, struct date d, enum date_style style)
{
	struct date again;

	MUST(date_parse(c->arena, date_format(c->arena, d, style), &again));
	MUST(date_compare(d, again) == 0);
}

static void check_date(struct ctx *c, struct date d)
{
	struct date again;

	MUST(date_valid(d));
	MUST(date_from_iso(date_format(c->arena, d, DATE_ISO), &again));
	MUST(date_compare(d, again) == 0);
	MUST(date_compare(d, date_from_days(date_to_days(d))) == 0);
	MUST(date_weekday(date_from_days(date_to_days(d) + 1)) == (date_weekday(d) + 1) % 7);
	same_again(c, d, DATE_ISO);
	if (d.year >= 1000)
		same_again(c, d, DATE_WESTERN);
	if (d.year >= 1000 && d.year <= ERA_YEARS_END) {
		same_again(c, d, DATE_ERA_LONG);
		same_again(c, d, DATE_ERA_SHORT);
	}
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct date d;
	double serial;
	int year, again;

	if (len >= sizeof(serial)) {
		memcpy(&serial, data, sizeof(serial));
		if (date_from_serial(serial, data[0] & 1, &d))
			MUST(date_valid(d));
	}
	if (date_parse(c->arena, data, &d))
		check_date(c, d);
	if (date_from_iso(data, &d))
		check_date(c, d);
	if (!fiscal_year_parse(c->arena, data, &year))
		return;
	MUST(year >= 1868 && year <= 9999);
	if (year <= ERA_YEARS_END) {
		MUST(fiscal_year_parse(c->arena, fiscal_year_format(c->arena, year), &again));
		MUST(again == year);
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
