/*
 * Any bytes as the zip of a backup, read into an empty database. A file that begins with PK is
 * read as it is. Anything else is taken for the members, divided by the byte FF: the content of
 * manifest.json, then each time a name, LF and the content.
 */
#include "support.h"

#include "store/backup.c" /* its readers; restoring itself would make a folder each time */

#include "store/backend.h"

#define DIVIDER 0xFF

static void add(zip_t *zip, const char *name, const void *data, size_t len)
{
	zip_source_t *source = zip_source_buffer(zip, data, len, 0);

	/* a name that is no name, or there twice, is left out */
	if (zip_file_add(zip, name, source, 0) < 0)
		zip_source_free(source);
}

static void add_member(struct ctx *c, zip_t *zip, const char *data, size_t len)
{
	const char *eol = memchr(data, '\n', len);

	if (eol)
		add(zip, arena_strndup(c->arena, data, (size_t)(eol - data)), eol + 1,
		    (size_t)(data + len - eol) - 1);
}

static void add_members(struct ctx *c, zip_t *zip, const char *data, size_t len)
{
	const char *end = data + len, *start = data;

	while (data <= end) {
		const char *cut = memchr(data, DIVIDER, (size_t)(end - data));

		if (!cut)
			cut = end;
		if (data == start)
			add(zip, "manifest.json", data, (size_t)(cut - data));
		else
			add_member(c, zip, data, (size_t)(cut - data));
		data = cut + 1;
	}
}

static zip_t *open_members(struct ctx *c, const char *data, size_t len)
{
	zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	MUST(zip);
	zip_source_keep(target);
	add_members(c, zip, data, len);
	MUST(zip_close(zip) == 0);
	zip = zip_open_from_source(target, ZIP_RDONLY, NULL);
	if (!zip)
		zip_source_free(target);
	return zip;
}

static zip_t *open_zip(const char *data, size_t len)
{
	zip_source_t *source = zip_source_buffer_create(data, len, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, NULL);

	if (!zip)
		zip_source_free(source);
	return zip;
}

static enum err read_parts(struct reader *r)
{
	TRY(check_manifest(r));
	TRY(load_tables(r->c, r));
	return load_evidence(r);
}

static void check_rows(struct ctx *c, int64_t loaded)
{
	int64_t stored = 0;

	for (size_t i = 0; i < n_sql_tables; i++) {
		struct buf image;
		void *rows;
		size_t n;

		MUST(statement_many(c, sql_tables[i].dump, NULL, &rows, &n) == OK);
		buf_init(&image, c->arena, BUF_MAX_DOCUMENT);
		for (size_t k = 0; k < n; k++)
			table_image(&sql_tables[i], (char *)rows + k * sql_tables[i].row_size,
			            &image);
		must_be_text(n ? image.data : "");
		stored += (int64_t)n;
	}
	MUST(stored >= loaded); /* the schema brings rows of its own */
}

static void close_zip(void *zip)
{
	zip_discard(zip);
}

static void read_in_folder(struct ctx *c, const char *data, size_t len)
{
	struct backup_summary summary = {0};
	struct reader r = {.c = c, .file = "fuzz.backup", .summary = &summary};

	MUST(libzip_load(c) == OK);
	r.zip = len >= 2 && memcmp(data, "PK", 2) == 0 ? open_zip(data, len)
	                                               : open_members(c, data, len);
	if (!r.zip)
		return;
	arena_defer(c->arena, close_zip, r.zip);
	if (read_parts(&r) == OK)
		check_rows(c, summary.rows);
	else
		MUST(c->error.msgid != NULL);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	char folder[] = "/dev/shm/fuzz_backup_XXXXXX";

	MUST(mkdtemp(folder));
	c->db->data_dir = folder;
	read_in_folder(c, data, len);
	MUST(os_remove_tree(c, folder) == OK);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, true);
	return 0;
}
