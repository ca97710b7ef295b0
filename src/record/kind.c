#include "record/record.h"

#include "base/date.h"
#include "record/file.h"

#include <stdlib.h>
#include <string.h>

#define ANSWERS(yes, no) {{"yes", yes}, {"no", no}, {"unknown", N_("Unknown")}, {NULL, NULL}}

static const struct choice yes_no[] = ANSWERS(N_("Yes"), N_("No"));
const struct choice record_present[] = ANSWERS(N_("Present"), N_("Not present"));
const struct choice record_done[] = ANSWERS(N_("Done"), N_("Not done"));
const struct choice record_practised[] = ANSWERS(N_("Practised"), N_("Not practised"));
const struct choice record_needed[] = ANSWERS(N_("Needed"), N_("Not needed"));
const struct choice record_concerned[] = ANSWERS(N_("Concerned"), N_("Not concerned"));
const struct choice record_applies[] = ANSWERS(N_("Applies"), N_("Does not apply"));

const struct record_field *record_field_find(const struct record_kind *k, const char *key)
{
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->fields[i].key, key) == 0)
			return &k->fields[i];
	return NULL;
}

size_t record_field_index(const struct record_kind *k, const char *key)
{
	const struct record_field *f = record_field_find(k, key);

	if (!f)
		BUG("a field that its ledger does not have");
	return (size_t)(f - k->fields);
}

const struct record_field *record_owner(const struct record_kind *k)
{
	BUG_IF(!(k->fields[0].flags & RECORD_OWNER) || !record_is_link(k->fields[0].type));
	return &k->fields[0];
}

size_t record_title_index(const struct record_kind *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].flags & RECORD_TITLE)
			return i;
	BUG("a ledger without a title");
}

bool record_is_number(enum record_type t)
{
	return t == RECORD_NUMBER || t == RECORD_COUNT || t == RECORD_MONEY || t == RECORD_YEAR ||
	       t == RECORD_INTERVAL;
}

bool record_is_link(enum record_type t)
{
	return t == RECORD_UNIT || t == RECORD_REFERENCE || t == RECORD_ROLE;
}

bool record_same_kind(const struct record_kind *a, const struct record_kind *b)
{
	return strcmp(a->table, b->table) == 0;
}

const char *record_person_id(const char *v)
{
	return *v == '@' && v[1] && v[1 + strspn(v + 1, "0123456789")] == '\0' ? v + 1 : NULL;
}

const char *record_column(struct arena *a, const struct record_field *f)
{
	return record_is_link(f->type) ? record_link_column(a, f) : f->key;
}

const char *record_link_column(struct arena *a, const struct record_field *f)
{
	bool has_id = record_is_link(f->type) || f->type == RECORD_PERSON;

	return has_id ? arena_printf(a, "%s_id", f->key) : NULL;
}

const char *record_type_word(enum record_type t)
{
	static const char *const words[RECORD_TYPE__MAX] = {
#define X(id, word) [RECORD_##id] = (word),
		RECORD_TYPES(X)
#undef X
	};

	return words[t];
}

const char *record_type_code(enum record_type t)
{
	static const char *const codes[RECORD_TYPE__MAX] = {
		[RECORD_TEXT] = "text",
		[RECORD_LONG] = "long",
		[RECORD_KANA] = "kana",
		[RECORD_NUMBER] = "number",
		[RECORD_COUNT] = "count",
		[RECORD_MONEY] = "money",
		[RECORD_DATE] = "date",
		[RECORD_YEAR] = "year",
		[RECORD_CHOICE] = "choice",
		[RECORD_MANY] = "many",
		[RECORD_YES_NO] = "yes-no",
		[RECORD_INTERVAL] = "interval",
		[RECORD_PERSON] = "person",
		[RECORD_ROLE] = "role",
		[RECORD_UNIT] = "unit",
		[RECORD_REFERENCE] = "record",
		[RECORD_FILE] = "file",
	};

	return codes[t];
}

bool record_type_parse(const char *code, enum record_type *ret)
{
	for (int t = 0; t < RECORD_TYPE__MAX; t++) {
		if (strcmp(record_type_code((enum record_type)t), code) == 0) {
			*ret = (enum record_type)t;
			return true;
		}
	}
	return false;
}

const struct choice *record_choices(const struct record_field *f)
{
	return f->type == RECORD_YES_NO && !f->choices ? yes_no : f->choices;
}

struct record record_new(struct arena *a, const struct record_kind *k)
{
	return (struct record){.at = ARENA_ARRAY(a, k->n, struct record_at),
	                       .v = ARENA_ARRAY(a, k->n, const char *),
	                       .names = ARENA_ARRAY(a, k->n, const char *)};
}

struct record record_copy(struct arena *a, const struct record_kind *k, const struct record *from)
{
	struct record r = record_new(a, k);

	r.id = from->id;
	r.rev = from->rev;
	r.row_rev = from->row_rev;
	r.gone_on = from->gone_on;
	memcpy(r.at, from->at, k->n * sizeof(*r.at));
	memcpy(r.v, from->v, k->n * sizeof(*r.v));
	memcpy(r.names, from->names, k->n * sizeof(*r.names));
	return r;
}

/* --- values as people read them --- */

static const char *show_choices(struct arena *a, enum lang lang, const struct record_field *f,
                                const char *codes)
{
	const char *out = "";

	for (const struct choice *c = record_choices(f); c->code; c++) {
		size_t len = strlen(c->code);

		for (const char *s = codes; *s; s += strcspn(s, "\n"), s += *s == '\n')
			if (strcspn(s, "\n") == len && strncmp(s, c->code, len) == 0)
				out = arena_printf(a, "%s%s%s", out, *out ? "、" : "",
				                   msg_find(lang, c->label));
	}
	return *out ? out : codes;
}

static const char *show_interval(struct arena *a, enum lang lang, const char *days)
{
	static const struct {
		long days;
		const char *msgid;
	} units[] = {{365, N_("{1} years")}, {30, N_("{1} months")}, {7, N_("{1} weeks")},
	             {1, N_("{1} days")}};
	long n = strtol(days, NULL, 10);
	size_t i = 0;

	while (n % units[i].days != 0)
		i++;
	return msg_format(a, lang, units[i].msgid,
	                  (const char *const[]){arena_printf(a, "%ld", n / units[i].days), NULL});
}

static const char *show_date(struct arena *a, enum lang lang, const char *iso)
{
	struct date d;

	return lang == LANG_JA && date_from_iso(iso, &d) ? date_format(a, d, DATE_ERA_LONG) : iso;
}

static const char *show_files(struct arena *a, const char *value)
{
	const char *out = "";
	struct record_file *files;
	size_t n;

	record_files(a, value, &files, &n);
	for (size_t i = 0; i < n; i++)
		out = arena_printf(a, "%s%s%s", out, i ? "、" : "", files[i].name);
	return out;
}

const char *record_value_show(struct arena *a, enum lang lang, const struct record_field *f,
                              const char *v)
{
	if (!v)
		return "";
	switch (f->type) {
	case RECORD_CHOICE:
	case RECORD_MANY:
	case RECORD_YES_NO:
		return show_choices(a, lang, f, v);
	case RECORD_INTERVAL:
		return show_interval(a, lang, v);
	case RECORD_FILE:
		return show_files(a, v);
	case RECORD_DATE:
		return show_date(a, lang, v);
	case RECORD_YEAR:
		return lang == LANG_JA ? fiscal_year_format(a, (int)strtol(v, NULL, 10)) : v;
	default:
		return v;
	}
}

const char *record_show(struct arena *a, enum lang lang, const struct record_kind *k,
                        const struct record *r, size_t field)
{
	const struct record_field *f = &k->fields[field];

	if (!r->v[field])
		return "";
	if (record_is_link(f->type) ||
	    (f->type == RECORD_PERSON && record_person_id(r->v[field])))
		return r->names[field] ? r->names[field] : "";
	return record_value_show(a, lang, f, r->v[field]);
}
