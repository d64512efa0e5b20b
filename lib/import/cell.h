/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_CELL_H
#define TQ_IMPORT_CELL_H

/* Cells of tables as values of JSON. */
#include "base/buf.h"

/* A cell without the blanks around it. */
struct tq_str tq_cell_trim(struct tq_str cell);

/*
 * The number of a cell as JSON: its own spelling when that is one without
 * exponent, else rewritten exactly; shifted right by scale digits. Into text,
 * which has room, or the cell itself. False: no plain number.
 */
bool tq_cell_number(struct tq_str cell, int scale, struct tq_buf *text, struct tq_str *out);

/* Text as it stands in a JSON string; false when it is no UTF-8. */
bool tq_cell_escape(struct tq_str cell, struct tq_buf *text);

#endif
