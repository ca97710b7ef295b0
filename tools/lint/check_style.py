#!/usr/bin/python3
"""White space and width of the C sources: tabs for indentation, 100 columns, no stray blanks."""
import re

from common import Check

COLUMNS = 100


def main():
    check = Check(__doc__)
    for path in check.sources('.c', '.h', '.def', folders=('src', 'tests')):
        text = check.read(path)
        if not text.endswith('\n') or text.endswith('\n\n'):
            check.fault(path, text.count('\n') + 1, 'the file must end with one line feed')
        for number, line in enumerate(text.split('\n'), 1):
            if len(line.expandtabs(8)) > COLUMNS:
                check.fault(path, number, f'longer than {COLUMNS} columns')
            if line != line.rstrip():
                check.fault(path, number, 'white space at the end of the line')
            # Alignment after the tabs is by spaces, so a space never comes before a tab.
            if re.match(r'\t* +\t', line):
                check.fault(path, number, 'a space before a tab')
    check.finish()


if __name__ == '__main__':
    main()
