/* SPDX-License-Identifier: ISC */
/* How a transfer ended: libcurl's many codes as four, with words for people. */
#include "net/http_inner.h"

#include "base/mem.h"

#include <stdio.h>

void
tq_duration_text(tq_time duration, char out[24])
{
	if (duration % TQ_SECOND != 0)
		snprintf(out, 24, "%lldms", (long long)(duration / 1000000));
	else if (duration % TQ_MINUTE != 0 || duration == 0)
		snprintf(out, 24, "%llds", (long long)(duration / TQ_SECOND));
	else
		snprintf(out, 24, "%lldm", (long long)(duration / TQ_MINUTE));
}

static void
never(struct tq_transfer *t, const char *why)
{
	t->end = TQ_HTTP_NEVER;
	snprintf(t->text, sizeof(t->text), "%s", why);
}

static void
local(struct tq_transfer *t, enum tq_exit status, const char *why)
{
	t->end = TQ_HTTP_LOCAL;
	if (t->inner->fault != TQ_FAULT_FILE)
		tq_fail(&t->err, status, "%s: %s", t->origin.name, why);
}

/* What libcurl says of it, else what its code means. */
static const char *
detail(const struct tq_transfer *t, CURLcode code)
{
	return *t->inner->error ? t->inner->error : curl_easy_strerror(code);
}

static void
say_system(struct tq_transfer *t, const char *what)
{
	long number = 0;

	curl_easy_getinfo(t->inner->easy, CURLINFO_OS_ERRNO, &number);
	snprintf(t->text, sizeof(t->text), number ? "%s: %s" : "%s", what, strerror((int)number));
}

static void
say_timeout(struct tq_transfer *t)
{
	char after[24];
	curl_off_t connected = 0;

	/* Those of the connection are 0 where one from before is used again. */
	curl_easy_getinfo(t->inner->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	tq_duration_text(connected || t->timeout < t->connect_timeout ? t->timeout :
			 t->connect_timeout, after);
	snprintf(t->text, sizeof(t->text), connected ? "no whole answer within %s" :
		 "no connection within %s", after);
}

/* No answer, in words that do not change with libcurl's version. */
static void
none(struct tq_transfer *t, CURLcode code)
{
	t->end = TQ_HTTP_NONE;
	switch ((int)code) {
	case CURLE_OPERATION_TIMEDOUT:
		say_timeout(t);
		break;
	case CURLE_COULDNT_RESOLVE_HOST:
		snprintf(t->text, sizeof(t->text), "no address of that name");
		break;
	case CURLE_COULDNT_CONNECT:
		say_system(t, "cannot connect");
		break;
	case CURLE_GOT_NOTHING:
		snprintf(t->text, sizeof(t->text), "closed without an answer");
		break;
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
		say_system(t, "connection lost");
		break;
	case CURLE_PARTIAL_FILE:
		snprintf(t->text, sizeof(t->text), "answer cut off at %lld bytes",
			 (long long)t->wire);
		break;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
		snprintf(t->text, sizeof(t->text), "the answer is not HTTP");
		break;
	case CURLE_BAD_CONTENT_ENCODING:
		snprintf(t->text, sizeof(t->text), "the answer cannot be unpacked");
		break;
	default:
		snprintf(t->text, sizeof(t->text), "%.190s", detail(t, code));
	}
}

static void
faulty(struct tq_transfer *t)
{
	char text[100];

	switch (t->inner->fault) {
	case TQ_FAULT_BODY:
		snprintf(text, sizeof(text), "the answer is over %lld bytes (max-body)",
			 (long long)t->max_body);
		never(t, text);
		break;
	case TQ_FAULT_HEADERS:
		snprintf(text, sizeof(text), "headers over %d bytes", TQ_HTTP_HEADER_BYTES);
		never(t, text);
		break;
	case TQ_FAULT_ADDRESS:
		never(t, "http is for loopback addresses only");
		break;
	case TQ_FAULT_FILE:
	case TQ_FAULT_NONE:
		local(t, TQ_IO, "cannot write");
	}
}

static void
untrusted(struct tq_transfer *t, CURLcode code)
{
	char text[sizeof(t->text)];

	snprintf(text, sizeof(text), "certificate not trusted: %.160s", detail(t, code));
	never(t, text);
}

void
tq_http_verdict(struct tq_transfer *t, CURLcode code)
{
	if (t->inner->fault != TQ_FAULT_NONE) {
		faulty(t);
		return;
	}
	switch ((int)code) {
	case CURLE_OK:
		t->end = TQ_HTTP_ANSWER;
		break;
	case CURLE_FILESIZE_EXCEEDED:
		t->inner->fault = TQ_FAULT_BODY;
		faulty(t);
		break;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		untrusted(t, code);
		break;
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_URL_MALFORMAT:
		local(t, TQ_USAGE, detail(t, code));
		break;
	case CURLE_OUT_OF_MEMORY:
		tq_no_memory();
	default:
		/* That a body is cut off does not hide what its status says. */
		none(t, code);
		if (t->reply.status >= 400)
			t->end = TQ_HTTP_ANSWER;
	}
}
