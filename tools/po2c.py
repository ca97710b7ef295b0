#!/usr/bin/python3
"""Compiles a po file into a C table and the slots it is searched by.

    po2c.py po/ja.po OUT.c        -> msg_ja, as src/ui/msg.h declares it

The entries are sorted by the bytes of their msgid, as strcmp() orders them; each slot holds the
number of one, counted from 1, at the hash of its msgid or, where that is taken, after it. Entries without a
translation and fuzzy ones are left out (as msgfmt does); contexts and plural forms are refused,
since the table has no place for them. tools/lint/check_po.py reads po files with this parser too.
"""
import ast
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path


class PoError(Exception):
    """A line of a po file that cannot be understood."""


@dataclass
class Entry:
    line: int
    msgid: str = ''
    msgstr: str = ''
    fuzzy: bool = False
    obsolete: bool = False
    references: list = field(default_factory=list)


def unquote(path, number, text):
    """The content of a quoted string with C escapes."""
    if not re.fullmatch(r'"(?:[^"\\]|\\.)*"', text):
        raise PoError(f'{path}:{number}: not a quoted string: {text}')
    if not re.fullmatch(r'"(?:[^\\]|\\[nt"\\])*"', text):
        raise PoError(f'{path}:{number}: an escape other than \\n \\t \\" \\\\: {text}')
    return ast.literal_eval(text)


def parse(path):
    """All entries of a po file in their order; the header is the one whose msgid is empty."""
    entries = []
    entry = target = None
    comments = Entry(0)
    for number, line in enumerate(Path(path).read_text(encoding='utf-8').split('\n'), 1):
        line = line.strip()
        if line.startswith('#, '):
            comments.fuzzy |= 'fuzzy' in line[3:].replace(' ', '').split(',')
            continue
        if line.startswith('#: '):
            comments.references += line[3:].split()
            continue
        obsolete = line.startswith('#~')
        if obsolete:
            line = line[2:].strip()
        if not line or line.startswith(('#', '|')):
            continue
        keyword, _, rest = line.partition(' ')
        if line.startswith('"'):
            if target is None:
                raise PoError(f'{path}:{number}: a string that belongs to nothing')
            setattr(entry, target, getattr(entry, target) + unquote(path, number, line))
        elif keyword == 'msgid' and target != 'msgid':
            entry = Entry(number, fuzzy=comments.fuzzy, obsolete=obsolete,
                          references=comments.references)
            comments = Entry(0)
            entries.append(entry)
            target = 'msgid'
            entry.msgid = unquote(path, number, rest.strip())
        elif keyword == 'msgstr' and target == 'msgid':
            target = 'msgstr'
            entry.msgstr = unquote(path, number, rest.strip())
        else:
            raise PoError(f'{path}:{number}: expected msgid and then msgstr: {line}')
    if entry is not None and target != 'msgstr':
        raise PoError(f'{path}:{entry.line}: a msgid without msgstr')
    return entries


def c_string(text):
    """A C string literal. ? is escaped after another one, because of trigraphs."""
    text = text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t')
    return '"' + text.replace('??', '?\\?') + '"'


def digest(msgid):
    """FNV-1a, as msg_find() computes it."""
    h = 2166136261
    for byte in msgid.encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    return h


def fill(msgids):
    """The slots: a power of two, at least twice as many as there are msgids."""
    n = 1
    while n < 2 * len(msgids):
        n *= 2
    slots = [0] * n
    for number, msgid in enumerate(msgids, 1):
        at = digest(msgid) % n
        while slots[at]:
            at = (at + 1) % n
        slots[at] = number
    return slots


def table(path):
    """The C source for one po file."""
    language = Path(path).stem
    if not re.fullmatch(r'[a-z]{2,3}', language):
        raise PoError(f'{path}: the file name must be a language code, as in ja.po')
    texts = {}
    for entry in parse(path):
        if entry.msgid in texts:
            raise PoError(f'{path}:{entry.line}: this msgid stands here twice')
        if entry.msgid and entry.msgstr and not entry.fuzzy and not entry.obsolete:
            texts[entry.msgid] = entry.msgstr
    if not texts:
        raise PoError(f'{path}: no translated message')
    msgids = sorted(texts, key=str.encode)
    rows = ''.join(f'\t{{{c_string(msgid)},\n\t {c_string(texts[msgid])}}},\n'
                   for msgid in msgids)
    slots = fill(msgids)
    lines = ''.join('\t' + ' '.join(f'{slot},' for slot in slots[k:k + 16]) + '\n'
                    for k in range(0, len(slots), 16))
    return (f'/* Made from {Path(path).name} by po2c.py: do not edit. */\n'
            f'#include "ui/msg.h"\n\n'
            f'const struct msg_entry msg_{language}[] = {{\n{rows}}};\n\n'
            f'const size_t msg_{language}_n = sizeof(msg_{language}) / sizeof(*msg_{language});\n\n'
            f'const uint16_t msg_{language}_slots[] = {{\n{lines}}};\n\n'
            f'const size_t msg_{language}_n_slots = {len(slots)};\n')


def main(argv):
    if len(argv) != 3:
        sys.exit('usage: po2c.py LANGUAGE.po OUT.c')
    try:
        source = table(argv[1])
    except (PoError, OSError, UnicodeDecodeError) as error:
        sys.exit(f'po2c: {error}')
    Path(argv[2]).write_text(source, encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv)
