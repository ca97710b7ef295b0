#include "ledger/ledgers.h"

static const struct choice kinds[] = {
	{"usb", N_("USB memory")},
	{"disk", N_("External disk")},
	{"optical", N_("Optical disc")},
	{"card", N_("Memory card")},
	{"tape", N_("Tape")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct choice results[] = {
	{"found", N_("Found")},
	{"out", N_("Carried out")},
	{"missing", N_("Not found")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	{.key = "no", .label = N_("Number"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_LISTED, .headings = "管理番号|no|媒体番号", .max = 32},
	{.key = "name", .label = N_("Medium"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "名称|媒体名"},
	{.key = "kind", .label = N_("Kind of medium"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .headings = "種類", .choices = kinds},
	{.key = "encrypted", .label = N_("Encrypted"), .type = RECORD_YES_NO,
	 .choices = record_done, .flags = RECORD_LISTED, .headings = "暗号化の有無"},
	{.key = "holder", .label = N_("Holder"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL | RECORD_HELD,
	 .headings = "保持者"},
	{.key = "place", .label = N_("Storage place"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED},
	{.key = "locked", .label = N_("Locked away"), .type = RECORD_YES_NO,
	 .choices = record_practised, .flags = RECORD_LISTED, .headings = "施錠"},
	{.key = "bought_on", .label = N_("Acquired on"), .type = RECORD_DATE, .headings = "購入日"},
	{.key = "counted_on", .label = N_("Stock-take on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "棚卸日|最終確認日", .fresh_months = 12},
	{.key = "found", .label = N_("Result of the stock-take"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .choices = results},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_media =
	LEDGER_KIND("media", "ledger_medium", N_("Removable media"),
	            N_("USB memories, external disks, discs and cards, each with its number, "
	               "and when it was last seen at the stock-take."),
	            fields);
