/* choice.h - one of several values that a field may have. */
#ifndef KAGEYU_BASE_CHOICE_H
#define KAGEYU_BASE_CHOICE_H

/* label is a msgid in declared tables (which end with a NULL code), data where a page makes it. */
struct choice {
	const char *code, *label;
};

#endif
