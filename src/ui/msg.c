#include "ui/msg.h"

#include "base/buf.h"

#include <string.h>

const char *msg_find(enum lang lang, const char *msgid)
{
	size_t low = 0, high = msg_ja_n;

	if (lang != LANG_JA)
		return msgid;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(msgid, msg_ja[mid].msgid);

		if (order == 0)
			return msg_ja[mid].msgstr;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
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
