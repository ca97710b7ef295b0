/*
 * sample_doc.h - a small report that has one of everything, for the tests of the writers.
 */
#ifndef KAGEYU_TESTS_SAMPLE_DOC_H
#define KAGEYU_TESTS_SAMPLE_DOC_H

#include "report/doc.h"

#define HARD_TEXT "髙﨑𠮷 葛\U000E0100 ～－— <&> \"引用\" '単' *星* _下線_ [角] \\ `"

/* Rows of the sample table. */
enum { ROW_HEAD1, ROW_HEAD2, ROW_FIRST, ROW_SECOND, ROW_TOTAL, N_ROWS };
enum { N_COLUMNS = 4 };

static inline struct run *sample_run(struct arena *a, const char *text, unsigned style,
                                     const char *link, struct run *next)
{
	struct run *r = ARENA_NEW(a, struct run);

	*r = (struct run){text, style, link, next};
	return r;
}

/*
 *  対象所属 | 項目数 <    | 平均
 *     ^     | 情報 | 計   |  ^
 *  防災課   | 10(1) | 1,234 | 3.70     (防災課 over two rows)
 *     ^     | a|b⏎c | 007 | -0.5
 *  合計 …
 */
static inline const struct doc_table *sample_table(struct arena *a, const char *key,
                                                   const char *caption)
{
	static const char *const texts[N_ROWS][N_COLUMNS] = {
		{"対象所属", "項目数", "", "平均"},
		{"", "情報", "計", ""},
		{"防災課", "10(1)", "1,234", "3.70"},
		{"", "a|b\nc", "007", "-0.5"},
		{"合計", "=1+1", "1,241", "—"},
	};
	static const char *const notes[] = {"注1　" HARD_TEXT, "※　二つめの注"};
	static const struct doc_column columns[N_COLUMNS] = {
		{ALIGN_LEFT, 40}, {ALIGN_RIGHT, 20}, {ALIGN_RIGHT, 20}, {ALIGN_CENTER, 20}};
	struct doc_table *t = ARENA_NEW(a, struct doc_table);

	*t = (struct doc_table){.key = key,
	                        .caption = caption,
	                        .unit = "単位：項目",
	                        .notes = notes,
	                        .n_notes = 2,
	                        .columns = columns,
	                        .n_columns = N_COLUMNS,
	                        .n_rows = N_ROWS,
	                        .n_header_rows = 2};
	t->rows = ARENA_ARRAY(a, N_ROWS, struct doc_row);
	for (size_t i = 0; i < N_ROWS; i++) {
		t->rows[i].cells = ARENA_ARRAY(a, N_COLUMNS, struct doc_cell);
		t->rows[i].total = i == ROW_TOTAL;
		for (size_t j = 0; j < N_COLUMNS; j++)
			t->rows[i].cells[j] = (struct doc_cell){.text = texts[i][j],
			                                        .header = i < 2 || j == 0,
			                                        .number = i >= 2 && j > 0};
	}
	t->rows[ROW_HEAD1].cells[0].rowspan = 2;
	t->rows[ROW_HEAD2].cells[0].covered = true;
	t->rows[ROW_HEAD1].cells[1].colspan = 2;
	t->rows[ROW_HEAD1].cells[2].covered = true;
	t->rows[ROW_HEAD1].cells[3].rowspan = 2;
	t->rows[ROW_HEAD2].cells[3].covered = true;
	t->rows[ROW_FIRST].cells[0].rowspan = 2;
	t->rows[ROW_SECOND].cells[0].covered = true;
	t->rows[ROW_FIRST].cells[3].fill = "#ffe0cc";
	return t;
}

static inline const struct doc_figure *sample_figure(struct arena *a)
{
	static const struct chart_series series[] = {{"3 注意事項", "#ffe599"}, {"4 適合", "#b6d7a8"}};
	static const struct chart_cell cells[] = {{2, "2"}, {8, "8"}};
	static const struct chart_row rows[] = {{"防災課", cells}};
	static const struct chart chart = {.kind = CHART_STACKED_BARS,
	                                   .title = "件数<内部>",
	                                   .description = "適合が最も多い。",
	                                   .row_head = "対象所属",
	                                   .series = series,
	                                   .n_series = 2,
	                                   .rows = rows,
	                                   .n_rows = 1};
	struct doc_figure *f = ARENA_NEW(a, struct doc_figure);

	*f = (struct doc_figure){.key = "levels",
	                         .caption = "図1　件数",
	                         .chart = &chart,
	                         .data = sample_table(a, "levels-data", NULL)};
	return f;
}

static inline struct block *sample_add(struct arena *a, struct block ***tail, struct block b)
{
	struct block *p = ARENA_NEW(a, struct block);

	*p = b;
	**tail = p;
	*tail = &p->next;
	return p;
}

static inline void sample_paragraphs(struct arena *a, struct block ***tail)
{
	struct run *r = sample_run(a, "改行の後", RUN_BREAK, NULL, NULL);

	r = sample_run(a, "罠", 0, "javascript:alert(1)", r);
	r = sample_run(a, "外", RUN_EMPHASIS, "https://example.go.jp/?a=1&b=2", r);
	r = sample_run(a, "表4", 0, "#results-1", r);
	r = sample_run(a, "a<b>`c`", RUN_CODE, NULL, r);
	r = sample_run(a, "「56件」", RUN_STRONG, NULL, r);
	r = sample_run(a, "を検出", 0, NULL, r);
	r = sample_run(a, "56件", RUN_STRONG, NULL, r);
	r = sample_run(a, HARD_TEXT, 0, NULL, r);
	sample_add(a, tail, (struct block){.kind = BLOCK_PARAGRAPH, .runs = r});
	sample_add(a, tail, (struct block){.kind = BLOCK_LIST_ITEM, .level = 1,
	                                   .runs = sample_run(a, "点一", 0, NULL, NULL)});
	sample_add(a, tail, (struct block){.kind = BLOCK_LIST_ITEM, .level = 2,
	                                   .runs = sample_run(a, "点二", 0, NULL, NULL)});
	sample_add(a, tail,
	           (struct block){.kind = BLOCK_LIST_ITEM,
	                          .level = 1,
	                          .ordered = true,
	                          .label = "1",
	                          .runs = sample_run(a, "番号", 0, NULL, NULL)});
	sample_add(a, tail, (struct block){.kind = BLOCK_QUOTE,
	                                   .runs = sample_run(a, "引用文", 0, NULL, NULL)});
}

static inline struct doc sample_doc(struct arena *a)
{
	static const char *const marks[] = {"案", "取扱<注>意"};
	struct block *first = NULL, **tail = &first;

	sample_add(a, &tail,
	           (struct block){.kind = BLOCK_HEADING,
	                          .level = 1,
	                          .label = "1",
	                          .id = "gaiyo",
	                          .runs = sample_run(a, "概要", 0, NULL, NULL)});
	sample_paragraphs(a, &tail);
	sample_add(a, &tail, (struct block){.kind = BLOCK_PAGE_BREAK});
	sample_add(a, &tail,
	           (struct block){.kind = BLOCK_HEADING,
	                          .level = 2,
	                          .label = "(1)",
	                          .id = "kekka",
	                          .runs = sample_run(a, "結果", 0, NULL, NULL)});
	sample_add(a, &tail, (struct block){.kind = BLOCK_TABLE,
	                                    .table = sample_table(a, "results-1", "表4　<結果>")});
	sample_add(a, &tail, (struct block){.kind = BLOCK_TABLE,
	                                    .table = sample_table(a, "results-1", "同じ鍵の表")});
	sample_add(a, &tail, (struct block){.kind = BLOCK_FIGURE, .figure = sample_figure(a)});
	sample_add(a, &tail, (struct block){.kind = BLOCK_RIGHT,
	                                    .runs = sample_run(a, "以上", 0, NULL, NULL)});
	return (struct doc){.title = "監査<報告>書\n本編",
	                    .subtitle = "令和6年度",
	                    .organisation = "青葉野区",
	                    .date = "令和7年3月",
	                    .number = "7青情第123号",
	                    .marks = marks,
	                    .n_marks = 2,
	                    .language = "ja",
	                    .made_us = 1741996800000000, /* 2025-03-15 00:00 UTC */
	                    .cover = true,
	                    .contents = true,
	                    .blocks = first};
}

#endif
