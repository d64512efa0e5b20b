/* SPDX-License-Identifier: ISC */
#include "net/hosts.h"

#include "base/mem.h"
#include "base/names.h"
#include "net/hostfile.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

static int
by_name(const void *left, const void *right)
{
	const struct tq_host *a = left, *b = right;

	return strcmp(a->name, b->name);
}

/* The hosts that have a file of either kind. */
static bool
find_hosts(const char *folder, struct tq_names *names, struct tq_err *err)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (!dir)
		return errno == ENOENT ||
		       tq_fail_errno(err, TQ_IO, "cannot open folder '%s'", folder);
	while ((entry = readdir(dir)) != NULL) {
		struct tq_buf host = {0};

		if (tq_hostfile_host(entry->d_name, TQ_HOSTS_LIMITS, &host) ||
		    tq_hostfile_host(entry->d_name, TQ_HOSTS_BREAKER, &host))
			tq_names_id(names, tq_buf_str(&host));
		tq_buf_fini(&host);
	}
	closedir(dir);
	return true;
}

static bool
look(const char *folder, tq_time now, struct tq_hosts *hosts, struct tq_err *err)
{
	struct tq_limiter *limiter = tq_limiter_open(folder, err);
	struct tq_breaker *breaker = limiter ? tq_breaker_open(folder, err) : NULL;
	bool ok = breaker != NULL;

	for (size_t i = 0; i < hosts->n && ok; i++)
		ok = tq_limiter_peek(limiter, hosts->item[i].name, now, &hosts->item[i], err) &&
		     tq_breaker_peek(breaker, hosts->item[i].name, now, &hosts->item[i], err);
	tq_breaker_free(breaker);
	tq_limiter_free(limiter);
	return ok;
}

bool
tq_hosts_list(const char *folder, tq_time now, struct tq_hosts *hosts, struct tq_err *err)
{
	struct tq_names names = {0};
	bool ok = find_hosts(folder, &names, err);

	*hosts = (struct tq_hosts){.n = names.n};
	hosts->item = tq_alloc(names.n + 1, sizeof(hosts->item[0]));
	for (size_t i = 0; i < names.n; i++)
		hosts->item[i].name = tq_str_dup(names.name[i]);
	tq_names_fini(&names);
	qsort(hosts->item, hosts->n, sizeof(hosts->item[0]), by_name);
	if (ok && (hosts->n == 0 || look(folder, now, hosts, err)))
		return true;
	tq_hosts_fini(hosts);
	return false;
}

void
tq_hosts_fini(struct tq_hosts *hosts)
{
	for (size_t i = 0; i < hosts->n; i++) {
		free(hosts->item[i].name);
		free(hosts->item[i].limits);
	}
	free(hosts->item);
	*hosts = (struct tq_hosts){0};
}
