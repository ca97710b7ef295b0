/*
 * record_form.h - the form of a record, out of its ledger's declaration.
 */
#ifndef KAGEYU_WEB_RECORD_FORM_H
#define KAGEYU_WEB_RECORD_FORM_H

#include "record/edit.h"
#include "web/page.h"

/* Draws all fields with what stands in the record, inside an open form. */
MUST_USE enum err record_form_draw(struct request *r, const struct record_kind *k,
                                   const struct record *one);
/* The table of form fields, for form_open(). */
const struct field *record_form_fields(struct request *r, const struct record_kind *k);
/* Takes what was sent into the record; what cannot be read goes to `faults`. */
MUST_USE enum err record_form_take(struct request *r, const struct record_kind *k,
                                   struct record *one, struct record_faults *faults);
/* Puts the faults beside their fields. */
void record_form_faults(struct request *r, const struct record_faults *faults);
/* The form comes back: files that were sent with it have to be chosen again, and it says so. */
void record_form_ask_files(struct request *r, const struct record_kind *k);

#endif
