/* Mail that was written: what waits, went, or was not delivered. */
#include "base/text.h"
#include "job/outbox.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <string.h>

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

const struct field fields_outbox_retry[] = {
	{.name = "message", .label = N_("Message number"), .type = FIELD_HIDDEN, .required = true},
	{.name = NULL},
};

static enum err draw_server(struct request *r)
{
	struct smtp_settings s;
	struct html *h = &r->html;
	bool fine = smtp_settings_load(&r->c, &s) == OK;

	if (fine && s.server) {
		OPEN(h, P);
		SAY(h,
		    N_("Mail goes through {1}, from {2}. “kageyu mail send” sends it every few "
		       "minutes."),
		    s.server, s.from);
		CLOSE(h, P);
		return OK;
	}
	OPEN(h, P, AT(CLASS, "notice warning"));
	if (fine)
		html_text(h, T_(h, N_("No mail server is set in kageyu.conf. What waits below goes "
		                      "out when one is.")));
	else
		html_text(h, msg_format(r->c.arena, r->lang, r->c.error.msgid,
		                        r->c.error.args));
	CLOSE(h, P);
	return OK;
}

static void draw_message(struct request *r, const struct outbox_row *m)
{
	struct html *h = &r->html;
	const char *label = outbox_state_label(m->state);
	bool failed = strcmp(m->state, "failed") == 0;

	OPEN(h, TR);
	OPEN(h, TD);
	EL(h, SPAN, label ? T_(h, label) : m->state,
	   AT(CLASS, failed                             ? "chip bad"
	             : strcmp(m->state, "sent") == 0    ? "chip good"
	             : strcmp(m->state, "waiting") == 0 ? "chip wait"
	                                                : "chip"));
	CLOSE(h, TD);
	OPEN(h, TD);
	html_text(h, m->name);
	OPEN(h, BR);
	html_text(h, m->recipient);
	CLOSE(h, TD);
	OPEN(h, TD);
	OPEN(h, DETAILS);
	EL(h, SUMMARY, m->subject);
	EL(h, P, m->body, AT(CLASS, "pre"));
	CLOSE(h, DETAILS);
	CLOSE(h, TD);
	EL(h, TD, show_instant(r, m->made_us), AT(CLASS, "nowrap"));
	EL(h, TD, m->sent_us ? show_instant(r, m->sent_us) : "—", AT(CLASS, "nowrap"));
	cell_number(r, m->tries);
	OPEN(h, TD);
	html_text(h, m->last_error ? m->last_error : "—");
	if (failed)
		form_button(r, LINK(r, OUTBOX_RETRY), N_("Try again"), "button small", "message",
		            number(r, m->id));
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static enum err load_mail(struct request *r, struct outbox_row **ret, size_t *ret_n,
                          int64_t *ret_total)
{
	const char *round = filter_given(r, "round"), *state = filter_given(r, "state");
	struct outbox_counts_out *counts;
	struct outbox_page_in in = {.state = state, .count = PAGE_ROWS};
	int64_t total = 0;
	size_t n;
	long id;

	if (round && text_to_long(r->c.arena, round, &id)) {
		TRY(q_outbox_about(&r->c, &(struct outbox_about_in){id, 0, state}, ret, ret_n));
		*ret_total = (int64_t)*ret_n;
		return OK;
	}
	TRY(q_outbox_counts(&r->c, &counts, &n));
	for (size_t i = 0; i < n; i++)
		if (!state || strcmp(state, counts[i].state) == 0)
			total += counts[i].n;
	in.first = (int64_t)page_first(r, (size_t)total);
	*ret_total = total;
	return q_outbox_page(&r->c, &in, ret, ret_n);
}

static void draw_filters(struct request *r)
{
	struct html *h = &r->html;
	const struct choice choices[] = {
#define X(code, label) {code, T_(h, label)},
		OUTBOX_STATES(X)
#undef X
	};

	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, OUTBOX)), AT(CLASS, "filters"));
	filter_select(r, "state", N_("State"), N_("Any"), choices,
	              sizeof(choices) / sizeof(choices[0]));
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
}

enum err outbox_page(struct request *r)
{
	struct html *h = &r->html;
	struct outbox_row *rows;
	int64_t total;
	size_t n;

	TRY(load_mail(r, &rows, &n, &total));
	round_crumbs(r, NULL);
	page_heading(r, T_(h, N_("Outbox")));
	TRY(draw_server(r));
	draw_filters(r);
	if (!n) {
		page_empty(r, N_("There is no mail here. Reminders of rounds are written when they "
		                 "are due."));
		return OK;
	}
	TABLE_OPEN(r, "outbox", NULL, N_("State"), N_("Recipient"), N_("Subject of the mail"),
	           N_("Written at"), N_("Sent at"), N_("Tries"), N_("What the mail server said"));
	for (size_t i = 0; i < n; i++)
		draw_message(r, &rows[i]);
	table_close(r);
	if (!filter_given(r, "round"))
		page_turner(r, (size_t)total);
	return OK;
}

enum err outbox_retry_post(struct request *r)
{
	TRY(outbox_retry(&r->c, field_number(r, "message", 0)));
	return request_redirect(r, LINK(r, OUTBOX), NOTICE_SAVED);
}
