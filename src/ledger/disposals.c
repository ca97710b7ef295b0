#include "ledger/ledgers.h"

static const struct choice methods[] = {
	{"erase", N_("Erased by software")},
	{"degauss", N_("Demagnetised")},
	{"destroy", N_("Physically destroyed")},
	{"shred", N_("Shredded")},
	{"dissolve", N_("Dissolved or burnt")},
	{"return", N_("Returned to the lessor")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "what", .label = N_("What is disposed of"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "廃棄物|対象"},
	{.key = "quantity", .label = N_("Quantity"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED},
	{.key = "method", .label = N_("Method"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_REQUIRED, .headings = "廃棄方法", .choices = methods},
	{.key = "method_other", .label = N_("Other method"), .type = RECORD_TEXT,
	 .when_field = "method", .when_is = "other"},
	{.key = "kept_at", .label = N_("Place until then"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "保管場所"},
	{.key = "disposed_on", .label = N_("Disposed of on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED},
	{.key = "witness", .label = N_("Witness"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL | RECORD_LISTED, .headings = "立会人"},
	{.key = "contractor", .label = N_("Contractor"), .type = RECORD_TEXT},
	{.key = "certificate", .label = N_("Certificate received"), .type = RECORD_YES_NO,
	 .choices = record_done, .flags = RECORD_LISTED, .headings = "廃棄証明書"},
	{.key = "proof", .label = N_("Certificate or photo"), .type = RECORD_FILE},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_disposals =
	LEDGER_KIND("disposals", "ledger_disposal", N_("Disposals"),
	            N_("What was disposed of, how, when and before whom, and where it was kept "
	               "until then."),
	            fields);
