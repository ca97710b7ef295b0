/* Reminders of a round: who is written to, what and when. */
#include "base/date.h"
#include "job/mail.h"
#include "job/outbox.h"
#include "ledger/round_internal.h"
#include "org/setting.h"
#include "store/data_dir.h"

#include <inttypes.h>
#include <string.h>

/* --- heads --- */

enum err round_heads_load(struct ctx *c, const char *today, struct round_heads *ret)
{
	struct round_heads_out *rows;
	size_t n;

	ret->by_unit = (struct map){.arena = c->arena};
	TRY(q_round_heads(c, &(struct round_heads_in){today}, &rows, &n));
	for (size_t i = n; i-- > 0;) {
		struct round_head *head = ARENA_NEW(c->arena, struct round_head);
		const char *mail = rows[i].mail;

		*head = (struct round_head){
			.unit_code = rows[i].unit_code, .person = rows[i].person,
			.mail = mail && mail_address_ok(mail) ? mail : NULL,
			.next = map_get(&ret->by_unit, rows[i].unit_code)};
		map_put(&ret->by_unit, head->unit_code, head);
	}
	return OK;
}

bool round_reached(const struct round_heads *heads, const char *unit_code)
{
	for (const struct round_head *h = map_get(&heads->by_unit, unit_code); h; h = h->next)
		if (h->mail)
			return true;
	return false;
}

/* --- which reminder --- */

static const char *days_before(struct ctx *c, const char *day, int64_t days)
{
	struct date d;

	BUG_IF(!date_from_iso(day, &d));
	return date_format(c->arena, date_from_days(date_to_days(d) - (long)days), DATE_ISO);
}

/* The latest that is due today: who was not written to for days gets one letter, not four. */
static enum round_reminder due_today(struct ctx *c, const struct round_row *round,
                                     const char *today)
{
	if (strcmp(round->due_on, today) < 0)
		return ROUND_REMIND_OVERDUE;
	if (strcmp(round->due_on, today) == 0)
		return ROUND_REMIND_DUE;
	if (strcmp(days_before(c, round->due_on, round->remind_days), today) <= 0 &&
	    round_line_of(c->arena, round->remind, round_reminder_code(ROUND_REMIND_BEFORE)))
		return ROUND_REMIND_BEFORE;
	return ROUND_REMIND_OPENED;
}

/* --- what it says --- */

struct letters {
	const struct round_row *round;
	enum round_reminder kind;
	const char *url, *organisation;
};

static const char *subject_of(struct ctx *c, const struct letters *l)
{
	static const char *const subjects[ROUND_REMIND__MAX] = {
		[ROUND_REMIND_OPENED] = N_("Please confirm your ledgers ({1}, due {2})"),
		[ROUND_REMIND_BEFORE] =
			N_("Reminder: the confirmation of your ledgers is due on {2} ({1})"),
		[ROUND_REMIND_DUE] = N_("Due today: confirmation of your ledgers ({1})"),
		[ROUND_REMIND_OVERDUE] = N_("Overdue: confirmation of your ledgers ({1}, due {2})"),
	};
	struct date due;

	BUG_IF(!date_from_iso(l->round->due_on, &due));
	return msg_format(c->arena, LANG_JA, subjects[l->kind],
	                  (const char *const[ERROR_ARGS_MAX]){
				  l->round->title, date_format(c->arena, due, DATE_MONTH_DAY)});
}

static const char *body_of(struct ctx *c, const struct letters *l, const struct round_section *s,
                           const struct round_head *head)
{
	const char *to = arena_printf(c->arena, "%s/rounds/%" PRId64 "/units/%s", l->url,
	                              l->round->id, s->unit->code);
	struct date due;

	BUG_IF(!date_from_iso(l->round->due_on, &due));
	return msg_format(
		c->arena, LANG_JA,
		N_("{1}\n{2}\n\nPlease go through the ledgers of your section and confirm them by "
		   "{3}.\nOn this page you say of each record: unchanged, edited or gone.\n\n"
		   "{4}\n\nIf you have done so meanwhile, this letter needs no answer.\n{5}"),
		(const char *const[ERROR_ARGS_MAX]){
			s->unit->name, head->person, date_format(c->arena, due, DATE_ERA_LONG), to,
			l->organisation ? l->organisation : ""});
}

static enum err write_to(struct ctx *c, const struct letters *l, const struct round_section *s,
                         const struct round_head *head, long *written)
{
	const struct outbox_message m = {.to = head->mail, .name = head->person,
	                                 .subject = subject_of(c, l),
	                                 .body = body_of(c, l, s, head), .round_id = l->round->id,
	                                 .unit_id = s->unit->id,
	                                 .kind = round_reminder_code(l->kind)};
	bool is_new;

	TRY(outbox_put(c, &m, &is_new));
	*written += is_new;
	return OK;
}

static enum err remind_one(struct ctx *c, const struct round_row *round, const char *url,
                           const char *today, long *written)
{
	struct letters l = {.round = round, .kind = due_today(c, round, today), .url = url};
	struct round_sections all;
	struct round_heads heads;

	if (!round_is_open(round, today) ||
	    !round_line_of(c->arena, round->remind, round_reminder_code(l.kind)))
		return OK;
	if (!url)
		return FAIL(c, ERR_INVALID,
		            N_("Write ‘url = https://…’ into kageyu.conf first: the address that "
		               "people open, for the links in the mail."));
	TRY(setting_find(c, SETTING_ORGANISATION, &l.organisation));
	TRY(round_sections_load(c, round, today, &all));
	TRY(round_heads_load(c, today, &heads));
	for (size_t i = 0; i < all.n; i++) {
		const struct round_section *s = &all.v[i];

		if (s->state == ROUND_DONE)
			continue;
		for (const struct round_head *h = map_get(&heads.by_unit, s->unit->code); h;
		     h = h->next)
			if (h->mail)
				TRY(write_to(c, &l, s, h, written));
	}
	return OK;
}

enum err round_remind(struct ctx *c, const struct round_row *round, const char *today, long *ret)
{
	struct round_row *rounds;
	const char *url;
	long written = 0;
	size_t n;

	TRY(data_dir_conf(c, "url", &url));
	if (round) {
		TRY(remind_one(c, round, url, today, &written));
	} else {
		TRY(q_round_all(c, &rounds, &n));
		for (size_t i = 0; i < n; i++)
			TRY(remind_one(c, &rounds[i], url, today, &written));
	}
	*ret = written;
	return OK;
}
