#include "cli/cli.h"

#include "web/server.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_serve[] = {
        {"listen", "HOST:PORT", N_("address to answer on; 127.0.0.1:8080 without it")},
        {"base", "PATH", N_("path that a reverse proxy serves it under, like /kageyu")},
        {"tls-cert", "FILE", N_("certificate (PEM); with --tls-key, the pages go over HTTPS")},
        {"tls-key", "FILE", N_("key of the certificate (PEM)")},
        {"trust-proxy", NULL, N_("believe X-Forwarded-For and -Proto: only behind a proxy")},
        {"access-log", "FILE", N_("one line per request; on standard error without it")},
        {"elsewhere", NULL, N_("where the port is taken, choose a free one")},
        {NULL, NULL, NULL},
};

static void tell(void *arg, const char *address)
{
	struct cli *cli = arg;

	if (cli_json(cli))
		cli_print_json(json_pack("{s:s}", "address", address));
	else
		CLI_SAY(cli, N_("Kageyu answers at {1} (end it with Ctrl-C)."), address);
	fflush(stdout);
}

static enum err check_base(struct cli *cli, const char *base)
{
	size_t n = base ? strlen(base) : 0;

	if (!n || (*base == '/' && base[n - 1] != '/' && !strpbrk(base, "?#%\\\"; ") &&
	           !strstr(base, "//")))
		return OK;
	return FAIL(&cli->ctx, ERR_USAGE,
	            N_("“{1}” is no path to serve under. Write it like /kageyu."), base);
}

enum err command_serve(struct cli *cli)
{
	struct server_options o = {
		.listen = cli_value(cli, "listen"),
		.base = cli_value(cli, "base"),
		.tls_cert = cli_value(cli, "tls-cert"),
		.tls_key = cli_value(cli, "tls-key"),
		.access_log = cli_value(cli, "access-log"),
		.trust_proxy = cli_flag(cli, "trust-proxy"),
		.listen_elsewhere = cli_flag(cli, "elsewhere"),
	};

	TRY(cli_take_dir(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(check_base(cli, o.base));
	if (!o.tls_cert != !o.tls_key)
		return FAIL(&cli->ctx, ERR_USAGE, N_("--tls-cert and --tls-key go together."));
	o.data_dir = cli->dir;
	if (!o.listen)
		o.listen = "127.0.0.1:8080";
	return server_run(&cli->ctx, &o, tell, cli);
}
