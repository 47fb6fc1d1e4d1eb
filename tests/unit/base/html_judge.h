/* html_judge.h - takes no tag and no attribute but those of our allow-list, letter by letter, and no character that
 * should be escaped; and the corpus of hostile HTML that both tests of HTML use. For tests only. */
#pragma once
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"

/* Behind the tag at `at` if it is one of ours, else NULL. */
static inline const char *judge_tag(const char *at)
{
	static const char *const plain[] = { "p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote",
		"pre", "code", "em", "strong", "del", "ul", "ol", "li", "table", "thead", "tbody",
		"tr", "th", "td", "a" };
	static const char *const starts[] = { "<a href=\"http://", "<a href=\"https://",
		"<a href=\"mailto:", "<ol start=\"", "<td align=\"", "<th align=\"" };
	static const char rel[] = "\" rel=\"noopener nofollow\">";
	const char *name = at + 1 + (at[1] == '/');

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		size_t size = strlen(plain[i]);

		if (strncmp(name, plain[i], size) == 0 && name[size] == '>' &&
			(strcmp(plain[i], "a") != 0 || at[1] == '/'))
			return name + size + 1;
	}
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (strncasecmp(at, starts[i], strlen(starts[i])) != 0)
			continue;
		at += strlen(starts[i]);
		at += strcspn(at, "\"<>'\n\t");
		if (starts[i][1] == 'a')
			return str_starts(at, rel) ? at + strlen(rel) : NULL;
		return str_starts(at, "\">") ? at + 2 : NULL;
	}
	return NULL;
}

static inline void harmless(const char *html, const char *from)
{
	for (const char *at = html; *at != '\0'; at++) {
		if (*at == '<') {
			at = judge_tag(at);
			if (at == NULL)
				fail_msg("%s\ngives\n%s", from, html);
			at--;
		} else if (*at == '>' || *at == '"' || *at == '\'') {
			fail_msg("unescaped %c: %s\ngives\n%s", *at, from, html);
		} else if (*at == '&' && !str_starts(at, "&amp;") && !str_starts(at, "&lt;") &&
			!str_starts(at, "&gt;") && !str_starts(at, "&quot;") &&
			!str_starts(at, "&#39;")) {
			fail_msg("a bare &: %s\ngives\n%s", from, html);
		}
	}
}

static const char *const hostile_html[] = {
	"<script>alert(1)</script>",
	"<SCRIPT SRC=//e.example/x.js></SCRIPT>",
	"<scr<script>ipt>alert(1)</scr</script>ipt>",
	"<img src=x onerror=alert(1)>",
	"<img src=\"x\" onerror=\"alert(1)\" / >",
	"<svg onload=alert(1)>",
	"<svg><script>alert(1)</script></svg>",
	"<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
	"<svg><style><img src=x onerror=alert(1)></style></svg>",
	"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
	"<math href=\"javascript:alert(1)\">x</math>",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
	"<style><style /><img src=x onerror=alert(1)>",
	"<title><a id=\"</title><img src=x onerror=alert(1)>\"></title>",
	"<textarea><img src=x onerror=alert(1)></textarea>",
	"<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
	"<template><script>alert(1)</script></template>",
	"<plaintext><script>alert(1)</script>",
	"<!--><img src=x onerror=alert(1)>-->",
	"<!-- --!><img src=x onerror=alert(1)> -->",
	"<![CDATA[<img src=x onerror=alert(1)>]]>",
	"<?xml version=\"1.0\"?><script>alert(1)</script>",
	"<!DOCTYPE html><body onload=alert(1)>",
	"<html onclick=alert(1)><head><script>alert(1)</script></head><body style=\"x\" onload=alert(1)>b",
	"<iframe src=\"javascript:alert(1)\"></iframe>",
	"<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
	"<object data=\"javascript:alert(1)\"></object>",
	"<embed src=\"javascript:alert(1)\">",
	"<base href=\"https://e.example/\">",
	"<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
	"<link rel=stylesheet href=\"https://e.example/x.css\">",
	"<form action=\"javascript:alert(1)\"><button formaction=\"javascript:alert(1)\">x</button></form>",
	"<input autofocus onfocus=alert(1)>",
	"<details open ontoggle=alert(1)>",
	"<video><source onerror=alert(1)></video>",
	"<audio src=x onerror=alert(1)>",
	"<p style=\"background:url(javascript:alert(1))\" onclick=alert(1) class=x id=y>x</p>",
	"<a href=\"javascript:alert(1)\">x</a>",
	"<a href=\" javascript:alert(1)\">x</a>",
	"<a href=\"java\nscript:alert(1)\">x</a>",
	"<a href=\"java&#10;script:alert(1)\">x</a>",
	"<a href=\"&#106;avascript:alert(1)\">x</a>",
	"<a href=\"&#x6A&#x61vascript:alert(1)\">x</a>",
	"<a href='\x0bjavascript:alert(1)'>x</a>",
	"<a href=https://e.example/ href=javascript:alert(1) onclick=alert(1)>x</a>",
	"<a href=\"https://e.example/&quot;onclick=alert(1)\" target=_top>x</a>",
	"<a/href=javascript:alert(1)>x</a>",
	"<a name=x id=y>x</a>",
	"<ol start=\"1\" onclick=alert(1)><li value=3>x</ol>",
	"<ol start=\"1&quot;onclick=alert(1)\"><li>x</ol>",
	"<table background=\"javascript:alert(1)\"><td align=\"left&quot;x\" onclick=alert(1)>x</table>",
	"<b onclick=alert(1)>x",
	"<x onclick=alert(1)>y</x>",
	"<a\0href=javascript:alert(1)>x</a>",
	"\"><script>alert(1)</script>",
	"</p></div><script>alert(1)</script>",
	"<<script>alert(1)//<</script>",
	"<p title='<script>alert(1)</script>'>x</p>",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
	"&amp;lt;script&amp;gt;",
	"<p>\xff\xfe<script>",
	"<select><iframe></select><img src=x onerror=alert(1)>",
	"<frameset onload=alert(1)><frame src=x></frameset>",
};

/* `times` copies of `piece`. */
static inline char *repeat(
	struct arena *arena, const char *before, const char *piece, size_t times, const char *after)
{
	struct str str = str_make(arena);

	str_add(&str, before);
	for (size_t i = 0; i < times; i++)
		str_add(&str, piece);
	str_add(&str, after);
	return str.text;
}
