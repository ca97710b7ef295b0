/*
 * audit.h - audits, their parts, targets and visits, and the life of an audit.
 *
 * An audit has parts (内部監査, 外部監査 …), each with a kind, a scale, catalogues and targets. The
 * pair target × item that is asked is a judgement row, with a level or none yet; what a part covers
 * (○ all items, △ some, — none) follows from these rows. Confirming (確定) a target freezes its
 * judgements; later changes are corrections and need a reason.
 */
#ifndef KAGEYU_AUDIT_AUDIT_H
#define KAGEYU_AUDIT_AUDIT_H

#include "gen/queries.h"
#include "sheet/form.h"
#include "sheet/table.h"

/* The shipped kinds of parts and the default scale; for a new installation. */
MUST_USE enum err audit_install_shipped(struct ctx *c);

struct audit_new {
	const char *code, *title, *kind;
	int64_t fiscal_year;
	const char *previous; /* code of the audit whose levels stand beside; NULL = none */
	const char *part_code; /* of part 1; NULL = "1" */
	const char *evidence_elsewhere; /* of part 1 */
};
/* Makes the audit and its part 1. ERR_CONFLICT when the code is taken. */
MUST_USE enum err audit_make(struct ctx *c, const struct audit_new *what, struct audit_row *ret);

struct part_new {
	const char *code, *kind, *title,
		*scale; /* NULL = next number, kind's name, default scale */
	const char *evidence_elsewhere;
};
MUST_USE enum err audit_add_part(struct ctx *c, const struct audit_row *audit,
                                 const struct part_new *what, struct audit_part_row *ret);

/* ERR_NOT_FOUND, with a message, when there is no such audit / part. part NULL = the first. */
MUST_USE enum err audit_find(struct ctx *c, const char *code, struct audit_row *ret);
MUST_USE enum err audit_find_part(struct ctx *c, const struct audit_row *audit, const char *part,
                                  struct audit_part_row *ret);

/* The unit of that code as it stood last in the audit's fiscal year; NULL when there was none. */
MUST_USE enum err audit_find_unit(struct ctx *c, const struct audit_row *audit, const char *code,
                                  struct unit_row **ret);

/* ERR_STATE, with a message, when the audit is confirmed: what it asks is final then. */
MUST_USE enum err audit_must_be_open(struct ctx *c, const struct audit_row *audit);
/* ERR_STATE, with a message, when what was confirmed would change without a reason (ctx.reason). */
MUST_USE enum err audit_must_have_reason(struct ctx *c, const char *name,
                                         const char *confirmed_on);

/*
 * Asks `items` (numbers; n_items 0 = all) of the newest version of `catalog` of each unit: adds
 * the targets and their unjudged pairs that are not there yet, and freezes the version. ERR_STATE
 * when the audit, or a target that would be asked more, is confirmed.
 */
struct audit_scope {
	const char *catalog;
	const char *const *units; /* codes, valid at some time of the audit's fiscal year */
	size_t n_units;
	const char *const *items;
	size_t n_items;
};
MUST_USE enum err audit_add_scope(struct ctx *c, const struct audit_row *audit,
                                  const struct audit_part_row *part,
                                  const struct audit_scope *scope, long *ret_pairs);

/* Pins a catalogue's version to the part: the newest, frozen from now on. */
MUST_USE enum err audit_pin_catalog(struct ctx *c, int64_t part_id, const char *catalog,
                                    struct catalog_version_row **ret);

/*
 * Copies parts, catalogues (newest versions), targets and pairs of `from`, all unjudged. Who took
 * over from a unit that is gone is asked what that was asked.
 */
MUST_USE enum err audit_copy(struct ctx *c, const struct audit_row *from,
                             const struct audit_new *what, struct audit_row *ret);

/*
 * Confirms one target, or all of the audit (unit NULL). Refused, listing everything that is
 * missing, while an item is unjudged, a level below the conforming one has no comment, or a
 * mandatory item has no evidence and the part does not say that evidence is held elsewhere.
 */
MUST_USE enum err audit_confirm(struct ctx *c, const struct audit_row *audit, const char *part,
                                const char *unit, struct problems *problems);

/*
 * What would refuse the confirmation of the part's targets, or of one unit's, target by target;
 * changes nothing. Arguments of each problem: unit, item, code of the unit.
 */
MUST_USE enum err audit_open_points(struct ctx *c, const struct audit_part_row *part,
                                    const char *unit, struct problems *problems);

/*
 * Visits from a spreadsheet: part, unit_code, day, start, end, place, method, team, facilities.
 * audit and part NULL = as the file's columns say; without a part the first.
 */
MUST_USE enum err visit_import(struct ctx *c, const struct book *book, const char *file,
                               const char *audit, const char *part, struct import_result *ret);
/* Its columns, for an empty file to fill in. */
extern const struct form visit_form;
MUST_USE enum err visit_export(struct ctx *c, struct table *ret);

/* A visit, or (id and day NULL) a section without one. */
struct scheduled {
	const struct audit_part_row *part;
	const struct schedule_of_audit_out *visit;
};
/* The visits of the audit as they follow each other, then the sections without one. */
MUST_USE enum err audit_schedule(struct ctx *c, int64_t audit_id, struct scheduled **ret,
                                 size_t *ret_n);

#endif
