"""The readers and the second computation, tried on documents made by other hands."""
import shutil
import subprocess
import unittest

import city
import docx
import openpyxl
import readers
import recompute
from kageyu import Case

HEADER = ['対象所属', '情報', 'マイナ', 'シス', '総監査項目数', '1', '2', '3', '4', '5', '平均対策レベル']
ROWS = [['防災課', '10(1)', '3', '—', '14', '0', '1', '2', '11', '0', '3.71'],
        ['合計', '10(1)', '3', '—', '14', '0', '1', '2', '11', '0', '3.71']]


class TestReaders(Case):
    def test_docx(self):
        document = docx.Document()
        document.sections[0].page_width = docx.shared.Cm(40)  # no cell needs two lines
        for rows in ([['別の表', '1']], [HEADER] + ROWS):
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows):
                for cell, text in zip(row.cells, cells):
                    cell.text = text
        table.rows[0].cells[4].text = '総監査\n項目数'
        document.save(self.file('a.docx'))
        self.assertEqual([[HEADER] + ROWS], readers.results(self.file('a.docx'), 'docx'))

    def test_xlsx(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(['表1 内部監査'])
        sheet.append(HEADER)
        for row in ROWS:
            sheet.append([int(c) if c.isdigit() else float(c) if '.' in c else c for c in row])
            sheet.cell(sheet.max_row, 11).number_format = '0.00'
        sheet['K3'] = 3.7
        sheet.append(['※注'])
        book.save(self.file('a.xlsx'))
        first = ROWS[0][:-1] + ['3.70']
        self.assertEqual([[HEADER, first, ROWS[1]]], readers.results(self.file('a.xlsx'), 'xlsx'))

    def test_html(self):
        text = '<table><caption>表</caption><thead>{}</thead><tbody>{}</tbody></table>'.format(
            '<tr>' + ''.join(f'<th scope=col>{c}' for c in HEADER) + '</tr>',
            ''.join(f'<tr><th scope=row>{r[0]}</th>' + ''.join(f'<td>{c}</td>' for c in r[1:]) + '</tr>'
                    for r in ROWS))
        self.file('a.html').write_text(text, encoding='utf-8')
        self.assertEqual([[HEADER] + ROWS], readers.results(self.file('a.html'), 'html'))

    def test_md(self):
        lines = [HEADER, ['---', *['--:'] * 10], *ROWS]
        text = '表\n\n' + '\n'.join('| ' + ' | '.join(r) + ' |' for r in lines) + '\n'
        self.file('a.md').write_text(text.replace('10(1)', r'10\(1\)'), encoding='utf-8')
        self.assertEqual([[HEADER] + ROWS], readers.results(self.file('a.md'), 'md'))
        self.assertEqual(['a|b', 'c\nd'], readers.pipe_cells(r'| a\|b | c<br>d |'))

    @unittest.skipUnless(shutil.which('soffice'), 'LibreOffice makes the PDF of this test')
    def test_pdf(self):
        self.test_docx()
        subprocess.run(['soffice', f'-env:UserInstallation=file://{self.file("profile")}', '--headless',
                        '--convert-to', 'pdf', '--outdir', self.folder, self.file('a.docx')],
                       check=True, capture_output=True)
        self.assertEqual([ROWS], readers.results(self.file('a.pdf'), 'pdf'))


class TestRecompute(unittest.TestCase):
    """The second computation agrees with the printed tables of 2024, all three and the sums."""
    separate, weight = False, 1

    def test_printed_tables(self):
        ward = city.Ward()
        catalogs = [name for name, _ in city.WARD_CATALOGS.values()]
        stats = recompute.statistics(ward.rows, [part for part, _, _ in ward.parts],
                                     [u['code'] for u in ward.units], catalogs)
        names = {u['code']: u['name'] for u in ward.units}
        for part, (_, _, lines) in zip(stats['parts'], ward.parts):
            rows = [recompute.printed_row(names[t['unit_code']], t, catalogs) for t in part['targets']]
            rows.append(recompute.printed_row('合計', part['total'], catalogs))
            self.assertEqual([ward.printed(line) for line in lines], rows)
        self.assertEqual({'total': 56, 'exemplary': 2, 'by_catalog': dict(zip(catalogs, (39, 3, 14)))},
                         stats['detections'])
        self.assertEqual(179, stats['total']['total'])

    def test_half_up(self):
        self.assertEqual(('2.50', False), recompute.mean({'2': 1, '3': 1}))
        self.assertEqual(('3.13', False), recompute.mean({'3': 7, '4': 1}))   # 3.125
        self.assertEqual(('2.35', False), recompute.mean({'2': 131, '3': 69}))  # 2.345
        self.assertEqual(('4.00', False), recompute.mean({'3': 1, '4': 999}))  # 3.999 is below 4
        self.assertEqual((None, None), recompute.mean({}))
