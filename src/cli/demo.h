/* demo.h - the files of the demonstration city, compiled in. */
#ifndef KAGEYU_CLI_DEMO_H
#define KAGEYU_CLI_DEMO_H

extern const char demo_units[], demo_people[], demo_judgements_r5[], demo_judgements_r6[],
	demo_visits_r6[];

#endif
