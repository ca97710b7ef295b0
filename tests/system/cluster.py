"""A private PostgreSQL 15 cluster for one test run: made, used, killed and thrown away.

PostgreSQL refuses to run as root, so as root its programs are started as the user `postgres`.
"""
import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

BIN = '/usr/lib/postgresql/15/bin'
ROLE = 'kageyu'


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Cluster:
    """Listens on 127.0.0.1 only. `durable` keeps fsync on, for the tests that kill the server."""

    def __init__(self, durable):
        self.directory = tempfile.mkdtemp(prefix='kageyu-pg-')
        self.data = os.path.join(self.directory, 'data')
        self.port = free_port()
        self.server = None
        self.durable = durable
        self.owner = {}
        if os.getuid() == 0:
            self.owner = {'user': 'postgres', 'group': 'postgres', 'extra_groups': []}
            shutil.chown(self.directory, 'postgres', 'postgres')
        done = subprocess.run(
            [os.path.join(BIN, 'initdb'), '-D', self.data, '-U', ROLE, '-A', 'trust', '-E', 'UTF8',
             '--locale', 'C', '--no-instructions'], cwd=self.directory, capture_output=True,
            text=True, **self.owner)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        self.start()

    def start(self):
        settings = {'port': self.port, 'listen_addresses': '127.0.0.1', 'max_connections': 60,
                    'unix_socket_directories': self.directory, 'shared_buffers': '64MB',
                    'fsync': 'on' if self.durable else 'off'}
        command = [os.path.join(BIN, 'postgres'), '-D', self.data]
        for key, value in settings.items():
            command += ['-c', f'{key}={value}']
        with open(os.path.join(self.directory, 'log'), 'ab') as log:
            self.server = subprocess.Popen(command, cwd=self.directory, stdout=log, stderr=log,
                                           stdin=subprocess.DEVNULL, **self.owner)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.server.poll() is None:
            if subprocess.run([os.path.join(BIN, 'pg_isready'), '-q', '-h', '127.0.0.1',
                               '-p', str(self.port)]).returncode == 0:
                return
            time.sleep(0.05)
        with open(os.path.join(self.directory, 'log'), encoding='utf-8') as log:
            raise RuntimeError('PostgreSQL does not start:\n' + log.read()[-2000:])

    def kill(self):
        """kill -9 of the server and of all that it started; nobody gets to say goodbye."""
        children = subprocess.run(['ps', '-o', 'pid=', '--ppid', str(self.server.pid)],
                                  capture_output=True, text=True).stdout.split()
        for pid in [self.server.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()
        for pid in map(int, children):
            while running(pid):
                time.sleep(0.01)

    def stop(self):
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def url(self, database='postgres'):
        return f'postgresql://{ROLE}@127.0.0.1:{self.port}/{database}'


def running(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii', errors='replace') as f:
            return f.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except FileNotFoundError:
        return False


# --- SQL, in this process: a psql for each question costs more than the questions

PQ = ctypes.CDLL('libpq.so.5')
for name, result, *arguments in (
        ('PQconnectdb', 'p', 's'), ('PQfinish', None, 'p'), ('PQstatus', 'i', 'p'),
        ('PQerrorMessage', 's', 'p'), ('PQsendQuery', 'i', 'p', 's'), ('PQgetResult', 'p', 'p'),
        ('PQclear', None, 'p'), ('PQresultStatus', 'i', 'p'), ('PQntuples', 'i', 'p'),
        ('PQnfields', 'i', 'p'), ('PQgetisnull', 'i', 'p', 'i', 'i'),
        ('PQgetvalue', 's', 'p', 'i', 'i')):
    kinds = {'p': ctypes.c_void_p, 's': ctypes.c_char_p, 'i': ctypes.c_int, None: None}
    getattr(PQ, name).restype = kinds[result]
    getattr(PQ, name).argtypes = [kinds[kind] for kind in arguments]
DONE = (1, 2)  # PGRES_COMMAND_OK, PGRES_TUPLES_OK


class Session:
    """A connection of our own."""

    def __init__(self, url):
        self.url, self.connection = url, PQ.PQconnectdb(url.encode())
        if not self.alive():
            trouble = self.trouble()
            self.close()
            raise RuntimeError(trouble)

    def alive(self):
        return PQ.PQstatus(self.connection) == 0

    def trouble(self):
        return PQ.PQerrorMessage(self.connection).decode()

    def close(self):
        PQ.PQfinish(self.connection)

    def ask(self, sql):
        """The rows of all statements."""
        rows, trouble = [], None
        if not PQ.PQsendQuery(self.connection, sql.encode()):
            raise RuntimeError(self.trouble())
        while result := PQ.PQgetResult(self.connection):
            if PQ.PQresultStatus(result) not in DONE:
                trouble = self.trouble()
            for row in range(PQ.PQntuples(result)):
                rows.append([None if PQ.PQgetisnull(result, row, column)
                             else PQ.PQgetvalue(result, row, column).decode()
                             for column in range(PQ.PQnfields(result))])
            PQ.PQclear(result)
        if trouble:
            raise RuntimeError(trouble)
        return rows


class Reader:
    """The session of the database that was last read; tests read the same one again and again."""

    def __init__(self):
        self.session, self.lock = None, threading.Lock()

    def close(self):
        if self.session:
            self.session.close()
        self.session = None

    def ask(self, url, sql):
        with self.lock:
            if self.session and self.session.url == url:
                try:
                    return self.session.ask(sql)
                except RuntimeError:
                    if self.session.alive():
                        raise  # else the server was killed meanwhile
            self.close()
            self.session = Session(url)
            return self.session.ask(sql)


reader = Reader()


def psql(url, sql):
    """Runs SQL and returns the rows as lists of texts (None for NULL)."""
    if sql.startswith('SELECT'):
        return reader.ask(url, sql)
    session = Session(url)
    try:
        return session.ask(sql)
    finally:
        session.close()


def make_database(cluster_url, template='template0'):
    """A new database in the cluster of that URL, empty or a copy; returns its own URL."""
    server = cluster_url.rsplit('/', 1)[0]
    name = 'k' + secrets.token_hex(6)
    reader.close()  # nobody may be in a database that is copied
    psql(server + '/postgres', f'CREATE DATABASE {name} TEMPLATE {template};')
    return server + '/' + name
