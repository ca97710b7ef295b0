#include "cli/cli.h"

#include "audit/ledger.h"
#include "base/os.h"
#include "base/text.h"
#include "criteria/edit.h"
#include "report/catalog.h"
#include "report/format.h"
#include "report/summary_doc.h"
#include "store/db.h"
#include "survey/shipped.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct cli_option options_export[] = {
        {"o", "FILE", N_("where to; .csv or .xlsx (without it: CSV to standard output)")},
        {"audit", "ID", N_("judgements of this audit only")},
        {"catalog", "NAME",
         N_("criteria: this catalogue as .docx, .pdf, .html, .md or in its text form .catalog")},
        {"version", "N", N_("of the catalogue (the newest without it)")},
        {"format", "FORMAT",
         N_("of the catalogue or summary (from the ending of FILE without it)")},
        {"form", "NAME", N_("forms: this one (without it: all, into the folder FILE)")},
        {"as-of", "DATE",
         N_("people: who works here on that day (without it: today); appointments: those of "
            "that day; units and records: with the organisation of that day")},
        {"encoding", "utf8|cp932", N_("of the CSV; utf8 is written with BOM")},
        {"system", "NAME", N_("usage: this system only, by number or name")},
        {NULL, NULL, NULL},
};

static bool ends_with(const char *s, const char *ending)
{
	size_t n = strlen(s), k = strlen(ending);

	return n >= k && strcmp(s + n - k, ending) == 0;
}

static enum err put(struct cli *cli, const char *path, const struct buf *out)
{
	if (path)
		return os_write_file(&cli->ctx, path, out->data, out->len, 0600);
	fwrite(out->data, 1, out->len, stdout);
	return OK;
}

/* --- a ledger --- */

static enum err encode(struct cli *cli, const struct table *t, const char *path, struct buf *out)
{
	struct ctx *c = &cli->ctx;
	const struct table *tables[] = {t};
	const char *encoding = cli_value(cli, "encoding");
	struct problems problems = {0};
	enum err e;

	if (path && ends_with(path, ".xlsx"))
		return table_write_xlsx(c, tables, 1, out);
	if (encoding && strcmp(encoding, "utf8") != 0 && strcmp(encoding, "cp932") != 0)
		return FAIL(c, ERR_USAGE, N_("--encoding takes utf8 or cp932, not “{1}”."),
		            encoding);
	e = table_write_csv(c, t,
	                    encoding && strcmp(encoding, "cp932") == 0 ? CSV_CP932 : CSV_UTF8_BOM,
	                    &problems, out);
	for (const struct problem *p = problems.first; p; p = p->next)
		cli_print_problem(cli, stderr, p);
	return e;
}

static enum err export_ledger(struct cli *cli, enum ledger ledger)
{
	struct ctx *c = &cli->ctx;
	const char *path = cli_value(cli, "o");
	struct ledger_options options = {.judgement.audit = cli_value(cli, "audit")};
	struct table t;
	struct buf out;
	enum err e;

	TRY(cli_day(cli, "as-of", &options.people.day));
	options.day = options.people.day;
	TRY(db_begin(c, DB_READ));
	e = ledger_export(c, ledger, &options, &t);
	db_rollback(c);
	TRY(e);
	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	TRY(encode(cli, &t, path, &out));
	return put(cli, path, &out);
}

/* --- a catalogue, printed --- */

static enum err find_version(struct cli *cli, struct version_full *ret)
{
	struct ctx *c = &cli->ctx;
	const char *name = cli_value(cli, "catalog"), *number = cli_value(cli, "version");
	struct catalog_version_row *newest;
	long n;

	TRY(criteria_latest(c, name, &newest));
	if (!newest)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no catalogue “{1}”."), name);
	if (number && !text_to_long(c->arena, number, &n))
		return FAIL(c, ERR_USAGE, N_("--version takes a number, not “{1}”."), number);
	return criteria_load_version(c, newest->catalog_id, number ? n : newest->number, ret);
}

static enum err print_catalog(struct cli *cli, const char *format, struct buf *out)
{
	struct ctx *c = &cli->ctx;
	const struct format *writer = format ? format_find(format) : NULL;
	struct version_full v;
	struct doc doc;

	TRY(find_version(cli, &v));
	if (format && strcmp(format, "catalog") == 0) {
		criteria_write_text(c->arena, &v, out);
		return OK;
	}
	if (!writer || strcmp(format, "xlsx") == 0)
		return FAIL(c, ERR_USAGE,
		            N_("A catalogue is written as docx, pdf, html, md or catalog."));
	TRY(report_build_catalog(c, &v, &doc));
	return writer->write(c, &doc, out);
}

static enum err export_catalog(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	const char *path = cli_value(cli, "o"), *format = cli_value(cli, "format");
	const char *dot = path ? strrchr(path, '.') : NULL;
	struct buf out;
	enum err e;

	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	TRY(db_begin(c, DB_READ));
	e = print_catalog(cli, format ? format : dot ? dot + 1 : NULL, &out);
	db_rollback(c);
	TRY(e);
	return put(cli, path, &out);
}

/* --- forms --- */

static enum err write_form(struct cli *cli, const struct shipped_form *f, const char *path)
{
	struct buf out;

	buf_init(&out, cli->ctx.arena, BUF_MAX_DOCUMENT);
	TRY(shipped_form_write(&cli->ctx, f, &out));
	return put(cli, path, &out);
}

static enum err export_forms(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	const char *path = cli_value(cli, "o"), *name = cli_value(cli, "form");
	const struct shipped_form *form = name ? shipped_form_find(name) : NULL;

	if (name && !form)
		return FAIL(c, ERR_NOT_FOUND,
		            N_("There is no form “{1}”. Known: self-staff, self-head, "
		               "survey-section, survey-system, census-system"),
		            name);
	if (form)
		return write_form(cli, form, path);
	if (!path)
		return FAIL(c, ERR_USAGE, N_("Name the folder for the forms with -o."));
	TRY(os_mkdir(c, path));
	for (size_t i = 0; i < n_shipped_forms; i++)
		TRY(write_form(cli, &shipped_forms[i],
		               arena_printf(c->arena, "%s/%s.xlsx", path,
		                            shipped_forms[i].code)));
	return OK;
}

/* --- a summary of the ledgers --- */

static enum err write_summary(struct cli *cli, const struct summary *s, const char *path,
                              const char *format, struct buf *out)
{
	struct ctx *c = &cli->ctx;
	const struct format *writer = format ? format_find(format) : NULL;
	struct table flat;
	struct doc doc;

	if (writer) {
		TRY(report_build_summary(c, s, &doc));
		return writer->write(c, &doc, out);
	}
	if (format && strcmp(format, "csv") != 0)
		return FAIL(c, ERR_USAGE,
		            N_("A summary is written as csv, xlsx, docx, pdf, html or md."));
	flat = summary_flat(c->arena, s);
	return encode(cli, &flat, path, out);
}

static enum err export_summary(struct cli *cli, const struct summary_kind *kind)
{
	struct ctx *c = &cli->ctx;
	const char *path = cli_value(cli, "o"), *format = cli_value(cli, "format");
	const char *dot = path ? strrchr(path, '.') : NULL;
	const struct summary_options options = {.system = cli_value(cli, "system")};
	struct summary s;
	struct buf out;
	enum err e;

	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	TRY(db_begin(c, DB_READ));
	e = summary_make(c, kind, &options, &s);
	if (e == OK)
		e = write_summary(cli, &s, path, format ? format : dot ? dot + 1 : NULL, &out);
	db_rollback(c);
	TRY(e);
	return put(cli, path, &out);
}

enum err command_export(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	enum ledger ledger;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	if (strcmp(cli->words[0], "forms") == 0)
		return export_forms(cli);
	if (summary_find(cli->words[0]))
		return export_summary(cli, summary_find(cli->words[0]));
	if (!ledger_parse(cli->words[0], &ledger))
		return FAIL(c, ERR_USAGE,
		            N_("“{1}” cannot be exported. These can: {2}"), cli->words[0],
		            arena_printf(c->arena, "%s, forms, %s", ledger_names(c->arena),
		                         summary_names(c->arena)));
	if (ledger == LEDGER_CRITERIA && cli_value(cli, "catalog"))
		return export_catalog(cli);
	return export_ledger(cli, ledger);
}
