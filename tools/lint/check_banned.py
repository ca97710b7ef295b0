#!/usr/bin/python3
"""Functions of the C library that product code does not call, and what it calls instead."""
import re

from common import Check, blank, line_at

COPY = 'use arena_strdup(), arena_printf() or struct buf'
NUMBER = 'it cannot report an error: use text_to_long() or ratio_parse()'
SHELL = 'no shell, no child by name: call the library'
FILE = 'its name can be guessed: use mkstemp() beside the target'
SHARED = 'its result is shared between threads: use the _r form or base/date.h'

BANNED = {
    'strcpy': COPY, 'strcat': COPY, 'stpcpy': COPY, 'strncpy': COPY, 'strncat': COPY,
    'sprintf': COPY, 'vsprintf': COPY,
    'gets': 'it cannot know its limit: use os_read_file()',
    'strtok': 'use text_split() or strtok_r()',
    'atoi': NUMBER, 'atol': NUMBER, 'atoll': NUMBER, 'atof': NUMBER,
    'system': SHELL, 'popen': SHELL,
    'tmpnam': FILE, 'tempnam': FILE, 'mktemp': FILE,
    'localtime': SHARED, 'gmtime': SHARED, 'ctime': SHARED, 'asctime': SHARED,
    'alloca': 'use the arena',
    'setlocale': 'Kageyu translates from its own tables and formats numbers without a locale',
    'rand': 'use libsodium', 'srand': 'use libsodium', 'random': 'use libsodium',
}
ONLY_IN = {'exit': ('cli', 'nothing below main() ends the process: return the error')}

CALL = re.compile(rf'(?<![\w.>])({"|".join([*BANNED, *ONLY_IN])})\s*\(')


def main():
    check = Check(__doc__)
    for path in check.sources('.c', '.h', '.def'):
        text = blank(check.read(path), strings=True)
        for match in CALL.finditer(text):
            name = match[1]
            folder, why = ONLY_IN.get(name, (None, BANNED.get(name)))
            if folder is None or folder != path.parts[1]:
                check.fault(path, line_at(text, match.start(1)), f'{name}(): {why}')
    check.finish()


if __name__ == '__main__':
    main()
