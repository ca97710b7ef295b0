#!/usr/bin/python3
"""Runs the tests of the server from outside and counts the cases.

    run.py [NAME…]     NAME as unittest takes it: test_server.TestForms

KAGEYU_BIN names the program (default build/kageyu).
"""
import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
os.environ.setdefault('KAGEYU_BIN', str(HERE.parents[1] / 'build' / 'kageyu'))


class Result(unittest.TextTestResult):
    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main():
    names = sys.argv[1:] or [path.stem for path in sorted(HERE.glob('test_*.py'))]
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Result, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    if not result.passed:
        failed += 1  # nothing was tested
    print(f'{result.passed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
