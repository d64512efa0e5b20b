/* SPDX-License-Identifier: ISC */
/*
 * exchange [--log FILE] [--tls CERT KEY] [--port N] SCRIPT
 *
 * A venue that answers what a script says (script.h), with all the faults that
 * real ones have. It listens on 127.0.0.1, prints its port as the first line
 * of its output and runs until its parent dies or it gets a signal; SIGHUP makes it
 * read the script anew.
 *
 * The log has a line of JSON for each request, when it has arrived: n from 1,
 * t (monotonic ms), method, target, connection (its number), open and most
 * (connections now, and at most so far), status (what it will get; 0: a fault
 * instead), and the request's headers.
 */
#define _GNU_SOURCE
#include "body.h"
#include "script.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/*
 * Scripts are never freed: an answer under way may still use one. A leak
 * checker need not say so.
 */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

/* An arrival that counts against the limit. */
struct arrival {
	int64_t time, weight;
};

static struct {
	pthread_mutex_t mutex;
	struct script script;
	const char *path;
	int log;
	int64_t requests;
	int64_t open, most, connections;
	struct arrival *arrivals;        /* of the last window */
	size_t n_arrivals;
	int64_t refused;                 /* 429s in a row */
	int64_t banned_until;
} server = {.mutex = PTHREAD_MUTEX_INITIALIZER, .log = -1};

/* A request on its way: what MHD hands back with each call for it. */
struct request {
	char *target;
	bool begun;
};

/* A body on its way out. */
struct sending {
	struct body body;
	int64_t drip, stop;              /* stop: the connection ends after so many bytes; -1 */
	int reset;                       /* this descriptor is reset then; -1: closed */
};

static int64_t
clock_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
venue_now(void)
{
	return clock_ms(CLOCK_REALTIME) + server.script.skew * 1000;
}

static void
sleep_ms(int64_t ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		continue;
}

/* A disconnect of a connected socket is a reset on the wire. */
static void
reset(int fd)
{
	struct sockaddr none = {.sa_family = AF_UNSPEC};

	connect(fd, &none, sizeof(none));
}

static ssize_t
give(void *cls, uint64_t at, char *to, size_t max)
{
	struct sending *s = cls;
	size_t left = s->body.n - (size_t)at;

	if (s->stop >= 0 && (int64_t)at >= s->stop) {
		if (s->reset >= 0) {
			/* What was handed over shall arrive first. */
			sleep_ms(20);
			reset(s->reset);
		}
		return MHD_CONTENT_READER_END_WITH_ERROR;
	}
	if (left == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (s->stop >= 0 && (int64_t)left > s->stop - (int64_t)at)
		left = (size_t)(s->stop - (int64_t)at);
	if (s->drip > 0) {
		size_t piece = s->drip >= 20 ? (size_t)s->drip / 20 : 1;

		sleep_ms(s->drip >= 20 ? 50 : 1000 / s->drip);
		left = left < piece ? left : piece;
	}
	left = left < max ? left : max;
	memcpy(to, s->body.p + at, left);
	return (ssize_t)left;
}

static void
given(void *cls)
{
	struct sending *s = cls;

	free(s->body.p);
	free(s);
}

/* Bytes as a JSON string without its quotes. */
static void
escape(struct body *line, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c > 0x7e)
			body_printf(line, "\\u%04x", c);
		else
			body_printf(line, c == '"' || c == '\\' ? "\\%c" : "%c", c);
	}
}

static enum MHD_Result
log_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct body *line = cls;

	(void)kind;
	body_printf(line, line->p[line->n - 1] == '{' ? "\"" : ",\"");
	for (; *name; name++)
		body_printf(line, "%c", *name >= 'A' && *name <= 'Z' ? *name | 0x20 : *name);
	body_printf(line, "\":\"");
	escape(line, value ? value : "");
	body_printf(line, "\"");
	return MHD_YES;
}

static void
log_request(struct MHD_Connection *connection, const char *method, const char *target, int status)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct body line = {0};

	body_printf(&line, "{\"n\":%lld,\"t\":%lld,\"method\":\"%.20s\",\"target\":\"",
		    (long long)server.requests, (long long)clock_ms(CLOCK_MONOTONIC), method);
	escape(&line, target);
	body_printf(&line, "\",\"connection\":%lld,\"open\":%lld,\"most\":%lld,\"status\":%d,"
		    "\"headers\":{", info ? (long long)(intptr_t)info->socket_context : 0LL,
		    (long long)server.open, (long long)server.most, status);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, log_header, &line);
	body_printf(&line, "}}\n");
	if (server.log >= 0 && write(server.log, line.p, line.n) < 0)
		die("cannot write the log");
	free(line.p);
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
	      enum MHD_ConnectionNotificationCode code)
{
	(void)cls;
	(void)connection;
	pthread_mutex_lock(&server.mutex);
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		server.open++;
		*context = (void *)(intptr_t)++server.connections;
		if (server.open > server.most)
			server.most = server.open;
	} else {
		server.open--;
	}
	pthread_mutex_unlock(&server.mutex);
}

/*
 * The limit of the script. Returns 0 to go on, else 429 or 418; *wait are the
 * seconds of Retry-After, *used what was counted.
 */
static int
limited(int64_t weight, int64_t *wait, int64_t *used)
{
	const struct script *script = &server.script;
	int64_t now = clock_ms(CLOCK_MONOTONIC), sum = 0;
	size_t kept = 0;

	*used = 0;
	if (script->limit == 0)
		return 0;
	if (now < server.banned_until) {
		*wait = (server.banned_until - now + 999) / 1000;
		return 418;
	}
	for (size_t i = 0; i < server.n_arrivals; i++)
		if (server.arrivals[i].time > now - script->window) {
			sum += server.arrivals[i].weight;
			server.arrivals[kept++] = server.arrivals[i];
		}
	server.n_arrivals = kept;
	*used = sum + weight;
	if (sum + weight <= script->limit) {
		server.refused = 0;
		server.arrivals = realloc(server.arrivals, (kept + 1) * sizeof(*server.arrivals));
		if (!server.arrivals)
			die("out of memory");
		server.arrivals[server.n_arrivals++] = (struct arrival){now, weight};
		return 0;
	}
	*wait = (server.arrivals[0].time + script->window - now + 999) / 1000;
	if (++server.refused <= script->grace)
		return 429;
	server.banned_until = now + script->ban * 1000;
	*wait = script->ban;
	return 418;
}

static int64_t
parameter(struct MHD_Connection *connection, const char *name, int64_t preset)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);

	return value ? strtoll(value, NULL, 10) : preset;
}

/* Bar indices of the first bar at or after a time. */
static int64_t
index_of(const struct answer *a, int64_t time)
{
	return time <= a->start ? 0 : (time - a->start + a->step - 1) / a->step;
}

static void
put_klines(struct body *body, struct MHD_Connection *connection, const struct answer *a)
{
	const char *symbol = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "symbol");
	int64_t now = venue_now(), rows = a->rows, limit = parameter(connection, "limit", 500);
	int64_t since = parameter(connection, "startTime", INT64_MIN);
	int64_t until = parameter(connection, "endTime", INT64_MAX - 1), from, to;
	struct history h = {symbol ? symbol : "", a->start, a->step, now, -1};

	if (a->live) {
		int64_t begun = now < a->start ? 0 : (now - a->start) / a->step + 1;

		h.live = begun - 1;
		rows = begun < rows || rows == 0 ? begun : rows;
	}
	limit = limit < 1 || limit > a->page ? a->page : limit;
	to = until >= a->start + rows * a->step ? rows : index_of(a, until + 1);
	from = since == INT64_MIN ? (to > limit ? to - limit : 0) : index_of(a, since);
	if (to - from > limit)
		to = from + limit;
	body_klines(body, &h, from, to > from ? to : from);
}

static void
put_text(struct body *body, struct MHD_Connection *connection, const struct route *route,
	 const char *text)
{
	while (*text) {
		size_t n = strncmp(text, "${", 2) == 0 ? strcspn(text, "}") : 0;
		char name[64];
		const char *value;

		if (n < 3 || text[n] != '}' || n - 2 >= sizeof(name)) {
			body_put(body, text++, 1);
			continue;
		}
		memcpy(name, text + 2, n - 2);
		name[n - 2] = '\0';
		text += n + 1;
		value = *name == '@' ?
			MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name + 1) :
			MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
		if (strcmp(name, "#") == 0)
			body_printf(body, "%lld", (long long)route->requests);
		else if (strcmp(name, "now") == 0)
			body_printf(body, "%lld", (long long)venue_now());
		else if (value)
			body_put(body, value, strlen(value));
	}
}

/* Returns the status: 404 when the file of a folder is not there. */
static int
make_body(struct body *body, struct MHD_Connection *connection, const struct route *route,
	  const struct answer *a, const char *path)
{
	char name[4096];

	if (a->dir) {
		snprintf(name, sizeof(name), "%s%s", a->dir, path);
		if (strstr(path, "..") || !body_file(body, name)) {
			body_printf(body, "<html><body>no such file</body></html>");
			return 404;
		}
	} else if (a->body && !body_file(body, a->body)) {
		die("cannot read '%s'", a->body);
	}
	if (a->text)
		put_text(body, connection, route, a->text);
	if (a->step > 0)
		put_klines(body, connection, a);
	if (a->gzip)
		body_gzip(body);
	if (a->bomb > 0)
		body_bomb(body, a->bomb);
	return a->status;
}

static void
add_date(struct MHD_Response *response, const struct answer *a)
{
	time_t seconds = (time_t)(venue_now() / 1000 + a->date);
	char text[64];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	if (!a->no_date)
		MHD_add_response_header(response, "Date", text);
}

static void
add_headers(struct MHD_Response *response, const struct answer *a, int64_t used)
{
	char text[32];

	add_date(response, a);
	MHD_add_response_header(response, "Content-Type", a->type ? a->type : "application/json");
	if (a->etag)
		MHD_add_response_header(response, "ETag", a->etag);
	if (a->gzip || a->bomb > 0)
		MHD_add_response_header(response, "Content-Encoding", "gzip");
	if (used > 0) {
		snprintf(text, sizeof(text), "%lld", (long long)used);
		MHD_add_response_header(response, "X-MBX-USED-WEIGHT-1M", text);
	}
	for (size_t i = 0; i < a->n_headers; i++) {
		char *colon = strchr(a->header[i], ':'), *name;

		if (!colon)
			die("no header: '%s'", a->header[i]);
		name = strndup(a->header[i], (size_t)(colon - a->header[i]));
		MHD_add_response_header(response, name, colon + 1 + strspn(colon + 1, " "));
		free(name);
	}
}

static int
socket_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static enum MHD_Result
send_body(struct MHD_Connection *connection, const struct answer *a, struct body body, int status,
	  int64_t used)
{
	struct sending *s = calloc(1, sizeof(*s));
	uint64_t length = a->chunked ? MHD_SIZE_UNKNOWN : (uint64_t)body.n;
	struct MHD_Response *response;
	enum MHD_Result result;

	if (!s)
		die("out of memory");
	*s = (struct sending){body, a->drip, a->rst >= 0 ? a->rst : a->cut,
			      a->rst >= 0 ? socket_of(connection) : -1};
	if (a->length >= 0) {
		length = (uint64_t)a->length;
		s->stop = s->stop < 0 && a->length > (int64_t)body.n ? (int64_t)body.n : s->stop;
	}
	response = MHD_create_response_from_callback(length, 65536, give, s, given);
	if (!response)
		die("no response");
	add_headers(response, a, used);
	result = MHD_queue_response(connection, (unsigned)status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
send_short(struct MHD_Connection *connection, int status, int64_t wait, const char *text)
{
	struct answer a = {.status = status, .cut = -1, .length = -1, .rst = -1};
	struct body body = {0};
	char retry[40];

	snprintf(retry, sizeof(retry), "Retry-After: %lld", (long long)wait);
	a.header[0] = retry;
	a.n_headers = wait > 0;
	body_put(&body, text, strlen(text));
	return send_body(connection, &a, body, status, 0);
}

/* The faults that are no answer in HTTP. */
static bool
no_answer(struct MHD_Connection *connection, const struct answer *a)
{
	if (a->rst == 0)
		reset(socket_of(connection));
	else if (a->raw && write(socket_of(connection), a->raw, strlen(a->raw)) < 0)
		return true;
	return a->rst == 0 || a->raw || a->close;
}

static enum MHD_Result
answer(struct MHD_Connection *connection, const char *method, const char *path,
       const char *target)
{
	struct answer a = {.status = 404, .weight = 1, .cut = -1, .length = -1, .rst = -1};
	struct route *route, here = {0};
	const char *tag = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
	int64_t wait = 0, used = 0;
	struct body body = {0};
	int status, over;

	pthread_mutex_lock(&server.mutex);
	server.requests++;
	route = script_route(&server.script, path, target);
	if (route) {
		a = *route_next(route);
		here = *route;
	}
	over = limited(a.weight, &wait, &used);
	status = over ? over : a.close || a.raw || a.rst == 0 ? 0 : a.status;
	if (!over && status && a.method && strcmp(a.method, method) != 0)
		status = 405;
	else if (!over && status && a.etag && tag && strcmp(a.etag, tag) == 0)
		status = 304;
	log_request(connection, method, target, status);
	pthread_mutex_unlock(&server.mutex);
	if (a.delay > 0)
		sleep_ms(a.delay);
	if (over)
		return send_short(connection, over, wait, "{\"code\":-1003,\"msg\":\"Too many requests.\"}");
	if (!route || status == 405)
		return send_short(connection, status, 0, "{\"msg\":\"no such path\"}");
	if (no_answer(connection, &a))
		return MHD_NO;
	if (status != 304)
		status = make_body(&body, connection, &here, &a, path);
	return send_body(connection, &a, body, status, used);
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *path, const char *method,
	   const char *version, const char *upload, size_t *n_upload, void **context)
{
	struct request *request = *context;

	(void)cls;
	(void)version;
	(void)upload;
	if (!request->begun) {
		request->begun = true;
		return MHD_YES;
	}
	if (*n_upload > 0) {
		*n_upload = 0;
		return MHD_YES;
	}
	return answer(connection, method, path, request->target);
}

/* The target as it came, before it is taken apart. */
static void *
on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct request *request = calloc(1, sizeof(*request));

	(void)cls;
	(void)connection;
	if (!request || !(request->target = strdup(target)))
		die("out of memory");
	return request;
}

static void
on_end(void *cls, struct MHD_Connection *connection, void **context,
       enum MHD_RequestTerminationCode code)
{
	struct request *request = *context;

	(void)cls;
	(void)connection;
	(void)code;
	if (request)
		free(request->target);
	free(request);
}

static char *
whole_file(const char *path)
{
	struct body body = {0};

	if (!body_file(&body, path))
		die("cannot read '%s'", path);
	body_put(&body, "", 1);
	return body.p;
}

static struct MHD_Daemon *
start(uint16_t port, const char *cert, const char *key)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, cert ? whole_file(cert) : NULL},
		{cert ? MHD_OPTION_HTTPS_MEM_KEY : MHD_OPTION_END, 0, key ? whole_file(key) : NULL},
		{MHD_OPTION_END, 0, NULL},
	};

	return MHD_start_daemon(
		MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL |
			MHD_USE_SUPPRESS_DATE_NO_CLOCK | (cert ? MHD_USE_TLS : 0),
		port, NULL, NULL, on_request, NULL, MHD_OPTION_SOCK_ADDR, &address,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, NULL, MHD_OPTION_URI_LOG_CALLBACK,
		on_target, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL,
		MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U, MHD_OPTION_THREAD_STACK_SIZE,
		(size_t)1 << 18, MHD_OPTION_ARRAY, cert ? tls : tls + 2, MHD_OPTION_END);
}

static void
wait_for_end(void)
{
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	while (sigwait(&set, &number) == 0 && number == SIGHUP) {
		struct script fresh = {0};

		script_read(&fresh, server.path);
		pthread_mutex_lock(&server.mutex);
		server.script = fresh;
		pthread_mutex_unlock(&server.mutex);
	}
}

int
main(int argc, char **argv)
{
	const char *cert = NULL, *key = NULL;
	const union MHD_DaemonInfo *info;
	struct MHD_Daemon *daemon;
	uint16_t port = 0;
	sigset_t set;
	int i = 1;

	for (; i + 1 < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--log") == 0)
			server.log = open(argv[++i], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
		else if (strcmp(argv[i], "--port") == 0)
			port = (uint16_t)atoi(argv[++i]);
		else if (strcmp(argv[i], "--tls") == 0 && i + 2 < argc) {
			cert = argv[++i];
			key = argv[++i];
		} else
			die("no such option: '%s'", argv[i]);
	}
	if (i + 1 != argc)
		die("usage: exchange [--log FILE] [--tls CERT KEY] [--port N] SCRIPT");
	server.path = argv[i];
	script_read(&server.script, server.path);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigfillset(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	daemon = start(port, cert, key);
	info = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
	if (!info)
		die("cannot listen");
	printf("%u\n", info->port);
	fclose(stdout);
	wait_for_end();
	return 0;
}
