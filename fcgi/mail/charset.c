/* charset.c - see charset.h. iconv is asked for nothing but the charsets of this table, each loaded at the start, so that a mail names no
 * file of the system's. */
#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"

enum { LABEL_MAX = 40 };

/* What iconv calls it, and what mails call it. Of labels '_' is '-', and "iso8859" is "iso-8859". */
static const struct charset {
	const char *name, *labels;
	bool wide; /* bytes of it may look like UTF-8 and mean something else */
} charsets[] = {
	{ "UTF-8", "utf-8 utf8 unicode-1-1-utf-8 utf-8-bom cp65001", false },
	{ "CP1252",
		"windows-1252 iso-8859-1 latin1 latin-1 l1 us-ascii ascii ansi-x3.4-1968 cp1252 x-cp1252 cp819 ansi 8bit x-unknown unknown-8bit unknown default",
		false },
	{ "CP1250", "windows-1250 cp1250 x-cp1250", false },
	{ "CP1251", "windows-1251 cp1251 x-cp1251", false },
	{ "CP1253", "windows-1253 cp1253", false },
	{ "CP1254", "windows-1254 cp1254 iso-8859-9 latin5 l5", false },
	{ "CP1255", "windows-1255 cp1255", false },
	{ "CP1256", "windows-1256 cp1256", false },
	{ "CP1257", "windows-1257 cp1257", false },
	{ "CP1258", "windows-1258 cp1258", false },
	{ "ISO-8859-2", "iso-8859-2 latin2 l2", false },
	{ "ISO-8859-3", "iso-8859-3 latin3", false },
	{ "ISO-8859-4", "iso-8859-4 latin4", false },
	{ "ISO-8859-5", "iso-8859-5 cyrillic", false },
	{ "ISO-8859-6", "iso-8859-6 arabic iso-8859-6-i asmo-708 ecma-114", false },
	{ "ISO-8859-7", "iso-8859-7 greek", false },
	{ "ISO-8859-8", "iso-8859-8 iso-8859-8-i hebrew logical visual", false },
	{ "ISO-8859-10", "iso-8859-10 latin6", false },
	{ "ISO-8859-13", "iso-8859-13", false },
	{ "ISO-8859-14", "iso-8859-14", false },
	{ "ISO-8859-15", "iso-8859-15 latin9 latin-9 l9", false },
	{ "ISO-8859-16", "iso-8859-16 latin10", false },
	{ "CP874", "windows-874 tis-620 iso-8859-11 cp874", false },
	{ "KOI8-R", "koi8-r koi8 koi", false },
	{ "KOI8-U", "koi8-u koi8-ru", false },
	{ "IBM866", "ibm866 cp866 866", false },
	{ "CP850", "cp850 ibm850 850", false },
	{ "CP437", "cp437 ibm437 437", false },
	{ "MACINTOSH", "macintosh mac x-mac-roman macroman", false },
	{ "GB18030",
		"gb18030 gb2312 gbk gb-2312 gb-2312-80 cp936 ms936 x-gbk chinese csgb2312 euc-cn",
		false },
	{ "BIG5-HKSCS", "big5 big5-hkscs cn-big5 x-x-big5 cp950 ms950", false },
	{ "UHC",
		"euc-kr ks-c-5601-1987 ks-c-5601-1989 ks-c-5601 ksc-5601 ksc5601 korean cp949 ms949 windows-949 uhc",
		false },
	{ "CP932", "shift-jis shift-jisx0213 sjis x-sjis ms-kanji cp932 ms932 windows-31j", false },
	{ "EUC-JP-MS", "euc-jp x-euc-jp eucjp", false },
	{ "ISO-2022-KR", "iso-2022-kr", false },
	{ "ISO-2022-CN-EXT", "iso-2022-cn iso-2022-cn-ext", false },
	{ "UTF-7", "utf-7 unicode-1-1-utf-7", true },
	{ "UTF-16", "utf-16 unicode ucs-2 iso-10646-ucs-2", true },
	{ "UTF-16LE", "utf-16le ucs-2le", true },
	{ "UTF-16BE", "utf-16be ucs-2be", true },
	{ "UTF-32", "utf-32 ucs-4", true },
};
enum {
	CHARSETS = sizeof(charsets) / sizeof(charsets[0]),
	UTF_8 = 0,
	CP1252 = 1,
	UNKNOWN = -1,
	JIS = -2
};

static iconv_t converters[CHARSETS];
static bool is_open;

static int charset_find(const char *label);
static int charset_guess(const char *bytes, size_t size);
static bool is_pairs(const char *bytes, size_t size);
static size_t count_utf8(const char *bytes, size_t size, size_t *bad_out);
static void convert(struct str *out, int charset, char *bytes, size_t size);
static bool is_kept(uint32_t point);

void charset_open(void)
{
	for (int i = 0; i < CHARSETS && !is_open; i++)
		converters[i] = iconv_open("UTF-8", charsets[i].name);
	is_open = true;
}

char *charset_text(struct arena *arena, const void *bytes, size_t size, const char *label)
{
	int charset = label ? charset_find(label) : UNKNOWN;
	struct str raw = str_make(arena), out = str_make(arena);
	size_t bad, good = count_utf8(bytes, size, &bad);

	charset_open();
	if (good > 0 && bad == 0 && (charset < 0 || !charsets[charset].wide))
		charset = UTF_8;
	else if (charset == UNKNOWN || (charset == UTF_8 && bad > good))
		charset = charset_guess(bytes, size);
	if (charset == JIS) {
		charset_jis(&raw, bytes, size);
		convert(&out, charset_find("cp932"), raw.text, raw.size);
	} else if (charset == UTF_8) {
		charset_clean(&out, bytes, size);
	} else {
		str_add_bytes(&raw, bytes, size);
		convert(&out, charset, raw.text, raw.size);
	}
	return out.text;
}

void charset_clean(struct str *out, const char *text, size_t size)
{
	const char *at = text, *end = text + size, *from = text;
	uint32_t point;

	while (at < end) {
		size_t step = utf8_read(at, end, &point);

		if (step > 0 && is_kept(point)) {
			at += step;
			continue;
		}
		str_add_bytes(out, from, (size_t)(at - from));
		if (step == 0)
			str_add(out, "\xef\xbf\xbd");
		else if (point == '\r' && (at + 1 == end || at[1] != '\n'))
			str_add_char(out, '\n');
		at += step > 0 ? step : 1;
		from = at;
	}
	str_add_bytes(out, from, (size_t)(at - from));
}

bool charset_suits_header(const char *label)
{
	int charset = charset_find(label);

	return charset == JIS || (charset >= 0 && !charsets[charset].wide);
}

/* The label without quotes, in lower case, with '-'. */
static void label_tidy(const char *label, char tidy[LABEL_MAX + 8])
{
	size_t n = 0;

	label += strspn(label, " \t\"'");
	if (strncasecmp(label, "iso8859", 7) == 0) {
		memcpy(tidy, "iso-8859", 8);
		n = 8;
		label += 7;
	}
	for (; *label != '\0' && !strchr(" \t\"';", *label) && n < LABEL_MAX; label++) {
		char c = *label == '_' ? '-' : *label;

		tidy[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	tidy[n] = '\0';
}

static int charset_find(const char *label)
{
	char tidy[LABEL_MAX + 8];

	label_tidy(label, tidy);
	if (str_starts(tidy, "iso-2022-jp") || strcmp(tidy, "csiso2022jp") == 0 ||
		str_starts(tidy, "cp5022"))
		return JIS;
	for (int i = 0; i < CHARSETS; i++)
		if (str_in_list(charsets[i].labels, tidy))
			return i;
	return UNKNOWN;
}

static int charset_guess(const char *bytes, size_t size)
{
	size_t bad, good = count_utf8(bytes, size, &bad);

	if (memmem(bytes, size, "\x1b$B", 3) || memmem(bytes, size, "\x1b$@", 3))
		return JIS;
	if (bad == 0 || good > bad)
		return UTF_8;
	return is_pairs(bytes, size) ? charset_find("gb18030") : CP1252;
}

/* Chinese of old programs that do not say so: bytes beyond ASCII come in pairs, two pairs at least, and each is a Han character or a
 * mark (GB 2312). Letters of Latin texts stand alone. */
static bool is_pairs(const char *bytes, size_t size)
{
	const unsigned char *at = (const unsigned char *)bytes, *end = at + size;
	size_t pairs = 0;

	for (; at < end; at++) {
		if (*at < 0x80)
			continue;
		if (at + 1 == end || at[0] < 0xa1 || at[0] > 0xf7 || at[1] < 0xa1)
			return false;
		at++;
		pairs++;
	}
	return pairs >= 2;
}

/* Characters of UTF-8 beyond ASCII, and bytes that are none. Half a character at the very end is not held against it. */
static size_t count_utf8(const char *bytes, size_t size, size_t *bad_out)
{
	const char *at = bytes, *end = bytes + size;
	size_t good = 0, bad = 0, step;
	uint32_t point;

	for (; at<end; at += step> 0 ? step : 1) {
		step = utf8_read(at, end, &point);
		if (step == 0)
			bad++;
		else if (step > 1)
			good++;
	}
	*bad_out = bad;
	return good;
}

static void convert(struct str *out, int charset, char *bytes, size_t size)
{
	iconv_t converter = converters[charset];
	struct str utf8 = str_make(out->arena);
	char piece[4096], *at;
	size_t room;

	if (converter == (iconv_t)-1) {
		charset_clean(out, bytes, size);
		return;
	}
	iconv(converter, NULL, NULL, NULL, NULL);
	for (;;) {
		at = piece;
		room = sizeof(piece);
		bool failed = iconv(converter, size > 0 ? &bytes : NULL, &size, &at, &room) ==
			(size_t)-1;
		bool full = failed && errno == E2BIG;

		str_add_bytes(&utf8, piece, (size_t)(at - piece));
		if (failed && !full && size > 0) {
			str_add(&utf8, "\xef\xbf\xbd");
			bytes++;
			size--;
		} else if (!full) {
			break;
		}
	}
	charset_clean(out, utf8.text, utf8.size);
}

static bool is_kept(uint32_t point)
{
	return (point >= 0x20 || point == '\t' || point == '\n') &&
		(point < 0x7f || point > 0x9f) && point != 0xfeff;
}
