#include "ledger/ledgers.h"
#include "record/parts.h"

static const struct choice kinds[] = {
	{"resident", N_("Resident information system")},
	{"financial", N_("Financial accounting system")},
	{"managed", N_("Managed by the information section, run by departments")},
	{"own", N_("Run by the departments themselves")},
	{"led-outside", N_("Led by an outside body")},
	{NULL, NULL},
};

static const struct choice hosts[] = {
	{"server", N_("Server")},
	{"pc", N_("PC")},
	{NULL, NULL},
};

static const struct choice places[] = {
	{"main", N_("Machine room of the main office")},
	{"facility", N_("Machine room of another facility of the city")},
	{"contractor", N_("At a contractor")},
	{"office", N_("In the office")},
	{"cloud", N_("Cloud")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct choice segments[] = {
	{"mynumber", N_("My Number segment")},
	{"lgwan", N_("LGWAN segment")},
	{"internet", N_("Internet segment")},
	{"standalone", N_("Not connected")},
	{NULL, NULL},
};

static const struct choice networks[] = {
	{"resident-line", N_("Line of the resident system")},
	{"dedicated", N_("Dedicated line")},
	{"lan", N_("Office LAN")},
	{"standalone", N_("Standalone")},
	{"internet", N_("Encrypted server on the Internet")},
	{NULL, NULL},
};

static const struct choice patchings[] = {
	{"always", N_("As they appear")},
	{"regular", N_("At set times")},
	{"none", N_("Not applied")},
	{"unknown", N_("Unknown")},
	{NULL, NULL},
};

static const struct choice accesses[] = {
	{"own-id", N_("Own ID")},
	{"shared-id", N_("Shared ID")},
	{"other", N_("Other")},
	{"none", N_("None")},
	{NULL, NULL},
};

static const struct choice thefts[] = {
	{"drawer", N_("Locked in a drawer")},
	{"cabinet", N_("Locked in a cabinet")},
	{"wire", N_("Fastened by a wire")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("System name"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .headings = "名称|システム|system|name"},
	{.key = "kind", .label = N_("Class of system"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .headings = "区分", .choices = kinds},
	{.key = "led_by", .label = N_("Led by"), .type = RECORD_TEXT,
	 .help = N_("The body in charge of the system, where it is another one."),
	 .headings = "主体|lead_body", .when_field = "kind", .when_is = "led-outside"},
	{.key = "business", .label = N_("Business"), .type = RECORD_LONG,
	 .headings = "業務|業務内容|業務概要|業務概要等|取扱い業務|システムの取扱い業務|business"},
	{.key = "purpose", .label = N_("Purpose"), .type = RECORD_LONG,
	 .headings = "利用目的|purpose"},
	{.key = "registered", .label = N_("Registered data"), .type = RECORD_LONG,
	 .headings = "登録情報|登録データ|データ"},
	{.key = "personal", .label = N_("Personal information"), .type = RECORD_YES_NO,
	 .choices = record_present, .headings = "個人情報の有無", .fresh_months = 12},
	{.key = "mynumber", .label = N_("Specific personal information"), .type = RECORD_YES_NO,
	 .choices = record_present, .headings = "特定個人情報の有無|マイナンバー", .fresh_months = 12},
	{.key = "first_year", .label = N_("In use since"), .type = RECORD_YEAR,
	 .flags = RECORD_LISTED, .headings = "稼働年度|稼動年度|運用開始年度|first_year"},
	{.key = "previous_year", .label = N_("Its predecessor in use since"), .type = RECORD_YEAR,
	 .headings = "前システム稼働年度|前システム稼動年度"},
	{.key = "equipment", .label = N_("Equipment"), .type = RECORD_LONG,
	 .headings = "機器|システムの構成|equipment"},
	{.key = "servers", .label = N_("Servers"), .type = RECORD_COUNT, .flags = RECORD_LISTED,
	 .headings = "サーバー|サーバ|servers", .fresh_months = 12,
	 .part_of = "equipment", .part_words = "サーバ"},
	{.key = "pcs", .label = N_("PCs"), .type = RECORD_COUNT, .flags = RECORD_LISTED,
	 .headings = "パソコン|端末数|pcs", .fresh_months = 12, .part_of = "equipment",
	 .part_words = "パソコン|PC|クライアント"},
	{.key = "other_devices", .label = N_("Other devices"), .type = RECORD_TEXT,
	 .headings = "other_devices", .part_of = "equipment", .part_words = PARTS_OTHERS},
	{.key = "intranet_pc", .label = N_("Used on intranet PCs"), .type = RECORD_YES_NO,
	 .choices = record_present,
	 .headings = "庁内イントラネットパソコン利用|uses_intranet_pc", .part_of = "equipment",
	 .part_words = "庁内イントラネットパソコン利用"},
	{.key = "host", .label = N_("Runs on"), .type = RECORD_CHOICE,
	 .headings = "システムを搭載する本体の種別", .choices = hosts},
	{.key = "place", .label = N_("Place of the server"), .type = RECORD_CHOICE,
	 .headings = "サーバ等設置・保管場所|設置場所", .choices = places},
	{.key = "segment", .label = N_("Network segment"), .type = RECORD_CHOICE,
	 .headings = "セグメント", .choices = segments},
	{.key = "network", .label = N_("Network connection"), .type = RECORD_CHOICE,
	 .headings = "ネットワークへの接続等|接続", .choices = networks},
	{.key = "anti_malware", .label = N_("Anti-malware"), .type = RECORD_YES_NO,
	 .choices = record_present, .headings = "ウイルス対策の有無|ウィルス対策の有無"},
	{.key = "patching", .label = N_("Patching"), .type = RECORD_CHOICE, .headings = "パッチ適用",
	 .choices = patchings},
	{.key = "theft", .label = N_("Protection against theft"), .type = RECORD_MANY,
	 .headings = "盗難防止", .choices = thefts},
	{.key = "theft_other", .label = N_("Other protection against theft"),
	 .type = RECORD_TEXT, .headings = "盗難防止その他|盗難防止他"},
	{.key = "access", .label = N_("Kind of access"), .type = RECORD_CHOICE,
	 .headings = "システムへのアクセス権限の設定方法|認証方法", .choices = accesses},
	{.key = "access_other", .label = N_("Other kind of access"), .type = RECORD_TEXT,
	 .when_field = "access", .when_is = "other"},
	{.key = "log_kept", .label = N_("Log is kept"), .type = RECORD_YES_NO,
	 .choices = record_practised, .headings = "ログの取得"},
	{.key = "log_told", .label = N_("Users are told of the log"), .type = RECORD_YES_NO,
	 .choices = record_practised, .headings = "ログ取得の周知"},
	{.key = "log_checked", .label = N_("Log is inspected"), .type = RECORD_YES_NO,
	 .choices = record_practised, .headings = "ログの点検"},
	{.key = "connections", .label = N_("Connections to other systems"), .type = RECORD_LONG,
	 .headings = "接続先システム"},
	{.key = "handovers", .label = N_("Media handed to other systems"), .type = RECORD_LONG,
	 .headings = "媒体の受渡し|外部との接触"},
	{.key = "rules", .label = N_("Rule documents"), .type = RECORD_LONG,
	 .headings = "管理運用基準|手順書|情報セキュリティ実施基準等"},
	{.key = "outsourced", .label = N_("Outsourced"), .type = RECORD_YES_NO,
	 .choices = record_present, .headings = "委託|外部委託"},
	{.key = "contractor", .label = N_("Contractor"), .type = RECORD_TEXT,
	 .when_field = "outsourced", .when_is = "yes"},
	{.key = "audited", .label = N_("Object of the audit"), .type = RECORD_YES_NO,
	 .choices = record_concerned, .headings = "監査対象|audited"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG, .part_of = "equipment",
	 .part_words = PARTS_REMARKS},
};

const struct record_kind ledger_systems =
	LEDGER_KIND("systems", "ledger_system", N_("Information systems"),
	            N_("Every information system of the city, also those on a single PC and "
	               "those led by other bodies."),
	            fields);
