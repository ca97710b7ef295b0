#include "web/parse.h"

#include "base/text.h"
#include "store/evidence.h"

#include <string.h>
#include <strings.h>

#define PART_HEAD_MAX ((size_t)8 << 10)
#define BAD_FORM N_("The form arrived damaged. Go back, reload the page and send it again.")

void parse_refuse(struct request *r, unsigned status, const char *msgid)
{
	if (r->broken)
		return;
	r->broken = msgid;
	r->broken_status = status;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* NULL when the escapes or the text they make are not valid. */
static const char *decode(struct arena *a, const char *s, size_t len, bool plus_is_space)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0, bad;

	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (s[i] != '%') {
			out[n] = s[i];
			if (plus_is_space && s[i] == '+')
				out[n] = ' ';
			n++;
			continue;
		}
		high = i + 2 < len ? hex_digit(s[i + 1]) : -1;
		low = i + 2 < len ? hex_digit(s[i + 2]) : -1;
		if (high < 0 || low < 0)
			return NULL;
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	return text_valid(out, n, &bad) ? out : NULL;
}

/* --- addresses --- */

static bool below(const char *path, const char *base)
{
	size_t n = strlen(base);

	return strncmp(path, base, n) == 0 && (path[n] == '/' || !path[n]);
}

static bool has_control(const char *s)
{
	while (*s && (unsigned char)*s > ' ' && *s != 0x7F)
		s++;
	return *s != '\0';
}

void parse_address(struct request *r, const char *uri)
{
	size_t len = strcspn(uri, "?");
	const char *path =
		arena_strndup(r->c.arena, uri,
		              len < REQUEST_ADDRESS_MAX ? len : REQUEST_ADDRESS_MAX);

	r->path = path;
	if (strlen(uri) > REQUEST_ADDRESS_MAX)
		parse_refuse(r, 414, N_("The address is too long."));
	else if (*path != '/' || has_control(uri) || !decode(r->c.arena, path, len, false))
		parse_refuse(r, 400, N_("The address is not valid."));
	else if (!below(path, r->site->base))
		parse_refuse(r, 404, N_("There is no such page."));
	else
		r->path = path[strlen(r->site->base)] ? path + strlen(r->site->base) : "/";
	if (uri[len] && !r->broken)
		parse_pairs(r, uri + len + 1, strlen(uri + len + 1), &r->query);
}

/* --- pairs --- */

static bool add_pair(struct request *r, struct pairs *list, const char *name, const char *value)
{
	if (list->n >= REQUEST_FIELDS_MAX) {
		parse_refuse(r, 413, N_("The form has too many fields."));
		return false;
	}
	pairs_add(r->c.arena, list, name, value);
	return true;
}

void parse_pairs(struct request *r, const char *s, size_t len, struct pairs *list)
{
	const char *end = s + len;

	while (s < end) {
		const char *next = memchr(s, '&', (size_t)(end - s));
		const char *to = next ? next : end, *eq, *name, *value;

		eq = memchr(s, '=', (size_t)(to - s));
		name = decode(r->c.arena, s, (size_t)((eq ? eq : to) - s), true);
		value = eq ? decode(r->c.arena, eq + 1, (size_t)(to - eq - 1), true) : "";
		if (!name || !value) {
			parse_refuse(r, 400, BAD_FORM);
			return;
		}
		if (to > s && !add_pair(r, list, name, value))
			return;
		s = next ? next + 1 : end;
	}
}

/* --- fields of a header --- */

/* A quoted value. Browsers write a quotation mark as %22, other programs as \". */
static const char *unquote(struct arena *a, const char **at)
{
	const char *s = *at + 1;
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t n = 0;

	while (*s && *s != '"') {
		if (strncmp(s, "%22", 3) == 0) {
			out[n++] = '"';
			s += 3;
		} else {
			s += s[0] == '\\' && s[1] == '"';
			out[n++] = *s++;
		}
	}
	if (!*s)
		return NULL;
	*at = s + 1;
	return out;
}

const char *parse_parameter(struct arena *a, const char *field, const char *name)
{
	const char *at = field + strcspn(field, ";"), *value;

	while (*at == ';') {
		size_t len;
		bool found;

		at += 1 + strspn(at + 1, " \t");
		len = strcspn(at, "=; \t");
		found = len == strlen(name) && strncasecmp(at, name, len) == 0;
		at += len;
		if (*at != '=')
			return NULL;
		at++;
		if (*at == '"') {
			value = unquote(a, &at);
			if (!value)
				return NULL;
		} else {
			len = strcspn(at, "; \t");
			value = arena_strndup(a, at, len);
			at += len;
		}
		if (found)
			return value;
		at += strspn(at, " \t");
	}
	return NULL;
}

/* --- multipart/form-data --- */

struct multipart {
	struct request *r;
	char *at, *end;
	const char *delimiter; /* with the line break before it */
	size_t delimiter_len;
	bool files;
	size_t parts, text_len;
	struct upload **last;
};

static char *find(char *from, const char *end, const char *what, size_t len)
{
	while ((size_t)(end - from) >= len) {
		char *hit = memchr(from, *what, (size_t)(end - from) - len + 1);

		if (!hit || memcmp(hit, what, len) == 0)
			return hit;
		from = hit + 1;
	}
	return NULL;
}

/* The disposition of a part, from its head; NULL when there is none. */
static const char *disposition(struct arena *a, const char *head)
{
	static const char name[] = "content-disposition:";

	while (*head) {
		size_t len = strcspn(head, "\r\n");

		if (strncasecmp(head, name, sizeof(name) - 1) == 0) {
			const char *value = arena_strndup(a, head, len) + sizeof(name) - 1;

			value += strspn(value, " \t");
			return strncasecmp(value, "form-data;", 10) == 0 ? value : NULL;
		}
		head += len + strspn(head + len, "\r\n");
	}
	return NULL;
}

static void add_file(struct multipart *m, const char *name, const char *file_name,
                     const char *data, size_t len)
{
	struct upload *u = ARENA_NEW(m->r->c.arena, struct upload);
	/* some send the whole path, of either kind */
	const char *slash = strrchr(file_name, '/'), *back = strrchr(file_name, '\\');

	if (slash)
		file_name = slash + 1;
	if (back && (!slash || back > slash))
		file_name = back + 1;
	*u = (struct upload){.field = name, .file_name = file_name, .data = data, .len = len};
	*m->last = u;
	m->last = &u->next;
}

static void take_part(struct multipart *m, const char *name, const char *file_name, char *data,
                      size_t len)
{
	size_t bad;

	data[len] = '\0'; /* stood before the delimiter */
	if (file_name) {
		if (!*file_name && !len)
			return; /* no file was chosen */
		if (!m->files)
			parse_refuse(m->r, 400, BAD_FORM);
		else if (len > EVIDENCE_FILE_MAX)
			parse_refuse(
				m->r, 413,
				N_("A file is larger than 100 MB. Divide it and send the parts."));
		else
			add_file(m, name, file_name, data, len);
		return;
	}
	m->text_len += len;
	if (m->text_len > REQUEST_FORM_MAX)
		parse_refuse(m->r, 413, N_("The form is larger than 2 MB."));
	else if (!text_valid(data, len, &bad))
		parse_refuse(m->r, 400, BAD_FORM);
	else
		add_pair(m->r, &m->r->form, name, data);
}

/* One part, from behind the line of its delimiter to the next delimiter. */
static bool read_part(struct multipart *m)
{
	struct arena *a = m->r->c.arena;
	char *body = find(m->at, m->end, "\r\n\r\n", 4), *stop;
	const char *head, *what, *name;
	size_t len, bad;

	if (!body || (size_t)(body - m->at) > PART_HEAD_MAX || ++m->parts > REQUEST_FIELDS_MAX)
		return false;
	len = (size_t)(body - m->at);
	if (!text_valid(m->at, len, &bad))
		return false;
	head = arena_strndup(a, m->at, len);
	what = disposition(a, head);
	name = what ? parse_parameter(a, what, "name") : NULL;
	body += 4;
	stop = find(body, m->end, m->delimiter, m->delimiter_len);
	if (!name || !stop)
		return false;
	m->at = stop + m->delimiter_len;
	take_part(m, name, parse_parameter(a, what, "filename"), body,
	          (size_t)(stop - body));
	return !m->r->broken;
}

void parse_multipart(struct request *r, char *data, size_t len, const char *boundary, bool files)
{
	const char *delimiter = arena_printf(r->c.arena, "\r\n--%s", boundary);
	struct multipart m = {.r = r,
	                      .at = data,
	                      .end = data + len,
	                      .delimiter = delimiter,
	                      .delimiter_len = strlen(delimiter),
	                      .files = files,
	                      .last = &r->uploads};

	if (len < m.delimiter_len || memcmp(data, delimiter + 2, m.delimiter_len - 2) != 0) {
		parse_refuse(r, 400, BAD_FORM);
		return;
	}
	m.at += m.delimiter_len - 2;
	while (m.end - m.at >= 2 && memcmp(m.at, "\r\n", 2) == 0) {
		m.at += 2;
		if (!read_part(&m)) {
			parse_refuse(r, 400, BAD_FORM);
			return;
		}
	}
	if (m.end - m.at < 2 || memcmp(m.at, "--", 2) != 0)
		parse_refuse(r, 400, BAD_FORM);
}
