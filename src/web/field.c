#include "web/field_internal.h"

#include "base/date.h"
#include "base/text.h"
#include "web/route.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_none[] = {{.name = NULL}};

const struct field *field_find(const struct field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	BUG("a field that its table does not have");
}

struct pair *field_sent(const struct request *r, const char *name)
{
	struct pair *p = r->form.first;

	while (p && strcmp(p->name, name) != 0)
		p = p->next;
	return p;
}

/* --- checking --- */

static bool is_text(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_LONG || type == FIELD_HIDDEN;
}

static long limit_of(const struct field *f)
{
	return f->max ? f->max : f->type == FIELD_LONG ? FIELD_LONG_MAX : FIELD_TEXT_MAX;
}

static const char *numeral(struct arena *a, long n)
{
	return arena_printf(a, "%ld", n);
}

static void check_text(struct request *r, const struct field *f, const char *s)
{
	long n = (long)text_length(s), most = limit_of(f);

	if (n > most)
		(void)FAULT(r, f->name, N_("At most {1} characters; there are {2}."),
		            numeral(r->c.arena, most), numeral(r->c.arena, n));
}

static void check_number(struct request *r, const struct field *f, struct pair *p)
{
	long n;

	if (text_to_long(r->c.arena, p->value, &n))
		p->value = numeral(r->c.arena, n);
	else
		(void)FAULT(r, f->name, N_("“{1}” is no whole number. Enter digits, such as 3."),
		            p->value);
}

static void check_date(struct request *r, const struct field *f, struct pair *p)
{
	struct date d;

	if (date_parse(r->c.arena, p->value, &d))
		p->value = date_format(r->c.arena, d, DATE_ISO);
	else
		(void)FAULT(
			r, f->name,
			N_("“{1}” is no date. Enter it as 令和6年11月12日, R6.11.12 or 2024-11-12."),
			p->value);
}

static void check_time(struct request *r, const struct field *f, struct pair *p)
{
	const char *s = text_nfkc(r->c.arena, p->value), *colon = strchr(s, ':');
	long hour, minute;

	if (colon && strlen(colon + 1) == 2 &&
	    text_to_long(r->c.arena, arena_strndup(r->c.arena, s, (size_t)(colon - s)), &hour) &&
	    text_to_long(r->c.arena, colon + 1, &minute) && hour < 24 && minute < 60)
		p->value = arena_printf(r->c.arena, "%02ld:%02ld", hour, minute);
	else
		(void)FAULT(r, f->name, N_("“{1}” is no time. Enter it as 9:30."), p->value);
}

static void check_choice(struct request *r, const struct field *f, const char *s)
{
	for (const struct choice *c = f->choices; c && c->code; c++)
		if (strcmp(c->code, s) == 0)
			return;
	if (f->choices)
		(void)FAULT(r, f->name, N_("Choose one of the list."));
}

/* Text areas send CR LF. */
static const char *plain_lines(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *to = out;

	for (const char *from = out; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	return out;
}

static void check_value(struct request *r, const struct field *f, struct pair *p)
{
	if (f->type == FIELD_LONG)
		p->value = plain_lines(r->c.arena, p->value);
	else if (f->type != FIELD_PASSWORD)
		p->value = text_trim(r->c.arena, p->value);
	if (!*p->value)
		return;
	if (is_text(f->type))
		check_text(r, f, p->value);
	else if (f->type == FIELD_NUMBER)
		check_number(r, f, p);
	else if (f->type == FIELD_DATE)
		check_date(r, f, p);
	else if (f->type == FIELD_TIME)
		check_time(r, f, p);
	else if (f->type == FIELD_CHOICE)
		check_choice(r, f, p->value);
}

enum err fields_check(struct request *r, const struct field *fields)
{
	for (const struct field *f = fields; f->name; f++) {
		struct pair *p = field_sent(r, f->name);
		bool file = f->type == FIELD_FILE || f->type == FIELD_FILES;

		if (p && !file)
			check_value(r, f, p);
		if (f->required &&
		    (file ? !request_upload(r, f->name) : !p || text_blank(p->value)))
			(void)FAULT(r, f->name,
			            file ? N_("Choose a file.") : N_("This is required."));
	}
	return r->faults ? ERR_INVALID : OK;
}

/* --- values --- */

const char *field_value(const struct request *r, const char *name)
{
	const struct pair *p = field_sent(r, field_find(r->route->fields, name)->name);

	return p && !text_blank(p->value) ? p->value : NULL;
}

bool field_checked(const struct request *r, const char *name)
{
	return field_value(r, name) != NULL;
}

int64_t field_number(const struct request *r, const char *name, int64_t otherwise)
{
	const char *s = field_value(r, name);

	return s ? strtoll(s, NULL, 10) : otherwise;
}
