/* The package of a workbook: which parts it has and how they belong together. */
#include "sheet/xlsx_internal.h"

#include "sheet/sheet_internal.h"

#include <string.h>

#define RELATIONS_MAX 10000 /* of one part; sheets look theirs up one after the other */

struct relation {
	const char *id;
	const char *type;   /* what stands behind the last slash */
	const char *target; /* name in the archive */
};

struct relations {
	struct xlsx *x;
	const char *source; /* the part they belong to; "" = the package */
	struct relation *v;
	size_t n, room;
};

struct sheet_entry {
	const char *name, *relation;
	bool hidden;
};

struct workbook_reader {
	struct xlsx *x;
	struct sheet_entry *sheets;
	struct defined_name *names;
	size_t n_sheets, n_names, sheets_room, names_room;
	bool in_name;
	struct buf name_text;
};

/* ---- relationships ---- */

/* Drops the last segment of a path; the path of the package itself stays empty. */
static void drop_segment(struct buf *path)
{
	const char *slash = path->len ? strrchr(path->data, '/') : NULL;

	path->len = slash ? (size_t)(slash - path->data) : 0;
	path->data[path->len] = '\0';
}

/* The archive name of a target, which is relative to its source's folder or begins with /. */
static const char *resolve(struct xlsx *x, const char *source, const char *target)
{
	struct buf path;

	buf_init(&path, x->scratch, BUF_MAX_TEXT);
	if (*target != '/') {
		buf_puts(&path, source);
		drop_segment(&path);
	}
	while (*target) {
		size_t len = strcspn(target, "/");

		if (len == 2 && memcmp(target, "..", 2) == 0) {
			drop_segment(&path);
		} else if (len && !(len == 1 && *target == '.')) {
			if (path.len)
				buf_putc(&path, '/');
			buf_add(&path, target, len);
		}
		target += len + (target[len] == '/');
	}
	return path.data;
}

static enum err relation_start(void *state, const char *name, const char **attributes)
{
	struct relations *r = state;
	const char *id = xml_attribute(attributes, "Id");
	const char *type = xml_attribute(attributes, "Type");
	const char *target = xml_attribute(attributes, "Target");
	const char *mode = xml_attribute(attributes, "TargetMode");
	const char *slash = type ? strrchr(type, '/') : NULL;

	if (!xml_is(name, "Relationship") || !id || !slash || !target ||
	    (mode && xml_is(mode, "External")))
		return OK;
	if (r->n == RELATIONS_MAX)
		return xlsx_fail_damaged(r->x, "relationships");
	r->v = list_room(r->x->scratch, r->v, r->n, &r->room, sizeof(*r->v));
	r->v[r->n++] = (struct relation){arena_strdup(r->x->scratch, id),
	                                 arena_strdup(r->x->scratch, slash + 1),
	                                 resolve(r->x, r->source, target)};
	return OK;
}

static enum err ignore_end(void *state, const char *name)
{
	(void)state, (void)name;
	return OK;
}

/* folder/part.xml has its relationships in folder/_rels/part.xml.rels; it need not have any. */
static enum err read_relations(struct xlsx *x, const char *source, struct relations *ret)
{
	static const struct xml_reader reader = {relation_start, ignore_end, NULL};
	const char *slash = strrchr(source, '/'), *base = slash ? slash + 1 : source;
	const char *part =
		arena_printf(x->scratch, "%.*s_rels/%s.rels", (int)(base - source), source, base);

	*ret = (struct relations){.x = x, .source = source};
	return xlsx_has_part(x, part) ? xlsx_read_part(x, part, &reader, ret) : OK;
}

static const char *target_of_type(const struct relations *r, const char *type)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->v[i].type, type) == 0)
			return r->v[i].target;
	return NULL;
}

static const char *target_of_id(const struct relations *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->v[i].id, id) == 0)
			return r->v[i].target;
	return NULL;
}

/* ---- workbook.xml ---- */

/* The attribute id of the relationships' namespace, whatever prefix that has. */
static const char *relation_id(const char **attributes)
{
	for (; *attributes; attributes += 2) {
		const char *colon = strchr(attributes[0], ':');

		if (colon && xml_is(colon + 1, "id"))
			return attributes[1];
	}
	return NULL;
}

static enum err add_sheet(struct workbook_reader *r, const char **attributes)
{
	const char *name = xml_attribute(attributes, "name"), *id = relation_id(attributes);
	const char *state = xml_attribute(attributes, "state");
	struct buf text;

	if (!name || !id || r->n_sheets == RELATIONS_MAX)
		return xlsx_fail_damaged(r->x, "workbook");
	buf_init(&text, r->x->c->arena, BUF_MAX_TEXT);
	buf_puts(&text, name);
	xlsx_unescape(&text, 0);
	r->sheets = list_room(r->x->scratch, r->sheets, r->n_sheets, &r->sheets_room,
	                      sizeof(*r->sheets));
	r->sheets[r->n_sheets++] = (struct sheet_entry){
		text.data, arena_strdup(r->x->scratch, id),
		state && (xml_is(state, "hidden") || xml_is(state, "veryHidden"))};
	return OK;
}

static void start_name(struct workbook_reader *r, const char **attributes)
{
	const char *name = xml_attribute(attributes, "name");

	r->in_name = name != NULL;
	if (!name)
		return;
	buf_clear(&r->name_text);
	r->names =
		list_room(r->x->scratch, r->names, r->n_names, &r->names_room, sizeof(*r->names));
	r->names[r->n_names++] = (struct defined_name){arena_strdup(r->x->c->arena, name), ""};
}

static enum err workbook_start(void *state, const char *name, const char **attributes)
{
	struct workbook_reader *r = state;

	if (xml_is(name, "sheet"))
		return add_sheet(r, attributes);
	if (xml_is(name, "definedName"))
		start_name(r, attributes);
	else if (xml_is(name, "workbookPr"))
		r->x->date1904 = xml_true(xml_attribute(attributes, "date1904"));
	return OK;
}

static enum err workbook_end(void *state, const char *name)
{
	struct workbook_reader *r = state;

	if (r->in_name && xml_is(name, "definedName")) {
		r->names[r->n_names - 1].refers_to =
			arena_strndup(r->x->c->arena, r->name_text.data, r->name_text.len);
		r->in_name = false;
	}
	return OK;
}

static enum err workbook_text(void *state, const char *s, size_t len)
{
	struct workbook_reader *r = state;

	if (!r->in_name)
		return OK;
	if (len > SHEET_CELL_MAX - r->name_text.len)
		return xlsx_fail_damaged(r->x, "workbook");
	buf_add(&r->name_text, s, len);
	return OK;
}

/* ---- the whole ---- */

static enum err fail_no_workbook(struct xlsx *x)
{
	if (xlsx_has_part(x, "mimetype"))
		return FAIL(x->c, ERR_INVALID,
		            N_("{1} is an OpenDocument file (.ods). Open it and save it as an "
		               "Excel workbook (.xlsx)."),
		            x->shown);
	return FAIL(x->c, ERR_INVALID,
	            N_("{1} is a packed file without a workbook in it. An Excel workbook "
	               "(.xlsx) or a CSV file is needed."),
	            x->shown);
}

static bool ends_with(const char *s, const char *ending)
{
	size_t len = strlen(s), n = strlen(ending);

	return len >= n && strcmp(s + len - n, ending) == 0;
}

static enum err find_workbook(struct xlsx *x, const char **ret)
{
	struct relations package;
	const char *part;

	TRY(read_relations(x, "", &package));
	part = target_of_type(&package, "officeDocument");
	if (!part || !xlsx_has_part(x, part))
		return fail_no_workbook(x);
	if (ends_with(part, ".bin"))
		return FAIL(x->c, ERR_INVALID,
		            N_("{1} is a binary workbook (.xlsb). Open it in Excel and save it as "
		               "an Excel workbook (.xlsx)."),
		            x->shown);
	*ret = part;
	return OK;
}

static enum err read_sheets(struct xlsx *x, const struct workbook_reader *r,
                            const struct relations *parts, struct book *book)
{
	struct sheet *sheets = ARENA_ARRAY(x->c->arena, r->n_sheets, struct sheet);

	for (size_t i = 0; i < r->n_sheets; i++) {
		const char *part = target_of_id(parts, r->sheets[i].relation);

		sheets[i].name = r->sheets[i].name;
		sheets[i].hidden = r->sheets[i].hidden;
		if (!part)
			return xlsx_fail_damaged(x, sheets[i].name);
		TRY(xlsx_read_sheet(x, part, &sheets[i]));
	}
	book->sheets = sheets;
	book->n_sheets = r->n_sheets;
	return OK;
}

static enum err read_workbook(struct xlsx *x, struct book *book)
{
	static const struct xml_reader reader = {workbook_start, workbook_end, workbook_text};
	struct workbook_reader r = {.x = x};
	struct relations parts;
	const char *part = "", *strings, *styles;

	TRY(find_workbook(x, &part));
	buf_init(&r.name_text, x->scratch, SHEET_CELL_MAX + 2);
	TRY(xlsx_read_part(x, part, &reader, &r));
	if (!r.n_sheets)
		return fail_no_workbook(x);
	TRY(read_relations(x, part, &parts));
	strings = target_of_type(&parts, "sharedStrings");
	if (strings)
		TRY(xlsx_read_strings(x, strings));
	styles = target_of_type(&parts, "styles");
	if (styles)
		TRY(xlsx_read_styles(x, styles));
	book->names = r.n_names ? memcpy(ARENA_ARRAY(x->c->arena, r.n_names, struct defined_name),
	                                 r.names, r.n_names * sizeof(*r.names))
	                        : NULL;
	book->n_names = r.n_names;
	return read_sheets(x, &r, &parts, book);
}

static void discard_zip(void *zip)
{
	zip_discard(zip);
}

static enum err open_zip(struct xlsx *x, const void *data)
{
	zip_source_t *source;

	TRY(libzip_load(x->c));
	source = zip_source_buffer_create(data, x->file_len, 0, NULL);
	if (!source)
		return FAIL(x->c, ERR_TOO_LARGE, N_("There is not enough memory to read {1}."),
		            x->shown);
	x->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (!x->zip) {
		zip_source_free(source);
		return FAIL(x->c, ERR_INVALID,
		            N_("{1} is damaged: it is cut off or no whole archive. Have it sent "
		               "again."),
		            x->shown);
	}
	arena_defer(x->scratch, discard_zip, x->zip);
	return OK;
}

enum err xlsx_read(struct ctx *c, const char *shown, const void *data, size_t len,
                   struct book **ret)
{
	struct xlsx x = {.c = c, .shown = shown, .file_len = len};
	struct book *book = ARENA_NEW(c->arena, struct book);
	enum err failure;

	book->format = BOOK_XLSX;
	x.scratch = arena_child(c->arena);
	failure = open_zip(&x, data);
	if (!failure)
		failure = read_workbook(&x, book);
	arena_free(x.scratch);
	if (!failure)
		*ret = book;
	return failure;
}
