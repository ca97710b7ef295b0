"""The two independent readings in docs/readings/ (see README.md there).

    /usr/bin/python3 -m unittest tests/test_readings.py
"""
import csv
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import readings  # noqa: E402

FOLDER = os.path.join(ROOT, "docs", "readings")


def path(name):
    return os.path.join(FOLDER, name)


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


if __name__ == "__main__":
    unittest.main()
