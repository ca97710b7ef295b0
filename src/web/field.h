/*
 * field.h - forms from the tables that validate them.
 *
 * A route names a table of fields. The dispatcher checks what was sent against it before the
 * handler runs, and the page draws the same table: label, help, limits and faults cannot drift.
 * Values are handed out checked: trimmed text, ISO dates, plain numbers; NULL for blank.
 */
#ifndef KAGEYU_WEB_FIELD_H
#define KAGEYU_WEB_FIELD_H

#include "base/choice.h"
#include "web/request.h"

enum field_type {
	FIELD_TEXT,
	FIELD_LONG,     /* text of several lines */
	FIELD_NUMBER,   /* whole, in half or full width */
	FIELD_DATE,     /* 令和6年11月12日, R6.11.12, 2024-11-12 … */
	FIELD_TIME,     /* 9:30 */
	FIELD_CHOICE,   /* one of `choices`, or of what the page offers */
	FIELD_MANY,     /* any number of what the page offers */
	FIELD_CHECK,    /* yes or nothing */
	FIELD_PASSWORD, /* never shown again, never trimmed */
	FIELD_FILE,
	FIELD_FILES,    /* several at once */
	FIELD_HIDDEN
};

struct field {
	const char *name;
	const char *label, *help; /* msgids; help may be NULL */
	enum field_type type;
	bool required;
	int max;                      /* characters; 0 = FIELD_TEXT_MAX or FIELD_LONG_MAX */
	const struct choice *choices; /* fixed ones, ending with a NULL code */
	const char *accept;           /* of a file: ".xlsx,.csv" */
	const char *autocomplete;
};

#define FIELD_TEXT_MAX 200
#define FIELD_LONG_MAX 20000

extern const struct field fields_none[];

/* Checks r->form against the fields; faults say what is wrong. Values become canonical. */
MUST_USE enum err fields_check(struct request *r, const struct field *fields);

/* The checked value; NULL when blank. Only for fields of the route's table (else BUG). */
const char *field_value(const struct request *r, const char *name);
bool field_checked(const struct request *r, const char *name);
int64_t field_number(const struct request *r, const char *name, int64_t otherwise);

/*
 * Begins a POST form to `to` with its one-time token and, where revision > 0, the revision that is
 * edited (see form_revision()). Ends it with the button.
 */
void form_open(struct request *r, struct url to, const struct field *fields, int64_t revision);
void form_close(struct request *r, const char *button_msgid);
/* A form that is only a button: `name` and `value` are sent along (NULL = nothing). */
void form_button(struct request *r, struct url to, const char *button_msgid, const char *class_,
                 const char *name, const char *value);

/* Draws one field with label, help and faults. stored: the value in the database, NULL = none. */
void form_field(struct request *r, const struct field *fields, const char *name,
                const char *stored);
/* A CHOICE or MANY whose choices the page makes (labels are data). stored: code(s), by lines. */
void form_choice(struct request *r, const struct field *fields, const char *name,
                 const struct choice *choices, size_t n, const char *stored);
/* A TEXT with words to choose from, others being allowed. */
void form_suggest(struct request *r, const struct field *fields, const char *name,
                  const char *const *suggestions, size_t n, const char *stored);

/* The list of faults on top, linking to the fields; nothing when there are none. */
void form_faults(struct request *r);

/*
 * ERR_CONFLICT when the form was made from another revision than `stored`: the page is then shown
 * again with what was typed and what is stored now side by side.
 */
MUST_USE enum err form_revision(struct request *r, int64_t stored);

#endif
