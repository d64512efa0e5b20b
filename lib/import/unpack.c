/* SPDX-License-Identifier: ISC */
#include "import/unpack.h"

#include "base/buf.h"
#include "base/mem.h"
#include "import/feed.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MAX_MEMBERS = 1000000 };

struct member {
	char *name;
	size_t entry;            /* its number in the archive */
};

struct tq_unpack {
	const char *path;
	const char *name;        /* what messages call it */
	struct tq_buf place;
	struct archive *archive;
	struct archive_entry *at;
	struct tq_feed *feed;
	struct tq_err below;     /* what went wrong below libarchive */
	size_t entries;          /* how many headers were read since it was opened */
	bool raw;                /* no archive: the file is its only member */
	bool held;               /* a header was read that no member was made of yet */
	bool once;               /* a pipe: it cannot be read twice */
	bool ended;              /* the last header was read */
	int64_t offset;          /* in the member, of the block to come */
	int64_t member_end;      /* in the archive, of the last member with its padding */

	struct member *members;  /* in name order; none from a pipe */
	size_t n;
	size_t cap;
	size_t next;             /* how many members were given out */
	char *last;              /* from a pipe: the name before */
};

static la_ssize_t
on_read(struct archive *a, void *data, const void **buffer)
{
	struct tq_unpack *u = data;
	struct tq_str bytes;

	if (!tq_feed_read(u->feed, &bytes, &u->below)) {
		archive_set_error(a, EIO, "%s", u->below.text);
		return ARCHIVE_FATAL;
	}
	*buffer = bytes.p;
	return (la_ssize_t)bytes.n;
}

static la_int64_t
on_seek(struct archive *a, void *data, la_int64_t offset, int whence)
{
	struct tq_unpack *u = data;
	int64_t at = tq_feed_seek(u->feed, offset, whence);

	(void)a;
	return at < 0 ? ARCHIVE_FATAL : at;
}

/* The formats are named one by one: "all" would take mtree, which any text may be. */
static void
support(struct archive *a)
{
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_lzma(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_filter_lz4(a);
	archive_read_support_filter_compress(a);
	archive_read_support_format_zip(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_raw(a);
	archive_read_support_format_empty(a);
}

static bool
failed(struct tq_unpack *u, struct tq_err *err)
{
	const char *why = u->archive ? archive_error_string(u->archive) : NULL;

	if (u->below.status != TQ_OK)
		*err = u->below;
	else
		tq_fail(err, TQ_DATA, "damaged or cut-off archive: %s",
			why ? why : "its end is missing");
	if (strncmp(err->text, "cannot open", 11) == 0)
		return false;
	return tq_fail_prefix(err, "%s", u->name);
}

static bool
start(struct tq_unpack *u, struct tq_err *err)
{
	u->entries = 0;
	u->ended = false;
	u->member_end = 0;
	u->feed = tq_feed_open(u->path, &u->below);
	if (!u->feed)
		return failed(u, err);
	u->archive = archive_read_new();
	if (!u->archive)
		return tq_fail(err, TQ_IO, "out of memory");
	support(u->archive);
	archive_read_set_callback_data(u->archive, u);
	archive_read_set_read_callback(u->archive, on_read);
	if (tq_feed_seek(u->feed, 0, SEEK_SET) == 0)
		archive_read_set_seek_callback(u->archive, on_seek);
	if (archive_read_open1(u->archive) != ARCHIVE_OK)
		return failed(u, err);
	return true;
}

static void
stop(struct tq_unpack *u)
{
	if (u->archive)
		archive_read_free(u->archive);
	tq_feed_close(u->feed);
	u->archive = NULL;
	u->feed = NULL;
}

static bool
is_tar(struct tq_unpack *u)
{
	return (archive_format(u->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

/*
 * A tar that is cut off between two members looks whole to libarchive: the
 * blocks of zeros at its end are looked for here. (The size of a sparse member
 * is not what it takes in the archive; behind one nothing is known.)
 */
static bool
tar_has_end(struct tq_unpack *u, struct tq_err *err)
{
	if (!is_tar(u) || u->member_end == 0 ||
	    archive_filter_bytes(u->archive, 0) >= u->member_end + 512)
		return true;
	return tq_fail(err, TQ_DATA, "%s: damaged or cut-off archive: its end is missing", u->name);
}

static void
note_member_end(struct tq_unpack *u)
{
	int64_t size = archive_entry_size(u->at);

	u->member_end = 0;
	if (archive_entry_sparse_count(u->at) == 0)
		u->member_end = archive_filter_bytes(u->archive, 0) + (size + 511) / 512 * 512;
}

/* The next header that can be read; found is false behind the last one. */
static bool
read_header(struct tq_unpack *u, bool *found, struct tq_err *err)
{
	int rc = ARCHIVE_OK;

	if (u->held) {
		u->held = false;
		*found = true;
		return true;
	}
	rc = u->ended ? ARCHIVE_EOF : archive_read_next_header(u->archive, &u->at);
	u->ended = rc == ARCHIVE_EOF;
	*found = !u->ended;
	if (*found && rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
		return failed(u, err);
	u->entries += *found;
	u->offset = 0;
	u->raw = archive_format(u->archive) == ARCHIVE_FORMAT_RAW;
	if (!*found)
		return tar_has_end(u, err);
	note_member_end(u);
	return true;
}

static bool
is_litter(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *base = slash ? slash + 1 : name;

	return strncmp(name, "__MACOSX/", 9) == 0 || strstr(name, "/__MACOSX/") ||
	       strncmp(base, "._", 2) == 0 || strcmp(base, ".DS_Store") == 0 ||
	       strcmp(base, "Thumbs.db") == 0;
}

static const char *
entry_name(struct tq_unpack *u)
{
	const char *name = archive_entry_pathname(u->at);

	/* In the C locale a name beyond ASCII has its UTF-8 form only. */
	if (!name)
		name = archive_entry_pathname_utf8(u->at);
	return name ? name : "?";
}

static bool
is_data(struct tq_unpack *u)
{
	return u->raw || (archive_entry_filetype(u->at) == AE_IFREG && !is_litter(entry_name(u)));
}

static int
by_name(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	return order ? order : (a->entry > b->entry) - (a->entry < b->entry);
}

static void
keep_member(struct tq_unpack *u)
{
	if (u->n == u->cap) {
		u->cap = u->cap ? 2 * u->cap : 8;
		u->members = tq_realloc(u->members, u->cap, sizeof(*u->members));
	}
	u->members[u->n++] = (struct member){tq_str_dup(tq_str(entry_name(u))), u->entries};
}

/* A first pass for the names; a file that is no archive needs none. */
static bool
list_members(struct tq_unpack *u, struct tq_err *err)
{
	bool found;

	if (!read_header(u, &found, err))
		return false;
	u->held = found && (u->raw || u->once);
	if (!found || u->held)
		return true;
	while (found) {
		if (is_data(u))
			keep_member(u);
		if (u->n > MAX_MEMBERS)
			return tq_fail(err, TQ_DATA, "%s: more than %d members", u->name,
				       MAX_MEMBERS);
		if (!read_header(u, &found, err))
			return false;
	}
	if (u->n > 1)
		qsort(u->members, u->n, sizeof(*u->members), by_name);
	stop(u);
	return start(u, err);
}

static bool
is_regular(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

struct tq_unpack *
tq_unpack_open(const char *path, struct tq_err *err)
{
	struct tq_unpack *u = tq_alloc(1, sizeof(*u));

	u->path = path;
	u->name = strcmp(path, "-") == 0 ? "stdin" : path;
	u->once = !is_regular(path);
	if (start(u, err) && list_members(u, err))
		return u;
	tq_unpack_close(u);
	return NULL;
}

void
tq_unpack_close(struct tq_unpack *u)
{
	if (!u)
		return;
	stop(u);
	for (size_t i = 0; i < u->n; i++)
		free(u->members[i].name);
	free(u->members);
	free(u->last);
	tq_buf_fini(&u->place);
	free(u);
}

static void
set_place(struct tq_unpack *u)
{
	tq_buf_clear(&u->place);
	tq_buf_puts(&u->place, u->name);
	if (!u->raw)
		tq_buf_printf(&u->place, "(%s)", entry_name(u));
	tq_buf_text(&u->place);
}

/* A pipe cannot be read twice, so its members must come in order. */
static bool
next_in_stream(struct tq_unpack *u, bool *found, struct tq_err *err)
{
	do {
		if (!read_header(u, found, err))
			return false;
	} while (*found && !is_data(u));
	if (!*found)
		return true;
	set_place(u);
	if (u->last && strcmp(entry_name(u), u->last) < 0)
		return tq_fail(err, TQ_USAGE,
			       "%s: '%s' comes behind '%s': give the archive as a file, "
			       "so that its members can be read in name order",
			       u->name, entry_name(u), u->last);
	free(u->last);
	u->last = tq_str_dup(tq_str(entry_name(u)));
	return true;
}

/* A member that lies before the place in the archive costs a new start. */
static bool
next_by_name(struct tq_unpack *u, struct tq_err *err)
{
	const struct member *m = &u->members[u->next];
	bool found = true;

	if (m->entry <= u->entries) {
		stop(u);
		if (!start(u, err))
			return false;
	}
	while (found && u->entries < m->entry)
		if (!read_header(u, &found, err))
			return false;
	if (!found || strcmp(entry_name(u), m->name) != 0)
		return tq_fail(err, TQ_DATA, "%s: changed while it was read", u->name);
	u->next++;
	set_place(u);
	return true;
}

bool
tq_unpack_member(struct tq_unpack *u, bool *found, struct tq_err *err)
{
	if (u->n == 0)
		return next_in_stream(u, found, err);
	*found = u->next < u->n;
	return !*found || next_by_name(u, err);
}

const char *
tq_unpack_place(const struct tq_unpack *u)
{
	return u->place.n ? u->place.p : u->name;
}

bool
tq_unpack_block(struct tq_unpack *u, struct tq_str *bytes, struct tq_err *err)
{
	const void *p;
	size_t n;
	la_int64_t offset;
	int rc;

	do {
		rc = archive_read_data_block(u->archive, &p, &n, &offset);
	} while (rc == ARCHIVE_OK && n == 0);
	*bytes = (struct tq_str){NULL, 0};
	if (rc == ARCHIVE_EOF)
		return true;
	/* A checksum or a length that is wrong is but a warning to libarchive. */
	if (rc != ARCHIVE_OK)
		return failed(u, err);
	if (offset != u->offset)
		return tq_fail(err, TQ_DATA, "%s: has a hole at byte %lld", tq_unpack_place(u),
			       (long long)u->offset);
	u->offset += (int64_t)n;
	*bytes = (struct tq_str){p, n};
	return true;
}

bool
tq_unpack_live(const struct tq_unpack *u)
{
	return u->once;
}
