/* quote_words.c - see quote_words.h. Compared as bytes in lower case of ASCII: letters beyond it stand in the tables as programs
 * write them. No expressions: what is matched against what came from outside takes one pass. */
#include "mail/quote_words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { LINE_MAX = 300, RULE_MIN = 10 };

/* Labels of what Outlook and its like put above what they answer; the sender's comes first. */
static const char *const senders[] = { "From", "Von", "De", "Da", "Od", "Van", "Från", "Fra",
	"Lähettäjä", "От", "Від", "من", "发件人", "寄件者", "差出人", "보낸 사람", "Gönderen",
	"Kimden", "Feladó", "Odesílatel", "Odosielateľ", "Expeditor", "Från", "Απο", "Από", "מאת",
	"Dari", "Từ", "จาก", NULL };
static const char *const headers[] = { "Sent", "Date", "To", "Cc", "Subject", "Reply-To",
	"Gesendet", "Datum", "An", "Betreff", "Envoyé", "À", "Objet", "Enviado el", "Enviado",
	"Enviada em", "Para", "Asunto", "Assunto", "Fecha", "Data", "Inviato", "A", "Oggetto",
	"Wysłano", "Wysłane", "Do", "DW", "Temat", "Verzonden", "Aan", "Onderwerp", "Skickat",
	"Till", "Ämne", "Sendt", "Til", "Emne", "Lähetetty", "Vastaanottaja", "Aihe", "Отправлено",
	"Кому", "Тема", "Дата", "Копия", "Надіслано", "تاريخ الإرسال", "التاريخ", "إلى", "الموضوع",
	"نسخة", "تم الإرسال", "发送时间", "日期", "收件人", "抄送", "主题", "寄件日期", "收件者",
	"主旨", "送信日時", "日時", "宛先", "件名", "보낸 날짜", "받는 사람", "제목", "Gönderildi",
	"Tarih", "Kime", "Konu", "Küldve", "Címzett", "Tárgy", "Odesláno", "Komu", "Předmět",
	"Odoslané", "Predmet", "Trimis", "Către", "Subiect", "Εστάλη", "Προς", "Θέμα", "נשלח", "אל",
	"נושא", "Importance", NULL };
static const char *const separators[] = { "original message", "original appointment",
	"ursprüngliche nachricht", "originalnachricht", "message d'origine", "message original",
	"mensaje original", "mensagem original", "messaggio originale", "wiadomość oryginalna",
	"oryginalna wiadomość", "oryginal", "oorspronkelijk bericht", "originalmeddelande",
	"ursprungligt meddelande", "original meddelelse", "oprindelig meddelelse",
	"opprinnelig melding", "alkuperäinen viesti", "исходное сообщение",
	"оригинальное сообщение", "الرسالة الأصلية", "原始邮件", "原始郵件", "原邮件",
	"オリジナル メッセージ", "元のメッセージ", "original-nachricht", "původní zpráva",
	"reply message", NULL };
static const char *const forwards[] = { "forwarded message", "forwarded by", "begin forwarded",
	"weitergeleitete nachricht", "anfang der weitergeleiteten", "message transféré",
	"début du message réexpédié", "mensaje reenviado", "mensagem encaminhada",
	"messaggio inoltrato", "inizio messaggio inoltrato", "treść przekazanej wiadomości",
	"przekazana wiadomość", "wiadomość przekazana", "doorgestuurd bericht", "vidarebefordrat",
	"vidarebefordrad", "videresendt", "пересылаемое сообщение", "пересланное сообщение",
	"رسالة محولة", "رسالة معاد توجيهها", "تمت إعادة توجيه", "转发的邮件", "轉寄郵件",
	"転送されたメッセージ", NULL };
static const char *const forwarded_subjects[] = { "fw:", "fwd:", "wg:", "tr:", "pd:", "rv:", "enc:",
	"i:", "doorst:", "vs:", "vb:", "转发:", "转发：", "轉寄:", "轉寄：",
	"إعادة توجيه:", "pdal:", "podaj dalej:", NULL };
/* What says that somebody wrote, in or at the end of the line above a quote. */
static const char *const verbs[] = { "wrote", "writes", "schrieb", "geschrieben", "a écrit",
	"écrit", "escribió", "escribio", "escreveu", "ha scritto", "scrisse", "napisał", "napisala",
	"napisal", "pisze", "pisał", "schreef", "geschreven", "skrev", "kirjoitti", "пишет",
	"написал", "писал", "пише", "كتب", "كتبت", "تمت كتابة", "写道", "寫道", "写于", "のメール",
	"のメッセージ", "さんは書きました", "님이 작성", "작성:", "yazdı", "şunu yazdı", "írta",
	"napsal", "napísal", "a scris", "έγραψε", "כתב", "menulis", "đã viết", "เขียน", "rašė",
	"kirjutas", "je napisao", "написа", NULL };
/* How such a line begins. */
static const char *const starts[] = { "On ", "Am ", "Le ", "El ", "Il ", "Op ", "Den ", "Em ",
	"Dne ", "Dnia ", "W dniu", "W dn.", "På ", "Em", "Na ", "pon.", "wt.", "śr.", "czw.", "pt.",
	"sob.", "niedz.", "Pe ", "Στις", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "lun",
	"mar", "mer", "jeu", "ven", "sam", "dim", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So", "пн",
	"вт", "ср", "чт", "пт", "сб", "вс", "В ", "في", "بتاريخ", "ב-", "Pada ", "Vào ", "man",
	"tir", "ons", "tor", "fre", "lør", "søn", "ma ", "ti ", "ke ", "pe ", NULL };
static const char *const phones[] = { "Sent from my", "Sent from Mail", "Sent from Outlook",
	"Get Outlook for", "Sent with Proton", "Sent via", "Von meinem iPhone", "Von meinem iPad",
	"Gesendet von", "Gesendet mit", "Envoyé de mon", "Envoyé depuis", "Enviado desde",
	"Enviado do meu", "Inviato da", "Wysłane z", "Wysłano z", "Wysłane przez",
	"Verzonden vanaf", "Skickat från", "Sendt fra", "Отправлено с", "أرسلت من", "تم الإرسال من",
	"发自我的", "從我的", "iPhoneから送信", NULL };

static bool begins(const char *at, size_t size, const char *word)
{
	return size >= strlen(word) && strncasecmp(at, word, strlen(word)) == 0;
}

/* The word is in lower case. */
static bool holds(const char *at, size_t size, const char *word)
{
	const char small = *word, capital = (char)toupper((unsigned char)small);

	for (size_t n = strlen(word); size >= n; at++, size--)
		if ((*at == small || *at == capital) && strncasecmp(at, word, n) == 0)
			return true;
	return false;
}

static bool holds_one(const char *at, size_t size, const char *const *words)
{
	for (; *words; words++)
		if (holds(at, size, *words))
			return true;
	return false;
}

static size_t skip(const char *at, size_t size, const char *of)
{
	size_t n = 0;

	while (n < size && strchr(of, at[n]))
		n++;
	return n;
}

bool quote_is_our_mark(const char *line, size_t size)
{
	size_t blank = skip(line, size, "> \t*");

	line += blank;
	size -= blank;
	while (size > 0 && strchr(" \t\r*", line[size - 1]))
		size--;
	return size >= 8 && size < LINE_MAX && memcmp(line, "##- ", 4) == 0 &&
		memcmp(line + size - 4, " -##", 4) == 0;
}

/* A line of words between dashes, or after them. */
static bool is_dashed(const char *line, size_t size, const char *const *words)
{
	size_t blank = skip(line, size, " \t*"), dashes;

	if (size > LINE_MAX)
		return false;
	line += blank;
	size -= blank;
	dashes = skip(line, size, "-_=");
	return dashes >= 2 && holds_one(line + dashes, size - dashes, words);
}

bool quote_is_separator(const char *line, size_t size)
{
	return is_dashed(line, size, separators);
}

bool quote_is_forward(const char *line, size_t size)
{
	size_t blank = skip(line, size, " \t*");

	if (is_dashed(line, size, forwards))
		return true;
	return size < LINE_MAX && size > 0 && line[size - 1] == ':' &&
		(begins(line + blank, size - blank, "begin forwarded message") ||
			begins(line + blank, size - blank, "anfang der weitergeleiteten") ||
			begins(line + blank, size - blank, "début du message réexpédié") ||
			begins(line + blank, size - blank, "inizio messaggio inoltrato") ||
			begins(line + blank, size - blank, "początek przekazywanej wiadomości"));
}

bool quote_is_rule(const char *line, size_t size)
{
	size_t blank = skip(line, size, " \t"), n;

	line += blank;
	size -= blank;
	while (size > 0 && strchr(" \t\r", line[size - 1]))
		size--;
	n = skip(line, size, "_");
	n = n > 0 ? n : skip(line, size, "-");
	return n == size && n >= RULE_MIN;
}

/* "*From:* Anna", "From : Anna", "发件人：安娜" */
static bool is_label(const char *line, size_t size, const char *const *words)
{
	size_t blank = skip(line, size, " \t*");

	if (size > 4 * LINE_MAX)
		return false;
	line += blank;
	size -= blank;
	for (; *words; words++) {
		size_t n = strlen(*words);

		if (!begins(line, size, *words))
			continue;
		n += skip(line + n, size - n, " *\xc2\xa0");
		if (n < size && (line[n] == ':' || begins(line + n, size - n, "：")))
			return true;
	}
	return false;
}

bool quote_is_sender(const char *line, size_t size)
{
	return is_label(line, size, senders);
}

bool quote_is_header(const char *line, size_t size)
{
	return is_label(line, size, headers) || is_label(line, size, senders);
}

bool quote_is_signature(const char *line, size_t size)
{
	size_t blank = skip(line, size, " \t[(");

	if ((size == 2 || size == 3) && memcmp(line, "--", 2) == 0 && (size == 2 || line[2] == ' '))
		return true;
	for (const char *const *word = phones; *word && size < LINE_MAX; word++)
		if (begins(line + blank, size - blank, *word))
			return true;
	return false;
}

static bool has_digit(const char *at, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (at[i] >= '0' && at[i] <= '9')
			return true;
	return false;
}

/* 10:15, or 2024 */
static bool has_time(const char *at, size_t size)
{
	size_t digits = 0;

	for (size_t i = 0; i < size; i++) {
		bool is_digit = at[i] >= '0' && at[i] <= '9';

		if (at[i] == ':' && digits > 0 && i + 2 < size && at[i + 1] >= '0' &&
			at[i + 1] <= '5')
			return true;
		digits = is_digit ? digits + 1 : 0;
		if (digits == 4)
			return true;
	}
	return false;
}

bool quote_is_attribution(const char *text, size_t size, bool strict)
{
	size_t blank = skip(text, size, " \t*-");
	bool begins_so = false;

	text += blank;
	size -= blank;
	while (size > 0 && strchr(" \t\r*", text[size - 1]))
		size--;
	if (size < 8 || size > 2 * LINE_MAX)
		return false;
	if (text[size - 1] != ':' && memcmp(text + size - 3, "：", 3) != 0)
		return false;
	if (!holds_one(text, size, verbs)) /* last, as it takes longest */
		return false;
	for (const char *const *word = starts; *word && !begins_so; word++)
		begins_so = begins(text, size, *word);
	begins_so = begins_so || (*text >= '0' && *text <= '9');
	return strict ? begins_so && has_time(text, size)
		      : begins_so || has_digit(text, size) || memchr(text, '@', size);
}

bool quote_is_forwarded_subject(const char *subject)
{
	if (!subject)
		return false;
	subject += strspn(subject, " ");
	for (const char *const *word = forwarded_subjects; *word; word++)
		if (begins(subject, strlen(subject), *word))
			return true;
	return false;
}
