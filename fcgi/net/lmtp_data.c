/* lmtp_data.c - see lmtp_data.h. */
#include "net/lmtp_data.h"

/* Of a byte that is the mail's. */
static void step(struct lmtp_data *data, char c)
{
	if (c == '\r')
		data->at = LMTP_CR;
	else
		data->at = c == '\n' && data->at == LMTP_CR ? LMTP_LINE : LMTP_TEXT;
}

static bool is_held(struct lmtp_data *data, char c)
{
	if (data->at == LMTP_LINE && c == '.')
		data->at = LMTP_DOT;
	else if (data->at == LMTP_DOT && c == '\r')
		data->at = LMTP_DOT_CR;
	else if (data->at == LMTP_DOT_CR && c == '\n')
		data->at = LMTP_END;
	else
		return false;
	return true;
}

struct lmtp_taken lmtp_data_take(struct lmtp_data *data, const char *bytes, size_t size, char *out)
{
	struct lmtp_taken taken = { 0 };

	while (taken.used < size && data->at != LMTP_END) {
		char c = bytes[taken.used++];

		if (is_held(data, c))
			continue;
		if (data->at == LMTP_DOT_CR) { /* it was no end: the CR is the mail's */
			out[taken.given++] = '\r';
			data->at = LMTP_CR;
		}
		step(data, c);
		out[taken.given++] = c;
	}
	return taken;
}
