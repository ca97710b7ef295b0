#!/usr/bin/env python3
"""Two independent readings of the criteria: which items, what the readers get, how far they agree.

    readings.py draw                     the twenty items, one a line
    readings.py sheet                    the empty sheet
    readings.py packet                   the case, item by item, with the text of the criteria
    readings.py rate A.csv B.csv         how many levels are the same, and where they differ

The draw is out of all items that have level texts. It depends on nothing but SEED and the numbers of
the items: those whose hash is smallest are drawn.
"""
import argparse
import csv
import hashlib
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CATALOGS = ["assets", "mynumber", "systems"]
SEED = "勘解由 2026"
DRAWN = 20
ALLOWED = ["5", "4", "3", "2", "1", "na"]
COLUMNS = ["catalog", "no", "level", "reason"]
SHOWN = [("title", "項目名"), ("requirement", "求められる水準"), ("roles", "担当"), ("approver", "承認者"),
         ("interviewee", "面談相手"), ("evidence", "証拠"), ("procedure", "監査手続"), ("attention", "着眼点"),
         ("level5", "レベル5"), ("level4", "レベル4"), ("level3", "レベル3"), ("level2", "レベル2"),
         ("level1", "レベル1")]


def blocks(catalog):
    """The head and the items of a catalogue; each a dict of lists of lines."""
    with open(os.path.join(ROOT, "catalogs", catalog + ".catalog"), encoding="utf-8") as file:
        out = [{}]
        for line in file.read().splitlines():
            if not line:
                out.append({})
            elif line.startswith("  "):
                out[-1][key].append(line[2:])
            elif not line.startswith("#"):
                key, _, value = line.partition(":")
                out[-1][key] = [value.strip()] if value.strip() else []
    return out


def draw():
    every = [(c, item["no"][0]) for c in CATALOGS for item in blocks(c)[1:]]
    by_hash = sorted(every, key=lambda t: hashlib.sha256(f"{SEED}:{t[0]}:{t[1]}".encode()).digest())
    return [t for t in every if t in by_hash[:DRAWN]]


def cases(path):
    """What the auditor saw: text by (catalogue, number); what stands above the first is under None."""
    with open(path, encoding="utf-8") as file:
        parts = re.split(r"^## (\S+) (\S+)\n", file.read(), flags=re.M)
    out = {None: parts[0].strip()}
    for catalog, no, text in zip(parts[1::3], parts[2::3], parts[3::3]):
        out[catalog, no] = text.strip()
    return out


def packet(case):
    said = cases(case)
    out = [said[None].replace("# ", "# 判定の冊子 ", 1), "\n\n## 判定の仕方\n"]
    for judging in sorted({blocks(c)[0]["judging"][0] for c in CATALOGS}):
        out.append(f"\n{judging}\n")
    out.append(f"\nレベルは {'、'.join(ALLOWED)}（対象外）のどれか一つ。理由は、当てはめた文と事実を1、2文で書く。\n")
    for catalog, no in draw():
        item = next(b for b in blocks(catalog)[1:] if b["no"] == [no])
        out.append(f"\n## {catalog} {no}\n\n### 監査項目（{blocks(catalog)[0]['catalog'][0]} {no}）\n\n")
        for key, label in SHOWN:
            if key in item:
                out.append(f"- {label}：" + " ／ ".join(item[key]) + "\n")
        out.append(f"\n### 事例\n\n{said[catalog, no]}\n")
    return "".join(out)


def read_sheet(path):
    """(level, reason) by (catalogue, number); ValueError when it is no complete sheet of the draw."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    out = {(row["catalog"], row["no"]): (row["level"], row["reason"].strip()) for row in rows}
    if len(out) != len(rows) or sorted(out) != sorted(draw()):
        raise ValueError(f"{path}: not the items drawn, each once")
    for key, (level, reason) in out.items():
        if level not in ALLOWED or not reason:
            raise ValueError(f"{path}: {key}: level {level!r} or no reason")
    return out


def rate(path_a, path_b):
    """(items with the same level, items at most one level apart, [(item, level of A, of B)] of the rest)."""
    a, b = read_sheet(path_a), read_sheet(path_b)
    differ = [(key, a[key][0], b[key][0]) for key in draw() if a[key][0] != b[key][0]]
    near = sum(1 for _, x, y in differ if "na" not in (x, y) and abs(int(x) - int(y)) == 1)
    return DRAWN - len(differ), DRAWN - len(differ) + near, differ


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["draw", "sheet", "packet", "rate"])
    parser.add_argument("sheets", nargs="*")
    args = parser.parse_args()
    if args.what == "rate":
        same, near, differ = rate(*args.sheets)
        print(f"{same} of {DRAWN} the same ({100 * same // DRAWN}%), {near} at most one level apart")
        for (catalog, no), a, b in differ:
            print(f"{catalog} {no}: {a} {b}")
    elif args.what == "packet":
        sys.stdout.write(packet(os.path.join(ROOT, "docs", "readings", "case.md")))
    else:
        lines = [",".join(COLUMNS)] if args.what == "sheet" else []
        tail = ",," if args.what == "sheet" else ""
        sep = "," if args.what == "sheet" else " "
        print("\n".join(lines + [f"{c}{sep}{no}{tail}" for c, no in draw()]))


if __name__ == "__main__":
    main()
