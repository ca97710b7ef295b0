/* The demonstration city 青葉野区: two audit years, from the same files a city would import. */
#include "cli/cli.h"

#include "audit/audit.h"
#include "audit/judgement.h"
#include "base/date.h"
#include "base/os.h"
#include "cli/demo.h"
#include "criteria/edit.h"
#include "ledger/round.h"
#include "ledger/rules.h"
#include "org/account.h"
#include "org/duty.h"
#include "org/person_import.h"
#include "org/unit.h"
#include "record/exchange.h"
#include "report/format.h"
#include "report/report.h"
#include "search/search.h"
#include "store/data_dir.h"
#include "store/db.h"

#include <string.h>

const struct cli_option options_demo[] = {
        {"database", "URL", N_("PostgreSQL database, postgresql://…; SQLite in DIR without it")},
        {NULL, NULL, NULL},
};

#define DEMO_PASSWORD "aobano-demo-2024" /* public: the pages say so */
#define CITY "青葉野区"
#define PEOPLE_SINCE "2025-04-01"

/* An import of the demonstration must be perfect: anything else is our mistake. */
static enum err must_be_clean(struct ctx *c, const struct import_result *r)
{
	struct import_options options = {0};

	return import_decide(c, r, &options);
}

static enum err read_book(struct ctx *c, const char *name, const char *text, struct book **ret)
{
	return book_read(c, name, text, strlen(text), ret);
}

static enum err load_units(struct ctx *c)
{
	struct import_result r;
	struct book *book;

	TRY(read_book(c, "units.csv", demo_units, &book));
	TRY(unit_import(c, book, "units.csv", &r));
	return must_be_clean(c, &r);
}

static enum err load_catalogs(struct ctx *c)
{
	for (size_t i = 0; i < n_shipped_catalogs; i++)
		if (shipped_catalogs[i].basic)
			TRY(criteria_install(c, &shipped_catalogs[i]));
	return OK;
}

static enum err load_judgements(struct ctx *c, const char *audit, const char *name,
                                const char *text)
{
	struct judgement_options options = {.audit = audit};
	struct import_result r;
	struct book *book;

	TRY(read_book(c, name, text, &book));
	TRY(judgement_import(c, book, name, &options, &r));
	return must_be_clean(c, &r);
}

static enum err load_ledgers(struct ctx *c)
{
	static const struct {
		const struct record_kind *kind;
		const char *text;
	} files[] = {
		{&ledger_systems, demo_systems},
		{&ledger_system_uses, demo_system_uses},
		{&ledger_system_copies, demo_system_copies},
		{&ledger_system_credentials, demo_system_credentials},
		{&ledger_assets, demo_assets},
		{&ledger_media, demo_media},
		{&ledger_carry_outs, demo_carry_outs},
		{&ledger_keys, demo_keys},
		{&ledger_contracts, demo_contracts},
		{&ledger_system_connections, demo_system_connections},
		{&ledger_policies, demo_policies},
		{&ledger_policy_clauses, demo_policy_clauses},
		{&ledger_system_details, demo_system_details},
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *name = arena_printf(c->arena, "%s.csv", files[i].kind->code);
		struct import_result r;
		struct book *book;

		TRY(read_book(c, name, files[i].text, &book));
		TRY(record_import(c, files[i].kind, book, name, false, &r));
		TRY(must_be_clean(c, &r));
	}
	return OK;
}

static enum err look_over_ledgers(struct ctx *c)
{
	struct assertion_changes n;

	return rules_run(c, &n);
}

/* Part 1 is made with the audit; it and the two external ones get the codes of the files. */
static enum err make_audit(struct ctx *c, const struct audit_new *what, struct audit_row *ret)
{
	static const struct part_new more[] = {{.code = "assets", .kind = "external-asset"},
	                                       {.code = "systems", .kind = "external-system"}};
	struct audit_part_row part;

	TRY(audit_make(c, what, ret));
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		TRY(audit_add_part(c, ret, &more[i], &part));
	return OK;
}

static enum err finish_report_data(struct ctx *c, struct audit_row *audit)
{
	struct audit_row after = *audit;
	struct import_result r;
	struct book *book;

	TRY(read_book(c, "visits-r6.csv", demo_visits_r6, &book));
	TRY(visit_import(c, book, "visits-r6.csv", audit->code, NULL, &r));
	TRY(must_be_clean(c, &r));
	after.report_month = "2025-03";
	after.document_number = "6青情第412号";
	after.marks = "案";
	return audit_update(c, audit, &after);
}

#define SECRETARIAT "jimukyoku"
#define HEAD "kacho" /* of 防災課 */

static enum err add_accounts(struct ctx *c)
{
	static const struct account_row accounts[] = {
	        {.login = SECRETARIAT, .name = "監査事務局", .role = "secretariat"},
	        {.login = "kansanin", .name = "職員監査人", .role = "auditor"},
	        {.login = HEAD, .name = "防災課長", .role = "head", .unit_code = "020400"},
	        {.login = "shokuin", .name = "防災課 職員", .role = "employee", .unit_code = "020400"},
	        {.login = "etsuran", .name = "監査委員", .role = "reader"},
	        {.login = "kanri", .name = "システム管理者", .role = "administrator"},
	};
	struct setting_row demo = {.key = "demo", .value = "1"};

	for (size_t i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++) {
		struct account_row row = accounts[i];

		TRY(account_insert(c, &row));
		TRY(account_set_password(c, row.login, DEMO_PASSWORD));
	}
	return setting_insert(c, &demo);
}

/* The heads of sections answer for them, as the rules of most cities say. */
static enum err appoint_heads(struct ctx *c, const struct people *people)
{
	for (size_t i = 0; i < people->n; i++) {
		const struct posting_row *now = person_place_on(&people->files[i], PEOPLE_SINCE);
		const struct appointment_new what = {"section", people->files[i].person->number,
		                                     now->unit_code, PEOPLE_SINCE, NULL};

		if (strcmp(now->post, "課長") == 0)
			TRY(appointment_make(c, &what));
	}
	return OK;
}

/* Two accounts of the disaster section are those of people. */
static enum err give_account(struct ctx *c, const struct people *people, const char *login,
                             const char *post)
{
	struct account_row *account, after;

	TRY(q_account_by_login(c, &(struct account_by_login_in){login}, &account));
	after = *account;
	for (size_t i = 0; i < people->n; i++) {
		const struct posting_row *now = person_place_on(&people->files[i], PEOPLE_SINCE);

		if (strcmp(now->unit_code, account->unit_code) == 0 &&
		    strcmp(now->post, post) == 0)
			after.person_id = people->files[i].person->id;
	}
	return account_update(c, account, &after);
}

static enum err load_people(struct ctx *c)
{
	const struct person_options options = {.day = PEOPLE_SINCE};
	struct import_result r;
	struct people people;
	struct book *book;

	TRY(duty_install_usual(c));
	TRY(read_book(c, "people.csv", demo_people, &book));
	TRY(person_import(c, book, "people.csv", &options, &r));
	TRY(must_be_clean(c, &r));
	TRY(person_load_all(c, NULL, PEOPLE_SINCE, &people));
	TRY(appoint_heads(c, &people));
	TRY(give_account(c, &people, HEAD, "課長"));
	return give_account(c, &people, "shokuin", "主事");
}

/* --- a round of confirmation: due three days ago, and all have confirmed but one --- */

#define LATE_SECTION "020400"   /* 防災課 */
#define AT_ONCE_SECTION "020300" /* 契約課 */

static const char *days_from_today(struct ctx *c, long days)
{
	long today = date_to_days(date_in_japan(c->now_us));

	return arena_strdup(c->arena,
	                    date_format(c->arena, date_from_days(today + days), DATE_ISO));
}

static enum err answer_section(struct ctx *c, const struct round_row *round,
                               const struct round_sections *all, struct round_section *s,
                               const char *today)
{
	bool late = strcmp(s->unit->code, LATE_SECTION) == 0;
	struct round_item *items;
	size_t n;

	TRY(round_items_load(c, round, all, s, &items, &n));
	c->actor = late ? HEAD : SECRETARIAT;
	for (size_t i = 0; i < (late ? n / 3 : n); i++) {
		const struct round_said what = {
			.said = ROUND_UNCHANGED,
			.at_once = strcmp(s->unit->code, AT_ONCE_SECTION) == 0};

		TRY(round_answer(c, round, s, &items[i], &what, today));
	}
	return late ? OK : round_confirm(c, round, all, s, today);
}

static enum err load_round(struct ctx *c)
{
	struct round_row round = {.title = "台帳の確認（秋）", .opens_on = days_from_today(c, -33),
	                          .due_on = days_from_today(c, -3),
	                          .ledgers = round_usual_ledgers(c->arena),
	                          .remind = round_all_reminders(c->arena),
	                          .remind_days = ROUND_REMIND_DAYS};
	const char *today = days_from_today(c, 0);
	struct round_sections all;
	struct date opens;

	if (date_from_iso(round.opens_on, &opens))
		round.fiscal_year = fiscal_year_of(opens);
	TRY(round_make(c, &round, today));
	TRY(round_sections_load(c, &round, today, &all));
	for (size_t i = 0; i < all.n; i++)
		TRY(answer_section(c, &round, &all, &all.v[i], today));
	c->actor = SECRETARIAT;
	return OK;
}

static enum err load_all(struct ctx *c, void *arg)
{
	struct setting_row name = {.key = "organisation", .value = CITY};
	struct audit_new r5 = {.code = "R5",
	                       .title = "情報セキュリティ監査報告書",
	                       .kind = "internal",
	                       .fiscal_year = 2023,
	                       .part_code = "internal",
	                       .evidence_elsewhere = "情報政策課の監査調書綴"};
	struct audit_new r6 = r5;
	struct audit_row audit;

	(void)arg;
	r6.code = "R6";
	r6.fiscal_year = 2024;
	r6.previous = "R5";
	TRY(audit_install_shipped(c));
	TRY(setting_insert(c, &name));
	TRY(load_units(c));
	TRY(add_accounts(c));
	c->actor = SECRETARIAT; /* the history is to read as that of a city does */
	TRY(load_catalogs(c));
	TRY(load_ledgers(c));
	TRY(make_audit(c, &r5, &audit));
	TRY(load_judgements(c, "R5", "judgements-r5.csv", demo_judgements_r5));
	TRY(make_audit(c, &r6, &audit));
	TRY(load_judgements(c, "R6", "judgements-r6.csv", demo_judgements_r6));
	TRY(finish_report_data(c, &audit));
	TRY(load_people(c));
	TRY(load_round(c));
	TRY(demo_work(c));
	c->actor = SECRETARIAT;
	return look_over_ledgers(c);
}

/* --- what it writes --- */

static enum err write_doc(struct ctx *c, const struct doc *doc, const char *folder,
                          const char *name)
{
	for (size_t i = 0; i < n_formats; i++) {
		const char *path =
			arena_printf(c->arena, "%s/%s.%s", folder, name, formats[i].name);
		struct buf out;

		buf_init(&out, c->arena, BUF_MAX_DOCUMENT);
		TRY(formats[i].write(c, doc, &out));
		TRY(os_write_file(c, path, out.data, out.len, 0600));
	}
	return OK;
}

static enum err write_reports(struct ctx *c, const char *folder)
{
	struct audit_row audit;
	struct doc report, sheet;

	TRY(os_mkdir(c, folder));
	TRY(db_begin(c, DB_READ));
	TRY(audit_find(c, "R6", &audit));
	TRY(report_build(c, &audit, NULL, &report));
	TRY(report_build_sheet(c, &audit, NULL, "020400", &sheet));
	db_rollback(c);
	TRY(write_doc(c, &report, folder, "R6"));
	return write_doc(c, &sheet, folder, "R6-020400");
}

enum err command_demo(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	const char *folder;

	TRY(cli_take_dir(cli));
	TRY(cli_expect_words(cli, 0, 0));
	TRY(data_dir_init(c, cli->dir, cli_value(cli, "database")));
	TRY(search_attach(c));
	TRY(db_transaction(c, DB_WRITE, load_all, NULL));
	folder = arena_printf(c->arena, "%s/reports", cli->dir);
	TRY(write_reports(c, folder));
	if (!cli_json(cli)) {
		CLI_SAY(cli, N_("The demonstration city is in {1}, its reports in {2}."), cli->dir,
		        folder);
		CLI_SAY(cli,
		        N_("Accounts: jimukyoku, kansanin, kacho, shokuin, etsuran, kanri; "
		           "password of all: {1}"),
		        DEMO_PASSWORD);
	}
	return OK;
}
