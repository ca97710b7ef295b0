"""Backups: from one database to the other and back, encrypted, damaged, and while others write."""
import os
import shutil
import stat
import tempfile
import threading
from pathlib import Path

import city
import kageyu
from kageyu import BACKEND, FORBIDDEN, STATE, TAMPERED, USAGE, Case, Kageyu, run, run_ok

OTHER = {'sqlite': 'postgresql', 'postgresql': 'sqlite'}[BACKEND]
PASSPHRASE = 'とても長い合言葉 2024 －～'


def make_city(data, folder):
    city.full_city(data, folder)
    for number in range(2):
        note = folder / f'証拠 {number}.bin'
        note.write_bytes(os.urandom(200_000))
        run_ok('audit', 'evidence', data.directory, city.FULL_AUDIT, '100100', '情報資産チェックリスト',
               str(number + 1), note)
    run_ok('user', 'add', data.directory, 'sato', '佐藤﨑', '--role', 'secretariat')
    run_ok('user', 'password', data.directory, 'sato', stdin='合言葉は十二文字以上です\n'.encode())
    return data


def content(data):
    """Everything that can be seen from outside."""
    seen = {kind: data.give(kind) for kind in city.EXPORT_KINDS}
    seen['stats'] = data.stats(city.FULL_AUDIT)
    seen['users'] = run_ok('user', 'list', data.directory, '--json').json
    seen['audits'] = data.audit('list', '--json').json
    seen['md'] = run_ok('report', data.directory, city.FULL_AUDIT, '--format', 'md').out
    seen['evidence'] = {p.name: p.read_bytes() for p in (data.directory / 'evidence').rglob('*') if p.is_file()}
    return seen


class TestBackup(Case):
    weight = 8

    @classmethod
    def setUpClass(cls):
        cls.home = Path(tempfile.mkdtemp(prefix='backup-'))
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        helper = cls('test_same_database')
        cls.data = make_city(Kageyu(cls.home / 'data', helper.empty_url()).init(), cls.home)
        cls.seen = content(cls.data)
        cls.plain = cls.home / 'plain.backup'
        cls.data.ok('backup', cls.plain)
        cls.secret = cls.home / 'passphrase'
        cls.secret.write_text(PASSPHRASE + '\n', encoding='utf-8')
        cls.sealed = cls.home / 'sealed.backup'
        cls.data.ok('backup', cls.sealed, '--passphrase-file', cls.secret)

    def restore(self, file, name, backend=BACKEND, *options):
        data = Kageyu(self.file(name), self.empty_url(backend))
        run_ok('restore', file, data.directory, *options, *(['--database', data.url] if data.url else []))
        return data

    def assert_equal_content(self, data):
        self.assertEqual(self.seen, content(data))
        self.assert_sound(data)

    def test_same_database(self):
        self.assert_equal_content(self.restore(self.plain, 'again'))

    def test_to_the_other_database_and_back(self):
        other = self.restore(self.plain, 'other', OTHER)
        self.assert_equal_content(other)
        second = self.file('second.backup')
        other.ok('backup', second)
        self.assert_equal_content(self.restore(second, 'back'))

    def test_restored_goes_on(self):
        """What was restored can be written to, and its trail continues."""
        data = self.restore(self.plain, 'on', OTHER)
        taken = data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, [city.unit('777777', '新しい課')]))
        self.assertEqual(1, taken['created'])
        self.assert_sound(data)

    def test_trail_survives(self):
        import trail
        rows = trail.read(self.restore(self.plain, 'trail', OTHER))
        self.assertEqual(trail.read(self.data)[:len(rows)], rows)
        self.assertGreater(len(rows), 50)

    def test_encrypted(self):
        data = self.sealed.read_bytes()
        for word in ('判定', '情報政策課', '佐藤﨑', 'manifest'):
            self.assertNotIn(word.encode('utf-8'), data)
        self.assert_equal_content(self.restore(self.sealed, 'open', BACKEND, '--passphrase-file', self.secret))

    def test_encrypted_to_the_other_database(self):
        self.assert_equal_content(self.restore(self.sealed, 'open', OTHER, '--passphrase-file', self.secret))

    def test_only_its_owner_may_read_it(self):
        """It holds password hashes and the signing key."""
        for file in (self.plain, self.sealed):
            self.assertEqual(0, stat.S_IMODE(file.stat().st_mode) & 0o077, file)

    def test_nothing_else_is_left_beside_it(self):
        names = {p.name for p in self.home.iterdir() if 'backup' in p.name}
        self.assertEqual({'plain.backup', 'sealed.backup'}, names)

    def refused(self, file, status, *options):
        """The restore fails, and leaves neither folder nor database that would stop the next one."""
        url = self.empty_url()
        target = self.file('refused')
        done = run('restore', file, target, *options, *(['--database', url] if url else []))
        self.assert_refused(done, status)
        self.assertFalse(target.exists())
        good = Kageyu(target, url)
        run_ok('restore', self.plain, target, *(['--database', url] if url else []))
        self.assert_equal_content(good)

    def test_wrong_passphrase(self):
        wrong = self.file('wrong')
        wrong.write_text('まったく違う長い合言葉です\n', encoding='utf-8')
        self.refused(self.sealed, FORBIDDEN, '--passphrase-file', wrong)

    def test_no_passphrase(self):
        self.refused(self.sealed, USAGE)

    def test_short_passphrase(self):
        short = self.file('short')
        short.write_text('abc\n', encoding='ascii')
        done = self.data.run('backup', self.file('x'), '--passphrase-file', short)
        self.assert_refused(done, USAGE)
        self.assertFalse(self.file('x').exists())

    def test_damaged_encrypted(self):
        data = bytearray(self.sealed.read_bytes())
        data[len(data) // 2] ^= 1
        self.file('bad').write_bytes(data)
        self.refused(self.file('bad'), TAMPERED, '--passphrase-file', self.secret)

    def test_cut_encrypted(self):
        data = self.sealed.read_bytes()
        self.file('cut').write_bytes(data[:len(data) * 2 // 3])
        self.refused(self.file('cut'), TAMPERED, '--passphrase-file', self.secret)

    def test_damaged_evidence(self):
        """A byte in the middle of a stored file, found after the tables were already loaded."""
        data = bytearray(self.plain.read_bytes())
        name = next(iter(self.seen['evidence']))
        place = data.find(f'evidence/{name}'.encode('ascii')) + 1000
        data[place] ^= 1
        self.file('bad').write_bytes(data)
        self.refused(self.file('bad'), TAMPERED)

    def test_not_a_backup(self):
        for name, data in (('empty', b''), ('text', b'kageyu\n' * 100)):
            with self.subTest(name):
                self.file(name).write_bytes(data)
                done = run('restore', self.file(name), self.file('to'))
                self.assert_refused(done, kageyu.INVALID, TAMPERED)
                self.assertFalse(self.file('to').exists())

    def test_into_a_full_folder(self):
        self.file('full').mkdir()
        self.file('full/letter.txt').write_text('mine')
        done = run('restore', self.plain, self.file('full'))
        self.assert_refused(done, STATE)
        self.assertEqual(['letter.txt'], os.listdir(self.file('full')))

    def test_into_an_empty_folder(self):
        """An empty folder that exists is good enough, and empty again when it fails."""
        self.file('mine').mkdir()
        self.file('bad').write_bytes(self.plain.read_bytes()[:-3000])
        run('restore', self.file('bad'), self.file('mine'))
        self.assertEqual([], os.listdir(self.file('mine')))
        run_ok('restore', self.plain, self.file('mine'))
        self.assert_equal_content(Kageyu(self.file('mine')))

    def test_into_a_used_database(self):
        if not self.data.url:
            done = run('restore', self.plain, self.data.directory)
        else:
            done = run('restore', self.plain, self.file('to'), '--database', self.data.url)
        self.assert_refused(done, STATE)
        self.assertFalse(self.file('to').exists())
        self.assertEqual(self.seen, content(self.data))

    def test_never_overwrites(self):
        before = self.plain.read_bytes()
        self.assert_refused(self.data.run('backup', self.plain), STATE)
        self.assertEqual(before, self.plain.read_bytes())


class TestBackupDuringWrites(Case):
    weight = 6
    ITEMS = 60

    def rows(self, stamp):
        return [city.judgement('000001', '点検', str(n), '1234'[(n + stamp) % 4], comment=str(stamp))
                for n in range(1, self.ITEMS + 1)]

    def test_consistent(self):
        """Backups taken while an importer writes hold whole imports only, and verify."""
        data = self.new()
        data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, [city.unit('000001', '課')]))
        data.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, [
            city.item('点検', str(n)) for n in range(1, self.ITEMS + 1)]))
        data.make_audit('B', [('1', 'internal')])
        stop, done, troubles = threading.Event(), [], []

        def write():
            stamp = 0
            while not stop.is_set():
                stamp += 1
                taken = data.run('import', 'judgements', self.csv('j.csv', city.JUDGEMENT_COLUMNS, self.rows(stamp)),
                                 '--audit', 'B')
                if taken.status != 0:
                    troubles.append(str(taken))
                    return
                done.append(stamp)
        thread = threading.Thread(target=write)
        thread.start()
        backups = []
        try:
            for number in range(8):
                first = done[-1] if done else 0
                file = self.file(f'{number}.backup')
                data.ok('backup', file)
                backups.append((file, first, len(done) + 1))
        finally:
            stop.set()
            thread.join()
        self.assertEqual([], troubles)
        self.assertGreater(len(done), 8, 'the writer hardly wrote')
        for number, (file, first, last) in enumerate(backups):
            copy = Kageyu(self.file(f'copy{number}'), self.empty_url())
            run_ok('restore', file, copy.directory, *(['--database', copy.url] if copy.url else []))
            stamps = {int(r['comment']) for r in copy.rows('judgements')}
            self.assertLessEqual(len(stamps), 1)
            if stamps or first:
                self.assertTrue(first <= min(stamps) <= last, (first, stamps, last))
            self.assert_sound(copy)
