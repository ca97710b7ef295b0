/* One judgement scale: its levels, changed while nothing confirmed stands on it, copied. */
#include "audit/scale_edit.h"
#include "web/page.h"

#include <string.h>

/* clang-format off */
#define LEVEL_FIELDS(n)                                                                        \
	{.name = "code-" n, .label = N_("Sign"), .max = SCALE_LEVEL_CODE_MAX},                 \
	{.name = "name-" n, .label = N_("Name"), .max = 40},                                   \
	{.name = "value-" n, .label = N_("Points"), .max = 8},                                 \
	{.name = "color-" n, .label = N_("Colour"), .max = 7},                                 \
	{.name = "criterion-" n, .label = N_("Looks like"), .type = FIELD_LONG, .max = 1000}

#define SCALE_FIELDS                                                                           \
	{.name = "name", .label = N_("Name"), .required = true, .max = 60},                    \
	{.name = "target",                                                                     \
	 .label = N_("Target of the mean"),                                                    \
	 .help = N_("Such as 4.00; blank = no target."),                                       \
	 .max = 8},                                                                            \
	{.name = "conforming",                                                                 \
	 .label = N_("Conforming level"),                                                      \
	 .help = N_("Its sign. What lies below is a detection and needs a comment."),          \
	 .required = true,                                                                     \
	 .max = SCALE_LEVEL_CODE_MAX},                                                         \
	{.name = "na_name",                                                                    \
	 .label = N_("Word for not applicable"),                                               \
	 .required = true,                                                                     \
	 .max = 20},                                                                           \
	{.name = "na_counts_as",                                                               \
	 .label = N_("Not applicable counts as"),                                              \
	 .help = N_("The sign of a level; blank = it is left out of means."),                  \
	 .max = SCALE_LEVEL_CODE_MAX},                                                         \
	LEVEL_FIELDS("1"), LEVEL_FIELDS("2"), LEVEL_FIELDS("3"), LEVEL_FIELDS("4"),            \
	LEVEL_FIELDS("5"), LEVEL_FIELDS("6"), LEVEL_FIELDS("7"), LEVEL_FIELDS("8"),            \
	LEVEL_FIELDS("9"), LEVEL_FIELDS("10"), LEVEL_FIELDS("11"), LEVEL_FIELDS("12"),         \
	{.name = NULL}

const struct field fields_scale[] = {
	SCALE_FIELDS
};

const struct field fields_scale_new[] = {
	{.name = "code",
	 .label = N_("Code"),
	 .help = N_("Letters, digits and . _ -, such as standard4. It stays for good."),
	 .required = true,
	 .max = 32},
	SCALE_FIELDS
};
/* clang-format on */

#define COLOR_NEW "#8c8c8c"

/* --- drawing --- */

static const char *name_of(struct request *r, const char *what, size_t i)
{
	return arena_printf(r->c.arena, "%s-%zu", what, i + 1);
}

/* How many levels the form shows: those there are, those typed, and one more. */
static size_t rows_shown(struct request *r, const struct scale *s)
{
	size_t n = s->n;

	for (size_t i = 0; r->submitted && i < SCALE_LEVELS_MAX; i++) {
		const char *code = pairs_get(&r->form, name_of(r, "code", i));

		if (code && *code && i + 1 > n)
			n = i + 1;
	}
	return n < SCALE_LEVELS_MAX ? n + 1 : n;
}

/* The browser's own colour picker; typed colours come back as they were. */
static void draw_color(struct request *r, size_t i, const char *stored)
{
	struct html *h = &r->html;
	const char *name = name_of(r, "color", i), *id = arena_printf(r->c.arena, "field-%s", name);
	const char *typed = r->submitted ? pairs_get(&r->form, name) : NULL;

	OPEN(h, DIV, AT(CLASS, "field"));
	EL(h, LABEL, T_(h, N_("Colour")), AT(FOR, id));
	OPEN(h, INPUT, AT(ID, id), AT(NAME, name), AT(TYPE, "color"),
	     AT(VALUE, typed && *typed ? typed : stored));
	CLOSE(h, DIV);
}

static void draw_level(struct request *r, const struct field *fields, const struct scale *s,
                       size_t i)
{
	struct html *h = &r->html;
	const struct scale_level_row none = {.color = COLOR_NEW};
	const struct scale_level_row *l = i < s->n ? &s->levels[i] : &none;

	OPEN(h, FIELDSET, AT(CLASS, "level-edit"));
	OPEN(h, LEGEND);
	if (l->code)
		html_text(h, arena_printf(r->c.arena, "%s %s", l->code, l->name));
	else
		html_text(h, T_(h, N_("One more level")));
	CLOSE(h, LEGEND);
	form_field(r, fields, name_of(r, "code", i), l->code);
	form_field(r, fields, name_of(r, "name", i), l->name);
	form_field(r, fields, name_of(r, "value", i), l->value);
	draw_color(r, i, l->color);
	form_field(r, fields, name_of(r, "criterion", i), l->criterion);
	CLOSE(h, FIELDSET);
}

static void draw_fields(struct request *r, const struct field *fields, const struct scale *s)
{
	struct html *h = &r->html;
	size_t n = rows_shown(r, s);

	form_field(r, fields, "name", s->row.name);
	form_field(r, fields, "target", s->row.target);
	form_field(r, fields, "conforming", s->row.conforming);
	form_field(r, fields, "na_name", s->row.na_name);
	form_field(r, fields, "na_counts_as", s->row.na_counts_as);
	EL(h, H2, T_(h, N_("Levels")));
	EL(h, P, T_(h, N_("They are sorted by points, best first. A level without points stays "
			  "out of means; one whose sign and name are blank is left out.")));
	for (size_t i = 0; i < n; i++)
		draw_level(r, fields, s, i);
}

static void draw_fact(struct request *r, const char *label, const char *text)
{
	EL(&r->html, DT, T_(&r->html, label));
	EL(&r->html, DD, text ? text : "—");
}

static void draw_fixed_level(struct request *r, const struct scale_level_row *l)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, l->code, AT(SCOPE, "row"), AT(CLASS, "center"));
	cell_text(r, l->name);
	EL(h, TD, l->value ? l->value : "—", AT(CLASS, "number"));
	OPEN(h, TD);
	OPEN(h, INPUT, AT(TYPE, "color"), AT(VALUE, l->color), FLAG(DISABLED, true),
	     AT(ARIA_LABEL, l->color));
	CLOSE(h, TD);
	cell_text(r, l->criterion);
	CLOSE(h, TR);
}

static void draw_fixed(struct request *r, const struct scale *s)
{
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	draw_fact(r, N_("Target of the mean"), s->row.target);
	draw_fact(r, N_("Conforming level"), s->row.conforming);
	draw_fact(r, N_("Word for not applicable"), s->row.na_name);
	draw_fact(r, N_("Not applicable counts as"), s->row.na_counts_as);
	CLOSE(h, DL);
	TABLE_OPEN(r, NULL, T_(h, N_("Levels")), N_("Sign"), N_("Name"), N_("Points"), N_("Colour"),
	           N_("Looks like"));
	for (size_t i = 0; i < s->n; i++)
		draw_fixed_level(r, &s->levels[i]);
	table_close(r);
}

static enum err find(struct request *r, const char *code, struct scale *ret)
{
	struct scale_row *row;

	TRY(q_scale_by_code(&r->c, &(struct scale_by_code_in){code}, &row));
	if (!row)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no scale “{1}”."), code);
	return scale_load(&r->c, row->id, ret);
}

static void draw_crumbs(struct request *r)
{
	page_crumb(r, T_(&r->html, N_("Settings")), LINK(r, SETTINGS));
}

enum err scale_page(struct request *r)
{
	struct html *h = &r->html;
	struct scale s;
	int64_t confirmed;

	TRY(find(r, r->args[0], &s));
	TRY(scale_confirmed_targets(&r->c, s.row.id, &confirmed));
	draw_crumbs(r);
	page_heading(r, s.row.name);
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Make a copy"),
	            url_with(r->c.arena, LINK(r, SCALE_NEW), "from", s.row.code), confirmed > 0);
	EL(h, A, T_(h, N_("History")),
	   HREF(LINK(r, HISTORY, "scale", arena_printf(r->c.arena, "%ld", (long)s.row.id))));
	CLOSE(h, P);
	if (confirmed) {
		OPEN(h, P, AT(CLASS, "notice info"));
		SAY(h, N_("{1} confirmed sections were judged on this scale. It stays as it "
			  "is; make a copy and change that."),
		    arena_printf(r->c.arena, "%ld", (long)confirmed));
		CLOSE(h, P);
		draw_fixed(r, &s);
		return OK;
	}
	form_open(r, LINK(r, SCALE, s.row.code), fields_scale, scale_revision(&s));
	draw_fields(r, fields_scale, &s);
	form_close(r, N_("Save"));
	return OK;
}

enum err scale_new_page(struct request *r)
{
	const char *from = pairs_get(&r->query, "from");
	struct scale_row *row;
	struct scale s = {.row = {.na_name = "対象外"}};

	if (!from)
		from = SCALE_DEFAULT;
	TRY(q_scale_by_code(&r->c, &(struct scale_by_code_in){from}, &row));
	if (row)
		TRY(scale_load(&r->c, row->id, &s));
	draw_crumbs(r);
	page_heading(r, T_(&r->html, N_("New scale")));
	form_open(r, LINK(r, SCALE_NEW), fields_scale_new, 0);
	form_field(r, fields_scale_new, "code", NULL);
	draw_fields(r, fields_scale_new, &s);
	form_close(r, N_("Add"));
	return OK;
}

/* --- what is sent --- */

static void read_level(struct request *r, struct scale_edit *e, size_t i)
{
	const struct scale_level_row level = {
		.code = field_value(r, name_of(r, "code", i)),
		.name = field_value(r, name_of(r, "name", i)),
		.criterion = field_value(r, name_of(r, "criterion", i)),
		.value = field_value(r, name_of(r, "value", i)),
		.color = field_value(r, name_of(r, "color", i)),
	};

	if (level.code || level.name)
		e->levels[e->n++] = level;
}

static struct scale_edit read_edit(struct request *r)
{
	struct scale_edit e = {.row = {.name = field_value(r, "name"),
	                               .na_name = field_value(r, "na_name"),
	                               .na_counts_as = field_value(r, "na_counts_as"),
	                               .conforming = field_value(r, "conforming"),
	                               .target = field_value(r, "target")}};

	for (size_t i = 0; i < SCALE_LEVELS_MAX; i++)
		read_level(r, &e, i);
	return e;
}

enum err scale_post(struct request *r)
{
	const struct scale_edit e = read_edit(r);
	struct scale s;

	TRY(find(r, r->args[0], &s));
	TRY(form_revision(r, scale_revision(&s)));
	TRY(scale_change(&r->c, s.row.id, &e));
	return request_redirect(r, LINK(r, SCALE, s.row.code), NOTICE_SAVED);
}

enum err scale_new_post(struct request *r)
{
	struct scale_edit e = read_edit(r);
	int64_t id;

	e.row.code = field_value(r, "code");
	TRY(scale_create(&r->c, &e, &id));
	return request_redirect(r, LINK(r, SCALE, e.row.code), NOTICE_ADDED);
}
