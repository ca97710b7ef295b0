/* Reads the file that cairo 1.16 wrote: not PDF in general, only this writer's own form. */
#include "report/pdf_file.h"

#include <stdlib.h>
#include <string.h>

#define XREF_LINE 20

static const char *find(const char *from, const char *end, const char *what)
{
	size_t len = strlen(what);

	for (; (size_t)(end - from) >= len; from++) {
		from = memchr(from, what[0], (size_t)(end - from) - len + 1);
		if (!from)
			return NULL;
		if (memcmp(from, what, len) == 0)
			return from;
	}
	return NULL;
}

/* The object that `key` refers to in the bytes: "/Root 45 0 R". */
static unsigned reference(const char *from, const char *end, const char *key)
{
	const char *at = find(from, end, key);

	BUG_IF(!at);
	return (unsigned)strtoul(at + strlen(key), NULL, 10);
}

static const char *object_start(const struct drawn *d, size_t object)
{
	const char *at = d->data + d->offsets[object];

	at = find(at, d->data + d->len, " obj\n");
	BUG_IF(!at);
	return at + strlen(" obj\n");
}

static const char *object_end(const struct drawn *d, size_t object)
{
	return d->data + d->ends[object];
}

/* The end of each object is where the one written after it begins. */
static int compare_offsets(const void *x, const void *y)
{
	size_t a = **(const size_t *const *)x, b = **(const size_t *const *)y;

	return a < b ? -1 : a > b;
}

static void set_ends(struct drawn *d, struct arena *a, size_t table)
{
	size_t **order = ARENA_ARRAY(a, d->n + 1, size_t *), n = 0;

	d->ends = ARENA_ARRAY(a, d->n + 1, size_t);
	for (size_t i = 0; i < d->n; i++)
		if (d->offsets[i])
			order[n++] = &d->offsets[i];
	qsort(order, n, sizeof *order, compare_offsets);
	for (size_t i = 0; i < n; i++) {
		size_t end = i + 1 < n ? *order[i + 1] : table;

		/* without "endobj" and the line ends around it */
		while (end > *order[i] && memcmp(d->data + end - 6, "endobj", 6) != 0)
			end--;
		d->ends[order[i] - d->offsets] = end - 6;
	}
}

static void read_table(struct drawn *d, struct arena *a)
{
	const char *end = d->data + d->len, *at = end, *entry;
	size_t table;

	while (at > d->data && strncmp(at, "startxref", 9) != 0)
		at--;
	table = strtoul(at + 9, NULL, 10);
	BUG_IF(table >= d->len || strncmp(d->data + table, "xref\n0 ", 7) != 0);
	d->n = strtoul(d->data + table + 7, NULL, 10);
	entry = strchr(d->data + table + 5, '\n') + 1;
	BUG_IF((size_t)(end - entry) < d->n * XREF_LINE);
	d->offsets = ARENA_ARRAY(a, d->n + 1, size_t);
	for (size_t i = 0; i < d->n; i++, entry += XREF_LINE)
		d->offsets[i] = entry[17] == 'n' ? strtoul(entry, NULL, 10) : 0;
	d->root = reference(entry, end, "/Root ");
	d->info = reference(entry, end, "/Info ");
	set_ends(d, a, table);
}

static void read_pages(struct drawn *d, struct arena *a)
{
	const char *start = object_start(d, d->root), *end = object_end(d, d->root), *at;

	d->pages = reference(start, end, "/Pages ");
	at = find(object_start(d, d->pages), object_end(d, d->pages), "/Kids [ ");
	BUG_IF(!at);
	at += strlen("/Kids [ ");
	d->page_objects = ARENA_ARRAY(a, d->n, unsigned);
	for (; *at >= '0' && *at <= '9'; at = strstr(at, "R ") + 2)
		d->page_objects[d->n_pages++] = (unsigned)strtoul(at, NULL, 10);
}

void drawn_read(struct drawn *d, struct arena *a, const struct sink *sink)
{
	*d = (struct drawn){.data = sink->data, .len = sink->len};
	read_table(d, a);
	read_pages(d, a);
}

static bool begins(const struct drawn *d, size_t object, const char *with)
{
	return strncmp(object_start(d, object), with, strlen(with)) == 0;
}

/* What is written anew, and the lengths that stand in the streams now. */
static bool *find_replaced(const struct drawn *d, struct arena *a)
{
	bool *replaced = ARENA_ARRAY(a, d->n, bool);

	replaced[d->root] = replaced[d->info] = true;
	for (size_t i = 1; i < d->n; i++) {
		const char *length;

		if (!d->offsets[i])
			continue;
		if (begins(d, i, "<< /Type /StructElem") ||
		    begins(d, i, "<< /Type /StructTreeRoot") || begins(d, i, "<< /Nums [") ||
		    begins(d, i, "<< /Type /Page %"))
			replaced[i] = true;
		length = begins(d, i, "<< /Length ") ? object_start(d, i) + strlen("<< /Length ")
		                                     : NULL;
		if (length)
			replaced[strtoul(length, NULL, 10)] = true;
	}
	return replaced;
}

/* "<< /Length 8 0 R /Filter …>>stream" with the length in it. */
static void copy_stream(const struct drawn *d, struct pdf_file *f, size_t object)
{
	const char *start = object_start(d, object), *end = object_end(d, object);
	const char *entries = find(start, end, " 0 R"), *stream = find(start, end, ">>\nstream\n");
	size_t length_object = strtoul(start + strlen("<< /Length "), NULL, 10), length;

	BUG_IF(!entries || !stream);
	length = strtoul(object_start(d, length_object), NULL, 10);
	entries += strlen(" 0 R");
	file_put_stream(f, (unsigned)object,
	                arena_strndup(f->c->arena, entries, (size_t)(stream - entries)),
	                stream + strlen(">>\nstream\n"), length);
}

void drawn_copy(const struct drawn *d, struct pdf_file *f)
{
	const bool *replaced = find_replaced(d, f->c->arena);

	for (size_t i = 1; i < d->n; i++) {
		if (!d->offsets[i] || replaced[i])
			continue;
		if (begins(d, i, "<< /Length "))
			copy_stream(d, f, i);
		else
			file_put(f, (unsigned)i, object_start(d, i),
			         (size_t)(object_end(d, i) - object_start(d, i)));
	}
}

void drawn_page(const struct drawn *d, size_t page, struct buf *ret)
{
	unsigned object = d->page_objects[page];
	const char *at = object_start(d, object), *end = object_end(d, object);
	const char *own = find(at, end, "/StructParents ");

	while (end > at && end[-1] != '>')
		end--;
	end -= 2;
	if (own) {
		buf_add(ret, at, (size_t)(own - at));
		at = own + strlen("/StructParents ");
		while (*at >= '0' && *at <= '9')
			at++;
	}
	buf_add(ret, at, (size_t)(end - at));
}
