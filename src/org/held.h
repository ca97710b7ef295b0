/*
 * held.h - what somebody may do because of a duty, whatever the role of the account.
 *
 * The head of a section may hand over to somebody with the duty 情報セキュリティ管理者, and the contact
 * point for incidents is whoever has that duty.
 */
#ifndef KAGEYU_ORG_HELD_H
#define KAGEYU_ORG_HELD_H

#include "org/access.h"

#define DUTY_SECTION "section" /* 情報セキュリティ管理者, of a unit */
#define DUTY_CSIRT "csirt"
#define DUTY_CONTACT "poc"

/* Whether the person of the account has the duty, of whatever unit, today. */
MUST_USE enum err duty_held(struct ctx *c, const struct who *who, const char *duty, bool *ret);

/*
 * Codes of the units for which the account decides as their head: that of a section head's account,
 * and those of the duty. The units below belong to them.
 */
MUST_USE enum err units_headed(struct ctx *c, const struct who *who, const char *const **ret,
                               size_t *ret_n);
MUST_USE enum err heads_unit(struct ctx *c, const struct who *who, int64_t unit_id, bool *ret);

#endif
