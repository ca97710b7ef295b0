"""The program under test, seen from outside: a directory, a command line, and what comes back."""
import csv
import io
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import cluster
import openpyxl

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / 'tests' / 'samples'
GOLDEN = ROOT / 'tests' / 'golden'
BINARY = Path(os.environ['KAGEYU_BIN']).resolve()  # set by run.py
BACKEND = os.environ.get('KAGEYU_TEST_DATABASE', 'sqlite')
FORMATS = ('docx', 'pdf', 'html', 'xlsx', 'md')
SECONDS_MAX = 120

# exit statuses, as docs/operation.md and src/base/err.h give them
DONE, USAGE, INVALID, NOT_FOUND, CONFLICT, STATE = 0, 2, 3, 4, 5, 6
FORBIDDEN, TOO_LARGE, IO, DATABASE, BUSY, TAMPERED = 7, 8, 9, 10, 11, 12


class Result:
    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        shown = ' '.join(str(word) for word in self.command)
        return (f'kageyu {shown}\nexit status {self.status}\n'
                f'{self.out.decode("utf-8", "replace")[-3000:]}\n{self.err[-3000:]}')


def environment(**more):
    env = {key: value for key, value in os.environ.items() if not key.startswith('KAGEYU_')}
    env.update(LC_ALL='C.UTF-8', TZ='Asia/Tokyo')
    env.update(more)
    return env


def start(*args, env=None, cwd=None, **popen):
    """The running process, for those who want to kill it."""
    return subprocess.Popen([str(BINARY), *map(str, args)], env=env or environment(), cwd=cwd,
                            stdin=subprocess.DEVNULL, **popen)


def run(*args, env=None, cwd=None, stdin=None, seconds=SECONDS_MAX):
    done = subprocess.run([str(BINARY), *map(str, args)], env=env or environment(), cwd=cwd,
                          input=stdin if stdin is not None else b'', capture_output=True,
                          timeout=seconds)
    return Result(args, done.returncode, done.stdout, done.stderr.decode('utf-8', 'replace'))


class Failed(AssertionError):
    pass


def run_ok(*args, **options):
    done = run(*args, **options)
    if done.status != 0:
        raise Failed(str(done))
    return done


class Kageyu:
    """One data directory."""

    def __init__(self, directory, url=None):
        self.directory, self.url = Path(directory), url

    def init(self):
        self.ok('init', *(['--database', self.url] if self.url else []))
        return self

    def run(self, command, *args, **options):
        return run(command, self.directory, *args, **options)

    def ok(self, command, *args):
        return run_ok(command, self.directory, *args)

    def audit(self, verb, *args):
        return run_ok('audit', verb, self.directory, *args)

    def field(self, verb, *args):
        return run_ok('field', verb, self.directory, *args)

    def user(self, verb, *args):
        return run_ok('user', verb, self.directory, *args)

    def take(self, kind, file, *options):
        """An import that must succeed; its JSON."""
        return self.ok('import', kind, file, '--json', *options).json

    def try_take(self, kind, file, *options):
        """An import that may fail: (exit status, JSON)."""
        done = self.run('import', kind, file, '--json', *options)
        try:
            return done.status, done.json
        except ValueError:
            raise Failed(str(done)) from None

    def give(self, kind, *options):
        """The bytes of an export as CSV."""
        return self.ok('export', kind, *options).out

    def rows(self, kind, *options):
        """An export as dicts."""
        data = self.give(kind, *options)
        return list(csv.DictReader(io.StringIO(data.decode('utf-8-sig'), newline='')))

    def make_audit(self, audit, parts, fiscal_year=2024):
        """parts are (code, kind); the first has the code 1."""
        self.audit('create', audit, '--kind', parts[0][1], '--fiscal-year', fiscal_year,
                   '--title', f'{audit} 監査報告書')
        for code, kind in parts[1:]:
            run_ok('audit', 'part', 'add', self.directory, audit, '--kind', kind, '--code', code)

    def stats(self, audit):
        return self.audit('stats', audit, '--json').json

    def report(self, audit, form, target):
        self.ok('report', audit, '--format', form, '-o', target)
        return target

    # --- behind the program's back

    def sql(self, text):
        """Rows of texts, straight from the database."""
        if self.url:
            return cluster.psql(self.url, text)
        import sqlite3
        db = sqlite3.connect(self.directory / 'kageyu.db')
        try:
            rows = []
            for statement in split_sql(text):
                rows += [[None if v is None else str(v) for v in row]
                         for row in db.execute(statement)]
            db.commit()
            return rows
        finally:
            db.close()


def split_sql(text):
    """Statements of a script without triggers inside."""
    return [s for s in text.split(';\n') if s.strip()]


# --- files that people bring

def write_csv(path, header, rows, encoding='utf-8-sig'):
    """rows are dicts. As Excel writes it: CRLF, quotes where needed."""
    text = io.StringIO(newline='')
    out = csv.writer(text)
    out.writerow(header)
    for row in rows:
        out.writerow([row.get(name, '') for name in header])
    Path(path).write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path, header, rows, title='表'):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(name, '') or None for name in header])
    book.save(path)
    return path


def write_table(path, header, rows, kind):
    """kind: 'utf-8-sig', 'utf-8', 'cp932' or 'xlsx'."""
    if kind == 'xlsx':
        return write_xlsx(path, header, rows)
    return write_csv(path, header, rows, kind)


# --- test cases

class Case(unittest.TestCase):
    """Has a folder of its own and makes installations on the backend under test."""
    maxDiff = 4000
    separate = False  # each test in a process of its own
    weight = 1        # roughly how long, against other classes

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='case-', dir=os.environ.get('KAGEYU_TEST_TMP')))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def empty_url(self, backend=BACKEND):
        return cluster.make_database(os.environ['KAGEYU_TEST_CLUSTER']) if backend == 'postgresql' else None

    def new(self, name='data', backend=BACKEND):
        return Kageyu(self.folder / name, self.empty_url(backend)).init()

    def file(self, name):
        return self.folder / name

    def csv(self, name, header, rows, encoding='utf-8-sig'):
        return write_csv(self.folder / name, header, rows, encoding)

    def assert_refused(self, done, *statuses):
        """A refusal: one of the statuses, a message, no stack of internals."""
        self.assertIn(done.status, statuses, str(done))
        self.assertTrue(done.err.strip(), str(done))

    def assert_sound(self, kageyu):
        done = kageyu.run('verify')
        self.assertEqual(0, done.status, str(done))
