#include "record/file.h"

#include "base/text.h"
#include "store/evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void record_files(struct arena *a, const char *value, struct record_file **ret, size_t *ret_n)
{
	struct text_list lines = text_split(a, value ? value : "", "\n");

	*ret = ARENA_ARRAY(a, lines.n, struct record_file);
	*ret_n = lines.n;
	for (size_t i = 0; i < lines.n; i++) {
		const char *id = lines.v[i], *size = id + strcspn(id, " ");
		char *name;

		(*ret)[i].id = arena_strndup(a, id, (size_t)(size - id));
		(*ret)[i].size = strtoll(size, &name, 10);
		(*ret)[i].name = *name == ' ' ? name + 1 : name;
	}
}

static const char *with_line(struct arena *a, const char *value, const struct record_file *f)
{
	const char *line = arena_printf(a, "%s %" PRId64 " %s", f->id, f->size, f->name);

	return value ? arena_printf(a, "%s\n%s", value, line) : line;
}

/* A name is one line, however the file was called. */
static const char *plain_name(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, text_trim(a, name));

	for (char *p = s; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return *s ? s : "-";
}

enum err record_file_add(struct ctx *c, const struct record_field *f, const char **value,
                         const char *name, const char *data, size_t len,
                         struct record_faults *faults)
{
	struct record_file_row row = {.file_name = plain_name(c->arena, name),
	                              .size = (int64_t)len,
	                              .added_us = c->now_us};
	struct record_file *files;
	size_t n;

	record_files(c->arena, *value, &files, &n);
	if (n == RECORD_FILES_MAX || len > EVIDENCE_FILE_MAX ||
	    text_length(row.file_name) > RECORD_TEXT_MAX) {
		record_fault_add(c, faults, f, "too-long",
		                 N_("At most 20 files of 100 MB each, with names of 200 "
		                    "characters."),
		                 NULL, NULL);
		return OK;
	}
	TRY(evidence_store(c, data, len, &row.digest));
	TRY(record_file_insert(c, &row));
	*value = with_line(c->arena, *value,
	                   &(struct record_file){arena_printf(c->arena, "%" PRId64, row.id),
	                                         row.size, row.file_name});
	return OK;
}

void record_file_drop(struct arena *a, const char **value, const char *id)
{
	const char *kept = NULL;
	struct record_file *files;
	size_t n;

	record_files(a, *value, &files, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(files[i].id, id) != 0)
			kept = with_line(a, kept, &files[i]);
	*value = kept;
}

enum err record_file_load(struct ctx *c, const char *value, const char *id,
                          struct record_file_row **ret, const char **ret_data, size_t *ret_len)
{
	struct record_file_row *row = NULL;
	struct record_file *files;
	size_t n;

	record_files(c->arena, value, &files, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(files[i].id, id) == 0)
			TRY(record_file_get(c, strtoll(id, NULL, 10), &row));
	if (!row)
		return FAIL(c, ERR_NOT_FOUND, N_("The record has no such file."));
	TRY(evidence_load(c, row->digest, ret_data, ret_len));
	*ret = row;
	return OK;
}
