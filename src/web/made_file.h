/*
 * made_file.h - documents that the program makes in a process of its own.
 */
#ifndef KAGEYU_WEB_MADE_FILE_H
#define KAGEYU_WEB_MADE_FILE_H

#include "web/request.h"

/*
 * What `kageyu COMMAND --format FORMAT MORE…` writes: type setting takes memory that the server
 * would never give back. It sees everything, so the caller has checked what may be seen.
 */
MUST_USE enum err made_file(struct request *r, const char *command, const char *format,
                            const char *const *more, const char **ret, size_t *ret_len);

/* msgid of a button for the format. */
const char *made_file_label(const char *format);

#endif
