/* SPDX-License-Identifier: ISC */
#include "net/host.h"

#include "base/percent.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

void
tq_host_of(const char *url, struct tq_buf *out)
{
	const char *start = strstr(url, "://");
	const char *at;
	size_t n;

	if (!start)
		return;
	start += 3;
	n = strcspn(start, "/?#");
	at = n > 0 ? memchr(start, '@', n) : NULL;
	if (at) {
		n -= (size_t)(at + 1 - start);
		start = at + 1;
	}
	for (size_t i = 0; i < n; i++) {
		char c = lower(start[i]);

		tq_buf_put(out, &c, 1);
	}
}

/* first: a name that begins with a point would be hidden, or climb. */
static bool
stands_for_itself(char c, bool first)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
	       (c == '.' && !first);
}

void
tq_host_put(struct tq_buf *out, const char *host)
{
	for (const char *p = host; *p; p++) {
		char c = lower(*p);

		if (stands_for_itself(c, p == host))
			tq_buf_put(out, &c, 1);
		else
			tq_percent_put(out, c);
	}
}

bool
tq_host_get(struct tq_str name, struct tq_buf *out)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (c == '%') {
			if (!tq_percent_get(name.p + i, name.n - i, &c))
				return false;
			i += 2;
		} else if (!stands_for_itself(c, i == 0)) {
			return false;
		}
		tq_buf_put(out, &c, 1);
	}
	return name.n > 0;
}
