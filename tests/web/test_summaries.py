"""Tables counted over the ledgers: every number leads to its records; within reach; as files."""
import csv
import io
import json
import re
import unittest
from urllib.parse import quote

import docx
import openpyxl
from browser import SAMPLES, City

SUMMARIES = ('usage', 'system-list', 'inventory', 'system-classes', 'security', 'terminal-care', 'outsourcing',
             'audited-systems', 'system-devices', 'detail-sheets', 'regulations', 'training-attendance')


def leaves(page):
    """(text, address) of the cells that lead on."""
    return [(a.get_text(), a['href']) for a in page.soup.main.select('table.summary tbody a')]


class TestSummaries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')

    def get(self, code, person=None, **query):
        page = (person or self.secretary).get(f'/ledgers/summaries/{code}' +
                                              ''.join(f'?{k}={quote(v)}' for k, v in query.items()))
        self.assertEqual(page.status, 200, page.text)
        return page

    def test_all_are_listed_and_the_ledgers_lead_to_theirs(self):
        page = self.secretary.get('/ledgers/summaries')
        links = [a['href'] for a in page.soup.main.select('tbody th a')]
        self.assertEqual(links, [f'/ledgers/summaries/{code}' for code in SUMMARIES])
        for ledger, code in (('systems', 'usage'), ('system-uses', 'security'),
                             ('policies', 'regulations'), ('training-heads', 'training-attendance')):
            links = [a['href'] for a in self.secretary.get(f'/ledgers/{ledger}').soup.select('.files a')]
            self.assertIn(f'/ledgers/summaries/{code}', links)
        self.assertEqual(self.secretary.get('/ledgers/summaries/cats').status, 404)

    def test_every_number_leads_to_its_records(self):
        """The records behind a number add up to it."""
        seen = 0
        for code in ('usage', 'system-classes', 'security', 'outsourcing'):
            for text, link in leaves(self.get(code)):
                page = self.secretary.get(link)
                self.assertEqual(page.status, 200, link)
                if '/rows?' not in link:
                    continue
                said = page.soup.main.find('p').get_text()
                self.assertIn(text, said)
                n = int(re.search(r'these (\d+) records', said)[1])
                self.assertEqual(n, len(page.soup.select('table.records tbody tr')))
                if code == 'security' and '.' not in text:
                    self.assertEqual(n, int(text))
                for row in page.soup.select('table.records tbody tr')[:1]:
                    self.assertEqual(self.secretary.get(row.find('a')['href']).status, 200)
                seen += 1
        self.assertGreater(seen, 20)

    def test_terminals_of_a_department_are_those_of_its_rows(self):
        page = self.get('usage', system='住民記録システム')
        table = page.soup.main.find('table')
        total = int(table.select('tr.sum td')[1].get_text())
        page = self.secretary.get(table.select('tr.sum td')[1].find('a')['href'])
        heads = [h.get_text() for h in page.soup.select('table.records thead th')]
        at = heads.index('Terminals')
        self.assertEqual(total, sum(int(row.find_all(['th', 'td'])[at].get_text())
                                    for row in page.soup.select('table.records tbody tr')))
        self.assertEqual(1, len(self.get('usage', system='住民記録システム').soup.main.find_all('table')))
        self.assertIn('nothing to count', self.get('usage', system='x').text)

    def test_addresses_of_no_number(self):
        for query in ('', '?table=classes', '?table=classes&row=0&column=2',
                      '?table=classes&row=1&column=99', '?table=x&row=1&column=2',
                      '?table=classes&row=1&column=1', '?table=classes&row=99999999999999999999&column=2'):
            self.assertEqual(self.secretary.get(f'/ledgers/summaries/system-classes/rows{query}').status,
                             404, query)

    def test_a_head_counts_the_own_records_only(self):
        for code in SUMMARIES:
            self.assertNotIn('住民記録システム', self.get(code, self.head).text)
        there = self.get('inventory', self.head).text
        self.assertIn('防災地理情報', there)
        for form in ('csv', 'docx', 'md', 'xlsx'):
            body = self.head.get(f'/ledgers/summaries/inventory/file?format={form}').body
            text = self.text_of(form, body)
            self.assertIn('防災地理情報', text, form)
            self.assertNotIn('住民記録システム', text, form)
        # the number of all leads to what is in reach
        for _, link in leaves(self.get('system-classes', self.head)):
            self.assertNotIn('住民記録', self.head.get(link).text)

    @staticmethod
    def text_of(form, body):
        if form == 'xlsx':
            return repr([list(s.values) for s in openpyxl.load_workbook(io.BytesIO(body))])
        if form == 'docx':
            return ' '.join(cell.text for t in docx.Document(io.BytesIO(body)).tables
                            for row in t.rows for cell in row.cells)
        return body.decode('utf-8-sig')

    def test_files(self):
        page = self.get('usage')
        self.assertEqual(['Excel', 'CSV (UTF-8)', 'CSV (Shift_JIS)', 'Word', 'Markdown'],
                         [a.get_text() for a in page.soup.select('.files a')])
        for label, form in (('Excel', 'xlsx'), ('Word', 'docx'), ('Markdown', 'md'),
                            ('CSV (UTF-8)', 'csv')):
            self.assertIn('戸籍住民課', self.text_of(form, self.secretary.get(page.link(label)).body))
        rows = list(csv.reader(io.StringIO(
            self.secretary.get(page.link('CSV (UTF-8)')).body.decode('utf-8-sig'))))
        shown = [r[1:] for r in page.table()[1:]]
        self.assertEqual([[c or '—' for c in r[2:]] for r in rows[1:] if r[0] == rows[1][0]], shown)
        self.assertEqual(self.secretary.get('/ledgers/summaries/usage/file?format=exe').status, 404)

    def test_attendance_by_person_becomes_a_rate(self):
        page = self.secretary.get('/ledgers/trainings/new')
        unit = [o['value'] for o in page.form('/new').find('select', attrs={'name': 'unit'})
                .find_all('option') if '防災課' in o.get_text()][0]
        page = self.secretary.send(page.form('/new'), unit=unit, name='机上訓練', year='2031')
        course = [a['href'] for a in page.soup.find_all('a')
                  if 'training-heads/new' in a['href']][0]
        new = self.secretary.get(course)
        self.secretary.send(new.form('/new'), category='全職員', entitled='4')
        course = course.replace('training-heads', 'training-attendances')
        for person, result in (('000001', 'attended'), ('000002', 'passed'), ('000003', 'absent')):
            new = self.secretary.get(course)
            page = self.secretary.send(new.form('/new'), person=person, attended_on='2031-06-01',
                                       result=result)
            self.assertEqual(page.status, 200, page.text)
        page = self.get('training-attendance')
        self.assertEqual([['机上訓練', '2'], ['受講者数計（延べ）', '2'], ['受講率（延べ）(%)', '50.0'],
                          ['実受講者数', '2'], ['受講率（実数）(%)', '50.0']], page.table()[2:])


class TestTrial(unittest.TestCase):
    """A hand-kept inventory in the browser: what is skipped is shown, and nothing is stored yet."""

    @classmethod
    def setUpClass(cls):
        cls.city = City(empty=True)
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    def send(self, kind, name, data):
        form = self.secretary.get(f'/import?kind={kind}').form('/import')
        return self.secretary.send(form, [('files', name, data)])

    def test_it(self):
        file = SAMPLES / 'systems-116-cp932.csv'
        expected = json.loads(file.with_suffix('.expected.json').read_text(encoding='utf-8'))
        names = list(dict.fromkeys(i['department'] for i in expected['items']))
        units = 'code,name\n' + ''.join(f'{n:06d},{name}\n' for n, name in enumerate(names, 1))
        page = self.send('units', 'u.csv', units.encode('utf-8-sig'))
        self.secretary.send(page.form('/store'))
        page = self.send('systems', file.name, file.read_bytes())
        self.assertEqual(page.table()[1][1:6], ['116', '116', '0', '0', '0'])
        skipped = page.soup.find('details', id='skipped')
        rows = [[c.get_text() for c in row.find_all('td')] for row in skipped.select('tbody tr')]
        kinds = {'title': 'Title above the table', 'blank': 'Blank row', 'header': 'Header line',
                 'subtotal': 'Subtotal', 'total': 'Grand total', 'note': 'Note'}
        self.assertEqual([[str(s['record']), kinds[s['kind']], s['text'] or '—']
                          for s in expected['skipped']], [row[1:] for row in rows])
        self.assertIn('パソコン2,740台', page.text)
        self.assertIn('the rows give 2,739', page.text)
        self.secretary.send(page.form('/store'))
        self.assertIn('116 records', self.secretary.get('/ledgers/systems').text)


if __name__ == '__main__':
    unittest.main()
