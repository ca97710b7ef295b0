"""The unit tests of storage and records, which `meson test` runs on SQLite alone, on both databases."""
import collections
import os
import re
import subprocess
from pathlib import Path

import kageyu

BUILD = Path(os.environ['KAGEYU_BUILD'])  # set by run.py


class TestUnits(kageyu.Case):
    def run_both(self, name):
        env = kageyu.environment(KAGEYU_TEST_POSTGRESQL=os.environ['KAGEYU_TEST_CLUSTER'],
                                 CMOCKA_MESSAGE_OUTPUT='TAP')
        done = subprocess.run([BUILD / 'tests' / name], env=env, capture_output=True,
                              text=True, timeout=3 * kageyu.SECONDS_MAX)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        passed = collections.defaultdict(list)
        for database, case in re.findall(r'^ok \d+ - (\w+): (\w+)$', done.stdout, re.M):
            passed[database].append(case)
        self.assertEqual(sorted(passed), ['postgresql', 'sqlite'], done.stdout)
        self.assertEqual(passed['postgresql'], passed['sqlite'])
        plan = re.search(r'^1\.\.(\d+)$', done.stdout, re.M)
        self.assertEqual(int(plan.group(1)), 2 * len(passed['sqlite']))

    def test_store(self):
        self.run_both('test_store')

    def test_record(self):
        self.run_both('test_record')

    def test_rules(self):
        self.run_both('test_rules')

    def test_round(self):
        self.run_both('test_round')
