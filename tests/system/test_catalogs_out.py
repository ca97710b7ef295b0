"""What goes out beside the ledgers: catalogues printed and in their text form, forms as XLSForm workbooks."""
import csv
import re
import subprocess
import unittest

import docx
import openpyxl
import readers
from kageyu import NOT_FOUND, ROOT, USAGE, Case

CATALOGS = ROOT / 'catalogs'
NAMES = {'assets': '情報資産チェックリスト', 'mynumber': '特定個人情報チェックリスト',
         'systems': 'システム管理チェックリスト', 'mandatory-110': '必須110項目', 'supplement': '補足項目'}
QUESTIONS = {'self-staff': 15, 'self-head': 20, 'survey-section': None, 'survey-system': None,
             'census-system': None}
COLUMNS = {'survey': ['type', 'name', 'label', 'hint', 'required', 'relevant', 'constraint',
                      'constraint_message'],
           'choices': ['list_name', 'name', 'label'],
           'settings': ['form_title', 'form_id', 'version', 'default_language']}
ASKING = ('select_one', 'select_multiple', 'integer', 'text', 'date')
TEXTS = ('title', 'requirement', 'procedure', 'evidence', 'attention', 'contradictions', 'roles', 'references',
         'remarks', 'level5', 'level4', 'level3', 'level2', 'level1')
SOURCE = ('catalog_source', 'catalog_notice', 'catalog_judging')


def squeeze(text):
    """Spaces, line breaks and the marks of lists set aside."""
    return re.sub(r'[\s・\\]+|\b\d+\. ?', '', text)


class Shipped(Case):
    separate = True

    def setUp(self):
        super().setUp()
        self.data = self.new('city')
        for code in NAMES:
            self.data.take('criteria', CATALOGS / f'{code}.catalog')
        self.items = self.data.rows('criteria')


class TestForms(Shipped):
    def sheets(self, file):
        book = openpyxl.load_workbook(file)
        self.assertEqual(book.sheetnames, list(COLUMNS))
        out = {}
        for name, columns in COLUMNS.items():
            head, *rows = book[name].values
            self.assertEqual(list(head[:len(columns)]), columns)
            out[name] = [dict(zip(head, ('' if cell is None else str(cell) for cell in row))) for row in rows]
        return out

    def check(self, name, sheets):
        ties = {f'{row["catalog"]} {row["no"]}' for row in self.items}
        lists = {}
        for row in sheets['choices']:
            lists.setdefault(row['list_name'], set()).add(row['name'])
        seen, asked = {}, 0
        for row in sheets['survey']:
            kind, *of = row['type'].split()
            for reference in re.findall(r'\$\{([^}]*)\}', row['relevant'] + row['constraint']):
                self.assertIn(reference, seen, row)
            for question, choice in re.findall(r"\$\{(\w+)\},? ?!?=? ?'(\w+)'", row['relevant']):
                self.assertIn(choice, seen[question], row)
            if kind in ASKING:
                asked += 1
                self.assertTrue(row['items'] and set(row['items'].split('|')) <= ties, row)
                self.assertTrue(row['label'], row)
            if of:
                self.assertIn(of[0], lists, row)
            if row['name']:
                seen[row['name']] = lists[of[0]] if of else set()
        self.assertTrue(asked)
        if QUESTIONS[name]:
            self.assertEqual(asked, QUESTIONS[name])

    def test_all(self):
        self.data.ok('export', 'forms', '-o', self.file('forms'))
        files = sorted(file.stem for file in self.file('forms').iterdir())
        self.assertEqual(files, sorted(QUESTIONS))
        for name in files:
            with self.subTest(name):
                sheets = self.sheets(self.file('forms') / f'{name}.xlsx')
                self.check(name, sheets)
                for sheet, rows in sheets.items():
                    with open(CATALOGS / name / f'{sheet}.csv', encoding='utf-8', newline='') as file:
                        self.assertEqual(rows, list(csv.DictReader(file)))

    def test_one(self):
        self.data.ok('export', 'forms', '--form', 'self-staff', '-o', self.file('a.xlsx'))
        self.check('self-staff', self.sheets(self.file('a.xlsx')))
        self.assertEqual(self.data.run('export', 'forms', '--form', 'nothing', '-o', self.file('b')).status, NOT_FOUND)
        self.assertEqual(self.data.run('export', 'forms').status, USAGE)


class TestPrint(Shipped):
    def print(self, name, ending):
        self.data.ok('export', 'criteria', '--catalog', name, '-o', self.file(f'a.{ending}'))
        return self.file(f'a.{ending}')

    def check(self, name, text):
        """Every word of every item of the catalogue, and where it comes from, stands in the text."""
        text, rows = squeeze(text), [row for row in self.items if row['catalog'] == name]
        for row in rows:
            for column in TEXTS:
                for line in row[column].split('\n'):
                    self.assertTrue(squeeze(line.replace('|', '、')) in text, f'{name} {row["no"]} {column}')
        for column in SOURCE:
            for line in rows[0][column].split('\n'):
                self.assertTrue(squeeze(line) in text, column)
        return rows

    def test_docx(self):
        for name in NAMES.values():
            document = docx.Document(self.print(name, 'docx'))
            tables = readers.docx_tables(self.file('a.docx'))
            told = '\n'.join(p.text for p in document.paragraphs)
            rows = self.check(name, told + '\n'.join(cell for t in tables for r in t for cell in r))
            self.assertEqual([table[0][0].split('　')[0] for table in tables], [row['no'] for row in rows])
            self.assertEqual(['［必須］' in table[0][0] for table in tables], [row['mandatory'] == '○' for row in rows])
            levels = {p.style.style_id for p in document.paragraphs if 'eading' in p.style.style_id}
            self.assertEqual(len(levels), 4 if name == NAMES['mandatory-110'] else 3, levels)

    def test_pdf(self):
        for name in (NAMES['mynumber'], NAMES['mandatory-110']):
            text = subprocess.run(['pdftotext', '-raw', self.print(name, 'pdf'), '-'],
                                  capture_output=True, check=True).stdout.decode()
            for row in (row for row in self.items if row['catalog'] == name):
                self.assertTrue(squeeze(f'{row["no"]}　{row["title"]}') in squeeze(text), row['no'])
            self.assertTrue('公式の文書ではない' in squeeze(text))

    def test_html_and_markdown(self):
        for ending in ('html', 'md'):
            text = self.print(NAMES['systems'], ending).read_text(encoding='utf-8')
            self.check(NAMES['systems'], re.sub('<[^>]*>', '', text))

    def test_text_form(self):
        for code, name in NAMES.items():
            shipped = (CATALOGS / f'{code}.catalog').read_text(encoding='utf-8')
            plain = ''.join(line for line in shipped.splitlines(True) if not line.startswith('#'))
            self.assertEqual(self.print(name, 'catalog').read_text(encoding='utf-8'), plain)
            taken = self.data.take('criteria', self.file('a.catalog'))
            self.assertEqual(taken['rows'], taken['unchanged'])

    def test_refused(self):
        name = NAMES['assets']
        for status, *words in ((NOT_FOUND, '--catalog', '無い', '-o', 'a.pdf'),
                               (NOT_FOUND, '--catalog', name, '--version', '9', '-o', 'a.pdf'),
                               (USAGE, '--catalog', name, '--version', 'x', '-o', 'a.pdf'),
                               (USAGE, '--catalog', name, '-o', 'a.xlsx'), (USAGE, '--catalog', name)):
            self.assertEqual(self.data.run('export', 'criteria', *words, cwd=self.folder).status, status, words)


if __name__ == '__main__':
    unittest.main()
