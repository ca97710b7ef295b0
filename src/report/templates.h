/* templates.h - the texts of templates/, compiled in; a report's own source replaces them. */
#ifndef KAGEYU_REPORT_TEMPLATES_H
#define KAGEYU_REPORT_TEMPLATES_H

extern const char template_report[], template_sheet[];

#endif
