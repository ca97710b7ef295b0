#include "audit/workbook.h"

#include "audit/previous.h"
#include "audit/scale.h"
#include "base/date.h"
#include "base/map.h"
#include "base/os.h"
#include "base/text.h"
#include "gen/libxlsxwriter.h"
#include "job/ahead.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FONT "BIZ UDゴシック"
#define HEADER_ROW 4 /* 0-based */

enum {
	COL_CATALOG,
	COL_NO,
	COL_TITLE,
	COL_PREVIOUS,
	COL_LEVEL,
	COL_COMMENT,
	COL_JUDGED_ON,
	COL__N
};

static const struct {
	const char *name;
	double width;
} columns[COL__N] = {
	[COL_CATALOG] = {"チェックリスト", 16}, [COL_NO] = {"番号", 6},
	[COL_TITLE] = {"監査項目", 52},         [COL_PREVIOUS] = {"前回", 6},
	[COL_LEVEL] = {"対策レベル", 11},       [COL_COMMENT] = {"コメント", 44},
	[COL_JUDGED_ON] = {"判定日", 13},
};

/* The rows of one target. */
struct target_rows {
	const struct audit_sheet_out *rows;
	size_t n;
};

/* Everything that is the same for all workbooks of a part; each is made with a copy. */
struct maker {
	struct ctx *c;
	const struct audit_row *audit;
	struct audit_part_row part;
	struct scale scale;
	const struct audit_sheet_out *rows; /* of the audit, by part, target, item */
	size_t n;
	struct map catalogs; /* id as text → audit_catalogs_out */
	struct previous *previous; /* NULL = none */
	struct target_rows *books;
	size_t n_books;
	const char *folder;
	char *tmpdir; /* the library keeps each of a workbook's parts in a temporary file */
};

struct sheet_formats {
	lxw_format *title, *head, *text, *center, *answer, *answer_center, *answer_date, *missing;
};

static const char *catalog_name(struct maker *m, int64_t id)
{
	const struct audit_catalogs_out *row =
		map_get(&m->catalogs, arena_printf(m->c->arena, "%" PRId64, id));

	return row ? row->catalog : "";
}

static lxw_format *format(lxw_workbook *wb, bool bold, uint8_t align, bool border, bool unlocked)
{
	lxw_format *f = workbook_add_format(wb);

	format_set_font_name(f, FONT);
	format_set_font_size(f, 10);
	format_set_text_wrap(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	if (align)
		format_set_align(f, align);
	if (bold)
		format_set_bold(f);
	if (border)
		format_set_border(f, LXW_BORDER_THIN);
	if (unlocked) {
		format_set_unlocked(f);
		format_set_bg_color(f, 0xFFFBE6);
	}
	return f;
}

static void make_formats(lxw_workbook *wb, struct sheet_formats *f)
{
	f->title = format(wb, true, 0, false, false);
	format_set_font_size(f->title, 13);
	f->title->text_wrap = 0;
	f->head = format(wb, true, LXW_ALIGN_CENTER, true, false);
	format_set_bg_color(f->head, 0xE8F1FE);
	f->text = format(wb, false, 0, true, false);
	f->center = format(wb, false, LXW_ALIGN_CENTER, true, false);
	f->answer = format(wb, false, 0, true, true);
	f->answer_center = format(wb, false, LXW_ALIGN_CENTER, true, true);
	f->answer_date = format(wb, false, LXW_ALIGN_CENTER, true, true);
	format_set_num_format(f->answer_date, "yyyy/mm/dd");
	f->missing = workbook_add_format(wb);
	format_set_bg_color(f->missing, 0xFFC9C2);
}

static void put_date(lxw_worksheet *s, lxw_row_t row, lxw_col_t col, const char *iso, lxw_format *f)
{
	struct date d;

	if (iso && date_from_iso(iso, &d)) {
		lxw_datetime t = {.year = d.year, .month = d.month, .day = d.day};

		worksheet_write_datetime(s, row, col, &t, f);
	} else {
		worksheet_write_blank(s, row, col, f);
	}
}

/* Codes that are plain numbers are written as numbers, as people type them. */
static void put_code(lxw_worksheet *s, lxw_row_t row, lxw_col_t col, const char *code,
                     lxw_format *f)
{
	if (!code || !*code)
		worksheet_write_blank(s, row, col, f);
	else if (strspn(code, "0123456789") == strlen(code) && strlen(code) < 10 &&
	         (code[0] != '0' || !code[1]))
		worksheet_write_number(s, row, col, strtod(code, NULL), f);
	else
		worksheet_write_string(s, row, col, code, f);
}

static void put_text(lxw_worksheet *s, lxw_row_t row, lxw_col_t col, const char *text,
                     lxw_format *f)
{
	if (text && *text)
		worksheet_write_string(s, row, col, text, f);
	else
		worksheet_write_blank(s, row, col, f);
}

static void write_head(struct maker *m, lxw_worksheet *s, const struct sheet_formats *f,
                       const struct audit_sheet_out *first)
{
	struct arena *a = m->c->arena;

	worksheet_write_string(s, 0, 0, arena_printf(a, "%s　%s　判定調書",
	                       fiscal_year_format(a, (int)m->audit->fiscal_year), m->part.title),
	                       f->title);
	worksheet_write_string(s, 1, 0, "所属コード", f->head);
	worksheet_write_string(s, 1, 1, first->unit_code, f->center);
	worksheet_write_string(s, 1, 2, first->unit, f->text);
	worksheet_write_string(s, 1, 4, "提出日", f->head);
	worksheet_write_blank(s, 1, 5, f->answer_date);
	worksheet_write_string(s, 2, 0, arena_printf(a,
	                       "色の付いた欄に入力してください。対策レベルは一覧（%s）から選び、%s を下回るときはコメントを必ず書いてください。",
	                       scale_choices(a, &m->scale), m->scale.row.conforming), NULL);
	for (int k = 0; k < COL__N; k++) {
		worksheet_set_column(s, (lxw_col_t)k, (lxw_col_t)k, columns[k].width, NULL);
		worksheet_write_string(s, HEADER_ROW, (lxw_col_t)k, columns[k].name, f->head);
	}
	worksheet_set_row(s, 0, 22, NULL);
	worksheet_freeze_panes(s, HEADER_ROW + 1, 0);
}

static void write_item(struct maker *m, lxw_worksheet *s, const struct sheet_formats *f,
                       lxw_row_t row, const struct audit_sheet_out *j)
{
	struct arena *a = m->c->arena;
	const char *title = j->requirement
	                            ? arena_printf(a, "%s%s：%s", j->mandatory ? "【必須】" : "",
	                                           j->title, j->requirement)
	                            : j->title;
	/* two lines of about 50 half-width columns fit the usual row; Excel does not grow merged or
	   protected rows by itself everywhere */
	int lines = text_width(title) / 50 + 1;
	int comment = j->comment ? text_width(j->comment) / 42 + 1 : 1;

	lines = comment > lines ? comment : lines;
	worksheet_set_row(s, row, lines * 13.5 + 4, NULL);
	put_text(s, row, COL_CATALOG, catalog_name(m, j->catalog_id), f->text);
	put_code(s, row, COL_NO, j->no, f->center);
	put_text(s, row, COL_TITLE, title, f->text);
	put_code(s, row, COL_PREVIOUS, previous_level(a, m->previous, &m->scale, j), f->center);
	put_code(s, row, COL_LEVEL, scale_show(&m->scale, j->level), f->answer_center);
	put_text(s, row, COL_COMMENT, j->comment, f->answer);
	put_date(s, row, COL_JUDGED_ON, j->judged_on, f->answer_date);
}

/* Drop-down for the level; a level that needs a comment and has none is coloured. */
static void guide_input(struct maker *m, lxw_worksheet *s, const struct sheet_formats *f, size_t n)
{
	struct arena *a = m->c->arena;
	lxw_row_t first = HEADER_ROW + 1, last = (lxw_row_t)(HEADER_ROW + n);
	lxw_data_validation list = {
		.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
		.value_formula =
			arena_printf(a, "=" WORKBOOK_KEY_SHEET "!$D$2:$D$%zu", m->scale.n + 2),
		.error_title = "対策レベル",
		.error_message = "一覧から選んでください。"};
	lxw_conditional_format comment = {
		.type = LXW_CONDITIONAL_TYPE_FORMULA,
		.value_string =
			arena_printf(a, "=AND(ISNUMBER($E%d),$E%d<%s,LEN($F%d)=0)", HEADER_ROW + 2,
	                             HEADER_ROW + 2, m->scale.row.conforming, HEADER_ROW + 2),
		.format = f->missing};

	worksheet_data_validation_range(s, first, COL_LEVEL, last, COL_LEVEL, &list);
	if (strspn(m->scale.row.conforming, "0123456789") == strlen(m->scale.row.conforming))
		worksheet_conditional_format_range(s, first, COL_COMMENT, last, COL_COMMENT,
		                                   &comment);
}

static void print_setup(lxw_worksheet *s)
{
	lxw_protection protect = {.format_rows = 1, .format_columns = 1};

	worksheet_protect(s, NULL, &protect);
	worksheet_set_landscape(s);
	worksheet_set_paper(s, 9); /* A4 */
	worksheet_fit_to_pages(s, 1, 0);
	worksheet_set_margins(s, 0.5, 0.5, 0.6, 0.7);
	worksheet_center_horizontally(s);
	worksheet_repeat_rows(s, HEADER_ROW, HEADER_ROW);
	worksheet_set_footer(s, "&L&A&C&P / &N");
}

static void write_key_sheet(struct maker *m, lxw_worksheet *k, const struct audit_sheet_out *rows,
                            size_t n)
{
	static const char *const base[] = {"row", "catalog", "no", "level", "comment", "judged_on"};
	struct arena *a = m->c->arena;
	const char *const pairs[][2] = {
	        {"audit", m->audit->code}, {"part", m->part.code}, {"unit_code", rows[0].unit_code},
	        {"made_on", date_format(a, date_in_japan(m->c->now_us), DATE_ISO)}};

	for (lxw_row_t i = 0; i < 4; i++) {
		worksheet_write_string(k, i, 0, pairs[i][0], NULL);
		worksheet_write_string(k, i, 1, pairs[i][1], NULL);
	}
	worksheet_write_string(k, 0, 3, "levels", NULL);
	for (size_t i = 0; i < m->scale.n; i++)
		put_code(k, (lxw_row_t)(m->scale.n - i), 3, m->scale.levels[i].code, NULL);
	worksheet_write_string(k, (lxw_row_t)m->scale.n + 1, 3, m->scale.row.na_name, NULL);
	for (lxw_col_t i = 0; i < 6; i++)
		worksheet_write_string(k, 0, (lxw_col_t)(5 + i), base[i], NULL);
	for (size_t i = 0; i < n; i++) {
		lxw_row_t row = (lxw_row_t)i + 1;

		worksheet_write_number(k, row, 5, (double)(HEADER_ROW + 2 + i), NULL);
		worksheet_write_string(k, row, 6, catalog_name(m, rows[i].catalog_id), NULL);
		worksheet_write_string(k, row, 7, rows[i].no, NULL);
		if (rows[i].level)
			worksheet_write_string(k, row, 8, scale_show(&m->scale, rows[i].level),
			                       NULL);
		if (rows[i].comment)
			worksheet_write_string(k, row, 9, rows[i].comment, NULL);
		if (rows[i].judged_on)
			worksheet_write_string(k, row, 10, rows[i].judged_on, NULL);
	}
	worksheet_hide(k);
}

/* The name as a file name: what Windows forbids becomes _. */
static const char *file_name(struct maker *m, const struct audit_sheet_out *first)
{
	char *name = arena_printf(m->c->arena, "判定調書_%s_%s.xlsx", first->unit_code, first->unit);

	for (char *p = name; *p; p++)
		if ((unsigned char)*p < 0x20 || strchr("\\/:*?\"<>|", *p))
			*p = '_';
	return name;
}

static enum err write_one(struct maker *m, const struct audit_sheet_out *rows, size_t n)
{
	/* by all threads the same, since the library has it from gmtime() */
	lxw_doc_properties properties = {.created = (time_t)(m->c->now_us / 1000000)};
	const char *path = arena_printf(m->c->arena, "%s/%s", m->folder, file_name(m, rows));
	lxw_workbook_options options = {.tmpdir = m->tmpdir};
	lxw_workbook *wb = workbook_new_opt(path, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(wb, WORKBOOK_SHEET);
	lxw_worksheet *key = workbook_add_worksheet(wb, WORKBOOK_KEY_SHEET);
	struct sheet_formats f;
	lxw_error e;

	workbook_set_properties(wb, &properties);
	make_formats(wb, &f);
	write_head(m, sheet, &f, rows);
	for (size_t i = 0; i < n; i++)
		write_item(m, sheet, &f, (lxw_row_t)(HEADER_ROW + 1 + i), &rows[i]);
	guide_input(m, sheet, &f, n);
	print_setup(sheet);
	write_key_sheet(m, key, rows, n);
	e = workbook_close(wb);
	if (e != LXW_NO_ERROR)
		return FAIL(m->c, ERR_IO, N_("{1} cannot be written: {2}"), path, lxw_strerror(e));
	return OK;
}

static enum err write_book(struct ctx *c, const void *arg, size_t i, void **ret)
{
	struct maker m = *(const struct maker *)arg;

	m.c = c;
	*ret = NULL;
	return write_one(&m, m.books[i].rows, m.books[i].n);
}

/* --- what they are made from --- */

static enum err load_all(struct maker *m, const char *part)
{
	struct ctx *c = m->c;
	struct audit_catalogs_out *catalogs;
	struct audit_stats stats;
	size_t n;

	m->catalogs.arena = c->arena;
	TRY(audit_find_part(c, m->audit, part, &m->part));
	TRY(scale_load(c, m->part.scale_id, &m->scale));
	TRY(audit_stats_compute(c, m->audit, NULL, &stats));
	TRY(previous_load(c, &stats, &m->previous));
	m->rows = stats.rows;
	m->n = stats.n_rows;
	TRY(q_audit_catalogs(c, &(struct audit_catalogs_in){m->audit->id}, &catalogs, &n));
	for (size_t i = 0; i < n; i++)
		map_put(&m->catalogs, arena_printf(c->arena, "%" PRId64, catalogs[i].catalog_id),
		        &catalogs[i]);
	return OK;
}

static void find_books(struct maker *m, const char *unit)
{
	m->books = ARENA_ARRAY(m->c->arena, m->n, struct target_rows);
	for (size_t i = 0, k; i < m->n; i = k) {
		for (k = i; k < m->n && m->rows[k].target_id == m->rows[i].target_id; k++)
			;
		if (m->rows[i].part_number == m->part.number &&
		    (!unit || strcmp(unit, m->rows[i].unit_code) == 0))
			m->books[m->n_books++] = (struct target_rows){&m->rows[i], k - i};
	}
}

enum err workbook_write_all(struct ctx *c, const struct audit_row *audit, const char *part,
                            const char *unit, const char *folder, progress_fn *progress,
                            void *progress_arg, long *ret_n)
{
	struct maker *m = ARENA_NEW(c->arena, struct maker); /* lives as the threads do */
	struct ahead *books;
	void *none;

	m->c = c;
	m->audit = audit;
	m->folder = folder;
	m->tmpdir = os_memory_folder(c->arena);
	TRY(load_all(m, part));
	find_books(m, unit);
	if (unit && !m->n_books)
		return FAIL(c, ERR_NOT_FOUND, N_("Unit {1} is no target of this part."), unit);
	TRY(libxlsxwriter_load(c));
	TRY(os_mkdir(c, folder));
	TRY(ahead_start(c, write_book, m, m->n_books, &books));
	for (size_t i = 0; i < m->n_books; i++) {
		enum err e = ahead_next(c, books, &none);

		if (e != OK) {
			ahead_end(books); /* the folder is the caller's again */
			return e;
		}
		if (progress)
			progress(progress_arg, N_("Writing workbooks"), (long)i + 1,
			         (long)m->n_books);
	}
	*ret_n = (long)m->n_books;
	return OK;
}
