/*
 * What an import would do, and doing it.
 *
 * Looking at the trial runs the whole import and takes it back; storing runs it again on the same
 * bytes with the same choices, and only goes through when it comes out as it was shown.
 */
#include "web/page.h"
#include "web/trial.h"

#include <string.h>

#define SKIPPED_MAX 500 /* rows listed */

const struct field fields_trial[] = {
	{.name = "outcome", .type = FIELD_HIDDEN, .required = true, .max = 30000},
	{.name = "reason", .type = FIELD_HIDDEN, .max = 1000},
	{.name = "confirm",
         .label = N_("I have looked at the proposals and agree to them"),
         .type = FIELD_CHECK},
	{.name = "partial",
         .label = N_("Store the good rows although others are rejected"),
         .type = FIELD_CHECK},
	{.name = NULL},
};

static const char *numeral(struct request *r, long n)
{
	return arena_printf(r->c.arena, "%ld", n);
}

/* --- what would happen --- */

static void draw_state(struct request *r, const struct tried *f)
{
	struct html *h = &r->html;
	const struct import_result *x = &f->result;

	OPEN(h, TD);
	if (f->refused)
		EL(h, SPAN, T_(h, N_("Refused")), AT(CLASS, "chip bad"));
	else if (x->rejected)
		EL(h, SPAN, T_(h, N_("Rows rejected")), AT(CLASS, "chip bad"));
	else if (x->problems.count[SEV_CONFIRM])
		EL(h, SPAN, T_(h, N_("To be confirmed")), AT(CLASS, "chip wait"));
	else if (x->created + x->updated)
		EL(h, SPAN, T_(h, N_("Ready")), AT(CLASS, "chip good"));
	else
		EL(h, SPAN, T_(h, N_("Nothing new")), AT(CLASS, "chip"));
	CLOSE(h, TD);
}

static void draw_counts(struct request *r, const struct tried *f)
{
	const struct import_result *x = &f->result;
	struct url problems = url_fragment(r->c.arena, here_with(r, "show", NULL), "problems");

	cell_number(r, x->rows);
	cell_number(r, x->created);
	cell_number(r, x->updated);
	cell_number(r, x->unchanged);
	if (x->rejected)
		cell_number_link(r, x->rejected, problems);
	else
		cell_number(r, 0);
}

static void draw_file(struct request *r, const struct trial *t, size_t i)
{
	struct html *h = &r->html;
	const struct tried *f = &t->v[i];

	OPEN(h, TR);
	EL(h, TH, t->files.files[i].name, AT(SCOPE, "row"));
	if (f->refused)
		EL(h, TD, msg_format(r->c.arena, r->lang, f->why.msgid, f->why.args),
		   AT(COLSPAN, "5"));
	else
		draw_counts(r, f);
	draw_state(r, f);
	CLOSE(h, TR);
}

static void draw_files(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	const long sums[] = {t->rows, t->created, t->updated, t->unchanged, t->rejected};

	TABLE_OPEN(r, "counts", NULL, N_("File"), N_("Rows"), N_("New"), N_("Changed"),
	           N_("Unchanged"), N_("Rejected"), N_("State"));
	for (size_t i = 0; i < t->files.n; i++)
		draw_file(r, t, i);
	if (t->files.n > 1) {
		OPEN(h, TR, AT(CLASS, "sum"));
		EL(h, TH, T_(h, N_("Together")), AT(SCOPE, "row"));
		for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
			cell_number(r, sums[i]);
		cell_text(r, NULL);
		CLOSE(h, TR);
	}
	table_close(r);
}

/* --- conflicts of returned workbooks --- */

static void draw_conflicts_of(struct request *r, const struct trial *t, size_t i)
{
	struct html *h = &r->html;

	for (const struct problem *p = t->v[i].result.problems.first; p; p = p->next) {
		if (!trial_is_conflict(p))
			continue;
		OPEN(h, TR);
		EL(h, TH, t->files.files[i].name, AT(SCOPE, "row"));
		EL(h, TD, p->place.cell ? p->place.cell : numeral(r, p->place.row),
		   AT(CLASS, "nowrap"));
		EL(h, TD, p->args[0], AT(CLASS, "pre"));
		EL(h, TD, p->args[1], AT(CLASS, "pre"));
		CLOSE(h, TR);
	}
}

static bool has_conflict(const struct tried *f)
{
	for (const struct problem *p = f->result.problems.first; p; p = p->next)
		if (trial_is_conflict(p))
			return true;
	return false;
}

static void draw_preference(struct request *r, const struct trial *t, size_t i)
{
	static const struct choice choices[] = {
		{"", N_("not decided: these rows are rejected")},
		{"stored", N_("what is stored stays")},
		{"file", N_("the file replaces it")},
	};
	struct html *h = &r->html;
	const char *now = trial_choice(r, trial_prefer_name(r, i));

	OPEN(h, LABEL);
	html_text(h, t->files.files[i].name);
	OPEN(h, SELECT, AT(NAME, trial_prefer_name(r, i)));
	for (size_t k = 0; k < sizeof(choices) / sizeof(choices[0]); k++)
		EL(h, OPTION, T_(h, choices[k].label), AT(VALUE, choices[k].code),
		   FLAG(SELECTED, now && strcmp(now, choices[k].code) == 0));
	CLOSE(h, SELECT);
	CLOSE(h, LABEL);
}

/* Rows that need a reason, because the section is confirmed. */
static bool needs_reason(const struct trial *t)
{
	for (size_t i = 0; i < t->files.n; i++)
		for (const struct problem *p = t->v[i].result.problems.first; p; p = p->next)
			if (strcmp(p->code, "confirmed") == 0)
				return true;
	return t->reason != NULL;
}

static void draw_choices(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;

	if (!t->conflicts && !needs_reason(t))
		return;
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, IMPORT_TRIAL, r->args[0])),
	     AT(CLASS, "filters"), AT(ID, "choices"));
	for (size_t i = 0; i < t->files.n; i++)
		if (has_conflict(&t->v[i]))
			draw_preference(r, t, i);
	if (needs_reason(t)) {
		OPEN(h, LABEL);
		html_text(h, T_(h, N_("Reason of the correction")));
		OPEN(h, INPUT, AT(NAME, "reason"), AT(VALUE, t->reason), AT(SIZE, "40"),
		     AT(MAXLENGTH, "1000"));
		CLOSE(h, LABEL);
	}
	EL(h, BUTTON, T_(h, N_("Try again with these choices")), AT(TYPE, "submit"),
	   AT(CLASS, "button"));
	CLOSE(h, FORM);
}

static void draw_conflicts(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;

	if (t->conflicts) {
		OPEN(h, SECTION);
		EL(h, H2, T_(h, N_("Changed on both sides")));
		EL(h, P, T_(h, N_("Since these workbooks were handed out, somebody judged here "
		                  "too. Choose for each file which one counts.")));
		TABLE_OPEN(r, "conflicts", NULL, N_("File"), N_("Place"), N_("Stored"),
		           N_("In the file"));
		for (size_t i = 0; i < t->files.n; i++)
			draw_conflicts_of(r, t, i);
		table_close(r);
		CLOSE(h, SECTION);
	}
	draw_choices(r, t);
}

/* --- problems --- */

static const struct {
	const char *label, *class_;
} severities[SEV__MAX] = {
	[SEV_INFO] = {N_("As read"), "chip"},
	[SEV_WARNING] = {N_("Please look"), "chip wait"},
	[SEV_CONFIRM] = {N_("Proposal"), "chip wait"},
	[SEV_REJECT] = {N_("Rejected"), "chip bad"},
	[SEV_FILE] = {N_("Refused"), "chip bad"},
};

/* Messages that tell command-line users what to do are said for this page. */
static const char *message_of(struct request *r, const struct problem *p)
{
	static const struct {
		const char *code, *msgid;
	} here[] = {
		{"confirmed",
	         N_("{1} was confirmed on {2}. A correction needs a reason: enter it and "
	            "try again.")},
		{"pair-unknown",
	         N_("Item {1} is not asked of unit {2} in this part. Add it to the scope of the "
	            "audit first.")},
	};
	const char *msgid = p->msgid;

	for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++)
		if (strcmp(here[i].code, p->code) == 0)
			msgid = here[i].msgid;
	return msg_format(r->c.arena, r->lang, msgid, p->args);
}

static void draw_problem(struct request *r, const char *file, const struct problem *p)
{
	struct html *h = &r->html;
	const char *column = p->place.column ? p->place.column : "";

	OPEN(h, TR);
	OPEN(h, TD);
	EL(h, SPAN, T_(h, severities[p->severity].label),
	   AT(CLASS, severities[p->severity].class_));
	CLOSE(h, TD);
	cell_text(r, file);
	cell_text(r, p->place.sheet);
	if (p->place.row)
		cell_number(r, p->place.row);
	else
		cell_text(r, NULL);
	cell_text(r, p->place.cell ? arena_printf(r->c.arena, "%s %s", column, p->place.cell)
	                           : column);
	EL(h, TD, p->value ? p->value : "—", AT(CLASS, "value"));
	cell_text(r, message_of(r, p));
	CLOSE(h, TR);
}

static size_t count_problems(const struct trial *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->files.n; i++)
		for (const struct problem *p = t->v[i].result.problems.first; p; p = p->next)
			n += !trial_is_conflict(p);
	return n;
}

/* Worst first. */
static void draw_problem_rows(struct request *r, const struct trial *t, size_t first)
{
	size_t at = 0;

	for (int severity = SEV__MAX; severity-- > 0;)
		for (size_t i = 0; i < t->files.n; i++)
			for (const struct problem *p = t->v[i].result.problems.first; p;
			     p = p->next) {
				if ((int)p->severity != severity || trial_is_conflict(p))
					continue;
				if (at >= first && at < first + PAGE_ROWS)
					draw_problem(r, t->files.files[i].name, p);
				at++;
			}
}

static void draw_problems(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	size_t n = count_problems(t);

	if (!n)
		return;
	OPEN(h, SECTION, AT(ID, "problems"));
	EL(h, H2, T_(h, N_("What to look at")));
	TABLE_OPEN(r, "problems", NULL, N_("Kind"), N_("File"), N_("Sheet"), N_("Row"),
	           N_("Column"), N_("In the file"), N_("Message"));
	draw_problem_rows(r, t, page_first(r, n));
	table_close(r);
	page_turner(r, n);
	CLOSE(h, SECTION);
}

/* --- rows that are no records --- */

static void draw_skipped_row(struct request *r, const char *file, const struct skipped_row *s)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	cell_text(r, file);
	EL(h, TD, s->last > s->row ? arena_printf(r->c.arena, "%ld–%ld", s->row, s->last)
	                           : numeral(r, s->row),
	   AT(CLASS, "number"));
	cell_text(r, T_(h, row_kind_label(s->kind)));
	cell_text(r, s->text);
	CLOSE(h, TR);
}

static void draw_skipped(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	size_t n = 0, shown = 0;

	for (size_t i = 0; i < t->files.n; i++)
		n += t->v[i].refused ? 0 : t->v[i].result.skipped.n;
	if (!n)
		return;
	OPEN(h, DETAILS, AT(ID, "skipped"));
	OPEN(h, SUMMARY);
	SAY(h, N_("Rows that are no records: {1}"), arena_printf(r->c.arena, "%zu", n));
	CLOSE(h, SUMMARY);
	TABLE_OPEN(r, "skipped", NULL, N_("File"), N_("Row"), N_("Kind"), N_("In the file"));
	for (size_t i = 0; i < t->files.n; i++)
		for (const struct skipped_row *s = t->v[i].result.skipped.first;
		     s && !t->v[i].refused && shown < SKIPPED_MAX; s = s->next, shown++)
			draw_skipped_row(r, t->files.files[i].name, s);
	table_close(r);
	CLOSE(h, DETAILS);
}

/* --- how rows were understood --- */

static void draw_read(struct request *r, const struct criteria_read *read)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	cell_number(r, read->place.row);
	cell_text(r, read->catalog);
	cell_text(r, read->heading1);
	cell_text(r, read->heading2);
	cell_text(r, read->heading3);
	EL(h, TH, read->no, AT(SCOPE, "row"));
	EL(h, TD, read->mandatory ? "○" : "", AT(CLASS, "center"));
	cell_text(r, read->title);
	OPEN(h, TD);
	if (read->rejected)
		EL(h, SPAN, T_(h, N_("Rejected")), AT(CLASS, "chip bad"));
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static void draw_reads(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	size_t n = 0, at = 0, first;

	for (size_t i = 0; i < t->files.n; i++)
		n += t->v[i].refused ? 0 : t->v[i].reads.n;
	EL(h, H2, T_(h, N_("How the rows were read")), AT(ID, "problems"));
	first = page_first(r, n);
	TABLE_OPEN(r, "reads", NULL, N_("Row"), N_("Catalogue"), N_("Heading 1 (大項目)"),
	           N_("Heading 2 (中項目)"), N_("Heading 3 (小項目)"),
	           N_("No."), N_("Mandatory"), N_("Item"), "");
	for (size_t i = 0; i < t->files.n; i++)
		for (size_t k = 0; !t->v[i].refused && k < t->v[i].reads.n; k++, at++)
			if (at >= first && at < first + PAGE_ROWS)
				draw_read(r, &t->v[i].reads.v[k]);
	table_close(r);
	page_turner(r, n);
}

static void draw_details(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	bool reads = t->ledger == LEDGER_CRITERIA && pairs_get(&r->query, "show");

	if (t->ledger == LEDGER_CRITERIA) {
		OPEN(h, NAV, AT(CLASS, "tabs"), AT(ARIA_LABEL, T_(h, N_("Details"))));
		EL(h, A, T_(h, N_("What to look at")), HREF(here_with(r, "show", NULL)),
		   AT(ARIA_CURRENT, reads ? NULL : "page"));
		EL(h, A, T_(h, N_("How the rows were read")), HREF(here_with(r, "show", "rows")),
		   AT(ARIA_CURRENT, reads ? "page" : NULL));
		CLOSE(h, NAV);
	}
	if (reads)
		draw_reads(r, t);
	else
		draw_problems(r, t);
}

/* --- storing --- */

static void hidden(struct request *r, const char *name, const char *value)
{
	struct html *h = &r->html;

	if (value)
		OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, name), AT(VALUE, value));
}

static void draw_store(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;

	OPEN(h, SECTION, AT(ID, "store"));
	EL(h, H2, T_(h, N_("Store")));
	if (!t->created && !t->updated && !t->left) {
		EL(h, P, T_(h, N_("There is nothing to store in these files.")));
	} else {
		form_open(r, LINK(r, IMPORT_STORE, r->args[0]), fields_trial, 0);
		hidden(r, "outcome", trial_outcome(r, t));
		hidden(r, "reason", t->reason);
		for (size_t i = 0; i < t->files.n; i++)
			hidden(r, trial_prefer_name(r, i),
			       trial_choice(r, trial_prefer_name(r, i)));
		if (t->proposals)
			form_field(r, fields_trial, "confirm", NULL);
		if (t->rejected || t->refused)
			form_field(r, fields_trial, "partial", NULL);
		form_close(r, N_("Store as shown"));
	}
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Choose other files"),
	            url_with(r->c.arena, LINK(r, IMPORTS), "kind", t->files.kind), false);
	CLOSE(h, P);
	CLOSE(h, SECTION);
}

enum err trial_page(struct request *r)
{
	struct html *h = &r->html;
	struct trial t;

	TRY(trial_load(r, &t));
	TRY(trial_run_and_undo(r, &t));
	trial_sum_up(&t);
	page_crumb(r, T_(h, N_("Import and export")),
	           url_with(r->c.arena, LINK(r, IMPORTS), "kind", t.files.kind));
	page_heading(r, arena_printf(r->c.arena, "%s: %s", T_(h, N_("Trial of the import")),
	                             T_(h, ledger_label(t.ledger))));
	EL(h, P, T_(h, N_("Nothing is stored yet. This is what would happen.")),
	   AT(CLASS, "notice info"));
	draw_files(r, &t);
	draw_conflicts(r, &t);
	if (t.ledger == LEDGER_PEOPLE)
		trial_draw_people(r, &t);
	draw_details(r, &t);
	draw_skipped(r, &t);
	draw_store(r, &t);
	return OK;
}

static enum err must_agree(struct request *r, const struct trial *t)
{
	if (t->proposals && !field_checked(r, "confirm"))
		(void)FAULT(r, "confirm", N_("Look at the proposals, then tick this."));
	if ((t->rejected || t->refused) && !field_checked(r, "partial"))
		(void)FAULT(r, "partial",
		            N_("Mend the rejected rows, or tick this to store the others."));
	return r->faults ? ERR_INVALID : OK;
}

static struct url place_of(struct request *r, const struct trial *t)
{
	if (t->ledger == LEDGER_UNITS)
		return LINK(r, UNITS);
	if (t->ledger == LEDGER_PEOPLE)
		return LINK(r, HANDOVER);
	if (t->ledger == LEDGER_APPOINTMENTS)
		return LINK(r, DUTIES);
	if (t->ledger == LEDGER_CRITERIA)
		return LINK(r, CATALOGS);
	if (t->ledger == LEDGER_DISTRIBUTIONS || t->ledger == LEDGER_ACKNOWLEDGEMENTS ||
	    t->ledger == LEDGER_NOT_AT_HAND)
		return LINK(r, DISTRIBUTIONS);
	if (ledger_kind(t->ledger))
		return LINK(r, LEDGER, ledger_name(t->ledger));
	return t->files.audit ? LINK(r, AUDIT, t->files.audit) : LINK(r, AUDITS);
}

enum err trial_store_post(struct request *r)
{
	const char *shown = field_value(r, "outcome");
	struct trial t;

	TRY(trial_load(r, &t));
	trial_leave_out(&t, shown);
	TRY(trial_run(r, &t));
	trial_sum_up(&t);
	if (strcmp(trial_outcome(r, &t), shown) != 0)
		return FAIL(&r->c, ERR_CONFLICT,
		            N_("Something was changed since the trial, so it would come out "
		               "otherwise now. Look at the new trial below, then store."));
	TRY(must_agree(r, &t));
	TRY(uploads_drop(r, &t.files));
	return request_redirect(r, place_of(r, &t), NOTICE_IMPORTED);
}
