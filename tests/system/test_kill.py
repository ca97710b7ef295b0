"""kill -9 with writes in flight: what an outside observer saw acknowledged is there afterwards.

Each importer owns some sections and writes them again and again, every time with a new stamp in all
rows of a file. When the program has ended well, the stamp is appended to a file and fsynced: only
then is it acknowledged. After the kill each section must hold one stamp only (a file is stored
whole or not at all), the last acknowledged or the one in flight.
"""
import os
import random
import signal
import threading
import time

import city
import openpyxl
from cluster import Cluster, make_database
from kageyu import BACKEND, Case, Kageyu, run_ok, start

# of both databases together; each runs half, most of them by four importers' tests
ROUNDS = int(os.environ.get('KAGEYU_KILL_ROUNDS', '200')) // 2
SERVER_ROUNDS = max(1, ROUNDS // 10)
SHARES = 4
AUDIT = 'K'
IMPORTERS = 3
ITEMS = 40


class Observer:
    """What was begun and what was acknowledged, by section; acknowledgements are on disk."""

    def __init__(self, path):
        self.path = path
        self.begun = {}
        self.lock = threading.Lock()
        self.file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def acknowledge(self, unit, stamp):
        with self.lock:
            os.write(self.file, f'{unit} {stamp}\n'.encode('ascii'))
            os.fsync(self.file)

    def acknowledged(self):
        last = {}
        with open(self.path, encoding='ascii') as f:
            for line in f:
                unit, stamp = line.split()
                last[unit] = int(stamp)
        return last


class KillCase(Case):
    separate, weight = True, 15

    def build(self, url):
        self.data = Kageyu(self.file('data'), url).init()
        self.observer = Observer(self.file('acknowledged'))
        self.units = [f'{n:06d}' for n in range(1, IMPORTERS + 1)]
        items = [city.item('点検', str(n)) for n in range(1, ITEMS + 1)]
        self.data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, [
            city.unit(code, f'第{code}課') for code in self.units]))
        self.data.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, items))
        self.data.make_audit(AUDIT, [('1', 'internal')])
        self.data.take('judgements', self.csv('j.csv', city.JUDGEMENT_COLUMNS, [
            row for unit in self.units for row in self.rows(unit, 0)]), '--audit', AUDIT)
        for unit in self.units:
            self.observer.begun[unit] = 0
            self.observer.acknowledge(unit, 0)
        run_ok('audit', 'workbooks', self.data.directory, AUDIT, self.file('books'))

    def rows(self, unit, stamp):
        return [city.judgement(unit, '点検', str(n), '1234'[(stamp + n) % 4], comment=str(stamp))
                for n in range(1, ITEMS + 1)]

    def next_file(self, unit, stamp):
        """Every fourth time a workbook as sections return it, else a CSV."""
        if stamp % 4:
            return self.csv(f'{unit}-{stamp}.csv', city.JUDGEMENT_COLUMNS, self.rows(unit, stamp))
        book = openpyxl.load_workbook(next(self.file('books').glob(f'*{unit}*.xlsx')))
        sheet = book['判定']
        header = next(r for r in sheet.iter_rows() if any(c.value == '対策レベル' for c in r))
        column = {c.value: c.column for c in header if c.value}
        for row in range(header[0].row + 1, header[0].row + 1 + ITEMS):
            number = int(sheet.cell(row, column['番号']).value)
            sheet.cell(row, column['対策レベル']).value = int('1234'[(stamp + number) % 4])
            sheet.cell(row, column['コメント']).value = str(stamp)
        file = self.file(f'{unit}-{stamp}.xlsx')
        book.save(file)
        return file

    def command(self, file):
        return ['import', self.data.directory, 'judgements', file, '--audit', AUDIT, '--prefer', 'file']

    def importer(self, unit, stop, running, prepared):
        """Imports one file after the other until told to stop."""
        for stamp, file in prepared:
            if stop.is_set():
                return
            self.observer.begun[unit] = stamp
            process = start(*self.command(file), stdout=-3, stderr=-1)
            running[unit] = process
            _, err = process.communicate()
            if process.returncode == 0:
                self.observer.acknowledge(unit, stamp)
            elif not stop.is_set() and process.returncode != -signal.SIGKILL:
                self.complaints.append(err.decode('utf-8', 'replace'))
                return

    def one_round(self, rng, kill, seconds):
        """Starts all importers, waits a moment, kills, waits for the end of what is left."""
        stop, running = threading.Event(), {}
        self.complaints = []
        prepared = {unit: [(stamp, self.next_file(unit, stamp)) for stamp in
                           range(self.observer.begun[unit] + 1, self.observer.begun[unit] + 5)]
                    for unit in self.units}
        threads = [threading.Thread(target=self.importer, args=(unit, stop, running, prepared[unit]))
                   for unit in self.units]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(0.2, 2.2) * seconds)
        stop.set()
        kill(running)
        for thread in threads:
            thread.join()
        for files in prepared.values():
            for _, file in files:
                file.unlink()
        return running

    def check(self):
        self.assertEqual([], self.complaints)
        last = self.observer.acknowledged()
        stored = {unit: set() for unit in self.units}
        for row in self.data.rows('judgements'):
            stored[row['unit_code']].add(int(row['comment']))
        for unit in self.units:
            self.assertEqual(1, len(stored[unit]), f'{unit}: half a file was stored: {stored[unit]}')
            stamp = stored[unit].pop()
            self.assertGreaterEqual(stamp, last[unit], f'{unit}: an acknowledged import is lost')
            self.assertLessEqual(stamp, self.observer.begun[unit])
        self.assert_sound(self.data)

    def measure(self):
        """Seconds that one import takes here."""
        unit = self.units[0]
        began = time.monotonic()
        self.observer.begun[unit] += 1
        stamp = self.observer.begun[unit]
        run_ok(*self.command(self.next_file(unit, stamp)))
        self.observer.acknowledge(unit, stamp)
        return max(0.02, time.monotonic() - began)


class TestImporters(KillCase):
    """The importing processes die."""

    def rounds(self, number, seed):
        self.build(self.empty_url())
        rng = random.Random(seed)
        seconds = self.measure()
        killed = 0

        def kill(running):
            nonlocal killed
            for process in list(running.values()):
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    killed += 1
        for _ in range(number):
            self.one_round(rng, kill, seconds)
            self.check()
        self.assertGreaterEqual(killed, number // 2, 'too few writes were in flight')


def add_share(number):
    rounds = ROUNDS - SERVER_ROUNDS
    share = rounds // SHARES + (number < rounds % SHARES)

    def test(self):
        self.rounds(share, number)
    setattr(TestImporters, f'test_share_{number + 1}', test)


for _number in range(SHARES):
    add_share(_number)


class TestServer(KillCase):
    """The database's own processes die: postgres with all its children, or, where the program is
    the database, everything that has the file open, readers and backups too."""
    weight = 16

    def test_rounds(self):
        server = None
        url = None
        if BACKEND == 'postgresql':
            server = Cluster(durable=True)
            self.addCleanup(server.stop)
            url = make_database(server.url())
        self.build(url)
        rng = random.Random(99)
        seconds = self.measure()
        for number in range(SERVER_ROUNDS):
            others = []
            if not server:
                others = [start('verify', self.data.directory, stdout=-3, stderr=-3),
                          start('backup', self.data.directory, self.file(f'b{number}'), stdout=-3, stderr=-3)]

            def kill(running, others=others):
                if server:
                    server.kill()
                    return
                for process in [*running.values(), *others]:
                    if process.poll() is None:
                        process.send_signal(signal.SIGKILL)
            self.one_round(rng, kill, seconds)
            for process in others:
                process.wait()
            if server:
                server.start()
            self.check()
