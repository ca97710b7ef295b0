#include "ledger/city.h"

#include "base/text.h"
#include "gen/queries.h"

#include <stdlib.h>
#include <string.h>

#define KEY_MAX 32
#define LABEL_MAX 60

/* --- a ledger with them --- */

/* Stored as "c1 赤", one a line. */
static const struct choice *read_choices(struct arena *a, const char *stored)
{
	struct text_list lines = text_split(a, stored ? stored : "", "\n");
	struct choice *choices = ARENA_ARRAY(a, lines.n + 1, struct choice);

	if (!lines.n)
		return NULL;
	for (size_t i = 0; i < lines.n; i++) {
		size_t code = strcspn(lines.v[i], " ");

		choices[i].code = arena_strndup(a, lines.v[i], code);
		choices[i].label = lines.v[i] + code + (lines.v[i][code] == ' ');
	}
	return choices;
}

static struct record_field field_of(struct arena *a, const struct city_field_row *row)
{
	struct record_field f = {.key = row->key, .label = row->label, .help = row->help,
	                         .choices = read_choices(a, row->choices), .city = row->id};

	if (!record_type_parse(row->type, &f.type))
		BUG("a field of the city of a type that there is not");
	f.refers = row->refers ? ledger_find(row->refers) : NULL;
	f.flags = (row->required ? RECORD_REQUIRED : 0U) | (row->listed ? RECORD_LISTED : 0U) |
	          (row->personal ? RECORD_PERSONAL : 0U) |
	          (row->confidential ? RECORD_CONFIDENTIAL : 0U);
	return f;
}

enum err ledger_with_city(struct ctx *c, const struct record_kind *declared, bool retired_too,
                          const struct record_kind **ret)
{
	struct city_field_row *rows;
	struct record_field *fields;
	struct record_kind *k;
	size_t n, all = declared->n;

	TRY(q_city_fields_of(c, &(struct city_fields_of_in){declared->code}, &rows, &n));
	*ret = declared;
	if (!n)
		return OK;
	k = ARENA_NEW(c->arena, struct record_kind);
	fields = ARENA_ARRAY(c->arena, declared->n + n, struct record_field);
	memcpy(fields, declared->fields, declared->n * sizeof(*fields));
	for (size_t i = 0; i < n; i++)
		if (retired_too || !rows[i].retired_on)
			fields[all++] = field_of(c->arena, &rows[i]);
	*k = *declared;
	k->fields = fields;
	k->n = all;
	*ret = k;
	return OK;
}

enum err ledger_load(struct ctx *c, const char *code, const struct record_kind **ret)
{
	const struct record_kind *declared = ledger_find(code);

	*ret = NULL;
	return declared ? ledger_with_city(c, declared, false, ret) : OK;
}

/* --- choices --- */

static bool is_code(const char *s, size_t len)
{
	return len > 1 && *s == 'c' && strspn(s + 1, "0123456789") == len - 1;
}

static const char *label_of(const struct choice *choices, const char *code)
{
	for (; choices && choices->code; choices++)
		if (strcmp(choices->code, code) == 0)
			return choices->label;
	return NULL;
}

static const char *code_of(const struct choice *choices, const char *label)
{
	for (; choices && choices->code; choices++)
		if (strcmp(choices->label, label) == 0)
			return choices->code;
	return NULL;
}

static long highest(const struct choice *choices)
{
	long most = 0;

	for (; choices && choices->code; choices++) {
		long n = strtol(choices->code + 1, NULL, 10);

		most = n > most ? n : most;
	}
	return most;
}

static enum err all_there(struct ctx *c, const struct choice *old, const struct choice *new)
{
	for (; old && old->code; old++)
		if (!label_of(new, old->code))
			return FAIL(c, ERR_INVALID,
			            N_("A choice is never taken away, as records may have it: "
			               "{1}={2}"),
			            old->code, old->label);
	return OK;
}

enum err city_choices_read(struct ctx *c, const char *stored, const char *text, const char **ret)
{
	const struct choice *old = read_choices(c->arena, stored);
	struct text_list parts = text_split(c->arena, text, ",;|\n");
	const char *out = NULL;
	long last = highest(old);

	for (size_t i = 0; i < parts.n; i++) {
		const char *label = parts.v[i], *equals = strchr(label, '='), *code = NULL;

		if (equals && is_code(label, (size_t)(equals - label))) {
			code = arena_strndup(c->arena, label, (size_t)(equals - label));
			label = text_trim(c->arena, equals + 1);
		}
		if (code ? !label_of(old, code) : !(code = code_of(old, label)))
			code = arena_printf(c->arena, "c%ld", ++last);
		if (!*label || (out && (code_of(read_choices(c->arena, out), label) ||
		                        label_of(read_choices(c->arena, out), code))))
			return FAIL(c, ERR_INVALID, N_("A choice is empty or stands there twice."));
		out = out ? arena_printf(c->arena, "%s\n%s %s", out, code, label)
		          : arena_printf(c->arena, "%s %s", code, label);
	}
	TRY(all_there(c, old, read_choices(c->arena, out)));
	*ret = out;
	return OK;
}

const char *city_choices_text(struct arena *a, const char *stored)
{
	const struct choice *choices = read_choices(a, stored);
	const char *out = "";

	for (; choices && choices->code; choices++)
		out = arena_printf(a, "%s%s%s=%s", out, *out ? "、" : "", choices->code,
		                   choices->label);
	return out;
}

/* --- what fits --- */

static bool is_key(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return *s >= 'a' && *s <= 'z' && s[n] == '\0' && n <= KEY_MAX;
}

static bool has_heading(struct arena *a, const struct record_field *f, const char *label)
{
	struct text_list names = text_split(a, f->headings ? f->headings : "", "|");

	if (strcmp(text_fold(a, f->label), label) == 0 ||
	    strcmp(text_fold(a, msg_find(LANG_JA, f->label)), label) == 0 ||
	    strcmp(text_fold(a, f->key), label) == 0)
		return true;
	for (size_t i = 0; i < names.n; i++)
		if (strcmp(text_fold(a, names.v[i]), label) == 0)
			return true;
	return false;
}

/* A file finds its columns by the label: no other field of the ledger may be called that. */
static enum err check_label(struct ctx *c, const struct record_kind *k,
                            const struct city_field_row *row)
{
	const char *label = text_fold(c->arena, row->label);

	if (text_blank(row->label) || text_length(row->label) > LABEL_MAX ||
	    strpbrk(row->label, "|\n"))
		return FAIL(c, ERR_INVALID,
		            N_("A field is called by 1 to 60 characters in a line."));
	for (size_t i = 0; i < k->n; i++) {
		bool itself = row->id && k->fields[i].city == row->id;

		if (!itself && has_heading(c->arena, &k->fields[i], label))
			return FAIL(c, ERR_CONFLICT, N_("The ledger has a field “{1}” already."),
			            row->label);
	}
	return OK;
}

static enum err check_type(struct ctx *c, const struct city_field_row *row)
{
	enum record_type type;
	bool chosen;

	if (!record_type_parse(row->type, &type))
		return FAIL(c, ERR_INVALID, N_("There is no type “{1}”."), row->type);
	chosen = type == RECORD_CHOICE || type == RECORD_MANY;
	if (chosen != (row->choices != NULL))
		return FAIL(c, ERR_INVALID, N_("Choices are for the types choice and many, which "
		                               "need them."));
	if ((type == RECORD_REFERENCE) != (row->refers != NULL) ||
	    (row->refers && !ledger_find(row->refers)))
		return FAIL(c, ERR_INVALID,
		            N_("The type record needs the ledger that it leads to, no other "
		               "does."));
	return OK;
}

static enum err check(struct ctx *c, const struct city_field_row *row,
                      const struct record_kind **ret)
{
	TRY(ledger_load(c, row->ledger, ret));
	if (!*ret)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no ledger “{1}”."), row->ledger);
	TRY(check_type(c, row));
	return check_label(c, *ret, row);
}

/* --- changing --- */

static const char *full_key(struct arena *a, const char *key)
{
	size_t n = strlen(CITY_KEY_PREFIX);

	return strncmp(key, CITY_KEY_PREFIX, n) == 0 ? key
	                                             : arena_printf(a, CITY_KEY_PREFIX "%s", key);
}

enum err city_field_find(struct ctx *c, const char *ledger, const char *key,
                         struct city_field_row **ret)
{
	struct city_field_row *rows;
	size_t n;

	TRY(q_city_fields_of(c, &(struct city_fields_of_in){ledger}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].key, full_key(c->arena, key)) == 0) {
			*ret = &rows[i];
			return OK;
		}
	}
	return FAIL(c, ERR_NOT_FOUND, N_("The ledger “{1}” has no field “{2}” of the city."),
	            ledger, key);
}

/* Those there are count on, retired ones too. */
static enum err next_sort(struct ctx *c, struct city_field_row *field)
{
	struct city_field_row *rows;
	size_t n;

	TRY(q_city_fields_of(c, &(struct city_fields_of_in){field->ledger}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].key, field->key) == 0)
			return FAIL(c, ERR_CONFLICT, N_("The ledger has a field “{1}” already."),
			            field->key);
	if (!field->sort)
		field->sort = n ? rows[n - 1].sort + 1 : 1;
	return OK;
}

enum err city_field_add(struct ctx *c, struct city_field_row *field)
{
	const struct record_kind *k;

	field->key = full_key(c->arena, field->key);
	if (!is_key(field->key + strlen(CITY_KEY_PREFIX)))
		return FAIL(c, ERR_INVALID,
		            N_("A key is small letters, digits and _, at most 32: “{1}” is not."),
		            field->key + strlen(CITY_KEY_PREFIX));
	TRY(check(c, field, &k));
	if (k->n == RECORD_FIELDS_MAX)
		return FAIL(c, ERR_INVALID, N_("A ledger has at most {1} fields."), "60");
	TRY(next_sort(c, field));
	return city_field_insert(c, field);
}

enum err city_field_change(struct ctx *c, const struct city_field_row *before,
                           struct city_field_row *after)
{
	const struct record_kind *k;

	BUG_IF(strcmp(before->key, after->key) != 0 || strcmp(before->type, after->type) != 0 ||
	       strcmp(before->ledger, after->ledger) != 0);
	TRY(check(c, after, &k));
	return city_field_update(c, before, after);
}

enum err city_field_retire(struct ctx *c, const struct city_field_row *field, const char *day)
{
	struct city_field_row after = *field;

	if (field->retired_on)
		return FAIL(c, ERR_STATE, N_("The field “{1}” is retired already."), field->label);
	after.retired_on = day;
	return city_field_update(c, field, &after);
}
