"""Statistics, detections, result sheets, the report and its source, as a browser gets them.

The ward of 2024 (tests/golden, through tests/system/city.py) is what the pages must show.
"""
import io
import re
import shutil
import sys
import tempfile
import unittest
from html import unescape
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'system'))

# pylint: disable=wrong-import-position
import city  # noqa: E402
import docx  # noqa: E402
import openpyxl  # noqa: E402
import readers  # noqa: E402
import recompute  # noqa: E402
from bs4 import BeautifulSoup  # noqa: E402
from client import PAIRS, PASSWORD, Server, hidden, pairs, prepare  # noqa: E402
from kageyu import Kageyu  # noqa: E402

SHORT = {'情報資産チェックリスト': '情報', '特定個人情報チェックリスト': 'マイナ', 'システム管理チェックリスト': 'シス'}
CANARY = 'カナリア'  # in every comment of every section but OWN
OWN = '防災課'
AUDIT = '/audits/R6'
FORMATS = ('docx', 'pdf', 'html', 'xlsx', 'md')
PEOPLE = {'jimu': 'secretariat', 'kansa': 'auditor', 'yomu': 'reader', 'kacho': 'head'}

ward = data = server = home = None
people = {}


class Person:
    """Somebody who signed in."""

    def __init__(self, login):
        page = server.get('/sign-in')
        fields = hidden(page.text, '/sign-in') + [('login', login), ('password', PASSWORD)]
        cookie = server.ask('POST', '/sign-in', pairs(fields), [PAIRS])['Set-Cookie']
        self.cookie = 'Cookie: ' + cookie.split(';')[0]

    def get(self, path):
        return server.get(quote(path, safe='/?&=%'), self.cookie)

    def soup(self, path):
        reply = self.get(path)
        if reply.status != 200:
            raise AssertionError(f'{path}: {reply}')
        return BeautifulSoup(reply.text, 'html5lib')

    def post(self, path, fields):
        return server.ask('POST', path, pairs(fields), [self.cookie, PAIRS])


def fill():
    data.take('units', city.write(home / 'units.csv', city.UNIT_COLUMNS, ward.units))
    data.take('criteria', city.write(
        home / 'criteria.csv', city.CRITERIA_COLUMNS + ['catalog_short'],
        [dict(row, catalog_short=SHORT[row['catalog']]) for row in ward.criteria]))
    own = ward.codes[OWN]
    for audit, year in (('R5', 2023), ('R6', 2024)):
        data.audit('create', audit, '--kind', 'internal', '--fiscal-year', year, '--title',
                   '情報セキュリティ監査報告書', *(['--previous', 'R5'] if audit == 'R6' else []))
        for part, kind, _ in ward.parts[1:]:
            prepare('audit', 'part', 'add', data.directory, audit, '--kind', kind, '--code', part)
        for part, _, _ in ward.parts:
            rows = [dict(row) for row in ward.rows if row['part'] == part]
            for row in rows:
                if row['unit_code'] != own and row['comment']:
                    row['comment'] += CANARY
                if audit == 'R5' and row['level'] == '3':
                    row['level'] = '2'
            data.take('judgements', city.write(home / f'{part}.csv', city.JUDGEMENT_COLUMNS, rows),
                      '--audit', audit, '--part', part)


def setUpModule():
    global ward, data, server, home
    home = Path(tempfile.mkdtemp(prefix='kageyu-stats-'))
    ward, data = city.Ward(), Kageyu(home / 'data').init()
    fill()
    for login, role in PEOPLE.items():
        unit = ['--unit', ward.codes[OWN]] if role == 'head' else []
        prepare('user', 'add', data.directory, login, role, '--role', role, *unit)
        prepare('user', 'password', data.directory, login, stdin=PASSWORD.encode() + b'\n')
    server = Server(data.directory)
    people.update((login, Person(login)) for login in PEOPLE)


def tearDownModule():
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


def cells(row):
    return [cell.get_text().strip() for cell in row.find_all(['th', 'td'])]


def count_of(soup):
    return int(soup.find(attrs={'data-role': 'count'})['data-key'])


def body_rows(soup):
    table = soup.find('table', class_='rows')
    return table.tbody.find_all('tr') if table else []


def listed(person, path):
    """All rows of a list of judgements, over its pages."""
    rows, number = [], 1
    while True:
        soup = person.soup(f'{path}{"&" if "?" in path else "?"}page={number}')
        rows += body_rows(soup)
        if len(rows) >= count_of(soup):
            return rows
        number += 1


class TestStatistics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.jimu = people['jimu']
        cls.page = cls.jimu.soup(f'{AUDIT}/stats')

    def results(self):
        return self.page.find_all('table', class_='results')

    def test_golden_tables(self):
        """Each part's table is the printed one, and last year's mean and the target stand beside."""
        tables = self.results()
        self.assertEqual(4, len(tables))
        for (_, _, lines), table in zip(ward.parts, tables):
            rows = [cells(row) for row in table.find_all('tr')][1:]
            want = [ward.printed(line) for line in lines]
            self.assertEqual(want, [row[:-2] for row in rows])
            for row, line in zip(rows, lines):
                met = line['average'] >= '4.00'
                self.assertIn(row[-1], ('達成', 'met') if met else ('未達', 'missed'))

    def test_all_parts(self):
        rows = [cells(row) for row in self.results()[3].find_all('tr')][1:]
        self.assertEqual(16, len(rows))
        total = dict(recompute.Counter(recompute.counted_level(r) for r in ward.rows))
        self.assertEqual('179', rows[-1][4])
        self.assertEqual([str(total.get(n, 0)) for n in '12345'], rows[-1][5:10])

    def test_mean_last_year(self):
        """Those at 3 were at 2 a year ago."""
        row = next(row for row in self.results()[0].find_all('tr') if OWN in row.get_text())
        self.assertEqual(['3.64', '3.45'], cells(row)[-3:-1])
        self.assertIn('/audits/R5/judgements?', row.find_all('a')[-1]['href'])

    def test_detections(self):
        rows = [cells(row)[1:] for row in
                self.page.find('table', class_='detections').tbody.find_all('tr')]
        self.assertEqual([('39', '2'), ('3', '0'), ('14', '0')], [tuple(row[1:]) for row in rows])

    def test_items(self):
        want = {(SHORT[catalog], no, str(found), str(asked)) for (catalog, no), (asked, found)
                in recompute.items(ward.rows).items()}
        rows = [cells(row) for row in self.page.find('table', class_='items').tbody.find_all('tr')]
        self.assertEqual(want, {(row[0], row[1], row[3], row[4]) for row in rows})

    def test_every_number_is_a_link(self):
        """All numbers in the tables are links, save shares, which stand beside their counts."""
        for table in self.page.find_all('table'):
            for cell in table.find_all('td', class_='number'):
                if table['class'] == ['items'] and cell is cell.parent.find_all('td')[-1]:
                    continue
                text = cell.get_text().strip()
                linked = ''.join(a.get_text() for a in cell.find_all('a'))
                self.assertEqual(re.sub(r'[^\d.]', '', text), re.sub(r'[^\d.]', '', linked))

    def test_links_lead_to_as_many_rows(self):
        links = {}
        for a in self.page.find_all('a'):
            if re.fullmatch(r'\d+', a.get_text()):
                links[unescape(a['href'])] = int(a.get_text())
        self.assertGreater(len(links), 300)
        for href, number in links.items():
            soup = self.jimu.soup(href)
            self.assertEqual(number, count_of(soup), href)
            self.assertEqual(min(number, 100), len(body_rows(soup)), href)

    def test_means_lead_to_their_rows(self):
        """The mean of the levels listed is the number that was clicked; heat map included."""
        links = {unescape(a['href']): a.get_text() for a in self.page.find_all('a')
                 if re.fullmatch(r'\d\.\d\d', a.get_text())}
        self.assertGreater(len(links), 60)
        for href, mean in links.items():
            levels = recompute.Counter()
            for row in listed(self.jimu, href):
                shown = cells(row)[-2]
                levels[shown[0] if shown[0].isdigit() else '4'] += 1
            self.assertEqual(recompute.mean(levels)[0], mean, href)

    def test_charts(self):
        titles = [svg.find('title').get_text() for svg in self.page.find_all('svg')]
        self.assertEqual(['対象所属別のレベルの分布', '対象所属と領域ごとの平均対策レベル'], titles)

    def test_same_section_in_two_parts(self):
        """By section, a section counts once, whatever the number of its judgements."""
        soup = self.jimu.soup(f'{AUDIT}/judgements?by=section')
        self.assertEqual(15, count_of(soup))
        self.assertEqual(15, len(body_rows(soup)))
        self.assertEqual(179, len(soup.find('table', class_='rows').find_all('li')))


class TestDetections(unittest.TestCase):
    def test_list(self):
        rows = listed(people['jimu'], f'{AUDIT}/detections')
        names = {u['code']: u['name'] for u in ward.units}
        want = sorted((names[r['unit_code']], SHORT[r['catalog']], r['no'], r['level'])
                      for r in ward.rows if r['level'] not in ('4', '対象外'))
        got = sorted((c[1], c[2], c[3], c[6][0]) for c in map(cells, rows))
        self.assertEqual(want, got)

    def test_last_year_beside(self):
        for row in map(cells, listed(people['jimu'], f'{AUDIT}/detections?level=3')):
            self.assertEqual(('2', '3 注意事項'), (row[5], row[6]))

    def test_filters(self):
        for query, keeps in (('part=2', lambda r: r['part'] == '2'),
                             ('level=2', lambda r: r['level'] == '2'),
                             ('unit=' + ward.codes[OWN], lambda r: r['unit_code'] == ward.codes[OWN]),
                             ('catalog=' + quote('システム管理チェックリスト'),
                              lambda r: r['catalog'] == 'システム管理チェックリスト'),
                             ('unit=999999', lambda r: False)):
            want = sum(keeps(r) and r['level'] not in ('4', '対象外') for r in ward.rows)
            soup = people['jimu'].soup(f'{AUDIT}/detections?{query}')
            self.assertEqual(want, count_of(soup), query)
            self.assertEqual(want, len(body_rows(soup)), query)

    def test_workbook(self):
        reply = people['jimu'].get(f'{AUDIT}/detections/file')
        book = openpyxl.load_workbook(io.BytesIO(reply.body))
        rows = [r for sheet in book.worksheets for r in sheet.iter_rows(values_only=True)]
        self.assertEqual(56, sum(r[0] in ('内部監査', '外部監査(情報資産・特定個人情報)', '外部監査(情報システム)')
                                 and r[1] is not None for r in rows))

    def test_bureaus(self):
        """In a city of several levels the bureau above a section narrows the list down."""
        folder = home / 'bureaus'
        small = Kageyu(folder).init()
        small.take('units', city.write(home / 'b.csv', city.UNIT_COLUMNS, [
            city.unit('100000', '企画部', kind='部'), city.unit('100100', '企画課', parent_code='100000'),
            city.unit('100110', '企画係', parent_code='100100', kind='係'),
            city.unit('200000', '福祉部', kind='部'), city.unit('200100', '福祉課', parent_code='200000')]))
        small.take('criteria', city.write(home / 'c.csv', city.CRITERIA_COLUMNS,
                                          [city.item('文書', str(n)) for n in (1, 2)]))
        small.audit('create', 'A', '--kind', 'internal', '--fiscal-year', 2024, '--title', '監査')
        small.take('judgements', city.write(home / 'j.csv', city.JUDGEMENT_COLUMNS, [
            city.judgement(unit, '文書', no, '3') for unit in ('100100', '100110', '200100')
            for no in '12']), '--audit', 'A')
        prepare('user', 'add', folder, 'a', 'a', '--role', 'secretariat')
        prepare('user', 'password', folder, 'a', stdin=PASSWORD.encode() + b'\n')
        global server
        before, server = server, Server(folder)
        try:
            person = Person('a')
            page = person.soup('/audits/A/detections')
            offered = {o['value'] for o in page.find('select', attrs={'name': 'bureau'})('option')}
            self.assertEqual({'', '100000', '200000'}, offered)
            self.assertEqual(4, count_of(person.soup('/audits/A/detections?bureau=100000')))
            self.assertEqual(2, count_of(person.soup('/audits/A/detections?bureau=200000')))
        finally:
            server.stop()
            server = before


class TestReport(unittest.TestCase):
    def test_preview(self):
        """The page shows the golden tables, without a style attribute anywhere."""
        reply = people['jimu'].get(f'{AUDIT}/report')
        page = BeautifulSoup(reply.text, 'html5lib')
        tables = [[[c.get_text().strip() for c in tr(['th', 'td'])] for tr in t('tr')]
                  for t in page.find('div', class_='doc')('table')]
        results = [t[1:] for t in tables if t[0][0] == '対象所属' and t[0][-1] == '平均対策レベル']
        self.assertEqual([[ward.printed(line) for line in lines] for _, _, lines in ward.parts], results)
        self.assertEqual(1, len(page('h1')))
        ids = [tag['id'] for tag in page(id=True)]
        self.assertEqual(len(ids), len(set(ids)))
        targets = [a['href'][1:] for a in page.find('div', class_='doc')('a', href=re.compile('^#'))]
        self.assertTrue(targets)
        self.assertLessEqual(set(targets), set(ids))

    def test_no_styles(self):
        for path in ('stats', 'judgements', 'detections', 'report', 'source',
                     f'parts/1/units/{ward.codes[OWN]}/sheet'):
            text = people['jimu'].get(f'{AUDIT}/{path}').text
            self.assertNotRegex(text, r'<style|\sstyle=|\son\w+=', path)

    def test_downloads(self):
        """Each format opens in another program and has the golden tables; who took it is noted."""
        for form in FORMATS:
            reply = people['yomu'].get(f'{AUDIT}/report/{form}')
            self.assertEqual(200, reply.status, form)
            self.assertIn('attachment', reply['Content-Disposition'])
            path = home / f'report.{form}'
            path.write_bytes(reply.body)
            for (_, _, lines), table in zip(ward.parts, readers.results(path, form), strict=True):
                want = [ward.printed(line) for line in lines]
                self.assertEqual(want, table if form == 'pdf' else table[1:], form)
            noted = data.sql("SELECT actor, detail FROM security_log WHERE event = 'download' "
                             "ORDER BY id DESC LIMIT 1")
            self.assertEqual([['yomu', f'report R6 {form}']], noted)
        self.assertEqual([], list(data.directory.glob('child-*')))

    def test_unknown(self):
        self.assertEqual(404, people['jimu'].get(f'{AUDIT}/report/exe').status)
        self.assertEqual(404, people['jimu'].get('/audits/R7/report/pdf').status)
        self.assertEqual(404, people['jimu'].get('/audits/--help/report/pdf').status)

    def test_sheet(self):
        base = f'{AUDIT}/parts/1/units/{ward.codes["契約課"]}/sheet'
        page = people['jimu'].soup(base)
        text = page.find('div', class_='doc').get_text()
        for word in ('契約課', '3.73', '対象外', '情報資産の点検11'):
            self.assertIn(word, text)
        word = docx.Document(io.BytesIO(people['jimu'].get(f'{base}/docx').body))
        self.assertIn('契約課', '\n'.join(p.text for p in word.paragraphs))
        (home / 'sheet.pdf').write_bytes(people['jimu'].get(f'{base}/pdf').body)
        self.assertIn('3.73', readers.pdf_text(home / 'sheet.pdf'))


class TestSource(unittest.TestCase):
    path = f'{AUDIT}/source'

    def setUp(self):
        self.jimu = people['jimu']
        self.addCleanup(self.save, '')

    def form(self):
        return hidden(self.jimu.get(self.path).text, self.path)

    def save(self, text, form=None, **more):
        return self.jimu.post(self.path, (form or self.form()) + [('source', text), *more.items()])

    def test_save_and_reset(self):
        reply = self.save('# はじめに\r\n\r\n{{total.items}}項目中{{total.detections}}件\r\n')
        self.assertEqual(303, reply.status)
        article = self.jimu.soup(f'{AUDIT}/report').find('div', class_='doc')
        self.assertIn('179項目中56件', article.get_text())
        self.assertNotIn('監査の目的', article.get_text())
        self.assertEqual('# はじめに\n\n{{total.items}}項目中{{total.detections}}件\n',
                         self.jimu.soup(self.path).textarea.get_text())
        self.save('')
        self.assertIn('監査の目的', self.jimu.soup(f'{AUDIT}/report').find('div', class_='doc').get_text())

    def test_try_does_not_store(self):
        reply = self.save('# ためし\n\n{{total.mean}}\n', **{'try': '1'})
        self.assertEqual(200, reply.status)
        page = BeautifulSoup(reply.text, 'html5lib')
        self.assertIn('ためし', page.find('div', class_='doc').get_text())
        self.assertIn('ためし', page.textarea.get_text())
        self.assertNotIn('ためし', self.jimu.get(f'{AUDIT}/report').text)
        # what was tried can be stored from there
        form = hidden(reply.text, self.path)
        self.assertEqual(303, self.save('# ためし\n', form).status)

    def test_errors_name_the_line(self):
        for text, line in (('# 一\n\n{{total.nothing}}\n', 3), ('```figure\nnothing\n```\n', 1),
                           ('一\n\n二\n\n<b>三</b>\n', 5), ('```figure\nresults part=9\n```\n', 1)):
            for more in ({}, {'try': '1'}):
                reply = self.save(text, **more)
                self.assertEqual(422, reply.status)
                page = BeautifulSoup(reply.text, 'html5lib')
                self.assertRegex(page.find(id='faults').get_text(), rf'{line}行目|Line {line}:')
                self.assertEqual(text, page.textarea.get_text())
        self.assertIn('監査の目的', self.jimu.get(f'{AUDIT}/report').text)

    def test_conflict(self):
        old = self.form()
        self.save('# 先の人\n')
        reply = self.save('# 後の人\n', old)
        self.assertEqual(409, reply.status)
        self.assertIn('# 先の人', reply.text)
        self.assertIn('# 後の人', reply.text)
        self.assertIn('先の人', self.jimu.soup(f'{AUDIT}/report').find('div', class_='doc').get_text())

    def test_listed_names_work(self):
        """Every figure and value that the page lists can be written into the source."""
        aside = self.jimu.soup(self.path).aside
        names = [code.get_text() for code in aside.find_all('code')]
        values = [n for n in names if n.startswith('{{')]
        figures = [n for n in names if not n.startswith('{{')]
        self.assertGreater(len(values), 40)
        self.assertGreater(len(figures), 9)
        text = ''.join(f'```figure\n{n}\n```\n\n' for n in figures) + '\n\n'.join(values)
        self.assertEqual(200, self.save(text, **{'try': '1'}).status)

    def test_broken_report(self):
        """A source that no longer holds is told with its line, on the page and for the files."""
        data.sql("UPDATE audit SET source = '# 一\n\n{{part.9.items}}\n' WHERE code = 'R6'")
        self.addCleanup(data.sql, "UPDATE audit SET source = NULL WHERE code = 'R6'")
        page = self.jimu.soup(f'{AUDIT}/report')
        self.assertRegex(page.find(class_='error').get_text(), r'3行目|Line 3')
        reply = self.jimu.get(f'{AUDIT}/report/pdf')
        self.assertEqual(422, reply.status)
        self.assertIn('part.9.items', reply.text)

    def test_who_may(self):
        for login in ('kansa', 'yomu', 'kacho'):
            self.assertEqual(403, people[login].get(self.path).status, login)


class TestReach(unittest.TestCase):
    """The head of one section sees nothing of another."""

    @classmethod
    def setUpClass(cls):
        cls.kacho = people['kacho']
        cls.others = [name for name in ward.codes if name != OWN]

    def check_clean(self, path, text):
        self.assertNotIn(CANARY, text, path)
        for name in self.others:
            self.assertNotIn(name, text, path)

    def test_pages(self):
        own = ward.codes[OWN]
        for path in ('', '/stats', '/judgements', '/judgements?by=section', '/detections',
                     f'/judgements?unit={ward.codes["契約課"]}', '/judgements?part=3',
                     f'/parts/1/units/{own}/sheet'):
            reply = self.kacho.get(AUDIT + path)
            self.assertEqual(200, reply.status, path)
            self.check_clean(path, reply.text)
        self.check_clean('R5', self.kacho.get('/audits/R5/stats').text)

    def test_totals_are_the_own(self):
        page = self.kacho.soup(f'{AUDIT}/stats')
        table, = page.find_all('table', class_='results')
        rows = [cells(row) for row in table.find_all('tr')][1:]
        self.assertEqual(2, len(rows))
        self.assertEqual(rows[0][1:], rows[1][1:])
        self.assertEqual('11', rows[1][4])
        for a in page.find_all('a'):
            if re.fullmatch(r'\d+', a.get_text()):
                self.assertEqual(int(a.get_text()), count_of(self.kacho.soup(unescape(a['href']))))

    def test_workbook(self):
        reply = self.kacho.get(f'{AUDIT}/detections/file')
        book = openpyxl.load_workbook(io.BytesIO(reply.body))
        text = '\n'.join(str(c) for sheet in book.worksheets
                         for row in sheet.iter_rows(values_only=True) for c in row)
        self.assertIn(OWN, text)
        self.check_clean('xlsx', text)

    def test_sheet_files(self):
        own, other = ward.codes[OWN], ward.codes['契約課']
        for form in FORMATS:
            reply = self.kacho.get(f'{AUDIT}/parts/1/units/{own}/sheet/{form}')
            self.assertEqual(200, reply.status, form)
            if form in ('html', 'md'):
                self.check_clean(form, reply.text)
            reply = self.kacho.get(f'{AUDIT}/parts/1/units/{other}/sheet/{form}')
            self.assertEqual(404, reply.status, form)
            self.check_clean(form, reply.text)
        self.assertEqual(404, self.kacho.get(f'{AUDIT}/parts/1/units/{other}/sheet').status)

    def test_no_report(self):
        for path in ('report', *(f'report/{form}' for form in FORMATS)):
            self.assertEqual(403, self.kacho.get(f'{AUDIT}/{path}').status, path)
        self.assertNotIn(f'{AUDIT}/report', self.kacho.get(f'{AUDIT}/stats').text)


if __name__ == '__main__':
    unittest.main()
