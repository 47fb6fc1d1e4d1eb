/* bare.c - the floor: a FastCGI worker that does what Lodge's database makes necessary and nothing else. No rights, no JSON, no
 * escaping; the same rows read or written, and as many bytes answered as Lodge answers. What Lodge loses against it is ours.
 *   bare SOCKET DB_SOCKET DB_NAME WORKERS     serves /bare/page, /bare/one, /bare/three and /bare/create; ?size=BYTES;
 *                                             and /bare/spool, which reads a body and drops it */
#include <fcgiapp.h>
#include <mysql.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COLUMNS_MAX = 8, COLUMN_SIZE = 65536, ANSWER_SIZE_MAX = 1 << 20, WORDS_SIZE = 600 };

struct statement {
	const char *sql;
	unsigned columns;
	MYSQL_STMT *stmt;
};

enum { CALLER, TICKET, COMMENTS, COUNTER, INSERT_TICKET, SHARE, VALUE, CHANGE, WORDS, STATEMENTS };
static struct statement statements[STATEMENTS] = {
	[CALLER] = { "SELECT p.id, p.display_name, p.role, k.expires_at FROM api_token k JOIN person p ON p.tenant_id = k.tenant_id "
		     "AND p.id = k.person_id WHERE k.tenant_id = 1 AND k.token_hash = (SELECT MIN(token_hash) FROM api_token WHERE tenant_id = 1)",
		4, NULL },
	[TICKET] = { "SELECT t.id, t.summary, t.created_at, p.display_name, s.customer_name FROM ticket t JOIN person p ON p.tenant_id = "
		     "t.tenant_id AND p.id = t.reporter_id JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id "
		     "WHERE t.tenant_id = 1 AND t.ticket_key = 'CDSE-1'",
		5, NULL },
	[COMMENTS] = { "SELECT c.id, p.display_name, c.created_at, c.body FROM comment c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = "
		       "c.author_id WHERE c.tenant_id = 1 AND c.ticket_id = (SELECT id FROM ticket WHERE tenant_id = 1 AND ticket_key = 'CDSE-1') "
		       "ORDER BY c.id LIMIT 50",
		4, NULL },
	[COUNTER] = { "UPDATE desk_counter SET last = LAST_INSERT_ID(last + 1) WHERE tenant_id = 1 AND desk_id = 55",
		0, NULL },
	[INSERT_TICKET] = { "INSERT INTO ticket (tenant_id, desk_id, request_type_id, ticket_key, summary, reporter_id, status_id, status_changed_at, "
			    "created_at, last_activity) SELECT 1, 55, t.request_type_id, CONCAT('CDSE-', LAST_INSERT_ID()), 'Bench', t.reporter_id, "
			    "t.status_id, NOW(3), NOW(3), NOW(3) FROM ticket t WHERE t.tenant_id = 1 AND t.ticket_key = 'CDSE-1'",
		0, NULL },
	[SHARE] = { "INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity) SELECT 1, LAST_INSERT_ID(), "
		    "MIN(organization_id), NOW(3) FROM organization_member WHERE tenant_id = 1 AND person_id = (SELECT reporter_id FROM ticket "
		    "WHERE tenant_id = 1 AND ticket_key = 'CDSE-1')",
		0, NULL },
	[VALUE] = { "INSERT INTO field_value (tenant_id, ticket_id, field_id, value) SELECT 1, LAST_INSERT_ID(), field_id, value FROM field_value "
		    "WHERE tenant_id = 1 AND ticket_id = (SELECT id FROM ticket WHERE tenant_id = 1 AND ticket_key = 'CDSE-1') LIMIT 1",
		0, NULL },
	[CHANGE] = { "INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at) "
		     "SELECT 1, LAST_INSERT_ID(), status_id, 'Open', 'NEW', FALSE, reporter_id, NOW(3) FROM ticket WHERE tenant_id = 1 AND "
		     "ticket_key = 'CDSE-1'",
		0, NULL },
	[WORDS] = { "INSERT INTO search_text (tenant_id, ticket_id, words) SELECT 1, id, ? FROM ticket WHERE tenant_id = 1 AND ticket_key = 'CDSE-1'",
		0, NULL },
};

static char columns[COLUMNS_MAX][COLUMN_SIZE];
static char answer[ANSWER_SIZE_MAX];

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bare: %s: %s\n", what, why);
	exit(1);
}

static MYSQL *connect_db(const char *socket, const char *name)
{
	MYSQL *db = mysql_init(NULL);

	if (!mysql_real_connect(db, NULL, "root", "", name, 0, socket, 0))
		die("connect", mysql_error(db));
	mysql_set_character_set(db, "utf8mb4");
	if (mysql_query(db, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"))
		die("isolation", mysql_error(db));
	for (int i = 0; i < STATEMENTS; i++) {
		statements[i].stmt = mysql_stmt_init(db);
		if (mysql_stmt_prepare(
			    statements[i].stmt, statements[i].sql, strlen(statements[i].sql)))
			die(statements[i].sql, mysql_stmt_error(statements[i].stmt));
	}
	return db;
}

/* Runs one and copies what it gives behind *at. */
static int run(const struct statement *s, MYSQL_BIND *parameters, size_t *at)
{
	unsigned long sizes[COLUMNS_MAX];
	MYSQL_BIND result[COLUMNS_MAX];

	memset(result, 0, sizeof(result));
	for (unsigned i = 0; i < s->columns; i++) {
		result[i].buffer_type = MYSQL_TYPE_STRING;
		result[i].buffer = columns[i];
		result[i].buffer_length = COLUMN_SIZE;
		result[i].length = &sizes[i];
	}
	if ((parameters && mysql_stmt_bind_param(s->stmt, parameters)) ||
		mysql_stmt_execute(s->stmt))
		return -1;
	if (!s->columns)
		return 0;
	if (mysql_stmt_bind_result(s->stmt, result) || mysql_stmt_store_result(s->stmt))
		return -1;
	while (mysql_stmt_fetch(s->stmt) == 0)
		for (unsigned i = 0; i < s->columns; i++)
			if (*at + sizes[i] < sizeof(answer)) {
				memcpy(answer + *at, columns[i], sizes[i]);
				*at += sizes[i];
			}
	mysql_stmt_free_result(s->stmt);
	return 0;
}

static int create(MYSQL *db, size_t *at)
{
	static const int order[] = { COUNTER, INSERT_TICKET, SHARE, VALUE, CHANGE };
	char words[WORDS_SIZE];
	MYSQL_BIND parameter;

	memset(&parameter, 0, sizeof(parameter));
	snprintf(words, sizeof(words), "p1xbench p1x%ld p1xthe p1xsame p1xwords p1xas p1xthere",
		random());
	parameter.buffer_type = MYSQL_TYPE_STRING;
	parameter.buffer = words;
	parameter.buffer_length = strlen(words);
	if (mysql_query(db, "START TRANSACTION"))
		return -1;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (run(&statements[order[i]], NULL, at))
			return mysql_rollback(db), -1;
	if (run(&statements[WORDS], &parameter, at))
		return mysql_rollback(db), -1;
	return mysql_commit(db);
}

static int work(MYSQL *db, const char *uri, size_t *at)
{
	if (strncmp(uri, "/bare/page", 10) == 0)
		return 0;
	if (run(&statements[CALLER], NULL, at))
		return -1;
	if (strncmp(uri, "/bare/three", 11) == 0)
		return run(&statements[TICKET], NULL, at) || run(&statements[COMMENTS], NULL, at);
	return strncmp(uri, "/bare/create", 12) == 0 ? create(db, at) : 0;
}

/* What nginx kept of a body comes and goes. */
static void drain(FCGX_Stream *in)
{
	static char piece[1 << 16];

	while (FCGX_GetStr(piece, sizeof(piece), in) == (int)sizeof(piece))
		continue;
}

static void serve(int listener, const char *db_socket, const char *db_name)
{
	MYSQL *db = connect_db(db_socket, db_name);
	FCGX_Request request;

	srandom((unsigned)getpid());
	FCGX_InitRequest(&request, listener, 0);
	while (FCGX_Accept_r(&request) == 0) {
		const char *uri = FCGX_GetParam("REQUEST_URI", request.envp),
			   *size = uri ? strstr(uri, "size=") : NULL;
		size_t wanted = size ? strtoul(size + 5, NULL, 10) : 0, at = 0;
		bool spool = uri && strncmp(uri, "/bare/spool", 11) == 0;
		int failed = spool ? 0 : work(db, uri ? uri : "", &at);

		drain(request.in);
		if (wanted > at && wanted < sizeof(answer))
			at = wanted;
		FCGX_FPrintF(request.out,
			"Status: %d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
			failed ? 500 : 200, (int)at);
		if (failed)
			fprintf(stderr, "bare: %s\n", mysql_error(db));
		FCGX_PutStr(answer, (int)at, request.out);
		FCGX_Finish_r(&request);
	}
}

int main(int argc, char **argv)
{
	int listener;

	if (argc != 5)
		die("usage", "bare SOCKET DB_SOCKET DB_NAME WORKERS");
	memset(answer, 'x', sizeof(answer));
	FCGX_Init();
	signal(SIGTERM, SIG_DFL);
	unlink(argv[1]);
	listener = FCGX_OpenSocket(argv[1], 1024);
	if (listener < 0)
		die("socket", argv[1]);
	for (long i = strtol(argv[4], NULL, 10); i > 0; i--)
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			serve(listener, argv[2], argv[3]);
			_exit(0);
		}
	while (wait(NULL) > 0)
		continue;
	return 0;
}
