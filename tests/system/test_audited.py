"""The ward of 2010: its 116 systems in outline, and the eight that were audited with their devices and sheets."""
import random

import recount
from city import golden
from test_inventory import Printed

KINDS = ('utf-8-sig', 'cp932', 'xlsx')
ROWS = '記載のない項目の'  # what a sheet says in sentences is ours
# what sheets call it → a ledger's field or one that the ward added
CITY_FIELDS = {'officer': 'セキュリティ責任者', 'staff': 'システム担当者', 'users': 'システム使用者', 'managers': 'システム管理者',
               'backup': 'バックアップ体制', 'failure': '障害時対応', 'before': '過去の情報セキュリティ内部監査の実施状況、その際の指摘事項'}
OTHERWISE = {'システム使用課と使用者': 'システム使用者', '操作者': 'システム使用者', 'セキュリティ実施基準等': '情報セキュリティ実施基準等'}
SHOWN = {'名称': 'システム名', 'システムの取扱い業務': '対象業務', '登録データ': '登録している情報', 'システムの構成': '機器構成',
         '盗難防止他': '盗難防止のその他の措置', '外部との接触': '他システムとの媒体の受渡し', '情報セキュリティ実施基準等': '実施手順など',
         '設置場所': '設置・保管場所'}


def cell(devices):
    """システムの構成 as the sheet of a system writes it."""
    text = ''
    for n, row in enumerate(devices):
        heading = row['situation'] and row['situation'] != (devices[n - 1]['situation'] if n else '')
        text += f'\n【{row["situation"]}】 ' if heading else '、' if n else ''
        text += f'{row["device"]} {row["count"]}台'
        if row['breakdown']:
            text += '（' + '、'.join(part + '台' for part in row['breakdown'].split('|')) + '）'
    return text.strip()


class TestWard(Printed):
    def test_116_systems_in_outline(self):
        """From what is printed alone come the figures that were read off it by hand."""
        printed = golden('meguro2010-system-inventory')
        for kind in KINDS:
            with self.subTest(kind=kind):
                data = self.new(kind)
                self.units(data, [r['department'] for r in printed])
                self.give(data, 'systems', [
                    {'No.': r['no'], 'システム名': r['system'], '所管課': r['department'], '業務概要': r['business'],
                     '機器構成': r['equipment'], '稼動年度': r['first_year_printed']} for r in printed], kind)
                *found, total = self.table(data, 'system-list')
                want = [[r['no'], r['system'], r['department'], r['business'], r['equipment'], r['servers'],
                         r['pcs'], '、'.join(f'{part}台' for part in r['other_devices'].split('|') if part),
                         'あり' if r['uses_intranet_pc'] else '', r['shared'],
                         r['first_year_printed'] + '年度'] for r in printed]
                self.assertEqual(want, sorted(found, key=lambda row: int(row[0])))
                self.assertEqual(['合計', '116システム', '91', '2739'], [total[k] for k in (0, 1, 5, 6)])
                self.assertEqual(recount.system_list(data.rows('systems')), [*found, total])
                data.ok('export', 'system-list', '-o', self.file('l.md'))
                self.assertIn(f'「サーバ台数」の記入がない行が116行中{sum(not r["servers"] for r in printed)}行あり',
                              self.file('l.md').read_text(encoding='utf-8'))
                self.assert_sound(data)

    def ward(self, kind):
        """The eight systems as the sheets describe them, their users and their rules; others beside."""
        data = self.new(kind)
        audited = golden('meguro2010-audited-systems')
        inventory = {r['no']: r for r in golden('meguro2010-system-inventory')}
        devices = {}
        for row in golden('meguro2010-audited-system-devices'):
            devices.setdefault(row['system'], []).append(row)
        self.units(data, [r['department'] for r in golden('meguro2010-regulations') + audited])
        self.give(data, 'systems', [
            {'番号': r['inventory_no'], 'システム名': r['system'], '所管課': r['department'], '監査対象': '○',
             '対象業務': inventory[r['inventory_no']]['business'], 'システムの構成': cell(devices[r['system']]),
             '導入年度': inventory[r['inventory_no']]['first_year_printed']} for r in audited] + [
            {'番号': '7', 'システム名': '庁内イントラネット', '所管課': '情報課', '監査対象': '×'}], kind)
        self.give(data, 'system-uses', [
            {'システム番号': r['inventory_no'], '利用所属': r['department'], '正職員': r['user_count']}
            for r in audited if r['user_count']], kind)
        return data, audited

    def test_devices_of_the_audited(self):
        for kind in KINDS:
            with self.subTest(kind=kind):
                data, _ = self.ward(kind)
                *found, total = self.table(data, 'system-devices')
                want = [[r['system'], r['situation'], r['device'], r['breakdown'], r['count']]
                        for r in golden('meguro2010-audited-system-devices')]
                for row in found:
                    row[1] = row[1].replace('(', '（').replace(')', '）')
                    row[3] = row[3].replace('台', '').replace('、', '|')
                self.assertEqual(sorted(want), sorted(found))
                for name in {row[0] for row in want}:  # in the order of the sheet
                    self.assertEqual([r for r in want if r[0] == name], [r for r in found if r[0] == name])
                self.assertEqual(['合計', str(sum(int(r[4]) for r in want))], [total[0], total[4]])

    def test_audited_systems(self):
        for kind in KINDS:
            with self.subTest(kind=kind):
                data, audited = self.ward(kind)
                rules = [dict(r, no=name) for r in golden('meguro2010-regulations')
                         for name in [next((a['inventory_no'] for a in audited if r['audited'] == '○' and
                                            a['department'] == r['department']), '7')]]
                self.give(data, 'policies', [
                    {'所管課': r['department'], '番号': str(n), '規程': r['name'], '対象システム': r['no']}
                    for n, r in enumerate(rules, 1)], kind)
                *found, total = self.table(data, 'audited-systems')
                inventory = {r['no']: r for r in golden('meguro2010-system-inventory')}
                want = [[r['inventory_no'], r['system'], r['department'], inventory[r['inventory_no']]['business'],
                         inventory[r['inventory_no']]['first_year_printed'] + '年度', r['user_count'], r['servers'],
                         r['pcs'], r['printers'], r['scanners'],
                         str(sum(rule['no'] == r['inventory_no'] for rule in rules))] for r in audited]
                self.assertEqual(sorted(want), sorted(found))
                self.assertEqual(['合計', '8システム', '12'], [total[k] for k in (0, 1, 10)])
                for k in range(5, 10):
                    self.assertEqual(str(sum(int(row[k] or 0) for row in want)), total[k])
                data.ok('export', 'audited-systems', '-o', self.file('a.md'))
                told = self.file('a.md').read_text(encoding='utf-8')
                for k, name in ((5, '利用者数'), (6, 'サーバ台数'), (8, 'プリンタ台数'), (9, 'スキャナ台数')):
                    blank = sum(not row[k] for row in want)
                    self.assertEqual(blank > 0, f'「{name}」の記入がない行が8行中{blank}行あり' in told, name)

    def test_detail_sheets(self):
        """Every item of the eight sheets goes in and comes out; for some the ward adds a field to the ledger."""
        printed = golden('meguro2010-detail-sheets')
        sheets = {}
        for n, row in enumerate(printed):
            own = {'導入年度': '平成12年度', 'システムの構成': f'サーバ{n}台', '設置場所': '執務室内'}
            value = row['value'] or own.get(row['item'], f'{ROWS}{n}')
            sheets.setdefault(row['system'], {'所管課': row['department'], '監査対象': '○'})[
                OTHERWISE.get(row['item'], row['item'])] = value
        for kind in KINDS:
            with self.subTest(kind=kind):
                data = self.new(kind)
                self.units(data, [r['department'] for r in printed])
                for code, label in CITY_FIELDS.items():
                    data.field('add', 'systems', code, label, '--type', 'long')
                self.give(data, 'systems', [*sheets.values(), {'所管課': '国保年金課', '名称': 'ほか'}], kind)
                rule = {'所管課': '国保年金課', '番号': '1', '規程': '標準の基準', '対象システム': '国保収納推進員システム',
                        '施行日': 'H16.1.20', '改正日': 'H22.4.1'}
                self.give(data, 'policies', [rule], kind)
                found = self.tables(data, 'detail-sheets')
                self.assertEqual({s['名称'] for s in sheets.values()}, set(found))
                for sheet in sheets.values():
                    there = {item: value for item, value in found[sheet['名称']] if item != '個別の規程'}
                    want = {SHOWN.get(item, item): value for item, value in sheet.items()}
                    want['監査対象'] = '対象'
                    if sheet['システムの構成'].startswith('サーバ'):
                        want['サーバ台数'] = sheet['システムの構成'].removeprefix('サーバ').removesuffix('台')
                    self.assertEqual(want, there)
                self.assertIn(['個別の規程', '標準の基準、平成16年1月20日施行、平成22年4月1日改正'],
                              found['国保収納推進員システム'])
                self.assert_sound(data)


class TestShuffledWards(Printed):
    """Wards that nobody knows beforehand, counted a second time by recount.py."""
    DEVICES = ('サーバ', 'メインサーバ', 'クライアントPC', 'パソコン', 'プリンタ', 'レーザプリンタ', 'イメージスキャナ', 'ルータ')

    def equipment(self, rng):
        text = ''
        for n in range(rng.randint(0, 5)):
            text += f'\n【{rng.choice("朝昼夜")}】' if rng.random() < .2 else rng.choice('、・\n') if n else ''
            text += f'{rng.choice(self.DEVICES)}{rng.randint(0, 1500):,}台'
            text += f'（{rng.choice("甲乙丙")}課2台、ほか）' if rng.random() < .3 else ''
        return text

    def test_counted_twice(self):
        for seed in (8, 2010):
            with self.subTest(seed=seed):
                rng, data = random.Random(seed), self.new(f'data{seed}')
                self.units(data, [f'第{n}課' for n in range(6)])
                self.give(data, 'systems', [
                    {'所管課': f'第{rng.randrange(6)}課', '番号': f'S{n:02d}', 'システム名': f'第{n}システム',
                     '監査対象': rng.choice(('○', '×', '')), '対象業務': rng.choice(('', '窓口')),
                     '機器構成': self.equipment(rng), '導入年度': rng.choice(('', 'H12', '2020'))}
                    for n in range(40)], rng.choice(KINDS))
                uses = {(n, m): {'システム': f'S{n:02d}', '利用所属': f'{m}係', '再掲': rng.choice(('', '', '○')),
                                 **{kind: rng.choice(('', str(rng.randint(0, 50)))) for kind in recount.STAFF}}
                        for n in rng.sample(range(40), 30) for m in range(rng.randint(1, 3))}
                self.give(data, 'system-uses', list(uses.values()), rng.choice(KINDS))
                self.give(data, 'policies', [
                    {'所管課': '第1課', '番号': str(n), '規程': f'規程{n}', '対象システム': f'S{rng.randrange(40):02d}'}
                    for n in range(25)], rng.choice(KINDS))
                systems, uses, policies = (data.rows(name) for name in ('systems', 'system-uses', 'policies'))
                self.assertEqual(recount.system_list(systems), self.table(data, 'system-list'))
                self.assertEqual(recount.devices(systems), self.table(data, 'system-devices'))
                self.assertEqual(recount.audited(systems, uses, policies), self.table(data, 'audited-systems'))
