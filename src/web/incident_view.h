/*
 * incident_view.h - what the list of incidents and 私の仕事 share.
 */
#ifndef KAGEYU_WEB_INCIDENT_VIEW_H
#define KAGEYU_WEB_INCIDENT_VIEW_H

#include "ledger/incident_steps.h"
#include "web/page.h"

#define INCIDENTS_MAX 10000

/* All for the contact point, those of the own units for a head; ERR_FORBIDDEN for others. */
MUST_USE enum err incidents_reached(struct request *r, bool open, struct incident_seen_out **ret,
                                    size_t *ret_n, bool *ret_desk);
/* Whole hours. */
int64_t incident_hours(const struct request *r, int64_t since_us);
struct incident_clocks incident_clocks_seen(struct request *r, const struct incident_seen_out *i);

#endif
