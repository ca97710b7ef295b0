#include "cli/cli.h"

#include "audit/audit.h"
#include "base/os.h"
#include "report/format.h"
#include "report/report.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_report[] = {
        {"format", "docx|pdf|html|xlsx|md", N_("format (from the ending of FILE without it)")},
        {"o", "FILE", N_("where to (standard output without it)")},
        {"all", "FOLDER", N_("all formats into this folder")},
        {"sheet", "UNIT", N_("the one-page result sheet of this section")},
        {"part", "PART", N_("its part, by code or number (the section's first without it)")},
        {"detections", NULL, N_("the list of detections")},
        {"as-of", "DATE",
         N_("sections as they stand on that day (without it: as they were audited)")},
        {NULL, NULL, NULL},
};

static enum err build(struct cli *cli, struct doc *ret)
{
	struct ctx *c = &cli->ctx;
	struct audit_row audit;
	const char *day;

	TRY(cli_day(cli, "as-of", &day));
	TRY(audit_find(c, cli->words[0], &audit));
	if (cli_flag(cli, "sheet"))
		return report_build_sheet(c, &audit, cli_value(cli, "part"),
		                          cli_value(cli, "sheet"), ret);
	if (cli_flag(cli, "detections"))
		return report_build_detections(c, &audit, day, ret);
	return report_build(c, &audit, day, ret);
}

static enum err write_format(struct cli *cli, const struct doc *doc, const struct format *format,
                             const char *path)
{
	struct ctx *c = &cli->ctx;
	struct arena *outer = c->arena;
	struct buf out;
	enum err e;

	c->arena = arena_child(outer);
	buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
	e = format->write(c, doc, &out);
	if (e == OK && path)
		e = os_write_file(c, path, out.data, out.len, 0600);
	else if (e == OK)
		fwrite(out.data, 1, out.len, stdout);
	c->arena = outer; /* the child goes with it: an error may point into it */
	return e;
}

static enum err write_all_formats(struct cli *cli, const struct doc *doc, const char *folder)
{
	struct ctx *c = &cli->ctx;

	TRY(os_mkdir(c, folder));
	for (size_t i = 0; i < n_formats; i++)
		TRY(write_format(cli, doc, &formats[i],
		                 arena_printf(c->arena, "%s/%s.%s", folder, cli->words[0],
		                              formats[i].name)));
	return OK;
}

/* By --format, or by the ending of the file. */
static enum err choose_format(struct cli *cli, const char *path, const struct format **ret)
{
	const char *name = cli_value(cli, "format"), *dot = path ? strrchr(path, '.') : NULL;

	if (!name && dot)
		name = dot + 1;
	if (!name)
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("Name the format with --format: docx, pdf, html, xlsx or md."));
	*ret = format_find(name);
	if (!*ret)
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("There is no report format “{1}”. Known: docx, pdf, html, xlsx, md"),
		            name);
	return OK;
}

enum err command_report(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	const char *path = cli_value(cli, "o"), *folder = cli_value(cli, "all");
	const struct format *format = NULL;
	struct doc doc;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	if (!folder)
		TRY(choose_format(cli, path, &format));
	TRY(db_begin(c, DB_READ));
	TRY(build(cli, &doc));
	db_rollback(c);
	return folder ? write_all_formats(cli, &doc, folder)
	              : write_format(cli, &doc, format, path);
}
