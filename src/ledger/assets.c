#include "ledger/ledgers.h"

static const struct choice forms[] = {
	{"paper", N_("Paper")},
	{"data", N_("Data")},
	{"media", N_("Removable media")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct choice confidentialities[] = {
	{"3a", N_("3A")},
	{"3b", N_("3B")},
	{"3c", N_("3C")},
	{"2", N_("2")},
	{"1", N_("1")},
	{NULL, NULL},
};

/* of 完全性 and of 可用性 */
static const struct choice two_classes[] = {
	{"2", N_("2")},
	{"1", N_("1")},
	{NULL, NULL},
};

static const struct choice importances[] = {
	{"1", N_("I (highest)")},
	{"2", N_("II")},
	{"3", N_("III")},
	{"4", N_("IV")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("Asset"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "名称|情報資産名|name"},
	{.key = "form", .label = N_("Kept as"), .type = RECORD_CHOICE, .flags = RECORD_LISTED,
	 .headings = "媒体の種別", .choices = forms},
	{.key = "confidentiality", .label = N_("Confidentiality"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_SCALE, .headings = "自治体機密性", .choices = confidentialities},
	{.key = "integrity", .label = N_("Integrity"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_SCALE, .choices = two_classes},
	{.key = "availability", .label = N_("Availability"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_SCALE, .choices = two_classes},
	{.key = "importance", .label = N_("Importance"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_SCALE, .headings = "重要性分類", .choices = importances},
	{.key = "personal", .label = N_("Personal information"), .type = RECORD_YES_NO,
	 .choices = record_present, .headings = "個人情報の有無"},
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE, .flags = RECORD_LISTED,
	 .headings = "システム名", .refers = &ledger_systems},
	{.key = "place", .label = N_("Storage place"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED},
	{.key = "kept_years", .label = N_("Retention (years)"), .type = RECORD_COUNT,
	 .headings = "保存期間"},
	{.key = "kept_until", .label = N_("Kept until"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED},
	{.key = "disposal", .label = N_("Way of disposal"), .type = RECORD_TEXT},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_assets =
	LEDGER_KIND("assets", "ledger_asset", N_("Information assets"),
	            N_("What information the section holds, on paper or as data, how much it "
	               "must be protected and how long it is kept."),
	            fields);
