#!/usr/bin/env python3
"""Turn sql/migrations and sql/queries into one closed, numbered list of statements.

    gen_sql.py OUTDIR MIGRATION... -- QUERY...

Writes OUTDIR/tables.h (a struct per table and its insert, update, delete), OUTDIR/queries.h (a
typed function per query) and OUTDIR/sql.c (texts and layouts as tables). The notation is
described in docs/add-a-query.md and docs/add-a-migration.md. Everything emitted is data or a
one-line typed wrapper; the code that runs it is src/store/statement.c and src/store/table.c.
"""
import hashlib
import os
import re
import sys

# type word -> (SQLite, PostgreSQL, C member, kind)
TYPES = {
    "id": ("INTEGER PRIMARY KEY", "bigint PRIMARY KEY", "int64_t ", "I64"),
    "ref": ("INTEGER", "bigint", "int64_t ", "I64"),
    "i64": ("INTEGER", "bigint", "int64_t ", "I64"),
    "time": ("INTEGER", "bigint", "int64_t ", "I64"),
    "bool": ("INTEGER", "bigint", "bool ", "BOOL"),
    "number": ("INTEGER", "bigint", "const char *", "NUMBER"),
    "text": ("TEXT", 'text COLLATE "C"', "const char *", "TEXT"),
    "date": ("TEXT", 'text COLLATE "C"', "const char *", "TEXT"),
    "blob": ("BLOB", "bytea", "struct blob ", "BLOB"),
}


class Fault(Exception):
    pass


class Column:
    def __init__(self, name, word, nullable):
        if word not in TYPES:
            raise Fault("unknown type %s of %s" % (word, name))
        self.name, self.word, self.nullable = name, word, nullable

    def member(self):
        return "%s%s;" % (TYPES[self.word][2], self.name)

    def layout(self, struct):
        return '{"%s", SQL_%s, %s, offsetof(struct %s, %s)}' % (
            self.name, TYPES[self.word][3], "true" if self.nullable else "false", struct, self.name)


class Table:
    def __init__(self, name, sort):
        self.name, self.domain, self.derived = name, sort == "domain", sort == "derived"
        self.columns, self.key = [], None


def read_columns(table, body, where):
    for line in body.split("\n"):
        line = line.split("--")[0].strip().rstrip(",")
        m = re.match(r"(\w+) @(\w+)(.*)$", line)
        if not m:
            k = re.match(r"PRIMARY KEY \((.*)\)$", line)
            if k:
                table.key = k.group(1)
            continue
        nullable = "NOT NULL" not in m.group(3) and m.group(2) != "id"
        table.columns.append(Column(m.group(1), m.group(2), nullable))
        if m.group(2) == "id":
            table.key = m.group(1)
    if not table.columns:
        raise Fault("%s: table %s has no columns" % (where, table.name))


def append_only(table, key, backend):
    if backend == "sqlite":
        stop = "BEGIN SELECT RAISE(ABORT, '%s is append-only'); END" % table
        return "".join([
            "CREATE TRIGGER %s_no_update BEFORE UPDATE ON %s %s;\n" % (table, table, stop),
            "CREATE TRIGGER %s_no_delete BEFORE DELETE ON %s %s;\n" % (table, table, stop),
            "CREATE TRIGGER %s_no_replace BEFORE INSERT ON %s WHEN EXISTS "
            "(SELECT 1 FROM %s WHERE %s = NEW.%s) %s;\n" % (table, table, table, key, key, stop)])
    return ("CREATE FUNCTION %s_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION '%s is append-only'; END$$;\n"
            "CREATE TRIGGER %s_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s "
            "EXECUTE FUNCTION %s_refuse();\n" % (table, table, table, table, table))


def gram_index(table, backend):
    """Rows found by grams of a text that are separated by blanks: FROM table('gram gram') has all
    of these, FROM table('gram gram AND (gram OR gram)') also one of those, on both.

    PostgreSQL takes reading through all rows for cheap, which it is not (they are taken apart one
    by one), and looks through the newest entries of the index one by one: they are to be few. A
    later migration may name the index again, to have it made as it is now."""
    if backend == "sqlite":
        return "CREATE VIRTUAL TABLE IF NOT EXISTS %s USING fts5(grams, tokenize='ascii', detail=none, columnsize=0);\n" % table
    grams = "string_to_array(t.grams, ' ')"
    return ("CREATE TABLE IF NOT EXISTS %s (rowid bigint PRIMARY KEY, grams text NOT NULL);\n"
            "CREATE INDEX IF NOT EXISTS %s_grams ON %s USING gin (string_to_array(grams, ' '));\n"
            "ALTER INDEX %s_grams SET (gin_pending_list_limit = 256);\n"
            "CREATE OR REPLACE FUNCTION %s(q text) RETURNS TABLE (rowid bigint) LANGUAGE plpgsql STABLE STRICT ROWS 100 "
            "SET enable_seqscan = off AS $$\n"
            "DECLARE every text[] := string_to_array(split_part(q, ' AND (', 1), ' ');\n"
            "one text[] := string_to_array(rtrim(split_part(q, ' AND (', 2), ')'), ' OR ');\n"
            "BEGIN IF one = '{}' THEN RETURN QUERY SELECT t.rowid FROM %s t WHERE %s @> every;\n"
            "ELSE RETURN QUERY SELECT t.rowid FROM %s t WHERE %s @> every AND %s && one;\n"
            "END IF; END$$;\n" % (table, table, table, table, table, table, grams, table, grams, grams))


def number_lists(backend):
    """SELECT value FROM json_each('[1,2]') on both: SQLite has it, PostgreSQL for objects only."""
    if backend == "sqlite":
        return ""
    return ("CREATE OR REPLACE FUNCTION json_each(list text) RETURNS TABLE (value bigint) LANGUAGE sql IMMUTABLE STRICT ROWS 1000 AS "
            "$$SELECT CAST(e AS bigint) FROM json_array_elements_text(CAST(list AS json)) AS e$$;\n")


def expand(text, backend):
    """The migration's text for one database."""
    i = 0 if backend == "sqlite" else 1

    def word(m):
        name, kind = m.group(1), m.group(2)
        check = " CHECK (%s IN (0, 1))" % name if kind == "bool" else ""
        return "%s %s%s" % (name, TYPES[kind][i], check)

    text = re.sub(r"--[^\n]*\n", "\n", text)
    text = re.sub(r"(\w+) @(id|ref|i64|time|bool|number|text|date|blob)\b", word, text)
    text = re.sub(r"@append_only (\w+) \((\w+)\);\n?", lambda m: append_only(m.group(1), m.group(2), backend), text)
    text = re.sub(r"@gram_index (\w+);\n?", lambda m: gram_index(m.group(1), backend), text)
    text = re.sub(r"@number_lists;\n?", lambda m: number_lists(backend), text)
    if backend == "sqlite":
        text = re.sub(r"\n\);", "\n) STRICT;", text)
    return re.sub(r"\n\s*\n+", "\n", text).strip() + "\n"


def read_migrations(paths):
    tables, migrations, number = {}, [], 0
    for path in sorted(paths, key=os.path.basename):
        base = os.path.basename(path)
        text = open(path, encoding="utf-8").read()
        if not re.match(r"\d{4}_", base) or int(base[:4]) <= number:
            raise Fault("%s: expected a number over %04d" % (base, number))
        number = int(base[:4])
        if re.search(r"\b(DROP|DELETE|UPDATE)\b", re.sub(r"--[^\n]*", "", text).replace("ON DELETE", "").replace("ON UPDATE", "")) \
                and not re.search(r"^-- reason: \S", text, re.M):
            raise Fault("%s: a destructive step needs a line '-- reason: ...'" % base)
        for m in re.finditer(r"^(-- table: (domain|system|derived)\n)?CREATE TABLE (\w+) \((.*?)\n\);", text, re.M | re.S):
            if not m.group(2):
                raise Fault("%s: table %s lacks '-- table: domain', 'system' or 'derived'" % (base, m.group(3)))
            t = tables[m.group(3)] = Table(m.group(3), m.group(2))
            read_columns(t, m.group(4), base)
        for m in re.finditer(r"^ALTER TABLE (\w+) ADD COLUMN (\w+) @(\w+)([^;]*);", text, re.M):
            tables[m.group(1)].columns.append(Column(m.group(2), m.group(3), "NOT NULL" not in m.group(4)))
        migrations.append((number, base[:-4], hashlib.sha256(text.encode()).hexdigest(),
                           expand(text, "sqlite"), expand(text, "postgresql")))
    for t in tables.values():
        if t.domain and [c.name for c in t.columns[:2]] != ["id", "rev"]:
            raise Fault("domain table %s must begin with id and rev" % t.name)
    return tables, migrations


# The unit rows at or below those of a code: what stands below another does so while both are valid.
WITHIN = """%s.id IN (WITH RECURSIVE below(id, code, valid_from, valid_to) AS (
    SELECT id, code, valid_from, valid_to FROM unit WHERE code = %s
    UNION SELECT x.id, x.code, x.valid_from, x.valid_to FROM unit x JOIN below b ON x.parent_code = b.code
      AND x.valid_from <= coalesce(b.valid_to, '9999-12-31') AND b.valid_from <= coalesce(x.valid_to, '9999-12-31'))
  SELECT id FROM below)"""
# And what those took over: the rows they are linked to as successors, earlier ones of their codes.
BELOW = """%s.id IN (WITH RECURSIVE below(id, code, valid_from, valid_to) AS (
    SELECT id, code, valid_from, valid_to FROM unit WHERE code = %s
    UNION SELECT x.id, x.code, x.valid_from, x.valid_to
    FROM below b LEFT JOIN unit_succession s ON s.successor_id = b.id JOIN unit x ON x.id = s.unit_id
      OR (x.code = b.code AND x.valid_from < b.valid_from)
      OR (x.parent_code = b.code AND x.valid_from <= coalesce(b.valid_to, '9999-12-31')
        AND b.valid_from <= coalesce(x.valid_to, '9999-12-31')))
  SELECT id FROM below)"""
# A row of unit and what it took over.
BEFORE = """%s.id IN (WITH RECURSIVE before(id, code, valid_from) AS (
    SELECT id, code, valid_from FROM unit WHERE id = %s
    UNION SELECT x.id, x.code, x.valid_from FROM before b LEFT JOIN unit_succession s ON s.successor_id = b.id
      JOIN unit x ON x.id = s.unit_id OR (x.code = b.code AND x.valid_from < b.valid_from))
  SELECT id FROM before)"""
SCOPE = Column("only_below", "text", True)
# Rows that belong to units: a query that reads them says how its reader's reach is kept.
OF_UNITS = re.compile(r"\b(?:FROM|JOIN) (?:unit|unit_succession|target|judgement|visit|evidence|assertion)\b")


class Query:
    def __init__(self, name, kind, row, where):
        self.name, self.kind, self.row, self.where = name, kind, row, where
        self.inputs, self.outputs, self.sql = [], [], ""
        self.scoped = self.unscoped = False

    def layout_struct(self):
        """The struct that the parameters are read from."""
        return self.name + ("_scoped" if self.scoped else "_in")

    def parameters(self):
        return self.inputs + ([SCOPE] if self.scoped else [])


def read_fields(text, where):
    out = []
    for part in text.split(","):
        m = re.match(r"\s*(\w+) (\w+)(\?)?\s*$", part)
        if not m:
            raise Fault("%s: bad field '%s'" % (where, part.strip()))
        out.append(Column(m.group(1), m.group(2), m.group(3) == "?"))
    return out


def read_queries(paths, tables):
    queries, seen = [], set()
    for path in sorted(paths, key=os.path.basename):
        q = None
        for n, line in enumerate(open(path, encoding="utf-8"), 1):
            where = "%s:%d" % (os.path.basename(path), n)
            m = re.match(r"-- name: (\w+) :(one|many|exec)(?: (\w+))?\s*$", line)
            if m:
                q = Query(m.group(1), m.group(2), m.group(3), where)
                if q.name in seen or q.name in tables:
                    raise Fault("%s: name %s is taken" % (where, q.name))
                if q.row and q.row not in tables:
                    raise Fault("%s: no table %s" % (where, q.row))
                seen.add(q.name)
                queries.append(q)
            elif line.startswith("-- in: "):
                q.inputs += read_fields(line[7:], where)
            elif line.startswith("-- out: "):
                q.outputs += read_fields(line[8:], where)
            elif q and re.match(r"-- unscoped: \S", line):
                q.unscoped = True
            elif line.startswith("--") or not line.strip():
                continue
            elif q is None:
                raise Fault("%s: SQL before the first name" % where)
            else:
                q.sql += line
    for q in queries:
        finish_query(q, tables)
    return queries


def finish_query(q, tables):
    def columns(m):
        t, alias = m.group(1), m.group(2) or m.group(1)
        return ", ".join("%s.%s" % (alias, c.name) for c in tables[t].columns)

    def below(m):
        if m.group(2):
            return BELOW % (m.group(1), m.group(2))
        q.scoped = True
        scope = "$%d" % (len(q.inputs) + 1)
        return "(%s IS NULL OR %s)" % (scope, BELOW % (m.group(1), scope))
    q.sql = re.sub(r"@cols\((\w+)(?: (\w+))?\)", columns, q.sql).strip().rstrip(";")
    if OF_UNITS.search(q.sql) and not re.search(r"@(below|within)\(", q.sql) and not q.unscoped:
        raise Fault("%s: reads rows of units: @below(alias), or '-- unscoped: why'" % q.where)
    q.sql = re.sub(r"@below\((\w+)(?:, (\$\d+))?\)", below, q.sql)
    q.sql = re.sub(r"@before\((\w+), (\$\d+)\)", lambda m: BEFORE % m.groups(), q.sql)
    q.sql = re.sub(r"@within\((\w+), (\$\d+)\)", lambda m: WITHIN % m.groups(), q.sql)
    if ";" in q.sql or "now()" in q.sql.lower() or "current_" in q.sql.lower():
        raise Fault("%s: one statement, no clock of the database" % q.where)
    if q.row:
        q.outputs = tables[q.row].columns
    if (q.kind == "exec") == bool(q.outputs):
        raise Fault("%s: :one and :many need outputs, :exec has none" % q.where)
    used = {int(x) for x in re.findall(r"\$(\d+)", q.sql)}
    if used != set(range(1, len(q.parameters()) + 1)):
        raise Fault("%s: placeholders do not match the inputs" % q.where)
    written = re.findall(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", q.sql)
    written = [t for t in written if t != "SET"]
    for t in written:
        if t in tables and tables[t].domain:
            raise Fault("%s: %s is a domain table: write it through its row functions" % (q.where, t))
    q.writes = bool(written)


def table_queries(t):
    """The statements behind a domain table's row functions, and the dump of every table."""
    names = [c.name for c in t.columns]
    out = [("%s__dump" % t.name, "many", [], t.columns,
            "SELECT %s FROM %s ORDER BY %s" % (", ".join(names), t.name, t.key or names[0]), False),
           ("%s__load" % t.name, "exec", t.columns, [],
            "INSERT INTO %s (%s) VALUES (%s)" % (t.name, ", ".join(names), ", ".join("$%d" % i for i in range(1, len(names) + 1))), True)]
    if t.domain:
        sets = ", ".join("%s = $%d" % (n, i) for i, n in enumerate(names, 1) if n != "id")
        out += [("%s__update" % t.name, "exec", t.columns, [],
                 "UPDATE %s SET %s WHERE id = $1" % (t.name, sets), True),
                ("%s__delete" % t.name, "exec", t.columns[:1], [],
                 "DELETE FROM %s WHERE id = $1" % t.name, True),
                ("%s__get" % t.name, "one", t.columns[:1], t.columns,
                 "SELECT %s FROM %s WHERE id = $1" % (", ".join(names), t.name), False)]
    return out


def c_string(s):
    s = s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", '\\n"\n\t\t"')
    return ('"%s"' % s).removesuffix('\n\t\t""')


def emit_tables_h(tables, out):
    w = out.write
    w("/* Made by tools/gen_sql.py from sql/migrations. */\n#ifndef KAGEYU_GEN_TABLES_H\n#define KAGEYU_GEN_TABLES_H\n\n"
      '#include "store/table.h"\n\nenum table_id {\n')
    for t in tables.values():
        w("\tTABLE_%s,\n" % t.name.upper())
    w("\tTABLE__MAX\n};\n")
    for t in tables.values():
        w("\nstruct %s_row {\n%s\n};\n" % (t.name, "\n".join("\t" + c.member() for c in t.columns)))
        if not t.domain:
            continue
        for verb, args, call in (
                ("insert", "struct %s_row *row", "row"),
                ("update", "const struct %s_row *before, struct %s_row *after", "before, after"),
                ("delete", "const struct %s_row *before", "before")):
            w("MUST_USE static inline enum err %s_%s(struct ctx *c, %s)\n{\n\treturn table_%s(c, TABLE_%s, %s);\n}\n"
              % (t.name, verb, args.replace("%s", t.name), verb, t.name.upper(), call))
        w("/* NULL when there is no such row. */\nMUST_USE static inline enum err %s_get(struct ctx *c, int64_t id, struct %s_row **ret)\n"
          "{\n\treturn table_get(c, TABLE_%s, id, (void **)ret);\n}\n" % (t.name, t.name, t.name.upper()))
    w("\n#endif\n")


def emit_queries_h(queries, tables, out):
    w = out.write
    w("/* Made by tools/gen_sql.py from sql/queries. */\n#ifndef KAGEYU_GEN_QUERIES_H\n#define KAGEYU_GEN_QUERIES_H\n\n"
      '#include "gen/tables.h"\n#include "store/statement.h"\n\nenum query_id {\n')
    for q in queries:
        w("\tQUERY_%s,\n" % q.name.upper())
    for t in tables.values():
        for name, *_ in table_queries(t):
            w("\tQUERY_%s,\n" % name.upper())
    w("\tQUERY__MAX\n};\n")
    for q in queries:
        if q.inputs:
            w("\nstruct %s_in {\n%s\n};\n" % (q.name, "\n".join("\t" + c.member() for c in q.inputs)))
        if q.scoped:
            w("\nstruct %s {\n%s\n};\n" % (q.layout_struct(), "\n".join("\t" + c.member() for c in q.parameters())))
        if q.outputs and not q.row:
            w("\nstruct %s_out {\n%s\n};\n" % (q.name, "\n".join("\t" + c.member() for c in q.outputs)))
        row = "struct %s" % (q.row + "_row" if q.row else q.name + "_out")
        arg = ", const struct %s_in *in" % q.name if q.inputs else ""
        given = "&all" if q.scoped else "in" if q.inputs else "NULL"
        body = "{\n"
        if q.scoped:
            body += "\tconst struct %s all = {%s};\n\n" % (
                q.layout_struct(), ", ".join(["in->" + c.name for c in q.inputs] + ["c->only_below"]))
        w("\nMUST_USE static inline enum err q_%s(struct ctx *c%s" % (q.name, arg))
        if q.kind == "exec":
            w(")\n%s\treturn statement_exec(c, QUERY_%s, %s);\n}\n" % (body, q.name.upper(), given))
        elif q.kind == "one":
            w(", %s **ret)\n%s\treturn statement_one(c, QUERY_%s, %s, (void **)ret);\n}\n" % (row, body, q.name.upper(), given))
        else:
            w(", %s **ret, size_t *ret_n)\n%s\treturn statement_many(c, QUERY_%s, %s, (void **)ret, ret_n);\n}\n"
              % (row, body, q.name.upper(), given))
    w("\n#endif\n")


def emit_c(queries, tables, migrations, out):
    w = out.write
    w('/* Made by tools/gen_sql.py. */\n#include "gen/queries.h"\n#include "store/migration.h"\n\n#include <stddef.h>\n\n')
    for t in tables.values():
        w("static const struct sql_column columns_%s[] = {\n%s\n};\n" % (
            t.name, "\n".join("\t%s," % c.layout(t.name + "_row") for c in t.columns)))
    for q in queries:
        for side, cols, struct in (("in", q.parameters(), q.layout_struct()),
                                   ("out", [] if q.row else q.outputs, q.name + "_out")):
            if cols:
                w("static const struct sql_column %s_%s[] = {\n%s\n};\n" % (
                    side, q.name, "\n".join("\t%s," % c.layout(struct) for c in cols)))
    w("\nconst struct sql_statement statements[QUERY__MAX] = {\n")

    def entry(name, kind, text, ins, n_in, outs, n_out, size, writes, domain):
        w('\t{"%s", SQL_%s, %s,\n\t\t%s, %d, %s, %d, %s, %s, %s},\n' % (
            name, kind.upper(), c_string(text), ins, n_in, outs, n_out, size, "true" if writes else "false",
            "true" if writes and domain else "false"))
    for q in queries:
        outs = "columns_" + q.row if q.row else ("out_" + q.name if q.outputs else "NULL")
        size = "sizeof(struct %s)" % (q.row + "_row" if q.row else q.name + "_out") if q.outputs else "0"
        entry(q.name, q.kind, q.sql, "in_" + q.name if q.parameters() else "NULL", len(q.parameters()), outs, len(q.outputs), size, q.writes, False)
    for t in tables.values():
        for name, kind, ins, outs, text, writes in table_queries(t):
            entry(name, kind, text, "columns_" + t.name if ins else "NULL", len(ins),
                  "columns_" + t.name if outs else "NULL", len(outs),
                  "sizeof(struct %s_row)" % t.name if outs else "0", writes, t.domain)
    w("};\nconst size_t n_statements = QUERY__MAX;\n\nconst struct sql_table sql_tables[TABLE__MAX] = {\n")
    for t in tables.values():
        up = t.name.upper()
        w('\t{"%s", %s, %s, columns_%s, %d, sizeof(struct %s_row), QUERY_%s__DUMP, QUERY_%s__LOAD, %s, %s, %s},\n' % (
            t.name, "true" if t.domain else "false", "true" if t.derived else "false", t.name, len(t.columns), t.name, up, up,
            *("QUERY_%s__%s" % (up, v) if t.domain else "-1" for v in ("UPDATE", "DELETE", "GET"))))
    w("};\nconst size_t n_sql_tables = TABLE__MAX;\n")
    # by line, because a C compiler need not take string literals over 4095 characters
    for number, name, digest, lite, pg in migrations:
        for backend, text in (("sqlite", lite), ("postgresql", pg)):
            w("\nstatic const char *const %s_%d[] = {\n%s\n\tNULL};\n" % (
                backend, number, "\n".join("\t%s," % c_string(line + "\n") for line in text.splitlines())))
    w("\nconst struct migration migrations[] = {\n")
    for number, name, digest, lite, pg in migrations:
        w('\t{%d, "%s", "%s",\n\t\tsqlite_%d, postgresql_%d},\n' % (number, name, digest, number, number))
    w("};\nconst size_t n_migrations = %d;\n" % len(migrations))
    w("\nconst char *const sql_below[] = {%s};\n" % ", ".join(c_string(part) for part in BELOW.split("%s")))


def main():
    outdir, rest = sys.argv[1], sys.argv[2:]
    split = rest.index("--")
    try:
        tables, migrations = read_migrations(rest[:split])
        queries = read_queries(rest[split + 1:], tables)
    except Fault as f:
        sys.exit("gen_sql: %s" % f)
    os.makedirs(outdir, exist_ok=True)
    for name, emit in (("tables.h", lambda o: emit_tables_h(tables, o)),
                       ("queries.h", lambda o: emit_queries_h(queries, tables, o)),
                       ("sql.c", lambda o: emit_c(queries, tables, migrations, o))):
        with open(os.path.join(outdir, name), "w", encoding="utf-8") as out:
            emit(out)


if __name__ == "__main__":
    main()
