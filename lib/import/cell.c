/* SPDX-License-Identifier: ISC */
#include "import/cell.h"

#include "num/dec.h"
#include "num/plain.h"
#include "record/reader.h"

struct tq_str
tq_cell_trim(struct tq_str cell)
{
	while (cell.n > 0 && (cell.p[0] == ' ' || cell.p[0] == '\t')) {
		cell.p++;
		cell.n--;
	}
	while (cell.n > 0 && (cell.p[cell.n - 1] == ' ' || cell.p[cell.n - 1] == '\t'))
		cell.n--;
	return cell;
}

/* ".5" and "5." are numbers to those who write them, though not to JSON. */
static struct tq_str
completed(struct tq_str cell, char room[80])
{
	size_t n = 0;
	size_t i = cell.n > 0 && cell.p[0] == '-';

	if (cell.n == 0 || cell.n > 70)
		return cell;
	if (i)
		room[n++] = '-';
	if (i < cell.n && cell.p[i] == '.')
		room[n++] = '0';
	for (; i < cell.n; i++) {
		bool lone = cell.p[i] == '.' && tq_num_digits(cell, i + 1) == 0 &&
			    i > 0 && cell.p[i - 1] >= '0' && cell.p[i - 1] <= '9';

		if (!lone)
			room[n++] = cell.p[i];
	}
	return (struct tq_str){room, n};
}

bool
tq_cell_number(struct tq_str cell, int scale, struct tq_buf *text, struct tq_str *out)
{
	char room[80];
	struct tq_dec value;
	char *to;

	*out = cell;
	if (scale == 0 && tq_num_plain(cell))
		return true;
	if (!tq_dec_parse(completed(cell, room), &value))
		return false;
	if (value.scale + scale > TQ_DEC_MAX_SCALE)
		value = tq_dec_strip(value);
	if (value.scale + scale > TQ_DEC_MAX_SCALE)
		return false;
	value.scale += scale;
	to = tq_buf_room(text, TQ_DEC_TEXT);
	out->n = tq_dec_format(value, to);
	out->p = to;
	text->n += out->n;
	return true;
}

bool
tq_cell_escape(struct tq_str cell, struct tq_buf *text)
{
	static const char hex[] = "0123456789abcdef";
	struct tq_str whole;
	struct tq_err err;
	size_t start = text->n;
	bool ascii = true, ok;

	tq_buf_put(text, "\"", 1);
	for (size_t i = 0; i < cell.n; i++) {
		unsigned char c = (unsigned char)cell.p[i];
		char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

		ascii = ascii && c < 0x80;
		if (c == '"' || c == '\\')
			tq_buf_put(text, (char[2]){'\\', (char)c}, 2);
		else if (c < 0x20)
			tq_buf_put(text, escape, sizeof(escape));
		else
			tq_buf_put(text, &cell.p[i], 1);
	}
	tq_buf_put(text, "\"", 1);
	whole = (struct tq_str){text->p + start, text->n - start};
	ok = ascii || tq_json_check(whole.p, whole.n, 1, &err);
	memmove(text->p + start, text->p + start + 1, whole.n - 2);
	text->n -= 2;
	return ok;
}
