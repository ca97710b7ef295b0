"""Trail, histories, security log and verification as secretariat, section head and administrator."""
import sqlite3
import unittest
from datetime import datetime, timedelta, timezone

from browser import City


class TestTrail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City()
        cls.addClassCleanup(cls.city.close)
        cls.secretary = cls.city.person('hotaru')
        cls.keeper = cls.city.person('kanri')

    def ask(self, sql, *values):
        with sqlite3.connect(self.city.data / 'kageyu.db') as db:
            return db.execute(sql, values).fetchall()

    def judgement(self, unit):
        return self.ask('SELECT j.id FROM judgement j JOIN target t ON t.id = j.target_id JOIN unit u '
                        'ON u.id = t.unit_id WHERE u.code = ? ORDER BY j.id DESC', unit)[0][0]

    def other_unit(self):
        return self.ask("SELECT u.code FROM target t JOIN unit u ON u.id = t.unit_id "
                        "WHERE u.code <> '020400' ORDER BY t.id DESC")[0][0]

    def correct(self, ident, comment):
        """Changes a judgement, with a reason where it is confirmed."""
        history = self.secretary.get(f'/history/judgement/{ident}')
        page = self.secretary.get(history.soup.find('nav', class_='crumbs').find_all('a')[-1]['href'])
        form = page.form(button='Save') if 'Save' in str(page.soup) else page.form(button='Correct')
        more = {'reason': '事実確認のため'} if form.find('textarea', attrs={'name': 'reason'}) else {}
        done = self.secretary.send(form, comment=comment, **more)
        self.assertEqual(done.status, 200, done.text)

    def test_differences_old_and_new(self):
        ident = self.judgement('020400')
        self.correct(ident, 'かぎは金庫にある。')
        self.correct(ident, 'かぎは課長がもつ。<b>')
        page = self.secretary.get(f'/history/judgement/{ident}')
        event = page.soup.find('section', class_='event')
        self.assertEqual(event.find('del').get_text(), 'かぎは金庫にある。')
        self.assertEqual(event.find('ins').get_text(), 'かぎは課長がもつ。<b>')
        self.assertEqual(event.find('th', scope='row').get_text(), 'Comment')
        self.assertIn('hotaru', event.get_text())
        self.assertIn('防災課', page.text)

    def test_a_head_sees_the_own_section_only(self):
        head = self.city.person('bosai')
        own, other = self.judgement('020400'), self.judgement(self.other_unit())
        self.assertEqual(head.get(f'/history/judgement/{own}').status, 200)
        refused = head.get(f'/history/judgement/{other}')
        self.assertEqual(refused.status, 404)
        missing = head.get('/history/judgement/999999')
        self.assertEqual(missing.text, refused.text)  # not even that it exists
        audit = self.ask('SELECT id FROM audit')[0][0]
        unit = self.ask('SELECT id FROM unit WHERE code = ?', self.other_unit())[0][0]
        for path in (f'audit/{audit}', f'unit/{unit}', 'setting/1', 'account/1'):
            self.assertEqual(head.get('/history/' + path).status, 404, path)

    def test_secrets_have_no_history(self):
        account = self.ask("SELECT id FROM account WHERE login = 'kanri'")[0][0]
        for table in ('credential', 'session', 'state', 'trail', 'security_log', 'x', "a'b"):
            page = self.secretary.get(f'/history/{table}/{account}'.replace("'", '%27'))
            self.assertEqual(page.status, 404, table)

    def test_the_administrator_sees_events_but_no_judgements(self):
        ident = self.judgement('020400')
        self.correct(ident, 'ひみつのことば')
        page = self.keeper.get('/trail?table=judgement')
        self.assertIn('Changed: Comment', page.text)
        self.assertNotIn('ひみつのことば', page.text)
        self.assertIsNone(page.soup.find('a', href=lambda h: h and '/history/judgement' in h))
        self.assertEqual(self.keeper.get(f'/history/judgement/{ident}').status, 404)
        self.assertIsNotNone(self.secretary.get('/trail?table=judgement').soup.find(
            'a', href=lambda h: h and f'/history/judgement/{ident}#' in h))

    def day(self, us):
        return datetime.fromtimestamp(us / 1e6, timezone(timedelta(hours=9))).date()

    def seqs(self, query):
        return [int(row[0]) for row in self.secretary.get('/trail' + query).table()[1:]]

    def test_pages_by_number_without_gaps(self):
        last = self.ask('SELECT max(seq) FROM trail')[0][0]
        page, seen = self.secretary.get('/trail'), []
        while True:
            seen += [int(row[0]) for row in page.table()[1:]]
            older = page.soup.find('a', string='Older')
            if not older:
                break
            page = self.secretary.get(older['href'])
        self.assertEqual(seen, list(range(last, 0, -1)))

    def test_filters(self):
        units = [r[0] for r in self.ask("SELECT seq FROM trail WHERE table_name = 'unit' "
                                        'ORDER BY seq DESC LIMIT 100')]
        self.assertEqual(self.seqs('?table=unit'), units)
        self.correct(self.judgement('020400'), 'しぼりこみ')
        own = self.seqs('?person=hotaru')
        self.assertEqual(own, [r[0] for r in self.ask(
            "SELECT seq FROM trail WHERE actor = 'hotaru' ORDER BY seq DESC LIMIT 100")])
        self.assertTrue(own)
        self.assertEqual(self.seqs('?cause=web:JUDGEMENT_POST'), own)
        for query in ('?from=R1.5.1&to=R1.5.2', '?person=nobody', '?cause=x', '?before=1'):
            self.assertIn('Nothing was changed that fits', self.secretary.get('/trail' + query).text)
        self.assertTrue(self.seqs('?from=2020-01-01'))
        first, last = (self.day(self.ask(f'SELECT {f}(at_us) FROM trail')[0][0])
                       for f in ('min', 'max'))
        self.assertTrue(self.seqs(f'?from={last}&to={last}'))
        before = first - timedelta(days=1)
        self.assertIn('Nothing was changed', self.secretary.get(f'/trail?to={before}').text)
        self.assertIn('cannot be read', self.secretary.get('/trail?from=xx').text)
        self.assertIn(self.secretary.get('/trail?before=zz&table=%00').status, (200, 400))

    def test_the_security_log(self):
        self.secretary.get('/trail/heads')
        page = self.secretary.get('/trail/security?event=download')
        self.assertEqual(page.table()[1][1:], ['hotaru', 'Download', 'heads.log'])
        page = self.secretary.get('/trail/security?event=sign-in&person=kanri')
        self.assertEqual({row[1] for row in page.table()[1:]}, {'kanri'})

    def test_the_signed_heads_are_those_of_the_folder(self):
        page = self.keeper.get('/trail/heads')
        self.assertEqual(page.body, (self.city.data / 'heads.log').read_bytes())
        self.assertIn('heads.log', page.headers['Content-Disposition'])

    def test_only_those_who_may(self):
        for login in ('suzu', 'bosai', 'yomu'):
            who = self.city.person(login)
            for path in ('', '/security', '/verify', '/verify/run', '/heads'):
                self.assertEqual(who.get('/trail' + path).status, 403, (login, path))


class TestVerification(unittest.TestCase):
    def test_good_then_altered_from_outside(self):
        city = City()
        self.addCleanup(city.close)
        keeper = city.person('kanri')
        page = keeper.get(keeper.get('/trail/verify').link('Verify now'))
        self.assertIn('Everything is as it was recorded', page.text)
        counts = {row[0]: int(row[1].replace(',', '')) for row in page.table()[1:]}
        with sqlite3.connect(city.data / 'kageyu.db') as db:
            self.assertEqual(counts['Changes in the trail'],
                             db.execute('SELECT count(*) FROM trail').fetchone()[0])
            db.execute("UPDATE judgement SET level = '5' WHERE level = '2'")
        page = keeper.get('/trail/verify/run')
        self.assertEqual(page.status, 200)
        self.assertIn('altered outside', page.text)
        self.assertIn('judgement', page.text)
        said = [row[3].split()[0] for row in keeper.get('/trail/verify').table()[1:]]
        self.assertEqual(said, ['tampered', 'ok'])
