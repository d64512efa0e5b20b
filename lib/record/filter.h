/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_FILTER_H
#define TQ_RECORD_FILTER_H

/*
 * A filter is a value: what a tool is called, which options it takes and what
 * it does with a record. The shared main() (cmd/main.c) runs one between
 * standard input and standard output; because nothing in it is global, several
 * can run in one process.
 *
 * The instance is size zeroed bytes; the option groups put their values into
 * it before open is called. A resumed run (--state) calls open, then load,
 * then record; with --state close is not called, because the stream goes on in
 * the next run, and save is. fini is called in any case, also without open.
 *
 * record() must leave the instance as it was when it returns false with
 * TQ_DATA: the loop then stops, skips or quarantines the line (--on-error).
 * Any other status ends the program.
 *
 * save and load walk the same fields in the same order (state/state.h); most
 * filters give one function for both.
 */
#include "base/option.h"
#include "record/out.h"

struct tq_state;
struct tq_reader;
struct tq_stream;

/* What a filter is told when it is opened. */
struct tq_run {
	const char *tool;
	char **operands;         /* input files; a source's own operands */
	size_t n_operands;
	struct tq_out *out;
	bool resumed;            /* load will be called: say nothing twice */
	bool keeps_state;        /* --state: the stream goes on after this run */
	bool done;               /* set by open: all is said, read nothing (a list) */
	struct tq_reader *reader;/* for tq_want */
	struct tq_stream *stream;/* in a source: for tq_stream_refuse */
};

struct tq_filter {
	const char *name;        /* "tq-validate" */
	const char *summary;     /* one line for --help and the man page */
	const char *synopsis;    /* operands: "[file ...]" */
	const char *examples;    /* lines of --help, shown first */
	const char *words;       /* first operands, for completion: "file sim"; or NULL */
	const char *more_words;  /* the flag that lists further ones, in a first column, or NULL */
	const struct tq_opt_group *groups;
	size_t n_groups;
	size_t size;

	bool (*open)(void *self, struct tq_run *run, struct tq_err *err);
	bool (*record)(void *self, const struct tq_rec *rec,
		       struct tq_out *out, struct tq_err *err);

	/* A source (tq-fetch) makes records itself instead; record is NULL. */
	bool (*source)(void *self, struct tq_run *run, struct tq_err *err);

	/* Says what is said at the end of input; NULL: nothing. */
	bool (*close)(void *self, struct tq_out *out, struct tq_err *err);

	/*
	 * With --state the stream goes on in the next run, so close is not
	 * called, except for a filter that tells of all records so far
	 * (tq-report): its close leaves the instance as it is.
	 */
	bool sums_up;

	void (*save)(void *self, struct tq_state *state);
	void (*load)(void *self, struct tq_state *state);
	void (*fini)(void *self);
};

/* In open: the fields whose values the filter will read. Others are only checked. */
void tq_want(struct tq_run *run, int field);

#endif
