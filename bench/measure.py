"""Running a command and knowing what it took: time, processor time, memory, and the medians."""
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

GNU_TIME = '/usr/bin/time'


@dataclass
class Run:
    seconds: float
    cpu: float


@dataclass
class Result:
    """All rounds of one command. memory is the peak of its largest process, in bytes."""
    name: str
    runs: list = field(default_factory=list)
    memory: int = 0

    @property
    def seconds(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu(self):
        return statistics.median(run.cpu for run in self.runs)

    @property
    def spread(self):
        times = [run.seconds for run in self.runs]
        return min(times), max(times)

    def as_json(self):
        return {'name': self.name, 'seconds': self.seconds, 'cpu': self.cpu,
                'all_seconds': [run.seconds for run in self.runs], 'memory': self.memory}


class Failed(Exception):
    pass


@dataclass
class Command:
    """What is measured. `before` makes the state that the command changes, in every round."""
    name: str
    words: list
    before: object = None
    env: dict = None
    stdin: Path = None


def environment(**more):
    env = {key: value for key, value in os.environ.items() if not key.startswith('KAGEYU_')}
    env.update(LC_ALL='C.UTF-8', TZ='Asia/Tokyo', **more)
    return env


def start(words, command, log):
    stdin = open(command.stdin, 'rb') if command.stdin else subprocess.DEVNULL
    try:
        return subprocess.Popen(words, env=command.env or environment(), stdin=stdin,
                                stdout=log, stderr=subprocess.STDOUT)
    finally:
        if command.stdin:
            stdin.close()


def run_once(command, words=None):
    """One round, started directly: (status, Run). What it prints goes to a file."""
    words = [str(word) for word in words or command.words]
    if command.before:
        command.before()
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = start(words, command, log)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            said = log.read().decode('utf-8', 'replace')[-2000:]
            raise Failed(f'{command.name}: exit status {process.returncode}\n{said}')
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def peak_memory(command):
    """By GNU time, a small process: a child of ours would begin with our own memory."""
    with tempfile.NamedTemporaryFile('r') as told:
        run_once(command, [GNU_TIME, '-f', '%M', '-o', told.name, *command.words])
        return int(told.read()) * 1024


def measure(commands, rounds):
    """Results of the commands, side by side: each round runs all of them once. The first round
    warms up and measures memory; its time does not count."""
    results = [Result(command.name) for command in commands]
    for command, result in zip(commands, results):
        print(f'  {command.name} …', file=sys.stderr, flush=True)
        result.memory = peak_memory(command)
    for _ in range(rounds):
        for command, result in zip(commands, results):
            result.runs.append(run_once(command))
    return results


def machine():
    with open('/proc/meminfo', encoding='ascii') as f:
        memory = int(f.readline().split()[1]) * 1024
    model = next((line.split(':', 1)[1].strip() for line in open('/proc/cpuinfo', encoding='utf-8')
                  if line.startswith('model name')), platform.machine())
    return {'cores': os.cpu_count(), 'processor': model, 'memory': memory,
            'kernel': platform.release().split('-')[0], 'load': os.getloadavg()[0]}


def version(words):
    """The first line of what a program says of its version."""
    done = subprocess.run(words, capture_output=True, text=True, env=environment())
    return (done.stdout or done.stderr).strip().splitlines()[0]
