"""Confirmation of the ledgers in the browser: asked by the secretariat, answered by heads of sections."""
import json
import re
import unittest

from browser import City, kageyu

SEEN = ('/rounds', '/rounds/{}')


class Case(unittest.TestCase):
    weight = 2

    def setUp(self):
        self.city = City()
        self.addCleanup(self.city.close)
        self.head, self.secretary = self.city.person('bosai'), self.city.person('hotaru')
        self.round = json.loads(kageyu('round', 'list', self.city.data, '--json'))[0]['id']
        self.page = f'/rounds/{self.round}/units/020400'

    def sheet(self, person=None):
        return (person or self.head).get(self.page)

    def form(self, page):
        return page.form(self.page)

    def said(self, page):
        """Field of each record → what is chosen."""
        out = {}
        for choice in page.soup.find_all('fieldset', class_='round-choice'):
            chosen = choice.find('input', attrs={'type': 'radio', 'checked': True})
            out[chosen['name']] = chosen['value']
        return out

    def all_of(self, page, value):
        return {name: value for name in self.said(page)}

    def record(self, page, title):
        """Its name in fields: "media-123"."""
        return page.soup.find('a', string=title).find_parent('article')['id']

    def shown(self):
        return json.loads(kageyu('round', 'show', self.city.data, str(self.round), '--json'))

    def state(self, unit='020400'):
        return next(s['state'] for s in self.shown()['sections'] if s['unit'] == unit)


class TestSection(Case):
    def test_the_task_leads_to_the_page(self):
        home = self.head.get('/')
        self.assertIn('3 days overdue', home.text)
        page = self.head.get(home.soup.find('li', class_='task').find('a')['href'])
        self.assertEqual(self.page, page.url)
        self.assertEqual(10, len(self.said(page)))
        self.assertIn('指紋認証USB 2', page.text)

    def test_saved_in_part_and_gone_on_with(self):
        page = self.sheet()
        usb = self.record(page, '指紋認証USB 1')
        page = self.head.send(self.form(page), **{f'said-{usb}': 'unchanged'}, remark='明日続けます')
        self.assertEqual(200, page.status, page.text)
        page = self.sheet()
        self.assertEqual('unchanged', self.said(page)[f'said-{usb}'])
        self.assertIn('Decided 4 of 10', page.text)
        self.assertIn('明日続けます', page.text)
        self.assertEqual('overdue', self.state())

    def test_refused_with_a_list_while_one_is_undecided(self):
        page = self.sheet()
        said = self.all_of(page, 'unchanged')
        usb = self.record(page, '指紋認証USB 2')
        said[f'said-{usb}'] = ''
        page = self.head.send(self.form(page), confirm='1', **said)
        self.assertEqual(422, page.status)
        faults = page.soup.find(id='faults')
        self.assertEqual(['#field-said-' + usb], [a['href'] for a in faults.find_all('a')])
        self.assertIn('指紋認証USB 2', faults.get_text())
        # what was chosen stands there, ready to be sent again
        self.assertEqual(9, list(self.said(page).values()).count('unchanged'))
        page = self.head.send(self.form(page), confirm='1', **{f'said-{usb}': 'unchanged'})
        self.assertIn('The ledgers of the section are confirmed.', page.text)
        self.assertEqual('done', self.state())
        self.assertNotIn('overdue', self.head.get('/').text)

    def test_gone_needs_a_day_that_has_been(self):
        page = self.sheet()
        usb = self.record(page, '指紋認証USB 2')
        for day, status in (('', 422), ('きのう', 422), ('令和90年1月1日', 422), ('令和6年10月4日', 200)):
            with self.subTest(day=day):
                sent = self.head.send(self.form(self.sheet()),
                                      **{f'said-{usb}': 'gone', f'gone-{usb}': day})
                self.assertEqual(status, sent.status, sent.text)
        said = self.all_of(self.sheet(), 'unchanged')
        said[f'said-{usb}'] = 'gone'
        page = self.head.send(self.form(self.sheet()), confirm='1', **said)
        self.assertEqual(200, page.status, page.text)
        self.assertNotIn('指紋認証USB 2', self.head.get('/ledgers/media').text)
        self.assertIn('2024-10-04', self.head.get('/ledgers/media/' + usb.split('-')[1]).text)

    def test_all_the_rest_at_once_is_deliberate_and_seen(self):
        page = self.sheet()
        rest = page.soup.find(id='field-rest')
        self.assertFalse(rest.has_attr('checked'))
        self.assertFalse(page.soup.find('details', class_='round-rest').has_attr('open'))
        refused = self.head.send(self.form(page), confirm='1')
        self.assertEqual(422, refused.status)
        page = self.head.send(self.form(self.sheet()), confirm='1', rest='1')
        self.assertEqual('done', self.state())
        mine = next(s for s in self.shown()['sections'] if s['unit'] == '020400')
        self.assertEqual((10, 7), (mine['records'], mine['at_once']))
        listed = self.secretary.get(f'/rounds/{self.round}?state=at-once').table(1)
        self.assertEqual(['契約課'], [row[1] for row in listed[1:]])

    def test_corrected_and_back_again(self):
        page = self.sheet()
        usb = self.record(page, '指紋認証USB 1')
        edit = page.soup.find(id=usb).find('a', string='Correct it')['href']
        page = self.head.send(self.head.get(edit).form('/edit'), place='耐火金庫')
        self.assertEqual(self.page, page.url.split('?')[0])
        self.assertEqual('edited', self.said(page)[f'said-{usb}'])
        # faults lead to the same form, and from there back as well
        edit = page.soup.find(id=usb).find('a', string='Correct it')['href']
        wrong = self.head.send(self.head.get(edit).form('/edit'), bought_on='きのう')
        self.assertEqual(422, wrong.status)
        page = self.head.send(wrong.form('/edit'), bought_on='令和6年4月2日')
        self.assertEqual(self.page, page.url.split('?')[0])

    def test_a_row_of_a_record_counts_for_the_record(self):
        page = self.sheet()
        system = self.record(page, '防災地理情報')
        row = page.soup.find(id=system).find('ul', class_='round-parts').find('a')['href']
        page = self.head.send(self.head.get(row).form('/edit'), note='複製を別館に移した')
        self.assertEqual(self.page, page.url.split('?')[0])
        self.assertEqual('edited', self.said(page)[f'said-{system}'])

    def test_a_missing_record_is_added(self):
        page = self.sheet()
        new = next(a['href'] for a in page.soup.find_all('a', string='Add a missing record')
                   if '/keys/' in a['href'])
        form = self.head.get(new).form('/new')
        unit = next(o['value'] for o in form.find('select', attrs={'name': 'unit'}).find_all('option')
                    if '防災課' in o.get_text())
        page = self.head.send(form, unit=unit, no='鍵-9', name='防災倉庫の鍵', opens='防災倉庫')
        self.assertEqual(self.page, page.url.split('?')[0])
        self.assertEqual('edited', self.said(page)['said-' + self.record(page, '防災倉庫の鍵')])

    def test_a_record_changed_under_ones_eyes(self):
        page = self.sheet()
        usb = self.record(page, '指紋認証USB 1')
        ledger, number = usb.split('-')
        edit = self.secretary.get(f'/ledgers/{ledger}/{number}/edit')
        self.secretary.send(edit.form('/edit'), place='地下の書庫')
        sent = self.head.send(self.form(page), **{f'said-{usb}': 'unchanged'})
        self.assertEqual(422, sent.status)
        self.assertIn('was changed while you looked', sent.text)
        self.assertIn('地下の書庫', sent.text)
        self.assertEqual('', self.said(self.sheet())[f'said-{usb}'])

    def test_two_people_at_one_section(self):
        mine, theirs = self.sheet(), self.sheet(self.secretary)
        usb, key = self.record(mine, '指紋認証USB 1'), self.record(mine, 'キャビネットの鍵')
        self.secretary.send(self.form(theirs), **{f'said-{usb}': 'unchanged'})
        sent = self.head.send(self.form(mine), **{f'said-{key}': 'unchanged'})
        self.assertEqual(409, sent.status)
        self.assertEqual('unchanged', self.said(sent)[f'said-{key}'])
        self.assertIn('Stored now: Unchanged', re.sub(r'\s+', ' ', sent.soup.find(id=usb).get_text(' ')))
        again = self.head.send(self.form(sent), **{f'said-{usb}': 'unchanged'})
        self.assertEqual(200, again.status)
        self.assertIn('Decided 5 of 10', self.sheet().text)

    def test_what_no_browser_sends(self):
        page = self.sheet()
        usb = self.record(page, '指紋認証USB 1')
        for value in ('edited', 'x', "'"):
            with self.subTest(value=value):
                sent = self.head.send(self.form(self.sheet()), **{f'said-{usb}': value})
                self.assertEqual(422, sent.status)

    def test_taken_back(self):
        self.head.send(self.form(self.sheet()), confirm='1', rest='1')
        page = self.sheet()
        self.assertIsNone(page.soup.find('fieldset', class_='round-choice'))
        page = self.head.send(page.form('/again'))
        self.assertEqual(10, list(self.said(self.sheet()).values()).count('unchanged'))
        self.assertEqual('overdue', self.state())

    def test_confirmed_records_are_no_longer_old(self):
        before = self.head.get('/ledgers/systems?sort=no').text
        self.assertIn('防災地理情報', before)
        self.head.send(self.form(self.sheet()), confirm='1', rest='1')
        number = self.record(self.sheet(), '防災地理情報').split('-')[1]
        self.assertIn('Last gone through on', self.head.get(f'/ledgers/systems/{number}').text)
        history = self.head.get('/history/ledger_system/' +
                                self.record(self.sheet(), '防災地理情報').split('-')[1])
        self.assertEqual(1, len(history.soup.find_all(class_='event')), history.text)


class TestAccess(Case):
    def test_other_sections_are_not_there(self):
        for unit in ('020300', '030100', '999999', '020000'):
            with self.subTest(unit=unit):
                self.assertEqual(404, self.head.get(f'/rounds/{self.round}/units/{unit}').status)
        for path in SEEN:
            page = self.head.get(path.format(self.round))
            self.assertEqual(200, page.status)
            for other in ('契約課', '戸籍住民課', '税務課', 'jimukyoku'):
                self.assertNotIn(other, page.text)
        self.assertIn('防災課', self.head.get(f'/rounds/{self.round}').text)

    def test_nobody_answers_for_others(self):
        form = self.form(self.sheet())
        form['action'] = form['action'].replace('020400', '030100')
        self.assertEqual(404, self.head.send(form, confirm='1', rest='1').status)
        for login in ('suzu', 'yomu'):
            page = self.sheet(self.city.person(login))
            self.assertEqual(200, page.status)
            self.assertIsNone(page.soup.find('form', action=lambda a: a and a.startswith(self.page)))
        self.assertEqual(403, self.city.person('kanri').get('/rounds').status)

    def test_rounds_are_the_secretariats(self):
        for path in ('/rounds/new', f'/rounds/{self.round}/edit', '/outbox'):
            with self.subTest(path=path):
                self.assertEqual(403, self.head.get(path).status)
                self.assertEqual(403, self.city.person('suzu').get(path).status)


class TestSecretariat(Case):
    def test_progress_and_the_sections_behind_each_number(self):
        page = self.secretary.get(f'/rounds/{self.round}')
        rows = {row[0]: row[1:] for row in page.table()}
        self.assertEqual(['5', '4', '0', '1', '1'], rows['総務部'])
        self.assertEqual(['29', '28', '0', '1', '1'], rows['Total'])
        for row in page.soup.find('table').find_all('tr')[1:]:
            for cell in row.find_all('td'):
                behind = self.secretary.get(cell.find('a')['href'].split('#')[0])
                listed = behind.table(1)[1:] if int(cell.get_text()) else []
                self.assertEqual(int(cell.get_text()), len(listed), cell)

    def make(self, **values):
        form = self.secretary.get('/rounds/new').form('/rounds/new')
        return self.secretary.send(form, **{'title': '春の確認', **values})

    def test_made_changed_closed(self):
        page = self.make()
        self.assertEqual(200, page.status, page.text)
        self.assertIn('30 days left', page.text)
        edit = self.secretary.get(page.link('Edit the round'))
        page = self.secretary.send(edit.form('/edit'), due_on='令和90年3月31日')
        self.assertIn('2108', page.text)
        stale = self.secretary.send(edit.form('/edit'), title='別の名')
        self.assertEqual(409, stale.status)
        edit = self.secretary.get(page.link('Edit the round'))
        page = self.secretary.send(edit.form('/close'))
        self.assertIn('The round was closed on', page.text)
        number = page.url.split('?')[0].rpartition('/')[2]
        sheet = self.head.get(f'/rounds/{number}/units/020400')
        self.assertIsNone(sheet.soup.find('fieldset', class_='round-choice'))
        self.assertNotIn('春の確認', self.head.get('/').text)

    def test_faults(self):
        self.assertEqual(422, self.make(due_on='2001-01-01').status)
        self.assertEqual(422, self.make(remind_days='0').status)
        page = self.make(title='')
        self.assertEqual(422, page.status)

    def test_sections_are_taken_out_and_in(self):
        page = self.make()
        number = page.url.split('?')[0].rpartition('/')[2]
        form = self.secretary.get(f'/rounds/{number}/edit').form('/edit/units')
        for box in form.find_all('input', attrs={'type': 'checkbox'}):
            if box['value'] != '020400':
                box.attrs.pop('checked', None)
        page = self.secretary.send(form)
        self.assertEqual(['防災課'], [row[1] for row in page.table(1)[1:]])

    def test_reminders_and_the_outbox(self):
        with open(self.city.data / 'kageyu.conf', 'a', encoding='utf-8') as f:
            f.write('url = https://kansa.example.jp\n')
        page = self.secretary.get(f'/rounds/{self.round}')
        page = self.secretary.send(page.form('/remind'))
        self.assertIn('The reminders are in the outbox.', page.text)
        outbox = self.secretary.get('/outbox')
        self.assertIn('No mail server is set', outbox.text)
        self.assertEqual(1, len(outbox.table()) - 1)
        self.assertIn(f'https://kansa.example.jp/rounds/{self.round}/units/020400', outbox.text)
        self.head.send(self.form(self.sheet()), confirm='1', rest='1')
        self.assertIn('No longer needed', self.secretary.get('/outbox').table()[1][0])

    def test_no_reminder_without_an_address_of_the_pages(self):
        page = self.secretary.get(f'/rounds/{self.round}')
        page = self.secretary.send(page.form('/remind'))
        self.assertEqual(422, page.status)
        self.assertIn('url = ', page.text)


if __name__ == '__main__':
    unittest.main()
