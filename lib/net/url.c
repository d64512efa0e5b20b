/* SPDX-License-Identifier: ISC */
#include "net/url.h"

#include "base/percent.h"

static bool
is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static void
put(char c, bool as_it_is, struct tq_buf *out)
{
	if (as_it_is)
		tq_buf_put(out, &c, 1);
	else
		tq_percent_put(out, c);
}

void
tq_url_part(struct tq_str text, struct tq_buf *out)
{
	/* These two alone would be steps in a path, not names. */
	bool dots = tq_str_is(text, ".") || tq_str_is(text, "..");

	for (size_t i = 0; i < text.n; i++)
		put(text.p[i], is_unreserved(text.p[i]) && !dots, out);
}

static bool
goes_up(struct tq_str path)
{
	for (size_t i = 0; i + 2 < path.n; i++)
		if (path.p[i] == '/' && path.p[i + 1] == '.' && path.p[i + 2] == '.' &&
		    (i + 3 == path.n || path.p[i + 3] == '/'))
			return true;
	return false;
}

bool
tq_url_path(struct tq_str path, struct tq_buf *out)
{
	if (path.n == 0 || path.p[0] != '/' || goes_up(path))
		return false;
	for (size_t i = 0; i < path.n; i++)
		put(path.p[i], is_unreserved(path.p[i]) ||
		    (path.p[i] != '\0' && strchr("/%!$&'()*+,;=:@", path.p[i])), out);
	return true;
}
