/* SPDX-License-Identifier: ISC */
/*
 * A calculator over decimals and doubles: a line "OP A B SCALE ROUND" in, the
 * result out. ROUND is enum tq_round; unused operands are written 0. What the
 * oracle tests drive.
 */
#include "num/dec.h"
#include "num/f64.h"

#include <stdio.h>
#include <stdlib.h>

static struct tq_dec
operand(const char *text)
{
	struct tq_dec x;

	return tq_dec_parse(tq_str(text), &x) ? x : (struct tq_dec){0, TQ_DEC_BAD};
}

static struct tq_dec
result(const char *op, struct tq_dec a, struct tq_dec b, int scale, enum tq_round round)
{
	if (strcmp(op, "add") == 0)
		return tq_dec_add(a, b);
	if (strcmp(op, "sub") == 0)
		return tq_dec_sub(a, b);
	if (strcmp(op, "mul") == 0)
		return tq_dec_mul(a, b);
	if (strcmp(op, "div") == 0)
		return tq_dec_div(a, b, scale, round);
	if (strcmp(op, "round") == 0)
		return tq_dec_round(a, scale, round);
	if (strcmp(op, "step") == 0)
		return tq_dec_to_step(a, b, round);
	if (strcmp(op, "strip") == 0)
		return tq_dec_strip(a);
	if (strcmp(op, "cmp") == 0)
		return tq_dec(tq_dec_cmp(a, b), 0);
	return a;                /* "parse" */
}

/* Doubles: "f64" of a decimal, "print" of bits, "read" of a text, "scaled". */
static bool
run_double(const char *op, const char *a, const char *b)
{
	char text[TQ_F64_TEXT];
	uint64_t bits;
	double x;

	if (strcmp(op, "print") == 0) {
		bits = strtoull(a, NULL, 16);
		memcpy(&x, &bits, sizeof(x));
		printf("%.*s\n", (int)tq_f64_format(x, text), text);
		return true;
	}
	if (strcmp(op, "f64") == 0)
		x = tq_dec_f64(operand(a));
	else if (strcmp(op, "scaled") == 0)
		x = tq_f64_from_scaled(strtoll(a, NULL, 10), atoi(b));
	else if (strcmp(op, "read") != 0)
		return false;
	else if (!tq_f64_parse(tq_str(a), &x))
		return puts("null") >= 0;
	memcpy(&bits, &x, sizeof(bits));
	printf("%016llx\n", (unsigned long long)bits);
	return true;
}

int
main(void)
{
	static char line[1 << 16];
	char *word[5], text[TQ_DEC_TEXT];

	while (fgets(line, sizeof(line), stdin)) {
		char *rest = line;

		for (int i = 0; i < 5; i++)
			if (!(word[i] = strtok_r(i ? NULL : line, " \n", &rest)))
				return 2;
		if (run_double(word[0], word[1], word[2]))
			continue;
		struct tq_dec x = result(word[0], operand(word[1]), operand(word[2]),
					 atoi(word[3]), (enum tq_round)atoi(word[4]));

		printf("%.*s\n", (int)tq_dec_format(x, text), text);
	}
	return ferror(stdin) || fflush(stdout) ? 4 : 0;
}
