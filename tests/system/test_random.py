"""Twenty random audits, computed a second time; one changed judgement moves what it must."""
import random
from collections import Counter

import city
import readers
import recompute
from kageyu import FORMATS, Case

AUDIT = 'A'
AUDITS = 20


class TestRandom(Case):
    separate, weight = True, 4

    def build(self, seed):
        """An installation with the audit of that seed; also remembers it as plain data."""
        rng = random.Random(seed)
        self.rng = rng
        self.units, self.criteria, self.rows = city.random_audit(rng)
        self.parts = sorted({row['part'] for row in self.rows})
        self.data = self.new()
        self.data.take('units', self.csv('units.csv', city.UNIT_COLUMNS, rng.sample(
            self.units, len(self.units))))
        self.data.take('criteria', self.csv('criteria.csv', city.CRITERIA_COLUMNS, self.criteria))
        self.data.make_audit(AUDIT, [(part, 'internal') for part in self.parts])
        shuffled = rng.sample(self.rows, len(self.rows))
        taken = self.data.take('judgements', self.csv(
            'judgements.csv', ['part', *city.JUDGEMENT_COLUMNS], shuffled), '--audit', AUDIT)
        self.assertEqual(len(self.rows), taken['created'])

    def expected(self):
        """Catalogues stand in the order in which they came; only those that are asked."""
        asked = {row['catalog'] for row in self.rows}
        self.catalogs = [name for name in dict.fromkeys(i['catalog'] for i in self.criteria)
                         if name in asked]
        self.order = [u['code'] for u in self.units]
        return recompute.statistics(self.rows, self.parts, self.order, self.catalogs)

    def check_stats(self, want):
        got = self.data.stats(AUDIT)
        self.assertEqual(want['detections'], got['detections'])
        for key in ('total', 'targets'):
            self.assertEqual(want[key], only(want[key], got[key]), key)
        self.assertEqual(len(want['parts']), len(got['parts']))
        for mine, theirs in zip(want['parts'], got['parts']):
            self.assertEqual(mine, only(mine, theirs))
        items = {(i['catalog'], i['no']): (i['asked'], i['detected']) for i in got['items']}
        self.assertEqual(recompute.items(self.rows), items)
        names = {u['code']: u['name'] for u in self.units}
        for part in got['parts']:
            self.assertEqual([names[t['unit_code']] for t in part['targets']],
                             [t['unit'] for t in part['targets']])

    def printed(self, stats):
        names = {u['code']: u['name'] for u in self.units}
        return [[recompute.printed_row(names[t['unit_code']], t, self.catalogs)
                 for t in part['targets']] +
                [recompute.printed_row('合計', part['total'], self.catalogs)]
                for part in stats['parts']]

    def read_reports(self, stats):
        """{format: result tables}, and of the formats with tables all their rows."""
        tables, self.all_rows = {}, {}
        for form in FORMATS:
            path = self.data.report(AUDIT, form, self.file(f'report.{form}'))
            tables[form] = readers.results(path, form)
            self.all_rows[form] = readers.all_rows(path, form)
            text = readers.text(path, form)
            if form != 'xlsx':
                for number, sign in ((stats['total']['total'], '項目'), (stats['detections']['total'], '件')):
                    self.assertRegex(text, f'(?<![0-9,.]){number:,}{sign}', form)
            if form != 'pdf':
                for table in tables[form]:
                    header = [readers.RESULT_FIRST, *self.catalogs, '総監査項目数', '1', '2', '3',
                              '4', '5', readers.RESULT_LAST]
                    self.assertEqual(header, table.pop(0), form)
        return tables

    def change_one(self):
        """Imports one row with another level."""
        row = self.rng.choice(self.rows)
        row['level'] = self.rng.choice([level for level in (*recompute.LEVELS, '対象外')
                                        if level != row['level']])
        row['comment'] = '再判定した。'
        taken = self.data.take('judgements', self.csv(
            'one.csv', ['part', *city.JUDGEMENT_COLUMNS], [row]), '--audit', AUDIT)
        self.assertEqual((1, 0, 1, 0, 0), tuple(taken[key] for key in (
            'rows', 'created', 'updated', 'unchanged', 'rejected')))
        return row

    def one_audit(self, seed):
        self.build(seed)
        first = self.expected()
        self.check_stats(first)
        before, tables = self.printed(first), self.read_reports(first)
        rows = self.all_rows
        for form in FORMATS:
            self.assertEqual(before, tables[form], form)
        changed = self.change_one()
        second = self.expected()
        self.check_stats(second)
        after, again = self.printed(second), self.read_reports(second)
        moved = difference(before, after)
        self.assertTrue(moved)
        for form in FORMATS:
            self.assertEqual(moved, difference(tables[form], again[form]), form)
            self.check_other_rows(changed, rows[form], self.all_rows[form], form)

    def check_other_rows(self, changed, before, after, form):
        """Rows of any other table moved only if they are about the section, the item or a sum."""
        name = next(u['name'] for u in self.units if u['code'] == changed['unit_code'])
        before, after = (Counter(map(tuple, rows)) for rows in (before, after))
        for row in (before - after) + (after - before):
            # 多くの所属に共通する事項 may come or go, and with it the numbers of the tables below
            comes_or_goes = row[0] in ('監査項目集', '表') or row[-1] == '単位：所属、％'
            self.assertTrue(name in row or '合計' in row or comes_or_goes or
                            row[0] == changed['catalog'] and changed['no'] in row, (form, row))


def only(want, got):
    """got without the keys that want does not have; lists element by element."""
    if isinstance(want, dict) and isinstance(got, dict):
        return {key: only(want[key], value) for key, value in got.items() if key in want}
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        return [only(w, g) for w, g in zip(want, got)]
    return got


def difference(before, after):
    """{(table, row, column): (old, new)} of two lists of tables of equal shape."""
    cells = [{(t, r, c): cell for t, table in enumerate(tables) for r, row in enumerate(table)
              for c, cell in enumerate(row)} for tables in (before, after)]
    return {place: (cells[0].get(place), cells[1].get(place))
            for place in cells[0].keys() | cells[1].keys()
            if cells[0].get(place) != cells[1].get(place)}


def add_audit(seed):
    def test(self):
        self.one_audit(seed)
    setattr(TestRandom, f'test_audit_{seed:02d}', test)


for number in range(1, AUDITS + 1):
    add_audit(number)
