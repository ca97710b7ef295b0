/*
 * html.h - the only way HTML is made: a writer that cannot be made to write markup from data.
 *
 * Tags and attributes are closed lists; text and attribute values are always escaped; what points
 * somewhere (href, action, src) takes a struct url only, which url.h alone makes; markup from
 * elsewhere is a struct frag, made by the SVG charts and
 * the report's own writer alone. There are no style and no on…
 * attributes, so the pages need no exception from a strict content security policy. Elements are
 * closed in the order they were opened in, or the program stops (BUG).
 */
#ifndef KAGEYU_UI_HTML_H
#define KAGEYU_UI_HTML_H

#include "base/buf.h"
#include "base/err.h"
#include "ui/msg.h"
#include "ui/url.h"

#include <stdbool.h>
#include <stdint.h>

#define HTML_DEPTH_MAX 64

/* name, void element */
#define HTML_TAGS(X)                                                                           \
	X(A, "a", 0) X(ARTICLE, "article", 0) X(ASIDE, "aside", 0) X(B, "b", 0)                \
	X(BODY, "body", 0) X(BR, "br", 1) X(BUTTON, "button", 0) X(CAPTION, "caption", 0)      \
	X(CODE, "code", 0) X(COL, "col", 1) X(COLGROUP, "colgroup", 0)                         \
	X(DATALIST, "datalist", 0) X(DD, "dd", 0) X(DEL, "del", 0) X(DETAILS, "details", 0)    \
	X(DIALOG, "dialog", 0) X(DIV, "div", 0) X(DL, "dl", 0) X(DT, "dt", 0)                  \
	X(FIELDSET, "fieldset", 0) X(FIGURE, "figure", 0) X(FIGCAPTION, "figcaption", 0)       \
	X(FOOTER, "footer", 0) X(FORM, "form", 0) X(H1, "h1", 0) X(H2, "h2", 0)                \
	X(H3, "h3", 0) X(HEAD, "head", 0) X(HEADER, "header", 0) X(HTML, "html", 0)            \
	X(IMG, "img", 1) X(INPUT, "input", 1) X(INS, "ins", 0) X(KBD, "kbd", 0)                \
	X(LABEL, "label", 0) X(LEGEND, "legend", 0) X(LI, "li", 0) X(LINK, "link", 1)          \
	X(MAIN, "main", 0) X(MARK, "mark", 0)                                                  \
	X(META, "meta", 1) X(NAV, "nav", 0) X(OL, "ol", 0)                                     \
	X(OPTION, "option", 0) X(OUTPUT, "output", 0) X(P, "p", 0) X(PRE, "pre", 0)            \
	X(SCRIPT, "script", 0) X(SECTION, "section", 0) X(SELECT, "select", 0)                 \
	X(SMALL, "small", 0) X(SPAN, "span", 0) X(STRONG, "strong", 0)                         \
	X(SUMMARY, "summary", 0) X(TABLE, "table", 0) X(TBODY, "tbody", 0) X(TD, "td", 0)      \
	X(TEXTAREA, "textarea", 0) X(TFOOT, "tfoot", 0) X(TH, "th", 0) X(THEAD, "thead", 0)    \
	X(TIME, "time", 0) X(TITLE, "title", 0) X(TR, "tr", 0) X(UL, "ul", 0)

enum html_tag {
#define X(id, name, is_void) TAG_##id,
	HTML_TAGS(X)
#undef X
};

/* Attributes that take text. */
#define HTML_ATTRS(X)                                                                          \
	X(ACCEPT, "accept") X(ALT, "alt") X(ARIA_CURRENT, "aria-current")                      \
	X(ARIA_DESCRIBEDBY, "aria-describedby") X(ARIA_EXPANDED, "aria-expanded")              \
	X(ARIA_HIDDEN, "aria-hidden") X(ARIA_INVALID, "aria-invalid")                          \
	X(ARIA_LABEL, "aria-label") X(ARIA_LABELLEDBY, "aria-labelledby")                      \
	X(ARIA_LIVE, "aria-live") X(AUTOCOMPLETE, "autocomplete") X(CHARSET, "charset")        \
	X(CHECKED, "checked") X(CLASS, "class") X(COLSPAN, "colspan") X(CONTENT, "content")    \
	X(DATETIME, "datetime") X(DISABLED, "disabled") X(DOWNLOAD, "download")                \
	X(ENCTYPE, "enctype") X(FOR, "for") X(FORM, "form") X(HIDDEN, "hidden") X(ID, "id")    \
	X(INPUTMODE, "inputmode") X(LANG, "lang") X(LIST, "list") X(MAXLENGTH, "maxlength")    \
	X(METHOD, "method") X(MULTIPLE, "multiple") X(NAME, "name") X(OPEN, "open")            \
	X(READONLY, "readonly") X(REL, "rel") X(REQUIRED, "required") X(ROLE, "role")          \
	X(ROWS, "rows") X(ROWSPAN, "rowspan") X(SCOPE, "scope") X(SELECTED, "selected")        \
	X(SIZE, "size") X(SPAN, "span") X(SPELLCHECK, "spellcheck") X(TABINDEX, "tabindex")    \
	X(TARGET, "target")                                                                    \
	X(TITLE, "title") X(TYPE, "type") X(VALUE, "value")                                    \
	X(DATA_KEY, "data-key") X(DATA_LEVEL, "data-level") X(DATA_REV, "data-rev")            \
	X(DATA_ROLE, "data-role") X(DATA_STATE, "data-state") X(DATA_TEXT, "data-text")

enum html_attr {
	ATTR__END,
#define X(id, name) ATTR_##id,
	HTML_ATTRS(X)
#undef X
		/* those that take a struct url */
		ATTR_HREF,
	ATTR_SRC,
	ATTR_ACTION,
	ATTR_FORMACTION,
	ATTR_DATA_URL,
	ATTR__MAX
};

struct attr {
	enum html_attr name;
	const char *value; /* NULL leaves the attribute out */
};

/* OPEN(h, TD, AT(CLASS, "number"), HREF(url)) … CLOSE(h, TD); EL(h, TD, text, AT(…)) does both. */
#define AT(id, value) ((struct attr){ATTR_##id, (value)})
#define FLAG(id, on) ((struct attr){ATTR_##id, (on) ? "" : NULL})
#define HREF(u) ((struct attr){ATTR_HREF, url_text(u)})
#define SRC(u) ((struct attr){ATTR_SRC, url_text(u)})
#define ACTION(u) ((struct attr){ATTR_ACTION, url_text(u)})
#define FORMACTION(u) ((struct attr){ATTR_FORMACTION, url_text(u)})
#define DATA_URL(u) ((struct attr){ATTR_DATA_URL, url_text(u)})
#define HTML_END_ ((struct attr){ATTR__END, NULL})

#define OPEN(h, ...) HTML_OPEN_((h), __VA_ARGS__, HTML_END_)
#define HTML_OPEN_(h, tag, ...) html_open((h), TAG_##tag, (const struct attr[]){__VA_ARGS__})
#define CLOSE(h, tag) html_close((h), TAG_##tag)
#define EL(h, ...) HTML_EL_((h), __VA_ARGS__, HTML_END_)
#define HTML_EL_(h, tag, text, ...)                                                            \
	html_element((h), TAG_##tag, (text), (const struct attr[]){__VA_ARGS__})

struct html {
	struct buf *out;
	enum lang lang;
	enum html_tag stack[HTML_DEPTH_MAX];
	int depth;
};

/* Trusted markup: chart.h's SVG, format.h's write_html_part(). */
struct frag {
	const char *markup;
};

void html_init(struct html *h, struct buf *out, enum lang lang);
void html_doctype(struct html *h);

void html_open(struct html *h, enum html_tag tag, const struct attr *attrs);
void html_close(struct html *h, enum html_tag tag);
void html_element(struct html *h, enum html_tag tag, const char *text, const struct attr *attrs);

/* NULL writes nothing. Line breaks stay as they are (the style sheet shows them where wanted). */
void html_text(struct html *h, const char *s);
void html_number(struct html *h, int64_t n);
void html_frag(struct html *h, struct frag f);
/* Selects by type; anything but text, whole numbers and frags does not compile. */
#define PUT(h, x)                                                                              \
	_Generic((x), char *: html_text, const char *: html_text, int: html_number,            \
		 long: html_number, size_t: html_number, struct frag: html_frag)((h), (x))

/* The translated message as text; the arguments are data. */
void html_say(struct html *h, const char *const *msg_and_args);
#define SAY(h, ...)                                                                            \
	html_say((h), (const char *const[]){__VA_ARGS__, NULL, NULL, NULL, NULL, NULL, NULL})
/* The translation without arguments, for EL() and AT(). */
#define T_(h, msgid) msg_find((h)->lang, (msgid))

#endif
