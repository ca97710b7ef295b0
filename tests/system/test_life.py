"""The life of an audit: declared, judged, confirmed, corrected, and begun again next year."""
import re

import city
import openpyxl
import readers
from kageyu import INVALID, STATE, Case, run, run_ok

AUDIT = 'R6'
UNITS = [city.unit('000001', '総務課', order='1'), city.unit('000002', '税務課', order='2')]
ITEMS = [city.item('点検', '1'), city.item('点検', '2', mandatory=''), city.item('点検', '3', mandatory='')]


class Life(Case):
    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, UNITS))
        self.data.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, ITEMS))
        self.data.make_audit(AUDIT, [('1', 'internal')])

    def judge(self, rows, *options, audit=AUDIT):
        file = self.csv('j.csv', city.JUDGEMENT_COLUMNS, rows)
        return self.data.try_take('judgements', file, '--audit', audit, *options)

    def first(self, **changes):
        rows = [city.judgement('000001', '点検', str(n), '4') for n in (1, 2, 3)]
        rows += [city.judgement('000002', '点検', str(n), '3') for n in (1, 2)]
        for row in rows:
            row.update(changes)
        status, taken = self.judge(rows)
        self.assertEqual((0, 5), (status, taken['created']))
        return taken


class TestScope(Life):
    def test_first_import_declares(self):
        """The first rows make targets and items, and it is said; later unknown pairs are refused."""
        taken = self.first()
        self.assertIn('declared', [note['code'] for note in taken['notes']])
        status, taken = self.judge([city.judgement('000002', '点検', '3', '4')])
        self.assertEqual((INVALID, [(2, 'no')]), (status, [(e['row'], e['column']) for e in taken['errors']]))
        added = run_ok('audit', 'scope', self.data.directory, AUDIT, '000002', '--catalog', '点検',
                       '--items', '3', '--json').json
        self.assertEqual(1, added['added'])
        self.assertEqual(0, self.judge([city.judgement('000002', '点検', '3', '4')])[0])

    def scope(self, *words):
        return run('audit', 'scope', self.data.directory, AUDIT, *words, '--catalog', '点検', '--json')

    def test_taken_out(self):
        """What is open can be taken out again; a section without items goes with its visits."""
        self.first(level='', comment='', judged_on='')
        visits = self.csv('v.csv', city.VISIT_COLUMNS, [
            {'part': '1', 'unit_code': code, 'day': '2024-11-12'} for code in ('000001', '000002')])
        self.data.take('visits', visits, '--audit', AUDIT)
        self.assertEqual({'removed': 1}, self.scope('000001', '--items', '2', '--remove').json)
        self.assertEqual({'removed': 2}, self.scope('000002', '--remove').json)
        self.assertEqual([('000001', '1'), ('000001', '3')],
                         [(row['unit_code'], row['no']) for row in self.data.rows('judgements')])
        self.assertEqual(['000001'], [row['unit_code'] for row in self.data.rows('visits')])
        self.assertEqual({'removed': 2}, self.scope('000001', '--remove').json)
        self.assertEqual([], self.data.sql('SELECT id FROM target UNION SELECT id FROM part_catalog;\n'))
        self.assert_sound(self.data)

    def test_not_taken_out(self):
        """Nothing is taken out when one of the items is judged, or the section is confirmed."""
        self.first(level='', comment='', judged_on='')
        self.assertEqual(0, self.judge([city.judgement('000002', '点検', '1', '4')])[0])
        before = self.data.give('judgements')
        done = self.scope('000001', '000002', '--remove')
        self.assert_refused(done, STATE)
        self.assertIn('点検 1', done.err)
        self.assertEqual(before, self.data.give('judgements'))
        run_ok('audit', 'set', self.data.directory, AUDIT, '--part', '1', '--evidence-elsewhere', '別室')
        self.assertEqual(0, self.judge([city.judgement('000002', '点検', '2', '4')])[0])
        run_ok('audit', 'confirm', self.data.directory, AUDIT, '000002', '--json')
        self.assert_refused(self.scope('000002', '--remove', '--items', '1'), STATE)

    def test_columns_that_are_not_there(self):
        """A file of levels alone leaves the stored comments and dates; an empty cell empties them."""
        self.first(comment='理由', judged_on='2024-11-12')
        short = ['unit_code', 'catalog', 'no', 'level']
        file = self.csv('s.csv', short, [dict(unit_code='000001', catalog='点検', no='1', level='2'),
                                         dict(unit_code='000001', catalog='点検', no='2', level='4')])
        status, taken = self.data.try_take('judgements', file, '--audit', AUDIT)
        self.assertEqual((0, 1, 1), (status, taken['updated'], taken['unchanged']))
        self.assertEqual([], taken['notes'])
        first, second = self.data.rows('judgements')[:2]
        self.assertEqual(('2', '理由', '2024-11-12'), (first['level'], first['comment'], first['judged_on']))
        self.assertEqual(0, self.judge([city.judgement('000001', '点検', '2', '4', judged_on='')])[0])
        second = self.data.rows('judgements')[1]
        self.assertEqual(('4', '', ''), (second['level'], second['comment'], second['judged_on']))

    def test_declaration_that_fails(self):
        """A first file with a wrong row declares nothing."""
        rows = [city.judgement('000001', '点検', '1', '4'), city.judgement('000001', '点検', '9', '4')]
        self.assertEqual(INVALID, self.judge(rows)[0])
        self.assertEqual([], self.data.rows('judgements'))

    def test_frozen_version(self):
        """An audit keeps the items it began with; the next import makes a new version."""
        self.first()
        new = [dict(row, title='改めた題' + row['no']) for row in ITEMS]
        taken = self.data.take('criteria', self.csv('c2.csv', city.CRITERIA_COLUMNS, new))
        self.assertEqual(3, taken['updated'])
        self.assertEqual({'改めた題1', '改めた題2', '改めた題3'}, {r['title'] for r in self.data.rows('criteria')})
        self.assertNotIn('改めた題', readers.text(self.data.report(AUDIT, 'md', self.file('r.md')), 'md'))
        self.data.make_audit('R7', [('1', 'internal')])
        self.assertEqual(0, self.judge([city.judgement('000001', '点検', '1', '3')], audit='R7')[0])
        self.data.ok('report', 'R7', '--sheet', '000001', '-o', self.file('r7.md'))
        self.assertIn('改めた題1', readers.text(self.file('r7.md'), 'md'))
        self.assert_sound(self.data)


class TestBesideLastYear(Life):
    """Last year's levels and means stand beside this year's."""

    def setUp(self):
        super().setUp()
        self.first()
        self.data.audit('create', 'R7', '--kind', 'internal', '--fiscal-year', 2025,
                        '--title', '監査報告書', '--previous', AUDIT)
        levels = [('000001', '1', '4'), ('000001', '2', '2'), ('000002', '1', '5'), ('000002', '2', '3')]
        rows = [city.judgement(unit, '点検', no, level) for unit, no, level in levels]
        self.assertEqual(0, self.judge(rows, audit='R7')[0])

    def sheet(self, form, *words):
        target = self.file(f'sheet.{form}')
        self.data.ok('report', 'R7', *words, '-o', target)
        return target

    def test_report(self):
        """Per section: both means, their difference, what improved, lasts and is new."""
        rows = readers.md_tables(self.data.report('R7', 'md', self.file('r7.md')))[-1]
        self.assertEqual([['総務課', '4.00', '3.00', '△1.00', '0', '0', '1'],
                          ['税務課', '3.00', '4.00', '1.00', '1', '1', '0'],
                          ['合計', '—', '—', '—', '1', '1', '1']], rows[1:])
        self.assertNotIn('前年度', readers.text(self.data.report(AUDIT, 'md', self.file('r6.md')), 'md'))

    def test_result_sheet(self):
        """Last year's level stands left of this year's, and the XLSX is a single sheet."""
        for form, read in (('md', readers.md_tables), ('docx', readers.docx_tables),
                           ('html', readers.html_tables),
                           ('xlsx', lambda path: list(readers.xlsx_sheets(path).values()))):
            with self.subTest(form):
                tables = read(self.sheet(form, '--sheet', '000002'))
                rows = [[cell for cell in row if cell] for row in tables[-1]]
                self.assertIn(['点検 1', '点検1の確認', '3', '5'], [row[:4] for row in rows])
                self.assertEqual(1 if form == 'xlsx' else 2, len(tables))

    def test_detections(self):
        head, *rows = readers.md_tables(self.sheet('md', '--detections'))[0]
        at = [head.index(name) for name in ('対象所属', '番号', '前年度', 'レベル')]
        self.assertEqual([['総務課', '2', '4', '2'], ['税務課', '1', '3', '5'], ['税務課', '2', '3', '3']],
                         [[row[k] for k in at] for row in rows])


class TestConfirm(Life):
    def confirm(self, *words):
        done = run('audit', 'confirm', self.data.directory, AUDIT, *words, '--json')
        return done.status, done.json

    def open_points(self, *words):
        status, answer = self.confirm(*words)
        self.assertEqual((STATE, False), (status, answer['confirmed']))
        return sorted(point['code'] for point in answer['open'])

    def test_mandatory_item_needs_evidence(self):
        self.first()
        self.assertEqual(['evidence-missing'], self.open_points('000001'))
        note = self.file('写し.txt')
        note.write_text('照合記録', encoding='utf-8')
        run_ok('audit', 'evidence', self.data.directory, AUDIT, '000001', '点検', '1', note)
        self.assertEqual((0, True), (self.confirm('000001')[0], self.confirm('000001')[1]['confirmed']))
        later = self.file('後から.txt')
        later.write_text('追加の記録', encoding='utf-8')
        words = ['audit', 'evidence', self.data.directory, AUDIT, '000001', '点検', '1', later]
        self.assertEqual(STATE, run(*words).status)
        run_ok(*words, '--reason', '届くのが遅れた', '--date', '令和6年11月12日')

    def test_evidence_held_elsewhere(self):
        self.first()
        run_ok('audit', 'set', self.data.directory, AUDIT, '--part', '1', '--evidence-elsewhere', '監査人の事務所')
        self.assertEqual(0, self.confirm()[0])
        self.assertIn('監査人の事務所', readers.text(self.data.report(AUDIT, 'md', self.file('r.md')), 'md'))

    def test_what_is_missing(self):
        """Open items and levels below conforming without a comment, all in one list."""
        run_ok('audit', 'set', self.data.directory, AUDIT, '--part', '1', '--evidence-elsewhere', '別室')
        rows = [city.judgement('000001', '点検', '1', ''), city.judgement('000001', '点検', '2', '2', comment=''),
                city.judgement('000001', '点検', '3', '5', comment='')]
        self.judge(rows)
        self.assertEqual(['comment-missing', 'unjudged'], self.open_points('000001'))
        self.assertEqual([None], [t['confirmed_on'] for t in self.data.stats(AUDIT)['parts'][0]['targets']])

    def test_correction_needs_a_reason(self):
        run_ok('audit', 'set', self.data.directory, AUDIT, '--part', '1', '--evidence-elsewhere', '別室')
        self.first()
        self.assertEqual(0, self.confirm()[0])
        before = self.data.give('judgements')
        change = [city.judgement('000001', '点検', '1', '2')]
        status, taken = self.judge(change)
        self.assertNotEqual(0, status)
        self.assertEqual(['confirmed'], [e['code'] for e in taken['errors']])
        self.assertEqual(before, self.data.give('judgements'))
        status, taken = self.judge(change, '--reason', '転記を誤ったため')
        self.assertEqual((0, 1), (status, taken['updated']))
        self.assertIn(['転記を誤ったため'], self.data.sql("SELECT reason FROM trail ORDER BY seq;\n"))
        self.assert_sound(self.data)

    def test_no_new_items_without_a_reason(self):
        """A confirmed section is not asked more by the way."""
        run_ok('audit', 'set', self.data.directory, AUDIT, '--part', '1', '--evidence-elsewhere', '別室')
        self.first()
        self.assertEqual(0, self.confirm('000002')[0])
        done = run('audit', 'scope', self.data.directory, AUDIT, '000002', '--catalog', '点検', '--items', '3')
        self.assert_refused(done, STATE)


class TestNextYear(Life):
    def test_copy(self):
        """Same parts, targets and items, all open; last year's level stands in the workbook."""
        self.first()
        run_ok('audit', 'copy', self.data.directory, AUDIT, 'R7')
        rows = [r for r in self.data.rows('judgements') if r['audit'] == 'R7']
        self.assertEqual(5, len(rows))
        self.assertEqual({('', '', '')}, {(r['level'], r['comment'], r['judged_on']) for r in rows})
        audits = {a['id']: a for a in self.data.audit('list', '--json').json}
        self.assertEqual((2024, 2025), (audits['R6']['fiscal_year'], audits['R7']['fiscal_year']))
        self.data.audit('workbooks', 'R7', self.file('books'))
        file = next(f for f in self.file('books').glob('*.xlsx') if '000002' in f.name)
        sheet = openpyxl.load_workbook(file)['判定']
        header = next(r for r in sheet.iter_rows() if any(c.value == '対策レベル' for c in r))
        column = {c.value: c.column for c in header if c.value}
        self.assertEqual(['3', '3'], [str(sheet.cell(header[0].row + n, column['前回']).value) for n in (1, 2)])
        self.assertEqual([None, None], [sheet.cell(header[0].row + n, column['対策レベル']).value for n in (1, 2)])

    def test_reorganisation(self):
        """Last year's section keeps its name in last year's report, the successor has this year's."""
        self.first()
        self.data.take('units', self.csv('u2.csv', city.UNIT_COLUMNS + ['successors'], [
            dict(UNITS[0], valid_to='2025-03-31', successors='000009'),
            city.unit('000009', '総務人事課', order='1', valid_from='2025-04-01')]))
        text = readers.text(self.data.report(AUDIT, 'md', self.file('r.md')), 'md')
        self.assertIn('総務課', text)
        self.assertNotIn('総務人事課', text)
        self.data.make_audit('R7', [('1', 'internal')], 2025)
        status, taken = self.judge([city.judgement('000001', '点検', '1', '4')], audit='R7')
        self.assertEqual((INVALID, ['unit_code']), (status, [e['column'] for e in taken['errors']]))
        self.assertEqual(0, self.judge([city.judgement('000009', '点検', '1', '4')], audit='R7')[0])
        self.assertEqual(['総務人事課'], [t['unit'] for t in self.data.stats('R7')['targets']])
        self.assert_sound(self.data)

    def test_rename(self):
        """The same code under a new name: each year's report has the name of its year."""
        self.first()
        self.data.take('units', self.csv('u2.csv', city.UNIT_COLUMNS, [
            dict(UNITS[0], valid_to='2025-03-31'),
            city.unit('000001', '総務法制課', order='1', valid_from='2025-04-01')]))
        self.assertEqual(['総務課', '税務課'], [t['unit'] for t in self.data.stats(AUDIT)['targets']])
        self.data.make_audit('R7', [('1', 'internal')], 2025)
        self.assertEqual(0, self.judge([city.judgement('000001', '点検', '1', '4')], audit='R7')[0])
        self.assertEqual(['総務法制課'], [t['unit'] for t in self.data.stats('R7')['targets']])
        self.assertEqual(['総務課', '税務課'], [t['unit'] for t in self.data.stats(AUDIT)['targets']])


class TestDocument(Life):
    def test_marks_and_number(self):
        """案, 取扱注意 and the document number stand in every format that has pages."""
        self.first()
        run_ok('audit', 'set', self.data.directory, AUDIT, '--marks', '案,取扱注意', '--document-number', '7青情第123号',
               '--report-month', '2025-03')
        for form in ('docx', 'pdf', 'html', 'md'):
            with self.subTest(form):
                target = self.data.report(AUDIT, form, self.file(f'r.{form}'))
                text = whole_docx(target) if form == 'docx' else readers.text(target, form)
                for word in ('案', '取扱注意', '7青情第123号', '令和7年3月'):
                    self.assertIn(word, text)

    def test_marks_on_every_page(self):
        self.first()
        run_ok('audit', 'set', self.data.directory, AUDIT, '--marks', '取扱注意')
        pages = readers.pdf_text(self.data.report(AUDIT, 'pdf', self.file('r.pdf'))).rstrip('\f').split('\f')
        self.assertGreater(len(pages), 2)
        for page in pages:
            self.assertIn('取扱注意', readers.squeeze(page))

    def test_own_source(self):
        """A report text of the city's own, with computed values and figures; unknown names are errors."""
        self.first()
        source = self.file('own.md')
        source.write_text('# はじめに\n\n{{total.items}}項目を見た。\n\n```figure\nresults\n```\n', encoding='utf-8')
        run_ok('audit', 'set', self.data.directory, AUDIT, '--source', source)
        target = self.data.report(AUDIT, 'md', self.file('r.md'))
        self.assertIn('5項目を見た。', readers.text(target, 'md'))
        self.assertEqual(1, len(readers.results(target, 'md')))
        for text, name in (('{{total.nonsense}}', 'total.nonsense'),
                           ('```figure\nsheet-head\n```', 'sheet-head'),
                           ('```figure\nsheet-items\n```', 'sheet-items')):
            source.write_text(f'一行目\n\n{text}\n', encoding='utf-8')
            run('audit', 'set', self.data.directory, AUDIT, '--source', source)
            done = self.data.run('report', AUDIT, '--format', 'md', '-o', self.file('bad.md'))
            self.assert_refused(done, INVALID)
            self.assertIn(name, done.err)
            self.assertTrue(re.search('(?<![0-9])3(?![0-9])', done.err), 'the line is named')
            self.assertFalse(self.file('bad.md').exists())


def whole_docx(path):
    """Body, headers and footers."""
    import zipfile
    with zipfile.ZipFile(path) as z:
        xml = ' '.join(z.read(n).decode('utf-8') for n in z.namelist() if n.startswith('word/') and n.endswith('.xml'))
    return readers.squeeze(''.join(re.findall(r'<w:t(?: [^>]*)?>([^<]*)</w:t>', xml)))


class TestDemo(Case):
    weight = 3

    def test_demo(self):
        """The demonstration city verifies, and its reports stand in all formats."""
        from kageyu import FORMATS, Kageyu
        data = Kageyu(self.file('demo'), self.empty_url())
        run_ok('demo', data.directory, *(['--database', data.url] if data.url else []))
        self.assert_sound(data)
        audits = data.audit('list', '--json').json
        self.assertTrue(audits)
        endings = {p.suffix[1:] for p in (data.directory / 'reports').rglob('*') if p.is_file()}
        self.assertEqual(set(FORMATS), endings & set(FORMATS))
        for audit in audits:
            stats = data.stats(audit['id'])
            self.assertGreater(stats['total']['total'], 50)
        self.assertIn('青葉野区', readers.text(data.report(audits[0]['id'], 'md', self.file('r.md')), 'md'))
