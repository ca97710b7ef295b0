"""Catalogues in the browser: shipped ones, versions, one item changed, what differs."""
import io
import re
import unittest
from pathlib import Path

import openpyxl
from browser import City

ROOT = Path(__file__).resolve().parents[2]

ITEM = ('catalog,no,大項目,中項目,小項目,title,requirement,mandatory\r\n'
        '試験表,1,組織,体制,責任者,責任者,責任者を定めている。,○\r\n'
        '試験表,2,組織,体制,責任者,職員,職員に知らせている。,\r\n'
        '試験表,3,組織,連絡,緊急時,連絡網,連絡網がある。,\r\n')


class TestCriteria(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    def take(self, text, **values):
        form = self.secretary.get('/import?kind=criteria').form('/import')
        trial = self.secretary.send(form, [('files', 'a.csv', text.encode())], **values)
        done = self.secretary.send(trial.form('/store'))
        self.assertEqual(done.status, 200, done.text)
        return done

    def version(self, catalog, number=1):
        page = self.secretary.get('/catalogs')
        section = next(s for s in page.soup.find_all('section') if s.h2.get_text() == catalog)
        return self.secretary.get(next(a['href'] for a in section.find_all('a')
                                       if a['href'].endswith(f'/versions/{number}')))

    def shipped(self, page):
        section = next(s for s in page.soup.find_all('section') if s.h2.get_text() == 'Shipped with Kageyu')
        return [row.th.get_text() for row in section.select('tbody tr')]

    def test_list_and_shipped(self):
        page = self.secretary.get('/catalogs')
        self.assertIn('特定個人情報チェックリスト', page.text)
        self.assertEqual(self.shipped(page), ['必須110項目', '補足項目'])
        form = page.form('/install')
        page = self.secretary.send(form)
        self.assertEqual(page.status, 200, page.text)
        self.assertEqual(self.shipped(page), ['補足項目'])
        self.assertEqual(len(self.version('必須110項目').table()), 111)
        form = page.form('/install')
        self.assertEqual(self.secretary.send(form, catalog='assets').status, 409)
        form = page.form('/install')
        self.assertEqual(self.secretary.send(form, catalog='nothing').status, 404)

    def test_headings_merge(self):
        self.take(ITEM)
        rows = self.version('試験表').soup.find('tbody').find_all('tr')
        spans = [[(td.get_text(), td.get('rowspan')) for td in row.select('td.heading')]
                 for row in rows]
        self.assertEqual(spans, [[('組織', '3'), ('体制', '2'), ('責任者', '2')], [],
                                 [('連絡', None), ('緊急時', None)]])

    def test_change_and_conflict(self):
        self.take(ITEM.replace('試験表', '変更表'))
        item = self.secretary.get(self.version('変更表').link('職員'))
        first, second = (self.secretary.get(item.link('Change the item')).form() for _ in 'ab')
        page = self.secretary.send(first, requirement='職員に毎年知らせている。', level3='一部の職員',
                                   evidence='通知\r\n名簿')
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('毎年', page.text)
        self.assertIn('一部の職員', page.text)
        answer = self.secretary.send(second, title='職員等')
        self.assertEqual(answer.status, 409)
        self.assertIn('毎年', answer.text)
        # a level text alone counts as a change too
        third, fourth = (self.secretary.get(item.link('Change the item')).form() for _ in 'ab')
        self.assertEqual(self.secretary.send(third, level3='多くの職員').status, 200)
        self.assertEqual(self.secretary.send(fourth, level3='全職員').status, 409)
        form = self.secretary.get(item.link('Change the item')).form()
        self.assertEqual(self.secretary.send(form, title='').status, 422)

    def test_versions_and_differences(self):
        old = self.version('特定個人情報チェックリスト')
        first = old.soup.select_one('td.item a')
        self.assertIn('An audit uses this version', old.text)
        item = self.secretary.get(first['href'])
        self.assertNotIn('Change the item', item.text)
        edit = self.secretary.get(first['href'] + '/edit')
        self.assertIn('next version', edit.text)
        self.assertEqual(len(edit.soup.find_all('form', method='post')), 1)  # signing out
        no = item.soup.h1.get_text().split('　')[0]
        self.take('catalog,no,title,requirement\r\n'
                  f'特定個人情報チェックリスト,{no},新しい題,新しい求め\r\n'
                  '特定個人情報チェックリスト,900,増えた項目,増えた求め\r\n')
        page = self.secretary.get(self.secretary.get('/catalogs').link('What changed'))
        self.assertIn('1 added, 0 left out, 1 changed', page.text)
        changed = page.soup.find_all('article')[0]
        self.assertIn('新しい題', changed.find('ins').get_text())
        self.assertTrue(changed.find('del').get_text())
        self.assertEqual(len(old.table()), len(self.secretary.get(old.url).table()))

    def test_differences_keep_characters_whole(self):
        self.take(ITEM.replace('試験表', '文字表'))
        item = self.secretary.get(self.version('文字表').link('連絡網'))
        url = item.url.split('?')[0]
        form = self.secretary.get(url + '/edit').form()
        self.secretary.send(form, requirement='連絡綱がある。')  # 網 and 綱 share two of three bytes
        self.assertIn('綱', self.secretary.get(url).text)
        same = self.secretary.get(url.split('/versions')[0] + '/changes?from=1&to=1')
        self.assertIn('0 added, 0 left out, 0 changed', same.text)

    def test_who(self):
        page = self.secretary.get('/catalogs')
        link = page.link('Version 1')
        for login in ('suzu', 'bosai', 'yomu'):
            person = self.city.person(login)
            self.assertEqual(person.get('/catalogs').status, 200)
            self.assertNotIn('Import items', person.get('/catalogs').text)
            self.assertEqual(person.get(link).status, 200)
            first = person.get(link).soup.select_one('td.item a')['href']
            self.assertEqual(person.get(first + '/edit').status, 403)
        self.assertEqual(self.city.person('kanri').get('/catalogs').status, 403)

    def test_item_in_full(self):
        """Everything that the text form says of an item, for a hearing."""
        text = (ROOT / 'catalogs' / 'assets.catalog').read_text(encoding='utf-8')
        block = next(b for b in text.split('\n\n') if b.startswith('no: 4\n'))
        judging = re.search('^judging: (.*)$', text, re.M)[1]
        person = self.city.person('suzu')
        page = person.get(self.version('情報資産チェックリスト').link('持出しの承認と返却'))
        shown = page.soup.find('main').get_text()
        skipped = ('heading1_en', 'heading2_en', 'mandatory', 'target_kinds', 'methods')
        for line in block.splitlines():
            key, _, value = line.partition(': ') if not line.startswith('  ') else (key, '', line[2:])
            key = key.rstrip(':')
            if key not in skipped:
                for part in value.split('：'):
                    self.assertIn(part, shown, key)
        self.assertIn(judging, shown)
        self.assertIn('section', shown)
        self.assertNotIn('target_kinds', shown)
        self.assertEqual([li.get_text() for li in page.soup.select('.item-view ol li')][0][:6], '直近3か月の')
        self.assertEqual(len(page.table()), 6)

    def test_judgement_shows_the_item(self):
        """Who judges sees the same: steps, whom to ask, levels and how to choose one."""
        person = self.city.person('suzu')
        section = person.get('/audits/R6').link('防災課')
        page = person.get(next(a['href'] for a in person.get(section).soup.find_all('a')
                               if '/judgements/' in a['href']))
        shown = page.soup.find('main').get_text()
        for text in ('情報資産台帳の整備', '台帳から3件を選び', '人事異動の直後', '最終更新日又は照合日', '台帳の担当者',
                     '抽出した6件がすべて一致し', 'レベル1から順に読み'):
            self.assertIn(text, shown)

    def test_references_lead_to_items(self):
        self.take('catalog,no,title,requirement,references\r\n甲表,1,一,一である。,甲表 2|甲表 9\r\n'
                  '甲表,2,二,二である。,\r\n')
        page = self.secretary.get(self.version('甲表').link('一'))
        self.assertIn('二', self.secretary.get(page.link('甲表 2')).soup.h1.get_text())
        self.assertNotIn('甲表 9', [a.get_text() for a in page.soup.find_all('a')])
        bare = self.secretary.get(self.version('甲表').link('二'))
        self.assertFalse(bare.soup.select('.item-facts, .item-chips'))  # no empty boxes

    def test_files(self):
        page = self.version('情報資産チェックリスト')
        start = {'docx': b'PK', 'pdf': b'%PDF', 'html': b'<!', 'md': b'', 'catalog': b'catalog: '}
        for person in (self.secretary, self.city.person('yomu')):
            for name, bytes_ in start.items():
                file = person.get(f'{page.url.split("?")[0]}/file/{name}')
                self.assertEqual(file.status, 200, name)
                self.assertTrue(file.body.startswith(bytes_), name)
                self.assertIn('attachment', file.headers['Content-Disposition'])
        self.assertEqual(self.secretary.get(f'{page.url.split("?")[0]}/file/xlsx').status, 404)
        links = [a['href'] for a in self.secretary.get('/catalogs').soup.find_all('a') if '/forms/' in a['href']]
        self.assertEqual(len(links), 5)
        for link in links:
            book = openpyxl.load_workbook(io.BytesIO(self.secretary.get(link).body))
            self.assertEqual(book.sheetnames, ['survey', 'choices', 'settings'])
        self.assertEqual(self.secretary.get('/catalogs/forms/x').status, 404)
        self.assertEqual(self.city.person('kanri').get(links[0]).status, 403)

    def test_bad_addresses(self):
        for path in ('/catalogs/0/versions/1', '/catalogs/x/changes', '/catalogs/1/versions/99',
                     '/catalogs/0/versions/1/items/1/edit'):
            self.assertEqual(self.secretary.get(path).status, 404, path)


if __name__ == '__main__':
    unittest.main()
