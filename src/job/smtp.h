/*
 * smtp.h - a connection to the city's mail server, by libcurl, which is loaded when it is needed.
 *
 * Settings stand in kageyu.conf (kageyu.conf(5)): mail.server = smtp://HOST[:PORT] (plain),
 * starttls://… (encrypted after the greeting, or not at all) or smtps://…; mail.from, mail.user,
 * mail.password-file, mail.ca-file. A password goes over encrypted connections only.
 */
#ifndef KAGEYU_JOB_SMTP_H
#define KAGEYU_JOB_SMTP_H

#include "base/ctx.h"

struct smtp_settings {
	const char *server; /* NULL: no mail is sent */
	const char *from, *user, *password, *ca_file;
};

/* ERR_INVALID where they cannot work, with what to put right. */
MUST_USE enum err smtp_settings_load(struct ctx *c, struct smtp_settings *ret);

enum smtp_outcome {
	SMTP_ACCEPTED,   /* the server answers for it from now on */
	SMTP_REFUSED,    /* for good: 5xx about this message */
	SMTP_LATER,      /* 4xx about this message, or the server went away in the middle */
	SMTP_UNREACHABLE /* no connection, no encryption, wrong password: no message would go */
};

struct smtp;
/* Connects with the first message and keeps the connection; closed with the arena. */
MUST_USE enum err smtp_open(struct ctx *c, const struct smtp_settings *s, struct smtp **ret);
/* The message as mail_format() makes it. *ret_said: the server's answer, or what went wrong. */
enum smtp_outcome smtp_send(struct smtp *m, const char *to, const char *message,
                            const char **ret_said);

#endif
