"""The search page beside a scan of the rows: for every role the same hits, counts and pages."""
import csv
import io
import random
import re
import shutil
import tempfile
import unicodedata
import unittest
from pathlib import Path
from urllib.parse import urlencode

import town
from bs4 import BeautifulSoup
from client import Person, Server

UNITS = '''コード,名称,上位所属,開始日,終了日,承継先
010000,総務部,,2010-04-01,,
010100,総務課,010000,2010-04-01,,
010200,監査端末課,010000,2010-04-01,,
010300,情報漏えい対策課,010000,2010-04-01,2025-03-31,020100
020000,企画部,,2010-04-01,,
020100,ＩＣＴ推進課,020000,2010-04-01,,
'''
NAMES = {line.split(',')[0]: line.split(',')[1] for line in UNITS.splitlines()[1:]}
LEAVES = ['010100', '010200', '010300', '020100']
# whose rows each sees; the successor reads what the closed section kept
REACH = {'ka': {'010100'}, 'bu': {'010000', '010100', '010200', '010300'}, 'suishin': {'020100', '010300'}}
PARTS = ['サーバー', 'サーバ', 'ｻｰﾊﾞ', '端末', '監査', '漏', '漏えい', '書類', 'ＩＣＴ', 'ict', 'Ict', '髙', '高', '100%', '１００％',
         'a_b', 'c\\d', "O'Neil", '"控え"', '1−2', 'A＿B', '台帳', '・']
FREQUENT = ['書', '書類', '書類の束', '0', 'ａ']
SIGNS = ['%', '_', '\\', "'", '"', '"控', '控え"', '100%', '100％', 'a_b', 'Ａ＿ｂ', 'c\\d', "o'n", "'; --", '1-2', '1−2',
         'OR', 'AND (', 'shared', 'unit1', 'ledgerasset', 'サ', 'ｻ', 'サーバ 端末', '端末　監査 書', 'ー', '|', '課端末', '無い']
FIRST, PAGE, MOST = 5, 100, 1000
UNIFIED = str.maketrans('髙﨑', '高崎')


def fold(text):
    text = unicodedata.normalize('NFKC', text).casefold().translate(UNIFIED)
    return ''.join('-' if c == '\u2212' else c for c in text if not c.isspace() and c != 'ー')


def holds(text, typed):
    words = [fold(word) for word in unicodedata.normalize('NFKC', typed).split(' ') if fold(word)]
    named = any(c.isalnum() or ord(c) >= 128 for word in words for c in word)
    return named and all(word in fold(text) for word in words)


class TestSearch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.data = town.empty_city(cls.folder / 'city')
        chance = random.Random(20261121)

        def name():
            return ''.join(chance.choice(PARTS) for _ in range(chance.randint(1, 3)))

        assets = [[f'A{n:05}', chance.choice(LEAVES), f'{name()}書類の束{n}', name()] for n in range(1, 1400)]
        systems = [[f'S{n:03}', chance.choice(LEAVES), f'{name()}{n}'] for n in range(1, 60)]
        people = [[f'{n:06}', name(), chance.choice([*LEAVES[:2], LEAVES[3]])] for n in range(1, 200)]
        cls.take('units', UNITS.replace('2025-03-31,020100', ','))
        cls.take('assets', cls.table(['番号', '所管課', '名称', '保管場所'], assets))
        cls.take('systems', cls.table(['番号', '所管課', 'システム名'], systems))
        cls.take('people', cls.table(['職員番号', '氏名', '所属コード'], people))
        cls.take('units', UNITS)
        # kind: (label, roles that see all of it, rows: unit, title, words)
        cls.rows = {
            'unit': ('組織', {'secretariat', 'auditor', 'reader', 'administrator'},
                     [(code, f'{code} {label}', f'{code} | {label}') for code, label in NAMES.items()]),
            'person': ('職員', {'secretariat', 'administrator'},
                       [(unit, f'{number} {label}', f'{number} | {label}') for number, label, unit in people]),
            'ledger_asset': ('情報資産', {'secretariat', 'auditor', 'reader'},
                             [(unit, f'{NAMES[unit]} {label}', f'{number} | {label} | {place}')
                              for number, unit, label, place in assets]),
            'ledger_system': ('情報システム', {'secretariat', 'auditor', 'reader'},
                              [(unit, f'{NAMES[unit]} {label}', f'{number} | {label}')
                               for number, unit, label in systems])}
        cls.roles = {'hotaru': 'secretariat'}
        for login, role, more in (
                ('kansa', 'auditor', ()), ('yomi', 'reader', ()), ('kanri', 'administrator', ()),
                ('shoku', 'employee', ('--unit', '010100')), ('ka', 'head', ('--unit', '010100')),
                ('bu', 'head', ('--unit', '010000')), ('suishin', 'head', ('--unit', '020100'))):
            town.add_account(cls.folder / 'city', login, login, role, *more)
            cls.roles[login] = role
        server = Server(cls.folder / 'city')
        cls.addClassCleanup(server.stop)
        cls.people = {login: Person(server, login) for login in cls.roles}
        texts = [words for _, _, rows in cls.rows.values() for _, _, words in rows]
        cls.words = [*FREQUENT, *SIGNS]
        for _ in range(12):
            text = chance.choice(texts)
            at = chance.randrange(len(text))
            cls.words.append(text[at:at + chance.randint(1, 4)].strip() or '書')

    @staticmethod
    def table(columns, rows):
        out = io.StringIO()
        csv.writer(out).writerows([columns, *rows])
        return out.getvalue()

    @classmethod
    def take(cls, kind, text):
        path = cls.folder / f'{kind}.csv'
        path.write_text(text, encoding='utf-8')
        cls.data.take(kind, path)

    def expected(self, login, word):
        """label: the titles of all that the person may find."""
        found = {}
        for label, see_all, rows in self.rows.values():
            reach = REACH.get(login, set(NAMES) if self.roles[login] in see_all else set())
            titles = [title for unit, title, words in rows if unit in reach and holds(words, word)]
            if titles:
                found[label] = titles
        return found

    def shown(self, login, word, **more):
        """label: (count as written, titles), of the kinds that are expected."""
        page = self.people[login].get('/search?' + urlencode({'q': word, **more}))
        self.assertEqual(200, page.status, (login, word))
        found = {}
        for section in BeautifulSoup(page.text, 'html.parser').main.find_all('section'):
            label, count = re.fullmatch(r'(.*)（(.*)）', section.h2.get_text()).groups()
            found[label] = count, [a.get_text() for a in section.select('.hits > li > a')]
        return found

    @staticmethod
    def count(n):
        return f'{MOST}件以上' if n > MOST else f'{n}件'

    def test_1_every_role_finds_what_a_scan_finds(self):
        labels = {label for label, _, _ in self.rows.values()}
        some = 0
        for login in self.people:
            for word in self.words:
                want = {label: (self.count(len(titles)), titles[:FIRST])
                        for label, titles in self.expected(login, word).items()}
                shown = self.shown(login, word)
                some += len(want)
                with self.subTest(login=login, word=word):
                    self.assertEqual(want, {k: v for k, v in shown.items() if k in labels})
                    if self.roles[login] in ('head', 'employee'):
                        self.assertNotIn('利用者', shown)
        self.assertGreater(some, 300)

    def test_2_pages_of_a_kind(self):
        for login, word, kind in (('hotaru', '書', 'ledger_asset'), ('bu', '書類の束', 'ledger_asset'),
                                  ('ka', '0', 'ledger_asset'), ('suishin', '端末', 'ledger_asset'),
                                  ('kanri', '0', 'person'), ('bu', '0', 'person'), ('ka', '端末', 'person')):
            label = self.rows[kind][0]
            titles = self.expected(login, word)[label]
            pages = -(-min(len(titles), MOST + PAGE) // PAGE)
            seen = []
            for page in range(1, pages + 1):
                shown = self.shown(login, word, kind=kind, page=page)
                self.assertEqual([label], list(shown))
                self.assertEqual(self.count(len(titles)), shown[label][0], (login, word, page))
                seen += shown[label][1]
            with self.subTest(login=login, word=word):
                self.assertEqual(titles[:MOST + PAGE], seen)
                # beyond the last page the last one is shown
                self.assertEqual(shown, self.shown(login, word, kind=kind, page=999))

    def test_3_a_row_moves_with_its_unit(self):
        """What is handed to another section is found there from then on, and people with their post."""
        word = '引越し'
        self.take('assets', self.table(['番号', '所管課', '名称'], [['B1', '010100', word]]))
        self.take('people', self.table(['職員番号', '氏名', '所属コード'], [['900001', word, '010100']]))
        self.assertEqual({'情報資産', '職員'}, set(self.shown('ka', word)))
        self.assertEqual({}, self.shown('suishin', word))
        self.take('assets', self.table(['番号', '所管課', '名称'], [['B1', '020100', word]]))
        self.take('people', self.table(['職員番号', '氏名', '所属コード'], [['900001', word, '020100']]))
        self.assertEqual({}, self.shown('ka', word))
        self.assertEqual({'情報資産', '職員'}, set(self.shown('suishin', word)))


if __name__ == '__main__':
    unittest.main()
