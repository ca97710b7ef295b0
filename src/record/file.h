/*
 * file.h - the files that a record holds in a field of type FILE.
 *
 * Contents stand in the evidence store under their digest, a row of record_file says what each is
 * called. The value names them, one a line: id, size, name. Files are added and taken out; one that
 * was taken out stays in the store, as the history of the record names it.
 */
#ifndef KAGEYU_RECORD_FILE_H
#define KAGEYU_RECORD_FILE_H

#include "gen/tables.h"
#include "record/record.h"

#define RECORD_FILES_MAX 20 /* of a field */

struct record_file {
	const char *id;
	int64_t size;
	const char *name;
};

/* The files of a value, NULL included, in order. */
void record_files(struct arena *a, const char *value, struct record_file **ret, size_t *ret_n);

/* Stores the content and adds the file to the field. Too many or too large is a fault. */
MUST_USE enum err record_file_add(struct ctx *c, const struct record_field *f, const char **value,
                                  const char *name, const char *data, size_t len,
                                  struct record_faults *faults);
/* Takes it out; what is not there is not there. */
void record_file_drop(struct arena *a, const char **value, const char *id);

/* ERR_NOT_FOUND unless the value names it; ERR_TAMPERED where its content was altered. */
MUST_USE enum err record_file_load(struct ctx *c, const char *value, const char *id,
                                   struct record_file_row **ret, const char **ret_data,
                                   size_t *ret_len);

#endif
