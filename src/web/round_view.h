/*
 * round_view.h - what the pages of rounds share, and the way back from a record to its section.
 */
#ifndef KAGEYU_WEB_ROUND_VIEW_H
#define KAGEYU_WEB_ROUND_VIEW_H

#include "ledger/round.h"
#include "web/page.h"

/* The round of the address, and where ret_all is not NULL the sections asked within reach. */
MUST_USE enum err round_asked(struct request *r, struct round_row *ret,
                              struct round_sections *ret_all);
void round_crumbs(struct request *r, const struct round_row *round);
const char *round_today(struct request *r);
/* "3 days left", "Due today", "2 days overdue"; translated. */
const char *round_days_left(struct request *r, const struct round_row *round);
struct url round_section_url(struct request *r, int64_t round_id, const char *code);

/* The address of a record's form, from where one comes back to the section of the round. */
struct url round_carry(struct request *r, struct url to, int64_t round_id, const char *code);
/* The same for the round that this request's address names; `to` itself where it names none. */
struct url round_carry_on(struct request *r, struct url to);
/*
 * After a record was stored: notes it as edited and goes back to the section, where the address
 * names one; else goes on to `to`.
 */
MUST_USE enum err round_return(struct request *r, const struct record_kind *k,
                               const struct record *one, bool changed, struct url to,
                               const char *notice);

/* When and in which round a section last said that the record is so; nothing where it never did. */
MUST_USE enum err round_of_record(struct request *r, const struct record_kind *k, int64_t id);

/* The open rounds that wait for the person, as tasks. *ret: how many were drawn. */
MUST_USE enum err round_tasks(struct request *r, size_t *ret);

#endif
