/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_PROVIDER_H
#define TQ_NET_PROVIDER_H

/*
 * A venue as a file: share/providers/NAME.jq (or, first, the user's own in
 * $XDG_CONFIG_HOME/tq/providers) holds jq definitions only, and everything
 * that is special about the venue is in it (tq-provider(5)):
 *
 *	def provider: {...};     what it is: hosts, markets, kinds, intervals, limits
 *	def symbol: ...;         {symbol, market, kind} to {symbol, native} or {error}
 *	def request: ...;        an ask to {base, path, query, headers, weight, method, body}
 *	def parse: ...;          {ask, status, headers, body} to {rows, unit, next} or {error}
 *	def archive: ...;        ask, period, date to {path, checksum, columns, unit} (optional)
 *
 * JSON numbers of a body reach jq as strings, so nothing is rounded; what comes
 * back is checked against the record's schema and written as decimals.
 *
 * The life of an ask: resolve (refuses what the venue does not have, before
 * any request), then for each window of time request, call, parse, until parse
 * gives no cursor.
 */
#include "net/call.h"
#include "record/field.h"
#include "time/interval.h"

struct tq_provider;

/* How the rows of a kind are walked through. */
enum tq_paging {
	TQ_PAGING_FORWARD,       /* ascending pages from `from` on; the cursor leads to `to` */
	TQ_PAGING_WINDOW,        /* windows of at most rows * interval or span, in any order */
	TQ_PAGING_LATEST,        /* only the newest rows can be had: one request */
	TQ_PAGING_LIST           /* no time at all: instruments */
};

/* A kind of records that a provider has, in one market. Texts are the provider's. */
struct tq_provider_kind {
	const char *name;        /* bar, tick, quote, book, funding, open_interest, long_short,
	                            liquidation, instrument, price; mark_bar: bars of another
	                            price; time: the venue's clock */
	const char *market;
	enum tq_type type;
	enum tq_paging paging;
	int64_t rows;            /* at most in an answer; 0: not told */
	tq_time span;            /* longest window, ns; 0: none */
	int64_t reach;           /* bars back from now that can be had at all; 0: all */
	tq_time past;            /* the same as a duration, ns; 0: all */
	const char *const *intervals;    /* tq's names, NULL-ended; NULL: the kind has none */
	const char *note;        /* what a user should know, or NULL */
	bool archive;            /* bulk files exist */
	bool credentials;        /* cannot be asked without */
	bool synthetic;          /* bars of a price that nobody trades at */
};

/* What is wanted of a venue. Filled by tq_ask_resolve; tq_ask_fini frees. */
struct tq_ask {
	struct tq_provider *provider;
	const struct tq_provider_kind *kind;     /* with rows, span, reach of this interval */
	char *symbol;            /* as records have it: BTC/USDT; NULL: none was named (a list) */
	char *native;            /* as the venue has it: BTCUSDT; NULL */
	char *venue;             /* as records have it: binance, binance-um, binance-um-mark */
	char interval_text[16];  /* empty when the kind has none */
	struct tq_interval interval;
	tq_time from, to;        /* of a window: from <= time < to */
	int64_t limit;           /* rows wanted (LATEST: depth of a book); 0: the venue's */
	tq_time now;             /* when the walk began, tq_caller_now: set by who walks;
	                            TQ_TIME_NONE: not told */
};

/* Names of all providers there are, sorted; free with tq_provider_names_free. */
char **tq_provider_names(size_t *n);
void tq_provider_names_free(char **names, size_t n);

/* TQ_USAGE with the near misses when there is none; the fault's place when it is broken. */
struct tq_provider *tq_provider_load(const char *name, struct tq_err *err);
void tq_provider_free(struct tq_provider *provider);

const char *tq_provider_name(const struct tq_provider *provider);
const char *tq_provider_title(const struct tq_provider *provider);
const char *tq_provider_version(const struct tq_provider *provider);     /* NAME/VERSION */
const char *const *tq_provider_markets(const struct tq_provider *provider);      /* first: preset */
const struct tq_provider_kind *tq_provider_kinds(const struct tq_provider *provider, size_t *n);

/*
 * Another address for a base, for mirrors and tests: "http://127.0.0.1:8080"
 * for all, or "spot=https://...". TQ_USAGE when it is no base of the provider
 * (F4.33), and when the provider has credentials that are not bound to it.
 */
bool tq_provider_rebase(struct tq_provider *provider, const char *text, struct tq_err *err);

/*
 * The file with the credentials; path NULL: $XDG_CONFIG_HOME/tq/credentials/NAME,
 * which need not be there. A line base = URL binds them to another address.
 */
bool tq_provider_login(struct tq_provider *provider, const char *path, struct tq_err *err);

/* What somebody wants to ask. */
struct tq_ask_wish {
	const char *kind;        /* NULL: bar */
	const char *market;      /* NULL: the provider's first */
	const char *symbol;      /* NULL: a kind without one */
	const char *interval;    /* NULL: 1d for bars */
	int64_t limit;
};

/* Everything that can be refused without a request is refused here: TQ_USAGE, near misses. */
bool tq_ask_resolve(struct tq_provider *provider, const struct tq_ask_wish *wish,
		    struct tq_ask *ask, struct tq_err *err);
void tq_ask_fini(struct tq_ask *ask);

/*
 * Whether the ask's symbol is one of names, a list of the venue's symbols in
 * this market that was fetched before; TQ_USAGE with the near misses.
 */
bool tq_ask_known(const struct tq_ask *ask, const char *const *names, size_t n,
		  struct tq_err *err);

/*
 * The call of an ask's window: url, headers, limits, weight, version. cursor is
 * the JSON that parse gave as next, or NULL. Texts live until fini.
 */
struct tq_provider_call {
	struct tq_call call;
	struct tq_buf text;
	struct tq_http_header *headers;
	struct tq_limit *limits;
};
bool tq_provider_request(const struct tq_ask *ask, const char *cursor,
			 struct tq_provider_call *call, struct tq_err *err);
void tq_provider_call_fini(struct tq_provider_call *call);

/*
 * A record of a page: its line is text.p[at .. at + n), a newline behind it.
 * The line never has the field closed: who keeps an unfinished bar adds it.
 */
struct tq_page_row {
	tq_time time;            /* TQ_TIME_NONE: it has none (an instrument) */
	size_t at, n;
	bool closed;             /* what the venue says, ... */
	bool closed_told;        /* ... if it says */
};

struct tq_page {
	struct tq_buf text;
	struct tq_page_row *row; /* in the order of the page */
	size_t n, cap;
	struct tq_buf next;      /* the cursor as JSON; n == 0: the window is done */
	tq_time now;             /* the venue's clock if the body tells it; TQ_TIME_NONE */
};

/*
 * An answer to rows; cursor as it was for the request. What the venue refused,
 * inside HTTP 200 or not, is in judgement with its class and is no failure;
 * false is a broken answer (TQ_REFUSED: "row 3: price is no decimal: ...") or a
 * broken provider (TQ_USAGE). A row is never dropped in silence.
 *
 * source is what the record's field of that name will say, NULL: none.
 */
bool tq_provider_parse(const struct tq_ask *ask, const char *cursor,
		       const struct tq_reply *reply, const char *source, struct tq_page *page,
		       struct tq_judgement *judgement, struct tq_err *err);
void tq_page_fini(struct tq_page *page);

/* A file of the bulk archive that holds one month or one day. */
struct tq_archive_file {
	char *url, *checksum_url;
	char *name;              /* as the checksum file calls it */
	char *columns;           /* as tq-fetch file --columns */
	enum tq_time_unit unit;
	bool unit_by_magnitude;  /* times over 10^14 are us, else ms */
	bool header_maybe;       /* the first line may be a header */
};
enum tq_archive_period { TQ_ARCHIVE_MONTH, TQ_ARCHIVE_DAY };

/* *there is false when the archive has no such file for the ask. */
bool tq_provider_archive(const struct tq_ask *ask, enum tq_archive_period period, tq_time start,
			 bool *there, struct tq_archive_file *file, struct tq_err *err);
void tq_archive_file_fini(struct tq_archive_file *file);

/* The provider's description as JSON on several lines, for --describe. */
void tq_provider_describe(const struct tq_provider *provider, struct tq_buf *out);

#endif
