"""People and the search: who may see whom, transfers tried and stored, duties, slips, found words."""
import re
import unittest
from urllib.parse import quote, urlencode

from browser import PASSWORD, City, Person

HEAD = '職員番号,氏名,所属コード,職名,雇用区分\n'
# 020400 防災課 stands below 020000; 020100 beside it
MARCH = HEAD + '000001,青葉一郎,020400,課長,正職員\n000002,青葉カナリア二郎,020100,課長,正職員\n' \
               '000003,青葉三郎,020400,主事,会計年度任用\n'
APRIL = HEAD + '000001,青葉一郎,020100,課長,正職員\n000002,青葉カナリア二郎,020100,部長,正職員\n' \
               '000004,青葉サーバー四郎,020400,課長,派遣\n'


class TestPeople(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.office = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')  # of 020400
        cls.take('march.csv', MARCH, '2024-03-31')

    @classmethod
    def trial(cls, name, text, day):
        page = cls.office.get('/import?kind=people')
        return cls.office.send(page.form('/import'), day=day, everybody='yes',
                               files=[('files', name, text.encode())])

    @classmethod
    def take(cls, name, text, day):
        page = cls.trial(name, text, day)
        return cls.office.send(page.form('/store'))

    def names(self, who, query=''):
        page = who.get(quote('/people' + query, safe='/?=&'))
        rows = page.table()[1:] if page.soup.find('table') else []
        return [row[1] for row in rows if row[0] < '100000']  # not those of the demonstration

    def found(self, who, words):
        page = who.get('/search?' + urlencode({'q': words}))
        self.assertEqual(200, page.status)
        return page

    def test_1_who_may_see_whom(self):
        self.assertEqual(['青葉カナリア二郎', '青葉一郎', '青葉三郎'], self.names(self.office, '?on=2024-03-31'))
        self.assertEqual(['青葉一郎', '青葉三郎'], self.names(self.head, '?on=2024-03-31'))
        self.assertEqual(['青葉三郎'], self.names(self.office, '?employment=会計年度任用'))
        self.assertEqual(['青葉一郎'], self.names(self.office, '?post=課長&unit=020400'))
        self.assertEqual(200, self.head.get('/people/000001').status)
        self.assertEqual(404, self.head.get('/people/000002').status)
        for other in ('suzu', 'yomu'):
            person = self.city.person(other)
            for path in ('/people', '/people/000001', '/people/duties', '/people/handover', '/export/people'):
                self.assertEqual(403, person.get(path).status, (other, path))
            self.assertNotIn('青葉', self.found(person, '青葉一郎').soup.main.get_text().replace('青葉一郎', '', 1))
        self.assertEqual(403, self.head.get('/export/people').status)

    def test_2_nothing_of_others_is_found(self):
        """A canary of another section: no row, no count, by search or filter."""
        self.assertIn('000002', self.found(self.office, 'カナリア').text)
        page = self.found(self.head, 'カナリア')
        self.assertEqual('Search: カナリア', page.soup.h1.get_text())
        self.assertNotIn('000002', page.text)
        self.assertIsNone(page.soup.find('mark'))
        self.assertNotIn('found', page.soup.main.get_text())
        self.assertEqual([], self.names(self.head, '?name=カナリア'))
        self.assertEqual([], self.names(self.head, '?unit=020100'))
        self.assertNotIn('000002', self.head.get('/search?kind=person&' + urlencode({'q': 'カナリア'})).text)
        # comments of judgements: the same
        everything = {a['href'] for a in self.found(self.office, 'の').soup.main.select('.hits a')}
        own = {a['href'] for a in self.head.get('/search?kind=judgement&' + urlencode({'q': 'の'})).soup.main.select('.hits a')}
        self.assertTrue(everything)
        for path in own:
            self.assertEqual(200, self.head.get(path).status, path)

    def test_3_variants_and_links(self):
        page = self.found(self.office, '防')
        self.assertEqual(['防'], sorted({m.get_text() for m in page.soup.find_all('mark')}))
        for link in page.soup.main.select('.hits a'):
            self.assertEqual(200, self.office.get(link['href']).status, link['href'])
        self.assertEqual(self.found(self.office, '監査').soup.main.select('.hits a')[0],
                         self.found(self.office, ' 監査　').soup.main.select('.hits a')[0])
        self.assertIn('Signs alone', self.found(self.office, '%').text)
        self.assertIn('Enter one or more', self.office.get('/search').text)
        self.assertEqual(404, self.office.get('/search?kind=ghost&q=a').status)
        self.assertIn('&lt;b&gt;', self.found(self.office, '<b>課').body.decode())

    def test_4_a_duty_is_given_and_acknowledged(self):
        page = self.office.get('/people/000001')
        done = self.office.send(page.form(button='Appoint'), duty='system', duty_unit='020400', since='2024-03-31')
        self.assertEqual('/people/000001?done=added', done.url)
        again = self.office.send(self.office.get('/people/000001').form(button='Appoint'), duty='system',
                                 duty_unit='020400', since='2024-03-31')
        self.assertEqual(409, again.status)
        keeper = self.city.person('kanri')
        keeper.send(keeper.get('/accounts/new').form('/accounts/new'), login='ichiro', name='青葉一郎',
                    role='head', unit='020400', number='000001', password=PASSWORD)
        person = Person.__new__(Person)
        person.city, person.cookie = self.city, ''
        person.send(person.get('/sign-in').form('/sign-in'), login='ichiro', password=PASSWORD)
        person.send(person.get('/self').form(button='Change the password'), old=PASSWORD,
                    new=PASSWORD + '!', again=PASSWORD + '!')
        home = person.get('/')
        self.assertIn('情報システム管理者', home.text)
        done = person.send(home.form('/acknowledge'))
        self.assertEqual('/?done=confirmed', done.url)
        self.assertNotIn('情報システム管理者', person.get('/').text)
        self.assertNotIn('not yet', self.office.get('/people/duties?on=2024-03-31').text)

    def test_4b_a_concurrent_post(self):
        form = self.office.get('/people/000003').form(button='Add the concurrent post')
        self.assertEqual(422, self.office.send(form, too_unit='', too_since='2024-03-31').status)
        done = self.office.send(form, too_unit='020100', too_post='主査', too_since='2024-03-31')
        self.assertEqual('/people/000003?done=added', done.url)
        row = next(row for row in done.table() if '主査' in row)
        self.assertIn('concurrent', row)
        again = self.office.send(self.office.get('/people/000003').form(button='Add the concurrent post'), too_unit='020100',
                                 too_post='主査', too_since='2024-03-31')
        self.assertEqual(409, again.status)
        # both sections have the person now, and one of them no longer after the end
        self.assertIn('青葉三郎', self.names(self.office, '?unit=020100'))
        form = self.office.get('/people/000003').form('/concurrent/end')
        self.assertIn('lies before the begin', self.office.send(form, post_ends='2024-03-30').text)
        ended = self.office.send(self.office.get('/people/000003').form('/concurrent/end'), post_ends='2024-04-30')
        self.assertEqual('/people/000003?done=saved', ended.url)
        row = next(row for row in ended.table() if '主査' in row)
        self.assertIn('2024-04-30', ' '.join(row))
        self.assertIsNone(ended.soup.find('form', action='/people/000003/concurrent/end'))
        term = self.office.send(self.office.get('/people/000003').form(button='Add the concurrent post'), too_unit='020100',
                                too_post='参事', too_since='2024-05-01', too_until='2024-05-31')
        self.assertIn('2024-05-01～2024-05-31', ' '.join(next(row for row in term.table() if '参事' in row)))
        self.assertNotIn('/concurrent', str(self.head.get('/people/000003').soup))

    def test_5_april(self):
        page = self.trial('april.csv', APRIL, '令和6年4月1日')
        sums = {row[0]: row[1] for row in page.table(1)[1:]}
        self.assertEqual(('1', '1', '1', '1', '0'), tuple(
            sums[k] for k in ('Joined', 'Left', 'Moved', 'Post changed', 'Unchanged')))
        self.assertEqual(['青葉一郎', '青葉三郎'], self.names(self.head))  # nothing is stored yet
        done = self.office.send(page.form('/store'))
        self.assertEqual('/people/handover?done=imported', done.url)
        self.assertIn('情報システム管理者', done.text)  # 一郎 moved, the duty stays behind
        self.assertEqual(['青葉サーバー四郎'], self.names(self.head))
        self.assertEqual(['青葉一郎', '青葉三郎'], self.names(self.head, '?on=2024-03-31'))
        self.assertEqual(404, self.head.get('/people/000001').status)
        # the account went along: the old section is out of reach
        accounts = {row[0]: row[3] for row in self.city.person('kanri').get('/accounts').table()[1:]}
        self.assertTrue(accounts['ichiro'].startswith('020100'), accounts)
        self.assertIn('000004', self.found(self.head, 'ｻｰﾊﾞ').text)

    def test_6_by_hand(self):
        page = self.office.get('/people/new')
        done = self.office.send(page.form('/people/new'), number='000009', name='髙橋九郎', unit='020400',
                                post='主事', day='2024-05-01')
        self.assertEqual('/people/000009?done=added', done.url)
        self.assertIn('000009', self.found(self.head, '高橋').text)
        taken = self.office.send(self.office.get('/people/new').form('/people/new'), number='000009', name='x',
                                 unit='020400', day='2024-05-01')
        self.assertEqual(422, taken.status)
        stale = self.office.get('/people/000009').form(button='Save')
        self.office.send(self.office.get('/people/000009').form(button='Save'), name='髙橋花子')
        self.assertEqual(409, self.office.send(stale, name='髙橋桜').status)
        done = self.office.send(self.office.get('/people/000009').form('/leave'), day='2024-06-30')
        self.assertEqual('/people/000009?done=saved', done.url)
        self.assertNotIn('髙橋花子', self.names(self.office))
        for path in ('/people/000004', '/people/new'):
            self.assertIsNone(self.head.get('/people/000004').soup.main.find('form', method='post'))
        self.assertEqual(403, self.head.get('/people/new').status)

    def test_7_slips(self):
        keeper = self.city.person('kanri')
        page = keeper.send(keeper.get('/accounts/slips').form('/accounts/slips'), role='head',
                           unit='020400', post='課長')
        self.assertEqual(1, len(page.soup.select('.slip')))
        login, password = [c.get_text() for c in page.soup.select('.slip code')]
        self.assertEqual('000004', login)
        self.assertRegex(password, r'^[a-z2-9]{4}(-[a-z2-9]{4}){3}$')
        person = Person.__new__(Person)
        person.city, person.cookie = self.city, ''
        person.send(person.get('/sign-in').form('/sign-in'), login=login, password=password)
        self.assertEqual('/self?done=choose-password', person.get('/people').url)
        again = keeper.send(keeper.get('/accounts/slips').form('/accounts/slips'), role='head',
                            unit='020400', post='課長')
        self.assertEqual(422, again.status)
        self.assertEqual(403, self.head.get('/accounts/slips').status)
        self.assertFalse(re.search(password, keeper.get('/accounts').text + keeper.get('/trail').text))


if __name__ == '__main__':
    unittest.main()
