/* SPDX-License-Identifier: ISC */
#ifndef T_H
#define T_H

/*
 * A unit test is a program that prints TAP:
 *
 *	int main(void) {
 *		OK(1 + 1 == 2, "one and one are two");
 *		IS_STR(tq_exit_meaning(0), "ok", "F3.9 zero is ok");
 *		return t_done();
 *	}
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int t_count, t_failed;

__attribute__((format(printf, 4, 5))) static inline bool
t_ok(bool ok, const char *file, int line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	printf("%sok %d - ", ok ? "" : "not ", ++t_count);
	vprintf(format, ap);
	printf("\n");
	va_end(ap);
	if (!ok) {
		t_failed++;
		printf("# failed at %s:%d\n", file, line);
	}
	return ok;
}

static inline bool
t_str(const char *got, const char *want, const char *file, int line,
      const char *what)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;

	if (!t_ok(same, file, line, "%s", what))
		printf("# got:  %s\n# want: %s\n", got ? got : "(null)",
		       want ? want : "(null)");
	return same;
}

static inline int
t_done(void)
{
	printf("1..%d\n", t_count);
	return t_failed ? 1 : 0;
}

#define OK(cond, ...) t_ok((cond), __FILE__, __LINE__, __VA_ARGS__)
#define IS_STR(got, want, what) t_str((got), (want), __FILE__, __LINE__, (what))
#define IS_INT(got, want, what) \
	t_ok((long long)(got) == (long long)(want), __FILE__, __LINE__, \
	     "%s (got %lld, want %lld)", (what), (long long)(got), (long long)(want))

#endif
