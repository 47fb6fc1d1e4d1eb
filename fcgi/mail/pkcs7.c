/* pkcs7.c - see pkcs7.h. Only as much of BER as leads to the content (RFC 5652 section 5.1): ContentInfo, SignedData,
 * EncapsulatedContentInfo, an OCTET STRING that may be cut in pieces, with lengths that may be left open. */
#include "mail/pkcs7.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum {
	SEQUENCE = 0x30,
	OID = 0x06,
	OCTETS = 0x04,
	PIECES = 0x24,
	CONTEXT_0 = 0xa0,
	DEPTH_MAX = 16
};

/* What is left to read. */
struct der {
	const uint8_t *at, *end;
};
struct element {
	uint8_t tag;
	bool is_open; /* no length: it ends with two zeros */
	struct der inside;
};

static const uint8_t oid_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07 };
enum { SIGNED_DATA = 2, ENVELOPED_DATA = 3, AUTH_ENVELOPED = 23 };

/* Its tag and length, no more. */
static bool enter(struct der *der, struct element *element)
{
	size_t length, n;

	if (der->end - der->at < 2)
		return false;
	element->tag = *der->at++;
	length = *der->at++;
	element->is_open = length == 0x80;
	if (length > 0x80) {
		n = length & 0x7f;
		if (n > 4 || (size_t)(der->end - der->at) < n)
			return false;
		for (length = 0; n > 0; n--)
			length = length << 8 | *der->at++;
	}
	if (element->is_open)
		length = (size_t)(der->end - der->at);
	if (length > (size_t)(der->end - der->at))
		return false;
	element->inside = (struct der){ der->at, der->at + length };
	return true;
}

/* der->at moves behind what enter() found. */
static bool leave(struct der *der, const struct element *element, int depth)
{
	struct der inside = element->inside;
	struct element piece;

	if (!element->is_open) {
		der->at = element->inside.end;
		return true;
	}
	if (depth == DEPTH_MAX)
		return false;
	while (inside.end - inside.at >= 2 && (inside.at[0] != 0 || inside.at[1] != 0))
		if (!enter(&inside, &piece) || !leave(&inside, &piece, depth + 1))
			return false;
	if (inside.end - inside.at < 2)
		return false;
	der->at = inside.at + 2;
	return true;
}

static bool step_over(struct der *der)
{
	struct element element;

	return enter(der, &element) && leave(der, &element, 0);
}

/* Goes inside the next element if it is one of these. */
static bool inside(struct der *der, uint8_t tag)
{
	struct element element;

	if (!enter(der, &element) || element.tag != tag)
		return false;
	*der = element.inside;
	return true;
}

static bool add_octets(struct str *out, struct der der, int depth)
{
	struct element element;

	if (depth == DEPTH_MAX || !enter(&der, &element))
		return false;
	if (element.tag == OCTETS && !element.is_open) {
		str_add_bytes(
			out, element.inside.at, (size_t)(element.inside.end - element.inside.at));
		return true;
	}
	if (element.tag != PIECES)
		return false;
	for (der = element.inside; der.end - der.at >= 2 && (der.at[0] != 0 || der.at[1] != 0);)
		if (!add_octets(out, der, depth + 1) || !step_over(&der))
			return false;
	return true;
}

/* The last number of 1.2.840.113549.1.7.x, or of .9.16.1.x; 0: another one. */
static int oid_read(struct der *der)
{
	struct element oid;
	size_t size;

	if (!enter(der, &oid) || oid.tag != OID || !leave(der, &oid, 0))
		return 0;
	size = (size_t)(oid.inside.end - oid.inside.at);
	if (size < sizeof(oid_data) || memcmp(oid.inside.at, oid_data, sizeof(oid_data) - 1) != 0)
		return 0;
	return oid.inside.end[-1];
}

enum pkcs7 pkcs7_open(struct arena *arena, const uint8_t *bytes, size_t size, char **content_out,
	size_t *size_out)
{
	struct der der = { bytes, bytes + size };
	struct str content;
	int kind;

	if (!inside(&der, SEQUENCE))
		return PKCS7_OTHER;
	kind = oid_read(&der);
	if (kind == ENVELOPED_DATA || kind == AUTH_ENVELOPED)
		return PKCS7_ENCRYPTED;
	/* [0] SEQUENCE { version, algorithms, SEQUENCE { type, [0] octets } ... } */
	if (kind != SIGNED_DATA || !inside(&der, CONTEXT_0) || !inside(&der, SEQUENCE) ||
		!step_over(&der) || !step_over(&der) || !inside(&der, SEQUENCE) ||
		!step_over(&der) || !inside(&der, CONTEXT_0))
		return PKCS7_OTHER;
	content = str_make(arena);
	if (!add_octets(&content, der, 0))
		return PKCS7_OTHER;
	*content_out = content.text;
	*size_out = content.size;
	return PKCS7_SIGNED;
}
