"""`verify` finds whatever was altered behind the program's back, and names the first place."""
import random
import re
import shutil
import tempfile
from pathlib import Path

import city
import trail
from kageyu import TAMPERED, Case, Kageyu, run, run_ok


class TestVerify(Case):
    weight = 12

    @classmethod
    def setUpClass(cls):
        """One city for all; every test puts back what it altered."""
        cls.home = Path(tempfile.mkdtemp(prefix='verify-'))
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        helper = cls('test_untouched')
        data = cls.data = Kageyu(cls.home / 'data', helper.empty_url()).init()
        city.full_city(data, cls.home)
        for number in range(3):
            note = cls.home / f'証拠{number}.txt'
            note.write_text(f'照合記録 {number}\n' * 50, encoding='utf-8')
            run_ok('audit', 'evidence', data.directory, city.FULL_AUDIT, '100100', '情報資産チェックリスト',
                   str(number + 1), note, '--date', '2024-11-01')
        run_ok('user', 'add', data.directory, 'sato', '佐藤', '--role', 'auditor')
        cls.rows = trail.read(data)
        cls.rng = random.Random(2024)

    def found(self):
        """The words of a verification that must fail."""
        done = self.data.run('verify')
        self.assertEqual(TAMPERED, done.status, str(done))
        return done.out.decode('utf-8') + done.err

    def assert_names(self, text, *numbers):
        """One of the numbers stands in the message by itself."""
        self.assertTrue(any(re.search(rf'(?<!\d){n}(?!\d)', text) for n in numbers), f'{numbers}: {text}')

    def alter(self, statements, undo):
        trail.unlocked(self.data, statements)
        self.addCleanup(trail.unlocked, self.data, undo)

    def undo_now(self):
        self.doCleanups()
        super().setUp()

    def some_rows(self):
        last = len(self.rows) - 1
        return [self.rows[0], self.rows[last]] + self.rng.sample(self.rows[1:last], 2)

    # --- nothing altered

    def test_untouched(self):
        done = self.data.run('verify')
        self.assertEqual(0, done.status, str(done))
        self.assertEqual(self.rows, trail.read(self.data), 'verify itself writes nothing')
        before = trail.FIRST
        for row in self.rows:  # the second implementation agrees, so the forgeries below are good
            self.assertEqual(before, row['prev_hash'])
            self.assertEqual(row['hash'], trail.row_hash(row))
            before = row['hash']

    def test_json(self):
        done = self.data.ok('verify', '--json').json
        self.assertIsInstance(done, dict)

    # --- the trail

    def other_value(self, column, value):
        if column == 'seq':
            return 10_000_000
        if column in trail.NUMBERS:
            return int(value) + 1
        if column == 'op':
            return 'delete' if value != 'delete' else 'insert'
        if column in ('hash', 'prev_hash', 'commitment'):
            return ('0' if value[0] != '0' else '1') + value[1:]
        return (value or '') + '。'

    def check_column(self, column):
        for row in self.some_rows():
            value = self.other_value(column, row[column])
            at = value if column == 'seq' else row['seq']
            self.alter([f'UPDATE trail SET {column} = {trail.literal(column, value)} WHERE seq = {row["seq"]}'],
                       [f'UPDATE trail SET {column} = {trail.literal(column, row[column])} WHERE seq = {at}'])
            with self.subTest(row=row['seq']):
                self.assert_names(self.found(), row['seq'])
            self.undo_now()
        self.assert_sound(self.data)

    # --- the values beside it

    def check_value_column(self, column):
        for row in self.some_rows():
            (value,) = self.data.sql(f'SELECT {column} FROM trail_value WHERE seq = {row["seq"]};\n')[0]
            new = 'NULL' if value and column != 'salt' else "'{}'"
            self.alter([f'UPDATE trail_value SET {column} = {new} WHERE seq = {row["seq"]}'],
                       [f'UPDATE trail_value SET {column} = {trail.literal(column, value)} WHERE seq = {row["seq"]}'])
            with self.subTest(row=row['seq']):
                self.assert_names(self.found(), row['seq'])
            self.undo_now()

    def test_value_salt(self):
        self.check_value_column('salt')

    def test_value_before(self):
        self.check_value_column('before_image')

    def test_value_after(self):
        self.check_value_column('after_image')

    # --- rows missing, exchanged, cut, forged

    def insert_back(self, rows):
        values = self.data.sql('SELECT seq, salt, before_image, after_image FROM trail_value WHERE seq IN ('
                               + ', '.join(r['seq'] for r in rows) + ');\n')
        undo = ['INSERT INTO trail (' + ', '.join(trail.COLUMNS) + ') VALUES (' +
                ', '.join(trail.literal(name, r[name]) for name in trail.COLUMNS) + ')' for r in rows]
        undo += ['INSERT INTO trail_value (seq, salt, before_image, after_image) VALUES (' +
                 ', '.join([v[0], *(trail.literal('', x) for x in v[1:])]) + ')' for v in values]
        return undo

    def delete_rows(self, rows):
        numbers = ', '.join(r['seq'] for r in rows)
        self.alter([f'DELETE FROM trail WHERE seq IN ({numbers})',
                    f'DELETE FROM trail_value WHERE seq IN ({numbers})'], self.insert_back(rows))

    def test_row_missing(self):
        row = self.rows[len(self.rows) // 2]
        self.delete_rows([row])
        self.assert_names(self.found(), row['seq'])

    def test_first_row_missing(self):
        self.delete_rows(self.rows[:1])
        self.assert_names(self.found(), '1')

    def test_rows_exchanged(self):
        first, second = self.rows[20:22]
        swap = [f'UPDATE trail SET seq = -1 WHERE seq = {first["seq"]}',
                f'UPDATE trail SET seq = {first["seq"]} WHERE seq = {second["seq"]}',
                f'UPDATE trail SET seq = {second["seq"]} WHERE seq = -1']
        self.alter(swap, swap)
        self.assert_names(self.found(), first['seq'])

    def test_tail_cut(self):
        """With the end that the database notes put right as well: the signed heads tell."""
        cut, last = self.rows[-5:], self.rows[-6]
        state = dict(self.data.sql('SELECT key, value FROM state;\n'))
        self.delete_rows(cut)
        self.alter([f"UPDATE state SET value = '{last['seq']}' WHERE key = 'trail_seq'",
                    f"UPDATE state SET value = '{last['hash']}' WHERE key = 'trail_hash'"],
                   [f"UPDATE state SET value = '{state[key]}' WHERE key = '{key}'"
                    for key in ('trail_seq', 'trail_hash')])
        self.assert_names(self.found(), last['seq'], cut[0]['seq'])

    def rehash_from(self, start):
        """The chain from that row on, with another actor and hashes that fit; (statements, undo)."""
        statements, undo = [], []
        before = self.rows[start]['prev_hash']
        for row in self.rows[start:]:
            forged = dict(row, prev_hash=before, actor='somebody')
            forged['hash'] = before = trail.row_hash(forged)
            for target, source in ((statements, forged), (undo, row)):
                target.append('UPDATE trail SET ' + ', '.join(
                    f'{name} = {trail.literal(name, source[name])}' for name in ('actor', 'prev_hash', 'hash')) +
                    f' WHERE seq = {row["seq"]}')
        for target, value in ((statements, before), (undo, self.rows[-1]['hash'])):
            target.append(f"UPDATE state SET value = '{value}' WHERE key = 'trail_hash'")
        return statements, undo

    def check_rehash(self, start):
        self.alter(*self.rehash_from(start))
        first = int(self.rows[start]['seq'])
        signed = min(head for head in trail.heads(self.data) if head >= first)
        self.assert_names(self.found(), *range(first, signed + 1))

    def test_rehash_from_the_first(self):
        self.check_rehash(0)

    def test_rehash_from_the_middle(self):
        self.check_rehash(len(self.rows) // 2)

    def test_rehash_of_the_last(self):
        self.check_rehash(len(self.rows) - 1)

    def heads_file(self):
        file = self.data.directory / 'heads.log'
        text = file.read_bytes()
        self.addCleanup(file.write_bytes, text)
        return file, text

    def test_heads_missing(self):
        file, _ = self.heads_file()
        file.unlink()
        self.assertIn('heads.log', self.found())

    def test_head_forged(self):
        file, text = self.heads_file()
        lines = text.decode('ascii').splitlines()
        number = len(lines) // 2
        words = lines[number].split()
        words[1] = '0' * 64
        lines[number] = ' '.join(words)
        file.write_text('\n'.join(lines) + '\n', encoding='ascii')
        self.assert_names(self.found(), number + 1)

    def test_heads_emptied(self):
        file, _ = self.heads_file()
        file.write_text('')
        self.assertIn('heads.log', self.found())

    def test_copy_of_the_heads(self):
        """Somebody forges the chain and cuts heads.log too; a copy kept elsewhere still tells."""
        file, text = self.heads_file()
        copy = self.file('copy.log')
        copy.write_bytes(text)
        start = len(self.rows) // 2
        self.alter(*self.rehash_from(start))
        first = int(self.rows[start]['seq'])
        kept = [line for line in text.splitlines() if int(line.split()[0]) < first]
        file.write_bytes(b'\n'.join(kept) + b'\n')
        done = self.data.run('verify', '--heads', copy)
        self.assertEqual(TAMPERED, done.status, str(done))

    # --- the city's data

    def test_row_deleted(self):
        (row,) = self.data.sql('SELECT max(id) FROM visit;\n')
        columns = self.types()['visit']
        (values,) = self.data.sql(f'SELECT {", ".join(columns)} FROM visit WHERE id = {row[0]};\n')
        self.alter([f'DELETE FROM visit WHERE id = {row[0]}'],
                   [f'INSERT INTO visit ({", ".join(columns)}) VALUES (' +
                    ', '.join(self.literal(v) for v in values) + ')'])
        text = self.found()
        self.assertIn('visit', text)
        self.assert_names(text, row[0])

    def test_row_added(self):
        self.alter(["INSERT INTO setting (id, rev, key, value) VALUES (4711, 1, 'x', 'y')"],
                   ['DELETE FROM setting WHERE id = 4711'])
        text = self.found()
        self.assertIn('setting', text)
        self.assert_names(text, '4711')

    def test_row_and_its_event_altered(self):
        """Row and recorded value changed alike: the commitment does not fit."""
        (row, name) = self.data.sql('SELECT id, name FROM unit ORDER BY id LIMIT 1;\n')[0]
        seq = max((int(r['seq']) for r in self.rows if r['table_name'] == 'unit' and r['row_id'] == row))
        self.alter([f"UPDATE unit SET name = '別名' WHERE id = {row}",
                    f"UPDATE trail_value SET after_image = replace(after_image, '{name}', '別名') WHERE seq = {seq}"],
                   [f"UPDATE unit SET name = '{name}' WHERE id = {row}",
                    f"UPDATE trail_value SET after_image = replace(after_image, '別名', '{name}') WHERE seq = {seq}"])
        self.assert_names(self.found(), seq)

    def types(self):
        """{table: {column: type}} of the whole database, columns in their order."""
        rows = self.data.sql(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY table_name, ordinal_position;\n" if self.data.url else
            "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c "
            "WHERE m.type = 'table' ORDER BY m.name, c.cid;\n")
        types = {}
        for table, column, kind in rows:
            types.setdefault(table, {})[column] = kind.upper()
        return types

    @staticmethod
    def literal(value):
        return 'NULL' if value is None else "'" + value.replace("'", "''") + "'"

    def test_every_column_of_every_table(self):
        """One cell of each column of each table of the city's data, altered directly."""
        tables = sorted({row['table_name'] for row in self.rows})
        self.assertGreater(len(tables), 12)
        checked = 0
        for table in tables:
            types = self.types()[table]
            rows = self.data.sql(f'SELECT {", ".join(types)} FROM {table} ORDER BY id;\n')
            for column in types:
                if column == 'id':
                    continue
                row = dict(zip(types, self.rng.choice(rows)))
                self.alter_cell(table, column, types[column], row)
                with self.subTest(table=table, column=column):
                    text = self.found()
                    self.assertIn(table, text)
                    self.assertIn(column, text)
                    self.assert_names(text, row['id'])
                    checked += 1
                self.undo_now()
        self.assertGreater(checked, 80)
        self.assert_sound(self.data)

    def alter_cell(self, table, column, kind, row):
        value = row[column]
        if kind == 'TEXT':
            new = self.literal((value or '') + '．')
        elif value in ('0', '1'):  # flags hold nothing else
            new = str(1 - int(value))
        else:
            new = str(int(value or 0) + 1_000_003)
        self.alter([f'UPDATE {table} SET {column} = {new} WHERE id = {row["id"]}'],
                   [f'UPDATE {table} SET {column} = {self.literal(value)} WHERE id = {row["id"]}'])

    # --- evidence

    def evidence_file(self):
        files = sorted(p for p in (self.data.directory / 'evidence').rglob('*') if p.is_file())
        self.assertEqual(3, len(files))
        file = files[1]
        data = file.read_bytes()
        mode = file.stat().st_mode

        def put_back():
            file.unlink(missing_ok=True)
            file.write_bytes(data)
            file.chmod(mode)
        self.addCleanup(put_back)
        digest = next(d for (d,) in self.data.sql('SELECT digest FROM evidence;\n')
                      if d in str(file) or d == str(file.relative_to(self.data.directory / 'evidence')).replace('/', ''))
        return file, data, digest

    def test_evidence_byte(self):
        file, data, digest = self.evidence_file()
        file.chmod(0o600)
        place = len(data) // 2
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
        self.assertIn(digest, self.found())

    def test_evidence_missing(self):
        file, _, digest = self.evidence_file()
        file.unlink()
        self.assertIn(digest, self.found())


def add_column(name):
    def test(self):
        self.check_column(name)
    setattr(TestVerify, f'test_column_{name}', test)


for _column in trail.COLUMNS:
    add_column(_column)


class TestVerifyBasics(Case):
    def test_new_installation(self):
        self.assert_sound(self.new())

    def test_another_key(self):
        """The heads of another installation are not ours."""
        first, second = self.new('first'), self.new('second')
        shutil.copy(first.directory / 'heads.log', second.directory / 'heads.log')
        self.assertEqual(TAMPERED, run('verify', second.directory).status)
