/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_HTTP_INNER_H
#define TQ_NET_HTTP_INNER_H

/* What the files of the transfer layer share. */
#include "base/sha256.h"
#include "net/http.h"

#include <curl/curl.h>

struct tq_http {
	CURLM *multi;
	CURLSH *share;           /* TLS sessions, over all transfers */
	struct tq_http_options options;
	struct tq_buf authorities;       /* the system's and ca_file's, in PEM; or empty */
	char agent[40];
};

enum tq_transfer_fault {
	TQ_FAULT_NONE, TQ_FAULT_BODY, TQ_FAULT_HEADERS, TQ_FAULT_FILE, TQ_FAULT_ADDRESS
};

struct tq_transfer_inner {
	CURL *easy;
	struct curl_slist *headers;
	char error[CURL_ERROR_SIZE];
	char *redirect;          /* the URL that is asked now, when it is not the call's */
	int redirects;
	struct tq_http *http;
	enum tq_transfer_fault fault;
	size_t header_bytes;
	int64_t decoded;
	bool begun;              /* the body has */
	int fd;                  /* of to_file while it is written; -1 */
	struct tq_sha256 *sum;
};

/* What goes out (http_request.c). */
void tq_http_request(struct tq_transfer *transfer);

/* Callbacks for what comes in (http_body.c). */
void tq_http_receive(struct tq_transfer *transfer);

/* Ends writing to the file; false when that failed. */
bool tq_http_file_end(struct tq_transfer *transfer);
void tq_http_file_drop(struct tq_transfer *transfer);

/* What libcurl's code means (http_end.c). */
void tq_http_verdict(struct tq_transfer *transfer, CURLcode code);

#endif
