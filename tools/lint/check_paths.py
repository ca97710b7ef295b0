#!/usr/bin/python3
"""Nothing in the repository names a developer's machine, a package server, or unfinished work."""
import re

from common import Check

# Written so that none of the expressions matches its own text.
PATTERNS = [
    (re.compile(r'(?<![\w./~-])/(?:work|root|farm)(?![\w-])|(?<![\w./])/home/[a-z]|[/]tmp/\w'),
     'a path of one machine: use a relative one, mktemp or $TMPDIR'),
    (re.compile(r'\b(?:(?:deb|security|snapshot|ftp)[.]debian|archive[.]ubuntu|registry[.]npmjs'
                r'|files[.]pythonhosted|pypi[.]python|proxy[.]golang|index[.]crates)\b'
                r'|\b(?:pypi[.]org|crates[.]io|docker[.]io|ghcr[.]io|quay[.]io)\b'),
     'a package server: which one to ask is the machine\'s setting'),
    (re.compile(r'\b(?:TO[D]O|FIX[M]E|XX[X])\b'), 'unfinished: finish it, or say it in an issue'),
]


def main():
    check = Check(__doc__)
    for path in check.tracked():
        data = (check.root / path).read_bytes()
        if b'\0' in data:
            continue
        for number, line in enumerate(data.decode('utf-8', 'replace').split('\n'), 1):
            for pattern, message in PATTERNS:
                match = pattern.search(line)
                if match:
                    check.fault(path, number, f'"{match[0]}": {message}')
    check.finish()


if __name__ == '__main__':
    main()
