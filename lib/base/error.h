/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_ERROR_H
#define TQ_BASE_ERROR_H

/*
 * Errors and the one table of exit statuses (tq-exit(7)).
 *
 * A library function that can fail returns bool (or a pointer) and fills the
 * caller's struct tq_err; it never prints and never exits. Text is one line,
 * lower case, without a full stop: what was wanted, what was found. The place
 * (file:line) is put before it by whoever knows the place.
 *
 *	if (x < 0)
 *		return tq_fail(err, TQ_DATA, "'qty' is negative: %s", text);
 */
#include <stdbool.h>

enum tq_exit {
	TQ_OK = 0,
	TQ_NO = 1,          /* the answer is no: a check failed, a gate said no */
	TQ_USAGE = 2,       /* usage or configuration */
	TQ_DATA = 3,        /* bad input data */
	TQ_IO = 4,          /* local I/O: disk full, unreadable, cannot create */
	TQ_RETRY = 5,       /* remote: try again */
	TQ_REFUSED = 6,     /* remote: refused for good */
	TQ_LOCKED = 7,      /* another instance runs */
	TQ_MISMATCH = 8,    /* state or ledger does not match: stop trading */
	TQ_HALTED = 9,      /* paused or killed */
	TQ_LOGIN = 10,      /* needs login */
	TQ_STALE = 11,      /* stale data */
	TQ_BUG = 12         /* a law of tq was broken: a bug */
};

struct tq_err {
	enum tq_exit status;
	char text[480];
};

/* Fills *err and returns false, so that `return tq_fail(...)` ends a function. */
bool tq_fail(struct tq_err *err, enum tq_exit status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As tq_fail with ": " and the text of errno at the end. */
bool tq_fail_errno(struct tq_err *err, enum tq_exit status,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts words and ": " before the text that *err already has; returns false. */
bool tq_fail_prefix(struct tq_err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The few words that tq-exit(7) and --help give a status; NULL if there is none. */
const char *tq_exit_meaning(int status);

#endif
