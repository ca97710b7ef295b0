"""Who may do what: every address by every role, and what one section sees of another: nothing."""
import contextlib
import io
import itertools
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import city
import town
from client import MULTIPART, PAIRS, PASSWORD, Person, Server, multipart, pairs, part, prepare
from crawl import ROUTES, Visitor

DEMO_PASSWORD = 'aobano-demo-2024'
DEMO = {'secretariat': 'jimukyoku', 'auditor': 'kansanin', 'head': 'kacho', 'reader': 'etsuran',
        'administrator': 'kanri', 'employee': 'shokuin'}
# Where no link leads to a page for anybody of the demonstration city.
# The demonstration has no such thing: one version of each catalogue, all in use, nothing on trial.
# test_criteria.py, test_import.py, test_ledgers.py, test_summaries.py and test_reorganisation.py open these pages.
ELSEWHERE = {'VERSION_CHANGES', 'ITEM_EDIT', 'IMPORT_TRIAL', 'RECORD_FILE', 'SUMMARY_ROWS', 'TAKEOVER'}
NAMED = {'audit': 'R6', 'part': 'internal', 'table': 'judgement', 'page': 'home', 'number': '100001'}


class Nobody:
    """Somebody who has not signed in."""
    login = None

    def __init__(self, server):
        self.server = server

    def get(self, path, *headers):
        return self.server.get(path, *headers)

    def post(self, path, body, *headers):
        return self.server.ask('POST', path, body, headers)

    def token(self):
        return 'x'


def body_for(route, token, value='1'):
    """A form that the route's table would take; returns (body, header)."""
    fields = [('_token', token), ('_rev', '1')]
    for field in route.fields:
        if field['type'] not in ('file', 'files'):
            fields.append((field['name'], value))
    if route.upload:
        files = [part(f['name'], b'x', 'x.txt') for f in route.fields if f['type'] in ('file', 'files')]
        return multipart(*[part(*pair) for pair in fields], *files), MULTIPART
    return pairs(fields), PAIRS


class TestRoles(unittest.TestCase):
    """The table says who may; the server does as it says."""
    weight = 6

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.city = town.demo_city(cls.folder / 'city')
        cls.add_evidence()
        cls.server = Server(cls.folder / 'city')
        cls.addClassCleanup(cls.server.stop)
        cls.people = {role: Person(cls.server, login, DEMO_PASSWORD) for role, login in DEMO.items()}
        cls.visitors = {role: Visitor(person, of_one_route=2).run()
                        for role, person in cls.people.items()}

    @classmethod
    def add_evidence(cls):
        """The city has none; the first judgement of the head's section is what visitors see first."""
        unit, catalog, no = cls.city.sql(
            "SELECT u.code, c.name, i.no FROM judgement j JOIN target t ON t.id = j.target_id "
            "JOIN unit u ON u.id = t.unit_id JOIN item i ON i.id = j.item_id "
            "JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id "
            "JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id "
            "WHERE a.code = 'R6' AND t.confirmed_on IS NULL AND u.code = "
            "(SELECT unit_code FROM account WHERE login = 'kacho') ORDER BY j.id LIMIT 1")[0]
        file = cls.folder / '台帳.txt'
        file.write_text('台帳')
        prepare('audit', 'evidence', cls.folder / 'city', 'R6', unit, catalog, no, file)

    def address(self, route, role=None):
        """An address of the route, one that the role was led to if there is one."""
        for found in [self.visitors[role]] if role in self.visitors else []:
            if found.addresses.get(route.name):
                return found.addresses[route.name][0]
        for found in self.visitors.values():
            if found.addresses.get(route.name):
                return found.addresses[route.name][0]
        return route.fill({name: NAMED.get(name, '1') for name in route.names})

    def test_what_is_permitted_is_answered(self):
        for route in ROUTES:
            if route.method != 'GET':
                continue
            answers = {role: self.people[role].get(self.address(route, role)).status
                       for role in DEMO if route.permitted(role)}
            with self.subTest(route=route.name, answers=answers):
                self.assertTrue(answers, 'nobody may see this page')
                self.assertTrue(any(status in (200, 303) for status in answers.values())
                                or route.name in ELSEWHERE,
                                f'{self.address(route)}: nothing leads there; see NAMED')
                self.assertFalse([role for role, status in answers.items() if status >= 500])

    def test_what_is_not_permitted_is_refused(self):
        refused = 0
        for route, role in itertools.product(ROUTES, DEMO):
            if route.permitted(role):
                continue
            person, address = self.people[role], self.address(route)
            with self.subTest(route=route.name, role=role):
                if route.method == 'GET':
                    reply = person.get(address)
                else:
                    body, kind = body_for(route, person.token())
                    before = town.state(self.city)
                    reply = person.post(address, body, kind)
                    self.assertEqual(before, town.state(self.city))
                self.assertEqual(reply.status, 403, reply)
                refused += 1
        self.assertGreater(refused, 20)

    def test_nobody(self):
        nobody = Nobody(self.server)
        for route in ROUTES:
            address = self.address(route)
            with self.subTest(route=route.name):
                if route.method == 'GET':
                    reply = nobody.get(address)
                    if route.permission == 'PUBLIC':
                        self.assertIn(reply.status, (200, 303))
                    else:
                        self.assertEqual(reply.status, 303)
                        self.assertTrue(reply['Location'].startswith('/sign-in'), reply)
                        self.assertEqual(reply.body, b'')
                    continue
                body, kind = body_for(route, 'x')
                before = town.state(self.city)
                reply = nobody.post(address, body, kind)
                self.assertIn(reply.status, (303, 403), reply)
                self.assertEqual(before, town.state(self.city))

    def test_pages_offer_what_they_permit(self):
        """No page has a link or a form that its reader may not use."""
        for role, visitor in self.visitors.items():
            for route in ROUTES:
                if route.name in visitor.addresses and not route.permitted(role):
                    with self.subTest(role=role, route=route.name):
                        self.fail(f'{visitor.addresses[route.name][0]} is offered in vain')


# --- one section and another

PREFIX = 'zqx'
LOW = '2'


class Canaries:
    """A word for each field of 課B that occurs nowhere else."""

    def __init__(self):
        self.words = {}

    def __getitem__(self, field):
        if field not in self.words:
            self.words[field] = f'{PREFIX}{len(self.words):02d}{field.replace("_", "").lower()}'
        return self.words[field]

    def found_in(self, data):
        data = data.lower()
        if PREFIX.encode() not in data:
            return set()
        return {field for field, word in self.words.items() if word.encode() in data}


def plain_texts(data):
    """The bytes of a reply, and what they hold when they are packed."""
    yield data
    if b'%' in data:
        yield unquote_to_bytes(data)
    if data[:2] == b'PK':
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from plain_texts(archive.read(name))
    if data[:5] == b'%PDF-':
        yield subprocess.run(['pdftotext', '-', '-'], input=data, capture_output=True,
                             check=True).stdout


class TwoSections:
    """部C has 課A and 課B; both are asked the same in two years. Each field of B is a canary."""
    A = {'unit': '100100', 'account': 'kachoa'}

    def __init__(self, folder):
        self.folder, self.canary = folder, Canaries()
        self.data = town.empty_city(folder / 'city')
        self.B = {'unit': self.canary['unit_code'], 'account': self.canary['login']}
        self.add_units()
        self.add_items()
        self.add_judgements()
        self.add_evidence()
        for login, name, unit in ((self.A['account'], '課長A', self.A['unit']),
                                  (self.B['account'], self.canary['account_name'], self.B['unit'])):
            town.add_account(folder / 'city', login, name, 'head', '--unit', unit)
        town.add_account(folder / 'city', 'kanri', '管理', 'administrator')

    def take(self, kind, name, columns, rows, *options):
        self.data.take(kind, city.write(self.folder / f'{name}.csv', columns, rows), *options)

    def add_units(self):
        c = self.canary
        self.take('units', 'units', city.UNIT_COLUMNS + ['successors'], [
            city.unit('100000', '部C', kind='部', order='1'),
            city.unit(self.A['unit'], '課A', parent_code='100000', order='2'),
            city.unit(c['old_unit_code'], c['old_unit_name'], parent_code='100000', order='3',
                      valid_to='2020-03-31', successors=self.B['unit']),
            city.unit(self.B['unit'], c['unit_name'], parent_code='100000', order='4',
                      body=c['unit_body'], valid_from='2020-04-01')])
        # and what it was called before that was corrected
        self.take('units', 'renamed', city.UNIT_COLUMNS, [
            city.unit(self.B['unit'], c['unit_name_now'], parent_code='100000', order='4',
                      body=c['unit_body'], valid_from='2020-04-01')])

    def add_items(self):
        self.take('criteria', 'criteria', city.CRITERIA_COLUMNS,
                  [city.item('点検', str(n)) for n in range(1, 4)])

    def add_judgements(self):
        for audit, year, options in (('R5', 2023, []), ('R6', 2024, ['--previous', 'R5'])):
            self.data.audit('create', audit, '--kind', 'internal', '--fiscal-year', year, '--title',
                            f'{audit}監査', *options)
            for stage in ('before', 'now'):
                rows = [city.judgement(unit, '点検', str(n), LOW, comment=comment)
                        for unit, comment in ((self.A['unit'], 'Aの所見'),
                                              (self.B['unit'], self.canary[f'comment_{audit}_{stage}']))
                        for n in range(1, 4)]
                self.take('judgements', f'{audit}-{stage}', city.JUDGEMENT_COLUMNS, rows, '--audit',
                          audit, *(['--prefer', 'file'] if stage == 'now' else []))
            c = self.canary
            self.take('visits', f'{audit}-visits', city.VISIT_COLUMNS + ['place', 'team'], [
                {'part': '1', 'unit_code': self.A['unit'], 'day': '2024-11-12', 'place': '会議室'},
                {'part': '1', 'unit_code': self.B['unit'], 'day': '2024-11-13', 'start': '9:00',
                 'end': '10:00', 'place': c[f'place_{audit}'], 'team': c[f'team_{audit}'],
                 'method': c[f'method_{audit}'], 'facilities': c[f'facilities_{audit}']}],
                '--audit', audit)

    def add_evidence(self):
        for who, name, text in ((self.A, 'a.txt', 'A'),
                                (self.B, self.canary['file_name'] + '.txt', self.canary['file_text'])):
            file = self.folder / name
            file.write_text(text)
            prepare('audit', 'evidence', self.folder / 'city', 'R6', who['unit'], '点検', '1', file)

    def ids_of(self, unit):
        """table → ids of rows that belong to the section."""
        target = f"SELECT id FROM target WHERE unit_id IN (SELECT id FROM unit WHERE code = '{unit}')"
        judgement = f'SELECT id FROM judgement WHERE target_id IN ({target})'
        return {table: [row[0] for row in self.data.sql(sql)] for table, sql in {
            'unit': f"SELECT id FROM unit WHERE code = '{unit}'",
            'target': target, 'judgement': judgement,
            'visit': f'SELECT id FROM visit WHERE target_id IN ({target})',
            'evidence': f'SELECT id FROM evidence WHERE judgement_id IN ({judgement})',
            'account': f"SELECT id FROM account WHERE unit_code = '{unit}'"}.items()}


class Patient(Person):
    """Asks all questions over one connection: there are tens of thousands."""

    def __init__(self, server, login):
        super().__init__(server, login)
        self.connection = server.connect()

    def get(self, path, *headers):
        with contextlib.suppress(ConnectionError):
            reply = self.connection.ask('GET', path, headers=[self.cookie, *headers])
            if reply:
                return reply
        self.connection.socket.close()
        self.connection = self.server.connect()
        return self.connection.ask('GET', path, headers=[self.cookie, *headers])


class TestSections(unittest.TestCase):
    """For the head of 課A no byte of any answer comes from 課B."""
    weight = 5

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.sections = TwoSections(cls.folder)
        cls.canary = cls.sections.canary
        cls.server = Server(cls.folder / 'city')
        cls.addClassCleanup(cls.server.stop)
        cls.head = Patient(cls.server, cls.sections.A['account'])
        cls.addClassCleanup(lambda: cls.head.connection.socket.close())
        cls.ids = cls.sections.ids_of(cls.sections.B['unit'])

    def setUp(self):
        self.looked_at = 0

    def look(self, address, reply, sent=b''):
        """What was asked for may come back as it was asked; nothing else."""
        given = self.canary.found_in(unquote_to_bytes(address) + unquote_to_bytes(sent))
        headers = '\n'.join(f'{k}: {v}' for k, v in reply.headers).encode('latin-1')
        for text in [*plain_texts(headers), *plain_texts(reply.body)]:
            leaked = self.canary.found_in(text) - given
            self.assertFalse(leaked, f'{address} ({reply.status}) shows of 課B: {sorted(leaked)}')
        self.assertLess(reply.status, 500, (address, reply))
        self.looked_at += 1

    def everything_of_b(self):
        """Values that name something of 課B, or might."""
        numbers = sorted({n for ids in self.ids.values() for n in ids}, key=int)
        return [self.sections.B['unit'], self.canary['old_unit_code'], self.sections.B['account'],
                *numbers]

    def guesses(self, route):
        """Addresses of the route that aim at 課B."""
        known = {'audit': ['R6', 'R5'], 'part': ['1'], 'table': list(self.ids), 'page': ['home'],
                 'digest': ['0' * 16]}
        choices = [known.get(name, self.everything_of_b()) for name in route.names]
        for values in itertools.product(*choices):
            yield route.fill(dict(zip(route.names, values)))

    def test_others_see_them(self):
        """The canaries are really there, and a visitor finds them."""
        found = set()

        def look(_, reply):
            for text in plain_texts(reply.body):
                found.update(self.canary.found_in(text))
        for login in ('hotaru', 'kanri'):
            Visitor(Person(self.server, login), look, of_one_route=40).run()
        self.assertLessEqual({'unit_name_now', 'unit_code', 'comment_R5_now', 'comment_R6_now',
                              'place_R6', 'team_R6', 'method_R6', 'file_name', 'file_text'}, found)

    def test_links_and_forms(self):
        visitor = Visitor(self.head, self.look, of_one_route=40).run()
        self.assertIn('SECTION', visitor.addresses)
        self.assertIn('JUDGEMENT', visitor.addresses)
        alike = {(form.action.split('?')[0], *sorted(form.kinds)): form for form in visitor.forms if form.method == 'GET'}
        for form in alike.values():
            for name in form.kinds:
                for value in ('', PREFIX, '2', *self.everything_of_b()):
                    fields = [*((k, v) for k, v in form.fields if k != name), (name, value)]
                    address = form.action + '?' + pairs(fields).decode()
                    self.look(address, self.head.get(address))
        self.assertGreater(self.looked_at, 10)

    def test_guessed_addresses(self):
        for route in ROUTES:
            if route.method == 'GET' and route.permission != 'PUBLIC':
                for address in self.guesses(route):
                    self.look(address, self.head.get(address))
                    self.look(address, self.head.get(address, 'Accept: application/json'))
        self.assertGreater(self.looked_at, 30)

    def test_guessed_queries(self):
        """Parameters that pages read, with values that aim at 課B."""
        names = sorted(set(re.findall(r'pairs_get\(&r->query, "(\w+)"\)', '\n'.join(
            path.read_text() for path in (town.ROOT / 'src' / 'web').glob('*.c'))))
            | {'unit', 'q', 'page', 'sort', 'filter', 'target', 'id', 'account'})
        pages = Visitor(self.head, of_one_route=1).run().addresses
        for route in ROUTES:
            if route.method != 'GET' or route.permission == 'PUBLIC':
                continue
            for address in pages.get(route.name, [])[:1]:
                for name in names:
                    for value in (self.sections.B['unit'], PREFIX, self.ids['judgement'][0], '-1'):
                        full = f'{address}?{name}={quote(value)}'
                        self.look(full, self.head.get(full))
        self.assertGreater(self.looked_at, 30)

    def test_guessed_forms(self):
        """Nothing of 課B changes, whatever is sent, and refusals tell nothing."""
        judgement, unit = self.ids['judgement'][0], self.sections.B['unit']
        for route in ROUTES:
            if route.method != 'POST' or route.permission in ('PUBLIC', 'SELF'):
                continue
            before = town.state(self.sections.data)
            for address in itertools.islice(self.guesses(route), 40):
                for value in (judgement, unit):
                    body, kind = body_for(route, self.head.token(), value)
                    reply = self.head.post(address, body, kind)
                    self.look(address, reply, body)
                    self.assertGreaterEqual(reply.status, 400, (address, reply))
            self.assertEqual(before, town.state(self.sections.data), route.name)
        self.assertGreater(self.looked_at, 20)

    def test_own_pages_with_ids_of_another(self):
        """Forms of the own section in which an ID of 課B was put."""
        visitor = Visitor(self.head, of_one_route=2).run()
        for form in visitor.forms:
            if form.method != 'POST' or form.action.startswith(('/self', '/sign')):
                continue
            for name, kind in form.kinds.items():
                if name.startswith('_') or kind == 'file':
                    continue
                for value in (self.ids['evidence'][0], self.ids['judgement'][0]):
                    before = self.sections.data.sql('SELECT COUNT(*) FROM trail')
                    fields = [(k, v) for k, v in form.fields if k not in (name, '_token')]
                    reply = self.head.send(form.action, [*fields, (name, value)])
                    self.look(form.action, reply)
                    self.assertGreaterEqual(reply.status, 400, (form.action, name, reply))
                    self.assertEqual(before, self.sections.data.sql('SELECT COUNT(*) FROM trail'))

    def test_own_pages_are_whole(self):
        """Not seeing others does not mean not seeing oneself."""
        text = self.head.get(f'/audits/R6/parts/1/units/{self.sections.A["unit"]}').text
        for own in ('課A', 'Aの所見', '会議室'):
            self.assertIn(own, text)
