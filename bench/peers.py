"""The servers beside ours: a Django site under gunicorn, and fossil. Each a context manager."""
import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from load import Target
from measure import Failed, environment

PYTHON = '/usr/bin/python3'  # Debian's, which has Django
SITE = Path(__file__).resolve().parent / 'django_site'
CHECK_INS = 40
WAIT_S = 60


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def ask(port, path, cookie=''):
    """(status, text)"""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=WAIT_S)
    try:
        connection.request('GET', path, headers={'Cookie': cookie} if cookie else {})
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


@contextmanager
def running(name, words, port, log, **options):
    """A server that answers on its port."""
    with open(log, 'wb') as out:
        process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=subprocess.STDOUT, **options)
    try:
        until = time.monotonic() + WAIT_S
        while True:
            try:
                ask(port, '/')
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise Failed(f'{name}: {Path(log).read_text()[-2000:]}') from None
                time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(WAIT_S)


class Django:
    """A copy of the city's database, with the tables of Django's sessions and accounts added."""

    def __init__(self, folder, data):
        self.folder, self.port = folder, free_port()
        database = folder / 'django.db'
        shutil.copy(data / 'kageyu.db', database)
        self.env = environment(BENCH_DB=str(database), PYTHONDONTWRITEBYTECODE='1')
        done = subprocess.run([PYTHON, 'prepare.py'], cwd=SITE, env=self.env, capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise Failed(f'Django: {done.stderr[-2000:]}')
        self.cookie = f'sessionid={done.stdout.strip()}'

    def running(self):
        words = ['gunicorn', '--workers', 2, '--bind', f'127.0.0.1:{self.port}',
                 '--log-level', 'warning', 'wsgi']
        return running('Django', words, self.port, self.folder / 'django.log', cwd=SITE,
                       env=self.env)

    def target(self, name, pid, path):
        return Target(name, pid, f'http://127.0.0.1:{self.port}{path}', self.cookie)


class Fossil:
    """A repository with some check-ins, whose timeline everybody may read."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.repository, work = folder / 'city.fossil', folder / 'fossil-work'
        self.env = environment(HOME=str(folder), USER='hotaru', FOSSIL_HOME=str(folder))
        work.mkdir()
        self.fossil(folder, 'new', self.repository)
        self.fossil(work, 'open', self.repository)
        for n in range(CHECK_INS):
            self.fossil(work, 'commit', '--allow-empty', '-m', f'第{n + 1}課の判定を確定した。')
        self.fossil(folder, 'user', 'capabilities', 'nobody', 'ghjorz', '-R', self.repository)

    def fossil(self, folder, *words):
        done = subprocess.run(['fossil', *map(str, words)], cwd=folder, env=self.env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f'fossil {words}: {done.stdout[-1000:]}{done.stderr[-1000:]}')

    def running(self):
        words = ['fossil', 'server', '--localhost', '--port', self.port, self.repository]
        return running('fossil', words, self.port, self.folder / 'fossil.log', env=self.env,
                       cwd=os.fspath(self.folder))

    def target(self, name, pid):
        return Target(name, pid, f'http://127.0.0.1:{self.port}/timeline?n=30&y=ci')
