"""The server under load: a typical page and the matrix beside a Django site and fossil, others
while people sign in, the start, and the memory."""
import statistics
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field

import city
import table
from client import PASSWORD, Person, Server, together
from load import Target, load_all, resident, wrk
from measure import Failed
from peers import Django, Fossil

SECTIONS = 400
VISITED = 30
PAGE, MATRIX = '/audits/R7/visits', '/audits/R6/parts/1/matrix'
CONNECTIONS, SECONDS = 32, 5
MATRIX_CONNECTIONS, MATRIX_SECONDS = 2, 12
PEOPLE = [f'hotaru{n}' for n in range(1, 5)]
READER = 'etsuran'  # who changes nothing: the page of 10 KB that the goal speaks of
STARTS = 4  # times the rounds
TIMES_DJANGO, CPU_S, P99_S, START_S, MEMORY = 20, 80e-6, 0.020, 0.100, 60 * 2**20


def microseconds(seconds):
    return f'{seconds * 1e6:,.0f} µs'


def verdict(text, met):
    return f'{text}：{"達成" if met else "未達"}'


@dataclass
class Loads:
    """Targets, ours first, each with what wrk found. `judge` says what is met, by the name."""
    title: str
    targets: list
    goals: dict = field(default_factory=dict)

    def render(self):
        rate, cpu = self.targets[0].median('rate'), self.targets[0].median('cpu')
        rows = [('何を', '件/秒', 'サーバーCPU/件', '99%点', '1件の大きさ', '件/秒の比', 'CPUの比',
                 '目標')]
        for t in self.targets:
            rows.append((t.name, f'{t.median("rate"):,.1f}', microseconds(t.median('cpu')),
                         table.time(t.median('p99')), f'{t.median("size") / 1000:,.1f} kB',
                         f'{t.median("rate") / rate:.4f}', f'{t.median("cpu") / cpu:.1f}',
                         self.goals.get(t.name, '')))
        return table.markdown(self.title, rows, [False, *[True] * 6, False])

    def as_json(self):
        return {'title': self.title, 'results': [dict(t.as_json(), goals=self.goals.get(t.name))
                                                 for t in self.targets]}


@dataclass
class Facts:
    """Single numbers: (what, as text, goal as text, the number)."""
    title: str
    facts: list

    def render(self):
        rows = [('何を', '値', '目標'), *(fact[:3] for fact in self.facts)]
        return table.markdown(self.title, rows, [False, True, False])

    def as_json(self):
        return {'title': self.title, 'results': [
            {'name': name, 'value': value, 'goal': goal} for name, _, goal, value in self.facts]}


class Web:
    def __init__(self, bench):
        self.bench, self.folder, self.rounds = bench, bench.folder, bench.rounds

    # --- the city

    def account(self, data, login, role='secretariat'):
        self.bench.kageyu('user add', data, login, '蛍', '--role', role)
        self.bench.kageyu('user password', data, login, typed=PASSWORD + '\n')

    def city(self):
        """R6: everybody judged on everything. R7: thirty sections with a visit each."""
        kageyu, codes = self.bench.kageyu, city.unit_codes(SECTIONS)[:VISITED]
        data = self.bench.empty_city('web', sections=SECTIONS)
        kageyu('audit create', data, 'R6', '--fiscal-year', '2024', '--title', '監査報告書')
        kageyu('import', data, 'judgements', city.write_judgements(
            self.folder / 'r6.csv', 2024, sections=SECTIONS), '--audit', 'R6')
        kageyu('audit create', data, 'R7', '--fiscal-year', '2025', '--title', '監査報告書')
        for name, _ in city.CATALOGS.values():
            kageyu('audit scope', data, 'R7', *codes, '--catalog', name)
        kageyu('import', data, 'visits', city.write_visits(self.folder / 'r7.csv', codes),
               '--audit', 'R7')
        for login in ['hotaru', *PEOPLE]:
            self.account(data, login)
        self.account(data, READER, 'reader')
        return data

    # --- side by side

    def target(self, name, server, person, path):
        return Target(name, server.process.pid, server.url.rstrip('/') + path,
                      person.cookie.removeprefix('Cookie: '))

    def check(self, target, text, times):
        """That the page is the one that is meant: it holds `text` so often."""
        request = urllib.request.Request(target.url, headers={'Cookie': target.cookie})
        with urllib.request.urlopen(request, timeout=60) as reply:
            found = reply.read().decode().count(text)
        if found < times:
            raise Failed(f'{target.url}: {text} {found} times, not {times}')

    def page(self, server, person, django, django_pid, fossil, fossil_pid):
        ours = self.target('kageyu：日程（事務局）', server, person, PAGE)
        read = self.target('kageyu：日程（閲覧者）', server, Person(server, READER), PAGE)
        peer = django.target('Django：日程', django_pid, PAGE)
        timeline = fossil.target('fossil：timeline', fossil_pid)
        for target, cells in ((ours, 8), (read, 7), (peer, 8)):
            self.check(target, '<td', VISITED * cells)
        self.check(timeline, '第', VISITED)
        load_all([ours, read, peer, timeline], self.rounds, CONNECTIONS, SECONDS)
        ratio, cpu = ours.median('rate') / peer.median('rate'), read.median('cpu')
        return Loads(f'ふつうのページ（日程{VISITED}件、接続{CONNECTIONS}本）', [ours, read, peer, timeline], {
            read.name: verdict(f'{microseconds(CPU_S)} 以下', cpu <= CPU_S),
            peer.name: verdict(f'kageyuが{TIMES_DJANGO}倍以上（{ratio:.1f}倍）',
                               ratio >= TIMES_DJANGO)})

    def matrix(self, server, person, django, django_pid):
        ours = self.target('kageyu：判定表', server, person, MATRIX)
        peer = django.target('Django：判定表', django_pid, MATRIX)
        for target in (ours, peer):
            self.check(target, '<td', SECTIONS * (len(city.ITEMS) + 1))
        load_all([ours, peer], self.rounds, MATRIX_CONNECTIONS, MATRIX_SECONDS)
        ratio = ours.median('rate') / peer.median('rate')
        return Loads(f'判定表（{SECTIONS}所属×{len(city.ITEMS)}項目、接続{MATRIX_CONNECTIONS}本）',
                     [ours, peer], {peer.name: f'kageyuは{ratio:.1f}倍'})

    # --- signing in meanwhile

    def sign_in_every_second(self, server, end, took):
        while not end.is_set():
            began = time.perf_counter()
            together(len(PEOPLE), lambda n: Person(server, PEOPLE[n]))
            took.append(time.perf_counter() - began)
            end.wait(max(0.0, 1.0 - took[-1]))

    def sign_in(self, server, person):
        alone = self.target('だれもサインインしない', server, person, PAGE)
        beside = self.target('毎秒4人がサインイン', server, person, PAGE)
        took = []
        wrk(alone, CONNECTIONS, 1)
        for _ in range(self.rounds):
            alone.loads.append(wrk(alone, CONNECTIONS, SECONDS))
            end = threading.Event()
            people = threading.Thread(target=self.sign_in_every_second, args=(server, end, took))
            people.start()
            try:
                beside.loads.append(wrk(beside, CONNECTIONS, SECONDS))
            finally:
                end.set()
                people.join()
        met = beside.median('p99') <= P99_S
        return Loads(f'ほかの人のサインイン（4人を待たせた時間の中央値 '
                     f'{table.time(statistics.median(took))}）', [alone, beside],
                     {beside.name: verdict(f'99%点 {table.time(P99_S)} 以下', met)})

    # --- start and memory

    def first_page(self, data, person):
        """Seconds from the start of the program to the last byte of the page."""
        began = time.perf_counter()
        server = Server(data)
        reply = server.get(PAGE, person.cookie)
        seconds = time.perf_counter() - began
        server.stop()
        if reply.status != 200:
            raise Failed(f'{PAGE}: {reply}')
        return seconds

    def facts(self, data, person, after_page, after_all):
        times = [self.first_page(data, person) for _ in range(self.rounds * STARTS + 1)][1:]
        start = statistics.median(times)
        return Facts('起動とメモリ', [
            ('起動から最初のページまで', table.time(start),
             verdict(f'{table.time(START_S)} 未満', start < START_S), start),
            ('同、いちばん速い回', table.time(min(times)), '', min(times)),
            ('常駐メモリ（ふつうのページのあと）', f'{after_page / 2**20:.0f} MB',
             verdict(f'{MEMORY / 2**20:.0f} MB 未満', after_page < MEMORY), after_page),
            ('常駐メモリ（判定表とサインインのあと）', f'{after_all / 2**20:.0f} MB', '', after_all),
        ])

    def all(self):
        print('画面', file=sys.stderr, flush=True)
        data = self.city()
        django, fossil = Django(self.folder, data), Fossil(self.folder)
        server = Server(data)
        try:
            person, pid = Person(server), server.process.pid
            with django.running() as django_pid:
                with fossil.running() as fossil_pid:
                    yield self.page(server, person, django, django_pid, fossil, fossil_pid)
                after_page = resident(pid)
                yield self.matrix(server, person, django, django_pid)
            yield self.sign_in(server, person)
            after_all = resident(pid)
        finally:
            server.stop()
        yield self.facts(data, person, after_page, after_all)
