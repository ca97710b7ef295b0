#include "ledger/ledgers.h"

static const struct record_field fields[] = {
	{.key = "training", .label = N_("Training course"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "研修名|研修番号",
	 .refers = &ledger_trainings},
	{.key = "category", .label = N_("Category of staff"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .headings = "区分|職層"},
	{.key = "entitled", .label = N_("Staff to attend"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "対象人数|職員数"},
	{.key = "attended", .label = N_("Attendances"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "受講者数|参加者数",
	 .help = N_("Who came twice counts twice.")},
	{.key = "persons", .label = N_("Persons who attended"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "実人数",
	 .help = N_("Each person once; blank where nobody knows.")},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_training_heads =
	LEDGER_KIND("training-heads", "ledger_training_head", N_("Attendance"),
	            N_("How many of which staff attended a training."), fields);
