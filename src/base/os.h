/*
 * os.h - files, clock, randomness and terminals; the only place that knows the system.
 */
#ifndef KAGEYU_BASE_OS_H
#define KAGEYU_BASE_OS_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

int64_t os_now_us(void); /* SOURCE_DATE_EPOCH (seconds) is respected, for reproducible documents */

/* The whole file into the arena, NUL added. ERR_NOT_FOUND, ERR_TOO_LARGE over max, ERR_IO. */
MUST_USE enum err os_read_file(struct ctx *c, const char *path, size_t max, const char **ret,
                               size_t *ret_len);
/* Writes beside the target, syncs, renames, syncs the folder: the file is old or new. */
MUST_USE enum err os_write_file(struct ctx *c, const char *path, const void *data, size_t len,
                                unsigned mode);
/* All of it, whatever write(2) takes at a time; false with errno. */
bool os_write_all(int fd, const char *data, size_t len);
/* Appends one line durably enough for a process crash (no fsync). */
MUST_USE enum err os_append_line(struct ctx *c, const char *path, const char *line);
MUST_USE enum err os_mkdir(struct ctx *c, const char *path); /* mode 0700, parents too, may exist */
bool os_exists(const char *path);
bool os_is_dir(const char *path);
/* Names in a folder, sorted by bytes, without . and .. */
MUST_USE enum err os_list_dir(struct ctx *c, const char *path, const char ***ret, size_t *ret_n);
/* A new folder, for nobody else to read, among the temporary files; the caller removes it. */
MUST_USE enum err os_make_temporary(struct ctx *c, const char **ret);
MUST_USE enum err os_remove_tree(struct ctx *c, const char *path);
/* A folder in memory for many small temporary files; NULL = use the usual one (TMPDIR is set, or
   there is none). */
char *os_memory_folder(struct arena *a);

/* The part after the last slash. */
const char *os_basename(const char *path);

unsigned os_cores(void); /* that are in use, at least 1 */
bool os_is_terminal(FILE *f);
/* Login name of the person running the command, for the audit trail; "unknown" if there is none. */
const char *os_user(struct arena *a);

#endif
