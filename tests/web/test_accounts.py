"""Accounts in the browser: added, changed, closed, signed out; and who may not."""
import re
import unittest

from browser import City, Person, kageyu


class TestAccounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.keeper = cls.city.person('kanri')

    def add(self, login, role='reader', **more):
        page = self.keeper.get('/accounts/new')
        return self.keeper.send(page.form('/accounts/new'), login=login, name='山田 花子',
                                role=role, **more)

    def open(self, login):
        return self.keeper.get(self.keeper.get('/accounts').link(login))

    def password(self, page):
        return page.soup.find('code', class_='password').get_text()

    def sign_in(self, login, password):
        visitor = Person.__new__(Person)
        visitor.city, visitor.cookie = self.city, ''
        page = visitor.get('/sign-in')
        visitor.send(page.form('/sign-in'), login=login, password=password)
        return visitor if visitor.cookie else None

    def logins(self, query=''):
        return [row[0] for row in self.keeper.get('/accounts' + query).table()[1:]]

    def test_a_made_password_is_shown_once_and_lets_in(self):
        page = self.add('made')
        password = self.password(page)
        self.assertRegex(password, r'^[a-z2-9]{4}(-[a-z2-9]{4}){3}$')
        visitor = self.sign_in('made', password)
        self.assertIsNotNone(visitor)
        # whoever made it knows it: nothing goes before an own one
        for path in ('/', '/accounts', '/units'):
            page = visitor.get(path)
            self.assertEqual((200, '/self?done=choose-password'), (page.status, page.url), path)
        done = visitor.send(visitor.get('/self').form(button='Change the password'), old=password,
                            new='あめあがりの-しずかな-みち', again='あめあがりの-しずかな-みち')
        self.assertEqual('/self?done=password', done.url)
        self.assertEqual(visitor.get('/accounts').status, 403)
        self.assertEqual(visitor.get('/units').status, 200)
        self.assertNotIn(password, self.open('made').text)
        self.assertIn('127.0.0.1', self.open('made').text)

    def change(self, visitor, old, new, again=None):
        return visitor.send(visitor.get('/self').form(button='Change the password'), old=old,
                            new=new, again=again or new)

    def test_guessing_the_own_password_is_slowed_down_as_signing_in_is(self):
        """Somebody at an unlocked screen does not get to try passwords without end."""
        first, own = 'しろいくもが-ながれる-そら', 'あめあがりの-しずかな-みち'
        self.add('guessed', password=first)
        visitor = self.sign_in('guessed', first)
        self.assertIn('The two are not the same', self.change(visitor, first, own, first).text)
        self.assertIn('at least 12', self.change(visitor, first, 'short').text)
        for n in range(5):
            page = self.change(visitor, f'wrong guess {n}', own)
            self.assertGreaterEqual(page.status, 400)
            self.assertIn('not the present password', page.text)
        page = self.change(visitor, first, own)
        self.assertIn('Too many failed attempts', page.text)
        self.assertIsNone(self.sign_in('guessed', first))

    def test_a_password_set_by_command_ends_the_sessions(self):
        self.add('moved', password='しろいくもが-ながれる-そら')
        visitor = self.sign_in('moved', 'しろいくもが-ながれる-そら')
        self.assertEqual('/self', visitor.get('/self').url)
        kageyu('user', 'password', self.city.data, 'moved', stdin='ひとりしずかな-やまのみち\n'.encode())
        self.assertIn('/sign-in', visitor.get('/self').url)

    def test_own_password_for_a_new_one(self):
        page = self.add('chosen', password='しろいくもが-ながれる-そら')
        self.assertIn('chosen', page.text)
        self.assertIsNotNone(self.sign_in('chosen', 'しろいくもが-ながれる-そら'))

    def test_refusals_keep_what_was_typed(self):
        for values, words in ((dict(login='kanri'), 'already is an account'),
                              (dict(login='花子'), 'cannot be a login'),
                              (dict(login='x1', role='head'), 'section head needs'),
                              (dict(login='x1', password='short'), 'at least 12'),
                              (dict(login='x1', unit='999999'), 'no unit'),
                              (dict(login='x1', role='king'), 'no role')):
            page = self.add(**values)
            self.assertGreaterEqual(page.status, 400, values)
            self.assertIn(words, page.text)
            self.assertEqual(page.soup.find('input', attrs={'name': 'login'})['value'],
                             values['login'])
        self.assertNotIn('x1', self.logins())

    def test_filters(self):
        self.assertIn('bosai', self.logins('?role=head'))
        self.assertNotIn('kanri', self.logins('?role=head'))
        self.assertIn('bosai', self.logins('?unit=020400'))
        self.assertNotIn('yomu', self.logins('?unit=020400'))

    def test_change_with_history_and_conflict(self):
        self.add('moving', password='あかいはなが-さいている')
        page = self.open('moving')
        form = page.form(button='Save')
        saved = self.keeper.send(form, name='鈴木 次郎', role='head', unit='020400')
        self.assertEqual(saved.status, 200, saved.text)
        history = self.keeper.get(saved.link('History'))
        self.assertEqual([d.get_text() for d in history.soup.find_all('del')],
                         ['山田 花子', 'Reader', '(empty)'])
        self.assertEqual([i.get_text() for i in history.soup.find_all('ins')][:3],
                         ['鈴木 次郎', 'Section head', '020400'])
        late = page.form(button='Save')
        fresh = self.keeper.get(page.url).form(button='Save')
        late.find('input', attrs={'name': '_token'})['value'] = \
            fresh.find('input', attrs={'name': '_token'})['value']
        clash = self.keeper.send(late, name='佐藤 三郎')
        self.assertEqual(clash.status, 409)
        self.assertIn('鈴木 次郎', clash.text)
        self.assertIn('佐藤 三郎', str(clash.soup))
        self.assertIn('鈴木 次郎', self.open('moving').text)

    def test_close_and_open_again(self):
        self.add('leaving', password='きいろいつきが-でている')
        visitor = self.sign_in('leaving', 'きいろいつきが-でている')
        self.assertEqual(visitor.get('/self').status, 200)
        page = self.open('leaving')
        page = self.keeper.send(page.form('/close'))
        self.assertIn('closed', page.text)
        self.assertIn('/sign-in', visitor.get('/self').url)
        self.assertIsNone(self.sign_in('leaving', 'きいろいつきが-でている'))
        self.assertIn('leaving', self.logins('?state=closed'))
        self.keeper.send(self.open('leaving').form('/open'))
        self.assertIsNotNone(self.sign_in('leaving', 'きいろいつきが-でている'))

    def test_a_new_password_and_ended_sessions(self):
        self.add('forgot', password='みどりのかぜが-ふいている')
        visitor = self.sign_in('forgot', 'みどりのかぜが-ふいている')
        password = self.password(self.keeper.send(self.open('forgot').form('/password')))
        self.assertIn('/sign-in', visitor.get('/self').url)
        self.assertIsNone(self.sign_in('forgot', 'みどりのかぜが-ふいている'))
        visitor = self.sign_in('forgot', password)
        form = self.open('forgot').form('/sessions/end', 'End it')
        self.keeper.send(form)
        self.assertIn('/sign-in', visitor.get('/self').url)
        self.assertIn('Sessions ended', self.open('forgot').text)

    def test_nobody_locks_everybody_out(self):
        city = City(empty=True)
        self.addCleanup(city.close)
        keeper = city.person('kanri')
        own = keeper.get(keeper.get('/accounts').link('kanri'))
        self.assertNotIn('/close', str(own.soup))
        other = keeper.get(keeper.get('/accounts').link('hotaru'))
        form = other.form('/close')
        form['action'] = own.url.split('?')[0] + '/close'
        self.assertEqual(keeper.send(form).status, 409)
        form = keeper.get(other.url).form('/password')
        form['action'] = own.url.split('?')[0] + '/password'
        self.assertEqual(keeper.send(form).status, 409)
        keeper.send(keeper.get(other.url).form('/close'))
        role = keeper.send(keeper.get(own.url).form(button='Save'), role='reader')
        self.assertEqual(role.status, 409)
        self.assertEqual(keeper.get('/accounts').status, 200)

    def test_an_address_is_read_to_its_end(self):
        for path in (self.keeper.get('/accounts').link('yomu'), self.keeper.get('/units').link('防災課')):
            self.assertEqual(200, self.keeper.get(path).status)
            for tail in ('x', '%20AND%201=1', '.0', '0' * 30):
                self.assertEqual(404, self.keeper.get(path + tail).status, path + tail)

    def test_roles_are_explained(self):
        page = self.keeper.get('/accounts/roles')
        rows = {row[0]: row[1:] for row in page.table()[1:]}
        self.assertEqual(rows['Enter levels and comments'],
                         ['all units', 'all but the own unit', '—', '—', '—', '—'])
        self.assertEqual(len(rows), 22)

    def test_only_those_who_may(self):
        number = re.search(r'\d+$', self.keeper.get('/accounts').link('yomu'))[0]
        for login in ('suzu', 'bosai', 'yomu'):
            who = self.city.person(login)
            for path in ('/accounts', '/accounts/new', '/accounts/roles', '/accounts/' + number):
                self.assertEqual(who.get(path).status, 403, (login, path))
        for path in ('/accounts/0', '/accounts/x', '/accounts/999999'):
            self.assertEqual(self.keeper.get(path).status, 404, path)
