#include "base/err.h"

#include "base/ctx.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	int exit_status, http_status;
} codes[] = {
#define X(name, exit_status, http_status) {#name, exit_status, http_status},
	ERR_LIST(X)
#undef X
};

int err_exit_status(enum err code)
{
	return codes[code].exit_status;
}

int err_http_status(enum err code)
{
	return codes[code].http_status;
}

const char *err_name(enum err code)
{
	return codes[code].name;
}

void error_set(struct ctx *c, enum err code, const char *const *msg_and_args)
{
	struct error *e = &c->error;

	memset(e, 0, sizeof(*e));
	e->code = code;
	e->msgid = msg_and_args[0];
	for (size_t i = 0; i < ERROR_ARGS_MAX && msg_and_args[i + 1]; i++)
		e->args[i] = arena_strdup(c->arena, msg_and_args[i + 1]);
}

void error_at(struct ctx *c, struct place place)
{
	struct place *have = &c->error.place;

	if (!have->file)
		have->file = arena_strdup(c->arena, place.file);
	if (!have->sheet)
		have->sheet = arena_strdup(c->arena, place.sheet);
	if (!have->row)
		have->row = place.row;
	if (!have->column)
		have->column = arena_strdup(c->arena, place.column);
	if (!have->cell)
		have->cell = arena_strdup(c->arena, place.cell);
}

void error_detail(struct ctx *c, const char *fmt, ...)
{
	char text[1000];
	va_list ap;

	if (c->error.detail)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	c->error.detail = arena_strdup(c->arena, text);
}

_Noreturn void bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "kageyu: bug at %s:%d: %s\n", file, line, what);
	abort();
}
