/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_OUT_H
#define TQ_RECORD_OUT_H

/*
 * Where a tool's records go. Records are passed on byte for byte
 * (tq_out_pass), passed on with fields behind their last one
 * (tq_out_extend, fields, tq_out_close), or made (tq_out_open, fields,
 * tq_out_close). Bytes are gathered and written by the stream loop; a write
 * that fails is kept in the tq_out and ends the loop, so no call here reports
 * an error.
 *
 *	tq_out_open(out, TQ_TYPE_EQUITY);
 *	tq_out_time(out, TQ_F_time, bar.close_time);
 *	tq_out_dec(out, TQ_F_cash, cash);
 *	tq_out_close(out);
 */
#include "record/rec.h"

struct tq_out;

void tq_out_pass(struct tq_out *out, const struct tq_rec *rec);
/*
 * A record's line that was kept, without its newline: tq_out_pass refers to the
 * line until it is written, this copies it.
 */
void tq_out_kept(struct tq_out *out, struct tq_str line);

void tq_out_extend(struct tq_out *out, const struct tq_rec *rec);
void tq_out_open(struct tq_out *out, enum tq_type type);
void tq_out_close(struct tq_out *out);

void tq_out_time(struct tq_out *out, int field, tq_time t);
void tq_out_dec(struct tq_out *out, int field, struct tq_dec x);
void tq_out_f64(struct tq_out *out, int field, double x);   /* NaN: null */
void tq_out_int(struct tq_out *out, int field, int64_t x);
void tq_out_bool(struct tq_out *out, int field, bool x);
void tq_out_null(struct tq_out *out, int field);
void tq_out_text(struct tq_out *out, int field, struct tq_str text);    /* escapes it */
void tq_out_cstr(struct tq_out *out, int field, const char *text);      /* escapes it */
void tq_out_str(struct tq_out *out, int field, struct tq_str written);  /* as tq_rec_str gave it */
void tq_out_json(struct tq_out *out, int field, struct tq_str json);    /* a JSON value as it is */

void tq_out_object(struct tq_out *out, int field, struct tq_str members); /* without braces */

/*
 * Many fields at once, by a writer of its own: room for at most n bytes, and
 * where it came to. Each field begins with its comma; the first one of a record
 * that has none yet loses it.
 */
char *tq_out_room(struct tq_out *out, size_t n);
void tq_out_wrote(struct tq_out *out, const char *end);

/* Text that is no record (tq-report's table): bytes as they are. */
void tq_out_raw(struct tq_out *out, struct tq_str bytes);

#endif
