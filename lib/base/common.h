/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_COMMON_H
#define TQ_BASE_COMMON_H

/* The options that every tool has, and the order in which all are read. */
#include "base/help.h"

struct tq_common {
	int on_error;            /* enum tq_on_error */
	const char *rejects;
	const char *state;
	bool stats;
	const char *output;
	int log_level;           /* enum tq_log_level */
	int log_format;          /* 0 text, 1 json */
	bool quiet;
	int64_t max_line;
	int64_t max_depth;
	const char *config;
	bool show_config, defaults, help, version, spec;
};

/*
 * Adds the common rows behind the tool's own and reads flags, and then, unless
 * --help, --version, --defaults or --spec stand among them, environment and files, and
 * applies all. Faults are in s->faults.
 */
void tq_common_read(struct tq_settings *s, struct tq_common *common, int argc, char **argv,
		    char *const *environment);

/*
 * The text that --help, --version, --spec, --defaults or --show-config ask
 * for, put behind *out; false when the command line asks for none of them.
 */
bool tq_common_answer(const struct tq_settings *s, const struct tq_usage *usage,
		      struct tq_buf *out);

/* "tq-risk 0.1.0 (libinih.so.1, libc.so.6)": what is loaded, not what was planned. */
void tq_version(const char *tool, struct tq_buf *out);

#endif
