"""The ledgers of a whole city: pages, files in and files out, on both databases."""
import http.client
import random
import re
import statistics
import time
from urllib.parse import quote

import city
import cluster
import table
from client import PASSWORD, Person, Server
from load import spent
from measure import Command, Failed
from peers import Django

SECTIONS, SYSTEMS, ASSETS, PEOPLE, USES = 360, 400, 10000, 10167, 8677
HEAD_OF = '010300'
FORMS = ['紙', '電子データ', '可搬媒体']
WORDS = ['住民', '税務', '福祉', '端末', '監査', '契約', '給付', '道路', '学校', 'サーバー', '選挙', '防災']
# Fields that the city added to its assets: key, label, type.
OWN_FIELDS = [('shelf', '棚', 'text'), ('checked', '点検日', 'date'), ('keeper', '管理者', 'person')]
KEEPER = 40
POSTS = ['課長', '係長', '主査', '主任', '主事']
# (what, address); {unit}: a department, {person}: the name of KEEPER
PAGES = [
    ('情報資産：1ページめ', '/ledgers/assets'),
    ('情報資産：100ページめ', '/ledgers/assets?page=100'),
    ('情報資産：名称の順', '/ledgers/assets?sort=name'),
    ('情報資産：システムの順', '/ledgers/assets?sort=system'),
    ('情報資産：区分の順、降順', '/ledgers/assets?sort=-form'),
    ('情報資産：部で絞る', '/ledgers/assets?unit={unit}'),
    ('情報資産：名称に「端末」', '/ledgers/assets?word=%E7%AB%AF%E6%9C%AB'),
    ('情報資産：期限で絞る', '/ledgers/assets?where=kept_until.until.2027-03-31'),
    ('情報資産：システムで絞る', '/ledgers/assets?where=system.is.S0123'),
    ('情報資産：独自の項目で絞る（棚）', '/ledgers/assets?where=x-shelf.is.%E6%A3%9A7'),
    ('情報資産：独自の項目で絞る（点検日）', '/ledgers/assets?where=x-checked.until.2025-12-31'),
    ('情報資産：独自の項目に「棚1」', '/ledgers/assets?where=x-shelf.has.%E6%A3%9A1'),
    ('情報資産：独自の項目の順', '/ledgers/assets?sort=-x-checked'),
    ('情報資産：人で絞る（職員番号）', '/ledgers/assets?where=x-keeper.is.000040'),
    ('情報資産：人で絞る（氏名）', '/ledgers/assets?where=x-keeper.is.{person}'),
    ('情報資産：人の名に「端末」', '/ledgers/assets?where=x-keeper.has.%E7%AB%AF%E6%9C%AB'),
    ('情報資産：人の順', '/ledgers/assets?sort=x-keeper'),
    ('システムの利用：1ページめ', '/ledgers/system-uses'),
    ('システムの利用：端末台数の順', '/ledgers/system-uses?sort=-terminals'),
    ('台帳の一覧', '/ledgers'),
    ('職員：1ページめ', '/people'),
    ('職員：100ページめ', '/people?page=100'),
    ('職員：職名で絞る', '/people?post=%E8%AA%B2%E9%95%B7'),
    ('組織', '/units'),
    ('検索：端末', '/search?q=%E7%AB%AF%E6%9C%AB'),
    ('検索：漏', '/search?q=%E6%BC%8F'),
    ('検索：サーバ 課', '/search?q=%E3%82%B5%E3%83%BC%E3%83%90+%E8%AA%B2'),
]
# The same list written with Django
PEER_PAGES = [(what, path) for what, path in PAGES if path in (
    '/ledgers/assets', '/ledgers/assets?page=100', '/ledgers/assets?sort=name',
    '/ledgers/assets?sort=system', '/ledgers/assets?word=%E7%AB%AF%E6%9C%AB')]
REQUESTS = 30


def codes():
    return city.unit_codes(SECTIONS)


def systems():
    return [[f'S{n:04d}', codes()[n % SECTIONS], f'{WORDS[n % len(WORDS)]}システム{n}'] for n in range(1, SYSTEMS + 1)]


def assets(seed=1):
    chance = random.Random(seed)
    rows = []
    for n in range(1, ASSETS + 1):
        word = chance.choice(WORDS)
        rows.append([f'A{n:05d}', codes()[n % SECTIONS], f'{word}関係書類{n}', chance.choice(FORMS),
                     f'S{chance.randint(1, SYSTEMS):04d}',
                     f'{chance.randint(1, 9)}階書庫', chance.choice(['1', '3', '5', '10']),
                     f'20{chance.randint(25, 35)}-03-31'])
    return rows


def own_values():
    """Of the city's own fields, for all assets."""
    chance = random.Random(2)
    return [[row[0], row[1], row[2], f'棚{chance.randint(1, 40)}', f'20{chance.randint(24, 26)}-0{chance.randint(1, 9)}-15',
             f'{n % SECTIONS + SECTIONS * chance.randint(0, 9):06d}'] for n, row in enumerate(assets(), 1)]


def uses():
    return [[f'S{n % SYSTEMS + 1:04d}', f'利用課{n // SYSTEMS + 1}', str(n % 7), str(n % 40)] for n in range(USES)]


def people():
    chance = random.Random(7)
    return [[f'{n:06d}', f'青葉{chance.choice(WORDS)}{n}', codes()[n % SECTIONS],
             '課長' if n < SECTIONS else chance.choice(POSTS), '正職員'] for n in range(PEOPLE)]


class Ledgers:
    def __init__(self, bench):
        self.bench, self.folder, self.rounds = bench, bench.folder, bench.rounds

    def files(self):
        write = city.write_csv
        return {
            'systems': write(self.folder / 'systems.csv', ['番号', '所管課', 'システム名'], systems()),
            'assets': write(self.folder / 'assets.csv', ['番号', '所管課', '名称', '媒体の種別', 'システム名', '保管場所',
                                                         '保存期間', '保存期限'], assets()),
            'own': write(self.folder / 'own.csv', ['番号', '所管課', '名称', *(label for _, label, _ in OWN_FIELDS)],
                         own_values()),
            'system-uses': write(self.folder / 'uses.csv', ['システム番号', '利用課', 'sections', 'terminals'], uses()),
            'people': write(self.folder / 'people.csv', ['職員番号', '氏名', '所属コード', '職名', '雇用区分'], people())}

    def city(self, name, files, *options):
        kageyu = self.bench.kageyu
        data = self.bench.empty_city(name, *options)
        kageyu('import', data, 'systems', files['systems'])
        return data

    def fill(self, data, files):
        for kind in ('assets', 'system-uses', 'people'):
            self.bench.kageyu('import', data, kind, files[kind])
        for key, label, kind in OWN_FIELDS:
            self.bench.kageyu('field add', data, 'assets', key, label, '--type', kind)
        self.bench.kageyu('import', data, 'assets', files['own'])
        for login, more in (('hotaru', ('--role', 'secretariat')),
                            ('kacho', ('--role', 'head', '--unit', HEAD_OF))):
            self.bench.kageyu('user add', data, login, '蛍', *more)
            self.bench.kageyu('user password', data, login, typed=PASSWORD + '\n')
        return data

    # --- pages

    def ask(self, host, port, pid, cookie, path):
        """(median seconds, seconds of the server's processor) of one request."""
        connection = http.client.HTTPConnection(host, port, timeout=60)
        times = []
        for n in range(REQUESTS + 2):
            if n == 2:  # two to warm up
                before = spent(pid)
            began = time.monotonic()
            connection.request('GET', path, headers={'Cookie': cookie})
            reply = connection.getresponse()
            reply.read()
            if n >= 2:
                times.append(time.monotonic() - began)
            if reply.status != 200:
                raise Failed(f'{path}: {reply.status}')
        connection.close()
        return statistics.median(times), (spent(pid) - before) / REQUESTS

    def peer_pages(self, data):
        django = Django(self.folder, data)
        with django.running() as pid:
            return [(f'Django：{what}', *map(table.time, self.ask('127.0.0.1', django.port, pid, django.cookie, path)), '')
                    for what, path in PEER_PAGES]

    def pages(self, data, title, goal, beside=()):
        server = Server(data)
        facts = []
        try:
            unit = self.unit_id(server, Person(server))
            for who, login in (('事務局', 'hotaru'), ('課長', 'kacho')):
                person = Person(server, login)
                for what, path in PAGES:
                    seconds, cpu = self.ask(server.host, server.port, server.process.pid,
                                            person.cookie.removeprefix('Cookie: '),
                                            path.format(unit=unit, person=quote(people()[KEEPER][1])))
                    met = '達成' if seconds < goal else '未達（CPU時間では達成）' if cpu < goal else '未達'
                    facts.append((f'{who}：{what}', table.time(seconds), table.time(cpu), met))
        finally:
            server.stop()
        return Pages(title, [*facts, *beside], goal)

    def unit_id(self, server, person):
        page = person.get('/units').text
        return re.search(r'/units/(\d+)"', page)[1]  # a department comes first

    # --- files

    def exchange(self, files, name, make):
        """make(): a fresh city with its systems, as words that begin every command."""
        peer = ['/usr/bin/python3', city.ROOT / 'bench' / 'peer_openpyxl.py']
        full, out = self.folder / f'{name}-full', self.folder / 'out' / 'assets.xlsx'
        ready = make(full)
        self.bench.kageyu('import', ready, 'assets', files['assets'])
        fresh = self.folder / f'{name}-fresh'
        ours, into = 'kageyu：xlsxに書き出す', 'kageyu：取り込む（検査・保存・証跡・索引）'
        yield self.bench.comparison(f'情報資産 {ASSETS:,}件の出し入れ（{name}）', [
            Command(ours, [self.bench.program, 'export', full, 'assets', '-o', out]),
            Command(into, [self.bench.program, 'import', fresh, 'assets', files['assets']],
                    before=lambda: make(fresh)),
            Command('openpyxl：同じ表を書くだけ', [*peer, 'table', files['assets'], self.folder / 'plain.xlsx']),
        ], {ours: 1.0, into: 3.0}).run(self.rounds)

    def all(self):
        files = self.files()
        ready = self.city('ledgers', files)

        def copy(target):
            self.bench.copied(ready, target)()
            return target
        yield from self.exchange(files, 'SQLite', copy)
        served = self.fill(copy(self.folder / 'served'), files)
        yield self.pages(served, '台帳のページ（SQLite）', 0.020, self.peer_pages(served))
        server = cluster.Cluster(durable=False)
        try:
            cluster.psql(server.url(), 'CREATE DATABASE ready TEMPLATE template0;')
            ready_pg = self.city('pg-ledgers', files, '--database', server.url('ready'))

            def anew(target):
                base = target.name.replace('-', '_').lower()
                cluster.psql(server.url(), f'DROP DATABASE IF EXISTS {base}')
                cluster.psql(server.url(), f'CREATE DATABASE {base} TEMPLATE ready')
                self.bench.copied(ready_pg, target)()
                conf = target / 'kageyu.conf'
                conf.write_text(conf.read_text().replace(server.url('ready'), server.url(base)))
                return target
            yield from self.exchange(files, 'PostgreSQL', anew)
            yield self.pages(self.fill(anew(self.folder / 'pg-served'), files), '台帳のページ（PostgreSQL）', 0.050)
        finally:
            server.stop()


class Pages:
    def __init__(self, title, facts, goal):
        self.title, self.facts, self.goal = title, facts, goal

    def render(self):
        rows = [('ページ', '応答の中央値', 'サーバーCPU/件', f'{table.time(self.goal)} 未満'), *self.facts]
        return table.markdown(self.title, rows, [False, True, True, False])

    def as_json(self):
        return {'title': self.title, 'results': [
            {'name': f[0], 'seconds': f[1], 'cpu': f[2], 'goal': f[3]} for f in self.facts]}
