"""kageyu rules: what is wrong in the ledgers is listed, once, and settled when it is put right."""
import city
from kageyu import USAGE, Case

KEYS = ['所管課', '番号', '鍵・カードの名称', '開けるもの', '夜間の施錠保管']


class TestRules(Case):
    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', self.csv('u.csv', city.UNIT_COLUMNS,
                                         [city.unit('000001', '総務課', order='1')]))

    def keys(self, locked):
        row = dict(zip(KEYS, ['総務課', '1', '書庫の鍵', '書庫', locked]))
        self.data.take('keys', self.csv('k.csv', KEYS, [row]))

    def look(self):
        return self.data.ok('rules', '--json').json

    def test_noticed_kept_settled(self):
        self.keys('無')
        first = self.look()  # the import has looked already
        self.assertEqual((0, 0, 1), (first['opened'], first['closed'], first['same']))
        alert = first['alerts'][0]
        self.assertEqual(('key-open-at-night', 'middle', '総務課', 'keys', '書庫の鍵'),
                         tuple(alert[k] for k in ('rule', 'severity', 'unit', 'ledger', 'subject')))
        again = self.look()
        self.assertEqual((0, 0, 1), (again['opened'], again['closed'], again['same']))
        self.assertEqual(first['alerts'], again['alerts'])
        self.keys('有')
        done = self.look()
        self.assertEqual((0, 0, []), (done['opened'], done['closed'], done['alerts']))
        self.assertEqual([[alert['since']]], self.data.sql('SELECT closed_on FROM assertion'))
        self.assert_sound(self.data)

    def test_looked_at_as_of_another_day(self):
        """What time alone brings up: a run finds it, and takes it back where the day was wrong."""
        row = dict(zip(['所管課', '番号', '情報資産の名称', '保存期限'], ['総務課', '1', '名簿', '2041-03-31']))
        self.data.take('assets', self.csv('a.csv', list(row), [row]))
        self.assertEqual([], self.look()['alerts'])
        late = self.data.ok('rules', '--as-of', '2041-04-01', '--json').json
        self.assertEqual([('retention-passed', '2041-04-01')],
                         [(a['rule'], a['since']) for a in late['alerts']])
        self.assertEqual(1, self.look()['closed'])
        self.assert_refused(self.data.run('rules', '--as-of', 'someday'), USAGE)

    def test_read_by_people(self):
        self.keys('無')
        text = self.data.ok('rules').out.decode('utf-8')
        self.assertIn('[中] 総務課　書庫の鍵：夜間に施錠されない鍵', text)
        self.assertIn('未解消の気づきは1件', text)
