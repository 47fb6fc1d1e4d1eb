/* transfer.c - a kept libcurl handle and its hardening. Handles live as long as the process: a worker meets the same
 * few hosts again and again, and a kept connection saves the TLS handshake. */
#include "net/transfer.h"

#include <signal.h>
#include <unistd.h>

#include <curl/curl.h>

void *transfer_begin(struct transfer *transfer)
{
	if (transfer->owner != getpid()) {
		/* Not cleaned up: closing a TLS connection would write on the parent's socket. */
		transfer->curl = curl_easy_init();
		transfer->owner = getpid();
		/* OpenSSL writes without MSG_NOSIGNAL: a peer that hangs up must not end the worker. */
		signal(SIGPIPE, SIG_IGN);
	}
	if (transfer->curl == NULL) {
		transfer->owner = 0;
		return NULL;
	}
	curl_easy_reset(transfer->curl);
	transfer_harden(transfer->curl);
	return transfer->curl;
}

void transfer_harden(void *curl)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	/* libcurl 7.88 joins its resolver thread when a transfer ends, past the time limit, unless told not to. */
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(curl, CURLOPT_DEFAULT_PROTOCOL, "https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_HTTP09_ALLOWED, 0L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "Lodge");
}
