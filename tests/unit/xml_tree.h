/*
 * xml_tree.h - XML as a small tree, and parts of zip files, for tests that look into documents.
 */
#ifndef KAGEYU_TESTS_XML_TREE_H
#define KAGEYU_TESTS_XML_TREE_H

#include "base/buf.h"

#include <expat.h>
#include <string.h>
#include <zip.h>

struct xml {
	const char *name;         /* with its prefix, as written */
	const char **attributes;  /* name, value, …, NULL */
	struct buf text;          /* of the element itself */
	struct xml *parent, *first, *last, *next;
};

struct xml_parse {
	struct arena *a;
	struct xml *at;
};

static inline void xml_open(void *arg, const char *name, const char **attributes)
{
	struct xml_parse *p = arg;
	struct xml *x = ARENA_NEW(p->a, struct xml);
	size_t n = 0;

	while (attributes[n])
		n++;
	x->name = arena_strdup(p->a, name);
	x->attributes = ARENA_ARRAY(p->a, n + 1, const char *);
	for (size_t i = 0; i < n; i++)
		x->attributes[i] = arena_strdup(p->a, attributes[i]);
	buf_init(&x->text, p->a, BUF_MAX_TEXT);
	x->parent = p->at;
	if (p->at->last)
		p->at->last->next = x;
	else
		p->at->first = x;
	p->at->last = x;
	p->at = x;
}

static inline void xml_close(void *arg, const char *name)
{
	struct xml_parse *p = arg;

	(void)name;
	p->at = p->at->parent;
}

static inline void xml_characters(void *arg, const char *s, int len)
{
	struct xml_parse *p = arg;

	buf_add(&p->at->text, s, (size_t)len);
}

/* The document node, whose child is the root; NULL when it is not well-formed. */
static inline struct xml *xml_read(struct arena *a, const char *data, size_t len)
{
	struct xml *top = ARENA_NEW(a, struct xml);
	struct xml_parse p = {a, top};
	XML_Parser parser = XML_ParserCreate("UTF-8");
	enum XML_Status status;

	buf_init(&top->text, a, BUF_MAX_TEXT);
	XML_SetUserData(parser, &p);
	XML_SetElementHandler(parser, xml_open, xml_close);
	XML_SetCharacterDataHandler(parser, xml_characters);
	status = XML_Parse(parser, data, (int)len, 1);
	XML_ParserFree(parser);
	return status == XML_STATUS_OK ? top : NULL;
}

/* The element after `x` in document order inside `root`; NULL at the end. */
static inline struct xml *xml_step(const struct xml *root, struct xml *x)
{
	if (x->first)
		return x->first;
	while (x != root && !x->next)
		x = x->parent;
	return x == root ? NULL : x->next;
}

/* The n-th (from 0) element of that name below root; NULL when there are not so many. */
static inline struct xml *xml_find(struct xml *root, const char *name, size_t n)
{
	for (struct xml *x = xml_step(root, root); x; x = xml_step(root, x))
		if (strcmp(x->name, name) == 0 && n-- == 0)
			return x;
	return NULL;
}

static inline size_t xml_count(struct xml *root, const char *name)
{
	size_t n = 0;

	while (xml_find(root, name, n))
		n++;
	return n;
}

static inline const char *xml_attribute(const struct xml *x, const char *name)
{
	for (size_t i = 0; x && x->attributes && x->attributes[i]; i += 2)
		if (strcmp(x->attributes[i], name) == 0)
			return x->attributes[i + 1];
	return NULL;
}

/* The text of the element and all below it. */
static inline const char *xml_text(struct arena *a, struct xml *root)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	buf_add(&b, root->text.data, root->text.len);
	for (struct xml *x = xml_step(root, root); x; x = xml_step(root, x))
		buf_add(&b, x->text.data, x->text.len);
	return b.data;
}

/* A part of a zip file; NULL when it is not in there. */
static inline const char *zip_part(struct arena *a, const struct buf *file, const char *name,
                            size_t *ret_len)
{
	zip_source_t *source = zip_source_buffer_create(file->data, file->len, 0, NULL);
	zip_t *z = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
	zip_file_t *part;
	zip_stat_t st;
	char *data = NULL;

	if (!z) {
		zip_source_free(source);
		return NULL;
	}
	part = zip_fopen(z, name, 0);
	if (part && zip_stat(z, name, 0, &st) == 0) {
		data = arena_alloc(a, st.size + 1);
		*ret_len = (size_t)zip_fread(part, data, st.size);
		zip_fclose(part);
	}
	zip_discard(z);
	return data;
}

static inline struct xml *zip_xml(struct arena *a, const struct buf *file, const char *name)
{
	size_t len = 0;
	const char *data = zip_part(a, file, name, &len);

	return data ? xml_read(a, data, len) : NULL;
}

#endif
