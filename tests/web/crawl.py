"""The table of addresses, and a visitor who follows every link and notes what each route answers.

New pages need nothing here: their routes are in the table, and their addresses are found by
following links and forms. A page that nothing leads to is filled from NAMED.
"""
import functools
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import lxml.html

OF_ONE_ROUTE = 6  # addresses of a route that are visited; pages of a kind are alike
OUTSIDE = ('/sign-out',)


@dataclass(frozen=True)
class Route:
    name: str
    method: str
    path: str
    permission: str
    reach: dict
    fields: list
    upload: bool
    heavy: bool

    __hash__ = object.__hash__

    @functools.cached_property
    def pattern(self):
        return re.compile(re.sub(r'\\\{(\w+)\\\}', r'(?P<\1>[^/]+)', re.escape(self.path)) + '$')

    @property
    def names(self):
        return re.findall(r'\{(\w+)\}', self.path)

    def fill(self, values):
        """values: one for each {}."""
        path = self.path
        for name, value in values.items():
            path = path.replace('{' + name + '}', quote(str(value), safe=''))
        return path

    def permitted(self, role):
        return self.permission == 'PUBLIC' or self.reach[role] != 'none'


def load_routes():
    program = Path(os.environ['KAGEYU_BUILD']) / 'tests' / 'routes'
    return [Route(**row) for row in json.loads(subprocess.check_output([program]))]


ROUTES = load_routes()


@functools.cache
def route_of(method, path):
    """As the server finds it: what is written out goes before what is a parameter."""
    for route in ROUTES:
        if route.method == method and route.pattern.match(path):
            return route
    return None


@dataclass
class Form:
    page: str
    method: str
    action: str
    fields: list  # (name, value) as a browser would send it
    kinds: dict   # name → type of the control


def parse(reply):
    return lxml.html.document_fromstring(reply.text) if reply.body else None


def links_of(page, address):
    found = []
    for element in page.iter('a', 'img', 'link', 'script'):
        target = element.get('href') or element.get('src')
        if target and not target.startswith(('#', 'data:')):
            found.append(urljoin(address, target).split('#')[0])
    return found


def control(element):
    """(name, kind, value); value None = not sent."""
    name = element.get('name')
    if element.tag == 'textarea':
        return name, 'textarea', element.text or ''
    if element.tag == 'select':
        chosen = element.xpath('.//option[@selected]') or element.xpath('.//option')[:1]
        return name, 'select', chosen[0].get('value', chosen[0].text) if chosen else None
    kind = element.get('type', 'text')
    if kind in ('checkbox', 'radio') and element.get('checked') is None:
        return name, kind, None
    return name, kind, element.get('value', '')


def forms_of(page, address):
    forms = []
    for element in page.iter('form'):
        controls = [control(e) for e in element.iter('input', 'select', 'textarea') if e.get('name')]
        buttons = list(element.iter('button'))
        if len(buttons) == 1:  # of several, the first is pressed, which has no name
            controls += [control(e) for e in buttons if e.get('name')]
        forms.append(Form(address, element.get('method', 'get').upper(),
                          urljoin(address, element.get('action') or address),
                          [(name, value) for name, kind, value in controls
                           if value is not None and kind != 'file'],
                          {name: kind for name, kind, _ in controls}))
    return forms


class Visitor:
    """Follows links from the first page. `person` asks; replies go to `look(address, reply)`."""

    def __init__(self, person, look=None, of_one_route=OF_ONE_ROUTE):
        self.person, self.look, self.of_one_route = person, look, of_one_route
        self.seen, self.queue, self.per_route = set(), [], {}
        self.addresses = {}  # route → addresses that were found, in links or forms
        self.forms = []

    def add(self, address, method='GET'):
        parts = urlsplit(address)
        route = route_of(method, parts.path)
        if parts.netloc or not route:
            return
        known = self.addresses.setdefault(route.name, [])
        if parts.path not in known:
            known.append(parts.path)
        if method != 'GET' or address in self.seen or parts.path in OUTSIDE:
            return
        self.seen.add(address)
        if self.per_route.setdefault(route.name, 0) < self.of_one_route:
            self.per_route[route.name] += 1
            self.queue.append(address)

    def visit(self, address):
        reply = self.person.get(address)
        if self.look:
            self.look(address, reply)
        if reply['Location']:
            self.add(urljoin(address, reply['Location']))
        if (reply['Content-Type'] or '').startswith('text/html'):
            page = parse(reply)
            for link in links_of(page, address):
                self.add(link)
            for form in forms_of(page, address):
                self.forms.append(form)
                self.add(form.action, form.method)
        return reply

    def run(self):
        self.add('/')
        while self.queue:
            self.visit(self.queue.pop(0))
        return self
