"""Two people change the same thing: the second sees both versions and chooses; nothing is lost.

Without JavaScript, and for every form that is made from a revision: they are found by following
links, so forms that come later are tested too.
"""
import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path

import town
from client import Person, Server, pairs, PAIRS
from crawl import Visitor, forms_of, parse, route_of

OTHERS = ('これは先の人が書いた', '先の人', '731')
MINE = ('これは後の人が書いた', '後の人', '732')
DEMO_PASSWORD = 'aobano-demo-2024'
# from a day on: done once, there is nothing to merge
ONCE = {'UNIT_CHANGE_POST', 'UNIT_CLOSE_POST', 'RECORD_GONE', 'RECORD_REMOVE'}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.city = town.demo_city(self.folder / 'city')
        self.server = Server(self.folder / 'city')
        self.addCleanup(self.server.stop)
        self.first, self.second = Person(self.server), Person(self.server, 'jimukyoku', DEMO_PASSWORD)

    def form(self, person, page, action):
        return self.form_in(person.get(page), page, action)

    def form_in(self, reply, page, action):
        forms = [form for form in forms_of(parse(reply), page)
                 if form.method == 'POST' and form.action == action]
        self.assertTrue(forms, f'{page}: no form to {action} ({reply.status})')
        return forms[0]

    def send(self, person, form, **changed):
        """As the page was, with other values in some fields."""
        fields = [(name, changed.get(name, value)) for name, value in form.fields]
        known = {name for name, _ in fields}
        fields += [(name, value) for name, value in changed.items() if name not in known]
        return person.post(form.action, pairs(fields), PAIRS)

    def assert_shows(self, reply, *texts):
        shown = re.sub(r'\s+', ' ', parse(reply).text_content())
        values = ' '.join(e.get('value', '') for e in parse(reply).iter('input', 'option'))
        for text in texts:
            self.assertIn(text, shown + ' ' + values, reply)


class TestForms(Case):
    weight = 3

    def edits(self, person):
        """One form of each route that is made from a revision: (page, action, kinds of fields)."""
        found = {}
        for form in Visitor(person, of_one_route=3).run().forms:
            route = route_of('POST', form.action)
            if form.method == 'POST' and route and '_rev' in form.kinds:
                found.setdefault(route.name, form)
        return found

    def writable(self, form):
        """Names of fields into which any text may be written, long ones first."""
        kinds = {'textarea': 0, 'text': 1}
        return sorted((name for name, kind in form.kinds.items()
                       if kind in kinds and name != 'reason' and not name.startswith('_')),
                      key=lambda name: kinds[form.kinds[name]])

    def save_first(self, form):
        """The first editor writes into some field. Returns its name, and the number of the words:
        the long ones, the short ones where there is little room, or those that are a number."""
        reason = {'reason': '訂正'} if 'reason' in form.kinds else {}
        for name in self.writable(form):
            for n, text in enumerate(OTHERS):
                fresh = self.form(self.first, form.page, form.action)
                if self.send(self.first, fresh, **{name: text}, **reason).status == 303:
                    return name, n
        self.fail(f'{form.action}: no field takes a text: {form.kinds}')

    def check(self, form):
        reason = {'reason': '訂正'} if 'reason' in form.kinds else {}
        stale = self.form(self.second, form.page, form.action)
        name, n = self.save_first(form)
        other, mine = OTHERS[n], MINE[n]
        trail = self.city.sql('SELECT COUNT(*) FROM trail')
        refused = self.send(self.second, stale, **{name: mine}, **reason)
        self.assertEqual(refused.status, 409, refused)
        self.assertEqual(trail, self.city.sql('SELECT COUNT(*) FROM trail'))
        self.assert_shows(refused, other, mine)
        # what was typed stands in the field, ready to be sent again
        again = self.form_in(refused, form.page, form.action)
        self.assertEqual(dict(again.fields)[name], mine)
        accepted = self.send(self.second, again)
        self.assertEqual(accepted.status, 303, accepted)
        now = dict(self.form(self.second, form.page, form.action).fields)
        self.assertEqual(now[name], mine)

    def test_every_form_with_a_revision(self):
        forms = self.edits(self.second)
        self.assertLessEqual({'JUDGEMENT_POST'}, set(forms))
        for route, form in sorted(forms.items()):
            if not self.writable(form) or route in ONCE:
                continue
            with self.subTest(route=route, page=form.page):
                self.check(form)

    def test_forms_of_the_administrator(self):
        self.first = Person(self.server, 'kanri', DEMO_PASSWORD)
        self.second = Person(self.server, 'kanri', DEMO_PASSWORD)
        for route, form in sorted(self.edits(self.second).items()):
            if self.writable(form):
                with self.subTest(route=route, page=form.page):
                    self.check(form)


class TestJudging(Case):
    def setUp(self):
        super().setUp()
        self.unit, self.part = self.city.sql(
            "SELECT u.code, p.code FROM target t JOIN unit u ON u.id = t.unit_id "
            "JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id "
            "WHERE a.code = 'R6' AND t.confirmed_on IS NULL ORDER BY t.id")[0]
        self.sheet = f'/audits/R6/parts/{self.part}/units/{self.unit}'

    def comments(self, form):
        return [name for name in form.kinds if name.startswith('comment-')]

    def test_sheet(self):
        """Every row that changed meanwhile is told, and each chooses for each row."""
        stale = self.form(self.second, self.sheet, self.sheet)
        both, own, theirs = self.comments(stale)[:3]
        fresh = self.form(self.first, self.sheet, self.sheet)
        saved = self.send(self.first, fresh, **{both: OTHERS[0], theirs: OTHERS[1]})
        self.assertEqual(saved.status, 303, saved)
        trail = self.city.sql('SELECT COUNT(*) FROM trail')
        refused = self.send(self.second, stale, **{both: MINE[0], own: MINE[1]})
        self.assertIn(refused.status, (409, 422), refused)
        self.assertEqual(trail, self.city.sql('SELECT COUNT(*) FROM trail'))
        self.assert_shows(refused, *OTHERS[:2], *MINE[:2])
        again = self.form_in(refused, self.sheet, self.sheet)
        self.assertEqual(dict(again.fields)[both], MINE[0])
        self.assertEqual(dict(again.fields)[own], MINE[1])
        accepted = self.send(self.second, again, **{theirs: OTHERS[1]})
        self.assertEqual(accepted.status, 303, accepted)
        now = dict(self.form(self.second, self.sheet, self.sheet).fields)
        self.assertEqual((now[both], now[own], now[theirs]), (MINE[0], MINE[1], OTHERS[1]))

    def test_sheet_that_comes_back_for_another_reason(self):
        """Somebody changed a row while the sheet was sent without a token: still a conflict."""
        self.other_reason(self.sheet, self.comments(self.form(self.first, self.sheet, self.sheet))[0])

    def test_form_that_comes_back_for_another_reason(self):
        judgement = self.comments(self.form(self.first, self.sheet, self.sheet))[0].split('-')[1]
        self.other_reason(f'/audits/R6/judgements/{judgement}', 'comment')

    def other_reason(self, page, name):
        stale = self.form(self.second, page, page)
        fresh = self.form(self.first, page, page)
        self.assertEqual(self.send(self.first, fresh, **{name: OTHERS[0]}).status, 303)
        back = self.send(self.second, stale, _token='x', **{name: MINE[0]})
        self.assertEqual(back.status, 403, back)
        again = self.form_in(back, page, page)
        self.assertEqual(dict(again.fields)[name], MINE[0])
        refused = self.send(self.second, again)
        self.assertIn(refused.status, (409, 422), refused)
        self.assert_shows(refused, OTHERS[0], MINE[0])
        now = self.form(self.second, page, page)
        self.assertEqual(dict(now.fields)[name], OTHERS[0])

    def judge(self, person, judgement, rev, level):
        path = f'/audits/R6/parts/{self.part}/matrix'
        fields = {'judgement': judgement, 'rev': rev, 'level': level}
        return person.send(path, fields, 'Accept: application/json')

    def test_matrix(self):
        """A key press on a cell that changed meanwhile: the answer says how it stands."""
        link = re.search(r'data-key="(\d+)" data-rev="(\d+)"',
                         self.first.get(f'/audits/R6/parts/{self.part}/matrix').text)
        judgement, rev = link[1], link[2]
        saved = self.judge(self.first, judgement, rev, '2')
        self.assertEqual(saved.status, 200, saved)
        refused = self.judge(self.second, judgement, rev, '5')
        self.assertEqual(refused.status, 409, refused)
        answer = json.loads(refused.body)
        self.assertEqual(answer['level'], '2')
        self.assertTrue(answer['message'])
        self.assertEqual(answer['rev'], json.loads(saved.body)['rev'])
        accepted = self.judge(self.second, judgement, str(answer['rev']), '5')
        self.assertEqual(accepted.status, 200, accepted)

    def test_matrix_answer(self):
        """What the answer to a key press says is what the page shows when it is loaded again."""
        path = f'/audits/R6/parts/{self.part}/matrix'
        keys = re.findall(r'data-key="(\d+)" data-rev="(\d+)"', self.first.get(path).text)
        for (judgement, rev), level in zip(keys[::13], ['1', 'na', '', '5', '2']):
            answer = json.loads(self.judge(self.first, judgement, rev, level).body)
            page = parse(self.first.get(path))
            cell, = page.xpath(f'//*[@data-key="{judgement}"]')
            row_mean, = cell.xpath('ancestor::tr//*[@data-role="mean"]')
            mean, judged = (page.xpath(f'//p[@class="matrix-facts"]//*[@data-role="{role}"]')[0]
                            for role in ('mean', 'judged'))
            shown = {'row_mean': row_mean.text_content(), 'mean': mean.text_content(),
                     'judged': judged.text_content(), 'rev': int(cell.get('data-rev')),
                     'tint': cell.getparent().get('class')}
            self.assertEqual(shown, {key: answer[key] for key in shown})

    def test_session_ended_meanwhile(self):
        """What was typed survives signing in again."""
        form = self.form(self.first, self.sheet, self.sheet)
        name = self.comments(form)[0]
        self.city.sql('DELETE FROM session;')
        kept = self.send(self.first, form, **{name: MINE[0]})
        self.assertEqual(kept.status, 403, kept)
        again = self.form_in(kept, self.sheet, self.sheet)
        self.assertEqual(dict(again.fields)[name], MINE[0])
        back = Person(self.server)
        fields = [pair for pair in again.fields if pair[0] != '_token']
        reply = back.post(self.sheet, pairs(fields), PAIRS)  # its token is of the ended session
        form = self.form_in(reply, self.sheet, self.sheet)
        self.assertEqual(dict(form.fields)[name], MINE[0])
        self.assertEqual(self.send(back, form).status, 303)
