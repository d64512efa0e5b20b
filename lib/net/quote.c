/* SPDX-License-Identifier: ISC */
#include "net/quote.h"

/* The byte behind the string that begins at i. */
static size_t
string_end(struct tq_str json, size_t i)
{
	for (i++; i < json.n && json.p[i] != '"'; i++)
		if (json.p[i] == '\\')
			i++;
	return i < json.n ? i + 1 : json.n;
}

static bool
begins_number(char c)
{
	return c == '-' || (c >= '0' && c <= '9');
}

static size_t
number_end(struct tq_str json, size_t i)
{
	while (i < json.n && (begins_number(json.p[i]) || json.p[i] == '.' || json.p[i] == '+' ||
			      json.p[i] == 'e' || json.p[i] == 'E'))
		i++;
	return i;
}

void
tq_json_quote(struct tq_str json, struct tq_buf *out)
{
	size_t done = 0, i = 0;

	while (i < json.n) {
		if (json.p[i] == '"') {
			i = string_end(json, i);
		} else if (begins_number(json.p[i])) {
			size_t end = number_end(json, i);

			tq_buf_put(out, json.p + done, i - done);
			tq_buf_put(out, "\"", 1);
			tq_buf_put(out, json.p + i, end - i);
			tq_buf_put(out, "\"", 1);
			done = i = end;
		} else {
			i++;
		}
	}
	tq_buf_put(out, json.p + done, json.n - done);
}
