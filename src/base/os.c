#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int64_t os_now_us(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct timespec t;

	if (epoch && *epoch)
		return (int64_t)strtoll(epoch, NULL, 10) * 1000000;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static enum err io_error(struct ctx *c, enum err code, const char *msgid, const char *path)
{
	int saved = errno;
	enum err e = FAIL(c, code, msgid, path, strerror(saved));

	error_detail(c, "%s: %s", path, strerror(saved));
	return e;
}

static enum err read_open_file(struct ctx *c, int fd, const char *path, size_t size,
                               const char **ret, size_t *ret_len)
{
	char *data = arena_alloc(c->arena, size + 1);
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, data + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return io_error(c, ERR_IO, N_("{1} cannot be read: {2}"), path);
		if (n == 0)
			break;
		len += (size_t)n;
	}
	*ret = data;
	*ret_len = len;
	return OK;
}

enum err os_read_file(struct ctx *c, const char *path, size_t max, const char **ret,
                      size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	enum err e;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return FAIL(c, ERR_NOT_FOUND, N_("There is no file {1}. Check the name."), path);
	if (fd < 0)
		return io_error(c, ERR_IO, N_("{1} cannot be opened: {2}"), path);
	if (fstat(fd, &st) != 0)
		e = io_error(c, ERR_IO, N_("{1} cannot be read: {2}"), path);
	else if (!S_ISREG(st.st_mode))
		e = FAIL(c, ERR_INVALID,
		         N_("{1} is not a file (a folder or device). Name the file itself."), path);
	else if ((uintmax_t)st.st_size > max)
		e = FAIL(c, ERR_TOO_LARGE,
		         N_("{1} is larger than {2} MB. Divide it or remove what is not needed."),
		         path, arena_printf(c->arena, "%zu", max >> 20));
	else
		e = read_open_file(c, fd, path, (size_t)st.st_size, ret, ret_len);
	close(fd);
	return e;
}

bool os_write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* The folder entry itself must reach the disk, or the rename may be lost with the power. */
static void sync_folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? arena_strndup(a, path, (size_t)(slash - path + 1)) : ".";
	int fd = open(folder, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

enum err os_write_file(struct ctx *c, const char *path, const void *data, size_t len, unsigned mode)
{
	char *part = arena_printf(c->arena, "%s.XXXXXX", path);
	int fd = mkstemp(part);
	bool ok;

	if (fd < 0)
		return io_error(c, ERR_IO, N_("{1} cannot be written: {2}"), path);
	ok = os_write_all(fd, data, len) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	if (!ok || rename(part, path) != 0) {
		enum err e = io_error(c, ERR_IO, N_("{1} cannot be written: {2}"), path);

		unlink(part);
		return e;
	}
	sync_folder_of(c->arena, path);
	return OK;
}

enum err os_append_line(struct ctx *c, const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	char *text = arena_printf(c->arena, "%s\n", line);
	bool ok;

	if (fd < 0)
		return io_error(c, ERR_IO, N_("{1} cannot be opened: {2}"), path);
	ok = os_write_all(fd, text, strlen(text));
	ok = close(fd) == 0 && ok;
	return ok ? OK : io_error(c, ERR_IO, N_("{1} cannot be written: {2}"), path);
}

enum err os_mkdir(struct ctx *c, const char *path)
{
	char *p = arena_strdup(c->arena, path);

	for (char *at = p + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(p, 0700) != 0 && errno != EEXIST)
			return io_error(c, ERR_IO, N_("The folder {1} cannot be made: {2}"), p);
		*at = '/';
	}
	if (mkdir(p, 0700) != 0 && errno != EEXIST)
		return io_error(c, ERR_IO, N_("The folder {1} cannot be made: {2}"), p);
	if (!os_is_dir(p))
		return FAIL(c, ERR_INVALID, N_("{1} is a file, not a folder."), p);
	return OK;
}

enum err os_make_temporary(struct ctx *c, const char **ret)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(c->arena, "%s/kageyu-XXXXXX",
	                          folder && *folder ? folder : "/tmp");

	if (!mkdtemp(path))
		return io_error(c, ERR_IO, N_("The folder {1} cannot be made: {2}"), path);
	*ret = path;
	return OK;
}

bool os_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool os_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err os_list_dir(struct ctx *c, const char *path, const char ***ret, size_t *ret_n)
{
	DIR *dir = opendir(path);
	const char **names = NULL;
	size_t n = 0;

	if (!dir)
		return io_error(c, ERR_IO, N_("The folder {1} cannot be read: {2}"), path);
	for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		names = arena_grow(c->arena, names, n * sizeof(*names), (n + 1) * sizeof(*names));
		names[n++] = arena_strdup(c->arena, e->d_name);
	}
	closedir(dir);
	if (n)
		qsort(names, n, sizeof(*names), compare_names);
	*ret = names;
	*ret_n = n;
	return OK;
}

enum err os_remove_tree(struct ctx *c, const char *path)
{
	const char **names;
	size_t n;
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		TRY(os_list_dir(c, path, &names, &n));
		for (size_t i = 0; i < n; i++)
			TRY(os_remove_tree(c, arena_printf(c->arena, "%s/%s", path, names[i])));
		if (rmdir(path) != 0)
			return io_error(c, ERR_IO, N_("{1} cannot be removed: {2}"), path);
	} else if (unlink(path) != 0) {
		return io_error(c, ERR_IO, N_("{1} cannot be removed: {2}"), path);
	}
	return OK;
}

const char *os_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *os_memory_folder(struct arena *a)
{
	const char *chosen = getenv("TMPDIR");

	if ((chosen && *chosen) || access("/dev/shm", W_OK | X_OK) != 0)
		return NULL;
	return arena_strdup(a, "/dev/shm");
}

unsigned os_cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (unsigned)n : 1;
}

bool os_is_terminal(FILE *f)
{
	return isatty(fileno(f)) == 1;
}

const char *os_user(struct arena *a)
{
	const struct passwd *pw = getpwuid(getuid());

	return arena_strdup(a, pw ? pw->pw_name : "unknown");
}
