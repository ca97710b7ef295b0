/*
 * ledger_doc - prints docs/ledgers.md: the columns of every ledger of records, out of the
 * declarations. tests/unit/test_formats.c compares.
 */
#include "base/text.h"
#include "ledger/ledgers.h"

#include <stdio.h>
#include <string.h>

static const char *ja(const char *msgid)
{
	return msg_find(LANG_JA, msgid);
}

static const char *say(struct arena *a, const char *msgid, const char *x, const char *y)
{
	return msg_format(a, LANG_JA, msgid, (const char *const[]){x, y, NULL});
}

/* In a cell of a table. */
static const char *cell(struct arena *a, const char *text)
{
	struct text_list parts = text_split(a, text, "|");

	return text_join(a, &parts, "、");
}

static void add(struct arena *a, const char **to, const char *text)
{
	if (text && *text)
		*to = **to ? arena_printf(a, "%s。%s", *to, text) : text;
}

static const char *choices(struct arena *a, const struct record_field *f)
{
	const char *all = "";

	for (const struct choice *c = f->choices; c && c->code; c++)
		all = arena_printf(a, "%s%s`%s`%s", all, *all ? "、" : "", c->code, ja(c->label));
	return all;
}

static const char *rules(struct arena *a, const struct record_kind *k, const struct record_field *f)
{
	const char *all = "";

	if (f->flags & (RECORD_REQUIRED | RECORD_OWNER))
		add(a, &all, ja("required"));
	if (f->flags & RECORD_KEY)
		add(a, &all, "鍵");
	if (f->when_field) {
		const struct record_field *other = record_field_find(k, f->when_field);

		add(a, &all,
		    say(a, "required where “{1}” is “{2}”", ja(other->label),
		        record_value_show(a, LANG_JA, other, f->when_is)));
	}
	if (f->type == RECORD_FILE)
		add(a, &all, "書出しだけ");
	if (f->refers)
		add(a, &all, ja(f->refers->label));
	return all;
}

static void print_field(struct arena *a, const struct record_kind *k, const struct record_field *f)
{
	const char *more = rules(a, k, f);

	if (f->flags & RECORD_CONFIDENTIAL)
		return;
	add(a, &more, f->help ? ja(f->help) : NULL);
	add(a, &more, choices(a, f));
	printf("| `%s` | %s | %s | %s | %s |\n", f->key, ja(f->label),
	       f->headings ? cell(a, f->headings) : "", ja(record_type_word(f->type)),
	       cell(a, more));
}

static void print_ledger(struct arena *a, const struct record_kind *k)
{
	printf("\n## %s（`%s`）\n\n%s\n\n", ja(k->label), k->code, ja(k->about));
	printf("| 英語名 | 日本語名 | ほかの日本語名 | 値 | 約束 |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < k->n; i++)
		print_field(a, k, &k->fields[i]);
}

int main(void)
{
	struct arena *a = arena_new((size_t)16 << 20);

	if (!a)
		return 1;
	printf("# 台帳の列\n\n"
	       "`kageyu import` と `kageyu export` で出し入れする台帳の、すべての列です。値の書き方は "
	       "[formats.md](formats.md) の1と11に\n"
	       "あります。どの台帳も、書出しでは「記録番号」（`record`）の列が先に立ちます。\n\n"
	       "<!-- build/ledger_doc > docs/ledgers.md -->\n");
	for (size_t i = 0; i < n_ledgers; i++)
		print_ledger(a, ledgers[i]);
	arena_free(a);
	return 0;
}
