/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_PAGE_LINE_H
#define TQ_NET_PAGE_LINE_H

/* The line of a record while it is written from a row: values as JSON, each checked. */
#include "net/provider_inner.h"
#include "record/schema.h"

struct tq_page_line {
	const struct tq_page_form *form;
	const jv *row;
	struct tq_buf *out;
	struct tq_err *err;
};

/* TQ_REFUSED: "NAME is no WHAT: VALUE". */
bool tq_page_no(struct tq_page_line *line, const char *name, const char *what, jv value);

void tq_page_put_time(struct tq_buf *out, tq_time t);

/* A decimal, plain ones as they are spelled; a jq number when it is whole. */
bool tq_page_put_decimal(struct tq_page_line *line, const char *name, bool whole, jv value);

/* A value of the kind that the schema asks for. */
bool tq_page_put_value(struct tq_page_line *line, const struct tq_schema_field *field,
		       const char *name, jv value);

#endif
