/*
 * What a number format makes of a number: a date, a code with leading zeros, or the number.
 *
 * Only the first section matters (it is the one for positive numbers). Quoted text, escaped
 * characters, colours, conditions, locales and padding say nothing about the kind.
 */
#include "sheet/xlsx_internal.h"

#include <string.h>
#include <strings.h>

/* What has been seen of a format's first section. */
struct seen {
	bool day_or_year, month, time, other;
	unsigned zeros;
};

/* Past a literal or bracket that begins at s; NULL when none does. */
static const char *skip_literal(const char *s, struct seen *seen)
{
	const char *end;

	switch (*s) {
	case '"':
		seen->other = true;
		end = strchr(s + 1, '"');
		break;
	case '\\':
	case '!':
		seen->other = true;
		end = s[1] ? s + 1 : NULL;
		break;
	case '_': /* room as wide as the next character; nothing to be seen */
	case '*':
		end = s[1] ? s + 1 : NULL;
		break;
	case '[':
		end = strchr(s + 1, ']');
		if (end && end > s + 1 && s + 1 + strspn(s + 1, "hHmMsS") == end)
			seen->time = true; /* elapsed */
		break;
	default:
		return NULL;
	}
	return end ? end + 1 : s + strlen(s);
}

/* Past a word that is no date although its letters are; NULL when none begins at s. */
static const char *skip_word(const char *s, struct seen *seen)
{
	static const char *const general[] = {"General", "G/標準"};
	static const char *const noon[] = {"AM/PM", "A/P", "上午/下午"};

	for (size_t i = 0; i < sizeof(general) / sizeof(*general); i++)
		if (strncasecmp(s, general[i], strlen(general[i])) == 0) {
			seen->other = true;
			return s + strlen(general[i]);
		}
	for (size_t i = 0; i < sizeof(noon) / sizeof(*noon); i++)
		if (strncasecmp(s, noon[i], strlen(noon[i])) == 0) {
			seen->time = true;
			return s + strlen(noon[i]);
		}
	if ((*s == 'e' || *s == 'E') && (s[1] == '+' || s[1] == '-')) {
		seen->other = true;
		return s + 2;
	}
	return NULL;
}

static void see(char ch, struct seen *seen)
{
	switch (ch | 0x20) {
	case 'y':
	case 'd':
	case 'g': /* era */
	case 'e': /* year of the era */
	case 'r':
	case 'b': /* Buddhist year */
	case 'a': /* weekday */
		seen->day_or_year = true;
		return;
	case 'm':
		seen->month = true; /* or minutes, where hours or seconds stand too */
		return;
	case 'h':
	case 's':
		seen->time = true;
		return;
	default:
		break;
	}
	if (ch == '0')
		seen->zeros++;
	else
		seen->other = true;
}

void number_format_read(const char *code, struct cell_style *style)
{
	struct seen seen = {0};

	while (*code && *code != ';') {
		const char *after = skip_literal(code, &seen);

		if (!after)
			after = skip_word(code, &seen);
		if (!after)
			see(*code, &seen);
		code = after ? after : code + 1;
	}
	style->date = seen.day_or_year || (seen.month && !seen.time);
	style->zeros = style->date || seen.time || seen.other ? 0 : seen.zeros;
}

void number_format_builtin(long id, struct cell_style *style)
{
	/* 27 to 36 and 50 to 58 are those of a Japanese Excel; 32 and 33 are times */
	style->date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
	              (id >= 34 && id <= 36) || (id >= 50 && id <= 58);
	style->zeros = id == 1;
}
