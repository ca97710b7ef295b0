"""State changes only by a form of ours, sent once, by somebody who is signed in; all else is refused."""
import base64
import hashlib
import os
import random
import re
import shutil
import struct
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import quote

import town
from client import (MULTIPART, PAIRS, PASSWORD, Person, Server, hidden, multipart, pairs, part,
                    prepare, together)
from crawl import ROUTES, Visitor

REQUESTS = int(os.environ.get('KAGEYU_FUZZ_REQUESTS', '2400'))
HOUR_US = 3600 * 1000000
NEW_PASSWORD = 'あたらしい-合言葉-2024'


class Case(unittest.TestCase):
    options = ()
    make = staticmethod(town.demo_city)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.city = self.make(self.folder / 'city')
        self.server = Server(self.folder / 'city', *self.options)
        self.addCleanup(self.end)

    def end(self):
        status, err = self.server.stop()
        self.assertEqual(status, 0, err)
        self.assertNotIn('Sanitizer', err)
        self.assertNotIn('bug', err)
        prepare('verify', self.folder / 'city')

    def state(self):
        return town.state(self.city)


def token_key(data):
    """As src/web/server.c derives it from the key of the trail."""
    text = (data / 'head.key').read_bytes()
    return hashlib.blake2b(b'kageyu form tokens', key=hashlib.blake2b(text, digest_size=64).digest(),
                           digest_size=32).digest()


def make_token(data, cookie, age_us):
    body = os.urandom(16) + struct.pack('<q', time.time_ns() // 1000 - age_us)
    digest = hashlib.blake2b(body + cookie.split('=', 1)[1].encode(), key=token_key(data),
                             digest_size=16).digest()
    return base64.urlsafe_b64encode(body + digest).rstrip(b'=').decode()


class TestTokens(Case):
    weight = 4

    def setUp(self):
        super().setUp()
        self.person = Person(self.server)
        self.other = Person(self.server)
        self.visitor = Visitor(self.person, of_one_route=2).run()

    def every_form(self):
        """(route, address, fields) of all that the secretariat may send."""
        known = {form.action: form.fields for form in self.visitor.forms if form.method == 'POST'}
        for route in ROUTES:
            if route.method != 'POST' or not route.permitted('secretariat'):
                continue
            address = (self.visitor.addresses.get(route.name)
                       or [route.fill({name: '1' for name in route.names})])[0]
            fields = known.get(address, [(f['name'], '1') for f in route.fields])
            yield route, address, [(k, v) for k, v in fields if k != '_token']

    def body(self, route, fields, token):
        fields = fields if token is None else [*fields, ('_token', token)]
        if route.upload:
            return multipart(*[part(*pair) for pair in fields], part('file', b'x', 'x.txt')), MULTIPART
        return pairs(fields), PAIRS

    def refused(self, route, address, fields, token, *headers, statuses=(403,)):
        before = self.state()
        body, kind = self.body(route, fields, token)
        reply = self.person.post(address, body, kind, *headers)
        with self.subTest(route=route.name, token=token, headers=headers):
            # what is wrong with the sign-in form is said before its token is looked at
            allowed = (*statuses, 422) if route.permission == 'PUBLIC' else statuses
            self.assertIn(reply.status, allowed, reply)
            self.assertEqual(before, self.state())

    def test_tokens(self):
        for route, address, fields in self.every_form():
            old = make_token(self.folder / 'city', self.person.cookie, 13 * HOUR_US)
            early = make_token(self.folder / 'city', self.person.cookie, -HOUR_US)
            good = self.person.token()
            wrong = 'A' + good[1:] if good[0] != 'A' else 'B' + good[1:]
            for token in (None, '', 'x', wrong, good + 'A', good[:-1], self.other.token(), old, early):
                self.refused(route, address, fields, token)

    def test_our_own_tokens_are_genuine(self):
        """Or the old ones above would be refused for another reason."""
        token = make_token(self.folder / 'city', self.person.cookie, HOUR_US)
        reply = self.person.post('/self/sessions/end-others', pairs([('_token', token)]), PAIRS)
        self.assertEqual(reply.status, 303, reply)

    def test_from_another_site(self):
        for route, address, fields in self.every_form():
            for header in ('Origin: https://evil.test', 'Origin: null', 'Origin: http://kageyu.test:1',
                           'Origin: http://kageyu.test.evil.test', 'Origin: kageyu.test',
                           'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-site'):
                self.refused(route, address, fields, self.person.token(), header)

    def test_from_here(self):
        for header in ('Origin: http://kageyu.test', 'Sec-Fetch-Site: same-origin',
                       'Sec-Fetch-Site: none'):
            reply = self.person.send('/self/sessions/end-others', [], header)
            self.assertEqual(reply.status, 303, reply)

    def test_replayed(self):
        """Sent twice, done once."""
        action, fields = self.judgement_form()
        first = self.person.post(action, pairs(fields), PAIRS)
        self.assertEqual(first.status, 303, first)
        before = self.state()
        again = self.person.post(action, pairs(fields), PAIRS)
        self.assertEqual(again.status, 409, again)
        self.assertEqual(before, self.state())

    def judgement_form(self):
        """A form with its token, as it would be accepted: another comment of one judgement."""
        form = next(form for form in self.visitor.forms
                    if form.kinds.get('comment') and '/judgements/' in form.action)
        fields = [(k, v) for k, v in hidden(self.person.get(form.action).text, form.action)]
        return form.action, [*fields, ('level', '4'), ('comment', '別の所見'), ('reason', '訂正')]

    def test_sent_twice_at_once(self):
        action, fields = self.judgement_form()
        replies = together(8, lambda _: self.person.post(action, pairs(fields), PAIRS))
        self.assertEqual(sorted(reply.status for reply in replies), [303] + [409] * 7)

    def test_methods(self):
        """Nothing but POST changes anything, whatever it says it is."""
        before = self.state()
        action, fields = self.judgement_form()
        form = pairs([*fields, ('_method', 'POST')])
        for method in ('GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'post', 'Post'):
            for path in (action, action + '?' + form.decode()):
                for headers in ([], ['X-HTTP-Method-Override: POST'], ['X-Method-Override: POST']):
                    self.server.ask(method, path, b'' if method in ('GET', 'HEAD') else form,
                                    [self.person.cookie, PAIRS, *headers])
        for route, address, given in self.every_form():
            reply = self.person.get(address + '?' + pairs([*given, ('_token', self.person.token())]).decode())
            self.assertLess(reply.status, 500, route.name)
        self.assertEqual(before, self.state())

    def test_oversized_and_other_types(self):
        for route, address, fields in self.every_form():
            before = self.state()
            token = self.person.token()
            large = pairs([*fields, ('_token', token), ('x', 'a' * (2 << 20))])
            self.assertEqual(self.person.post(address, large, PAIRS).status, 413, route.name)
            json = self.person.post(address, b'{"_token": "%s"}' % token.encode(),
                                    'Content-Type: application/json')
            self.assertEqual(json.status, 415, route.name)
            self.assertEqual(before, self.state(), route.name)


NASTY = ['', '0', '-1', '1', '9223372036854775807', '9223372036854775808', '-9223372036854775809',
         '1e9', 'NaN', '０', 'あ' * 3000, '\0', '\r\n', "'", '"', "' OR '1'='1", '1; DROP TABLE unit',
         '<script>alert(1)</script>', '</textarea><b>', '../../../../etc/passwd', '%', '%00', '%ff',
         '$1', '{1}', '{9}', '@below(u)', '\u202e', '\ufeff', '\U0001f600', 'a\u0301', '令和6年2月31日',
         '24:61', '9999-99-99', 'na', 'R6', '\x7f', '\\', 'x' * 70000, '+', '&', '=', ';', ',']


class TestFuzz(Case):
    """Seeded noise against the running server: clear answers, no crash, nothing changed."""
    separate, weight = True, 5

    def setUp(self):
        super().setUp()
        self.person = Person(self.server)
        self.visitor = Visitor(self.person, of_one_route=2).run()
        self.statuses = {}

    def seeds(self):
        for route in ROUTES:
            addresses = self.visitor.addresses.get(route.name) or [
                route.fill({name: 'R6' if name == 'audit' else '1' for name in route.names})]
            yield route, addresses[0]

    def nasty(self, rng):
        word = rng.choice(NASTY)
        return quote(word, safe='') if rng.random() < 0.7 else word.replace('\0', '%00').replace('\n', '')

    def mutate_path(self, rng, path):
        steps = path.split('/')
        for _ in range(rng.choice((0, 1, 1, 2))):
            steps[rng.randrange(len(steps))] = self.nasty(rng)
        path = '/'.join(steps)
        for _ in range(rng.choice((0, 0, 1, 3))):
            name = rng.choice(['page', 'q', 'to', 'unit', 'notice', 'sort', self.nasty(rng)])
            path += rng.choice('?&') + name + rng.choice(['=', '', '==']) + self.nasty(rng)
        return path or '/'

    def make_body(self, rng, route):
        fields = [(f['name'], rng.choice(NASTY)) for f in route.fields]
        fields += [('_token', rng.choice(NASTY)), ('_rev', rng.choice(NASTY))]
        rng.shuffle(fields)
        fields = [pair for pair in fields if rng.random() < 0.9] * rng.choice((1, 1, 2))
        if rng.random() < 0.4:
            parts = [part(name, value, rng.choice((None, None, 'x.xlsx', value[:50])))
                     for name, value in fields]
            return multipart(*parts), MULTIPART
        return pairs(fields), PAIRS

    def damage(self, rng, data):
        data = bytearray(data)
        for _ in range(rng.choice((1, 2, 8))):
            at = rng.randrange(len(data) + 1)
            kind = rng.randrange(4)
            if kind == 0 and data:
                data[at - 1] = rng.randrange(256)
            elif kind == 1:
                data[at:at] = bytes(rng.choices(range(256), k=rng.choice((1, 4, 64))))
            elif kind == 2:
                del data[at:at + rng.choice((1, 4, 200))]
            else:
                data[at:at] = rng.choice([b'\r\n', b'\r\n\r\n', b'--', b'%', b'&', b'\0', b'%e3%81'])
        return bytes(data)

    def headers(self, rng):
        cookie = self.person.cookie
        yield rng.choice([cookie, cookie, cookie, cookie[:-1], cookie + '; kageyu_lang=' + rng.choice(
            ['en', 'ja', '%ff', '"', 'x' * 300]), 'Cookie: kageyu_session=', 'Cookie: ;;=;', cookie + 'x'])
        for name in ('Accept', 'Accept-Language', 'User-Agent', 'If-None-Match', 'Origin',
                     'Sec-Fetch-Site', 'X-Forwarded-For', 'Range', 'Expect', 'Referer'):
            if rng.random() < 0.15:
                value = rng.choice(NASTY)[:200].replace('\r', '').replace('\n', '').replace('\0', '')
                yield f'{name}: {value}'

    def request(self, rng, route, address):
        """Bytes of one request, and whether its lengths can be trusted."""
        method = route.method if rng.random() < 0.8 else rng.choice(
            ['GET', 'POST', 'HEAD', 'PUT', 'G E T', 'get', 'OPTIONS', ''])
        body, kind = self.make_body(rng, route) if method == 'POST' else (b'', None)
        if body and rng.random() < 0.4:
            body = self.damage(rng, body)
        head = [f'{method} {self.mutate_path(rng, address)} HTTP/1.1', 'Host: kageyu.test',
                *self.headers(rng)]
        if kind:
            head += [kind if rng.random() < 0.9 else kind[:rng.randrange(len(kind))]]
        if method == 'POST':
            head.append(f'Content-Length: {len(body)}')
        data = '\r\n'.join(head).encode() + b'\r\n\r\n' + body
        broken = rng.random() < 0.2 or 'Expect' in '\n'.join(head)
        return (self.damage(rng, data), True) if broken else (data, False)

    def send(self, data, broken):
        with self.server.connect() as connection:
            try:
                connection.send(data)
                if broken:  # what its length promises may be missing: here it is, or no answer
                    connection.socket.settimeout(0.2)
                    connection.send(b'\r\n\r\n' + b' ' * 4000)
                return connection.reply(head_only=data.startswith(b'HEAD'))
            except OSError:
                if not broken:
                    raise
                return None

    def note(self, reply, what):
        status = reply.status if reply else 0
        self.statuses[status] = self.statuses.get(status, 0) + 1
        # 505: a version of HTTP that there is not
        self.assertTrue(status < 500 or status in (503, 505), (status, what[:400]))
        self.assertIsNone(self.server.process.poll(), what[:400])

    def test_noise(self):
        rng = random.Random(20241120)
        seeds = list(self.seeds())
        tables = ('trail', 'form_sent', 'session', 'credential', 'evidence', 'unit', 'judgement')
        count = 'SELECT ' + ', '.join(f'(SELECT COUNT(*) FROM {table})' for table in tables)
        before = self.city.sql(count)
        for _ in range(REQUESTS):
            data, broken = self.request(rng, *rng.choice(seeds))
            self.note(self.send(data, broken), data)
        self.assertEqual(before, self.city.sql(count))
        self.assertEqual(self.person.get('/self').status, 200)
        # all kinds of answers were reached, not one wall in front
        self.assertLessEqual({200, 303, 400, 403, 404, 405}, set(self.statuses), self.statuses)

    def test_hostile_values(self):
        """Forms that would be accepted, with values that nobody means. What is taken is recorded:
        verify at the end (see end())."""
        rng = random.Random(20241121)
        forms = [form for form in self.visitor.forms if form.method == 'POST'
                 and not form.action.startswith(('/sign-', '/self'))]
        self.assertTrue(forms)
        routes = [route for route in ROUTES if route.method == 'POST'
                  and route.permitted('secretariat') and route.permission not in ('PUBLIC', 'SELF')]
        for number in range(REQUESTS // 6):
            if number % 2:
                form = rng.choice(forms)
                fields = [(name, value) for name, value in form.fields if name != '_token']
                action, upload = form.action, 'file' in form.kinds.values()
            else:
                route = rng.choice(routes)
                fields = [(f['name'], '') for f in route.fields] + [('_rev', '1')]
                action = (self.visitor.addresses.get(route.name) or [route.fill(
                    {name: 'R6' if name == 'audit' else '1' for name in route.names})])[0]
                upload = route.upload
            for name in rng.sample(range(len(fields)), rng.randint(0, len(fields))):
                fields[name] = (fields[name][0], rng.choice(NASTY))
            fields = [('_token', self.person.token()), *fields]
            if upload:
                name = rng.choice(NASTY)[:300].replace('"', '').replace('\n', '').replace('\r', '')
                body, kind = multipart(*[part(*pair) for pair in fields],
                                       part('file', os.urandom(9), name)), MULTIPART
            else:
                body, kind = pairs(fields), PAIRS
            self.note(self.person.post(action, body, kind), action.encode() + b' ' + body)
        self.assertIn(422, self.statuses)
        for address in sorted(self.visitor.seen):
            self.assertLess(self.person.get(address).status, 500, address)


class TestSession(Case):
    make = staticmethod(town.empty_city)

    def signed_in(self, person):
        return person.get('/self').status == 200

    def set_back(self, column, us):
        self.city.sql(f'UPDATE session SET {column} = {column} - {us};')

    def test_idle(self):
        person = Person(self.server)
        self.set_back('seen_us', HOUR_US - 60 * 1000000)
        self.assertTrue(self.signed_in(person))
        # that visit was noted, so that another hour begins
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.idle_us() > 60 * 1000000:
            time.sleep(0.01)
        self.set_back('seen_us', HOUR_US + 1000000)
        self.assertFalse(self.signed_in(person))

    def idle_us(self):
        return time.time_ns() // 1000 - int(self.city.sql('SELECT seen_us FROM session')[0][0])

    def test_longest(self):
        person = Person(self.server)
        self.set_back('started_us', 12 * HOUR_US - 60 * 1000000)
        self.assertTrue(self.signed_in(person))
        self.set_back('started_us', 61 * 1000000)
        self.assertFalse(self.signed_in(person))

    def test_sign_out(self):
        person, other = Person(self.server), Person(self.server)
        reply = person.send('/sign-out', [])
        self.assertEqual(reply.status, 303)
        self.assertRegex(reply['Set-Cookie'], r'kageyu_session=;.*Max-Age=0')
        self.assertFalse(self.signed_in(person))
        self.assertTrue(self.signed_in(other))

    def test_password(self):
        person, other = Person(self.server), Person(self.server)
        fields = {'old': PASSWORD, 'new': NEW_PASSWORD, 'again': NEW_PASSWORD}
        self.assertEqual(person.send('/self', {**fields, 'old': 'x' * 12}).status, 422)
        self.assertEqual(person.send('/self', {**fields, 'again': 'x' * 12}).status, 422)
        self.assertEqual(person.send('/self', {**fields, 'new': 'short', 'again': 'short'}).status, 422)
        self.assertTrue(self.signed_in(other))
        self.assertEqual(person.send('/self', fields).status, 303)
        self.assertTrue(self.signed_in(person))
        self.assertFalse(self.signed_in(other))
        self.assertTrue(self.signed_in(Person(self.server, password=NEW_PASSWORD)))
        with self.assertRaises(AssertionError):
            Person(self.server)

    def test_other_session_is_ended(self):
        person, other = Person(self.server), Person(self.server)
        page = person.get('/self').text
        hashes = re.findall(r'name="session" value="([0-9a-f]+)"', page)
        self.assertEqual(len(hashes), 1)
        self.assertEqual(person.send('/self/sessions/end', {'session': hashes[0]}).status, 303)
        self.assertTrue(self.signed_in(person))
        self.assertFalse(self.signed_in(other))

    def test_session_of_somebody_else(self):
        town.add_account(self.folder / 'city', 'mallory', 'M', 'reader')
        victim, mallory = Person(self.server), Person(self.server, 'mallory')
        own = hashlib.blake2b(victim.cookie.split('=', 1)[1].encode(), digest_size=32).hexdigest()
        self.assertEqual([[own]], self.city.sql(
            f"SELECT token_hash FROM session WHERE token_hash = '{own}'"))
        mallory.send('/self/sessions/end', {'session': own})
        mallory.send('/self/sessions/end-others', [])
        self.assertTrue(self.signed_in(victim))

    def test_closed_account(self):
        person = Person(self.server)
        town.add_account(self.folder / 'city', 'second', '二', 'secretariat')
        prepare('user', 'disable', self.folder / 'city', 'hotaru')
        self.assertFalse(self.signed_in(person))
        with self.assertRaises(AssertionError):
            Person(self.server)

    def test_no_secret_is_stored(self):
        """Neither cookie nor password is anywhere in the database."""
        person = Person(self.server)
        secret = person.cookie.split('=', 1)[1]
        for table in ('session', 'credential', 'security_log', 'trail', 'form_sent'):
            text = str(self.city.sql(f'SELECT * FROM {table}'))
            self.assertNotIn(secret, text)
            self.assertNotIn(PASSWORD, text)


class TestGuessing(Case):
    """Addresses are what the proxy says they are."""
    options = ('--trust-proxy',)
    make = staticmethod(town.empty_city)

    def sign_in(self, login, password, address):
        header = f'X-Forwarded-For: {address}'
        page = self.server.get('/sign-in', header)
        fields = hidden(page.text, '/sign-in') + [('login', login), ('password', password)]
        return self.server.ask('POST', '/sign-in', pairs(fields), [PAIRS, header])

    def test_guesser_is_slowed_down(self):
        for _ in range(5):
            self.assertEqual(self.sign_in('hotaru', 'wrong', '192.0.2.1').status, 422)
        # even with the right one: a guesser learns nothing
        reply = self.sign_in('hotaru', PASSWORD, '192.0.2.1')
        self.assertNotEqual(reply.status, 303)
        self.assertIsNone(reply['Set-Cookie'])
        self.assertEqual(self.sign_in('hotaru', PASSWORD, '192.0.2.2').status, 303)

    def test_wait_grows_and_ends(self):
        waits = []
        for _ in range(8):
            while self.sign_in('hotaru', 'wrong', '192.0.2.1').status != 422:
                waits.append(self.wait())
                self.city.sql('UPDATE sign_in_failure SET last_us = last_us - %d;' % (waits[-1] * 1000000))
        self.assertEqual(sorted(waits), waits)
        self.assertGreater(waits[-1], waits[0])
        self.city.sql(f'UPDATE sign_in_failure SET last_us = last_us - {HOUR_US};')
        self.assertEqual(self.sign_in('hotaru', PASSWORD, '192.0.2.1').status, 303)

    def wait(self):
        """Seconds, as the page tells."""
        text = self.sign_in('hotaru', 'wrong', '192.0.2.1').text
        return int(re.search(r'([1-9][0-9]*) ?(?:seconds|秒)', text)[1])

    def test_guesser_cannot_lock_others_out(self):
        """Not even from many addresses: where somebody signed in before, it goes on."""
        self.assertEqual(self.sign_in('hotaru', PASSWORD, '198.51.100.7').status, 303)
        for n in range(1, 30):
            self.sign_in('hotaru', 'wrong', f'192.0.2.{n}')
        self.assertNotEqual(self.sign_in('hotaru', PASSWORD, '203.0.113.1').status, 303)
        self.assertEqual(self.sign_in('hotaru', PASSWORD, '198.51.100.7').status, 303)

    def cpu(self):
        """Clock ticks that the server has worked."""
        fields = Path(f'/proc/{self.server.process.pid}/stat').read_text().rsplit(')', 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def test_unknown_login_works_as_long(self):
        """As much is computed for a login that does not exist: one hash each."""
        known = self.sign_in('hotaru', 'wrong wrong wrong', '192.0.2.99')
        unknown = self.sign_in('nobody', 'wrong wrong wrong', '192.0.2.99')
        strip = re.compile(r'value="[^"]*"')
        self.assertEqual(strip.sub('', known.text), strip.sub('', unknown.text))
        work = {}
        for login in ('hotaru', 'nobody'):
            before = self.cpu()
            for n in range(19):
                reply = self.sign_in(login, 'wrong wrong wrong', f'192.0.2.{n}')
                self.assertEqual(reply.status, 422)
            work[login] = self.cpu() - before
        self.assertLess(work['hotaru'], 2 * work['nobody'] + 5, work)
        self.assertLess(work['nobody'], 2 * work['hotaru'] + 5, work)
