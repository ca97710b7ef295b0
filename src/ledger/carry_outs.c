#include "ledger/carry_out_steps.h"
#include "ledger/ledgers.h"

const struct choice carry_out_purposes[] = {
	{"handover", N_("Handing over documents or data")},
	{"talks", N_("Negotiations, talks, meetings")},
	{"work", N_("Work outside the office")},
	{"other", N_("Other")},
	{NULL, NULL},
};

const struct choice carry_out_kinds[] = {
	{"medium", N_("Removable medium")},
	{"asset", N_("Device or other asset")},
	{"papers", N_("Papers")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	{.key = "no", .label = N_("Number"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_LISTED, .headings = "管理番号|no|申請番号", .max = 32},
	{.key = "what", .label = N_("What is carried out"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "持出物|対象"},
	{.key = "kind", .label = N_("What kind of thing"), .type = RECORD_CHOICE,
	 .choices = carry_out_kinds},
	{.key = "data", .label = N_("Data on it"), .type = RECORD_TEXT},
	{.key = "personal", .label = N_("Contains personal information"),
	 .type = RECORD_YES_NO,
	 .choices = record_present},
	{.key = "pieces", .label = N_("Pieces"), .type = RECORD_COUNT},
	{.key = "medium", .label = N_("Medium carried"), .type = RECORD_REFERENCE,
	 .headings = "可搬媒体", .refers = &ledger_media},
	{.key = "purpose", .label = N_("Purpose of the carry-out"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_REQUIRED, .headings = "持出目的",
	 .choices = carry_out_purposes},
	{.key = "purpose_other", .label = N_("Other purpose"), .type = RECORD_TEXT,
	 .when_field = "purpose", .when_is = "other"},
	{.key = "destination", .label = N_("Destination"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "行き先"},
	{.key = "person", .label = N_("Carried by"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL, .headings = "持出者|申請者"},
	{.key = "encrypted", .label = N_("Encrypted"), .type = RECORD_YES_NO,
	 .choices = record_done, .flags = RECORD_LISTED, .headings = "暗号化の有無"},
	{.key = "encryption", .label = N_("How it is encrypted"), .type = RECORD_TEXT},
	{.key = "blanket", .label = N_("Blanket approval"), .type = RECORD_YES_NO,
	 .choices = record_applies,
	 .flags = RECORD_LISTED, .help = N_("One approval for many carry-outs in a period."),
	 .headings = "包括承認の有無"},
	{.key = "requested_on", .label = N_("Requested on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED | RECORD_REQUIRED},
	{.key = "from_on", .label = N_("Carried out from"), .type = RECORD_DATE},
	{.key = "approved_on", .label = N_("Approved on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED},
	{.key = "approver", .label = N_("Approved by"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL},
	{.key = "together", .label = N_("Approved with one press"), .type = RECORD_COUNT,
	 .help = N_("How many requests were approved at once; nothing = this one alone.")},
	{.key = "refused_on", .label = N_("Refused on"), .type = RECORD_DATE},
	{.key = "refusal", .label = N_("Why it was refused"), .type = RECORD_TEXT},
	{.key = "due_on", .label = N_("To be back by"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "返却期限"},
	{.key = "returned_on", .label = N_("Returned on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED},
	{.key = "confirmed_by", .label = N_("Return confirmed by"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_carry_outs =
	LEDGER_KIND("carry-outs", "ledger_carry_out", N_("Carry-outs"),
	            N_("Assets and media that leave the office: request, approval and "
	               "confirmed return."),
	            fields);
