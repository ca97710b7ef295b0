#include "web/log_words.h"

#include "ledger/ledgers.h"
#include "web/help.h"

#include <string.h>

static const struct {
	const char *table, *msgid;
} tables[] = {
	{"setting", N_("Setting")},
	{"unit", N_("Unit")},
	{"unit_succession", N_("Succession of units")},
	{"record_transfer", N_("Record taken over")},
	{"person", N_("Person")},
	{"posting", N_("Post and unit")},
	{"duty", N_("Duty")},
	{"appointment", N_("Appointment")},
	{"account", N_("Account")},
	{"catalog", N_("Catalogue of items")},
	{"catalog_version", N_("Version of a catalogue")},
	{"item", N_("Audit item")},
	{"item_level", N_("Level of an item")},
	{"part_kind", N_("Kind of audit")},
	{"scale", N_("Scale")},
	{"scale_level", N_("Level of a scale")},
	{"audit", N_("Audit")},
	{"audit_part", N_("Part of an audit")},
	{"part_catalog", N_("Catalogue of a part")},
	{"target", N_("Audited section")},
	{"visit", N_("Visit")},
	{"judgement", N_("Judgement")},
	{"evidence", N_("Evidence")},
	{"record_file", N_("File of a record")},
	{"city_field", N_("Field of the city")},
	{"city_value", N_("Value of a field of the city")},
	{"assertion", N_("Alert of a ledger")},
	{"round", N_("Confirmation of the ledgers")},
	{"round_unit", N_("Section that confirms its ledgers")},
	{"round_answer", N_("Answer about a record")},
	{"outbox", N_("Mail")},
	{"carry_out_step", N_("Step of a carry-out")},
	{"incident_step", N_("Step after an incident")},
	{"policy_distribution", N_("Rule handed out")},
	{"policy_distribution_unit", N_("Section it was handed out to")},
	{"policy_acknowledgement", N_("Acknowledgement")},
	{"policy_not_at_hand", N_("Rule not at hand")},
};

/* table NULL: in every table that has no word of its own for it. */
static const struct {
	const char *table, *column, *msgid;
} columns[] = {
	{"setting", "value", N_("Value")},
	{"scale_level", "value", N_("Points")},
	{"evidence", "size", N_("Size")},
	{"record_file", "size", N_("Size")},
	{"account", "role", N_("Role")},
	{"catalog_version", "number", N_("Version")},
	{"audit_part", "number", N_("Number")},
	{"person", "number", N_("Personnel number")},
	{"item", "evidence", N_("Examples of evidence")},
	{"item", "roles", N_("Responsible roles")},
	{"scale", "target", N_("Target")},
	{"audit", "title", N_("Title of the audit")},
	{"audit_part", "title", N_("Title of the part")},
	{"part_kind", "purpose", N_("Purpose")},
	{"unit", "kind", N_("Kind")},
	{"audit_part", "kind", N_("Kind of audit")},
	{"audit", "source", N_("Report text")},
	{"catalog", "source", N_("Source")},
	{"catalog", "name_en", N_("Name in English")},
	{"catalog", "subject_en", N_("Subject in English")},
	{"catalog", "language", N_("Language")},
	{"catalog_version", "edition", N_("Version of the text")},
	{"catalog_version", "title", N_("Printed title")},
	{"catalog_version", "notice", N_("About this text")},
	{"catalog_version", "judging", N_("How to choose the level")},
	{"assertion", "source", N_("Source")},
	{"assertion", "value", N_("Result")},
	{"round", "opens_on", N_("Opens on")},
	{"round", "due_on", N_("Due on")},
	{"round", "ledgers", N_("Ledgers")},
	{"round", "remind", N_("Reminders by mail")},
	{"round", "remind_days", N_("How many days before")},
	{"round", "closed_on", N_("Closed on")},
	{"round_unit", "round_id", N_("Confirmation of the ledgers")},
	{"round_unit", "asked", N_("Asked")},
	{"round_unit", "confirmed_us", N_("Gone through on")},
	{"round_unit", "confirmed_by", N_("Gone through by")},
	{"round_unit", "remark", N_("Remark")},
	{"round_unit", "records", N_("Records")},
	{"round_unit", "at_once", N_("Declared unchanged all at once")},
	{"round_answer", "round_unit_id", N_("Section that confirms its ledgers")},
	{"round_answer", "ledger", N_("Ledger")},
	{"round_answer", "answer", N_("Answer")},
	{"round_answer", "gone_on", N_("Gone since")},
	{"round_answer", "at_once", N_("Declared unchanged all at once")},
	{"round_answer", "seen", N_("Digest of the record")},
	{"round_answer", "at_us", N_("Answered at")},
	{"outbox", "recipient", N_("Recipient")},
	{"outbox", "subject", N_("Subject of the mail")},
	{"outbox", "body", N_("Text")},
	{"outbox", "made_us", N_("Written at")},
	{"outbox", "not_before_us", N_("Not before")},
	{"outbox", "state", N_("State")},
	{"outbox", "tries", N_("Tries")},
	{"outbox", "last_error", N_("What the mail server said")},
	{"outbox", "sent_us", N_("Sent at")},
	{"outbox", "message_id", N_("Message number")},
	{"outbox", "round_id", N_("Confirmation of the ledgers")},
	{"outbox", "kind", N_("Kind")},
	{NULL, "carry_out_id", N_("Carry-out")},
	{NULL, "reason", N_("Reason")},
	{NULL, "own", N_("By who carries it")},
	{NULL, "incident_id", N_("Incident")},
	{NULL, "policy_id", N_("Policy document")},
	{NULL, "distribution_id", N_("Rule handed out")},
	{NULL, "revised_on", N_("Last revised on")},
	{NULL, "changes", N_("What changed")},
	{NULL, "link", N_("Where it is")},
	{NULL, "heads_only", N_("Heads only")},
	{NULL, "due_on", N_("Due by")},
	{NULL, "distributed_on", N_("Handed out on")},
	{NULL, "closed_on", N_("Settled on")},
	{NULL, "step", N_("Step")},
	{NULL, "clock", N_("At what time")},
	{NULL, "told", N_("Who was told")},
	{NULL, "note", N_("Remarks")},
	{NULL, "account_id", N_("Entered by")},
	{NULL, "at_us", N_("Entered at")},
	{NULL, "key", N_("Setting")},
	{NULL, "code", N_("Code")},
	{NULL, "name", N_("Name")},
	{NULL, "body", N_("Body")},
	{NULL, "parent_code", N_("Belongs to")},
	{NULL, "sort", N_("Display order")},
	{NULL, "valid_from", N_("From")},
	{NULL, "valid_to", N_("To")},
	{NULL, "unit_id", N_("Unit")},
	{NULL, "successor_id", N_("Successor")},
	{NULL, "record_id", N_("Record")},
	{NULL, "from_unit_id", N_("Taken over from")},
	{NULL, "to_unit_id", N_("Handed to")},
	{NULL, "login", N_("Login")},
	{NULL, "unit_code", N_("Unit")},
	{NULL, "person_id", N_("Person")},
	{NULL, "kana", N_("Reading")},
	{NULL, "mail", N_("Mail")},
	{NULL, "joined_on", N_("Joined on")},
	{NULL, "left_on", N_("Left on")},
	{NULL, "post", N_("Post")},
	{NULL, "employment", N_("Employment")},
	{NULL, "main", N_("Main post")},
	{NULL, "of_unit", N_("Of each unit")},
	{NULL, "duty_id", N_("Duty")},
	{NULL, "acknowledged_on", N_("Acknowledged on")},
	{NULL, "disabled", N_("closed")},
	{NULL, "short_name", N_("Short name")},
	{NULL, "subject", N_("Subject")},
	{NULL, "catalog_id", N_("Catalogue of items")},
	{NULL, "frozen", N_("In use by an audit")},
	{NULL, "made_on", N_("Made on")},
	{NULL, "version_id", N_("Version of a catalogue")},
	{NULL, "no", N_("No.")},
	{NULL, "label", N_("Label")},
	{NULL, "heading1", N_("Heading 1")},
	{NULL, "heading2", N_("Heading 2")},
	{NULL, "heading3", N_("Heading 3")},
	{NULL, "heading1_en", N_("Heading 1 in English")},
	{NULL, "heading2_en", N_("Heading 2 in English")},
	{NULL, "heading3_en", N_("Heading 3 in English")},
	{NULL, "title", N_("Title")},
	{NULL, "title_en", N_("Title in English")},
	{NULL, "requirement", N_("Requirement")},
	{NULL, "mandatory", N_("Mandatory")},
	{NULL, "internal", N_("Suited to")},
	{NULL, "respondent", N_("Answers the questionnaire")},
	{NULL, "supplied", N_("Supplied by us (補)")},
	{NULL, "approver", N_("Approver")},
	{NULL, "interviewee", N_("Interviewee")},
	{NULL, "procedure", N_("How to look")},
	{NULL, "attention", N_("Attention")},
	{NULL, "target_kinds", N_("Kinds of target")},
	{NULL, "methods", N_("Methods")},
	{NULL, "contradictions", N_("Contradictions to look for")},
	{NULL, "clause", N_("Clause")},
	{NULL, "jis", N_("JIS number")},
	{NULL, "refs", N_("References")},
	{NULL, "remarks", N_("Remarks")},
	{NULL, "item_id", N_("Audit item")},
	{NULL, "level", N_("Level")},
	{NULL, "criterion", N_("Looks like")},
	{NULL, "purpose", N_("Purpose")},
	{NULL, "na_name", N_("Word for not applicable")},
	{NULL, "na_counts_as", N_("Not applicable counts as")},
	{NULL, "conforming", N_("Conforming level")},
	{NULL, "scale_id", N_("Scale")},
	{NULL, "color", N_("Colour")},
	{NULL, "fiscal_year", N_("Fiscal year")},
	{NULL, "document_number", N_("Document number")},
	{NULL, "marks", N_("Marks")},
	{NULL, "report_month", N_("Month of the report")},
	{NULL, "previous_id", N_("Audit before")},
	{NULL, "confirmed_on", N_("Confirmed on")},
	{NULL, "audit_id", N_("Audit")},
	{NULL, "evidence_elsewhere", N_("Evidence is held")},
	{NULL, "part_id", N_("Part of an audit")},
	{NULL, "target_id", N_("Audited section")},
	{NULL, "confirmed_by", N_("Confirmed by")},
	{NULL, "day", N_("Day")},
	{NULL, "start_time", N_("Begin of the visit")},
	{NULL, "end_time", N_("End of the visit")},
	{NULL, "place", N_("Place")},
	{NULL, "method", N_("Method")},
	{NULL, "team", N_("Team")},
	{NULL, "facilities", N_("Facilities")},
	{"city_field", "key", N_("Key")},
	{"city_field", "label", N_("Label")},
	{"city_field", "type", N_("Type")},
	{"city_field", "help", N_("Explanation")},
	{"city_field", "choices", N_("Choices")},
	{"city_field", "refers", N_("Leads to")},
	{"city_field", "required", N_("Required")},
	{"city_field", "listed", N_("In the list")},
	{"city_field", "personal", N_("About a person")},
	{"city_field", "confidential", N_("For those who keep the ledger")},
	{"city_field", "sort", N_("Order")},
	{"city_field", "since_on", N_("Since")},
	{"city_field", "retired_on", N_("Retired on")},
	{"city_value", "field_id", N_("Field")},
	{"city_value", "value", N_("Value")},
	{"city_value", "link_id", N_("Leads to")},
	{NULL, "comment", N_("Comment")},
	{NULL, "judged_on", N_("Judged on")},
	{NULL, "judgement_id", N_("Judgement")},
	{NULL, "digest", N_("Digest")},
	{NULL, "file_name", N_("File")},
	{NULL, "evidence_date", N_("Date of the evidence")},
	{NULL, "added_us", N_("Attached")},
	{NULL, "criterion", N_("Rule")},
	{NULL, "ledger", N_("Ledger")},
	{NULL, "subject", N_("What it is about")},
	{NULL, "severity", N_("Severity")},
	{NULL, "details", N_("Details")},
	{NULL, "first_on", N_("Noticed on")},
	{NULL, "closed_on", N_("Settled on")},
	{NULL, "gone_on", N_("Gone since")},
};

const struct choice security_events[] = {
	{"sign-in", N_("Signed in")},
	{"sign-in-failed", N_("Sign-in failed")},
	{"sign-out", N_("Signed out")},
	{"sessions-ended", N_("Sessions ended")},
	{"password-set", N_("Password set")},
	{"download", N_("Download")},
	{"backup", N_("Backup")},
	{"verify", N_("Verification")},
	{NULL, NULL},
};

const char *word_of_table(const char *table)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strcmp(tables[i].table, table) == 0)
			return tables[i].msgid;
	return ledger_of_table(table) ? ledger_of_table(table)->label : NULL;
}

static bool is_column(struct arena *a, const struct record_field *f, const char *column)
{
	const char *link = record_link_column(a, f);

	return strcmp(record_column(a, f), column) == 0 || (link && strcmp(link, column) == 0);
}

const struct record_field *ledger_field(struct arena *a, const char *table, const char *column)
{
	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k = ledgers[i];

		for (size_t f = 0; f < k->n && strcmp(k->table, table) == 0; f++)
			if (is_column(a, &k->fields[f], column))
				return &k->fields[f];
	}
	return NULL;
}

const char *word_of_column(struct arena *a, const char *table, const char *column)
{
	const struct record_field *field = ledger_field(a, table, column);

	if (field)
		return field->label;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (strcmp(columns[i].column, column) == 0 &&
		    (!columns[i].table || strcmp(columns[i].table, table) == 0))
			return columns[i].msgid;
	return NULL;
}

const char *word_of_op(const char *op)
{
	return strcmp(op, "insert") == 0   ? N_("Entered")
	       : strcmp(op, "delete") == 0 ? N_("Deleted")
	                                   : N_("Changed");
}

static const char *say(struct request *r, const char *msgid, const char *arg)
{
	return msg_format(r->c.arena, r->lang, msgid, (const char *const[]){arg, NULL});
}

const char *words_of_cause(struct request *r, const char *cause)
{
	const struct help *help;

	if (strncmp(cause, "web:", 4) != 0)
		return say(r, N_("command “{1}”"), cause);
	help = help_of_route(cause + 4);
	return say(r, N_("page “{1}”"),
	           help && r->lang == LANG_JA ? help_title(r->c.arena, help) : cause + 4);
}

/* --- people --- */

enum err people_load(struct request *r, struct people *ret)
{
	struct account_row *rows;
	size_t n;

	ret->names = (struct map){.arena = r->c.arena};
	TRY(q_account_all(&r->c, &rows, &n));
	for (size_t i = 0; i < n; i++)
		map_put(&ret->names, rows[i].login, (void *)rows[i].name);
	return OK;
}

const char *people_name(struct request *r, const struct people *people, const char *actor)
{
	const char *name;

	if (strncmp(actor, "cli:", 4) == 0)
		return arena_printf(r->c.arena, "%s (%s)", T_(&r->html, N_("Command line")),
		                    actor + 4);
	name = map_get(&people->names, actor);
	return name ? arena_printf(r->c.arena, "%s (%s)", name, actor) : actor;
}

/* --- the security log --- */

static const char *event_text(struct request *r, const char *event)
{
	for (const struct choice *c = security_events; c->code; c++)
		if (strcmp(c->code, event) == 0)
			return T_(&r->html, c->label);
	return event;
}

void security_log_table(struct request *r, const struct security_log_row *rows, size_t n)
{
	struct html *h = &r->html;

	TABLE_OPEN(r, "log", NULL, N_("Time"), N_("Who"), N_("Event"), N_("In detail"));
	for (size_t i = 0; i < n; i++) {
		bool failed = strcmp(rows[i].event, "sign-in-failed") == 0;

		OPEN(h, TR);
		EL(h, TD, show_instant(r, rows[i].at_us), AT(CLASS, "nowrap"));
		cell_text(r, rows[i].actor);
		OPEN(h, TD);
		EL(h, SPAN, event_text(r, rows[i].event), AT(CLASS, failed ? "chip bad" : NULL));
		CLOSE(h, TD);
		cell_text(r, rows[i].detail);
		CLOSE(h, TR);
	}
	table_close(r);
}
