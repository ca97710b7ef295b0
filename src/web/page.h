/*
 * page.h - the frame around every page, and the parts that pages are made of.
 */
#ifndef KAGEYU_WEB_PAGE_H
#define KAGEYU_WEB_PAGE_H

#include "web/route.h"

/* Notices that a redirect can bring along: code in the address, msgid. */
#define NOTICES(X)                                                                             \
	X(SAVED, "saved", N_("Saved."))                                                        \
	X(ADDED, "added", N_("Added."))                                                        \
	X(REMOVED, "removed", N_("Removed."))                                                  \
	X(CONFIRMED, "confirmed", N_("Confirmed (確定)."))                                     \
	X(GONE_THROUGH, "gone-through", N_("The ledgers of the section are confirmed."))       \
	X(REMINDED, "reminded", N_("The reminders are in the outbox."))                        \
	X(CORRECTED, "corrected", N_("The correction is recorded with its reason."))           \
	X(IMPORTED, "imported", N_("The import is stored."))                                   \
	X(UNCHANGED, "unchanged", N_("Nothing was different, so nothing was changed."))        \
	X(PASSWORD, "password", N_("The password is changed."))                                \
	X(CHOOSE_PASSWORD, "choose-password",                                                  \
	  N_("Somebody else knows this password. Choose your own, then go on."))               \
	X(ENDED, "ended", N_("The session is ended."))                                         \
	X(SIGNED_OUT, "signed-out", N_("You are signed out."))

#define X(id, code, msgid) extern const char NOTICE_##id[];
NOTICES(X)
#undef X

/* The finished page: r->title and what the page wrote into r->html. */
void page_finish(struct request *r, struct buf *out);

/* One step of the way to this page; call outermost first, before the page's heading. */
void page_crumb(struct request *r, const char *text, struct url to);
/* Title (translated already), <h1> and what stands beside it; sets r->title. */
void page_heading(struct request *r, const char *title);

/* A table: caption may be NULL. Heads are msgids, NULL-terminated. Then rows of <tr>. */
void table_open(struct request *r, const char *class_, const char *caption,
                const char *const *heads);
void table_close(struct request *r);
#define TABLE_OPEN(r, class_, caption, ...)                                                    \
	table_open((r), (class_), (caption), (const char *const[]){__VA_ARGS__, NULL})

void cell_text(struct request *r, const char *s); /* NULL prints — */
void cell_number(struct request *r, int64_t n);
void cell_link(struct request *r, const char *s, struct url to);
void cell_number_link(struct request *r, int64_t n, struct url to);

/* A link that looks like a button: the page's one primary action, or a quiet one. */
void action_link(struct request *r, const char *msgid, struct url to, bool primary);

/* What the address gives for a filter, trimmed; NULL for nothing. */
const char *filter_given(const struct request *r, const char *name);
/* In a form of filters: words, so many characters wide. */
void filter_input(struct request *r, const char *name, const char *label, const char *value,
                  const char *size);
/*
 * In a form of filters: one of the choices (labels are data), or what `none` (a msgid) says; the
 * address chooses.
 */
void filter_select(struct request *r, const char *name, const char *label, const char *none,
                   const struct choice *choices, size_t n);

/* The day (ISO) that the address gives; NULL for none, or none that can be read. */
const char *filter_day(const struct request *r, const char *name);
/* A form that asks for the page as of another day; says so where what was given is no date. */
void filter_day_form(struct request *r, struct url to);

/* What to do first, where a list is empty. */
void page_empty(struct request *r, const char *msgid);

/* 令和6年11月12日 of an ISO date; — for NULL. "令和6年11月12日 9:30" of an instant. */
const char *show_date(const struct request *r, const char *iso);
const char *show_instant(const struct request *r, int64_t us);
/* 令和6年11月12日(火) */
const char *show_day(const struct request *r, const char *iso);
/* 12 KB */
const char *show_size(const struct request *r, int64_t bytes);
/* 令和6年度 */
const char *show_fiscal_year(const struct request *r, int64_t year);
/* The title, after the year where it does not name it itself: audits are often called the same. */
const char *show_audit(const struct request *r, int64_t year, const char *title);

/*
 * Paging by number: ?page=N. Returns the first index to show of n; writes nothing. page_turner()
 * draws the links, keeping the rest of the query.
 */
#define PAGE_ROWS 100
size_t page_first(const struct request *r, size_t n);
void page_turner(struct request *r, size_t n);
/* The present address with one query parameter changed. */
struct url here_with(struct request *r, const char *name, const char *value);

#endif
