#include "support.h"

#include "audit/audit.h"
#include "base/text.h"
#include "criteria/criteria.h"
#include "org/unit.h"
#include "store/db.h"
#include "store/migration.h"

#include <string.h>

#define ARENA_MAX ((size_t)256 << 20)

struct job {
	struct ctx c;
	fuzz_fn *fn;
	const char *data;
	size_t len;
};

static void call(void *arg)
{
	struct job *j = arg;

	j->fn(&j->c, arena_strndup(j->c.arena, j->data, j->len), j->len);
}

static void run(struct ctx c, fuzz_fn *fn, const unsigned char *data, size_t len)
{
	struct job j = {.c = c, .fn = fn, .data = (const char *)data, .len = len};

	j.c.arena = arena_new(ARENA_MAX);
	MUST(j.c.arena);
	(void)arena_try(j.c.arena, call, &j);
	arena_free(j.c.arena);
}

void fuzz_run(fuzz_fn *fn, const unsigned char *data, size_t len)
{
	run((struct ctx){0}, fn, data, len);
}

/* --- the database --- */

static const char units[] = "code,name,parent_code\n"
			    "0100,政策部,\n"
			    "0101,広報課,0100\n"
			    "0102,防災課,0100\n";

static const char catalogs[][300] = {
	"catalog: 情報資産チェックリスト\nshort: 情報\n\n"
	"no: 1\nheading1: 管理\ntitle: 台帳\nlevel5: 全部\nmandatory: yes\n\n"
	"no: 2\nheading1: 管理\ntitle: 廃棄\n\nno: 3\ntitle: 持出し\n",
	"catalog: 機器\n\nno: 1\ntitle: 施錠\n"};

static enum err install_criteria(struct ctx *c)
{
	struct criteria_options options = {0};
	struct import_result result;

	for (size_t i = 0; i < sizeof(catalogs) / sizeof(catalogs[0]); i++)
		TRY(criteria_import_text(c, catalogs[i], strlen(catalogs[i]), "x", &options,
		                         &result));
	return OK;
}

static enum err install_audit(struct ctx *c)
{
	static const char *const both[] = {"0101", "0102"}, *const first[] = {"1"};
	struct audit_scope scope = {"情報資産チェックリスト", both, 1, NULL, 0};
	struct audit_new what = {
		.code = "R6", .title = "令和6年度監査", .kind = "internal", .fiscal_year = 2024};
	struct audit_part_row part;
	struct audit_row audit;
	long pairs;

	TRY(audit_make(c, &what, &audit));
	TRY(audit_find_part(c, &audit, NULL, &part));
	TRY(audit_add_scope(c, &audit, &part, &scope, &pairs));
	scope.n_units = 2;
	scope.items = first;
	scope.n_items = 1;
	return audit_add_scope(c, &audit, &part, &scope, &pairs);
}

static enum err install(struct ctx *c, void *arg)
{
	struct import_result result;
	struct book *book;

	(void)arg;
	TRY(audit_install_shipped(c));
	TRY(book_read(c, "units.csv", units, strlen(units), &book));
	TRY(unit_import(c, book, "units.csv", &result));
	TRY(install_criteria(c));
	return install_audit(c);
}

/* Opened once: rolling back is quicker than making it anew. */
static const struct ctx *database(bool empty)
{
	static struct ctx c;
	enum err e;

	if (c.arena)
		return &c;
	c.arena = arena_new(ARENA_MAX);
	c.now_us = 1730000000000000;
	c.actor = c.cause = "fuzz";
	e = db_open(&c, ":memory:", true);
	if (e == OK)
		e = migration_run(&c);
	if (e == OK && !empty)
		e = db_transaction(&c, DB_WRITE, install, NULL);
	if (e != OK)
		fprintf(stderr, "%s %s\n", c.error.msgid, c.error.detail ? c.error.detail : "");
	MUST(e == OK);
	return &c;
}

void fuzz_run_in_database(fuzz_fn *fn, const unsigned char *data, size_t len, bool empty)
{
	struct ctx c = *database(empty);

	MUST(db_begin(&c, DB_WRITE) == OK);
	run(c, fn, data, len);
	db_rollback(&c);
}

/* --- promises --- */

void must_be_text(const char *s)
{
	size_t bad;

	MUST(s != NULL && text_valid(s, strlen(s), &bad));
}

void must_be_told(const struct ctx *c)
{
	MUST(c->error.msgid != NULL && c->error.code != OK);
	MUST(c->error.code != ERR_DB);
	for (size_t i = 0; i < ERROR_ARGS_MAX; i++)
		if (c->error.args[i])
			must_be_text(c->error.args[i]);
}

void must_be_reported(const struct problems *problems)
{
	for (const struct problem *p = problems->first; p; p = p->next) {
		MUST(p->code && p->msgid && p->place.file);
		if (p->place.column)
			must_be_text(p->place.column);
		for (size_t i = 0; i < ERROR_ARGS_MAX; i++)
			if (p->args[i])
				must_be_text(p->args[i]);
		if (p->value)
			must_be_text(p->value);
	}
}

void must_add_up(const struct import_result *r)
{
	MUST(r->rows == r->created + r->updated + r->unchanged + r->rejected);
	MUST(r->created >= 0 && r->updated >= 0 && r->unchanged >= 0 && r->rejected >= 0);
	MUST(!r->rejected || r->problems.count[SEV_REJECT]);
	must_be_reported(&r->problems);
}

const struct book *fuzz_reread(struct ctx *c, const struct table *t)
{
	struct problems problems = {0};
	struct book *book;
	struct buf out;

	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	MUST(table_write_csv(c, t, CSV_UTF8_BOM, &problems, &out) == OK);
	MUST(book_read(c, "again.csv", out.data, out.len, &book) == OK);
	MUST(book->delimiter == ',');
	return book;
}
