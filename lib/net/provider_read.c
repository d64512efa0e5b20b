/* SPDX-License-Identifier: ISC */
/* The definition provider, checked field by field. */
#include "net/provider_inner.h"

#include "base/mem.h"

#include <stdlib.h>

void
tq_provider_fault(struct tq_provider_faults *faults, const char *format, ...)
{
	va_list ap;

	if (faults->n++)
		tq_buf_puts(&faults->text, "; ");
	va_start(ap, format);
	tq_buf_vprintf(&faults->text, format, ap);
	va_end(ap);
}

void *
tq_provider_keep(struct tq_provider *provider, void *block)
{
	provider->kept = tq_realloc(provider->kept, provider->n_kept + 1, sizeof(*provider->kept));
	provider->kept[provider->n_kept++] = block;
	return block;
}

bool
tq_provider_lists(const char *const *list, const char *text)
{
	for (; list && *list; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return false;
}

const char **
tq_provider_texts(struct tq_provider *provider, jv array, const char *what,
		  struct tq_provider_faults *faults)
{
	bool is_array = jv_get_kind(array) == JV_KIND_ARRAY;
	int n = is_array ? jv_array_length(jv_copy(array)) : 0;
	const char **list = tq_provider_keep(provider, tq_alloc((size_t)n + 1, sizeof(*list)));
	bool ok = n > 0;

	for (int i = 0; i < n && ok; i++) {
		char *text = tq_jq_text(jv_array_get(jv_copy(array), i));

		ok = text && *text;
		list[i] = tq_provider_keep(provider, text);
	}
	jv_free(array);
	if (ok)
		return list;
	tq_provider_fault(faults, "%s is no list of texts", what);
	return NULL;
}

/* A text that may be given as a whole number too; NULL with a fault. */
static const char *
read_text(struct tq_provider *provider, const char *field, bool number_too,
	  struct tq_provider_faults *faults)
{
	char *text = tq_jq_text(tq_jq_get(&provider->described, field));
	int64_t whole;

	if (!text && number_too && tq_jq_whole(tq_jq_get(&provider->described, field), &whole)) {
		struct tq_buf digits = {0};

		tq_buf_printf(&digits, "%lld", (long long)whole);
		text = tq_str_dup(tq_buf_str(&digits));
		tq_buf_fini(&digits);
	}
	if (text && *text)
		return tq_provider_keep(provider, text);
	free(text);
	tq_provider_fault(faults, "%s is no text", field);
	return NULL;
}

/* Unknown fields are misspelt ones. */
static void
known_only(const jv *object, const char *what, const char *const *known,
	   struct tq_provider_faults *faults)
{
	jv_object_foreach(*object, key, value) {
		if (!tq_provider_lists(known, jv_string_value(key)))
			tq_provider_fault(faults, "%s has unknown field '%.40s'", what,
					  jv_string_value(key));
		jv_free(key);
		jv_free(value);
	}
}

static bool
good_url(const char *url)
{
	static const char scheme[] = "https://";
	size_t n = strlen(url);

	if (strncmp(url, scheme, strlen(scheme)) != 0 || n == strlen(scheme))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)url[i] <= ' ' || (unsigned char)url[i] >= 0x7f ||
		    strchr("?#@\"<>\\^`{|}", url[i]))
			return false;
	return url[n - 1] != '/';
}

static void
read_limit(struct tq_provider *provider, struct tq_base *base, jv limit,
	   struct tq_provider_faults *faults)
{
	static const char *const known[] = {"name", "window", "max", "header", "apart", NULL};
	struct tq_limit *to = &base->limits[base->n_limits];
	char *name = tq_jq_text(tq_jq_get(&limit, "name"));
	char *window = tq_jq_text(tq_jq_get(&limit, "window"));
	char *header = tq_jq_text(tq_jq_get(&limit, "header"));
	jv apart = tq_jq_get(&limit, "apart");
	struct tq_err err;

	to->name = name && *name ? tq_provider_keep(provider, name) : NULL;
	to->header = header ? tq_provider_keep(provider, header) : NULL;
	if (jv_get_kind(limit) == JV_KIND_OBJECT)
		known_only(&limit, "limit", known, faults);
	if (!to->name)
		tq_provider_fault(faults, "limits.%s: a limit without a name", base->name);
	else if (!window || !tq_opt_duration(NULL, window, &to->window, &err) || to->window <= 0)
		tq_provider_fault(faults, "limits.%s: %s: window is no duration like 1m",
				  base->name, to->name);
	else if (!tq_jq_whole(tq_jq_get(&limit, "max"), &to->max) || to->max <= 0)
		tq_provider_fault(faults, "limits.%s: %s: max is no count", base->name, to->name);
	base->apart[base->n_limits++] = jv_get_kind(apart) == JV_KIND_TRUE;
	if (!to->name)
		free(name);
	free(window);
	jv_free(apart);
	jv_free(limit);
}

static void
read_limits(struct tq_provider *provider, struct tq_base *base, jv limits,
	    struct tq_provider_faults *faults)
{
	bool is_array = jv_get_kind(limits) == JV_KIND_ARRAY;
	int n = is_array ? jv_array_length(jv_copy(limits)) : 0;

	if (!is_array && jv_get_kind(limits) != JV_KIND_NULL)
		tq_provider_fault(faults, "limits.%s is no list", base->name);
	base->limits = tq_alloc((size_t)n + 1, sizeof(*base->limits));
	base->apart = tq_alloc((size_t)n + 1, sizeof(*base->apart));
	for (int i = 0; i < n; i++)
		read_limit(provider, base, jv_array_get(jv_copy(limits), i), faults);
	jv_free(limits);
}

static void
read_bases(struct tq_provider *provider, struct tq_provider_faults *faults)
{
	jv bases = tq_jq_get(&provider->described, "bases");
	jv limits = tq_jq_get(&provider->described, "limits");
	bool there = jv_get_kind(bases) == JV_KIND_OBJECT;
	size_t n = there ? (size_t)jv_object_length(jv_copy(bases)) : 0;

	if (n == 0)
		tq_provider_fault(faults, "bases is no object of addresses");
	provider->base = tq_alloc(n + 1, sizeof(*provider->base));
	for (int i = there ? jv_object_iter(bases) : 0;
	     there && jv_object_iter_valid(bases, i); i = jv_object_iter_next(bases, i)) {
		struct tq_base *base = &provider->base[provider->n_bases++];
		char *url = tq_jq_text(jv_object_iter_value(bases, i));

		base->name = tq_provider_keep(provider, tq_jq_text(jv_object_iter_key(bases, i)));
		base->url = url ? url : tq_str_dup(tq_str(""));
		if (!good_url(base->url))
			tq_provider_fault(faults, "bases.%s is no https address without a slash at "
					  "its end", base->name);
		read_limits(provider, base, tq_jq_get(&limits, base->name), faults);
	}
	if (jv_get_kind(limits) == JV_KIND_OBJECT)
		jv_object_keys_foreach(limits, key) {
			if (!jv_object_has(jv_copy(bases), jv_copy(key)))
				tq_provider_fault(faults, "limits.%.40s: there is no such base",
						  jv_string_value(key));
			jv_free(key);
		}
	jv_free(bases);
	jv_free(limits);
}

static void
read_version(struct tq_provider *provider, struct tq_provider_faults *faults)
{
	const char *version = read_text(provider, "version", true, faults);
	struct tq_buf text = {0};

	tq_buf_printf(&text, "%s/%s", provider->name, version ? version : "");
	provider->version = tq_provider_keep(provider, tq_str_dup(tq_buf_str(&text)));
	tq_buf_fini(&text);
}

static void
read_fields(struct tq_provider *provider, struct tq_provider_faults *faults)
{
	static const char *const known[] = {"name", "version", "title", "home", "bases", "markets",
					    "limits", "credentials", "text", "kinds", NULL};
	jv credentials = tq_jq_get(&provider->described, "credentials");
	jv text = tq_jq_get(&provider->described, "text");
	const char *name = read_text(provider, "name", false, faults);

	known_only(&provider->described, "provider", known, faults);
	if (name && strcmp(name, provider->name) != 0)
		tq_provider_fault(faults, "name is '%.40s', not that of the file", name);
	provider->title = read_text(provider, "title", false, faults);
	read_version(provider, faults);
	provider->markets = tq_provider_texts(
		provider, tq_jq_get(&provider->described, "markets"), "markets", faults);
	if (jv_get_kind(credentials) != JV_KIND_NULL)
		provider->credentials = tq_provider_texts(provider, jv_copy(credentials),
							  "credentials", faults);
	provider->text = jv_get_kind(text) == JV_KIND_TRUE;
	jv_free(credentials);
	jv_free(text);
	read_bases(provider, faults);
	if (provider->markets)
		tq_provider_read_kinds(provider, faults);
}

bool
tq_provider_read(struct tq_provider *provider, struct tq_err *err)
{
	struct tq_provider_faults faults = {0};

	if (jv_get_kind(provider->described) != JV_KIND_OBJECT)
		tq_provider_fault(&faults, "provider is no object");
	else
		read_fields(provider, &faults);
	if (faults.n > 0)
		tq_fail(err, TQ_USAGE, "%s: %s", provider->path, tq_buf_text(&faults.text));
	tq_buf_fini(&faults.text);
	return faults.n == 0;
}
