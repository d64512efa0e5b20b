/* SPDX-License-Identifier: ISC */
#include "record/reader.h"

#include "base/mem.h"
#include "record/member.h"
#include "record/shape.h"
#include "record/skip.h"

#include <stdlib.h>

enum {
	SHAPES = 16,             /* more than the record types of a long pipe */
	WANTED = 2 * TQ_F_MAX    /* slots of the table of wanted names, a power of two */
};

/* A wanted name: its first eight bytes and length find it, the rest confirms. */
struct wanted {
	uint64_t head;
	struct tq_str name;      /* n is 0 in an empty slot */
	int field;
};

struct tq_reader {
	struct tq_rec rec;
	struct tq_skip skip;
	size_t max_line;
	struct wanted wanted[WANTED];
	struct tq_shape shapes[SHAPES];
	unsigned n_shapes;
	unsigned oldest;         /* the one to be replaced next */
	unsigned before;         /* the shape of the line before */
	unsigned misses;         /* lines in a row that had no known shape */
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

/* The slot of a name, or the empty one where it would be. */
static inline struct wanted *
wanted_slot(struct tq_reader *reader, struct tq_str name, uint64_t head)
{
	size_t at = (size_t)((head + name.n) * UINT64_C(0x9e3779b97f4a7c15) >> 32);

	for (;; at++) {
		struct wanted *slot = &reader->wanted[at % WANTED];

		if (slot->name.n == 0)
			return slot;
		if (slot->head == head && slot->name.n == name.n &&
		    (name.n <= 8 || memcmp(slot->name.p, name.p, name.n) == 0))
			return slot;
	}
}

void
tq_reader_want(struct tq_reader *reader, int field)
{
	struct tq_str name = tq_field_name(field);
	char padded[8] = {0};
	uint64_t head;

	memcpy(padded, name.p, name.n < 8 ? name.n : 8);
	head = tq_load8(padded);
	*wanted_slot(reader, name, head) = (struct wanted){head, name, field};
}

/*
 * The wanted field of a key, or -1; -2 when the key stands twice. A wanted one
 * shows that by its bit, the others are kept and compared.
 */
static int
field_of_key(struct tq_reader *reader, const struct tq_value *key, struct tq_fault *fault)
{
	struct tq_str name = {key->text, key->n};
	struct wanted *slot;

	if (key->escaped) {
		if (!tq_skip_key(&reader->skip, 0, key, fault))
			return -2;
		name = tq_skip_last_key(&reader->skip);
	}
	slot = name.n > 0 ? wanted_slot(reader, name, tq_name_head(name.p, name.n)) : NULL;
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

/* Scans a line of no known shape and keeps its shape. */
static struct tq_rec *
learn_line(struct tq_reader *reader, const char *text, size_t n, struct tq_err *err)
{
	unsigned at = place_for_shape(reader);
	struct tq_rec *rec = scan_record(reader, text, n, &reader->shapes[at], err);

	reader->shapes[reader->before].next = at;
	reader->before = at;
	return rec;
}

/*
 * In a stream whose lines all differ in shape, looking for shapes and keeping
 * them is work for nothing: after many misses only one line in 1024 tries.
 */
static bool
worth_a_try(const struct tq_reader *reader)
{
	return reader->misses < 4 * SHAPES || reader->misses % 1024 == 0;
}

/*
 * The line by the members that are known, to its newline; NULL when that cannot
 * be, or something is wrong: the general scanner says what.
 */
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
	bool try = worth_a_try(reader);
	const char *end = try ? match_shapes(reader, text, limit) : NULL;
	struct tq_rec *rec = &reader->rec;

	if (end != NULL && (size_t)(end - text) <= reader->max_line) {
		reader->misses = 0;
		*n = (size_t)(end - text);
		rec->line = text;
		rec->n = *n;
		return rec;
	}
	reader->misses++;
	if (!try && scan_by_member(reader, text, limit, n) != NULL)
		return rec;
	end = memchr(text, '\n', (size_t)(limit - text));
	*n = (size_t)((end != NULL ? end : limit) - text);
	return try ? learn_line(reader, text, *n, err) : scan_record(reader, text, *n, NULL, err);
}
