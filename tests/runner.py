"""Runs the tests of a folder, from outside, on one database and counts the cases.

    run.py [--database sqlite|postgresql] [--jobs N] [NAME…]

NAME is (part of) a test's id, such as test_verify or TestKill.test_importers. PostgreSQL 15 is
started privately and thrown away; it is started for SQLite too, because backups go from one to the
other. KAGEYU_BIN names the program (default build/kageyu), KAGEYU_KILL_ROUNDS the number of kill -9
rounds of both databases together (default 200).
"""
import argparse
import concurrent.futures
import os
import shutil
import signal
import sys
import tempfile
import time
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path.append(str(TESTS / 'system'))


class Collector(unittest.TestResult):
    """Outcomes as plain data, so that they can come back from another process."""

    def __init__(self):
        super().__init__()
        self.outcomes, self.began = [], 0.0

    def startTest(self, test):
        super().startTest(test)
        self.began, self.bad = time.monotonic(), None

    def stopTest(self, test):
        super().stopTest(test)
        seconds = time.monotonic() - self.began
        outcome, text = self.bad or ('passed', '')
        self.outcomes.append((test.id(), outcome, text, seconds))

    def note(self, outcome, text):
        if self.bad is None:
            self.bad = (outcome, text)
        elif self.bad[0] == 'failed':
            self.bad = ('failed', self.bad[1] + '\n' + text)

    def addFailure(self, test, err):
        self.note('failed', self._exc_info_to_string(err, test))

    def addError(self, test, err):
        text = self._exc_info_to_string(err, test)
        if isinstance(test, unittest.TestCase):
            self.note('failed', text)
        else:  # setUpClass and the like
            self.outcomes.append((test.id(), 'failed', text, 0.0))

    def addSkip(self, test, reason):
        self.note('skipped', reason)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.note('failed', f'{subtest}\n' + self._exc_info_to_string(err, test))

    def addExpectedFailure(self, test, err):
        self.note('failed', 'expected failures are not used here')

    def addUnexpectedSuccess(self, test):
        self.note('failed', 'unexpected success')


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def run_some(names):
    """In a worker: the tests of one class, or one test of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    collector = Collector()
    unittest.defaultTestLoader.loadTestsFromNames(names).run(collector)
    return collector.outcomes


def find_tasks(folder, names):
    """Lists of test names that one worker runs together: a class, unless its tests stand alone.
    The long ones come first, so that no core waits at the end."""
    loader = unittest.TestLoader()
    tests = list(flatten(loader.discover(str(folder), top_level_dir=str(folder))))
    if loader.errors:
        sys.exit('\n'.join(loader.errors))
    tasks = {}
    for test in tests:
        if not names or any(name in test.id() for name in names):
            alone = getattr(test, 'separate', False)  # each test in a process of its own
            weight = getattr(test, 'weight', 1)       # roughly how long, against other classes
            key = test.id() if alone else test.id().rpartition('.')[0]
            tasks.setdefault((-weight, key), []).append(test.id())
    return [tasks[key] for key in sorted(tasks)]


def run_all(tasks, jobs):
    pool = concurrent.futures.ProcessPoolExecutor(jobs)
    try:
        waiting = {pool.submit(run_some, names): names for names in tasks}
        for done in concurrent.futures.as_completed(waiting):
            try:
                yield from done.result()
            except Exception as trouble:
                for name in waiting[done]:
                    yield name, 'failed', f'{type(trouble).__name__}: {trouble}', 0.0
    finally:
        pool.shutdown(cancel_futures=True)


def show(outcomes, database, slowest):
    counts = dict.fromkeys(('passed', 'failed', 'skipped'), 0)
    times = []
    for name, outcome, text, seconds in outcomes:
        counts[outcome] += 1
        times.append((seconds, name))
        if outcome != 'passed':
            print(f'{outcome.upper()} {name} ({seconds:.1f} s)\n{text}\n', flush=True)
    for seconds, name in sorted(times, reverse=True)[:slowest]:
        print(f'{seconds:6.1f} s  {name}')
    line = '{passed} passed, {failed} failed, {skipped} skipped'.format(**counts)
    print(f'{database}: {line}')
    print(line)  # as tools/suite.py reads it
    return 1 if counts['failed'] or not counts['passed'] else 0


def main(tests):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--database', choices=('sqlite', 'postgresql'), default='sqlite')
    parser.add_argument('--jobs', type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument('--slowest', type=int, default=5, metavar='N', help='list the N slowest')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    binary = Path(os.environ.get('KAGEYU_BIN', TESTS.parent / 'build' / 'kageyu'))
    if not os.access(binary, os.X_OK):
        sys.exit(f'{binary}: not there; build it or set KAGEYU_BIN')
    folder = tempfile.mkdtemp(prefix='kageyu-test-')
    # a copy, so that a build going on beside does not change what is tested
    os.environ.update(KAGEYU_TEST_DATABASE=args.database, KAGEYU_TEST_TMP=folder,
                      KAGEYU_BUILD=str(binary.resolve().parent),
                      KAGEYU_BIN=shutil.copy2(binary, os.path.join(folder, 'kageyu')))
    import cluster
    server = cluster.Cluster(durable=False)
    try:
        os.environ['KAGEYU_TEST_CLUSTER'] = server.url()
        return show(run_all(find_tasks(tests, args.names), args.jobs), args.database, args.slowest)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

