/* SPDX-License-Identifier: ISC */
#include "net/provider.h"

#include "net/provider_inner.h"

const char *
tq_provider_name(const struct tq_provider *provider)
{
	return provider->name;
}

const char *
tq_provider_title(const struct tq_provider *provider)
{
	return provider->title;
}

const char *
tq_provider_version(const struct tq_provider *provider)
{
	return provider->version;
}

const char *const *
tq_provider_markets(const struct tq_provider *provider)
{
	return provider->markets;
}

const struct tq_provider_kind *
tq_provider_kinds(const struct tq_provider *provider, size_t *n)
{
	*n = provider->n_kinds;
	return provider->kind;
}

void
tq_provider_describe(const struct tq_provider *provider, struct tq_buf *out)
{
	jv text = jv_dump_string(jv_copy(provider->described), JV_PRINT_INDENT_FLAGS(2));

	tq_buf_puts(out, jv_string_value(text));
	tq_buf_puts(out, "\n");
	jv_free(text);
}
