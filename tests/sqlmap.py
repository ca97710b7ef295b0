#!/usr/bin/python3
"""sqlmap over every parameter of every route: it must find nothing.

    tests/sqlmap.py [--database sqlite|postgresql] [--level N] [--seconds N] [--jobs N] [NAME…]

NAME is a route; what sqlmap said of it stays in build-test/sqlmap. Values in paths, in queries, in
forms, in cookies and headers are tried, signed in as a member of the secretariat, each route on a
demonstration city of its own. A form's tokens are used up, so a filler stands between sqlmap and
the server and puts fresh hidden values into each form. That all this does inject is shown first:
the same run against a toy server, which makes its SQL by joining strings and hands it to the same
kind of database, must find each of its holes. PostgreSQL is started privately and thrown away.
Everything is on 127.0.0.1. Not part of `make test`.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import html
import http.client
import http.server
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / 'build'
RESULTS = HERE.parent / 'build-test' / 'sqlmap'
sys.path[:0] = [str(HERE / 'web'), str(HERE / 'system')]
os.environ.setdefault('KAGEYU_BUILD', str(BUILD))
os.environ.setdefault('KAGEYU_BIN', str(BUILD / 'kageyu'))
os.environ.setdefault('KAGEYU_TEST_TMP', '/nonexistent')

import cluster  # noqa: E402
from client import Person, Server, hidden, prepare, PASSWORD  # noqa: E402
from crawl import ROUTES, Visitor, route_of  # noqa: E402

# No database behind it; what ends the session that all of this runs in.
LEFT_OUT = {'ASSET', 'SIGN_OUT', 'SELF_SESSIONS_END'}
OURS = ('_token', '_rev')
DBMS = {'sqlite': 'SQLite', 'postgresql': 'PostgreSQL'}
OPTIONS = ['--batch', '--ignore-stdin', '--disable-coloring', '--technique', 'BEU', '--flush-session',
           '--ignore-code', '*', '--ignore-redirects', '--retries', '0', '--timeout', '20',
           '--union-cols', '1-6', '--drop-set-cookie']
FOUND = re.compile(r'sqlmap identified the following injection point|parameter .* is vulnerable')
TESTED = re.compile(r'parameter .* (?:does not seem to be injectable|is vulnerable)')


# --- between sqlmap and the server

class Filler(http.server.BaseHTTPRequestHandler):
    """Hands requests on; into a form it puts the hidden values of a page drawn just before."""
    protocol_version = 'HTTP/1.1'
    site = None  # (host, port) of the server
    cookie = ''
    page_of = {}  # where a form goes → the page it stands on
    upload = False

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection(*self.site, timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

    def fresh(self, action):
        page = self.page_of.get(action, '/self')
        text = self.ask('GET', page, headers=[('Cookie', self.cookie)])[1].decode()
        try:
            return dict(hidden(text, html.escape(action)))
        except AssertionError:
            return dict(re.findall(r'name="(_token)" value="([^"]*)"', text))

    def fill(self, body):
        fields = parse_qsl(body.decode('utf-8', 'replace'), keep_blank_values=True)
        new = self.fresh(self.action)
        fields = [(k, new.get(k, v) if k in OURS else v) for k, v in fields]
        if not self.upload:
            return urlencode(fields).encode(), 'application/x-www-form-urlencoded'
        parts = [f'--mark\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
                 for k, v in fields]
        parts.append(f'--mark\r\nContent-Disposition: form-data; name="{self.upload}"; '
                     'filename="a.csv"\r\n\r\na,b\r\n1,2\r\n\r\n--mark--\r\n')
        return ''.join(parts).encode(), 'multipart/form-data; boundary=mark'

    def hand_on(self):
        headers = [(k, v) for k, v in self.headers.items()
                   if k.lower() not in ('host', 'content-length', 'content-type', 'connection',
                                        'accept-encoding')]
        body = None
        if self.command == 'POST':
            body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
            body, kind = self.fill(body)
            headers.append(('Content-Type', kind))
        with contextlib.suppress(OSError, http.client.HTTPException):
            reply, data = self.ask(self.command, self.path, body, headers)
            self.counts[reply.status] += 1
            self.send_response(reply.status)
            for name in ('Content-Type', 'Location'):
                if reply.headers[name]:
                    self.send_header(name, reply.headers[name])
            self.send_header('Content-Length', str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    do_GET = do_POST = hand_on

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def filler(**settings):
    handler = type('OneFiller', (Filler,), dict(settings, counts=collections.Counter()))
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], handler.counts
    finally:
        server.shutdown()
        server.server_close()


# --- one target

class Target:
    """One request with every value marked: path, query, form, and for one of them the headers."""

    def __init__(self, name, method, path, query=(), form=(), upload=None, headers=False):
        self.name, self.method, self.path = name, method, path
        self.query, self.form, self.upload, self.headers = query, form, upload, headers

    @property
    def action(self):
        return self.path.replace('*', '')

    def marks(self):
        return (self.path.count('*') + len(self.query) + 3 * self.headers
                + sum(name not in OURS for name, _ in self.form))

    def request(self, port, cookie):
        where = self.path
        if self.query:
            where += '?' + '&'.join(f'{quote(k)}={quote(v)}*' for k, v in self.query)
        body = '&'.join(f'{quote(k)}={quote(v)}' + ('' if k in OURS else '*') for k, v in self.form)
        mark = '*' if self.headers else ''
        return '\r\n'.join([
            f'{self.method} {where} HTTP/1.1', f'Host: 127.0.0.1:{port}', f'Cookie: {cookie}{mark}',
            f'User-Agent: kageyu-test{mark}', f'Accept-Language: ja{mark}',
            'Content-Type: application/x-www-form-urlencoded', '', body])


def run_sqlmap(target, port, cookie, folder, args):
    """(what it said, whether it came to its end)"""
    request, out = folder / f'{target.name}.request', RESULTS / f'{target.name}.out'
    request.write_text(target.request(port, cookie))
    command = ['sqlmap', '-r', str(request), '--output-dir', str(folder / target.name), *OPTIONS,
               '--dbms', DBMS[args.database], '--level', str(args.level), '--risk', str(min(args.level, 2))]
    env = dict(os.environ, HOME=str(folder), XDG_DATA_HOME=str(folder))
    with open(out, 'wb') as log:
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                           timeout=args.seconds, check=False, env=env)
            ended = True
        except subprocess.TimeoutExpired:
            ended = False
    return out.read_text(errors='replace'), ended


class Outcome:
    def __init__(self, target, said, ended, counts):
        self.target, self.said, self.ended, self.counts = target, said, ended, counts
        self.found = sorted({line.strip() for line in said.splitlines() if FOUND.search(line)})
        self.tested = len(TESTED.findall(said))

    def __str__(self):
        asked = ' '.join(f'{status}:{n}' for status, n in sorted(self.counts.items()))
        state = 'FOUND' if self.found else 'ok' if self.ended else 'time is up'
        return (f'{state:<11}{self.target.name:<22}{self.tested:3}/{self.target.marks():<3} values '
                f'{sum(self.counts.values()):6} requests  {asked}')


# --- a server with holes

TABLE = "CREATE TABLE t (id INTEGER, name TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b');"


class Toy(http.server.BaseHTTPRequestHandler):
    """One hole in a path, one in a query, one behind a token that is good once."""
    tokens = set()
    lock = threading.Lock()
    url = None  # of its PostgreSQL; SQLite without one

    def rows(self, condition):
        query = 'SELECT id, name FROM t WHERE ' + condition
        try:
            if self.url:
                return str(cluster.psql(self.url, query + ';'))
            database = sqlite3.connect(':memory:')
            database.executescript(TABLE)
            return str(database.execute(query).fetchall())
        except sqlite3.Error as error:
            return f'sqlite3.OperationalError: {error}'
        except RuntimeError as error:
            return f'PostgreSQL {error}'

    def answer(self, status, text):
        body = f'<!DOCTYPE html><title>t</title><p>{text}</p>'.encode()
        self.send_response(status)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        where = urlsplit(self.path)
        if where.path == '/form':
            token = os.urandom(8).hex()
            self.tokens.add(token)
            self.answer(200, '<form method="post" action="/save">'
                             f'<input type="hidden" name="_token" value="{token}"></form>')
        elif where.path.startswith('/item/'):
            self.answer(200, self.rows('id = ' + dict(parse_qsl('x=' + where.path[6:]))['x']))
        else:
            name = dict(parse_qsl(where.query)).get('name', '')
            self.answer(200, self.rows(f"name = '{name}'"))

    def do_POST(self):
        form = dict(parse_qsl(self.rfile.read(int(self.headers['Content-Length'])).decode()))
        with self.lock:
            good = form.get('_token') in self.tokens
            self.tokens.discard(form.get('_token'))
        if good:
            self.answer(200, self.rows(f"name = '{form.get('name', '')}'"))
        else:
            self.answer(403, 'no token')

    def log_message(self, *_):
        pass


def try_toy(folder, args):
    """Every hole of the toy is found, by the same requests, options and filler."""
    if args.cluster:
        Toy.url = cluster.make_database(args.cluster)
        cluster.psql(Toy.url, TABLE)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Toy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    targets = [Target('toy-path', 'GET', '/item/1*'), Target('toy-query', 'GET', '/list', [('name', 'a')]),
               Target('toy-form', 'POST', '/save', form=[('_token', 'x'), ('name', 'a')])]
    missed = 0
    for target in targets:
        with filler(site=server.server_address, action=target.action,
                    page_of={'/save': '/form'}) as (port, counts):
            outcome = Outcome(target, *run_sqlmap(target, port, 'c=1', folder, args), counts)
        print(outcome, flush=True)
        missed += not outcome.found
    server.shutdown()
    server.server_close()
    return missed


# --- the product

class City:
    """A demonstration city with a session in it, a visitor who saw all its pages, and copies."""
    lock = threading.Lock()  # PostgreSQL makes one copy at a time

    def __init__(self, folder, args):
        self.data = folder / 'city'
        self.url = cluster.make_database(args.cluster) if args.cluster else None
        prepare('demo', self.data, *(['--database', self.url] if self.url else []))
        self.cookie, self.visitor = sign_in_and_look(self.data)

    def copy(self, data):
        shutil.copytree(self.data, data)
        if not self.url:
            return
        with self.lock:
            own = cluster.make_database(self.url, self.url.rpartition('/')[2])
        conf = data / 'kageyu.conf'
        conf.write_text(conf.read_text().replace(self.url, own))


def sign_in_and_look(data):
    """(cookie, visitor)"""
    prepare('user', 'add', data, 'hotaru', 'hotaru', '--role', 'secretariat')
    prepare('user', 'password', data, 'hotaru', stdin=PASSWORD.encode() + b'\n')
    server = Server(data)
    person = Person(server)
    visitor = Visitor(person, of_one_route=3).run()
    visitor.queries = {address for address in visitor.seen if '?' in address}
    server.stop()
    return person.cookie.removeprefix('Cookie: '), visitor


def marked(route, address):
    """The path with every value of it marked; of routes that no link leads to, 1 everywhere."""
    if not address:
        return re.sub(r'\{\w+\}', '1*', route.path)
    values = route.pattern.match(address).groupdict()
    return re.sub(r'\{(\w+)\}', lambda m: values[m[1]] + '*', route.path)


def queries_of(visitor, route):
    """Every name that some link or filter of the route sends, with one of its values."""
    names = {}
    for address in visitor.queries:
        if route_of('GET', urlsplit(address).path) is route:
            names.update(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    for form in visitor.forms:
        if form.method == 'GET' and route_of('GET', urlsplit(form.action).path) is route:
            names.update(form.fields)
    return sorted(names.items())


def value_for(visitor, field):
    """What gets a form past its checks, where the page does not say it."""
    if field['name'] == 'judgement':
        return visitor.addresses['JUDGEMENT'][0].rpartition('/')[2]
    if not field['required']:
        return ''
    return {'date': '2024-11-12', 'time': '10:00', 'number': '1', 'password': PASSWORD}.get(
        field['type'], 'a1')


def target_of(visitor, route):
    addresses = visitor.addresses.get(route.name) or [None]
    path = marked(route, addresses[0])
    if route.method == 'GET':
        return Target(route.name, 'GET', path, queries_of(visitor, route))
    forms = [form for form in visitor.forms if form.method == 'POST'
             and urlsplit(form.action).path == addresses[0]]
    fields = dict(forms[0].fields) if forms else {}
    fields.setdefault('_token', 'x')
    for field in route.fields:
        if field['type'] not in ('file', 'files'):
            fields[field['name']] = fields.get(field['name']) or value_for(visitor, field)
    upload = next((f['name'] for f in route.fields if f['type'] in ('file', 'files')), None)
    return Target(route.name, 'POST', path, form=sorted(fields.items()), upload=upload)


def try_target(city, pages, target, args):
    with tempfile.TemporaryDirectory(prefix='kageyu-sqlmap-') as name:
        folder = Path(name)
        city.copy(folder / 'city')
        server = Server(folder / 'city')
        try:
            with filler(site=(server.host, server.port), cookie=city.cookie, page_of=pages,
                        action=target.action, upload=target.upload) as (port, counts):
                outcome = Outcome(target, *run_sqlmap(target, port, city.cookie, folder, args),
                                  counts)
        finally:
            server.stop()
    print(outcome, flush=True)
    return outcome


def try_product(folder, args):
    city = City(folder, args)
    visitor = city.visitor
    pages = {urlsplit(form.action).path: form.page for form in visitor.forms
             if form.method == 'POST'}
    pages['/sign-in'] = '/sign-in'
    routes = [route for route in ROUTES if route.name not in LEFT_OUT]
    targets = [target_of(visitor, route) for route in routes]
    targets.append(Target('headers', 'GET', '/', headers=True))
    targets = [t for t in targets if t.marks() and (not args.names or t.name in args.names)]
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        return list(pool.map(lambda t: try_target(city, pages, t, args), targets))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--database', choices=tuple(DBMS), default='sqlite')
    parser.add_argument('--level', type=int, default=1, choices=(1, 2))
    parser.add_argument('--seconds', type=int, default=600, help='for one route')
    parser.add_argument('--jobs', type=int, default=os.cpu_count())
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    began = time.monotonic()
    RESULTS.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='kageyu-sqlmap-')))
        args.cluster = None
        if args.database == 'postgresql':
            server = cluster.Cluster(durable=False)
            stack.callback(server.stop)
            args.cluster = server.url()
        missed = try_toy(folder, args)
        outcomes = try_product(folder, args)
    bad = [o for o in outcomes if o.found]
    for outcome in bad:
        print(f'--- {outcome.target.name}', *outcome.found, sep='\n')
    late = sum(not o.ended for o in outcomes)
    print(f'{args.database}: {sum(o.tested for o in outcomes)} of {sum(o.target.marks() for o in outcomes)} values of '
          f'{len(outcomes)} routes, {sum(sum(o.counts.values()) for o in outcomes)} requests, '
          f'{time.monotonic() - began:.0f} s; {late} routes not to the end; '
          f'{len(bad)} with findings; {missed} holes of the toy missed')
    return 1 if bad or missed or late else 0


if __name__ == '__main__':
    sys.exit(main())
