/*
 * both.h - cases that run on SQLite and, where KAGEYU_TEST_POSTGRESQL is the URL of a server to
 * make schemas in, on PostgreSQL too. Every city has a schema of its own.
 */
#ifndef KAGEYU_TESTS_BOTH_H
#define KAGEYU_TESTS_BOTH_H

#include "city.h"

#include <libpq-fe.h>

#define BOTH_CASES_MAX 100

struct both_case {
	const char *name;
	CMUnitTestFunction fn;
};

static inline void both_in_cluster(const char *url, const char *sql)
{
	PGconn *conn = PQconnectdb(url);
	PGresult *r = PQexec(conn, sql);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	PQclear(r);
	PQfinish(conn);
}

/* The state is the server's URL, NULL for SQLite. */
static inline int both_setup(void **state)
{
	const char *server = *state;
	char sql[100], url[400];
	static int n;

	if (!server)
		return city_setup(state);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA unit_%ld_%d", (long)getpid(), ++n);
	both_in_cluster(server, sql);
	snprintf(url, sizeof(url), "%s?options=-csearch_path%%3Dunit_%ld_%d", server,
	         (long)getpid(), n);
	*state = city_new(url);
	return 0;
}

static inline int both_run(const char *group, const struct both_case *cases, size_t n_cases)
{
	char *server = getenv("KAGEYU_TEST_POSTGRESQL");
	struct CMUnitTest tests[2 * BOTH_CASES_MAX];
	static char names[2 * BOTH_CASES_MAX][100];
	size_t n = 0;

	for (int pg = 0; pg <= (server != NULL); pg++) {
		for (size_t i = 0; i < n_cases && i < BOTH_CASES_MAX; i++) {
			snprintf(names[n], sizeof(names[n]), "%s: %s", pg ? "postgresql" : "sqlite",
			         cases[i].name);
			tests[n] = (struct CMUnitTest){names[n], cases[i].fn, both_setup,
			                               city_teardown, pg ? server : NULL};
			n++;
		}
	}
	return _cmocka_run_group_tests(group, tests, n, NULL, NULL);
}

#endif
