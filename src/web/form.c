/* Forms drawn from the tables of fields. */
#include "base/date.h"
#include "web/field_internal.h"
#include "web/token.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define REVISION_FIELD "_rev"

enum err form_revision(struct request *r, int64_t stored)
{
	const char *sent = pairs_get(&r->form, REVISION_FIELD);

	if (sent && strtoll(sent, NULL, 10) == stored)
		return OK;
	r->conflicted = true;
	return FAIL(
		&r->c, ERR_CONFLICT,
		N_("Somebody else changed this meanwhile. What you typed and what is stored now "
	           "stand side by side: choose, and send again."));
}

static const char *with(struct request *r, const char *id, const char *what)
{
	return arena_printf(r->c.arena, "%s-%s", id, what);
}

/* Where a fault's link leads: the first field of that name. */
static const char *first_id(struct request *r, const char *name)
{
	return arena_printf(r->c.arena, "field-%s", name);
}

/* For a field about to be drawn; further forms of a page may have fields of the same name. */
static const char *new_id(struct request *r, const char *name)
{
	const char *id = first_id(r, name);

	for (int n = 2; map_get(&r->ids, id); n++)
		id = arena_printf(r->c.arena, "field-%s-%d", name, n);
	map_put(&r->ids, id, r);
	return id;
}

static const struct fault *fault_of(const struct request *r, const char *name)
{
	const struct fault *fault = r->faults;

	while (fault && strcmp(fault->field, name) != 0)
		fault = fault->next;
	return fault;
}

static const char *fault_text(struct request *r, const struct fault *fault)
{
	return msg_format(r->c.arena, r->lang, fault->msgid, fault->args);
}

void form_faults(struct request *r)
{
	struct html *h = &r->html;

	if (!r->faults)
		return;
	OPEN(h, DIV, AT(CLASS, "notice error"), AT(ROLE, "alert"), AT(TABINDEX, "-1"),
	     AT(ID, "faults"));
	EL(h, H2, T_(h, N_("Nothing was stored yet")));
	OPEN(h, UL);
	for (const struct fault *fault = r->faults; fault; fault = fault->next) {
		struct url to =
			url_fragment(r->c.arena, (struct url){""}, first_id(r, fault->field));

		OPEN(h, LI);
		if (*fault->field)
			EL(h, A, fault_text(r, fault), HREF(to));
		else
			html_text(h, fault_text(r, fault));
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
	CLOSE(h, DIV);
}

static bool has_file(const struct field *fields)
{
	for (; fields->name; fields++)
		if (fields->type == FIELD_FILE || fields->type == FIELD_FILES)
			return true;
	return false;
}

static void hidden(struct html *h, const char *name, const char *value)
{
	OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, name), AT(VALUE, value));
}

/*
 * A form that comes back for another reason than a conflict is still what was typed over the
 * revision it was made from: what changed meanwhile must be seen when it is sent again.
 */
static const char *revision_shown(struct request *r, int64_t revision)
{
	const char *sent = pairs_get(&r->form, REVISION_FIELD);

	if (r->submitted && !r->conflicted && sent)
		return sent;
	return arena_printf(r->c.arena, "%" PRId64, revision);
}

void form_open(struct request *r, struct url to, const struct field *fields, int64_t revision)
{
	struct html *h = &r->html;

	OPEN(h, FORM, AT(METHOD, "post"), ACTION(to), AT(CLASS, "form"),
	     AT(ENCTYPE, has_file(fields) ? "multipart/form-data" : NULL));
	hidden(h, TOKEN_FIELD, token_make(r));
	if (revision > 0)
		hidden(h, REVISION_FIELD, revision_shown(r, revision));
}

void form_close(struct request *r, const char *button_msgid)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "buttons"));
	EL(h, BUTTON, T_(h, button_msgid), AT(TYPE, "submit"), AT(CLASS, "button primary"));
	CLOSE(h, P);
	CLOSE(h, FORM);
}

void form_button(struct request *r, struct url to, const char *button_msgid, const char *class_,
                 const char *name, const char *value)
{
	struct html *h = &r->html;

	OPEN(h, FORM, AT(METHOD, "post"), ACTION(to), AT(CLASS, "inline"));
	hidden(h, TOKEN_FIELD, token_make(r));
	if (name)
		hidden(h, name, value);
	EL(h, BUTTON, T_(h, button_msgid), AT(TYPE, "submit"), AT(CLASS, class_));
	CLOSE(h, FORM);
}

/* What the field is to show: what was typed, where the form comes back; else what is stored. */
static const char *shown(const struct request *r, const struct field *f, const char *stored)
{
	const struct pair *p;

	if (!r->submitted)
		return stored;
	p = field_sent(r, f->name);
	return p ? p->value : f->type == FIELD_CHECK || f->type == FIELD_MANY ? NULL : stored;
}

static void draw_label(struct request *r, const struct field *f, const char *id)
{
	struct html *h = &r->html;

	OPEN(h, LABEL, AT(FOR, id));
	html_text(h, T_(h, f->label));
	if (f->required) {
		html_text(h, " ");
		EL(h, SPAN, T_(h, N_("required")), AT(CLASS, "required"));
	}
	CLOSE(h, LABEL);
	if (f->help)
		EL(h, P, T_(h, f->help), AT(CLASS, "help"), AT(ID, with(r, id, "help")));
}

static void draw_fault(struct request *r, const struct field *f, const char *id)
{
	const struct fault *fault = fault_of(r, f->name);

	if (fault)
		EL(&r->html, P, fault_text(r, fault), AT(CLASS, "fault"),
		   AT(ID, with(r, id, "fault")));
}

/* In a conflict: what is stored now, where it differs from what was typed. */
static void draw_stored(struct request *r, const char *typed, const char *stored)
{
	struct html *h = &r->html;

	if (!r->conflicted || strcmp(typed ? typed : "", stored ? stored : "") == 0)
		return;
	OPEN(h, P, AT(CLASS, "stored"));
	EL(h, STRONG, T_(h, N_("Stored now: ")));
	html_text(h, stored && *stored ? stored : T_(h, N_("(empty)")));
	CLOSE(h, P);
}

static const char *described_by(struct request *r, const struct field *f, const char *id)
{
	const char *help = f->help ? with(r, id, "help") : NULL;
	const char *fault = fault_of(r, f->name) ? with(r, id, "fault") : NULL;

	if (help && fault)
		return arena_printf(r->c.arena, "%s %s", help, fault);
	return help ? help : fault;
}

static const char *input_type(enum field_type type)
{
	switch (type) {
	case FIELD_PASSWORD:
		return "password";
	case FIELD_FILE:
	case FIELD_FILES:
		return "file";
	default:
		return "text";
	}
}

/* list: id of its suggestions, NULL = none. */
static void draw_input(struct request *r, const struct field *f, const char *id, const char *value,
                       const char *list)
{
	struct html *h = &r->html;
	const char *invalid = fault_of(r, f->name) ? "true" : NULL;
	const char *about = described_by(r, f, id);
	bool file = f->type == FIELD_FILE || f->type == FIELD_FILES;
	const char *size = f->type == FIELD_NUMBER || f->type == FIELD_TIME ? "8" : NULL;

	if (f->type == FIELD_LONG) {
		EL(h, TEXTAREA, value ? value : "", AT(ID, id), AT(NAME, f->name), AT(ROWS, "4"),
		   AT(ARIA_INVALID, invalid), AT(ARIA_DESCRIBEDBY, about),
		   FLAG(REQUIRED, f->required));
		return;
	}
	OPEN(h, INPUT, AT(ID, id), AT(NAME, f->name), AT(TYPE, input_type(f->type)),
	     AT(VALUE, file || f->type == FIELD_PASSWORD ? NULL
	               : value                           ? value
	                                                 : ""),
	     AT(INPUTMODE, f->type == FIELD_NUMBER ? "numeric" : NULL), AT(SIZE, size),
	     AT(ACCEPT, f->accept), AT(LIST, list), FLAG(MULTIPLE, f->type == FIELD_FILES),
	     AT(AUTOCOMPLETE, f->autocomplete), AT(ARIA_INVALID, invalid),
	     AT(ARIA_DESCRIBEDBY, about), FLAG(REQUIRED, f->required));
}

static void draw_check(struct request *r, const struct field *f, const char *id, const char *value)
{
	struct html *h = &r->html;

	OPEN(h, LABEL, AT(CLASS, "check"));
	OPEN(h, INPUT, AT(ID, id), AT(NAME, f->name), AT(TYPE, "checkbox"), AT(VALUE, "1"),
	     FLAG(CHECKED, value && *value), AT(ARIA_DESCRIBEDBY, described_by(r, f, id)));
	html_text(h, T_(h, f->label));
	CLOSE(h, LABEL);
	if (f->help)
		EL(h, P, T_(h, f->help), AT(CLASS, "help"), AT(ID, with(r, id, "help")));
}

/* A day as it is written everywhere else; what is none stays as it is. */
static const char *as_day(struct request *r, const char *value)
{
	struct date d;

	if (!value || !date_from_iso(value, &d))
		return value;
	return date_format(r->c.arena, d, r->lang == LANG_JA ? DATE_ERA_LONG : DATE_ISO);
}

void form_field(struct request *r, const struct field *fields, const char *name, const char *stored)
{
	const struct field *f = field_find(fields, name);
	struct html *h = &r->html;
	const char *id, *value = shown(r, f, stored);

	if (f->type == FIELD_DATE) {
		value = as_day(r, value);
		stored = as_day(r, stored);
	}
	if (f->type == FIELD_HIDDEN) {
		hidden(h, name, value ? value : "");
		return;
	}
	if (f->choices) {
		size_t n = 0;
		struct choice *list;

		while (f->choices[n].code)
			n++;
		list = ARENA_ARRAY(r->c.arena, n, struct choice);
		for (size_t i = 0; i < n; i++)
			list[i] = (struct choice){f->choices[i].code, T_(h, f->choices[i].label)};
		form_choice(r, fields, name, list, n, stored);
		return;
	}
	id = new_id(r, name);
	OPEN(h, DIV, AT(CLASS, fault_of(r, name) ? "field faulty" : "field"));
	if (f->type == FIELD_CHECK) {
		draw_check(r, f, id, value);
		draw_fault(r, f, id);
	} else {
		draw_label(r, f, id);
		draw_fault(r, f, id);
		draw_input(r, f, id, value, NULL);
	}
	draw_stored(r, value, stored);
	CLOSE(h, DIV);
}

void form_suggest(struct request *r, const struct field *fields, const char *name,
                  const char *const *suggestions, size_t n, const char *stored)
{
	const struct field *f = field_find(fields, name);
	struct html *h = &r->html;
	const char *id = new_id(r, name), *list = with(r, id, "list");
	const char *value = shown(r, f, stored);

	OPEN(h, DIV, AT(CLASS, fault_of(r, name) ? "field faulty" : "field"));
	draw_label(r, f, id);
	draw_fault(r, f, id);
	draw_input(r, f, id, value, list);
	OPEN(h, DATALIST, AT(ID, list));
	for (size_t i = 0; i < n; i++)
		EL(h, OPTION, suggestions[i]);
	CLOSE(h, DATALIST);
	draw_stored(r, value, stored);
	CLOSE(h, DIV);
}

/* --- choices --- */

static bool line_of(const char *lines, const char *code)
{
	size_t len = strlen(code);

	for (const char *s = lines; s && *s; s += strcspn(s, "\n"), s += *s == '\n')
		if (strcspn(s, "\n") == len && strncmp(s, code, len) == 0)
			return true;
	return false;
}

static bool ticked(const struct request *r, const struct field *f, const char *code,
                   const char *stored)
{
	if (!r->submitted)
		return line_of(stored, code);
	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, f->name) == 0 && strcmp(p->value, code) == 0)
			return true;
	return false;
}

static void draw_many(struct request *r, const struct field *f, const struct choice *choices,
                      size_t n, const char *stored)
{
	struct html *h = &r->html;
	const char *id = new_id(r, f->name);

	OPEN(h, FIELDSET, AT(CLASS, "field"), AT(ID, id));
	EL(h, LEGEND, T_(h, f->label));
	if (f->help)
		EL(h, P, T_(h, f->help), AT(CLASS, "help"));
	draw_fault(r, f, id);
	for (size_t i = 0; i < n; i++) {
		OPEN(h, LABEL, AT(CLASS, "check"));
		OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, f->name), AT(VALUE, choices[i].code),
		     FLAG(CHECKED, ticked(r, f, choices[i].code, stored)));
		html_text(h, choices[i].label);
		CLOSE(h, LABEL);
	}
	CLOSE(h, FIELDSET);
}

static const char *label_of(const struct choice *choices, size_t n, const char *code)
{
	for (size_t i = 0; code && i < n; i++)
		if (strcmp(choices[i].code, code) == 0)
			return choices[i].label;
	return code;
}

void form_choice(struct request *r, const struct field *fields, const char *name,
                 const struct choice *choices, size_t n, const char *stored)
{
	const struct field *f = field_find(fields, name);
	struct html *h = &r->html;
	const char *id, *value = shown(r, f, stored);
	const bool blank = !f->required || !value;

	if (f->type == FIELD_MANY) {
		draw_many(r, f, choices, n, stored);
		return;
	}
	id = new_id(r, name);
	OPEN(h, DIV, AT(CLASS, fault_of(r, name) ? "field faulty" : "field"));
	draw_label(r, f, id);
	draw_fault(r, f, id);
	OPEN(h, SELECT, AT(ID, id), AT(NAME, name), AT(ARIA_DESCRIBEDBY, described_by(r, f, id)),
	     AT(ARIA_INVALID, fault_of(r, name) ? "true" : NULL),
	     FLAG(REQUIRED, f->required && blank));
	if (blank)
		EL(h, OPTION, f->required ? T_(h, N_("Please choose")) : "—", AT(VALUE, ""));
	for (size_t i = 0; i < n; i++)
		EL(h, OPTION, choices[i].label, AT(VALUE, choices[i].code),
		   FLAG(SELECTED, value && strcmp(value, choices[i].code) == 0));
	CLOSE(h, SELECT);
	draw_stored(r, label_of(choices, n, value), label_of(choices, n, stored));
	CLOSE(h, DIV);
}
