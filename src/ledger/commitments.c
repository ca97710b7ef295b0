#include "ledger/ledgers.h"

static const struct choice kinds[] = {
	{"promise", N_("Promise")},
	{"finding", N_("Finding of an earlier audit")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("What is to be done"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "件名|内容"},
	{.key = "kind", .label = N_("Promise or finding"), .type = RECORD_CHOICE,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "種別", .choices = kinds},
	{.key = "to_whom", .label = N_("Towards whom"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "相手|監査人"},
	{.key = "said_on", .label = N_("Promised or found on"), .type = RECORD_DATE,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "約束日|指摘日"},
	{.key = "due_on", .label = N_("To be done by"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "期限"},
	{.key = "every", .label = N_("Interval"), .type = RECORD_INTERVAL, .flags = RECORD_LISTED,
	 .help = N_("Of what is to be done again and again.")},
	{.key = "replied_on", .label = N_("Replied on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "回答日"},
	{.key = "done_on", .label = N_("Last done on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "実施日|履行日"},
	{.key = "verified_on", .label = N_("Verified on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "確認日"},
	{.key = "proof", .label = N_("What shows it"), .type = RECORD_TEXT, .headings = "証拠"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_commitments =
	LEDGER_KIND("commitments", "ledger_commitment", N_("Promises and findings"),
	            N_("What a section promised to do, and what earlier audits found: until when, "
	               "whether it was answered, done and verified."),
	            fields);
