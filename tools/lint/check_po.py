#!/usr/bin/python3
"""Every message of the program has its Japanese, and the program has every message of po/ja.po.

Messages are what stands in N_("…"). Their {1} {2} … must be the same in both languages and must
be given: a macro that takes a message ends in `...`, which begins with the message, and gets as
many arguments after it as the message has places - FAIL(), PROBLEM() and their like.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from common import Check, blank, calls, line_at

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import po2c  # noqa: E402

PO = Path('po/ja.po')
MACRO = re.compile(r'#[ \t]*define[ \t]+(\w+)\(([^()]*),[ \t]*\.\.\.\)')
MARKED = re.compile(r'\bN_\(\s*(?:"(?:\\.|[^"\\])*"\s*)+\)')
# Their `...` begins with something else: lists for X macros, attributes, parameters of addresses
# or of what a rule found.
OTHER = {'X', 'OPEN', 'HTML_OPEN_', 'EL', 'HTML_EL_', 'LINK', 'ROUTE_LINK_', 'TABLE_OPEN',
         'RULE_FINDS'}
PLACE = re.compile(r'\{(\d)\}')


def extract(check, paths):
    """msgid -> (file, line) of its first use, by xgettext."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / 'all.pot'
        run = subprocess.run(
            ['xgettext', '--language=C', '--from-code=UTF-8', '--keyword', '--keyword=N_',
             '--force-po', '--no-wrap', '-o', pot, *paths],
            cwd=check.root, capture_output=True, text=True, check=False)
        if run.returncode or run.stderr:
            sys.exit(f'xgettext: {run.stderr}')
        entries = po2c.parse(pot)
    used = {}
    for entry in entries:
        if entry.msgid:
            name, _, line = entry.references[0].rpartition(':')
            used[entry.msgid] = (name, int(line))
    return used


def find_macros(texts):
    """macro -> how many arguments stand before the message."""
    return {match[1]: match[2].count(',') + 1
            for text in texts.values() for match in MACRO.finditer(text) if match[1] not in OTHER}


def check_calls(check, path, text, macros):
    """Messages are wrapped in N_() and get the arguments they name."""
    for macro, before in macros.items():
        for offset, arguments in calls(text, macro):
            line = line_at(text, offset)
            if re.search(r'#\s*define\s*$', text[:offset]) or len(arguments) <= before:
                continue
            message = arguments[before][1]
            if '"' in MARKED.sub('', message):
                check.fault(path, line, f'{macro}(): wrap the message in N_()')
            given = len(arguments) - before - 1
            for marked in MARKED.findall(message):  # two where the message depends on something
                places = {int(n) for n in PLACE.findall(marked)}
                if places != set(range(1, given + 1)):
                    named = ' '.join(f'{{{n}}}' for n in sorted(places)) or 'none'
                    check.fault(path, line, f'{macro}(): {given} arguments, the message has {named}')


def check_translations(check, used):
    try:
        entries = po2c.parse(check.root / PO)
    except po2c.PoError as error:
        sys.exit(str(error))
    seen = set()
    for entry in entries:
        short = entry.msgid if len(entry.msgid) <= 50 else entry.msgid[:49] + '…'
        if entry.obsolete:
            check.fault(PO, entry.line, f'obsolete, take it out: "{short}"')
            continue
        if entry.msgid in seen:
            check.fault(PO, entry.line, f'stands here twice: "{short}"')
        seen.add(entry.msgid)
        if not entry.msgid:
            continue
        if entry.fuzzy:
            check.fault(PO, entry.line, f'fuzzy: "{short}"')
        if entry.msgid not in used:
            check.fault(PO, entry.line, f'not used by the program: "{short}"')
        if not entry.msgstr:
            check.fault(PO, entry.line, f'not translated: "{short}"')
        elif set(PLACE.findall(entry.msgid)) != set(PLACE.findall(entry.msgstr)):
            check.fault(PO, entry.line, f'the translation has other {{1}} {{2}} …: "{short}"')
        elif entry.msgid.endswith('\n') != entry.msgstr.endswith('\n'):
            check.fault(PO, entry.line, f'only one of the two ends with a line feed: "{short}"')
    for msgid, (name, line) in used.items():
        if msgid not in seen:
            check.fault(name, line, f'not in {PO}: "{msgid}"')


def main():
    check = Check(__doc__)
    paths = check.sources('.c', '.h', '.def')
    texts = {path: blank(check.read(path), strings=False) for path in paths}
    macros = find_macros(texts)
    for path in paths:
        check_calls(check, path, texts[path], macros)
    check_translations(check, extract(check, paths))
    check.finish()


if __name__ == '__main__':
    main()
