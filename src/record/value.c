/* Reading what people write into canonical values, and what is wrong with a record. */
#include "record/record.h"

#include "base/date.h"
#include "base/text.h"
#include "record/people.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_DIGITS_MAX 15

void record_fault_add(struct ctx *c, struct record_faults *faults, const struct record_field *f,
                      const char *code, const char *msgid, const char *x, const char *y)
{
	struct record_fault *fault = ARENA_NEW(c->arena, struct record_fault);

	*fault = (struct record_fault){.field = f, .code = code, .msgid = msgid, .args = {x, y}};
	if (faults->last)
		faults->last->next = fault;
	else
		faults->first = fault;
	faults->last = fault;
	faults->n++;
}

/* --- numbers: １２,３４５, 3台, 1,000円, -5 --- */

/* Digits with grouping commas, as plain digits; NULL when it is no number. */
static const char *read_digits(struct arena *a, const char *s, bool negative_too)
{
	bool minus = negative_too && *s == '-';
	char *out = arena_alloc(a, strlen(s) + 2);
	size_t n = 0;

	for (s += minus; *s; s++)
		if (*s >= '0' && *s <= '9')
			out[n++] = *s;
		else if (*s != ',' || !n)
			return NULL;
	if (!n || n > NUMBER_DIGITS_MAX)
		return NULL;
	return arena_printf(a, "%s%" PRId64, minus && strtoll(out, NULL, 10) ? "-" : "",
	                    (int64_t)strtoll(out, NULL, 10));
}

/* A counter or currency at the end is how people write numbers: 6台, 1,000円. */
static const char *without_counter(struct arena *a, const char *s)
{
	static const char *const counters[] = {"台", "人", "名", "件", "個", "本", "枚", "課", "円"};
	size_t n = strlen(s);

	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		size_t k = strlen(counters[i]);

		if (n > k && strcmp(s + n - k, counters[i]) == 0)
			return arena_strndup(a, s, n - k);
	}
	return s;
}

static const char *read_number(struct arena *a, const struct record_field *f, const char *text)
{
	const char *s = text_squeeze(a, text_nfkc(a, text));

	if (*s == '\\')
		s++;
	else if (strncmp(s, "¥", strlen("¥")) == 0)
		s += strlen("¥");
	return read_digits(a, without_counter(a, s), f->type != RECORD_COUNT);
}

/* --- intervals: 12か月, 1年, 毎月, 週1回 … as days, a month being 30 and a year 365 --- */

static const struct {
	const char *word;
	long days;
} interval_words[] = {
	{"毎日", 1},   {"毎週", 7},   {"毎月", 30},  {"毎年", 365}, {"日次", 1},
	{"週次", 7},   {"月次", 30},  {"年次", 365}, {"半年", 180}, {"四半期", 90},
};
static const struct {
	const char *word;
	long days;
} interval_units[] = {
	{"年", 365}, {"か月", 30}, {"ヶ月", 30}, {"カ月", 30}, {"ケ月", 30}, {"箇月", 30},
	{"月", 30},  {"週間", 7},  {"週", 7},    {"日間", 1},  {"日", 1},    {"", 1},
};

static const char *days_text(struct arena *a, long n, long days)
{
	long all = days == 30 ? n / 12 * 365 + n % 12 * 30 : n * days;

	return arena_printf(a, "%ld", all);
}

static const char *read_interval(struct arena *a, const char *text)
{
	const char *s = text_squeeze(a, text_nfkc(a, text)), *digits = s;

	for (size_t i = 0; i < sizeof(interval_words) / sizeof(interval_words[0]); i++)
		if (strcmp(interval_words[i].word, s) == 0)
			return arena_printf(a, "%ld", interval_words[i].days);
	while (*s >= '0' && *s <= '9')
		s++;
	if (s == digits || s - digits > 5)
		return NULL;
	for (size_t i = 0; i < sizeof(interval_units) / sizeof(interval_units[0]); i++)
		if (strcmp(interval_units[i].word, s) == 0)
			return days_text(a, strtol(digits, NULL, 10), interval_units[i].days);
	return NULL;
}

/* --- choices --- */

static const char *read_choice(struct arena *a, const struct record_field *f, const char *text)
{
	static const char *const yes[] = {"○", "◯", "有", "あり", "1", "true", "済", "する",
	                                  "はい", "している", "要", "対象", "該当"};
	static const char *const no[] = {"×", "無", "なし", "0", "false", "未", "しない",
	                                 "いいえ", "していない", "不要", "対象外", "非該当"};
	const char *s = text_fold(a, text);

	for (const struct choice *c = record_choices(f); c->code; c++)
		if (strcmp(s, text_fold(a, c->code)) == 0 ||
		    strcmp(s, text_fold(a, c->label)) == 0 ||
		    strcmp(s, text_fold(a, msg_find(LANG_JA, c->label))) == 0)
			return c->code;
	if (f->type != RECORD_YES_NO)
		return NULL;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcmp(s, text_fold(a, yes[i])) == 0)
			return "yes";
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (strcmp(s, text_fold(a, no[i])) == 0)
			return "no";
	return NULL;
}

/* In declared order, each once, so that the same choices are the same text. */
static const char *read_many(struct arena *a, const struct record_field *f, const char *text)
{
	struct text_list parts = text_split(a, text, ",;|\n");
	const char *out = NULL;
	size_t found = 0;

	for (const struct choice *c = record_choices(f); c->code; c++) {
		bool named = false;

		for (size_t i = 0; i < parts.n; i++) {
			const char *code = read_choice(a, f, parts.v[i]);

			named |= code && strcmp(code, c->code) == 0;
			found += code && strcmp(code, c->code) == 0;
		}
		if (named)
			out = out ? arena_printf(a, "%s\n%s", out, c->code) : c->code;
	}
	return found == parts.n ? out : NULL;
}

/* --- one field --- */

static const char *read_date(struct arena *a, const char *text)
{
	struct date d;

	return date_parse(a, text, &d) ? date_format(a, d, DATE_ISO) : NULL;
}

static const char *read_year(struct arena *a, const char *text)
{
	int year;

	return fiscal_year_parse(a, text, &year) ? arena_printf(a, "%d", year) : NULL;
}

static const char *read_link(struct arena *a, const struct record_names *names, size_t field,
                             const char *text)
{
	const char *id;

	if (*text == '#')
		return map_get(&names->by_id[field], text + 1) ? text + 1 : NULL;
	id = map_get(&names->by_name[field], text_fold(a, text));
	return id && *id ? id : NULL;
}

static const char *read_kana(struct arena *a, const char *text)
{
	const char *s = text_nfkc(a, text);

	for (const char *at = s; *at;) {
		uint32_t ch = text_next(&at);

		if (ch != ' ' && !(ch >= 0x3041 && ch <= 0x30FF))
			return NULL;
	}
	return s;
}

static const char *canonical(struct arena *a, const struct record_names *names, size_t field,
                             const char *text)
{
	const struct record_field *f = &names->kind->fields[field];

	switch (f->type) {
	case RECORD_KANA:
		return read_kana(a, text);
	case RECORD_NUMBER:
	case RECORD_COUNT:
	case RECORD_MONEY:
		return read_number(a, f, text);
	case RECORD_DATE:
		return read_date(a, text);
	case RECORD_YEAR:
		return read_year(a, text);
	case RECORD_CHOICE:
	case RECORD_YES_NO:
		return read_choice(a, f, text);
	case RECORD_MANY:
		return read_many(a, f, text);
	case RECORD_INTERVAL:
		return read_interval(a, text);
	case RECORD_ROLE:
	case RECORD_UNIT:
	case RECORD_REFERENCE:
		return read_link(a, names, field, text);
	default:
		return text;
	}
}

static const char *complaint(enum record_type t)
{
	static const char *const msgids[RECORD_TYPE__MAX] = {
		[RECORD_KANA] = N_("“{1}” is not written in kana only."),
		[RECORD_NUMBER] = N_("“{1}” is not a whole number."),
		[RECORD_COUNT] = N_("“{1}” is not a whole number."),
		[RECORD_MONEY] = N_("“{1}” is not a whole number."),
		[RECORD_DATE] = N_("“{1}” is no date. Enter it as 令和6年11月12日, R6.11.12 or "
	                           "2024-11-12."),
		[RECORD_YEAR] = N_("“{1}” is no fiscal year. Write 令和6年度, R6 or 2024."),
		[RECORD_CHOICE] = N_("“{1}” is none of the choices: {2}."),
		[RECORD_MANY] = N_("“{1}” is none of the choices: {2}."),
		[RECORD_YES_NO] = N_("“{1}” is none of the choices: {2}."),
		[RECORD_INTERVAL] = N_("“{1}” is no interval. Write 12か月, 1年, 毎月 or 7日."),
		[RECORD_ROLE] = N_("There is no role “{1}”."),
		[RECORD_UNIT] = N_("No unit or more than one is called “{1}”. Write its code."),
		[RECORD_REFERENCE] = N_("No record or more than one is called “{1}”. Write its "
	                                "number."),
	};

	return msgids[t];
}

static const char *choices_text(struct arena *a, const struct record_field *f)
{
	const char *out = "";

	for (const struct choice *c = record_choices(f); c && c->code; c++)
		out = arena_printf(a, "%s%s%s", out, *out ? "、" : "",
		                   msg_find(LANG_JA, c->label));
	return out;
}

static bool has_length(enum record_type t)
{
	return t == RECORD_TEXT || t == RECORD_LONG || t == RECORD_KANA;
}

static void check_length(struct ctx *c, const struct record_field *f, const char *v,
                         struct record_faults *faults)
{
	size_t most = f->max ? (size_t)f->max
	              : f->type == RECORD_LONG ? RECORD_LONG_MAX : RECORD_TEXT_MAX;
	size_t n = text_length(v);

	if (n > most)
		record_fault_add(c, faults, f, "too-long",
		                 N_("At most {1} characters; there are {2}."),
		                 arena_printf(c->arena, "%zu", most),
		                 arena_printf(c->arena, "%zu", n));
}

/* --- people --- */

/* Whoever is not in the people ledger stays as written: a contractor's staff, say. */
static void take_person(struct ctx *c, const struct record_names *names, struct record *r,
                        size_t field, const char *text, struct record_faults *faults)
{
	const struct record_field *f = &names->kind->fields[field];
	const char *unit = record_owner(names->kind)->type == RECORD_UNIT ? r->v[0] : NULL;
	const struct record_person *p = NULL;

	switch (record_person_find(c->arena, names->people, text, unit, &p)) {
	case RECORD_PERSON_FOUND:
		r->v[field] = arena_printf(c->arena, "@%s", p->id);
		r->names[field] = record_person_name(c->arena, p);
		return;
	case RECORD_PERSON_SEVERAL:
		record_fault_add(c, faults, f, "person-ambiguous",
		                 N_("Several people are called “{1}”. Write the personnel number."),
		                 text, NULL);
		return;
	case RECORD_PERSON_OTHER:
		record_fault_add(c, faults, f, "person-differs",
		                 N_("The personnel number {1} belongs to {2}."), p->number,
		                 p->name);
		return;
	case RECORD_PERSON_NOBODY:
	default:
		if (record_person_id(text))
			record_fault_add(c, faults, f, "value-invalid",
			                 N_("Nobody has the personnel number {1}."), text, NULL);
		check_length(c, f, text, faults);
		r->v[field] = text;
		r->names[field] = NULL;
	}
}

void record_take(struct ctx *c, const struct record_names *names, struct record *r, size_t field,
                 const char *text, struct record_faults *faults)
{
	const struct record_field *f = &names->kind->fields[field];
	const char *s = text ? text_trim(c->arena, text) : "", *v;

	if (f->type == RECORD_FILE)
		return;
	if (!*s) {
		r->v[field] = NULL;
		r->names[field] = NULL;
		return;
	}
	/* a record out of reach is known by its number alone, and can stay what it is */
	if (record_is_link(f->type) && *s == '#' && r->v[field] && strcmp(s + 1, r->v[field]) == 0)
		return;
	if (f->type == RECORD_PERSON) {
		if (strcmp(s, record_show(c->arena, LANG_JA, names->kind, r, field)) != 0)
			take_person(c, names, r, field, s, faults);
		return;
	}
	v = canonical(c->arena, names, field, s);
	if (!v) {
		record_fault_add(c, faults, f, "value-invalid", complaint(f->type), s,
		                 choices_text(c->arena, f));
		return;
	}
	if (has_length(f->type))
		check_length(c, f, v, faults);
	r->v[field] = v;
	if (record_is_link(f->type))
		r->names[field] = map_get(&names->by_id[field], v);
}

/* --- the whole record --- */

static bool is_required(const struct record_kind *k, const struct record *r, size_t i)
{
	const struct record_field *f = &k->fields[i];
	const char *other;

	if (f->flags & (RECORD_REQUIRED | RECORD_OWNER))
		return true;
	if (!f->when_field)
		return false;
	other = r->v[record_field_index(k, f->when_field)];
	return other && strcmp(other, f->when_is) == 0;
}

/* A field whose text could not be read was complained about already. */
static bool is_faulty(const struct record_faults *faults, const struct record_field *f)
{
	for (const struct record_fault *fault = faults->first; fault; fault = fault->next)
		if (fault->field == f)
			return true;
	return false;
}

void record_check(struct ctx *c, const struct record_kind *k, const struct record *r,
                  struct record_faults *faults)
{
	for (size_t i = 0; i < k->n; i++)
		if (!r->v[i] && is_required(k, r, i) && !is_faulty(faults, &k->fields[i]))
			record_fault_add(c, faults, &k->fields[i], "required",
			                 N_("This is required."), NULL, NULL);
}
