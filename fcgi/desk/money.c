/* money.c - see money.h. */
#include "desk/money.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum { CODE_SIZE = 3 };

/* ISO 4217 without funds, metals and test codes. */
static const struct {
	int digits;
	const char *codes;
} currencies[] = {
	{ 2,
		"AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP "
		"BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP "
		"GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW "
		"KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
		"MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
		"SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS "
		"UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG" },
	{ 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF" },
	{ 3, "BHD IQD JOD KWD LYD OMR TND" },
};

int money_digits(const char *currency)
{
	if (strlen(currency) != CODE_SIZE)
		return -1;
	for (size_t i = 0; i < sizeof(currencies) / sizeof(currencies[0]); i++)
		if (str_in_list(currencies[i].codes, currency))
			return currencies[i].digits;
	return -1;
}

/* One more digit; false: too many. */
static bool digit_add(int64_t *amount, int digit)
{
	if (*amount > (MONEY_MAX - digit) / 10)
		return false;
	*amount = *amount * 10 + digit;
	return true;
}

bool money_read(const char *text, int digits, int64_t *amount_out)
{
	bool negative = *text == '-', point = false;
	const char *at = text + negative;
	int64_t amount = 0;
	int after = 0;

	if (!isdigit((unsigned char)*at) || (at[0] == '0' && isdigit((unsigned char)at[1])))
		return false;
	for (; *at; at++) {
		if (*at == '.' && !point && digits > 0 && isdigit((unsigned char)at[1])) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)*at) || (point && after++ == digits) ||
			!digit_add(&amount, *at - '0'))
			return false;
	}
	for (; after < digits; after++)
		if (!digit_add(&amount, 0))
			return false;
	*amount_out = negative ? -amount : amount;
	return true;
}

char *money_write(struct arena *arena, int64_t amount, int digits)
{
	uint64_t units = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount, one = 1;
	const char *sign = amount < 0 ? "-" : "";

	for (int i = 0; i < digits; i++)
		one *= 10;
	if (digits == 0)
		return arena_format(arena, "%s%llu", sign, (unsigned long long)units);
	return arena_format(arena, "%s%llu.%0*llu", sign, (unsigned long long)(units / one), digits,
		(unsigned long long)(units % one));
}

bool money_add(int64_t *sum, int64_t amount)
{
	int64_t added;

	if (__builtin_add_overflow(*sum, amount, &added) || added > MONEY_MAX || added < -MONEY_MAX)
		return false;
	*sum = added;
	return true;
}
