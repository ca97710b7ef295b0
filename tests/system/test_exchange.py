"""Who holds which duty, and what was handed out and acknowledged: in and out as files."""
from kageyu import INVALID, Case

PEOPLE = (('1001', '佐藤 花子', '010100'), ('1002', '鈴木 一郎', '010200'), ('1003', '髙橋 学', '010200'))
APPOINTMENTS = ('責任者等', '所属コード', '職員番号', '氏名', '任命日', '終了日', '承知した日')
DISTRIBUTIONS = ('規程', '配付日', '同じ日の何回目', '改正日', '確認の期限', '変更点', '文書の場所', '所属長だけ', '配付先',
                 '終了日')
ACKNOWLEDGEMENTS = ('規程', '配付日', '同じ日の何回目', '利用者ID', '氏名', '確認した日')
NOT_AT_HAND = ('規程', '配付日', '所属コード', '分かった日', '備考')
KINDS = ('appointments', 'distributions', 'acknowledgements', 'not-at-hand')

HELD = (('ciso', '', '1001', '佐藤花子', '2026-04-01', '', '2026-04-02'),
        # before anything is known of the person
        ('情報セキュリティ管理者', '010200', '1002', '', '令和2年4月1日', 'R5.3.31', ''),
        ('情報セキュリティ管理者', '010200', '1002', '鈴木一郎', '2024/4/1', '', '2024/4/3'),
        ('情報セキュリティ管理者', '010100', '1001', '', '2026-04-01', '', ''),
        ('section', '010300', '1003', '高橋学', '2024-04-01', '2025-03-31', '2024-05-01'))
HANDED = (('P-1', '2026-04-01', '', '2026-03-20', '2026-04-30', '新しくした', '共有/規程', '', '', ''),
          ('P-1', '2026-09-01', '', '2026-08-20', '2026-09-30', '罰則', '共有/規程', '○', '010100|010200', ''),
          ('手順', '2026-05-01', '', '', '2026-05-31', '', '', '', '', '2026-06-30'),
          ('手順', '2026-07-01', '1', '', '2026-07-31', '', '', '', '', ''),
          ('手順', '2026-07-01', '2', '', '2026-07-31', '場所を直した', '', '', '', ''))
READ = (('P-1', '2026-04-01', '', '1001', '佐藤花子', '2026-04-05'),
        ('対策基準', '2026-04-01', '', '1002', '', '令和8年4月20日'),
        ('手順', '2026-07-01', '2', '1001', '', '2026-07-02'))
MISSING = (('P-1', '2026-09-01', '010200', '2026-10-05', '引き継いでいない'),
           ('手順', '2026-05-01', '010300', '2025-03-01', '統合の前'))


class TestExchange(Case):
    weight = 3

    def setUp(self):
        super().setUp()
        self.data = self.town('data')

    def town(self, name):
        data = self.new(name)
        data.take('units', self.table('units.csv', ('コード', '名称', '上位コード', '開始日', '終了日'),
                                      (('010000', '総務部', '', '', ''), ('010100', '総務課', '010000', '', ''),
                                       ('010200', '税務課', '010000', '', ''),
                                       ('010300', '用度課', '010000', '', '2025-03-31'))))
        data.take('people', self.table('people.csv', ('職員番号', '氏名', '所属コード'), PEOPLE),
                  '--as-of', '2024-04-01')
        data.take('policies', self.table('policies.csv', ('所管課', '番号', '規程', '改正日'),
                                         (('総務課', 'P-1', '対策基準', '2026-08-20'),
                                          ('総務課', 'P-2', '手順', ''))))
        for number, person, unit in PEOPLE:
            data.user('add', number, person, '--role', 'head', '--unit', unit)
        return data

    def table(self, name, header, rows):
        return self.csv(name, header, [dict(zip(header, row)) for row in rows])

    def fill(self, data):
        for kind, header, rows in (('appointments', APPOINTMENTS, HELD), ('distributions', DISTRIBUTIONS, HANDED),
                                   ('acknowledgements', ACKNOWLEDGEMENTS, READ),
                                   ('not-at-hand', NOT_AT_HAND, MISSING)):
            taken = data.take(kind, self.table(f'{kind}.csv', header, rows))
            self.assertEqual((len(rows), len(rows), 0, []),
                             (taken['rows'], taken['created'], taken['rejected'], taken['notes']), kind)

    def test_there_and_back(self):
        self.fill(self.data)
        held = self.data.rows('appointments')
        self.assertIn({'duty': '情報セキュリティ管理者', 'unit_code': '010200', 'number': '1002', 'name': '鈴木 一郎',
                       'valid_from': '2024-04-01', 'valid_to': '', 'acknowledged_on': '2024-04-03'}, held)
        self.assertEqual(5, len(held))
        self.assertEqual(['1003', '1002'], [row['number'] for row in self.data.rows(
            'appointments', '--as-of', '2025-03-31')][::-1])
        handed = self.data.rows('distributions')
        # the earlier ones of a document have ended, unless the file says when
        self.assertEqual(['2026-09-01', '', '2026-06-30', '2026-07-01', ''], [row['closed_on'] for row in handed])
        self.assertEqual(['', '', '', '', '2'], [row['nth'] for row in handed])
        self.assertEqual(('対策基準', '○', '010100|010200'),
                         tuple(handed[1][key] for key in ('policy', 'heads_only', 'units')))
        other = self.town('other')
        for kind in KINDS:
            for ending in ('csv', 'xlsx'):
                file = self.file(f'{kind}-out.{ending}')
                self.data.ok('export', kind, '-o', file)
                again = self.data.take(kind, file)
                self.assertEqual(again['rows'], again['unchanged'], (kind, ending))
            taken = other.take(kind, file)
            self.assertEqual(taken['rows'], taken['created'], kind)
            self.assertEqual(self.data.give(kind), other.give(kind), kind)
        self.assert_sound(self.data)
        self.assert_sound(other)

    def refuse(self, kind, header, row, code, column, *before):
        """The last row is refused for that in that column, and nothing is stored."""
        kept = self.data.give(kind)
        status, taken = self.data.try_take(kind, self.table('bad.csv', header, (*before, row)))
        self.assertEqual(INVALID, status, (kind, row))
        found = [(e['row'], e['code'], e['column']) for e in taken['errors']]
        self.assertEqual([(len(before) + 2, code, column)], found, (kind, row))
        self.assertFalse(taken['stored'])
        self.assertEqual(kept, self.data.give(kind))

    def test_appointments_that_cannot_be(self):
        self.fill(self.data)
        for row, code, column in (
                (('王', '', '1001', '', '2026-04-01', '', ''), 'duty-unknown', '責任者等'),
                (('', '', '1001', '', '2026-04-01', '', ''), 'required', '責任者等'),
                (('section', '', '1001', '', '2026-04-01', '', ''), 'required', '所属コード'),
                (('chief', '010100', '1001', '', '2026-04-01', '', ''), 'unit-unwanted', '所属コード'),
                (('section', '010300', '1001', '', '2026-04-01', '', ''), 'unit-unknown', '所属コード'),
                (('chief', '', '9', '', '2026-04-01', '', ''), 'person-unknown', '職員番号'),
                (('chief', '', '', '', '2026-04-01', '', ''), 'required', '職員番号'),
                (('chief', '', '1002', '佐藤花子', '2026-04-01', '', ''), 'person-differs', '氏名'),
                (('chief', '', '1001', '', '4月1日', '', ''), 'date-invalid', '任命日'),
                (('chief', '', '1001', '', '', '', ''), 'required', '任命日'),
                (('chief', '', '1001', '', '2026-04-01', '2026-03-31', ''), 'period-reversed', '終了日'),
                (('ciso', '', '1001', '', '2026-05-01', '', ''), 'period-overlap', '任命日')):
            self.refuse('appointments', APPOINTMENTS, row, code, column)
        twice = ('chief', '', '1001', '', '2026-04-01', '', '')
        self.refuse('appointments', APPOINTMENTS, twice, 'key-repeated', None, twice)
        self.data.take('people', self.table('left.csv', ('職員番号', '氏名', '所属コード'), PEOPLE[:2]),
                       '--as-of', '2026-07-01', '--whole')
        for day, code, column in (('2026-08-01', 'not-in-service', '任命日'), ('2026-06-01', 'not-in-service', '終了日')):
            self.refuse('appointments', APPOINTMENTS, ('chief', '', '1003', '', day, '', ''), code, column)
        ended = ('chief', '', '1003', '', '2026-06-01', '2026-06-30', '')
        self.data.take('appointments', self.table('ended.csv', APPOINTMENTS, [ended]))
        self.refuse('appointments', APPOINTMENTS, (*ended[:5], '', ''), 'not-in-service', '終了日')

    def test_handing_out_that_cannot_be(self):
        self.fill(self.data)
        for kind, header, row, code, column in (
                ('distributions', DISTRIBUTIONS, ('規約', '2026-04-01', '', '', '2026-04-30'), 'value-invalid', '規程'),
                ('distributions', DISTRIBUTIONS, ('P-1', '2026-10-01', '', '', '2026-09-30'), 'period-reversed', '確認の期限'),
                ('distributions', DISTRIBUTIONS, ('P-1', '2026-10-01', '', '', ''), 'required', '確認の期限'),
                ('distributions', DISTRIBUTIONS, ('P-1', '2026-10-01', '2', '', '2026-10-30'), 'number-missing', '同じ日の何回目'),
                ('distributions', DISTRIBUTIONS, ('P-1', '2026-10-01', '', '', '2026-10-30', '', '', '', '010300'),
                 'unit-unknown', '配付先'),
                ('acknowledgements', ACKNOWLEDGEMENTS, ('P-1', '2026-04-02', '', '1001', '', '2026-04-05'),
                 'distribution-unknown', '配付日'),
                ('acknowledgements', ACKNOWLEDGEMENTS, ('P-1', '2026-04-01', '', '9', '', '2026-04-05'),
                 'account-unknown', '利用者ID'),
                ('acknowledgements', ACKNOWLEDGEMENTS, ('P-1', '2026-04-01', '', '1002', '佐藤花子', '2026-04-05'),
                 'person-differs', '氏名'),
                ('acknowledgements', ACKNOWLEDGEMENTS, ('P-1', '2026-04-01', '', '1002', '', '2026-03-31'),
                 'period-reversed', '確認した日'),
                ('acknowledgements', ACKNOWLEDGEMENTS, ('P-1', '2026-04-01', '', '1002', '', ''), 'required', '確認した日'),
                ('not-at-hand', NOT_AT_HAND, ('P-1', '2026-09-01', '090000', '2026-10-05', ''), 'unit-unknown', '所属コード'),
                ('not-at-hand', NOT_AT_HAND, ('P-1', '2026-09-01', '010200', '', ''), 'required', '分かった日')):
            self.refuse(kind, header, row, code, column)
        for kind, header, row in (('distributions', DISTRIBUTIONS, ('P-2', '2026-10-01', '', '', '2026-10-30')),
                                  ('acknowledgements', ACKNOWLEDGEMENTS, READ[0]),
                                  ('not-at-hand', NOT_AT_HAND, MISSING[0])):
            self.refuse(kind, header, row, 'key-repeated', None, row)

    def test_a_changed_row_and_what_the_file_lacks(self):
        self.fill(self.data)
        before = {kind: self.data.rows(kind) for kind in KINDS}
        for kind, header, row, changed in (
                ('appointments', ('責任者等', '所属コード', '職員番号', '任命日', '終了日'),
                 ('section', '010200', '1002', '2024-04-01', '2026-11-30'), {'valid_to': '2026-11-30'}),
                ('distributions', ('規程', '配付日', '確認の期限', '配付先'), ('P-1', '2026-09-01', '2026-10-15', '010200'),
                 {'due_on': '2026-10-15', 'units': '010200'}),
                ('acknowledgements', ('規程', '配付日', '利用者ID', '確認した日'), ('P-1', '2026-04-01', '1001', '2026-04-06'),
                 {'acknowledged_on': '2026-04-06'}),
                ('not-at-hand', NOT_AT_HAND, ('P-1', '2026-09-01', '010200', '2026-10-05', '後で見つかった'),
                 {'note': '後で見つかった'})):
            file = self.table('change.csv', header, (row,))
            for options, stored in (('--dry-run',), False), ((), True):
                taken = self.data.take(kind, file, *options)
                self.assertEqual((1, 1, stored), (taken['rows'], taken['updated'], taken['stored']), kind)
            after = self.data.rows(kind)
            self.assertEqual(len(before[kind]), len(after), kind)
            differ = [(x, y) for x, y in zip(before[kind], after) if x != y]
            self.assertEqual([{**differ[0][0], **changed}], [y for _, y in differ], kind)
        self.assertEqual([['1']], self.data.sql(
            "SELECT count(*) FROM trail WHERE table_name = 'appointment' AND op = 'update'"))
        # one that is newer ends the one before, which the file does not name
        self.data.take('distributions', self.table('newer.csv', ('規程', '配付日', '確認の期限'),
                                                   (('P-1', '2026-11-01', '2026-11-30'),)))
        last = [row for row in self.data.rows('distributions') if row['policy'] == '対策基準']
        self.assertEqual([('2026-04-01', '2026-09-01'), ('2026-09-01', '2026-11-01'), ('2026-11-01', '')],
                         [(row['distributed_on'], row['closed_on']) for row in last])
        self.assertEqual('2026-08-20', last[-1]['revised_on'])  # that of the ledger
        self.assert_sound(self.data)

    def test_who_has_not_acknowledged(self):
        self.fill(self.data)
        late = [a for a in self.data.ok('rules', '--json').json['alerts'] if a['rule'] == 'acknowledgement-missing']
        self.assertEqual({'総務課', '税務課'}, {a['subject'] for a in late})
        every = [(policy, day, nth, number, '', '2026-10-10') for number, _, _ in PEOPLE
                 for policy, day, nth in (('P-1', '2026-09-01', ''), ('P-2', '2026-07-01', '2'))]
        self.data.take('acknowledgements', self.table('every.csv', ACKNOWLEDGEMENTS, every))
        self.assertEqual([], self.data.sql(
            "SELECT subject FROM assertion WHERE criterion = 'acknowledgement-missing' AND closed_on IS NULL"))
