"""How the command line behaves: help, exit statuses, places of the data, and bad input."""
import json
import os
import pty
import re
import select
import shutil
import subprocess
import time
import unittest
import zipfile

import city
import kageyu
from kageyu import (BUSY, CONFLICT, DATABASE, INVALID, IO, NOT_FOUND, ROOT, SAMPLES, STATE,
                    TOO_LARGE, USAGE, Case, Kageyu, environment, run, run_ok)

COMMANDS = ['init', 'demo', 'import', 'export', 'audit create', 'audit list', 'audit set', 'audit part add',
            'audit scope', 'audit copy', 'audit workbooks', 'audit evidence', 'audit confirm', 'audit stats',
            'report', 'rules', 'round list', 'round create', 'round show', 'round remind', 'round close', 'mail send',
            'user add', 'user list', 'user password', 'user disable', 'user slips',
            'field list', 'field add', 'field change', 'field retire', 'takeover',
            'search', 'verify', 'backup', 'restore', 'doctor', 'serve']


class TestHelp(Case):
    def test_overview(self):
        done = run('--help')
        self.assertEqual(0, done.status)
        text = done.out.decode('utf-8')
        for command in COMMANDS:
            self.assertIn(command, text)

    def test_each_command(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = run(*command.split(), '--help')
                self.assertEqual(0, done.status, str(done))
                self.assertEqual('', done.err)
                self.assertIn(command, done.out.decode('utf-8'))

    def test_every_command_is_tested(self):
        """The list above is the program's."""
        listed = re.findall(r'^  kageyu ((?:[a-z]+ ?)+?)  ', run('--help').out.decode('utf-8'), re.M)
        self.assertEqual(sorted(COMMANDS), sorted(c.strip() for c in listed))

    def test_help_writes_nothing(self):
        run('init', '--help', cwd=self.folder)
        run('demo', self.file('demo'), '--help', cwd=self.folder)
        self.assertEqual([], os.listdir(self.folder))

    def test_english_and_japanese(self):
        japanese = run('import', '--help').out.decode('utf-8')
        english = run('import', '--help', env=environment(KAGEYU_LANG='en')).out.decode('utf-8')
        self.assertNotEqual(japanese, english)
        self.assertTrue(re.search('[ぁ-ん]', japanese))
        self.assertFalse(re.search('[ぁ-ん]', english), english)

    def test_version(self):
        self.assertRegex(run('--version').out.decode(), r'^kageyu \d+\.\d+')

    def manual(self, command):
        """What the manual says about a command: the page, and in it the command's own section."""
        page = (ROOT / 'docs' / 'man' / f'kageyu-{command.split()[0]}.1').read_text(encoding='utf-8')
        own = re.search(rf'^\.Ss {command}\n(.*?)(?=^\.S[hs] )', page, re.M | re.S)
        return page, own[1] if own else page

    def test_manual_pages(self):
        """Every command has its page, with every option and what it takes as --help prints them, and no other."""
        for command in COMMANDS:
            with self.subTest(command):
                page, own = self.manual(command)
                self.assertEqual(' ' in command, own is not page)
                self.assertRegex(page, rf'(?m)^\.Nm kageyu {command}$')
                printed = re.findall(r'^  -(-?)([\w-]+)(?: (\S+))? +', run(*command.split(), '--help').out.decode('utf-8'), re.M)
                shared = [('', 'C', 'DIR'), ('-', 'json', ''), ('-', 'help', '')]
                self.assertEqual(shared, printed[-3:])
                documented = re.findall(r'^\.It Fl (-?)([\w-]+)(?: Ar (.*))?$', own, re.M)
                self.assertEqual(sorted(printed[:-3]),
                                 sorted((dash, name, value.replace(' ', '')) for dash, name, value in documented))
                for _, name, _ in shared:
                    self.assertRegex(page, rf'(?m)^\.Fl -?{name}\b')

    def test_manual_overview(self):
        """kageyu(1) leads to every page, has the shared options and every exit status; every page is installed."""
        overview = (ROOT / 'docs' / 'man' / 'kageyu.1').read_text(encoding='utf-8')
        installed = (ROOT / 'meson.build').read_text(encoding='utf-8')
        for page in sorted((ROOT / 'docs' / 'man').iterdir()):
            self.assertIn(f"'docs/man/{page.name}'", installed)
            if page.name != 'kageyu.1':
                self.assertIn(f'.Xr {page.stem} {page.suffix[1:]}', overview)
        for option in ('C Ar DIR', '-json', '-help'):
            self.assertIn(f'\n.It Fl {option}\n', overview)
        statuses = re.search(r'^\.Sh EXIT STATUS\n(.*?)^\.Sh ', overview, re.M | re.S)[1]
        known = re.findall(r'X\(\w+, (\d+), \d+\)', (ROOT / 'src' / 'base' / 'err.h').read_text(encoding='utf-8'))
        self.assertGreater(len(known), 10)
        self.assertEqual(known, re.findall(r'^\.It (\d+)$', statuses, re.M))

    def test_manual_is_sound(self):
        """mandoc finds nothing to warn of."""
        pages = sorted((ROOT / 'docs' / 'man').iterdir())
        done = subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning', *pages], capture_output=True, text=True, check=False)
        self.assertEqual((0, ''), (done.returncode, done.stdout + done.stderr))


class TestUsage(Case):
    def test_nothing_said(self):
        self.assert_refused(run(), USAGE)

    def test_unknown_command(self):
        for words in (['frobnicate'], ['audit'], ['audit', 'destroy'], ['user', 'kill', 'x'], ['Import']):
            with self.subTest(words=words):
                self.assert_refused(run(*words), USAGE)

    def test_unknown_option(self):
        data = self.new()
        for words in (['verify', data.directory, '--quickly'], ['export', data.directory, 'units', '-x'],
                      ['import', data.directory, 'units', 'f', '--audti', 'A']):
            with self.subTest(words=words[0]):
                self.assert_refused(run(*words), USAGE)

    def test_option_without_value(self):
        data = self.new()
        self.assert_refused(run('export', data.directory, 'units', '-o'), USAGE)
        self.assert_refused(run('verify', '-C'), USAGE)

    def test_too_few_and_too_many_words(self):
        data = self.new()
        for words in (['import', data.directory], ['import', data.directory, 'units'], ['export', data.directory],
                      ['report', data.directory], ['verify', data.directory, 'more'], ['backup', data.directory],
                      ['audit', 'create', data.directory], ['audit', 'list', data.directory, 'x'], ['restore', 'f']):
            with self.subTest(words=words):
                self.assert_refused(run(*words), USAGE)

    def test_unknown_kinds(self):
        data = self.new()
        self.assert_refused(data.run('import', 'persons', SAMPLES / 'units.xlsx'), USAGE)
        self.assert_refused(data.run('export', 'persons'), USAGE)
        self.assert_refused(run('audit', 'create', data.directory, 'A', '--title', 't', '--kind', 'alien'),
                            NOT_FOUND, USAGE)
        self.assert_refused(run('audit', 'create', data.directory, 'A', '--title', 't', '--fiscal-year', 'soon'), USAGE)

    def test_unknown_names(self):
        data = self.new()
        run_ok('audit', 'create', data.directory, 'A', '--title', '題', '--fiscal-year', '2024')
        for words in (['report', data.directory, 'Z', '--format', 'md'], ['audit', 'stats', data.directory, 'Z'],
                      ['audit', 'confirm', data.directory, 'Z'], ['audit', 'workbooks', data.directory, 'Z', 'f'],
                      ['report', data.directory, 'A', '--format', 'md', '--sheet', '000000'],
                      ['export', data.directory, 'judgements', '--audit', 'Z'],
                      ['user', 'disable', data.directory, 'nobody']):
            with self.subTest(words=words):
                self.assert_refused(run(*words), NOT_FOUND)
        self.assert_refused(run('report', data.directory, 'A', '--format', 'odt'), USAGE)

    def test_passwords(self):
        """One line of standard input; what is too short or too long is refused, never cut."""
        data = self.new()
        run_ok('user', 'add', data.directory, 'suzuki', '鈴木')
        words = ['user', 'password', data.directory, 'suzuki']
        for password in ('', '短い合言葉です', 'あ' * 201, 'x' * 601, 'x' * 10000):
            with self.subTest(password[:12]):
                self.assert_refused(run(*words, stdin=password.encode()), USAGE)
        for password in ('一二三四五六七八九十百千', 'あ' * 200, 'x' * 600 + '\r\n'):
            self.assertEqual('', run_ok(*words, stdin=password.encode()).err)
        self.assert_refused(run('user', 'password', data.directory, 'sato', stdin=b'x' * 20), NOT_FOUND)
        self.assert_sound(data)

    def test_taken_names(self):
        data = self.new()
        words = ['audit', 'create', data.directory, 'A', '--title', '題', '--fiscal-year', '2024']
        run_ok(*words)
        self.assert_refused(run(*words), CONFLICT)
        self.assertEqual(1, len(data.audit('list', '--json').json))

    def test_empty_audit(self):
        """Statistics and reports of an audit without judgements are empty, not an error."""
        data = self.new()
        run_ok('audit', 'create', data.directory, 'A', '--title', '題', '--fiscal-year', '2024')
        stats = data.stats('A')
        self.assertEqual((0, None), (stats['total']['total'], stats['total']['mean']))
        for form in kageyu.FORMATS:
            with self.subTest(form):
                self.assertTrue(data.report('A', form, self.file(f'r.{form}')).stat().st_size)


class TestPlaces(Case):
    """DIR, KAGEYU_DATA and -C."""

    def setUp(self):
        super().setUp()
        self.first, self.second = self.new('first'), self.new('second')
        for data, name in ((self.first, '一課'), (self.second, '二課')):
            data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, [city.unit('000001', name)]))

    def name(self, *words, **options):
        done = run_ok('export', *words, 'units', **options)
        return re.search('.課', done.out.decode('utf-8'))[0]

    def test_dir(self):
        self.assertEqual('一課', self.name(self.first.directory))

    def test_environment(self):
        env = environment(KAGEYU_DATA=str(self.second.directory))
        self.assertEqual('二課', self.name(env=env))
        file = self.csv('more.csv', city.UNIT_COLUMNS, [city.unit('000002', '三課')])
        run_ok('import', 'units', file, env=env)
        self.assertEqual(2, len(self.second.rows('units')))
        run_ok('audit', 'create', 'X', '--title', '題', '--fiscal-year', '2024', env=env)
        self.assertEqual(['X'], [a['id'] for a in self.second.audit('list', '--json').json])
        run_ok('verify', env=env)
        run_ok('backup', self.file('b'), env=env)
        self.assertTrue(self.file('b').exists())

    def test_c_wins(self):
        env = environment(KAGEYU_DATA=str(self.second.directory))
        self.assertEqual('一課', self.name('-C', self.first.directory, env=env))
        self.assertEqual('一課', self.name('-C', self.first.directory))

    def test_empty_environment(self):
        self.assertEqual('一課', self.name(self.first.directory, env=environment(KAGEYU_DATA='')))

    def test_no_dir(self):
        self.assert_refused(run('verify'), USAGE)

    def test_missing_dir(self):
        for command in (['verify'], ['export', 'units'], ['doctor']):
            done = run(command[0], self.file('nowhere'), *command[1:])
            self.assert_refused(done, NOT_FOUND)
            self.assertFalse(self.file('nowhere').exists())

    def test_dir_without_data(self):
        self.file('other').mkdir()
        self.assert_refused(run('verify', self.file('other')), NOT_FOUND)

    def test_init_twice(self):
        self.assert_refused(run('init', self.first.directory), STATE)
        self.assertEqual('一課', self.name(self.first.directory))

    def test_init_on_a_file(self):
        self.file('letter').write_text('mine')
        self.assert_refused(run('init', self.file('letter')), USAGE, STATE)
        self.assertEqual('mine', self.file('letter').read_text())

    def test_bad_database(self):
        for url in ('postgresql://127.0.0.1:1/none', 'mysql://x/y', 'nonsense'):
            with self.subTest(url):
                done = run('init', self.file('new'), '--database', url)
                self.assert_refused(done, DATABASE, USAGE, INVALID)
                self.assertFalse((self.file('new') / 'kageyu.conf').exists())

    def test_no_permission_for_others(self):
        """Judgements and keys are nobody else's business."""
        self.assertEqual(0, self.first.directory.stat().st_mode & 0o077)
        for path in self.first.directory.rglob('*'):
            self.assertEqual(0, path.stat().st_mode & 0o077, path)

    def test_doctor(self):
        done = run('doctor', self.first.directory, '--json')
        checks = {check['check']: check for check in done.json['checks']}
        self.assertTrue(checks['integrity']['ok'])
        self.assertTrue(checks['permissions']['ok'])
        self.first.directory.chmod(0o755)
        done = run('doctor', self.first.directory, '--json')
        self.assertNotEqual(0, done.status)
        self.assertFalse({c['check']: c for c in done.json['checks']}['permissions']['ok'])


class TestOutput(Case):
    def setUp(self):
        super().setUp()
        self.data = city.full_city(self.new(), self.folder)

    def test_json_everywhere(self):
        commands = [['audit', 'list', self.data.directory], ['audit', 'stats', self.data.directory, city.FULL_AUDIT],
                    ['verify', self.data.directory], ['doctor', self.data.directory],
                    ['user', 'list', self.data.directory], ['backup', self.data.directory, self.file('b')],
                    ['audit', 'confirm', self.data.directory, city.FULL_AUDIT],
                    ['audit', 'scope', self.data.directory, city.FULL_AUDIT, '900000', '--catalog', '端末'],
                    ['audit', 'part', 'add', self.data.directory, city.FULL_AUDIT, '--kind', 'system'],
                    ['audit', 'workbooks', self.data.directory, city.FULL_AUDIT, self.file('books')],
                    ['import', self.data.directory, 'units', SAMPLES / 'units.xlsx', '--dry-run']]
        for command in commands:
            with self.subTest(command=command[:2]):
                done = run(*command, '--json')
                self.assertIsInstance(json.loads(done.out), (dict, list))

    def test_import_json_keys(self):
        taken = self.data.take('units', SAMPLES / 'units.xlsx', '--dry-run')
        self.assertLessEqual({'rows', 'created', 'updated', 'unchanged', 'rejected', 'stored', 'errors'}, set(taken))
        file = self.csv('bad.csv', city.UNIT_COLUMNS, [city.unit('', '名')])
        taken = self.data.try_take('units', file)[1]
        self.assertEqual({'sheet', 'row', 'column', 'value', 'message'},
                         {'sheet', 'row', 'column', 'value', 'message'} & set(taken['errors'][0]))

    def test_json_of_a_refused_file(self):
        """Also when the file as a whole is refused, what is printed is JSON."""
        file = self.file('x.csv')
        file.write_bytes(b'a,b\r\n1,2\r\n')
        status, taken = self.data.try_take('units', file)
        self.assertEqual(INVALID, status)
        self.assertFalse(taken['stored'])

    def test_quiet_in_a_pipe(self):
        done = self.data.run('verify')
        self.assertEqual((0, ''), (done.status, done.err))
        done = self.data.run('import', 'units', SAMPLES / 'units.xlsx')
        self.assertEqual((0, ''), (done.status, done.err))
        self.assertNotIn(b'\r', done.out)
        self.assertNotIn(b'\x1b', done.out)

    def test_progress_on_a_terminal(self):
        """The same command on a terminal shows that it is alive."""
        master, slave = pty.openpty()
        process = kageyu.start('verify', self.data.directory, stdout=subprocess.DEVNULL, stderr=slave)
        os.close(slave)
        text = b''
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and (process.poll() is None or select.select([master], [], [], 0)[0]):
            if select.select([master], [], [], 0.05)[0]:
                try:
                    text += os.read(master, 65536)
                except OSError:
                    break
        os.close(master)
        self.assertEqual(0, process.wait())
        self.assertIn(b'\r', text)

    def test_closed_pipe(self):
        """`kageyu export … | head -1` ends without a crash."""
        process = kageyu.start('export', self.data.directory, 'criteria', stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
        process.stdout.close()
        process.stderr.read()
        process.stderr.close()
        self.assertGreaterEqual(process.wait(), 0)

    @unittest.skipUnless(os.path.exists('/dev/full'), 'no /dev/full here')
    def test_full_disk(self):
        """What could not be written is no success."""
        with open('/dev/full', 'wb') as full:
            process = kageyu.start('export', self.data.directory, 'criteria', stdout=full, stderr=subprocess.PIPE)
            _, err = process.communicate()
        self.assertEqual(IO, process.returncode, err)

    def test_part_of_a_sheet(self):
        """A part is named by code or number, as everywhere; one that is not there is said to be missing."""
        words = ['report', self.data.directory, city.FULL_AUDIT, '--format', 'md', '--sheet']
        run_ok('audit', 'part', 'add', self.data.directory, city.FULL_AUDIT, '--kind', 'system', '--code', 'again')
        run_ok('audit', 'scope', self.data.directory, city.FULL_AUDIT, '100100', '--part', 'again', '--catalog', '端末')
        first, by_code, by_number = (run_ok(*words, '100100', *part).out
                                     for part in ([], ['--part', 'again'], ['--part', '3']))
        self.assertEqual(by_code, by_number)
        self.assertNotEqual(first, by_code)
        self.assert_refused(run(*words, '100100', '--part', '2'), NOT_FOUND)
        self.assert_refused(run(*words, '100100', '--part', '9'), NOT_FOUND)

    def test_same_report_twice(self):
        """The same data give the same bytes."""
        env = environment(SOURCE_DATE_EPOCH='1740000000')
        for form in kageyu.FORMATS:
            with self.subTest(form):
                first, second = (run_ok('report', self.data.directory, city.FULL_AUDIT, '--format', form, env=env).out
                                 for _ in range(2))
                self.assertEqual(first, second)

    def test_foreign_locale(self):
        """Japanese comes out right whatever the locale of the terminal is."""
        for locale in ('C', 'POSIX', 'de_DE.UTF-8', 'ja_JP.SJIS'):
            env = environment()
            env['LC_ALL'] = locale
            out = run_ok('export', self.data.directory, 'units', env=env).out
            self.assertIn('情報政策課', out.decode('utf-8'))

    def test_relative_names(self):
        run_ok('export', os.path.relpath(self.data.directory, self.folder), 'units', '-o', 'out.csv', cwd=self.folder)
        self.assertTrue(self.file('out.csv').exists())

    def test_names_with_spaces_and_kanji(self):
        shutil.copy(SAMPLES / 'units.xlsx', self.file('所属 一覧（最終）.xlsx'))
        taken = self.data.take('units', self.file('所属 一覧（最終）.xlsx'), '--dry-run')
        self.assertEqual('所属 一覧（最終）.xlsx', taken['file'])


class TestBadFiles(Case):
    """Files that are not what they should be are refused by name, quickly, with nothing stored."""
    weight = 2

    def setUp(self):
        super().setUp()
        self.data = self.new()

    def refuse(self, file, *statuses, seconds=10):
        began = time.monotonic()
        done = self.data.run('import', 'units', file)
        self.assertLess(time.monotonic() - began, seconds)
        self.assert_refused(done, *statuses)
        self.assertIn(os.path.basename(str(file)), done.err)
        self.assertEqual(0, len(self.data.rows('units')))
        return done.err

    def test_missing(self):
        self.refuse(self.file('nothing.csv'), NOT_FOUND)

    def test_directory(self):
        self.file('folder.xlsx').mkdir()
        self.refuse(self.file('folder.xlsx'), IO, INVALID, USAGE)

    def test_unreadable(self):
        """As root every file can be read, so a link to itself stands for it there."""
        if os.getuid() == 0:
            self.file('loop.csv').symlink_to('loop.csv')
            self.refuse(self.file('loop.csv'), IO, NOT_FOUND)
        else:
            self.csv('closed.csv', city.UNIT_COLUMNS, [city.unit('1', '課')]).chmod(0)
            self.refuse(self.file('closed.csv'), IO)

    def test_empty(self):
        for name in ('empty.csv', 'empty.xlsx'):
            with self.subTest(name):
                self.file(name).write_bytes(b'')
                self.refuse(self.file(name), INVALID)

    def test_header_only(self):
        taken = self.data.take('units', self.csv('head.csv', city.UNIT_COLUMNS, []))
        self.assertEqual((0, 0), (taken['rows'], taken['rejected']))

    def test_blank_lines_only(self):
        self.file('blank.csv').write_bytes(b'\r\n\r\n,,,\r\n')
        self.refuse(self.file('blank.csv'), INVALID)

    def test_wrong_columns(self):
        text = self.refuse(self.csv('other.csv', ['foo', 'bar'], [{'foo': '1', 'bar': '2'}]), INVALID)
        self.assertIn('code', text)

    def test_binary(self):
        self.file('noise.csv').write_bytes(bytes(range(256)) * 40)
        self.refuse(self.file('noise.csv'), INVALID)

    def test_cell_of_ten_megabytes(self):
        file = self.csv('huge.csv', city.UNIT_COLUMNS, [city.unit('000001', '長' * (4 << 20))])
        self.assertGreater(file.stat().st_size, 10 << 20)
        self.refuse(file, TOO_LARGE, INVALID)

    def test_unclosed_quote(self):
        self.file('quote.csv').write_bytes('code,name\r\n1,"課\r\n2,課\r\n'.encode())
        self.refuse(self.file('quote.csv'), INVALID)

    def test_file_over_the_limit(self):
        with open(self.file('long.csv'), 'wb') as f:
            f.write(b'code,name\r\n')
            f.truncate(80 << 20)
        self.refuse(self.file('long.csv'), TOO_LARGE)

    def bomb(self, name, size):
        with zipfile.ZipFile(SAMPLES / 'units.xlsx') as source, \
                zipfile.ZipFile(self.file(name), 'w', zipfile.ZIP_DEFLATED) as target:
            for info in source.infolist():
                data = source.read(info)
                if info.filename.startswith('xl/worksheets/sheet'):
                    data = data.replace(b'</sheetData>', b'</sheetData>' + b' ' * size)
                target.writestr(info.filename, data)
        return self.file(name)

    def test_zip_bomb(self):
        file = self.bomb('bomb.xlsx', 300 << 20)
        self.assertLess(file.stat().st_size, 1 << 20)
        self.refuse(file, TOO_LARGE, INVALID)

    def test_encrypted(self):
        file = next((SAMPLES / 'judgements-returned').glob('*PW付.xlsx'))
        self.assertIn('パスワード', self.refuse(file, INVALID))

    def test_old_excel(self):
        file = next((SAMPLES / 'judgements-returned').glob('*防災課*.xlsx'))
        self.assertIn('Excel', self.refuse(file, INVALID))

    def test_cut_workbook(self):
        data = (SAMPLES / 'units.xlsx').read_bytes()
        for share in (0.1, 0.5, 0.99):
            with self.subTest(share):
                self.file('cut.xlsx').write_bytes(data[:int(len(data) * share)])
                self.refuse(self.file('cut.xlsx'), INVALID)

    def test_zip_that_is_no_workbook(self):
        with zipfile.ZipFile(self.file('other.xlsx'), 'w') as z:
            z.writestr('hello.txt', 'hello')
        self.refuse(self.file('other.xlsx'), INVALID)

    def test_broken_xml(self):
        with zipfile.ZipFile(SAMPLES / 'units.xlsx') as source, zipfile.ZipFile(self.file('xml.xlsx'), 'w') as target:
            for info in source.infolist():
                data = source.read(info)
                target.writestr(info.filename, data[:len(data) // 2] if 'sheet' in info.filename else data)
        self.refuse(self.file('xml.xlsx'), INVALID)

    def test_entity_bomb(self):
        """Entities that multiply (billion laughs) are not expanded."""
        entities = '<!ENTITY a "ha">' + ''.join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip('abcdefgh', 'bcdefghi'))
        with zipfile.ZipFile(SAMPLES / 'units.xlsx') as source, zipfile.ZipFile(self.file('laughs.xlsx'), 'w') as target:
            for info in source.infolist():
                data = source.read(info).decode('utf-8')
                if info.filename.startswith('xl/worksheets/'):
                    body = data.split('?>', 1)[1] if data.startswith('<?xml') else data
                    data = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>' + body.replace('</sheetData>', '</sheetData><x>&i;</x>')
                target.writestr(info.filename, data)
        done = self.data.run('import', 'units', self.file('laughs.xlsx'), seconds=20)
        self.assertNotEqual(0, done.status)

    def test_two_at_once(self):
        """A good file beside a bad one: each by itself."""
        good = self.csv('good.csv', city.UNIT_COLUMNS, [city.unit('000001', '課')])
        done = self.data.run('import', 'units', self.file('nothing.csv'), good, '--json')
        self.assertNotEqual(0, done.status)
        self.assertEqual([False, True], [taken['stored'] for taken in done.json])


class TestConcurrency(Case):
    def test_readers_and_writers(self):
        """Twelve imports at once: all of them end well, one after the other."""
        data = self.new()
        files = [self.csv(f'{n}.csv', city.UNIT_COLUMNS, [city.unit(f'{n:03d}{k:03d}', f'課{n}-{k}') for k in range(20)])
                 for n in range(12)]
        running = [kageyu.start('import', data.directory, 'units', file, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE) for file in files]
        for process in running:
            _, err = process.communicate()
            self.assertIn(process.returncode, (0,), err.decode('utf-8', 'replace'))
        self.assertEqual(240, len(data.rows('units')))
        self.assert_sound(data)

    def test_long_lock(self):
        """A lock that somebody never gives back ends in a message, not in waiting for ever."""
        data = self.new()
        file = self.csv('u.csv', city.UNIT_COLUMNS, [city.unit('000001', '課')])
        holder = hold_lock(data)
        try:
            done = data.run('import', 'units', file, seconds=40)
        finally:
            holder()
        self.assert_refused(done, BUSY, DATABASE)
        data.take('units', file)


def hold_lock(data: Kageyu):
    """Takes the database's write lock from outside; returns what gives it back."""
    if not data.url:
        import sqlite3
        db = sqlite3.connect(data.directory / 'kageyu.db', isolation_level=None)
        db.execute('BEGIN IMMEDIATE')

        def release():
            db.execute('ROLLBACK')
            db.close()
        return release
    import cluster
    process = subprocess.Popen([os.path.join(cluster.BIN, 'psql'), '-X', '-q', '-d', data.url],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write('BEGIN;\nLOCK TABLE state IN ACCESS EXCLUSIVE MODE;\nLOCK TABLE unit IN ACCESS EXCLUSIVE MODE;\n'
                        '\\echo locked\n')
    process.stdin.flush()
    process.stdout.readline()

    def release():
        process.stdin.close()
        process.wait()
        process.stdout.close()
    return release
