"""Somebody at a browser: a served city, people signed in, forms filled in as they stand."""
import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import town
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get('KAGEYU_BIN', ROOT / 'build' / 'kageyu')).resolve()
SAMPLES = ROOT / 'tests' / 'samples'
PASSWORD = 'なつのよる-2024-ほたる'
PEOPLE = (('hotaru', 'secretariat', None), ('suzu', 'auditor', None),
          ('bosai', 'head', '020400'), ('yomu', 'reader', None), ('kanri', 'administrator', None))


def kageyu(*words, stdin=b''):
    done = subprocess.run([BINARY, *map(str, words)], input=stdin, capture_output=True,
                          timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode() + done.stdout.decode())
    return done.stdout.decode()


def make_city(data, empty):
    kageyu('init' if empty else 'demo', data)
    there = kageyu('user', 'list', data)  # the demonstration has people of its own
    for login, role, unit in PEOPLE:
        more = ['--unit', unit] if unit else []
        if login not in there:
            kageyu('user', 'add', data, login, login, '--role', role, *more)
        kageyu('user', 'password', data, login, stdin=PASSWORD.encode() + b'\n')


class City:
    """A served installation: the demonstration city, or an empty one."""

    def __init__(self, empty=False, prepare=()):
        """prepare: commands to be run before it is served, without the folder."""
        self.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        self.data = self.folder / 'city'
        made, _ = town.original('people-empty' if empty else 'people-demo',
                                lambda data, _: make_city(data, empty), lambda: None)
        shutil.copytree(made, self.data)
        for words in prepare:
            kageyu(*words, '-C', self.data)
        self.process = subprocess.Popen(
            [BINARY, 'serve', self.data, '--listen', '127.0.0.1:0', '--access-log',
             self.folder / 'log'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        self.url = re.search(r'http://\S+', self.process.stdout.readline().decode())[0]

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=120)
        shutil.rmtree(self.folder, ignore_errors=True)

    def person(self, login):
        return Person(self, login)


class Page:
    def __init__(self, status, headers, body, url):
        self.status, self.headers, self.body, self.url = status, headers, body, url

    @property
    def text(self):
        return re.sub(r'\s+', ' ', self.soup.get_text(' '))

    @property
    def soup(self):
        return BeautifulSoup(self.body, 'html.parser')

    def form(self, action=None, button=None):
        for form in self.soup.find_all('form', method='post'):
            if action and action not in form['action']:
                continue
            if button and button not in [b.get_text() for b in form.find_all('button')]:
                continue
            if 'sign-out' not in form['action']:
                return form
        raise AssertionError(f'no form {action} {button} at {self.url}:\n{self.text[:3000]}')

    def table(self, number=0):
        """Rows of texts, the head first."""
        rows = self.soup.find_all('table')[number].find_all('tr')
        return [[re.sub(r'\s+', ' ', c.get_text(' ')).strip() for c in row.find_all(['th', 'td'])]
                for row in rows]

    def link(self, text):
        for a in self.soup.find_all('a'):
            if a.get_text().strip() == text:
                return a['href']
        raise AssertionError(f'no link {text} at {self.url}')


class Person:
    def __init__(self, city, login):
        self.city, self.cookie = city, ''
        page = self.get('/sign-in')
        page = self.send(page.form('/sign-in'), login=login, password=PASSWORD)
        if not self.cookie:
            raise AssertionError(page.text)

    def ask(self, method, path, body=None, kind=None):
        """Follows redirections."""
        where = urlsplit(urljoin(self.city.url, path))
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=300)
        headers = {'Cookie': self.cookie, 'Accept-Language': 'en'}
        if kind:
            headers['Content-Type'] = kind
        target = where.path + ('?' + where.query if where.query else '')
        connection.request(method, target, body, headers)
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        for value in reply.headers.get_all('Set-Cookie') or []:
            if value.startswith('kageyu_session='):
                self.cookie = value.split(';')[0]
        if reply.status == 303:
            return self.ask('GET', reply.headers['Location'])
        return Page(reply.status, reply.headers, data, target)

    def get(self, path):
        return self.ask('GET', path)

    def fields(self, form):
        """What a browser would send of the form as it stands."""
        out = []
        for tag in form.find_all(['input', 'textarea', 'select']):
            name = tag.get('name')
            if not name or tag.get('type') in ('file', 'submit'):
                continue
            if tag.get('type') in ('checkbox', 'radio') and not tag.has_attr('checked'):
                continue
            if tag.name == 'select':
                chosen = tag.find('option', selected=True) or tag.find('option')
                out.append((name, chosen.get('value', '')))
            elif tag.name == 'textarea':
                out.append((name, tag.get_text()))
            else:
                out.append((name, tag.get('value', '')))
        return out

    def send(self, form, /, files=(), **values):
        """Sends the form with the values changed; None leaves a field out."""
        pairs = [(k, v) for k, v in self.fields(form) if k not in values]
        pairs += [(k, v) for k, v in values.items() if v is not None]
        if form.get('enctype') != 'multipart/form-data':
            return self.ask('POST', form['action'], urlencode(pairs).encode(),
                            'application/x-www-form-urlencoded')
        mark = uuid.uuid4().hex
        body = b''.join(f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n'.encode()
                        + v.encode() + b'\r\n' for k, v in pairs)
        for field, name, data in files:
            body += (f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; '
                     f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
                     ).encode() + data + b'\r\n'
        return self.ask('POST', form['action'], body + f'--{mark}--\r\n'.encode(),
                        f'multipart/form-data; boundary={mark}')
