#include "report/zip_out.h"

#include "base/date.h"

#include "gen/libzip.h"

/* Word and Excel open both equally fast; 6 takes twice the time of 3 and saves a tenth. */
#define DEFLATE_LEVEL 3

struct zip_out {
	struct ctx *c;
	zip_source_t *source; /* where the file grows */
	zip_t *zip;
	uint16_t dos_date, dos_time;
};

static void release(void *arg)
{
	struct zip_out *z = arg;

	if (z->zip)
		zip_discard(z->zip);
	zip_source_free(z->source);
}

static enum err zip_failed(struct zip_out *z, const char *why)
{
	enum err e = FAIL(z->c, ERR_IO, N_("The document could not be packed."));

	error_detail(z->c, "libzip: %s", why);
	return e;
}

/* The DOS calendar of zip files begins in 1980 and ends in 2107. */
static void set_dos_time(struct zip_out *z, int64_t made_us)
{
	struct date d = date_in_japan(made_us);
	int64_t japan_s = made_us / 1000000 + JAPAN_OFFSET_S;
	int in_day = (int)(((japan_s % 86400) + 86400) % 86400);

	if (d.year < 1980 || d.year > 2107) {
		d = (struct date){1980, 1, 1};
		in_day = 0;
	}
	z->dos_date = (uint16_t)((d.year - 1980) << 9 | d.month << 5 | d.day);
	z->dos_time = (uint16_t)(in_day / 3600 << 11 | in_day / 60 % 60 << 5 | in_day % 60 / 2);
}

enum err zip_out_new(struct ctx *c, int64_t made_us, struct zip_out **ret)
{
	struct zip_out *z = ARENA_NEW(c->arena, struct zip_out);
	zip_error_t error;

	TRY(libzip_load(c));
	z->c = c;
	set_dos_time(z, made_us);
	zip_error_init(&error);
	z->source = zip_source_buffer_create(NULL, 0, 0, &error);
	if (!z->source)
		return zip_failed(z, zip_error_strerror(&error));
	arena_defer(c->arena, release, z);
	zip_source_keep(z->source); /* one reference is ours, one goes to z->zip */
	z->zip = zip_open_from_source(z->source, ZIP_CREATE | ZIP_TRUNCATE, &error);
	if (!z->zip) {
		zip_source_free(z->source);
		return zip_failed(z, zip_error_strerror(&error));
	}
	*ret = z;
	return OK;
}

enum err zip_out_add(struct zip_out *z, const char *name, const void *bytes, size_t len,
                     bool packed)
{
	zip_source_t *part = zip_source_buffer(z->zip, bytes, len, 0);
	zip_int64_t at;

	if (!part)
		return zip_failed(z, zip_strerror(z->zip));
	at = zip_file_add(z->zip, name, part, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(part);
		return zip_failed(z, zip_strerror(z->zip));
	}
	if (zip_file_set_dostime(z->zip, (zip_uint64_t)at, z->dos_time, z->dos_date, 0) != 0 ||
	    zip_set_file_compression(z->zip, (zip_uint64_t)at,
	                             packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE,
	                             packed ? DEFLATE_LEVEL : 0) != 0)
		return zip_failed(z, zip_strerror(z->zip));
	return OK;
}

static enum err read_all(struct zip_out *z, struct buf *out)
{
	char block[16384];
	zip_int64_t n;

	if (zip_source_open(z->source) != 0)
		return zip_failed(z, zip_error_strerror(zip_source_error(z->source)));
	while ((n = zip_source_read(z->source, block, sizeof(block))) > 0)
		buf_add(out, block, (size_t)n);
	(void)zip_source_close(z->source);
	return n < 0 ? zip_failed(z, zip_error_strerror(zip_source_error(z->source))) : OK;
}

enum err zip_out_finish(struct zip_out *z, struct buf *out)
{
	if (zip_close(z->zip) != 0)
		return zip_failed(z, zip_strerror(z->zip));
	z->zip = NULL;
	return read_all(z, out);
}
