/*
 * msg.h - messages in the reader's language.
 *
 * msgids are English and stand in the code; po/ja.po is compiled into a table with a hash. The
 * language is chosen per request. {1} {2} … in a message are replaced by the arguments.
 */
#ifndef KAGEYU_UI_MSG_H
#define KAGEYU_UI_MSG_H

#include "base/ctx.h"

#include <stdint.h>

struct msg_entry {
	const char *msgid, *msgstr;
};

/* Made by tools/po2c.py from po/ja.po, sorted by msgid. */
extern const struct msg_entry msg_ja[];
extern const size_t msg_ja_n;
/* 0 = free; else 1 + the index of an entry, at its msgid's hash or in the next free one. */
extern const uint16_t msg_ja_slots[];
extern const size_t msg_ja_n_slots; /* a power of two */

enum lang { LANG_JA, LANG_EN };

/* The translation, or msgid itself. */
const char *msg_find(enum lang lang, const char *msgid);
/* args is NULL-terminated or ERROR_ARGS_MAX long. */
const char *msg_format(struct arena *a, enum lang lang, const char *msgid, const char *const *args);

#endif
