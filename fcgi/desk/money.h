/* money.h - amounts of money as whole numbers of a currency's smallest unit, read from and written as decimal text: no digit of
 * them ever passes a double. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Fifteen digits are exact in every program that reads them, too. */
#define MONEY_MAX INT64_C(999999999999999)

/* Digits after the point by ISO 4217: 0, 2 or 3; -1: there is no such currency. Codes are in upper case. */
int money_digits(const char *currency);
/* "-12.5" with two digits -> -1250. False: no plain decimal number, more digits after the point, or more than MONEY_MAX. */
bool money_read(const char *text, int digits, int64_t *amount_out);
/* With all digits after the point: -1250 -> "-12.50". */
char *money_write(struct arena *arena, int64_t amount, int digits);
/* False: the sum is beyond what MONEY_MAX allows; *sum is as before. */
bool money_add(int64_t *sum, int64_t amount);
