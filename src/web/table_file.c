#include "web/table_file.h"

#include "base/date.h"

#include <string.h>

#define UNENCODABLE_MAX 500 /* cells listed */

const struct table_format table_formats[N_TABLE_FORMATS] = {
	{"xlsx", N_("Excel"), "xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV_UTF8},
	{"csv", N_("CSV (UTF-8)"), "csv", "text/csv; charset=utf-8", CSV_UTF8_BOM},
	{"csv-cp932", N_("CSV (Shift_JIS)"), "csv", "text/csv; charset=shift_jis", CSV_CP932},
};

static const struct table_format *find(const char *code)
{
	for (size_t i = 0; i < N_TABLE_FORMATS; i++)
		if (!code || strcmp(table_formats[i].code, code) == 0)
			return &table_formats[i];
	return NULL;
}

void table_file_formats(struct request *r, struct url to)
{
	for (size_t i = 0; i < N_TABLE_FORMATS; i++)
		EL(&r->html, A, T_(&r->html, table_formats[i].label),
		   HREF(url_with(r->c.arena, to, "format", table_formats[i].code)));
}

void table_file_links(struct request *r, struct url to)
{
	struct html *h = &r->html;

	for (const struct pair *p = r->query.first; p; p = p->next)
		if (strcmp(p->name, "page") != 0 && strcmp(p->name, "done") != 0)
			to = url_with(r->c.arena, to, p->name, p->value);
	OPEN(h, P, AT(CLASS, "files"));
	html_text(h, T_(h, N_("This list as a file:")));
	table_file_formats(r, to);
	CLOSE(h, P);
}

/* The characters that the encoding lacks, cell by cell. */
static void draw_unencodable(struct request *r, const struct problems *problems)
{
	struct html *h = &r->html;
	size_t shown = 0;

	page_heading(r, T_(h, N_("The file was not made")));
	EL(h, P, msg_format(r->c.arena, r->lang, r->c.error.msgid, r->c.error.args),
	   AT(CLASS, "notice error"), AT(ROLE, "alert"));
	TABLE_OPEN(r, NULL, NULL, N_("Row"), N_("Column"), N_("Problem"));
	for (const struct problem *p = problems->first; p && shown < UNENCODABLE_MAX; p = p->next) {
		OPEN(h, TR);
		cell_number(r, p->place.row);
		cell_text(r, p->place.column);
		cell_text(r, msg_format(r->c.arena, r->lang, p->msgid, p->args));
		CLOSE(h, TR);
		shown++;
	}
	table_close(r);
	r->response.status = 422;
}

static const char *file_name(struct request *r, const char *name, const char *ending)
{
	return arena_printf(r->c.arena, "%s-%s.%s", name,
	                    date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO), ending);
}

enum err table_file_send(struct request *r, const struct table *t, const char *format,
                         const char *name, const char *what,
                         void (*draw_way)(struct request *r))
{
	const struct table_format *f = find(format);
	struct problems problems = {0};
	struct buf out;
	enum err e;

	if (!f)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	buf_init(&out, r->c.arena, BUF_MAX_DOCUMENT);
	e = f == &table_formats[0]
	            ? table_write_xlsx(&r->c, &t, 1, &out)
	            : table_write_csv(&r->c, t, f->encoding, &problems, &out);
	if (e == ERR_INVALID && problems.first) {
		draw_way(r);
		draw_unencodable(r, &problems);
		return OK;
	}
	TRY(e);
	return request_download(r, what, f->type, out.data, out.len,
	                        file_name(r, name, f->ending));
}
