"""What people do with the ledgers: incidents reported and followed, carry-outs, rules to be read."""
import re
import unittest
from datetime import datetime, timedelta, timezone

from browser import PASSWORD, City, kageyu

JAPAN = timezone(timedelta(hours=9))
SECRET = ('zqxcanarytext', '090-1111-2222', 'zqxcanarydone')


def day(offset=0):
    return (datetime.now(JAPAN) + timedelta(days=offset)).strftime('%Y-%m-%d')


class Case(unittest.TestCase):
    """ao and aka work in 防災課, kii in 総務課; each has a head."""
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        for login, role, unit in (('ao', 'employee', '020400'), ('aka', 'employee', '020491'),
                                  ('kii', 'employee', '020100'), ('somu', 'head', '020100')):
            kageyu('user', 'add', cls.city.data, login, login, '--role', role, '--unit', unit)
            kageyu('user', 'password', cls.city.data, login, stdin=PASSWORD.encode() + b'\n')
        cls.ao, cls.aka, cls.kii, cls.head, cls.other_head, cls.secretary = (
            cls.city.person(login) for login in ('ao', 'aka', 'kii', 'bosai', 'somu', 'hotaru'))

    def refused(self, page, *words):
        self.assertIn(page.status, (403, 404, 409, 422), page.text)
        for word in words:
            self.assertIn(word, page.text)


class TestIncidents(Case):
    def report(self, person, **values):
        form = person.get('/report-incident').form('/report-incident')
        return person.send(form, **{'text': SECRET[0], 'kind': 'loss', 'personal': 'unknown',
                                    'callback': SECRET[1], 'done': SECRET[2], **values})

    def receipt(self, page):
        self.assertEqual(page.status, 200, page.text)
        return re.search(r'受付R\d+-\d+', page.text)[0]

    def address(self, number):
        return self.secretary.get('/incidents').link(number)

    def test_reported_and_followed(self):
        number = self.receipt(self.report(self.ao, persons='12'))
        mine = self.ao.get('/report-incident').text
        self.assertIn(number, mine)
        self.assertIn('Received', mine)
        home = self.secretary.get('/')
        self.assertIn(number, home.text)
        self.assertIn('Reported 0 hours ago', home.text)
        address = self.address(number)
        page = self.secretary.get(address)
        for word in (*SECRET, 'Decide whether a report is required', '4 days left'):
            self.assertIn(word, page.text)
        page = self.secretary.send(page.form('/steps'), step='ciso', told='副市長', clock='9:30')
        self.assertIn('副市長', page.text)
        self.assertIn('In hand', self.ao.get('/report-incident').text)
        refused = self.secretary.send(page.form('/steps'), step='closed')
        self.refused(refused, 'final report to the PPC is not recorded')
        page = self.secretary.get(address)
        page = self.secretary.send(page.form(address, 'Save'), ppc_needed='no', cause='置き忘れ')
        self.assertIn('None is due', page.text)
        page = self.secretary.send(page.form('/steps'), step='closed')
        self.assertNotIn('Record the step', page.text)
        self.assertIn('Closed', self.ao.get('/report-incident').text)
        self.assertNotIn(number, self.secretary.get('/incidents').text)
        self.assertIn(number, self.secretary.get('/incidents?state=all').text)
        self.assertNotIn(number, self.secretary.get('/').text)

    def test_a_record_without_an_answer_is_still_listed(self):
        number = self.receipt(self.report(self.ao))
        record = '/ledgers/incidents/' + self.address(number).rsplit('/', 1)[1]
        done = self.secretary.send(self.secretary.get(record + '/edit').form('/edit'), personal='')
        self.assertEqual(done.status, 200, done.text)
        self.assertIn(number, self.secretary.get('/incidents').text)
        self.assertIn(number, self.ao.get('/report-incident').text)
        self.assertEqual(self.secretary.get(self.address(number)).status, 200)

    def test_nobody_sees_the_reports_of_others(self):
        number = self.receipt(self.report(self.ao))
        address = self.address(number)
        receipt = '/report-incident/' + address.rsplit('/', 1)[1]
        self.assertEqual(self.ao.get(receipt).status, 200)
        for person in (self.aka, self.kii, self.other_head):
            self.assertNotIn(number, person.get('/report-incident').text)
            for place in ('/', '/incidents', '/incidents?state=all', '/ledgers/incidents', receipt,
                          address, '/search?q=zqx'):
                page = person.get(place)
                for word in (number, *SECRET):
                    self.assertNotIn(word, page.text, place)
        self.assertEqual(self.ao.get(address).status, 404)
        self.refused(self.ao.get('/incidents'))
        # the head of the section sees it, and does not lead it
        self.assertIn(SECRET[0], self.head.get(address).text)
        self.assertNotIn('Record the step', self.head.get(address).text)
        form = self.secretary.get(address).form('/steps')
        token = self.head.get('/report-incident').form('/report-incident')
        form.find('input', {'name': '_token'})['value'] = token.find('input', {'name': '_token'})['value']
        self.refused(self.head.send(form, step='ciso'))
        # readers and auditors see the record of the ledger without the words of the report
        record = '/ledgers/incidents/' + address.rsplit('/', 1)[1]
        for login in ('suzu', 'yomu'):
            page = self.city.person(login).get(record)
            self.assertEqual(page.status, 200)
            self.assertNotIn(SECRET[0], page.text)
            self.assertNotIn(SECRET[1], page.text)

    def test_what_cannot_be(self):
        self.refused(self.report(self.ao, text=''))
        self.refused(self.report(self.ao, noticed=day(1)), 'yet to come')
        self.refused(self.report(self.ao, occurred=day(), noticed=day(-1)), 'after it was noticed')
        page = self.report(self.ao, personal='')
        self.refused(page)
        self.assertEqual(page.form('/report-incident').find('textarea', {'name': 'text'}).text.strip(),
                         SECRET[0])

    def test_pressed_twice(self):
        self.report(self.ao)
        before = len(self.ao.get('/report-incident').soup.find_all('tr'))
        form = self.ao.get('/report-incident').form('/report-incident')
        values = {'text': 'x', 'kind': 'mail', 'personal': 'no', 'callback': '1'}
        self.assertEqual(self.ao.send(form, **values).status, 200)
        self.ao.send(form, **values)  # also the button of a page to which one went back
        after = len(self.ao.get('/report-incident').soup.find_all('tr'))
        self.assertEqual(after - before, 1)

    def test_for_somebody_outside(self):
        self.assertNotIn('Told by somebody outside', self.ao.get('/report-incident').text)
        number = self.receipt(self.report(self.secretary, outsider='近くの住民', unit='020100'))
        page = self.secretary.get(self.address(number))
        self.assertIn('近くの住民', page.text)
        self.assertIn('総務課', page.text)
        # without a section nobody would answer for it
        self.refused(self.report(self.secretary, unit=''), 'Choose the section')
        # who is no contact point cannot name another section
        number = self.receipt(self.report(self.kii, unit='020400', outsider='誰か'))
        page = self.secretary.get(self.address(number))
        self.assertIn('総務課', page.text)
        self.assertNotIn('誰か', page.text)

    def test_two_at_the_contact_point(self):
        address = self.address(self.receipt(self.report(self.ao)))
        stale = self.secretary.get(address).form(address, 'Save')
        jimu = self.city.person('hotaru')
        self.assertEqual(jimu.send(jimu.get(address).form(address, 'Save'), cause='先').status, 200)
        page = self.secretary.send(stale, cause='後')
        self.assertEqual(page.status, 409)
        self.assertIn('先', page.text)


class TestCarryOuts(Case):
    def ask(self, person, **values):
        form = person.get('/carry-outs/new').form('/carry-outs/new')
        page = person.send(form, **{
            'kind': 'asset', 'what': '鳥端末', 'pieces': '1', 'data': '鳥名簿', 'personal': 'yes',
            'encrypted': 'yes', 'encryption': '鳥暗号', 'purpose': 'work', 'destination': '鳥支所',
            'from_on': day(), 'due_on': day(3), **values})
        return page

    def asked(self, person, **values):
        page = self.ask(person, **values)
        self.assertEqual(page.status, 200, page.text)
        return page.url.split('?')[0]

    def test_asked_approved_returned(self):
        place = self.asked(self.ao, what='鳥端末1号')
        self.assertIn('鳥端末1号', self.ao.get('/').text)
        home = self.head.get('/')
        self.assertIn('鳥端末1号', home.text)
        page = self.head.get(place)
        self.head.send(page.form('/carry-outs/decide', 'Approve'))
        page = self.ao.get(place)
        self.assertIn('Out of the office', page.text)
        self.assertNotIn('approved at once', page.text)
        page = self.ao.send(page.form('/bring'))
        self.assertIn('Return to be confirmed', page.text)
        self.assertFalse(page.soup.find('form', action=re.compile('confirm')))
        page = self.head.send(self.head.get(place).form('/confirm'))
        self.assertIn('Back', page.text)
        self.assertNotIn('鳥端末1号', self.ao.get('/').text)
        record = self.secretary.get('/ledgers/carry-outs/' + place.rsplit('/', 1)[1])
        self.assertIn('申R', record.text)
        self.assertIn('bosai', record.text)

    def test_from_my_work_with_one_press(self):
        place = self.asked(self.ao, what='鳥端末2号')
        home = self.head.get('/')
        item = next(li for li in home.soup.find_all('li', class_='task') if '鳥端末2号' in li.text)
        self.head.send(item.find('form'))
        self.assertIn('Out of the office', self.ao.get(place).text)

    def test_several_at_once_stay_visible(self):
        places = [self.asked(self.ao, what=f'鳥まとめ{n}') for n in range(3)]
        page = self.head.get('/carry-outs/decide')
        form = page.form('/carry-outs/decide', 'Approve what is ticked')
        self.refused(self.head.send(form), 'Tick what you approve')
        form = self.head.get('/carry-outs/decide').form('/carry-outs/decide', 'Approve what is ticked')
        body = [(k, v) for k, v in self.head.fields(form)]
        body += [('ids', place.rsplit('/', 1)[1]) for place in places]
        from urllib.parse import urlencode
        self.head.ask('POST', '/carry-outs/decide', urlencode(body).encode(),
                      'application/x-www-form-urlencoded')
        for place in places:
            self.assertIn('3 approved at once', self.ao.get(place).text)

    def test_refused_with_a_reason(self):
        place = self.asked(self.ao)
        self.refused(self.head.send(self.head.get(place).form('/refuse')), 'required')
        page = self.head.send(self.head.get(place).form('/refuse'), reason='行き先が不明')
        self.assertIn('行き先が不明', self.ao.get(place).text)
        self.assertIn('Not approved', page.text)

    def test_pressed_twice_and_stale(self):
        place = self.asked(self.ao)
        form = self.head.get(place).form('/carry-outs/decide', 'Approve')
        stale = self.ao.get(place).form('/withdraw')
        self.head.send(form)
        self.head.send(form)
        page = self.ao.send(stale)
        self.refused(page, 'how it stands now')
        self.assertIn('Out of the office', self.ao.get(place).text)
        steps = self.ao.get(place).text
        self.assertEqual(steps.count('approved it'), 1)

    def test_nobody_sees_those_of_others(self):
        place = self.asked(self.ao, what='鳥秘密')
        words = ('鳥秘密', '鳥名簿', '鳥暗号', '鳥支所')
        number = place.rsplit('/', 1)[1]
        for person in (self.aka, self.kii, self.other_head):
            for path in ('/', '/carry-outs', '/carry-outs/decide', '/carry-outs/decide?state=all', place,
                         '/ledgers/carry-outs', '/ledgers/carry-outs/' + number,
                         '/history/ledger_carry_out/' + number, '/search?q=' + '%E9%B3%A5'):
                page = person.get(path)
                for word in words:
                    self.assertNotIn(word, page.text, path)
        form = self.head.get(place).form('/refuse')
        token = self.kii.get('/carry-outs/new').form().find('input', {'name': '_token'})['value']
        form.find('input', {'name': '_token'})['value'] = token
        page = self.kii.send(form, reason='x')
        self.assertEqual(page.status, 404)
        self.assertNotIn('鳥秘密', page.text)

    def test_what_cannot_be(self):
        self.refused(self.ask(self.ao, due_on=day(-1)), 'before it goes out')
        self.refused(self.ask(self.ao, purpose='other'))
        page = self.ask(self.ao, what='')
        self.refused(page)
        self.assertIn('鳥支所', str(page.form('/carry-outs/new')))
        self.refused(self.ask(self.city.person('suzu')), 'belongs to no section')


class TestReadings(Case):
    def hand_out(self, **values):
        form = self.secretary.get('/distributions/new').form('/distributions/new')
        policy = next(o['value'] for o in form.find('select', {'name': 'policy'}).find_all('option')
                      if '対策基準' in o.get_text())
        return self.secretary.send(form, **{'policy': policy, 'changes': '鳥の章', 'link': '鳥の棚',
                                            'due': day(7), 'units': '020400', **values})

    def test_handed_out_and_acknowledged(self):
        page = self.hand_out()
        self.assertEqual(page.status, 200, page.text)
        place = page.url.split('?')[0]
        self.assertIn('Read and acknowledge', self.ao.get('/').text)
        self.assertIn('対策基準', self.ao.get('/').text)
        before = self.secretary.get(place + '?state=unread').text
        self.assertIn('ao', before.split('Who has not acknowledged it')[1])
        form = self.ao.get('/readings').form('/readings')
        self.assertIn('acknowledged', self.ao.send(form).text)
        self.ao.send(form)  # pressed twice
        self.assertNotIn('対策基準', self.ao.get('/').text)
        rows = [row for row in self.secretary.get(place).table()[1:] if len(row) == 4]
        everybody, read, unread = (sum(int(row[n]) for row in rows) for n in (1, 2, 3))
        self.assertEqual((everybody, read), (read + unread, 1))
        link = self.secretary.get(place).soup.find('a', href=re.compile('state=read'))['href']
        self.assertEqual(len(self.secretary.get(link).table(1)) - 1, 1)
        # those whom it does not concern see nothing of it
        self.assertNotIn('鳥の章', self.kii.get('/readings').text)
        self.assertNotIn('対策基準', self.kii.get('/').text)
        number = place.rsplit('/', 1)[1]
        form = self.aka.get('/readings').form('/readings')
        form.find('input', {'name': '_token'})['value'] = \
            self.kii.get('/carry-outs/new').form().find('input', {'name': '_token'})['value']
        self.assertEqual(self.kii.send(form, distribution=number).status, 404)
        for person in (self.ao, self.head):
            self.assertEqual(person.get(place).status, 403)

    def test_not_at_hand(self):
        place = self.hand_out().url.split('?')[0]
        page = self.secretary.get(place)
        page = self.secretary.send(page.form('/not-at-hand'), unit='020400', note='鳥が見つからない')
        self.assertIn('鳥が見つからない', page.text)

    def test_what_cannot_be(self):
        self.refused(self.hand_out(due=day(-1)), 'This day is past')
        self.refused(self.hand_out(changes=''))
