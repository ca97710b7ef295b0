/* The report and the result sheets: shown as they will print, and taken away as files. */
#include "audit/audit.h"
#include "report/format.h"
#include "report/report.h"
#include "web/made_file.h"
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

/* --- files --- */

static enum err find_format(struct request *r, const char *name, const struct format **ret)
{
	*ret = format_find(name);
	if (!*ret)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	return OK;
}

static enum err make_file(struct request *r, const struct format *format, const char *const *more,
                          const char **ret, size_t *ret_len)
{
	return made_file(r, "report", format->name, more, ret, ret_len);
}

/* --- the report --- */

static void draw_part(struct request *r, const struct doc *doc)
{
	struct buf out;

	buf_init(&out, r->c.arena, BUF_MAX_TEXT);
	write_html_part(&r->c, doc, &out);
	html_frag(&r->html, (struct frag){out.data});
}

/* The source names something that is no longer there. */
static void draw_broken(struct request *r, const struct audit_row *audit)
{
	struct html *h = &r->html;
	const struct error *e = &r->c.error;

	OPEN(h, DIV, AT(CLASS, "notice error"), AT(ROLE, "alert"));
	OPEN(h, P);
	SAY(h, N_("The report cannot be made from its source. Line {1}: {2}"),
	    arena_printf(r->c.arena, "%ld", e->place.row),
	    msg_format(r->c.arena, r->lang, e->msgid, e->args));
	CLOSE(h, P);
	if (request_may(r, CAP_PLAN))
		EL(h, A, T_(h, N_("Edit the source")), HREF(LINK(r, SOURCE, audit->code)));
	CLOSE(h, DIV);
}

static void draw_downloads(struct request *r, const struct audit_row *audit)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	for (size_t i = 0; i < n_formats; i++)
		action_link(r, made_file_label(formats[i].name),
		            url_with(r->c.arena, LINK(r, REPORT_FILE, audit->code, formats[i].name),
		                     "on", filter_day(r, "on")),
		            i == 0);
	if (request_may(r, CAP_PLAN))
		action_link(r, N_("Edit the source"), LINK(r, SOURCE, audit->code), false);
	CLOSE(h, P);
	EL(h, P, T_(h, N_("Who takes a file is noted in the security log.")), AT(CLASS, "soft"));
}

enum err report_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row audit;
	struct doc doc;
	enum err e;

	TRY(audit_find(&r->c, r->args[0], &audit));
	e = report_build(&r->c, &audit, filter_day(r, "on"), &doc);
	if (e != OK && (e != ERR_INVALID || !r->c.error.place.row))
		return e;
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, audit.title, LINK(r, AUDIT, audit.code));
	page_heading(r, T_(h, N_("Report")));
	if (e == OK) {
		draw_downloads(r, &audit);
		filter_day_form(r, LINK(r, REPORT, audit.code));
		draw_part(r, &doc);
	} else {
		draw_broken(r, &audit);
	}
	return OK;
}

enum err report_file_page(struct request *r)
{
	const struct format *format;
	struct audit_row audit;
	const char *data, *on = filter_day(r, "on"), *more[4] = {NULL};
	size_t len, n = 0;

	TRY(find_format(r, r->args[1], &format));
	TRY(audit_find(&r->c, r->args[0], &audit));
	if (on)
		more[n++] = arena_printf(r->c.arena, "--as-of=%s", on);
	more[n++] = "--";
	more[n] = audit.code;
	TRY(make_file(r, format, more, &data, &len));
	return request_download(
		r, arena_printf(r->c.arena, "report %s %s", audit.code, format->name),
		format->media_type, data, len,
		arena_printf(r->c.arena, "%s-監査報告書.%s", audit.code, format->name));
}

/* --- the result sheet of one section --- */

struct result_sheet {
	struct audit_row audit;
	struct audit_part_row part;
	const char *unit_code, *unit;
	struct doc doc;
};

/* In the reach of who asks: sections out of sight are not found. */
static enum err load_sheet(struct request *r, struct result_sheet *s)
{
	TRY(audit_find(&r->c, r->args[0], &s->audit));
	TRY(audit_find_part(&r->c, &s->audit, r->args[1], &s->part));
	TRY(report_build_sheet(&r->c, &s->audit, s->part.code, r->args[2], &s->doc));
	s->unit_code = r->args[2];
	s->unit = s->doc.title;
	return OK;
}

enum err sheet_page(struct request *r)
{
	struct html *h = &r->html;
	struct result_sheet s;

	TRY(load_sheet(r, &s));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, s.audit.title, LINK(r, AUDIT, s.audit.code));
	page_crumb(r, s.unit, LINK(r, SECTION, s.audit.code, s.part.code, s.unit_code));
	page_heading(r, T_(h, N_("Result sheet")));
	OPEN(h, P, AT(CLASS, "actions"));
	for (size_t i = 0; i < n_formats; i++)
		action_link(r, made_file_label(formats[i].name),
		            LINK(r, SHEET_FILE, s.audit.code, s.part.code, s.unit_code,
		                 formats[i].name),
		            i == 0);
	CLOSE(h, P);
	draw_part(r, &s.doc);
	return OK;
}

enum err sheet_file_page(struct request *r)
{
	const struct format *format;
	struct result_sheet s;
	const char *data;
	size_t len;

	TRY(find_format(r, r->args[3], &format));
	TRY(load_sheet(r, &s));
	TRY(make_file(r, format,
	              (const char *const[]){
			      arena_printf(r->c.arena, "--sheet=%s", s.unit_code),
			      arena_printf(r->c.arena, "--part=%s", s.part.code), "--",
			      s.audit.code, NULL},
	              &data, &len));
	return request_download(r,
	                        arena_printf(r->c.arena, "sheet %s %s %s %s", s.audit.code,
	                                     s.part.code, s.unit_code, format->name),
	                        format->media_type, data, len,
	                        arena_printf(r->c.arena, "%s-%s.%s", s.audit.code, s.unit,
	                                     format->name));
}
