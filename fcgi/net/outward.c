/* outward.c - which addresses may be reached. The name in a URL means nothing (DNS answers what its owner likes, and
 * another thing the second time), so libcurl asks us when it opens the socket, with the address it will connect to. */
#include "net/outward.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "net/transfer.h"

enum reach { REACH_NEVER, REACH_PUBLIC, REACH_EXCEPTED };

/* IANA's special-purpose registries (RFC 6890) as far as they are not globally reachable, multicast and what is
 * reserved. IPv6 outside 2000::/3 is not global unicast and needs no row. */
/* clang-format off */
static const char *const not_public[] = {
	"0.0.0.0/8",       /* this network, RFC 791 */
	"10.0.0.0/8",      /* private, RFC 1918 */
	"100.64.0.0/10",   /* behind a carrier's NAT, RFC 6598 */
	"127.0.0.0/8",     /* loopback */
	"169.254.0.0/16",  /* link-local; clouds keep their metadata here */
	"172.16.0.0/12",   /* private */
	"192.0.0.0/24",    /* IETF protocols, RFC 6890 */
	"192.0.2.0/24",    /* documentation, RFC 5737 */
	"192.88.99.0/24",  /* 6to4 relays, RFC 7526 */
	"192.168.0.0/16",  /* private */
	"198.18.0.0/15",   /* benchmarks, RFC 2544 */
	"198.51.100.0/24", /* documentation */
	"203.0.113.0/24",  /* documentation */
	"224.0.0.0/4",     /* multicast */
	"240.0.0.0/4",     /* reserved, and broadcast */
	"2001::/23",       /* IETF protocols: ORCHID, benchmarks; Teredo is judged before */
	"2001:db8::/32",   /* documentation, RFC 3849 */
	"3fff::/20",       /* documentation, RFC 9637 */
};
/* clang-format on */

static struct {
	bool refused, opened;
	bool plain;
} gate;

static bool ip_from(const struct sockaddr *address, struct in6_addr *ip_out);
static enum reach reach_of(const struct in6_addr *ip);
static bool is_excepted(const struct in6_addr *ip);
static bool is_public(const struct in6_addr *ip);
static bool network_holds(const char *network, const struct in6_addr *ip);
static enum err network_read(const char *network, struct in6_addr *base_out, unsigned *bits_out);
static struct in6_addr ip_v4(const uint8_t bytes[4]);
static curl_socket_t socket_open(void *curl, curlsocktype purpose, struct curl_sockaddr *address);
static bool is_plain(CURL *curl);

bool outward_allows(const struct sockaddr *address)
{
	struct in6_addr ip;

	return ip_from(address, &ip) && reach_of(&ip) != REACH_NEVER;
}

void outward_apply(void *curl)
{
	outward_apply_as(curl, conf()->outward_plain_http ? "http,https" : "https", false);
}

void outward_apply_as(void *curl, const char *protocol, bool plain)
{
	gate.refused = gate.opened = false;
	gate.plain = plain;
	transfer_harden(curl);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocol);
	curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, socket_open);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, curl);
}

bool outward_refused(void)
{
	return gate.refused && !gate.opened;
}

/* Every address as IPv6, IPv4 in its mapped form. */
static bool ip_from(const struct sockaddr *address, struct in6_addr *ip_out)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;

	if (address->sa_family == AF_INET)
		*ip_out = ip_v4((const uint8_t *)&in->sin_addr);
	else if (address->sa_family == AF_INET6)
		*ip_out = in6->sin6_addr;
	else
		return false;
	return true;
}

/* An address that carries another one inside leads there, so it is as good as that one. */
static enum reach reach_of(const struct in6_addr *ip)
{
	const uint8_t *bytes = ip->s6_addr;
	struct in6_addr inside;

	if (is_excepted(ip))
		return REACH_EXCEPTED;
	if (network_holds("64:ff9b::/96", ip)) { /* NAT64, RFC 6052 */
		inside = ip_v4(bytes + 12);
		return reach_of(&inside);
	}
	if (network_holds("2002::/16", ip)) { /* 6to4, RFC 3056 */
		inside = ip_v4(bytes + 2);
		return reach_of(&inside);
	}
	if (network_holds("2001::/32",
		    ip)) { /* Teredo, RFC 4380: server, and client with its bits turned */
		struct in6_addr server = ip_v4(bytes + 4);
		uint8_t client[4];

		for (int i = 0; i < 4; i++)
			client[i] = (uint8_t)~bytes[12 + i];
		inside = ip_v4(client);
		return reach_of(&server) == REACH_NEVER ? REACH_NEVER : reach_of(&inside);
	}
	return is_public(ip) ? REACH_PUBLIC : REACH_NEVER;
}

static bool is_excepted(const struct in6_addr *ip)
{
	const char *rest = conf()->outward_networks;
	char network[INET6_ADDRSTRLEN + 5];

	while (rest != NULL && *(rest += strspn(rest, " ,\t")) != '\0') {
		size_t size = strcspn(rest, " ,\t");

		if (size < sizeof network) {
			memcpy(network, rest, size);
			network[size] = '\0';
			if (network_holds(network, ip))
				return true;
		}
		rest += size;
	}
	return false;
}

static bool is_public(const struct in6_addr *ip)
{
	if (!IN6_IS_ADDR_V4MAPPED(ip) && !network_holds("2000::/3", ip))
		return false;
	for (size_t i = 0; i < sizeof not_public / sizeof *not_public; i++)
		if (network_holds(not_public[i], ip))
			return false;
	return true;
}

/* A network that cannot be read holds nothing: the gate stays shut. */
static bool network_holds(const char *network, const struct in6_addr *ip)
{
	struct in6_addr base;
	unsigned bits;
	unsigned rest;

	if (network_read(network, &base, &bits) != OK) {
		log_error("outward_networks: \"%s\" is no network", network);
		return false;
	}
	if (memcmp(base.s6_addr, ip->s6_addr, bits / 8) != 0)
		return false;
	rest = bits % 8;
	return rest == 0 || ((base.s6_addr[bits / 8] ^ ip->s6_addr[bits / 8]) >> (8 - rest)) == 0;
}

static enum err network_read(const char *network, struct in6_addr *base_out, unsigned *bits_out)
{
	const char *slash = strchrnul(network, '/');
	char text[INET6_ADDRSTRLEN];
	struct in_addr v4;
	long long bits = 128;
	bool is_v4;

	if ((size_t)(slash - network) >= sizeof text)
		return E_INVALID;
	memcpy(text, network, (size_t)(slash - network));
	text[slash - network] = '\0';
	is_v4 = inet_pton(AF_INET, text, &v4) == 1;
	if (is_v4)
		*base_out = ip_v4((const uint8_t *)&v4);
	else if (inet_pton(AF_INET6, text, base_out) != 1)
		return E_INVALID;
	if (*slash == '/') {
		TRY(str_to_int(slash + 1, 0, is_v4 ? 32 : 128, &bits));
		if (is_v4)
			bits += 96;
	}
	*bits_out = (unsigned)bits;
	return OK;
}

static struct in6_addr ip_v4(const uint8_t bytes[4])
{
	struct in6_addr ip = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	memcpy(ip.s6_addr + 12, bytes, 4);
	return ip;
}

static curl_socket_t socket_open(void *curl, curlsocktype purpose, struct curl_sockaddr *address)
{
	enum reach least = is_plain(curl) ? REACH_EXCEPTED : REACH_PUBLIC;
	struct in6_addr ip;

	if (purpose != CURLSOCKTYPE_IPCXN || !ip_from(&address->addr, &ip) ||
		reach_of(&ip) < least) {
		gate.refused = true;
		return CURL_SOCKET_BAD;
	}
	gate.opened = true;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool is_plain(CURL *curl)
{
	char *url = NULL;

	if (gate.plain)
		return true;
	curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &url);
	return url != NULL && strncasecmp(url, "http:", 5) == 0;
}
