#include "web/reply.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_MAX ((size_t)8 << 10)
#define LANG_COOKIE_S (365 * 24 * 60 * 60)

static const struct {
	const char *name, *value;
} always[] = {
	{"Content-Security-Policy",
	 "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
	 "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
	 "base-uri 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), "
	                       "payment=(), usb=()"},
};

/* The reply while its head is written; `bad` once a value cannot stand in a header. */
struct head {
	struct request *r;
	struct MHD_Response *reply;
	bool bad;
};

static void add(struct head *h, const char *name, const char *value)
{
	const char *s = value;

	while ((unsigned char)*s >= ' ' && *s != 0x7F)
		s++;
	if (*s || MHD_add_response_header(h->reply, name, value) != MHD_YES)
		h->bad = true;
}

static void add_cookie(struct head *h, const char *name, const char *value, const char *more)
{
	const struct request *r = h->r;

	add(h, "Set-Cookie",
	    arena_printf(r->c.arena, "%s=%s; Path=%s/; HttpOnly; SameSite=Lax%s%s", name, value,
	                 r->site->base, r->secure ? "; Secure" : "", more));
}

static void add_cookies(struct head *h)
{
	const struct response *p = &h->r->response;

	if (p->set_session)
		add_cookie(h, "kageyu_session", p->set_session,
		           *p->set_session ? "" : "; Max-Age=0");
	if (p->set_lang)
		add_cookie(h, "kageyu_lang", p->set_lang,
		           arena_printf(h->r->c.arena, "; Max-Age=%d", LANG_COOKIE_S));
}

/* RFC 6266: an ASCII name for those who know no better, the real one for all others. */
static void add_file_name(struct head *h, const char *name)
{
	struct buf out;

	buf_init(&out, h->r->c.arena, HEADER_MAX);
	buf_puts(&out, "attachment; filename=\"");
	for (const char *s = name; *s; s++) {
		unsigned char byte = (unsigned char)*s;

		if (byte > ' ' && byte < 0x7F && !strchr("\"\\/%", byte))
			buf_putc(&out, *s);
		else if (byte < 0x80 || byte >= 0xC0) /* one per character */
			buf_putc(&out, '_');
	}
	buf_puts(&out, "\"; filename*=UTF-8''");
	for (const char *s = name; *s; s++) {
		unsigned char byte = (unsigned char)*s;

		if (byte < 0x80 && (isalnum(byte) || strchr("-._", byte)))
			buf_putc(&out, *s);
		else
			buf_printf(&out, "%%%02X", byte);
	}
	add(h, "Content-Disposition", out.data);
}

static const char *entity_tag(struct arena *a, const struct response *p)
{
	unsigned char digest[16];
	char hex[sizeof(digest) * 2 + 1];

	if (crypto_generichash(digest, sizeof(digest), (const unsigned char *)p->data, p->len,
	                       NULL, 0) != 0)
		BUG("BLAKE2b");
	sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
	return arena_printf(a, "\"%s\"", hex);
}

static void add_type(struct head *h, const char *type)
{
	if (!type)
		type = "application/octet-stream";
	if (strncmp(type, "text/", 5) == 0 && !strstr(type, "charset="))
		type = arena_printf(h->r->c.arena, "%s; charset=utf-8", type);
	add(h, MHD_HTTP_HEADER_CONTENT_TYPE, type);
}

static void add_all(struct head *h, unsigned status, const char *tag, bool last)
{
	const struct response *p = &h->r->response;

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		add(h, always[i].name, always[i].value);
	if (h->r->secure)
		add(h, MHD_HTTP_HEADER_STRICT_TRANSPORT_SECURITY, "max-age=31536000");
	add(h, MHD_HTTP_HEADER_CACHE_CONTROL,
	    tag ? "public, max-age=31536000, immutable" : "no-store");
	if (tag)
		add(h, MHD_HTTP_HEADER_ETAG, tag);
	if (p->kind == RESPONSE_REDIRECT)
		add(h, MHD_HTTP_HEADER_LOCATION, url_text(p->location));
	else if (status != MHD_HTTP_NOT_MODIFIED)
		add_type(h, p->kind == RESPONSE_PAGE ? "text/html" : p->type);
	if (p->file_name)
		add_file_name(h, p->file_name);
	if (p->retry_after_s)
		add(h, MHD_HTTP_HEADER_RETRY_AFTER,
		    arena_printf(h->r->c.arena, "%u", p->retry_after_s));
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		add(h, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
	if (last)
		add(h, MHD_HTTP_HEADER_CONNECTION, "close");
	add_cookies(h);
}

static struct MHD_Response *from_text(const char *text, size_t len)
{
	return MHD_create_response_from_buffer(len, (void *)text, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *from_file(int fd, uint64_t *ret_len)
{
	struct MHD_Response *reply = NULL;
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		reply = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
	if (reply)
		*ret_len = (uint64_t)st.st_size;
	else
		close(fd);
	return reply;
}

static unsigned status_of(const struct response *p)
{
	if (p->kind == RESPONSE_REDIRECT)
		return MHD_HTTP_SEE_OTHER;
	return p->status ? p->status : MHD_HTTP_OK;
}

/* What is left when a reply cannot be sent as it was meant. */
static struct MHD_Response *bare(unsigned *ret_status, uint64_t *ret_len)
{
	*ret_status = MHD_HTTP_INTERNAL_SERVER_ERROR;
	*ret_len = 0;
	return from_text("", 0);
}

struct MHD_Response *reply_make(struct request *r, bool last, unsigned *ret_status,
                                uint64_t *ret_len)
{
	const struct response *p = &r->response;
	bool tagged = p->immutable && p->kind == RESPONSE_DATA;
	const char *tag = tagged ? entity_tag(r->c.arena, p) : NULL;
	struct head h = {.r = r};

	*ret_status = status_of(p);
	*ret_len = 0;
	if (tag && r->if_none_match && strstr(r->if_none_match, tag))
		*ret_status = MHD_HTTP_NOT_MODIFIED;
	if (p->kind == RESPONSE_FILE) {
		h.reply = from_file(p->fd, ret_len);
	} else if (p->kind == RESPONSE_REDIRECT || *ret_status == MHD_HTTP_NOT_MODIFIED) {
		h.reply = from_text("", 0);
	} else {
		h.reply = from_text(p->data, p->len);
		*ret_len = p->len;
	}
	if (!h.reply)
		return bare(ret_status, ret_len);
	add_all(&h, *ret_status, tag, last);
	if (!h.bad)
		return h.reply;
	MHD_destroy_response(h.reply);
	return bare(ret_status, ret_len);
}
