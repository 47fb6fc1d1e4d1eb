/* upload_metadata.h - the header Upload-Metadata of tus: "filename d29ybGQudHh0,serviceDeskId NTU=,public". */
#pragma once
#include "base/err.h"

struct arena;
struct url_param;

enum { UPLOAD_METADATA_MAX = 16 };

/* Keys and decoded values, in order; url_param() finds one. A key without a value has "". E_INVALID: no key, one that holds
 * anything but printable ASCII, the same key twice, a value that is no base64 or holds a NUL, more than UPLOAD_METADATA_MAX. */
enum err upload_metadata_read(
	struct arena *arena, const char *header, struct url_param **first_out) MUST_USE;
