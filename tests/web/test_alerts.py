"""What the rules noticed, in the browser: found, settled, tuned, and by whom it is seen."""
import csv
import io
import unittest
from urllib.parse import urlencode

from browser import City


class TestAlerts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')

    def rows(self, person=None, **query):
        page = (person or self.secretary).get(f'/alerts?{urlencode(query)}')
        self.assertEqual(page.status, 200, page.text)
        table = page.soup.find('table', class_='alerts')
        return [[cell.get_text(' ', strip=True) for cell in row.find_all(['td', 'th'])]
                for row in table.find('tbody').find_all('tr')] if table else []

    def look_again(self):
        page = self.secretary.get('/alerts')
        return self.secretary.send(page.form('/alerts'))

    def test_the_list_is_filtered_and_leads_to_the_record(self):
        every = self.rows()
        self.assertGreater(len(every), 20)
        self.assertEqual([row[2] for row in self.rows(rule='media-missing')], ['指紋認証USB 2'])
        for row in self.rows(severity='high'):
            self.assertEqual(row[0], 'High')
        self.assertLess(len(self.rows(severity='high')), len(every))
        self.assertEqual({row[1] for row in self.rows(unit='020400')}, {'防災課'})
        self.assertEqual(self.rows(state='closed', unit='040100'), [])
        # what is no filter is passed over
        self.assertEqual(len(self.rows(severity='x', rule="x'--", page='77')), len(every))
        page = self.secretary.get('/alerts?rule=media-missing')
        record = self.secretary.get(page.link('指紋認証USB 2'))
        self.assertIn('/ledgers/media/', record.url)
        self.assertIn('Medium not found', record.text)
        self.assertIn('What was noticed', record.text)

    def test_what_is_put_right_is_settled(self):
        page = self.secretary.get('/alerts?rule=key-open-at-night')
        record = self.secretary.get(page.link('キャビネットの鍵'))
        edit = self.secretary.get(record.link('Edit'))
        saved = self.secretary.send(edit.form('/edit'), night_locked='yes')
        self.assertNotIn('What was noticed', saved.text)  # at once, without looking again
        self.assertEqual(self.rows(rule='key-open-at-night'), [])
        self.assertEqual([row[2] for row in self.rows(rule='key-open-at-night', state='closed')],
                         ['キャビネットの鍵'])
        self.assertIn('Nothing was different', self.look_again().text)
        edit = self.secretary.get(record.link('Edit'))
        saved = self.secretary.send(edit.form('/edit'), night_locked='no')
        self.assertIn('What was noticed', saved.text)
        gone = self.secretary.get(record.link('Edit'))
        self.assertNotIn('What was noticed', self.secretary.send(gone.form('/gone'), day='2024-11-12').text)
        self.assertEqual(len(self.rows(rule='key-open-at-night', state='closed')), 2)

    def test_registers_that_disagree_are_marked(self):
        page = self.secretary.get('/alerts?rule=register-differs')
        row = page.soup.find('table', class_='alerts').find('tbody').find('tr')
        self.assertIn('Contradiction', row.get_text())
        self.assertNotIn('Contradiction', self.secretary.get('/alerts?rule=media-missing').soup
                         .find('table', class_='alerts').get_text())

    def test_a_rule_is_tuned_and_switched_off(self):
        edit = self.secretary.get('/alerts/rules/offsite-too-rare')
        page = self.secretary.send(edit.form('/offsite-too-rare'), limit='３')
        self.assertEqual(page.status, 200, page.text)
        self.assertEqual([row[2] for row in self.rows(rule='offsite-too-rare')],
                         ['住民記録システム'])
        stale = self.secretary.send(edit.form('/offsite-too-rare'), limit='5')
        self.assertEqual(stale.status, 409)
        edit = self.secretary.get('/alerts/rules/offsite-too-rare').form('/offsite-too-rare')
        self.assertEqual(edit.find('input', attrs={'name': 'limit'})['value'], '3')
        self.assertEqual(self.secretary.send(edit, limit='たくさん').status, 422)
        self.assertEqual(self.secretary.send(edit, limit='-1').status, 422)
        self.assertIn('switched off', self.secretary.send(edit, limit='', off='1').text)
        self.assertEqual(self.rows(rule='offsite-too-rare'), [])
        self.assertEqual(self.secretary.get('/alerts/rules/none').status, 404)

    def test_the_list_is_taken_as_a_file(self):
        page = self.secretary.get('/alerts?rule=media-missing')
        text = self.secretary.get(page.link('CSV (UTF-8)')).body.decode('utf-8-sig')
        self.assertEqual([(row['所管課'], row['記録'], row['決まり'])
                          for row in csv.DictReader(io.StringIO(text))],
                         [('防災課', '指紋認証USB 2', '見つからない媒体')])

    def test_the_page_of_a_unit_counts_them(self):
        page = self.secretary.get('/units')
        page = self.secretary.get(page.link('防災課'))
        n = len(self.rows(unit='020400'))
        listed = self.secretary.get(page.link(f'The ledgers have {n} alerts here.'))
        self.assertIn('unit=020400', listed.url)

    def test_a_head_sees_the_own_ones_only(self):
        rows = self.rows(person=self.head)
        self.assertEqual({row[1] for row in rows}, {'防災課'})
        for word in ('戸籍', '税総合', '届書'):
            for path in ('/alerts', '/alerts?state=all', '/alerts?unit=030100',
                         '/alerts/file?format=csv', '/alerts?rule=copies-missing'):
                self.assertNotIn(word, self.head.get(path).body.decode('utf-8', 'replace'), path)
        self.assertIn('戸籍', self.secretary.get('/alerts').text)
        self.assertEqual(self.head.ask('POST', '/alerts', b'', 'application/x-www-form-urlencoded')
                         .status, 403)
        self.assertEqual(self.city.person('kanri').get('/alerts').status, 403)
        self.assertIsNone(self.head.get('/alerts/rules/offsite-too-rare').soup
                          .find('input', attrs={'name': 'limit'}))


if __name__ == '__main__':
    unittest.main()
