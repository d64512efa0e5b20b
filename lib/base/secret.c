/* SPDX-License-Identifier: ISC */
#include "base/secret.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The largest file, the shortest value that is hidden, the shortest prefix that counts. */
enum { FILE_MAX = 65536, VALUE_MIN = 4, PREFIX_MIN = 8 };

struct secret {
	char *name, *value;
};

struct tq_secrets {
	struct secret *all;
	size_t n;
};

static void
wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

/*
 * A text that is hidden. Plain ones are found percent-encoded too; base64 ones
 * in both alphabets.
 */
struct hidden {
	char *text;
	size_t n, least;         /* least: so many bytes from its start are a leak */
	bool base64;
};

static struct {
	struct hidden *all;
	size_t n;
} known;

static void
forget(void)
{
	for (size_t i = 0; i < known.n; i++)
		wipe(known.all[i].text);
	free(known.all);
	known.all = NULL;
	known.n = 0;
}

static void
hide_text(const char *text, size_t n, size_t least, bool base64)
{
	static bool watched;
	struct tq_str copy = {text, n};

	/* Kept to the end: a message that names a secret may be said after its file is closed. */
	if (!watched)
		atexit(forget);
	watched = true;
	known.all = tq_realloc(known.all, known.n + 1, sizeof(*known.all));
	known.all[known.n++] = (struct hidden){
		tq_str_dup(copy), n, n < least ? n : least, base64
	};
}

/*
 * The base64 digits that depend on value alone when `lead` bytes of something
 * else stand before it, as in "user:value" of a Basic authorization.
 */
static void
hide_base64(const char *value, size_t n, size_t lead)
{
	static const char digit[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t first = (8 * lead + 5) / 6, last = 8 * (lead + n) / 6;
	char *text = tq_alloc(last - first + 1, 1);

	for (size_t i = first; i < last; i++) {
		size_t bit = 6 * i - 8 * lead;
		unsigned high = (unsigned char)value[bit / 8];
		unsigned low = bit / 8 + 1 < n ? (unsigned char)value[bit / 8 + 1] : 0;

		text[i - first] = digit[(high << 8 | low) >> (10 - bit % 8) & 63];
	}
	/* PREFIX_MIN bytes fill at least so many digits whole. */
	hide_text(text, last - first, PREFIX_MIN * 8 / 6, true);
	wipe(text);
}

static void
hide_value(const char *value)
{
	size_t n = strlen(value);

	if (n < VALUE_MIN)
		return;
	hide_text(value, n, PREFIX_MIN, false);
	for (size_t lead = 0; lead < 3; lead++)
		hide_base64(value, n, lead);
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many bytes at p stand for the byte c of a plain secret; 0: they do not. */
static size_t
stands_for(const char *p, const char *end, char c)
{
	if (end - p >= 3 && *p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0 &&
	    (char)(hex(p[1]) << 4 | hex(p[2])) == c)
		return 3;
	if (*p == c || (*p == '+' && c == ' '))
		return 1;
	/* As JSON escapes it. */
	return end - p >= 2 && *p == '\\' && p[1] == c && strchr("\"\\/", c) ? 2 : 0;
}

static bool
same_digit(char a, char b)
{
	return a == b || (a == '-' && b == '+') || (a == '_' && b == '/');
}

/* The length of what has to be hidden at p: the longest leak of any secret. */
static size_t
leak(const char *p, const char *end)
{
	size_t longest = 0;

	for (size_t i = 0; i < known.n; i++) {
		const struct hidden *h = &known.all[i];
		const char *q = p;
		size_t at = 0, step;

		for (; at < h->n && q < end; at++, q += step) {
			step = h->base64 ? same_digit(*q, h->text[at]) :
					   stands_for(q, end, h->text[at]);
			if (step == 0)
				break;
		}
		if (at >= h->least && (size_t)(q - p) > longest)
			longest = (size_t)(q - p);
	}
	return longest;
}

void
tq_secret_hide_text(const char *text, char *out, size_t size)
{
	static const char word[] = "[secret]";
	const char *end = text + strlen(text);
	size_t at = 0;

	while (text < end && at + sizeof(word) < size) {
		size_t n = leak(text, end);

		memcpy(out + at, n > 0 ? word : text, n > 0 ? sizeof(word) - 1 : 1);
		at += n > 0 ? sizeof(word) - 1 : 1;
		text += n > 0 ? n : 1;
	}
	out[at] = '\0';
}

void
tq_secret_hide(struct tq_buf *text)
{
	struct tq_buf out = {0};
	const char *p = text->p, *end = text->n > 0 ? p + text->n : p;

	if (known.n == 0 || text->n == 0)
		return;
	while (p < end) {
		size_t n = leak(p, end);

		if (n > 0)
			tq_buf_puts(&out, "[secret]");
		else
			tq_buf_put(&out, p, 1);
		p += n > 0 ? n : 1;
	}
	explicit_bzero(text->p, text->n);
	tq_buf_fini(text);
	*text = out;
}

static bool
is_name(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (!first && ((c >= '0' && c <= '9') || c == '-'));
}

static size_t
name_length(const char *p, const char *end)
{
	const char *q = p;

	while (q < end && is_name(*q, q == p))
		q++;
	return (size_t)(q - p);
}

static struct tq_str
trim(struct tq_str s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s.p++, s.n--;
	while (s.n > 0 && strchr(" \t\r", s.p[s.n - 1]) && s.p[s.n - 1])
		s.n--;
	return s;
}

/* Says nothing of the line but its number: it may hold a secret. */
static bool
read_line(struct tq_secrets *secrets, struct tq_str line, struct tq_err *err)
{
	const char *equals = memchr(line.p, '=', line.n);
	struct tq_str name, value;

	line = trim(line);
	if (line.n == 0 || *line.p == '#')
		return true;
	if (!equals)
		return tq_fail(err, TQ_USAGE, "not of the form NAME = VALUE");
	name = trim((struct tq_str){line.p, (size_t)(equals - line.p)});
	value = trim((struct tq_str){equals + 1, (size_t)(line.p + line.n - equals - 1)});
	if (name.n == 0 || name_length(name.p, name.p + name.n) != name.n)
		return tq_fail(err, TQ_USAGE, "no name before '='");
	if (value.n == 0)
		return tq_fail(err, TQ_USAGE, "'%.*s' has no value", TQ_STR_ARG(name));
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
			return tq_fail(err, TQ_USAGE, "control character in the value of '%.*s'",
				       TQ_STR_ARG(name));
	for (size_t i = 0; i < secrets->n; i++)
		if (tq_str_is(name, secrets->all[i].name))
			return tq_fail(err, TQ_USAGE, "'%.*s' is given twice", TQ_STR_ARG(name));
	secrets->all = tq_realloc(secrets->all, secrets->n + 1, sizeof(*secrets->all));
	secrets->all[secrets->n++] = (struct secret){tq_str_dup(name), tq_str_dup(value)};
	if (!tq_str_is(name, "base"))
		hide_value(secrets->all[secrets->n - 1].value);
	return true;
}

static bool
read_lines(struct tq_secrets *secrets, const char *path, struct tq_str text, struct tq_err *err)
{
	const char *p = text.p, *end = p + text.n;

	for (unsigned number = 1; p < end; number++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		stop = stop ? stop : end;
		if (!read_line(secrets, (struct tq_str){p, (size_t)(stop - p)}, err))
			return tq_fail_prefix(err, "%s:%u", path, number);
		p = stop + 1;
	}
	return true;
}

/* O_NONBLOCK: a pipe in the file's place is refused, not waited for. */
static bool
read_private(const char *path, char *text, size_t *n, struct tq_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	ssize_t got = 1;

	if (fd < 0)
		return tq_fail_errno(err, TQ_USAGE, "cannot open '%s'", path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		tq_fail(err, TQ_USAGE, "'%s' is no regular file", path);
	else if (st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		tq_fail(err, TQ_USAGE, "'%s' may be read by others (mode %04o): chmod 600 it",
			path, (unsigned)(st.st_mode & 07777));
	else {
		for (*n = 0; *n <= FILE_MAX && got > 0; *n += got > 0 ? (size_t)got : 0)
			do
				got = read(fd, text + *n, FILE_MAX + 1 - *n);
			while (got < 0 && errno == EINTR);
		if (got < 0)
			tq_fail_errno(err, TQ_IO, "cannot read '%s'", path);
		else if (*n > FILE_MAX)
			tq_fail(err, TQ_USAGE, "'%s' is over %d bytes", path, FILE_MAX);
		else {
			close(fd);
			return true;
		}
	}
	close(fd);
	return false;
}

struct tq_secrets *
tq_secrets_read(const char *path, struct tq_err *err)
{
	struct tq_secrets *secrets = tq_alloc(1, sizeof(*secrets));
	char *text = tq_alloc(FILE_MAX + 1, 1);
	size_t n = 0;
	bool ok = read_private(path, text, &n, err) &&
		  read_lines(secrets, path, (struct tq_str){text, n}, err);

	explicit_bzero(text, FILE_MAX + 1);
	free(text);
	if (ok)
		return secrets;
	tq_secrets_free(secrets);
	return NULL;
}

void
tq_secrets_free(struct tq_secrets *secrets)
{
	if (!secrets)
		return;
	for (size_t i = 0; i < secrets->n; i++) {
		free(secrets->all[i].name);
		wipe(secrets->all[i].value);
	}
	free(secrets->all);
	free(secrets);
}

static const char *
get(const struct tq_secrets *secrets, struct tq_str name)
{
	for (size_t i = 0; secrets && i < secrets->n; i++)
		if (tq_str_is(name, secrets->all[i].name))
			return secrets->all[i].value;
	return NULL;
}

const char *
tq_secrets_get(const struct tq_secrets *secrets, const char *name)
{
	return get(secrets, tq_str(name));
}

bool
tq_secrets_fill(const struct tq_secrets *secrets, const char *text, struct tq_buf *out,
		struct tq_err *err)
{
	const char *end = text + strlen(text);

	while (text < end) {
		size_t n = *text == '{' ? name_length(text + 1, end) : 0;
		struct tq_str name = {text + 1, n};
		const char *value;

		if (n == 0 || text[n + 1] != '}') {
			tq_buf_put(out, text++, 1);
			continue;
		}
		value = get(secrets, name);
		if (!value)
			return tq_fail(err, TQ_LOGIN, "no credential '%.*s'", TQ_STR_ARG(name));
		tq_buf_puts(out, value);
		text += n + 2;
	}
	return true;
}
