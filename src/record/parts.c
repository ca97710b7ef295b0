#include "record/parts.h"

#include "base/num.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define COUNTER "台"
#define DIGITS_MAX 9

struct part {
	const char *name;
	int64_t n;
};
struct parts {
	struct part *v;
	size_t n;
	const char *plain;   /* without what stands in brackets, folded */
	const char *remarks; /* NULL = none */
};

/* Takes what stands in brackets out of s, which is NFKC. */
static void split_remarks(struct arena *a, const char *s, struct parts *p)
{
	const char *open;

	p->plain = "";
	while ((open = strchr(s, '(')) != NULL) {
		const char *close = strchr(open, ')');
		const char *end = close ? close : open + strlen(open);
		const char *inside = arena_strndup(a, open + 1, (size_t)(end - open - 1));

		p->plain = arena_printf(a, "%s%.*s", p->plain, (int)(open - s), s);
		p->remarks = p->remarks ? arena_printf(a, "%s、%s", p->remarks, inside) : inside;
		s = close ? close + 1 : end;
	}
	p->plain = arena_printf(a, "%s%s", p->plain, s);
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

/* Without spaces, except between two digits: SQL2016 3台 are three. */
static const char *without_spaces(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t n = 0;

	for (; *s; s++)
		if (*s != ' ' || (n && isdigit((unsigned char)out[n - 1]) &&
		                  isdigit((unsigned char)s[1])))
			out[n++] = *s;
	out[n] = '\0';
	return out;
}

static struct parts read_parts(struct arena *a, const char *text)
{
	struct parts p = {.v = NULL};
	const char *s, *name;

	split_remarks(a, text_nfkc(a, text), &p);
	p.plain = s = name = without_spaces(a, p.plain);
	p.v = ARENA_ARRAY(a, strlen(s) / strlen(COUNTER) + 1, struct part);
	while (*s) {
		int64_t n = 0;
		const char *behind = read_count(s, &n), *separator = behind_separator(s);

		if (behind && s > name)
			p.v[p.n++] = (struct part){arena_strndup(a, name, (size_t)(s - name)), n};
		if (behind)
			name = s = behind;
		else if (separator)
			name = s = separator;
		else if (isdigit((unsigned char)*s))
			s += strspn(s, "0123456789,");
		else
			(void)text_next(&s);
	}
	return p;
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
                                             const struct part *p, const char *part_of)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];

		if (f->type == RECORD_COUNT && f->part_of && strcmp(f->part_of, part_of) == 0 &&
		    names(a, f, p->name))
			return f;
	}
	return NULL;
}

static void add_words(struct arena *a, const char **list, const char *words)
{
	*list = *list ? arena_printf(a, "%s、%s", *list, words) : words;
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
		sum += p.v[i].n;
		add_words(a, &written,
		          arena_printf(a, "%s%s" COUNTER, p.v[i].name,
		                       count_format(a, p.v[i].n)));
	}
	*ret_written = written;
	return !written || others ? written : num_text(a, sum);
}
