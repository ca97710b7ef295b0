/*
 * Any bytes as what a client sends. The first line says as what:
 *
 *   address       the rest is the address of a request
 *   pairs         a form, name=value&…
 *   multipart B   a form with files, its parts divided by the boundary B
 *   plain B       the same where no files are taken
 *   parameter     the rest is the value of a header field
 */
#include "support.h"

#include "base/text.h"
#include "web/parse.h"
#include "web/route.h"

#include <string.h>

#define BOUNDARY_MAX 70

static struct site site = {.base = "/k"};

static void check_pairs(const struct pairs *list)
{
	size_t n = 0;

	for (const struct pair *p = list->first; p; p = p->next, n++) {
		must_be_text(p->name);
		must_be_text(p->value);
		MUST(p->next || p == list->last);
	}
	MUST(n == list->n && n <= REQUEST_FIELDS_MAX);
}

/* Files lie within what was sent, one behind the other, each with a NUL behind it. */
static void check_uploads(const struct request *r, const char *from, const char *to)
{
	for (const struct upload *u = r->uploads; u; u = u->next) {
		must_be_text(u->field);
		must_be_text(u->file_name);
		MUST(!strpbrk(u->file_name, "/\\"));
		MUST(u->data >= from && u->data + u->len < to && u->data[u->len] == '\0');
		from = u->data + u->len;
	}
}

static void check(const struct request *r)
{
	MUST(!r->broken == !r->broken_status);
	MUST(!r->broken || (r->broken_status >= 400 && r->broken_status < 500));
	check_pairs(&r->query);
	check_pairs(&r->form);
}

static void read_address(struct request *r, const char *uri)
{
	bool known;

	parse_address(r, uri);
	check(r);
	if (r->broken)
		return;
	MUST(*r->path == '/');
	r->method = "GET";
	if (!route_find(r, &known))
		return;
	for (size_t i = 0; i < REQUEST_ARGS_MAX && r->args[i]; i++) {
		must_be_text(r->args[i]);
		MUST(*r->args[i]);
	}
}

/* As many bytes as were sent and no NUL behind them: reading on would be found. */
static void read_form(struct request *r, const char *data, size_t len, const char *boundary,
                      bool files)
{
	char *body = malloc(len ? len : 1);

	MUST(body);
	memcpy(body, data, len);
	if (boundary)
		parse_multipart(r, body, len, boundary, files);
	else
		parse_pairs(r, body, len, &r->form);
	check(r);
	check_uploads(r, body, body + len);
	MUST(files || !r->uploads);
	free(body);
}

static void read_parameter(struct ctx *c, const char *field)
{
	static const char *const names[] = {"boundary", "name", "filename", ""};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = parse_parameter(c->arena, field, names[i]);

		MUST(!value || strlen(value) <= strlen(field));
	}
}

static const char *after(const char *line, const char *word)
{
	size_t n = strlen(word);

	return strncmp(line, word, n) == 0 && line[n] == ' ' && line[n + 1] ? line + n + 1 : NULL;
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct request r = {.c = *c, .site = &site};
	const char *end = memchr(data, '\n', len), *line, *boundary;
	size_t bad;

	if (!end)
		return;
	line = arena_strndup(c->arena, data, (size_t)(end - data));
	len -= (size_t)(end + 1 - data);
	data = end + 1;
	if (strcmp(line, "address") == 0)
		read_address(&r, data);
	else if (strcmp(line, "pairs") == 0)
		read_form(&r, data, len, NULL, false);
	else if (strcmp(line, "parameter") == 0 && text_valid(data, len, &bad))
		read_parameter(c, data);
	else if ((boundary = after(line, "multipart")) && strlen(boundary) <= BOUNDARY_MAX)
		read_form(&r, data, len, boundary, true);
	else if ((boundary = after(line, "plain")) && strlen(boundary) <= BOUNDARY_MAX)
		read_form(&r, data, len, boundary, false);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
