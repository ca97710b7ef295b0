/* The audit trail, the security log, and the proof that nothing was altered. */
#include "base/date.h"
#include "base/os.h"
#include "base/text.h"
#include "org/history.h"
#include "store/data_dir.h"
#include "store/db.h"
#include "store/verify.h"
#include "web/log_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define HEADS_MAX ((size_t)1 << 30)
#define DAY_US (INT64_C(86400) * 1000000)
#define VERIFICATIONS_SHOWN 20

/* --- filters --- */

struct filter {
	const char *table, *person, *cause, *event;
	int64_t before, from_us, to_us;
};

/* The instant a day begins in Japan; false when nothing readable was sent. */
static bool day_given(const struct request *r, const char *name, int64_t *ret_us)
{
	const char *s = filter_given(r, name);
	struct date d;

	if (!s || !date_parse(r->c.arena, s, &d))
		return false;
	*ret_us = (int64_t)date_to_days(d) * DAY_US - JAPAN_OFFSET_S * 1000000;
	return true;
}

static struct filter read_filter(const struct request *r)
{
	struct filter f = {.table = filter_given(r, "table"),
	                   .person = filter_given(r, "person"),
	                   .cause = filter_given(r, "cause"),
	                   .event = filter_given(r, "event"),
	                   .before = INT64_MAX,
	                   .to_us = INT64_MAX};
	const char *before = filter_given(r, "before");

	if (before && strtoll(before, NULL, 10) > 0)
		f.before = strtoll(before, NULL, 10);
	(void)day_given(r, "from", &f.from_us);
	if (day_given(r, "to", &f.to_us))
		f.to_us += DAY_US;
	return f;
}

static void draw_option(struct request *r, const char *name, const char *code, const char *label)
{
	const char *now = filter_given(r, name);

	EL(&r->html, OPTION, T_(&r->html, label), AT(VALUE, code),
	   FLAG(SELECTED, now && strcmp(now, code) == 0));
}

static void open_select(struct request *r, const char *name, const char *label)
{
	struct html *h = &r->html;

	OPEN(h, LABEL);
	html_text(h, T_(h, label));
	OPEN(h, SELECT, AT(NAME, name));
	EL(h, OPTION, T_(h, N_("all")), AT(VALUE, ""));
}

static void close_select(struct request *r)
{
	CLOSE(&r->html, SELECT);
	CLOSE(&r->html, LABEL);
}

/* What both lists have in common; a day that cannot be read is said so. */
static void close_filters(struct request *r)
{
	struct html *h = &r->html;
	int64_t us;

	filter_input(r, "person", N_("Login"), filter_given(r, "person"), "12");
	filter_input(r, "from", N_("From day"), filter_given(r, "from"), "12");
	filter_input(r, "to", N_("To day"), filter_given(r, "to"), "12");
	EL(h, BUTTON, T_(h, N_("Filter")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	if ((filter_given(r, "from") && !day_given(r, "from", &us)) ||
	    (filter_given(r, "to") && !day_given(r, "to", &us)))
		EL(h, P, T_(h, N_("The day cannot be read and was left out. Enter it as "
				  "令和6年11月12日, R6.11.12 or 2024-11-12.")),
		   AT(CLASS, "notice warning"));
}

static void open_filters(struct request *r, struct url to)
{
	OPEN(&r->html, FORM, AT(METHOD, "get"), ACTION(to), AT(CLASS, "filters"));
}

/* Newest first, from where the last page ended. */
static void draw_turner(struct request *r, size_t n, int64_t last)
{
	struct html *h = &r->html;

	if (!filter_given(r, "before") && n < PAGE_ROWS)
		return;
	OPEN(h, NAV, AT(CLASS, "pages"), AT(ARIA_LABEL, T_(h, N_("Pages"))));
	if (filter_given(r, "before"))
		EL(h, A, T_(h, N_("Newest")), HREF(here_with(r, "before", NULL)));
	if (n == PAGE_ROWS)
		EL(h, A, T_(h, N_("Older")),
		   HREF(here_with(r, "before", arena_printf(r->c.arena, "%" PRId64, last))));
	CLOSE(h, NAV);
}

static void draw_actions(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Audit trail"), LINK(r, TRAIL), false);
	action_link(r, N_("Security log"), LINK(r, SECURITY_LOG), false);
	action_link(r, N_("Verification"), LINK(r, VERIFY), false);
	CLOSE(h, P);
}

/* --- the audit trail --- */

static void draw_changed(struct request *r, const struct trail_page_out *row)
{
	struct html *h = &r->html;
	struct history_change *changes;
	const char *list = NULL;
	size_t n;

	history_compare(&r->c, row->before_image, row->after_image, &changes, &n);
	for (size_t i = 0; i < n && strcmp(row->op, "update") == 0; i++) {
		const char *word = word_of_column(r->c.arena, row->table_name, changes[i].column);
		const char *text = word ? T_(h, word) : changes[i].column;

		list = list ? arena_printf(r->c.arena, "%s%s%s", list,
		                                 r->lang == LANG_JA ? "、" : ", ", text)
		            : text;
	}
	OPEN(h, TD);
	html_text(h, T_(h, word_of_op(row->op)));
	if (list) {
		html_text(h, ": ");
		html_text(h, list);
	}
	if (row->reason) {
		OPEN(h, P, AT(CLASS, "soft pre"));
		SAY(h, N_("Reason: {1}"), row->reason);
		CLOSE(h, P);
	}
	CLOSE(h, TD);
}

static void draw_event(struct request *r, const struct people *people,
                       const struct trail_page_out *row)
{
	struct html *h = &r->html;
	const char *id = arena_printf(r->c.arena, "%" PRId64, row->row_id);
	const char *word = word_of_table(row->table_name);
	const char *what = arena_printf(r->c.arena, "%s %s",
	                                word ? T_(h, word) : row->table_name, id);

	OPEN(h, TR, AT(ID, arena_printf(r->c.arena, "e%" PRId64, row->seq)));
	EL(h, TD, arena_printf(r->c.arena, "%" PRId64, row->seq), AT(CLASS, "number"));
	EL(h, TD, show_instant(r, row->at_us), AT(CLASS, "nowrap"));
	cell_text(r, people_name(r, people, row->actor));
	if (history_role_may(&r->c, r->session.who.role, row->table_name))
		cell_link(r, what,
		          url_fragment(r->c.arena, LINK(r, HISTORY, row->table_name, id),
		                       arena_printf(r->c.arena, "e%" PRId64, row->seq)));
	else
		cell_text(r, what);
	draw_changed(r, row);
	cell_link(r, words_of_cause(r, row->cause),
	          url_with(r->c.arena, LINK(r, TRAIL), "cause", row->cause));
	CLOSE(h, TR);
}

static void draw_trail_filters(struct request *r)
{
	open_filters(r, LINK(r, TRAIL));
	open_select(r, "table", N_("Object"));
	for (size_t i = 0; i < n_sql_tables; i++)
		if (word_of_table(sql_tables[i].name))
			draw_option(r, "table", sql_tables[i].name,
			            word_of_table(sql_tables[i].name));
	close_select(r);
	if (filter_given(r, "cause"))
		OPEN(&r->html, INPUT, AT(TYPE, "hidden"), AT(NAME, "cause"),
		     AT(VALUE, filter_given(r, "cause")));
	close_filters(r);
}

/* One page or command alone, chosen by its link in the table. */
static void draw_cause(struct request *r)
{
	struct html *h = &r->html;
	const char *cause = filter_given(r, "cause");

	if (!cause)
		return;
	OPEN(h, P);
	SAY(h, N_("Only by: {1}"), words_of_cause(r, cause));
	html_text(h, " ");
	EL(h, A, T_(h, N_("Lift this")), HREF(here_with(r, "cause", NULL)));
	CLOSE(h, P);
}

enum err trail_page(struct request *r)
{
	const struct filter f = read_filter(r);
	struct trail_page_out *rows;
	struct people people;
	size_t n;

	TRY(q_trail_page(&r->c,
	                 &(struct trail_page_in){f.before, f.table, f.person, f.cause, f.from_us,
	                                         f.to_us, PAGE_ROWS},
	                 &rows, &n));
	TRY(people_load(r, &people));
	page_heading(r, T_(&r->html, N_("Audit trail")));
	draw_actions(r);
	draw_trail_filters(r);
	draw_cause(r);
	if (!n) {
		page_empty(r, N_("Nothing was changed that fits. Widen the filters."));
		return OK;
	}
	TABLE_OPEN(r, "trail", NULL, N_("No."), N_("Time"), N_("Who"), N_("Object"), N_("Change"),
	           N_("By"));
	for (size_t i = 0; i < n; i++)
		draw_event(r, &people, &rows[i]);
	table_close(r);
	draw_turner(r, n, rows[n - 1].seq);
	return OK;
}

/* --- the security log --- */

enum err security_log_page(struct request *r)
{
	struct html *h = &r->html;
	const struct filter f = read_filter(r);
	struct security_log_row *rows;
	size_t n;

	TRY(q_security_log_page(&r->c,
	                        &(struct security_log_page_in){f.before, f.event, f.person,
	                                                       f.from_us, f.to_us, PAGE_ROWS},
	                        &rows, &n));
	page_crumb(r, T_(h, N_("Audit trail")), LINK(r, TRAIL));
	page_heading(r, T_(h, N_("Security log")));
	draw_actions(r);
	open_filters(r, LINK(r, SECURITY_LOG));
	open_select(r, "event", N_("Event"));
	for (const struct choice *e = security_events; e->code; e++)
		draw_option(r, "event", e->code, e->label);
	close_select(r);
	close_filters(r);
	if (!n) {
		page_empty(r, N_("Nothing happened that fits. Widen the filters."));
		return OK;
	}
	security_log_table(r, rows, n);
	draw_turner(r, n, rows[n - 1].id);
	return OK;
}

/* --- verification --- */

static enum err draw_verifications(struct request *r)
{
	struct security_log_row *rows;
	size_t n;

	TRY(q_security_log_page(&r->c,
	                        &(struct security_log_page_in){INT64_MAX, "verify", NULL, 0,
	                                                       INT64_MAX, VERIFICATIONS_SHOWN},
	                        &rows, &n));
	EL(&r->html, H2, T_(&r->html, N_("Verifications so far")));
	if (n)
		security_log_table(r, rows, n);
	else
		page_empty(r, N_("None was done here yet."));
	return OK;
}

static void open_verification(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Audit trail")), LINK(r, TRAIL));
	page_heading(r, T_(h, N_("Verification")));
}

enum err verify_page(struct request *r)
{
	struct html *h = &r->html;

	open_verification(r);
	EL(h, P, T_(h, N_("The whole trail is computed anew, every row compared with what was "
			  "last recorded about it, every evidence file with its digest, and "
			  "the trail with the signed heads. Nothing is changed.")));
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Verify now"), LINK(r, VERIFY_RUN), true);
	action_link(r, N_("Take the signed heads"), LINK(r, HEADS), false);
	CLOSE(h, P);
	EL(h, P, T_(h, N_("Keep the signed heads (heads.log) outside of this computer, once a "
			  "month and after each 確定. Who rewrites the whole trail cannot "
			  "rewrite that copy. With it: kageyu verify --heads FILE")));
	return draw_verifications(r);
}

static void draw_checked(struct request *r, const struct verification *v)
{
	struct html *h = &r->html;
	const struct {
		const char *what;
		int64_t n;
	} checked[] = {{N_("Changes in the trail"), v->events},
	               {N_("Rows of data"), v->rows},
	               {N_("Evidence files"), v->files},
	               {N_("Signed heads"), v->heads}};

	TABLE_OPEN(r, NULL, T_(h, N_("What was checked")), N_("What"), N_("How many"));
	for (size_t i = 0; i < sizeof(checked) / sizeof(checked[0]); i++) {
		OPEN(h, TR);
		EL(h, TH, T_(h, checked[i].what), AT(SCOPE, "row"));
		cell_number(r, checked[i].n);
		CLOSE(h, TR);
	}
	table_close(r);
}

static void draw_problems(struct request *r, const struct verification *v)
{
	struct html *h = &r->html;

	OPEN(h, DIV, AT(CLASS, "notice error"), AT(ROLE, "alert"));
	EL(h, H2, T_(h, N_("The data were altered outside of Kageyu")));
	OPEN(h, UL);
	for (const struct problem *p = v->problems.first; p; p = p->next)
		EL(h, LI, msg_format(r->c.arena, r->lang, p->msgid, p->args));
	CLOSE(h, UL);
	EL(h, P, T_(h, N_("Keep the data as they are, compare them with a backup, and find out "
			  "who could reach the server.")));
	CLOSE(h, DIV);
}

static void draw_verification(struct request *r, const struct verification *v)
{
	struct html *h = &r->html;

	OPEN(h, P);
	SAY(h, N_("Done at {1}."), show_instant(r, r->c.now_us));
	CLOSE(h, P);
	if (v->problems.first) {
		draw_problems(r, v);
	} else {
		OPEN(h, P, AT(CLASS, "notice done"), AT(ROLE, "status"));
		SAY(h, N_("Everything is as it was recorded. Last change: No. {1}"),
		    arena_printf(r->c.arena, "%" PRId64, v->last_seq));
		CLOSE(h, P);
	}
	draw_checked(r, v);
	if (v->last_hash) {
		OPEN(h, P, AT(CLASS, "soft hash"));
		SAY(h, N_("Hash of the last change: {1}"), v->last_hash);
		CLOSE(h, P);
	}
}

enum err verify_run_page(struct request *r)
{
	struct verification v;
	enum err e;

	db_rollback(&r->c); /* it reads the heads first, then in a transaction of its own */
	e = verify_all(&r->c, NULL, NULL, NULL, &v);
	if (e != OK && e != ERR_TAMPERED)
		return e;
	open_verification(r);
	draw_verification(r, &v);
	r->log_event = "verify";
	r->log_detail = arena_printf(r->c.arena, "%s %" PRId64 " %s",
	                             e == OK ? "ok" : "tampered", v.last_seq,
	                             v.last_hash ? v.last_hash : "");
	return OK;
}

enum err heads_page(struct request *r)
{
	const char *path = arena_printf(r->c.arena, "%s/heads.log", data_dir_path(&r->c)), *text;
	size_t len;

	TRY(os_read_file(&r->c, path, HEADS_MAX, &text, &len));
	return request_download(r, "heads.log", "text/plain; charset=utf-8", text, len,
	                        "heads.log");
}
