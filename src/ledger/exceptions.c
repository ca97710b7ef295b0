#include "ledger/ledgers.h"

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("Exception"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "件名|名称"},
	{.key = "rule", .label = N_("Rule deviated from"), .type = RECORD_TEXT,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "規程|条項"},
	{.key = "reason", .label = N_("Reason"), .type = RECORD_LONG},
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE, .flags = RECORD_LISTED,
	 .headings = "システム名", .refers = &ledger_systems},
	{.key = "compensation", .label = N_("Compensating measure"), .type = RECORD_LONG,
	 .headings = "代替措置"},
	{.key = "approver", .label = N_("Approved by"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL | RECORD_LISTED},
	{.key = "approved_on", .label = N_("Approved on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED},
	{.key = "expires_on", .label = N_("Expires on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "有効期限"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_exceptions =
	LEDGER_KIND("exceptions", "ledger_exception", N_("Exceptions"),
	            N_("Deviations from the rules that were permitted and risks that were "
	               "accepted, with what compensates for them and until when."),
	            fields);
