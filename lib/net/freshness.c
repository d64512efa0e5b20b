/* SPDX-License-Identifier: ISC */
#include "net/freshness.h"

#include "net/http_date.h"

#include <stdint.h>
#include <strings.h>

/* RFC 9111, 1.2.2: what is larger counts as this many seconds. */
#define SECONDS_MOST INT64_C(2147483648)

/* What Cache-Control says, over all its lines. */
struct control {
	bool malformed, no_store, no_cache, aged;
	tq_time max_age;
};

static bool
seconds(struct tq_str text, tq_time *out)
{
	int64_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		n = n * 10 + (text.p[i] - '0');
		n = n < SECONDS_MOST ? n : SECONDS_MOST;
	}
	*out = n * TQ_SECOND;
	return text.n > 0;
}

static bool
is_token(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static struct tq_str
token(const char **p)
{
	struct tq_str s = {*p, 0};

	while (is_token((*p)[s.n]))
		s.n++;
	*p += s.n;
	return s;
}

/* Behind an opening quote; false when the text ends before the closing one. */
static bool
quoted(const char **p, struct tq_str *s)
{
	s->p = *p;
	for (; **p != '"'; ++*p) {
		if (**p == '\\')
			++*p;
		if (**p == '\0')
			return false;
	}
	s->n = (size_t)(*p - s->p);
	++*p;
	return true;
}

static bool
same(struct tq_str a, const char *b)
{
	return a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

/* The strictest of what stands twice counts. */
static void
take(struct control *control, struct tq_str name, struct tq_str value)
{
	tq_time age = 0;

	if (same(name, "no-store"))
		control->no_store = true;
	if (same(name, "no-cache"))
		control->no_cache = true;
	if (!same(name, "max-age"))
		return;
	if (!seconds(value, &age))
		control->malformed = true;
	if (!control->aged || age < control->max_age)
		control->max_age = age;
	control->aged = true;
}

static void
blanks(const char **p)
{
	while (**p == ' ' || **p == '\t')
		++*p;
}

static void
read_control(struct control *control, const char *p)
{
	for (;;) {
		struct tq_str name, value = {"", 0};

		for (blanks(&p); *p == ','; blanks(&p))
			p++;
		if (*p == '\0')
			return;
		name = token(&p);
		if (*p == '=') {
			p++;
			if (*p != '"')
				value = token(&p);
			else if (p++, !quoted(&p, &value))
				control->malformed = true;
		}
		blanks(&p);
		take(control, name, value);
		if (name.n == 0 || (*p != ',' && *p != '\0')) {
			control->malformed = true;
			return;
		}
	}
}

/* "0" and anything else that is no date mean: already over. */
static tq_time
until_expires(const struct tq_reply *reply)
{
	const char *text = tq_reply_header(reply, "expires");
	tq_time from = reply->date != TQ_TIME_NONE ? reply->date : reply->now, until;

	if (!text || !tq_http_date(text, &until) || until <= from)
		return 0;
	return until - from;
}

void
tq_freshness(const struct tq_reply *reply, struct tq_freshness *fresh)
{
	struct control control = {0};
	const char *age = tq_reply_header(reply, "age");

	for (size_t i = 0; i < reply->n_headers; i++)
		if (strcmp(reply->headers[i].name, "cache-control") == 0)
			read_control(&control, reply->headers[i].value);
	*fresh = (struct tq_freshness){.no_store = control.no_store};
	fresh->lifetime = control.aged ? control.max_age : until_expires(reply);
	if (age && !seconds(tq_str(age), &fresh->age))
		control.malformed = true;
	fresh->apparent = fresh->age;
	if (reply->date != TQ_TIME_NONE && reply->now - reply->date > fresh->age)
		fresh->apparent = reply->now - reply->date;
	if (control.no_cache || control.malformed)
		fresh->lifetime = 0;
}
