/* Audits: the list, and one audit at a glance. */
#include "audit/audit.h"
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

/* --- the list --- */

struct progress {
	int64_t targets, confirmed, total, judged;
};

static struct progress progress_of(const struct audit_progress_out *parts, size_t n, int64_t audit)
{
	struct progress p = {0};

	for (size_t i = 0; i < n; i++) {
		if (parts[i].audit_id != audit)
			continue;
		p.targets += parts[i].targets;
		p.confirmed += parts[i].confirmed;
		p.total += parts[i].total;
		p.judged += parts[i].judged;
	}
	return p;
}

static void draw_state(struct request *r, const char *confirmed_on, const struct progress *p)
{
	struct html *h = &r->html;

	OPEN(h, TD);
	if (confirmed_on)
		EL(h, SPAN, T_(h, N_("Confirmed")), AT(CLASS, "chip good"));
	else if (p->total && p->judged == p->total)
		EL(h, SPAN, T_(h, N_("Waits for 確定")), AT(CLASS, "chip wait"));
	else if (p->judged)
		EL(h, SPAN, T_(h, N_("Being judged")), AT(CLASS, "chip wait"));
	else
		EL(h, SPAN, T_(h, N_("Planned")), AT(CLASS, "chip"));
	CLOSE(h, TD);
}

static void draw_of(struct request *r, int64_t n, int64_t of)
{
	EL(&r->html, TD, arena_printf(r->c.arena, "%" PRId64 "/%" PRId64, n, of),
	   AT(CLASS, "number"));
}

static void draw_audit(struct request *r, const struct audit_row *a, const struct progress *p)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TD, show_fiscal_year(r, a->fiscal_year), AT(CLASS, "nowrap"));
	cell_link(r, a->title, LINK(r, AUDIT, a->code));
	draw_state(r, a->confirmed_on, p);
	draw_of(r, p->judged, p->total);
	draw_of(r, p->confirmed, p->targets);
	CLOSE(h, TR);
}

enum err audits_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row *audits;
	struct audit_progress_out *parts;
	size_t n, n_parts;

	TRY(q_audit_all(&r->c, &audits, &n));
	TRY(q_audit_progress(&r->c, &parts, &n_parts));
	page_heading(r, T_(h, N_("Audits")));
	if (request_may(r, CAP_PLAN)) {
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("New audit"), LINK(r, AUDIT_NEW), true);
		CLOSE(h, P);
	}
	if (!n) {
		page_empty(
			r,
			N_("There is no audit yet. First import the organisation and the audit "
			   "items, then make an audit."));
		return OK;
	}
	TABLE_OPEN(r, NULL, NULL, N_("Year"), N_("Audit"), N_("State"), N_("Judged"),
	           N_("Confirmed sections"));
	for (size_t i = 0; i < n; i++) {
		struct progress p = progress_of(parts, n_parts, audits[i].id);

		/* to somebody who sees one section, audits of others do not exist */
		if (p.targets || !r->c.only_below)
			draw_audit(r, &audits[i], &p);
	}
	table_close(r);
	return OK;
}

/* --- one audit --- */

static void draw_target(struct request *r, const struct audit_row *audit, const char *part,
                        const struct target_progress_out *t)
{
	struct html *h = &r->html;
	const struct progress p = {.total = t->total, .judged = t->judged};

	OPEN(h, TR);
	cell_link(r, t->unit, LINK(r, SECTION, audit->code, part, t->unit_code));
	draw_state(r, t->confirmed_on, &p);
	draw_of(r, t->judged, t->total);
	cell_text(r, show_date(r, t->first_visit));
	CLOSE(h, TR);
}

static void draw_part_actions(struct request *r, const struct audit_row *audit,
                              const struct audit_part_row *part, bool asked)
{
	struct html *h = &r->html;
	const bool may_plan = request_may(r, CAP_PLAN);

	OPEN(h, P, AT(CLASS, "actions"));
	if (asked)
		action_link(r, request_may(r, CAP_JUDGE) ? N_("Judge") : N_("See the judgements"),
		            LINK(r, MATRIX, audit->code, part->code), true);
	action_link(r, N_("Scope (○△—)"), LINK(r, SCOPE, audit->code, part->code),
	            !asked && may_plan);
	if (may_plan)
		action_link(r, N_("Title and purpose"), LINK(r, PART_EDIT, audit->code, part->code),
		            false);
	if (asked && request_may(r, CAP_JUDGE))
		action_link(r, N_("Workbooks of the sections"),
		            LINK(r, WORKBOOKS, audit->code, part->code), false);
	if (asked && request_may(r, CAP_CONFIRM))
		action_link(r, N_("Confirm (確定)"), LINK(r, PART_CONFIRM, audit->code, part->code),
		            false);
	CLOSE(h, P);
}

static enum err draw_part(struct request *r, const struct audit_row *audit,
                          const struct audit_part_row *part)
{
	struct html *h = &r->html;
	struct target_progress_out *targets;
	size_t n;

	TRY(q_target_progress(&r->c, &(struct target_progress_in){part->id}, &targets, &n));
	if (!n && r->c.only_below)
		return OK;
	OPEN(h, SECTION);
	EL(h, H2, part->title);
	if (part->evidence_elsewhere) {
		OPEN(h, P);
		SAY(h, N_("Evidence is held elsewhere: {1}"), part->evidence_elsewhere);
		CLOSE(h, P);
	}
	draw_part_actions(r, audit, part, n > 0);
	if (n) {
		TABLE_OPEN(r, NULL, NULL, N_("Section"), N_("State"), N_("Judged"), N_("Visit"));
		for (size_t i = 0; i < n; i++)
			draw_target(r, audit, part->code, &targets[i]);
		table_close(r);
	} else {
		page_empty(
			r,
			N_("No section is asked anything here yet. Plan the scope of the audit "
			   "first."));
	}
	CLOSE(h, SECTION);
	return OK;
}

/* 令和7年3月 of 2025-03 */
static const char *show_month(struct request *r, const char *month)
{
	const char *text = show_date(r, arena_printf(r->c.arena, "%s-01", month));
	const size_t len = strlen(text), tail = strlen("1日");

	return r->lang == LANG_JA && len > tail ? arena_strndup(r->c.arena, text, len - tail)
	                                        : month;
}

static void draw_facts(struct request *r, const struct audit_row *a)
{
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	EL(h, DT, T_(h, N_("Fiscal year")));
	EL(h, DD, show_fiscal_year(r, a->fiscal_year));
	if (a->document_number) {
		EL(h, DT, T_(h, N_("Document number")));
		EL(h, DD, a->document_number);
	}
	if (a->report_month) {
		EL(h, DT, T_(h, N_("Month of the report")));
		EL(h, DD, show_month(r, a->report_month));
	}
	if (a->confirmed_on) {
		EL(h, DT, T_(h, N_("Confirmed")));
		OPEN(h, DD);
		EL(h, SPAN, T_(h, N_("Confirmed")), AT(CLASS, "chip good"));
		html_text(h, show_date(r, a->confirmed_on));
		CLOSE(h, DD);
	}
	CLOSE(h, DL);
}

static void draw_actions(struct request *r, const struct audit_row *a)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Schedule"), LINK(r, VISITS, a->code), false);
	if (request_may(r, CAP_PLAN)) {
		action_link(r, N_("Title and document"), LINK(r, AUDIT_EDIT, a->code), false);
		if (!a->confirmed_on)
			action_link(r, N_("Add a part"), LINK(r, PART_NEW, a->code), false);
		action_link(r, N_("Copy as a new audit"), LINK(r, AUDIT_COPY, a->code), false);
	}
	if (!a->confirmed_on && request_may(r, CAP_CONFIRM))
		action_link(r, N_("Confirm the audit (確定)"), LINK(r, AUDIT_CONFIRM, a->code),
		            false);
	CLOSE(h, P);
}

/* What came out, for those who read. */
static void draw_results(struct request *r, const struct audit_row *audit)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Statistics"), LINK(r, STATS, audit->code), false);
	action_link(r, N_("List of detections"), LINK(r, DETECTIONS, audit->code), false);
	if (request_may(r, CAP_REPORT))
		action_link(r, N_("Report"), LINK(r, REPORT, audit->code), false);
	CLOSE(h, P);
}

enum err audit_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row audit;
	struct audit_part_row *parts;
	size_t n;

	TRY(audit_find(&r->c, r->args[0], &audit));
	TRY(q_parts_of_audit(&r->c, &(struct parts_of_audit_in){audit.id}, &parts, &n));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_heading(r, audit.title);
	draw_facts(r, &audit);
	draw_results(r, &audit);
	draw_actions(r, &audit);
	for (size_t i = 0; i < n; i++)
		TRY(draw_part(r, &audit, &parts[i]));
	return OK;
}
