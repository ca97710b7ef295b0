"""Settings and scales in the browser."""
import unittest

from browser import City


class TestSettings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.keeper = cls.city.person('kanri')

    def form(self):
        return self.keeper.get('/settings').form('/settings')

    def value(self, page, name):
        return page.soup.find(attrs={'name': name})['value']

    def test_saved_and_shown(self):
        page = self.keeper.send(self.form(), organisation='青葉野市', marks='案、取扱注意',
                                numbering='第1|1|(1)')
        self.assertEqual(page.status, 200, page.text)
        self.assertEqual(self.value(page, 'marks'), '案、取扱注意')
        self.assertEqual(self.value(page, 'numbering'), '第1|1|(1)')
        self.assertIn('青葉野市', page.soup.find('header').get_text())
        page = self.keeper.send(self.form(), organisation='青葉野区', marks='', numbering='1|(1)')
        self.assertEqual(self.value(page, 'marks'), '')

    def test_refused(self):
        for values, words in ((dict(numbering='x|y'), 'not understood'),
                              (dict(organisation=' '), 'required')):
            page = self.keeper.send(self.form(), **values)
            self.assertEqual(page.status, 422)
            self.assertIn(words, page.text)

    def test_conflict(self):
        late = self.form()
        self.keeper.send(self.form(), marks='案')
        page = self.keeper.send(late, marks='取扱注意')
        self.assertEqual(page.status, 409)
        self.assertIn('Stored now: 案', page.text)
        self.assertEqual(self.value(self.keeper.get('/settings'), 'marks'), '案')

    def test_fonts_are_named(self):
        self.assertIn('BIZ UDMincho', self.keeper.get('/settings').text)

    def test_only_those_who_may(self):
        for login in ('suzu', 'bosai', 'yomu'):
            who = self.city.person(login)
            for path in ('/settings', '/settings/scales/standard5', '/settings/scales/new'):
                self.assertEqual(who.get(path).status, 403, (login, path))

    # --- scales

    def copy(self, code, **values):
        page = self.keeper.get('/settings/scales/standard5')
        page = self.keeper.get(page.link('Make a copy'))
        return self.keeper.send(page.form('/settings/scales/new'), code=code, name='写し', **values)

    def test_a_copy_changed(self):
        page = self.copy('copied', **{'code-6': '0', 'name-6': '対策なし', 'value-6': '0',
                                      'criterion-6': '何もない。', 'color-6': '#000000'})
        self.assertEqual(page.status, 200, page.text)
        page = self.keeper.get('/settings/scales/copied')
        self.assertEqual(self.value(page, 'code-6'), '0')
        page = self.keeper.send(page.form('/settings/scales/copied'), **{
            'name-1': '手本', 'code-6': '', 'name-6': '', 'na_counts_as': ''})
        self.assertEqual(page.status, 200, page.text)
        self.assertEqual(self.value(page, 'name-1'), '手本')
        self.assertEqual(self.value(page, 'code-6'), '')
        self.assertEqual(self.value(page, 'na_counts_as'), '')

    def test_conflict_of_two_levels(self):
        self.copy('both')
        late = self.keeper.get('/settings/scales/both').form('/scales/both')
        self.keeper.send(self.keeper.get('/settings/scales/both').form('/scales/both'),
                         **{'name-2': '先の名'})
        page = self.keeper.send(late, **{'name-2': '後の名'})
        self.assertEqual(page.status, 409)
        self.assertIn('Stored now: 先の名', page.text)

    def test_faults_keep_what_was_typed(self):
        page = self.copy('bad', **{'value-1': '高い', 'name-6': '新しい段'})
        self.assertEqual(page.status, 422)
        self.assertEqual(self.value(page, 'value-1'), '高い')
        self.assertEqual(self.copy('standard5').status, 409)
        self.assertEqual(self.keeper.get('/settings/scales/bad').status, 404)

    def test_a_level_in_use_stays(self):
        form = self.keeper.get('/settings/scales/standard5').form('/scales/standard5')
        page = self.keeper.send(form, **{'code-2': '', 'name-2': '', 'conforming': '3',
                                         'na_counts_as': ''})
        self.assertEqual(page.status, 409)
        self.assertIn('cannot be taken away', page.text)
