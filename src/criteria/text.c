/* The text form of catalogs/: key: value lines, blank lines between items (docs/formats.md). */
#include "criteria/criteria_internal.h"
#include "criteria/edit.h"

#include "base/buf.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

#define TEXT_LINES_MAX 200000

/* The keys of the head, in the order they are written in. */
static const struct head_key {
	const char *name;
	size_t offset; /* in struct incoming_item */
} head_keys[] = {
	{"catalog", offsetof(struct incoming_item, catalog)},
	{"short", offsetof(struct incoming_item, head.short_name)},
	{"subject", offsetof(struct incoming_item, head.subject)},
	{"title", offsetof(struct incoming_item, head.title)},
	{"catalog_en", offsetof(struct incoming_item, head.name_en)},
	{"subject_en", offsetof(struct incoming_item, head.subject_en)},
	{"language", offsetof(struct incoming_item, head.language)},
	{"version", offsetof(struct incoming_item, head.edition)},
	{"items", offsetof(struct incoming_item, item.no)}, /* their number */
	{"source", offsetof(struct incoming_item, head.source)},
	{"notice", offsetof(struct incoming_item, head.notice)},
	{"judging", offsetof(struct incoming_item, head.judging)},
};
#define N_HEAD_KEYS (sizeof(head_keys) / sizeof(head_keys[0]))

/* --- reading --- */

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
	t->now->head = t->head.head;
	t->now->place = t->now->no_place = t->now->title_place = here(t);
}

static const char **head_slot(struct incoming_item *head, size_t i)
{
	return (const char **)(void *)((char *)head + head_keys[i].offset);
}

static const char **slot_in_head(struct incoming_item *head, const char *key)
{
	for (size_t i = 0; i < N_HEAD_KEYS; i++)
		if (strcmp(head_keys[i].name, key) == 0)
			return head_slot(head, i);
	return NULL;
}

static const char **slot_in_item(struct incoming_item *in, const char *key)
{
	if (strcmp(key, "no") == 0)
		return &in->item.no;
	for (size_t i = 0; i < n_item_fields; i++)
		if (strcmp(item_fields[i].name, key) == 0)
			return (const char **)(void *)((char *)&in->item + item_fields[i].offset);
	if (strncmp(key, "level", 5) == 0 && key[5] >= '1' && key[5] <= '5' && !key[6])
		return &in->levels[key[5] - '1'];
	return NULL;
}

/* yes or no; NULL for anything else. */
static const char *yes_or_no(struct text_reader *t, const char *key, const char *value)
{
	if (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0)
		return value;
	refuse(t, "flag-invalid", N_("“{1}” takes yes or no."), key);
	return NULL;
}

static void take_key(struct text_reader *t, const char *key, const char *value)
{
	const char *flag;

	if (strcmp(key, "no") == 0)
		begin_item(t);
	t->value = NULL;
	if (t->now != &t->head && strcmp(key, "mandatory") == 0) {
		flag = yes_or_no(t, key, value);
		t->now->item.mandatory = flag && strcmp(flag, "yes") == 0;
		return;
	}
	if (t->now != &t->head && strcmp(key, "internal") == 0 && !yes_or_no(t, key, value))
		return;
	t->value = t->now == &t->head ? slot_in_head(t->now, key) : slot_in_item(t->now, key);
	if (!t->value)
		refuse(t, "key-unknown", N_("The key “{1}” is not known here."), key);
	else if (*t->value)
		refuse(t, "key-repeated", N_("The key “{1}” stands twice."), key);
	else
		*t->value = *value ? value : NULL;
}

/* A line more of the value. */
static void take_more(struct text_reader *t, const char *more)
{
	if (!*t->value) {
		*t->value = *more ? more : NULL;
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

/* A file that was cut off, or from which an item got lost. */
static void check_count(struct text_reader *t)
{
	const char *declared = t->head.item.no;
	long n;

	if (!declared || (text_to_long(t->c->arena, declared, &n) && n == (long)t->in.n))
		return;
	t->now = &t->head;
	PROBLEM(t->c, t->problems, SEV_REJECT, "items-missing", here(t), declared,
	        N_("The file says that it has {1} items, but it has {2}."), declared,
	        arena_printf(t->c->arena, "%zu", t->in.n));
	t->head.rejected = true;
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
	check_count(&t);
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

/* --- writing --- */

static void write_value(struct buf *out, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	if (!strchr(value, '\n')) {
		buf_printf(out, "%s: %s\n", key, value);
		return;
	}
	buf_printf(out, "%s:\n  ", key);
	for (; *value; value++) {
		buf_putc(out, *value);
		if (*value == '\n')
			buf_puts(out, "  ");
	}
	buf_putc(out, '\n');
}

static void write_item(struct arena *a, struct buf *out, const struct item_full *item)
{
	buf_putc(out, '\n');
	write_value(out, "no", item->row->no);
	for (size_t i = 0; i < n_item_fields; i++) {
		const struct item_field *f = &item_fields[i];

		write_value(out, f->name, item_text(item->row, f));
		if (strcmp(f->name, "requirement") == 0)
			write_value(out, "mandatory", item->row->mandatory ? "yes" : "no");
	}
	for (int k = ITEM_LEVELS; k-- > 0;)
		write_value(out, arena_printf(a, "level%d", k + 1), item->levels[k]);
}

void criteria_write_text(struct arena *a, const struct version_full *v, struct buf *out)
{
	const struct catalog_row *catalog = v->catalog;
	const struct catalog_version_row *version = v->version;
	struct incoming_item head = {
		.catalog = catalog->name,
		.head = {catalog->short_name, catalog->subject, catalog->source, catalog->name_en,
	                 catalog->subject_en, catalog->language, version->edition, version->title,
	                 version->notice, version->judging},
		.item = {.no = arena_printf(a, "%zu", v->n)},
	};

	for (size_t i = 0; i < N_HEAD_KEYS; i++)
		write_value(out, head_keys[i].name, *head_slot(&head, i));
	for (size_t i = 0; i < v->n; i++)
		write_item(a, out, &v->items[i]);
}
