"""kageyu rules: what is wrong in the ledgers is listed, once, and settled when it is put right."""
import city
from kageyu import Case

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
        first = self.look()
        self.assertEqual((1, 0), (first['opened'], first['closed']))
        alert = first['alerts'][0]
        self.assertEqual(('key-open-at-night', 'middle', '総務課', 'keys', '書庫の鍵'),
                         tuple(alert[k] for k in ('rule', 'severity', 'unit', 'ledger', 'subject')))
        again = self.look()
        self.assertEqual((0, 0, 1), (again['opened'], again['closed'], again['same']))
        self.assertEqual(first['alerts'], again['alerts'])
        self.keys('有')
        done = self.look()
        self.assertEqual((0, 1, []), (done['opened'], done['closed'], done['alerts']))
        self.assert_sound(self.data)

    def test_read_by_people(self):
        self.keys('無')
        text = self.data.ok('rules').out.decode('utf-8')
        self.assertIn('[中] 総務課　書庫の鍵：夜間に施錠されない鍵', text)
        self.assertIn('未解消の気づきは1件', text)
