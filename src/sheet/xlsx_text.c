/* Texts: runs with fonts of their own, furigana, escapes; and the shared ones of a workbook. */
#include "sheet/xlsx_internal.h"

#include "base/text.h"
#include "sheet/sheet_internal.h"

#include <string.h>

#define ESCAPE_LEN ((ptrdiff_t)7) /* _x000D_ */

void rich_init(struct rich_reader *r, struct xlsx *x)
{
	*r = (struct rich_reader){.x = x};
	buf_init(&r->text, x->scratch, SHEET_CELL_MAX + 2);
}

void rich_clear(struct rich_reader *r)
{
	buf_clear(&r->text);
	r->run_start = r->n_runs = 0;
	r->in_text = r->in_phonetic = r->in_run = r->has_font = r->struck = r->phonetic = false;
}

void rich_start(struct rich_reader *r, const char *name, const char **attributes)
{
	if (xml_is(name, "t")) {
		r->in_text = !r->in_phonetic;
		r->run_start = r->text.len;
	} else if (xml_is(name, "r")) {
		r->in_run = true;
		r->has_font = r->struck = false;
	} else if (xml_is(name, "rPr")) {
		r->has_font = r->in_run;
	} else if (xml_is(name, "strike")) {
		const char *value = xml_attribute(attributes, "val");

		r->struck = r->in_run && (!value || xml_true(value));
	} else if (xml_is(name, "rPh")) {
		r->in_phonetic = r->phonetic = true;
	}
}

static void add_run(struct rich_reader *r)
{
	r->runs = list_room(r->x->scratch, r->runs, r->n_runs, &r->room, sizeof(*r->runs));
	r->runs[r->n_runs++] = (struct text_run){.end = r->text.len,
	                                         .has_font = r->in_run && r->has_font,
	                                         .struck = r->in_run && r->struck};
}

void rich_end(struct rich_reader *r, const char *name)
{
	if (xml_is(name, "t") && r->in_text) {
		xlsx_unescape(&r->text, r->run_start);
		add_run(r);
		r->in_text = false;
	} else if (xml_is(name, "r")) {
		r->in_run = false;
	} else if (xml_is(name, "rPh")) {
		r->in_phonetic = false;
	}
}

enum err rich_text(struct rich_reader *r, const char *s, size_t len)
{
	if (!r->in_text)
		return OK;
	if (len > SHEET_CELL_MAX - r->text.len)
		return fail_cell_too_long(r->x->c, r->x->shown);
	buf_add(&r->text, s, len);
	return OK;
}

static bool run_is_struck(const struct text_run *run, bool cell_struck)
{
	return run->has_font ? run->struck : cell_struck;
}

/* The struck-through parts; NULL when there are none. */
static const char *struck_parts(const struct rich_reader *r, bool cell_struck)
{
	struct buf parts;
	size_t start = 0;
	bool open = false;

	buf_init(&parts, r->x->scratch, 2 * SHEET_CELL_MAX);
	for (size_t i = 0; i < r->n_runs; start = r->runs[i++].end) {
		size_t len = r->runs[i].end - start;

		if (len == 0)
			continue;
		if (!run_is_struck(&r->runs[i], cell_struck)) {
			open = false;
			continue;
		}
		if (!open && parts.len)
			buf_putc(&parts, '\n');
		buf_add(&parts, r->text.data + start, len);
		open = true;
	}
	return parts.len ? arena_strndup(r->x->c->arena, parts.data, parts.len) : NULL;
}

struct rich_text rich_finish(struct rich_reader *r)
{
	struct rich_text t = {.phonetic = r->phonetic};
	bool any_font = false;

	t.text = r->text.len ? arena_strndup(r->x->c->arena, r->text.data, r->text.len) : "";
	for (size_t i = 0; i < r->n_runs; i++)
		any_font = any_font || r->runs[i].has_font;
	t.struck = any_font ? struck_parts(r, false) : NULL;
	t.struck_if_cell_is = any_font ? struck_parts(r, true) : *t.text ? t.text : NULL;
	return t;
}

static int hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch = (char)(ch | 0x20);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* The 16-bit unit that s spells out as _xHHHH_; -1 when it is no such thing. */
static long escaped_unit(const char *s, const char *end)
{
	long unit = 0;

	if (end - s < ESCAPE_LEN || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex_digit(s[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* Writes what the escape at *at stands for; a surrogate without its other half stays text. */
static char *resolve(const char **at, const char *end, char *out)
{
	long unit = escaped_unit(*at, end), low;

	if (unit >= 0xD800 && unit <= 0xDBFF) {
		low = escaped_unit(*at + ESCAPE_LEN, end);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			*at += 2 * ESCAPE_LEN;
			unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
			return out + text_encode((uint32_t)unit, out);
		}
	}
	if (unit < 0 || (unit >= 0xD800 && unit <= 0xDFFF)) {
		*out++ = *(*at)++;
		return out;
	}
	*at += ESCAPE_LEN;
	return unit ? out + text_encode((uint32_t)unit, out) : out; /* no text here holds NUL */
}

static void set_end(struct buf *b, const char *end)
{
	b->len = (size_t)(end - b->data);
	b->data[b->len] = '\0';
}

void xlsx_unescape(struct buf *b, size_t from)
{
	char *out = b->data + from;
	const char *at = out, *end = b->data + b->len;

	if (memchr(at, '_', (size_t)(end - at))) {
		while (at < end)
			if (*at == '_')
				out = resolve(&at, end, out);
			else
				*out++ = *at++;
		set_end(b, out);
	}
	at = out = b->data + from;
	end = b->data + b->len;
	if (!memchr(at, '\r', (size_t)(end - at)))
		return;
	for (; at < end; at++)
		if (*at != '\r')
			*out++ = *at;
		else if (at + 1 == end || at[1] != '\n')
			*out++ = '\n';
	set_end(b, out);
}

struct strings_reader {
	struct xlsx *x;
	struct rich_reader rich;
	bool in_string;
	struct rich_text *v;
	size_t n, room;
};

static enum err string_start(void *state, const char *name, const char **attributes)
{
	struct strings_reader *r = state;

	if (xml_is(name, "si")) {
		rich_clear(&r->rich);
		r->in_string = true;
	} else if (r->in_string) {
		rich_start(&r->rich, name, attributes);
	}
	return OK;
}

static enum err string_end(void *state, const char *name)
{
	struct strings_reader *r = state;

	if (!xml_is(name, "si")) {
		rich_end(&r->rich, name);
		return OK;
	}
	r->in_string = false;
	r->v = list_room(r->x->scratch, r->v, r->n, &r->room, sizeof(*r->v));
	r->v[r->n++] = rich_finish(&r->rich);
	return OK;
}

static enum err string_text(void *state, const char *s, size_t len)
{
	struct strings_reader *r = state;

	return r->in_string ? rich_text(&r->rich, s, len) : OK;
}

enum err xlsx_read_strings(struct xlsx *x, const char *part)
{
	static const struct xml_reader reader = {string_start, string_end, string_text};
	struct strings_reader r = {.x = x};

	rich_init(&r.rich, x);
	TRY(xlsx_read_part(x, part, &reader, &r));
	x->strings = r.v;
	x->n_strings = r.n;
	return OK;
}
