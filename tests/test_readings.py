"""The two independent readings in docs/readings/ (see README.md there).

    /usr/bin/python3 -m unittest tests/test_readings.py
"""
import csv
import os
import re
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import readings  # noqa: E402

FOLDER = os.path.join(ROOT, "docs", "readings")


def path(name):
    return os.path.join(FOLDER, name)


def read(name):
    with open(path(name), encoding="utf-8") as file:
        return file.read()


class Preparation(unittest.TestCase):
    def test_draw(self):
        drawn = readings.draw()
        self.assertEqual(len(set(drawn)), 20)
        self.assertEqual({c for c, _ in drawn}, {"assets", "mynumber", "systems"})
        for catalog, no in drawn:
            self.assertTrue(all(f"level{k}" in item for item in readings.blocks(catalog)[1:]
                                if item["no"] == [no] for k in "12345"))

    def test_case(self):
        said = readings.cases(path("case.md"))
        said.pop(None)
        self.assertEqual(list(said), readings.draw())
        for key, text in said.items():
            with self.subTest(key):
                self.assertTrue(3 <= text.count("。") <= 12)
                self.assertNotRegex(text, "レベル|適合|模範|注意事項")

    def test_empty_sheet(self):
        with open(path("sheet.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        self.assertEqual(rows, [readings.COLUMNS] + [[c, no, "", ""] for c, no in readings.draw()])

    def test_packet(self):
        """What both got: the case of each item, word by word, and its level texts as they were then."""
        told = read("packet.md")
        said = readings.cases(path("case.md"))
        for key in readings.draw():
            self.assertIn(said[key], told)
        self.assertEqual(told.count("- レベル5："), 20)


class Result(unittest.TestCase):
    def setUp(self):
        self.same, self.near, self.differ = readings.rate(path("reader-a.csv"), path("reader-b.csv"))

    def test_rate_is_stated(self):
        self.assertEqual(self.same + len(self.differ), 20)
        self.assertIn(f"一致：20項目のうち{self.same}項目（{5 * self.same}%）", read("README.md"))
        self.assertIn(f"1レベル以内の違い：20項目のうち{self.near}項目", read("README.md"))

    def test_sheets_are_two(self):
        a, b = (readings.read_sheet(path(f"reader-{k}.csv")) for k in "ab")
        self.assertFalse([key for key in a if a[key][1] == b[key][1]])

    def test_what_differed_was_reworded(self):
        rows = re.findall(r"^\| (\w+) (\w+) \| (\w+) \| (\w+) \| (.+) \| (.+) \|$", read("README.md"), re.M)
        self.assertEqual([((c, no), a, b) for c, no, a, b, _, _ in rows], self.differ)
        for (catalog, no), _, _ in self.differ:
            then = read("packet.md").split(f"\n## {catalog} {no}\n")[1].split("\n### 事例")[0]
            now = next(item for item in readings.blocks(catalog)[1:] if item["no"] == [no])
            self.assertTrue([k for k in "12345" if f"- レベル{k}：{now['level' + k][0]}\n" not in then + "\n"],
                            f"{catalog} {no}: the level texts are those that were read")
            self.assertGreater(int(readings.blocks(catalog)[0]["version"][0]), 1)

    def test_sheets_that_are_none(self):
        with open(path("reader-a.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        for spoilt in (rows[:-1], rows + rows[-1:], [r if i else r[:2] + ["x", "y"] for i, r in enumerate(rows)],
                       rows[:1] + [[r[0], r[1], "6", "z"] for r in rows[1:]],
                       rows[:1] + [[r[0], r[1], "4", " "] for r in rows[1:]]):
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as file:
                csv.writer(file).writerows(spoilt)
                file.flush()
                self.assertRaises((ValueError, KeyError), readings.read_sheet, file.name)


if __name__ == "__main__":
    unittest.main()
