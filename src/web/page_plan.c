/* Making an audit, copying last year's, and changing its head. */
#include "web/page_plan.h"

#include "base/date.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

#define HELP_CODE N_("Short and lasting, such as R7. It stands in addresses and file names.")
#define HELP_YEAR N_("令和7年度, R7 or 2025")

const struct field fields_audit_new[] = {
	{.name = "title", .label = N_("Title of the audit"), .type = FIELD_TEXT, .required = true},
	{.name = "fiscal_year",
         .label = N_("Fiscal year"),
         .help = HELP_YEAR,
         .type = FIELD_TEXT,
         .required = true,
         .max = 20},
	{.name = "code",
         .label = N_("Code of the audit"),
         .help = HELP_CODE,
         .type = FIELD_TEXT,
         .required = true,
         .max = 64},
	{.name = "kind",
         .label = N_("Kind of the first part"),
         .help = N_("More parts, such as the external audit, are added afterwards."),
         .type = FIELD_CHOICE,
         .required = true},
	{.name = "previous",
         .label = N_("Audit whose levels stand beside"),
         .help = N_("Usually last year's."),
         .type = FIELD_CHOICE},
	{.name = NULL},
};

const struct field fields_audit_copy[] = {
	{.name = "title", .label = N_("Title of the audit"), .type = FIELD_TEXT, .required = true},
	{.name = "fiscal_year",
         .label = N_("Fiscal year"),
         .help = HELP_YEAR,
         .type = FIELD_TEXT,
         .required = true,
         .max = 20},
	{.name = "code",
         .label = N_("Code of the audit"),
         .help = HELP_CODE,
         .type = FIELD_TEXT,
         .required = true,
         .max = 64},
	{.name = NULL},
};

const struct field fields_audit_edit[] = {
	{.name = "title", .label = N_("Title of the audit"), .type = FIELD_TEXT, .required = true},
	{.name = "document_number",
         .label = N_("Document number"),
         .help = N_("As printed on the report, such as 7青情第123号."),
         .type = FIELD_TEXT,
         .max = 100},
	{.name = "marks",
         .label = N_("Marks"),
         .help = N_("On every page of the report, divided by commas: 案、取扱注意"),
         .type = FIELD_TEXT,
         .max = 100},
	{.name = "report_month",
         .label = N_("Month of the report"),
         .help = N_("As printed on the cover: 令和7年3月 or 2025-03"),
         .type = FIELD_TEXT,
         .max = 20},
	{.name = "previous",
         .label = N_("Audit whose levels stand beside"),
         .help = N_("Usually last year's."),
         .type = FIELD_CHOICE},
	FIELD_REASON,
	{.name = NULL},
};

/* --- shared with the other planning pages --- */

enum err plan_load(struct request *r, struct audit_row *ret, struct audit_part_row *ret_part)
{
	TRY(audit_find(&r->c, r->args[0], ret));
	if (ret_part)
		TRY(audit_find_part(&r->c, ret, r->args[1], ret_part));
	return OK;
}

void plan_crumbs(struct request *r, const struct audit_row *audit)
{
	page_crumb(r, T_(&r->html, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, show_audit(r, audit->fiscal_year, audit->title),
	           LINK(r, AUDIT, audit->code));
}

const char *plan_title(struct request *r, const char *msgid, const char *name)
{
	const char *const args[ERROR_ARGS_MAX] = {name};

	return msg_format(r->c.arena, r->lang, msgid, args);
}

void plan_confirmed_note(struct request *r, const struct audit_row *audit)
{
	if (audit->confirmed_on)
		EL(&r->html, P,
		   plan_title(r, N_("The audit was confirmed (確定) on {1}. What it asks no longer "
				    "changes."),
		              show_date(r, audit->confirmed_on)),
		   AT(CLASS, "notice info"));
}

void plan_close(struct request *r, const struct field *fields, const char *confirmed_on,
                const char *button)
{
	if (confirmed_on)
		form_field(r, fields, "reason", NULL);
	form_close(r, button);
}

enum err plan_reason(struct request *r, const char *confirmed_on)
{
	if (!confirmed_on)
		return OK;
	r->c.reason = field_value(r, "reason");
	if (!r->c.reason)
		return FAULT(r, "reason", N_("What is confirmed changes only with a reason."));
	return OK;
}

/* --- choices --- */

static enum err draw_kinds(struct request *r)
{
	struct part_kind_row *kinds;
	struct choice *choices;
	size_t n;

	TRY(q_part_kinds(&r->c, &kinds, &n));
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){kinds[i].code, kinds[i].name};
	form_choice(r, fields_audit_new, "kind", choices, n, n ? kinds[0].code : NULL);
	return OK;
}

/* The other audits; `own` is left out, `stored` chosen. */
static enum err draw_previous(struct request *r, const struct field *fields, int64_t own,
                              const char *stored)
{
	struct audit_row *audits;
	struct choice *choices;
	size_t n, n_choices = 0;

	TRY(q_audit_all(&r->c, &audits, &n));
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		if (audits[i].id != own)
			choices[n_choices++] = (struct choice){
				audits[i].code,
				arena_printf(r->c.arena, "%s (%s)",
			                     show_audit(r, audits[i].fiscal_year,
			                                audits[i].title),
			                     audits[i].code)};
	form_choice(r, fields, "previous", choices, n_choices, stored);
	return OK;
}

static enum err read_year(struct request *r, int64_t *ret)
{
	const char *text = field_value(r, "fiscal_year");
	int year;

	if (!fiscal_year_parse(r->c.arena, text, &year))
		return FAULT(r, "fiscal_year",
		             N_("“{1}” is not a fiscal year. Write it like 2024 or 令和6年度."),
		             text);
	*ret = year;
	return OK;
}

/* "/audits/new" is an address of its own; a taken code is said beside its field. */
static enum err check_code(struct request *r, const char *code)
{
	struct audit_row *taken;

	TRY(q_audit_by_code(&r->c, &(struct audit_by_code_in){code}, &taken));
	if (taken || strcmp(code, "new") == 0)
		return FAULT(r, "code", N_("There already is an audit “{1}”. Choose another id."),
		             code);
	return OK;
}

/* --- a new one --- */

static enum err latest_code(struct request *r, const char **ret)
{
	struct audit_row *audits;
	size_t n;

	TRY(q_audit_all(&r->c, &audits, &n));
	*ret = n ? audits[0].code : NULL;
	return OK;
}

enum err audit_new_page(struct request *r)
{
	struct html *h = &r->html;
	int year = fiscal_year_of(date_in_japan(r->c.now_us));
	const char *latest;

	TRY(latest_code(r, &latest));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_heading(r, T_(h, N_("New audit")));
	if (latest) {
		EL(h, P, T_(h, N_("To ask the same sections the same items as last year, copy "
				  "last year's audit instead.")));
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("Copy the latest audit"), LINK(r, AUDIT_COPY, latest), false);
		CLOSE(h, P);
	}
	form_open(r, LINK(r, AUDIT_NEW_POST), fields_audit_new, 0);
	form_field(r, fields_audit_new, "title", NULL);
	form_field(r, fields_audit_new, "fiscal_year", show_fiscal_year(r, year));
	form_field(r, fields_audit_new, "code", NULL);
	TRY(draw_kinds(r));
	TRY(draw_previous(r, fields_audit_new, 0, latest));
	form_close(r, N_("Make the audit"));
	return OK;
}

enum err audit_new_post(struct request *r)
{
	struct audit_new what = {.code = field_value(r, "code"),
	                         .title = field_value(r, "title"),
	                         .kind = field_value(r, "kind"),
	                         .previous = field_value(r, "previous")};
	struct audit_row made;

	TRY(read_year(r, &what.fiscal_year));
	TRY(check_code(r, what.code));
	TRY(audit_make(&r->c, &what, &made));
	return request_redirect(r, LINK(r, AUDIT, made.code), NOTICE_ADDED);
}

/* --- last year's again --- */

/* s with the first `old` in it replaced; NULL where there is none. */
static const char *replaced(struct arena *a, const char *s, const char *old, const char *now)
{
	const char *at = strstr(s, old);

	if (!at)
		return NULL;
	return arena_printf(a, "%.*s%s%s", (int)(at - s), s, now, at + strlen(old));
}

/* R6 → R7, audit2024 → audit2025; NULL when the year does not stand in it. */
static const char *next_code(struct arena *a, const struct audit_row *from)
{
	static const struct {
		const char *mark;
		int before_first;
	} eras[] = {{"", 0}, {"R", 2018}, {"r", 2018}};
	const char *code = NULL;

	for (size_t i = 0; i < sizeof(eras) / sizeof(eras[0]) && !code; i++) {
		int64_t year = from->fiscal_year - eras[i].before_first;

		code = replaced(a, from->code, arena_printf(a, "%s%" PRId64, eras[i].mark, year),
		                arena_printf(a, "%s%" PRId64, eras[i].mark, year + 1));
	}
	return code;
}

enum err audit_copy_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row from;
	const char *year, *next, *title;

	TRY(plan_load(r, &from, NULL));
	plan_crumbs(r, &from);
	page_heading(r, T_(h, N_("Copy as a new audit")));
	EL(h, P, T_(h, N_("The new audit gets the same parts, sections and items, all open, in "
			  "the newest version of each catalogue. Sections and items that no "
			  "longer exist are left out. The levels of this audit stand beside.")));
	year = show_fiscal_year(r, from.fiscal_year);
	next = show_fiscal_year(r, from.fiscal_year + 1);
	title = replaced(r->c.arena, from.title, year, next);
	form_open(r, LINK(r, AUDIT_COPY_POST, from.code), fields_audit_copy, 0);
	form_field(r, fields_audit_copy, "title", title ? title : from.title);
	form_field(r, fields_audit_copy, "fiscal_year", next);
	form_field(r, fields_audit_copy, "code", next_code(r->c.arena, &from));
	form_close(r, N_("Make the audit"));
	return OK;
}

enum err audit_copy_post(struct request *r)
{
	struct audit_new what = {.code = field_value(r, "code"), .title = field_value(r, "title")};
	struct audit_row from, made;

	TRY(plan_load(r, &from, NULL));
	TRY(read_year(r, &what.fiscal_year));
	TRY(check_code(r, what.code));
	TRY(audit_copy(&r->c, &from, &what, &made));
	return request_redirect(r, LINK(r, AUDIT, made.code), NOTICE_ADDED);
}

/* --- the head --- */

static enum err previous_code(struct request *r, const struct audit_row *audit, const char **ret)
{
	struct audit_row *previous;

	*ret = NULL;
	if (!audit->previous_id)
		return OK;
	TRY(audit_get(&r->c, audit->previous_id, &previous));
	*ret = previous->code;
	return OK;
}

/* 案、取扱注意 of what is stored line by line. */
static const char *marks_text(struct request *r, const char *marks)
{
	struct text_list list = text_split(r->c.arena, marks ? marks : "", "\n");

	return text_join(r->c.arena, &list, "、");
}

enum err audit_edit_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row audit;
	const char *previous;

	TRY(plan_load(r, &audit, NULL));
	TRY(previous_code(r, &audit, &previous));
	plan_crumbs(r, &audit);
	page_heading(r, T_(h, N_("Title and document")));
	form_open(r, LINK(r, AUDIT_EDIT_POST, audit.code), fields_audit_edit, audit.rev);
	form_field(r, fields_audit_edit, "title", audit.title);
	form_field(r, fields_audit_edit, "document_number", audit.document_number);
	form_field(r, fields_audit_edit, "marks", marks_text(r, audit.marks));
	form_field(r, fields_audit_edit, "report_month", audit.report_month);
	TRY(draw_previous(r, fields_audit_edit, audit.id, previous));
	plan_close(r, fields_audit_edit, audit.confirmed_on, N_("Save"));
	return OK;
}

enum err audit_edit_post(struct request *r)
{
	const char *marks = field_value(r, "marks"), *previous = field_value(r, "previous");
	struct audit_row before, after, beside = {0};
	struct text_list list = text_split(r->c.arena, marks ? marks : "", ",");
	enum err e;

	TRY(plan_load(r, &before, NULL));
	TRY(form_revision(r, before.rev));
	TRY(plan_reason(r, before.confirmed_on));
	if (previous)
		TRY(audit_find(&r->c, previous, &beside));
	after = before;
	after.title = field_value(r, "title");
	after.document_number = field_value(r, "document_number");
	after.marks = list.n ? text_join(r->c.arena, &list, "\n") : NULL;
	after.report_month = field_value(r, "report_month");
	after.previous_id = beside.id;
	e = audit_change(&r->c, &before, &after);
	if (e == ERR_USAGE)
		return FAULT(r, "report_month",
		             N_("“{1}” is not a month. Write it like 2025-03."),
		             field_value(r, "report_month"));
	TRY(e);
	return request_redirect(r, LINK(r, AUDIT, after.code),
	                        after.confirmed_on ? NOTICE_CORRECTED : NOTICE_SAVED);
}
