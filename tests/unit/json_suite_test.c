/* SPDX-License-Identifier: ISC */
/* JSONTestSuite (../shared/jsontestsuite): 95 accepted, 188 refused, 35 decided. */
#include "base/buf.h"
#include "base/file.h"
#include "record/reader.h"
#include "t.h"

#include <dirent.h>
#include <stdlib.h>

/* What tq does where RFC 8259 leaves the choice. All others are refused. */
static const char *const chosen[] = {
	/* numbers are text until somebody asks for their value */
	"i_number_double_huge_neg_exp.json", "i_number_huge_exp.json",
	"i_number_neg_int_huge_exp.json", "i_number_pos_double_huge_exp.json",
	"i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
	"i_number_real_underflow.json", "i_number_too_big_neg_int.json",
	"i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
	NULL};

static bool
is_chosen(const char *name)
{
	for (int i = 0; chosen[i] != NULL; i++)
		if (strcmp(chosen[i], name) == 0)
			return true;
	return false;
}

static bool
accepts(const char *path)
{
	struct tq_buf text = {0};
	struct tq_err err = {0};
	bool ok = tq_read_file(path, 1 << 20, &text, &err);

	if (!ok)
		printf("# %s\n", err.text);
	ok = ok && tq_json_check(text.n > 0 ? text.p : "", text.n, TQ_MAX_DEPTH, &err);
	tq_buf_fini(&text);
	return ok;
}

int
main(void)
{
	const char *shared = getenv("TQ_SHARED") ? getenv("TQ_SHARED") : "../shared";
	int count[128] = {0};
	char dir[512], path[1024];
	struct dirent *entry;
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/jsontestsuite/test_parsing", shared);
	d = opendir(dir);
	if (d == NULL) {
		printf("1..0 # SKIP no %s\n", dir);
		return 0;
	}
	while ((entry = readdir(d)) != NULL) {
		const char *name = entry->d_name;
		bool want = name[0] == 'y' || (name[0] == 'i' && is_chosen(name));

		if (name[0] == '.')
			continue;
		count[(unsigned char)name[0] & 127]++;
		snprintf(path, sizeof(path), "%s/%s", dir, name);
		OK(accepts(path) == want, "%s: %s", want ? "accepted" : "refused", name);
	}
	closedir(d);
	IS_INT(count['y'], 95, "y_ files");
	IS_INT(count['n'], 188, "n_ files");
	IS_INT(count['i'], 35, "i_ files");
	return t_done();
}
