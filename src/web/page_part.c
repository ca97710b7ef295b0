/* The parts of an audit: adding, wording, taking an empty one out. */
#include "web/page_plan.h"

#include "audit/scale.h"

const struct field fields_part_new[] = {
	{.name = "kind",
         .label = N_("Kind of audit"),
         .help = N_("The purpose that the report prints comes from it, and can be changed."),
         .type = FIELD_CHOICE,
         .required = true},
	{.name = "title",
         .label = N_("Title of the part"),
         .help = N_("As printed; the kind's name when left empty."),
         .type = FIELD_TEXT},
	{.name = "scale",
         .label = N_("Judgement scale"),
         .help = N_("It stays with the part."),
         .type = FIELD_CHOICE,
         .required = true},
	{.name = "evidence_elsewhere",
         .label = N_("Evidence held elsewhere"),
         .help = N_("Where, such as 監査人の事務所. Then 確定 does not ask for files, and the report says "
		    "so."),
         .type = FIELD_TEXT},
	{.name = NULL},
};

const struct field fields_part_edit[] = {
	{.name = "title", .label = N_("Title of the part"), .type = FIELD_TEXT, .required = true},
	{.name = "purpose",
         .label = N_("Purpose"),
         .help = N_("As printed in the report."),
         .type = FIELD_LONG,
         .max = 4000},
	{.name = "evidence_elsewhere",
         .label = N_("Evidence held elsewhere"),
         .help = N_("Where, such as 監査人の事務所. Then 確定 does not ask for files, and the report says "
		    "so."),
         .type = FIELD_TEXT},
	FIELD_REASON,
	{.name = NULL},
};

/* --- adding --- */

static enum err draw_kinds(struct request *r)
{
	struct part_kind_row *kinds;
	struct choice *choices;
	size_t n;

	TRY(q_part_kinds(&r->c, &kinds, &n));
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){kinds[i].code, kinds[i].name};
	form_choice(r, fields_part_new, "kind", choices, n, NULL);
	return OK;
}

static enum err draw_scales(struct request *r)
{
	struct scale_row *scales;
	struct choice *choices;
	size_t n;

	TRY(q_scale_all(&r->c, &scales, &n));
	choices = ARENA_ARRAY(r->c.arena, n, struct choice);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){scales[i].code, scales[i].name};
	form_choice(r, fields_part_new, "scale", choices, n, SCALE_DEFAULT);
	return OK;
}

enum err part_new_page(struct request *r)
{
	struct audit_row audit;

	TRY(plan_load(r, &audit, NULL));
	plan_crumbs(r, &audit);
	page_heading(r, T_(&r->html, N_("Add a part")));
	plan_confirmed_note(r, &audit);
	if (audit.confirmed_on)
		return OK;
	form_open(r, LINK(r, PART_NEW_POST, audit.code), fields_part_new, 0);
	TRY(draw_kinds(r));
	form_field(r, fields_part_new, "title", NULL);
	TRY(draw_scales(r));
	form_field(r, fields_part_new, "evidence_elsewhere", NULL);
	form_close(r, N_("Add the part"));
	return OK;
}

enum err part_new_post(struct request *r)
{
	const struct part_new what = {.kind = field_value(r, "kind"),
	                              .title = field_value(r, "title"),
	                              .scale = field_value(r, "scale"),
	                              .evidence_elsewhere = field_value(r, "evidence_elsewhere")};
	struct audit_row audit;
	struct audit_part_row made;

	TRY(plan_load(r, &audit, NULL));
	TRY(audit_must_be_open(&r->c, &audit));
	TRY(audit_add_part(&r->c, &audit, &what, &made));
	return request_redirect(r, LINK(r, SCOPE, audit.code, made.code), NOTICE_ADDED);
}

/* --- changing --- */

/* A part that asks nothing can go, while it is not the only one. */
static enum err draw_remove(struct request *r, const struct audit_row *audit,
                            const struct audit_part_row *part)
{
	struct html *h = &r->html;
	struct audit_part_row *parts;
	struct targets_of_part_out *targets;
	size_t n, n_targets;

	TRY(q_parts_of_audit(&r->c, &(struct parts_of_audit_in){audit->id}, &parts, &n));
	TRY(q_targets_of_part(&r->c, &(struct targets_of_part_in){part->id}, &targets, &n_targets));
	if (n < 2 || n_targets || audit->confirmed_on)
		return OK;
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Take the part out")));
	EL(h, P, T_(h, N_("The part asks nothing yet. It goes with its title, purpose and "
			  "settings.")));
	form_button(r, LINK(r, PART_REMOVE, audit->code, part->code), N_("Take the part out"),
	            "button danger", NULL, NULL);
	CLOSE(h, SECTION);
	return OK;
}

enum err part_edit_page(struct request *r)
{
	struct audit_row audit;
	struct audit_part_row part;

	TRY(plan_load(r, &audit, &part));
	plan_crumbs(r, &audit);
	page_heading(r, plan_title(r, N_("Part: {1}"), part.title));
	form_open(r, LINK(r, PART_EDIT_POST, audit.code, part.code), fields_part_edit, part.rev);
	form_field(r, fields_part_edit, "title", part.title);
	form_field(r, fields_part_edit, "purpose", part.purpose);
	form_field(r, fields_part_edit, "evidence_elsewhere", part.evidence_elsewhere);
	plan_close(r, fields_part_edit, audit.confirmed_on, N_("Save"));
	return draw_remove(r, &audit, &part);
}

enum err part_edit_post(struct request *r)
{
	struct audit_row audit;
	struct audit_part_row before, after;

	TRY(plan_load(r, &audit, &before));
	TRY(form_revision(r, before.rev));
	TRY(plan_reason(r, audit.confirmed_on));
	after = before;
	after.title = field_value(r, "title");
	after.purpose = field_value(r, "purpose");
	after.evidence_elsewhere = field_value(r, "evidence_elsewhere");
	TRY(audit_change_part(&r->c, &before, &after));
	return request_redirect(r, LINK(r, AUDIT, audit.code),
	                        audit.confirmed_on ? NOTICE_CORRECTED : NOTICE_SAVED);
}

enum err part_remove_post(struct request *r)
{
	struct audit_row audit;
	struct audit_part_row part;

	TRY(plan_load(r, &audit, &part));
	TRY(audit_remove_part(&r->c, &audit, &part));
	return request_redirect(r, LINK(r, AUDIT, audit.code), NOTICE_REMOVED);
}
