"""Duties: who answers for what since when, where nobody does, for whom, and as a file."""
import io
import unittest
from urllib.parse import urlencode

import openpyxl
from browser import City

NOBODY = 'Nobody holds it'
OWN, OWN_CODE, OTHER, OTHER_CODE = '防災課', '020400', '総務課', '020100'
SECTION, BUREAU, CITY = '情報セキュリティ管理者', '情報セキュリティ責任者', '最高情報セキュリティ責任者'


class TestDuties(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.office = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')  # of 020400

    def rows(self, who, page=1, **query):
        given = who.get('/people/duties?' + urlencode({'page': page, **query}))
        self.assertEqual(200, given.status)
        return given.table()[1:] if given.soup.main.find('table') else []

    def counts(self, who, **query):
        facts = who.get('/people/duties?' + urlencode(query)).soup.main.select('dl.facts dd')
        return [int(dd.get_text()) for dd in facts]

    def holder(self, unit_code):
        """Number and name of who holds the duty of the section, and the number of the appointment."""
        unit = next(row for row in self.file('csv', unit=unit_code, duty='section') if row['所属コード'] == unit_code)
        return unit['職員番号'], unit['氏名']

    def file(self, kind, **query):
        given = self.office.get('/people/duties/file?' + urlencode({'format': kind, **query}))
        self.assertEqual(200, given.status)
        if kind == 'xlsx':
            lines = list(openpyxl.load_workbook(io.BytesIO(given.body)).active.values)
        else:
            text = given.body.decode('cp932' if 'cp932' in kind else 'utf-8-sig')
            lines = [line.split(',') for line in text.splitlines()]
        return [dict(zip(lines[0], line)) for line in lines[1:]]

    def test_1_gaps_are_counted_and_listed(self):
        vacant, waiting = self.counts(self.office)
        listed = self.rows(self.office, state='vacant')
        self.assertEqual(vacant, len(listed))
        self.assertEqual({NOBODY}, {row[2] for row in listed})
        self.assertIn([CITY, 'the whole city', NOBODY, '—', '—'], listed)
        self.assertIn([BUREAU, '総務部', NOBODY, '—', '—'], listed)
        # nobody has acknowledged anything yet
        self.assertEqual(waiting, len(self.rows(self.office, state='unacknowledged')))
        self.assertTrue(waiting)
        everything = self.file('csv')
        self.assertEqual(vacant + waiting, len(everything))
        self.assertEqual(vacant, sum(row['氏名'] == '未任命' for row in everything))
        # a section that must have somebody, and a facility below it that need not
        self.assertEqual([], [row for row in everything if row['責任者等'] == SECTION and row['所属'].endswith('係')])

    def test_2_filters(self):
        for row in self.rows(self.office, duty='section'):
            self.assertEqual(SECTION, row[0])
        below = {row[1] for row in self.rows(self.office, unit='020000')}
        self.assertTrue({OWN, OTHER, '総務部'} <= below)
        self.assertNotIn('企画部', below)
        self.assertNotIn('the whole city', below)
        self.assertEqual([], self.rows(self.office, unit='nowhere'))
        self.assertEqual([], self.rows(self.office, duty='nothing'))

    def test_3_an_end_makes_a_gap(self):
        number, name = self.holder(OTHER_CODE)
        self.assertNotEqual('未任命', name)
        before = self.counts(self.office)[0]
        self.assertEqual([], self.rows(self.office, unit=OTHER_CODE, state='vacant', duty='section', on='2099-01-01'))
        form = self.office.get(f'/people/{number}').form('/appoint/end')
        held = next(o['value'] for o in form.find_all('option') if o['value'])
        self.assertEqual(409, self.office.send(form, appointment=held.split('-')[0] + '-99').status)
        self.assertIn('lies before the begin', self.office.send(self.office.get(f'/people/{number}').form('/appoint/end'),
                                                                duty_ends='1990-01-01').text)
        done = self.office.send(self.office.get(f'/people/{number}').form('/appoint/end'), duty_ends='令和80年3月31日')
        self.assertEqual(f'/people/{number}?done=saved', done.url)
        self.assertEqual(before, self.counts(self.office)[0])
        self.assertEqual(before, self.counts(self.office, on='2098-03-31')[0])
        self.assertEqual(before + 1, self.counts(self.office, on='2099-01-01')[0])
        gap = self.rows(self.office, unit=OTHER_CODE, state='vacant', duty='section', on='2099-01-01')
        self.assertEqual([[SECTION, OTHER, NOBODY, '—', '—']], gap)

    def test_3b_a_successor_for_a_term(self):
        """Known in advance: from a day to a day, beside the one who holds it until then."""
        number, _ = self.holder(OWN_CODE)
        page = self.office.get('/people/' + number)
        term = {'duty': 'system', 'duty_unit': OWN_CODE}
        refused = self.office.send(page.form(button='Appoint'), since='2090-04-01', until='2090-03-31', **term)
        self.assertEqual(422, refused.status)
        for since, until, status in (('2090-04-01', '2091-03-31', 200), ('2091-03-31', '2092-03-31', 409),
                                     ('2089-04-01', '2090-03-31', 200), ('2091-04-01', '', 200)):
            form = self.office.get('/people/' + number).form(button='Appoint')
            self.assertEqual(status, self.office.send(form, since=since, until=until, **term).status, since)
        self.assertEqual(1, len(self.rows(self.office, duty='system', unit=OWN_CODE, on='2091-03-31')))
        self.assertEqual([], self.rows(self.office, duty='system', unit=OWN_CODE, on='2089-03-31'))

    def test_4_a_head_sees_own_unit_alone(self):
        _, canary = self.holder(OTHER_CODE)
        _, own = self.holder(OWN_CODE)
        self.assertIn(canary, str(self.office.get('/people/duties').soup.main))
        for query in ({}, {'unit': OTHER_CODE}, {'unit': '020000'}, {'duty': 'section'}, {'state': 'vacant'},
                      {'state': 'unacknowledged'}, {'on': '2099-01-01'}, {'duty': 'ciso'}):
            page = self.head.get('/people/duties?' + urlencode(query))
            self.assertEqual(200, page.status)
            for hidden in (canary, OTHER, OTHER_CODE + '"', '総務部', CITY + '</th>'):
                self.assertNotIn(hidden, str(page.soup.main).replace(f'value="{OTHER_CODE}"', ''), (query, hidden))
            for kind in ('csv', 'xlsx'):
                given = self.head.get('/people/duties/file?' + urlencode({'format': kind, **query}))
                self.assertEqual(200, given.status)
                self.assertNotIn(canary.encode(), given.body)
                if kind == 'csv':
                    self.assertNotIn('総務部', given.body.decode('utf-8-sig'))
        self.assertEqual({OWN}, {row[1] for row in self.rows(self.head)})
        self.assertIn(own, str(self.head.get('/people/duties').soup.main))
        self.assertEqual([0, 1], self.counts(self.head))
        for other in ('suzu', 'yomu'):
            for path in ('/people/duties', '/people/duties/file'):
                self.assertEqual(403, self.city.person(other).get(path).status)

    def test_5_the_file(self):
        book = self.file('xlsx', unit='020000')
        self.assertEqual(book[0].keys(), {'責任者等', '部局', '所属コード', '所属', '職員番号', '氏名', '開始日', '終了日',
                                          '承知した日'})
        self.assertEqual({'総務部'}, {row['部局'] for row in book})
        self.assertEqual([row['所属'] for row in book],
                         [row['所属'] for row in self.file('csv-cp932', unit='020000')])
        self.assertEqual(404, self.office.get('/people/duties/file?format=odt').status)

    def test_6_the_page_of_a_unit(self):
        path = self.office.get('/units').soup.find('a', string=OWN)['href']
        page = self.office.get(path)
        _, own = self.holder(OWN_CODE)
        self.assertIn([SECTION, own.replace('\u3000', ' ')], [row[:2] for row in page.table()[1:]])
        bureau = self.office.get(self.office.get('/units').soup.find('a', string='総務部')['href'])
        self.assertIn([BUREAU, NOBODY, '—', '—'], bureau.table()[1:])
        link = bureau.soup.main.find('a', string=lambda s: s and 'that nobody holds' in s)
        self.assertIn(str(self.counts(self.office, unit='020000')[0]), link.get_text())
        self.assertEqual(200, self.office.get(link['href']).status)
        self.assertIn(own, str(self.head.get(path).soup.main))
        self.assertNotIn(own, str(self.city.person('suzu').get(path).soup.main))  # an auditor reads no people


if __name__ == '__main__':
    unittest.main()
