#include "cli/cli.h"

#include "base/date.h"
#include "base/os.h"
#include "base/text.h"
#include "ledger/find.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct cli_command cli_commands[] = {
#define COMMAND(id, name, synopsis, summary) {name, synopsis, summary, options_##id, command_##id},
#include "cli/commands.def"
#undef COMMAND
};
const size_t n_cli_commands = sizeof(cli_commands) / sizeof(cli_commands[0]);

/* Options that every command has. */
static const struct cli_option common[] = {
        {"C", "DIR", N_("the data folder (instead of DIR)")},
        {"json", NULL, N_("machine-readable result")},
        {"help", NULL, N_("this help")},
        {NULL, NULL, NULL},
};
enum { COMMON_C, COMMON_JSON, COMMON_HELP };

/* --- help --- */

static void print_option(struct cli *cli, const struct cli_option *o)
{
	char left[64];

	snprintf(left, sizeof(left), "%s%s%s%s", o->name[1] ? "--" : "-", o->name,
	         o->value ? " " : "", o->value ? o->value : "");
	printf("  %-24s %s\n", left, msg_find(cli->lang, o->help));
}

static void print_help(struct cli *cli)
{
	const struct cli_command *command = cli->command;

	printf("kageyu %s %s\n\n%s\n\n", command->name, command->synopsis,
	       msg_find(cli->lang, command->summary));
	for (const struct cli_option *o = command->options; o->name; o++)
		print_option(cli, o);
	for (const struct cli_option *o = common; o->name; o++)
		print_option(cli, o);
}

static void print_overview(struct cli *cli, FILE *to)
{
	fprintf(to, "Kageyu（勘解由） %s\n%s\n\n", KAGEYU_VERSION,
	        msg_find(cli->lang,
	                 N_("Runs the information-security audit year of a local government.")));
	for (size_t i = 0; i < n_cli_commands; i++)
		fprintf(to, "  kageyu %-16s %s\n", cli_commands[i].name,
		        msg_find(cli->lang, cli_commands[i].summary));
	fprintf(to, "\n%s\n",
	        msg_find(
			cli->lang,
			N_("kageyu COMMAND --help tells more. "
			   "With KAGEYU_DATA set, DIR is left out.")));
}

/* --- parsing --- */

/* How many of the words are the command's name; 0 when it is not this one. */
static int name_words(const char *name, int argc, char **argv)
{
	int n = 0;

	while (*name) {
		size_t len = strcspn(name, " ");

		if (n >= argc || strlen(argv[n]) != len || strncmp(argv[n], name, len) != 0)
			return 0;
		n++;
		name += len + (name[len] == ' ');
	}
	return n;
}

static const struct cli_command *find_command(int argc, char **argv, int *ret_words)
{
	for (size_t i = 0; i < n_cli_commands; i++) {
		*ret_words = name_words(cli_commands[i].name, argc, argv);
		if (*ret_words)
			return &cli_commands[i];
	}
	return NULL;
}

static const struct cli_option *find_option(const struct cli_option *list, const char *name,
                                            size_t len, size_t *ret_at)
{
	for (size_t i = 0; list[i].name; i++) {
		if (strlen(list[i].name) == len && strncmp(list[i].name, name, len) == 0) {
			*ret_at = i;
			return &list[i];
		}
	}
	return NULL;
}

/* Takes --name, --name=value, --name value, -o value; *at is the word, moved on to its value. */
static enum err take_option(struct cli *cli, int argc, char **argv, int *at)
{
	const char *word = argv[*at], *name = word + strspn(word, "-");
	size_t len = strcspn(name, "="), k;
	const char **slot = cli->values;
	const struct cli_option *o = find_option(cli->command->options, name, len, &k);

	if (!o) {
		o = find_option(common, name, len, &k);
		slot = cli->common;
	}
	if (!o)
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("“{1}” has no option {2}. See: kageyu {1} --help"),
		            cli->command->name, word);
	if (!o->value) {
		slot[k] = "";
		return OK;
	}
	if (name[len] == '=')
		slot[k] = name + len + 1;
	else if (*at + 1 < argc)
		slot[k] = argv[++*at];
	else
		return FAIL(&cli->ctx, ERR_USAGE, N_("The option {1} needs a value: {2}"), word,
		            o->value);
	return OK;
}

static enum err parse(struct cli *cli, int argc, char **argv)
{
	bool options = true;

	cli->words = ARENA_ARRAY(cli->ctx.arena, (size_t)argc + 1, const char *);
	for (int i = 0; i < argc; i++) {
		size_t bad;

		if (!text_valid(argv[i], strlen(argv[i]), &bad))
			return FAIL(&cli->ctx, ERR_USAGE,
			            N_("Word {1} of the command line is not UTF-8."),
			            arena_printf(cli->ctx.arena, "%d", i + 1));
		if (options && strcmp(argv[i], "--") == 0)
			options = false;
		else if (options && argv[i][0] == '-' && argv[i][1])
			TRY(take_option(cli, argc, argv, &i));
		else
			cli->words[cli->n_words++] = argv[i];
	}
	return OK;
}

/* --- what commands use --- */

const char *cli_value(const struct cli *cli, const char *option)
{
	size_t at;

	if (!find_option(cli->command->options, option, strlen(option), &at))
		BUG("undeclared option");
	return cli->values[at];
}

enum err cli_day(struct cli *cli, const char *option, const char **ret)
{
	const char *text = cli_value(cli, option);
	struct date day;

	if (text && !date_parse(cli->ctx.arena, text, &day))
		return FAIL(&cli->ctx, ERR_USAGE,
		            N_("--{1} takes a date such as 2025-04-01 or R7.4.1, not “{2}”."),
		            option, text);
	*ret = text ? date_format(cli->ctx.arena, day, DATE_ISO) : NULL;
	return OK;
}

bool cli_flag(const struct cli *cli, const char *option)
{
	return cli_value(cli, option) != NULL;
}

bool cli_json(const struct cli *cli)
{
	return cli->common[COMMON_JSON] != NULL;
}

enum err cli_take_dir(struct cli *cli)
{
	const char *env = getenv("KAGEYU_DATA");

	if (cli->common[COMMON_C]) {
		cli->dir = cli->common[COMMON_C];
	} else if (env && *env) {
		cli->dir = env;
	} else if (cli->n_words) {
		cli->dir = *cli->words++;
		cli->n_words--;
	} else {
		return FAIL(&cli->ctx, ERR_USAGE, N_("Name the data folder: kageyu {1} {2}"),
		            cli->command->name, cli->command->synopsis);
	}
	return OK;
}

enum err cli_expect_words(struct cli *cli, size_t min, size_t max)
{
	if (cli->n_words >= min && cli->n_words <= max)
		return OK;
	return FAIL(&cli->ctx, ERR_USAGE, N_("Too few or too many words. Usage: kageyu {1} {2}"),
	            cli->command->name, cli->command->synopsis);
}

/* --- the edge --- */

struct job {
	struct cli *cli;
	int argc;
	char **argv;
	enum err result;
};

static void run(void *arg)
{
	struct job *job = arg;
	struct cli *cli = job->cli;
	int words = 0;

	cli->command = find_command(job->argc, job->argv, &words);
	if (!cli->command) {
		job->result = FAIL(&cli->ctx, ERR_USAGE,
		                   N_("There is no command “{1}”. See: kageyu --help"),
		                   job->argc ? job->argv[0] : "");
		return;
	}
	cli->ctx.cause = cli->command->name;
	job->result = parse(cli, job->argc - words, job->argv + words);
	if (job->result != OK)
		return;
	if (cli->common[COMMON_HELP])
		print_help(cli);
	else
		job->result = cli->command->run(cli);
}

static enum lang choose_language(void)
{
	const char *lang = getenv("KAGEYU_LANG");

	return lang && strncmp(lang, "en", 2) == 0 ? LANG_EN : LANG_JA;
}

static bool wants_overview(int argc, char **argv)
{
	return argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0;
}

static int report_error(struct cli *cli, enum err e)
{
	const char *debug = getenv("KAGEYU_DEBUG");

	cli_progress_end(cli);
	fflush(stdout); /* in order with what was said before */
	fprintf(stderr, "kageyu: %s\n", cli_error_text(cli));
	if (cli->ctx.error.detail && debug && *debug)
		fprintf(stderr, "kageyu: %s\n", cli->ctx.error.detail);
	return err_exit_status(e);
}

int main(int argc, char **argv)
{
	struct cli cli = {.lang = choose_language()};
	struct job job = {&cli, argc - 1, argv + 1, OK};
	int status = 0;

	if (wants_overview(argc, argv)) {
		print_overview(&cli, argc < 2 ? stderr : stdout);
		return argc < 2 ? err_exit_status(ERR_USAGE) : 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("kageyu " KAGEYU_VERSION);
		return 0;
	}
	signal(SIGPIPE, SIG_IGN);
	umask(077); /* a list of a city's weaknesses is for its owner only */
	if (sodium_init() < 0)
		BUG("libsodium");
	ledger_add_to_search();
	cli.ctx.arena = arena_new(CLI_ARENA_MAX);
	if (!cli.ctx.arena)
		BUG("out of memory");
	cli.ctx.now_us = os_now_us();
	cli.ctx.actor = arena_printf(cli.ctx.arena, "cli:%s", os_user(cli.ctx.arena));
	if (!arena_try(cli.ctx.arena, run, &job)) {
		fprintf(stderr, "kageyu: %s\n",
		        msg_find(
				cli.lang,
				N_("The work needs more memory than is allowed. "
				   "Divide the input.")));
		status = err_exit_status(ERR_TOO_LARGE);
	} else if (job.result != OK) {
		status = report_error(&cli, job.result);
	}
	cli_progress_end(&cli);
	arena_free(cli.ctx.arena);
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0) {
		fprintf(stderr, "kageyu: %s\n",
		        msg_find(cli.lang, N_("The output could not be written completely.")));
		status = err_exit_status(ERR_IO);
	}
	return status;
}
