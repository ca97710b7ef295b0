"""Finding things by their words: variants, single characters, and nothing but what a scan would find."""
import random
import unicodedata
import unittest

import city
from kageyu import USAGE, Case, run_ok

UNIFIED = str.maketrans('髙﨑𠮷', '高崎吉')
HYPHENS = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212'


def fold(text):
    text = unicodedata.normalize('NFKC', text).casefold()
    text = ''.join(c for c in text if not c.isspace() and c != 'ー'
                   and not 0xE0100 <= ord(c) <= 0xE01EF and not 0xFE00 <= ord(c) <= 0xFE0F)
    return ''.join('-' if c in HYPHENS else c for c in text.translate(UNIFIED))


class TestSearch(Case):
    weight = 2

    def search(self, data, *words):
        return data.ok('search', '--json', '--all', '--', *words).json

    def titles(self, data, *words):
        return [hit['title'] for hit in self.search(data, *words)]

    def units(self, names):
        data = self.new()
        rows = [city.unit(f'{n:06}', name) for n, name in enumerate(names, 1)]
        data.take('units', self.csv('u.csv', city.UNIT_COLUMNS, rows))
        return data

    def test_variants(self):
        names = ['サーバー室', 'ｻｰﾊﾞ管理室', 'サーバ・ネットワーク係', '端末管理課', '監査事務局', '情報漏えい対策室',
                 'ＩＣＴ推進課', 'Ict Office', '髙﨑支所', '𠮷野保育園', '葛󠄀葉事務所', '100％達成係', '第1-2係', 'A_B係']
        data = self.units(names)
        numbered = [f'{n:06} {name}' for n, name in enumerate(names, 1)]
        for words, want in (
                ('サーバー', (0, 1, 2)), ('サーバ', (0, 1, 2)), ('ｻｰﾊﾞｰ', (0, 1, 2)), ('端末', (3,)), ('監査', (4,)),
                ('漏', (5,)), ('漏え', (5,)), ('ict', (6, 7)), ('ＩＣＴ', (6, 7)), ('c', (6, 7)), ('高崎', (8,)),
                ('髙', (8,)), ('吉野', (9,)), ('𠮷', (9,)), ('葛葉', (10,)), ('葛󠄀', (10,)), ('100%', (11,)),
                ('1−2', (12,)), ('a_b', (13,)), ('室', (0, 1, 5)), ('管理 室', (1,)), ('室　管理', (1,)),
                ('ー', ()), ('%', ()), ('_', ()), ('-', ()), ('無い', ()), ('課端末', ())):
            with self.subTest(words):
                self.assertEqual([numbered[i] for i in want], self.titles(data, words))

    def test_as_a_scan_would(self):
        """Random texts and words: no row too many, none too few."""
        chance = random.Random(20251121)
        letters = 'アイウーｱｲﾞ端末監査aAｂB1２-−%_ 　・髙高𠮷吉'
        names = [''.join(chance.choice(letters) for _ in range(chance.randint(1, 12))).strip() or '空'
                 for _ in range(250)]
        data = self.units(names)
        rows = {f'{n:06}': name for n, name in enumerate(names, 1)}
        for _ in range(120):
            word = ''.join(chance.choice(letters.replace(' ', '').replace('　', ''))
                           for _ in range(chance.randint(1, 4)))
            needle = fold(word)
            want = [code for code, name in rows.items() if needle in fold(name) or needle in code]
            if not any(c.isalnum() or ord(c) >= 128 for c in needle):
                want = []  # signs alone are not looked for
            with self.subTest(word):
                self.assertEqual(want, [title[:6] for title in self.titles(data, word)])

    def test_the_index_goes_along(self):
        data = self.units(['監査課', '端末課'])
        data.take('units', self.csv('v.csv', city.UNIT_COLUMNS, [city.unit('000001', '検査課')]))
        self.assertEqual([], self.titles(data, '監査'))
        self.assertEqual(['000001 検査課'], self.titles(data, '検査'))
        # another's database, a backup: made anew, the same
        before = self.search(data, '課')
        data.ok('search', '--rebuild')
        self.assertEqual(before, self.search(data, '課'))
        data.ok('backup', self.file('all.backup'))
        again = self.new_from(self.file('all.backup'))
        self.assertEqual(before, self.search(again, '課'))
        # where the index got lost, as when a new version wants another, opening the city brings it back
        data.sql('DELETE FROM search_state')
        data.sql('DELETE FROM search_doc')
        self.assertEqual(before, self.search(data, '課'))
        if not data.url:
            data.ok('doctor')
        data.take('units', self.csv('w.csv', city.UNIT_COLUMNS, [city.unit('000003', '戸籍課')]))
        self.assertEqual(3, len(self.search(data, '課')))

    def test_records_of_ledgers(self):
        data = self.units(['監査課', '端末課'])

        def take(ledger, name, *rows):
            data.take(ledger, self.csv(name, rows[0].keys(), rows))

        take('systems', 's.csv', {'番号': '1', '所管課': '監査課', 'システム名': '雨量サーバー'})
        take('assets', 'a.csv', {'番号': '1', '所管課': '監査課', '情報資産の名称': '雨量サーバの控え'})
        take('system-copies', 'c.csv', {'システム': '雨量サーバー', '複製するもの': '雨量ｻｰﾊﾞ一式', '保管場所': '別館'})
        for words in ('雨量サーバ', '雨量サーバー', '雨量ｻｰﾊﾞｰ'):
            self.assertEqual(['監査課 雨量サーバー', '監査課 雨量サーバー 雨量ｻｰﾊﾞ一式', '監査課 雨量サーバの控え'],
                             self.titles(data, words))
        take('systems', 't.csv', {'番号': '1', '所管課': '端末課', 'システム名': '水位サーバー'})
        self.assertEqual(['端末課 水位サーバー'], self.titles(data, '水位'))
        data.take('units', self.csv('v.csv', city.UNIT_COLUMNS, [city.unit('000002', '検査課')]))
        self.assertEqual(['検査課 水位サーバー 雨量ｻｰﾊﾞ一式', '監査課 雨量サーバの控え'], self.titles(data, '雨量'))
        before = self.search(data, 'サーバ')
        data.ok('search', '--rebuild')
        self.assertEqual(before, self.search(data, 'サーバ'))
        self.assertEqual(3, len(before))

    def new_from(self, backup):
        url = self.empty_url()
        run_ok('restore', backup, self.folder / 'again', *(['--database', url] if url else []))
        return type(self.new('spare'))(self.folder / 'again', url)

    def test_what_is_typed_wrongly(self):
        data = self.units(['監査課'])
        self.assertEqual(USAGE, data.run('search', '監査', '--kind', 'ghost').status)
        self.assertEqual(USAGE, data.run('search').status)
        self.assertEqual([], self.titles(data, "' OR 1=1 --", '"', ')'))
        for words in ('監査 OR 課', 'NOT', '監 NEAR 査', '監査*', '^監', 'grams:監'):
            self.assertEqual([], self.titles(data, words), words)


if __name__ == '__main__':
    unittest.main()
