/* Tables counted over the ledgers: all, one with its numbers, the records behind a number. */
#include "base/num.h"
#include "base/text.h"
#include "ledger/ledgers.h"
#include "report/format.h"
#include "report/summary_doc.h"
#include "web/page.h"
#include "web/table_file.h"

#include <inttypes.h>
#include <string.h>

static enum err find_kind(struct request *r, const struct summary_kind **ret)
{
	*ret = summary_find(r->args[0]);
	return *ret ? OK : FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
}

static enum err load(struct request *r, struct summary *ret)
{
	const struct summary_options options = {.system = filter_given(r, "system")};
	const struct summary_kind *kind;

	TRY(find_kind(r, &kind));
	return summary_make(&r->c, kind, &options, ret);
}

static struct url with_system(struct request *r, struct url to)
{
	return url_with(r->c.arena, to, "system", filter_given(r, "system"));
}

/* --- all of them --- */

enum err summaries_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Ledgers")), LINK(r, LEDGERS));
	page_heading(r, T_(h, N_("Summaries")));
	TABLE_OPEN(r, "stack", NULL, N_("Summary"), N_("Ledger"), N_("What it shows"));
	for (size_t i = 0; i < n_summary_kinds; i++) {
		const struct summary_kind *k = &summary_kinds[i];

		OPEN(h, TR);
		OPEN(h, TH, AT(SCOPE, "row"));
		EL(h, A, T_(h, k->label), HREF(LINK(r, SUMMARY, k->code)));
		CLOSE(h, TH);
		cell_link(r, T_(h, k->ledger->label), LINK(r, LEDGER, k->ledger->code));
		cell_text(r, T_(h, k->about));
		CLOSE(h, TR);
	}
	table_close(r);
	return OK;
}

/* --- one --- */

static void draw_way(struct request *r)
{
	struct html *h = &r->html;
	const struct summary_kind *kind = summary_find(r->args[0]);

	page_crumb(r, T_(h, N_("Ledgers")), LINK(r, LEDGERS));
	page_crumb(r, T_(h, N_("Summaries")), LINK(r, SUMMARIES));
	if (r->route != &routes[ROUTE_SUMMARY])
		page_crumb(r, T_(h, kind->label), with_system(r, LINK(r, SUMMARY, kind->code)));
}

static const char *numeral(struct request *r, size_t n)
{
	return arena_printf(r->c.arena, "%zu", n);
}

static struct url behind(struct request *r, const char *code, const struct summary_table *t,
                         size_t row, size_t column)
{
	struct url u = with_system(r, LINK(r, SUMMARY_ROWS, code));

	u = url_with(r->c.arena, u, "table", t->key);
	u = url_with(r->c.arena, u, "row", numeral(r, row + 1));
	return url_with(r->c.arena, u, "column", numeral(r, column + 1));
}

static const char *plain_head(const struct summary_table *t, size_t row)
{
	const struct summary_cell *cell = &t->rows[row].cells[0];

	return cell->n ? NULL : cell->text;
}

/* Whether the row begins with the same words as the one before: they are said once. */
static bool goes_on(const struct summary_table *t, size_t row)
{
	return row > 0 && plain_head(t, row) && plain_head(t, row - 1) &&
	       strcmp(plain_head(t, row), plain_head(t, row - 1)) == 0;
}

/* How many rows the first cell stands for; NULL = this one alone. */
static const char *rows_of_head(struct request *r, const struct summary_table *t, size_t row)
{
	size_t n = 1;

	while (row + n < t->n_rows && goes_on(t, row + n))
		n++;
	return n > 1 ? numeral(r, n) : NULL;
}

static void draw_cell(struct request *r, const char *code, const struct summary_table *t,
                      size_t row, size_t column)
{
	struct html *h = &r->html;
	const struct summary_cell *cell = &t->rows[row].cells[column];
	const char *class_ = t->columns[column].number ? "number" : NULL;
	bool head = column == 0 && cell->text;
	struct url to;

	if (head)
		OPEN(h, TH, AT(SCOPE, "row"), AT(ROWSPAN, rows_of_head(r, t, row)));
	else
		OPEN(h, TD, AT(CLASS, class_));
	if (cell->text && cell->n == 1)
		to = LINK(r, RECORD, cell->of->code, num_text(r->c.arena, cell->records[0]->id));
	else if (cell->text && cell->n)
		to = behind(r, code, t, row, column);
	if (cell->text && cell->n)
		EL(h, A, cell->text, HREF(to));
	else
		html_text(h, cell->text ? cell->text : "—");
	if (head)
		CLOSE(h, TH);
	else
		CLOSE(h, TD);
}

static void draw_heads(struct request *r, const struct summary_table *t)
{
	struct html *h = &r->html;

	OPEN(h, THEAD);
	OPEN(h, TR);
	for (size_t k = 0; k < t->n_columns; k++)
		EL(h, TH, t->columns[k].label, AT(SCOPE, "col"),
		   AT(CLASS, t->columns[k].number ? "number" : NULL));
	CLOSE(h, TR);
	CLOSE(h, THEAD);
}

static void draw_table(struct request *r, const char *code, const struct summary_table *t)
{
	struct html *h = &r->html;

	OPEN(h, SECTION, AT(ID, t->key));
	EL(h, H2, t->caption);
	OPEN(h, DIV, AT(CLASS, "table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, t->caption));
	OPEN(h, TABLE, AT(CLASS, "summary"));
	draw_heads(r, t);
	OPEN(h, TBODY);
	for (size_t i = 0; i < t->n_rows; i++) {
		OPEN(h, TR, AT(CLASS, t->rows[i].total ? "sum" : NULL));
		for (size_t k = goes_on(t, i); k < t->n_columns; k++)
			draw_cell(r, code, t, i, k);
		CLOSE(h, TR);
	}
	table_close(r);
	for (size_t i = 0; i < t->n_notes; i++)
		EL(h, P, t->notes[i], AT(CLASS, "soft"));
	CLOSE(h, SECTION);
}

static void draw_files(struct request *r, const struct summary_kind *kind)
{
	struct html *h = &r->html;
	struct url to = with_system(r, LINK(r, SUMMARY_FILE, kind->code));

	OPEN(h, P, AT(CLASS, "files"));
	html_text(h, T_(h, N_("These tables as a file:")));
	table_file_formats(r, to);
	EL(h, A, T_(h, N_("Word")), HREF(url_with(r->c.arena, to, "format", "docx")));
	EL(h, A, "Markdown", HREF(url_with(r->c.arena, to, "format", "md")));
	CLOSE(h, P);
}

static void draw_filter(struct request *r, const struct summary_kind *kind)
{
	struct html *h = &r->html;

	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, SUMMARY, kind->code)),
	     AT(CLASS, "filters"));
	filter_input(r, "system", N_("System (number or name)"), filter_given(r, "system"), "14");
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
}

enum err summary_page(struct request *r)
{
	struct html *h = &r->html;
	const struct summary_kind *kind;
	struct summary s = {.n = 0};
	size_t first;
	enum err e;

	TRY(find_kind(r, &kind));
	e = load(r, &s);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	draw_way(r);
	page_heading(r, T_(h, kind->label));
	EL(h, P, T_(h, kind->about));
	if (strcmp(kind->code, "usage") == 0)
		draw_filter(r, kind);
	if (!s.n)
		page_empty(r, N_("There is nothing to count yet. Fill in the ledger first."));
	first = page_first(r, s.n);
	for (size_t i = first; i < s.n && i < first + PAGE_ROWS; i++)
		draw_table(r, kind->code, &s.tables[i]);
	page_turner(r, s.n);
	draw_files(r, kind);
	return OK;
}

/* --- as a file --- */

static enum err send_document(struct request *r, const struct summary *s, const char *name)
{
	const struct format *format = format_find(name);
	struct doc doc;
	struct buf out;

	buf_init(&out, r->c.arena, BUF_MAX_DOCUMENT);
	TRY(report_build_summary(&r->c, s, &doc));
	TRY(format->write(&r->c, &doc, &out));
	return request_download(r, arena_printf(r->c.arena, "summary %s %s", s->kind->code, name),
	                        format->media_type, out.data, out.len,
	                        arena_printf(r->c.arena, "%s.%s", s->kind->code, name));
}

enum err summary_file_page(struct request *r)
{
	const char *format = pairs_get(&r->query, "format");
	struct summary s;
	struct table t;

	TRY(load(r, &s));
	if (format && (strcmp(format, "docx") == 0 || strcmp(format, "md") == 0))
		return send_document(r, &s, format);
	t = summary_flat(r->c.arena, &s);
	return table_file_send(r, &t, format, s.kind->code,
	                       arena_printf(r->c.arena, "summary %s %s", s.kind->code,
	                                    format ? format : ""),
	                       draw_way);
}

/* --- the records behind a number --- */

static bool asked_index(struct request *r, const char *name, size_t n, size_t *ret)
{
	const char *text = pairs_get(&r->query, name);
	long at;

	if (!text || !text_to_long(r->c.arena, text, &at) || at < 1 || (size_t)at > n)
		return false;
	*ret = (size_t)at - 1;
	return true;
}

static const struct summary_table *asked_table(struct request *r, const struct summary *s)
{
	const char *key = pairs_get(&r->query, "table");

	for (size_t i = 0; key && i < s->n; i++)
		if (strcmp(s->tables[i].key, key) == 0)
			return &s->tables[i];
	return NULL;
}

static void draw_record(struct request *r, const struct record_kind *k, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];
		const char *text = record_show(r->c.arena, r->lang, k, one, i);

		if (f->flags & RECORD_TITLE) {
			OPEN(h, TH, AT(SCOPE, "row"));
			EL(h, A, text, HREF(LINK(r, RECORD, k->code,
			                         num_text(r->c.arena, one->id))));
			CLOSE(h, TH);
		} else if (f->flags & RECORD_LISTED) {
			EL(h, TD, *text ? text : "—",
			   AT(CLASS, record_is_number(f->type) ? "number" : NULL));
		}
	}
	CLOSE(h, TR);
}

static void draw_records(struct request *r, const struct summary_cell *cell)
{
	struct html *h = &r->html;
	const struct record_kind *k = cell->of;
	size_t first = page_first(r, cell->n);

	OPEN(h, DIV, AT(CLASS, "table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, r->title));
	OPEN(h, TABLE, AT(CLASS, "records"));
	OPEN(h, THEAD);
	OPEN(h, TR);
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].flags & (RECORD_LISTED | RECORD_TITLE))
			EL(h, TH, T_(h, k->fields[i].label), AT(SCOPE, "col"));
	CLOSE(h, TR);
	CLOSE(h, THEAD);
	OPEN(h, TBODY);
	for (size_t i = first; i < cell->n && i < first + PAGE_ROWS; i++)
		draw_record(r, k, cell->records[i]);
	table_close(r);
	page_turner(r, cell->n);
}

enum err summary_rows_page(struct request *r)
{
	struct html *h = &r->html;
	const struct summary_table *t;
	const struct summary_cell *cell;
	const char *name;
	struct summary s;
	size_t row, column;

	TRY(load(r, &s));
	t = asked_table(r, &s);
	if (!t || !asked_index(r, "row", t->n_rows, &row) ||
	    !asked_index(r, "column", t->n_columns, &column) || !t->rows[row].cells[column].n)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	cell = &t->rows[row].cells[column];
	name = t->rows[row].cells[0].text;
	draw_way(r);
	page_heading(r, t->columns[column].label);
	OPEN(h, P);
	SAY(h, N_("{1}, {2}: {3}, counted from these {4} records of “{5}”."), t->caption,
	    name ? name : "", cell->text ? cell->text : "", numeral(r, cell->n),
	    T_(h, cell->of->label));
	CLOSE(h, P);
	draw_records(r, cell);
	return OK;
}
