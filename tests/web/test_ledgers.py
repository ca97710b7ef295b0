"""Ledgers in the browser: filled in, found, changed, marked as gone, taken as files, by whom."""
import csv
import io
import re
import unittest
from urllib.parse import quote, urlencode

import openpyxl
from browser import City

LEDGERS = ('systems', 'system-uses', 'system-copies', 'system-credentials', 'system-connections',
           'policies', 'system-details', 'assets', 'media', 'carry-outs', 'disposals', 'keys',
           'policy-clauses', 'policy-classes', 'contracts', 'trainings', 'training-heads',
           'training-attendances', 'commitments', 'incidents', 'exceptions')


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
        carried = {a.get_text(): a['href'] for a in self.secretary.get('/ledgers/carry-outs').soup.select('tbody th a')}
        page = self.secretary.send(self.secretary.get(carried['タブレット端末 T-12'] + '/edit').form('/edit/remove'), reason='試し')
        self.assertEqual(409, page.status)
        self.assertIn('Steps were taken', page.text)
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
        # as the search compares: width, case, blanks and the long vowel are all one
        for typed in ('ｼｽﾃﾑ', 'システーム', '保険 シス'):
            self.assertIn('介護保険システム', self.names('systems', word=typed), typed)
        self.assertEqual(self.names('media', where='name.has.ｕｓｂ２'), ['指紋認証USB 2'])
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

    def test_a_key_is_held_by_a_person_until_they_leave(self):
        new = self.secretary.get('/people/new')
        self.secretary.send(new.form('/people/new'), number='700001', name='鍵持 花子', unit='020400',
                            day='2024-04-01')
        unit = self.unit(self.secretary, 'keys', '防災課')
        page = self.add('keys', unit=unit, name='書庫の鍵', opens='書庫', holder='鍵持花子')
        self.assertEqual(page.status, 200, page.text)
        key = page.url.split('?')[0]
        self.assertEqual(page.link('700001 鍵持 花子'), '/people/700001')
        other = self.add('keys', unit=unit, name='予備の鍵', opens='書庫', holder='鍵持警備 佐々木')
        self.assertIn('not in the people ledger', other.text)
        self.assertIsNone(other.soup.find('a', string=re.compile('佐々木')))
        # the own people are offered, and what is stored comes back as it is
        edit = self.head.get(self.head.get(key).link('Edit'))
        offered = [o.get_text() for o in edit.soup.find('datalist').find_all('option')]
        self.assertIn('700001 鍵持 花子', offered)
        page = self.head.send(edit.form('/edit'), note='二階')
        self.assertEqual(page.link('700001 鍵持 花子'), '/people/700001')
        self.assertEqual(self.names('keys', where='holder.has.鍵持'), ['書庫の鍵', '予備の鍵'])
        for typed in ('鍵持 花子', '鍵持花子', '７００００１', '700001 鍵持 花子'):
            self.assertEqual(self.names('keys', where=f'holder.is.{typed}'), ['書庫の鍵'], typed)
        self.assertEqual(self.names('keys', where='holder.left.'), [])
        text = self.secretary.get('/ledgers/keys/file?format=csv&columns=holder').body.decode('utf-8-sig')
        self.assertIn('700001 鍵持 花子', text)
        # their page says what they hold, and so does the hand-over once they left
        self.assertEqual(self.secretary.get('/people/700001').link('書庫の鍵'), key)
        self.assertNotIn('書庫の鍵', self.secretary.get('/people/handover').text)
        leave = self.secretary.get('/people/700001').form('/leave')
        self.secretary.send(leave, day='2024-09-30')
        page = self.secretary.get(key)
        self.assertIn('left on 2024-09-30', page.text)
        self.assertEqual(self.names('keys', where='holder.left.'), ['書庫の鍵'])
        self.assertEqual(self.secretary.get('/people/handover').link('書庫の鍵'), key)
        self.assertEqual(self.head.get('/people/handover').link('書庫の鍵'), key)
        self.assertIsNone(self.head.get(key).soup.find('a', string='700001 鍵持 花子'))
        history = self.secretary.get(self.secretary.get(key).link('History')).text
        self.assertIn('700001 鍵持 花子', history)
        self.assertNotIn('holder_id', history)

    def test_files_are_attached_taken_and_taken_out(self):
        unit = self.unit(self.secretary, 'policies', '防災課')
        form = self.secretary.get('/ledgers/policies/new').form('/policies/new')
        # with a fault the form comes back, and says that the file has to be chosen again
        page = self.secretary.send(form, files=[('document', '要綱.pdf', b'%PDF-x')], unit=unit,
                                   name='', note='残る')
        self.assertEqual(page.status, 422, page.text)
        self.assertIn('Choose the files again', page.soup.find(id='faults').get_text())
        form = page.form('/policies/new')
        self.assertEqual(form.find('textarea', attrs={'name': 'note'}).get_text(), '残る')
        page = self.secretary.send(form, name='要綱', files=[
            ('document', '要綱.pdf', b'%PDF-x'), ('document', '別表 1.xlsx', b'PK\0\1')])
        self.assertEqual(page.status, 200, page.text)
        record = page.url.split('?')[0]
        file = self.secretary.get(page.link('別表 1.xlsx'))
        self.assertEqual(file.body, b'PK\0\1')
        self.assertIn('attachment', file.headers['Content-Disposition'])
        self.assertIn('record-file policies', self.city.person('kanri').get('/trail/security').text)
        self.assertEqual(self.head.get(page.link('要綱.pdf')).body, b'%PDF-x')
        self.assertEqual(self.secretary.get(f'{record}/files/1').status, 404)
        # a conflict asks again, too
        edit = self.secretary.get(page.link('Edit'))
        self.secretary.send(self.secretary.get(page.link('Edit')).form('/edit'), note='直した')
        late = self.secretary.send(edit.form('/edit'), files=[('document', '三.txt', b'3')])
        self.assertEqual(late.status, 409)
        self.assertIn('Choose the files again', late.text)
        # taken out: not there, in the history, and found by its name no more
        self.assertEqual(len(self.hits('別表')), 1)
        edit = self.secretary.get(self.secretary.get(record).link('Edit'))
        box = [i['value'] for i in edit.soup.find_all('input', attrs={'name': 'drop-document'})
               if '別表' in i.parent.get_text()]
        old = self.secretary.get(record).link('別表 1.xlsx')
        page = self.secretary.send(edit.form('/edit'), **{'drop-document': box[0]})
        self.assertIsNone(page.soup.find('a', string='別表 1.xlsx'))
        self.assertIsNotNone(page.soup.find('a', string='要綱.pdf'))
        self.assertEqual(self.secretary.get(old).status, 404)
        self.assertEqual(self.hits('別表'), [])
        self.assertIn('別表 1.xlsx', self.secretary.get(page.link('History')).text)
        text = self.secretary.get('/ledgers/policies/file?format=csv').body.decode('utf-8-sig')
        self.assertIn('要綱.pdf', text)
        empty = self.secretary.get('/ledgers/policies/empty').body
        self.assertNotIn('規程の本文', [c.value for c in openpyxl.load_workbook(io.BytesIO(empty)).active[1]])


class TestFieldsOfTheCity(unittest.TestCase):
    """A field that the city added is as any other, on each page."""

    @classmethod
    def setUpClass(cls):
        cls.city = City(prepare=[
            ('field', 'add', 'media', 'color', '色', '--type', 'choice', '--choices', '赤、青',
             '--listed', 'yes', '--explain', '外側の色'),
            ('field', 'add', 'media', 'ports', '端子の数', '--type', 'count'),
            ('field', 'add', 'media', 'lent', '貸出先', '--type', 'person', '--required', 'yes'),
            ('field', 'add', 'media', 'duty', '責任の役割', '--type', 'role'),
            ('field', 'add', 'media', 'secret', '合言葉', '--type', 'long', '--confidential', 'yes'),
            ('field', 'add', 'media', 'old', '旧番号', '--listed', 'yes'),
            ('field', 'retire', 'media', 'old')])
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    names = TestLedgers.names
    add = TestLedgers.add
    unit = TestLedgers.unit
    hits = TestLedgers.hits

    def test_it_is_entered_listed_found_and_told(self):
        fields = self.secretary.get('/ledgers/media/fields').text
        for told in ('色', '外側の色', '赤、青', '端子の数', 'added by the city'):
            self.assertIn(told, fields)
        self.assertNotIn('旧番号', fields)
        unit = self.unit(self.secretary, 'media', '防災課')
        page = self.add('media', unit=unit, name='独自甲', **{'x-ports': '三つ'})
        self.assertEqual(page.status, 422)
        self.assertIn('三つ', page.soup.find(id='faults').get_text())
        self.assertIsNotNone(page.soup.find('a', href='#field-x-lent'))
        duty = page.form('/media/new').find('select', attrs={'name': 'x-duty'}).find_all('option')[1]
        color = [o['value'] for o in page.form('/media/new').find('select', attrs={'name': 'x-color'})
                 .find_all('option') if o.get_text() == '青'][0]
        page = self.secretary.send(page.form('/media/new'), **{
            'x-ports': '３個', 'x-lent': '鳥飼商店', 'x-color': color, 'x-duty': duty['value'],
            'x-secret': '鳥の合図'})
        self.assertEqual(page.status, 200, page.text)
        record = page.url.split('?')[0]
        for told in ('青', '鳥飼商店', 'not in the people ledger', duty.get_text(), '鳥の合図'):
            self.assertIn(told, page.text)
        self.add('media', unit=unit, name='独自乙', **{'x-ports': '12', 'x-lent': '甲'})
        self.assertEqual(self.names('media', where='x-ports.filled.', sort='-x-ports'), ['独自乙', '独自甲'])
        self.assertEqual(self.names('media', where='x-color.is.青'), ['独自甲'])
        self.assertEqual(self.names('media', where=['x-ports.filled.', 'x-color.is-not.青']), ['独自乙'])
        self.assertEqual(self.names('media', where='x-lent.has.鳥飼'), ['独自甲'])
        head = [th.get_text() for th in self.secretary.get('/ledgers/media').soup
                .find('table', class_='records').find_all('th')]
        self.assertIn('色', head)
        self.assertNotIn('旧番号', head)
        self.assertNotIn('端子の数', head)
        # a change of such a field alone: history, conflict
        edit, late = (self.secretary.get(record + '/edit') for _ in range(2))
        page = self.secretary.send(edit.form('/edit'), **{'x-ports': '4'})
        history = self.secretary.get(page.link('History'))
        newest = history.soup.find(class_='event').get_text(' ')
        self.assertIn('端子の数', newest)
        self.assertIn('Changed', newest)
        self.assertNotIn('x-ports', newest)
        page = self.secretary.send(late.form('/edit'), **{'x-ports': '5'})
        self.assertEqual(page.status, 409)
        self.assertIn('Stored now: 4', re.sub(r'\s+', ' ', page.text))
        # what is for the keepers alone
        reader = self.city.person('yomu')
        for path in (record, '/ledgers/media?columns=x-secret', '/ledgers/media?where=x-secret.filled.',
                     '/history/ledger_medium/' + record.rsplit('/', 1)[1],
                     '/ledgers/media/file?format=csv'):
            text = reader.get(path).body.decode('utf-8', 'replace')
            self.assertNotIn('鳥の合図', text, path)
        self.assertIn('鳥飼商店', reader.get('/ledgers/media/file?format=csv').body.decode('utf-8-sig'))

    def test_it_is_searched_and_changed_together(self):
        unit = self.unit(self.secretary, 'media', '契約課')
        page = self.add('media', unit=unit, name='独自丙', **{'x-lent': '甲'})
        box = [row.find('input')['value'] for row in self.secretary.get('/ledgers/media?word=' + quote('独自丙'))
               .soup.find('table', class_='records').find('tbody').find_all('tr')]
        form = self.secretary.get('/ledgers/media?word=' + quote('独自丙')).form('/change')
        pairs = [(k, v) for k, v in self.secretary.fields(form) if k not in ('record', 'field', 'value')]
        pairs += [('record', box[0]), ('field', 'x-ports'), ('value', '７')]
        done = self.secretary.ask('POST', form['action'], urlencode(pairs).encode(),
                                  'application/x-www-form-urlencoded')
        self.assertEqual(done.status, 200, done.text)
        self.assertEqual(self.names('media', where='x-ports.is.7'), ['独自丙'])
        # words of the others' fields are not for the search where they are for the keepers alone
        self.secretary.send(self.secretary.get(page.link('Edit')).form('/edit'), **{'x-secret': '鳥籠'})
        self.assertEqual(self.hits('鳥籠'), [])


class TestReach(unittest.TestCase):
    """A section head gets no byte of another section's records."""

    @classmethod
    def setUpClass(cls):
        cls.city = City(prepare=[
            ('field', 'add', ledger, key, label, '--type', kind, '--listed', 'yes')
            for ledger in LEDGERS
            for key, label, kind in (('memo', '独自の覚え', 'text'), ('papers', '独自の書類', 'file'))])
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')
        cls.head = cls.city.person('bosai')
        cls.ids, cls.files = {}, {}
        cls.canaries = set()
        for ledger in LEDGERS:
            cls.plant(ledger)

    @classmethod
    def plant(cls, ledger):
        """A record of another section with a canary in each field that takes text."""
        page = cls.secretary.get(f'/ledgers/{ledger}/new')
        form, values, files = page.form(f'/ledgers/{ledger}/new'), {}, []
        for tag in form.find_all(['input', 'textarea', 'select']):
            name = tag.get('name')
            if not name or name.startswith('_') or tag.get('type') == 'checkbox':
                continue
            if tag.name == 'select':
                options = [o for o in tag.find_all('option') if o.get('value')]
                wanted = [o for o in options if '契約課' in o.get_text() or '鳥' in o.get_text()]
                chosen = (wanted or options or [None])[0]
                values[name] = chosen['value'] if chosen else ''
            elif tag.get('type') == 'file':
                files.append((name, f'鳥{ledger}{name}.txt', f'鳥中身{ledger}'.encode()))
                cls.canaries |= {f'鳥{ledger}{name}', f'鳥中身{ledger}'}
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
        page = cls.secretary.send(form, files=files, **values)
        if page.status != 200 or '/new' in page.url:
            raise AssertionError(f'{ledger}: {page.text}')
        if files:
            cls.files[ledger] = [page.link(name) for _, name, _ in files]
        cls.ids[ledger] = re.search(r'/(\d+)', page.url)[1]

    def assert_clean(self, page):
        text = page.body.decode('utf-8', 'replace')
        if page.body.startswith(b'PK'):
            text = repr([list(sheet.values) for sheet in
                         openpyxl.load_workbook(io.BytesIO(page.body)).worksheets])
        found = [c for c in self.canaries if c in text]
        self.assertEqual(found, [], page.url)

    def test_a_ledger_with_fields_of_the_city_leads_where_it_did(self):
        self.assertIn('/ledgers/summaries/usage', str(self.secretary.get('/ledgers/systems').soup))
        page = self.secretary.get(f'/ledgers/incidents/{self.ids["incidents"]}')
        self.assertIn('Steps and clocks', page.text)
        edit = self.secretary.get(f'/ledgers/systems/{self.ids["systems"]}/edit')
        done = self.secretary.send(edit.form('/edit/remove'), reason='試し')
        self.assertEqual(409, done.status)
        self.assertIn('Remove or change them first', done.text)

    def test_the_secretariat_sees_the_canaries(self):
        """Else the rest would show nothing."""
        for ledger, record in self.ids.items():
            text = self.secretary.get(f'/ledgers/{ledger}/{record}').text
            for canary in (f'鳥{ledger}x-memo', f'鳥{ledger}x-papers'):
                self.assertIn(canary, text)
                self.assertIn(canary, self.canaries)

    def test_pages_files_counts_history_and_errors(self):
        counts = {row[0]: row[1] for row in self.head.get('/ledgers').table()[1:]}
        self.assertEqual(counts['Incidents'], '1')  # of the section itself
        self.assertEqual(counts['Disposals'], '0')
        for ledger, record in self.ids.items():
            table = 'ledger_' + {'media': 'medium'}.get(ledger, ledger[:-1].replace('-', '_'))
            table = table.replace('copie', 'copy').replace('policie', 'policy').replace('classe', 'class')
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

    def test_files(self):
        self.assertEqual({ledger: len(links) for ledger, links in self.files.items()},
                         {ledger: 1 + (ledger in ('policies', 'contracts', 'disposals'))
                          for ledger in LEDGERS})
        own = self.head.get('/ledgers/contracts?sort=no')
        mine = own.soup.find('table', class_='records').find('tbody').find('a')['href']
        for ledger, where in [(k, link) for k, links in self.files.items() for link in links]:
            self.assertEqual(self.secretary.get(where).body, f'鳥中身{ledger}'.encode())
            for path in (where, mine + '/files/' + where.rsplit('/', 1)[1]):
                page = self.head.get(path)
                self.assertEqual(page.status, 404, path)
                self.assert_clean(page)

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
