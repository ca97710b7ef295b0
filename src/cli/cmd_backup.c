#include "cli/cli.h"

#include "base/os.h"
#include "gen/queries.h"
#include "search/search.h"
#include "store/backup.h"
#include "store/db.h"

#include <inttypes.h>
#include <string.h>

#define PASSPHRASE_OPTION                                                                      \
	{"passphrase-file", "FILE", N_("file whose first line is the passphrase")}

const struct cli_option options_backup[] = {PASSPHRASE_OPTION, {NULL, NULL, NULL}};
const struct cli_option options_restore[] = {
        {"database", "URL", N_("PostgreSQL database, postgresql://…; SQLite in DIR without it")},
        PASSPHRASE_OPTION,
        {NULL, NULL, NULL},
};

static enum err read_passphrase(struct cli *cli, const char **ret)
{
	const char *path = cli_value(cli, "passphrase-file"), *text;
	size_t len;

	*ret = NULL;
	if (!path)
		return OK;
	TRY(os_read_file(&cli->ctx, path, 4096, &text, &len));
	*ret = arena_strndup(cli->ctx.arena, text, strcspn(text, "\r\n"));
	return OK;
}

static void tell(struct cli *cli, const char *msgid, const char *where,
                 const struct backup_summary *s)
{
	struct arena *a = cli->ctx.arena;

	cli_progress_end(cli);
	if (cli_json(cli))
		cli_print_json(json_pack("{s:I, s:I, s:I}", "tables", (json_int_t)s->tables, "rows",
		                         (json_int_t)s->rows, "files", (json_int_t)s->files));
	else
		CLI_SAY(cli, msgid, where, arena_printf(a, "%" PRId64, s->rows),
		        arena_printf(a, "%" PRId64, s->files));
}

/* That a backup was made is worth knowing, but no reason to fail it. */
static enum err note_in_log(struct ctx *c, void *arg)
{
	return q_security_log_add(
		c, &(struct security_log_add_in){c->now_us, c->actor, "backup", arg});
}

enum err command_backup(struct cli *cli)
{
	struct backup_summary summary;
	const char *passphrase;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	TRY(read_passphrase(cli, &passphrase));
	TRY(backup_write(&cli->ctx, cli->words[0], passphrase, cli_progress, cli, &summary));
	TRY(db_transaction(&cli->ctx, DB_WRITE, note_in_log, (void *)cli->words[0]));
	tell(cli, N_("{1} holds {2} rows and {3} evidence files."), cli->words[0], &summary);
	return OK;
}

static enum err make_index(struct ctx *c, void *arg)
{
	(void)arg;
	return search_rebuild(c);
}

enum err command_restore(struct cli *cli)
{
	struct backup_summary summary;
	const char *file, *passphrase;

	if (cli->n_words == 0)
		return cli_expect_words(cli, 1, 2);
	file = *cli->words++;
	cli->n_words--;
	TRY(cli_take_dir(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(read_passphrase(cli, &passphrase));
	TRY(backup_restore(&cli->ctx, file, passphrase, cli->dir, cli_value(cli, "database"),
	                   cli_progress, cli, &summary));
	TRY(db_transaction(&cli->ctx, DB_WRITE, make_index, NULL));
	tell(cli,
	     N_("{1} was restored: {2} rows and {3} evidence files. Now run: kageyu verify {1}"),
	     cli->dir, &summary);
	return OK;
}
