/* SPDX-License-Identifier: ISC */
/* An answer as rows, or as a judgement on why there are none. */
#include "net/provider_inner.h"

#include "base/mem.h"

#include <stdlib.h>

static bool
is_success(const struct tq_reply *reply)
{
	return reply->status >= 200 && reply->status < 300;
}

/* One line, short enough for a message. */
static void
set_text(struct tq_judgement *judgement, struct tq_buf *text)
{
	for (size_t i = 0; i < text->n; i++)
		if ((unsigned char)text->p[i] < ' ' || text->p[i] == 0x7f)
			text->p[i] = ' ';
	if (text->n >= sizeof(judgement->text))
		text->n = sizeof(judgement->text) - 1;
	/* Not in the middle of a character. */
	while (text->n == sizeof(judgement->text) - 1 && text->n > 0 &&
	       ((unsigned char)text->p[text->n - 1] & 0xc0) == 0x80)
		text->n--;
	memcpy(judgement->text, tq_buf_text(text), text->n + 1);
}

static void
judge_as(struct tq_judgement *judgement, enum tq_call_class class, const char *text,
	 const char *detail)
{
	struct tq_buf line = {0};

	judgement->class = class;
	tq_buf_printf(&line, "%s%s", text, detail);
	set_text(judgement, &line);
	tq_buf_fini(&line);
}

static jv
headers_of(const struct tq_reply *reply)
{
	jv headers = jv_object();

	for (size_t i = reply->n_headers; i-- > 0;)
		headers = tq_jq_set_text(headers, reply->headers[i].name, reply->headers[i].value);
	return headers;
}

/* The input of the definition parse. */
static jv
input_of(const struct tq_ask *ask, const char *cursor, const struct tq_reply *reply, bool json,
	 jv body)
{
	jv input = tq_jq_set(jv_object(), "ask", tq_ask_input(ask, cursor));

	input = tq_jq_set(input, "status", jv_number(reply->status));
	input = tq_jq_set(input, "headers", headers_of(reply));
	input = tq_jq_set(input, "json", jv_bool(json));
	input = tq_jq_set(input, "received", jv_number((double)(reply->now / 1000000)));
	return tq_jq_set(input, "body", body);
}

static int
class_of(const char *name)
{
	for (int i = 0; name && tq_call_classes[i]; i++)
		if (strcmp(name, tq_call_classes[i]) == 0)
			return i;
	return -1;
}

/* {class, code, message, wait} over what HTTP said. */
static bool
take_error(const struct tq_ask *ask, const struct tq_reply *reply, const jv *error,
	   struct tq_judgement *judgement, struct tq_err *err)
{
	char *class = tq_jq_text(tq_jq_get(error, "class"));
	char *code = tq_jq_text(tq_jq_get(error, "code"));
	char *message = tq_jq_text(tq_jq_get(error, "message"));
	int at = class_of(class);
	struct tq_buf text = {0};
	int64_t wait;
	bool ok = true;

	if (at > TQ_CALL_OK)
		judgement->class = (enum tq_call_class)at;
	else if (class)
		ok = tq_fail(err, TQ_USAGE, "%s: parse: unknown class of error '%.40s'",
			     ask->provider->path, class);
	else if (is_success(reply))
		judgement->class = TQ_CALL_REFUSED;
	if (tq_jq_whole(tq_jq_get(error, "wait"), &wait) && wait > 0 && wait < 366 * 86400)
		judgement->wait = wait * TQ_SECOND;
	tq_buf_printf(&text, "%s%s%s", code ? code : "", code && message ? ": " : "",
		      message ? message : "");
	if (text.n > 0)
		set_text(judgement, &text);
	tq_buf_fini(&text);
	free(class);
	free(code);
	free(message);
	return ok;
}

static bool
broken(const struct tq_ask *ask, const char *what, struct tq_err *err)
{
	return tq_fail(err, TQ_USAGE, "%s: parse: %s", ask->provider->path, what);
}

/* next: a cursor that leads on. */
static bool
take_next(const struct tq_ask *ask, const char *cursor, const jv *result, struct tq_page *page,
	  struct tq_err *err)
{
	jv next = tq_jq_get(result, "next");
	bool null = jv_get_kind(next) == JV_KIND_NULL;

	if (!null)
		tq_jq_dump(jv_copy(next), &page->next);
	jv_free(next);
	if (!null && cursor && strcmp(tq_buf_text(&page->next), cursor) == 0)
		return broken(ask, "next is the cursor that led here", err);
	return true;
}

/* Names of the kind's further decimal fields. */
static const char **
numbers_of(const struct tq_ask *ask, char ***kept, int *n)
{
	jv kinds = tq_jq_get(&ask->provider->described, "kinds");
	jv kind = tq_jq_get(&kinds, ask->kind->name);
	jv names = tq_jq_get(&kind, "numbers");
	const char **list;

	*n = jv_get_kind(names) == JV_KIND_ARRAY ? jv_array_length(jv_copy(names)) : 0;
	*kept = tq_alloc((size_t)*n + 1, sizeof(**kept));
	list = tq_alloc((size_t)*n + 1, sizeof(*list));
	for (int i = 0; i < *n; i++) {
		(*kept)[i] = tq_jq_text(jv_array_get(jv_copy(names), i));
		list[i] = (*kept)[i] ? (*kept)[i] : "";
	}
	jv_free(names);
	jv_free(kind);
	jv_free(kinds);
	return list;
}

static bool
take_rows(struct tq_page_form *form, const jv *rows, struct tq_page *page, struct tq_err *err)
{
	int n = jv_array_length(jv_copy(*rows)), n_numbers;
	char **kept;
	const char **numbers = numbers_of(form->ask, &kept, &n_numbers);
	bool ok = true;

	form->numbers = numbers;
	for (int i = 0; i < n && ok; i++) {
		ok = tq_page_row(form, jv_array_get(jv_copy(*rows), i), page, err);
		if (!ok)
			tq_fail_prefix(err, "row %d", i + 1);
	}
	for (int i = 0; i < n_numbers; i++)
		free(kept[i]);
	free(kept);
	free(numbers);
	return ok;
}

static bool
take_page(const struct tq_ask *ask, const char *cursor, const struct tq_reply *reply,
	  const char *source, const jv *result, struct tq_page *page, struct tq_err *err)
{
	struct tq_page_form form = {.ask = ask, .received = reply->now / 1000000 * 1000000};
	jv rows = tq_jq_get(result, "rows"), now = tq_jq_get(result, "now");
	char *unit = tq_jq_text(tq_jq_get(result, "unit"));
	bool ok;

	tq_jq_dump(jv_string(ask->venue), &form.venue);
	if (source)
		tq_jq_dump(jv_string(source), &form.source);
	if (jv_get_kind(rows) != JV_KIND_ARRAY)
		ok = broken(ask, "gives neither rows nor error", err);
	else if (!tq_page_unit(unit, &form.unit))
		ok = broken(ask, "unit is none of s, ms, us, ns, rfc3339", err);
	else if (jv_get_kind(now) != JV_KIND_NULL &&
		 !tq_page_time(jv_copy(now), &form.unit, &page->now))
		ok = tq_fail(err, TQ_REFUSED, "now is no time of its unit");
	else if (ask->kind->type == TQ_TYPE_OTHER && page->now == TQ_TIME_NONE)
		ok = tq_fail(err, TQ_REFUSED, "now is missing");
	else
		ok = take_rows(&form, &rows, page, err) &&
		     take_next(ask, cursor, result, page, err);
	tq_buf_fini(&form.venue);
	tq_buf_fini(&form.source);
	free(unit);
	jv_free(now);
	jv_free(rows);
	return ok;
}

/* The definition's result, when it has one. */
static bool
take_result(const struct tq_ask *ask, const char *cursor, const struct tq_reply *reply,
	    const char *source, const jv *result, struct tq_page *page,
	    struct tq_judgement *judgement, struct tq_err *err)
{
	jv error = tq_jq_get(result, "error");
	bool failed = jv_get_kind(error) != JV_KIND_NULL, ok = true;

	if (failed)
		ok = take_error(ask, reply, &error, judgement, err);
	else if (is_success(reply))
		ok = take_page(ask, cursor, reply, source, result, page, err);
	jv_free(error);
	return ok;
}

bool
tq_provider_parse(const struct tq_ask *ask, const char *cursor, const struct tq_reply *reply,
		  const char *source, struct tq_page *page, struct tq_judgement *judgement,
		  struct tq_err *err)
{
	struct tq_str body = tq_buf_str(&reply->body);
	jv value, result;
	bool json, ok;

	*page = (struct tq_page){.now = TQ_TIME_NONE};
	tq_judge_http(reply, judgement);
	if (body.n == 0) {
		if (is_success(reply))
			judge_as(judgement, TQ_CALL_TRANSIENT, "empty answer", "");
		return true;
	}
	json = tq_jq_read(body, &value, err);
	if (!json && is_success(reply) && !ask->provider->text) {
		judge_as(judgement, TQ_CALL_TRANSIENT, "the answer is no JSON: ", err->text);
		return true;
	}
	if (!json)
		value = jv_string_sized(body.p, (int)body.n);
	if (!tq_jq_run(ask->provider->jq, TQ_JQ_PARSE,
		       input_of(ask, cursor, reply, json, value), &result, err)) {
		/* Whatever the provider makes of a failure's page: it is a failure. */
		if (!is_success(reply))
			return true;
		err->status = TQ_REFUSED;
		return tq_fail_prefix(err, "not the answer that was expected");
	}
	ok = take_result(ask, cursor, reply, source, &result, page, judgement, err);
	jv_free(result);
	if (!ok)
		tq_page_fini(page);
	return ok;
}

void
tq_page_fini(struct tq_page *page)
{
	tq_buf_fini(&page->text);
	tq_buf_fini(&page->next);
	free(page->row);
	*page = (struct tq_page){.now = TQ_TIME_NONE};
}
