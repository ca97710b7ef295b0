#include "record/parts.h"

#include "base/num.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define COUNTER "台"
#define DIGITS_MAX 9

/* What stands in brackets, at its place in the plain text. */
struct aside {
	struct aside *next;
	size_t at;
	bool heading; /* 【…】 */
	const char *text;
};
struct parts {
	struct parts_device *v;
	size_t n;
	char *plain; /* NFKC without brackets and spaces */
	size_t len;
	struct aside *asides;
	const char *remarks; /* NULL = none */
};

/* Without spaces, except between two digits: SQL2016 3台 are three. */
static void add_plain(struct parts *p, const char *s)
{
	if (*s != ' ' || (p->len && isdigit((unsigned char)p->plain[p->len - 1]) &&
	                  isdigit((unsigned char)s[1])))
		p->plain[p->len++] = *s;
	p->plain[p->len] = '\0';
}

/* Behind what stands in brackets at s, which is NFKC; NULL where none begin there. */
static const char *behind_brackets(const char *s, bool *ret_heading, size_t *ret_open,
                                   size_t *ret_n)
{
	const char *close;

	*ret_heading = strncmp(s, "【", strlen("【")) == 0;
	if (!*ret_heading && *s != '(')
		return NULL;
	*ret_open = *ret_heading ? strlen("【") : 1;
	close = strstr(s, *ret_heading ? "】" : ")");
	if (!close) {
		*ret_n = strlen(s + *ret_open);
		return *ret_heading ? NULL : s + strlen(s);
	}
	*ret_n = (size_t)(close - s) - *ret_open;
	return close + (*ret_heading ? strlen("】") : 1);
}

static void add_words(struct arena *a, const char **list, const char *words)
{
	*list = *list ? arena_printf(a, "%s、%s", *list, words) : words;
}

/* Takes what stands in brackets out of s. */
static void split_brackets(struct arena *a, const char *s, struct parts *p)
{
	struct aside **end = &p->asides;

	p->plain = arena_alloc(a, strlen(s) + 1);
	p->plain[0] = '\0';
	while (*s) {
		bool heading;
		size_t open, n;
		const char *text, *behind = behind_brackets(s, &heading, &open, &n);

		if (!behind) {
			add_plain(p, s++);
			continue;
		}
		text = arena_strndup(a, s + open, n);
		*end = ARENA_NEW(a, struct aside);
		**end = (struct aside){NULL, p->len, heading, text};
		end = &(*end)->next;
		if (!heading)
			add_words(a, &p->remarks, text);
		s = behind;
	}
}

/* 1,866台 at s: its number, and behind it; NULL when no counted number stands there. */
static const char *read_count(const char *s, int64_t *ret)
{
	int64_t n = 0;
	int digits = 0;

	for (; isdigit((unsigned char)*s) || (*s == ',' && isdigit((unsigned char)s[1])); s++)
		if (*s != ',' && digits++ < DIGITS_MAX)
			n = n * 10 + (*s - '0');
	if (!digits || digits > DIGITS_MAX || strncmp(s, COUNTER, strlen(COUNTER)) != 0)
		return NULL;
	*ret = n;
	return s + strlen(COUNTER);
}

/* Behind the separator that stands at s, else NULL. */
static const char *behind_separator(const char *s)
{
	static const char *const separators[] = {"、", ",", "・", "及び", "および", "\n", ";", "。"};

	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
		if (strncmp(s, separators[i], strlen(separators[i])) == 0)
			return s + strlen(separators[i]);
	return NULL;
}

struct reading {
	struct arena *a;
	struct parts *p;
	const struct aside *ahead;
	const char *situation;
	const char *name;    /* where the name of a device begins */
	const char *counted; /* behind the last number */
};

/* Brackets behind a number tell how the devices are distributed, a heading what follows. */
static void read_asides(struct reading *r, const char *s)
{
	struct parts *p = r->p;

	for (; r->ahead && p->plain + r->ahead->at <= s; r->ahead = r->ahead->next) {
		if (r->ahead->heading) {
			r->situation = r->ahead->text;
			r->name = s;
		} else if (r->counted == p->plain + r->ahead->at) {
			add_words(r->a, &p->v[p->n - 1].breakdown, r->ahead->text);
		}
	}
}

static void add_device(struct reading *r, const char *end, int64_t n)
{
	r->p->v[r->p->n++] = (struct parts_device){
		.situation = r->situation,
		.name = arena_strndup(r->a, r->name, (size_t)(end - r->name)),
		.count = n};
}

static struct parts read_parts(struct arena *a, const char *text)
{
	struct parts p = {.n = 0};
	struct reading r = {.a = a, .p = &p};
	const char *s;

	split_brackets(a, text_nfkc(a, text), &p);
	r.ahead = p.asides;
	s = r.name = p.plain;
	p.v = ARENA_ARRAY(a, p.len / strlen(COUNTER) + 1, struct parts_device);
	for (read_asides(&r, s); *s; read_asides(&r, s)) {
		int64_t n = 0;
		const char *behind = read_count(s, &n), *separator = behind_separator(s);

		if (behind && s > r.name) {
			add_device(&r, s, n);
			r.counted = behind;
		}
		if (behind)
			r.name = s = behind;
		else if (separator)
			r.name = s = separator;
		else if (isdigit((unsigned char)*s))
			s += strspn(s, "0123456789,");
		else
			(void)text_next(&s);
	}
	return p;
}

const struct parts_device *parts_devices(struct arena *a, const char *text, size_t *ret_n)
{
	struct parts p = read_parts(a, text);

	*ret_n = p.n;
	return p.v;
}

/* Whether one of the words of the field stands in the text. */
static bool names(struct arena *a, const struct record_field *f, const char *text)
{
	struct text_list words = text_split(a, f->part_words, "|");
	const char *folded = text_fold(a, text);

	for (size_t i = 0; i < words.n; i++)
		if (strstr(folded, text_fold(a, words.v[i])))
			return true;
	return false;
}

/* The field that counts the part: the first declared whose word it has. */
static const struct record_field *counted_by(struct arena *a, const struct record_kind *k,
                                             const struct parts_device *p,
                                             const char *part_of)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];

		if (f->type == RECORD_COUNT && f->part_of && strcmp(f->part_of, part_of) == 0 &&
		    names(a, f, p->name))
			return f;
	}
	return NULL;
}

const char *parts_value(struct arena *a, const struct record_kind *k, size_t field,
                        const char *text, const char **ret_written)
{
	const struct record_field *f = &k->fields[field];
	struct parts p = read_parts(a, text);
	bool others = strcmp(f->part_words, PARTS_OTHERS) == 0;
	const char *written = NULL;
	int64_t sum = 0;

	*ret_written = NULL;
	if (strcmp(f->part_words, PARTS_REMARKS) == 0)
		return p.remarks;
	if (f->type == RECORD_YES_NO)
		return names(a, f, p.plain) ? "yes" : NULL;
	for (size_t i = 0; i < p.n; i++) {
		if (counted_by(a, k, &p.v[i], f->part_of) != (others ? NULL : f))
			continue;
		sum += p.v[i].count;
		add_words(a, &written,
		          arena_printf(a, "%s%s" COUNTER, p.v[i].name,
		                       count_format(a, p.v[i].count)));
	}
	*ret_written = written;
	return !written || others ? written : num_text(a, sum);
}
