#include "web/access_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 1024
#define PATH_SIZE 600
#define JAPAN_S ((int64_t)9 * 60 * 60)

static int open_file(const char *path)
{
	return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

enum err access_log_open(struct ctx *c, struct access_log *log, const char *path)
{
	*log = (struct access_log){.path = path, .fd = STDERR_FILENO};
	if (!path)
		return OK;
	log->fd = -1;
	if (!*path)
		return OK;
	log->fd = open_file(path);
	if (log->fd < 0)
		return FAIL(c, ERR_IO, N_("{1} cannot be opened: {2}"), path, strerror(errno));
	return OK;
}

void access_log_reopen(const struct access_log *log)
{
	int fd;

	if (log->fd < 0 || !log->path)
		return;
	fd = open_file(log->path);
	if (fd < 0)
		return; /* rather the old file than none */
	(void)dup2(fd, log->fd);
	(void)fcntl(log->fd, F_SETFD, FD_CLOEXEC);
	close(fd);
}

/* As one word: what is no visible ASCII is written %XX. */
static void put_word(char *out, size_t size, const char *s)
{
	size_t n = 0;

	if (!s || !*s)
		s = "-";
	for (; *s && n + 4 < size; s++) {
		if (*s > ' ' && *s < 0x7F)
			out[n++] = *s;
		else
			n += (size_t)snprintf(out + n, size - n, "%%%02X", (unsigned char)*s);
	}
	out[n] = '\0';
}

void access_log_add(const struct access_log *log, const struct access *a)
{
	char line[LINE_SIZE], address[64], login[80], method[16], path[PATH_SIZE], when[32];
	time_t local = (time_t)(a->at_us / 1000000 + JAPAN_S);
	struct tm tm;
	int len;

	if (log->fd < 0)
		return;
	gmtime_r(&local, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &tm);
	put_word(address, sizeof(address), a->address);
	put_word(login, sizeof(login), a->login);
	put_word(method, sizeof(method), a->method);
	put_word(path, sizeof(path), a->path);
	len = snprintf(line, sizeof(line),
	               "%s+09:00 %s %s %s %s %u %" PRIu64 " %" PRId64 "\n", when, address, login,
	               method, path, a->status, a->bytes, a->took_us);
	/* one write, so that lines of several threads never mix; a lost line harms nobody */
	if (write(log->fd, line, (size_t)len) < 0)
		return;
}

void access_log_close(struct access_log *log)
{
	if (log->fd >= 0 && log->path)
		close(log->fd);
}
