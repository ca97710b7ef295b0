"""Ledgers in the browser: filled in, found, changed, marked as gone, taken as files, by whom."""
import csv
import io
import re
import unittest
from urllib.parse import quote, urlencode

import openpyxl
from browser import City

LEDGERS = ('systems', 'system-uses', 'system-copies', 'system-credentials', 'assets', 'media',
           'carry-outs', 'disposals', 'keys', 'policies', 'policy-clauses', 'contracts', 'trainings',
           'training-heads', 'incidents', 'exceptions')


class TestLedgers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')

    def names(self, ledger, person=None, **query):
        page = (person or self.secretary).get(f'/ledgers/{ledger}?{urlencode(query, True)}')
        self.assertEqual(page.status, 200, page.text)
        if not page.soup.find('table', class_='records'):
            return []
        return [re.sub(r' gone$', '', re.sub(r'\s+', ' ', row.find('th').get_text(' ')).strip())
                for row in page.soup.find('table', class_='records').find('tbody').find_all('tr')]

    def add(self, ledger, person=None, **values):
        person = person or self.secretary
        form = person.get(f'/ledgers/{ledger}/new').form(f'/ledgers/{ledger}/new')
        return person.send(form, **values)

    def unit(self, person, ledger, name):
        """The value of the choice of that unit."""
        form = person.get(f'/ledgers/{ledger}/new').form('/new')
        for option in form.find('select', attrs={'name': 'unit'}).find_all('option'):
            if option.get_text().strip().startswith(name):
                return option['value']
        raise AssertionError(name)

    def test_every_ledger_opens(self):
        page = self.secretary.get('/ledgers')
        for ledger in LEDGERS:
            self.assertIn(f'/ledgers/{ledger}"', page.body.decode())
            for where in ('', '/fields', '/new', '?sort=-note&state=all&columns=note'):
                with self.subTest(ledger=ledger, where=where):
                    self.assertEqual(self.secretary.get(f'/ledgers/{ledger}{where}').status, 200)
        self.assertEqual(self.secretary.get('/ledgers/none').status, 404)
        self.assertEqual(self.secretary.get('/ledgers/systems/999999').status, 404)

    def test_a_record_is_added_changed_and_its_history_told(self):
        unit = self.unit(self.secretary, 'media', '契約課')
        page = self.add('media', unit=unit, no='USB-契-１', name='契約課のUSB', kind='usb',
                        bought_on='令和６年４月１日', encrypted='yes')
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('2024', page.text)
        edit = self.secretary.get(page.link('Edit'))
        page = self.secretary.send(edit.form('/edit'), name='契約課のUSB 二号', encrypted='no')
        self.assertIn('契約課のUSB 二号', page.text)
        history = self.secretary.get(page.link('History')).text
        self.assertIn('契約課のUSB 二号', history)
        self.assertIn('Encrypted', history)
        self.assertNotIn('"encrypted"', history)
        # sent again from the same form: somebody else changed it meanwhile
        page = self.secretary.send(edit.form('/edit'), name='別の名')
        self.assertEqual(page.status, 409)
        self.assertIn('契約課のUSB 二号', page.text)
        self.assertIn('別の名', str(page.soup))

    def test_faults_stand_beside_their_fields_and_nothing_is_lost(self):
        unit = self.unit(self.secretary, 'carry-outs', '契約課')
        page = self.add('carry-outs', unit=unit, what='名簿', purpose='other', due_on='きのう',
                        destination='別館')
        self.assertEqual(page.status, 422, page.text)
        faults = page.soup.find(id='faults').get_text(' ')
        self.assertIn('きのう', faults)
        for field in ('due_on', 'requested_on', 'purpose_other'):
            self.assertIsNotNone(page.soup.find('a', href=f'#field-{field}'), field)
        form = page.form('/carry-outs/new')
        self.assertEqual(form.find('input', attrs={'name': 'destination'})['value'], '別館')
        page = self.secretary.send(form, due_on='R6.12.1', requested_on='2024/11/30',
                                   purpose_other='点検')
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('点検', page.text)

    def test_two_records_cannot_share_their_number(self):
        page = self.add('media', unit=self.unit(self.secretary, 'media', '契約課'), no='USB-防-1',
                        name='もう一つ')
        self.assertEqual(page.status, 422)
        self.assertIn('has this already. Choose another', page.text)

    def test_a_number_of_another_section_tells_nothing_of_it(self):
        """A head is told what to do, and neither whose it is nor what."""
        self.add('media', unit=self.unit(self.secretary, 'media', '契約課'), no='USB-秘-9', name='契約のカナリア')
        page = self.head.get('/ledgers/media/new')
        unit = page.soup.find('select', attrs={'name': 'unit'}).find_all('option')[-1]['value']
        page = self.head.send(page.form('/media/new'), unit=unit, no='USB-秘-9', name='自分の媒体')
        self.assertEqual(422, page.status)
        self.assertIn('ask the secretariat', page.text)
        self.assertNotIn('カナリア', page.text)
        self.assertNotIn('契約課', page.text)

    def test_entered_by_mistake(self):
        page = self.add('media', unit=self.unit(self.secretary, 'media', '契約課'), no='USB-誤-1', name='誤った媒体')
        path = page.url.split('?')[0]
        edit = self.secretary.get(path + '/edit')
        self.assertEqual(422, self.secretary.send(edit.form('/edit/remove'), reason='').status)
        self.assertEqual(200, self.secretary.get(path).status)
        done = self.secretary.send(self.secretary.get(path + '/edit').form('/edit/remove'), reason='二重に入れた')
        self.assertIn('Removed', done.text)
        self.assertEqual(404, self.secretary.get(path).status)
        history = self.secretary.get(f'/history/ledger_medium/{path.rsplit("/", 1)[1]}')
        self.assertIn('二重に入れた', history.text)
        self.assertIn('誤った媒体', history.text)

    def test_what_others_name_stays_and_heads_remove_nothing(self):
        systems = {a.get_text(): a['href'] for a in self.secretary.get('/ledgers/systems').soup.select('tbody th a')}
        path = systems['税総合システム']
        page = self.secretary.send(self.secretary.get(path + '/edit').form('/edit/remove'), reason='試し')
        self.assertEqual(409, page.status)
        self.assertIn('Remove or change them first', page.text)
        own = next(a['href'] for a in self.head.get('/ledgers/media').soup.select('tbody th a'))
        edit = self.head.get(own + '/edit')
        self.assertNotIn('/edit/remove', str(edit.soup))
        form = edit.form('/edit/gone')
        form['action'] = form['action'].replace('/gone', '/remove')
        self.assertEqual(403, self.head.send(form, reason='試し').status)

    def test_lists_are_found_by_field_value_and_order(self):
        self.assertEqual(self.names('systems', where='servers.from.4', sort='-servers'),
                         ['税総合システム', '住民記録システム'])
        self.assertEqual(self.names('systems', field='access', op='is', value='共用ID'),
                         ['防災地理情報'])
        self.assertEqual(self.names('systems', where=['personal.is.無', 'first_year.until.平成16']),
                         ['電子調達'])
        self.assertEqual(self.names('systems', word='介護'), ['介護保険システム'])
        self.assertEqual(self.names('media', where='found.is.見つからない'), ['指紋認証USB 2'])
        page = self.secretary.get('/ledgers/systems?where=' + quote('servers.from.三台'))
        self.assertIn('三台', page.text)
        # what is no field, operator or value of it is passed over
        self.assertEqual(len(self.names('systems', where=["id'--.is.1", 'name.like.x', 'x'],
                                        sort="name;drop", columns="no'", page='99')), 8)

    def test_a_condition_is_dropped_by_its_link(self):
        page = self.secretary.get('/ledgers/systems?where=servers.from.4&where=pcs.from.60&sort=no')
        links = [li.find('a')['href'] for li in page.soup.find(class_='wheres').find_all('li')]
        self.assertEqual(len(links), 2)
        self.assertIn('servers.from.4', self.secretary.get(links[1]).url)
        self.assertNotIn('pcs', self.secretary.get(links[1]).url)
        self.assertIn('sort=no', self.secretary.get(links[1]).url)

    def test_gone_ones_leave_the_list_and_stay(self):
        page = self.add('keys', unit=self.unit(self.secretary, 'keys', '契約課'), name='古い鍵',
                        opens='旧書庫')
        edit = self.secretary.get(page.link('Edit'))
        page = self.secretary.send(edit.form('/gone'), day='令和6年3月31日')
        self.assertEqual(page.status, 200, page.text)
        self.assertNotIn('古い鍵', self.names('keys'))
        self.assertEqual(self.names('keys', state='gone'), ['古い鍵'])

    def boxes(self, page, *names):
        rows = page.soup.find('table', class_='records').find('tbody').find_all('tr')
        return [row.find('input')['value'] for row in rows
                if row.find('th').get_text(' ').strip() in names]

    def test_many_are_changed_together_or_none(self):
        unit = self.unit(self.secretary, 'assets', '人事課')
        for name in ('辞令', '履歴書', '給与台帳'):
            self.add('assets', unit=unit, name=name)
        where = '/ledgers/assets?' + urlencode({'where': 'place.empty.'})
        page = self.secretary.get(where)
        ticked = self.boxes(page, '辞令', '履歴書')
        self.assertEqual(len(ticked), 2)

        def change(page, boxes, **values):
            pairs = [(k, v) for k, v in self.secretary.fields(page.form('/change'))
                     if k not in ('record', *values)]
            pairs += [('record', box) for box in boxes] + list(values.items())
            return self.secretary.ask('POST', page.form('/change')['action'],
                                      urlencode(pairs).encode(), 'application/x-www-form-urlencoded')

        bad = change(page, ticked, field='kept_until', value='いつか')
        self.assertEqual(bad.status, 422)
        self.assertIn('いつか', bad.text)
        self.assertEqual(change(bad, [], field='place', value='書庫3').status, 422)
        page = change(bad, ticked, field='place', value='書庫3')
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('place.empty', page.url)
        self.assertEqual(sorted(self.names('assets', where='place.is.書庫3')), sorted(['辞令', '履歴書']))
        # ticked before the others' change
        again = change(self.secretary.get(where), ticked, field='form', value='紙')
        self.assertEqual(again.status, 409, again.text)
        self.assertEqual(self.names('assets', where=['form.is.紙', 'place.is.書庫3']), [])
        head = self.head.get('/ledgers/assets')
        other = urlencode([(k, v) for k, v in self.head.fields(head.form('/change'))
                           if k not in ('record', 'field', 'value')] + [('record', ticked[0]), ('field', 'place'),
                                                ('value', 'よそ')])
        self.assertEqual(self.head.ask('POST', head.form('/change')['action'], other.encode(),
                                       'application/x-www-form-urlencoded').status, 404)

    def test_rows_of_a_system_stand_on_its_page(self):
        page = self.secretary.get('/ledgers/systems?word=' + quote('防災地理'))
        page = self.secretary.get(page.link('防災地理情報'))
        self.assertIn('図面と名簿', page.text)
        self.assertIn('bosai', page.text)
        new = self.secretary.get([a['href'] for a in page.soup.find_all('a')
                                  if 'system-copies/new' in a['href']][0])
        page = self.secretary.send(new.form('/system-copies/new'), what='設定', place='金庫',
                                   every='１年')
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('1 years', page.text)

    def hits(self, words, person=None):
        """(title, address) of what is found."""
        page = (person or self.secretary).get('/search?' + urlencode({'q': words}))
        self.assertEqual(page.status, 200, page.text)
        return [(a.get_text(), a['href']) for a in page.soup.main.select('.hits a')]

    def test_records_are_found_by_their_words(self):
        def added(ledger, **values):
            values.setdefault('unit', self.unit(self.secretary, ledger, '防災課'))
            page = self.add(ledger, **values)
            self.assertEqual(page.status, 200, page.text)
            return page

        page = added('systems', name='雨量サーバー')
        system = page.url.split('?')[0]
        added('assets', name='雨量サーバの控え', note='ｻｰﾊﾞ室の棚')
        new = self.secretary.get([a['href'] for a in page.soup.find_all('a')
                                  if 'system-copies/new' in a['href']][0])
        self.secretary.send(new.form('/system-copies/new'), what='雨量サーバ一式', place='別館')
        for words in ('雨量サーバー', '雨量サーバ', '雨量ｻｰﾊﾞｰ'):
            for person in (self.secretary, self.head):
                self.assertEqual([title for title, _ in self.hits(words, person)],
                                 ['防災課 雨量サーバー', '防災課 雨量サーバー 雨量サーバ一式', '防災課 雨量サーバの控え'])
        for _, where in self.hits('雨量'):
            self.assertEqual(self.head.get(where).status, 200, where)
        self.assertIn((('防災課 雨量サーバの控え'), self.hits('雨量')[2][1]), self.hits('サーバー室の棚'))
        # a change is found at once; what belongs to it goes to the other section with it
        edit = self.secretary.get(self.secretary.get(system).link('Edit'))
        self.secretary.send(edit.form('/edit'), name='水位サーバー',
                            unit=self.unit(self.secretary, 'systems', '契約課'))
        self.assertEqual([title for title, _ in self.hits('水位')], ['契約課 水位サーバー'])
        self.assertIn('契約課 水位サーバー 雨量サーバ一式', [title for title, _ in self.hits('雨量')])
        self.assertEqual([title for title, _ in self.hits('雨量', self.head)], ['防災課 雨量サーバの控え'])
        self.assertEqual(self.hits('水位', self.head), [])
        # what is gone is left out
        self.secretary.send(self.secretary.get(self.secretary.get(system).link('Edit')).form('/gone'),
                            day='令和6年3月31日')
        self.assertEqual(self.hits('水位'), [])
        self.assertEqual(self.hits('雨量', self.city.person('kanri')), [])

    def test_what_is_seen_is_taken_as_a_file(self):
        page = self.secretary.get('/ledgers/systems?where=servers.from.4')
        book = openpyxl.load_workbook(io.BytesIO(self.secretary.get(page.link('Excel')).body))
        rows = list(book.active.values)
        self.assertEqual(rows[0][:4], ('記録番号', '所管課', '番号', 'システム名'))
        self.assertEqual([row[3] for row in rows[1:]], ['住民記録システム', '税総合システム'])
        text = self.secretary.get(page.link('CSV (UTF-8)')).body.decode('utf-8-sig')
        self.assertEqual([row['システム名'] for row in csv.DictReader(io.StringIO(text))],
                         ['住民記録システム', '税総合システム'])
        empty = self.secretary.get(page.link('Empty table')).body
        self.assertEqual(openpyxl.load_workbook(io.BytesIO(empty)).active['B1'].value, '番号')


class TestReach(unittest.TestCase):
    """A section head gets no byte of another section's records."""

    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')
        cls.ids = {}
        cls.canaries = set()
        for ledger in LEDGERS:
            cls.plant(ledger)

    @classmethod
    def plant(cls, ledger):
        """A record of another section with a canary in each field that takes text."""
        page = cls.secretary.get(f'/ledgers/{ledger}/new')
        form, values = page.form(f'/ledgers/{ledger}/new'), {}
        for tag in form.find_all(['input', 'textarea', 'select']):
            name = tag.get('name')
            if not name or name.startswith('_') or tag.get('type') == 'checkbox':
                continue
            if tag.name == 'select':
                options = [o for o in tag.find_all('option') if o.get('value')]
                wanted = [o for o in options if '契約課' in o.get_text() or '鳥' in o.get_text()]
                chosen = (wanted or options or [None])[0]
                values[name] = chosen['value'] if chosen else ''
            elif tag.get('inputmode') == 'numeric':
                values[name] = '7'
            elif name.endswith(('_on', '_until')):
                values[name] = '2031-07-07'
            elif 'every' in name:
                values[name] = '7日'
            elif 'year' in name:
                values[name] = '2031'
            else:
                values[name] = f'鳥{ledger}{name}'
                cls.canaries.add(values[name])
        page = cls.secretary.send(form, **values)
        if page.status != 200 or '/new' in page.url:
            raise AssertionError(f'{ledger}: {page.text}')
        cls.ids[ledger] = re.search(r'/(\d+)', page.url)[1]

    def assert_clean(self, page):
        text = page.body.decode('utf-8', 'replace')
        if page.body.startswith(b'PK'):
            text = repr([list(sheet.values) for sheet in
                         openpyxl.load_workbook(io.BytesIO(page.body)).worksheets])
        found = [c for c in self.canaries if c in text]
        self.assertEqual(found, [], page.url)

    def test_the_secretariat_sees_the_canaries(self):
        """Else the rest would show nothing."""
        for ledger, record in self.ids.items():
            self.assertIn(f'鳥{ledger}', self.secretary.get(f'/ledgers/{ledger}/{record}').text)

    def test_pages_files_counts_history_and_errors(self):
        counts = {row[0]: row[1] for row in self.head.get('/ledgers').table()[1:]}
        self.assertEqual(counts['Incidents'], '0')
        self.assertEqual(counts['Disposals'], '0')
        for ledger, record in self.ids.items():
            table = 'ledger_' + {'media': 'medium'}.get(ledger, ledger[:-1].replace('-', '_'))
            table = table.replace('copie', 'copy').replace('policie', 'policy')
            for path in ('', '?state=all&sort=-no', '?word=' + quote('鳥'), f'/{record}',
                         f'/{record}/edit', '/new', f'/new?of={record}', '/file?format=xlsx',
                         '/file?format=csv', f'/../../history/{table}/{record}'):
                with self.subTest(ledger=ledger, path=path):
                    self.assert_clean(self.head.get(f'/ledgers/{ledger}{path}'
                                                    if '..' not in path else path[6:]))
            for path in (f'/ledgers/{ledger}/{record}', f'/ledgers/{ledger}/{record}/edit',
                         f'/history/{table}/{record}'):
                self.assertEqual(self.head.get(path).status, 404, path)
            self.assertEqual(self.secretary.get(f'/history/{table}/{record}').status, 200, table)

    def test_the_search(self):
        """Each ledger is searched; nothing of others, of people or for the keepers is found."""
        for ledger in self.ids:
            where = '/search?' + urlencode({'q': f'鳥{ledger}'})
            found = self.secretary.get(where)
            links = [a['href'] for a in found.soup.main.select('.hits a')]
            self.assertIn(f'/ledgers/{ledger}/{self.ids[ledger]}', links)
            page = self.head.get(where)
            self.assertEqual(page.soup.main.select('.hits a'), [], ledger)
            self.assertNotIn(' found', page.soup.main.get_text())
        for hidden in ('鳥system-credentialsever', '鳥system-credentialsholders', '鳥mediaholder'):
            self.assertIn(hidden, self.canaries)
            for person in (self.secretary, self.city.person('yomu')):
                self.assertEqual(person.get('/search?' + urlencode({'q': hidden}))
                                 .soup.main.select('.hits a'), [], hidden)

    def test_a_head_keeps_the_own_records_only(self):
        form = self.head.get('/ledgers/media/new').form('/media/new')
        options = [o.get_text() for o in form.find('select', attrs={'name': 'unit'})
                   .find_all('option')]
        self.assertTrue(any('防災課' in o for o in options))
        self.assertFalse(any('契約課' in o for o in options))
        page = self.secretary.get('/ledgers/media/new').form('/media/new')
        other = [o['value'] for o in page.find('select', attrs={'name': 'unit'})
                 .find_all('option') if '契約課' in o.get_text()][0]
        page = self.head.send(form, unit=other, name='よその課のUSB')
        self.assertEqual(page.status, 422, page.text)
        own = self.head.get('/ledgers/media?word=USB')
        edit = self.head.get(self.head.get(own.link('指紋認証USB 1')).link('Edit'))
        page = self.head.send(edit.form('/edit'), place='金庫')
        self.assertIn('金庫', page.text)

    def test_confidential_fields_are_for_those_who_keep_the_ledger(self):
        record = self.ids['system-credentials']
        reader, auditor = self.city.person('yomu'), self.city.person('suzu')
        secret = '鳥system-credentialsever'
        self.assertIn(secret, self.secretary.get(f'/ledgers/system-credentials/{record}').text)
        for person in (reader, auditor):
            for path in (f'/ledgers/system-credentials/{record}',
                         '/ledgers/system-credentials?columns=ever',
                         '/ledgers/system-credentials?where=ever.filled.',
                         '/ledgers/system-credentials/file?format=csv',
                         f'/history/ledger_system_credential/{record}'):
                self.assertNotIn(secret, person.get(path).body.decode('utf-8', 'replace'), path)
            self.assertEqual(person.get(f'/ledgers/system-credentials/{record}/edit').status, 403)
        self.assertEqual(self.city.person('kanri').get('/ledgers').status, 403)


if __name__ == '__main__':
    unittest.main()
