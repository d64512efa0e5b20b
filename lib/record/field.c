/* SPDX-License-Identifier: ISC */
#include "record/field.h"

#include "base/buf.h"

#define LITERAL(text) {text, sizeof(text) - 1}

static const struct tq_str types[] = {
#define TQ_X(id, name) LITERAL(name),
	TQ_TYPES(TQ_X)
#undef TQ_X
};

static const struct tq_str type_heads[] = {
#define TQ_X(id, name) LITERAL("{\"type\":\"" name "\""),
	TQ_TYPES(TQ_X)
#undef TQ_X
};

/* Names as they are written into a record: ,"name": */
static const struct tq_str known[] = {
#define TQ_X(name) LITERAL(",\"" #name "\":"),
	TQ_FIELDS(TQ_X)
#undef TQ_X
};

/* Those asked for beyond the known ones: before the first record only. */
static struct tq_buf more[TQ_F_MAX - TQ_F_KNOWN];
static int n_more;

enum tq_type
tq_type_of(struct tq_str name)
{
	for (int i = 0; i < TQ_TYPE_OTHER; i++)
		if (tq_str_eq(name, types[i]))
			return (enum tq_type)i;
	return TQ_TYPE_OTHER;
}

const char *
tq_type_name(enum tq_type type)
{
	return type < TQ_TYPE_OTHER ? types[type].p : "other";
}

struct tq_str
tq_type_head(enum tq_type type)
{
	return type_heads[type];
}

struct tq_str
tq_field_key(int field)
{
	return field < TQ_F_KNOWN ? known[field] : tq_buf_str(&more[field - TQ_F_KNOWN]);
}

struct tq_str
tq_field_name(int field)
{
	struct tq_str key = tq_field_key(field);

	return (struct tq_str){key.p + 2, key.n - 4};
}

int
tq_field_find(struct tq_str name)
{
	for (int i = 0; i < TQ_F_KNOWN + n_more; i++)
		if (tq_str_eq(name, tq_field_name(i)))
			return i;
	return -1;
}

int
tq_field_id(struct tq_str name)
{
	int found = tq_field_find(name);

	if (found >= 0)
		return found;
	if (TQ_F_KNOWN + n_more == TQ_F_MAX)
		return -1;
	tq_buf_printf(&more[n_more], ",\"%.*s\":", TQ_STR_ARG(name));
	return TQ_F_KNOWN + n_more++;
}
