/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_PROVIDER_INNER_H
#define TQ_NET_PROVIDER_INNER_H

/* The inside of a provider, for the files that read, ask and parse with it. */
#include "net/jq.h"
#include "net/provider.h"

struct tq_base {
	const char *name;
	char *url;               /* without a slash at its end */
	struct tq_limit *limits;
	bool *apart;             /* by limit: only for requests that name it */
	size_t n_limits;
	bool rebased;
};

struct tq_kind_at {
	const struct tq_provider_kind *kind;
	const char *interval;
	struct tq_provider_kind *own;
};

struct tq_provider {
	char *path;
	struct tq_jq *jq;
	jv described;            /* what the definition provider gave */
	const char *name, *title, *version;
	const char **markets;    /* NULL-ended, as the lists below */
	struct tq_base *base;
	size_t n_bases;
	const char **credentials;
	bool text;
	struct tq_provider_kind *kind;
	size_t n_kinds;
	struct tq_kind_at *at;   /* kinds as they are for an interval, as they were asked for */
	size_t n_at;
	struct tq_secrets *secrets;      /* or NULL */
	char **kept;             /* every text and list above */
	size_t n_kept;
};

/* Faults of a description, gathered so that all are said at once. */
struct tq_provider_faults {
	struct tq_buf text;
	size_t n;
};
void tq_provider_fault(struct tq_provider_faults *faults, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Keeps a block that came from tq_alloc or tq_str_dup until the provider is freed. */
void *tq_provider_keep(struct tq_provider *provider, void *block);

/* The texts of an array, kept and NULL-ended; NULL with a fault that begins with what. */
const char **tq_provider_texts(struct tq_provider *provider, jv array, const char *what,
			       struct tq_provider_faults *faults);

/* Reads provider->described into the fields above. */
bool tq_provider_read(struct tq_provider *provider, struct tq_err *err);

/* The kinds of it; the other fields are there. */
void tq_provider_read_kinds(struct tq_provider *provider, struct tq_provider_faults *faults);

/*
 * A kind as it is for one of its intervals (NULL: itself); it belongs to the
 * provider. What is wrong becomes a fault.
 */
const struct tq_provider_kind *tq_provider_kind_at(struct tq_provider *provider,
						   const struct tq_provider_kind *kind,
						   const char *interval,
						   struct tq_provider_faults *faults);

/* "mark_bar" is of type bar with "mark" before it; TQ_TYPE_OTHER: no kind (time is one, too). */
enum tq_type tq_provider_kind_type(struct tq_str name, struct tq_str *before);

/* Whether the list (NULL-ended) has the text; NULL has none. */
bool tq_provider_lists(const char *const *list, const char *text);

/* The path of something of the user's below $XDG_CONFIG_HOME/tq; false: there is no home. */
bool tq_user_config(const char *folder, const char *name, const char *end, struct tq_buf *out);

/* Whether the secrets may go to this base. */
bool tq_provider_bound(const struct tq_provider *provider, const struct tq_base *base,
		       struct tq_err *err);

/* The input of request and parse; cursor is JSON or NULL. */
jv tq_ask_input(const struct tq_ask *ask, const char *cursor);

/* path: a list of segments, or text that begins with a slash. False: it is neither. */
bool tq_request_path(jv path, struct tq_buf *out);
/* query: null or a list of [name, value]. False: it is neither. */
bool tq_request_query(jv query, struct tq_buf *out);

/* How times of a page are written. */
struct tq_page_unit {
	enum tq_time_unit unit;
	bool rfc3339;
};
/* unit NULL: milliseconds; false: there is no such unit. */
bool tq_page_unit(const char *unit, struct tq_page_unit *out);
bool tq_page_time(jv value, const struct tq_page_unit *unit, tq_time *out);

/* What is the same in all rows of a page. */
struct tq_page_form {
	const struct tq_ask *ask;
	struct tq_page_unit unit;
	tq_time received;
	struct tq_buf venue;     /* as JSON */
	struct tq_buf source;    /* as JSON; n == 0: none */
	const char *const *numbers;      /* further decimal fields, NULL-ended; or NULL */
};

/* Puts a row's line behind page->text and its place behind page->row. TQ_REFUSED: why not. */
bool tq_page_row(const struct tq_page_form *form, jv row, struct tq_page *page,
		 struct tq_err *err);

#endif
