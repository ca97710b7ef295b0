#include "web/uploads.h"

#include "base/os.h"
#include "sheet/sheet.h"
#include "store/data_dir.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SECRET_BYTES 32
#define ID_LEN ((size_t)SECRET_BYTES * 2)
#define MANIFEST "manifest.json"
#define MANIFEST_MAX ((size_t)1 << 20)

static const char *folder(struct ctx *c)
{
	return arena_printf(c->arena, "%s/uploads", data_dir_path(c));
}

static const char *path_of(struct ctx *c, const char *id, const char *name)
{
	return arena_printf(c->arena, "%s/%s/%s", folder(c), id, name);
}

static const char *hex(struct arena *a, const unsigned char bytes[SECRET_BYTES])
{
	char *out = arena_alloc(a, ID_LEN + 1);

	return sodium_bin2hex(out, ID_LEN + 1, bytes, SECRET_BYTES);
}

static const char *new_id(struct arena *a)
{
	unsigned char bytes[SECRET_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	return hex(a, bytes);
}

static const char *digest_of(struct arena *a, const char *data, size_t len)
{
	unsigned char bytes[SECRET_BYTES];

	crypto_generichash(bytes, sizeof(bytes), (const unsigned char *)data, len, NULL, 0);
	return hex(a, bytes);
}

/* Nothing else may become part of a path. */
static bool is_hex_id(const char *s)
{
	return strlen(s) == ID_LEN && strspn(s, "0123456789abcdef") == ID_LEN;
}

/* --- the manifest --- */

static void put_text(json_t *o, const char *key, const char *text)
{
	if (text)
		json_object_set_new(o, key, json_string(text));
}

static const char *get_text(struct arena *a, const json_t *o, const char *key)
{
	return arena_strdup(a, json_string_value(json_object_get(o, key)));
}

static json_t *manifest_json(const struct uploads *u)
{
	json_t *o = json_object(), *files = json_array();

	json_object_set_new(o, "account", json_integer(u->account_id));
	json_object_set_new(o, "made_us", json_integer(u->made_us));
	put_text(o, "kind", u->kind);
	put_text(o, "audit", u->audit);
	put_text(o, "part", u->part);
	put_text(o, "catalog", u->catalog);
	put_text(o, "day", u->day);
	put_text(o, "reason", u->reason);
	json_object_set_new(o, "whole", json_boolean(u->whole));
	for (size_t i = 0; i < u->n; i++) {
		json_t *file = json_object();

		put_text(file, "name", u->files[i].name);
		put_text(file, "digest", u->files[i].digest);
		json_object_set_new(file, "size", json_integer((json_int_t)u->files[i].size));
		json_array_append_new(files, file);
	}
	json_object_set_new(o, "files", files);
	return o;
}

static enum err write_manifest(struct ctx *c, const struct uploads *u)
{
	json_t *o = manifest_json(u);
	char *text = json_dumps(o, JSON_COMPACT);
	enum err e;

	json_decref(o);
	BUG_IF(!text);
	e = os_write_file(c, path_of(c, u->id, MANIFEST), text, strlen(text), 0600);
	free(text);
	return e;
}

static bool read_files(struct arena *a, const json_t *files, struct uploads *ret)
{
	ret->n = json_array_size(files);
	ret->files = ARENA_ARRAY(a, ret->n, struct uploaded_file);
	for (size_t i = 0; i < ret->n; i++) {
		const json_t *file = json_array_get(files, i);
		struct uploaded_file *f = &ret->files[i];

		f->name = get_text(a, file, "name");
		f->digest = get_text(a, file, "digest");
		f->size = (size_t)json_integer_value(json_object_get(file, "size"));
		if (!f->name || !f->digest || !is_hex_id(f->digest))
			return false;
	}
	return ret->n > 0;
}

static bool parse_manifest(struct arena *a, const char *text, size_t len, struct uploads *ret)
{
	json_t *o = json_loadb(text, len, 0, NULL);
	bool good;

	*ret = (struct uploads){
		.account_id = json_integer_value(json_object_get(o, "account")),
		.made_us = json_integer_value(json_object_get(o, "made_us")),
		.kind = get_text(a, o, "kind"),
		.audit = get_text(a, o, "audit"),
		.part = get_text(a, o, "part"),
		.catalog = get_text(a, o, "catalog"),
		.day = get_text(a, o, "day"),
		.reason = get_text(a, o, "reason"),
		.whole = json_is_true(json_object_get(o, "whole")),
	};
	good = ret->kind && read_files(a, json_object_get(o, "files"), ret);
	json_decref(o);
	return good;
}

static bool read_set(struct ctx *c, const char *id, struct uploads *ret)
{
	const char *text;
	size_t len;

	if (os_read_file(c, path_of(c, id, MANIFEST), MANIFEST_MAX, &text, &len) != OK)
		return false;
	if (!parse_manifest(c->arena, text, len, ret))
		return false;
	ret->id = id;
	return true;
}

/* --- keeping --- */

/* What is too old, or broken off; and the oldest of the account where it has too many. */
static enum err clean(struct request *r)
{
	struct ctx *c = &r->c;
	const char **names, *oldest = NULL;
	int64_t oldest_us = c->now_us;
	size_t n, own = 0;

	TRY(os_list_dir(c, folder(c), &names, &n));
	for (size_t i = 0; i < n; i++) {
		struct uploads u;

		if (!is_hex_id(names[i]))
			continue;
		if (!read_set(c, names[i], &u) || c->now_us - u.made_us > UPLOADS_LIFE_US) {
			TRY(os_remove_tree(c, path_of(c, names[i], "")));
			continue;
		}
		if (u.account_id != r->session.who.account_id)
			continue;
		own++;
		if (u.made_us < oldest_us) {
			oldest = names[i];
			oldest_us = u.made_us;
		}
	}
	if (own >= UPLOADS_OF_ACCOUNT_MAX && oldest)
		return os_remove_tree(c, path_of(c, oldest, ""));
	return OK;
}

static size_t count(const struct request *r, const char *field)
{
	size_t n = 0;

	for (const struct upload *f = r->uploads; f; f = f->next)
		n += strcmp(f->field, field) == 0;
	return n;
}

enum err uploads_keep(struct request *r, const char *field, struct uploads *u)
{
	struct ctx *c = &r->c;
	size_t n = count(r, field);

	if (n > UPLOADS_FILES_MAX)
		return FAULT(r, field, N_("At most {1} files at once."), "500");
	TRY(os_mkdir(c, folder(c)));
	TRY(clean(r));
	u->id = new_id(c->arena);
	u->account_id = r->session.who.account_id;
	u->made_us = c->now_us;
	u->files = ARENA_ARRAY(c->arena, n, struct uploaded_file);
	TRY(os_mkdir(c, path_of(c, u->id, "")));
	for (const struct upload *f = r->uploads; f; f = f->next) {
		const char *digest;

		if (strcmp(f->field, field) != 0)
			continue;
		if (f->len > SHEET_FILE_MAX)
			return FAULT(r, field, N_("{1} is larger than {2} MB."), f->file_name,
			             "64");
		digest = digest_of(c->arena, f->data, f->len);
		u->files[u->n++] = (struct uploaded_file){f->file_name, digest, f->len};
		TRY(os_write_file(c, path_of(c, u->id, digest), f->data, f->len, 0600));
	}
	return write_manifest(c, u);
}

/* --- using --- */

enum err uploads_find(struct request *r, const char *id, struct uploads *ret)
{
	struct uploads u;

	if (!is_hex_id(id) || !read_set(&r->c, id, &u) ||
	    u.account_id != r->session.who.account_id ||
	    r->c.now_us - u.made_us > UPLOADS_LIFE_US)
		return FAIL(&r->c, ERR_NOT_FOUND,
		            N_("These files are no longer kept. Choose them again."));
	*ret = u;
	return OK;
}

enum err uploads_load(struct request *r, const struct uploads *u, size_t file, const char **ret,
                      size_t *ret_len)
{
	const struct uploaded_file *f = &u->files[file];
	const char *data;
	size_t len;

	TRY(os_read_file(&r->c, path_of(&r->c, u->id, f->digest), SHEET_FILE_MAX, &data, &len));
	if (strcmp(digest_of(r->c.arena, data, len), f->digest) != 0)
		return FAIL(&r->c, ERR_TAMPERED, N_("{1} was altered after it was sent."), f->name);
	*ret = data;
	*ret_len = len;
	return OK;
}

enum err uploads_drop(struct request *r, const struct uploads *u)
{
	return os_remove_tree(&r->c, path_of(&r->c, u->id, ""));
}
