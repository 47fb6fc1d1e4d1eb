/* mail_answer.h - whether a reply accepts or declines what was asked, by its first words. It is about money: whatever is not plainly
 * one of the two is neither, and somebody reads it. */
#pragma once

struct arena;

enum mail_answer { MAIL_ANSWER_NONE, MAIL_ANSWER_ACCEPTS, MAIL_ANSWER_DECLINES };
/* Of the new text of a mail. Its first words, up to a stop, a comma or the end of the line, are one of those that say it (English,
 * Polish, Arabic; case and accents do not count), and the first paragraph makes no condition and asks nothing. */
enum mail_answer mail_answer_of(struct arena *arena, const char *text);
