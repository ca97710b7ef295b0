"""Inventories as two cities printed them go in, in every encoding, and come out with their sums."""
import csv
import io
import subprocess
import unicodedata

import openpyxl
from kageyu import CONFLICT, GOLDEN, INVALID, NOT_FOUND, STATE, USAGE, Case, run, write_table

KINDS = ('utf-8-sig', 'cp932', 'xlsx')


def golden(name):
    with open(GOLDEN / name / 'table.csv', encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def number(text):
    return int(text) if text else 0


class TestInventories(Case):
    weight = 4

    def city(self, departments):
        data = self.new('-'.join(['data', str(len(list(self.folder.iterdir())))]))
        rows = [{'code': f'{n:06d}', 'name': name} for n, name in enumerate(departments, 1)]
        data.take('units', self.csv('units.csv', ['code', 'name'], rows))
        return data

    def take(self, data, ledger, rows, kind):
        header = [name for name in rows[0]]
        ending = 'xlsx' if kind == 'xlsx' else 'csv'
        file = write_table(self.file(f'{ledger}-{kind}.{ending}'), header, rows, kind)
        taken = data.take(ledger, file)
        self.assertEqual((len(rows), len(rows)), (taken['rows'], taken['created']))
        return file

    def comes_back(self, data, ledger):
        """Its export changes nothing, in any format."""
        for options in (('-o', self.file('out.csv')), ('-o', self.file('out.xlsx')),
                        ('-o', self.file('out.csv'), '--encoding', 'cp932')):
            data.ok('export', ledger, *options)
            back = data.take(ledger, options[1], '--whole')
            self.assertEqual(back['rows'], back['unchanged'], back)
            self.assertEqual([], [n for n in back['notes'] if n['code'] == 'record-gone'])

    def test_116_systems(self):
        rows = golden('meguro2010-system-inventory')
        departments = list(dict.fromkeys(row['department'] for row in rows))
        for kind in KINDS:
            with self.subTest(kind=kind):
                data = self.city(departments)
                self.take(data, 'systems', rows, kind)
                out = {row['番号']: row for row in data.rows('systems')}
                self.assertEqual(116, len(out))
                self.assertEqual((91, 2739), tuple(
                    sum(number(row[name]) for row in out.values())
                    for name in ('サーバ台数', 'パソコン台数')))
                for row in rows:
                    there = out[row['no']]
                    for given, name in (('system', 'システム名'), ('department', '所管課'),
                                        ('business', '対象業務'), ('equipment', '機器構成'),
                                        ('servers', 'サーバ台数'), ('pcs', 'パソコン台数')):
                        self.assertEqual(row[given], there[name], (row['no'], name))
                    year = unicodedata.normalize('NFKC', row['first_year_printed'])
                    self.assertEqual(year.replace('平成元', '平成1') + '年度',
                                     there['導入年度'].replace('平成元', '平成1'), row['no'])
                self.comes_back(data, 'systems')
                self.assert_sound(data)

    def test_95_systems_and_who_uses_them(self):
        own, outside = golden('hakodate2014-appendix1'), golden('hakodate2014-appendix2')
        five = golden('hakodate2014-five-systems')
        departments = list(dict.fromkeys(row['department'] for row in own + outside + five))
        for kind in KINDS:
            with self.subTest(kind=kind):
                data = self.city(departments)
                for mark, printed, kind_name, count in (
                        ('③', five, '情報システム課が管理し各部局が運用する電算システム', 5),
                        ('④', own, '各部局が所管する電算システム', 55),
                        ('⑤', outside, '国・道など外部機関が主導で所管する電算システム', 35)):
                    systems, uses = {}, {}
                    for row in printed:
                        no = mark + row['no']
                        systems.setdefault(no, {
                            'department': row['department'], 'no': no, 'system': row['system'],
                            'システムの区分': kind_name, 'lead_body': row.get('lead_body', '')})
                        where = row.get('reused_by') or row['department']
                        self.assertNotIn((no, where), uses)
                        uses[no, where] = {'システム番号': no, 'used_by': where,
                                           'sections': row['sections'],
                                           'terminals': row['terminals']}
                    self.assertEqual(count, len(systems))
                    self.take(data, 'systems', list(systems.values()), kind)
                    self.take(data, 'system-uses', list(uses.values()), kind)
                out = data.rows('system-uses')
                for name, given in (('課数', 'sections'), ('端末数', 'terminals')):
                    self.assertEqual(sum(number(row[given]) for row in own + outside + five),
                                     sum(number(row[name]) for row in out))
                self.assertEqual(95, len(data.rows('systems')))
                # what the report has no figure for stays empty and is no 0
                self.assertEqual(sum(not row['sections'] for row in own + outside + five),
                                 sum(not row['課数'] for row in out))
                self.comes_back(data, 'system-uses')
                self.comes_back(data, 'systems')

    def test_usage_tables(self):
        """Users by department and employment: each printed percentage comes out of the ledger."""
        for name, users in (('hakodate2014-resident-system-usage', 871),
                            ('hakodate2014-financial-system-usage', 905)):
            rows = [row for row in golden(name) if row['department'] not in ('計', '合計')]
            data = self.city(['情報システム課'])
            self.csv('one.csv', ['所管課', 'システム名'],
                     [{'所管課': '情報システム課', 'システム名': name}])
            data.take('systems', self.file('one.csv'))
            self.take(data, 'system-uses', [dict(row, システム=name) for row in rows], 'cp932')
            out = {row['利用所属']: sum(number(row[k]) for k in
                                    ('正職員', '嘱託職員', '臨時職員', 'その他の利用者'))
                   for row in data.rows('system-uses')}
            self.assertEqual(users, sum(out.values()))
            for row in rows:
                self.assertEqual(number(row['users']), out[row['department']])
                tenths = (out[row['department']] * 2000 + users) // (2 * users)
                self.assertEqual(row['percent'], f'{tenths // 10}.{tenths % 10}')


class TestFiles(Case):
    HEADER = ['所管課', '番号', '媒体の名称', '媒体の種類', '取得日', '暗号化', '備考']

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', self.csv('u.csv', ['コード', '名称'], [
            {'コード': '010100', '名称': '広報課'}, {'コード': '010200', '名称': '契約課'}]))

    def media(self, *rows):
        return self.csv('m.csv', self.HEADER,
                        [dict(zip(self.HEADER, row)) for row in rows])

    def test_edited_in_libreoffice(self):
        """An export is opened, edited and saved by another program; only the edited cell changes."""
        nasty = '=1+1 @x -2 髙﨑𠮷 ～①\n二行目'
        self.data.take('media', self.media(
            ('広報課', '001', 'USB 一号', 'USBメモリ', 'R6.4.1', '○', nasty),
            ('契約課', '002', '-10号', '磁気テープ', '', '×', '')))
        self.data.ok('export', 'media', '-o', self.file('a.xlsx'))
        subprocess.run(['soffice', f'-env:UserInstallation=file://{self.folder}/office',
                        '--headless', '--convert-to', 'ods', '--outdir', self.folder,
                        self.file('a.xlsx')], check=True, capture_output=True, timeout=120)
        subprocess.run(['soffice', f'-env:UserInstallation=file://{self.folder}/office',
                        '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML',
                        '--outdir', self.folder / 'back', self.file('a.ods')], check=True,
                       capture_output=True, timeout=120)
        back = self.folder / 'back' / 'a.xlsx'
        taken = self.data.take('media', back)
        self.assertEqual((2, 2), (taken['rows'], taken['unchanged']), taken)
        book = openpyxl.load_workbook(back)
        book.active['D3'] = '-10号 改'
        book.save(back)
        taken = self.data.take('media', back)
        self.assertEqual((1, 1), (taken['updated'], taken['unchanged']), taken)
        rows = {row['番号']: row for row in self.data.rows('media')}
        self.assertEqual("'-10号 改", rows['002']['媒体の名称'])
        self.assertEqual("'" + nasty, rows['001']['備考'])
        self.assertEqual('2024-04-01', rows['001']['取得日'])
        self.assert_sound(self.data)

    def test_fields_of_the_city_edited_in_libreoffice(self):
        """They go out and come back as the others do, in every format, and stay when the file lacks them."""
        self.data.field('add', 'media', 'color', '色', '--type', 'choice', '--choices', '赤、青')
        self.data.field('add', 'media', 'ports', '端子の数', '--type', 'count')
        self.data.field('add', 'media', 'tested', '点検日', '--type', 'date')
        self.data.field('add', 'media', 'lent', '貸出先', '--type', 'person')
        self.data.field('add', 'media', 'papers', '書類', '--type', 'file')
        header = [*self.HEADER, '色', '端子の数', '点検日', '貸出先']
        rows = [('広報課', '001', 'A', 'USBメモリ', '', '○', '', '青', '３', 'R6.4.1', '1001'),
                ('契約課', '002', 'B', 'USBメモリ', '', '×', '', '', '0', '', '業者 髙﨑'),
                ('契約課', '003', 'C')]
        self.data.take('people', self.csv('p.csv', ['職員番号', '氏名', '所属コード'], [
            {'職員番号': '1001', '氏名': '佐藤 花子', '所属コード': '010100'}]))
        self.data.take('media', self.csv('f.csv', header, [dict(zip(header, row)) for row in rows]))
        out = {row['番号']: row for row in self.data.rows('media')}
        self.assertEqual(('青', '3', '2024-04-01', '1001 佐藤 花子'),
                         tuple(out['001'][name] for name in header[-4:]))
        self.assertEqual(('', '0', '', '業者 髙﨑', ''),
                         tuple(out['002'][name] for name in [*header[-4:], '書類']))
        for name in ('a.csv', 'a.xlsx'):
            self.data.ok('export', 'media', '-o', self.file(name))
            self.assertEqual(3, self.data.take('media', self.file(name), '--whole')['unchanged'])
        subprocess.run(['soffice', f'-env:UserInstallation=file://{self.folder}/office',
                        '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML',
                        '--outdir', self.folder / 'back', self.file('a.xlsx')], check=True,
                       capture_output=True, timeout=120)
        back = self.folder / 'back' / 'a.xlsx'
        self.assertEqual(3, self.data.take('media', back)['unchanged'])
        book = openpyxl.load_workbook(back)
        column = [cell.value for cell in book.active[1]].index('端子の数') + 1
        book.active.cell(row=4, column=column).value = 8
        book.save(back)
        taken = self.data.take('media', back)
        self.assertEqual((1, 2), (taken['updated'], taken['unchanged']), taken)
        # a file without them leaves them; what does not fit is told by cell
        self.data.take('media', self.media(('広報課', '001', 'A2', 'USBメモリ', '', '○', '')))
        self.assertEqual('青', {row['番号']: row for row in self.data.rows('media')}['001']['色'])
        bad = self.csv('bad.csv', header, [dict(zip(header, ('広報課', '9', 'X', '', '', '', '', '黄')))])
        status, told = self.data.try_take('media', bad)
        self.assertEqual((INVALID, '色'), (status, told['errors'][0]['column']))
        self.assert_sound(self.data)
        # retired: neither shown nor lost
        self.data.field('retire', 'media', 'color')
        self.assertNotIn('色', self.data.rows('media')[0])
        listed = {f['key']: f for f in self.data.field('list', 'media', '--json').json}
        self.assertIsNotNone(listed['x-color']['retired'])
        self.assertIsNone(listed['x-ports']['retired'])
        self.assert_sound(self.data)

    def test_fields_of_the_city_are_managed(self):
        told = self.data.field('add', 'keys', 'floor', '階', '--type', 'number', '--listed', 'yes',
                            '--explain', '地下は負の数', '--json').json
        self.assertEqual(('keys', 'x-floor', '階', 'number', True, '地下は負の数'), tuple(
            told[name] for name in ('ledger', 'key', 'label', 'type', 'listed', 'explain')))
        told = self.data.field('change', 'keys', 'floor', '--label', '階数', '--required', 'yes',
                            '--explain', '', '--json').json
        self.assertEqual(('階数', True, None, True), tuple(
            told[name] for name in ('label', 'required', 'explain', 'listed')))
        for words, status in ((('add', 'keys', 'floor', '別'), CONFLICT), (('add', 'cats', 'a', 'い'), NOT_FOUND),
                              (('add', 'keys', 'a', '階数'), CONFLICT), (('add', 'keys', 'A', 'い'), INVALID),
                              (('add', 'keys', 'a', 'い', '--type', 'blob'), INVALID),
                              (('add', 'keys', 'a', 'い', '--required', 'maybe'), USAGE),
                              (('change', 'keys', 'no', '--label', 'x'), NOT_FOUND),
                              (('retire', 'keys', 'no'), NOT_FOUND), (('list', 'cats'), NOT_FOUND)):
            with self.subTest(words=words):
                self.assert_refused(run('field', words[0], self.data.directory, *words[1:]), status)
        self.data.field('retire', 'keys', 'x-floor')
        self.assert_refused(run('field', 'retire', self.data.directory, 'keys', 'floor'), STATE)
        self.assertIn('階数', self.data.field('list').out.decode('utf-8'))

    def test_a_deleted_row_is_gone_only_when_said_so(self):
        self.data.take('media', self.media(('広報課', '1', 'A'), ('広報課', '2', 'B')))
        one = self.media(('広報課', '1', 'A'))
        self.data.take('media', one)
        self.assertEqual(2, len(self.data.rows('media')))
        dry = self.data.take('media', one, '--whole', '--dry-run')
        self.assertEqual(['record-gone'], [n['code'] for n in dry['notes']])
        self.assertEqual(2, len(self.data.rows('media')))
        self.data.take('media', one, '--whole')
        self.assertEqual(['A'], [row['媒体の名称'] for row in self.data.rows('media')])

    def test_what_is_wrong_is_told_by_cell(self):
        file = self.media(('広報課', '1', 'A', 'フロッピー', 'いつか', '多分'), ('', '2', 'B'),
                          ('契約課', '3', 'C'))
        status, told = self.data.try_take('media', file)
        self.assertEqual((INVALID, 3, 2, 1, False), (
            status, told['rows'], told['rejected'], told['created'], told['stored']))
        self.assertEqual([], self.data.rows('media'))
        said = {(e['row'], e['column'], e.get('value')) for e in told['errors']}
        self.assertEqual({(2, '媒体の種類', 'フロッピー'), (2, '取得日', 'いつか'),
                          (2, '暗号化', '多分'), (3, '所管課', None)}, said)
        status, told = self.data.try_take('media', file, '--partial')
        self.assertEqual(['C'], [row['媒体の名称'] for row in self.data.rows('media')])

    def test_rules_name_their_upper_rules_of_the_same_file(self):
        header = ['所管課', '番号', '規程', '規程の区分', '上位の規程']
        rows = [('広報課', '1', '基本方針', '基本方針', ''), ('広報課', '2', '対策基準', '対策基準', '1'),
                ('契約課', '3', '契約の基準', '共通の基準', '対策基準')]
        file = self.csv('p.csv', header, [dict(zip(header, row)) for row in rows])
        self.data.take('policies', file)
        self.assertEqual(['', '基本方針', '対策基準'],
                         [row['上位の規程'] for row in self.data.rows('policies')])
        self.assertEqual(3, self.data.take('policies', file)['unchanged'])

    def test_attendances_and_persons_are_told_apart(self):
        header = ['所管課', '番号', '研修', '実施年度']
        self.data.take('trainings', self.csv('t.csv', header, [
            dict(zip(header, ('広報課', '1', 'セキュリティ研修', '平成21')))]))
        header = ['研修', '職員の区分', '対象者数', '延べ受講者数', '実受講者数']
        self.data.take('training-heads', self.csv('h.csv', header, [
            dict(zip(header, ('1', '全職員', '2,214人', '416人', ''))),
            dict(zip(header, ('1', '管理職', '82', '53', '')))]))
        rates = [(row['実受講者数'], (number(row['延べ受講者数']) * 2000 // number(row['対象者数']) + 1) // 2)
                 for row in self.data.rows('training-heads')]
        self.assertEqual([('', 188), ('', 646)], rates)

    def test_no_such_ledger(self):
        done = self.data.run('export', 'cats')
        self.assert_refused(done, USAGE)
        self.assertIn('system-credentials', done.err)

    def test_shift_jis_says_what_it_lacks(self):
        self.data.take('media', self.media(('広報課', '1', '𠮷野のUSB')))
        done = self.data.run('export', 'media', '--encoding', 'cp932', '-o', self.file('x.csv'))
        self.assert_refused(done, INVALID)
        self.assertIn('𠮷', done.err + done.out.decode())

    def test_ten_thousand(self):
        rows = [('広報課' if n % 3 else '契約課', f'{n:05}', f'USB {n}', 'USBメモリ', '2024-04-01',
                 '有', '') for n in range(10000)]
        file = self.media(*rows)
        self.assertEqual(10000, self.data.take('media', file)['created'])
        self.data.ok('export', 'media', '-o', self.file('all.xlsx'))
        self.assertEqual(10000, self.data.take('media', self.file('all.xlsx'))['unchanged'])
        out = list(csv.DictReader(io.StringIO(self.data.give('media').decode('utf-8-sig'))))
        self.assertEqual([row[1] for row in rows if row[0] == '広報課'],
                         [row['番号'] for row in out if row['所管課'] == '広報課'])
