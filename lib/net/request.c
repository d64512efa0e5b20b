/* SPDX-License-Identifier: ISC */
/* An ask's next request: what the definition request gave, as a call. */
#include "net/provider_inner.h"

#include "base/mem.h"

#include <stdlib.h>

/* Milliseconds, rounded towards minus and towards plus infinity. */
static int64_t
ms_of(tq_time t)
{
	return t / 1000000 - (t % 1000000 < 0);
}

static int64_t
ms_up(tq_time t)
{
	return t / 1000000 + (t % 1000000 > 0);
}

/*
 * How many rows to ask for: what the kind gives, the user wants, the window
 * holds. Of the newest the venue's own number, if nobody wants another.
 */
static int64_t
limit_of(const struct tq_ask *ask)
{
	bool timed = ask->kind->paging <= TQ_PAGING_WINDOW;
	tq_time step = *ask->interval_text ? tq_interval_ns(ask->interval) : 0;
	int64_t limit = ask->kind->rows;

	if ((ask->limit > 0 || !timed) && (limit == 0 || ask->limit < limit))
		limit = ask->limit;
	if (ask->kind->type == TQ_TYPE_BAR && timed && step > 0 && ask->to > ask->from) {
		int64_t bars = (ask->to - ask->from - 1) / step + 1;

		if (limit == 0 || bars < limit)
			limit = bars;
	}
	return limit;
}

static jv
number_or_null(int64_t number, bool there)
{
	return there ? jv_number((double)number) : jv_null();
}

static jv
credentials_there(const struct tq_provider *provider)
{
	jv list = jv_array();

	for (const char *const *name = provider->credentials; name && *name; name++)
		if (provider->secrets && tq_secrets_get(provider->secrets, *name))
			list = jv_array_append(list, jv_string(*name));
	return list;
}

jv
tq_ask_input(const struct tq_ask *ask, const char *cursor)
{
	bool timed = ask->kind->paging == TQ_PAGING_FORWARD ||
		     ask->kind->paging == TQ_PAGING_WINDOW;
	bool has_interval = *ask->interval_text != '\0';
	tq_time step = has_interval ? tq_interval_ns(ask->interval) : 0;
	int64_t limit = limit_of(ask);
	jv input = tq_jq_set_text(jv_object(), "kind", ask->kind->name);

	input = tq_jq_set_text(input, "market", ask->kind->market);
	input = tq_jq_set_text(input, "symbol", ask->symbol);
	input = tq_jq_set_text(input, "native", ask->native);
	input = tq_jq_set_text(input, "interval", has_interval ? ask->interval_text : NULL);
	input = tq_jq_set(input, "interval_ms", number_or_null(step / 1000000, step > 0));
	input = tq_jq_set(input, "from", number_or_null(ms_of(ask->from), timed));
	input = tq_jq_set(input, "to", number_or_null(ms_up(ask->to), timed));
	input = tq_jq_set(input, "now", number_or_null(ms_of(ask->now), ask->now != TQ_TIME_NONE));
	input = tq_jq_set(input, "limit", number_or_null(limit, limit > 0));
	input = tq_jq_set(input, "rows", number_or_null(ask->kind->rows, ask->kind->rows > 0));
	input = tq_jq_set(input, "credentials", credentials_there(ask->provider));
	return tq_jq_set(input, "cursor", cursor ? jv_parse(cursor) : jv_null());
}

/* What is being made: texts lie in the call's buffer, as offsets until it is whole. */
struct making {
	const struct tq_ask *ask;
	struct tq_provider_call *call;
	const jv *request;
	const struct tq_base *base;
	size_t method, url, body;
	bool has_body, secret;
	size_t *header;          /* name and value of each */
	size_t n_headers;
	struct tq_err *err;
};

static bool
wrong(const struct making *m, const char *what)
{
	return tq_fail(m->err, TQ_USAGE, "%s: request: %s", m->ask->provider->path, what);
}

static bool
find_base(struct making *m)
{
	const struct tq_provider *provider = m->ask->provider;
	char *name = tq_jq_text(tq_jq_get(m->request, "base"));
	const char *want = name ? name : m->ask->kind->market;

	for (size_t i = 0; i < provider->n_bases && !m->base; i++)
		if (strcmp(provider->base[i].name, want) == 0)
			m->base = &provider->base[i];
	if (!m->base && !name)
		m->base = &provider->base[0];
	free(name);
	return m->base || wrong(m, "base is none of bases");
}

static bool
put_url(struct making *m)
{
	struct tq_buf *text = &m->call->text;

	m->url = text->n;
	tq_buf_puts(text, m->base->url);
	if (!tq_request_path(tq_jq_get(m->request, "path"), text))
		return wrong(m, "path is neither a list of segments nor text that begins with a "
				"slash");
	if (!tq_request_query(tq_jq_get(m->request, "query"), text))
		return wrong(m, "query is no list of [name, value]");
	tq_buf_put(text, "", 1);
	return true;
}

/* Control characters would begin another header. */
static bool
is_header(const char *name, const char *value)
{
	for (const char *p = name; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", *p))
			return false;
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return *name != '\0';
}

static bool
put_header(struct making *m, const jv *pair)
{
	bool two = jv_get_kind(*pair) == JV_KIND_ARRAY && jv_array_length(jv_copy(*pair)) == 2;
	char *name = two ? tq_jq_text(jv_array_get(jv_copy(*pair), 0)) : NULL;
	char *value = two ? tq_jq_text(jv_array_get(jv_copy(*pair), 1)) : NULL;
	bool ok = name && value && is_header(name, value);

	if (ok) {
		m->secret = m->secret || strchr(value, '{');
		m->header[2 * m->n_headers] = m->call->text.n;
		tq_buf_put(&m->call->text, name, strlen(name) + 1);
		m->header[2 * m->n_headers + 1] = m->call->text.n;
		tq_buf_put(&m->call->text, value, strlen(value) + 1);
		m->n_headers++;
	}
	free(name);
	free(value);
	return ok || wrong(m, "headers is no list of [name, text]");
}

static bool
put_headers(struct making *m)
{
	jv headers = tq_jq_get(m->request, "headers");
	bool is_array = jv_get_kind(headers) == JV_KIND_ARRAY;
	int n = is_array ? jv_array_length(jv_copy(headers)) : 0;
	bool ok = is_array || jv_get_kind(headers) == JV_KIND_NULL ||
		  wrong(m, "headers is no list");

	m->header = tq_alloc(2 * (size_t)n + 1, sizeof(*m->header));
	for (int i = 0; i < n && ok; i++) {
		jv pair = jv_array_get(jv_copy(headers), i);

		ok = put_header(m, &pair);
		jv_free(pair);
	}
	jv_free(headers);
	return ok;
}

/* A text with a preset; *at its place. */
static bool
put_optional(struct making *m, const char *field, const char *preset, size_t *at, bool *there)
{
	jv value = tq_jq_get(m->request, field);
	bool null = jv_get_kind(value) == JV_KIND_NULL;
	char *text = tq_jq_text(value);

	*there = text || preset;
	*at = m->call->text.n;
	if (*there)
		tq_buf_put(&m->call->text, text ? text : preset,
			   strlen(text ? text : preset) + 1);
	free(text);
	return null || *there || wrong(m, "method or body is no text");
}

/* Whether a limit counts: it is named, or none are and it is not apart. */
static bool
counts(const struct tq_base *base, size_t i, const jv *names)
{
	if (jv_get_kind(*names) != JV_KIND_ARRAY)
		return !base->apart[i];
	jv_array_foreach(*names, j, name) {
		bool same = jv_get_kind(name) == JV_KIND_STRING &&
			    strcmp(jv_string_value(name), base->limits[i].name) == 0;

		jv_free(name);
		if (same)
			return true;
	}
	return false;
}

static bool
put_limits(struct making *m)
{
	struct tq_call *call = &m->call->call;
	jv names = tq_jq_get(m->request, "limits");
	jv weight = tq_jq_get(m->request, "weight");
	bool named = jv_get_kind(names) == JV_KIND_ARRAY;
	int want = named ? jv_array_length(jv_copy(names)) : 0;
	bool ok = true;

	m->call->limits = tq_alloc(m->base->n_limits + 1, sizeof(*m->call->limits));
	for (size_t i = 0; i < m->base->n_limits; i++)
		if (counts(m->base, i, &names))
			m->call->limits[call->n_limits++] = m->base->limits[i];
	if (named && call->n_limits != (size_t)want)
		ok = wrong(m, "limits names one that the base does not have");
	call->weight = 1;
	if (jv_get_kind(weight) != JV_KIND_NULL &&
	    (!tq_jq_whole(jv_copy(weight), &call->weight) || call->weight < 0))
		ok = wrong(m, "weight is no count");
	jv_free(names);
	jv_free(weight);
	return ok;
}

/* The buffer does not move any more. */
static void
point(struct making *m)
{
	struct tq_provider_call *made = m->call;
	const char *text = made->text.p;

	made->headers = tq_alloc(m->n_headers + 1, sizeof(*made->headers));
	for (size_t i = 0; i < m->n_headers; i++)
		made->headers[i] = (struct tq_http_header){text + m->header[2 * i],
							   text + m->header[2 * i + 1]};
	made->call.method = text + m->method;
	made->call.url = text + m->url;
	made->call.body = m->has_body ? text + m->body : NULL;
	made->call.headers = made->headers;
	made->call.n_headers = m->n_headers;
	made->call.limits = made->limits;
	made->call.version = m->ask->provider->version;
	made->call.secrets = m->ask->provider->secrets;
}

static bool
make(struct making *m)
{
	const struct tq_provider *provider = m->ask->provider;
	bool ignored;

	if (jv_get_kind(*m->request) != JV_KIND_OBJECT)
		return wrong(m, "gives no object");
	if (!find_base(m) || !put_url(m) || !put_headers(m) || !put_limits(m) ||
	    !put_optional(m, "method", "GET", &m->method, &ignored) ||
	    !put_optional(m, "body", NULL, &m->body, &m->has_body))
		return false;
	if (m->secret && !provider->secrets)
		return tq_fail(m->err, TQ_LOGIN, "%s: no credentials are there", provider->name);
	if (m->secret && !tq_provider_bound(provider, m->base, m->err))
		return false;
	point(m);
	return true;
}

bool
tq_provider_request(const struct tq_ask *ask, const char *cursor, struct tq_provider_call *call,
		    struct tq_err *err)
{
	struct making m = {.ask = ask, .call = call, .err = err};
	jv request;
	bool ok;

	*call = (struct tq_provider_call){0};
	if (!tq_jq_run(ask->provider->jq, TQ_JQ_REQUEST, tq_ask_input(ask, cursor), &request, err))
		return false;
	m.request = &request;
	ok = make(&m);
	free(m.header);
	jv_free(request);
	if (!ok)
		tq_provider_call_fini(call);
	return ok;
}

void
tq_provider_call_fini(struct tq_provider_call *call)
{
	/* All that a call which is over holds. */
	tq_reply_fini(&call->call.reply);
	tq_buf_fini(&call->text);
	free(call->headers);
	free(call->limits);
	*call = (struct tq_provider_call){0};
}
