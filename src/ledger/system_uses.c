#include "ledger/ledgers.h"

static const struct record_field fields[] = {
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "システム名|システム番号",
	 .refers = &ledger_systems},
	{.key = "used_by", .label = N_("Used by"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .help = N_("A section or a whole department, as the city counts them."),
	 .headings = "利用課|利用部局|部局|department|used_by"},
	{.key = "sections", .label = N_("Number of sections"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "利用課数|sections"},
	{.key = "terminals", .label = N_("Terminals"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "端末台数|terminals"},
	{.key = "regular_staff", .label = N_("Regular staff"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "職員|regular_staff"},
	{.key = "contract_staff", .label = N_("Contract staff"), .type = RECORD_COUNT,
	 .headings = "嘱託|会計年度任用職員|contract_staff"},
	{.key = "temporary_staff", .label = N_("Temporary staff"), .type = RECORD_COUNT,
	 .headings = "臨時|temporary_staff"},
	{.key = "other_staff", .label = N_("Other users"), .type = RECORD_COUNT,
	 .headings = "その他|other"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_system_uses =
	LEDGER_KIND("system-uses", "ledger_system_use", N_("Use of systems"),
	            N_("Which units use a system, with how many terminals and people."),
	            fields);
