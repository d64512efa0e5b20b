/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_LOG_H
#define TQ_BASE_LOG_H

/*
 * What a program says on stderr: one line a message and one write(2) each,
 * "TOOL: text" or, with --log-format json, an object {"type":"event",...}.
 * Control characters in what it is given are shown as '?', secrets that were
 * read (base/secret.h) as [secret].
 */
#include <stdbool.h>

enum tq_log_level { TQ_LOG_ERROR, TQ_LOG_WARN, TQ_LOG_INFO, TQ_LOG_DEBUG };

/* tool is kept, not copied. The start is warn level, text format. */
void tq_log_init(const char *tool, enum tq_log_level level, bool json);

void tq_log(enum tq_log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Whether what is logged at a level is shown: with -q only errors are. */
bool tq_log_shows(enum tq_log_level level);

/* What was asked for (--stats): said at every level. */
void tq_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
