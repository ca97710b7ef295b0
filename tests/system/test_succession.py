"""A merger of two sections and a split of a third on 1 April: 31 March and 1 April are both right."""
import city
from kageyu import FORMATS, INVALID, Case

MARCH, APRIL = '2025-03-31', '令和7年4月1日'
CLOSED = {'valid_to': '2025-03-31'}
NEW = {'valid_from': '2025-04-01'}
UNITS = [
    city.unit('100000', '総務部', kind='部', order='1'),
    city.unit('100100', '管財課', parent_code='100000', order='2', successors='100400', **CLOSED),
    city.unit('100200', '契約課', parent_code='100000', order='3', successors='100400', **CLOSED),
    city.unit('100300', '情報課', parent_code='100000', order='4', successors='100500|100600', **CLOSED),
    city.unit('100400', '財産契約課', parent_code='100000', order='5', **NEW),
    city.unit('100500', '企画情報課', parent_code='100000', order='6', **NEW),
    city.unit('100600', '統計課', parent_code='100000', order='7', **NEW),
    city.unit('100700', '会計課', parent_code='100000', order='8')]
LEVELS = {'100100': '443', '100200': '422', '100300': '344', '100700': '444'}
KEPT = {'管財課': ['1'], '契約課': ['2', '3'], '情報課': ['4', '5'], '会計課': ['6']}
ASSETS = ['番号', '所管課', '情報資産の名称']
OLD = ['管財課', '契約課', '情報課', '会計課']
NOW = ['情報課 → 企画情報課・統計課', '財産契約課', '会計課']  # in display order of their rows


class TestSuccession(Case):
    weight = 2

    def setUp(self):
        super().setUp()
        self.data = d = self.new()
        # as last year knew them: what follows is not known yet
        before = [dict(u, valid_to='', successors='') for u in UNITS if u['valid_from'] != '2025-04-01']
        columns = city.UNIT_COLUMNS + ['successors']
        d.take('units', self.csv('u.csv', columns, before))
        d.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, [city.item('資産', str(n)) for n in (1, 2, 3)]))
        d.make_audit('R6', [('1', 'internal')])
        d.take('judgements', self.csv('j.csv', city.JUDGEMENT_COLUMNS, [
            city.judgement(code, '資産', str(no), level) for code, levels in LEVELS.items()
            for no, level in enumerate(levels, 1)]), '--audit', 'R6', '--part', '1')
        d.take('assets', self.csv('a.csv', ASSETS, [
            dict(zip(ASSETS, (no, unit, f'{unit}の台帳{no}'))) for unit, nos in KEPT.items() for no in nos]))
        d.take('units', self.csv('u2.csv', columns, UNITS))

    def stats(self, audit, *options):
        return self.data.audit('stats', audit, '--json', *options).json

    def kept(self, *options):
        out = {}
        for row in self.data.rows('assets', *options):
            out.setdefault(row['所管課'], []).append(row['番号'])
        return out

    def number(self, no):
        return next(row['記録番号'] for row in self.data.rows('assets') if row['番号'] == no)

    def test_both_days(self):
        d = self.data
        march, april, plain = self.stats('R6', '--as-of', MARCH), self.stats('R6', '--as-of', APRIL), self.stats('R6')
        self.assertEqual(plain, march)
        self.assertEqual(OLD, [t['unit'] for t in march['targets']])
        self.assertEqual(NOW, [t['unit'] for t in april['targets']])
        self.assertEqual([3, 3, 3, 3], [t['total'] for t in march['targets']])
        self.assertEqual([3, 6, 3], [t['total'] for t in april['targets']])
        self.assertEqual(march['total'], april['total'])
        # (4+4+3 + 4+2+2) / 6, and last year's three of each
        self.assertEqual('3.17', april['targets'][1]['mean'])
        self.assertEqual(['3.67', '2.67', '3.67', '4.00'], [t['mean'] for t in march['targets']])
        # a section counts once for an item, also where two of them were merged
        self.assertEqual([[(4, 1), (4, 1), (4, 2)], [(3, 1), (3, 1), (3, 1)]],
                         [[(i['asked'], i['detected']) for i in s['items']] for s in (march, april)])
        # the same in the report, and in the list of detections
        for day, here, gone in ((MARCH, '契約課', '財産契約課'), (APRIL, '財産契約課', '会計管財課')):
            self.data.ok('report', 'R6', '--as-of', day, '-o', self.folder / 'r.md')
            text = (self.folder / 'r.md').read_text(encoding='utf-8')
            self.assertIn(here, text)
            self.assertNotIn(gone, text)
            self.assertIn('3月31日の組織による' if day == MARCH else '4月1日の組織による', text)
        self.assertNotIn('管財課', text.replace('財産契約課', ''))
        d.ok('report', 'R6', '--detections', '--as-of', APRIL, '-o', self.folder / 'd.md')
        listed = (self.folder / 'd.md').read_text(encoding='utf-8')
        self.assertEqual(3, listed.count('財産契約課'))
        self.assertEqual(1, listed.count('情報課 → 企画情報課・統計課'))
        # the organisation, and the ledger
        self.assertEqual(['100000', '100100', '100200', '100300', '100700'],
                         [u['code'] for u in d.rows('units', '--as-of', MARCH)])
        self.assertEqual(['100000', '100400', '100500', '100600', '100700'],
                         [u['code'] for u in d.rows('units', '--as-of', APRIL)])
        self.assertEqual(KEPT, self.kept('--as-of', MARCH))
        self.assertEqual({'財産契約課': ['1', '2', '3'], NOW[0]: ['4', '5'], '会計課': ['6']},
                         self.kept('--as-of', APRIL))

    def test_taken_over(self):
        d = self.data
        self.assertEqual({'records': 1}, d.ok('takeover', '100100', '100400', '--json').json)
        self.assertEqual({'records': 2}, d.ok('takeover', '100200', '100400', '--json').json)
        self.assertEqual({'records': 0}, d.ok('takeover', '100200', '100400', '--json').json)
        one = ('--ledger', 'assets', '--record')
        self.assertEqual({'records': 1}, d.ok('takeover', '100300', '100500', *one, self.number('4'), '--json').json)
        self.assertEqual({'records': 1}, d.ok('takeover', '100300', '100600', *one, self.number('5'), '--json').json)
        # to nobody but those who came after
        self.assertEqual(INVALID, d.run('takeover', '100300', '100700').status)
        now = {'財産契約課': ['1', '2', '3'], '企画情報課': ['4'], '統計課': ['5'], '会計課': ['6']}
        self.assertEqual(now, self.kept())
        # the day before it was handed over is today's eve: both days of the reorganisation stand
        self.assertEqual(KEPT, self.kept('--as-of', MARCH))
        self.assertEqual({'財産契約課': ['1', '2', '3'], NOW[0]: ['4', '5'], '会計課': ['6']},
                         self.kept('--as-of', APRIL))
        self.assert_sound(d)

    def test_last_year_beside(self):
        d = self.data
        d.audit('copy', 'R6', 'R7')
        d.take('judgements', self.csv('j7.csv', city.JUDGEMENT_COLUMNS, [
            city.judgement(code, '資産', str(no), '4') for code in ('100400', '100500', '100600', '100700')
            for no in (1, 2, 3)]), '--audit', 'R7', '--part', '1')
        got = {t['unit']: t['previous_mean'] for t in self.stats('R7')['targets']}
        self.assertEqual({'財産契約課': '3.17', '企画情報課': '3.67', '統計課': '3.67', '会計課': '4.00'},
                         {k: got[k] for k in ('財産契約課', '企画情報課', '統計課', '会計課')})
        self.assertEqual('3.50', self.stats('R7')['total']['previous_mean'])
        self.assertIsNone(self.stats('R6')['total']['previous_mean'])
