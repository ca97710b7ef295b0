#!/usr/bin/python3
"""Runs the suites of `make test` one by one or side by side, and adds up what they found.

    suite.py begin                                 forget earlier results
    suite.py run NAME [--junit FILE] -- COMMAND…   run one suite: one line, the whole log if it fails
    suite.py equal A B                             fail unless both suites had equally many cases
    suite.py summary NAME…                         a line per suite, then "N passed, M failed"

How many cases a suite had is read from its closing lines: "N passed, M failed", unittest's
"Ran N tests", or the JUnit file that meson writes; a command with none of these is one case. The
exit status has the last word: a suite that fails has at least one failure, one that was not run
or ran nothing is a failure. Logs stay in build-test/results. Beside the time on the clock stands
what a suite took of a core: suites run side by side, so only that tells which of them are dear.
"""
import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / 'build-test' / 'results'
SECONDS_MAX = 1800
LOG_LINES_SHOWN = 400


def count_junit(path):
    cases = list(ET.parse(path).getroot().iter('testcase'))
    bad = sum(case.find('failure') is not None or case.find('error') is not None for case in cases)
    skipped = sum(case.find('skipped') is not None for case in cases)
    return len(cases) - bad - skipped, bad, skipped


def count_log(log):
    """(passed, failed, skipped) by the closing lines, or None."""
    closing = re.findall(r'^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$', log, re.M)
    if closing:
        return tuple(int(n or 0) for n in closing[-1])
    ran = re.findall(r'^Ran (\d+) tests? in .*\n\n(?:OK|FAILED)(?: \((.*)\))?$', log, re.M)
    if not ran:
        return None
    total, details = int(ran[-1][0]), dict(re.findall(r'(\w+)=(\d+)', ran[-1][1]))
    bad = sum(int(details.get(word, 0)) for word in ('failures', 'errors', 'successes'))
    skipped = int(details.get('skipped', 0))
    return max(total - bad - skipped, 0), bad, skipped


def run_command(command, log_path):
    """Exit status; 124 when it took too long. The whole process group ends with us."""
    with open(log_path, 'wb') as log:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                 stderr=subprocess.STDOUT, start_new_session=True)
        try:
            return child.wait(timeout=SECONDS_MAX)
        except subprocess.TimeoutExpired:
            log.write(f'\n{command[0]}: stopped after {SECONDS_MAX} seconds\n'.encode())
            return 124
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def run(name, junit, command):
    RESULTS.mkdir(parents=True, exist_ok=True)
    log_path = RESULTS / f'{name}.log'
    began, before = time.monotonic(), os.times()
    if junit:
        junit.unlink(missing_ok=True)
    status = run_command(command, log_path)
    log = log_path.read_text(encoding='utf-8', errors='replace')
    if junit:
        counts = count_junit(junit) if junit.exists() else (0, 0, 0)
    else:
        counts = count_log(log) or (int(status == 0), int(status != 0), 0)
    passed, failed, skipped = counts
    if status != 0 or passed + failed == 0:
        failed = max(failed, 1)
    after = os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])
    result = {'passed': passed, 'failed': failed, 'skipped': skipped,
              'seconds': round(time.monotonic() - began, 1), 'cpu': round(cpu, 1)}
    (RESULTS / f'{name}.json').write_text(json.dumps(result), encoding='utf-8')
    text = line(name, result)
    if failed:
        shown = log.splitlines()[-LOG_LINES_SHOWN:]
        text = '\n'.join([f'--- {name}', *shown, f'--- {name}: exit status {status}, {log_path}',
                          text])
    sys.stdout.write(text + '\n')
    sys.exit(1 if failed else 0)


def load(name):
    return json.loads((RESULTS / f'{name}.json').read_text(encoding='utf-8'))


def equal(names):
    cases = {name: load(name)['passed'] + load(name)['failed'] for name in names}
    print(', '.join(f'{name}: {n} cases' for name, n in cases.items()))
    sys.exit(len(set(cases.values())) != 1)


def line(name, result):
    sign = 'FAIL' if result['failed'] else 'ok'
    counts = f"{result['passed']:6} passed {result['failed']:4} failed"
    skipped = f" {result['skipped']:4} skipped" if result['skipped'] else ''
    times = f"{result['seconds']:6.1f} s {result['cpu']:6.1f} s of a core"
    return f"{sign:<5}{name:<20}{counts}  {times}{skipped}"


def summary(names):
    total = {'passed': 0, 'failed': 0}
    print()
    for name in names:
        try:
            result = load(name)
            print(line(name, result))
        except FileNotFoundError:
            result = {'passed': 0, 'failed': 1}
            print(f'FAIL {name:<20}  not run: what it needs failed')
        for key in total:
            total[key] += result[key]
    print(f"\n{total['passed']} passed, {total['failed']} failed")
    sys.exit(1 if total['failed'] else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest='verb', required=True)
    verbs.add_parser('begin')
    one = verbs.add_parser('run')
    one.add_argument('name')
    one.add_argument('--junit', type=Path)
    one.add_argument('command', nargs='+')
    verbs.add_parser('equal').add_argument('names', nargs=2)
    verbs.add_parser('summary').add_argument('names', nargs='+')
    args = parser.parse_args()
    if args.verb == 'begin':
        for old in RESULTS.glob('*.*'):
            old.unlink()
    elif args.verb == 'run':
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        run(args.name, args.junit, args.command)
    elif args.verb == 'equal':
        equal(args.names)
    else:
        summary(args.names)


if __name__ == '__main__':
    main()
