/* SPDX-License-Identifier: ISC */
#include "record/rec.h"

#include "base/buf.h"
#include "num/f64.h"
#include "record/scan.h"

/* The value of a field that must be there; NULL with err filled if it is not. */
static const struct tq_value *
needed(const struct tq_rec *rec, int field, struct tq_err *err)
{
	if (!tq_rec_has(rec, field)) {
		struct tq_str name = tq_field_name(field);

		if (tq_rec_value(rec, field))
			tq_fail(err, TQ_DATA, "field \"%.*s\" is null", TQ_STR_ARG(name));
		else
			tq_fail(err, TQ_DATA, "missing field \"%.*s\"", TQ_STR_ARG(name));
		return NULL;
	}
	return &rec->value[field];
}

static bool
wrong_kind(int field, const struct tq_value *v, const char *wanted, struct tq_err *err)
{
	struct tq_str name = tq_field_name(field);
	int shown = v->n < 40 ? (int)v->n : 40;

	return tq_fail(err, TQ_DATA, "field \"%.*s\" is not %s: %.*s", TQ_STR_ARG(name), wanted,
		       shown, v->text);
}

bool
tq_rec_dec(const struct tq_rec *rec, int field, struct tq_dec *out, struct tq_err *err)
{
	const struct tq_value *v = needed(rec, field, err);

	if (v == NULL)
		return false;
	if (v->kind == TQ_NUMBER && v->scale >= 0) {
		*out = tq_dec(v->m, v->scale);
		return true;
	}
	if ((v->kind != TQ_NUMBER && v->kind != TQ_STRING) ||
	    !tq_dec_parse((struct tq_str){v->text, v->n}, out))
		return wrong_kind(field, v, v->kind == TQ_NUMBER ? "a decimal of 38 digits"
								 : "a number",
				  err);
	return true;
}

bool
tq_rec_above_zero(const struct tq_rec *rec, int field, struct tq_dec *out, struct tq_err *err)
{
	char text[TQ_DEC_TEXT];

	if (!tq_rec_dec(rec, field, out, err))
		return false;
	if (tq_dec_gt(*out, tq_dec(0, 0)))
		return true;
	return tq_fail(err, TQ_DATA, "'%.*s' is not above zero: %.*s",
		       TQ_STR_ARG(tq_field_name(field)), (int)tq_dec_format(*out, text), text);
}

bool
tq_rec_f64(const struct tq_rec *rec, int field, double *out, struct tq_err *err)
{
	const struct tq_value *v = needed(rec, field, err);

	if (v == NULL)
		return false;
	if (v->kind == TQ_NUMBER && v->scale >= 0) {
		*out = tq_f64_from_scaled(v->m, v->scale);
		return true;
	}
	if ((v->kind != TQ_NUMBER && v->kind != TQ_STRING) ||
	    !tq_f64_parse((struct tq_str){v->text, v->n}, out))
		return wrong_kind(field, v, "a number", err);
	return true;
}

bool
tq_rec_int(const struct tq_rec *rec, int field, int64_t *out, struct tq_err *err)
{
	struct tq_dec x;

	if (!tq_rec_dec(rec, field, &x, err))
		return false;
	x = tq_dec_strip(x);
	if (x.scale != 0 || !tq_dec_small(x))
		return wrong_kind(field, &rec->value[field], "a whole number of 64 bits", err);
	*out = (int64_t)x.m;
	return true;
}

bool
tq_rec_bool(const struct tq_rec *rec, int field, bool *out, struct tq_err *err)
{
	const struct tq_value *v = needed(rec, field, err);

	if (v == NULL)
		return false;
	if (v->kind != TQ_TRUE && v->kind != TQ_FALSE)
		return wrong_kind(field, v, "true or false", err);
	*out = v->kind == TQ_TRUE;
	return true;
}

bool
tq_rec_time(const struct tq_rec *rec, int field, tq_time *out, struct tq_err *err)
{
	const struct tq_value *v = needed(rec, field, err);

	if (v == NULL)
		return false;
	if (v->kind == TQ_STRING && v->scale == TQ_INSTANT) {
		*out = v->m;
		return true;
	}
	if (v->kind != TQ_STRING || !tq_time_parse((struct tq_str){v->text, v->n}, out))
		return wrong_kind(field, v, "an RFC 3339 time", err);
	return true;
}

bool
tq_rec_str(const struct tq_rec *rec, int field, struct tq_str *out, struct tq_err *err)
{
	const struct tq_value *v = needed(rec, field, err);

	if (v == NULL)
		return false;
	if (v->kind != TQ_STRING)
		return wrong_kind(field, v, "a string", err);
	*out = (struct tq_str){v->text, v->n};
	return true;
}

static void
put_utf8(struct tq_buf *out, unsigned c)
{
	char b[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = n - 1; i > 0; i--) {
		b[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	b[0] = (char)(lead[n == 1 ? 0 : n] | c);
	tq_buf_put(out, b, n);
}

/* p is behind the backslash; the reader has checked the escape. */
static const char *
decode_escape(const char *p, struct tq_buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	unsigned c;

	if (*p != 'u') {
		tq_buf_put(out, &to[strchr(from, *p) - from], 1);
		return p + 1;
	}
	c = (unsigned)tq_scan_hex4(p + 1);
	p += 5;
	if (c >= 0xd800 && c < 0xdc00) {
		c = 0x10000 + ((c - 0xd800) << 10) + ((unsigned)tq_scan_hex4(p + 2) - 0xdc00);
		p += 6;
	}
	put_utf8(out, c);
	return p;
}

void
tq_value_decode(const struct tq_value *value, struct tq_buf *out)
{
	const char *p = value->text, *end = p + value->n;

	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));

		if (slash == NULL)
			slash = end;
		tq_buf_put(out, p, (size_t)(slash - p));
		p = slash == end ? end : decode_escape(slash + 1, out);
	}
}
