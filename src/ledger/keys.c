#include "ledger/ledgers.h"

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("Key or card"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "名称"},
	{.key = "opens", .label = N_("Opens"), .type = RECORD_TEXT,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "対象"},
	{.key = "copies", .label = N_("Number of pieces"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "枚数"},
	{.key = "holder", .label = N_("Holder"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL | RECORD_LISTED | RECORD_HELD, .headings = "保持者"},
	{.key = "by_day", .label = N_("Place by day"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "昼間の保管場所"},
	{.key = "by_night", .label = N_("Place by night"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "夜間の保管場所"},
	{.key = "night_locked", .label = N_("Locked away by night"), .type = RECORD_YES_NO,
	 .choices = record_practised, .flags = RECORD_LISTED, .headings = "夜間施錠"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_keys =
	LEDGER_KIND("keys", "ledger_key", N_("Keys and cards"),
	            N_("Keys and cards to rooms, racks and cabinets: what they open, who holds "
	               "them and where they are by day and by night."),
	            fields);
