/* What a new installation knows from the start: kinds of audits and the default scale. */
#include "audit/audit.h"
#include "audit/scale.h"

static const struct part_kind_row kinds[] = {
	{.code = "internal",
         .name = "内部監査",
         .purpose =
                 "所属の情報セキュリティ対策と特定個人情報等の取扱いが、組織の定めに沿って行われているかを、"
                 "研修を受けた職員監査人が確かめ、問題を早く見つけて改めることを目的とする。"},
	{.code = "external-asset",
         .name = "外部監査(情報資産・特定個人情報)",
         .purpose =
                 "情報資産と特定個人情報等の取扱い及び管理を、組織から独立した監査人が専門の立場から確かめ、改善の方法を助言することを目的とする。"},
	{.code = "external-system",
         .name = "外部監査(情報システム)",
         .purpose =
                 "情報システムの運用と外部委託の管理を、組織から独立した監査人が専門の立場から確かめ、改善の方法を助言することを目的とする。"},
	{.code = "administrative",
         .name = "行政監査",
         .purpose =
                 "監査委員が、情報セキュリティに関する事務の執行が適正かつ有効に行われているかを確かめることを目的とする。"},
	{.code = "comprehensive",
         .name = "包括外部監査",
         .purpose =
                 "包括外部監査人が、特定の事件として情報セキュリティに関する事務を選び、その執行を確かめることを目的とする。"},
	{.code = "system",
         .name = "システム監査",
         .purpose =
                 "情報システムの企画、開発、運用及び保守が、有効かつ安全に行われているかを確かめることを目的とする。"},
	{.code = "contractor",
         .name = "委託先監査",
         .purpose =
                 "業務を委託した相手方の安全管理措置が、契約に沿って行われているかを確かめることを目的とする。"},
};

static const struct scale_row scale = {.code = SCALE_DEFAULT, .name = "対策レベル（5段階）",
                                       .na_name = "対象外", .na_counts_as = "4",
                                       .conforming = "4", .target = "4.00"};

static const struct scale_level_row levels[] = {
        {.code = "5", .name = "模範的", .value = "5", .color = "#1a5e9a",
         .criterion = "項目が求める水準に達しており、ほかの所属の手本となる取組がある。"},
        {.code = "4", .name = "適合", .value = "4", .color = "#6fa8d6",
         .criterion = "項目が求める水準に達している。"},
        {.code = "3", .name = "注意事項", .value = "3", .color = "#f2d16b",
         .criterion = "おおむね対策がとられているが、改める余地がある。"},
        {.code = "2", .name = "不適合", .value = "2", .color = "#e08a3c",
         .criterion = "必要な対策の一部がとられていないか足りず、事故につながるおそれがある。"},
        {.code = "1", .name = "重大な不適合", .value = "1", .color = "#b3261e",
         .criterion = "対策がとられておらず、重大な事故につながるおそれがある。"},
};

static enum err install_scale(struct ctx *c)
{
	struct scale_row row = scale;

	TRY(scale_insert(c, &row));
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct scale_level_row level = levels[i];

		level.scale_id = row.id;
		level.sort = (int64_t)i + 1;
		TRY(scale_level_insert(c, &level));
	}
	return OK;
}

enum err audit_install_shipped(struct ctx *c)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct part_kind_row kind = kinds[i];

		kind.sort = (int64_t)i + 1;
		TRY(part_kind_insert(c, &kind));
	}
	return install_scale(c);
}
