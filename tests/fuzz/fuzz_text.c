/* Any bytes as CP932, and any text through what text.h does to it. */
#include "support.h"

#include "base/text.h"

#include <string.h>

static void check_cp932(struct ctx *c, const char *s)
{
	const char *bytes, *bad, *back;
	size_t len, at;

	if (text_to_cp932(c->arena, s, &bytes, &len, &bad)) {
		MUST(bad == NULL);
		MUST(text_from_cp932(c->arena, bytes, len, &back, &at));
		MUST(strcmp(back, s) == 0);
		return;
	}
	must_be_text(bad);
	MUST(*bad);
	for (const char *p = bad; *p;) {
		char one[5] = {0};
		const char *start = p;

		text_next(&p);
		memcpy(one, start, (size_t)(p - start));
		MUST(strstr(s, one));
	}
}

static void check_lists(struct ctx *c, const char *s)
{
	struct text_list list = text_split(c->arena, s, ",|\n"), again;
	const char *joined = text_join(c->arena, &list, "\n");

	must_be_text(joined);
	for (size_t i = 0; i < list.n; i++)
		MUST(*list.v[i] && strcmp(text_trim(c->arena, list.v[i]), list.v[i]) == 0);
	again = text_split(c->arena, joined, ",|\n");
	MUST(again.n == list.n);
	for (size_t i = 0; i < list.n; i++)
		MUST(strcmp(list.v[i], again.v[i]) == 0);
}

static void check_text(struct ctx *c, const char *s)
{
	const char *trimmed = text_trim(c->arena, s), *folded = text_fold(c->arena, s), *cut;
	long n;

	must_be_text(trimmed);
	must_be_text(folded);
	MUST(text_blank(s) == !*trimmed);
	MUST(!text_blank(s) || !*text_squeeze(c->arena, s));
	MUST(strcmp(text_trim(c->arena, trimmed), trimmed) == 0);
	must_be_text(text_nfkc(c->arena, s));
	if (text_to_long(c->arena, s, &n))
		MUST(n >= 0);
	cut = text_truncate(c->arena, s, 10);
	must_be_text(cut);
	MUST(text_width(cut) <= 10);
	check_cp932(c, s);
	check_lists(c, s);
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	const char *s;
	size_t bad;

	if (text_from_cp932(c->arena, data, len, &s, &bad)) {
		must_be_text(s);
		check_text(c, s);
	} else {
		MUST(bad < len);
	}
	if (text_valid(data, len, &bad))
		check_text(c, data);
	else
		MUST(bad < len);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
