/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_CALL_H
#define TQ_NET_CALL_H

/*
 * A call: one HTTP request with everything that may happen to it. Before it
 * goes out it passes the replay, the cache, the breaker and the limiter of its
 * host; what comes back is judged (by the provider, since some venues send
 * errors with status 200) and tried again when that makes sense.
 *
 *	class      again?                          status of the program in the end
 *	transient  backoff with full jitter        TQ_RETRY   "503 ... after 5 tries"
 *	rate       after the server's own time     TQ_RETRY
 *	ban        no; the host is left alone      TQ_RETRY   "banned until 2024-..."
 *	           until then, by all processes
 *	auth       no                              TQ_LOGIN
 *	clock      once                            TQ_RETRY
 *	refused    no (400, 403, 404, 410, symbol) TQ_REFUSED
 *	geo        no (451)                        TQ_REFUSED
 *
 * The wait before try n+1 is uniform in 0 .. min(max_delay, delay * 2^(n-1))
 * (full jitter), or what the server asks for (net/judge.h) when that is longer,
 * at most max_wait; a try that could not begin before the deadline is not
 * waited for. The deadline begins with the first try. retries 0 is one attempt.
 *
 * What a server asks for with 429 and 418 is kept with the limiter: a call of
 * any process that comes before then waits (429, up to max_wait) or fails (418)
 * without a request. A run that finds the breaker open fails at once; one whose
 * own calls opened it waits for it, as it would for another try.
 *
 * A good answer is cached, unless it goes into a file or is to be recorded; of
 * equal calls at one time, in all processes, one is sent. In a replay and
 * offline nobody is asked.
 *
 * Many calls are under way at once in one thread, over few connections:
 *
 *	tq_caller_start(caller, &call);
 *	while ((done = tq_caller_wait(caller, timeout)))
 *		... done->err.status == TQ_OK: done->reply is there
 *
 * https only; http for loopback addresses with insecure_http. Certificates are
 * always verified. A redirect to another host is refused. Proxies are those of
 * the environment (https_proxy, no_proxy); the loopback's http has none. Secrets
 * never reach a log, a trace, the cache or a recording (base/secret.h).
 */
#include "base/buf.h"
#include "base/error.h"
#include "base/option.h"
#include "base/secret.h"
#include "net/limiter.h"
#include "net/reply.h"
#include "time/instant.h"

enum tq_call_class {
	TQ_CALL_OK, TQ_CALL_TRANSIENT, TQ_CALL_RATE, TQ_CALL_BAN, TQ_CALL_AUTH, TQ_CALL_CLOCK,
	TQ_CALL_REFUSED, TQ_CALL_GEO
};

/* "ok", "transient", ... as providers write them; NULL-ended. */
extern const char *const tq_call_classes[];

struct tq_judgement {
	enum tq_call_class class;
	char text[240];          /* what the venue said, one line */
	tq_time wait;            /* the server's own, beyond its headers; 0 */
};

/* What HTTP alone says of a reply: status, Retry-After, rate headers, no answer. */
void tq_judge_http(const struct tq_reply *reply, struct tq_judgement *judgement);

struct tq_call {
	/* The request; texts are borrowed until the call is done. */
	const char *method;      /* "GET" */
	const char *url;
	const struct tq_http_header *headers;    /* values may hold {name} of a secret */
	size_t n_headers;
	const char *body;        /* or NULL */
	const struct tq_secrets *secrets;        /* or NULL */
	const char *to_file;     /* a good body goes there as it came, made with mode 0600,
	                            emptied first, gone after a failure, not synced; or NULL */
	int64_t max_body;        /* 0: the caller's */

	/* What it costs, and what is known of it. */
	const struct tq_limit *limits;
	size_t n_limits;
	int64_t weight;
	bool urgent;             /* may use the limiter's reserve */
	bool fresh;              /* never from the cache, nor into it */
	const char *version;     /* part of the cache's key: provider and its version */

	/* Judges an answer further than HTTP does, once an answer; NULL: tq_judge_http only. */
	void (*judge)(struct tq_call *call, struct tq_judgement *judgement);
	void *owner;

	/* The result. */
	struct tq_err err;       /* TQ_OK: the reply is good */
	enum tq_call_class class;
	struct tq_reply reply;
	unsigned attempts;       /* requests that went out */
	tq_time sent;            /* when the last of them did, by the local clock; 0: none */

	struct tq_call_inner *inner;     /* the caller's own */
};

struct tq_caller_options {
	tq_time timeout;         /* of one attempt, preset 30s */
	tq_time connect_timeout; /* preset 10s */
	tq_time deadline;        /* of a call with all its tries, preset 5m */
	int64_t retries;         /* tries after the first, preset 4 */
	tq_time delay;           /* preset 1s */
	tq_time max_delay;       /* preset 60s */
	tq_time max_wait;        /* longest Retry-After that is waited for, preset 2m */
	int64_t connections;     /* sockets at most, preset 8 */
	int64_t max_body;        /* bytes of a body, decoded, preset 64M */
	struct tq_moment_age {
		bool given;
		tq_time age;
	} max_age;               /* answers from the cache up to this old */
	bool offline;            /* cache and replay only */
	bool insecure_http;
	bool trace;              /* each request and answer on stderr, without secrets */
	const char *ca_file;     /* further authorities to trust, or NULL */
	const char *record;      /* folder, or NULL */
	const char *replay;      /* folder, or NULL */
};

/* Rows for the option table of a tool; at is relative to tq_caller_options. */
enum { TQ_CALLER_ROWS = 16 };
extern const struct tq_opt tq_caller_rows[TQ_CALLER_ROWS];

struct tq_caller;

struct tq_caller *tq_caller_new(const struct tq_caller_options *options, struct tq_err *err);
void tq_caller_free(struct tq_caller *caller);

void tq_caller_start(struct tq_caller *caller, struct tq_call *call);

/*
 * The next call that is done; NULL when none is after timeout nanoseconds
 * (negative: as long as it takes), or at once when none is under way.
 */
struct tq_call *tq_caller_wait(struct tq_caller *caller, tq_time timeout);

/*
 * Lets go of every call that was started: none is given back any more. To be
 * called before the calls' own memory goes, when they are not waited for.
 */
void tq_caller_stop(struct tq_caller *caller);

/* One call, from start to end. */
bool tq_caller_run(struct tq_caller *caller, struct tq_call *call, struct tq_err *err);

/* Calls that are started and that tq_caller_wait has not given back. */
size_t tq_caller_pending(const struct tq_caller *caller);

/* Frees what the reply holds. */
void tq_call_fini(struct tq_call *call);

/* The local clock, or in a replay the clock of the recording. */
tq_time tq_caller_now(const struct tq_caller *caller);

#endif
