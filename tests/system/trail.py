"""The audit trail as an attacker knows it: its rows, its hashes, the heads outside the database.

src/store/trail.h says how a row is hashed; this is a second implementation, for forging.
"""
import hashlib

FIRST = '0' * 64
COLUMNS = ('seq', 'at_us', 'actor', 'cause', 'reason', 'op', 'table_name', 'row_id', 'commitment',
           'prev_hash', 'hash')
NUMBERS = ('seq', 'at_us', 'row_id')
HASHED = ('prev_hash', 'seq', 'at_us', 'actor', 'cause', 'reason', 'op', 'table_name', 'row_id',
          'commitment')


def field(value):
    if value is None:
        return b'-,'
    data = str(value).encode('utf-8')
    return str(len(data)).encode('ascii') + b':' + data + b','


def digest(values):
    return hashlib.blake2b(b''.join(map(field, values)), digest_size=32).hexdigest()


def row_hash(row):
    return digest(row[name] for name in HASHED)


def literal(column, value):
    if value is None:
        return 'NULL'
    return str(value) if column in NUMBERS else "'" + str(value).replace("'", "''") + "'"


def read(kageyu):
    rows = kageyu.sql(f'SELECT {", ".join(COLUMNS)} FROM trail ORDER BY seq;\n')
    return [dict(zip(COLUMNS, row)) for row in rows]


def heads(kageyu):
    """The numbers of the signed rows."""
    text = (kageyu.directory / 'heads.log').read_text(encoding='ascii')
    return [int(line.split()[0]) for line in text.splitlines()]


def unlocked(kageyu, statements):
    """Runs SQL as somebody who may do anything in the database, triggers notwithstanding."""
    script = ';\n'.join(statements) + ';\n'
    if kageyu.url:
        kageyu.sql('SET session_replication_role = replica;\n' + script)
        return
    triggers = kageyu.sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger';\n")
    kageyu.sql(''.join(f'DROP TRIGGER {name};\n' for name, _ in triggers) + script)
    import sqlite3
    db = sqlite3.connect(kageyu.directory / 'kageyu.db')
    for _, text in triggers:
        db.execute(text)
    db.commit()
    db.close()
