#include "ledger/ledgers.h"

static const struct record_field fields[] = {
	{.key = "policy", .label = N_("Policy document"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "規程名|規程番号",
	 .refers = &ledger_policies},
	{.key = "name", .label = N_("Class of information"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .headings = "分類|分類名"},
	{.key = "definition", .label = N_("What belongs to it"), .type = RECORD_LONG,
	 .headings = "定義"},
	{.key = "controls", .label = N_("Measures for it"), .type = RECORD_LONG,
	 .headings = "対策|取扱制限"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_policy_classes =
	LEDGER_KIND("policy-classes", "ledger_policy_class", N_("Classes of rules"),
	            N_("The classes by which a rule sorts information, what belongs to each and "
	               "what measures it asks for."),
	            fields);
