/*
 * log_words.h - what trail and security log name, in words: tables, columns, events, people.
 */
#ifndef KAGEYU_WEB_LOG_WORDS_H
#define KAGEYU_WEB_LOG_WORDS_H

#include "gen/queries.h"
#include "record/record.h"
#include "web/page.h"

/* msgids; NULL for a table or column that has no history. */
const char *word_of_table(const char *table);
const char *word_of_column(struct arena *a, const char *table, const char *column);
/* The declared field of a ledger's column; NULL for other tables. */
const struct record_field *ledger_field(struct arena *a, const char *table, const char *column);
/* msgid of insert, update, delete. */
const char *word_of_op(const char *op);

/* The events of the security log, for a choice; ends with a NULL code. */
extern const struct choice security_events[];

/* Translated: the page or command that made a change. */
const char *words_of_cause(struct request *r, const char *cause);

/* Names of people by login. */
struct people {
	struct map names;
};
MUST_USE enum err people_load(struct request *r, struct people *ret);
/* "監査事務局（jimukyoku）", "コマンド（hanako）" */
const char *people_name(struct request *r, const struct people *people, const char *actor);

void security_log_table(struct request *r, const struct security_log_row *rows, size_t n);

#endif
