/* SPDX-License-Identifier: ISC */
#include "base/log.h"

#include "base/secret.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 4096 };

static struct {
	const char *tool;
	enum tq_log_level level;
	bool json;
} the_log = {"tq", TQ_LOG_WARN, false};

void
tq_log_init(const char *tool, enum tq_log_level level, bool json)
{
	the_log.tool = tool;
	the_log.level = level;
	the_log.json = json;
}

/* How long the UTF-8 sequence is that this byte begins; 0: it begins none. */
static size_t
sequence(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* The length of the printable UTF-8 sequence at p, 0 if there is none. */
static size_t
printable(const unsigned char *p)
{
	size_t n = sequence(*p);

	if (n == 1)
		return *p >= 0x20 && *p != 0x7f;
	/* NUL is no continuation, so this never looks behind the end. */
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	/* Overlong forms, surrogates, values over U+10FFFF and C1 controls. */
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f) ||
	    (*p == 0xc2 && p[1] < 0xa0))
		return 0;
	return n;
}

/* Copies text to to[at..], which always keeps room for the line's end. */
static size_t
show(char *to, size_t at, const char *text, bool json)
{
	const unsigned char *p = (const unsigned char *)text;

	while (*p) {
		size_t n = printable(p);

		if (at + 8 > LINE)
			break;
		if (n == 0) {
			to[at++] = '?';
			p++;
			continue;
		}
		if (json && (*p == '"' || *p == '\\'))
			to[at++] = '\\';
		memcpy(to + at, p, n);
		at += n;
		p += n;
	}
	return at;
}

static size_t
show_head(char *line, enum tq_log_level level)
{
	static const char *const name[] = {"error", "warn", "info", "debug"};
	struct timespec now;
	struct tm utc;
	char when[32] = "1970-01-01T00:00:00Z";
	int n;

	if (!the_log.json) {
		n = snprintf(line, LINE / 2, "%s: ", the_log.tool);
		return (size_t)n;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	if (gmtime_r(&now.tv_sec, &utc))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &utc);
	n = snprintf(line, LINE / 2,
		     "{\"type\":\"event\",\"time\":\"%s\",\"level\":\"%s\",\"tool\":\"%s\","
		     "\"text\":\"",
		     when, name[level], the_log.tool);
	return (size_t)n;
}

__attribute__((format(printf, 2, 0))) static void
say(enum tq_log_level level, const char *format, va_list ap)
{
	char raw[LINE], text[LINE], line[LINE];
	size_t at;
	int saved = errno;

	vsnprintf(raw, sizeof(raw), format, ap);
	tq_secret_hide_text(raw, text, sizeof(text));
	at = show(line, show_head(line, level), text, the_log.json);
	at += (size_t)snprintf(line + at, sizeof(line) - at, "%s\n", the_log.json ? "\"}" : "");
	/* Nothing can be done about a standard error that cannot be written. */
	if (write(STDERR_FILENO, line, at) < 0)
		errno = saved;
	errno = saved;
}

void
tq_log(enum tq_log_level level, const char *format, ...)
{
	va_list ap;

	if (level > the_log.level)
		return;
	va_start(ap, format);
	say(level, format, ap);
	va_end(ap);
}

bool
tq_log_shows(enum tq_log_level level)
{
	return level <= the_log.level;
}

void
tq_say(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(TQ_LOG_INFO, format, ap);
	va_end(ap);
}
