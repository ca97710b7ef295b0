/*
 * The sheet of one section: all its items on one page, saved together, and 確定.
 *
 * The fields are as many as the items: level-ID, comment-ID and rev-ID for each judgement ID. What
 * was changed on the sheet is stored whole or not at all.
 */
#include "audit/edit.h"
#include "audit/audit.h"
#include "audit/previous.h"
#include "base/map.h"
#include "base/text.h"
#include "web/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_section[] = {
	{.name = "reason",
         .label = N_("Reason of the correction"),
         .help = N_(
		 "The section is confirmed. The reason stands in the history beside the change."),
         .type = FIELD_LONG,
         .max = 1000},
	{.name = NULL},
};

struct section {
	struct audit_row audit;
	struct audit_part_row part;
	struct scale scale;
	struct targets_of_part_out *target;
	struct section_sheet_out *rows;
	size_t n;
	struct map previous; /* catalogue, number → levels as shown */
	bool may_judge;
};

/* --- loading --- */

static enum err find_target(struct request *r, struct section *s)
{
	struct targets_of_part_out *targets;
	size_t n;

	TRY(q_targets_of_part(&r->c, &(struct targets_of_part_in){s->part.id}, &targets, &n));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(targets[i].unit_code, r->args[2]) == 0) {
			s->target = &targets[i];
			return OK;
		}
	}
	return FAIL(&r->c, ERR_NOT_FOUND, N_("This section is no target of the part."));
}

static enum err load_previous(struct request *r, struct section *s)
{
	struct previous_levels_of_unit_out *rows;
	size_t n;

	s->previous.arena = r->c.arena;
	if (!s->audit.previous_id)
		return OK;
	TRY(q_previous_levels_of_unit(&r->c,
	                              &(struct previous_levels_of_unit_in){s->audit.previous_id,
	                                                                   s->target->unit_id},
	                              &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const char *key = map_key2(r->c.arena, rows[i].catalog, rows[i].no);
		const char *level = scale_show(&s->scale, rows[i].level);

		map_put(&s->previous, key,
		        (void *)levels_joined(r->c.arena, map_get(&s->previous, key), level));
	}
	return OK;
}

static enum err load(struct request *r, struct section *s)
{
	struct ctx *c = &r->c;

	*s = (struct section){0};
	TRY(audit_find(c, r->args[0], &s->audit));
	TRY(audit_find_part(c, &s->audit, r->args[1], &s->part));
	TRY(scale_load(c, s->part.scale_id, &s->scale));
	TRY(find_target(r, s));
	TRY(q_section_sheet(c, &(struct section_sheet_in){s->target->id}, &s->rows, &s->n));
	TRY(load_previous(r, s));
	return access_covers(c, &r->session.who, CAP_JUDGE, s->target->unit_id, &s->may_judge);
}

/* --- drawing --- */

static const char *field_name(struct request *r, const char *what, int64_t id)
{
	return arena_printf(r->c.arena, "%s-%" PRId64, what, id);
}

/* What was typed where the sheet comes back, else what is stored. */
static const char *value_of(struct request *r, const char *name, const char *stored)
{
	const char *typed = r->submitted ? pairs_get(&r->form, name) : NULL;

	return typed ? typed : stored;
}

static void draw_levels(struct request *r, const struct section *s,
                        const struct section_sheet_out *row)
{
	struct html *h = &r->html;
	const char *name = field_name(r, "level", row->id), *now = value_of(r, name, row->level);

	OPEN(h, SELECT, AT(NAME, name), AT(ID, arena_printf(r->c.arena, "field-%s", name)),
	     AT(ARIA_LABEL, arena_printf(r->c.arena, "%s %s %s", row->catalog, row->no,
	                                 T_(h, N_("Level")))));
	EL(h, OPTION, "—", AT(VALUE, ""));
	for (size_t i = 0; i < s->scale.n; i++)
		EL(h, OPTION,
		   arena_printf(r->c.arena, "%s %s", s->scale.levels[i].code,
		                s->scale.levels[i].name),
		   AT(VALUE, s->scale.levels[i].code),
		   FLAG(SELECTED, now && strcmp(now, s->scale.levels[i].code) == 0));
	EL(h, OPTION, s->scale.row.na_name, AT(VALUE, LEVEL_NA),
	   FLAG(SELECTED, now && strcmp(now, LEVEL_NA) == 0));
	CLOSE(h, SELECT);
}

/*
 * A row that comes back without a word was typed over the revision it was sent with: what changed
 * meanwhile is told when it is sent again.
 */
static void draw_revision(struct request *r, const struct section_sheet_out *row, bool told)
{
	const char *name = field_name(r, "rev", row->id);
	const char *now = arena_printf(r->c.arena, "%" PRId64, row->rev);

	OPEN(&r->html, INPUT, AT(TYPE, "hidden"), AT(NAME, name),
	     AT(VALUE, told ? now : value_of(r, name, now)));
}

static void draw_inputs(struct request *r, const struct section *s,
                        const struct section_sheet_out *row)
{
	struct html *h = &r->html;
	const char *name = field_name(r, "comment", row->id);
	const char *comment = value_of(r, name, row->comment);
	const struct fault *fault = r->faults;

	while (fault && strcmp(fault->field, field_name(r, "level", row->id)) != 0)
		fault = fault->next;
	OPEN(h, TD);
	draw_revision(r, row, fault != NULL);
	draw_levels(r, s, row);
	if (fault)
		EL(h, P, msg_format(r->c.arena, r->lang, fault->msgid, fault->args),
		   AT(CLASS, "fault"));
	CLOSE(h, TD);
	OPEN(h, TD);
	EL(h, TEXTAREA, comment ? comment : "", AT(NAME, name), AT(ROWS, "2"),
	   AT(ARIA_LABEL, arena_printf(r->c.arena, "%s %s %s", row->catalog, row->no,
	                               T_(h, N_("Comment")))));
	CLOSE(h, TD);
}

/* What a value is, for narrow screens, where the table has no head. */
static void draw_label(struct request *r, const char *msgid)
{
	struct html *h = &r->html;

	OPEN(h, SPAN, AT(CLASS, "narrow"));
	html_text(h, T_(h, msgid));
	html_text(h, " ");
	CLOSE(h, SPAN);
}

static void draw_level(struct request *r, const char *msgid, const char *level)
{
	struct html *h = &r->html;

	OPEN(h, TD, AT(CLASS, "center"));
	draw_label(r, msgid);
	html_text(h, level ? level : "—");
	CLOSE(h, TD);
}

static void draw_row(struct request *r, const struct section *s,
                     const struct section_sheet_out *row)
{
	struct html *h = &r->html;
	const char *before =
		map_get(&s->previous, map_key2(r->c.arena, row->catalog, row->no));
	struct url to = LINK(r, JUDGEMENT, s->audit.code,
	                     arena_printf(r->c.arena, "%" PRId64, row->id));

	OPEN(h, TR);
	EL(h, TH, row->no, AT(SCOPE, "row"), AT(CLASS, "nowrap"));
	OPEN(h, TD, AT(CLASS, "item"));
	EL(h, A, row->title ? row->title : row->requirement, HREF(to));
	if (row->mandatory)
		EL(h, SPAN, T_(h, N_("mandatory")), AT(CLASS, "chip"));
	CLOSE(h, TD);
	draw_level(r, N_("Last year"), before);
	if (s->may_judge) {
		draw_inputs(r, s, row);
	} else {
		draw_level(r, N_("Level"), row->level ? scale_show(&s->scale, row->level) : NULL);
		EL(h, TD, row->comment ? row->comment : "—", AT(CLASS, "pre"));
	}
	OPEN(h, TD, AT(CLASS, "number"));
	draw_label(r, N_("Evidence"));
	if (row->evidence)
		EL(h, A, arena_printf(r->c.arena, "%" PRId64, row->evidence),
		   HREF(url_fragment(r->c.arena, to, "evidence")));
	else
		html_text(h, "—");
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static void draw_rows(struct request *r, const struct section *s)
{
	for (size_t i = 0; i < s->n;) {
		const char *catalog = s->rows[i].catalog;

		TABLE_OPEN(r, "sheet", catalog, N_("No."), N_("Item"), N_("Last year"),
		           N_("Level"), N_("Comment"), N_("Evidence"));
		for (; i < s->n && strcmp(s->rows[i].catalog, catalog) == 0; i++)
			draw_row(r, s, &s->rows[i]);
		table_close(r);
	}
}

static void draw_sheet(struct request *r, const struct section *s)
{
	if (!s->may_judge) {
		draw_rows(r, s);
		return;
	}
	form_open(r, LINK(r, SECTION, r->args[0], r->args[1], r->args[2]), fields_section, 0);
	draw_rows(r, s);
	if (s->target->confirmed_on)
		form_field(r, fields_section, "reason", NULL);
	form_close(r, s->target->confirmed_on ? N_("Correct") : N_("Save the sheet"));
}

static void draw_facts(struct request *r, const struct section *s)
{
	struct html *h = &r->html;
	struct tally t = {.catalogs = ARENA_NEW(r->c.arena, struct catalog_count)};
	const char *mean;

	for (size_t i = 0; i < s->n; i++)
		tally_add(&t, 0, &s->scale, s->rows[i].level, 1);
	mean = tally_mean_text(r->c.arena, &t);
	OPEN(h, P, AT(CLASS, "matrix-facts"));
	if (s->scale.row.target)
		SAY(h, N_("Target {1}"), s->scale.row.target);
	html_text(h, " ");
	SAY(h, N_("Mean {1}"), mean ? mean : "—");
	html_text(h, " ");
	SAY(h, N_("Judged {1} of {2}"),
	    arena_printf(r->c.arena, "%" PRId64, t.total - t.unjudged),
	    arena_printf(r->c.arena, "%" PRId64, t.total));
	CLOSE(h, P);
}

static enum err draw_visits(struct request *r, const struct section *s)
{
	struct html *h = &r->html;
	struct visit_row *visits;
	size_t n;

	TRY(q_visits_of_target(&r->c, &(struct visits_of_target_in){s->target->id}, &visits, &n));
	if (!n)
		return OK;
	EL(h, H2, T_(h, N_("Visits")));
	TABLE_OPEN(r, NULL, NULL, N_("Day"), N_("Time of day"), N_("Place"), N_("Method"),
	           N_("Team"));
	for (size_t i = 0; i < n; i++) {
		const char *end = visits[i].end_time ? visits[i].end_time : "";

		OPEN(h, TR);
		cell_text(r, show_date(r, visits[i].day));
		cell_text(r, visits[i].start_time
		                     ? arena_printf(r->c.arena, "%s–%s", visits[i].start_time, end)
		                     : NULL);
		cell_text(r, visits[i].place);
		cell_text(r, visits[i].method);
		cell_text(r, visits[i].team);
		CLOSE(h, TR);
	}
	table_close(r);
	return OK;
}

/* What stands between this section and 確定, or the button. */
static enum err draw_confirm(struct request *r, const struct section *s)
{
	struct html *h = &r->html;
	struct problems open = {0};
	bool may;

	TRY(access_covers(&r->c, &r->session.who, CAP_CONFIRM, s->target->unit_id, &may));
	if (s->target->confirmed_on || !may)
		return OK;
	TRY(audit_open_points(&r->c, &s->part, s->target->unit_code, &open));
	OPEN(h, SECTION, AT(ID, "confirm"));
	EL(h, H2, T_(h, N_("Confirm (確定)")));
	if (open.first) {
		EL(h, P, T_(h, N_("These points are open. They have to be settled first.")));
		OPEN(h, UL);
		for (const struct problem *p = open.first; p; p = p->next)
			EL(h, LI, msg_format(r->c.arena, r->lang, p->msgid, p->args));
		CLOSE(h, UL);
	} else {
		EL(h, P,
		   T_(h,
		      N_("All items are judged and complete. After this, changes are corrections "
		         "and need a reason.")));
		form_button(r, LINK(r, SECTION_CONFIRM, r->args[0], r->args[1], r->args[2]),
		            N_("Confirm this section"), "button primary", NULL, NULL);
	}
	CLOSE(h, SECTION);
	return OK;
}

enum err section_page(struct request *r)
{
	struct html *h = &r->html;
	struct section s;

	TRY(load(r, &s));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, s.audit.title, LINK(r, AUDIT, s.audit.code));
	page_crumb(r, s.part.title, LINK(r, MATRIX, s.audit.code, s.part.code));
	page_heading(r, s.target->unit);
	if (s.target->confirmed_on)
		EL(h, P,
		   msg_format(r->c.arena, r->lang, N_("Confirmed on {1} by {2}."),
		              (const char *const[]){show_date(r, s.target->confirmed_on),
		                                    s.target->confirmed_by, NULL, NULL, NULL,
		                                    NULL}),
		   AT(CLASS, "notice info"));
	draw_facts(r, &s);
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Result sheet"), LINK(r, SHEET, r->args[0], r->args[1], r->args[2]),
	            false);
	CLOSE(h, P);
	draw_sheet(r, &s);
	TRY(draw_confirm(r, &s));
	return draw_visits(r, &s);
}

/* --- what is sent --- */

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Text areas send CR LF. */
static const char *plain_lines(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *to = out;

	for (const char *from = out; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	return text_trim(a, out);
}

static enum err change_row(struct request *r, const struct section *s,
                           const struct section_sheet_out *row, long *changed)
{
	const char *name = field_name(r, "level", row->id);
	const char *level = pairs_get(&r->form, name);
	const char *comment = pairs_get(&r->form, field_name(r, "comment", row->id));
	const char *rev = pairs_get(&r->form, field_name(r, "rev", row->id));
	struct judgement_edit edit = {.judged_on = row->judged_on};
	struct judgement_found f;

	if (!level || !comment || !rev)
		return OK;
	comment = plain_lines(r->c.arena, comment);
	if (same(level, row->level) && same(comment, row->comment))
		return OK;
	edit.level = *level ? level : NULL;
	edit.comment = comment;
	edit.rev = strtoll(rev, NULL, 10);
	if (edit.rev != row->rev)
		return FAULT(
			r, name,
			N_("{1} {2} was changed meanwhile. Stored now: {3}／{4}. Choose, and save "
			   "again."),
			row->catalog, row->no, row->level ? scale_show(&s->scale, row->level) : "—",
			row->comment ? row->comment : "—");
	if (text_length(comment) > FIELD_LONG_MAX)
		return FAULT(r, name, N_("The comment is too long."));
	TRY(judgement_find(&r->c, row->id, &f));
	TRY(judgement_change(&r->c, &f, &edit));
	(*changed)++;
	return OK;
}

enum err section_post(struct request *r)
{
	struct section s;
	long changed = 0;

	TRY(load(r, &s));
	TRY(request_must_cover(r, CAP_JUDGE, s.target->unit_id));
	r->c.reason = field_value(r, "reason");
	for (size_t i = 0; i < s.n; i++) {
		enum err e = change_row(r, &s, &s.rows[i], &changed);

		if (e != OK && !r->faults)
			return e;
	}
	if (r->faults)
		return ERR_INVALID;
	return request_redirect(r, LINK(r, SECTION, r->args[0], r->args[1], r->args[2]),
	                        !changed                 ? NOTICE_UNCHANGED
	                        : s.target->confirmed_on ? NOTICE_CORRECTED
	                                                 : NOTICE_SAVED);
}

enum err section_confirm_post(struct request *r)
{
	struct section s;
	struct problems open = {0};

	TRY(load(r, &s));
	TRY(request_must_cover(r, CAP_CONFIRM, s.target->unit_id));
	TRY(audit_confirm(&r->c, &s.audit, s.part.code, s.target->unit_code, &open));
	return request_redirect(r, LINK(r, SECTION, r->args[0], r->args[1], r->args[2]),
	                        NOTICE_CONFIRMED);
}
