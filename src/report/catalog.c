#include "report/catalog.h"

#include "base/date.h"
#include "base/text.h"
#include "org/setting.h"
#include "report/blocks.h"
#include "ui/msg.h"

#include <inttypes.h>
#include <string.h>

#define SHORT_CATALOG 30 /* items; a longer one gets a cover and a table of contents */
#define HEAD_FILL "#e6ecf5"

struct printing {
	struct ctx *c;
	const struct version_full *v;
	struct block_list out;
};

static const char *ja(const char *msgid)
{
	return msg_find(LANG_JA, msgid);
}

/* --- texts of a cell --- */

enum marks { PLAIN, DOTTED, NUMBERED };

/* One value a line, each with its mark; a single one stands alone. */
static const char *lines(struct arena *a, const char *text, enum marks marks)
{
	struct text_list list = text_split(a, text ? text : "", "\n");

	for (size_t i = 0; marks != PLAIN && list.n > 1 && i < list.n; i++)
		list.v[i] = marks == NUMBERED ? arena_printf(a, "%zu. %s", i + 1, list.v[i])
		                              : arena_printf(a, "・%s", list.v[i]);
	return text_join(a, &list, "\n");
}

static const char *joined(struct arena *a, const char *text)
{
	struct text_list list = text_split(a, text ? text : "", "\n");

	for (size_t i = 0; i < list.n; i++)
		list.v[i] = ja(criteria_word(list.v[i]));
	return text_join(a, &list, "、");
}

/* "担当：…　承認者：…", what is there of them. */
static const char *named(struct arena *a, const char *const (*pairs)[2], size_t n, const char *sep)
{
	struct text_list list = {.v = ARENA_ARRAY(a, n, const char *)};

	for (size_t i = 0; i < n; i++)
		if (pairs[i][1])
			list.v[list.n++] = arena_printf(a, "%s：%s", pairs[i][0],
			                                joined(a, pairs[i][1]));
	return text_join(a, &list, sep);
}

static const char *roles(struct arena *a, const struct item_row *i)
{
	const char *const pairs[][2] = {{"担当", i->roles},
	                                {"調査票の回答", i->respondent},
	                                {"承認", i->approver},
	                                {"面談", i->interviewee}};

	return named(a, pairs, sizeof(pairs) / sizeof(pairs[0]), "\n");
}

static const char *targets(struct arena *a, const struct item_row *i)
{
	const char *const pairs[][2] = {{"対象", i->target_kinds},
	                                {"確認の手段", i->methods}};
	const char *text = named(a, pairs, sizeof(pairs) / sizeof(pairs[0]), "\n");

	if (i->internal)
		text = arena_printf(a, "%s\n%s向き", text,
		                    strcmp(i->internal, "yes") == 0 ? "内部監査" : "外部監査");
	return text;
}

static const char *references(struct arena *a, const struct item_row *i)
{
	const char *const pairs[][2] = {{"例文の番号", i->clause},
	                                {"JIS Q 27002:2006", i->jis},
	                                {"参照", i->refs}};

	return named(a, pairs, sizeof(pairs) / sizeof(pairs[0]), "\n");
}

static const char *supplied(struct arena *a, const struct item_row *i)
{
	struct text_list list = text_split(a, i->supplied ? i->supplied : "", "\n");

	for (size_t k = 0; k < list.n; k++) {
		const char *name, *reason;

		criteria_split(a, list.v[k], &name, &reason);
		if (name)
			list.v[k] = arena_printf(a, "%s　%s", ja(criteria_field_label(name)),
			                         reason);
	}
	return text_join(a, &list, "\n");
}

/* --- an item --- */

struct row {
	const char *label, *text;
};

#define ROWS_MAX (10 + ITEM_LEVELS)

static void put_rows(struct row *rows, size_t *n, const struct row *from, size_t n_from)
{
	for (size_t k = 0; k < n_from; k++)
		if (*from[k].text)
			rows[(*n)++] = from[k];
}

static size_t item_rows(struct arena *a, const struct item_full *item, struct row *rows)
{
	const struct item_row *i = item->row;
	const struct row look[] = {{"求められる水準", lines(a, i->requirement, PLAIN)},
	                           {"監査手続", lines(a, i->procedure, NUMBERED)},
	                           {"監査資料", lines(a, i->evidence, DOTTED)},
	                           {"着眼点", lines(a, i->attention, DOTTED)},
	                           {"矛盾する事実", lines(a, i->contradictions, DOTTED)}};
	const struct row more[] = {{"役割", roles(a, i)},
	                           {"対象と手段", targets(a, i)},
	                           {"根拠", references(a, i)},
	                           {"備考", lines(a, i->remarks, PLAIN)},
	                           {"補", supplied(a, i)}};
	size_t n = 0;

	put_rows(rows, &n, look, sizeof(look) / sizeof(look[0]));
	for (int k = ITEM_LEVELS; k-- > 0;)
		if (item->levels[k])
			rows[n++] = (struct row){arena_printf(a, "レベル%d", k + 1),
			                         item->levels[k]};
	put_rows(rows, &n, more, sizeof(more) / sizeof(more[0]));
	return n;
}

static const char *item_name(struct arena *a, const struct item_row *i)
{
	return arena_printf(a, "%s　%s%s%s%s", i->no, i->label ? i->label : "",
	                    i->label ? ") " : "", i->title ? i->title : "",
	                    i->mandatory ? "　［必須］" : "");
}

static void print_item(struct printing *p, const struct item_full *item, size_t number)
{
	struct arena *a = p->c->arena;
	struct row rows[ROWS_MAX];
	size_t n = item_rows(a, item, rows);
	struct doc_table *t =
		table_make(p->c, arena_printf(a, "item-%zu", number), 2, n + 1, 1);
	struct doc_cell *head = table_head(t, 0, 0, item_name(a, item->row));

	head->colspan = 2;
	head->fill = HEAD_FILL;
	t->rows[0].cells[1].covered = true;
	table_column(t, 0, ALIGN_LEFT, 19);
	table_column(t, 1, ALIGN_LEFT, 81);
	for (size_t k = 0; k < n; k++) {
		table_head(t, k + 1, 0, rows[k].label);
		table_text(t, k + 1, 1, rows[k].text);
	}
	block_table(&p->out, t);
}

/* --- headings --- */

#define HEADINGS 3

static const char *heading(const struct item_full *item, int k)
{
	const char *const all[HEADINGS] = {item->row->heading1, item->row->heading2,
	                                   item->row->heading3};

	return all[k] ? all[k] : "";
}

/* Those that are new at this item; from the first new one on all below it are. */
static void print_headings(struct printing *p, size_t i)
{
	bool fresh = i == 0;
	int level = 0;

	for (int k = 0; k < HEADINGS; k++) {
		const char *text = heading(&p->v->items[i], k);

		fresh |= strcmp(i ? heading(&p->v->items[i - 1], k) : "", text) != 0;
		level += *text != '\0';
		if (fresh && *text)
			block_heading(&p->out, level + 1, lines(p->c->arena, text, PLAIN));
	}
}

/* --- the whole --- */

static void print_front(struct printing *p)
{
	const struct catalog_version_row *version = p->v->version;
	const char *const texts[][2] = {{"出典", p->v->catalog->source},
	                                {"この文書について", version->notice},
	                                {"レベルの決め方", version->judging}};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct text_list list;

		if (!texts[i][1])
			continue;
		block_heading(&p->out, 1, texts[i][0]);
		list = text_split(p->c->arena, texts[i][1], "\n");
		for (size_t k = 0; k < list.n; k++)
			block_paragraph(&p->out, list.v[k]);
	}
	block_heading(&p->out, 1, "監査項目");
}

static const char *subtitle(struct arena *a, const struct version_full *v)
{
	const char *text = arena_printf(a, "第%" PRId64 "版　%zu項目", v->version->number, v->n);

	return v->version->edition
	               ? arena_printf(a, "%s（原文の版 %s）", text, v->version->edition)
	               : text;
}

/* On a cover what stands in brackets has a line of its own. */
static const char *broken_title(struct arena *a, const char *title)
{
	const char *at = strstr(title, "（");

	return at && at > title
	               ? arena_printf(a, "%.*s\n%s", (int)(at - title), title, at)
	               : title;
}

enum err report_build_catalog(struct ctx *c, const struct version_full *v, struct doc *ret)
{
	struct printing p = {.c = c, .v = v, .out = {.c = c}};
	struct doc doc = {.language = "ja", .made_us = c->now_us};
	struct date made;

	TRY(setting_find(c, SETTING_ORGANISATION, &doc.organisation));
	doc.title = v->version->title ? v->version->title : v->catalog->name;
	doc.subtitle = subtitle(c->arena, v);
	if (date_from_iso(v->version->made_on, &made))
		doc.date = date_format(c->arena, made, DATE_ERA_LONG);
	doc.cover = doc.contents = v->n > SHORT_CATALOG;
	if (doc.cover)
		doc.title = broken_title(c->arena, doc.title);
	print_front(&p);
	for (size_t i = 0; i < v->n; i++) {
		print_headings(&p, i);
		print_item(&p, &v->items[i], i + 1);
	}
	doc.blocks = p.out.first;
	TRY(headings_number(c, doc.blocks, ""));
	*ret = doc;
	return OK;
}
