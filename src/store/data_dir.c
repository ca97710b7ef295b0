#include "store/data_dir.h"

#include "base/os.h"
#include "base/text.h"
#include "store/backend.h"
#include "store/migration.h"
#include "store/trail.h"

#include <string.h>

#define CONF_MAX ((size_t)64 << 10)

static const char *in_dir(struct ctx *c, const char *path, const char *name)
{
	return arena_printf(c->arena, "%s/%s", path, name);
}

static bool is_url(const char *s)
{
	return strncmp(s, DB_POSTGRESQL_SCHEME, strlen(DB_POSTGRESQL_SCHEME)) == 0;
}

static enum err must_be_empty(struct ctx *c, const char *path)
{
	const char **names;
	size_t n;

	if (!os_exists(path))
		return OK;
	if (!os_is_dir(path))
		return FAIL(c, ERR_USAGE, N_("{1} is a file, not a folder."), path);
	TRY(os_list_dir(c, path, &names, &n));
	if (n)
		return FAIL(c, ERR_STATE,
		            N_("The folder {1} is not empty. Name a new or empty folder."), path);
	return OK;
}

/* The value of `key` in kageyu.conf, or NULL. */
static const char *conf_value(struct ctx *c, const char *conf, const char *key)
{
	struct text_list lines = text_split(c->arena, conf, "\n");

	for (size_t i = 0; i < lines.n; i++) {
		const char *eq = strchr(lines.v[i], '=');
		const char *name;

		if (lines.v[i][0] == '#' || !eq)
			continue;
		name = text_trim(c->arena,
		                 arena_strndup(c->arena, lines.v[i], (size_t)(eq - lines.v[i])));
		if (strcmp(name, key) == 0)
			return text_trim(c->arena, eq + 1);
	}
	return NULL;
}

static enum err open_database(struct ctx *c, const char *path, const char *url, bool create)
{
	TRY(db_open(c, url ? url : in_dir(c, path, "kageyu.db"), create));
	c->db->data_dir = arena_strdup(c->arena, path);
	TRY(trail_key_load(c, in_dir(c, path, "head.key")));
	TRY(migration_run(c));
	c->db->heads_path = in_dir(c, path, "heads.log");
	return OK;
}

static enum err refuse_used_database(struct ctx *c)
{
	int step;

	TRY(db_begin(c, DB_READ));
	TRY(migration_current(c, &step));
	db_rollback(c);
	if (step)
		return FAIL(
			c, ERR_STATE,
			N_("The database already holds a Kageyu installation. Name an empty one."));
	return OK;
}

enum err data_dir_init(struct ctx *c, const char *path, const char *database_url)
{
	const char *conf = arena_printf(
		c->arena, "# Kageyu: see kageyu(1) and docs/operation.md\n%sdatabase = %s\n",
		database_url ? "" : "# SQLite in this folder unless set:\n# ",
		database_url ? database_url : "postgresql://user@host/name");

	if (database_url && !is_url(database_url))
		return FAIL(c, ERR_USAGE,
		            N_("“{1}” is no database address. It must begin with postgresql://."),
		            database_url);
	TRY(must_be_empty(c, path));
	if (database_url) {
		TRY(db_open(c, database_url, false));
		TRY(refuse_used_database(c));
	}
	TRY(os_mkdir(c, path));
	TRY(os_mkdir(c, in_dir(c, path, "evidence")));
	TRY(trail_key_make(c, in_dir(c, path, "head.key")));
	TRY(os_write_file(c, in_dir(c, path, "kageyu.conf"), conf, strlen(conf), 0600));
	return open_database(c, path, database_url, true);
}

enum err data_dir_open(struct ctx *c, const char *path)
{
	const char *conf, *url;
	size_t len;

	if (!os_exists(in_dir(c, path, "kageyu.conf")))
		return FAIL(c, ERR_NOT_FOUND,
		            N_("{1} is no data folder of Kageyu. Make one with: kageyu init {1}"),
		            path);
	TRY(os_read_file(c, in_dir(c, path, "kageyu.conf"), CONF_MAX, &conf, &len));
	url = conf_value(c, conf, "database");
	if (url && !is_url(url))
		return FAIL(c, ERR_INVALID,
		            N_("In kageyu.conf, 'database' must begin with postgresql://."));
	return open_database(c, path, url, false);
}

enum err data_dir_conf(struct ctx *c, const char *key, const char **ret)
{
	const char *conf, *value;
	size_t len;

	TRY(os_read_file(c, in_dir(c, c->db->data_dir, "kageyu.conf"), CONF_MAX, &conf, &len));
	value = conf_value(c, conf, key);
	*ret = value && *value ? value : NULL;
	return OK;
}

const char *data_dir_path(const struct ctx *c)
{
	return c->db->data_dir;
}
