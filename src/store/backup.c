#include "store/backup.h"

#include "base/buf.h"
#include "base/os.h"
#include "gen/libzip.h"
#include "gen/queries.h"
#include "store/backend.h"
#include "store/backup_internal.h"
#include "store/data_dir.h"
#include "store/db.h"
#include "store/evidence.h"
#include "store/migration.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEPT_FILE_MAX ((size_t)1 << 30)
#define TABLE_MAX ((size_t)4 << 30)

struct writer {
	struct ctx *c;
	zip_t *zip;
	const char *part; /* the file being written beside the target */
	struct backup_summary *summary;
	progress_fn *progress;
	void *progress_arg;
};

/* Takes the bytes into the zip; they must live until it is closed. */
static enum err put(struct writer *w, const char *name, const char *data, size_t len, bool compress)
{
	zip_source_t *source = zip_source_buffer(w->zip, data, len, 0);
	zip_int64_t at = source ? zip_file_add(w->zip, name, source, ZIP_FL_ENC_UTF_8) : -1;

	if (at < 0) {
		zip_source_free(source);
		return FAIL(w->c, ERR_IO, N_("{1} cannot be written: {2}"), name,
		            zip_strerror(w->zip));
	}
	zip_set_file_compression(w->zip, (zip_uint64_t)at, compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE,
	                         1);
	return OK;
}

static enum err put_file(struct writer *w, const char *name, const char *path)
{
	zip_source_t *source = zip_source_file(w->zip, path, 0, -1);
	zip_int64_t at = source ? zip_file_add(w->zip, name, source, ZIP_FL_ENC_UTF_8) : -1;

	if (at < 0) {
		zip_source_free(source);
		return FAIL(w->c, ERR_IO, N_("{1} cannot be read: {2}"), path,
		            zip_strerror(w->zip));
	}
	zip_set_file_compression(w->zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	return OK;
}

static enum err put_table(struct writer *w, const struct sql_table *t)
{
	struct ctx *c = w->c;
	struct buf lines;
	void *rows;
	size_t n;

	TRY(statement_many(c, t->dump, NULL, &rows, &n));
	buf_init(&lines, c->arena, TABLE_MAX);
	for (size_t i = 0; i < n; i++) {
		table_image(t, (const char *)rows + i * t->row_size, &lines);
		buf_putc(&lines, '\n');
	}
	w->summary->tables++;
	w->summary->rows += (int64_t)n;
	if (w->progress)
		w->progress(w->progress_arg, N_("Backing up tables"), (long)w->summary->tables,
		            (long)n_sql_tables);
	return put(w, arena_printf(c->arena, "tables/%s.jsonl", t->name), lines.data, lines.len,
	           true);
}

static enum err put_evidence(struct writer *w)
{
	struct evidence_digests_out *rows;
	struct ctx *c = w->c;
	size_t n;

	TRY(q_evidence_digests(c, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const char *path;

		TRY(evidence_path(c, rows[i].digest, &path));
		TRY(put_file(w, arena_printf(c->arena, "evidence/%s", rows[i].digest), path));
		w->summary->files++;
	}
	return OK;
}

static enum err put_manifest(struct writer *w)
{
	struct ctx *c = w->c;
	const char *text;
	int schema;

	TRY(migration_current(c, &schema));
	text = arena_printf(c->arena,
	                    "{\"format\": %d, \"schema\": %d, \"made_us\": %" PRId64
	                    ", \"tables\": %" PRId64 ", \"rows\": %" PRId64 ", \"files\": %" PRId64
	                    "}\n",
	                    BACKUP_FORMAT, schema, c->now_us, w->summary->tables, w->summary->rows,
	                    w->summary->files);
	return put(w, "manifest.json", text, strlen(text), false);
}

static enum err put_kept_file(struct writer *w, const char *name)
{
	const char *path = arena_printf(w->c->arena, "%s/%s", data_dir_path(w->c), name), *data;
	size_t len;

	if (!os_exists(path))
		return OK;
	/* read now: heads.log grows, and a later line would not fit the rows */
	TRY(os_read_file(w->c, path, KEPT_FILE_MAX, &data, &len));
	return put(w, name, data, len, false);
}

static enum err put_all(struct ctx *c, void *arg)
{
	struct writer *w = arg;

	(void)c;
	for (size_t i = 0; i < n_sql_tables; i++)
		if (!sql_tables[i].derived)
			TRY(put_table(w, &sql_tables[i]));
	TRY(put_evidence(w));
	return put_manifest(w);
}

static enum err write_zip(struct writer *w)
{
	struct ctx *c = w->c;
	int code;
	enum err e;

	TRY(libzip_load(c));
	w->zip = zip_open(w->part, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!w->zip)
		return FAIL(c, ERR_IO, N_("{1} cannot be written: {2}"), w->part, strerror(errno));
	/* the heads before the state: none of them is then newer than the rows */
	e = put_kept_file(w, "heads.log");
	if (e == OK)
		e = put_kept_file(w, "head.key");
	if (e == OK)
		e = db_transaction(c, DB_READ, put_all, w);
	if (e != OK) {
		zip_discard(w->zip);
		return e;
	}
	if (zip_close(w->zip) != 0) {
		e = FAIL(c, ERR_IO, N_("{1} cannot be written: {2}"), w->part,
		         zip_strerror(w->zip));
		zip_discard(w->zip);
	}
	return e;
}

enum err backup_write(struct ctx *c, const char *file, const char *passphrase,
                      progress_fn *progress, void *progress_arg, struct backup_summary *ret)
{
	struct backup_summary summary = {0};
	struct writer w = {
		.c = c, .summary = &summary, .progress = progress, .progress_arg = progress_arg};
	const char *sealed = arena_printf(c->arena, "%s.sealed", file);
	enum err e;

	if (os_exists(file))
		return FAIL(c, ERR_STATE,
		            N_("{1} exists already. A backup never overwrites a file."), file);
	w.part = arena_printf(c->arena, "%s.part", file);
	e = write_zip(&w);
	if (e == OK && passphrase)
		e = envelope_seal(c, w.part, sealed, passphrase);
	if (e == OK && rename(passphrase ? sealed : w.part, file) != 0)
		e = FAIL(c, ERR_IO, N_("{1} cannot be written: {2}"), file, strerror(errno));
	unlink(w.part);
	unlink(sealed);
	if (e == OK)
		*ret = summary;
	return e;
}

/* --- restore --- */

struct reader {
	struct ctx *c;
	zip_t *zip;
	const char *file, *dir;
	struct backup_summary *summary;
	progress_fn *progress;
	void *progress_arg;
	bool made; /* folder and schema are there */
};

static enum err damaged(struct reader *r)
{
	return FAIL(r->c, ERR_TAMPERED, N_("The backup {1} is damaged or was cut off."), r->file);
}

/* The member's bytes; *ret NULL when there is none of the name. */
static enum err take(struct reader *r, const char *name, size_t max, char **ret, size_t *ret_len)
{
	zip_stat_t st;
	zip_file_t *f;
	char *data;
	bool whole;

	*ret = NULL;
	if (zip_stat(r->zip, name, 0, &st) != 0)
		return OK;
	if (!(st.valid & ZIP_STAT_SIZE) || st.size > max)
		return damaged(r);
	f = zip_fopen(r->zip, name, 0);
	if (!f)
		return damaged(r);
	data = arena_alloc(r->c->arena, (size_t)st.size + 1);
	whole = zip_fread(f, data, st.size) == (zip_int64_t)st.size;
	/* closing also checks the CRC */
	whole = zip_fclose(f) == 0 && whole;
	if (!whole)
		return damaged(r);
	*ret = data;
	*ret_len = (size_t)st.size;
	return OK;
}

static enum err set_column(struct reader *r, void *row, const struct sql_column *column,
                           const json_t *value)
{
	char *at = (char *)row + column->offset;

	if (!value || json_is_null(value)) {
		/* a column that a later version added: its empty value */
		if (!column->nullable && column->type == SQL_TEXT)
			*(const char **)(void *)at = "";
		return OK;
	}
	if (column->type == SQL_TEXT && json_is_string(value))
		*(const char **)(void *)at = arena_strdup(r->c->arena, json_string_value(value));
	else if (column->type == SQL_NUMBER && json_is_integer(value))
		*(const char **)(void *)at = arena_printf(
			r->c->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (column->type == SQL_I64 && json_is_integer(value))
		*(int64_t *)(void *)at = json_integer_value(value);
	else if (column->type == SQL_BOOL && json_is_boolean(value))
		*(bool *)(void *)at = json_is_true(value);
	else
		return damaged(r);
	return OK;
}

static enum err load_row(struct reader *r, const struct sql_table *t, const char *line, size_t len)
{
	void *row = arena_alloc(r->c->arena, t->row_size);
	json_t *o = json_loadb(line, len, 0, NULL);
	enum err e = json_is_object(o) ? OK : damaged(r);

	for (size_t i = 0; i < t->n_columns && e == OK; i++)
		e = set_column(r, row, &t->columns[i], json_object_get(o, t->columns[i].name));
	json_decref(o);
	if (e == OK)
		e = statement_exec(r->c, t->load, row);
	r->summary->rows++;
	return e;
}

static enum err load_table(struct reader *r, const struct sql_table *t)
{
	char *text, *line, *eol;
	size_t len;

	TRY(take(r, arena_printf(r->c->arena, "tables/%s.jsonl", t->name), TABLE_MAX, &text, &len));
	if (text && len && text[len - 1] != '\n')
		return damaged(r);
	for (line = text; line && (eol = memchr(line, '\n', len - (size_t)(line - text))) != NULL;
	     line = eol + 1)
		TRY(load_row(r, t, line, (size_t)(eol - line)));
	r->summary->tables++;
	if (r->progress)
		r->progress(r->progress_arg, N_("Restoring tables"), (long)r->summary->tables,
		            (long)n_sql_tables);
	return OK;
}

static enum err load_tables(struct ctx *c, void *arg)
{
	struct reader *r = arg;

	c->db->restoring = true;
	for (size_t i = 0; i < n_sql_tables; i++)
		if (!sql_tables[i].derived)
			TRY(load_table(r, &sql_tables[i]));
	return OK;
}

static enum err load_evidence(struct reader *r)
{
	static const char prefix[] = "evidence/";

	for (zip_int64_t i = 0; i < zip_get_num_entries(r->zip, 0); i++) {
		const char *name = zip_get_name(r->zip, (zip_uint64_t)i, 0), *digest;
		struct arena *outer = r->c->arena;
		char *data;
		size_t len;
		enum err e;

		if (!name || strncmp(name, prefix, strlen(prefix)) != 0)
			continue;
		r->c->arena = arena_child(outer);
		e = take(r, name, EVIDENCE_FILE_MAX, &data, &len);
		if (e == OK)
			e = evidence_store(r->c, data, len, &digest);
		if (e == OK && strcmp(digest, name + strlen(prefix)) != 0)
			e = damaged(r);
		if (e == OK)
			arena_free(r->c->arena);
		r->c->arena = outer;
		TRY(e);
		r->summary->files++;
	}
	return OK;
}

static enum err restore_kept_file(struct reader *r, const char *name)
{
	char *data;
	size_t len;

	TRY(take(r, name, KEPT_FILE_MAX, &data, &len));
	return data ? os_write_file(r->c, arena_printf(r->c->arena, "%s/%s", r->dir, name), data,
	                            len, 0600)
	            : OK;
}

static enum err check_manifest(struct reader *r)
{
	char *text;
	size_t len;
	json_t *o;
	json_int_t format, schema;

	TRY(take(r, "manifest.json", 1 << 20, &text, &len));
	if (!text)
		return FAIL(r->c, ERR_INVALID, N_("{1} is not a backup of Kageyu."), r->file);
	o = json_loadb(text, len, 0, NULL);
	format = json_integer_value(json_object_get(o, "format"));
	schema = json_integer_value(json_object_get(o, "schema"));
	json_decref(o);
	if (format != BACKUP_FORMAT || schema > (json_int_t)n_migrations)
		return FAIL(
			r->c, ERR_STATE,
			N_("The backup {1} was made by a newer version of Kageyu. "
			   "Use that version."),
			r->file);
	return OK;
}

static enum err restore_open_zip(struct reader *r, const char *database_url)
{
	TRY(check_manifest(r));
	TRY(data_dir_init(r->c, r->dir, database_url));
	r->made = true;
	TRY(db_transaction(r->c, DB_WRITE, load_tables, r));
	TRY(load_evidence(r));
	TRY(restore_kept_file(r, "heads.log"));
	return restore_kept_file(r, "head.key");
}

static enum err drop_tables(struct ctx *c, void *arg)
{
	struct buf sql;

	(void)arg;
	buf_init(&sql, c->arena, BUF_MAX_TEXT);
	buf_puts(&sql, "DROP TABLE IF EXISTS schema_migration;\n");
	for (size_t i = 0; i < n_sql_tables; i++)
		buf_printf(&sql,
		           "DROP TABLE IF EXISTS %s CASCADE;\n"
		           "DROP FUNCTION IF EXISTS %s_refuse() CASCADE;\n",
		           sql_tables[i].name, sql_tables[i].name);
	return c->db->backend->script(c, c->db, sql.data);
}

/* Takes back what a restore that failed has made; the folder keeps its place if it was there. */
static void undo(struct reader *r, bool had_dir)
{
	struct ctx *c = r->c;
	const struct error first = c->error;
	const char **names;
	size_t n;

	if (r->made && db_is_postgresql(c))
		(void)!db_transaction(c, DB_WRITE, drop_tables, NULL);
	if (!had_dir && os_exists(r->dir))
		(void)!os_remove_tree(c, r->dir);
	else if (r->made && os_list_dir(c, r->dir, &names, &n) == OK)
		for (size_t i = 0; i < n; i++)
			(void)!os_remove_tree(c, arena_printf(c->arena, "%s/%s", r->dir, names[i]));
	c->error = first;
}

static enum err restore_zip(struct reader *r, const char *path, const char *database_url)
{
	int code;
	enum err e;

	TRY(libzip_load(r->c));
	r->zip = zip_open(path, ZIP_RDONLY, &code);
	if (!r->zip)
		return FAIL(r->c, ERR_INVALID, N_("{1} is not a backup of Kageyu."), r->file);
	e = restore_open_zip(r, database_url);
	zip_discard(r->zip);
	return e;
}

enum err backup_restore(struct ctx *c, const char *file, const char *passphrase, const char *dir,
                        const char *database_url, progress_fn *progress, void *progress_arg,
                        struct backup_summary *ret)
{
	struct backup_summary summary = {0};
	struct reader r = {.c = c,
	                   .file = file,
	                   .dir = dir,
	                   .summary = &summary,
	                   .progress = progress,
	                   .progress_arg = progress_arg};
	const char *opened = arena_printf(c->arena, "%s.opened", dir);
	bool had_dir = os_exists(dir);
	enum err e;

	if (!os_exists(file))
		return FAIL(c, ERR_NOT_FOUND, N_("There is no file {1}. Check the name."), file);
	if (!envelope_is(file)) {
		e = restore_zip(&r, file, database_url);
	} else if (!passphrase) {
		e = FAIL(
			c, ERR_USAGE,
			N_("The backup {1} is encrypted. "
			   "Give its passphrase with --passphrase-file."),
			file);
	} else {
		e = envelope_open(c, file, opened, passphrase);
		if (e == OK)
			e = restore_zip(&r, opened, database_url);
		unlink(opened);
	}
	if (e != OK)
		undo(&r, had_dir);
	else
		*ret = summary;
	return e;
}
