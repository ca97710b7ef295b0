/* demo.h - the files of the demonstration city, compiled in, and what its people do. */
#ifndef KAGEYU_CLI_DEMO_H
#define KAGEYU_CLI_DEMO_H

#include "base/ctx.h"

extern const char demo_units[], demo_people[], demo_judgements_r5[], demo_judgements_r6[],
	demo_visits_r6[];

/* ledgers */
extern const char demo_systems[], demo_system_uses[], demo_system_copies[];
extern const char demo_system_credentials[], demo_assets[], demo_media[], demo_carry_outs[];
extern const char demo_keys[], demo_contracts[];
extern const char demo_system_connections[], demo_system_details[];
extern const char demo_policies[], demo_policy_clauses[];

/* An incident, carry-outs and a rule to be read, as of today; needs the accounts. */
MUST_USE enum err demo_work(struct ctx *c);

#endif
