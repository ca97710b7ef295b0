/* What an operator should know before it hurts: versions, permissions, space, fonts, integrity. */
#include "cli/cli.h"

#include "job/outbox.h"
#include "report/fonts.h"
#include "search/search.h"
#include "store/db.h"
#include "store/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

const struct cli_option options_doctor[] = {{NULL, NULL, NULL}};

#define SPACE_MIN ((uintmax_t)1 << 30)
#define MAIL_LATE_US INT64_C(86400000000)

struct doctor {
	struct cli *cli;
	json_t *list;
	int bad;
};

static void say(struct doctor *d, bool good, const char *what, const char *msgid, const char *arg)
{
	const char *text = msg_format(d->cli->ctx.arena, d->cli->lang, msgid,
	                              (const char *const[ERROR_ARGS_MAX]){arg});

	d->bad += !good;
	json_array_append_new(
		d->list, json_pack("{s:s, s:b, s:s}", "check", what, "ok", good, "message", text));
	if (!cli_json(d->cli))
		printf("%s %s\n", good ? "○" : "×", text);
}

static void check_permissions(struct doctor *d)
{
	struct stat st;
	bool closed = stat(d->cli->dir, &st) == 0 && (st.st_mode & 077) == 0;

	say(d, closed, "permissions",
	    closed ? N_("Only its owner may read the data folder {1}.")
	           : N_("Others may read the data folder {1}. Close it: chmod 700 {1}"),
	    d->cli->dir);
}

static void check_space(struct doctor *d)
{
	struct statvfs fs;
	uintmax_t free_bytes = 0;
	bool enough;

	if (statvfs(d->cli->dir, &fs) == 0)
		free_bytes = (uintmax_t)fs.f_bavail * fs.f_frsize;
	enough = free_bytes >= SPACE_MIN;
	say(d, enough, "space",
	    enough ? N_("{1} MB of disk are free.")
	           : N_("Only {1} MB of disk are free. Make room."),
	    arena_printf(d->cli->ctx.arena, "%ju", free_bytes >> 20));
}

static enum err check_fonts(struct doctor *d)
{
	for (size_t i = 0; i < n_report_fonts; i++) {
		bool found;

		TRY(font_installed(&d->cli->ctx, report_fonts[i], &found));
		say(d, found, "font",
		    found ? N_("The font {1} is installed.")
		          : N_("The font {1} is missing: PDFs would look wrong. "
		               "Install its package."),
		    report_fonts[i]);
	}
	return OK;
}

static enum err check_integrity(struct doctor *d)
{
	struct verification v;
	enum err e = verify_all(&d->cli->ctx, NULL, cli_progress, d->cli, &v);

	cli_progress_end(d->cli);
	if (e != OK && e != ERR_TAMPERED)
		return e;
	say(d, e == OK, "integrity",
	    e == OK ? N_("The data are as they were recorded ({1} events).")
	            : N_("The data were altered outside Kageyu. See: kageyu verify"),
	    arena_printf(d->cli->ctx.arena, "%" PRId64, v.events));
	return OK;
}

static enum err check_index(struct doctor *d)
{
	struct ctx *c = &d->cli->ctx;
	int64_t behind;
	enum err e;

	TRY(db_begin(c, DB_READ));
	e = search_behind(c, &behind);
	db_rollback(c);
	TRY(e);
	say(d, behind == 0, "index",
	    behind == 0 ? N_("The index of the search is up to date.")
	                : N_("The index of the search is {1} changes behind. "
	                     "Run: kageyu search --rebuild"),
	    arena_printf(c->arena, "%" PRId64, behind));
	return OK;
}

static enum err check_outbox(struct doctor *d)
{
	struct ctx *c = &d->cli->ctx;
	struct outbox_counts_out *counts;
	int64_t failed = 0, waiting = 0;
	size_t n;
	enum err e;

	TRY(db_begin(c, DB_READ));
	e = q_outbox_counts(c, &counts, &n);
	db_rollback(c);
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(counts[i].state, "failed") == 0)
			failed = counts[i].n;
		else if (strcmp(counts[i].state, "waiting") == 0 &&
		         counts[i].oldest_us < c->now_us - MAIL_LATE_US)
			waiting = counts[i].n;
	}
	if (failed)
		say(d, false, "mail",
		    N_("{1} messages were not delivered. See the outbox in the browser."),
		    arena_printf(c->arena, "%" PRId64, failed));
	else
		say(d, !waiting, "mail",
		    waiting ? N_("{1} messages wait in the outbox, some for over a day. Run: "
		                 "kageyu mail send")
		            : N_("No mail is stuck in the outbox."),
		    arena_printf(c->arena, "%" PRId64, waiting));
	return OK;
}

/* Settings of mail that cannot work are found before anybody waits for a letter. */
static void check_mail(struct doctor *d)
{
	struct smtp_settings s;
	bool good = smtp_settings_load(&d->cli->ctx, &s) == OK;

	if (good)
		say(d, true, "mail-server",
		    s.server ? N_("Mail goes through {1}.") : N_("No mail server is set."),
		    s.server);
	else
		say(d, false, "mail-server", N_("The settings of mail are wrong: {1}"),
		    cli_error_text(d->cli));
}

enum err command_doctor(struct cli *cli)
{
	struct doctor d = {.cli = cli, .list = json_array()};

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 0, 0));
	say(&d, true, "database",
	    db_is_postgresql(&cli->ctx) ? N_("The database is PostgreSQL.")
	                                : N_("The database is SQLite, in the data folder."),
	    NULL);
	check_permissions(&d);
	check_space(&d);
	TRY(check_fonts(&d));
	check_mail(&d);
	TRY(check_outbox(&d));
	TRY(check_index(&d));
	TRY(check_integrity(&d));
	if (cli_json(cli))
		cli_print_json(json_pack("{s:b, s:O}", "ok", d.bad == 0, "checks", d.list));
	json_decref(d.list);
	if (d.bad)
		return FAIL(&cli->ctx, ERR_STATE, N_("{1} point(s) need attention."),
		            arena_printf(cli->ctx.arena, "%d", d.bad));
	return OK;
}
