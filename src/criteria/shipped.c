/* The catalogues of catalogs/, compiled in. */
#include "criteria/criteria.h"
#include "criteria/edit.h"

#include <string.h>

extern const char catalog_assets[], catalog_mynumber[], catalog_systems[];
extern const char catalog_mandatory_110[], catalog_supplement[];

const struct shipped_catalog shipped_catalogs[] = {
	{"assets", "情報資産チェックリスト", catalog_assets, true},
	{"mynumber", "特定個人情報チェックリスト", catalog_mynumber, true},
	{"systems", "システム管理チェックリスト", catalog_systems, true},
	{"mandatory-110", "必須110項目", catalog_mandatory_110, false},
	{"supplement", "補足項目", catalog_supplement, false},
};
const size_t n_shipped_catalogs = sizeof(shipped_catalogs) / sizeof(shipped_catalogs[0]);

enum err criteria_install(struct ctx *c, const struct shipped_catalog *what)
{
	struct criteria_options options = {0};
	struct import_options decide = {0};
	struct import_result r;
	struct catalog_row *there;

	TRY(q_catalog_by_name(c, &(struct catalog_by_name_in){what->name}, &there));
	if (there)
		return FAIL(c, ERR_CONFLICT, N_("The catalogue “{1}” is there already."),
		            what->name);
	TRY(criteria_import_text(c, what->text, strlen(what->text), what->name, &options, &r));
	return import_decide(c, &r, &decide);
}
