/* backup_internal.h - the encrypted envelope of a backup; private to src/store. */
#ifndef KAGEYU_STORE_BACKUP_INTERNAL_H
#define KAGEYU_STORE_BACKUP_INTERNAL_H

#include "base/ctx.h"

#include <stdbool.h>

/* Encrypts the file `from` into `to`; both are paths. */
MUST_USE enum err envelope_seal(struct ctx *c, const char *from, const char *to,
                                const char *passphrase);
/* ERR_FORBIDDEN on a wrong passphrase, ERR_TAMPERED on an altered file. */
MUST_USE enum err envelope_open(struct ctx *c, const char *from, const char *to,
                                const char *passphrase);
/* True when the file begins like an envelope. */
bool envelope_is(const char *path);

#endif
