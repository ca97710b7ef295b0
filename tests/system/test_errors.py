"""Forty planted errors of a dozen kinds in each of nine files: reported exactly, nothing stored."""
import itertools
import random

import city
import openpyxl
from kageyu import INVALID, Case, write_table

AUDIT = 'R6'
PLANTED = 40
COUNTER = itertools.count(1001)
FORMULA = '=1+1'  # written by openpyxl without a stored result


def set_to(column, *values):
    """A kind of error: one of these values in that column."""
    return lambda rng, row, rows: (row.update({column: rng.choice(values)}), column)[1]


def repeat(column, *key):
    """A kind of error: the key of an earlier, good row."""
    def plant(rng, row, rows):
        row.update({name: rows[0][name] for name in key})
        return column
    return plant


def both(column, **values):
    """A kind of error: these values together; # stands for a number that no other row has."""
    def plant(rng, row, rows):
        number = str(next(COUNTER))
        row.update({name: value.replace('#', number) for name, value in values.items()})
        return column
    return plant


UNIT_ERRORS = [
    set_to('code', ''), both('code', code='1' * 29 + '#'), set_to('name', ''), set_to('name', '課' * 201),
    set_to('order', '三番', '1.5', '-'), set_to('valid_from', '昨年', '2024/2/30', '平成31年5月1日'),
    set_to('valid_to', '4月1日', '2024-13-01', '令和元年4月30日'),
    both('valid_to', valid_from='2020-04-01', valid_to='2020-03-31'),
    set_to('parent_code', '999999', '実在しない部'), repeat('code', 'code', 'valid_from'),
    both('parent_code', parent_code='SELF'), both('valid_from', code='900001', valid_from='#-04-01'),
]
CRITERIA_ERRORS = [
    set_to('mandatory', '多分', '？', '2'), repeat('no', 'catalog', 'no'), set_to('no', ''),
    both('title', title='', requirement=''),
]
JUDGEMENT_ERRORS = [
    set_to('level', '6', '０', '○', '4か3', '3.5', '-1', '良'), set_to('unit_code', ''),
    both('unit_code', unit_code='99#'), both('unit_code', unit_code='0000#'), set_to('catalog', ''), set_to('catalog', '無い表'),
    set_to('no', ''), set_to('no', '99', '1-1'), set_to('judged_on', '11/13', '11月13日'),
    set_to('judged_on', '2024/11/31', '令和6年13月1日'), set_to('judged_on', '平成31年5月1日', '令和元年4月30日'),
    set_to('judged_on', 'きのう', '-'), repeat('no', 'unit_code', 'catalog', 'no'),
    both('no', unit_code='000052', no='29'),  # exists, but is not asked of that section
]
# only a workbook can hold these
XLSX_ERRORS = {'units': [set_to('name', FORMULA), set_to('kind', '#REF!')],
               'criteria': [set_to('title', FORMULA), set_to('remarks', '#N/A'), set_to('no', FORMULA)],
               'judgements': [set_to('level', FORMULA), set_to('comment', '#VALUE!')]}


class TestErrors(Case):
    separate, weight = True, 2

    def setUp(self):
        super().setUp()
        self.data = self.new()
        rng = random.Random(7)
        units = [city.unit(f'{n:06d}', f'第{n}課', order=str(n), parent_code='800000')
                 for n in range(1, 53)]
        units += [city.unit('800000', '全部', kind='部', order='0'),
                  city.unit('900001', '既にある課', order='999')]
        items = [city.item('点検', f'A.{n}') for n in range(1, 30)] + [city.item('番号', str(n)) for n in range(1, 30)]
        self.data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, units))
        self.data.take('criteria', self.csv('c.csv', city.CRITERIA_COLUMNS, items))
        self.data.make_audit(AUDIT, [('1', 'internal')])
        rows = [city.judgement(u['code'], '番号', i['no'], rng.choice(['3', '4', '5', '対象外']))
                for u in units[:52] for i in items[29:] if (u['code'], i['no']) != ('000052', '29')]
        self.data.take('judgements', self.csv('j.csv', city.JUDGEMENT_COLUMNS, rows), '--audit', AUDIT)
        self.judgements = rows

    def plant(self, rng, rows, kinds):
        """Spoils 40 rows, each kind at least twice where there are 20 or fewer; {(row, column)}."""
        places = rng.sample(range(1, len(rows)), PLANTED)
        planted = set()
        good = [rows[0]]
        for number, place in enumerate(places):
            row = rows[place]
            column = kinds[number % len(kinds)](rng, row, good)
            if row.get('parent_code') == 'SELF':
                row['parent_code'] = row['code']
            planted.add((place + 2, column))
        return planted

    def check(self, kind, columns, rows, form, *options):
        rng = random.Random(f'{kind} {form}')
        rows = [dict(row) for row in rows]
        kinds = {'units': UNIT_ERRORS, 'criteria': CRITERIA_ERRORS, 'judgements': JUDGEMENT_ERRORS}[kind]
        if form == 'xlsx':
            kinds = kinds + XLSX_ERRORS[kind]
        planted = self.plant(rng, rows, kinds)
        good = [row for place, row in enumerate(rows) if place + 2 not in {r for r, _ in planted}]
        file = write_table(self.file(f'{kind}.{form}'), columns, rows, form)
        if form == 'xlsx':
            error_cells(file)
        before, trail = self.everything(), self.trail_length()
        for extra in (['--dry-run'], []):
            status, taken = self.data.try_take(kind, file, *options, *extra)
            self.assertEqual(INVALID, status)
            self.assertEqual(planted, {(e['row'], e['column']) for e in taken['errors']})
            self.assertEqual(PLANTED, len(taken['errors']), taken['errors'])
            self.assertEqual((len(rows), PLANTED), (taken['rows'], taken['rejected']))
            self.assertFalse(taken['stored'])
            self.assertTrue(all(e['message'] for e in taken['errors']))
        self.assertEqual(before, self.everything())
        self.assertEqual(trail, self.trail_length())
        self.check_partial(kind, file, columns, good, *options)

    def check_partial(self, kind, file, columns, good, *options):
        """--partial keeps the good rows, says so, and still does not end as if all were well."""
        status, taken = self.data.try_take(kind, file, '--partial', *options)
        self.assertNotEqual(0, status)
        self.assertTrue(taken['stored'])
        self.assertEqual(PLANTED, taken['rejected'])
        again = self.data.take(kind, self.csv('good.csv', columns, good), *options)
        self.assertEqual(len(good), again['unchanged'])
        self.assert_sound(self.data)

    def everything(self):
        return [self.data.give(kind) for kind in ('units', 'criteria', 'judgements')]

    def trail_length(self):
        return self.data.sql('SELECT count(*) FROM trail;\n')

    def units(self, form):
        rows = [city.unit(f'1{n:05d}', f'新{n}課', order=str(1000 + n), parent_code='800000')
                for n in range(1, 201)]
        self.check('units', city.UNIT_COLUMNS, rows, form)

    def criteria(self, form):
        rows = [city.item('新しい点検', f'B.{n}') for n in range(1, 201)]
        self.check('criteria', city.CRITERIA_COLUMNS, rows, form)

    def judgement_file(self, form):
        rows = [dict(row, level='3', comment='直した。') for row in self.judgements[:600]]
        self.check('judgements', city.JUDGEMENT_COLUMNS, rows, form, '--audit', AUDIT)


def error_cells(file):
    """Texts such as #REF! become error values, as Excel stores them."""
    book = openpyxl.load_workbook(file)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value in openpyxl.cell.cell.ERROR_CODES:
                cell.data_type = 'e'
    book.save(file)


def add_test(name, method, form):
    def test(self):
        getattr(self, method)(form)
    setattr(TestErrors, name, test)


for _method, _kind in (('units', 'units'), ('criteria', 'criteria'), ('judgement_file', 'judgements')):
    for _form in ('cp932', 'utf-8-sig', 'xlsx'):
        add_test(f'test_{_kind}_{_form.replace("-", "_")}', _method, _form)
