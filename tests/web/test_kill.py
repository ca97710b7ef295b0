"""kill -9 of the server with writes in flight: what clients were told is stored is there.

Each client owns a judgement and writes a stamp into its comment again and again. A stamp counts as
acknowledged when the redirect has arrived. After the kill each comment holds the last acknowledged
stamp or the one in flight, and verify finds nothing.
"""
import os
import random
import re
import shutil
import signal
import tempfile
import threading
import time
import unittest
from pathlib import Path

import town
from client import PAIRS, Person, Server, hidden, pairs, prepare

# of both databases together; each runs half
ROUNDS = max(2, int(os.environ.get('KAGEYU_KILL_ROUNDS', '200')) // 8)
CLIENTS = 4


class Client:
    """Writes stamps into one judgement until the server is gone."""

    def __init__(self, judgement):
        self.page = f'/audits/R6/judgements/{judgement}'
        self.judgement, self.sent, self.stored = judgement, 0, 0
        self.refused = []

    def run(self, person):
        try:
            while True:
                fields = hidden(person.get(self.page).text, self.page)
                self.sent += 1
                reply = person.post(self.page, pairs([*fields, ('level', '3'),
                                                      ('comment', str(self.sent))]), PAIRS)
                if reply is None:
                    return
                if reply.status != 303:
                    self.refused.append(reply)
                    return
                self.stored = self.sent
        except (OSError, AssertionError, TypeError, AttributeError):
            return  # the server is gone in the middle of something


class TestKill(unittest.TestCase):
    separate, weight = True, 20

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='kageyu-web-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / 'city'
        self.city = town.demo_city(self.data)
        ids = self.city.sql(
            "SELECT j.id FROM judgement j JOIN target t ON t.id = j.target_id "
            "JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id "
            f"WHERE a.code = 'R6' AND t.confirmed_on IS NULL ORDER BY j.id LIMIT {CLIENTS}")
        self.clients = [Client(row[0]) for row in ids]
        self.assertEqual(len(self.clients), CLIENTS)

    def comments(self):
        ids = ', '.join(client.judgement for client in self.clients)
        rows = self.city.sql(f'SELECT id, comment FROM judgement WHERE id IN ({ids})')
        return {row[0]: int(row[1]) for row in rows if re.fullmatch(r'\d+', row[1] or '')}

    def start(self):
        server = Server(self.data)
        person = Person(server)  # one session, as from several tabs
        threads = [threading.Thread(target=client.run, args=(person,)) for client in self.clients]
        for thread in threads:
            thread.start()
        return server, threads

    def wait_for_writes(self, server):
        goal = [client.stored + 1 for client in self.clients]
        while any(client.stored < n for client, n in zip(self.clients, goal)):
            self.assertFalse([c.refused for c in self.clients if c.refused])
            self.assertIsNone(server.process.poll())
            time.sleep(0.001)

    def check(self):
        self.assertFalse([client.refused for client in self.clients if client.refused])
        stored = self.comments()
        for client in self.clients:
            self.assertGreaterEqual(stored[client.judgement], client.stored, 'acknowledged and lost')
            self.assertLessEqual(stored[client.judgement], client.sent)
            # the one in flight may be either
            client.stored = client.sent = stored[client.judgement]

    def end(self, server, threads, number):
        server.signal(number)
        server.process.communicate(timeout=120)
        for thread in threads:
            thread.join()
        return server.process.returncode

    def test_kill(self):
        rng = random.Random(9)
        in_flight = 0
        for number in range(ROUNDS):
            server, threads = self.start()
            self.wait_for_writes(server)
            time.sleep(rng.uniform(0, 0.05))
            self.end(server, threads, signal.SIGKILL)
            in_flight += any(client.sent > client.stored for client in self.clients)
            self.check()
            if number % 10 == 9:
                prepare('verify', self.data)
        prepare('verify', self.data)
        self.assertGreater(in_flight, ROUNDS // 2, 'too few writes were in flight')

    def test_stop(self):
        """SIGTERM: what was begun is finished; nobody is left without an answer in the middle."""
        for _ in range(3):
            server, threads = self.start()
            self.wait_for_writes(server)
            self.assertEqual(self.end(server, threads, signal.SIGTERM), 0)
            self.check()
        prepare('verify', self.data)
