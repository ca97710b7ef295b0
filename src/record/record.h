/*
 * record.h - ledgers as declarations.
 *
 * A ledger is one `struct record_kind`: its fields with type, label, help and limits. From it come
 * the table (tools/ledger_sql prints the migration), what is accepted, lists, history, files in and
 * out, the pages and their help. docs/add-a-ledger.md shows how to add one.
 *
 * Every record belongs to one unit, directly or through the record it is a row of: the field with
 * RECORD_OWNER, the first one, is a UNIT or a REFERENCE. Whoever may see that unit sees the record.
 *
 * Values are text in canonical form, NULL for nothing: ISO dates, decimal numbers, codes of choices
 * (MANY: one a line), ids of units, records and roles. Of a PERSON it is "@" and the id, or what
 * was written, where that is nobody of the people ledger; of a FILE see record/file.h.
 */
#ifndef KAGEYU_RECORD_RECORD_H
#define KAGEYU_RECORD_RECORD_H

#include "base/choice.h"
#include "base/ctx.h"
#include "base/map.h"
#include "ui/msg.h"

#include <stdbool.h>

/* id, word for the page of documentation */
#define RECORD_TYPES(X)                                                                        \
	X(TEXT, N_("text"))                                                                    \
	X(LONG, N_("text of several lines"))                                                   \
	X(KANA, N_("kana"))                                                                    \
	X(NUMBER, N_("whole number"))                                                          \
	X(COUNT, N_("count (0 or more)"))                                                      \
	X(MONEY, N_("amount in yen"))                                                          \
	X(DATE, N_("date"))                                                                    \
	X(YEAR, N_("fiscal year"))                                                             \
	X(CHOICE, N_("one of a list"))                                                         \
	X(MANY, N_("any of a list"))                                                           \
	X(YES_NO, N_("yes, no or unknown"))                                                    \
	X(INTERVAL, N_("interval"))                                                            \
	X(PERSON, N_("person"))                                                                \
	X(ROLE, N_("role"))                                                                    \
	X(UNIT, N_("unit"))                                                                    \
	X(REFERENCE, N_("other record"))                                                       \
	X(FILE, N_("files"))

enum record_type {
#define X(id, word) RECORD_##id,
	RECORD_TYPES(X)
#undef X
		RECORD_TYPE__MAX
};

enum record_flag {
	RECORD_REQUIRED = 1,
	RECORD_OWNER = 2,         /* the first field: what the record belongs to; always required */
	RECORD_KEY = 4,           /* no two records of the kind agree in all their keys */
	RECORD_TITLE = 8,         /* what a record is called; exactly one field, of a text type */
	RECORD_LISTED = 16,       /* among the columns of the list */
	RECORD_PERSONAL = 32,     /* says something about a person */
	RECORD_CONFIDENTIAL = 64, /* only for those who may edit the record, and not in files */
	RECORD_HELD = 128,        /* a PERSON who has it, and hands it over on leaving */
	RECORD_SCALE = 256        /* a CHOICE of levels, the highest first; a city may set them */
};

#define RECORD_TEXT_MAX 200
#define RECORD_LONG_MAX 4000
#define RECORD_FIELDS_MAX 60 /* with those that the city added */

/* Words for the answers of a YES_NO, whose codes stay yes, no and unknown. */
extern const struct choice record_present[];   /* あり, なし */
extern const struct choice record_done[];      /* 済, 未 */
extern const struct choice record_practised[]; /* している, していない */
extern const struct choice record_needed[];    /* 要, 不要 */
extern const struct choice record_concerned[]; /* 対象, 対象外 */
extern const struct choice record_applies[];   /* 該当, 非該当 */

struct record_kind;

struct record_field {
	const char *key;      /* of column (units and records: + _id), form, address and file */
	const char *label;    /* msgid; its Japanese is the heading in files */
	enum record_type type;
	unsigned flags;
	const char *help;     /* msgid; NULL = none */
	const char *headings; /* further headings that files have, separated by |; NULL = none */
	int max;              /* characters; 0 = RECORD_TEXT_MAX, or RECORD_LONG_MAX */
	const struct choice *choices; /* of YES_NO: other words for its answers; NULL = はい, いいえ */
	const struct record_kind *refers; /* of a REFERENCE */
	const char *when_field, *when_is; /* also required when that field has this value */
	int fresh_months;     /* how long a value may stand unconfirmed; 0 = as long as it likes */
	/* key of the field that names this one's value among others in files without a column of
	   its own (サーバー1台、パソコン47台), and the words for it there (parts.h) */
	const char *part_of, *part_words;
	int64_t city;         /* id of a field that the city added; 0 = declared here */
};

struct record_kind {
	const char *code;  /* "systems": in commands and addresses */
	const char *table; /* "ledger_system" */
	const char *label; /* msgid: what the ledger is called */
	const char *about; /* msgid: what belongs in it, in a sentence or two */
	const struct record_field *fields;
	size_t n;
};

/* A row of the table of values, where fields of a city are kept; id 0 = none yet. */
struct record_at {
	int64_t id, rev;
};

struct record {
	int64_t id;
	int64_t rev;         /* counts all its changes, those of the city's fields too */
	int64_t row_rev;     /* those of its own row alone */
	struct record_at *at; /* parallel to the kind's fields */
	const char *gone_on; /* no longer there since; NULL = present */
	const char **v;      /* parallel to the kind's fields */
	const char **names;  /* of links and people: what they are called; may be NULL */
};

/* The index of the field; BUG when the kind has none of that key. */
size_t record_field_index(const struct record_kind *k, const char *key);
/* NULL when there is none: for keys that a visitor sent. */
const struct record_field *record_field_find(const struct record_kind *k, const char *key);
const struct record_field *record_owner(const struct record_kind *k);
size_t record_title_index(const struct record_kind *k);
/* The column of its table: "unit_id" for a UNIT called unit. */
const char *record_column(struct arena *a, const struct record_field *f);
/* The column with the id: of links the only one, of a PERSON beside what is written; else NULL. */
const char *record_link_column(struct arena *a, const struct record_field *f);
bool record_is_number(enum record_type t); /* stored as an integer */
bool record_is_link(enum record_type t);   /* id of a unit, record or role */
/* The same ledger, with or without the fields of the city. */
bool record_same_kind(const struct record_kind *a, const struct record_kind *b);
/* The id that a PERSON's value points to; NULL for what is only written. */
const char *record_person_id(const char *v);
const char *record_type_word(enum record_type t); /* msgid */
const char *record_type_code(enum record_type t); /* "yes-no" */
bool record_type_parse(const char *code, enum record_type *ret);
/* The choices of CHOICE, MANY and YES_NO; NULL for other types. */
const struct choice *record_choices(const struct record_field *f);

struct record record_new(struct arena *a, const struct record_kind *k);
struct record record_copy(struct arena *a, const struct record_kind *k, const struct record *from);
/* What a person reads of a canonical value that is no link; "" for nothing. */
const char *record_value_show(struct arena *a, enum lang lang, const struct record_field *f,
                              const char *v);
/* What a person reads of a field; "" for nothing, and for a link out of reach. */
const char *record_show(struct arena *a, enum lang lang, const struct record_kind *k,
                        const struct record *r, size_t field);

/* --- what is wrong with a record --- */

struct record_fault {
	const struct record_field *field;
	const char *code; /* stable word, as in docs/formats.md */
	const char *msgid, *args[2];
	struct record_fault *next;
};
struct record_faults {
	struct record_fault *first, *last;
	size_t n;
};

struct record_people;

/* Units, records and people by what they are called; loaded once for many values. */
struct record_names {
	const struct record_kind *kind;
	struct record_people *people; /* NULL where the kind has no PERSON */
	struct map *by_name; /* per field: name or number → id as text; "" where several share it */
	struct map *by_id;   /* per field: id → the name that leads back to it, else #id */
};
MUST_USE enum err record_names_load(struct ctx *c, const struct record_kind *k,
                                    struct record_names *ret);
/* Only what record_take() needs to read this text for this field. */
MUST_USE enum err record_names_for(struct ctx *c, const struct record_kind *k, size_t field,
                                   const char *text, struct record_names *ret);
/* A new record of the kind can be named by later ones, where records refer to their own kind. */
void record_names_add(struct arena *a, const struct record_names *names, const struct record *r);

/*
 * Takes what somebody wrote for a field: 令和6年11月12日, １２台, ○, a name. What cannot be read is a
 * fault, and the value stays. Blank is nothing. Files are not written: they stay.
 */
void record_take(struct ctx *c, const struct record_names *names, struct record *r, size_t field,
                 const char *text, struct record_faults *faults);
/* What no single field shows: required ones that are missing. */
void record_check(struct ctx *c, const struct record_kind *k, const struct record *r,
                  struct record_faults *faults);
void record_fault_add(struct ctx *c, struct record_faults *faults, const struct record_field *f,
                      const char *code, const char *msgid, const char *x, const char *y);

#endif
