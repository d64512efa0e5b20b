/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_STREAM_H
#define TQ_RECORD_STREAM_H

/*
 * The loop that every filter runs in: input files (or standard input) in
 * large blocks, each line to a record, each record to the filter; what the
 * filter says is written before a read that would block, so a live line is
 * never held back.
 *
 * A line that cannot be read, or that the filter refuses with TQ_DATA, is
 * handled by on_error: stop ends the run with its place ("bars.ndjson:17:
 * ..."); skip goes on, and the run ends with TQ_DATA because a line was lost;
 * quarantine writes a reject record with the line, its place and the reason
 * (to the rejects file, or into the output in the line's place) and goes on.
 *
 * With watermarks on (--state), the last bar time of each series is kept; a
 * resumed run drops bars that the saved one has counted already.
 */
#include "record/filter.h"
#include "record/reader.h"
#include "record/sink.h"

enum tq_on_error { TQ_ON_ERROR_STOP, TQ_ON_ERROR_SKIP, TQ_ON_ERROR_QUARANTINE };

struct tq_stream_options {
	enum tq_on_error on_error;
	const char *rejects;     /* file of the quarantine, or NULL */
	size_t max_line;         /* 0: TQ_MAX_LINE */
	int max_depth;           /* 0: TQ_MAX_DEPTH */
	bool watermarks;
};

struct tq_stream_stats {
	uint64_t lines;          /* read */
	uint64_t bytes;
	uint64_t refused;        /* skipped or quarantined */
	uint64_t dropped;        /* counted already before the resume */
};

struct tq_stream;
struct tq_watermarks;

/* The reader for run->reader belongs to the stream. */
struct tq_stream *tq_stream_new(const struct tq_stream_options *options);
struct tq_reader *tq_stream_reader(struct tq_stream *stream);
void tq_stream_free(struct tq_stream *stream);

/*
 * Runs filter over run's operands ("-" and none: standard input) up to the end
 * of input, or runs a source. close, save and the last flush are the caller's.
 */
bool tq_stream_run(struct tq_stream *stream, const struct tq_filter *filter, void *self,
		   struct tq_run *run, struct tq_err *err);

/* What the stream was made with, with the limits that stand for 0. */
const struct tq_stream_options *tq_stream_options(const struct tq_stream *stream);

/*
 * For a source, which reads its files itself: a row that is refused for what
 * err says (TQ_DATA; anything else is given back as it is), handled by
 * on_error as a line of a filter is. And what it has read, for the counts.
 */
bool tq_stream_refuse(struct tq_stream *stream, const char *file, uint64_t line_no,
		      uint64_t offset, struct tq_str row, struct tq_err *err);
void tq_stream_count(struct tq_stream *stream, uint64_t lines, uint64_t bytes);

/*
 * For a filter that holds records back (tq-validate --repair): as
 * tq_stream_refuse, for a line that came before the one that is being
 * processed. When it returns false the filter returns false as well, and
 * nothing more is said of it.
 */
bool tq_stream_refuse_held(struct tq_stream *stream, const char *file, uint64_t line_no,
			   uint64_t offset, struct tq_str line, struct tq_err *err);

/* The file that is being read, as messages call it; lives as long as the stream. */
const char *tq_stream_name(const struct tq_stream *stream);

/* Writes what is gathered if there is enough of it, or always; fills err. */
bool tq_stream_write(struct tq_stream *stream, bool all, struct tq_err *err);

const struct tq_stream_stats *tq_stream_stats(const struct tq_stream *stream);

/* The watermarks for the state file (record/watermark.h). */
struct tq_watermarks *tq_stream_watermarks(struct tq_stream *stream);

/* Pipes at both ends as large as the system allows, up to 1 MiB. */
void tq_grow_pipe(int fd);

#endif
