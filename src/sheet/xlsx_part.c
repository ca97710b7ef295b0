/*
 * One part of the package through expat, with what keeps hostile files harmless: no document
 * types (and so no entities), bounded nesting, bounded tokens, bounded size once inflated.
 */
#include "sheet/xlsx_internal.h"

#include <expat.h>
#include <stdint.h>
#include <string.h>

#define READ_SIZE (64 << 10)
#define READ_SIZE_MIN 1024
#define DEPTH_MAX 100
#define RATIO_FROM ((size_t)1 << 20) /* a small part may be packed as tightly as it likes */

struct parse {
	struct xlsx *x;
	const char *part;
	const struct xml_reader *reader;
	void *state;
	XML_Parser parser;
	zip_file_t *file;
	size_t stored, inflated;
	int read_size;
	int depth;
	bool doctype; /* there is a document type declaration */
	bool full;    /* the arena is */
	enum err failure;
};

enum err xlsx_fail_damaged(struct xlsx *x, const char *where)
{
	return FAIL(x->c, ERR_INVALID,
	            N_("{1} is damaged ({2}). Open it in Excel and save it again."), x->shown,
	            where);
}

const char *xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (xml_is(attributes[0], name))
			return attributes[1];
	return NULL;
}

bool xml_true(const char *value)
{
	return value && (xml_is(value, "1") || xml_is(value, "true"));
}

bool xml_number(const char *s, long max, long *ret)
{
	long n = 0;

	if (!s || !*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return false;
		n = n * 10 + (*s - '0');
		if (n > max)
			return false;
	}
	*ret = n;
	return true;
}

static const char *local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static void stop(struct parse *p, enum err failure)
{
	if (failure && !p->failure) {
		p->failure = failure;
		XML_StopParser(p->parser, XML_FALSE);
	}
}

/* What expat calls the reader for. */
struct event {
	struct parse *p;
	enum { START, END, TEXT } kind;
	const char *s; /* an element's name, or text */
	size_t len;    /* of the text */
	const char **attributes;
};

static void deliver(void *arg)
{
	const struct event *e = arg;
	const struct xml_reader *reader = e->p->reader;

	if (e->p->depth > DEPTH_MAX)
		stop(e->p, xlsx_fail_damaged(e->p->x, e->p->part));
	else if (e->kind == START)
		stop(e->p, reader->start(e->p->state, local_name(e->s), e->attributes));
	else if (e->kind == END)
		stop(e->p, reader->end(e->p->state, local_name(e->s)));
	else
		stop(e->p, reader->text(e->p->state, e->s, e->len));
}

/*
 * A full arena must not be left through the frames of expat, which refuses to be freed then.
 * It is noted here, and left again when expat has returned.
 */
static void handle(struct event e)
{
	if (e.p->failure || e.p->full || arena_try(e.p->x->scratch, deliver, &e))
		return;
	e.p->full = true;
	XML_StopParser(e.p->parser, XML_FALSE);
}

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct parse *p = arg;

	p->depth++;
	handle((struct event){.p = p, .kind = START, .s = name, .attributes = attributes});
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct parse *p = arg;

	p->depth--;
	handle((struct event){.p = p, .kind = END, .s = name});
}

static void XMLCALL on_text(void *arg, const XML_Char *s, int len)
{
	handle((struct event){.p = arg, .kind = TEXT, .s = s, .len = (size_t)len});
}

static void XMLCALL on_doctype(void *arg, const XML_Char *name, const XML_Char *system_id,
                               const XML_Char *public_id, int has_internal_subset)
{
	struct parse *p = arg;

	(void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
	p->doctype = true;
	XML_StopParser(p->parser, XML_FALSE);
}

static enum err check_size(struct parse *p, size_t more)
{
	p->inflated += more;
	p->x->inflated += more;
	if (p->x->inflated > SHEET_INFLATED_MAX)
		return FAIL(p->x->c, ERR_TOO_LARGE,
		            N_("{1} holds more than {2} MB when unpacked. Delete sheets and empty "
		               "formatted rows that are not needed."),
		            p->x->shown,
		            arena_printf(p->x->c->arena, "%zu", SHEET_INFLATED_MAX >> 20));
	if (p->inflated > RATIO_FROM && p->inflated / SHEET_RATIO_MAX > p->stored)
		return FAIL(p->x->c, ERR_TOO_LARGE,
		            N_("{1} is not read: {2} unpacks to more than {3} times its size, as "
		               "in files made to overload a computer."),
		            p->x->shown, p->part,
		            arena_printf(p->x->c->arena, "%d", SHEET_RATIO_MAX));
	return OK;
}

/* expat keeps an unfinished token in memory that no arena counts; markup has no long ones. */
static bool token_too_long(const struct parse *p)
{
	XML_Index at = XML_GetCurrentByteIndex(p->parser);

	return at >= 0 && p->inflated - (size_t)at > SHEET_CELL_MAX;
}

/* Why expat stopped. */
static enum err fail_parse(struct parse *p)
{
	struct xlsx *x = p->x;
	enum err failure;

	if (p->full) /* ask for what cannot be had, so that the arena's escape is taken again */
		(void)arena_alloc(x->scratch, SIZE_MAX / 2);
	if (p->failure)
		return p->failure;
	if (p->doctype)
		return FAIL(x->c, ERR_INVALID,
		            N_("{1} contains a document type declaration ({2}), which no workbook "
		               "has. It was not made by a spreadsheet program and is not read."),
		            x->shown, p->part);
	failure = xlsx_fail_damaged(x, p->part);
	error_detail(x->c, "%s:%lu: %s", p->part,
	             (unsigned long)XML_GetCurrentLineNumber(p->parser),
	             XML_ErrorString(XML_GetErrorCode(p->parser)));
	return failure;
}

static enum err feed(struct parse *p)
{
	for (;;) {
		void *room = XML_GetBuffer(p->parser, p->read_size);
		zip_int64_t n = room ? zip_fread(p->file, room, (zip_uint64_t)p->read_size) : -1;

		if (n < 0)
			return xlsx_fail_damaged(p->x, p->part);
		TRY(check_size(p, (size_t)n));
		if (XML_ParseBuffer(p->parser, (int)n, n == 0) != XML_STATUS_OK)
			return fail_parse(p);
		if (n == 0)
			return OK;
		if (token_too_long(p))
			return xlsx_fail_damaged(p->x, p->part);
	}
}

static zip_int64_t locate(struct xlsx *x, const char *part)
{
	zip_int64_t index = zip_name_locate(x->zip, part, 0);

	/* names in a package are compared without regard to case */
	return index >= 0 ? index : zip_name_locate(x->zip, part, ZIP_FL_NOCASE);
}

bool xlsx_has_part(struct xlsx *x, const char *part)
{
	return locate(x, part) >= 0;
}

static enum err fail_open(struct xlsx *x, const char *part)
{
	int why = zip_error_code_zip(zip_get_error(x->zip));

	if (why == ZIP_ER_NOPASSWD || why == ZIP_ER_WRONGPASSWD)
		return FAIL(x->c, ERR_INVALID,
		            N_("{1} is protected with a password. Open it, remove the password and "
		               "save it again."),
		            x->shown);
	return xlsx_fail_damaged(x, part);
}

static void free_parser(void *parser)
{
	XML_ParserFree(parser);
}

static void close_file(void *file)
{
	zip_fclose(file);
}

static enum err open_part(struct parse *p)
{
	struct xlsx *x = p->x;
	zip_int64_t index = locate(x, p->part);
	zip_stat_t st;

	if (index < 0 || zip_stat_index(x->zip, (zip_uint64_t)index, 0, &st) != 0)
		return xlsx_fail_damaged(x, p->part);
	/* the size that an archive states may be a lie, that of the file is not */
	p->stored = st.valid & ZIP_STAT_COMP_SIZE && st.comp_size < x->file_len
	                    ? (size_t)st.comp_size
	                    : x->file_len;
	/* what it states is good enough to ask for no more memory than there is to read */
	p->read_size = st.valid & ZIP_STAT_SIZE && st.size < READ_SIZE
	                       ? READ_SIZE_MIN + (int)st.size
	                       : READ_SIZE;
	p->file = zip_fopen_index(x->zip, (zip_uint64_t)index, 0);
	if (!p->file)
		return fail_open(x, p->part);
	arena_defer(x->scratch, close_file, p->file);
	return OK;
}

/* One for all parts: to make it takes as long as to parse a small part. */
static enum err fresh_parser(struct xlsx *x, XML_Parser *ret)
{
	if (x->parser) {
		(void)XML_ParserReset(x->parser, NULL);
	} else {
		x->parser = XML_ParserCreate(NULL);
		if (!x->parser)
			return FAIL(x->c, ERR_TOO_LARGE,
			            N_("There is not enough memory to read {1}."), x->shown);
		arena_defer(x->scratch, free_parser, x->parser);
	}
	*ret = x->parser;
	return OK;
}

enum err xlsx_read_part(struct xlsx *x, const char *part, const struct xml_reader *reader,
                        void *state)
{
	struct parse p = {.x = x, .part = part, .reader = reader, .state = state};
	enum err failure;

	TRY(open_part(&p));
	TRY(fresh_parser(x, &p.parser));
	XML_SetUserData(p.parser, &p);
	XML_SetElementHandler(p.parser, on_start, on_end);
	if (reader->text)
		XML_SetCharacterDataHandler(p.parser, on_text);
	XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
	failure = feed(&p);
	arena_undefer(x->scratch, close_file, p.file);
	zip_fclose(p.file);
	return failure;
}
