"""Counts that add up over 1,508 rows, and exports that give the same city again."""
import random

import city
from kageyu import INVALID, Case, Kageyu

ROWS = 1508  # 52 sections × 29 items
AUDIT = 'R6'
COUNTS = ('created', 'updated', 'unchanged', 'rejected')


class TestCounts(Case):
    separate, weight = True, 3

    def setUp(self):
        super().setUp()
        self.rng = random.Random(1508)
        self.data = self.new()

    def assert_counts(self, taken, *counts):
        self.assertEqual(ROWS, taken['rows'])
        self.assertEqual(counts, tuple(taken[key] for key in COUNTS))
        self.assertEqual(ROWS, sum(taken[key] for key in COUNTS))

    def check(self, kind, columns, rows, change, spoil, *options):
        """All new; all known; then 500 changed, 8 wrong, the rest known, first tried, then kept."""
        file = self.csv('first.csv', columns, rows)
        dry = self.data.take(kind, file, '--dry-run', *options)
        self.assert_counts(dry, ROWS, 0, 0, 0)
        self.assertFalse(dry['stored'])
        self.assertEqual(0, len(self.data.rows(kind)))
        self.assert_counts(self.data.take(kind, file, *options), ROWS, 0, 0, 0)
        self.assertEqual(ROWS, len(self.data.rows(kind)))
        again = self.data.take(kind, file, *options)
        self.assert_counts(again, 0, 0, ROWS, 0)
        chosen = self.rng.sample(range(ROWS), 508)
        mixed = [dict(row) for row in rows]
        for place in chosen[:500]:
            mixed[place].update(change)
        for place in chosen[500:]:
            mixed[place].update(spoil)
        file = self.csv('mixed.csv', columns, mixed)
        before = self.data.give(kind)
        status, taken = self.data.try_take(kind, file, *options)
        self.assertEqual(INVALID, status)
        self.assert_counts(taken, 0, 500, 1000, 8)
        self.assertFalse(taken['stored'])
        self.assertEqual(before, self.data.give(kind))
        status, taken = self.data.try_take(kind, file, '--partial', *options)
        self.assertNotEqual(0, status)
        self.assert_counts(taken, 0, 500, 1000, 8)
        self.assertTrue(taken['stored'])
        kept = [mixed[place] if place in chosen[:500] else rows[place] for place in range(ROWS)]
        self.assert_counts(self.data.take(kind, self.csv('kept.csv', columns, kept), *options),
                           0, 0, ROWS, 0)
        self.assert_sound(self.data)

    def test_judgements(self):
        units = [city.unit(f'{n:06d}', f'第{n}課', order=str(n)) for n in range(1, 53)]
        items = [city.item('点検', str(n)) for n in range(1, 30)]
        self.data.take('units', self.csv('units.csv', city.UNIT_COLUMNS, units))
        self.data.take('criteria', self.csv('criteria.csv', city.CRITERIA_COLUMNS, items))
        self.data.make_audit(AUDIT, [('1', 'internal')])
        rows = [city.judgement(unit['code'], '点検', item['no'], self.rng.choice('45'))
                for unit in units for item in items]
        self.rng.shuffle(rows)
        self.check('judgements', city.JUDGEMENT_COLUMNS, rows,
                   {'level': '2', 'comment': '手順が守られていない。'}, {'level': '9'}, '--audit', AUDIT)

    def test_units(self):
        rows = [city.unit(f'{n:06d}', f'第{n}係', order=str(n), kind='係') for n in range(1, ROWS + 1)]
        self.check('units', city.UNIT_COLUMNS, rows, {'kind': '課'}, {'valid_to': '2024/2/30'})

    def test_criteria(self):
        rows = [city.item(f'点検{n % 4}', str(n)) for n in range(1, ROWS + 1)]
        rows.sort(key=lambda row: row['catalog'])
        self.check('criteria', city.CRITERIA_COLUMNS, rows, {'remarks': '改めた。'}, {'mandatory': '多分'})

    def test_new_and_changed_and_wrong(self):
        """All four counts in one file."""
        known = [city.unit(f'{n:06d}', f'第{n}係') for n in range(1, 1001)]
        self.data.take('units', self.csv('known.csv', city.UNIT_COLUMNS, known))
        rows = [dict(row, name=row['name'] + '甲') for row in known[:300]] + known[300:1000]
        rows += [city.unit(f'{n:06d}', f'第{n}係') for n in range(1001, ROWS - 7)]
        rows += [city.unit('', '名のみ')] * 8
        self.rng.shuffle(rows)
        status, taken = self.data.try_take('units', self.csv('all.csv', city.UNIT_COLUMNS, rows))
        self.assertEqual(INVALID, status)
        self.assert_counts(taken, 500, 300, 700, 8)


class TestExport(Case):
    """Export, load into an empty place, export again: the same bytes, no column empty."""
    separate, weight = True, 2

    def test_all_kinds(self):
        first = city.full_city(self.new('first'), self.folder)
        exports = {}
        for kind in city.EXPORT_KINDS:
            exports[kind] = first.give(kind)
            rows = first.rows(kind)
            self.assertTrue(rows, kind)
            for column in rows[0]:
                self.assertTrue(any(row[column] for row in rows), f'{kind}: {column} is never filled')
        second = city.full_city(self.new('second'), self.folder, fill=False)
        self.load(second, exports)
        for kind in city.EXPORT_KINDS:
            self.assertEqual(exports[kind], second.give(kind), kind)
        self.assert_sound(second)

    def load(self, data: Kageyu, exports):
        for kind in city.EXPORT_KINDS:
            file = self.file(f'{kind}.csv')
            file.write_bytes(exports[kind])
            taken = data.take(kind, file)
            self.assertEqual((taken['rows'], 0), (taken['created'], taken['rejected']), kind)
            taken = data.take(kind, file)
            self.assertEqual(taken['rows'], taken['unchanged'], kind)

    def test_all_kinds_by_xlsx(self):
        """The same through workbooks, whose cells are typed."""
        first = city.full_city(self.new('first'), self.folder)
        second = city.full_city(self.new('second'), self.folder, fill=False)
        for kind in city.EXPORT_KINDS:
            file = self.file(f'{kind}.xlsx')
            first.ok('export', kind, '-o', file)
            second.take(kind, file)
        for kind in city.EXPORT_KINDS:
            self.assertEqual(first.give(kind), second.give(kind), kind)
