/*
 * round.h - rounds of confirmation (台帳の確認): once or twice a year each section goes through its
 * records and says that they are so.
 *
 * A round asks units about ledgers. For each record the section says unchanged, edited or gone;
 * when nothing is left undecided it confirms the whole. Rows of a record (a system's copies) are
 * gone through together with it. Confirmed records are fresh again for the rules (rules.h), without
 * an edit in their history; the answers are rows with events of their own in the trail.
 *
 * Who answers is looked up on the day: a unit that was renamed, merged or split since is answered
 * for by those that took over, and a record by the nearest unit asked at or above its own.
 * Nothing is ever deleted: a unit is asked no longer, a round is closed.
 */
#ifndef KAGEYU_LEDGER_ROUND_H
#define KAGEYU_LEDGER_ROUND_H

#include "base/map.h"
#include "gen/queries.h"
#include "record/record.h"

#include <stdbool.h>

#define ROUND_TITLE_MAX 100
#define ROUND_REMARK_MAX 1000
#define ROUND_REMIND_DAYS 7 /* unless the round says otherwise */
#define ROUND_REMIND_DAYS_MAX 60

/* id, as stored, msgid */
#define ROUND_REMINDERS(X)                                                                     \
	X(OPENED, "opened", N_("When the round opens"))                                        \
	X(BEFORE, "before", N_("Some days before it is due"))                                  \
	X(DUE, "due", N_("On the day it is due"))                                              \
	X(OVERDUE, "overdue", N_("When it is overdue"))

enum round_reminder {
#define X(id, code, label) ROUND_REMIND_##id,
	ROUND_REMINDERS(X)
#undef X
		ROUND_REMIND__MAX
};
const char *round_reminder_code(enum round_reminder kind);
const char *round_reminder_label(enum round_reminder kind); /* msgid */
const char *round_all_reminders(struct arena *a);           /* one a line */

/* --- rounds --- */

/* The ledgers that a round is usually about: those that say what there is, not what happened. */
const char *round_usual_ledgers(struct arena *a);
bool round_has_ledger(struct ctx *c, const struct round_row *round, const char *ledger);
/* Open on the day: begun and not closed. It may be overdue. */
bool round_is_open(const struct round_row *round, const char *today);

/* ERR_NOT_FOUND where there is none. */
MUST_USE enum err round_load(struct ctx *c, int64_t id, struct round_row *ret);
/*
 * Checks and stores a new round and asks the units that have or ought to have records: every one
 * with a head (課, or whoever is appointed for it), and whoever else has records that none of
 * these answers for. Sets id and rev. ERR_INVALID with what is wrong.
 */
MUST_USE enum err round_make(struct ctx *c, struct round_row *round, const char *today);
MUST_USE enum err round_change(struct ctx *c, const struct round_row *before,
                               struct round_row *after);
/* The units asked from now on, by code, one a line; others stay, asked no longer. */
MUST_USE enum err round_ask(struct ctx *c, const struct round_row *round, const char *codes,
                            const char *today);
/* No more answers; what waits in the outbox is withdrawn. ERR_STATE where it is closed. */
MUST_USE enum err round_close(struct ctx *c, const struct round_row *round, const char *today);

/* --- the sections asked --- */

enum round_state { ROUND_OPEN, ROUND_OVERDUE, ROUND_DONE };

struct round_section {
	const struct unit_row *unit;   /* who answers today */
	const struct unit_row *bureau; /* topmost unit above it */
	struct round_unit_row row;     /* id 0: asked through the unit it took over from */
	enum round_state state;
};

struct round_sections {
	struct round_section *v; /* in display order, within the reach */
	size_t n;
	struct map by_code; /* → round_section */
	struct map answers; /* id of any unit row → text_list of who answers for it */
};

MUST_USE enum err round_sections_load(struct ctx *c, const struct round_row *round,
                                      const char *today, struct round_sections *ret);
/* ERR_NOT_FOUND where the unit is not asked, or out of reach. */
MUST_USE enum err round_section_find(struct ctx *c, const struct round_sections *all,
                                     const char *code, struct round_section **ret);

struct round_tally {
	size_t asked, done, open, overdue; /* open: not overdue */
	size_t at_once; /* of those done: declared unchanged all at once, every record of theirs */
	int64_t records, records_at_once; /* of those done */
};
void round_tally_add(struct round_tally *t, const struct round_section *s);
bool round_all_at_once(const struct round_section *s);

/* --- answers --- */

#define ROUND_UNCHANGED "unchanged"
#define ROUND_EDITED "edited"
#define ROUND_GONE "gone"

struct round_item {
	const struct record_kind *kind;
	struct record record;
	struct round_item *parts; /* rows that belong to it */
	size_t n_parts;
	const char *seen; /* digest of it and its rows, as they are now */
	const struct round_answer_row *answer; /* NULL = none was ever given */
	const char *said; /* the answer that stands; NULL = undecided */
	bool changed;     /* it was answered, and changed since */
};

/* All present records of the section, in the order of the ledgers. */
MUST_USE enum err round_items_load(struct ctx *c, const struct round_row *round,
                                   const struct round_sections *all,
                                   const struct round_section *s, struct round_item **ret,
                                   size_t *ret_n);
/* Grows with every answer and remark of the section, never 0. */
MUST_USE enum err round_revision(struct ctx *c, const struct round_section *s, int64_t *ret);

/*
 * Stores what the section says of a record; said NULL takes it back, gone_on goes with gone.
 * Makes the section's row where it has none yet. ERR_STATE when the round is not open, or the
 * section has confirmed.
 */
struct round_said {
	const char *said, *gone_on;
	bool at_once;
};
MUST_USE enum err round_answer(struct ctx *c, const struct round_row *round,
                               struct round_section *s, const struct round_item *item,
                               const struct round_said *what, const char *today);
/* A record was changed or added: edited, where it is the section's and the section may answer. */
MUST_USE enum err round_edited(struct ctx *c, const struct round_row *round, const char *code,
                               const char *ledger, int64_t record_id, const char *today);
MUST_USE enum err round_remark(struct ctx *c, const struct round_row *round,
                               struct round_section *s, const char *remark, const char *today);

/*
 * The section's records are so. ERR_INVALID while one is undecided. Those said to be gone are
 * marked as gone; reminders that wait for it are withdrawn.
 */
MUST_USE enum err round_confirm(struct ctx *c, const struct round_row *round,
                                const struct round_sections *all, struct round_section *s,
                                const char *today);
/* Takes the confirmation back, to change an answer; records marked as gone stay so. */
MUST_USE enum err round_unconfirm(struct ctx *c, const struct round_row *round,
                                  struct round_section *s, const char *today);

/* --- reminders --- */

struct round_head {
	const char *unit_code, *person, *mail; /* mail NULL: no usable address */
	struct round_head *next;
};
struct round_heads {
	struct map by_unit; /* code → first round_head */
};
MUST_USE enum err round_heads_load(struct ctx *c, const char *today, struct round_heads *ret);
/* Whether mail reaches the unit's head. */
bool round_reached(const struct round_heads *heads, const char *unit_code);

/*
 * Writes what is due today, of one round or (round NULL) all open ones, into the outbox, in the
 * caller's write transaction: at most once per unit and kind. ERR_INVALID where there is something
 * to write and no ‘url’ in kageyu.conf to lead to. *ret: messages written.
 */
MUST_USE enum err round_remind(struct ctx *c, const struct round_row *round, const char *today,
                               long *ret);

#endif
