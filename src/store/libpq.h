/* libpq.h - the functions of libpq in use; see base/library.h. Private to src/store. */
#ifndef KAGEYU_STORE_LIBPQ_H
#define KAGEYU_STORE_LIBPQ_H

#include "base/library.h"

#include <libpq-fe.h>

#define LIBPQ(X)                                                                               \
	X(PQclear)                                                                             \
	X(PQconnectdb)                                                                         \
	X(PQreset)                                                                             \
	X(PQenterPipelineMode)                                                                 \
	X(PQerrorMessage)                                                                      \
	X(PQexec)                                                                              \
	X(PQexecParams)                                                                        \
	X(PQexecPrepared)                                                                      \
	X(PQexitPipelineMode)                                                                  \
	X(PQfinish)                                                                            \
	X(PQfreemem)                                                                           \
	X(PQgetisnull)                                                                         \
	X(PQgetlength)                                                                         \
	X(PQgetResult)                                                                         \
	X(PQgetvalue)                                                                          \
	X(PQntuples)                                                                           \
	X(PQpipelineSync)                                                                      \
	X(PQprepare)                                                                           \
	X(PQresultErrorField)                                                                  \
	X(PQresultErrorMessage)                                                                \
	X(PQresultStatus)                                                                      \
	X(PQsendQueryPrepared)                                                                 \
	X(PQsetNoticeReceiver)                                                                 \
	X(PQstatus)                                                                            \
	X(PQunescapeBytea)

struct libpq {
	LIBPQ(LIBRARY_MEMBER)
};

#endif
