/*
 * cli.h - the frame of the command line: one file per command, declared in commands.def.
 *
 * A command declares its options; parsing, --help and the data folder are done here. Commands are
 * thin: read the words, call the domain, print. Errors are printed once, by main().
 */
#ifndef KAGEYU_CLI_CLI_H
#define KAGEYU_CLI_CLI_H

#include "base/problem.h"
#include "ui/msg.h"

#include <jansson.h>
#include <stdbool.h>

#define CLI_ARENA_MAX ((size_t)8 << 30)
#define CLI_OPTIONS_MAX 16

struct cli_option {
	const char *name;  /* "audit" for --audit; a single letter for -o */
	const char *value; /* what it takes, for the help; NULL = nothing */
	const char *help;  /* msgid */
};

struct cli;

struct cli_command {
	const char *name;     /* "audit create" */
	const char *synopsis; /* "DIR ID", without options */
	const char *summary;  /* msgid */
	const struct cli_option *options; /* ends with a NULL name */
	enum err (*run)(struct cli *cli);
};

extern const struct cli_command cli_commands[];
extern const size_t n_cli_commands;

struct cli {
	struct ctx ctx;
	enum lang lang;
	const struct cli_command *command;
	const char *values[CLI_OPTIONS_MAX]; /* parallel to the command's options; "" for a flag */
	const char *common[3];               /* of the options that every command has */
	bool progress_shown;
	const char **words; /* what is left after options and, where it takes one, DIR */
	size_t n_words;
	const char *dir;
};

/* The commands, one function and one list of options each. */
#define COMMAND(id, name, synopsis, summary)                                                   \
	MUST_USE enum err command_##id(struct cli *cli);                                       \
	extern const struct cli_option options_##id[];
#include "cli/commands.def"
#undef COMMAND

/* The option's value, NULL when not given. The name must be declared. */
const char *cli_value(const struct cli *cli, const char *option);
/* The same as an ISO date, written in any way; NULL when not given. ERR_USAGE for no date. */
MUST_USE enum err cli_day(struct cli *cli, const char *option, const char **ret);
bool cli_flag(const struct cli *cli, const char *option);
bool cli_json(const struct cli *cli);

/* Takes DIR from -C, KAGEYU_DATA or the first word. */
MUST_USE enum err cli_take_dir(struct cli *cli);
/* cli_take_dir() and opens the data folder. */
MUST_USE enum err cli_open(struct cli *cli);
/* ERR_USAGE unless between min and max words are left. */
MUST_USE enum err cli_expect_words(struct cli *cli, size_t min, size_t max);

/* Prints a translated line to standard output. */
void cli_say(struct cli *cli, const char *const *msg_and_args);
#define CLI_SAY(cli, ...)                                                                          \
	cli_say((cli), (const char *const[]){__VA_ARGS__, NULL, NULL, NULL, NULL, NULL, NULL})

/* Prints and frees the value, as one JSON document. */
void cli_print_json(json_t *value);
/* One line per problem: severity, place, message. */
void cli_print_problem(struct cli *cli, FILE *to, const struct problem *p);
json_t *cli_problem_json(struct cli *cli, const struct problem *p);
const char *cli_message(struct cli *cli, const struct problem *p);
/* The error of the context as one line of text. */
const char *cli_error_text(struct cli *cli);

/* Progress on standard error when that is a terminal; arg is the struct cli. */
void cli_progress(void *arg, const char *what_msgid, long done, long total);
void cli_progress_end(struct cli *cli);

#endif
