/* SPDX-License-Identifier: ISC */
#include "import/bulk_row.h"

#include "import/cell.h"

#include <endian.h>

enum {
	WIDTH_MAX = 256,
	DATE = 11,               /* "2024-01-01T" */
	ID_MAX = 128             /* ids of prediction markets have 77 digits */
};

/* The high bit of each byte of x that is zero; bytes above the lowest one may be wrong. */
static inline uint64_t
zero_bytes(uint64_t x)
{
	return (x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080);
}

static inline uint64_t
find_bytes(uint64_t word, char c)
{
	return zero_bytes(word ^ (UINT64_C(0x0101010101010101) * (uint64_t)(unsigned char)c));
}

/* The first comma or newline from p on. */
static inline const char *
cell_end(const char *p)
{
	for (;; p += 8) {
		uint64_t word, found;

		memcpy(&word, p, sizeof(word));
		word = le64toh(word);
		found = find_bytes(word, ',') | find_bytes(word, '\n');
		if (found)
			return p + (__builtin_ctzll(found) >> 3);
	}
}

/* Where each cell begins, and one more: behind the last one's end. */
static bool
split(const struct tq_bulk_plan *plan, struct tq_str line, const char *cell[WIDTH_MAX + 1],
      struct tq_err *err)
{
	const char *p = line.p;
	size_t n = 0;

	for (;;) {
		const char *end = cell_end(p);

		if (n == plan->width)
			break;
		cell[n++] = p;
		p = end + 1;
		if (*end == '\n')
			break;
	}
	if (n < plan->width || p != line.p + line.n + 1)
		return tq_fail(err, TQ_DATA, "%s than %zu columns",
			       n < plan->width ? "less" : "more", plan->width);
	cell[n] = p;
	/* Lines that end in CR LF. */
	if (line.n > 0 && p[-2] == '\r')
		cell[n] = p - 1;
	return true;
}

static bool
bad_cell(const char *name, struct tq_str cell, const char *what, struct tq_err *err)
{
	return tq_fail(err, TQ_DATA, "'%s' is %s: '%.*s'", name, what,
		       cell.n < 60 ? (int)cell.n : 60, cell.p);
}

/* A number in JSON's spelling without an exponent: it is passed on as it is. */
static inline bool
is_plain(const char *p, size_t n)
{
	const char *end = p + n, *first;

	p += n > 0 && *p == '-';
	first = p;
	while (p < end && (unsigned char)(*p - '0') < 10)
		p++;
	if (p == first || (*first == '0' && p - first > 1))
		return false;
	if (p == end)
		return true;
	if (*p++ != '.' || p == end)
		return false;
	while (p < end && (unsigned char)(*p - '0') < 10)
		p++;
	return p == end;
}

static const char *
side_of(char form, struct tq_str cell)
{
	static const struct {
		const char *text, *side;
		char form;
	} known[] = {
		/* The maker bought: who took the offer sold. */
		{"True", "sell", 'm'}, {"true", "sell", 'm'}, {"False", "buy", 'm'},
		{"false", "buy", 'm'}, {"buy", "buy", 'd'}, {"sell", "sell", 'd'},
		{"Buy", "buy", 'd'}, {"Sell", "sell", 'd'}, {"BUY", "buy", 'd'},
		{"SELL", "sell", 'd'},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].form == form && tq_str_is(cell, known[i].text))
			return known[i].side;
	return NULL;
}

static bool
put_text(const struct tq_bulk_field *field, struct tq_str cell, struct tq_buf *out,
	 struct tq_err *err)
{
	const char *name = tq_col_info(field->col)->name;
	const char *side = side_of(field->form, cell);
	bool is_id = field->form == 's' && cell.n > 0 && cell.n <= ID_MAX;

	if (!side && (!is_id || memchr(cell.p, '"', cell.n)))
		return bad_cell(name, cell, is_id ? "quoted" : "not known", err);
	tq_buf_put(out, "\"", 1);
	if (side)
		tq_buf_puts(out, side);
	else if (!tq_cell_escape(cell, out))
		return bad_cell(name, cell, "no UTF-8", err);
	tq_buf_put(out, "\"", 1);
	return true;
}

static bool
put_rewritten(const struct tq_bulk_field *field, struct tq_str cell, struct tq_buf *out,
	      struct tq_err *err)
{
	struct tq_buf text = {0};
	struct tq_str number;
	bool ok = tq_cell_number(cell, 0, &text, &number);

	if (ok)
		tq_buf_put(out, number.p, number.n);
	tq_buf_fini(&text);
	return ok || bad_cell(tq_col_info(field->col)->name, cell, "no plain number", err);
}

static inline bool
put_field(const struct tq_bulk_plan *plan, const struct tq_bulk_field *field, struct tq_str cell,
	  struct tq_buf *out, struct tq_err *err)
{
	tq_buf_put(out, plan->keys.p + field->key, field->key_n);
	if (field->form != 'p' && field->form != 'n')
		return put_text(field, cell, out, err);
	if (!is_plain(cell.p, cell.n))
		return put_rewritten(field, cell, out, err);
	tq_buf_put(out, cell.p, cell.n);
	return true;
}

static bool
read_time(const struct tq_bulk_form *form, struct tq_str cell, tq_time *out, struct tq_err *err)
{
	static const tq_time unit_ns[] = {
		[TQ_UNIT_S] = TQ_SECOND, [TQ_UNIT_MS] = 1000000, [TQ_UNIT_US] = 1000,
		[TQ_UNIT_NS] = 1,
	};
	enum tq_time_unit unit = form->unit;
	int64_t value = 0;
	size_t i;

	for (i = 0; i < cell.n && i < 18 && (unsigned char)(cell.p[i] - '0') < 10; i++)
		value = 10 * value + (cell.p[i] - '0');
	if (i == 0 || i < cell.n)
		return bad_cell("time", cell, "no whole number", err);
	if (form->unit_by_magnitude)
		unit = value >= INT64_C(100000000000000) ? TQ_UNIT_US : TQ_UNIT_MS;
	return !__builtin_mul_overflow(value, unit_ns[unit], out) ||
	       bad_cell("time", cell, "out of range", err);
}

static inline void
put2(char *p, int value)
{
	p[0] = (char)('0' + value / 10);
	p[1] = (char)('0' + value % 10);
}

/* Most rows are of the day of the row before: its date is copied. */
static inline void
put_time(struct tq_bulk_plan *plan, tq_time t, struct tq_buf *out)
{
	int64_t day = t / TQ_DAY;
	int64_t rest = t % TQ_DAY;
	char *to = tq_buf_room(out, TQ_TIME_TEXT);
	int seconds = (int)(rest / TQ_SECOND);

	if (rest % TQ_SECOND != 0) {
		out->n += tq_time_format(t, to);
		return;
	}
	if (day != plan->day) {
		tq_time_format(t, plan->date);
		plan->day = day;
	}
	memcpy(to, plan->date, DATE);
	put2(to + DATE, seconds / 3600);
	to[DATE + 2] = ':';
	put2(to + DATE + 3, seconds / 60 % 60);
	to[DATE + 5] = ':';
	put2(to + DATE + 6, seconds % 60);
	to[DATE + 8] = 'Z';
	out->n += DATE + 9;
}

static struct tq_str
cell_at(const char *const cell[], size_t i)
{
	return (struct tq_str){cell[i], (size_t)(cell[i + 1] - 1 - cell[i])};
}

bool
tq_bulk_row_make(struct tq_bulk_plan *plan, struct tq_str line, struct tq_buf *out,
		 tq_time *time, struct tq_err *err)
{
	const char *cell[WIDTH_MAX + 1];

	if (!split(plan, line, cell, err) ||
	    !read_time(plan->form, cell_at(cell, plan->time_at), time, err))
		return false;
	tq_buf_put(out, plan->head.p, plan->head.n);
	put_time(plan, *time, out);
	tq_buf_put(out, plan->middle.p, plan->middle.n);
	for (size_t i = 0; i < plan->n; i++)
		if (!put_field(plan, &plan->field[i], cell_at(cell, plan->field[i].at), out, err))
			return false;
	tq_buf_put(out, plan->tail.p, plan->tail.n);
	return true;
}
