"""A server on PostgreSQL that is restarted under it."""
import shutil
import tempfile
import unittest
from pathlib import Path

import cluster
from client import PASSWORD, Person, Server, prepare


class TestLostDatabase(unittest.TestCase):
    def test_comes_back(self):
        database = cluster.Cluster(durable=False)
        self.addCleanup(database.stop)
        folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        data = folder / 'city'
        prepare('init', data, '--database', cluster.make_database(database.url()))
        prepare('user', 'add', data, 'hotaru', '蛍', '--role', 'secretariat')
        prepare('user', 'password', data, 'hotaru', stdin=PASSWORD.encode() + b'\n')
        server = Server(data)
        self.addCleanup(server.stop)
        person = Person(server)
        database.kill()
        with server.connect() as one, server.connect() as other:
            for connection in (one, other):
                self.assertEqual(connection.ask('GET', '/health').status, 503)
                reply = connection.ask('GET', '/self', headers=[person.cookie])
                self.assertEqual(reply.status, 500)
        database.start()
        for _ in range(20):  # all loops and workers, each with a connection of its own
            self.assertEqual(server.get('/health').status, 200)
            self.assertEqual(person.get('/self').status, 200)
        self.assertEqual(Person(server).get('/self').status, 200)
        self.assertEqual(server.stop()[0], 0)

