/* outward.h - the one gate of every outgoing connection: which addresses may be reached, judged after DNS on the address
 * that is really connected to. Public addresses only; exceptions are networks in the operator's configuration. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct sockaddr;

/* May we connect there? IPv4, IPv6, v4-mapped, NAT64 (64:ff9b::/96), 6to4 and Teredo are judged by the address inside. */
bool outward_allows(const struct sockaddr *address);
/* Sets on a CURL *: the gate at socket opening, protocols (http only if the configuration allows it, and then only to
 * the networks excepted there), no redirects, no proxy, no netrc, no signals, verified TLS. Kept as void * so that only
 * net/ names curl. */
void outward_apply(void *curl);
/* The same for another protocol ("imaps"). `plain`: what is said can be read on the way, so only the networks excepted are reached. */
void outward_apply_as(void *curl, const char *protocol, bool plain);
/* Since either was called last: did the gate refuse every address that was tried? */
bool outward_refused(void);
