"""The server as clients meet it: good ones, broken ones and hostile ones."""
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import quote

from client import (BINARY, BOUNDARY, MULTIPART, PAIRS, PASSWORD, WAIT, Connection, Person, Server,
                    hidden, multipart, pairs, part, together)
from town import demo_city

MEGABYTE = 1 << 20
USAGE, NOT_FOUND, IO, BUSY = 2, 4, 9, 11


class Case(unittest.TestCase):
    """One server for the class; it must end cleanly, with nothing said about bugs or leaks."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.data = cls.folder / 'city'
        cls.city = demo_city(cls.data)
        cls.server = Server(cls.data, *cls.options)
        cls.addClassCleanup(cls.end)

    @classmethod
    def end(cls):
        status, err = cls.server.stop()
        if status or 'bug' in err or 'Sanitizer' in err:
            raise AssertionError(f'the server ended with {status}: {err}')

    def check_alive(self):
        self.assertEqual(self.server.get('/health').status, 200)

    def check_plain(self, reply, status):
        """A whole page that says what is wrong, with the headers that all have."""
        self.assertIsNotNone(reply, 'the connection was closed without a word')
        self.assertEqual(reply.status, status, reply)
        self.assertTrue(reply.text.startswith('<!DOCTYPE html>'), reply)
        self.check_headers(reply)

    def check_headers(self, reply):
        policy = reply['Content-Security-Policy']
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn('unsafe', policy)
        self.assertEqual(reply['X-Content-Type-Options'], 'nosniff')
        self.assertEqual(reply['Referrer-Policy'], 'same-origin')
        self.assertEqual(reply['Cross-Origin-Opener-Policy'], 'same-origin')
        self.assertEqual(reply['Cross-Origin-Resource-Policy'], 'same-origin')
        self.assertIsNotNone(reply['Permissions-Policy'])


class Alone(unittest.TestCase):
    """Each test starts its own servers."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / 'city'
        demo_city(self.data)

    def serve(self, *options, data=None, **more):
        server = Server(data or self.data, *options, **more)
        self.addCleanup(server.stop)
        return server

    def refused(self, *options, data=None):
        done = subprocess.run([BINARY, 'serve', data or self.data, *options], capture_output=True,
                              timeout=WAIT, check=False)
        return done.returncode, done.stderr.decode()

    def second_city(self):
        demo_city(self.folder / 'second')
        return self.folder / 'second'


class TestStart(Alone):
    def test_says_where_it_answers_and_ends_with_zero(self):
        server = self.serve()
        self.assertGreater(server.port, 0)
        self.assertEqual(server.get('/health').body, b'ok\n')
        self.assertEqual(server.stop()[0], 0)

    def test_interrupt_ends_it_too(self):
        server = self.serve()
        server.signal(signal.SIGINT)
        self.assertEqual(server.process.wait(WAIT), 0)

    def test_port_taken(self):
        address = f'127.0.0.1:{self.serve().port}'
        second = self.second_city()
        status, said = self.refused('--listen', address, data=second)
        self.assertEqual(status, IO)
        self.assertIn('--listen', said)
        other = self.serve('--elsewhere', data=second, listen=address)
        self.assertEqual(other.get('/health').status, 200)
        self.assertNotIn(f':{address.split(":")[1]}/', other.url)

    def test_two_servers_on_one_folder(self):
        server = self.serve()
        status, said = self.refused('--listen', '127.0.0.1:0')
        self.assertEqual(status, BUSY)
        self.assertIn(str(self.data), said)
        server.stop()
        self.assertEqual(self.serve().get('/health').status, 200)

    def test_same_port_again_at_once(self):
        server = self.serve()
        with server.connect() as connection:
            connection.ask('GET', '/health')
            server.stop()  # the server closes first: its side stays in TIME_WAIT
        again = self.serve(listen=f'127.0.0.1:{server.port}')
        self.assertEqual(again.port, server.port)
        self.assertEqual(again.get('/health').status, 200)

    def test_ipv6(self):
        server = self.serve(listen='[::1]:0')
        self.assertEqual(server.host, '::1')
        self.assertEqual(server.get('/health').status, 200)
        self.assertEqual(server.lines(1)[0].split()[1], '::1')

    def test_words_that_are_refused(self):
        for words in (['--listen', '8080'], ['--listen', ':8080'], ['--listen', '127.0.0.1:'],
                      ['--listen', '127.0.0.1:http'], ['--base', 'kageyu'],
                      ['--base', '/kageyu/'], ['--base', '/a b'], ['--tls-cert', 'x.pem']):
            self.assertEqual(self.refused(*words)[0], USAGE, words)
        self.assertEqual(self.refused(data=self.folder / 'nothing')[0], NOT_FOUND)

    def test_under_a_path(self):
        server = self.serve('--base', '/kageyu')
        self.assertTrue(server.url.endswith('/kageyu/'))
        self.assertEqual(server.get('/kageyu/health').status, 200)
        for path in ('/health', '/kageyux/health', '/'):
            self.assertEqual(server.get(path).status, 404, path)
        for path in ('/kageyu/', '/kageyu'):
            reply = server.get(path)
            self.assertEqual(reply.status, 303)
            self.assertTrue(reply['Location'].startswith('/kageyu/'), reply)

    def test_tls(self):
        cert, key = self.folder / 'cert.pem', self.folder / 'key.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=kageyu.test', '-keyout',
                        key, '-out', cert], check=True, capture_output=True)
        server = self.serve('--tls-cert', cert, '--tls-key', key)
        self.assertTrue(server.url.startswith('https://'))
        reply = server.ask('GET', '/health', tls=True)
        self.assertEqual(reply.status, 200)
        self.assertIn('max-age=', reply['Strict-Transport-Security'])
        page = server.ask('GET', '/language?lang=en', tls=True)
        self.assertTrue(all('; Secure' in cookie for cookie in page.all('Set-Cookie')))
        status, _ = self.refused('--tls-cert', key, '--tls-key', cert, '--listen', '127.0.0.1:0',
                                 data=self.second_city())
        self.assertEqual(status, IO)

    def test_proxy_is_believed_only_when_told(self):
        headers = ['X-Forwarded-For: 198.51.100.1, 192.0.2.7', 'X-Forwarded-Proto: https']
        server = self.serve()
        self.assertIsNone(server.ask('GET', '/health', headers=headers)['Strict-Transport-Security'])
        server.stop()
        self.assertEqual(server.lines()[-1].split()[1], '127.0.0.1')
        server = self.serve('--trust-proxy')
        reply = server.ask('GET', '/health', headers=headers)
        self.assertIsNotNone(reply['Strict-Transport-Security'])
        server.lines(2)
        server.ask('GET', '/health', headers=['X-Forwarded-For: 192.0.2.7, no address'])
        server.stop()
        self.assertEqual([line.split()[1] for line in server.lines()[-2:]],
                         ['192.0.2.7', '127.0.0.1'])


class TestEnd(Alone):
    """What was begun is finished."""

    def test_request_in_flight(self):
        server = self.serve()
        body = pairs(hidden(server.get('/sign-in').text, '/sign-in')
                     + [('login', 'hotaru'), ('password', PASSWORD)])
        with server.connect() as connection:
            connection.send(f'POST /sign-in HTTP/1.1\r\nHost: kageyu.test\r\n{PAIRS}\r\n'
                            f'Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n'.encode())
            while b'100 Continue' not in connection.pending:
                self.assertTrue(connection.more())
            connection.send(body[:10])
            server.signal(signal.SIGTERM)
            while not self.refuses(server):
                time.sleep(0.01)
            connection.send(body[10:])
            reply = connection.reply()
            self.assertEqual(reply.status, 303, reply)
            self.assertEqual(reply['Connection'], 'close')
            self.assertTrue(connection.closed())
        self.assertEqual(server.process.wait(WAIT), 0)

    @staticmethod
    def refuses(server):
        try:
            Connection(server.host, server.port).socket.close()
            return False
        except ConnectionResetError:
            return False
        except ConnectionRefusedError:
            return True

    def test_many_at_work(self):
        server = self.serve()
        body = pairs(hidden(server.get('/sign-in').text, '/sign-in')
                     + [('login', 'hotaru'), ('password', 'wrong wrong wrong')])
        connections = [server.connect() for _ in range(20)]
        for connection in connections:
            connection.send(f'POST /sign-in HTTP/1.1\r\nHost: kageyu.test\r\n{PAIRS}\r\n'
                            f'Content-Length: {len(body)}\r\n\r\n'.encode() + body)
        server.lines(3)  # the first are answered, the others wait
        server.signal(signal.SIGTERM)
        replies = [connection.reply() for connection in connections]
        self.assertTrue(all(reply and reply.status >= 400 for reply in replies), replies)
        self.assertEqual(server.process.wait(WAIT), 0)
        for connection in connections:
            connection.socket.close()


class TestLog(Alone):
    def test_log(self):
        server = self.serve()
        person = Person(server)
        server.lines(2)
        person.get('/audits?q=%E7%A7%98%E5%AF%86')
        server.get('/no%20page%C3%A9')
        server.ask('HEAD', '/sign-in')
        with server.connect() as connection:
            connection.raw('GET /\u3042 HTTP/1.1\r\nHost: a\r\n\r\n'.encode())
        lines = server.lines(6)[2:]
        form = (r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00 127\.0\.0\.1 '
                r'(\S+) (\S+) (\S+) (\d{3}) (\d+) (\d+)$')
        found = [re.match(form, line) for line in lines]
        self.assertTrue(all(found), lines)
        self.assertEqual({match.groups()[:4] for match in found},
                         {('hotaru', 'GET', '/audits', '200'),
                          ('-', 'GET', '/no%20page%C3%A9', '404'),
                          ('-', 'HEAD', '/sign-in', '200'),
                          ('-', 'GET', '/%E3%81%82', '404')})
        sizes = {match[2]: int(match[5]) for match in found}
        self.assertEqual(sizes['HEAD'], 0)
        self.assertGreater(sizes['GET'], 100)


class TestReplies(Case):
    def test_keep_alive(self):
        with self.server.connect() as connection:
            for _ in range(3):
                self.assertEqual(connection.ask('GET', '/health').body, b'ok\n')
                self.assertEqual(connection.ask('GET', '/sign-in').status, 200)

    def test_pipelined(self):
        with self.server.connect() as connection:
            one = b'GET /health HTTP/1.1\r\nHost: kageyu.test\r\n\r\n'
            connection.send(one * 3)
            self.assertEqual([connection.reply().body for _ in range(3)], [b'ok\n'] * 3)

    def test_old_client(self):
        with self.server.connect() as connection:
            self.assertEqual(connection.raw(b'GET /health HTTP/1.0\r\n\r\n').body, b'ok\n')
            self.assertTrue(connection.closed())

    def test_head(self):
        with self.server.connect() as connection:
            for path in ('/sign-in', '/health', '/', '/no/such/page'):
                head = connection.ask('HEAD', path)
                get = connection.ask('GET', path)
                self.assertEqual(head.status, get.status)
                self.assertEqual(head['Content-Length'], get['Content-Length'])
                self.assertEqual(head['Content-Type'], get['Content-Type'])

    def test_methods(self):
        for method in ('PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'get', 'PROPFIND'):
            reply = self.server.ask(method, '/sign-in')
            self.check_plain(reply, 405)
            self.assertEqual(reply['Allow'], 'GET, HEAD, POST')
        reply = self.server.ask('PUT', '/sign-in', b'a=1', [PAIRS])
        self.check_plain(reply, 405)

    def test_headers_of_all_kinds(self):
        css = re.search(r'href="(/assets/[^"]*\.css)"', self.server.get('/sign-in').text)[1]
        for path, status in (('/sign-in', 200), ('/', 303), ('/no/such/page', 404), ('/%zz', 400),
                             ('/health', 200), (css, 200)):
            reply = self.server.get(path)
            self.assertEqual(reply.status, status, path)
            self.check_headers(reply)
            if path != css:
                self.assertEqual(reply['Cache-Control'], 'no-store')
        self.assertEqual(self.server.get('/sign-in')['Content-Type'], 'text/html; charset=utf-8')

    def test_assets_stay(self):
        css = re.search(r'href="(/assets/[^"]*\.css)"', self.server.get('/sign-in').text)[1]
        reply = self.server.get(css)
        self.assertEqual(reply['Cache-Control'], 'public, max-age=31536000, immutable')
        self.assertEqual(reply['Content-Type'], 'text/css; charset=utf-8')
        again = self.server.get(css, f'If-None-Match: {reply["ETag"]}')
        self.assertEqual((again.status, again.body), (304, b''))
        self.assertEqual(self.server.get(css, 'If-None-Match: "0"').status, 200)
        self.assertEqual(self.server.get('/assets/0000000000000000/kageyu.css').status, 404)

    def test_session_cookie(self):
        person = Person(self.server)
        attributes = person.signed_in['Set-Cookie'].split('; ')[1:]
        self.assertEqual(sorted(attributes), ['HttpOnly', 'Path=/', 'SameSite=Lax'])
        self.assertEqual(person.get('/').status, 200)

    def test_log_moved_away(self):
        self.check_alive()
        moved = Path(str(self.server.log) + '.1')
        self.server.log.rename(moved)
        self.server.signal(signal.SIGHUP)
        while not self.server.log.exists():
            time.sleep(0.01)
        while self.server.log.stat().st_size == 0:
            self.check_alive()
        self.assertIn('/health', moved.read_text())
        moved.unlink()


class TestBroken(Case):
    def test_addresses(self):
        for path in ('/%', '/%4', '/a%zzb', '/%ff', '/%00', '/a%00b', '/%c0%af', '/%ed%a0%80',
                     '/sign-in?a=%', '/sign-in?a=%ff', '/sign-in?%00=1', '/sign-in?a=%c3',
                     'http://kageyu.test/sign-in', '*', '/sign-in?a=\x01'):
            self.check_plain(self.server.get(path), 400)
        self.assertEqual(self.server.get('/sign-in?a=%E3%81%82&b=&&c&=d&a=%2B').status, 200)
        self.check_alive()

    def test_bytes_that_are_no_text(self):
        with self.server.connect() as connection:
            self.check_plain(connection.raw(b'GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n'), 400)
        self.assertEqual(self.server.ask('GET', '/sign-in', headers=['User-Agent: \x7f\x01']).status,
                         200)

    def test_heads(self):
        """Refused or cut off, never served as something else."""
        post = b'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n'
        for head in (b'GET /sign-in HTTP/1.1\r\n\r\n',  # no host
                     b'GET  /sign-in  HTTP/1.1\r\nHost: a\r\n\r\n',
                     b'GET /a\x00b HTTP/1.1\r\nHost: a\r\n\r\n',
                     b'GET /sign-in HTTP/9.9\r\nHost: a\r\n\r\n',
                     b'GET /sign-in\r\nHost: a\r\n\r\n',
                     b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
                     post + b'Content-Length: -1\r\n\r\n',
                     post + b'Content-Length: 1x\r\n\r\na',
                     post + b'Content-Length: 99999999999999999999999\r\n\r\n',
                     post + b'Transfer-Encoding: chunked\r\n\r\nzz\r\n',
                     b'GET /' + b'a' * 40000 + b' HTTP/1.1\r\nHost: a\r\n\r\n',
                     b'GET / HTTP/1.1\r\nHost: a\r\n' + b'A: b\r\n' * 20000 + b'\r\n'):
            with self.server.connect() as connection:
                reply = connection.raw(head)
                self.assertTrue(reply is None or 400 <= reply.status < 600, (head[:60], reply))
            self.check_alive()

    def test_too_long_address(self):
        with self.server.connect() as connection:
            reply = connection.raw(b'GET /' + b'a' * 40000 + b' HTTP/1.1\r\nHost: a\r\n\r\n')
            self.assertIn(reply.status, (414, 431))
        for sign in (b'a', b'%41', b'%E3%81%82'):  # which also stand in links, encoded once more
            for size in (1000, 3000, 9000, 27000):
                path = b'/' + sign * (size // len(sign))
                for address in (path, b'/sign-in?to=' + path, b'x' + path, b'/?' + path):
                    with self.server.connect() as connection:
                        reply = connection.raw(b'GET ' + address + b' HTTP/1.1\r\nHost: a\r\n\r\n')
                        self.assertIn(reply.status, (200, 303, 400, 404, 414), address[:20])
                self.check_alive()

    def test_smuggled_request(self):
        """Two lengths: whatever is done, the hidden request is not answered as one of its own."""
        hidden_one = b'GET /health HTTP/1.1\r\nHost: a\r\n\r\n'
        chunked = (b'POST /sign-in HTTP/1.1\r\nHost: a\r\n' + PAIRS.encode() + b'\r\n'
                   b'Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
                   % (len(hidden_one) + 5))
        twice = (b'POST /sign-in HTTP/1.1\r\nHost: a\r\n' + PAIRS.encode() + b'\r\n'
                 b'Content-Length: 0\r\nContent-Length: %d\r\n\r\n' % len(hidden_one))
        for head in (chunked, twice):
            with self.server.connect() as connection:
                connection.send(head + hidden_one)
                connection.socket.shutdown(1)
                connection.closed()
                self.assertNotIn(b'\r\n\r\nok\n', connection.pending, head)

    def test_no_header_injection(self):
        evil = 'x%0d%0aSet-Cookie:%20evil=1'
        for path in (f'/sign-in?to=/{evil}', f'/language?to=/{evil}&lang={evil}', f'/{evil}'):
            reply = self.server.get(path)
            self.assertFalse(any('evil' in cookie for cookie in reply.all('Set-Cookie')), reply)
            self.assertNotIn('evil', reply['Location'] or '')

    def test_silence(self):
        """A client that says nothing more is cut off; the others do not notice."""
        with self.server.connect() as head, self.server.connect() as body:
            head.send(b'GET /sign-in HTTP/1.1\r\nHost')
            body.send(f'POST /sign-in HTTP/1.1\r\nHost: a\r\n{PAIRS}\r\n'
                      'Content-Length: 100\r\n\r\nlogin='.encode())
            self.check_alive()
            self.assertTrue(head.closed())
            self.assertTrue(body.closed())


class TestForms(Case):
    def setUp(self):
        self.fields = hidden(self.server.get('/sign-in').text, '/sign-in')

    def post(self, body, *headers):
        reply = self.server.ask('POST', '/sign-in', body, headers)
        self.check_alive()
        return reply

    def good(self):
        return self.fields + [('login', 'hotaru'), ('password', PASSWORD)]

    def test_good_ones(self):
        self.assertEqual(self.post(pairs(self.good()), PAIRS).status, 303)
        self.setUp()
        self.assertEqual(self.post(pairs(self.good()).replace(b'_token', b'%5Ftoken') + b'&',
                                   PAIRS + '; charset=UTF-8').status, 303)

    def test_good_multipart(self):
        parts = [part(name, value) for name, value in self.good()]
        self.assertEqual(self.post(multipart(*parts), MULTIPART).status, 303)
        quoted = MULTIPART.replace('boundary=', 'charset=x; BOUNDARY="') + '"'
        self.fields = hidden(self.server.get('/sign-in').text, '/sign-in')
        parts = [part(name, value) for name, value in self.good()]
        empty = part('nothing', '', '')  # a file field that was left blank
        self.assertEqual(self.post(multipart(empty, *parts) + b'epilogue', quoted).status, 303)

    def test_in_pieces(self):
        """However the network cuts it."""
        for body, kind in ((pairs(self.good()), PAIRS),
                           (multipart(*[part(*pair) for pair in self.good()]), MULTIPART)):
            with self.server.connect() as connection:
                connection.send(f'POST /sign-in HTTP/1.1\r\nHost: a\r\n{kind}\r\n'
                                'Transfer-Encoding: chunked\r\n\r\n'.encode())
                for at in range(len(body)):
                    connection.send(b'1\r\n' + body[at:at + 1] + b'\r\n')
                connection.send(b'0\r\n\r\n')
                self.assertIn(connection.reply().status, (303, 409))  # the token is used once

    def test_other_types(self):
        for headers in ([], ['Content-Type: application/json'], ['Content-Type: text/plain'],
                        [PAIRS + 'x'], ['Content-Type: ;']):
            self.check_plain(self.post(b'{"login": 1}', *headers), 415)

    def test_broken_pairs(self):
        for body in (b'login=%', b'login=%2', b'login=%zz', b'login=%ff', b'login=\xff', b'a=%00',
                     b'%00=a', b'a\x00=1', b'a=1&b=%e3%81'):
            self.check_plain(self.post(body, PAIRS), 400)
        self.assertEqual(self.post(b'login=100%25', PAIRS).status, 422)  # understood

    def test_broken_multipart(self):
        good = multipart(part('login', 'a'))
        line = f'--{BOUNDARY}\r\n'.encode()
        for body in (b'login=a', good[:-4], good[:-10], good[2:], line, line * 2, line + b'\r\n',
                     line + b'\r\nno head\r\n' + line,
                     good.replace(b' name="login"', b''), good.replace(b'"login"', b'"login'),
                     good.replace(b'form-data', b'attachment'), good.replace(b'login', b'\xff'),
                     multipart(part('login', b'\xff')), multipart(part('login', b'a\0b')),
                     multipart(part('login', b'x' * 100, 'a.xlsx')),  # takes no files
                     line + b'X: ' + b'y' * 10000 + b'\r\n\r\n\r\n' + good):
            self.check_plain(self.post(body, MULTIPART), 400)
        self.assertEqual(self.post(good, MULTIPART).status, 422)  # understood
        for kind in ('multipart/form-data', 'multipart/form-data; boundary=',
                     'multipart/form-data; boundary="', f'multipart/form-data; boundary={"b" * 71}'):
            self.check_plain(self.post(good, f'Content-Type: {kind}'), 400)

    def test_value_like_a_boundary(self):
        tricky = '\r\n--kageyu-test\r\n--\r\n-'
        person = self.good()[:-1] + [('password', PASSWORD), ('to', '/self?q=' + tricky)]
        self.assertEqual(self.post(multipart(*[part(*pair) for pair in person]),
                                   MULTIPART).status, 303)

    def test_too_large(self):
        reason = b'login=' + b'a' * (2 * MEGABYTE)
        self.check_plain(self.post(reason, PAIRS), 413)
        self.check_plain(self.post(multipart(part('login', reason)), MULTIPART), 413)
        self.check_plain(self.post(b'&'.join([b'a=1'] * 5001), PAIRS), 413)
        self.assertEqual(self.post(b'&'.join([b'a=1'] * 5000), PAIRS).status, 422)
        self.assertEqual(self.post(b'login=' + b'a' * (2 * MEGABYTE - 6), PAIRS).status, 422)

    def test_too_large_in_chunks(self):
        with self.server.connect() as connection:
            connection.send(f'POST /sign-in HTTP/1.1\r\nHost: a\r\n{PAIRS}\r\n'
                            'Transfer-Encoding: chunked\r\n\r\n'.encode())
            for _ in range(3):
                connection.send(b'100000\r\n' + b'a' * MEGABYTE + b'\r\n')
            connection.send(b'0\r\n\r\n')
            self.check_plain(connection.reply(), 413)

    def test_asks_before_sending(self):
        """A client that waits for a word is told at once."""
        with self.server.connect() as connection:
            connection.send(f'POST /sign-in HTTP/1.1\r\nHost: a\r\n{PAIRS}\r\n'
                            f'Content-Length: {300 * MEGABYTE}\r\nExpect: 100-continue\r\n'
                            '\r\n'.encode())
            self.check_plain(connection.reply(), 413)

    def test_many_at_once(self):
        body = pairs(self.fields + [('login', 'nobody'), ('password', 'wrong wrong wrong')])

        def ask(_):
            return self.server.ask('POST', '/sign-in', body, [PAIRS])

        replies = together(200, ask)
        self.assertTrue(all(reply and reply.status >= 400 for reply in replies))
        busy = [reply for reply in replies if reply.status == 503]
        self.assertTrue(all(reply['Retry-After'] for reply in busy))
        self.assertLess(len(busy), 200)
        self.check_alive()


class TestFiles(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = Person(cls.server)
        cls.judgement = cls.city.sql(
            "SELECT j.id FROM judgement j JOIN target t ON t.id = j.target_id "
            "JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id "
            "WHERE t.confirmed_on IS NULL AND a.code = 'R6' ORDER BY j.id")[0][0]
        cls.page = f'/audits/R6/judgements/{cls.judgement}'
        cls.action = cls.page + '/evidence'

    def fields(self):
        return hidden(self.person.get(self.page).text, self.action)

    def attach(self, *files):
        """files are (name, bytes)."""
        parts = [part(*pair) for pair in self.fields()]
        parts += [part('file', data, name) for name, data in files]
        reply = self.person.post(self.action, multipart(*parts), MULTIPART)
        self.check_alive()
        return reply

    def left_over(self):
        return [path.name for path in self.data.iterdir() if path.name.startswith('upload')]

    def test_round_trip(self):
        """Bytes of all lengths around a page of memory come back as they were."""
        for size in (1, 4095, 4096, 4097, 8192, 100_000):
            name, data = f'台帳 {size}「秘」.bin', bytes(i * 7 % 256 for i in range(size))
            self.assertEqual(self.attach((name, data)).status, 303)
            text = self.person.get(self.page).text
            links = re.findall(rf'href="({re.escape(self.action)}/[^"]+)"', text)
            found = [self.person.get(link) for link in links]
            self.assertIn(data, [reply.body for reply in found])
            reply = next(reply for reply in found if reply.body == data)
            self.assertIn("filename*=UTF-8''" + quote(name, safe=''), reply['Content-Disposition'])
            self.assertIn(f'filename="___{size}___.bin"', reply['Content-Disposition'])
            self.check_headers(reply)
        self.assertEqual(self.left_over(), [])

    def test_several(self):
        files = [(f'{i}.txt', f'資料{i}'.encode() * 1000) for i in range(3)]
        self.assertEqual(self.attach(*files).status, 303)
        text = self.person.get(self.page).text
        for name, _ in files:
            self.assertIn(name, text)

    def test_too_large(self):
        self.check_plain(self.attach(('大.bin', b'x' * (100 * MEGABYTE + 1))), 413)
        piece = b'x' * (90 * MEGABYTE)
        self.check_plain(self.attach(('a', piece), ('b', piece), ('c', piece)), 413)
        self.assertEqual(self.left_over(), [])

    def test_not_signed_in(self):
        """Nothing of it is kept; the visitor is asked to sign in."""
        body = multipart(part('file', b'x' * (5 * MEGABYTE), 'a.bin'))
        reply = self.server.ask('POST', self.action, body, [MULTIPART])
        self.assertIn(reply.status, (303, 403), reply)
        self.assertEqual(self.left_over(), [])

    def test_several_under_way(self):
        """The disk is not filled by many who begin; the others are told to come again."""
        head = (f'POST {self.action} HTTP/1.1\r\nHost: a\r\n{self.person.cookie}\r\n{MULTIPART}\r\n'
                f'Content-Length: {MEGABYTE}\r\nExpect: 100-continue\r\n\r\n').encode()
        held = [self.server.connect() for _ in range(4)]
        for connection in held:
            connection.send(head)
            while b'100 Continue' not in connection.pending:
                self.assertTrue(connection.more())
        small = multipart(part('file', b'x', 'a.bin'))
        reply = self.person.post(self.action, small, MULTIPART)
        self.check_plain(reply, 503)
        self.assertTrue(reply['Retry-After'])
        for connection in held:
            connection.socket.close()
        while self.person.post(self.action, small, MULTIPART).status == 503:
            time.sleep(0.01)
        self.assertEqual(self.left_over(), [])

