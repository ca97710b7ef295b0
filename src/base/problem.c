#include "base/problem.h"

#include "base/text.h"

#include <string.h>

static const char *const names[] = {"info", "warning", "confirm", "reject", "file"};

const char *severity_name(enum severity s)
{
	return names[s];
}

/* At most PROBLEM_VALUE_MAX bytes, cut between characters. */
static const char *short_value(struct arena *a, const char *s)
{
	size_t len = strlen(s);

	if (len <= PROBLEM_VALUE_MAX)
		return arena_strdup(a, s);
	len = PROBLEM_VALUE_MAX;
	while (len && ((unsigned char)s[len] & 0xC0) == 0x80)
		len--;
	return arena_printf(a, "%.*s…", (int)len, s);
}

void problem_add(struct ctx *c, struct problems *list, enum severity severity, const char *code,
                 struct place place, const char *value, const char *const *msg_and_args)
{
	struct problem *p = ARENA_NEW(c->arena, struct problem);

	p->severity = severity;
	p->code = code;
	p->place.file = arena_strdup(c->arena, place.file);
	p->place.sheet = arena_strdup(c->arena, place.sheet);
	p->place.row = place.row;
	p->place.column = arena_strdup(c->arena, place.column);
	p->place.cell = arena_strdup(c->arena, place.cell);
	p->value = value ? short_value(c->arena, value) : NULL;
	p->msgid = msg_and_args[0];
	for (size_t i = 0; i < ERROR_ARGS_MAX && msg_and_args[i + 1]; i++)
		p->args[i] = short_value(c->arena, msg_and_args[i + 1]);
	if (list->last)
		list->last->next = p;
	else
		list->first = p;
	list->last = p;
	list->count[severity]++;
}
