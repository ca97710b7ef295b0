/* One item of one section in full: what is asked, level, comment, evidence. */
#include "audit/previous.h"
#include "audit/audit.h"
#include "audit/edit.h"
#include "base/text.h"
#include "store/evidence.h"
#include "web/item_view.h"
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

const struct field fields_judgement[] = {
	{.name = "level", .label = N_("Level"), .type = FIELD_CHOICE},
	{.name = "comment",
         .label = N_("Comment"),
         .help = N_("What was seen, and why it is this level. Needed below the conforming level."),
         .type = FIELD_LONG},
	{.name = "judged_on", .label = N_("Judged on"), .type = FIELD_DATE},
	{.name = "reason",
         .label = N_("Reason of the correction"),
         .help = N_(
		 "The section is confirmed. The reason stands in the history beside the change."),
         .type = FIELD_LONG,
         .max = 1000},
	{.name = NULL},
};

const struct field fields_evidence[] = {
	{.name = "file", .label = N_("Files"), .type = FIELD_FILES, .required = true},
	{.name = "evidence_date",
         .label = N_("Date of the evidence"),
         .help = N_("When the document was made or the picture taken, not today."),
         .type = FIELD_DATE},
	{.name = "reason",
         .label = N_("Reason of the correction"),
         .type = FIELD_LONG,
         .max = 1000},
	{.name = NULL},
};

const struct field fields_evidence_detach[] = {
	{.name = "evidence", .label = N_("Evidence"), .type = FIELD_NUMBER, .required = true},
	{.name = "reason",
         .label = N_("Reason of the correction"),
         .type = FIELD_LONG,
         .max = 1000},
	{.name = NULL},
};

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* The judgement of the address, which must belong to the audit of the address. */
static enum err find(struct request *r, struct judgement_found *ret)
{
	TRY(judgement_find(&r->c, request_id(r, 1), ret));
	if (strcmp(ret->place->audit, r->args[0]) != 0)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such judgement."));
	return OK;
}

static struct url own_url(struct request *r)
{
	return LINK(r, JUDGEMENT, r->args[0], r->args[1]);
}

/* --- the item --- */

static void draw_fact(struct request *r, const char *label, const char *text)
{
	struct html *h = &r->html;

	if (!text)
		return;
	EL(h, DT, T_(h, label));
	EL(h, DD, text, AT(CLASS, "pre"));
}

static enum err draw_item(struct request *r, const struct judgement_found *f)
{
	struct html *h = &r->html;
	struct item_row *item;

	TRY(item_get(&r->c, f->place->item_id, &item));
	OPEN(h, SECTION);
	EL(h, H2, item->title ? item->title : item->no);
	TRY(item_view_texts(r, item));
	CLOSE(h, SECTION);
	return OK;
}

/* What a level looks like for this item, else in general. */
static const char *level_text(const struct item_level_row *own, size_t n,
                              const struct scale_level_row *level)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].level, level->code) == 0)
			return own[i].criterion;
	return level->criterion;
}

static enum err draw_levels(struct request *r, const struct judgement_found *f)
{
	struct html *h = &r->html;
	struct item_level_row *own;
	struct item_row *item;
	struct catalog_version_row *version;
	size_t n;

	TRY(q_levels_of_item(&r->c, &(struct levels_of_item_in){f->place->item_id}, &own, &n));
	TRY(item_get(&r->c, f->place->item_id, &item));
	TRY(catalog_version_get(&r->c, item->version_id, &version));
	TABLE_OPEN(r, "levels", T_(h, N_("What the levels look like")), N_("Level"), N_("Name"),
	           N_("Looks like"));
	for (size_t i = 0; i < f->scale.n; i++) {
		const struct scale_level_row *level = &f->scale.levels[i];

		OPEN(h, TR);
		EL(h, TH, level->code, AT(SCOPE, "row"), AT(CLASS, "center"));
		cell_text(r, level->name);
		cell_text(r, level_text(own, n, level));
		CLOSE(h, TR);
	}
	table_close(r);
	item_view_judging(r, version->judging);
	return OK;
}

/* --- the judgement --- */

static enum err last_years_level(struct request *r, const struct judgement_found *f,
                                 const char **ret)
{
	struct audit_row audit;
	struct previous_levels_of_unit_out *rows;
	size_t n;

	*ret = NULL;
	TRY(audit_find(&r->c, f->place->audit, &audit));
	if (!audit.previous_id)
		return OK;
	TRY(q_previous_levels_of_unit(&r->c,
	                              &(struct previous_levels_of_unit_in){audit.previous_id,
	                                                                   f->place->unit_id},
	                              &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].catalog, f->place->catalog) == 0 &&
		    strcmp(rows[i].no, f->place->no) == 0)
			*ret = levels_joined(r->c.arena, *ret,
			                     scale_show(&f->scale, rows[i].level));
	return OK;
}

static void draw_level_choice(struct request *r, const struct judgement_found *f)
{
	struct choice *choices = ARENA_ARRAY(r->c.arena, f->scale.n + 1, struct choice);

	for (size_t i = 0; i < f->scale.n; i++)
		choices[i] = (struct choice){f->scale.levels[i].code,
		                             arena_printf(r->c.arena, "%s %s",
		                                          f->scale.levels[i].code,
		                                          f->scale.levels[i].name)};
	choices[f->scale.n] = (struct choice){LEVEL_NA, f->scale.row.na_name};
	form_choice(r, fields_judgement, "level", choices, f->scale.n + 1, f->row.level);
}

static void draw_form(struct request *r, const struct judgement_found *f)
{
	form_open(r, own_url(r), fields_judgement, f->row.rev);
	draw_level_choice(r, f);
	form_field(r, fields_judgement, "comment", f->row.comment);
	form_field(r, fields_judgement, "judged_on", f->row.judged_on);
	if (f->place->confirmed_on)
		form_field(r, fields_judgement, "reason", NULL);
	form_close(r, f->place->confirmed_on ? N_("Correct") : N_("Save"));
}

static void draw_values(struct request *r, const struct judgement_found *f)
{
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	draw_fact(r, N_("Level"), f->row.level ? scale_show(&f->scale, f->row.level)
	                                       : T_(h, N_("not judged yet")));
	draw_fact(r, N_("Comment"), f->row.comment ? f->row.comment : "—");
	draw_fact(r, N_("Judged on"), show_date(r, f->row.judged_on));
	CLOSE(h, DL);
}

static enum err draw_judgement(struct request *r, const struct judgement_found *f)
{
	struct html *h = &r->html;
	const char *previous;
	bool may;

	TRY(last_years_level(r, f, &previous));
	TRY(access_covers(&r->c, &r->session.who, CAP_JUDGE, f->place->unit_id, &may));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Judgement")));
	OPEN(h, P);
	if (previous)
		SAY(h, N_("Last year's level: {1}"), previous);
	else
		html_text(h, T_(h, N_("Not judged last year")));
	CLOSE(h, P);
	if (f->place->confirmed_on)
		EL(h, P,
		   msg_format(r->c.arena, r->lang, N_("Confirmed on {1}."),
		              (const char *const[]){show_date(r, f->place->confirmed_on), NULL,
		                                    NULL, NULL, NULL, NULL}),
		   AT(CLASS, "notice info"));
	if (may)
		draw_form(r, f);
	else
		draw_values(r, f);
	CLOSE(h, SECTION);
	return OK;
}

/* --- evidence --- */

static void draw_evidence_row(struct request *r, const struct evidence_row *e, bool may)
{
	struct html *h = &r->html;
	struct url to = LINK(r, EVIDENCE_FILE, r->args[0], r->args[1], id_text(r, e->id));

	OPEN(h, TR);
	cell_link(r, e->file_name, to);
	EL(h, TD, show_size(r, e->size), AT(CLASS, "number"));
	cell_text(r, show_date(r, e->evidence_date));
	cell_text(r, show_instant(r, e->added_us));
	OPEN(h, TD);
	if (may)
		form_button(r, LINK(r, EVIDENCE_DETACH, r->args[0], r->args[1]), N_("Detach"),
		            "button small", "evidence", id_text(r, e->id));
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static enum err draw_evidence(struct request *r, const struct judgement_found *f)
{
	struct html *h = &r->html;
	struct evidence_row *rows;
	size_t n;
	bool may;

	TRY(access_covers(&r->c, &r->session.who, CAP_EVIDENCE, f->place->unit_id, &may));
	TRY(q_evidence_of_judgement(&r->c, &(struct evidence_of_judgement_in){f->row.id}, &rows,
	                            &n));
	OPEN(h, SECTION, AT(ID, "evidence"));
	EL(h, H2, T_(h, N_("Evidence")));
	if (n) {
		TABLE_OPEN(r, NULL, NULL, N_("File"), N_("Size"), N_("Date of the evidence"),
		           N_("Attached"), "");
		for (size_t i = 0; i < n; i++)
			draw_evidence_row(r, &rows[i], may && !f->place->confirmed_on);
		table_close(r);
	} else {
		page_empty(r, N_("No evidence is attached."));
	}
	if (may) {
		form_open(r, LINK(r, EVIDENCE_ATTACH, r->args[0], r->args[1]), fields_evidence, 0);
		form_field(r, fields_evidence, "file", NULL);
		form_field(r, fields_evidence, "evidence_date", NULL);
		if (f->place->confirmed_on && request_may(r, CAP_CONFIRM))
			form_field(r, fields_evidence, "reason", NULL);
		form_close(r, N_("Attach"));
	}
	CLOSE(h, SECTION);
	return OK;
}

enum err judgement_page(struct request *r)
{
	struct html *h = &r->html;
	struct judgement_found f;

	TRY(find(r, &f));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, f.place->audit_title, LINK(r, AUDIT, f.place->audit));
	page_crumb(r, f.place->unit,
	           LINK(r, SECTION, f.place->audit, f.place->part, f.place->unit_code));
	page_heading(r, arena_printf(r->c.arena, "%s　%s %s", f.place->unit, f.place->catalog,
	                             f.place->no));
	TRY(draw_item(r, &f));
	TRY(draw_judgement(r, &f));
	TRY(draw_levels(r, &f));
	TRY(draw_evidence(r, &f));
	OPEN(h, P);
	EL(h, A, T_(h, N_("History")), HREF(LINK(r, HISTORY, "judgement", id_text(r, f.row.id))));
	CLOSE(h, P);
	return OK;
}

/* --- what is sent --- */

enum err judgement_post(struct request *r)
{
	struct judgement_found f;
	struct judgement_edit edit = {.level = field_value(r, "level"),
	                              .comment = field_value(r, "comment"),
	                              .judged_on = field_value(r, "judged_on")};

	TRY(find(r, &f));
	TRY(request_must_cover(r, CAP_JUDGE, f.place->unit_id));
	TRY(form_revision(r, f.row.rev));
	edit.rev = f.row.rev;
	r->c.reason = field_value(r, "reason");
	if (f.place->confirmed_on && !r->c.reason)
		return FAULT(r, "reason", N_("A confirmed judgement changes only with a reason."));
	TRY(judgement_change(&r->c, &f, &edit));
	return request_redirect(r, own_url(r),
	                        f.place->confirmed_on ? NOTICE_CORRECTED : NOTICE_SAVED);
}

/* The section's own evidence is not corrected after 確定 by the section itself. */
static enum err enter_evidence(struct request *r, struct judgement_found *f)
{
	TRY(find(r, f));
	TRY(request_must_cover(r, CAP_EVIDENCE, f->place->unit_id));
	if (request_may(r, CAP_CONFIRM))
		r->c.reason = field_value(r, "reason");
	return OK;
}

enum err evidence_attach_post(struct request *r)
{
	struct judgement_found f;

	TRY(enter_evidence(r, &f));
	for (const struct upload *u = r->uploads; u; u = u->next) {
		struct evidence_row row;

		if (strcmp(u->field, "file") == 0)
			TRY(evidence_attach(&r->c, &f, u->file_name, u->data, u->len,
			                    field_value(r, "evidence_date"), &row));
	}
	return request_redirect(r, own_url(r), NOTICE_ADDED);
}

enum err evidence_detach_post(struct request *r)
{
	struct judgement_found f;

	TRY(enter_evidence(r, &f));
	TRY(evidence_detach(&r->c, &f, field_number(r, "evidence", 0)));
	return request_redirect(r, own_url(r), NOTICE_REMOVED);
}

enum err evidence_file_page(struct request *r)
{
	struct judgement_found f;
	struct evidence_row *e;
	const char *data;
	size_t len;

	TRY(find(r, &f));
	TRY(evidence_get(&r->c, request_id(r, 2), &e));
	if (!e || e->judgement_id != f.row.id)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such evidence."));
	TRY(evidence_load(&r->c, e->digest, &data, &len));
	return request_download(r, arena_printf(r->c.arena, "evidence %" PRId64, e->id),
	                        "application/octet-stream", data, len, e->file_name);
}
