/* The text form of catalogs/: key: value lines, blank lines between items (docs/formats.md). */
#include "criteria/criteria_internal.h"

#include "base/buf.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

#define TEXT_LINES_MAX 200000

/* Where the value of a key goes; keys of the head and of an item. */
static const struct text_key {
	const char *name;
	size_t offset; /* in struct incoming_item */
} keys[] = {
        {"catalog", offsetof(struct incoming_item, catalog)},
        {"short", offsetof(struct incoming_item, short_name)},
        {"subject", offsetof(struct incoming_item, subject)},
        {"source", offsetof(struct incoming_item, source)},
        {"no", offsetof(struct incoming_item, item.no)},
        {"label", offsetof(struct incoming_item, item.label)},
        {"heading1", offsetof(struct incoming_item, item.heading1)},
        {"heading2", offsetof(struct incoming_item, item.heading2)},
        {"heading3", offsetof(struct incoming_item, item.heading3)},
        {"title", offsetof(struct incoming_item, item.title)},
        {"requirement", offsetof(struct incoming_item, item.requirement)},
        {"roles", offsetof(struct incoming_item, item.roles)},
        {"approver", offsetof(struct incoming_item, item.approver)},
        {"interviewee", offsetof(struct incoming_item, item.interviewee)},
        {"evidence", offsetof(struct incoming_item, item.evidence)},
        {"procedure", offsetof(struct incoming_item, item.procedure)},
        {"attention", offsetof(struct incoming_item, item.attention)},
        {"target_kinds", offsetof(struct incoming_item, item.target_kinds)},
        {"methods", offsetof(struct incoming_item, item.methods)},
        {"contradictions", offsetof(struct incoming_item, item.contradictions)},
        {"clause", offsetof(struct incoming_item, item.clause)},
        {"jis", offsetof(struct incoming_item, item.jis)},
        {"references", offsetof(struct incoming_item, item.refs)},
        {"remarks", offsetof(struct incoming_item, item.remarks)},
        {"level1", offsetof(struct incoming_item, levels[0])},
        {"level2", offsetof(struct incoming_item, levels[1])},
        {"level3", offsetof(struct incoming_item, levels[2])},
        {"level4", offsetof(struct incoming_item, levels[3])},
        {"level5", offsetof(struct incoming_item, levels[4])},
};

struct text_reader {
	struct ctx *c;
	const char *file;
	struct problems *problems;
	struct incoming_item head;
	struct incoming_items in;
	struct incoming_item *now; /* the block being read: the head, or an item */
	size_t room;               /* items that in.v can hold */
	const char **value;        /* of the key being read; NULL when the key is passed over */
	struct buf lines;          /* the value so far, once it has a second line */
	long line;
};

bool criteria_is_text(const char *data, size_t len)
{
	const char *line = data, *end = data + len;

	while (line < end) {
		const char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t n = eol ? (size_t)(eol - line) : (size_t)(end - line);

		if (n && *line != '#' && *line != '\r')
			return n > 9 && strncmp(line, "catalog: ", 9) == 0;
		if (!eol)
			break;
		line = eol + 1;
	}
	return false;
}

static struct place here(const struct text_reader *t)
{
	return (struct place){.file = t->file, .row = t->line};
}

static void refuse(struct text_reader *t, const char *code, const char *msgid, const char *what)
{
	PROBLEM(t->c, t->problems, SEV_REJECT, code, here(t), what, msgid, what);
	t->now->rejected = true;
}

static void begin_item(struct text_reader *t)
{
	if (t->in.n == t->room) {
		size_t room = t->room ? t->room * 2 : 64;

		t->in.v = arena_grow(t->c->arena, t->in.v, t->room * sizeof(*t->in.v),
		                     room * sizeof(*t->in.v));
		t->room = room;
	}
	t->now = &t->in.v[t->in.n++];
	memset(t->now, 0, sizeof(*t->now));
	t->now->catalog = t->head.catalog;
	t->now->short_name = t->head.short_name;
	t->now->subject = t->head.subject;
	t->now->source = t->head.source;
	t->now->place = t->now->no_place = t->now->title_place = here(t);
}

static const char **slot(struct incoming_item *item, const char *key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].name, key) == 0)
			return (const char **)(void *)((char *)item + keys[i].offset);
	return NULL;
}

static void take_key(struct text_reader *t, const char *key, const char *value)
{
	if (strcmp(key, "no") == 0)
		begin_item(t);
	t->value = slot(t->now, key);
	if (strcmp(key, "mandatory") == 0)
		t->now->item.mandatory = strcmp(value, "yes") == 0;
	if (!t->value)
		return; /* translations and notes to the reader of the file */
	if (*t->value && t->now != &t->head && strcmp(key, "no") != 0) {
		refuse(t, "key-repeated", N_("The key “{1}” stands twice in the item."), key);
		return;
	}
	*t->value = *value ? value : NULL;
}

/* A line more of the value. */
static void take_more(struct text_reader *t, const char *more)
{
	if (!*t->value) {
		*t->value = more;
		return;
	}
	if (*t->value != t->lines.data) {
		buf_init(&t->lines, t->c->arena, BUF_MAX_TEXT);
		buf_puts(&t->lines, *t->value);
	}
	buf_putc(&t->lines, '\n');
	buf_puts(&t->lines, more);
	*t->value = t->lines.data;
}

static void take_line(struct text_reader *t, const char *line)
{
	struct arena *a = t->c->arena;
	const char *colon = strchr(line, ':');

	if (!*line || *line == '#')
		return;
	if (strncmp(line, "  ", 2) == 0) {
		if (t->value)
			take_more(t, text_trim(a, line));
		return;
	}
	if (!colon) {
		refuse(t, "line-invalid",
		       N_("The line “{1}” is neither “key: value” nor a continuation "
		          "(two spaces)."),
		       line);
		return;
	}
	take_key(t, arena_strndup(a, line, (size_t)(colon - line)), text_trim(a, colon + 1));
}

static enum err read_lines(struct text_reader *t, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((eol ? eol : end) - text);

		if (++t->line > TEXT_LINES_MAX)
			return FAIL(t->c, ERR_TOO_LARGE, N_("{1} has more than {2} lines."),
			            t->file, "200000");
		if (n && text[n - 1] == '\r')
			n--;
		take_line(t, arena_strndup(t->c->arena, text, n));
		text = eol ? eol + 1 : end;
	}
	return OK;
}

enum err criteria_import_text(struct ctx *c, const char *text, size_t len, const char *file,
                              const struct criteria_options *options, struct import_result *ret)
{
	struct text_reader t = {.c = c, .file = file, .problems = &ret->problems};
	size_t bad;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	if (!text_valid(text, len, &bad))
		return FAIL(c, ERR_INVALID, N_("{1} is not UTF-8 text (byte {2})."), file,
		            arena_printf(c->arena, "%zu", bad + 1));
	t.now = &t.head;
	TRY(read_lines(&t, text, len));
	for (size_t i = 0; i < t.in.n; i++) {
		struct incoming_item *item = &t.in.v[i];

		if (options->catalog || !item->catalog)
			item->catalog = options->catalog ? options->catalog : file;
		if (!item->item.no)
			item->item.no = "";
		if (!item->item.title)
			item->item.title = "";
		item->rejected |= t.head.rejected;
	}
	criteria_check(c, &t.in, &ret->problems);
	criteria_tell(c->arena, &t.in, options->reads);
	return criteria_store(c, &t.in, options->whole, ret);
}
