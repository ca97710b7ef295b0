#include "job/smtp.h"

#include "base/os.h"
#include "base/text.h"
#include "gen/libcurl.h"
#include "job/mail.h"
#include "store/data_dir.h"

#include <string.h>

#define PASSWORD_FILE_MAX ((size_t)4096)
#define CONNECT_SECONDS 20L
#define MESSAGE_SECONDS 60L
#define SAID_MAX 300 /* bytes kept of an answer */

struct smtp {
	struct ctx *c;
	const struct smtp_settings *settings;
	CURL *curl;
	const char *rest; /* of the message that is being sent */
	char said[SAID_MAX];
};

/* --- settings --- */

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static enum err load_password(struct ctx *c, const char *path, const char **ret)
{
	const char *text;
	size_t len;

	TRY(os_read_file(c, path, PASSWORD_FILE_MAX, &text, &len));
	*ret = text_trim(c->arena, text);
	return OK;
}

static enum err check(struct ctx *c, const struct smtp_settings *s)
{
	if (!begins(s->server, "smtp://") && !begins(s->server, "smtps://") &&
	    !begins(s->server, "starttls://"))
		return FAIL(c, ERR_INVALID,
		            N_("In kageyu.conf, ‘mail.server’ must begin with smtp://, "
		               "starttls:// or smtps://."));
	if (!s->from || !mail_address_ok(s->from))
		return FAIL(c, ERR_INVALID,
		            N_("In kageyu.conf, ‘mail.from’ must be the address that mail comes "
		               "from."));
	if (s->user && !s->password)
		return FAIL(c, ERR_INVALID,
		            N_("In kageyu.conf, ‘mail.user’ needs ‘mail.password-file’."));
	if (s->user && begins(s->server, "smtp://"))
		return FAIL(c, ERR_INVALID,
		            N_("A password goes over encrypted connections only: write starttls:// "
		               "or smtps:// in ‘mail.server’ of kageyu.conf."));
	return OK;
}

enum err smtp_settings_load(struct ctx *c, struct smtp_settings *ret)
{
	struct smtp_settings s = {.server = NULL};
	const char *password_file;

	TRY(data_dir_conf(c, "mail.server", &s.server));
	TRY(data_dir_conf(c, "mail.from", &s.from));
	TRY(data_dir_conf(c, "mail.user", &s.user));
	TRY(data_dir_conf(c, "mail.ca-file", &s.ca_file));
	TRY(data_dir_conf(c, "mail.password-file", &password_file));
	if (s.server && s.user && password_file)
		TRY(load_password(c, password_file, &s.password));
	if (s.server)
		TRY(check(c, &s));
	*ret = s;
	return OK;
}

/* --- sending --- */

static void close_curl(void *arg)
{
	struct smtp *m = arg;

	curl_easy_cleanup(m->curl);
}

enum err smtp_open(struct ctx *c, const struct smtp_settings *s, struct smtp **ret)
{
	struct smtp *m = ARENA_NEW(c->arena, struct smtp);

	m->c = c;
	m->settings = s;
	TRY(libcurl_load(c));
	m->curl = curl_easy_init();
	if (!m->curl)
		return FAIL(c, ERR_IO, N_("The library {1} is needed for this and not installed."),
		            "libcurl");
	arena_defer(c->arena, close_curl, m);
	*ret = m;
	return OK;
}

static size_t give(char *to, size_t size, size_t n, void *arg)
{
	struct smtp *m = arg;
	size_t len = strnlen(m->rest, size * n);

	memcpy(to, m->rest, len);
	m->rest += len;
	return len;
}

/* Each line that the server says; the last one is what it thought of the message. */
static size_t hear(char *line, size_t size, size_t n, void *arg)
{
	struct smtp *m = arg;
	size_t len = size * n < SAID_MAX - 1 ? size * n : SAID_MAX - 1, bad;

	while (len && ((unsigned char)line[len - 1] <= ' '))
		len--;
	if (memchr(line, '\0', len) || !text_valid(line, len, &bad))
		len = 3; /* the code */
	memcpy(m->said, line, len);
	m->said[len] = '\0';
	return size * n;
}

/* The same server with the scheme that libcurl knows. */
static const char *url_of(struct arena *a, const char *server)
{
	return begins(server, "starttls://")
	               ? arena_printf(a, "smtp://%s", server + strlen("starttls://"))
	               : server;
}

static void prepare(struct smtp *m, const struct curl_slist *to)
{
	const struct smtp_settings *s = m->settings;

	curl_easy_reset(m->curl);
	curl_easy_setopt(m->curl, CURLOPT_URL, url_of(m->c->arena, s->server));
	curl_easy_setopt(m->curl, CURLOPT_USE_SSL,
	                    begins(s->server, "starttls://") ? (long)CURLUSESSL_ALL
	                                                     : (long)CURLUSESSL_NONE);
	if (s->ca_file)
		curl_easy_setopt(m->curl, CURLOPT_CAINFO, s->ca_file);
	if (s->user) {
		curl_easy_setopt(m->curl, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(m->curl, CURLOPT_PASSWORD, s->password);
	}
	curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(m->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(m->curl, CURLOPT_TIMEOUT, MESSAGE_SECONDS);
	curl_easy_setopt(m->curl, CURLOPT_MAIL_FROM,
	                    arena_printf(m->c->arena, "<%s>", s->from));
	curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(m->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(m->curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(m->curl, CURLOPT_READDATA, m);
	curl_easy_setopt(m->curl, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(m->curl, CURLOPT_HEADERDATA, m);
}

/* What an answer means depends on how far it came: a refused password is not about the message. */
static enum smtp_outcome outcome_of(CURLcode e, long code)
{
	switch (e) {
	case CURLE_OK:
		return SMTP_ACCEPTED;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_LOGIN_DENIED:
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return SMTP_UNREACHABLE;
	default:
		return code >= 500 && code < 600 ? SMTP_REFUSED : SMTP_LATER;
	}
}

enum smtp_outcome smtp_send(struct smtp *m, const char *to, const char *message,
                            const char **ret_said)
{
	struct curl_slist *list =
		curl_slist_append(NULL, arena_printf(m->c->arena, "<%s>", to));
	long code = 0;
	CURLcode e;

	m->rest = message;
	m->said[0] = '\0';
	prepare(m, list);
	e = curl_easy_perform(m->curl);
	curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(list);
	if (e != CURLE_OK && code >= 400 && m->said[0])
		*ret_said = arena_strdup(m->c->arena, m->said);
	else
		*ret_said = curl_easy_strerror(e);
	return outcome_of(e, code);
}
