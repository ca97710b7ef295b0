/* Criteria from spreadsheets: headings that merge and carry on, bullets, indexes, references. */
#include "criteria/criteria_internal.h"
#include "criteria/edit.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

enum {
	CATALOG, NO, HEADING1, HEADING2, HEADING3, TITLE, REQUIREMENT, MANDATORY, ROLES, EVIDENCE,
	PROCEDURE, REFERENCES, REMARKS, APPROVER, INTERVIEWEE, ATTENTION, TARGET_KINDS, METHODS,
	CONTRADICTIONS, CLAUSE, JIS, LEVEL5, LEVEL4, LEVEL3, LEVEL2, LEVEL1, SHORT_NAME, SUBJECT,
	SOURCE, LABEL, INTERNAL, RESPONDENT, SUPPLIED, TITLE_EN, HEADING1_EN, HEADING2_EN,
	HEADING3_EN, SHEET_TITLE, CATALOG_EN, SUBJECT_EN, LANGUAGE, EDITION, NOTICE, JUDGING,
	N_COLUMNS
};

static const struct form_column columns[N_COLUMNS] = {
        [CATALOG] = {"catalog", "チェックリスト|カタログ|監査項目集|チェックリスト名", false},
        [NO] = {"no", "番号|No.|No|項番|項目番号", true},
        [HEADING1] = {"heading1", "大項目|大分類", false},
        [HEADING2] = {"heading2", "中項目|中分類", false},
        [HEADING3] = {"heading3", "小項目|小分類", false},
        [TITLE] = {"title", "項目名|表題|標題", false},
        [REQUIREMENT] = {"requirement", "監査項目|求められる水準|要求事項", true},
        [MANDATORY] = {"mandatory", "必須|必須項目", false},
        [ROLES] = {"roles", "担当|回答者|役割", false},
        [EVIDENCE] = {"evidence", "監査証拠の例|監査資料の例|証拠", false},
        [PROCEDURE] = {"procedure", "監査実施の例|監査手続|確認方法", false},
        [REFERENCES] = {"references", "関連規程|参照|根拠", false},
        [REMARKS] = {"remarks", "備考|留意事項", false},
        [APPROVER] = {"approver", "承認者", false},
        [INTERVIEWEE] = {"interviewee", "インタビュー対象|面談相手", false},
        [ATTENTION] = {"attention", "着眼点", false},
        [TARGET_KINDS] = {"target_kinds", "対象の種類", false},
        [METHODS] = {"methods", "確認の手段", false},
        [CONTRADICTIONS] = {"contradictions", "矛盾する事実", false},
        [CLAUSE] = {"clause", "例文の番号|例文番号|情報セキュリティポリシーガイドラインの例文の番号|情報セキュリティガイドラインの例文の番号", false},
        [JIS] = {"jis", "JIS番号|関連するJISQ27002番号|JIS Q 27002番号", false},
        [LEVEL5] = {"level5", "レベル5|対策レベル5", false},
        [LEVEL4] = {"level4", "レベル4|対策レベル4", false},
        [LEVEL3] = {"level3", "レベル3|対策レベル3", false},
        [LEVEL2] = {"level2", "レベル2|対策レベル2", false},
        [LEVEL1] = {"level1", "レベル1|対策レベル1", false},
        [SHORT_NAME] = {"catalog_short", "略称", false},
        [SUBJECT] = {"catalog_subject", "対象事項", false},
        [SOURCE] = {"catalog_source", "出典", false},
        [LABEL] = {"label", "細目", false},
        [INTERNAL] = {"internal", "内部監査向き", false},
        [RESPONDENT] = {"respondent", "調査票の回答者", false},
        [SUPPLIED] = {"supplied", "補った箇所|補", false},
        [TITLE_EN] = {"title_en", "項目名（英語）", false},
        [HEADING1_EN] = {"heading1_en", "大項目（英語）", false},
        [HEADING2_EN] = {"heading2_en", "中項目（英語）", false},
        [HEADING3_EN] = {"heading3_en", "小項目（英語）", false},
        [SHEET_TITLE] = {"catalog_title", "印刷の題名", false},
        [CATALOG_EN] = {"catalog_en", "チェックリスト（英語）", false},
        [SUBJECT_EN] = {"catalog_subject_en", "対象事項（英語）", false},
        [LANGUAGE] = {"catalog_language", "言語", false},
        [EDITION] = {"catalog_version", "原文の版", false},
        [NOTICE] = {"catalog_notice", "注意書き", false},
        [JUDGING] = {"catalog_judging", "判定の仕方", false},
};
const struct form criteria_form = {columns, N_COLUMNS};

#define HEADINGS 3

struct heading_state {
	bool carry_blank;          /* blank cells go on with the heading above */
	const char *now[HEADINGS]; /* NULL = none */
};

/* --- several values in one cell --- */

static size_t bullet(const char *s)
{
	static const char *const bullets[] = {"□", "☐", "■", "◻", "▢",  "・", "･",
	                                      "•", "●", "○", "◆", "- ", "－ "};

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++)
		if (strncmp(s, bullets[i], strlen(bullets[i])) == 0)
			return strlen(bullets[i]);
	return 0;
}

const char *criteria_values(struct arena *a, const char *cell)
{
	struct text_list lines = text_split(a, cell, "\n|"), out = {0};
	bool bulleted = false;

	out.v = ARENA_ARRAY(a, lines.n + 1, const char *);
	for (size_t i = 0; i < lines.n; i++)
		bulleted |= bullet(lines.v[i]) > 0;
	for (size_t i = 0; i < lines.n; i++) {
		size_t cut = bullet(lines.v[i]);
		const char *value = text_trim(a, lines.v[i] + cut);

		if (bulleted && !cut && out.n)
			out.v[out.n - 1] = arena_printf(a, "%s%s", out.v[out.n - 1], value);
		else if (*value)
			out.v[out.n++] = value;
	}
	return out.n ? text_join(a, &out, "\n") : NULL;
}

/* --- headings --- */

static bool heading_cells_merge(const struct reading *r)
{
	for (size_t i = 0; i < r->sheet->n_merges; i++) {
		const struct merge *m = &r->sheet->merges[i];

		for (int k = HEADING1; k <= HEADING3; k++)
			if (m->row1 > r->header_row + r->header_height - 1 && m->row2 > m->row1 &&
			    r->at[k] >= (int)m->column1 && r->at[k] <= (int)m->column2)
				return true;
	}
	return false;
}

/* `shifted` is the heading column that holds the row's number, -1 = none. */
static void read_headings(struct reading *r, const struct sheet_row *row, struct heading_state *h,
                          int shifted, struct item_row *item)
{
	const char *given[HEADINGS];
	bool carry;

	for (int k = 0; k < HEADINGS; k++)
		given[k] = HEADING1 + k == shifted ? NULL : reading_opt(r, row, HEADING1 + k);
	/* without merged cells only a wholly blank heading goes on */
	carry = h->carry_blank || (!given[0] && !given[1] && !given[2] && !reading_has(r, LABEL));
	for (int k = 0; k < HEADINGS; k++) {
		if (carry && !given[k])
			continue;
		if (carry && h->now[k] && strcmp(h->now[k], given[k]) == 0)
			continue;
		h->now[k] = given[k];
		for (int below = k + 1; carry && below < HEADINGS; below++)
			h->now[below] = NULL;
	}
	item->heading1 = h->now[0];
	item->heading2 = h->now[1];
	item->heading3 = h->now[2];
}

/*
 * A number that slipped into a heading column: it is taken for the row's number, and the heading
 * above goes on. NULL when there is none.
 */
static const char *shifted_number(struct reading *r, const struct sheet_row *row, int *ret_column)
{
	long n;

	for (int k = HEADING3; k >= HEADING1; k--) {
		const char *text = reading_cell(r, row, k)->text;

		if (!text_to_long(r->c->arena, text, &n))
			continue;
		*ret_column = k;
		return arena_printf(r->c->arena, "%ld", n);
	}
	return NULL;
}

/* --- one row --- */

/* "i) 行政機関の範囲" + line break + sentence: index, title and requirement in one cell. */
static bool split_indexed(struct arena *a, const char *cell, struct item_row *item)
{
	const char *line = strchr(cell, '\n');
	size_t n = strspn(cell, "ivxIVX");

	if (!n || cell[n] != ')' || !line)
		return false;
	item->label = arena_strndup(a, cell, n);
	item->title = text_trim(a, arena_strndup(a, cell + n + 1, (size_t)(line - cell) - n - 1));
	item->requirement = text_trim(a, line + 1);
	return true;
}

static void read_title(struct reading *r, const struct sheet_row *row, struct item_row *item)
{
	const char *cell = reading_text(r, row, REQUIREMENT);
	const char *line = strchr(cell, '\n');

	if (reading_has(r, TITLE)) {
		item->title = reading_text(r, row, TITLE);
		item->requirement = *cell ? cell : NULL;
	} else if (!split_indexed(r->c->arena, cell, item)) {
		struct arena *a = r->c->arena;

		item->title = line ? text_trim(a, arena_strndup(a, cell, (size_t)(line - cell)))
		                   : cell;
		item->requirement = line ? text_trim(a, line + 1) : NULL;
	}
	if (reading_has(r, LABEL))
		item->label = reading_opt(r, row, LABEL);
}

static const char *values(struct reading *r, const struct sheet_row *row, int column)
{
	return criteria_values(r->c->arena, reading_text(r, row, column));
}

static const char *squeezed(struct reading *r, const struct sheet_row *row, int column)
{
	const char *text = reading_opt(r, row, column);

	return text ? text_squeeze(r->c->arena, text) : NULL;
}

static const char *spaced_values(struct reading *r, const struct sheet_row *row, int column)
{
	struct text_list list = text_split(r->c->arena, reading_text(r, row, column), " \n|");

	return list.n ? text_join(r->c->arena, &list, "\n") : NULL;
}

static void read_item(struct reading *r, const struct sheet_row *row, struct item_row *item)
{
	item->no = reading_code(r, row, NO);
	read_title(r, row, item);
	item->mandatory = reading_flag(r, row, MANDATORY);
	item->roles = values(r, row, ROLES);
	item->evidence = values(r, row, EVIDENCE);
	item->procedure = reading_opt(r, row, PROCEDURE);
	item->refs = values(r, row, REFERENCES);
	item->remarks = reading_opt(r, row, REMARKS);
	item->approver = values(r, row, APPROVER);
	item->interviewee = values(r, row, INTERVIEWEE);
	item->attention = reading_opt(r, row, ATTENTION);
	item->target_kinds = values(r, row, TARGET_KINDS);
	item->methods = values(r, row, METHODS);
	item->contradictions = reading_opt(r, row, CONTRADICTIONS);
	item->clause = squeezed(r, row, CLAUSE);
	item->jis = spaced_values(r, row, JIS);
	if (reading_opt(r, row, INTERNAL))
		item->internal = reading_flag(r, row, INTERNAL) ? "yes" : "no";
	item->respondent = reading_opt(r, row, RESPONDENT);
	item->supplied = reading_opt(r, row, SUPPLIED);
	item->title_en = reading_opt(r, row, TITLE_EN);
	item->heading1_en = reading_opt(r, row, HEADING1_EN);
	item->heading2_en = reading_opt(r, row, HEADING2_EN);
	item->heading3_en = reading_opt(r, row, HEADING3_EN);
}

static void read_head(struct reading *r, const struct sheet_row *row, struct incoming_head *head)
{
	head->short_name = reading_opt(r, row, SHORT_NAME);
	head->subject = reading_opt(r, row, SUBJECT);
	head->source = reading_opt(r, row, SOURCE);
	head->name_en = reading_opt(r, row, CATALOG_EN);
	head->subject_en = reading_opt(r, row, SUBJECT_EN);
	head->language = reading_opt(r, row, LANGUAGE);
	head->edition = reading_opt(r, row, EDITION);
	head->title = reading_opt(r, row, SHEET_TITLE);
	head->notice = reading_opt(r, row, NOTICE);
	head->judging = reading_opt(r, row, JUDGING);
}

static void read_row(struct reading *r, const struct sheet_row *row, struct heading_state *h,
                     const char *default_catalog, struct incoming_item *in)
{
	const char *catalog = reading_text(r, row, CATALOG), *number;
	int shifted = -1;

	in->catalog = *catalog ? catalog : default_catalog;
	in->place = reading_place(r, row, -1);
	in->no_place = reading_place(r, row, NO);
	in->title_place = reading_place(r, row, reading_has(r, TITLE) ? TITLE : REQUIREMENT);
	read_item(r, row, &in->item);
	number = *in->item.no ? NULL : shifted_number(r, row, &shifted);
	if (number) {
		in->item.no = number;
		READING_PROBLEM(
			r, row, NO, SEV_CONFIRM, "number-shifted",
			N_("The number {1} stands in another column. "
			   "It is taken for this row's number."),
			number);
	}
	read_headings(r, row, h, shifted, &in->item);
	for (int k = 0; k < ITEM_LEVELS; k++)
		in->levels[k] = reading_opt(r, row, LEVEL1 - k);
	read_head(r, row, &in->head);
}

enum err criteria_import(struct ctx *c, const struct book *book, const char *file,
                         const struct criteria_options *options, struct import_result *ret)
{
	struct heading_state headings = {0};
	struct incoming_items in = {0};
	const struct sheet_row *row;
	const char *name;
	struct reading r;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, &criteria_form, &ret->problems, &r));
	name = options->catalog ? options->catalog : r.sheet->name;
	headings.carry_blank = heading_cells_merge(&r);
	in.v = ARENA_ARRAY(c->arena, r.sheet->n_rows, struct incoming_item);
	while ((row = reading_next(&r)) != NULL) {
		struct incoming_item *item = &in.v[in.n++];

		read_row(&r, row, &headings, name, item);
		item->rejected = r.row_rejected;
	}
	criteria_check(c, &in, &ret->problems);
	criteria_tell(c->arena, &in, options->reads);
	return criteria_store(c, &in, options->whole, ret);
}

/* --- export --- */

static int column_of(const char *name)
{
	int k = 0;

	while (strcmp(columns[k].name, name) != 0)
		k++;
	return k;
}

static void put_head(const char **v, const struct version_full *of)
{
	v[CATALOG] = of->catalog->name;
	v[SHORT_NAME] = of->catalog->short_name;
	v[SUBJECT] = of->catalog->subject;
	v[SOURCE] = of->catalog->source;
	v[CATALOG_EN] = of->catalog->name_en;
	v[SUBJECT_EN] = of->catalog->subject_en;
	v[LANGUAGE] = of->catalog->language;
	v[EDITION] = of->version->edition;
	v[SHEET_TITLE] = of->version->title;
	v[NOTICE] = of->version->notice;
	v[JUDGING] = of->version->judging;
}

static void put_item(const char **v, const struct item_full *item)
{
	v[NO] = item->row->no;
	v[MANDATORY] = item->row->mandatory ? "○" : NULL;
	for (size_t i = 0; i < n_item_fields; i++)
		v[column_of(item_fields[i].name)] = item_text(item->row, &item_fields[i]);
	for (int k = 0; k < ITEM_LEVELS; k++)
		v[LEVEL1 - k] = item->levels[k];
}

enum err criteria_export(struct ctx *c, struct table *ret)
{
	struct column *out = ARENA_ARRAY(c->arena, N_COLUMNS, struct column);
	struct catalog_row *catalogs;
	const char *const **rows = NULL;
	size_t n_catalogs, n_rows = 0;

	for (int k = 0; k < N_COLUMNS; k++) {
		out[k].name = columns[k].name;
		out[k].kind = k == TITLE || k == REQUIREMENT || k == EVIDENCE || k == PROCEDURE
		                      ? COLUMN_WIDE_TEXT
		                      : COLUMN_TEXT;
	}
	TRY(q_catalog_all(c, &catalogs, &n_catalogs));
	for (size_t i = 0; i < n_catalogs; i++) {
		struct catalog_version_row *version;
		struct version_full full;

		TRY(criteria_latest(c, catalogs[i].name, &version));
		if (!version)
			continue;
		TRY(criteria_load_version(c, catalogs[i].id, version->number, &full));
		rows = arena_grow(c->arena, rows, n_rows * sizeof(*rows),
		                  (n_rows + full.n) * sizeof(*rows));
		for (size_t k = 0; k < full.n; k++) {
			const char **v = ARENA_ARRAY(c->arena, N_COLUMNS, const char *);

			put_head(v, &full);
			put_item(v, &full.items[k]);
			rows[n_rows++] = v;
		}
	}
	*ret = (struct table){"criteria", out, N_COLUMNS, rows, n_rows};
	return OK;
}
