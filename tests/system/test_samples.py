"""The hand-made files of tests/samples, read as their expected JSON says.

Where a reading differs from the JSON with good reason, the reason stands beside the check.
"""
import json
import unittest
from pathlib import Path

import city
from kageyu import INVALID, ROOT, SAMPLES, Case

SHARED = ROOT.parent / 'shared' / 'samples'  # the official sheet holds others' sentences


def expected(name, folder=SAMPLES):
    return json.loads((Path(folder) / f'{name}.expected.json').read_text(encoding='utf-8'))


def places(entries, severity):
    """{(row, cell or column, code)} of the expected problems of one severity."""
    return {(p.get('row', p.get('record')), p.get('column'), p['code']) for p in entries
            if p['severity'] == severity}


def told(entries, severity):
    return {(p['row'], p['column'], p['code']) for p in entries if p['severity'] == severity}


class TestUnits(Case):
    def test_units(self):
        want = expected('units')
        data = self.new()
        taken = data.take('units', SAMPLES / 'units.xlsx')
        self.assertEqual((64, 64, 0), (taken['rows'], taken['created'], taken['rejected']))
        rows = data.rows('units')
        got = [{'code': r['code'], 'name': r['name'], 'kind': r['kind'], 'body': r['body'],
                'parent_code': r['parent_code'] or None, 'valid_from': r['valid_from'],
                'valid_to': r['valid_to'] or None,
                'successors': [s for s in r['successors'].replace('\n', '|').split('|') if s]}
               for r in rows]
        self.assertEqual([{key: unit[key] for key in got[0]} for unit in want['units']], got)
        # The list is read, not the chart beside it: the chart has no codes, and repeats what the
        # list says; so its two name variants and its spaces are not reported. The list has a
        # column 備考, which is no field of a unit: that is reported once.
        warnings = {p for p in places(want['problems'], 'warning') if p[2] != 'name-variant'}
        warnings.add((3, '備考', 'unknown-column'))
        self.assertEqual(warnings, told(taken['notes'], 'warning'))
        again = data.take('units', SAMPLES / 'units.xlsx')
        self.assertEqual(64, again['unchanged'])


class TestCriteria(Case):
    def compare(self, items, rows, catalog=None):
        got = [{
            'number': r['no'],
            'heading_path': [h for h in (r['heading1'], r['heading2'], *r['heading3'].split('\n')) if h],
            'title': r['title'], 'requirement': r['requirement'] or None,
            'mandatory': bool(r['mandatory']), 'evidence': lines(r['evidence']),
            'procedure': r['procedure'] or None, 'remarks': r['remarks'] or None,
            'catalog': r['catalog'], 'roles': lines(r['roles']), 'references': lines(r['references']),
            'index': r['label'] or None, 'clause': r['clause'] or None, 'jis': lines(r['jis'])}
            for r in rows]
        self.assertEqual(len(items), len(got))
        for want, have in zip(items, got):
            keys = [key for key in want if key in have]
            self.assertGreater(len(keys), 8)
            self.assertEqual({key: want[key] for key in keys}, {key: have[key] for key in keys})
            if catalog:
                self.assertEqual(catalog, have['catalog'])

    def test_internal(self):
        want = expected('criteria-internal')
        data = self.new()
        taken = data.take('criteria', SAMPLES / 'criteria-internal.csv')
        self.assertEqual((28, 28, 0), (taken['rows'], taken['created'], taken['rejected']))
        self.assertEqual(places(want['problems'], 'warning'), told(taken['notes'], 'warning'))
        rows = data.rows('criteria')
        # Exported by catalogue in the order of the file. The file has the items of one catalogue
        # sorted as text (1, 10, 11, 2 …); where all numbers are whole, they are put in order.
        items = [i for name in dict.fromkeys(i['catalog'] for i in want['items'])
                 for i in sorted((i for i in want['items'] if i['catalog'] == name), key=lambda i: int(i['number']))]
        self.compare(items, rows)
        self.assertEqual(want['counts']['evidence_names'], sum(len(lines(r['evidence'])) for r in rows))
        again = data.take('criteria', SAMPLES / 'criteria-internal.csv')
        self.assertEqual(28, again['unchanged'])

    def sheet_of_the_official_shape(self, file, want):
        data = self.new()
        counts = want['counts']
        items, confirm = len(want['items']), places(want['problems'], 'confirm')
        rejected = places(want['problems'], 'reject')
        dry = data.try_take('criteria', file, '--catalog', '点検項目', '--dry-run')[1]
        self.assertEqual(items + len(rejected), dry['rows'])
        self.assertEqual(rejected, told(dry['errors'], 'reject'))
        self.assertEqual(confirm, told(dry['notes'], 'confirm'))
        proposals = {p['row']: p['message'] for p in dry['notes'] if p['severity'] == 'confirm'}
        for item in want['items']:
            if item['row'] in proposals:
                self.assertIn(item['number'], proposals[item['row']])
        # Neither the rejected row nor the proposals go in without a word.
        for options in ([], ['--partial'], ['--confirm']):
            status, taken = data.try_take('criteria', file, '--catalog', '点検項目', *options)
            if options != ['--partial']:
                self.assertFalse(taken['stored'], options)
            else:
                self.assertEqual(items - len(confirm) if taken['stored'] else 0, len(data.rows('criteria')))
            self.assertNotEqual(0, status)
        data = self.new('fresh')
        status, taken = data.try_take('criteria', file, '--catalog', '点検項目', '--confirm', '--partial')
        self.assertTrue(taken['stored'], taken)
        self.assertEqual((items, 1), (taken['created'], taken['rejected']))
        rows = data.rows('criteria')
        self.compare(want['items'], rows, '点検項目')
        self.assertEqual(counts['mandatory'], sum(bool(r['mandatory']) for r in rows))
        self.assertEqual(counts['evidence_names'], sum(len(lines(r['evidence'])) for r in rows))
        self.assertEqual(counts['jis_numbers'], sum(len(lines(r['jis'])) for r in rows))

    def test_own_shape(self):
        self.sheet_of_the_official_shape(SAMPLES / 'criteria-own-shape.xlsx', expected('criteria-own-shape'))

    @unittest.skipUnless((SHARED / 'criteria-110-official.xlsx').exists(),
                         'THE OFFICIAL SHEET OF 110 ITEMS IS NOT HERE (../shared/samples): only the sheet of '
                         'the same shape with our own words was tried')
    def test_official(self):
        self.sheet_of_the_official_shape(SHARED / 'criteria-110-official.xlsx',
                                         expected('criteria-110-official', SHARED))


def lines(cell):
    return [line for line in cell.replace('|', '\n').split('\n') if line]


class TestReturned(Case):
    """Twelve workbooks of eleven sections, as they come back."""
    weight = 2
    AUDIT = 'R6-naibu'

    @classmethod
    def setUpClass(cls):
        cls.want = expected('judgements-returned')
        cls.books = {w['file']: w for w in cls.want['workbooks']}
        cls.second = cls.want['same_unit_twice'][0]['files'][1]

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', SAMPLES / 'units.xlsx')
        self.data.take('criteria', SAMPLES / 'criteria-internal.csv')
        self.data.make_audit(self.AUDIT, [('1', 'internal')])

    def read_all(self, *options):
        """{file: JSON} of reading the whole folder at once."""
        files = sorted((SAMPLES / 'judgements-returned').glob('*.xlsx'), key=lambda f: (f.name == self.second, f.name))
        self.assertEqual(12, len(files))
        done = self.data.run('import', 'judgements', *files, '--audit', self.AUDIT, '--json', *options)
        self.assertEqual(INVALID, done.status, str(done))
        return {taken['file']: taken for taken in done.json}

    def test_without_partial(self):
        """Files with a rejected row or refused as a whole store nothing; the others are stored."""
        taken = self.read_all()
        for name, book in self.books.items():
            got = taken[name]
            if not book['readable']:
                self.assertEqual((0, False), (got['rows'], got['stored']), name)
                continue
            self.assertEqual(28, got['rows'], name)
            rejected = 6 if name == self.second else book['counts']['rejected']
            self.assertEqual(rejected, got['rejected'], name)
            self.assertEqual(rejected == 0, got['stored'], name)
        stored = {row['unit_code'] for row in self.data.rows('judgements')}
        self.assertEqual({b['unit_code'] for n, b in self.books.items() if taken[n]['stored']}, stored)

    def test_refused_files(self):
        taken = self.read_all('--dry-run')
        refused = [name for name, book in self.books.items() if not book['readable']]
        self.assertEqual(2, len(refused))
        for name in refused:
            message = json.dumps(taken[name], ensure_ascii=False)
            self.assertTrue('パスワード' in message if '人事課' in name else 'Excel' in message, message)

    def test_values(self):
        """Everything accepted is stored as a person reads it; the first of two versions stays."""
        taken = self.read_all('--partial')
        stored = {}
        for row in self.data.rows('judgements'):
            stored.setdefault(row['unit_code'], {})[row['catalog'], row['no']] = row
        total = 0
        for name, book in self.books.items():
            if not book['readable'] or name == self.second:
                continue
            total += len(book['accepted'])
            rows = stored[book['unit_code']]
            self.assertEqual(len(book['accepted']) + len(book['unjudged']), len(rows), name)
            struck = {p['cell'] for p in book['problems'] if p['code'] == 'struck-through'}
            for item in book['accepted']:
                row = rows[item['catalog'], item['no']]
                self.assertEqual((item['level'], item['judged_on']), (row['level'], row['judged_on'] or None),
                                 (name, item))
                if item['cells']['comment'] in struck:
                    problem = next(p for p in book['problems'] if p['cell'] == item['cells']['comment']
                                   and p['code'] == 'struck-through')
                    # the struck part is kept, marked as such
                    self.assertIn(problem['struck'], row['comment'])
                    self.assertNotEqual(item['comment'], row['comment'])
                    self.assertIn('取消線', row['comment'])
                else:
                    self.assertEqual(item['comment'] or '', row['comment'], (name, item))
            for item in book['unjudged']:
                self.assertEqual('', rows[item['catalog'], item['no']]['level'], name)
        self.assertEqual(270 - 28, total)
        self.assertEqual(28 * 9 - 8, sum(len(rows) for rows in stored.values()))
        self.assertEqual(6, taken[self.second]['rejected'])

    def test_places(self):
        """Each rejected cell and each warning by its place."""
        taken = self.read_all('--dry-run')
        for name, book in self.books.items():
            if not book['readable'] or name == self.second:
                continue
            got = taken[name]
            want = {(p['cell'], p['code']) for p in book['problems'] if p['severity'] == 'reject'}
            self.assertEqual(want, {(e['cell'], e['code']) for e in got['errors']}, name)
            want = {(p['cell'], p['code']) for p in book['problems'] if p['severity'] == 'warning'}
            have = {(e['cell'], e['code']) for e in got['notes'] if e['severity'] == 'warning'}
            # a level below conforming without a comment is a warning of ours, counted in the JSON
            short = {p for p in have if p[1] == 'comment-missing'}
            self.assertEqual(book['counts']['below_conforming_without_comment'], len(short), name)
            self.assertEqual(want, have - short, name)

    def test_two_versions(self):
        """The second version of one section's workbook: conflicts are shown, then settled."""
        self.read_all('--partial')
        differences = self.want['same_unit_twice'][0]['differences']
        file = SAMPLES / 'judgements-returned' / self.second
        status, taken = self.data.try_take('judgements', file, '--audit', self.AUDIT)
        self.assertEqual(INVALID, status)
        self.assertEqual({d['row'] for d in differences}, {e['row'] for e in taken['errors']})
        self.assertEqual({'conflict'}, {e['code'] for e in taken['errors']})
        for difference in differences:
            message = next(e['message'] for e in taken['errors'] if e['row'] == difference['row'])
            for side in ('first', 'second'):
                for value in difference[side]:
                    if value:
                        self.assertIn(value.split('\n')[0], message)
        kept = self.data.take('judgements', file, '--audit', self.AUDIT, '--prefer', 'stored')
        self.assertEqual(28, kept['unchanged'])
        moved = self.data.take('judgements', file, '--audit', self.AUDIT, '--prefer', 'file')
        self.assertEqual((6, 22), (moved['updated'], moved['unchanged']))
        rows = {(r['catalog'], r['no']): r for r in self.data.rows('judgements') if r['unit_code'] == '110400'}
        for item in self.books[self.second]['accepted']:
            self.assertEqual(item['level'], rows[item['catalog'], item['no']]['level'])


class TestWorkbooks(Case):
    """Workbooks that the program makes come back through other programs' hands."""

    def test_round_trip(self):
        import openpyxl
        data = city.full_city(self.new(), self.folder)
        data.audit('workbooks', city.FULL_AUDIT, self.file('books'))
        files = sorted(self.file('books').glob('*.xlsx'))
        self.assertEqual(2, len(files))
        untouched = data.take('judgements', *files[1:])
        self.assertEqual(untouched['rows'], untouched['unchanged'])
        book = openpyxl.load_workbook(files[0])
        sheet = book['判定']
        self.assertTrue(sheet.protection.sheet)
        self.assertTrue(sheet.data_validations.dataValidation)
        header = next(r for r in sheet.iter_rows() if any(c.value == '対策レベル' for c in r))
        column = {c.value: c.column for c in header if c.value}
        for row in range(header[0].row + 1, sheet.max_row + 1):
            level = sheet.cell(row, column['対策レベル'])
            if sheet.cell(row, column['番号']).value is not None:
                self.assertFalse(level.protection.locked)
                level.value = 4
                sheet.cell(row, column['コメント']).value = '表計算で記入'
        book.save(files[0])
        taken = data.take('judgements', files[0])
        self.assertEqual(0, taken['rejected'])
        self.assertGreater(taken['updated'], 5)
        rows = [r for r in data.rows('judgements') if r['comment'] == '表計算で記入']
        self.assertEqual(taken['updated'] + taken['unchanged'], len(rows))
        self.assertEqual({'4'}, {r['level'] for r in rows})

    def test_changed_meanwhile(self):
        """A cell that changed since the workbook was made is a conflict, never overwritten."""
        import openpyxl
        data = city.full_city(self.new(), self.folder)
        data.audit('workbooks', city.FULL_AUDIT, self.file('books'))
        file = next(f for f in self.file('books').glob('*.xlsx') if '100100' in f.name)
        row = next(r for r in data.rows('judgements')
                   if r['unit_code'] == '100100' and r['catalog'] == '端末' and r['no'] == 'A.3')
        other = '2' if row['level'] != '2' else '3'
        data.take('judgements', self.csv('now.csv', ['audit', 'part', *city.JUDGEMENT_COLUMNS], [
            dict(row, level=other, comment='電話で確認')]))
        book = openpyxl.load_workbook(file)
        sheet = book['判定']
        header = next(r for r in sheet.iter_rows() if any(c.value == '対策レベル' for c in r))
        column = {c.value: c.column for c in header if c.value}
        place = next(r for r in range(header[0].row + 1, sheet.max_row + 1)
                     if str(sheet.cell(r, column['番号']).value) == 'A.3')
        sheet.cell(place, column['対策レベル']).value = 1
        book.save(file)
        status, taken = data.try_take('judgements', file)
        self.assertEqual(INVALID, status)
        self.assertEqual([(place, 'conflict')], [(e['row'], e['code']) for e in taken['errors']])
        self.assertFalse(taken['stored'])
        now = next(r for r in data.rows('judgements')
                   if r['unit_code'] == '100100' and r['catalog'] == '端末' and r['no'] == 'A.3')
        self.assertEqual((other, '電話で確認'), (now['level'], now['comment']))
