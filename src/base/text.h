/*
 * text.h - Unicode text as municipalities use it.
 *
 * All text inside Kageyu is valid UTF-8 without NUL, kept as received (NFC would change the
 * compatibility ideographs of people's and places' names). For comparing and searching use the
 * folded key. Nothing here works on single bytes of a character.
 */
#ifndef KAGEYU_BASE_TEXT_H
#define KAGEYU_BASE_TEXT_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stdint.h>

/* True when s[0..len) is well-formed UTF-8 without NUL; *ret_bad: offset of the first bad byte. */
bool text_valid(const char *s, size_t len, size_t *ret_bad);

/* Decodes one code point of valid UTF-8 and advances; 0 at the end. */
uint32_t text_next(const char **s);
/* Appends the UTF-8 of cp to out (room for 4 bytes) and returns its length. */
size_t text_encode(uint32_t cp, char out[4]);
/* Number of code points. */
size_t text_length(const char *s);

/* Without white space (half, ideographic, no-break, line breaks, BOM) at both ends. */
const char *text_trim(struct arena *a, const char *s);
bool text_blank(const char *s); /* NULL, empty or white space only */
/* All white space removed. */
const char *text_squeeze(struct arena *a, const char *s);

/* NFKC: full-width digits and letters, half-width kana and the like become the usual ones. */
const char *text_nfkc(struct arena *a, const char *s);
/*
 * Key for comparing and searching: NFKC, case folded, white space removed, variation selectors
 * dropped, itaiji that offices mix up unified (髙=高, 﨑=崎, 𠮷=吉, 德=徳 …).
 */
const char *text_fold(struct arena *a, const char *s);
/*
 * Key for finding words in texts: beyond text_fold() the long-vowel mark is left out, because
 * offices write サーバ and サーバー alike, and all hyphens and minus signs are one.
 */
const char *text_sought(struct arena *a, const char *s);

/* Columns on a terminal: full-width counts 2, combining and variation selectors 0. */
int text_width(const char *s);
/* At most `columns` wide, cut between grapheme clusters, with … when cut. */
const char *text_truncate(struct arena *a, const char *s, int columns);

/* Splits at any of the ASCII characters in seps (a comma there means 、 too), trims the parts,
   leaves out blank ones. */
struct text_list {
	const char **v;
	size_t n;
};
struct text_list text_split(struct arena *a, const char *s, const char *seps);
const char *text_join(struct arena *a, const struct text_list *list, const char *sep);

/* First digits of s as a non-negative number, all of s (NFKC folded, trimmed) must be digits. */
bool text_to_long(struct arena *a, const char *s, long *ret);

/*
 * CP932 (what Windows calls Shift_JIS). Decoding fails with the offset of the first bad byte.
 * Encoding never replaces in silence: *ret_bad lists the distinct characters that CP932 cannot
 * hold (glibc's silent substitutions, such as ¥ or 〜, count as such), NULL when there are none.
 */
bool text_from_cp932(struct arena *a, const char *s, size_t len, const char **ret, size_t *ret_bad);
bool text_to_cp932(struct arena *a, const char *s, const char **ret, size_t *ret_len,
                   const char **ret_bad);

#endif
