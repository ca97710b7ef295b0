#!/usr/bin/python3
"""Runs the tests of the server and its pages; see tests/runner.py."""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import runner  # noqa: E402

if __name__ == '__main__':
    sys.exit(runner.main(HERE))
