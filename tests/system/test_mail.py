"""Reminders go out through mail servers of another make: nothing twice that was acknowledged, nothing lost.

The servers are aiosmtpd in this process. A message is known by its Message-ID.
"""
import email
import email.policy
import os
import random
import signal
import socket
import ssl
import subprocess
import threading
import time
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from kageyu import BUSY, INVALID, IO, Case, Kageyu, run, run_ok, start

FROM = 'kansa@city.example.jp'
KILLS = int(os.environ.get('KAGEYU_KILL_ROUNDS', '200')) // 20


class Box:
    """What a server was given; answers[n] instead of 250 for the n-th message, by recipient too."""

    def __init__(self, **answers):
        self.taken, self.asked, self.lock = [], 0, threading.Lock()
        self.refused_recipients = answers.get('refused', ())
        self.answers = list(answers.get('answers', ()))
        self.pause = answers.get('pause', 0)
        self.sessions = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused_recipients:
            return '550 5.1.1 そのような人は no such user'.encode('ascii', 'ignore').decode()
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        if self.pause:
            time.sleep(self.pause)
        with self.lock:
            self.asked += 1
            answer = self.answers.pop(0) if self.answers else '250 OK'
            if answer == 'hang up':
                server.transport.abort()
                return '250 never read'
            if answer.startswith('250'):
                message = email.message_from_bytes(envelope.content, policy=email.policy.default)
                self.taken.append((envelope.mail_from, envelope.rcpt_tos, message, envelope.content))
                self.sessions.append((session.ssl is not None, session.authenticated))
            return answer

    def ids(self):
        return [m['Message-ID'] for _, _, m, _ in self.taken]


class Server(Controller):
    def __init__(self, box, **options):
        super().__init__(box, hostname='127.0.0.1', port=free_port(), **options)


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class MailCase(Case):
    def city(self, name='data'):
        """The demonstration city with a round that asks every section."""
        folder = self.file(name)
        url = self.empty_url()
        run_ok('demo', folder, *(['--database', url] if url else []))
        self.data = Kageyu(folder, url)
        self.conf('url = https://kansa.city.example.jp/kageyu')
        self.round = run_ok('round', 'create', folder, '春の確認', '--json').json
        return self.data

    def conf(self, *lines):
        path = self.data.directory / 'kageyu.conf'
        with open(path, 'a', encoding='utf-8') as f:
            f.write('\n'.join(lines) + '\n')

    def serve(self, box, scheme='smtp', **options):
        server = Server(box, **options)
        server.start()
        self.addCleanup(server.stop)
        self.conf(f'mail.server = {scheme}://127.0.0.1:{server.port}', f'mail.from = {FROM}')
        return server

    def remind(self):
        return run_ok('round', 'remind', self.data.directory, str(self.round['id']), '--json').json['written']

    def send(self):
        done = run('mail', 'send', self.data.directory, '--json')
        self.assertEqual(done.status, 0, str(done))
        return done.json

    def states(self):
        return {state: int(n) for state, n in
                self.data.sql('SELECT state, COUNT(*) FROM outbox GROUP BY state')}

    def due_again(self):
        """Time passes. The trail does not know, so the data are not verified after this."""
        self.data.sql('UPDATE outbox SET not_before_us = 0')


class TestLetters(MailCase):
    def test_what_is_read(self):
        self.city()
        box = Box()
        self.serve(box)
        written = self.remind()
        self.assertGreater(written, 20)
        self.assertEqual(0, self.remind())  # once is enough
        self.assertEqual({'configured': True, 'sent': written, 'refused': 0, 'later': 0, 'unreachable': None},
                         self.send())
        self.assertEqual(0, self.send()['sent'])
        self.assertEqual({'sent': written}, self.states())
        self.assertEqual(written, len(set(box.ids())))
        sender, to, message, raw = box.taken[0]
        self.assertEqual(FROM, sender)
        self.assertEqual(to, [message['To'].addresses[0].addr_spec])
        self.assertTrue(message['To'].addresses[0].display_name)
        self.assertRegex(message['Subject'], '^【依頼】春の確認（.*まで）$')
        self.assertEqual('auto-generated', message['Auto-Submitted'])
        self.assertIsNotNone(message['Date'].datetime)
        body = message.get_content()
        self.assertIn(f'https://kansa.city.example.jp/kageyu/rounds/{self.round["id"]}/units/', body)
        self.assertIn('台帳の記録を確認してください', body)
        head = raw.split(b'\r\n\r\n')[0]
        head.decode('ascii')
        self.assertLessEqual(max(map(len, raw.splitlines())), 78)
        self.assert_sound(self.data)

    def test_nothing_set(self):
        self.city()
        self.assertGreater(self.remind(), 20)
        self.assertEqual({'configured': False, 'sent': 0, 'refused': 0, 'later': 0, 'unreachable': None},
                         self.send())
        self.assertEqual(['waiting'], list(self.states()))

    def test_settings_that_cannot_work(self):
        cases = ((['mail.server = http://mail.example.jp', f'mail.from = {FROM}'], 'smtp://'),
                 (['mail.server = smtp://127.0.0.1'], 'mail.from'),
                 (['mail.server = smtp://127.0.0.1', 'mail.from = a@b\t.jp'], 'mail.from'),
                 (['mail.server = starttls://127.0.0.1', f'mail.from = {FROM}', 'mail.user = u'],
                  'mail.password-file'))
        for n, (lines, word) in enumerate(cases):
            with self.subTest(lines=lines):
                self.data = self.new(f'd{n}')
                self.conf(*lines)
                done = run('mail', 'send', self.data.directory)
                self.assertEqual(INVALID, done.status, str(done))
                self.assertIn(word, done.err)
                doctor = run('doctor', self.data.directory, '--json').json
                self.assertIn(('mail-server', False), [(c['check'], c['ok']) for c in doctor['checks']])

    def test_without_an_address_of_the_pages(self):
        self.data = self.new()
        self.assertEqual(0, run('round', 'remind', self.data.directory).status)  # nothing is due
        folder, url = self.file('city'), self.empty_url()
        run_ok('demo', folder, *(['--database', url] if url else []))
        done = run('round', 'remind', folder)
        self.assertEqual(INVALID, done.status)
        self.assertIn('url = ', done.err)

    def test_no_header_from_data(self):
        """Names and titles are the city's words; they stay within their header."""
        self.city()
        round_ = run_ok('round', 'create', self.data.directory, '確認\r\nBcc: x@y.example', '--json').json
        run_ok('round', 'remind', self.data.directory, str(round_['id']))
        box = Box()
        self.serve(box)
        self.send()
        for _, to, message, _ in box.taken:
            self.assertIsNone(message['Bcc'])
            self.assertEqual(1, len(to))

    def test_closed_or_confirmed_needs_no_letter(self):
        self.city()
        written = self.remind()
        run_ok('round', 'close', self.data.directory, str(self.round['id']))
        self.assertEqual({'withdrawn': written}, self.states())
        box = Box()
        self.serve(box)
        self.assertEqual(0, self.send()['sent'])
        self.assertEqual([], box.taken)


class TestTrouble(MailCase):
    def test_not_now_then_yes(self):
        self.city()
        box = Box(answers=['451 4.3.0 mailbox busy', '250 OK', '452 4.2.2 full'])
        self.serve(box)
        written = self.remind()
        self.assertEqual((written - 2, 0, 2), self.counts(self.send()))
        said = self.data.sql("SELECT last_error FROM outbox WHERE state = 'waiting' ORDER BY id")
        self.assertEqual([['451 4.3.0 mailbox busy'], ['452 4.2.2 full']], said)
        self.assertEqual((0, 0, 0), self.counts(self.send()))  # not before a while
        self.due_again()
        self.assertEqual((2, 0, 0), self.counts(self.send()))
        self.assertEqual({'sent': written}, self.states())
        # what went wrong before is forgotten, and when it went is known
        self.assertEqual([['0', str(written)]], self.data.sql(
            'SELECT COUNT(last_error), SUM(CASE WHEN sent_us >= made_us THEN 1 ELSE 0 END) FROM outbox'))
        self.assertEqual(written, len(set(box.ids())))
        self.assertEqual(written, len(box.ids()))

    def counts(self, done):
        return done['sent'], done['refused'], done['later']

    def test_refused_for_good(self):
        self.city()
        self.remind()
        nobody = self.data.sql('SELECT recipient FROM outbox ORDER BY id')[3][0]
        box = Box(refused=[nobody])
        self.serve(box)
        self.assertEqual(1, self.send()['refused'])
        self.assertEqual(1, self.states()['failed'])
        self.due_again()
        self.assertEqual((0, 0, 0), self.counts(self.send()))
        self.assertNotIn([nobody], [to for _, to, _, _ in box.taken])
        doctor = run('doctor', self.data.directory, '--json').json
        self.assertIn(('mail', False), [(c['check'], c['ok']) for c in doctor['checks']])

    def test_server_that_hangs_up(self):
        self.city()
        box = Box(answers=['250 OK', 'hang up', 'hang up'])
        self.serve(box)
        written = self.remind()
        done = self.send()
        self.assertEqual(written, done['sent'] + done['later'], done)
        self.assertEqual(2, done['later'])
        self.due_again()
        self.assertEqual(2, self.send()['sent'])
        self.assertEqual(sorted(set(box.ids())), sorted(box.ids()))
        self.assertEqual(written, len(box.ids()))

    def test_given_up_at_last(self):
        self.city()
        box = Box(answers=['451 4.3.0 never'] * 1000)
        self.serve(box)
        written = self.remind()
        for n, pause in enumerate((5, 15, 60, 240, 720, 1440, 1440), 1):  # minutes
            self.due_again()
            before = time.time_ns() // 1000
            self.assertEqual(written, self.send()['later'], n)
            earliest, latest = (int(us) - pause * 60_000_000 for us in self.data.sql(
                'SELECT MIN(not_before_us), MAX(not_before_us) FROM outbox')[0])
            self.assertTrue(before <= earliest <= latest <= time.time_ns() // 1000, n)
            self.assertEqual({'waiting': written}, self.states())
        self.due_again()
        self.assertEqual(written, self.send()['later'])
        self.assertEqual({'failed': written}, self.states())

    def test_no_server_there(self):
        self.city()
        written = self.remind()
        self.conf(f'mail.server = smtp://127.0.0.1:{free_port()}', f'mail.from = {FROM}')
        done = run('mail', 'send', self.data.directory)
        self.assertEqual(IO, done.status, str(done))
        self.assertEqual({'waiting': written}, self.states())
        self.assertEqual([['0']], self.data.sql('SELECT DISTINCT tries FROM outbox'))

    def test_two_senders(self):
        self.city()
        box = Box(pause=0.05)
        self.serve(box)
        self.remind()
        first = start('mail', 'send', self.data.directory, stdout=subprocess.DEVNULL)
        while not box.taken:
            time.sleep(0.01)
        self.assertEqual(BUSY, run('mail', 'send', self.data.directory).status)
        self.assertEqual(0, first.wait(60))
        self.assertEqual(len(set(box.ids())), len(box.ids()))


class TestKill(MailCase):
    weight = 3

    def test_killed_while_sending(self):
        """Nothing is lost, and nothing that was stored as sent goes again."""
        self.city()
        box = Box(pause=0.01)
        self.serve(box)
        written = self.remind()
        dice = random.Random(20261121)
        for _ in range(KILLS):
            sender = start('mail', 'send', self.data.directory, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.01, 0.25))
            before = len(box.taken)
            sender.send_signal(signal.SIGKILL)
            sender.wait()
            stored = {m for m, in self.data.sql("SELECT message_id FROM outbox WHERE state = 'sent'")}
            taken = {i.strip('<>').split('@')[0] for i in box.ids()}
            self.assertLessEqual(stored, taken)  # sent only what a server has
            self.assertGreaterEqual(before, len(stored) - 1)
        self.send()
        self.assertEqual({'sent': written}, self.states())
        ids = box.ids()
        self.assertEqual(written, len(set(ids)))
        # one at most is in flight when a sender is killed
        self.assertLessEqual(len(ids) - written, KILLS)
        self.assert_sound(self.data)


def certificate(folder):
    """Of a server called localhost, its own authority."""
    cert, key = folder / 'cert.pem', folder / 'key.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key,
                    '-out', cert, '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


def sign_in(server, session, envelope, mechanism, auth_data):
    """Of aiosmtpd: the one account there is."""
    good = (auth_data.login, auth_data.password) == (b'kageyu', 'ひみつ-1'.encode())
    return AuthResult(success=good, handled=False)


class TestEncrypted(MailCase):
    def secure(self, box, scheme, password='ひみつ-1', **options):
        self.context, self.cert = certificate(self.folder)
        if scheme == 'starttls':
            options.update(tls_context=self.context, require_starttls=True, auth_required=True,
                           authenticator=sign_in)
        else:
            options.update(ssl_context=self.context)
        self.serve(box, scheme, **options)
        secret = self.file('secret')
        secret.write_text(password + '\n', encoding='utf-8')
        if scheme == 'starttls':
            self.conf('mail.user = kageyu', f'mail.password-file = {secret}')

    def test_starttls_and_password(self):
        self.city()
        box = Box()
        self.secure(box, 'starttls')
        self.conf(f'mail.ca-file = {self.cert}')
        written = self.remind()
        self.assertEqual(written, self.send()['sent'])
        self.assertEqual({(True, True)}, set(box.sessions))

    def test_wrong_password_is_nobodys_fault_but_ours(self):
        self.city()
        box = Box()
        self.secure(box, 'starttls', password='ちがう')
        self.conf(f'mail.ca-file = {self.cert}')
        written = self.remind()
        done = run('mail', 'send', self.data.directory)
        self.assertEqual(IO, done.status, str(done))
        self.assertEqual({'waiting': written}, self.states())
        self.assertNotIn('ちがう', done.err + done.out.decode())

    def test_smtps(self):
        self.city()
        box = Box()
        self.secure(box, 'smtps')
        self.conf(f'mail.ca-file = {self.cert}')
        self.assertEqual(self.remind(), self.send()['sent'])

    def stranger(self, scheme):
        self.city()
        box = Box()
        self.secure(box, scheme)
        self.remind()
        self.assertEqual(IO, run('mail', 'send', self.data.directory).status)
        self.assertEqual([], box.taken)

    def test_a_certificate_that_nobody_vouches_for(self):
        self.stranger('starttls')

    def test_a_certificate_that_nobody_vouches_for_smtps(self):
        self.stranger('smtps')

    def test_no_encryption_offered(self):
        """starttls:// never goes on in the clear."""
        self.city()
        box = Box()
        self.serve(box, 'starttls')
        self.remind()
        self.assertEqual(IO, run('mail', 'send', self.data.directory).status)
        self.assertEqual([], box.taken)

    def test_no_password_in_the_clear(self):
        self.city()
        secret = self.file('secret')
        secret.write_text('x')
        self.serve(Box())
        self.conf('mail.user = kageyu', f'mail.password-file = {secret}')
        done = run('mail', 'send', self.data.directory)
        self.assertEqual(INVALID, done.status)
        self.assertIn('starttls://', done.err)


if __name__ == '__main__':
    unittest.main()
