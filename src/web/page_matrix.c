/* The judgement matrix: all targets of a part by all its items, judged by keyboard. */
#include "audit/audit.h"
#include "audit/edit.h"
#include "audit/stats.h"
#include "base/num.h"
#include "web/assets.h"
#include "web/page.h"
#include "web/token.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_judge[] = {
	{.name = "judgement", .type = FIELD_NUMBER, .required = true, .label = N_("Judgement")},
	{.name = "rev", .type = FIELD_NUMBER, .required = true, .label = N_("Revision")},
	{.name = "level", .type = FIELD_HIDDEN, .max = 20},
	{.name = "reason", .type = FIELD_HIDDEN},
	{.name = NULL},
};

struct item_column {
	int64_t item_id;
	size_t at;
};

struct matrix {
	struct audit_row audit;
	struct audit_part_row part;
	struct scale scale;
	struct part_items_out *items;
	size_t n_items;
	struct item_column *columns;         /* of the items, in the order of their ids */
	struct matrix_targets_out *targets;
	size_t n_targets;
	struct matrix_cells_out *cells; /* in the order of the units' ids, then the items' */
	size_t n_cells;
	struct tally total;
};

static int by_item(const void *a, const void *b)
{
	const struct item_column *x = a, *y = b;

	return (x->item_id > y->item_id) - (x->item_id < y->item_id);
}

static void find_columns(struct request *r, struct matrix *m)
{
	m->columns = ARENA_ARRAY(r->c.arena, m->n_items, struct item_column);
	for (size_t i = 0; i < m->n_items; i++)
		m->columns[i] = (struct item_column){m->items[i].item_id, i};
	if (m->n_items)
		qsort(m->columns, m->n_items, sizeof(*m->columns), by_item);
}

static enum err load(struct request *r, struct matrix *m)
{
	struct ctx *c = &r->c;

	*m = (struct matrix){0};
	TRY(audit_find(c, r->args[0], &m->audit));
	TRY(audit_find_part(c, &m->audit, r->args[1], &m->part));
	TRY(scale_load(c, m->part.scale_id, &m->scale));
	TRY(q_part_items(c, &(struct part_items_in){m->part.id}, &m->items, &m->n_items));
	find_columns(r, m);
	TRY(q_matrix_targets(c, &(struct matrix_targets_in){m->part.id}, &m->targets,
	                     &m->n_targets));
	TRY(q_matrix_cells(c, &(struct matrix_cells_in){m->part.id}, &m->cells, &m->n_cells));
	m->total.catalogs = ARENA_NEW(c->arena, struct catalog_count);
	for (size_t i = 0; i < m->n_cells; i++)
		tally_add(&m->total, 0, &m->scale, m->cells[i].level, 1);
	return OK;
}

/* The cells of a target are those from *ret up to what is returned. */
static size_t find_cells(const struct matrix *m, const struct matrix_targets_out *target,
                         size_t *ret)
{
	size_t low = 0, high = m->n_cells;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->cells[mid].unit_id < target->unit_id)
			low = mid + 1;
		else
			high = mid;
	}
	*ret = low;
	while (high < m->n_cells && m->cells[high].unit_id == target->unit_id)
		high++;
	return high;
}

static struct tally row_tally(struct request *r, const struct matrix *m, size_t first, size_t end)
{
	struct tally t = {.catalogs = ARENA_NEW(r->c.arena, struct catalog_count)};

	for (size_t i = first; i < end; i++)
		tally_add(&t, 0, &m->scale, m->cells[i].level, 1);
	return t;
}

static const char *or_dash(const char *s)
{
	return s ? s : "—";
}

static const char *judged_text(struct request *r, const struct tally *t)
{
	return arena_printf(r->c.arena, "%" PRId64 "/%" PRId64, t->total - t->unjudged, t->total);
}

/* --- drawing --- */

static void draw_facts(struct request *r, const struct matrix *m)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "matrix-facts"));
	if (m->scale.row.target)
		SAY(h, N_("Target {1}"), m->scale.row.target);
	OPEN(h, SPAN);
	html_text(h, T_(h, N_("Mean ")));
	EL(h, STRONG, or_dash(tally_mean_text(r->c.arena, &m->total)), AT(DATA_ROLE, "mean"));
	CLOSE(h, SPAN);
	OPEN(h, SPAN);
	html_text(h, T_(h, N_("Judged ")));
	EL(h, STRONG, judged_text(r, &m->total), AT(DATA_ROLE, "judged"));
	CLOSE(h, SPAN);
	CLOSE(h, P);
}

static void draw_legend(struct request *r, const struct matrix *m)
{
	struct html *h = &r->html;

	OPEN(h, DETAILS, AT(CLASS, "legend"));
	EL(h, SUMMARY, T_(h, N_("Legend and keys")));
	OPEN(h, DL, AT(CLASS, "facts"));
	for (size_t i = 0; i < m->scale.n; i++) {
		EL(h, DT, arena_printf(r->c.arena, "%s %s", m->scale.levels[i].code,
		                       m->scale.levels[i].name));
		EL(h, DD, m->scale.levels[i].criterion);
	}
	EL(h, DT, T_(h, N_("Marks")));
	EL(h, DD, T_(h, N_("C: has a comment; E: has evidence; ・: not judged yet; —: not asked")));
	EL(h, DT, T_(h, N_("Keys in the table")));
	EL(h, DD,
	   T_(h,
	      N_("Arrows: move; digits: judge; 0: not applicable; Delete: not judged; C: "
	         "comment; E: evidence; N: next not judged; Enter: open the item; Ctrl+Z: "
	         "undo")));
	CLOSE(h, DL);
	CLOSE(h, DETAILS);
}

/* Above, at or how far below the conforming level: the tint of the cell. */
static const char *tint(const struct scale *scale, const char *level)
{
	static const char *const low[] = {"low1", "low2", "low3"};
	int at;

	if (!level)
		return "open";
	at = scale_index(scale, level);
	if (at < 0)
		return "na";
	if (at <= scale->conforming)
		return at < scale->conforming ? "up" : "ok";
	at -= scale->conforming + 1;
	return low[at < 3 ? at : 2];
}

static void draw_heads(struct request *r, const struct matrix *m)
{
	struct html *h = &r->html;

	OPEN(h, THEAD);
	OPEN(h, TR);
	EL(h, TH, T_(h, N_("Section")), AT(ROWSPAN, "2"), AT(SCOPE, "col"), AT(CLASS, "corner"));
	for (size_t i = 0; i < m->n_items;) {
		size_t n = 1;

		while (i + n < m->n_items && m->items[i + n].catalog_id == m->items[i].catalog_id)
			n++;
		EL(h, TH, m->items[i].short_name, AT(SCOPE, "colgroup"),
		   AT(COLSPAN, arena_printf(r->c.arena, "%zu", n)));
		i += n;
	}
	EL(h, TH, T_(h, N_("Mean")), AT(ROWSPAN, "2"), AT(SCOPE, "col"));
	CLOSE(h, TR);
	OPEN(h, TR);
	for (size_t i = 0; i < m->n_items; i++)
		EL(h, TH, m->items[i].no, AT(SCOPE, "col"), AT(TITLE, m->items[i].title),
		   AT(CLASS, i && m->items[i].catalog_id != m->items[i - 1].catalog_id ? "first"
		                                                                         : NULL));
	CLOSE(h, TR);
	CLOSE(h, THEAD);
}

static void draw_cell(struct request *r, const struct matrix *m,
                      const struct matrix_cells_out *cell)
{
	struct html *h = &r->html;
	const char *id = num_text(r->c.arena, cell->id);

	OPEN(h, TD, AT(CLASS, tint(&m->scale, cell->level)));
	OPEN(h, A, HREF(LINK(r, JUDGEMENT, m->audit.code, id)), AT(DATA_KEY, id),
	     AT(DATA_REV, num_text(r->c.arena, cell->rev)), AT(DATA_LEVEL, cell->level));
	html_text(h, cell->level ? scale_show(&m->scale, cell->level) : "・");
	if (cell->commented)
		EL(h, SMALL, T_(h, N_("C")));
	if (cell->evidence)
		EL(h, SMALL, T_(h, N_("E")));
	CLOSE(h, A);
	CLOSE(h, TD);
}

/* The cells of a target by column; NULL = not asked. */
static void place_cells(const struct matrix *m, size_t first, size_t end,
                        const struct matrix_cells_out **ret)
{
	for (size_t k = 0; k < m->n_items; k++) {
		const bool asked = first < end &&
		                   m->cells[first].item_id == m->columns[k].item_id;

		ret[m->columns[k].at] = asked ? &m->cells[first++] : NULL;
	}
}

static void draw_row(struct request *r, const struct matrix *m,
                     const struct matrix_targets_out *target,
                     const struct matrix_cells_out *const *cells, const struct tally *t)
{
	struct html *h = &r->html;

	OPEN(h, TR, AT(DATA_KEY, num_text(r->c.arena, target->id)),
	     AT(DATA_STATE, target->confirmed_on ? "confirmed" : NULL));
	OPEN(h, TH, AT(SCOPE, "row"));
	EL(h, A, target->unit,
	   HREF(LINK(r, SECTION, m->audit.code, m->part.code, target->unit_code)));
	if (target->confirmed_on)
		EL(h, SMALL, T_(h, N_("confirmed")), AT(CLASS, "chip good"));
	CLOSE(h, TH);
	for (size_t i = 0; i < m->n_items; i++) {
		if (cells[i])
			draw_cell(r, m, cells[i]);
		else
			EL(h, TD, "—", AT(CLASS, "none"));
	}
	EL(h, TD, or_dash(tally_mean_text(r->c.arena, t)), AT(CLASS, "number"),
	   AT(DATA_ROLE, "mean"));
	CLOSE(h, TR);
}

/* The codes that the digit keys stand for, best level first. */
static const char *level_codes(struct request *r, const struct matrix *m)
{
	struct buf out;

	buf_init(&out, r->c.arena, BUF_MAX_TEXT);
	for (size_t i = 0; i < m->scale.n; i++) {
		buf_puts(&out, i ? " " : "");
		buf_puts(&out, m->scale.levels[i].code);
	}
	return out.data;
}

static void draw_rows(struct request *r, const struct matrix *m)
{
	const struct matrix_cells_out **cells =
		ARENA_ARRAY(r->c.arena, m->n_items, const struct matrix_cells_out *);

	for (size_t i = 0; i < m->n_targets; i++) {
		size_t first, end = find_cells(m, &m->targets[i], &first);
		struct tally t = row_tally(r, m, first, end);

		if (first == end)
			continue;
		place_cells(m, first, end, cells);
		draw_row(r, m, &m->targets[i], cells, &t);
	}
}

static void draw_matrix(struct request *r, const struct matrix *m)
{
	struct html *h = &r->html;
	bool judging = request_may(r, CAP_JUDGE);

	OPEN(h, DIV, AT(CLASS, "matrix-frame"));
	OPEN(h, DIV, AT(CLASS, "table matrix-table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, r->title));
	OPEN(h, TABLE, AT(CLASS, "matrix"), AT(ID, "matrix"),
	     AT(DATA_TEXT, judging ? level_codes(r, m) : NULL),
	     AT(DATA_KEY, judging ? token_make(r) : NULL),
	     DATA_URL(LINK(r, JUDGE, m->audit.code, m->part.code)));
	draw_heads(r, m);
	OPEN(h, TBODY);
	draw_rows(r, m);
	CLOSE(h, TBODY);
	CLOSE(h, TABLE);
	CLOSE(h, DIV);
	OPEN(h, ASIDE, AT(ID, "panel"), AT(ARIA_LABEL, T_(h, N_("The item"))),
	     AT(ARIA_LIVE, "polite"), FLAG(HIDDEN, true));
	CLOSE(h, ASIDE);
	CLOSE(h, DIV);
}

enum err matrix_page(struct request *r)
{
	struct html *h = &r->html;
	struct matrix m;

	TRY(load(r, &m));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, m.audit.title, LINK(r, AUDIT, m.audit.code));
	page_heading(r, msg_format(r->c.arena, r->lang, N_("Judging: {1}"),
	                           (const char *const[]){m.part.title, NULL, NULL, NULL, NULL,
	                                                 NULL}));
	draw_facts(r, &m);
	draw_legend(r, &m);
	if (m.n_cells)
		draw_matrix(r, &m);
	else
		page_empty(
			r,
			N_("No section is asked anything here yet. Plan the scope of the audit "
			   "first."));
	OPEN(h, P, AT(CLASS, "status"), AT(ID, "status"), AT(ROLE, "status"));
	CLOSE(h, P);
	OPEN(h, SCRIPT, AT(TYPE, "module"), SRC(asset_url(r, "matrix.js")));
	CLOSE(h, SCRIPT);
	return OK;
}

/* --- one key press --- */

static json_t *text_json(const char *s)
{
	return s ? json_string(s) : json_null();
}

/* How the cell stands now; for the script, after a change and after a conflict alike. */
static json_t *cell_json(const struct judgement_found *f, const char *shown, const char *tinted)
{
	return json_pack("{s:I, s:o, s:s, s:s, s:b}", "rev", (json_int_t)f->row.rev, "level",
	                 text_json(f->row.level), "shown", shown, "tint", tinted, "commented",
	                 f->row.comment != NULL);
}

/* The cell, and the means and counts that it moved. */
static enum err reply_cell(struct request *r, const struct judgement_found *f)
{
	struct catalog_count of_row = {0}, of_all = {0};
	struct tally row = {.catalogs = &of_row}, all = {.catalogs = &of_all};
	struct part_level_counts_out *counts;
	size_t n;
	json_t *o;

	TRY(q_part_level_counts(
		&r->c, &(struct part_level_counts_in){f->place->part_id, f->row.target_id},
		&counts, &n));
	for (size_t i = 0; i < n; i++) {
		tally_add(&all, 0, &f->scale, counts[i].level, counts[i].n);
		if (counts[i].of_target)
			tally_add(&row, 0, &f->scale, counts[i].level, counts[i].n);
	}
	o = cell_json(f, f->row.level ? scale_show(&f->scale, f->row.level) : "・",
	              tint(&f->scale, f->row.level));
	json_object_set_new(o, "row_mean",
	                    json_string(or_dash(tally_mean_text(r->c.arena, &row))));
	json_object_set_new(o, "mean", json_string(or_dash(tally_mean_text(r->c.arena, &all))));
	json_object_set_new(o, "judged", json_string(judged_text(r, &all)));
	return request_json(r, o);
}

enum err judge_post(struct request *r)
{
	struct judgement_found f;
	struct judgement_edit edit = {.rev = field_number(r, "rev", 0),
	                              .level = field_value(r, "level")};
	enum err e;

	TRY(judgement_find(&r->c, field_number(r, "judgement", 0), &f));
	if (strcmp(f.place->audit, r->args[0]) != 0 || strcmp(f.place->part, r->args[1]) != 0)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such judgement."));
	TRY(request_must_cover(r, CAP_JUDGE, f.place->unit_id));
	edit.comment = f.row.comment;
	edit.judged_on = f.row.judged_on;
	r->c.reason = field_value(r, "reason");
	e = judgement_change(&r->c, &f, &edit);
	if (e == OK || e == ERR_CONFLICT) {
		const struct error why = r->c.error;

		TRY(reply_cell(r, &f));
		r->c.error = why;
	}
	return e;
}
