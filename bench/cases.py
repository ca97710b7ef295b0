"""The comparisons: for each the commands, side by side, and the time that Kageyu is to keep to."""
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import city
import cluster
import fill
import ledgers
import table
import web
from measure import Command, Failed, Result, environment, measure

HERE = Path(__file__).resolve().parent
PYTHON = '/usr/bin/python3'  # Debian's, which has openpyxl
JUDGEMENTS = 10000
STARTS = 8  # times the rounds: they are short


@dataclass
class Comparison:
    """The first command is ours; `target` is in seconds, of the one named, None where none is set."""
    title: str
    commands: list
    targets: dict = field(default_factory=dict)
    results: list = field(default_factory=list)

    def run(self, rounds):
        print(self.title, file=sys.stderr)
        self.results = measure(self.commands, rounds)
        return self

    def render(self):
        return table.render(self)

    def as_json(self):
        return {'title': self.title, 'results': [
            dict(r.as_json(), target=self.targets.get(r.name), met=self.met(r),
                 ratio=r.seconds / self.results[0].seconds) for r in self.results]}

    def met(self, result: Result):
        target = self.targets.get(result.name)
        return None if target is None else result.seconds < target


class Bench:
    """A folder with the demonstration city, a generated one, and a PostgreSQL of its own."""

    def __init__(self, program, folder, rounds):
        self.program, self.folder, self.rounds = program, folder, rounds

    comparison = Comparison

    def kageyu(self, command, data, *words, typed=''):
        done = subprocess.run([self.program, *command.split(), data, *map(str, words)],
                              env=environment(), input=typed, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f'kageyu {command}: {done.stdout[-1000:]}{done.stderr[-1000:]}')

    def soffice(self, name, source, to, *options):
        profile = (self.folder / 'libreoffice').as_uri()
        return Command(name, ['soffice', f'-env:UserInstallation={profile}', '--headless',
                              *options, '--convert-to', to, '--outdir', self.folder / 'out', source])

    def copied(self, source, target):
        """For Command.before: a fresh copy of a data folder."""
        def copy():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        return copy

    # --- the five formats

    def reports(self):
        demo, out = self.folder / 'demo', self.folder / 'out'
        self.kageyu('demo', demo)
        html = self.folder / 'R6.html'
        shutil.copy(demo / 'reports' / 'R6.html', html)
        ours = 'kageyu：5形式すべて'
        return Comparison('報告書（実演用の市）', [
            Command(ours, [self.program, 'report', demo, 'R6', '--all', out]),
            Command('kageyu：PDFだけ', [self.program, 'report', demo, 'R6', '--format', 'pdf',
                                    '-o', out / 'kageyu.pdf']),
            self.soffice('LibreOffice：同じHTMLからPDF', html, 'pdf'),
            Command('WeasyPrint：同じHTMLからPDF', ['weasyprint', '-q', html, out / 'weasyprint.pdf']),
        ], {ours: 1.0}).run(self.rounds)

    # --- 360 workbooks

    def empty_city(self, name, *options, sections=city.SECTIONS):
        data = self.folder / name
        self.kageyu('init', data, *options)
        self.kageyu('import', data, 'units', city.write_units(self.folder / 'units.csv', sections))
        self.kageyu('import', data, 'criteria', *city.catalog_files())
        return data

    def planned_city(self):
        """Last year's audit is judged; this year's is planned and open."""
        data = self.empty_city('planned')
        self.kageyu('audit create', data, 'R5', '--fiscal-year', '2023', '--title', '監査報告書')
        self.kageyu('import', data, 'judgements', city.write_judgements(
            self.folder / 'r5.csv', 2023), '--audit', 'R5')
        self.kageyu('audit copy', data, 'R5', 'R6')
        return data

    def fill_in(self, source, target):
        """The sections' answers of 2024 in every workbook."""
        answers = {}
        for code, _, _, level, comment, day in city.judgements(2024):
            answers.setdefault(code, []).append((level, comment, day))
        target.mkdir()
        for path in sorted(source.iterdir()):
            fill.fill(path, target / path.name, answers[path.name.split('_')[1]])

    def workbooks(self):
        planned, books = self.planned_city(), self.folder / 'books'
        returned, cells = self.folder / 'returned', self.folder / 'cells.json'
        peer = [PYTHON, HERE / 'peer_openpyxl.py']
        self.kageyu('audit workbooks', planned, 'R6', books)
        subprocess.run([*peer, 'describe', books, cells], check=True)
        ours = 'kageyu：書き出し'
        yield Comparison(f'判定調書 {city.SECTIONS}冊を書く（1冊{len(city.ITEMS)}項目）', [
            Command(ours, [self.program, 'audit', 'workbooks', planned, 'R6', books]),
            Command('openpyxl：同じセルと書式', [*peer, 'write', cells, self.folder / 'by-openpyxl']),
        ], {ours: 1.2}).run(self.rounds)

        self.fill_in(books, returned)
        files = sorted(returned.iterdir())
        judged, fresh = self.folder / 'judged', self.folder / 'fresh'
        self.copied(planned, judged)()
        self.kageyu('import', judged, 'judgements', *files)
        ours, stored = 'kageyu：読み取り・照合（変更なし）', 'kageyu：読み取り・照合・全件の保存'
        yield Comparison(f'記入済みの判定調書 {city.SECTIONS}冊を読む', [
            Command(ours, [self.program, 'import', judged, 'judgements', *files]),
            Command(stored, [self.program, 'import', fresh, 'judgements', *files],
                    before=self.copied(planned, fresh)),
            Command('openpyxl：読み取りだけ', [*peer, 'read', returned]),
            Command('openpyxl：読み取りだけ（read_only）', [*peer, 'read-only', returned]),
        ], {ours: 0.3, stored: 0.3}).run(self.rounds)

    # --- 10,000 judgements

    def ready_city(self, name, *options):
        data = self.empty_city(name, *options)
        self.kageyu('audit create', data, 'R6', '--fiscal-year', '2024', '--title', '監査報告書')
        return data

    def import_sqlite(self, rows):
        ready, fresh = self.ready_city('ready'), self.folder / 'import'
        plain = self.folder / 'plain.db'
        return Comparison(f'判定 {JUDGEMENTS:,}件の取込（SQLite）', [
            Command('kageyu：検査・保存・証跡',
                    [self.program, 'import', fresh, 'judgements', rows, '--audit', 'R6'],
                    before=self.copied(ready, fresh)),
            Command('Python（csv + sqlite3）：表に入れるだけ', [PYTHON, HERE / 'peer_sqlite.py', rows, plain],
                    before=lambda: plain.unlink(missing_ok=True)),
            self.soffice('LibreOffice：同じCSVを開いて保存', rows, 'ods', '--infilter=CSV:44,34,76,1'),
        ]).run(self.rounds)

    def import_postgresql(self, rows):
        server = cluster.Cluster(durable=True)
        try:
            ready_url, fresh_url = server.url('ready'), server.url('fresh')
            cluster.psql(server.url(), 'CREATE DATABASE ready TEMPLATE template0;')
            ready, fresh = self.ready_city('pg-ready', '--database', ready_url), self.folder / 'pg'
            copy = self.copied(ready, fresh)

            def anew():
                cluster.psql(server.url(), 'DROP DATABASE IF EXISTS fresh')
                cluster.psql(server.url(), 'CREATE DATABASE fresh TEMPLATE ready')
                copy()
                conf = fresh / 'kageyu.conf'
                conf.write_text(conf.read_text().replace(ready_url, fresh_url))

            def new_table():
                anew()
                cluster.psql(fresh_url, 'CREATE TABLE plain (unit_code text, catalog text, no text,'
                                        ' level text, comment text, judged_on date,'
                                        ' PRIMARY KEY (unit_code, catalog, no));')

            return Comparison(f'判定 {JUDGEMENTS:,}件の取込（PostgreSQL）', [
                Command('kageyu：検査・保存・証跡',
                        [self.program, 'import', fresh, 'judgements', rows, '--audit', 'R6'],
                        before=anew),
                Command(r'psql \copy：表に入れるだけ',
                        [Path(cluster.BIN) / 'psql', '-X', '-q', '-d', fresh_url, '-c',
                         rf"\copy plain from '{rows}' (format csv, header)"], before=new_table),
            ]).run(self.rounds)
        finally:
            server.stop()

    def imports(self):
        rows = city.write_judgements(self.folder / 'judgements.csv', 2024, JUDGEMENTS)
        yield self.import_sqlite(rows)
        yield self.import_postgresql(rows)

    # --- start

    def starts(self):
        ours = 'kageyu --help'
        return Comparison('起動', [
            Command(ours, [self.program, '--help']),
            Command('git --help', ['git', '--help']),
            Command('python3 -c pass', [PYTHON, '-c', 'pass']),
        ], {ours: 0.010}).run(self.rounds * STARTS)

    def all(self, wanted):
        """Comparisons one by one, as they are done."""
        if 'start' in wanted:
            yield self.starts()
        if 'report' in wanted:
            yield self.reports()
        if 'workbook' in wanted:
            yield from self.workbooks()
        if 'import' in wanted:
            yield from self.imports()
        if 'web' in wanted:
            yield from web.Web(self).all()
        if 'ledgers' in wanted:
            yield from ledgers.Ledgers(self).all()


NAMES = ('start', 'report', 'workbook', 'import', 'web', 'ledgers')
