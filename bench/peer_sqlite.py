#!/usr/bin/python3
"""What somebody with Python would write: a CSV into a SQLite table, without any check of the rows.

    peer_sqlite.py CSV DATABASE
"""
import csv
import sqlite3
import sys


def main(source, target):
    db = sqlite3.connect(target, isolation_level=None)
    db.executescript('''
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE judgement (unit_code TEXT, catalog TEXT, no TEXT, level TEXT, comment TEXT,
                                judged_on TEXT, PRIMARY KEY (unit_code, catalog, no));''')
    with open(source, encoding='utf-8-sig', newline='') as f:
        rows = csv.reader(f)
        next(rows)
        db.execute('BEGIN')
        db.executemany('INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?)', rows)
        db.execute('COMMIT')


if __name__ == '__main__':
    main(*sys.argv[1:])
