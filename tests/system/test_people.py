"""The personnel lists of 31 March and 1 April, read as their expected JSON says, on both databases."""
import hashlib
import json
import re
import unittest
from collections import Counter

from kageyu import INVALID, NOT_FOUND, SAMPLES, Case, run, run_ok


def expected(name):
    return json.loads((SAMPLES / f'{name}.expected.json').read_text(encoding='utf-8'))


def digest(rows):
    """As the expected JSON describes it."""
    keys = ('number', 'name', 'unit_code', 'post', 'employment', 'mail', 'joined_on')
    lines = sorted('\t'.join(row[key] for key in keys) for row in rows)
    return hashlib.sha256(''.join(line + '\n' for line in lines).encode()).hexdigest()


class TestPeople(Case):
    weight = 2

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', SAMPLES / 'units.xlsx')

    def take(self, name, *options):
        return self.data.take('people', SAMPLES / f'{name}.csv', '--as-of', expected(name)['as_of'],
                              '--whole', *options)

    def on(self, day):
        return self.data.rows('people', '--as-of', day)

    def test_march_and_april(self):
        march, april = expected('staff-10167'), expected('staff-april')
        taken = self.take('staff-10167')
        self.assertEqual((10167, 10167, 0), (taken['rows'], taken['created'], taken['rejected']))
        told = {(p['row'], p['column'], p['code']) for p in taken['notes']}
        for problem in march['problems']:
            if problem['code'] == 'space-around':
                self.assertIn((problem['record'], problem['column'], problem['code']), told)

        want = april['difference']
        dry = self.take('staff-april', '--dry-run')
        stored = self.take('staff-april')
        for taken in (dry, stored):
            got = taken['differences']
            self.assertEqual((want['new'], want['left'], want['moved'], want['renamed']),
                             (got['joined'], got['left'], got['moved'], got['renamed']))
            self.assertEqual((want['post_changed'], want['employment_changed'], want['unchanged']),
                             (got['post'], got['employment'], got['same']))
            self.assertEqual((want['new'], want['changed_any'], want['unchanged'], 0),
                             (taken['created'], taken['updated'], taken['unchanged'], taken['rejected']))
        named = [{'number': p['number'], 'before': p['before']['name'], 'after': p['after']['name']}
                 for p in stored['differences']['people'] if 'renamed' in p['what']]
        self.assertEqual(april['renamed'], sorted(named, key=lambda p: p['number']))
        kinds = [[p['number'], p['before']['employment'], p['after']['employment']]
                 for p in stored['differences']['people'] if 'employment' in p['what']]
        self.assertEqual(april['employment_changed'], sorted(kinds))

        # each day keeps its list; names are as they are known now
        for have in (march, april):
            rows = self.on(have['as_of'])
            self.assertEqual(have['counts']['by_unit'], dict(Counter(r['unit_code'] for r in rows)))
            self.assertEqual(have['counts']['by_employment'], dict(Counter(r['employment'] for r in rows)))
        self.assertEqual(april['digest']['sha256'], digest(self.on('2025-04-01')))
        back = {p['number']: p['before'] for p in april['renamed']}
        rows = [dict(r, name=back.get(r['number'], r['name'])) for r in self.on('2025-03-31')]
        self.assertEqual(march['digest']['sha256'], digest(rows))

        # again, and the own export: nothing
        again = self.take('staff-april')
        self.assertEqual((0, 0, 10268), (again['created'], again['updated'], again['unchanged']))
        self.data.ok('export', 'people', '--as-of', '2025-04-01', '-o', self.folder / 'own.xlsx')
        own = self.data.take('people', self.folder / 'own.xlsx', '--as-of', '2025-04-01', '--whole')
        self.assertEqual((0, 0, 10268, 0), (own['created'], own['updated'], own['unchanged'],
                                            own['differences']['left']))
        self.data.ok('verify')

    def test_slips(self):
        """Heads of one bureau's present sections get accounts; the passwords stand on the slips alone."""
        self.take('staff-10167')
        slips, where = self.folder / 'slips.md', ('--post', '課長', '--unit', '010000')
        self.assertEqual({'accounts': 2}, run_ok('user', 'slips', self.data.directory, slips, *where,
                                                 '--json').json)
        passwords = re.findall(r'[a-z2-9]{4}(?:-[a-z2-9]{4}){3}', slips.read_text(encoding='utf-8'))
        self.assertEqual(2, len(set(passwords)))
        made = run_ok('user', 'list', self.data.directory, '--json').json
        self.assertEqual({('head', '010100'), ('head', '010200')},
                         {(a['role'], a['unit_code']) for a in made})
        stored = str(self.data.sql('SELECT before_image, after_image FROM trail_value')
                     + self.data.sql('SELECT hash FROM credential'))
        for password in passwords:
            self.assertNotIn(password, stored)
        # nobody gets two
        self.assertEqual(NOT_FOUND, run('user', 'slips', self.data.directory, slips, *where).status)
        # accounts go along with who moves; who left cannot sign in any more
        self.take('staff-april')
        after = {a['login']: a for a in run_ok('user', 'list', self.data.directory, '--json').json}
        people = {r['number']: r['unit_code'] for r in self.on('2025-04-01')}
        for login, account in after.items():
            self.assertEqual(login not in people, account['disabled'], login)
            if login in people:
                self.assertEqual(people[login], account['unit_code'])

    def test_a_unit_of_another_day_is_refused(self):
        """010300 is closed on 31 March: the list of March is no list of April."""
        status, taken = self.data.try_take('people', SAMPLES / 'staff-10167.csv', '--as-of', '令和7年4月1日',
                                           '--whole')
        closed = expected('staff-10167')['counts']['by_unit']['010300']
        self.assertEqual((INVALID, closed, False), (status, taken['rejected'], taken['stored']))
        self.assertEqual({'unit-unknown'}, {p['code'] for p in taken['errors']})
        self.assertEqual([], self.on('2025-04-01'))


if __name__ == '__main__':
    unittest.main()
