#include "ui/html.h"

#include <inttypes.h>
#include <string.h>

/*
 * Names as they are written, each in a place of the same size: copying the whole place and going on
 * after the name costs less than copying so many bytes.
 */
#define TAG_ROOM 16
#define ATTR_ROOM 24

static const struct {
	char open[TAG_ROOM], close[TAG_ROOM];
	unsigned char open_len, close_len;
	bool is_void;
} tags[] = {
#define X(id, name, is_void)                                                                   \
	{"<" name ">", "</" name ">", sizeof("<" name ">") - 1, sizeof("</" name ">") - 1,     \
	 (is_void)},
	HTML_TAGS(X)
#undef X
};

#define VALUE_LEN 2 /* of =" */
#define ATTR_NAME(name) {" " name "=\"", sizeof(" " name) - 1}
static const struct {
	char text[ATTR_ROOM];
	unsigned char len; /* without the value's beginning */
} attr_names[ATTR__MAX] = {
#define X(id, name) [ATTR_##id] = ATTR_NAME(name),
	HTML_ATTRS(X)
#undef X
		[ATTR_HREF] = ATTR_NAME("href"),
	[ATTR_SRC] = ATTR_NAME("src"),
	[ATTR_ACTION] = ATTR_NAME("action"),
	[ATTR_FORMACTION] = ATTR_NAME("formaction"),
	[ATTR_DATA_URL] = ATTR_NAME("data-url"),
};

void html_init(struct html *h, struct buf *out, enum lang lang)
{
	h->out = out;
	h->lang = lang;
	h->depth = 0;
}

void html_doctype(struct html *h)
{
	buf_puts(h->out, "<!DOCTYPE html>");
}

static void put_tag(struct buf *out, const char text[TAG_ROOM], size_t len)
{
	buf_reserve(out, TAG_ROOM);
	memcpy(out->data + out->len, text, TAG_ROOM);
	out->len += len;
	out->data[out->len] = '\0';
}

static void put_attr(struct buf *out, const struct attr *attr)
{
	const bool bare = !*attr->value && attr->name != ATTR_VALUE && attr->name != ATTR_ALT;

	buf_reserve(out, ATTR_ROOM);
	memcpy(out->data + out->len, attr_names[attr->name].text, ATTR_ROOM);
	out->len += attr_names[attr->name].len + (bare ? 0 : VALUE_LEN);
	out->data[out->len] = '\0';
	if (bare)
		return;
	buf_put_xml(out, attr->value);
	buf_putc(out, '"');
}

static void put_start(struct html *h, enum html_tag tag, const struct attr *attrs)
{
	put_tag(h->out, tags[tag].open, tags[tag].open_len);
	if (attrs->name == ATTR__END)
		return;
	h->out->len--; /* the > comes after them */
	for (; attrs->name != ATTR__END; attrs++)
		if (attrs->value)
			put_attr(h->out, attrs);
	buf_putc(h->out, '>');
}

void html_open(struct html *h, enum html_tag tag, const struct attr *attrs)
{
	put_start(h, tag, attrs);
	if (tags[tag].is_void)
		return;
	BUG_IF(h->depth == HTML_DEPTH_MAX);
	h->stack[h->depth++] = tag;
}

void html_close(struct html *h, enum html_tag tag)
{
	BUG_IF(h->depth == 0 || h->stack[h->depth - 1] != tag);
	h->depth--;
	put_tag(h->out, tags[tag].close, tags[tag].close_len);
}

void html_element(struct html *h, enum html_tag tag, const char *text, const struct attr *attrs)
{
	BUG_IF(tags[tag].is_void);
	put_start(h, tag, attrs);
	html_text(h, text);
	put_tag(h->out, tags[tag].close, tags[tag].close_len);
}

void html_text(struct html *h, const char *s)
{
	if (s)
		buf_put_xml(h->out, s);
}

void html_number(struct html *h, int64_t n)
{
	buf_printf(h->out, "%" PRId64, n);
}

void html_frag(struct html *h, struct frag f)
{
	buf_puts(h->out, f.markup);
}

void html_say(struct html *h, const char *const *msg_and_args)
{
	html_text(h, msg_format(h->out->arena, h->lang, msg_and_args[0], msg_and_args + 1));
}
