/* SPDX-License-Identifier: ISC */
/* Other addresses for a provider's bases, and which of them its credentials may go to. */
#include "net/provider_inner.h"

#include "base/mem.h"

#include <stdlib.h>
#include <unistd.h>

bool
tq_provider_bound(const struct tq_provider *provider, const struct tq_base *base,
		  struct tq_err *err)
{
	const char *bound = provider->secrets ? tq_secrets_get(provider->secrets, "base") : NULL;

	if (!provider->secrets)
		return true;
	if (bound ? strcmp(bound, base->url) == 0 : !base->rebased)
		return true;
	return tq_fail(err, TQ_USAGE, "%s: credentials are bound to %s, not to %s", provider->name,
		       bound ? bound : "the provider's own address", base->url);
}

/* http only for what is on this machine: net/call.h looks at the host. */
static bool
is_address(const char *url)
{
	size_t n = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;

	if (n == 0 || strlen(url) == n)
		return false;
	for (const char *p = url; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f ||
		    strchr("?#@\"<>\\^`{|}", *p))
			return false;
	return true;
}

static bool
no_base(const struct tq_provider *provider, struct tq_str name, struct tq_err *err)
{
	struct tq_buf list = {0};

	for (size_t i = 0; i < provider->n_bases; i++)
		tq_buf_printf(&list, "%s%s", i ? ", " : "", provider->base[i].name);
	tq_fail(err, TQ_USAGE, "%s has no base '%.*s' (%s)", provider->name, (int)name.n, name.p,
		tq_buf_text(&list));
	tq_buf_fini(&list);
	return false;
}

bool
tq_provider_rebase(struct tq_provider *provider, const char *text, struct tq_err *err)
{
	size_t n = strcspn(text, "=:/");
	bool named = text[n] == '=';
	struct tq_str name = {text, named ? n : 0};
	struct tq_str url = tq_str(named ? text + n + 1 : text);
	bool found = false;

	if (!is_address(url.p))
		return tq_fail(err, TQ_USAGE, "no address like https://host: '%s'", url.p);
	while (url.p[url.n - 1] == '/')
		url.n--;
	for (size_t i = 0; i < provider->n_bases; i++) {
		struct tq_base *base = &provider->base[i];

		if (named && !tq_str_is(name, base->name))
			continue;
		found = true;
		free(base->url);
		base->url = tq_str_dup(url);
		base->rebased = true;
		if (!tq_provider_bound(provider, base, err))
			return false;
	}
	return found || no_base(provider, name, err);
}

/* Every base that was given an address must be one the credentials are for. */
static bool
all_bound(const struct tq_provider *provider, struct tq_err *err)
{
	const char *bound = tq_secrets_get(provider->secrets, "base");
	bool there = !bound;

	for (size_t i = 0; i < provider->n_bases; i++) {
		const struct tq_base *base = &provider->base[i];

		there = there || strcmp(base->url, bound) == 0;
		if (base->rebased && !tq_provider_bound(provider, base, err))
			return false;
	}
	return there || tq_fail(err, TQ_USAGE, "%s: credentials are bound to %s, which is not "
				"asked here", provider->name, bound);
}

bool
tq_provider_login(struct tq_provider *provider, const char *path, struct tq_err *err)
{
	struct tq_buf preset = {0};

	if (!path && tq_user_config("credentials", provider->name, "", &preset))
		path = tq_buf_text(&preset);
	if (path && (preset.n == 0 || access(path, F_OK) == 0)) {
		tq_secrets_free(provider->secrets);
		provider->secrets = tq_secrets_read(path, err);
		tq_buf_fini(&preset);
		return provider->secrets && all_bound(provider, err);
	}
	tq_buf_fini(&preset);
	return true;
}
