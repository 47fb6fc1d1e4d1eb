/* pkcs7.h - the mail inside an opaque S/MIME signature (RFC 8551, application/pkcs7-mime). The signature is not checked: nothing here
 * believes it. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;

enum pkcs7 { PKCS7_SIGNED, PKCS7_ENCRYPTED, PKCS7_OTHER };
/* PKCS7_SIGNED: *content_out is what was signed, a mail part with its own header; PKCS7_ENCRYPTED: nobody here can read it. */
enum pkcs7 pkcs7_open(struct arena *arena, const uint8_t *bytes, size_t size, char **content_out,
	size_t *size_out);
