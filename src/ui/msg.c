#include "ui/msg.h"

#include "base/buf.h"

#include <string.h>

/* FNV-1a, as tools/po2c.py computes it. */
static uint32_t digest(const char *s)
{
	uint32_t h = 2166136261U;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619U;
	return h;
}

const char *msg_find(enum lang lang, const char *msgid)
{
	const size_t mask = msg_ja_n_slots - 1;

	if (lang != LANG_JA)
		return msgid;
	for (size_t at = digest(msgid) & mask; msg_ja_slots[at]; at = (at + 1) & mask) {
		const struct msg_entry *m = &msg_ja[msg_ja_slots[at] - 1];

		if (strcmp(m->msgid, msgid) == 0)
			return m->msgstr;
	}
	return msgid;
}

const char *msg_format(struct arena *a, enum lang lang, const char *msgid, const char *const *args)
{
	const char *s = msg_find(lang, msgid);
	struct buf out;

	buf_init(&out, a, BUF_MAX_TEXT);
	for (; *s; s++) {
		size_t n = s[0] == '{' && s[1] >= '1' && s[1] <= '0' + ERROR_ARGS_MAX && s[2] == '}'
		                   ? (size_t)(s[1] - '1')
		                   : ERROR_ARGS_MAX;

		if (n == ERROR_ARGS_MAX) {
			buf_putc(&out, *s);
			continue;
		}
		buf_puts(&out, args[n]);
		s += 2;
	}
	return out.data;
}
