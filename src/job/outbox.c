#include "job/outbox.h"

#include "base/os.h"
#include "job/mail.h"
#include "store/data_dir.h"
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MINUTE_US INT64_C(60000000)

/* How long to wait after each try that failed; after the last of them it is given up. */
static const int64_t pauses_min[] = {5, 15, 60, 240, 720, 1440, 1440};
#define N_PAUSES ((int64_t)(sizeof(pauses_min) / sizeof(pauses_min[0])))

const char *outbox_state_label(const char *code)
{
	static const struct {
		const char *code, *label;
	} states[] = {
#define X(code, label) {code, label},
		OUTBOX_STATES(X)
#undef X
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].code, code) == 0)
			return states[i].label;
	return NULL;
}

/* --- writing --- */

/* The part before the @ of its Message-ID. */
static const char *new_message_id(struct arena *a)
{
	unsigned char bytes[16];
	char hex[2 * sizeof(bytes) + 1];

	randombytes_buf(bytes, sizeof(bytes));
	return arena_strdup(a, sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes)));
}

enum err outbox_put(struct ctx *c, const struct outbox_message *m, bool *ret_new)
{
	struct outbox_same_in same = {m->round_id, m->unit_id, m->kind, m->to};
	struct outbox_row row = {.recipient = m->to, .name = m->name, .subject = m->subject,
	                         .body = m->body, .made_us = c->now_us, .not_before_us = c->now_us,
	                         .state = "waiting", .message_id = new_message_id(c->arena),
	                         .round_id = m->round_id, .unit_id = m->unit_id, .kind = m->kind};
	struct outbox_row *rows;
	size_t n;

	BUG_IF(!mail_address_ok(m->to));
	TRY(q_outbox_same(c, &same, &rows, &n));
	*ret_new = n == 0;
	return n ? OK : outbox_insert(c, &row);
}

enum err outbox_withdraw(struct ctx *c, int64_t round_id, int64_t unit_id)
{
	struct outbox_row *rows;
	size_t n;

	TRY(q_outbox_about(c, &(struct outbox_about_in){round_id, unit_id, "waiting"}, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct outbox_row after = rows[i];

		after.state = "withdrawn";
		TRY(outbox_update(c, &rows[i], &after));
	}
	return OK;
}

enum err outbox_retry(struct ctx *c, int64_t id)
{
	struct outbox_row *row, after;

	TRY(outbox_get(c, id, &row));
	if (!row)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such message."));
	if (strcmp(row->state, "failed") != 0)
		return FAIL(c, ERR_STATE,
		            N_("Only a message that was not delivered is tried again."));
	after = *row;
	after.state = "waiting";
	after.tries = 0;
	after.not_before_us = c->now_us;
	return outbox_update(c, row, &after);
}

/* --- sending --- */

static void unlock(void *arg)
{
	close(*(int *)arg);
}

/* Held until the arena goes, or the process does. */
static enum err lock(struct ctx *c)
{
	const char *path = arena_printf(c->arena, "%s/mail.lock", data_dir_path(c));
	int *fd = ARENA_NEW(c->arena, int);

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return FAIL(c, ERR_IO, N_("{1} cannot be opened: {2}"), path, strerror(errno));
	arena_defer(c->arena, unlock, fd);
	if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		return FAIL(c, ERR_BUSY, N_("Mail is being sent already."));
	return OK;
}

struct due {
	struct outbox_due_out *rows;
	size_t n;
};

static enum err find_due(struct ctx *c, void *arg)
{
	struct due *due = arg;

	return q_outbox_due(c, &(struct outbox_due_in){c->now_us}, &due->rows, &due->n);
}

struct one {
	int64_t id;
	struct outbox_row *row;
	enum smtp_outcome outcome;
	const char *said;
};

static enum err find_one(struct ctx *c, void *arg)
{
	struct one *one = arg;

	return outbox_get(c, one->id, &one->row);
}

/* What a try has brought. Nobody else sends, but it may have been withdrawn in the meantime. */
static enum err note(struct ctx *c, void *arg)
{
	struct one *one = arg;
	struct outbox_row *row, after;

	TRY(outbox_get(c, one->id, &row));
	after = *row;
	after.last_error = one->outcome == SMTP_ACCEPTED ? NULL : one->said;
	if (one->outcome != SMTP_UNREACHABLE)
		after.tries++;
	if (one->outcome == SMTP_ACCEPTED) {
		after.state = "sent";
		after.sent_us = c->now_us;
	} else if (one->outcome == SMTP_REFUSED || after.tries > N_PAUSES) {
		after.state = "failed";
	} else if (one->outcome == SMTP_LATER) {
		after.not_before_us = c->now_us + pauses_min[after.tries - 1] * MINUTE_US;
	}
	return outbox_update(c, row, &after);
}

static enum smtp_outcome send_row(struct ctx *c, struct smtp *smtp, const struct smtp_settings *s,
                                  const struct outbox_row *row, const char **ret_said)
{
	const struct mail m = {.from = s->from, .to = row->recipient, .name = row->name,
	                       .subject = row->subject, .body = row->body,
	                       .id = arena_printf(c->arena, "%s@%s", row->message_id,
	                                          strchr(s->from, '@') + 1),
	                       .at_us = row->made_us};

	return smtp_send(smtp, row->recipient, mail_format(c->arena, &m), ret_said);
}

static void count(struct outbox_run *run, const struct one *one)
{
	run->sent += one->outcome == SMTP_ACCEPTED;
	run->refused += one->outcome == SMTP_REFUSED;
	run->later += one->outcome == SMTP_LATER;
	if (one->outcome == SMTP_UNREACHABLE)
		run->unreachable = one->said;
}

enum err outbox_send(struct ctx *c, const struct smtp_settings *s, struct outbox_run *ret)
{
	struct outbox_run run = {0};
	struct smtp *smtp;
	struct due due;

	TRY(lock(c));
	TRY(smtp_open(c, s, &smtp));
	TRY(db_transaction(c, DB_READ, find_due, &due));
	for (size_t i = 0; i < due.n && !run.unreachable; i++) {
		struct one one = {.id = due.rows[i].id};

		TRY(db_transaction(c, DB_READ, find_one, &one));
		if (strcmp(one.row->state, "waiting") != 0)
			continue;
		one.outcome = send_row(c, smtp, s, one.row, &one.said);
		c->now_us = os_now_us();
		TRY(db_transaction(c, DB_WRITE, note, &one));
		count(&run, &one);
	}
	*ret = run;
	return OK;
}
