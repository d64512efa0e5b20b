/* SPDX-License-Identifier: ISC */
#include "num/plain.h"

size_t
tq_num_digits(struct tq_str text, size_t i)
{
	size_t start = i;

	while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9')
		i++;
	return i - start;
}

bool
tq_num_plain(struct tq_str text)
{
	size_t i = text.n > 0 && text.p[0] == '-';
	size_t whole = tq_num_digits(text, i);

	if (whole == 0 || (whole > 1 && text.p[i] == '0'))
		return false;
	i += whole;
	if (i < text.n && text.p[i] == '.') {
		size_t fraction = tq_num_digits(text, i + 1);

		if (fraction == 0)
			return false;
		i += 1 + fraction;
	}
	return i == text.n;
}
