/* sign_out.h - the end of a session: by its person (RP-Initiated Logout 1.0), or by the provider (Back-Channel Logout 1.0). */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct scope;

/* Ends the session, if there is one; *location_out is the provider's sign-out, or our sign-in page. */
enum err sign_out(struct scope *s, const char *session_secret, const char **location_out) MUST_USE;
/* E_INVALID unless the logout token is good, fresh and new; ends the sessions of its sid, or all of its sub. */
enum err sign_out_by_token(struct scope *s, int64_t provider_id, const char *logout_token) MUST_USE;
