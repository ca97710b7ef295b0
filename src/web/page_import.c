/* Files in and out: choosing what to import, taking ledgers as files. The trial: page_trial.c. */
#include "audit/ledger.h"
#include "web/table_file.h"
#include "web/uploads.h"

#include <string.h>


const struct field fields_import[] = {
	{.name = "kind", .type = FIELD_HIDDEN, .required = true},
	{.name = "files",
         .label = N_("Files"),
         .help = N_("Excel (.xlsx) or CSV, several at once. Nothing is stored before you have seen "
                    "what would happen."),
         .type = FIELD_FILES,
         .required = true,
         .accept = ".xlsx,.xlsm,.csv,.txt,.tsv,.catalog"},
	{.name = "audit",
         .label = N_("Audit"),
         .help = N_("Where the files do not say which audit they belong to."),
         .type = FIELD_CHOICE},
	{.name = "part", .label = N_("Part"), .help = N_("Its code or number; blank = the first.")},
	{.name = "catalog",
         .label = N_("Catalogue"),
         .help = N_("Its name, where the file has no such column.")},
	{.name = "whole",
         .label = N_("The file is all there is"),
         .help = N_("Items it lacks are left out of the catalogue; records it lacks are marked "
                    "as gone."),
         .type = FIELD_CHECK},
	{.name = "day",
         .label = N_("Day of the list"),
         .help = N_("What differs from the day before happened on this day, such as the transfers "
                    "of 1 April. Blank = today."),
         .type = FIELD_DATE},
	{.name = "everybody",
         .label = N_("The file is the whole personnel list"),
         .help = N_("Who is not in it has left: posts and duties end, the account is closed."),
         .type = FIELD_CHECK},
	{.name = "reason",
         .label = N_("Reason of the correction"),
         .help = N_("Only where confirmed sections are changed."),
         .type = FIELD_LONG,
         .max = 1000},
	{.name = NULL},
};

/* What somebody must be able to do without limits to import it, and to take it. */
struct need {
	enum capability in, out;
};

static struct need need_of(enum ledger l)
{
	static const struct need records = {CAP_EDIT_LEDGERS, CAP_EXPORT};
	static const struct need fixed[LEDGER__RECORDS] = {
		[LEDGER_UNITS] = {CAP_EDIT_UNITS, CAP_EXPORT},
		[LEDGER_PEOPLE] = {CAP_EDIT_PEOPLE, CAP_READ_PEOPLE},
		[LEDGER_APPOINTMENTS] = {CAP_EDIT_PEOPLE, CAP_READ_PEOPLE},
		[LEDGER_CRITERIA] = {CAP_EDIT_CRITERIA, CAP_EXPORT},
		[LEDGER_JUDGEMENTS] = {CAP_CONFIRM, CAP_EXPORT},
		[LEDGER_VISITS] = {CAP_PLAN, CAP_EXPORT},
		[LEDGER_DISTRIBUTIONS] = {CAP_POLICIES, CAP_POLICIES},
		[LEDGER_ACKNOWLEDGEMENTS] = {CAP_POLICIES, CAP_POLICIES},
		[LEDGER_NOT_AT_HAND] = {CAP_POLICIES, CAP_POLICIES},
	};

	return ledger_kind(l) ? records : fixed[l];
}

static bool may_import(const struct request *r, enum ledger l)
{
	return access_reach(r->session.who.role, need_of(l).in) == REACH_ALL;
}

static bool may_export(const struct request *r, enum ledger l)
{
	return access_reach(r->session.who.role, need_of(l).out) == REACH_ALL;
}

/* --- import --- */

static enum ledger kind_asked(const struct request *r)
{
	const char *kind = pairs_get(&r->query, "kind");
	enum ledger l;

	return kind && ledger_parse(kind, &l) ? l : LEDGER_UNITS;
}

static void draw_kinds(struct request *r, enum ledger now)
{
	struct html *h = &r->html;

	OPEN(h, NAV, AT(CLASS, "tabs"), AT(ARIA_LABEL, T_(h, N_("What to import"))));
	for (size_t i = 0; i < ledger_count(); i++) {
		enum ledger l = (enum ledger)i;

		if (!may_import(r, l))
			continue;
		EL(h, A, T_(h, ledger_label(l)),
		   HREF(url_with(r->c.arena, LINK(r, IMPORTS), "kind", ledger_name(l))),
		   AT(ARIA_CURRENT, l == now ? "page" : NULL));
	}
	CLOSE(h, NAV);
}

static enum err draw_audit(struct request *r)
{
	struct audit_row *audits;
	struct choice *choices;
	size_t n;

	TRY(q_audit_all(&r->c, &audits, &n));
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){audits[i].code,
		                             arena_printf(r->c.arena, "%s %s", audits[i].code,
		                                          audits[i].title)};
	form_choice(r, fields_import, "audit", choices, n, n == 1 ? audits[0].code : NULL);
	form_field(r, fields_import, "part", NULL);
	return OK;
}

static enum err draw_import(struct request *r, enum ledger l)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Import")));
	draw_kinds(r, l);
	form_open(r, url_with(r->c.arena, LINK(r, IMPORT_SEND), "kind", ledger_name(l)),
	          fields_import, 0);
	form_field(r, fields_import, "kind", ledger_name(l));
	form_field(r, fields_import, "files", NULL);
	if (l == LEDGER_JUDGEMENTS || l == LEDGER_VISITS)
		TRY(draw_audit(r));
	if (l == LEDGER_JUDGEMENTS)
		form_field(r, fields_import, "reason", NULL);
	if (l == LEDGER_CRITERIA)
		form_field(r, fields_import, "catalog", NULL);
	if (l == LEDGER_CRITERIA || ledger_kind(l))
		form_field(r, fields_import, "whole", NULL);
	if (l == LEDGER_PEOPLE) {
		form_field(r, fields_import, "day", NULL);
		form_field(r, fields_import, "everybody", NULL);
	}
	form_close(r, N_("Try the files"));
	CLOSE(h, SECTION);
	return OK;
}

enum err import_send_post(struct request *r)
{
	struct uploads u = {.kind = field_value(r, "kind"),
	                    .audit = field_value(r, "audit"),
	                    .part = field_value(r, "part"),
	                    .catalog = field_value(r, "catalog"),
	                    .reason = field_value(r, "reason"),
	                    .day = field_value(r, "day"),
	                    .whole = field_checked(r, "whole") ||
	                             field_checked(r, "everybody")};
	struct audit_row audit;
	struct audit_part_row part;
	enum ledger l;

	if (!ledger_parse(u.kind, &l))
		return FAULT(r, "kind", N_("Choose one of the list."));
	if (!may_import(r, l))
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this."));
	if (u.audit) {
		TRY(audit_find(&r->c, u.audit, &audit));
		TRY(audit_find_part(&r->c, &audit, u.part, &part));
	}
	TRY(uploads_keep(r, "files", &u));
	return request_redirect(r, LINK(r, IMPORT_TRIAL, u.id), NULL);
}

/* --- export --- */

static struct url export_url(struct request *r, enum ledger l, const char *audit, size_t format)
{
	struct url to = LINK(r, EXPORT, ledger_name(l));

	to = url_with(r->c.arena, to, "format", table_formats[format].code);
	return url_with(r->c.arena, to, "audit", audit);
}

static void draw_export_row(struct request *r, enum ledger l, const char *label, const char *audit)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, label, AT(SCOPE, "row"));
	for (size_t i = 0; i < N_TABLE_FORMATS; i++)
		cell_link(r, T_(h, table_formats[i].label), export_url(r, l, audit, i));
	if (audit)
		cell_text(r, NULL);
	else
		cell_link(r, T_(h, N_("Empty table")), LINK(r, EXPORT_TEMPLATE, ledger_name(l)));
	CLOSE(h, TR);
}

static enum err draw_export(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row *audits;
	size_t n;

	TRY(q_audit_all(&r->c, &audits, &n));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Export")));
	EL(h, P, T_(h, N_("As the import reads them. Who took which file is noted in the security "
	                  "log.")));
	TABLE_OPEN(r, NULL, NULL, N_("Ledger"), N_("Excel"), N_("CSV (UTF-8)"),
	           N_("CSV (Shift_JIS)"), N_("To fill in"));
	for (size_t i = 0; i < ledger_count(); i++) {
		enum ledger l = (enum ledger)i;

		if (!may_export(r, l))
			continue;
		draw_export_row(r, l, T_(h, ledger_label(l)), NULL);
		for (size_t k = 0; l == LEDGER_JUDGEMENTS && n > 1 && k < n; k++)
			draw_export_row(r, l,
			                arena_printf(r->c.arena, "　%s %s", audits[k].code,
			                             audits[k].title),
			                audits[k].code);
	}
	table_close(r);
	CLOSE(h, SECTION);
	return OK;
}

enum err imports_page(struct request *r)
{
	enum ledger l = kind_asked(r);

	page_heading(r, T_(&r->html, N_("Import and export")));
	if (may_import(r, l))
		TRY(draw_import(r, l));
	return draw_export(r);
}

/* --- files --- */

static enum err find_ledger(struct request *r, enum ledger *ret)
{
	if (!ledger_parse(r->args[0], ret))
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	if (!may_export(r, *ret))
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this."));
	return OK;
}

static void draw_way(struct request *r)
{
	page_crumb(r, T_(&r->html, N_("Import and export")), LINK(r, IMPORTS));
}

enum err export_page(struct request *r)
{
	const char *format = pairs_get(&r->query, "format"), *audit = pairs_get(&r->query, "audit");
	struct ledger_options options = {.judgement.audit = audit && *audit ? audit : NULL};
	struct table t;
	enum ledger l;

	TRY(find_ledger(r, &l));
	TRY(ledger_export(&r->c, l, &options, &t));
	return table_file_send(r, &t, format, r->args[0],
	                       arena_printf(r->c.arena, "export %s %s %s", r->args[0],
	                                    format ? format : "", audit ? audit : ""),
	                       draw_way);
}

enum err export_template_page(struct request *r)
{
	struct table t;
	enum ledger l;

	TRY(find_ledger(r, &l));
	TRY(ledger_template(&r->c, l, &t));
	return table_file_send(r, &t, "xlsx",
	                       arena_printf(r->c.arena, "%s-template", r->args[0]),
	                       arena_printf(r->c.arena, "template %s", r->args[0]), draw_way);
}
