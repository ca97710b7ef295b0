#include "job/child.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAID_MAX 2000
#define LOOK_MS 4

extern char **environ;

/* Its two outputs, files without a name. */
struct run {
	int out, err;
};

static void close_files(void *arg)
{
	struct run *run = arg;

	if (run->out >= 0)
		close(run->out);
	if (run->err >= 0)
		close(run->err);
}

static int nameless_file(struct ctx *c, const char *folder)
{
	static atomic_uint count;
	const char *path = arena_printf(c->arena, "%s/child-%ld-%u", folder, (long)getpid(),
	                                atomic_fetch_add(&count, 1));
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd >= 0)
		unlink(path);
	return fd;
}

static char **with_name(struct ctx *c, const char *name, const char *const *args)
{
	size_t n = 0;
	char **argv;

	while (args[n])
		n++;
	argv = ARENA_ARRAY(c->arena, n + 2, char *);
	argv[0] = arena_strdup(c->arena, name);
	for (size_t i = 0; i < n; i++)
		argv[i + 1] = arena_strdup(c->arena, args[i]);
	return argv;
}

/* The first of a name counts. */
static char **environment(struct ctx *c, const char *more)
{
	size_t n = 0, at = 0;
	char **env;

	while (environ[n])
		n++;
	env = ARENA_ARRAY(c->arena, n + 2, char *);
	if (more)
		env[at++] = arena_strdup(c->arena, more);
	memcpy(env + at, environ, n * sizeof(*env));
	return env;
}

/*
 * Signals that the server has blocked stay blocked in it, so that work in flight is finished when
 * the server is told to end.
 */
static int spawn(struct ctx *c, const struct child *child, const struct run *run, pid_t *ret_pid)
{
	posix_spawn_file_actions_t files;
	int failed = posix_spawn_file_actions_init(&files);

	if (failed)
		return failed;
	failed = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!failed)
		failed = posix_spawn_file_actions_adddup2(&files, run->out, STDOUT_FILENO);
	if (!failed)
		failed = posix_spawn_file_actions_adddup2(&files, run->err, STDERR_FILENO);
	if (!failed)
		failed = posix_spawn(ret_pid, child->program, &files, NULL,
		                     with_name(c, "kageyu", child->args),
		                     environment(c, child->environment));
	posix_spawn_file_actions_destroy(&files);
	return failed;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Its exit status, -1 when it did not end by itself, or not in time. */
static int wait_for(pid_t pid, int seconds_max)
{
	const struct timespec step = {.tv_nsec = LOOK_MS * 1000000L};
	int64_t until = now_ms() + (int64_t)seconds_max * 1000;
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) == 0 || (got < 0 && errno == EINTR)) {
		if (now_ms() > until) {
			kill(pid, SIGKILL);
			while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
				continue;
			return -1;
		}
		nanosleep(&step, NULL);
	}
	return got == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* "kageyu: There is no …" without its beginning. */
static const char *what_it_said(struct ctx *c, int fd)
{
	char said[SAID_MAX + 1];
	ssize_t n = pread(fd, said, SAID_MAX, 0);
	size_t bad, len = n > 0 ? (size_t)n : 0;
	const char *at = said;

	said[len] = '\0';
	if (!text_valid(said, len, &bad))
		said[bad] = '\0';
	if (strncmp(at, "kageyu: ", 8) == 0)
		at += 8;
	return text_trim(c->arena, at);
}

static enum err failure(struct ctx *c, int status, const char *said)
{
	if (status < 0)
		return FAIL(c, ERR_IO,
		            N_("The work in its own process did not come to its end. Try again."));
	for (int e = OK + 1; e < ERR__MAX; e++)
		if (err_exit_status((enum err)e) == status && *said)
			return FAIL(c, (enum err)e, N_("This could not be made: {1}"), said);
	error_set(c, ERR_IO, (const char *const[]){N_("This could not be made."), NULL});
	error_detail(c, "exit status %d: %s", status, said);
	return ERR_IO;
}

struct mapped {
	void *at;
	size_t len;
};

static void unmap(void *arg)
{
	struct mapped *m = arg;

	munmap(m->at, m->len);
}

static enum err map_output(struct ctx *c, int fd, const char **ret, size_t *ret_len)
{
	struct mapped *m = ARENA_NEW(c->arena, struct mapped);
	struct stat st;

	if (fstat(fd, &st) != 0 || st.st_size <= 0)
		return FAIL(c, ERR_IO, N_("This could not be made."));
	m->len = (size_t)st.st_size;
	m->at = mmap(NULL, m->len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (m->at == MAP_FAILED)
		return FAIL(c, ERR_IO, N_("This could not be made."));
	arena_defer(c->arena, unmap, m);
	*ret = m->at;
	*ret_len = m->len;
	return OK;
}

enum err child_run(struct ctx *c, const struct child *child, const char **ret, size_t *ret_len)
{
	struct run *run = ARENA_NEW(c->arena, struct run);
	pid_t pid;
	int failed, status;

	run->out = nameless_file(c, child->folder);
	run->err = nameless_file(c, child->folder);
	arena_defer(c->arena, close_files, run);
	if (run->out < 0 || run->err < 0)
		return FAIL(c, ERR_IO, N_("The folder {1} cannot be written to."), child->folder);
	failed = spawn(c, child, run, &pid);
	if (failed) {
		error_set(c, ERR_IO, (const char *const[]){N_("This could not be made."), NULL});
		error_detail(c, "%s: %s", child->program, strerror(failed));
		return ERR_IO;
	}
	status = wait_for(pid, child->seconds_max);
	if (status != 0)
		return failure(c, status, what_it_said(c, run->err));
	return map_output(c, run->out, ret, ret_len);
}
