"""Loading a server with wrk, and what the server's processes spent meanwhile."""
import json
import os
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from measure import Failed, environment

SCRIPT = Path(__file__).resolve().parent / 'wrk.lua'
TICK = os.sysconf('SC_CLK_TCK')
PAGE = os.sysconf('SC_PAGE_SIZE')


@dataclass
class Load:
    """One run of wrk: requests in a second, seconds of the server's processors for one, 99th
    percentile in seconds, bytes of a reply with its head."""
    rate: float
    cpu: float
    p99: float
    size: float


@dataclass
class Target:
    """A page of a running server; pid is its first process, cookie what signs the client in."""
    name: str
    pid: int
    url: str
    cookie: str = ''
    loads: list = field(default_factory=list)

    def median(self, what):
        return statistics.median(getattr(load, what) for load in self.loads)

    def as_json(self):
        return {'name': self.name, 'loads': [vars(load) for load in self.loads]}


def stat(pid):
    """The fields of /proc/PID/stat after the name, from the state on."""
    return Path(f'/proc/{pid}/stat').read_text(encoding='ascii').rpartition(') ')[2].split()


def tree(pid):
    """A process and its children; they may end meanwhile."""
    found = [pid]
    for folder in Path('/proc').iterdir():
        try:
            if folder.name.isdigit() and int(stat(folder.name)[1]) == pid:
                found += tree(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def spent(pid):
    """Seconds of processor time, with children that ended and those that still run."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = stat(one)
        except (FileNotFoundError, ProcessLookupError):
            continue
        ticks += sum(int(fields[k]) for k in range(11, 15))
    return ticks / TICK


def resident(pid):
    """Bytes, shared ones counted in each process."""
    return sum(int(Path(f'/proc/{one}/statm').read_text(encoding='ascii').split()[1]) * PAGE
               for one in tree(pid))


def wrk(target, connections, seconds):
    words = ['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--timeout', '30s',
             '-s', str(SCRIPT)]
    if target.cookie:
        words += ['-H', f'Cookie: {target.cookie}']
    before = spent(target.pid)
    done = subprocess.run([*words, target.url], capture_output=True, text=True, check=False,
                          env=environment())
    cpu = spent(target.pid) - before
    if done.returncode != 0:
        raise Failed(f'{target.name}: {done.stdout}{done.stderr}')
    told = json.loads(done.stdout.strip().splitlines()[-1])
    n = told['requests']
    if told['failed'] or not n:
        raise Failed(f'{target.name}: {told}')
    return Load(n / (told['us'] / 1e6), cpu / n, told['p99'] / 1e6, told['bytes'] / n)


def load_all(targets, rounds, connections, seconds):
    """Side by side: each round loads every target once, after a round to warm up."""
    for target in targets:
        wrk(target, connections, seconds)
    for _ in range(rounds):
        for target in targets:
            target.loads.append(wrk(target, connections, seconds))
