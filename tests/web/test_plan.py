"""Planning an audit in the browser: head, parts, scope, visits, confirming, workbooks."""
import io
import json
import unittest
import zipfile
from pathlib import Path
from urllib.parse import quote

from browser import PASSWORD, City, Person, kageyu

ALL = 'Ask all items'


def tick(form, name, *values, on=True):
    for box in form.find_all('input', attrs={'name': name, 'type': 'checkbox'}):
        if box['value'] in values:
            if on:
                box['checked'] = ''
            else:
                del box['checked']
    return form


class Case(unittest.TestCase):
    empty = False

    @classmethod
    def setUpClass(cls):
        cls.city = City(cls.empty)
        cls.addClassCleanup(cls.city.close)
        cls.office = cls.city.person('hotaru')

    def page(self, path, person=None, status=200):
        page = (person or self.office).get(path)
        self.assertEqual(page.status, status, page.text[:2000])
        return page

    def fill(self, path, status=200, **values):
        """Fills the page's own form in and sends it."""
        page = self.page(path)
        done = self.office.send(page.form('/' + path.rsplit('/', 1)[1]), **values)
        self.assertEqual(done.status, status, done.text[:2000])
        return done

    def stats(self, audit):
        return json.loads(kageyu('audit', 'stats', self.city.data, audit, '--json'))

    def pairs(self, audit):
        """(part, unit) -> how many items are asked."""
        return {(part['part'], target['unit_code']): target['total']
                for part in self.stats(audit)['parts'] for target in part['targets']}

    def new_audit(self, code):
        self.fill('/audits/new', title='情報セキュリティ監査', code=code, fiscal_year='令和7年度',
                  kind='internal', previous='R6')

    def scope(self, path):
        """Name of the section -> its marks."""
        head, *rows = self.page(path).table()
        return {row[-3 - 1].replace('Choose all below', '').strip(): row[-3:] for row in rows}

    def ask(self, path, catalog, *units, remove=False, status=200, everything=False):
        page = self.page(path)
        form = tick(page.form('/scope', ALL), 'unit', *units)
        if remove:
            form['action'] = form.find('button', attrs={'formaction': True})['formaction']
        more = {'all': '1'} if everything else {}
        done = self.office.send(form, catalog=catalog, **more)
        self.assertEqual(done.status, status, done.text[:2000])
        return done


class TestAudit(Case):
    def test_new(self):
        self.fill('/audits/new', title='令和7年度監査', code='N1', fiscal_year='R7', kind='internal',
                  previous='R6')
        audit = {a['id']: a for a in json.loads(kageyu('audit', 'list', self.city.data, '--json'))}['N1']
        self.assertEqual((audit['title'], audit['fiscal_year'], [p['kind'] for p in audit['parts']]),
                         ('令和7年度監査', 2025, ['internal']))

    def test_new_is_checked(self):
        """Everything wrong is said beside its field, and what was typed stays."""
        for values, fault in (({'fiscal_year': 'ことし'}, 'is not a fiscal year'),
                              ({'code': 'R6'}, 'There already is an audit'),
                              ({'code': 'new'}, 'There already is an audit'),
                              ({'title': ''}, 'This is required')):
            typed = dict({'title': '題', 'code': 'N2', 'fiscal_year': 'R7', 'kind': 'internal',
                          'previous': ''}, **values)
            done = self.fill('/audits/new', status=422, **typed)
            self.assertIn(fault, done.text)
            self.assertEqual(done.soup.find(id='field-code')['value'], typed['code'])
        self.assertEqual(self.page('/audits/N2', status=404).status, 404)

    def test_copy(self):
        """Last year's sections and items, all open; for a section that was closed those who came after it."""
        page = self.page('/audits/R6/copy')
        self.assertEqual(page.soup.find(id='field-code')['value'], 'R7')
        self.office.send(page.form('/copy'), code='C1')
        expected = self.pairs('R6')
        for code in ('010400', '010500'):
            expected['internal', code] = expected['internal', '010300']
        del expected['internal', '010300']
        self.assertEqual(self.pairs('C1'), expected)
        self.assertEqual(self.stats('C1')['total']['unjudged'], self.stats('C1')['total']['total'])

    def test_edit_and_conflict(self):
        first, second = self.page('/audits/R5/edit'), self.page('/audits/R5/edit')
        self.office.send(first.form('/edit'), document_number='5青情第9号', marks='案、取扱注意',
                         report_month='令和6年3月')
        text = self.page('/audits/R5').text
        self.assertIn('5青情第9号', text)
        self.assertIn('2024-03', text)
        again = self.office.send(second.form('/edit'), document_number='5青情第10号')
        self.assertEqual(again.status, 409)
        self.assertIn('Stored now: 5青情第9号', again.text)
        self.assertEqual(again.soup.find(id='field-document_number')['value'], '5青情第10号')
        self.office.send(again.form('/edit'))
        self.assertIn('5青情第10号', self.page('/audits/R5').text)

    def test_month_is_checked(self):
        done = self.fill('/audits/R6/edit', status=422, report_month='来年')
        self.assertIn('is not a month', done.text)


class TestParts(Case):
    def test_add_change_remove(self):
        self.new_audit('P1')
        done = self.fill('/audits/P1/parts/new', kind='external-system', title='外部監査（システム）',
                         evidence_elsewhere='委託先の事務所')
        self.assertIn('Scope: 外部監査（システム）', done.text)
        done = self.fill('/audits/P1/parts/2/edit', title='外部監査', purpose='目的の文。')
        self.assertIn('外部監査', done.text)
        self.assertIn('委託先の事務所', done.text)
        page = self.page('/audits/P1/parts/2/edit')
        self.office.send(page.form('/edit/remove'))
        self.page('/audits/P1/parts/2/edit', status=404)
        with self.assertRaises(AssertionError):  # the only part has no such button
            self.page('/audits/P1/parts/1/edit').form('/edit/remove')

    def test_part_that_asks(self):
        """A form that was open before the scope was planned cannot take the part out."""
        self.new_audit('P2')
        self.fill('/audits/P2/parts/new', kind='system', title='')
        stale = self.page('/audits/P2/parts/2/edit').form('/edit/remove')
        self.ask('/audits/P2/parts/2/scope', '情報資産チェックリスト', '020400')
        done = self.office.send(stale)
        self.assertEqual(done.status, 409)
        self.assertIn('still asks 1 sections', done.text)


class TestScope(Case):
    catalog = '情報資産チェックリスト'

    def test_table(self):
        """○ △ — come from what is asked; the number below leads to these sections."""
        self.new_audit('S1')
        path = '/audits/S1/parts/1/scope'
        self.ask(path, self.catalog, '020400', '020300')
        self.assertEqual(self.scope(path)['防災課'], ['○', '—', '—'])
        page = self.page(path)
        cell = page.soup.find('a', attrs={'aria-label': f'防災課 {self.catalog} ○'})
        items = self.page(cell['href'])
        self.office.send(tick(items.form('/scope/'), 'item', '2', '5', on=False))
        self.assertEqual(self.scope(path)['防災課'], ['△ 9/11', '—', '—'])
        total = page.soup.find('tr', class_='total').find('a')
        self.assertEqual(total.get_text(), '2')
        self.assertEqual(len(self.page(total['href']).table()), 1 + 2 + 1)

    def test_bureau(self):
        """A bureau's sections at once: filter, then all that is shown."""
        self.new_audit('S2')
        path = '/audits/S2/parts/1/scope'
        page = self.page(path)
        bureau = page.soup.find('select', attrs={'name': 'bureau'}).find('option', string='総務部')['value']
        self.ask(f'{path}?bureau={bureau}&kind=' + quote('課'), self.catalog, everything=True)
        asked = [name for name, marks in self.scope(path).items() if marks[0] == '○']
        self.assertEqual(asked, ['総務課', '人事課', '契約課', '防災課', '施設管理課'])
        self.ask(f'{path}?bureau={bureau}', self.catalog, everything=True, remove=True)
        self.assertEqual(self.pairs('S2'), {})

    def test_nothing_chosen(self):
        self.assertIn('Choose at least one section',
                      self.ask('/audits/R6/parts/1/scope', self.catalog, status=422).text)

    def test_judged_stays(self):
        """What is judged is not taken out, and nothing else of the same form either."""
        before = self.pairs('R6')
        path = '/audits/R6/parts/1/scope'
        self.ask(path, self.catalog, '010100')
        done = self.ask(path, self.catalog, '010100', '020400', remove=True, status=409)
        self.assertIn('Nothing was taken out: 防災課', done.text)
        self.assertIn('checked', str(done.soup.find('input', attrs={'name': 'unit', 'value': '020400'})))
        self.ask(path, self.catalog, '010100', remove=True)
        self.assertEqual(self.pairs('R6'), before)

    def test_two_planners(self):
        """Each form changes only what was ticked or unticked in it."""
        self.new_audit('S3')
        path = '/audits/S3/parts/1/scope'
        self.ask(path, self.catalog, '020400')
        cell = self.page(path).soup.find('a', attrs={'aria-label': f'防災課 {self.catalog} ○'})['href']
        one, two = (self.page(cell).form('/scope/') for _ in range(2))
        self.office.send(tick(one, 'item', '1', on=False))
        self.office.send(tick(two, 'item', '2', on=False))
        self.assertEqual(self.scope(path)['防災課'][0], '△ 9/11')

    def test_last_item(self):
        """With its last item a section is no target any more, and its visits go."""
        self.new_audit('S4')
        path = '/audits/S4/parts/1/scope'
        self.ask(path, self.catalog, '020400')
        self.fill('/audits/S4/parts/1/units/020400/visits/new', day='2025-11-12')
        self.assertIn('防災課', self.page('/audits/S4/visits').text)
        self.ask(path, self.catalog, '020400', remove=True)
        self.assertNotIn('防災課', self.page('/audits/S4/visits').text)
        kageyu('verify', self.city.data)


class TestVisits(Case):
    path = '/audits/R6/parts/1/units/020400/visits/new'

    def test_life_of_a_visit(self):
        page = self.page(self.path)
        methods = page.soup.find('datalist', id=page.soup.find(id='field-method')['list'])
        self.assertEqual([o.get_text() for o in methods.find_all('option')][:3],
                         ['ヒアリング', '実地', 'Webアプリケーション診断'])
        done = self.office.send(page.form('/visits/new'), day='R6.11.1', start_time='9:30',
                                end_time='１１：００', method='実地', team='第9班', facilities='防災センター')
        row = next(row for row in done.table() if '第9班' in row)
        self.assertEqual(row[:3], ['2024-11-01', '9:30–11:00', '防災課 with 防災センター'])
        days = [row[0] for row in done.table()[1:]]
        self.assertEqual(days, sorted(days))
        link = next(tr for tr in done.soup.find_all('tr') if '第9班' in tr.get_text()).find_all('a')[-1]
        stale = self.page(link['href'])
        self.office.send(self.page(link['href']).form(link['href']), place='第1会議室')
        conflict = self.office.send(stale.form(link['href']), place='第2会議室')
        self.assertEqual(conflict.status, 409)
        self.assertIn('Stored now: 第1会議室', conflict.text)
        done = self.office.send(self.page(link['href']).form('/remove'))
        self.assertNotIn('第9班', done.text)
        self.page(link['href'], status=404)

    def test_times_are_checked(self):
        for values, fault in (({'day': '13月1日'}, 'is no date'), ({'day': ''}, 'This is required'),
                              ({'start_time': '25:00'}, 'is no time'),
                              ({'start_time': '11:00', 'end_time': '9:00'}, 'ends at 09:00, before'),
                              ({'end_time': '9:00'}, 'an end but no start')):
            typed = dict({'day': '2024-11-12', 'team': '第8班'}, **values)
            self.assertIn(fault, self.fill(self.path, status=422, **typed).text)
        self.assertNotIn('第8班', self.page('/audits/R6/visits').text)

    def test_other_audit(self):
        """A visit is found under its own audit only."""
        link = self.page('/audits/R6/visits').soup.find('table').find_all('a')[-1]['href']
        self.page(link.replace('/R6/', '/R5/'), status=404)


class TestConfirm(Case):
    def test_part_and_audit(self):
        page = self.page('/audits/R6/confirm')
        self.assertIn(['国保年金課', '—', '—', '16'], page.table())
        with self.assertRaises(AssertionError):
            page.form('/confirm')
        kageyu('user', 'add', self.city.data, 'uchi', '内', '--role', 'auditor', '--unit', '020400')
        kageyu('user', 'password', self.city.data, 'uchi', stdin=PASSWORD.encode() + b'\n')
        own = Person(self.city, 'uchi')
        done = own.send(own.get('/audits/R6/parts/1/confirm').form('/confirm'))
        self.assertEqual(done.status, 403)  # nobody confirms the own unit
        self.assertEqual({t['confirmed_on'] for t in self.stats('R6')['parts'][0]['targets']}, {None})
        self.office.send(self.page('/audits/R6/parts/1/confirm').form('/confirm'))
        self.assertIn('All sections of the part are confirmed', self.page('/audits/R6/parts/1/confirm').text)
        form = self.page('/audits/R6/parts/1/scope').form('/scope', ALL)
        self.assertIsNone(form.find('input', attrs={'name': 'unit', 'value': '020400'}))
        for part in '23':
            self.fill(f'/audits/R6/parts/{part}/edit', evidence_elsewhere='監査人の事務所')
        stale = self.page('/audits/R6/parts/2/scope').form('/scope', ALL)
        done = self.office.send(self.page('/audits/R6/confirm').form('/confirm'))
        self.assertIn('Confirmed (確定).', done.text)
        self.assertIsNotNone(done.soup.find('span', class_='chip good'))
        self.assertIn('What it asks no longer changes', self.page('/audits/R6/parts/1/scope').text)
        late = self.office.send(tick(stale, 'unit', '010100'), catalog='情報資産チェックリスト')
        self.assertEqual(late.status, 409)
        self.assertNotIn(('assets', '010100'), self.pairs('R6'))
        self.check_corrections()

    def check_corrections(self):
        """Head, parts, source and visits of what is confirmed change with a reason only."""
        link = self.page('/audits/R6/visits').soup.find('table').find_all('a')[-1]['href']
        section = '/audits/R6/parts/1/units/020400'
        for path, values in (('/audits/R6/edit', {'document_number': '6青情第500号'}),
                             ('/audits/R6/parts/1/edit', {'purpose': '改めた目的。'}),
                             ('/audits/R6/source', {'source': '# 改めた報告書\n'}),
                             (f'{section}/visits/new', {'day': '2024-11-29', 'team': '第7班'}),
                             (link, {'place': '第3会議室'})):
            with self.subTest(path):
                refused = self.fill(path, status=422, **values)
                self.assertIn('changes only with a reason', refused.text)
                done = self.fill(path, reason='書き誤りのため', **values)
                self.assertIn('.', done.soup.find(class_='notice done').get_text())
        refused = self.office.send(self.page(link).form('/remove'))
        self.assertIn('changes only with a reason', refused.text)
        history = self.page('/history/visit/' + link.rsplit('/', 1)[1]).text
        self.assertIn('書き誤りのため', history)
        self.assertIn('第3会議室', history)
        self.office.send(self.page(link).form('/remove'), reason='中止したため')
        self.page(link, status=404)
        with self.assertRaisesRegex(RuntimeError, '訂正には理由'):
            kageyu('audit', 'set', self.city.data, 'R6', '--title', '改めた題')
        kageyu('audit', 'set', self.city.data, 'R6', '--title', '改めた題', '--reason', '誤字')
        self.assertIn('改めた題', self.page('/audits/R6').text)
        visits = Path(str(self.city.data) + '-visits.csv')
        visits.write_text('所属コード,日程,場所\n020400,2024-11-28,別館\n', encoding='utf-8')
        words = ('import', self.city.data, 'visits', visits, '--audit', 'R6')
        with self.assertRaisesRegex(RuntimeError, '--reason で理由'):
            kageyu(*words)
        kageyu(*words, '--reason', '追加のため')
        kageyu(*words)  # changes nothing, and so needs none
        self.assertIn('別館', self.page('/audits/R6/visits').text)


class TestWorkbooks(Case):
    def test_zip(self):
        """One workbook for each section, and who took them is noted."""
        page = self.page('/audits/R6/parts/1/workbooks')
        with zipfile.ZipFile(io.BytesIO(page.body)) as books:
            self.assertIsNone(books.testzip())
            names = books.namelist()
        self.assertEqual(len(names), 12)
        self.assertIn('判定調書_020400_防災課.xlsx', names)


class TestPermissions(Case):
    plan = ('/audits/new', '/audits/R6/edit', '/audits/R6/copy', '/audits/R6/parts/new',
            '/audits/R6/parts/1/edit', '/audits/R6/parts/1/units/020400/visits/new')
    confirm = ('/audits/R6/confirm', '/audits/R6/parts/1/confirm')
    work = ('/audits/R6/parts/1/workbooks',)
    read = ('/audits/R6/visits', '/audits/R6/parts/1/scope')

    def test_roles(self):
        for login, allowed in (('suzu', self.confirm + self.work + self.read), ('bosai', self.read),
                               ('yomu', self.read), ('kanri', ())):
            person = self.city.person(login)
            for path in self.plan + self.confirm + self.work + self.read:
                with self.subTest(login=login, path=path):
                    self.assertEqual(person.get(path).status, 200 if path in allowed else 403)
            for path in ('/audits/R6/parts/1/scope', '/audits/R6/parts/1/scope/remove', '/audits/new'):
                reply = person.ask('POST', path, b'catalog=x', 'application/x-www-form-urlencoded')
                self.assertEqual(reply.status, 403, (login, path))

    def test_own_section_only(self):
        """A section head sees the own section in schedule and scope, and no other's name."""
        head = self.city.person('bosai')
        others = [t['unit'] for part in self.stats('R6')['parts'] for t in part['targets']
                  if t['unit'] != '防災課']
        for path in self.read:
            text = self.page(path, head).text
            self.assertIn('防災課', text)
            for name in others:
                self.assertNotIn(name, text)
            self.assertNotIn('Add a visit', text)
            self.assertNotIn(ALL, text)
        items = self.page('/audits/R6/parts/1/scope', head).soup.find('table').find_all('a')
        links = [a['href'] for a in items if '/scope/' in a['href']]
        self.page(links[0], head)
        self.page(links[0].replace('/020400/', '/010300/'), head, status=404)


class TestEmpty(Case):
    empty = True

    def test_what_to_do_first(self):
        self.fill('/audits/new', title='題', code='E1', fiscal_year='2025', kind='internal')
        self.assertIn('Plan the scope', self.page('/audits/E1').text)
        self.assertIn('Import the organisation first', self.page('/audits/E1/parts/1/scope').text)
        self.assertIn('No visit is planned yet', self.page('/audits/E1/visits').text)
        self.assertIn('Plan the scope', self.page('/audits/E1/confirm').text)


if __name__ == '__main__':
    unittest.main()
