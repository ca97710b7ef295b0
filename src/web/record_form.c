#include "web/record_form.h"

#include "base/date.h"
#include "gen/queries.h"
#include "org/person.h"
#include "org/unit_tree.h"
#include "record/file.h"
#include "record/list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LINK_CHOICES_MAX 300 /* more are typed, not chosen */
#define PEOPLE_OFFERED_MAX 100

static enum field_type form_type(const struct record_field *f)
{
	switch (f->type) {
	case RECORD_LONG:
		return FIELD_LONG;
	case RECORD_NUMBER:
	case RECORD_COUNT:
	case RECORD_MONEY:
		return FIELD_NUMBER;
	case RECORD_DATE:
		return FIELD_DATE;
	case RECORD_CHOICE:
	case RECORD_YES_NO:
		return FIELD_CHOICE;
	case RECORD_MANY:
		return FIELD_MANY;
	case RECORD_FILE:
		return FIELD_FILES;
	default:
		return FIELD_TEXT;
	}
}

static const char *help_of(const struct record_field *f)
{
	if (f->help)
		return f->help;
	if (f->type == RECORD_INTERVAL)
		return N_("Such as 12か月, 1年 or 毎月.");
	if (f->type == RECORD_YEAR)
		return N_("Such as 令和6年度 or R6.");
	if (f->type == RECORD_PERSON)
		return N_("Personnel number or name; of others what they are called.");
	return NULL;
}

/* The boxes that take files out of a field. */
static const char *drop_name(struct request *r, const struct record_field *f)
{
	return arena_printf(r->c.arena, "drop-%s", f->key);
}

/* Those of the record, then a field of boxes for each that holds files. */
const struct field *record_form_fields(struct request *r, const struct record_kind *k)
{
	struct field *fields = ARENA_ARRAY(r->c.arena, 2 * k->n + 1, struct field);
	size_t n = k->n;

	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];

		fields[i] = (struct field){
			.name = f->key,
			.label = f->label,
			.help = help_of(f),
			.type = form_type(f),
			.required = f->type != RECORD_FILE &&
		                    (f->flags & (RECORD_REQUIRED | RECORD_OWNER)) != 0,
			.max = f->max,
			.choices = f->type == RECORD_MANY ? NULL : record_choices(f),
		};
		if (f->type == RECORD_FILE)
			fields[n++] = (struct field){
				.name = drop_name(r, f),
				.label = msg_format(r->c.arena, r->lang, N_("{1}: take out"),
			                            (const char *const[]){
							    T_(&r->html, f->label), NULL}),
				.type = FIELD_MANY,
			};
	}
	return fields;
}

/* --- drawing --- */

static struct choice link_choice(struct request *r, int64_t id, const char *label)
{
	return (struct choice){arena_printf(r->c.arena, "#%" PRId64, id), label};
}

static enum err unit_choices(struct request *r, struct choice **ret, size_t *ret_n)
{
	struct arena *a = r->c.arena;
	struct unit_tree t;

	TRY(unit_tree_on(&r->c, date_format(a, date_in_japan(r->c.now_us), DATE_ISO), &t));
	*ret = ARENA_ARRAY(a, t.n + 1, struct choice);
	for (size_t i = 0; i < t.n; i++) {
		const char *indent = "";

		for (int k = 0; k < t.nodes[i].depth; k++)
			indent = arena_printf(a, "　%s", indent);
		(*ret)[i] = link_choice(r, t.nodes[i].unit->id,
		                        arena_printf(a, "%s%s（%s）", indent,
		                                     t.nodes[i].unit->name,
		                                     t.nodes[i].unit->code));
	}
	*ret_n = t.n;
	return OK;
}

static enum err record_choices_of(struct request *r, const struct record_kind *k,
                                  struct choice **ret, size_t *ret_n)
{
	size_t title = record_title_index(k);
	struct record *records;

	TRY(record_list(&r->c, k, &(struct record_query){.count = LINK_CHOICES_MAX + 1}, &records,
	                ret_n));
	*ret = ARENA_ARRAY(r->c.arena, *ret_n + 1, struct choice);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = link_choice(r, records[i].id, records[i].v[title]);
	return OK;
}

static enum err role_choices(struct request *r, struct choice **ret, size_t *ret_n)
{
	struct duty_row *duties;

	TRY(q_duty_all(&r->c, &duties, ret_n));
	*ret = ARENA_ARRAY(r->c.arena, *ret_n + 1, struct choice);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = link_choice(r, duties[i].id, duties[i].name);
	return OK;
}

static enum err link_choices(struct request *r, const struct record_field *f, struct choice **ret,
                             size_t *ret_n)
{
	if (f->type == RECORD_UNIT)
		return unit_choices(r, ret, ret_n);
	if (f->type == RECORD_ROLE)
		return role_choices(r, ret, ret_n);
	return record_choices_of(r, f->refers, ret, ret_n);
}

/* What the record has now stays among the choices, also where it is gone or out of reach. */
static void keep_choice(struct choice *choices, size_t *n, const char *code, const char *label)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(choices[i].code, code) == 0)
			return;
	choices[(*n)++] = (struct choice){code, label ? label : code};
}

static enum err draw_link(struct request *r, const struct field *fields,
                          const struct record_field *f, const char *id, const char *name)
{
	const char *stored = id ? arena_printf(r->c.arena, "#%s", id) : NULL;
	struct choice *choices;
	size_t n;

	TRY(link_choices(r, f, &choices, &n));
	if (n > LINK_CHOICES_MAX && f->type == RECORD_REFERENCE) {
		form_field(r, fields, f->key, stored);
		return OK;
	}
	if (stored)
		keep_choice(choices, &n, stored, name);
	form_choice(r, fields, f->key, choices, n, stored);
	return OK;
}

static void draw_many(struct request *r, const struct field *fields, const struct record_field *f,
                      const char *stored)
{
	struct choice *choices;
	size_t n = 0;

	while (f->choices[n].code)
		n++;
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){f->choices[i].code,
		                             T_(&r->html, f->choices[i].label)};
	form_choice(r, fields, f->key, choices, n, stored);
}

static void draw_files(struct request *r, const struct field *fields, const struct record_field *f,
                       const char *stored)
{
	struct record_file *files;
	struct choice *choices;
	size_t n;

	record_files(r->c.arena, stored, &files, &n);
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){files[i].id, files[i].name};
	form_field(r, fields, f->key, NULL);
	if (n)
		form_choice(r, fields, drop_name(r, f), choices, n, NULL);
}

/* People of the unit are offered; others can be written. */
struct offered {
	bool loaded;
	const char **names;
	size_t n;
};

static enum err load_people(struct request *r, const struct record_kind *k,
                            const struct record *one, struct offered *ret)
{
	struct people_page_in in = {.day = day_today(&r->c), .n = PEOPLE_OFFERED_MAX};
	struct people_page_out *rows;
	struct unit_row *unit = NULL;
	size_t n;

	if (ret->loaded)
		return OK;
	ret->loaded = true;
	if (record_owner(k)->type == RECORD_UNIT && one->v[0])
		TRY(unit_get(&r->c, strtoll(one->v[0], NULL, 10), &unit));
	in.unit = unit ? unit->code : NULL;
	if (!request_may(r, CAP_READ_PEOPLE) || (!in.unit && !r->c.only_below))
		return OK;
	TRY(q_people_page(&r->c, &in, &rows, &n));
	ret->names = ARENA_ARRAY(r->c.arena, n, const char *);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(rows[i].number, rows[i - 1].number) != 0)
			ret->names[ret->n++] = arena_printf(r->c.arena, "%s %s", rows[i].number,
			                                    rows[i].name);
	return OK;
}

static enum err draw_person(struct request *r, const struct field *fields,
                            const struct record_kind *k, const struct record *one, size_t i,
                            struct offered *people)
{
	TRY(load_people(r, k, one, people));
	form_suggest(r, fields, k->fields[i].key, people->names, people->n,
	             record_show(r->c.arena, LANG_JA, k, one, i));
	return OK;
}

enum err record_form_draw(struct request *r, const struct record_kind *k, const struct record *one)
{
	const struct field *fields = record_form_fields(r, k);
	struct offered people = {.n = 0};

	OPEN(&r->html, DIV, AT(CLASS, "fields"));
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];
		bool as_shown = f->type == RECORD_INTERVAL || f->type == RECORD_YEAR;

		if (record_is_link(f->type))
			TRY(draw_link(r, fields, f, one->v[i], one->names[i]));
		else if (f->type == RECORD_FILE)
			draw_files(r, fields, f, one->v[i]);
		else if (f->type == RECORD_PERSON)
			TRY(draw_person(r, fields, k, one, i, &people));
		else if (f->type == RECORD_MANY)
			draw_many(r, fields, f, one->v[i]);
		else
			form_field(r, fields, f->key,
			           as_shown ? record_show(r->c.arena, LANG_JA, k, one, i)
			                    : one->v[i]);
	}
	CLOSE(&r->html, DIV);
	return OK;
}

/* --- taking --- */

/* All that was sent under the name, one a line. */
static const char *sent(struct request *r, const char *name)
{
	const char *out = NULL;

	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, name) == 0)
			out = out ? arena_printf(r->c.arena, "%s\n%s", out, p->value) : p->value;
	return out;
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

static enum err take_files(struct request *r, const struct record_field *f, const char **value,
                           struct record_faults *faults)
{
	const char *drop = drop_name(r, f);

	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, drop) == 0)
			record_file_drop(r->c.arena, value, p->value);
	for (const struct upload *u = r->uploads; u; u = u->next)
		if (strcmp(u->field, f->key) == 0)
			TRY(record_file_add(&r->c, f, value, u->file_name, u->data, u->len,
			                    faults));
	return OK;
}

void record_form_ask_files(struct request *r, const struct record_kind *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (request_upload(r, k->fields[i].key))
			(void)FAULT(r, k->fields[i].key,
			            N_("Choose the files again: they were not stored."));
}

enum err record_form_take(struct request *r, const struct record_kind *k, struct record *one,
                          struct record_faults *faults)
{
	struct record_names names;

	TRY(record_names_load(&r->c, k, &names));
	for (size_t i = 0; i < k->n; i++) {
		const char *text = sent(r, k->fields[i].key);

		if (k->fields[i].type == RECORD_FILE)
			TRY(take_files(r, &k->fields[i], &one->v[i], faults));
		record_take(&r->c, &names, one, i, text ? plain_lines(r->c.arena, text) : NULL,
		            faults);
	}
	return OK;
}

void record_form_faults(struct request *r, const struct record_faults *faults)
{
	for (const struct record_fault *f = faults->first; f; f = f->next)
		(void)fault_add(r, f->field->key,
		                (const char *const[]){f->msgid, f->args[0], f->args[1], NULL});
}
