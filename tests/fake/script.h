/* SPDX-License-Identifier: ISC */
#ifndef FAKE_SCRIPT_H
#define FAKE_SCRIPT_H

/*
 * What the fake exchange answers. A line of the script is an answer:
 *
 *	PATTERN KEY=VALUE ... FLAG ...
 *
 * The first line whose pattern (shell wildcards, over path and query if it has
 * a '?', else over the path) fits a request names the route; the lines of one
 * pattern are its answers in order, the last one for ever. # begins a comment,
 * "..." holds blanks, with \n \r \t \" \\ in it.
 *
 *	status=N        preset 200              type=MIME       of the body
 *	header=TEXT     "Name: value", repeats  text=TEXT       the body
 *	body=FILE       the body                dir=FOLDER      the file of the path in it, else 404
 *	gzip            the body is packed      etag=TEXT       304 to who has it
 *	times=N         answers so many         method=NAME     others get 405
 *	weight=N        what the limit counts   date=SECONDS    added to the Date header; none: no header
 *
 *	delay=MS        before anything         drip=N          bytes a second
 *	cut=N           closed after N bytes    length=N        a false Content-Length
 *	rst=N           reset after N bytes     close           no answer at all
 *	raw=TEXT        sent instead of HTTP    bomb=N          N zeros, packed
 *	chunked         no Content-Length
 *
 *	klines=START,STEP,ROWS   a history as Binance's /klines gives it (ms, ms): startTime,
 *	                endTime, limit (at most page=N, preset 1000) and interval are obeyed
 *	live            of klines: only bars that have begun by now, the last one unfinished
 *
 * In text: ${#} the number of the request on its route, from 1, ${now} the
 * server's clock in ms, ${NAME} a parameter of the query, ${@NAME} a header.
 *
 *	limit N WINDOW [grace=K] [ban=SECONDS]   in any WINDOW ms N of weight, then 429 with
 *	                Retry-After; after K of those 418, and 418 to all for so long
 *	skew SECONDS    added to the server's clock
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HEADERS = 16 };

struct answer {
	int status;
	char *header[HEADERS];
	size_t n_headers;
	char *type, *text, *body, *dir, *etag, *method, *raw;
	bool gzip, close, chunked, live, no_date;
	int64_t times, weight, date, delay, drip, cut, length, rst, bomb;
	int64_t start, step, rows, page;
};

struct route {
	char *pattern;
	struct answer *answers;
	size_t n;
	size_t at;               /* the answer in force */
	int64_t used;            /* how often it was given */
	int64_t requests;
};

struct script {
	struct route *routes;
	size_t n;
	int64_t limit, window, grace, ban, skew;
};

/* Ends the program with a message where the script is wrong. */
void script_read(struct script *script, const char *path);

/* The route of a request, or NULL. */
struct route *script_route(struct script *script, const char *path, const char *target);

/* The route's next answer. */
const struct answer *route_next(struct route *route);

/* Fails the program. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
