/* A ledger as a file, its empty table, and the page about its fields that its declaration makes. */
#include "ledger/ledgers.h"
#include "record/exchange.h"
#include "web/ledger_view.h"
#include "web/table_file.h"

#include <string.h>

static void draw_way(struct request *r)
{
	struct html *h = &r->html;
	const struct record_kind *k = ledger_find(r->args[0]);

	page_crumb(r, T_(h, N_("Ledgers")), LINK(r, LEDGERS));
	page_crumb(r, T_(h, k->label), LINK(r, LEDGER, k->code));
}

enum err ledger_file_page(struct request *r)
{
	const char *format = pairs_get(&r->query, "format");
	struct ledger_view v;
	struct table t;

	TRY(ledger_view_load(r, &v));
	TRY(record_export(&r->c, v.kind, &v.query, &t));
	return table_file_send(r, &t, format, v.kind->code,
	                       arena_printf(r->c.arena, "ledger %s %s", v.kind->code,
	                                    format ? format : ""),
	                       draw_way);
}

enum err ledger_empty_page(struct request *r)
{
	const struct record_kind *k;
	struct table t;

	TRY(ledger_asked(r, &k));
	record_template(r->c.arena, k, &t);
	return table_file_send(r, &t, "xlsx", arena_printf(r->c.arena, "%s-template", k->code),
	                       arena_printf(r->c.arena, "template %s", k->code), draw_way);
}

/* --- what the fields mean --- */

static const char *choices_text(struct request *r, const struct record_field *f)
{
	const char *out = "";

	for (const struct choice *c = record_choices(f); c && c->code; c++)
		out = arena_printf(r->c.arena, "%s%s%s", out, *out ? "、" : "",
		                   T_(&r->html, c->label));
	return out;
}

static void add_rule(struct request *r, const char **rules, const char *rule)
{
	*rules = arena_printf(r->c.arena, "%s%s%s", *rules, **rules ? "、" : "", rule);
}

static const char *say(struct request *r, const char *msgid, const char *x, const char *y)
{
	return msg_format(r->c.arena, r->lang, msgid, (const char *const[]){x, y, NULL});
}

static const char *when_text(struct request *r, const struct record_kind *k,
                             const struct record_field *f)
{
	const struct record_field *other = record_field_find(k, f->when_field);

	return say(r, N_("required where “{1}” is “{2}”"), T_(&r->html, other->label),
	           record_value_show(r->c.arena, r->lang, other, f->when_is));
}

static const char *rules_text(struct request *r, const struct record_kind *k,
                              const struct record_field *f)
{
	static const struct {
		enum record_flag flag;
		const char *msgid;
	} words[] = {
		{RECORD_REQUIRED, N_("required")},
		{RECORD_OWNER, N_("required")},
		{RECORD_KEY, N_("no two alike")},
		{RECORD_PERSONAL, N_("about a person")},
		{RECORD_CONFIDENTIAL, N_("only for who keeps the ledger")},
	};
	const char *rules = "";

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (f->flags & words[i].flag)
			add_rule(r, &rules, T_(&r->html, words[i].msgid));
	if (f->city)
		add_rule(r, &rules, T_(&r->html, N_("added by the city")));
	if (f->when_field)
		add_rule(r, &rules, when_text(r, k, f));
	if (f->fresh_months)
		add_rule(r, &rules,
		         say(r, N_("to be confirmed within {1} months"),
		             arena_printf(r->c.arena, "%d", f->fresh_months), NULL));
	return rules;
}

static void draw_field(struct request *r, const struct record_kind *k,
                       const struct record_field *f)
{
	struct html *h = &r->html;
	const char *more = f->help ? T_(h, f->help) : "";

	if (f->choices)
		more = arena_printf(r->c.arena, "%s%s%s", more, *more ? " " : "",
		                    choices_text(r, f));
	OPEN(h, TR);
	EL(h, TH, T_(h, f->label), AT(SCOPE, "row"));
	cell_text(r, T_(h, record_type_word(f->type)));
	cell_text(r, rules_text(r, k, f));
	cell_text(r, more);
	EL(h, TD, f->headings ? f->headings : "—", AT(CLASS, "code"));
	CLOSE(h, TR);
}

enum err ledger_fields_page(struct request *r)
{
	struct html *h = &r->html;
	const struct record_kind *k;

	TRY(ledger_asked(r, &k));
	draw_way(r);
	page_heading(r, T_(h, N_("What the fields mean")));
	EL(h, P, T_(h, k->about));
	TABLE_OPEN(r, NULL, NULL, N_("Field"), N_("Kind of value"), N_("Rules"), N_("Explanation"),
	           N_("Other headings in files"));
	for (size_t i = 0; i < k->n; i++)
		draw_field(r, k, &k->fields[i]);
	table_close(r);
	return OK;
}
