/* SPDX-License-Identifier: ISC */
#include "record/reader.h"

#include "base/mem.h"
#include "record/member.h"
#include "record/shape.h"
#include "record/skip.h"
#include "record/wanted.h"

#include <stdlib.h>

enum {
	SHAPES = 16,             /* more than the record types of a long pipe */
	MISS = 16,               /* what keeping a shape costs, in lines that a known one saves */
	MISSES = 4 * SHAPES * MISS, /* as many are too many */
	TRY = 1024               /* then of so many lines one is looked at */
};

struct tq_reader {
	struct tq_rec rec;
	struct tq_skip skip;
	size_t max_line;
	struct tq_wanted wanted[TQ_WANTED];
	struct tq_shape shapes[SHAPES];
	unsigned n_shapes;
	unsigned oldest;         /* the one to be replaced next */
	unsigned before;         /* the shape of the line before */
	unsigned misses;         /* lines of no known shape, weighed against the others, */
	unsigned untried;        /* and lines that were not looked at since */
	struct tq_shape *draft;  /* made of the line that is being scanned, or NULL */
	struct tq_members members;
	bool by_member;          /* the line is scanned by members that are known */
};

struct tq_reader *
tq_reader_new(int max_depth, size_t max_line)
{
	struct tq_reader *reader = tq_alloc(1, sizeof(*reader));

	tq_skip_init(&reader->skip, max_depth);
	tq_members_init(&reader->members, &reader->rec);
	reader->max_line = max_line;
	tq_reader_want(reader, TQ_F_type);
	return reader;
}

struct tq_reader *
tq_reader_twin(const struct tq_reader *reader)
{
	struct tq_reader *twin = tq_reader_new(reader->skip.max_depth, reader->max_line);

	memcpy(twin->wanted, reader->wanted, sizeof(twin->wanted));
	return twin;
}

void
tq_reader_free(struct tq_reader *reader)
{
	if (reader == NULL)
		return;
	tq_skip_fini(&reader->skip);
	free(reader);
}

void
tq_reader_want(struct tq_reader *reader, int field)
{
	tq_wanted_add(reader->wanted, field);
}

/*
 * The wanted field of a key, or -1; -2 when the key stands twice. A wanted one
 * shows that by its bit, the others are kept and compared.
 */
static int
field_of_key(struct tq_reader *reader, const struct tq_value *key, struct tq_fault *fault)
{
	struct tq_str name = {key->text, key->n};
	const struct tq_wanted *slot;

	if (key->escaped) {
		if (!tq_skip_key(&reader->skip, 0, key, fault))
			return -2;
		name = tq_skip_last_key(&reader->skip);
	}
	slot = name.n > 0 ? tq_wanted_slot(reader->wanted, name, tq_name_head(name.p, name.n))
			  : NULL;
	if (slot == NULL || slot->name.n == 0)
		return key->escaped || tq_skip_key(&reader->skip, 0, key, fault) ? -1 : -2;
	if (!(reader->rec.has[slot->field >> 6] >> (slot->field & 63) & 1))
		return slot->field;
	tq_scan_fault(fault, key->text, tq_key_twice);
	return -2;
}

static inline const char *
scan_value(struct tq_reader *reader, const char *p, struct tq_value *v, struct tq_fault *fault)
{
	if (*p == '"')
		return tq_scan_string(p, v, fault);
	if (*p == '-' || (unsigned char)(*p - '0') < 10)
		return tq_scan_number(p, v, fault);
	return tq_skip_value(&reader->skip, p, 1, v, fault);
}

/* One member of the record itself, from its key on. */
static const char *
scan_field(struct tq_reader *reader, const char *p, struct tq_fault *fault)
{
	struct tq_rec *rec = &reader->rec;
	struct tq_value key, ignored, *v;
	const char *value, *start = p;
	int field;

	if (*p != '"')
		return tq_scan_fault(fault, p, "not a key");
	p = tq_scan_string(p, &key, fault);
	if (p == NULL)
		return NULL;
	field = field_of_key(reader, &key, fault);
	if (field == -2)
		return NULL;
	p = tq_scan_blanks(p);
	if (*p != ':')
		return tq_scan_fault(fault, p, "no ':' behind a key");
	value = tq_scan_blanks(p + 1);
	v = field >= 0 ? &rec->value[field] : &ignored;
	p = scan_value(reader, value, v, fault);
	if (p == NULL)
		return NULL;
	if (field >= 0)
		rec->has[field >> 6] |= UINT64_C(1) << (field & 63);
	if (reader->draft != NULL)
		tq_shape_add(reader->draft, value, p, field, v);
	else if (reader->by_member && field >= 0 && !key.escaped)
		tq_member_learn(&reader->members, start, value, p, field, v);
	return p;
}

/* The members between '{' and '}' and what may stand behind; p is on '{'. */
static const char *
scan_object(struct tq_reader *reader, const char *p, struct tq_fault *fault)
{
	bool known = reader->by_member;

	p = tq_scan_blanks(p + 1);
	if (*p == '}')
		return p + 1;
	for (;;) {
		const char *end = reader->by_member ? tq_member_scan(&reader->members, p) : NULL;

		if (end == NULL) {
			known = false;
			end = scan_field(reader, tq_scan_blanks(p), fault);
			if (end == NULL)
				return NULL;
			end = tq_scan_blanks(end);
		}
		p = end + 1;
		if (*end == '}')
			break;
		if (*end != ',')
			return tq_scan_fault(fault, end, "neither ',' nor '}'");
	}
	if (reader->by_member && !tq_members_end(&reader->members, known))
		return tq_scan_fault(fault, p, "no clock of a day");
	return reader->skip.n_keys == 0 || tq_skip_keys_end(&reader->skip, 0, fault) ? p : NULL;
}

static const char *
scan_line(struct tq_reader *reader, const char *text, const char *end, struct tq_fault *fault)
{
	const char *p = tq_scan_blanks(text);

	if (end - text >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		return tq_scan_fault(fault, text, "byte order mark");
	if (p == end)
		return tq_scan_fault(fault, p, "empty line");
	if (*p != '{')
		return tq_scan_fault(fault, p, "not an object");
	p = scan_object(reader, p, fault);
	if (p == NULL)
		return NULL;
	p = tq_scan_blanks(p);
	if (p != end)
		return tq_scan_fault(fault, p, "something behind the record");
	return p;
}

static void
type_of_record(struct tq_rec *rec)
{
	const struct tq_value *type = tq_rec_value(rec, TQ_F_type);

	rec->type = type != NULL && type->kind == TQ_STRING
			    ? tq_type_of((struct tq_str){type->text, type->n})
			    : TQ_TYPE_OTHER;
}

static void
start_record(struct tq_reader *reader)
{
	memset(reader->rec.has, 0, sizeof(reader->rec.has));
	reader->rec.alike = 0;
	reader->skip.n_keys = 0;
	tq_buf_clear(&reader->skip.decoded);
}

/* The general scanner; a draft gets the line's shape. */
static struct tq_rec *
scan_record(struct tq_reader *reader, const char *text, size_t n, struct tq_shape *draft,
	    struct tq_err *err)
{
	struct tq_fault fault = {text, ""};
	struct tq_rec *rec = &reader->rec;

	if (n > reader->max_line) {
		tq_fail(err, TQ_DATA, "line of %zu bytes is longer than %zu (--max-line)", n,
			reader->max_line);
		return NULL;
	}
	start_record(reader);
	reader->draft = draft;
	if (draft != NULL)
		tq_shape_start(draft, text, rec);
	if (scan_line(reader, text, text + n, &fault) == NULL) {
		if (draft != NULL)
			draft->usable = false;
		tq_scan_refuse(text, text + n, &fault, err);
		return NULL;
	}
	rec->line = text;
	rec->n = n;
	type_of_record(rec);
	if (draft != NULL)
		tq_shape_end(draft, text + n, &reader->skip);
	return rec;
}

struct tq_rec *
tq_reader_line_general(struct tq_reader *reader, const char *text, size_t n, struct tq_err *err)
{
	return scan_record(reader, text, n, NULL, err);
}

/* The place for a new shape: a free one, or that of the oldest. */
static unsigned
place_for_shape(struct tq_reader *reader)
{
	if (reader->n_shapes < SHAPES)
		return reader->n_shapes++;
	return reader->oldest++ % SHAPES;
}

static size_t
length_of_line(const char *text, const char *limit)
{
	const char *end = memchr(text, '\n', (size_t)(limit - text));

	return (size_t)((end != NULL ? end : limit) - text);
}

/* Scans a line of no known shape and keeps its shape. */
__attribute__((noinline)) static struct tq_rec *
learn_line(struct tq_reader *reader, const char *text, const char *limit, size_t *n,
	   struct tq_err *err)
{
	unsigned at = place_for_shape(reader);
	struct tq_rec *rec;

	*n = length_of_line(text, limit);
	rec = scan_record(reader, text, *n, &reader->shapes[at], err);
	if (reader->misses < MISSES)
		reader->misses += MISS;
	reader->shapes[reader->before].next = at;
	reader->before = at;
	return rec;
}

/*
 * In a stream of more shapes than are kept, looking for shapes and keeping them
 * is work for nothing: after many misses only one line in TRY is looked at.
 */
static inline bool
worth_a_try(struct tq_reader *reader)
{
	return reader->misses < MISSES || ++reader->untried % TRY == 0;
}

/* Where only some lines were looked at, a hit is worth a look at the next ones. */
static inline void
count_hit(struct tq_reader *reader)
{
	if (__builtin_expect(reader->misses == 0, 1))
		return;
	if (reader->misses >= MISSES)
		reader->misses = MISSES - 4 * MISS;
	reader->misses--;
}

/* By the members that are known, up to the newline; NULL: there is something else. */
static struct tq_rec *
scan_by_member(struct tq_reader *reader, const char *text, const char *limit, size_t *n)
{
	struct tq_rec *rec = &reader->rec;
	struct tq_fault fault;
	const char *p = tq_scan_blanks(text);

	if (*p != '{')
		return NULL;
	start_record(reader);
	tq_members_start(&reader->members);
	reader->draft = NULL;
	reader->by_member = true;
	p = scan_object(reader, p, &fault);
	reader->by_member = false;
	if (p == NULL)
		return NULL;
	p = tq_scan_blanks(p);
	*n = (size_t)(p - text);
	if (*p != '\n' || p >= limit || *n > reader->max_line)
		return NULL;
	rec->line = text;
	rec->n = *n;
	if (rec->alike == 0)
		type_of_record(rec);
	return rec;
}

__attribute__((noinline)) static struct tq_rec *
untried_line(struct tq_reader *reader, const char *text, const char *limit, size_t *n,
	     struct tq_err *err)
{
	struct tq_rec *rec = scan_by_member(reader, text, limit, n);

	if (rec != NULL)
		return rec;
	*n = length_of_line(text, limit);
	return scan_record(reader, text, *n, NULL, err);
}

/* Tries the shape that came behind the last one before, then the others. */
static const char *
match_shapes(struct tq_reader *reader, const char *text, const char *limit)
{
	unsigned guess = reader->shapes[reader->before].next;
	const char *end = NULL;

	if (reader->n_shapes == 0)
		return NULL;
	end = tq_shape_match(&reader->shapes[guess], &reader->skip, text, limit);
	for (unsigned i = 0; end == NULL && i < reader->n_shapes; i++) {
		if (i == guess)
			continue;
		end = tq_shape_match(&reader->shapes[i], &reader->skip, text, limit);
		if (end != NULL)
			guess = i;
	}
	if (end != NULL) {
		reader->shapes[reader->before].next = guess;
		reader->before = guess;
	}
	return end;
}

struct tq_rec *
tq_reader_line(struct tq_reader *reader, const char *text, const char *limit, size_t *n,
	       struct tq_err *err)
{
	struct tq_rec *rec = &reader->rec;
	const char *end;

	if (!worth_a_try(reader))
		return untried_line(reader, text, limit, n, err);
	end = match_shapes(reader, text, limit);
	if (end == NULL || (size_t)(end - text) > reader->max_line)
		return learn_line(reader, text, limit, n, err);
	count_hit(reader);
	*n = (size_t)(end - text);
	rec->line = text;
	rec->n = *n;
	return rec;
}
