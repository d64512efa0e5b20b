/* SPDX-License-Identifier: ISC */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Appends to err->text at byte at; what does not fit is cut off. */
__attribute__((format(printf, 3, 0))) static size_t
put(struct tq_err *err, size_t at, const char *format, va_list ap)
{
	size_t room = sizeof(err->text) - at;
	int n = vsnprintf(err->text + at, room, format, ap);

	if (n < 0)
		return at;
	return at + ((size_t)n < room ? (size_t)n : room - 1);
}

bool
tq_fail(struct tq_err *err, enum tq_exit status, const char *format, ...)
{
	va_list ap;

	err->status = status;
	va_start(ap, format);
	put(err, 0, format, ap);
	va_end(ap);
	return false;
}

bool
tq_fail_errno(struct tq_err *err, enum tq_exit status, const char *format, ...)
{
	int number = errno;
	va_list ap;
	size_t at;

	err->status = status;
	va_start(ap, format);
	at = put(err, 0, format, ap);
	va_end(ap);
	snprintf(err->text + at, sizeof(err->text) - at, ": %s", strerror(number));
	return false;
}

bool
tq_fail_prefix(struct tq_err *err, const char *format, ...)
{
	char said[sizeof(err->text)];
	va_list ap;
	size_t at;

	memcpy(said, err->text, sizeof(said));
	va_start(ap, format);
	at = put(err, 0, format, ap);
	va_end(ap);
	snprintf(err->text + at, sizeof(err->text) - at, ": %s", said);
	return false;
}

const char *
tq_exit_meaning(int status)
{
	static const char *const meaning[] = {
		[TQ_OK] = "ok",
		[TQ_NO] = "the answer is no",
		[TQ_USAGE] = "usage or configuration",
		[TQ_DATA] = "bad input data",
		[TQ_IO] = "local input/output",
		[TQ_RETRY] = "remote: try again",
		[TQ_REFUSED] = "remote: refused for good",
		[TQ_LOCKED] = "another instance runs",
		[TQ_MISMATCH] = "state or ledger does not match: stop trading",
		[TQ_HALTED] = "paused or killed",
		[TQ_LOGIN] = "needs login",
		[TQ_STALE] = "stale data",
		[TQ_BUG] = "a bug in tq",
	};

	if (status < 0 || (size_t)status >= sizeof(meaning) / sizeof(meaning[0]))
		return NULL;
	return meaning[status];
}
