"""The organisation in the browser: a day, changes with their history, order, who sees what."""
import unittest
from urllib.parse import quote

from browser import City


class TestUnits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')

    def names(self, query='', who=None):
        table = (who or self.secretary).get('/units' + query).table()
        return [row[0] for row in table[1:]]

    def add(self, code, name, **more):
        page = self.secretary.get('/units/new')
        page = self.secretary.send(page.form('/units/new'), code=code, name=name, **more)
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('/units/', page.url)
        return page

    def open(self, name, on=''):
        page = self.secretary.get('/units' + on)
        return self.secretary.get(page.link(name))

    def act(self, page, what, **values):
        form = self.secretary.get(page.link(what)).form()
        return self.secretary.send(form, **values)

    def test_rename_keeps_the_past(self):
        page = self.add('990100', '旧名課', **{'from': 'R5.4.1'})
        new = self.act(page, 'Rename or move', day='令和7年4月1日', name='新名課')
        self.assertEqual(new.status, 200, new.text)
        self.assertIn('旧名課', new.text)
        self.assertIn('旧名課', self.names('?on=R7.3.31'))
        self.assertNotIn('新名課', self.names('?on=2025-03-31'))
        self.assertIn('新名課', self.names('?on=' + quote('令和７年４月１日')))
        self.assertNotIn('旧名課', self.names('?on=2025-04-01'))
        old = self.open('旧名課', '?on=R7.3.31')
        self.assertIn('新名課', old.text)
        self.assertIn('990100', old.text)

    def test_new_code_takes_the_units_below_along(self):
        page = self.add('991000', '親部')
        self.add('991010', '子課', parent='991000')
        page = self.act(page, 'Rename or move', day='2025-04-01', code='992000', name='親局')
        self.assertEqual(page.status, 200, page.text)
        self.assertEqual([row[0] for row in page.table(1)[1:]], ['子課'])
        child = self.open('子課', '?on=2025-04-01')
        self.assertIn('親局', child.text)

    def test_refusals(self):
        self.add('993000', '上課')
        page = self.add('993010', '下係', parent='993000')
        top = self.open('上課')
        for what, values, words in (
                ('Close', {'day': '2025-03-31'}, '下係'),
                ('Rename or move', {'day': '2025-04-01', 'parent': '993010'}, 'below itself'),
                ('Rename or move', {'day': 'きのう'}, 'no date'),
                ('Correct', {'name': ''}, 'required'),
                ('Correct', {'from': '2025-04-01', 'to': '2024-04-01'}, 'before the begin')):
            with self.subTest(what=what, values=values):
                answer = self.act(top, what, **values)
                self.assertGreaterEqual(answer.status, 400)
                self.assertIn(words, answer.text)
        form = self.secretary.get('/units/new').form('/units/new')
        answer = self.secretary.send(form, code='９９３０１０', name='別課')
        self.assertEqual(answer.status, 409)
        self.assertIn('下係', answer.text)
        self.assertIn('別課', str(answer.soup.find('input', attrs={'name': 'name'})))
        self.assertIn('下係', self.names())
        self.assertEqual(self.act(page, 'Close', day='2025-03-31').status, 200)
        self.assertNotIn('下係', self.names('?on=2025-04-01'))

    def test_closed_with_successors(self):
        self.add('994000', '引継課')
        page = self.act(self.add('994010', '廃止課'), 'Close', day='2025-03-31',
                        successors='994000、020400')
        self.assertEqual(page.status, 200, page.text)
        self.assertIn('引継課', page.text)
        self.assertIn('防災課', page.text)
        answer = self.act(page, 'Close', day='2025-03-31', successors='999999')
        self.assertIn('999999', answer.text)
        self.assertEqual(answer.status, 422)

    def test_conflict(self):
        page = self.add('995000', '競合課')
        first = self.secretary.get(page.link('Correct')).form()
        second = self.secretary.get(page.link('Correct')).form()
        self.assertEqual(self.secretary.send(first, name='先勝課').status, 200)
        answer = self.secretary.send(second, name='後勝課')
        self.assertEqual(answer.status, 409)
        self.assertIn('先勝課', answer.text)
        self.assertIn('後勝課', str(answer.soup.find('input', attrs={'name': 'name'})))

    def test_order(self):
        self.add('996000', '順序部')
        for code, name in (('996010', '甲課'), ('996020', '乙課'), ('996030', '丙課')):
            self.add(code, name, parent='996000')
        self.add('996021', '乙の係', parent='996020')
        page = self.secretary.get('/units?order=1')
        form = page.form('/units/order')
        button = next(b for b in form.find_all('button') if b['aria-label'].startswith('乙課')
                      and b['value'].startswith('up-'))
        self.secretary.send(form, move=button['value'])
        names = self.names()
        at = names.index('順序部')
        self.assertEqual(names[at:at + 5], ['順序部', '乙課', '乙の係', '甲課', '丙課'])
        # every other list follows, as the export does
        rows = self.secretary.get('/units').table()
        self.assertEqual(len(rows) - 1, len(set(names)))

    def test_who(self):
        head, admin = self.city.person('bosai'), self.city.person('kanri')
        self.assertEqual(self.names(who=head)[0], '防災課')
        text = head.get('/units').text
        self.assertNotIn('020100', text)
        whole = self.secretary.get('/units')
        other = next(a['href'] for a in whole.soup.select('table.tree th a')
                     if a.get_text() != '防災課')
        self.assertEqual(head.get(other).status, 404)
        self.assertEqual(admin.get('/units').status, 200)
        for login in ('suzu', 'bosai', 'yomu', 'kanri'):
            person = self.city.person(login)
            self.assertEqual(person.get('/units/new').status, 403)
            form = self.secretary.get('/units?order=1').form('/units/order')
            self.assertEqual(person.send(form, move='up-1').status, 403)

    def test_bad_input(self):
        self.assertIn('no date', self.secretary.get('/units?on=xyz').text)
        for path in ('/units/0', '/units/abc', '/units/99999999999999999999/edit'):
            self.assertEqual(self.secretary.get(path).status, 404)
        self.assertIn('No unit exists', self.secretary.get('/units?on=1800-01-01').text)


if __name__ == '__main__':
    unittest.main()
