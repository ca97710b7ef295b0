"""After a reorganisation: who reads what the closed unit kept, and who takes it over."""
import unittest
from urllib.parse import urlencode

from browser import PASSWORD, City, Person, kageyu

UNITS = '''コード,名称,開始日,終了日,承継先
100100,管財課,2010-04-01,2025-03-31,100400
100200,契約課,2010-04-01,2025-03-31,100400
100300,情報課,2010-04-01,2025-03-31,100500|100600
100400,財産契約課,2025-04-01,,
100500,企画情報課,2025-04-01,,
100600,統計課,2025-04-01,,
100700,会計課,2010-04-01,,
'''
KEYS = '''番号,所管課,鍵・カードの名称,開けるもの,夜間の施錠保管
1,管財課,管財カナリア一号,書庫,無
2,契約課,契約カナリア二号,書庫,無
3,情報課,情報カナリア三号,書庫,無
4,情報課,情報カナリア四号,書庫,無
'''
CRITERIA = 'catalog,no,title,requirement,mandatory\n資産,1,施錠,施錠する。,○\n'
JUDGEMENTS = 'unit_code,catalog,no,level,comment,judged_on\n' + ''.join(
    f'{code},資産,1,3,{name}の判定カナリア,2024-11-12\n' for code, name in
    (('100100', '管財'), ('100200', '契約'), ('100300', '情報'), ('100700', '会計')))
HEADS = {'isan': '100400', 'kikaku': '100500', 'toukei': '100600', 'kaikei': '100700'}


class TestReorganisation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(empty=True, prepare=())
        cls.addClassCleanup(cls.city.close)
        before = UNITS.replace('2025-03-31', '').replace(',100400\n', ',\n').replace(',100500|100600', ',')
        for kind, text, more in (('units', before, ()), ('keys', KEYS, ()), ('criteria', CRITERIA, ())):
            cls.take(kind, text, *more)
        kageyu('audit', 'create', cls.city.data, 'R6', '--kind', 'internal', '--fiscal-year', '2024',
               '--title', '監査')
        cls.take('judgements', JUDGEMENTS, '--audit', 'R6', '--part', '1')
        cls.take('units', UNITS)
        kageyu('rules', cls.city.data)
        for login, unit in HEADS.items():
            kageyu('user', 'add', cls.city.data, login, login, '--role', 'head', '--unit', unit)
            kageyu('user', 'password', cls.city.data, login, stdin=PASSWORD.encode() + b'\n')
        cls.office = cls.city.person('hotaru')
        cls.heads = {login: cls.city.person(login) for login in HEADS}

    @classmethod
    def take(cls, kind, text, *more):
        path = cls.city.folder / f'{kind}.csv'
        path.write_text(text, encoding='utf-8')
        kageyu('import', cls.city.data, kind, path, *more)

    def record(self, title):
        return next(a['href'] for a in self.office.get('/ledgers/keys?state=all').soup.find_all('a')
                    if a.get_text() == title)

    def takeover(self, unit):
        page = self.office.get('/units?on=2025-03-31')
        return next(a['href'] for a in page.soup.find_all('a') if a.get_text() == unit) + '/takeover'

    def seen(self, who):
        """What of the canaries the person sees anywhere."""
        places = ['/ledgers/keys', '/ledgers/keys?on=2025-03-31', '/ledgers/keys?where=name.has.カナリア', '/alerts',
                  '/audits/R6/stats', '/audits/R6/judgements', '/audits/R6/detections',
                  '/audits/R6/judgements?on=2025-04-01', '/audits/R6/stats?on=2025-04-01',
                  '/search?' + urlencode({'q': 'カナリア'})]
        text = ' '.join(who.get(path.replace('カナリア', '%E3%82%AB%E3%83%8A%E3%83%AA%E3%82%A2')).text for path in places)
        return {name for name in ('管財', '契約', '情報', '会計') if name + 'カナリア' in text or name + 'の判定カナリア' in text}

    def test_1_who_reads_what(self):
        self.assertEqual({'管財', '契約'}, self.seen(self.heads['isan']))
        self.assertEqual({'情報'}, self.seen(self.heads['kikaku']))
        self.assertEqual({'情報'}, self.seen(self.heads['toukei']))
        self.assertEqual({'会計'}, self.seen(self.heads['kaikei']))
        self.assertEqual({'管財', '契約', '情報', '会計'}, self.seen(self.office))
        one = self.record('管財カナリア一号')
        self.assertEqual(200, self.heads['isan'].get(one).status)
        history = self.office.get(one).link('History')
        self.assertEqual(200, self.heads['isan'].get(history).status)
        for other in ('kikaku', 'toukei', 'kaikei'):
            for path in (one, one + '/edit', history, self.takeover('管財課')):
                page = self.heads[other].get(path)
                self.assertEqual(404, page.status, (other, path))
                self.assertNotIn('管財', page.text)

    def test_2_read_but_not_changed(self):
        head, one = self.heads['isan'], self.record('管財カナリア一号')
        self.assertIn('is closed', head.get(one).text)
        self.assertNotIn('Edit', [a.get_text() for a in head.get(one).soup.find_all('a')])
        form = head.get(one + '/edit').form(one + '/edit')
        self.assertEqual(403, head.send(form, name='変えた').status)
        self.assertNotIn('変えた', head.get(one).text)

    def test_3_the_one_successor_takes_over(self):
        head, one = self.heads['isan'], self.record('管財カナリア一号')
        page = head.get(head.get(one).link('Take over'))
        form = page.form('/takeover')
        name = form.find('select')['name']
        to = form.find_all('option')[1]['value']
        stale = {name[:-1] + '9': to}
        self.assertEqual(409, head.send(form, **stale).status)
        self.assertEqual(403, head.send(form, all=to).status)
        self.assertIn('Saved', head.send(form, **{name: to}).text)
        self.assertIn('財産契約課', head.get(one).text)
        self.assertEqual(200, head.send(head.get(one + '/edit').form(one + '/edit'), opens='金庫').status)
        self.assertIn('管財課', head.get('/ledgers/keys?on=2025-03-31').text)
        self.assertEqual({'情報'}, self.seen(self.heads['kikaku']))

    def test_4_of_a_divided_one_the_secretariat_decides(self):
        where = self.takeover('情報課')
        self.assertIn('secretariat decides', self.heads['kikaku'].get(where).text)
        page = self.office.get(where)
        form = page.soup.find_all('form', method='post')[-1]
        chosen = {s['name']: s.find_all('option')[n]['value'] for n, s in enumerate(form.find_all('select'), 1)}
        self.assertEqual(2, len(chosen))
        self.assertEqual(403, self.heads['kikaku'].send(form, **chosen).status)
        self.assertIn('Everything is taken over', self.office.send(form, **chosen).text)
        # from now on each sees the own one alone; the judgements of the whole stay with both
        mine = self.heads['kikaku'].get('/ledgers/keys').text
        self.assertIn('三号', mine)
        self.assertNotIn('四号', mine)
        self.assertEqual(404, self.heads['kikaku'].get(self.record('情報カナリア四号')).status)
        self.assertNotIn('四号', self.heads['kikaku'].get('/ledgers/keys?on=2025-03-31').text)

    def test_5_pages_as_of_a_day(self):
        march, april = (self.office.get('/audits/R6/stats?on=' + day) for day in ('2025-03-31', '2025-04-01'))
        rows = {row[0]: row[2] for row in april.table()[1:]}
        self.assertEqual('2', rows['財産契約課'])
        self.assertIn('契約課', [row[0] for row in march.table()])
        for page in (march, april):
            for a in page.soup.main.select('table.results a'):
                there = self.office.get(a['href'])
                self.assertEqual(200, there.status, a['href'])
        link = next(a['href'] for a in april.soup.main.select('table.results tbody a') if a.get_text() == '2')
        self.assertEqual(3, len(self.office.get(link).table()))
        report = self.office.get('/audits/R6/report?on=2025-04-01')
        self.assertIn('財産契約課', report.text)
        self.assertIn('no date', self.office.get('/audits/R6/stats?on=mirai').text)


if __name__ == '__main__':
    unittest.main()
