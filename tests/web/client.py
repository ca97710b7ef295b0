"""A server under test, and a client that can also say what no browser would."""
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

BINARY = Path(os.environ['KAGEYU_BIN']).resolve()  # set by run.py
PASSWORD = 'なつのよる-2024-ほたる'
WAIT = 120  # seconds until a test gives up; nothing is expected to take that long

_demo = None


def prepare(*words, stdin=b''):
    """A command that is not what is tested here: what libraries leak in it is of no interest."""
    env = dict(os.environ, ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0')
    done = subprocess.run([BINARY, *map(str, words)], input=stdin, capture_output=True,
                          timeout=WAIT, check=False, env=env)
    if done.returncode:
        raise RuntimeError(f'{words}: {done.stderr.decode()}')


def demo_city():
    """The demonstration city with an account of ours, made once and copied."""
    global _demo
    if _demo is None:
        city = Path(tempfile.mkdtemp(prefix='kageyu-web-')) / 'city'
        prepare('demo', city)
        prepare('user', 'add', city, 'hotaru', '蛍', '--role', 'secretariat')
        prepare('user', 'password', city, 'hotaru', stdin=PASSWORD.encode() + b'\n')
        _demo = city
    return _demo


def forget_demo_city():
    if _demo is not None:
        shutil.rmtree(_demo.parent, ignore_errors=True)


class Server:
    def __init__(self, data, *options, listen='127.0.0.1:0'):
        self.data, self.log = Path(data), Path(str(data) + '.log')
        self.process = subprocess.Popen(
            [BINARY, 'serve', data, '--listen', listen, '--access-log', self.log, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said = self.process.stdout.readline().decode()
        found = re.search(r'https?://\S+', self.said)
        if not found:
            self.process.wait(WAIT)
            raise RuntimeError(self.process.stderr.read().decode())
        self.url = found[0]
        self.host, self.port = urlsplit(self.url).hostname, urlsplit(self.url).port

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Ends it and returns (exit status, what it said on standard error)."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        _, err = self.process.communicate(timeout=WAIT)
        return self.process.returncode, err.decode()

    def connect(self, tls=False):
        return Connection(self.host, self.port, tls)

    def ask(self, method, path, body=b'', headers=(), **options):
        with self.connect(**options) as connection:
            return connection.ask(method, path, body, headers)

    def get(self, path, *headers):
        return self.ask('GET', path, headers=headers)

    def lines(self, at_least=0):
        """The log. A line is written when its reply was sent, which may be after it was read."""
        while len(self.log.read_text().splitlines()) < at_least:
            time.sleep(0.01)
        return self.log.read_text().splitlines()


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def __getitem__(self, name):
        values = self.all(name)
        return values[0] if values else None

    @property
    def text(self):
        return self.body.decode()

    def __repr__(self):
        return f'{self.status} {self.headers} {self.body[:300]!r}'


class Connection:
    def __init__(self, host, port, tls=False):
        self.socket = socket.create_connection((host, port), timeout=WAIT)
        if tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.socket = context.wrap_socket(self.socket)
        self.pending = b''

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def more(self):
        """False at the end."""
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b''
        self.pending += data
        return bool(data)

    def closed(self):
        """Waits until the server closes."""
        while self.more():
            pass
        return True

    def reply(self, head_only=False):
        """The next reply; None when the connection was closed instead."""
        while True:
            while b'\r\n\r\n' not in self.pending:
                if not self.more():
                    return None
            head, _, self.pending = self.pending.partition(b'\r\n\r\n')
            first, *lines = head.decode('latin-1').split('\r\n')
            status = int(first.split()[1])
            if status != 100:
                break
        headers = [tuple(line.split(': ', 1)) for line in lines]
        length = next((int(v) for k, v in headers if k.lower() == 'content-length'), 0)
        if head_only or status == 304:
            length = 0
        while len(self.pending) < length:
            if not self.more():
                raise AssertionError(f'cut off after {len(self.pending)} of {length} bytes')
        body, self.pending = self.pending[:length], self.pending[length:]
        return Reply(status, headers, body)

    def ask(self, method, path, body=b'', headers=()):
        head = [f'{method} {path} HTTP/1.1', 'Host: kageyu.test', *headers]
        if body or method == 'POST':
            head.append(f'Content-Length: {len(body)}')
        self.send('\r\n'.join(head).encode() + b'\r\n\r\n' + body)
        return self.reply(head_only=method == 'HEAD')

    def raw(self, data):
        try:
            self.send(data)
            return self.reply()
        except (BrokenPipeError, ConnectionResetError):
            return None


# --- forms

PAIRS = 'Content-Type: application/x-www-form-urlencoded'
BOUNDARY = 'kageyu-test-boundary'
MULTIPART = f'Content-Type: multipart/form-data; boundary={BOUNDARY}'


def pairs(fields):
    return '&'.join(f'{quote_plus(k)}={quote_plus(v)}' for k, v in fields).encode()


def part(name, value, file_name=None):
    value = value if isinstance(value, bytes) else value.encode()
    more = '' if file_name is None else f'; filename="{file_name}"\r\nContent-Type: x/y'
    return (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
            + value + b'\r\n')


def multipart(*parts):
    return b''.join(parts) + f'--{BOUNDARY}--\r\n'.encode()


def hidden(text, action):
    """The hidden fields of the form that goes to `action`."""
    for form in re.findall(r'<form.*?</form>', text, re.S):
        if f'action="{action}"' in form:
            return re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    raise AssertionError(f'no form to {action} in {text[:2000]}')


class Person:
    """Somebody who signed in."""

    def __init__(self, server, login='hotaru'):
        self.server = server
        page = server.get('/sign-in')
        fields = hidden(page.text, '/sign-in') + [('login', login), ('password', PASSWORD)]
        self.signed_in = server.ask('POST', '/sign-in', pairs(fields), [PAIRS])
        cookie = self.signed_in['Set-Cookie']
        if not cookie:
            raise AssertionError(f'not signed in: {self.signed_in}')
        self.cookie = 'Cookie: ' + cookie.split(';')[0]

    def get(self, path, *headers):
        return self.server.get(path, self.cookie, *headers)

    def post(self, path, body, *headers):
        return self.server.ask('POST', path, body, [self.cookie, *headers])


def together(n, action):
    """Runs action(i) n times at once; the results in order."""
    results = [None] * n

    def run(i):
        results[i] = action(i)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return results
