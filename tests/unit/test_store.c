/*
 * The storage layer, each case on SQLite and, where KAGEYU_TEST_POSTGRESQL is the URL of a server
 * to make schemas in, on PostgreSQL too.
 */
#include "base/buf.h"
#include "base/text.h"
#include "both.h"
#include "store/backend.h"
#include "store/evidence.h"
#include "store/migration.h"
#include "store/trail.h"
#include "store/verify.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define HARD_TEXT "髙﨑𠮷 葛\U000E0100 'x' \"y\" \\ ; -- \n\t\x01"

static void run_sql(struct city *city, const char *sql)
{
	MUST(city, city->c.db->backend->script(&city->c, city->c.db, sql));
}

/* Runs SQL that must fail, in a transaction of its own. */
static void refuse_sql(struct city *city, enum db_mode mode, const char *sql)
{
	struct ctx *c = &city->c;

	MUST(city, db_begin(c, mode));
	if (c->db->backend->script(c, c->db, sql) == OK)
		fail_msg("not refused: %s", sql);
	db_rollback(c);
}

static struct setting_row put_setting(struct city *city, const char *key, const char *value)
{
	struct setting_row row = {.key = key, .value = value};

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, setting_insert(&city->c, &row));
	MUST(city, db_commit(&city->c));
	return row;
}

static size_t settings(struct city *city)
{
	struct setting_row *rows;
	size_t n;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_setting_all(&city->c, &rows, &n));
	db_rollback(&city->c);
	return n;
}

/* --- every statement of the closed list --- */

/* What a column refers to is the first row of its table. */
static bool refers(const struct sql_column *column)
{
	size_t n = strlen(column->name);

	return n > 3 && strcmp(column->name + n - 3, "_id") == 0;
}

static void *dummy(struct arena *a, const struct sql_column *columns, size_t n, int64_t number)
{
	size_t size = n ? columns[n - 1].offset + 64 : 64;
	char *in = arena_alloc(a, size);

	for (size_t i = 0; i < n; i++) {
		void *at = in + columns[i].offset;

		assert_true(columns[i].offset < size - 32);
		switch (columns[i].type) {
		case SQL_I64:
			*(int64_t *)at = refers(&columns[i]) ? 1 : number;
			break;
		case SQL_BOOL:
			*(bool *)at = true;
			break;
		case SQL_TEXT:
			/* what trail.op allows; another for a second row of a table */
			*(const char **)at = number == 1 ? "insert" : "other";
			break;
		case SQL_NUMBER:
			*(const char **)at = "0";
			break;
		case SQL_BLOB:
			*(struct blob *)at = (struct blob){"\0\xFF\\", 3};
			break;
		}
	}
	return in;
}

/* Runs one statement; on PostgreSQL one without rows shows its trouble at the next with rows. */
static size_t run_statement(struct city *city, int id, int64_t number, void **ret_rows)
{
	const struct sql_statement *s = &statements[id];
	struct ctx *c = &city->c;
	struct state_row *unused;
	void *in = dummy(c->arena, s->in, s->n_in, number), *rows = NULL;
	size_t n = 0;
	enum err e = s->kind == SQL_EXEC ? statement_exec(c, id, in)
	                                 : statement_many(c, id, in, &rows, &n);

	if (e == OK)
		e = q_state_by_key(c, &(struct state_by_key_in){"none"}, &unused);
	if (e != OK)
		fail_msg("%s: %s", s->name, c->error.detail);
	*ret_rows = rows;
	return n;
}

static size_t rows_on_first[QUERY__MAX];
static bool have_first;

static void every_statement_runs(void **state)
{
	struct city *city = *state;
	bool ran[QUERY__MAX] = {false};
	size_t found[QUERY__MAX] = {0};
	void *rows;

	MUST(city, db_begin(&city->c, DB_WRITE));
	for (int t = 0; t < TABLE__MAX; t++) {
		run_statement(city, sql_tables[t].load, 1, &rows);
		ran[sql_tables[t].load] = true;
	}
	for (int id = 0; id < QUERY__MAX; id++) {
		if (ran[id] || (statements[id].writes && strstr(statements[id].name, "__")))
			continue;
		found[id] = run_statement(city, id, statements[id].writes ? 99 : 1, &rows);
		ran[id] = true;
	}
	for (int t = TABLE__MAX; t-- > 0;) {
		if (!sql_tables[t].domain)
			continue;
		run_statement(city, sql_tables[t].update, 1, &rows);
		run_statement(city, sql_tables[t].delete, 1, &rows);
		ran[sql_tables[t].update] = ran[sql_tables[t].delete] = true;
		assert_int_equal(run_statement(city, sql_tables[t].get, 1, &rows), 0);
	}
	db_rollback(&city->c);
	for (int id = 0; id < QUERY__MAX; id++) {
		if (!ran[id])
			fail_msg("%s did not run", statements[id].name);
		if (have_first && found[id] != rows_on_first[id])
			fail_msg("%s: %zu rows, %zu on the other database", statements[id].name,
			         found[id], rows_on_first[id]);
	}
	memcpy(rows_on_first, found, sizeof(found));
	have_first = true;
}

static void every_table_gives_back_what_it_was_given(void **state)
{
	struct city *city = *state;
	struct arena *a = city->c.arena;

	MUST(city, db_begin(&city->c, DB_WRITE));
	for (int t = 0; t < TABLE__MAX; t++) {
		const struct sql_table *table = &sql_tables[t];
		struct buf in, out;
		void *rows;

		buf_init(&in, a, BUF_MAX_TEXT);
		buf_init(&out, a, BUF_MAX_TEXT);
		run_statement(city, table->load, 1, &rows);
		assert_int_equal(run_statement(city, table->dump, 1, &rows), 1);
		table_image(table, dummy(a, table->columns, table->n_columns, 1), &in);
		table_image(table, rows, &out);
		assert_string_equal(out.data, in.data);
	}
	db_rollback(&city->c);
}

static void values_keep_every_bit(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct unit_row unit = {.code = HARD_TEXT, .name = "", .kind = "課", .body = "",
	                        .sort = INT64_MAX, .valid_from = "2024-04-01"};
	struct audit_row audit = {.code = "a", .title = "t", .fiscal_year = INT64_MIN}, *back_audit;
	struct unit_row *back;

	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, unit_insert(c, &unit));
	MUST(city, audit_insert(c, &audit));
	MUST(city, db_commit(c));
	MUST(city, db_begin(c, DB_READ));
	MUST(city, unit_get(c, unit.id, &back));
	MUST(city, audit_get(c, audit.id, &back_audit));
	db_rollback(c);
	assert_string_equal(back->code, HARD_TEXT);
	assert_string_equal(back->name, ""); /* empty is not NULL */
	assert_null(back->parent_code);
	assert_null(back->valid_to);
	assert_true(back->sort == INT64_MAX);
	assert_true(back_audit->fiscal_year == INT64_MIN);
	assert_true(back_audit->previous_id == 0);
	assert_int_not_equal(unit.id, audit.id);
}

/* Codes sort by their bytes, whatever the server's language is. */
static void texts_sort_by_their_bytes(void **state)
{
	static const char *const sorted[] = {"-",  "1",  "10", "A",  "_", "a",
	                                     "ア", "課", "髙", "﨑", "𠮷"};
	struct city *city = *state;
	struct setting_row *rows;
	size_t n;

	for (size_t i = COUNT(sorted); i-- > 0;)
		put_setting(city, sorted[i], "");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_setting_all(&city->c, &rows, &n));
	db_rollback(&city->c);
	assert_int_equal(n, COUNT(sorted));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(rows[i].key, sorted[i]);
}

/* --- migrations --- */

static void a_fresh_database_is_brought_up_to_date_once(void **state)
{
	struct city *city = *state;
	int current = -1;

	MUST(city, migration_run(&city->c));
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, migration_current(&city->c, &current));
	db_rollback(&city->c);
	assert_int_equal(current, n_migrations);
	assert_true(current > 0);
}

static void another_history_is_refused(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;

	MUST(city, db_begin(c, DB_WRITE));
	run_sql(city, "UPDATE schema_migration SET digest = 'x' WHERE number = 1");
	MUST(city, db_commit(c));
	assert_int_equal(migration_run(c), ERR_STATE);
	assert_string_equal(c->error.args[0], migrations[0].name);
	city_close(city);
	city_connect(city);
	assert_int_equal(data_dir_open(c, city->data), ERR_STATE);
}

static void a_newer_database_is_refused(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;

	MUST(city, db_begin(c, DB_WRITE));
	run_sql(city, "INSERT INTO schema_migration VALUES (9999, 'later', 'x', 0)");
	MUST(city, db_commit(c));
	assert_int_equal(migration_run(c), ERR_STATE);
	assert_non_null(strstr(c->error.msgid, "newer"));
}

static void a_used_place_is_not_made_anew(void **state)
{
	struct city *city = *state;
	struct city other = {0};

	assert_int_equal(data_dir_init(&city->c, city->data, NULL), ERR_STATE);
	city_connect(&other);
	snprintf(other.data, sizeof(other.data), "%s/none", city->folder);
	assert_int_equal(data_dir_open(&other.c, other.data), ERR_NOT_FOUND);
	assert_int_equal(data_dir_init(&other.c, other.data, "mysql://x"), ERR_USAGE);
	assert_false(os_exists(other.data));
	city_close(&other);
}

/* --- transactions --- */

static void insert_with_trail(struct ctx *c)
{
	struct setting_row row = {.key = "proper", .value = ""};

	if (db_begin(c, DB_WRITE) != OK || setting_insert(c, &row) != OK || db_commit(c) != OK)
		_exit(1);
}

static void insert_without_trail(struct ctx *c)
{
	struct setting_row row = {.id = 900, .rev = 1, .key = "silent", .value = ""};

	if (db_begin(c, DB_WRITE) != OK || statement_exec(c, QUERY_SETTING__LOAD, &row) != OK)
		_exit(1);
	(void)!db_commit(c);
}

static void insert_behind_a_proper_one(struct ctx *c)
{
	struct setting_row row = {.key = "proper", .value = ""};

	if (db_begin(c, DB_WRITE) != OK || setting_insert(c, &row) != OK)
		_exit(1);
	row.id++;
	row.key = "silent";
	if (statement_exec(c, QUERY_SETTING__LOAD, &row) != OK)
		_exit(1);
	(void)!db_commit(c);
}

static void event_without_change(struct ctx *c)
{
	if (db_begin(c, DB_WRITE) != OK ||
	    trail_append(c, "insert", "setting", 900, NULL, "{}") != OK)
		_exit(1);
	(void)!db_commit(c);
}

static void write_while_reading(struct ctx *c)
{
	struct setting_row row = {.id = 900, .rev = 1, .key = "silent", .value = ""};

	if (db_begin(c, DB_READ) != OK)
		_exit(1);
	(void)!statement_exec(c, QUERY_SETTING__LOAD, &row);
}

static void run_outside_a_transaction(struct ctx *c)
{
	struct setting_row *rows;
	size_t n;

	(void)!q_setting_all(c, &rows, &n);
}

/* The status of a child process that does it on a connection of its own. */
static int status_of(struct city *city, void (*fn)(struct ctx *))
{
	int status;
	pid_t child;

	city_close(city);
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		if (!freopen("/dev/null", "w", stderr) || !freopen("/dev/null", "w", stdout))
			_exit(1);
		city_connect(city);
		if (data_dir_open(&city->c, city->data) != OK)
			_exit(1);
		fn(&city->c);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	city_open(city);
	return status;
}

static void a_change_without_trail_ends_the_program(void **state)
{
	static void (*const bugs[])(struct ctx *) = {
		insert_without_trail, insert_behind_a_proper_one, event_without_change,
		write_while_reading, run_outside_a_transaction};
	struct city *city = *state;

	for (size_t i = 0; i < COUNT(bugs); i++) {
		int status = status_of(city, bugs[i]);

		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
			fail_msg("bug %zu: status %d", i, status);
		assert_int_equal(settings(city), 0);
	}
	assert_int_equal(status_of(city, insert_with_trail), 0);
	assert_int_equal(settings(city), 1);
}

static void reading_transactions_cannot_write(void **state)
{
	static const char insert[] = "INSERT INTO setting VALUES (900, 1, 'k', 'v')";
	struct city *city = *state;

	refuse_sql(city, DB_READ, insert);
	refuse_sql(city, DB_READ, "DELETE FROM setting");
	refuse_sql(city, DB_READ, "CREATE TABLE x (y bigint)");
	/* and the next writer is not hindered */
	MUST(city, db_begin(&city->c, DB_WRITE));
	run_sql(city, insert);
	db_rollback(&city->c);
}

static enum err insert_then_fail(struct ctx *c, void *arg)
{
	struct setting_row row = {.key = arg, .value = ""};

	TRY(setting_insert(c, &row));
	return FAIL(c, ERR_STATE, N_("x"));
}

static void failed_work_leaves_nothing(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct trail_row *rows;
	char key[] = "k";
	size_t n;

	assert_int_equal(db_transaction(c, DB_WRITE, insert_then_fail, key), ERR_STATE);
	assert_false(db_in(c, DB_WRITE));
	assert_int_equal(settings(city), 0);
	/* left open when the arena ends */
	MUST(city, db_begin(c, DB_WRITE));
	assert_int_equal(insert_then_fail(c, key), ERR_STATE);
	city_close(city);
	city_open(city);
	assert_int_equal(settings(city), 0);
	MUST(city, db_begin(c, DB_READ));
	MUST(city, q_trail_after(c, &(struct trail_after_in){0, 10}, &rows, &n));
	db_rollback(c);
	assert_int_equal(n, 0);
	assert_int_equal(put_setting(city, "k", "v").id, 1);
}

static void a_reader_sees_one_state(void **state)
{
	struct city *city = *state;
	struct city reader = *city;
	struct setting_row *rows;
	size_t n;

	city_open(&reader);
	MUST(&reader, db_begin(&reader.c, DB_READ));
	put_setting(city, "meanwhile", "");
	MUST(&reader, q_setting_all(&reader.c, &rows, &n));
	assert_int_equal(n, 0);
	db_rollback(&reader.c);
	assert_int_equal(settings(&reader), 1);
	city_close(&reader);
}

static void uniqueness_is_the_databases_word(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct setting_row row = {.key = "k", .value = "other"};
	struct target_row orphan = {.part_id = 4711, .unit_id = 4711};
	enum err e;

	put_setting(city, "k", "v");
	MUST(city, db_begin(c, DB_WRITE));
	e = setting_insert(c, &row);
	if (e == OK)
		e = db_commit(c);
	db_rollback(c);
	assert_int_equal(e, ERR_DB);
	MUST(city, db_begin(c, DB_WRITE));
	e = target_insert(c, &orphan);
	if (e == OK)
		e = db_commit(c);
	db_rollback(c);
	assert_int_equal(e, ERR_DB);
	assert_int_equal(settings(city), 1);
}

/* --- rows and their trail --- */

static void updates_count_revisions_and_skip_no_change(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct setting_row first = put_setting(city, "k", "1"), second, *now;
	struct row_history_out *events;
	size_t n;

	assert_int_equal(first.rev, 1);
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, setting_get(c, first.id, &now));
	second = *now;
	second.value = "2";
	MUST(city, setting_update(c, now, &second));
	assert_int_equal(second.rev, 2);
	*now = second;
	MUST(city, setting_update(c, now, &second)); /* nothing differs */
	assert_int_equal(second.rev, 2);
	MUST(city, db_commit(c));
	MUST(city, db_begin(c, DB_READ));
	MUST(city, setting_get(c, first.id, &now));
	assert_string_equal(now->value, "2");
	assert_int_equal(now->rev, 2);
	MUST(city, q_row_history(c, &(struct row_history_in){"setting", first.id}, &events, &n));
	db_rollback(c);
	assert_int_equal(n, 2);
	assert_string_equal(events[1].before_image,
	                    "{\"id\":1,\"rev\":1,\"key\":\"k\",\"value\":\"1\"}");
	assert_string_equal(events[1].after_image,
	                    "{\"id\":1,\"rev\":2,\"key\":\"k\",\"value\":\"2\"}");
}

static void deleting_leaves_a_trail(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct setting_row row = put_setting(city, "k", HARD_TEXT), *gone;
	struct row_history_out *events;
	size_t n;

	c->reason = "誤って登録したため";
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, setting_delete(c, &row));
	MUST(city, db_commit(c));
	MUST(city, db_begin(c, DB_READ));
	MUST(city, setting_get(c, row.id, &gone));
	assert_null(gone);
	MUST(city, q_row_history(c, &(struct row_history_in){"setting", row.id}, &events, &n));
	db_rollback(c);
	assert_int_equal(n, 2);
	assert_string_equal(events[0].op, "insert");
	assert_null(events[0].before_image);
	assert_null(events[0].reason);
	assert_string_equal(events[1].op, "delete");
	assert_string_equal(events[1].before_image, events[0].after_image);
	assert_null(events[1].after_image);
	assert_string_equal(events[1].reason, c->reason);
	assert_string_equal(events[1].actor, "cli:hanako");
	assert_true(events[1].at_us == CITY_NOW);
	/* an id is never given again */
	assert_int_equal(put_setting(city, "k", "v").id, row.id + 1);
}

static void the_trail_is_one_chain(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const char *prev = TRAIL_FIRST_PREV;
	struct trail_row *rows;
	struct trail_value_row *values;
	size_t n, n_values;

	put_setting(city, "a", "1");
	put_setting(city, "b", HARD_TEXT);
	city_close(city);
	city_open(city);
	put_setting(city, "c", "3");
	MUST(city, db_begin(c, DB_READ));
	MUST(city, q_trail_after(c, &(struct trail_after_in){0, 10}, &rows, &n));
	MUST(city, q_trail_value_after(c, &(struct trail_value_after_in){0, 10}, &values,
	                               &n_values));
	db_rollback(c);
	assert_int_equal(n, 3);
	assert_int_equal(n_values, 3);
	for (size_t i = 0; i < n; i++) {
		const char *commitment = trail_commitment(c->arena, values[i].salt,
		                                          values[i].before_image,
		                                          values[i].after_image);

		assert_int_equal(rows[i].seq, i + 1);
		assert_string_equal(rows[i].prev_hash, prev);
		assert_int_equal(strlen(rows[i].hash), TRAIL_HASH_LEN);
		assert_string_equal(trail_hash(c->arena, &rows[i]), rows[i].hash);
		assert_string_equal(commitment, rows[i].commitment);
		prev = rows[i].hash;
	}
	assert_string_not_equal(values[0].salt, values[1].salt);
	assert_string_not_equal(trail_commitment(c->arena, "s", NULL, "x"),
	                        trail_commitment(c->arena, "s", "", "x"));
}

static void the_hash_covers_every_field(void **state)
{
	const struct trail_row row = {.seq = 1, .at_us = 2, .actor = "cli:hanako", .cause = "test",
	                              .op = "insert", .table_name = "setting", .row_id = 3,
	                              .commitment = "c", .prev_hash = TRAIL_FIRST_PREV};
	struct city *city = *state;
	struct arena *a = city->c.arena;
	struct trail_row altered[] = {row, row, row, row, row, row, row, row, row, row, row};
	const char *hash = trail_hash(a, &row);

	altered[0].seq++;
	altered[1].at_us++;
	altered[2].actor = "cli:taro";
	altered[3].cause = "import";
	altered[4].reason = "";
	altered[5].op = "update";
	altered[6].table_name = "unit";
	altered[7].row_id++;
	altered[8].commitment = "d";
	altered[9].prev_hash = "1";
	/* where one field ends and the next begins */
	altered[10].actor = "cli:hanak";
	altered[10].cause = "otest";
	for (size_t i = 0; i < COUNT(altered); i++)
		if (strcmp(trail_hash(a, &altered[i]), hash) == 0)
			fail_msg("alteration %zu is not noticed", i);
}

static void the_trail_cannot_be_changed(void **state)
{
	static const char *const sql[] = {
		"UPDATE trail SET actor = 'somebody'",
		"UPDATE trail SET seq = 7 WHERE seq = 1",
		"DELETE FROM trail",
		"UPDATE trail_value SET after_image = '{}'",
		"DELETE FROM trail_value WHERE seq = 1",
		"UPDATE security_log SET actor = 'somebody'",
		"DELETE FROM security_log",
	};
	static const char *const sqlite_only[] = {
		"INSERT OR REPLACE INTO trail SELECT * FROM trail",
		"REPLACE INTO trail_value SELECT * FROM trail_value",
		"INSERT OR REPLACE INTO security_log SELECT * FROM security_log",
		/* as from a tool that does not know our settings */
		"PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO trail SELECT * FROM trail",
	};
	static const char *const postgresql_only[] = {
		"TRUNCATE trail",
		"TRUNCATE trail_value, security_log",
		"INSERT INTO trail SELECT * FROM trail ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
		"MERGE INTO trail t USING trail s ON t.seq = s.seq WHEN MATCHED THEN DELETE",
	};
	struct city *city = *state;
	struct ctx *c = &city->c;
	bool pg = db_is_postgresql(c);

	put_setting(city, "k", "v");
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, q_security_log_add(
	                   c, &(struct security_log_add_in){CITY_NOW, "hanako", "sign-in", ""}));
	MUST(city, db_commit(c));
	for (size_t i = 0; i < COUNT(sql); i++)
		refuse_sql(city, DB_WRITE, sql[i]);
	for (size_t i = 0; i < COUNT(sqlite_only); i++)
		refuse_sql(city, DB_WRITE, pg ? postgresql_only[i] : sqlite_only[i]);
	MUST(city, db_begin(c, DB_READ));
	assert_int_equal(db_in(c, DB_READ), true);
	db_rollback(c);
}

static void heads_are_signed(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const char *text;
	char *line;
	struct trail_head head;
	struct text_list lines;
	size_t len;

	put_setting(city, "a", "1");
	put_setting(city, "b", "2");
	MUST(city, os_read_file(c, arena_printf(c->arena, "%s/heads.log", city->data), 1 << 20,
	                        &text, &len));
	lines = text_split(c->arena, text, "\n");
	assert_int_equal(lines.n, 2);
	assert_true(trail_head_parse(c, lines.v[1], &head));
	assert_int_equal(head.seq, 2);
	assert_true(head.at_us == CITY_NOW);
	line = arena_strdup(c->arena, lines.v[1]);
	line[0] = '3';
	assert_false(trail_head_parse(c, line, &head));
	line[0] = '2';
	line[10] = line[10] == 'a' ? 'b' : 'a';
	assert_false(trail_head_parse(c, line, &head));
	assert_false(trail_head_parse(c, "", &head));
	assert_false(trail_head_parse(c, "2 aa 3", &head));
}

static void verification_finds_what_was_altered(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct verification v;

	put_setting(city, "a", "1");
	put_setting(city, "b", "2");
	MUST(city, verify_all(c, NULL, NULL, NULL, &v));
	assert_int_equal(v.events, 2);
	assert_int_equal(v.rows, 2);
	assert_int_equal(v.heads, 2);
	MUST(city, db_begin(c, DB_WRITE));
	run_sql(city, "UPDATE setting SET value = '3' WHERE key = 'b'");
	MUST(city, db_commit(c));
	assert_int_equal(verify_all(c, NULL, NULL, NULL, &v), ERR_TAMPERED);
	assert_int_equal(v.problems.count[SEV_REJECT] + v.problems.count[SEV_FILE] +
	                         v.problems.count[SEV_WARNING],
	                 1);
	assert_string_equal(v.problems.first->code, "row-altered");
}

/* --- evidence --- */

static void evidence_is_kept_under_its_digest(void **state)
{
	static const char data[] = "点検表\0\xFF";
	struct city *city = *state;
	struct ctx *c = &city->c;
	const char *digest, *again, *back, *path;
	struct stat st;
	size_t len;
	int fd;

	MUST(city, evidence_store(c, data, sizeof(data), &digest));
	MUST(city, evidence_store(c, data, sizeof(data), &again));
	assert_string_equal(digest, again);
	assert_int_equal(strlen(digest), 64);
	MUST(city, evidence_load(c, digest, &back, &len));
	assert_int_equal(len, sizeof(data));
	assert_memory_equal(back, data, len);
	path = arena_printf(c->arena, "%s/evidence/%.2s/%s", city->data, digest, digest);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	assert_int_equal(chmod(path, 0600), 0);
	fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, "\xFE", 1, 4), 1);
	close(fd);
	assert_int_equal(evidence_load(c, digest, &back, &len), ERR_TAMPERED);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(evidence_load(c, digest, &back, &len), ERR_NOT_FOUND);
	MUST(city, evidence_store(c, "", 0, &digest));
	MUST(city, evidence_load(c, digest, &back, &len));
	assert_int_equal(len, 0);
}

/* --- */

#define CASE(f) {#f, f}

static const struct both_case cases[] = {
	CASE(every_statement_runs),
	CASE(every_table_gives_back_what_it_was_given),
	CASE(values_keep_every_bit),
	CASE(texts_sort_by_their_bytes),
	CASE(a_fresh_database_is_brought_up_to_date_once),
	CASE(another_history_is_refused),
	CASE(a_newer_database_is_refused),
	CASE(a_used_place_is_not_made_anew),
	CASE(a_change_without_trail_ends_the_program),
	CASE(reading_transactions_cannot_write),
	CASE(failed_work_leaves_nothing),
	CASE(a_reader_sees_one_state),
	CASE(uniqueness_is_the_databases_word),
	CASE(updates_count_revisions_and_skip_no_change),
	CASE(deleting_leaves_a_trail),
	CASE(the_trail_is_one_chain),
	CASE(the_hash_covers_every_field),
	CASE(the_trail_cannot_be_changed),
	CASE(heads_are_signed),
	CASE(verification_finds_what_was_altered),
	CASE(evidence_is_kept_under_its_digest),
};

int main(void)
{
	return both_run("store", cases, COUNT(cases));
}
