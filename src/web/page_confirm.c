/* 確定 of a part or of the whole audit, with what is open; the workbooks of a part's sections. */
#include "web/page_plan.h"

#include "audit/workbook.h"
#include "base/buf.h"
#include "base/os.h"
#include "report/zip_out.h"

#include <inttypes.h>
#include <string.h>

/* --- what is open --- */

enum { UNJUDGED, COMMENT, EVIDENCE, N_GAPS };

static const char *const gap_codes[N_GAPS] = {"unjudged", "comment-missing", "evidence-missing"};

/* One section with how many of its items stand in the way. */
struct gaps {
	const char *unit_code, *unit;
	int64_t n[N_GAPS];
};

struct open_part {
	struct audit_part_row part;
	struct targets_of_part_out *targets;
	size_t n_targets, n_confirmed;
	struct gaps *gaps; /* only sections that have any, in display order */
	size_t n_gaps;
};

/* Problems come section by section; args: the section, the item, the section's code. */
static void count_gaps(struct open_part *p, const struct problems *open)
{
	for (const struct problem *x = open->first; x; x = x->next) {
		struct gaps *g = p->n_gaps ? &p->gaps[p->n_gaps - 1] : NULL;

		if (!g || strcmp(g->unit_code, x->args[2]) != 0) {
			g = &p->gaps[p->n_gaps++];
			g->unit = x->args[0];
			g->unit_code = x->args[2];
		}
		for (int i = 0; i < N_GAPS; i++)
			g->n[i] += strcmp(gap_codes[i], x->code) == 0;
	}
}

static enum err load_part(struct request *r, const struct audit_part_row *part,
                          struct open_part *ret)
{
	struct problems open = {0};

	*ret = (struct open_part){.part = *part};
	TRY(q_targets_of_part(&r->c, &(struct targets_of_part_in){part->id}, &ret->targets,
	                      &ret->n_targets));
	for (size_t i = 0; i < ret->n_targets; i++)
		ret->n_confirmed += ret->targets[i].confirmed_on != NULL;
	TRY(audit_open_points(&r->c, part, NULL, &open));
	ret->gaps = ARENA_ARRAY(r->c.arena, ret->n_targets, struct gaps);
	count_gaps(ret, &open);
	return OK;
}

/* --- drawing --- */

static void draw_gaps(struct request *r, const struct audit_row *audit, const struct open_part *p)
{
	struct html *h = &r->html;

	TABLE_OPEN(r, NULL, T_(h, N_("What is open")), N_("Section"), N_("Not judged"),
	           N_("Comment missing"), N_("Evidence missing"));
	for (size_t i = 0; i < p->n_gaps; i++) {
		const struct gaps *g = &p->gaps[i];
		struct url to = url_fragment(
			r->c.arena, LINK(r, SECTION, audit->code, p->part.code, g->unit_code),
			"confirm");

		OPEN(h, TR);
		cell_link(r, g->unit, to);
		for (int k = 0; k < N_GAPS; k++) {
			if (g->n[k])
				cell_number_link(r, g->n[k], to);
			else
				EL(h, TD, "—", AT(CLASS, "number"));
		}
		CLOSE(h, TR);
	}
	table_close(r);
}

static void draw_part(struct request *r, const struct audit_row *audit, const struct open_part *p)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, p->part.title);
	OPEN(h, P);
	SAY(h, N_("Confirmed {1} of {2} sections."),
	    arena_printf(r->c.arena, "%zu", p->n_confirmed),
	    arena_printf(r->c.arena, "%zu", p->n_targets));
	CLOSE(h, P);
	if (p->n_gaps)
		draw_gaps(r, audit, p);
	CLOSE(h, SECTION);
}

struct readiness {
	size_t targets, confirmed, gaps;
};

static void add_up(struct readiness *sum, const struct open_part *p)
{
	sum->targets += p->n_targets;
	sum->confirmed += p->n_confirmed;
	sum->gaps += p->n_gaps;
}

/* Above the lists: the button, or why there is none. */
static void draw_verdict(struct request *r, const struct readiness *sum, struct url to,
                         const char *button)
{
	struct html *h = &r->html;

	if (!sum->targets) {
		page_empty(r, N_("No section is asked anything here yet. Plan the scope of the "
				 "audit first."));
	} else if (sum->gaps) {
		EL(h, P, T_(h, N_("These points are open. They have to be settled first.")),
		   AT(CLASS, "notice warning"));
	} else {
		EL(h, P, T_(h, N_("All items are judged and complete. After this, changes are "
				  "corrections and need a reason.")));
		form_button(r, to, button, "button primary", NULL, NULL);
	}
}

enum err audit_confirm_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row audit;
	struct audit_part_row *parts;
	struct open_part *open;
	struct readiness sum = {0};
	size_t n;

	TRY(plan_load(r, &audit, NULL));
	TRY(q_parts_of_audit(&r->c, &(struct parts_of_audit_in){audit.id}, &parts, &n));
	open = ARENA_ARRAY(r->c.arena, n, struct open_part);
	for (size_t i = 0; i < n; i++) {
		TRY(load_part(r, &parts[i], &open[i]));
		add_up(&sum, &open[i]);
	}
	plan_crumbs(r, &audit);
	page_heading(r, T_(h, N_("Confirm the audit (確定)")));
	if (audit.confirmed_on)
		plan_confirmed_note(r, &audit);
	else
		draw_verdict(r, &sum, LINK(r, AUDIT_CONFIRM_POST, audit.code),
		             N_("Confirm the whole audit"));
	for (size_t i = 0; i < n; i++)
		draw_part(r, &audit, &open[i]);
	return OK;
}

enum err part_confirm_page(struct request *r)
{
	struct html *h = &r->html;
	struct audit_row audit;
	struct audit_part_row part;
	struct open_part open;
	struct readiness sum = {0};

	TRY(plan_load(r, &audit, &part));
	TRY(load_part(r, &part, &open));
	add_up(&sum, &open);
	plan_crumbs(r, &audit);
	page_heading(r, T_(h, N_("Confirm a part (確定)")));
	if (sum.targets && sum.confirmed == sum.targets)
		EL(h, P, T_(h, N_("All sections of the part are confirmed.")),
		   AT(CLASS, "notice info"));
	else
		draw_verdict(r, &sum, LINK(r, PART_CONFIRM_POST, audit.code, part.code),
		             N_("Confirm all sections of the part"));
	draw_part(r, &audit, &open);
	return OK;
}

/* --- what is sent --- */

/* Nobody confirms the own unit along with the others. */
static enum err must_cover_all(struct request *r, const struct audit_part_row *part)
{
	struct targets_of_part_out *targets;
	size_t n;

	TRY(q_targets_of_part(&r->c, &(struct targets_of_part_in){part->id}, &targets, &n));
	for (size_t i = 0; i < n; i++)
		if (!targets[i].confirmed_on)
			TRY(request_must_cover(r, CAP_CONFIRM, targets[i].unit_id));
	return OK;
}

enum err audit_confirm_post(struct request *r)
{
	struct problems open = {0};
	struct audit_row audit;
	struct audit_part_row *parts;
	size_t n;

	TRY(plan_load(r, &audit, NULL));
	TRY(q_parts_of_audit(&r->c, &(struct parts_of_audit_in){audit.id}, &parts, &n));
	for (size_t i = 0; i < n; i++)
		TRY(must_cover_all(r, &parts[i]));
	TRY(audit_confirm(&r->c, &audit, NULL, NULL, &open));
	return request_redirect(r, LINK(r, AUDIT, audit.code), NOTICE_CONFIRMED);
}

enum err part_confirm_post(struct request *r)
{
	struct problems open = {0};
	struct audit_row audit;
	struct audit_part_row part;

	TRY(plan_load(r, &audit, &part));
	TRY(must_cover_all(r, &part));
	TRY(audit_confirm(&r->c, &audit, part.code, NULL, &open));
	return request_redirect(r, LINK(r, AUDIT, audit.code), NOTICE_CONFIRMED);
}

/* --- workbooks --- */

/* All files of the folder in one zip; a single one as it is. */
static enum err pack(struct request *r, const char *folder, struct buf *out)
{
	struct ctx *c = &r->c;
	struct zip_out *zip;
	const char **names;
	size_t n;

	TRY(os_list_dir(c, folder, &names, &n));
	TRY(zip_out_new(c, c->now_us, &zip));
	for (size_t i = 0; i < n; i++) {
		const char *data;
		size_t len;

		TRY(os_read_file(c, arena_printf(c->arena, "%s/%s", folder, names[i]),
		                 BUF_MAX_DOCUMENT, &data, &len));
		TRY(zip_out_add(zip, names[i], data, len, false));
	}
	return zip_out_finish(zip, out);
}

enum err workbooks_page(struct request *r)
{
	struct audit_row audit;
	struct audit_part_row part;
	const char *folder, *name;
	struct buf out;
	long n;
	enum err e;

	TRY(plan_load(r, &audit, &part));
	TRY(os_make_temporary(&r->c, &folder));
	buf_init(&out, r->c.arena, BUF_MAX_DOCUMENT);
	e = workbook_write_all(&r->c, &audit, part.code, NULL, folder, NULL, NULL, &n);
	if (e == OK)
		e = pack(r, folder, &out);
	TRY(os_remove_tree(&r->c, folder));
	TRY(e);
	name = arena_printf(r->c.arena, "判定調書_%s_%s.zip", audit.code, part.code);
	return request_download(
		r, arena_printf(r->c.arena, "workbooks %s %s (%ld)", audit.code, part.code, n),
		"application/zip", out.data, out.len, name);
}
