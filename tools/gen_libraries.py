#!/usr/bin/env python3
"""Turn src/libraries.list into the headers through which libraries are used that load when needed.

    gen_libraries.py LIST OUTDIR

For each library NAME of the list (its notation is told in its head) writes OUTDIR/NAME.h: the
library's own headers, NAME_load(), and each function's name as a macro for the pointer to it, so
that calls look as they would without all this. OUTDIR/libraries.c has the pointers.
"""
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

HEADER = """\
#ifndef KAGEYU_GEN_{guard}_H
#define KAGEYU_GEN_{guard}_H

#include "base/library.h"

{includes}
{pointers}
/* Before the first call of any of them: see library_load(). */
MUST_USE enum err {name}_load(struct ctx *c);

{macros}
#endif
"""

SOURCE = """
{pointers}
enum err {name}_load(struct ctx *c)
{{
	static const struct library_function functions[] = {{
{functions}	}};
	static struct library library = {{"{file}", functions, {n}, false}};

	return library_load(c, &library);
}}
"""


class Fault(Exception):
    pass


@dataclass
class Library:
    name: str
    file: str
    headers: list
    functions: list = field(default_factory=list)

    def lines(self, text):
        return ''.join(text.replace('@', f) for f in self.functions)

    def header(self):
        return HEADER.format(
            guard=self.name.upper(), name=self.name,
            includes=''.join(f'#include <{h}>\n' for h in self.headers),
            pointers=self.lines('extern __typeof__(@) *loaded_@;\n'),
            macros=self.lines('#undef @\n#define @ loaded_@\n'))

    def source(self):
        return SOURCE.format(
            name=self.name, file=self.file, n=len(self.functions),
            pointers=self.lines('__typeof__(loaded_@) loaded_@;\n'),
            functions=self.lines('\t\t{"@", &loaded_@},\n'))


def read(path):
    libraries = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        library = re.fullmatch(r'(\w+) = (\S+)((?: \S+)+)', line)
        function = re.fullmatch(r'\t(\w+)', line)
        if library:
            libraries.append(Library(library[1], library[2], library[3].split()))
        elif function and libraries:
            libraries[-1].functions.append(function[1])
        elif line and line[0] != '#':
            raise Fault(f'{path}:{number}: neither a library nor a function: {line}')
    return libraries


def main():
    libraries, out = read(Path(sys.argv[1])), Path(sys.argv[2])
    for library in libraries:
        (out / f'{library.name}.h').write_text(library.header())
    (out / 'libraries.c').write_text(
        ''.join(f'#include "gen/{x.name}.h"\n' for x in libraries) +
        ''.join(x.source() for x in libraries))


if __name__ == '__main__':
    try:
        main()
    except Fault as fault:
        sys.exit(str(fault))
