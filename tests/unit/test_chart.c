/* Charts: well-formed SVG that loses no text and names, whatever the names hold. */
#include "base/text.h"
#include "ui/chart_internal.h"
#include "ui/chart_part.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "xml_tree.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))
#define IVS "\U000E0100"

static struct ctx ctx;

static int begin(void **state)
{
	(void)state;
	ctx = (struct ctx){.arena = arena_new((size_t)64 << 20)};
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(ctx.arena);
	return 0;
}

static const struct chart_series levels[] = {
	{"5 模範的", "#1a5e9a"}, {"4 適合", "#6fa8d6"}, {"3 <注意> & \"事項\"", "#f2d16b"}};
static const struct chart_cell one[] = {{1, "1"}, {118, "118"}, {2, "2"}};
static const struct chart_cell two[] = {{0, "0"}, {7, "7"}, {0, NULL}};
static const struct chart_row sections[] = {
	{"葛" IVS "飾区防災課", one},
	{"地域包括ケアシステム推進担当部介護保険課（給付管理・認定調査担当）", two},
};

static struct chart bars(void)
{
	return (struct chart){.kind = CHART_STACKED_BARS,
	                      .title = "判定<の>内訳",
	                      .description = "適合が&最も多い。",
	                      .row_head = "対象所属",
	                      .series = levels,
	                      .n_series = 3,
	                      .rows = sections,
	                      .n_rows = 2};
}

static const struct chart_series areas[] = {{"情報資産の管理", NULL}, {"委託", NULL}};
static const struct chart_cell low[] = {{233, "2.33"}, {0, NULL}};
static const struct chart_cell high[] = {{400, "4.00"}, {412, "4.12"}};
static const struct chart_row heat_rows[] = {{"介護課", low}, {"防災課", high}};

static struct chart heat(int64_t target)
{
	return (struct chart){.kind = CHART_HEAT_MAP,
	                      .title = "平均",
	                      .description = "低いところがある。",
	                      .row_head = "対象所属",
	                      .series = areas,
	                      .n_series = 2,
	                      .rows = heat_rows,
	                      .n_rows = 2,
	                      .low = 100,
	                      .high = 500,
	                      .target = target};
}

struct picture {
	struct xml *root;
	const char *text; /* of all elements, without white space */
	int width, height;
};

static struct picture picture_of(const struct buf *svg)
{
	struct xml *top = xml_read(ctx.arena, svg->data, svg->len);

	assert_non_null(top);
	return (struct picture){.root = top->first,
	                        .text = text_squeeze(ctx.arena, xml_text(ctx.arena, top))};
}

static struct picture draw(const struct chart *chart)
{
	struct picture p;
	struct buf svg;
	int width, height;

	buf_init(&svg, ctx.arena, BUF_MAX_TEXT);
	chart_svg(&ctx, chart, &svg, &width, &height);
	p = picture_of(&svg);
	p.width = width;
	p.height = height;
	return p;
}

static void has(const struct picture *p, const char *text)
{
	if (!strstr(p->text, text_squeeze(ctx.arena, text)))
		fail_msg("%s is not in: %s", text, p->text);
}

static void texts_inside(const struct picture *p)
{
	struct xml *text;

	for (size_t i = 0; (text = xml_find(p->root, "text", i)) != NULL; i++) {
		if (xml_attribute(text, "transform"))
			continue;
		assert_in_range(atoi(xml_attribute(text, "x")), 0, p->width);
		assert_in_range(atoi(xml_attribute(text, "y")), 8, p->height);
	}
	assert_true(xml_find(p->root, "text", 0) != NULL);
}

static void bars_lose_no_text(void **state)
{
	struct chart chart = bars();
	struct picture p = draw(&chart);

	(void)state;
	has(&p, chart.title);
	has(&p, chart.description);
	has(&p, chart.row_head);
	for (size_t i = 0; i < COUNT(levels); i++)
		has(&p, levels[i].label);
	for (size_t i = 0; i < COUNT(sections); i++)
		has(&p, sections[i].label);
	/* segments of one or two are too narrow for their numbers, which follow; then the total */
	has(&p, "葛" IVS "飾区防災課11812121");
	texts_inside(&p);
	assert_non_null(xml_attribute(p.root, "role"));
	assert_null(xml_attribute(p.root, "style"));
}

static void heat_maps_lose_no_text(void **state)
{
	struct chart chart = heat(0);
	struct picture p = draw(&chart);

	(void)state;
	has(&p, "情報資産の管理");
	has(&p, "委託");
	has(&p, "介護課防災課2.33—4.004.12");
	texts_inside(&p);
}

static void cells_below_the_target_bear_a_sign(void **state)
{
	struct chart none = heat(0), one_below = heat(400), two_below = heat(401);
	struct picture p = draw(&none), q = draw(&one_below), r = draw(&two_below);
	size_t legend = xml_count(q.root, "path") - 1;

	(void)state;
	assert_int_equal(xml_count(p.root, "path"), 0);
	assert_int_equal(xml_count(r.root, "path"), legend + 2);
	assert_in_range(legend, 0, 1);
}

static void charts_on_one_page_have_names_of_their_own(void **state)
{
	struct chart first = bars(), second = bars();
	struct picture p, q;

	(void)state;
	second.title = "別の図";
	p = draw(&first);
	q = draw(&second);
	assert_string_not_equal(xml_attribute(p.root, "aria-labelledby"),
	                        xml_attribute(q.root, "aria-labelledby"));
}

static void long_charts_go_on_in_pieces(void **state)
{
	struct chart_row rows[40];
	struct chart chart = bars();
	size_t first = 0, pieces = 0;
	int whole_width, whole_height;
	struct buf out;

	(void)state;
	for (int i = 0; i < 40; i++)
		rows[i] = (struct chart_row){arena_printf(ctx.arena, "第%d係", i + 1), i ? two : one};
	chart.rows = rows;
	chart.n_rows = 40;
	buf_init(&out, ctx.arena, BUF_MAX_TEXT);
	chart_svg(&ctx, &chart, &out, &whole_width, &whole_height);
	while (first < 40) {
		struct picture p;
		int width, height;
		size_t next;

		buf_clear(&out);
		next = chart_part(&ctx, &chart, first, 400, &out, &width, &height);
		assert_in_range(next, first + 1, 40);
		assert_int_equal(width, whole_width);
		assert_in_range(height, 1, 400);
		p = picture_of(&out);
		has(&p, levels[0].label); /* the legend is repeated */
		for (size_t i = 0; i < 40; i++) {
			bool there = strstr(p.text, rows[i].label) != NULL;

			assert_int_equal(there, i >= first && i < next);
		}
		first = next;
		pieces++;
	}
	assert_in_range(pieces, 2, 20);
	/* a row taller than the page is still drawn */
	buf_clear(&out);
	assert_int_equal(chart_part(&ctx, &chart, 0, 10, &out, &whole_width, &whole_height), 1);
}

static void an_empty_chart_is_still_one(void **state)
{
	struct chart chart = bars();
	struct picture p;

	(void)state;
	chart.n_rows = 0;
	p = draw(&chart);
	has(&p, levels[1].label);
	assert_true(p.width > 0 && p.height > 0);
}

static void labels_break_between_characters(void **state)
{
	static const char name[] = "葛" IVS "葛" IVS "葛" IVS "葛" IVS "葛" IVS "葛" IVS "葛" IVS "葛" IVS;

	(void)state;
	for (int width = 20; width < 120; width++) {
		struct label l = chart_wrap(ctx.arena, name, CHART_FONT_PX, width, LABEL_LINES_MAX);

		assert_in_range(l.n, 1, LABEL_LINES_MAX);
		for (int i = 0; i < l.n; i++) {
			if (strncmp(l.lines[i], IVS, strlen(IVS)) == 0)
				fail_msg("width %d: line %d begins with a selector", width, i);
			assert_true(chart_text_width(l.lines[i], CHART_FONT_PX) <= width);
		}
	}
	/* a variation selector takes no room */
	assert_int_equal(chart_text_width("葛" IVS, 10), chart_text_width("葛", 10));
}

static void labels_break_before_brackets(void **state)
{
	struct label l = chart_wrap(ctx.arena, "危機管理課（防災担当）", 10, 80, 3);

	(void)state;
	assert_int_equal(l.n, 2);
	assert_string_equal(l.lines[0], "危機管理課");
	assert_string_equal(l.lines[1], "（防災担当）");
	l = chart_wrap(ctx.arena, "危機管理課（防災担当）", 10, 60, 1);
	assert_int_equal(l.n, 1);
	assert_non_null(strstr(l.lines[0], "…"));
}

static void ink_stands_out_from_its_ground(void **state)
{
	(void)state;
	assert_string_equal(chart_contrast("#ffffff"), CHART_INK);
	assert_string_equal(chart_contrast("#f2d16b"), CHART_INK);
	assert_string_equal(chart_contrast("#000000"), "#ffffff");
	assert_string_equal(chart_contrast("#1a5e9a"), "#ffffff");
	assert_string_equal(chart_contrast("#b3261e"), "#ffffff");
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(bars_lose_no_text),
		T(heat_maps_lose_no_text),
		T(cells_below_the_target_bear_a_sign),
		T(charts_on_one_page_have_names_of_their_own),
		T(long_charts_go_on_in_pieces),
		T(an_empty_chart_is_still_one),
		T(labels_break_between_characters),
		T(labels_break_before_brackets),
		T(ink_stands_out_from_its_ground),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
