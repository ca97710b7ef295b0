"""Inventories as offices hand them over go in, and the tables that were printed come out."""
import json
import unicodedata

from kageyu import INVALID, SAMPLES, Case

COUNTED = (('servers', 'サーバ台数'), ('pcs', 'パソコン台数'), ('first_year', '導入年度'),
           ('predecessor_year', '前システムの導入年度'))


def folded(text):
    return unicodedata.normalize('NFKC', text).strip()


def number(text):
    return int(text) if text else None


def year(text):
    """平成13年度 as 2001."""
    if not text:
        return None
    era, n = text[:2], text[2:].removesuffix('年度')
    return {'昭和': 1925, '平成': 1988, '令和': 2018}[era] + (1 if n == '元' else int(n))


class TestHandKept(Case):
    """Sections in blocks, sums, notes, several fields in a cell, years of eras, numbers as texts."""
    FILES = (('systems-116.xlsx', 'systems-116.expected.json', 'row'),
             ('systems-116-cp932.csv', 'systems-116-cp932.expected.json', 'record'))

    def expected(self, name):
        return json.loads((SAMPLES / name).read_text(encoding='utf-8'))

    def city(self, expected, name='data'):
        data = self.new(name)
        sections = list(dict.fromkeys(item['department'] for item in expected['items']))
        self.assertEqual(expected['counts']['departments'], len(sections))
        data.take('units', self.csv('units.csv', ['code', 'name'], [
            {'code': f'{n:06d}', 'name': section} for n, section in enumerate(sections, 1)]))
        return data

    def check_told(self, told, expected, row):
        counts = expected['counts']
        self.assertEqual((counts['items'], counts['accepted'], counts['rejected']),
                         (told['rows'], told['created'], told['rejected']))
        self.assertEqual([], told['errors'])
        self.assertEqual([{'row': s[row], 'kind': s['kind'], 'text': s['text']}
                          for s in expected['skipped']], told['skipped'])
        noted = [(n['row'], n['code'], n['severity'], n['value']) for n in told['notes']
                 if n['code'] not in ('space-around', 'section-continued')]
        self.assertEqual(sorted((p[row], p['code'], p['severity'], p['value'])
                                for p in expected['problems']), sorted(noted))

    def check_item(self, item, row):
        self.assertEqual(folded(item['system_cell']), item['system'])
        self.assertEqual(item['system_cell'].strip(), row['システム名'])
        self.assertEqual((item['department'], item['business']), (row['所管課'], row['対象業務']))
        self.assertEqual(item['equipment_cell'].strip(), row['機器構成'])
        for given, name in COUNTED:
            there = year(row[name]) if given.endswith('year') else number(row[name])
            self.assertEqual(item[given], there, (item['no'], name))
        self.assertEqual(item['uses_intranet_pc'], row['庁内パソコンで利用'] == 'はい', item['no'])
        self.assertEqual('、'.join(f'{name}{n}台' for name, n in item['other_devices'].items()),
                         row['その他の機器'], item['no'])
        self.assertEqual(item['shared'] or '', row['備考'], item['no'])

    def test_what_a_trial_says_and_what_is_stored(self):
        for file, name, row in self.FILES:
            with self.subTest(file=file):
                expected = self.expected(name)
                data = self.city(expected, row)
                trial = data.take('systems', SAMPLES / file, '--dry-run')
                self.check_told(trial, expected, row)
                self.assertEqual([], data.rows('systems'))
                self.check_told(data.take('systems', SAMPLES / file), expected, row)
                there = {int(r['番号']): r for r in data.rows('systems')}
                self.assertEqual(expected['counts']['items'], len(there))
                for item in expected['items']:
                    self.check_item(item, there[item['no']])
                self.assert_sound(data)

    def test_both_files_are_the_same_inventory(self):
        data = self.city(self.expected(self.FILES[0][1]))
        data.take('systems', SAMPLES / self.FILES[0][0])
        again = data.take('systems', SAMPLES / self.FILES[1][0])
        self.assertEqual((116, 116), (again['rows'], again['unchanged']))

    def test_sections_that_the_city_does_not_have(self):
        data = self.new()
        status, told = data.try_take('systems', SAMPLES / self.FILES[0][0], '--dry-run')
        self.assertEqual((INVALID, 116, 116), (status, told['rows'], told['rejected']))
        self.assertEqual({'所属'}, {e['column'] for e in told['errors']})
        self.assertEqual(51, len({e['message'] for e in told['errors']}))

    def test_a_plain_list_has_no_blocks(self):
        """Where nothing shows that sections stand in blocks, an empty one is a mistake."""
        data = self.city(self.expected(self.FILES[0][1]))
        header = ['所属', 'システム名', '機器構成']
        rows = [{'所属': '広報課', 'システム名': '財務会計', '機器構成': 'ｻｰﾊﾞ2台\nSQL2016 3台'},
                {'システム名': '統計'}]
        status, told = data.try_take('systems', self.csv('plain.csv', header, rows), '--partial')
        self.assertEqual((INVALID, 2, 1, 1), (status, told['rows'], told['created'],
                                              told['rejected']))
        [row] = data.rows('systems')
        self.assertEqual(('財務会計', '2', '', 'SQL20163台'),
                         (row['システム名'], row['サーバ台数'], row['パソコン台数'],
                          row['その他の機器'].replace(' ', '')))
        rows.append({'所属': '', 'システム名': '合計', '機器構成': 'サーバー3台'})
        told = data.take('systems', self.csv('sum.csv', header, rows))
        self.assertEqual((2, 2), (told['rows'], told['created']))
        self.assertEqual(['total-differs'], [n['code'] for n in told['notes']
                                             if n['code'].endswith('differs')])

    def test_a_number_put_right_by_hand_stays(self):
        """Only what the cell newly says is taken from it."""
        data = self.city(self.expected(self.FILES[0][1]))
        data.take('systems', SAMPLES / self.FILES[0][0])
        data.ok('export', 'systems', '-o', self.file('out.csv'))
        rows = data.rows('systems')
        rows[0]['パソコン台数'] = '99'
        data.take('systems', self.csv('edit.csv', list(rows[0]), rows))
        again = data.take('systems', SAMPLES / self.FILES[0][0])
        self.assertEqual(116, again['unchanged'])
        self.assertEqual('99', data.rows('systems')[0]['パソコン台数'])
