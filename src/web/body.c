#include "web/body.h"

#include "base/os.h"
#include "web/parse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAIRS_TYPE "application/x-www-form-urlencoded"
#define MULTIPART_TYPE "multipart/form-data"
#define BOUNDARY_MAX 70
#define DISK_FULL N_("The disk is full: nothing was stored. Make room and try again.")

static bool is_type(const char *type, const char *expected)
{
	size_t n = strlen(expected);

	return type && strncasecmp(type, expected, n) == 0 && strchr("; \t", type[n]);
}

static void refuse_large(struct body *b, struct request *r)
{
	parse_refuse(r, 413,
	             b->kind == BODY_SPOOLED ? N_("The files are larger than 256 MB together.")
	                                     : N_("The form is larger than 2 MB."));
}

static void open_spool(struct body *b, struct request *r, atomic_int *uploads)
{
	char *name = arena_printf(r->c.arena, "%s/upload.XXXXXX", r->site->data_dir);

	if (atomic_fetch_add(uploads, 1) >= BODY_UPLOADS_AT_ONCE) {
		atomic_fetch_sub(uploads, 1);
		parse_refuse(r, 503,
		             N_("Too many files are being sent just now. Try again in a moment."));
		return;
	}
	b->uploads = uploads;
	b->fd = mkstemp(name);
	if (b->fd < 0) {
		parse_refuse(r, 500, DISK_FULL);
		return;
	}
	b->kind = BODY_SPOOLED;
	b->max = BODY_UPLOAD_MAX;
	unlink(name);
}

void body_begin(struct body *b, struct request *r, const char *type, uint64_t length, bool files,
                atomic_int *uploads)
{
	b->kind = BODY_IN_MEMORY;
	b->max = REQUEST_FORM_MAX;
	if (is_type(type, MULTIPART_TYPE)) {
		b->boundary = parse_parameter(r->c.arena, type, "boundary");
		if (!b->boundary || !*b->boundary || strlen(b->boundary) > BOUNDARY_MAX)
			parse_refuse(r, 400, N_("The form arrived without a boundary."));
		else if (files)
			open_spool(b, r, uploads);
	} else if (!is_type(type, PAIRS_TYPE)) {
		parse_refuse(r, 415, N_("Only forms can be sent here."));
	}
	if (b->kind == BODY_IN_MEMORY)
		buf_init(&b->text, r->c.arena, REQUEST_FORM_MAX + 1);
	if (length > b->max)
		refuse_large(b, r);
}

bool body_take(struct body *b, struct request *r, const char *data, size_t len)
{
	if (!b->began_us)
		b->began_us = os_now_us();
	b->len += len;
	if (b->len > BODY_DROP_MAX ||
	    os_now_us() - b->began_us > (int64_t)BODY_SECONDS_MAX * 1000000)
		return false;
	if (b->kind == BODY_DROPPED)
		return true;
	if (b->len > b->max)
		refuse_large(b, r);
	if (r->broken)
		return true;
	if (b->kind == BODY_IN_MEMORY)
		buf_add(&b->text, data, len);
	else if (!os_write_all(b->fd, data, len))
		parse_refuse(r, 500, DISK_FULL);
	return true;
}

struct mapping {
	void *at;
	size_t len;
};

static void unmap(void *arg)
{
	const struct mapping *m = arg;

	munmap(m->at, m->len);
}

/* Private and writable: what is written to the pages never reaches the file. */
static char *map(struct body *b, struct request *r)
{
	struct mapping *m = ARENA_NEW(r->c.arena, struct mapping);

	if (!b->len)
		return arena_strdup(r->c.arena, "");
	m->len = b->len;
	m->at = mmap(NULL, b->len, PROT_READ | PROT_WRITE, MAP_PRIVATE, b->fd, 0);
	if (m->at == MAP_FAILED) {
		parse_refuse(r, 503, N_("The server has no memory left. Try again in a moment."));
		return NULL;
	}
	arena_defer(r->c.arena, unmap, m);
	return m->at;
}

void body_parse(struct body *b, struct request *r)
{
	char *data = b->kind == BODY_SPOOLED ? map(b, r) : b->text.data;

	if (b->kind == BODY_DROPPED || !data)
		return;
	if (b->boundary)
		parse_multipart(r, data, b->len, b->boundary, b->kind == BODY_SPOOLED);
	else
		parse_pairs(r, data, b->len, &r->form);
}

void body_release(struct body *b)
{
	if (b->kind == BODY_SPOOLED)
		close(b->fd);
	if (b->uploads)
		atomic_fetch_sub(b->uploads, 1);
	*b = (struct body){0};
}
