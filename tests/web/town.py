"""Cities to test on: made once in a run and copied, on the database under test."""
import fcntl
import os
import shutil
from pathlib import Path

import cluster
from client import PASSWORD, prepare
from kageyu import BACKEND, ROOT, Kageyu  # noqa: F401

TMP = Path(os.environ['KAGEYU_TEST_TMP'])  # set by runner.py
ROLES = ('secretariat', 'auditor', 'head', 'reader', 'administrator', 'employee')


def empty_database():
    return cluster.make_database(os.environ['KAGEYU_TEST_CLUSTER']) if BACKEND == 'postgresql' else None


def add_account(data, login, name, role, *options):
    prepare('user', 'add', data, login, name, '--role', role, *options)
    prepare('user', 'password', data, login, stdin=PASSWORD.encode() + b'\n')


def make_empty(data, url):
    prepare('init', data, *(['--database', url] if url else []))
    add_account(data, 'hotaru', '蛍', 'secretariat')


def make_demo(data, url):
    """青葉野区, and a member of the secretariat of ours. The accounts of the roles are the city's."""
    prepare('demo', data, *(['--database', url] if url else []))
    add_account(data, 'hotaru', '蛍', 'secretariat')


def original(name, make, database=empty_database):
    """Made by whoever comes first. Returns (folder, URL of its database)."""
    folder, note = TMP / f'original-{name}', TMP / f'original-{name}.url'
    with open(TMP / f'{name}.lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            url = database()
            make(folder, url)
            note.write_text(url or '')
    return folder, note.read_text() or None


def copy(name, make, data):
    """A city of one's own in the folder `data`."""
    folder, url = original(name, make)
    shutil.copytree(folder, data)
    if not url:
        return Kageyu(data)
    with open(TMP / f'{name}.lock', 'w', encoding='ascii') as lock:  # one copies at a time
        fcntl.flock(lock, fcntl.LOCK_EX)
        own = cluster.make_database(url, url.rpartition('/')[2])
    conf = data / 'kageyu.conf'
    conf.write_text(conf.read_text().replace(url, own))
    return Kageyu(data, own)


def demo_city(data):
    return copy('demo', make_demo, Path(data))


def empty_city(data):
    return copy('empty', make_empty, Path(data))


def state(city):
    """What any accepted change would alter: lengths of the trail, of the logs, of what is signed in."""
    return city.sql('SELECT (SELECT COUNT(*) FROM trail), (SELECT COUNT(*) FROM security_log), '
                    '(SELECT COUNT(*) FROM form_sent), (SELECT COUNT(*) FROM session), '
                    '(SELECT COUNT(*) FROM evidence), (SELECT COUNT(*) FROM credential)')[0]
