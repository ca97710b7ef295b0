#include "ui/html.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name;
	size_t len;
	bool is_void;
} tags[] = {
#define X(id, name, is_void) {(name), sizeof(name) - 1, (is_void)},
	HTML_TAGS(X)
#undef X
};

static const char *const attr_names[ATTR__MAX] = {
#define X(id, name) [ATTR_##id] = name,
	HTML_ATTRS(X)
#undef X
		[ATTR_HREF] = "href",
	[ATTR_SRC] = "src",
	[ATTR_ACTION] = "action",
	[ATTR_FORMACTION] = "formaction",
	[ATTR_DATA_URL] = "data-url",
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

void html_open(struct html *h, enum html_tag tag, const struct attr *attrs)
{
	buf_putc(h->out, '<');
	buf_add(h->out, tags[tag].name, tags[tag].len);
	for (; attrs->name != ATTR__END; attrs++) {
		if (!attrs->value)
			continue;
		buf_putc(h->out, ' ');
		buf_puts(h->out, attr_names[attrs->name]);
		if (!*attrs->value && attrs->name != ATTR_VALUE && attrs->name != ATTR_ALT)
			continue;
		buf_add(h->out, "=\"", 2);
		buf_put_xml(h->out, attrs->value);
		buf_putc(h->out, '"');
	}
	buf_putc(h->out, '>');
	if (tags[tag].is_void)
		return;
	BUG_IF(h->depth == HTML_DEPTH_MAX);
	h->stack[h->depth++] = tag;
}

void html_close(struct html *h, enum html_tag tag)
{
	BUG_IF(h->depth == 0 || h->stack[h->depth - 1] != tag);
	h->depth--;
	buf_add(h->out, "</", 2);
	buf_add(h->out, tags[tag].name, tags[tag].len);
	buf_putc(h->out, '>');
}

void html_element(struct html *h, enum html_tag tag, const char *text, const struct attr *attrs)
{
	html_open(h, tag, attrs);
	html_text(h, text);
	html_close(h, tag);
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
