#include "ledger/ledgers.h"

static const struct choice subjects[] = {
	{"password", N_("Change of passwords")},
	{"own-id", N_("One ID per person")},
	{"backup", N_("Making of copies")},
	{"copy-place", N_("Place of copies")},
	{"locked", N_("Storage under lock")},
	{"encryption", N_("Encryption")},
	{"carry-out", N_("Approval of carry-outs")},
	{"stock-take", N_("Stock-take of media")},
	{"disposal", N_("Way of disposal")},
	{"retention", N_("Retention")},
	{"log", N_("Inspection of logs")},
	{"training", N_("Training")},
	{"return", N_("Return at the end")},
	{"staff-only", N_("Use by own staff only")},
	{"printed", N_("Handling of printed output")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "policy", .label = N_("Policy document"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "規程名|規程番号",
	 .refers = &ledger_policies},
	{.key = "no", .label = N_("Clause number"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .headings = "条|条番号", .max = 64},
	{.key = "subject", .label = N_("Subject of the clause"), .type = RECORD_CHOICE,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "事項", .choices = subjects},
	{.key = "subject_other", .label = N_("Other subject"), .type = RECORD_TEXT,
	 .when_field = "subject", .when_is = "other"},
	{.key = "demanded", .label = N_("What is demanded"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "内容"},
	{.key = "every", .label = N_("Interval"), .type = RECORD_INTERVAL, .flags = RECORD_LISTED},
	{.key = "from_on", .label = N_("In force from"), .type = RECORD_DATE,
	 .flags = RECORD_KEY | RECORD_LISTED, .headings = "施行日"},
	{.key = "until_on", .label = N_("In force until"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "失効日"},
	{.key = "below", .label = N_("To be set by lower rules"), .type = RECORD_YES_NO,
	 .choices = record_needed,
	 .help = N_("Whether the rule of each system must have a clause on this, too."),
	 .headings = "下位規程に必要"},
	{.key = "given_up", .label = N_("Given up on purpose"), .type = RECORD_YES_NO,
	 .choices = record_applies,
	 .help = N_("Of a clause no longer in force that has no successor."),
	 .headings = "意図した廃止"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_policy_clauses =
	LEDGER_KIND("policy-clauses", "ledger_policy_clause", N_("Clauses of rules"),
	            N_("What a clause demands as a value, so that it can be held against the "
	               "ledgers, and from when until when."),
	            fields);
