"""What the checks share: the tree they look at, C text without its comments, the list of faults."""
import argparse
import re
import subprocess
import sys
from pathlib import Path

C_TOKEN = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<text>"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')', re.S)


def blank(text, strings):
    """The C text with comments (and string contents) replaced by spaces: offsets and lines stay."""
    def spaces(match):
        if match['comment'] is None and not strings:
            return match[0]
        keep = 1 if match['comment'] is None else 0
        middle = match[0][keep:len(match[0]) - keep]
        return (match[0][:keep] + re.sub(r'[^\n]', ' ', middle)
                + match[0][len(match[0]) - keep:])
    return C_TOKEN.sub(spaces, text)


def line_at(text, offset):
    return text.count('\n', 0, offset) + 1


def calls(text, name):
    """Yields (offset, [(offset, argument), …]) for each call of `name` in comment-free C text."""
    bare = blank(text, strings=True)
    for match in re.finditer(rf'(?<!\w){name}\s*\(', bare):
        arguments, depth, start = [], 0, match.end()
        for i in range(match.end(), len(bare)):
            if bare[i] in '([{':
                depth += 1
            elif depth and bare[i] in ')]}':
                depth -= 1
            elif bare[i] in ',)' and not depth:
                arguments.append((start, text[start:i]))
                start = i + 1
                if bare[i] == ')':
                    break
        yield match.start(), arguments


class Check:
    """One run of one check: the files, and what is wrong with them."""

    def __init__(self, description):
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument('--root', type=Path, default=Path(__file__).resolve().parents[2],
                            help='the tree to look at')
        self.root = parser.parse_args().root
        self.faults = []

    def sources(self, *endings, folders=('src',)):
        """Paths below the folders whose name ends so, sorted; relative to the root."""
        return sorted(path.relative_to(self.root)
                      for folder in folders for path in (self.root / folder).rglob('*')
                      if path.suffix in endings and path.is_file())

    def tracked(self):
        """Every file that is, or is about to be, in the repository. Without git: all there are."""
        listing = subprocess.run(
            ['git', '-c', 'safe.directory=*', '-C', self.root, 'ls-files', '-z', '--cached',
             '--others', '--exclude-standard'], capture_output=True, check=False)
        if listing.returncode == 0:
            names = {Path(name) for name in listing.stdout.decode().split('\0') if name}
        else:
            names = {path.relative_to(self.root) for path in self.root.rglob('*')}
        return sorted(name for name in names if (self.root / name).is_file())

    def read(self, path):
        return (self.root / path).read_text(encoding='utf-8')

    def fault(self, path, line, message):
        self.faults.append((str(path), line, message))

    def finish(self):
        for path, line, message in sorted(set(self.faults)):
            print(f'{path}:{line}: {message}')
        sys.exit(1 if self.faults else 0)
