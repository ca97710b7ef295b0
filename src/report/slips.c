#include "report/slips.h"

#include "base/date.h"
#include "org/setting.h"
#include "report/blocks.h"

static void fact(struct doc_table *t, size_t row, const char *head, const char *text)
{
	table_head(t, row, 0, head);
	table_text(t, row, 1, text ? text : "―");
}

static void add_slip(struct block_list *list, const struct first_password *p)
{
	struct ctx *c = list->c;
	struct doc_table *t = table_make(c, arena_printf(c->arena, "slip-%s", p->number), 2, 5, 0);

	block_heading(list, 1, arena_printf(c->arena, "%s　%s 様", p->unit, p->name));
	table_column(t, 0, ALIGN_LEFT, 1);
	table_column(t, 1, ALIGN_LEFT, 3);
	fact(t, 0, "職員番号", p->number);
	fact(t, 1, "所属", p->unit);
	fact(t, 2, "職名", p->post);
	fact(t, 3, "ログイン名", p->number);
	fact(t, 4, "初回パスワード", p->password);
	block_table(list, t);
	block_paragraph(list, "このパスワードで初めてサインインすると、ご自分のパスワードを決める画面が出ます。"
	                      "決めた後は、この紙を裁断してください。");
	block_paragraph(list, "この紙をなくしたときは、すぐに監査事務局へ知らせてください。");
}

enum err slips_build(struct ctx *c, const struct account_bulk *bulk, struct doc *ret)
{
	struct block_list list = {.c = c};
	static const char *const marks[] = {"取扱注意"};
	struct doc doc = {.title = "初回パスワードのお知らせ",
	                  .marks = marks,
	                  .n_marks = 1,
	                  .language = "ja",
	                  .made_us = c->now_us};

	TRY(setting_find(c, SETTING_ORGANISATION, &doc.organisation));
	doc.date = date_format(c->arena, date_in_japan(c->now_us), DATE_ERA_LONG);
	for (size_t i = 0; i < bulk->n; i++) {
		if (i > 0)
			block_add(&list, BLOCK_PAGE_BREAK);
		add_slip(&list, &bulk->v[i]);
	}
	TRY(headings_number(c, list.first, ""));
	doc.blocks = list.first;
	*ret = doc;
	return OK;
}
