/* report.h - what a machine says became of another mail (RFC 3464, RFC 8098). */
#pragma once
#include "mail/reading.h"

/* Of a multipart/report, into mail->report. */
void report_read(struct reading *reading, GMimeMultipart *multipart);
