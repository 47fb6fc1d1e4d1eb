/* letter_files.c - see letter_files.h. A link is a capability of the reader, and opens what they may see when they open it
 * (desk/file_link.h). What the scanner has not passed is named without one. */
#include "desk/letter_files.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/mime_type.h"
#include "net/s3.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/file_link.h"
#include "desk/letter_sheet.h"
#include "desk/mail_out.h"
#include "sql/mail_address.h"

enum {
	FILES_MAX = 60,
	PICTURE_SIZE_MAX = 150 * 1024,
	PICTURES_SIZE_MAX = 1024 * 1024,
	PICTURES_MAX = 10,
	SIZE_STEP = 1024
};

/* "12 KB": of a kind that every language reads. */
static const char *size_text(struct arena *arena, int64_t size)
{
	static const char *const units[] = { "B", "KB", "MB", "GB" };
	size_t unit = 0;

	for (; size >= SIZE_STEP && unit < sizeof(units) / sizeof(*units) - 1; unit++)
		size = (size + SIZE_STEP / 2) / SIZE_STEP;
	return arena_format(arena, "%lld %s", (long long)size, units[unit]);
}

/* NULL: it is given out. */
static const char *why_bare(const struct attachment *file)
{
	if (attachment_is_given(file->verdict))
		return NULL;
	return str_in_list("infected refused lost", file->verdict) ? "files.blocked"
								   : "files.unchecked";
}

static enum err link_to_file(
	struct letter_sheet *sheet, const struct attachment *file, const char **url_out)
{
	const char *token = "...";

	if (sheet->use == LETTER_GOES)
		TRY(file_link_letter(sheet->s, file, sheet->row->id,
			sheet_until(sheet, conf()->file_link_s), &token));
	*url_out = sheet_url(sheet, "/f/%s", token);
	return OK;
}

/* --- pictures in the letter -------------------------------------------------------------------------------- */

struct loaded {
	uint8_t *bytes;
	size_t size, room;
};

static enum err take(void *sink, const void *bytes, size_t size)
{
	struct loaded *taken = sink;

	if (size > taken->room - taken->size)
		return E_TOO_LARGE;
	memcpy(taken->bytes + taken->size, bytes, size);
	taken->size += size;
	return OK;
}

static void add_picture(struct letter_sheet *sheet, const struct mime_picture *picture)
{
	struct mime_picture **end = &sheet->pictures;

	while (*end)
		end = &(*end)->next;
	*end = arena_copy(sheet->s->arena, picture, sizeof(*picture));
}

/* Do the desk and the letter have room for this one in the letter itself? */
static bool fits(const struct letter_sheet *sheet, const struct attachment *file)
{
	int64_t size = file->size;
	int n = 1;

	for (const struct mime_picture *picture = sheet->pictures; picture;
		picture = picture->next, n++)
		size += (int64_t)picture->size;
	return sheet->address->pictures_inline && sheet->use == LETTER_GOES &&
		mime_type_is_picture(file->mime_type) && file->size > 0 &&
		file->size <= PICTURE_SIZE_MAX && size <= PICTURES_SIZE_MAX && n <= PICTURES_MAX;
}

/* *html_out: "" when the store has lost it. */
static enum err show_picture(struct letter_sheet *sheet, const struct attachment *file,
	const char *url, const char **html_out)
{
	struct arena *arena = sheet->s->arena;
	struct loaded taken = { arena_alloc(arena, (size_t)file->size), 0, (size_t)file->size };
	const char *cid = arena_format(arena, "file-%lld@lodge", (long long)file->id);
	int64_t size;
	enum err e = s3_get(arena, file->object_key, 0, file->size, take, &taken, &size);

	*html_out = "";
	if (e == E_BUSY)
		return refuse(sheet->s, e, "The file store does not answer.");
	if (e != OK || taken.size != taken.room)
		return OK;
	add_picture(sheet,
		&(struct mime_picture){
			cid, file->mime_type, file->filename, taken.bytes, taken.size, NULL });
	*html_out = letter_part(sheet->book, "picture",
		LETTER_VALUES({ "url", url, NULL }, { "cid", cid, NULL },
			{ "name", file->filename, NULL }));
	return OK;
}

/* --- rows -------------------------------------------------------------------------------------------------- */

static enum err add_given(struct letter_sheet *sheet, const struct attachment *file,
	struct str *pictures, struct str *rows, struct str *text)
{
	const char *size = size_text(sheet->s->arena, file->size), *url, *picture;

	TRY(link_to_file(sheet, file, &url));
	if (fits(sheet, file)) {
		TRY(show_picture(sheet, file, url, &picture));
		str_add(pictures, picture);
	}
	str_add(rows,
		letter_part(sheet->book, "file",
			LETTER_VALUES({ "url", url, NULL }, { "name", file->filename, NULL },
				{ "size", size, NULL }, { "brand", sheet->brand, NULL })));
	str_format(text, "- %s (%s)\n  %s\n", file->filename, size, url);
	return OK;
}

static void add_bare(struct letter_sheet *sheet, const struct attachment *file, const char *why,
	struct str *rows, struct str *text)
{
	const char *size = size_text(sheet->s->arena, file->size);
	const char *words = letter_say(sheet->book, why, NULL);

	str_add(rows,
		letter_part(sheet->book, "file-bare",
			LETTER_VALUES({ "name", file->filename, NULL }, { "size", size, NULL },
				{ "why", words, NULL })));
	str_format(text, "- %s (%s; %s)\n", file->filename, size, words);
}

enum err letter_files_write(
	struct letter_sheet *sheet, int64_t comment_id, struct letter_files *files_out)
{
	struct arena *arena = sheet->s->arena;
	struct str pictures = str_make(arena), rows = str_make(arena), text = str_make(arena);
	const char *label = letter_say(sheet->book, "files", NULL);
	struct attachment *file;

	TRY(attachment_list(sheet->s, sheet->ticket, comment_id, FILES_MAX, 0, &file));
	for (; file; file = file->next) {
		const char *why = why_bare(file);

		if (why)
			add_bare(sheet, file, why, &rows, &text);
		else
			TRY(add_given(sheet, file, &pictures, &rows, &text));
	}
	*files_out = (struct letter_files){ pictures.text, "", "" };
	if (!rows.size)
		return OK;
	files_out->files = letter_part(sheet->book, "files",
		LETTER_VALUES({ "label", label, NULL }, { "rows", NULL, rows.text }));
	files_out->text = arena_format(arena, "%s:\n%s\n", label, text.text);
	return OK;
}
