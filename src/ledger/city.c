#include "ledger/city.h"

#include "base/date.h"
#include "base/text.h"
#include "gen/queries.h"
#include "record/list.h"

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

/* A declared field whose levels the city may set; NULL when the key is of none. */
static const struct record_field *scale_of(const struct record_kind *declared, const char *key)
{
	const struct record_field *f = declared ? record_field_find(declared, key) : NULL;

	return f && !f->city && f->flags & RECORD_SCALE ? f : NULL;
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
	for (size_t i = 0; i < n; i++) {
		const struct record_field *scale = scale_of(declared, rows[i].key);

		if (scale)
			fields[scale - declared->fields].choices =
				read_choices(c->arena, rows[i].choices);
		else if (retired_too || !rows[i].retired_on)
			fields[all++] = field_of(c->arena, &rows[i]);
	}
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

static const char *label_of(const struct choice *choices, const char *code)
{
	for (; choices && choices->code; choices++)
		if (strcmp(choices->code, code) == 0)
			return choices->label;
	return NULL;
}

/* One of those there are, or one as they are given. */
static bool is_code(struct arena *a, const struct choice *old, const char *s, size_t len)
{
	return label_of(old, arena_strndup(a, s, len)) ||
	       (len > 1 && *s == 'c' && strspn(s + 1, "0123456789") == len - 1);
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

enum err city_choices_read(struct ctx *c, const char *stored, const char *text, const char **ret)
{
	const struct choice *old = read_choices(c->arena, stored);
	struct text_list parts = text_split(c->arena, text, ",;|\n");
	const char *out = NULL;
	long last = highest(old);

	for (size_t i = 0; i < parts.n; i++) {
		const char *label = parts.v[i], *equals = strchr(label, '='), *code = NULL;

		if (equals && is_code(c->arena, old, label, (size_t)(equals - label))) {
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

/* The declared levels, as rows that are not stored yet. */
static const char *declared_levels(struct arena *a, const struct record_field *f)
{
	const char *out = "";

	for (const struct choice *level = f->choices; level->code; level++)
		out = arena_printf(a, "%s%s%s %s", out, *out ? "\n" : "", level->code,
		                   msg_find(LANG_JA, level->label));
	return out;
}

static bool is_stored(const struct city_field_row *rows, size_t n, const char *ledger,
                      const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].ledger, ledger) == 0 && strcmp(rows[i].key, key) == 0)
			return true;
	return false;
}

static size_t add_scales(struct ctx *c, const struct record_kind *k, struct city_field_row *rows,
                         size_t n)
{
	size_t all = n;

	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];

		if (f->flags & RECORD_SCALE && !is_stored(rows, n, k->code, f->key))
			rows[all++] = (struct city_field_row){
				.ledger = k->code,
				.key = f->key,
				.label = msg_find(LANG_JA, f->label),
				.type = record_type_code(f->type),
				.choices = declared_levels(c->arena, f),
				.listed = f->flags & RECORD_LISTED,
				.since_on = date_format(c->arena, date_in_japan(c->now_us),
			                                DATE_ISO),
			};
	}
	return all;
}

enum err city_fields_list(struct ctx *c, const char *ledger, struct city_field_row **ret,
                          size_t *ret_n)
{
	struct city_field_row *stored;
	size_t n, room = 0;

	TRY(q_city_fields(c, &(struct city_fields_in){ledger}, &stored, &n));
	for (size_t i = 0; i < n_ledgers; i++)
		room += ledgers[i]->n;
	*ret = ARENA_ARRAY(c->arena, n + room, struct city_field_row);
	if (n)
		memcpy(*ret, stored, n * sizeof(*stored));
	for (size_t i = 0; i < n_ledgers; i++)
		if (!ledger || strcmp(ledger, ledgers[i]->code) == 0)
			n = add_scales(c, ledgers[i], *ret, n);
	*ret_n = n;
	return OK;
}

enum err city_field_find(struct ctx *c, const char *ledger, const char *key,
                         struct city_field_row **ret)
{
	const char *full = scale_of(ledger_find(ledger), key) ? key : full_key(c->arena, key);
	struct city_field_row *rows;
	size_t n;

	TRY(city_fields_list(c, ledger, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].key, full) == 0) {
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

/* How many records have that level. */
static enum err count_at(struct ctx *c, const struct city_field_row *scale, const char *level,
                         size_t *ret)
{
	const struct record_kind *k = ledger_find(scale->ledger);
	struct record_query q = {.state = RECORD_ALL, .n = 1};

	q.conditions[0] = (struct record_condition){record_field_find(k, scale->key), RECORD_OP_IS,
	                                            level};
	return record_count(c, k, &q, ret);
}

/* Of a field that was added any record may have each of its choices. */
static enum err check_missing(struct ctx *c, const struct city_field_row *row, bool scale,
                              const struct choice *old, const struct choice *new)
{
	for (; old && old->code; old++) {
		size_t n = 1;

		if (label_of(new, old->code))
			continue;
		if (scale)
			TRY(count_at(c, row, old->code, &n));
		if (n)
			return FAIL(c, ERR_INVALID,
			            N_("A choice is never taken away, as records may have it: "
			               "{1}={2}"),
			            old->code, old->label);
	}
	return OK;
}

static bool is_alike(struct arena *a, const char *x, const char *y)
{
	return strcmp(text_fold(a, x), text_fold(a, y)) == 0;
}

/* A file names a level by its label or its code, however it is written. */
static bool can_be_told(struct arena *a, const struct choice *x, const struct choice *y)
{
	return x == y || (!is_alike(a, x->label, y->label) && !is_alike(a, x->label, y->code));
}

static enum err check_levels(struct ctx *c, const struct choice *levels)
{
	for (const struct choice *x = levels; x->code; x++)
		for (const struct choice *y = levels; y->code; y++)
			if (!can_be_told(c->arena, x, y))
				return FAIL(c, ERR_INVALID,
				            N_("The level “{1}” cannot be told from {2}={3}. Call "
				               "it otherwise."),
				            x->label, y->code, y->label);
	return OK;
}

static bool only_levels_differ(const struct city_field_row *x, const struct city_field_row *y)
{
	return x->label == y->label && x->help == y->help && x->required == y->required &&
	       x->listed == y->listed && x->personal == y->personal &&
	       x->confidential == y->confidential && x->sort == y->sort;
}

static enum err change_scale(struct ctx *c, const struct city_field_row *before,
                             struct city_field_row *after)
{
	if (!only_levels_differ(before, after) || !after->choices)
		return FAIL(c, ERR_INVALID,
		            N_("Of the field “{1}” only the levels can be set (--choices)."),
		            before->label);
	TRY(check_levels(c, read_choices(c->arena, after->choices)));
	return before->id ? city_field_update(c, before, after) : city_field_insert(c, after);
}

enum err city_field_change(struct ctx *c, const struct city_field_row *before,
                           struct city_field_row *after)
{
	bool scale = scale_of(ledger_find(before->ledger), before->key);
	const struct record_kind *k;

	TRY(check_missing(c, before, scale, read_choices(c->arena, before->choices),
	                  read_choices(c->arena, after->choices)));
	if (scale)
		return change_scale(c, before, after);
	BUG_IF(strcmp(before->key, after->key) != 0 || strcmp(before->type, after->type) != 0 ||
	       strcmp(before->ledger, after->ledger) != 0);
	TRY(check(c, after, &k));
	return city_field_update(c, before, after);
}

enum err city_field_retire(struct ctx *c, const struct city_field_row *field, const char *day)
{
	struct city_field_row after = *field;

	if (scale_of(ledger_find(field->ledger), field->key))
		return FAIL(c, ERR_STATE,
		            N_("Of the field “{1}” only the levels can be set (--choices)."),
		            field->label);
	if (field->retired_on)
		return FAIL(c, ERR_STATE, N_("The field “{1}” is retired already."), field->label);
	after.retired_on = day;
	return city_field_update(c, field, &after);
}
