"""Files in and out in the browser: the trial, what it stores, who may, what nobody should send."""
import csv
import io
import json
import unittest
import zipfile

import openpyxl
from browser import SAMPLES, City

UNITS = (SAMPLES / 'units.xlsx').read_bytes()
CRITERIA = (SAMPLES / 'criteria-internal.csv').read_bytes()
OWN_SHAPE = (SAMPLES / 'criteria-own-shape.xlsx').read_bytes()
RETURNED = sorted((SAMPLES / 'judgements-returned').glob('*.xlsx'))


def book(rows):
    out = io.BytesIO()
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


class Case(unittest.TestCase):
    def try_files(self, person, kind, files, **values):
        """The page of the trial; files are (name, bytes)."""
        form = person.get(f'/import?kind={kind}').form('/import')
        return person.send(form, [('files', name, data) for name, data in files], **values)

    def counts(self, page, row=1):
        """rows, new, changed, unchanged, rejected of a file; None when it is refused."""
        cells = page.table()[row]
        return tuple(map(int, cells[1:6])) if len(cells) == 7 else None

    def store(self, person, page, **values):
        return person.send(page.form('/store'), **values)


class TestEmpty(Case):
    """An empty installation is filled from the files of a city."""

    @classmethod
    def setUpClass(cls):
        cls.city = City(empty=True)
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    def setUp(self):
        self.kept = self.city.data / 'uploads'

    def test_units(self):
        trial = self.try_files(self.secretary, 'units', [('units.xlsx', UNITS)])
        self.assertEqual(trial.status, 200, trial.text)
        self.assertEqual(self.counts(trial), (64, 64, 0, 0, 0))
        self.assertIn('備考', trial.text)
        self.assertNotIn('010200', self.secretary.get('/units?on=2025-04-01').text)
        done = self.store(self.secretary, trial)
        self.assertEqual((done.status, done.url.split('?')[0]), (200, '/units'), done.text)
        names = self.secretary.get('/units?on=2025-04-01').text
        self.assertIn('010200', names)
        self.assertNotIn('010300', names)  # ended the day before
        self.assertIn('010300', self.secretary.get('/units?on=R7.3.31').text)
        again = self.try_files(self.secretary, 'units', [('units.xlsx', UNITS)])
        self.assertEqual(self.counts(again), (64, 0, 0, 64, 0))
        self.assertIn('nothing to store', again.text)
        # the files are gone with what they were needed for
        self.assertEqual(self.secretary.get(trial.url).status, 404)

    def test_official_shape(self):
        want = json.loads((SAMPLES / 'criteria-own-shape.expected.json').read_text('utf-8'))
        trial = self.try_files(self.secretary, 'criteria', [('own.xlsx', OWN_SHAPE)],
                               catalog='点検項目')
        rows, new, changed, same, rejected = self.counts(trial)
        self.assertEqual((rows, rejected), (new + changed + same + rejected, 1))
        self.assertEqual(new, want['counts']['items'])
        table = next(t for t in range(3) if 'Message' in trial.table(t)[0])
        kinds = [row[0] for row in trial.table(table)[1:]]
        self.assertEqual(kinds.count('Proposal'), want['counts']['confirm'])
        self.assertEqual(kinds.count('Rejected'), 1)
        self.assertEqual(kinds[0], 'Rejected')
        read = self.secretary.get(trial.link('How the rows were read')).table(1)
        self.assertEqual(len(read) - 1, rows)
        by_number = {row[5]: row for row in read[1:] if not row[8]}
        for item in want['items']:
            self.assertIn(item['title'][:10], by_number[item['number']][7])
        for values in ({}, {'confirm': '1'}, {'partial': '1'}):
            answer = self.store(self.secretary, trial, **values)
            self.assertEqual(answer.status, 422, values)
            self.assertNotIn('点検項目', self.secretary.get('/catalogs').text)
        done = self.store(self.secretary, answer, confirm='1', partial='1')
        self.assertEqual((done.status, done.url.split('?')[0]), (200, '/catalogs'), done.text)
        self.assertIn('点検項目', done.text)

    def test_changed_since_the_trial(self):
        file = book([['code', 'name'], ['770100', '試行課']])
        first = self.try_files(self.secretary, 'units', [('a.xlsx', file)])
        second = self.try_files(self.secretary, 'units', [('a.xlsx', file)])
        self.assertEqual(self.store(self.secretary, second).status, 200)
        answer = self.store(self.secretary, first)
        self.assertEqual(answer.status, 409)
        self.assertEqual(self.counts(answer), (1, 0, 0, 1, 0))

    def test_nasty_files(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, 'w', zipfile.ZIP_DEFLATED) as z:
            z.writestr('[Content_Types].xml', '<Types/>')
            z.writestr('xl/workbook.xml', ' ' * 300_000_000)
        files = [('空.csv', b''), ('爆弾.xlsx', bomb.getvalue()),
                 ('暗号.xlsx', (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600))),
                 ('長い.csv', b'code,name\r\n770900,' + b'x' * (10 << 20) + b'\r\n'),
                 ('二進.xlsx', bytes(range(256)) * 40),
                 ('外.csv', b'code,name\r\n770901,\xff\xfe\r\n'),
                 ('名.csv', 'コード,名称\r\n770902,<script>alert(1)</script>\r\n'.encode('cp932')),
                 ('../../etc/良.csv', 'code,name\r\n770903,良課\r\n'.encode())]
        trial = self.try_files(self.secretary, 'units', files)
        self.assertEqual(trial.status, 200, trial.text)
        rows = trial.table()
        for name, _ in files[:6]:
            row = next(r for r in rows if r[0] == name)
            self.assertEqual((len(row), row[-1]), (3, 'Refused'), row)
            self.assertGreater(len(row[1]), 20)
        self.assertEqual(rows[-1][1:6], ['2', '2', '0', '0', '0'])
        self.assertNotIn(b'<script>alert', trial.body)
        self.assertEqual(self.store(self.secretary, trial).status, 422)
        done = self.store(self.secretary, trial, partial='1')
        self.assertEqual(done.status, 200, done.text)
        self.assertIn('良課', done.text)
        self.assertIn('&lt;script&gt;alert(1)', done.body.decode())
        self.assertNotIn('770900', done.text)

    def test_one_field_missing(self):
        form = self.secretary.get('/import?kind=units').form('/import')
        self.assertEqual(self.secretary.send(form).status, 422)
        form = self.secretary.get('/import?kind=units').form('/import')
        answer = self.secretary.send(form, [('files', 'a.csv', b'x')], kind='sessions')
        self.assertEqual(answer.status, 422)

    def test_kept_files_belong_to_one(self):
        trial = self.try_files(self.secretary, 'units', [('a.csv', b'code,name\n770800,x\n')])
        name = trial.url.split('/')[2].split('?')[0]
        self.assertTrue((self.kept / name / 'manifest.json').is_file())
        self.assertEqual((self.kept / name).stat().st_mode & 0o777, 0o700)
        manifest = self.kept / name / 'manifest.json'
        whole = json.loads(manifest.read_text())
        for change in ({'account': whole['account'] + 1}, {'made_us': whole['made_us'] - 90_000_000_000}):
            manifest.write_text(json.dumps({**whole, **change}))
            self.assertEqual(self.secretary.get(trial.url).status, 404, change)
            answer = self.store(self.secretary, trial)
            self.assertEqual(answer.status, 404)
            trial = self.try_files(self.secretary, 'units', [('a.csv', b'code,name\n770800,x\n')])
            name = trial.url.split('/')[2].split('?')[0]
            manifest = self.kept / name / 'manifest.json'
        file = self.kept / name / json.loads(manifest.read_text())['files'][0]['digest']
        file.write_bytes(b'code,name\n770800,y\n')
        self.assertEqual(self.secretary.get(trial.url).status, 500)
        for path in ('/import/' + 'a' * 64, '/import/..%2F..%2Fx', '/import/x'):
            self.assertEqual(self.secretary.get(path).status, 404)
        for _ in range(8):
            self.try_files(self.secretary, 'units', [('a.csv', b'code,name\n770800,x\n')])
        own = [json.loads(m.read_text())['account'] for m in self.kept.glob('*/manifest.json')]
        self.assertEqual(own.count(whole['account']), 5)

    def test_who(self):
        trial = self.try_files(self.secretary, 'units', [('a.csv', b'code,name\n770700,x\n')])
        form = self.secretary.get('/import?kind=units').form('/import')
        for login in ('suzu', 'bosai', 'yomu', 'kanri'):
            person = self.city.person(login)
            self.assertEqual(person.get(trial.url).status, 403)
            self.assertEqual(person.send(trial.form('/store')).status, 403)
            self.assertEqual(person.send(form, [('files', 'a.csv', b'x')]).status, 403)
        self.assertNotIn('770700', self.secretary.get('/units').text)


class TestReturned(Case):
    """Several returned workbooks at once, one unit's twice."""
    AUDIT = 'R6-naibu'

    @classmethod
    def setUpClass(cls):
        cls.city = City(empty=True, prepare=(
            ('import', 'units', SAMPLES / 'units.xlsx'),
            ('import', 'criteria', SAMPLES / 'criteria-internal.csv'),
            ('audit', 'create', cls.AUDIT, '--kind', 'internal', '--title', '監査',
             '--fiscal-year', '2024')))
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    def test_all_at_once(self):
        want = json.loads((SAMPLES / 'judgements-returned.expected.json').read_text('utf-8'))
        second = want['same_unit_twice'][0]['files'][1]
        files = [(f.name, f.read_bytes()) for f in sorted(RETURNED, key=lambda f: f.name == second)]
        trial = self.try_files(self.secretary, 'judgements', files, audit=self.AUDIT)
        self.assertEqual(trial.status, 200, trial.text)
        rows = {row[0]: row for row in trial.table()}
        for workbook in want['workbooks']:
            self.assertEqual(rows[workbook['file']][-1] == 'Refused', not workbook['readable'],
                             rows[workbook['file']])
        for name, row in rows.items():
            if len(row) == 7 and row[1].isdigit():
                self.assertEqual(int(row[1]), sum(map(int, row[2:6])), name)
        differences = want['same_unit_twice'][0]['differences']
        conflicts = trial.table(1)[1:]
        self.assertEqual(len(conflicts), len(differences))
        for row, difference in zip(conflicts, differences):
            for text, side in ((row[2], 'first'), (row[3], 'second')):
                for value in difference[side]:
                    if value:
                        self.assertIn(value.split('\n')[0].split()[0], text)
        choose = trial.soup.find('form', id='choices')
        name = choose.find('select')['name']
        settled = self.secretary.get(f'{trial.url.split("?")[0]}?{name}=file')
        before, after = (next(r for r in p.table() if r[0] == second) for p in (trial, settled))
        self.assertEqual(int(before[5]) - int(after[5]), len(differences))
        answer = self.store(self.secretary, settled)
        self.assertEqual(answer.status, 422)
        done = self.store(self.secretary, answer, partial='1')
        self.assertEqual((done.status, done.url.split('?')[0]), (200, '/audits/R6-naibu'), done.text)
        again = self.try_files(self.secretary, 'judgements', [f for f in files if f[0] == second],
                               audit=self.AUDIT)
        self.assertEqual(self.counts(again)[1:4], (0, 0, 28))

    def test_unknown_audit(self):
        answer = self.try_files(self.secretary, 'judgements',
                                [(RETURNED[0].name, RETURNED[0].read_bytes())], audit='R99')
        self.assertEqual(answer.status, 404)
        self.assertIn('R99', answer.text)


class TestExport(Case):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    def test_what_goes_out_comes_in_unchanged(self):
        for kind in ('units', 'criteria', 'judgements', 'visits'):
            for ending in ('xlsx', 'csv'):
                with self.subTest(kind=kind, ending=ending):
                    file = self.secretary.get(f'/export/{kind}?format={ending}')
                    self.assertEqual(file.status, 200)
                    self.assertIn('attachment', file.headers['Content-Disposition'])
                    trial = self.try_files(self.secretary, kind, [(f'x.{ending}', file.body)])
                    rows, new, changed, same, rejected = self.counts(trial)
                    self.assertGreater(rows, 10)
                    self.assertEqual((new, changed, same, rejected), (0, 0, rows, 0))

    def rows(self, kind):
        text = self.secretary.get(f'/export/{kind}?format=csv').body.decode('utf-8-sig')
        return list(csv.DictReader(io.StringIO(text)))

    def send_rows(self, kind, rows):
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        return self.try_files(self.secretary, kind, [('x.csv', out.getvalue().encode())])

    def test_appointments_and_what_was_handed_out(self):
        handed = self.rows('distributions')[-1]
        trial = self.send_rows('acknowledgements', [
            {'規程': handed['policy'], '配付日': handed['distributed_on'], '利用者ID': login,
             '確認した日': '2030-04-01'} for login in ('bosai', 'suzu')])
        self.assertEqual(200, self.store(self.secretary, trial).status)
        for kind, place, column, value in (
                ('appointments', '/people/duties', 'valid_to', '2031-03-31'),
                ('distributions', '/distributions', 'link', '新しい棚'),
                ('acknowledgements', '/distributions', 'acknowledged_on', '2031-03-31')):
            for ending in ('xlsx', 'csv'):
                file = self.secretary.get(f'/export/{kind}?format={ending}')
                trial = self.try_files(self.secretary, kind, [(f'x.{ending}', file.body)])
                rows, *others = self.counts(trial)
                self.assertGreater(rows, 0, kind)
                self.assertEqual([0, 0, rows, 0], others, kind)
            held = self.rows(kind)
            held[-1][column] = value
            trial = self.send_rows(kind, held)
            self.assertEqual((len(held), 0, 1, len(held) - 1, 0), self.counts(trial))
            self.assertNotEqual(value, self.rows(kind)[-1][column])
            done = self.store(self.secretary, trial)
            self.assertEqual((200, place), (done.status, done.url.split('?')[0]), done.text)
            self.assertEqual(held, self.rows(kind))
        trail = self.secretary.get('/trail').text
        for change in ('Appointment {} Changed: To', 'Rule handed out {} Changed: Where it is',
                       'Acknowledgement {} Changed: Acknowledged on'):
            self.assertRegex(trail, change.format(r'\d+'))
        missing = {'policy': held[-1]['policy'], 'distributed_on': held[-1]['distributed_on'],
                   'unit_code': '020400', 'day': '2031-04-01', 'note': '棚に無かった'}
        trial = self.send_rows('not-at-hand', [missing])
        self.assertEqual((1, 1, 0, 0, 0), self.counts(trial), trial.text)
        self.store(self.secretary, trial)
        self.assertEqual('棚に無かった', self.rows('not-at-hand')[-1]['note'])

    def test_a_row_that_is_refused_says_where(self):
        trial = self.send_rows('appointments', [{'責任者等': '最高責任者', '職員番号': '1', '任命日': '2026-04-01'}])
        self.assertEqual(1, self.counts(trial)[4])
        self.assertIn('最高責任者', trial.text)
        self.assertIn('責任者等', trial.text)

    def test_one_audit(self):
        text = self.secretary.get('/export/judgements?format=csv&audit=R6').body.decode('utf-8-sig')
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual({row['audit'] for row in rows}, {'R6'})
        self.assertEqual(self.secretary.get('/export/judgements?format=csv&audit=R9').status, 404)

    def test_shift_jis(self):
        file = self.secretary.get('/export/visits?format=csv-cp932')
        self.assertEqual(file.status, 200)
        self.assertIn('R6', file.body.decode('cp932'))
        trial = self.try_files(self.secretary, 'units', [('a.csv', 'code,name\n770100,𠮷田課\n'.encode())])
        self.store(self.secretary, trial)
        answer = self.secretary.get('/export/units?format=csv-cp932')
        self.assertEqual(answer.status, 422)
        self.assertIn('𠮷', answer.text)

    def test_empty_tables(self):
        for kind in ('units', 'criteria', 'judgements', 'visits', 'appointments', 'distributions', 'acknowledgements'):
            file = self.secretary.get(f'/export/{kind}/empty')
            rows = list(openpyxl.load_workbook(io.BytesIO(file.body)).active.values)
            self.assertEqual(len(rows), 1)
            self.assertGreater(len(rows[0]), 5)
        file = openpyxl.load_workbook(
            io.BytesIO(self.secretary.get('/export/units/empty').body))
        heads = [c.value for c in file.active[1]]
        filled = book([heads, ['770200', '雛形課'] + [None] * (len(heads) - 2)])
        trial = self.try_files(self.secretary, 'units', [('a.xlsx', filled)])
        self.assertEqual(self.counts(trial), (1, 1, 0, 0, 0), trial.text)

    def test_who(self):
        for login, status in (('suzu', 200), ('yomu', 200), ('bosai', 403), ('kanri', 403)):
            person = self.city.person(login)
            for path in ('/export/judgements?format=csv', '/export/units/empty', '/import'):
                self.assertEqual(person.get(path).status, status, (login, path))
        for login in ('suzu', 'yomu', 'bosai', 'kanri'):
            person = self.city.person(login)
            for kind in ('appointments', 'distributions', 'acknowledgements', 'not-at-hand'):
                for path in (f'/export/{kind}?format=csv', f'/export/{kind}/empty'):
                    self.assertEqual(403, person.get(path).status, (login, path))
        page = self.city.person('yomu').get('/import').text
        self.assertNotIn('Try the files', page)
        self.assertNotIn('Appointments', page)

    def test_bad_addresses(self):
        for path in ('/export/sessions?format=csv', '/export/units?format=pdf', '/export/x/empty'):
            self.assertEqual(self.secretary.get(path).status, 404, path)


if __name__ == '__main__':
    unittest.main()
