"""Characters of names and places, and cells that a spreadsheet would run, from end to end."""
import re

import city
import docx
import openpyxl
import readers
from docx.oxml.ns import qn
from kageyu import INVALID, Case, run_ok

AUDIT = 'R6'
# 加 and its neighbours: unified, IBM extension, compatibility, beyond the BMP, with a variation
# selector, and the signs whose look-alikes get mixed up.
SPECIAL = {'加': '加賀町出張所', '髙': '髙砂地区事務所', '﨑': '川﨑台福祉会館', '𠮷': '𠮷野通り保育園',
           '葛\U000e0100': '葛\U000e0100葉図書館', '\ufa19': '\ufa19田連絡所', '～': '一～三丁目分室', '－': '三－二分室',
           '—': '東—西分室'}
COMMENT = '確認：' + '、'.join(SPECIAL) + '。'
FORMULAS = ['=1+1', '+81-3', '-1', '@SUM(A1)', "'=1", '=HYPERLINK("x","y")', '-', '=', "'", '\uff1d1']


def has_cp932(text):
    try:
        text.encode('cp932')
        return True
    except UnicodeEncodeError:
        return False


class TestCharacters(Case):
    weight = 2

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.units = [city.unit(f'{n:06d}', name, order=str(n))
                      for n, name in enumerate(SPECIAL.values(), 1)]
        self.criteria = [city.item('文字', str(n), title=f'{c}の台帳', requirement=f'{c}が残っている。')
                         for n, c in enumerate(SPECIAL, 1)]
        self.rows = [city.judgement(u['code'], '文字', i['no'], '3' if u is self.units[int(i['no']) - 1] else '4',
                                    comment=COMMENT) for u in self.units for i in self.criteria]
        self.data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, self.units))
        self.data.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, self.criteria))
        self.data.make_audit(AUDIT, [('1', 'internal')])
        self.data.take('judgements', self.csv('j.csv', city.JUDGEMENT_COLUMNS, self.rows), '--audit', AUDIT)

    def report(self, form, *options):
        target = self.file(f'r.{form}')
        self.data.ok('report', AUDIT, '--format', form, '-o', target, *options)
        return target

    def test_database_and_exports(self):
        self.assertEqual([u['name'] for u in self.units], [r['name'] for r in self.data.rows('units')])
        self.assertEqual([i['title'] for i in self.criteria], [r['title'] for r in self.data.rows('criteria')])
        self.assertEqual({COMMENT}, {r['comment'] for r in self.data.rows('judgements')})
        self.assertTrue(self.data.give('units').startswith(b'\xef\xbb\xbf'), 'UTF-8 with BOM')
        self.assertIn(b'\r\n', self.data.give('units'))
        file = self.file('units.xlsx')
        self.data.ok('export', 'units', '-o', file)
        sheet = openpyxl.load_workbook(file).active
        names = [c.value for c in next(iter(sheet.iter_cols(2, 2)))][1:]
        self.assertEqual([u['name'] for u in self.units], names)

    def test_lists(self):
        title = COMMENT
        run_ok('audit', 'set', self.data.directory, AUDIT, '--title', title)
        self.assertEqual([title], [a['title'] for a in self.data.audit('list', '--json').json])
        self.assertIn(title, self.data.audit('list').out.decode('utf-8'))
        units = [t['unit'] for t in self.data.stats(AUDIT)['targets']]
        self.assertEqual(list(SPECIAL.values()), units)

    def check_report(self, form, *options):
        text = readers.text(self.report(form, *options), form)
        for name in SPECIAL.values():
            self.assertIn(name, text)

    def test_docx(self):
        self.check_report('docx')

    def test_pdf(self):
        self.check_report('pdf')

    def test_html(self):
        self.check_report('html')

    def test_xlsx(self):
        self.check_report('xlsx')

    def test_md(self):
        self.check_report('md')

    def test_cp932_that_holds(self):
        """An export whose characters CP932 has is the same text in other bytes."""
        keep = [u for u in self.units if has_cp932(u['name'])]
        self.assertIn('\ufa19田連絡所', [u['name'] for u in keep])
        data = self.new('other')
        data.take('units', self.csv('keep.csv', city.UNIT_COLUMNS, keep, 'cp932'))
        self.assertEqual([u['name'] for u in keep], [r['name'] for r in data.rows('units')])
        out = data.give('units', '--encoding', 'cp932')
        self.assertEqual(data.give('units').decode('utf-8-sig'), out.decode('cp932'))

    def test_cp932_that_does_not(self):
        """What CP932 cannot hold is told by row and column, and no file appears."""
        target = self.file('out.csv')
        done = self.data.run('export', 'units', '-o', target, '--encoding', 'cp932')
        self.assertEqual(INVALID, done.status, str(done))
        self.assertFalse(target.exists())
        want = {(str(n + 2), 'name') for n, u in enumerate(self.units) if not has_cp932(u['name'])}
        self.assertEqual(3, len(want))
        self.assertEqual(want, set(re.findall(r'(\d+)行目「(\w+)」', done.err)))
        for character in ('𠮷', '葛\U000e0100'[1], '—'):
            self.assertIn(character, done.err)


class TestFormulas(Case):
    """Cells beginning with = + - @ neither run in a spreadsheet nor change on their way back."""

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.units = [city.unit(f'{n:06d}', name, order=str(n)) for n, name in enumerate(FORMULAS, 1)]
        # the file is what a person typed into Excel as text: cells without any guard
        book = openpyxl.Workbook()
        book.active.append(city.UNIT_COLUMNS)
        for row in self.units:
            book.active.append([row.get(name) for name in city.UNIT_COLUMNS])
        for (cell,) in book.active.iter_rows(min_row=2, min_col=2, max_col=2):
            cell.data_type = 's'
        book.save(self.file('u.xlsx'))
        taken = self.data.take('units', self.file('u.xlsx'))
        self.assertEqual(len(FORMULAS), taken['created'])

    def test_csv(self):
        text = self.data.give('units').decode('utf-8-sig')
        cells = [row['name'] for row in self.data.rows('units')]
        for cell in cells:
            self.assertNotIn(cell[0], '=+-@\t\r', cells)
        self.file('back.csv').write_bytes(text.encode('utf-8-sig'))
        taken = self.data.take('units', self.file('back.csv'))
        self.assertEqual(len(FORMULAS), taken['unchanged'])
        other = self.new('other')
        other.take('units', self.file('back.csv'))
        self.assertEqual(self.data.give('units'), other.give('units'))

    def test_xlsx(self):
        file = self.file('back.xlsx')
        self.data.ok('export', 'units', '-o', file)
        sheet = openpyxl.load_workbook(file).active
        cells = [cell for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2)]
        self.assertEqual(FORMULAS, [cell.value for cell in cells])
        self.assertEqual({'s'}, {cell.data_type for cell in cells}, 'texts, not formulas')
        taken = self.data.take('units', file)
        self.assertEqual(len(FORMULAS), taken['unchanged'])

    def test_guarded_csv_of_a_person(self):
        """A CSV from elsewhere without guards means what it says."""
        other = self.new('other')
        other.take('units', self.csv('plain.csv', city.UNIT_COLUMNS, self.units[:4]))
        file = self.file('plain.xlsx')
        other.ok('export', 'units', '-o', file)
        cells = [c.value for (c,) in openpyxl.load_workbook(file).active.iter_rows(
            min_row=2, min_col=2, max_col=2)]
        self.assertEqual(FORMULAS[:4], cells)


class TestMarkup(Case):
    """Text that looks like markup is printed, not obeyed."""
    TEXT = '<script>alert(1)</script> & |表| `x` *強調* [a](b) {{total.items}} \\ $1'

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, [city.unit('000001', self.TEXT)]))
        self.data.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, [
            city.item('表', '1', title=self.TEXT)]))
        self.data.make_audit(AUDIT, [('1', 'internal')])
        self.data.take('judgements', self.csv('j.csv', city.JUDGEMENT_COLUMNS, [
            city.judgement('000001', '表', '1', '2', comment=self.TEXT)]), '--audit', AUDIT)

    def test_reports(self):
        for form in ('docx', 'pdf', 'html', 'xlsx', 'md'):
            with self.subTest(form):
                file = self.data.report(AUDIT, form, self.file(f'r.{form}'))
                self.assertIn(readers.squeeze(self.TEXT), readers.text(file, form))

    def test_html_has_no_script(self):
        file = self.data.report(AUDIT, 'html', self.file('r.html'))
        self.assertNotIn('<script>alert', file.read_text(encoding='utf-8'))

    def test_md_table_keeps_its_columns(self):
        file = self.data.report(AUDIT, 'md', self.file('r.md'))
        for table in readers.md_tables(file):
            self.assertEqual(1, len({len(row) for row in table}), table)

    def test_docx_opens(self):
        file = self.data.report(AUDIT, 'docx', self.file('r.docx'))
        document = docx.Document(file)
        headers = [t for t in document.element.body.iter(qn('w:tbl'))
                   if t.find(f'.//{qn("w:tblHeader")}') is not None]
        self.assertTrue(headers, 'tables repeat their header rows')


