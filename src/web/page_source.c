/* The source of the report: Markdown with figures and values, tried out before it is stored. */
#include "base/text.h"
#include "report/figures.h"
#include "report/format.h"
#include "report/templates.h"
#include "report/values.h"
#include "web/page_plan.h"

#include <string.h>

#define SOURCE_MAX 200000

const struct field fields_source[] = {
	{.name = "source",
         .label = N_("Source of the report"),
         .help = N_("Markdown. Emptied, it is the shipped text again."),
         .type = FIELD_LONG,
         .max = SOURCE_MAX},
	{.name = "try", .type = FIELD_HIDDEN, .max = 1},
	FIELD_REASON,
	{.name = NULL},
};

/* --- drawing --- */

static void draw_figures(struct request *r)
{
	struct html *h = &r->html;
	size_t n;
	const struct figure_about *list = figure_list(r->c.arena, &n);

	EL(h, H2, T_(h, N_("Figures")));
	EL(h, P, T_(h, N_("Write the name into a block of its own:")));
	EL(h, PRE, "```figure\nresults\n```");
	TABLE_OPEN(r, NULL, NULL, N_("Name"), N_("Shows"));
	for (size_t i = 0; i < n; i++) {
		OPEN(h, TR);
		OPEN(h, TH, AT(SCOPE, "row"));
		EL(h, CODE, list[i].name);
		CLOSE(h, TH);
		cell_text(r, T_(h, list[i].about));
		CLOSE(h, TR);
	}
	table_close(r);
}

static void draw_values(struct request *r, const struct report_data *data)
{
	struct html *h = &r->html;
	size_t n;
	const struct value *list = value_list(&r->c, data, &n);

	EL(h, H2, T_(h, N_("Values")));
	EL(h, P, T_(h, N_("Write the name with its braces into the text.")));
	TABLE_OPEN(r, NULL, NULL, N_("Name"), N_("Prints now"));
	for (size_t i = 0; i < n; i++) {
		OPEN(h, TR);
		OPEN(h, TH, AT(SCOPE, "row"));
		EL(h, CODE, arena_printf(r->c.arena, "{{%s}}", list[i].name));
		CLOSE(h, TH);
		cell_text(r, list[i].now);
		CLOSE(h, TR);
	}
	table_close(r);
}

static void draw_form(struct request *r, const struct audit_row *audit)
{
	struct html *h = &r->html;

	form_open(r, LINK(r, SOURCE_POST, audit->code), fields_source, audit->rev);
	form_field(r, fields_source, "source", audit->source ? audit->source : template_report);
	OPEN(h, P, AT(CLASS, "buttons"));
	EL(h, BUTTON, T_(h, N_("Try without storing")), AT(TYPE, "submit"), AT(NAME, "try"),
	   AT(VALUE, "1"), AT(CLASS, "button"));
	CLOSE(h, P);
	plan_close(r, fields_source, audit->confirmed_on, N_("Save"));
}

static void draw_tried(struct request *r, const struct doc *doc)
{
	struct html *h = &r->html;
	struct buf out;

	buf_init(&out, r->c.arena, BUF_MAX_TEXT);
	write_html_part(&r->c, doc, &out);
	EL(h, H2, T_(h, N_("This is how it prints")), AT(ID, "tried"));
	EL(h, P, T_(h, N_("It is not stored yet.")), AT(CLASS, "notice warning"));
	html_frag(h, (struct frag){out.data});
}

/* tried: what was typed, as a document; NULL = none. */
static enum err draw(struct request *r, const struct audit_row *audit, const struct doc *tried)
{
	struct html *h = &r->html;
	struct report_data data;

	TRY(report_load(&r->c, audit, NULL, &data));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, audit->title, LINK(r, AUDIT, audit->code));
	page_crumb(r, T_(h, N_("Report")), LINK(r, REPORT, audit->code));
	page_heading(r, T_(h, N_("Source of the report")));
	OPEN(h, DIV, AT(CLASS, "source"));
	OPEN(h, DIV);
	draw_form(r, audit);
	CLOSE(h, DIV);
	OPEN(h, ASIDE, AT(ARIA_LABEL, T_(h, N_("Figures and values"))));
	draw_figures(r);
	draw_values(r, &data);
	CLOSE(h, ASIDE);
	CLOSE(h, DIV);
	if (tried)
		draw_tried(r, tried);
	return OK;
}

enum err source_page(struct request *r)
{
	struct audit_row audit;

	TRY(audit_find(&r->c, r->args[0], &audit));
	return draw(r, &audit, NULL);
}

/* --- what is sent --- */

/* Text areas send CR LF. NULL where it is the shipped text. */
static const char *typed_source(struct request *r)
{
	const char *typed = field_value(r, "source");
	char *text = arena_strdup(r->c.arena, typed ? typed : ""), *to = text;

	for (const char *from = text; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	return text_blank(text) || strcmp(text, template_report) == 0 ? NULL : text;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static enum err check(struct request *r, const struct audit_row *audit, struct doc *ret)
{
	enum err e = report_build(&r->c, audit, NULL, ret);
	const struct error *why = &r->c.error;

	if (e != ERR_INVALID || !why->place.row)
		return e;
	return FAULT(r, "source", N_("Line {1}: {2}"),
	             arena_printf(r->c.arena, "%ld", why->place.row),
	             msg_format(r->c.arena, r->lang, why->msgid, why->args));
}

enum err source_post(struct request *r)
{
	struct audit_row audit, after;
	struct doc doc;

	TRY(audit_find(&r->c, r->args[0], &audit));
	TRY(form_revision(r, audit.rev));
	after = audit;
	after.source = typed_source(r);
	TRY(check(r, &after, &doc));
	if (field_value(r, "try")) {
		r->submitted = true;
		return draw(r, &audit, &doc);
	}
	if (same(after.source, audit.source))
		return request_redirect(r, LINK(r, REPORT, audit.code), NOTICE_UNCHANGED);
	TRY(plan_reason(r, audit.confirmed_on));
	TRY(audit_change(&r->c, &audit, &after));
	return request_redirect(r, LINK(r, REPORT, audit.code),
	                        audit.confirmed_on ? NOTICE_CORRECTED : NOTICE_SAVED);
}
