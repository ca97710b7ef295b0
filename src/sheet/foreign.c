/*
 * Files that are neither xlsx nor CSV, although their ending may say so. They are told apart
 * because each asks something else of the person who sent them.
 */
#include "sheet/sheet_internal.h"

#include <string.h>
#include <strings.h>

#define OLE2_ENTRY 128   /* bytes of a directory entry; entries begin at multiples of it */
#define OLE2_NAME_LEN 64 /* offset of the name's length: bytes of UTF-16 with its NUL */
#define OLE2_TYPE 66     /* offset of the type */
#define OLE2_TYPE_STREAM 2

/*
 * Looks for a stream's directory entry at every place where one can stand. The allocation table
 * is not followed: this also works on damaged files, and there is nothing to run in circles.
 */
static bool ole2_has_stream(const char *data, size_t len, const char *name)
{
	char wanted[OLE2_NAME_LEN] = {0};
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++)
		wanted[2 * i] = name[i];
	for (size_t at = 0; at + OLE2_ENTRY <= len; at += OLE2_ENTRY) {
		const char *entry = data + at;

		if (entry[OLE2_TYPE] == OLE2_TYPE_STREAM &&
		    (unsigned char)entry[OLE2_NAME_LEN] == 2 * (n + 1) &&
		    memcmp(entry, wanted, 2 * (n + 1)) == 0)
			return true;
	}
	return false;
}

static enum err refuse_ole2(struct ctx *c, const char *shown, const char *data, size_t len)
{
	if (ole2_has_stream(data, len, "EncryptedPackage"))
		return FAIL(c, ERR_INVALID,
		            N_("{1} is protected with a password. Open it, remove the password and "
		               "save it again."),
		            shown);
	if (ole2_has_stream(data, len, "Workbook") || ole2_has_stream(data, len, "Book"))
		return FAIL(c, ERR_INVALID,
		            N_("{1} is an old Excel workbook (Excel 97-2003, .xls). Open it in "
		               "Excel and save it as an Excel workbook (.xlsx)."),
		            shown);
	return FAIL(c, ERR_INVALID,
	            N_("{1} is an old Office file but no workbook. An Excel workbook (.xlsx) or a "
	               "CSV file is needed."),
	            shown);
}

static bool is_markup(const char *data, size_t len)
{
	static const char *const openings[] = {"<?xml", "<!doctype", "<html", "<table"};
	size_t at = len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < len && strchr(" \t\r\n", data[at]) && data[at])
		at++;
	for (size_t i = 0; i < sizeof(openings) / sizeof(*openings); i++) {
		size_t n = strlen(openings[i]);

		if (len - at >= n && strncasecmp(data + at, openings[i], n) == 0)
			return true;
	}
	return false;
}

enum err foreign_refuse(struct ctx *c, const char *shown, const char *data, size_t len)
{
	static const char ole2[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

	if (len >= 8 && memcmp(data, ole2, 8) == 0)
		return refuse_ole2(c, shown, data, len);
	if (is_markup(data, len))
		return FAIL(c, ERR_INVALID,
		            N_("{1} is a web page or an XML file, whatever its ending says. Open "
		               "it in Excel and save it as an Excel workbook (.xlsx)."),
		            shown);
	return OK;
}
