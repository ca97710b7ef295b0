"""What docs/catalogs.md promises of catalogs/, proved with a parser of its own.

    /usr/bin/python3 -m unittest tests/test_catalogs.py
"""
import csv
import io
import os
import re
import sys
import unittest

import openpyxl

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import seed_runs  # noqa: E402

CATALOGS = os.path.join(ROOT, "catalogs")
GOLDEN = os.path.join(ROOT, "tests", "golden")
WITH_LEVELS = {"assets": 11, "mynumber": 7, "systems": 10}
WITHOUT_LEVELS = {"mandatory-110": 110, "supplement": 15}
SIZES = {**WITH_LEVELS, **WITHOUT_LEVELS}
FORMS = {"self-staff": 15, "self-head": 20, "survey-section": None, "survey-system": None, "census-system": None}

HEAD_REQUIRED = ["catalog", "short", "subject", "title", "catalog_en", "subject_en", "language", "version",
                 "items", "source", "notice"]
HEAD_KEYS = HEAD_REQUIRED + ["judging"]
ITEM_REQUIRED = ["no", "heading1", "heading1_en", "title", "title_en", "requirement", "mandatory", "roles",
                 "interviewee", "evidence", "procedure", "target_kinds", "methods"]
LEVELS = ["level5", "level4", "level3", "level2", "level1"]
ITEM_KEYS = ITEM_REQUIRED + ["heading2", "heading2_en", "heading3", "heading3_en", "internal", "respondent",
                             "approver", "attention", "contradictions", "clause", "jis", "references", "remarks",
                             "supplied"] + LEVELS
TARGET_KINDS = {"organisation", "section", "system", "facility", "contractor"}
METHODS = {"document", "interview", "visit", "data"}
ASSERTS = {"met", "partly", "not", "na", "unknown"}
QUESTIONS = {"select_one", "select_multiple", "integer", "text", "date"}
SURVEY_COLUMNS = ["type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
                  "items", "assert", "aspect"]
CHOICES_COLUMNS = ["list_name", "name", "label"]
SETTINGS_COLUMNS = ["form_title", "form_id", "version", "default_language", "target", "respondent", "minutes",
                    "source", "notice"]


class FormatError(Exception):
    pass


def parse(text):
    """The blocks of a .catalog file, each a dict of lists of lines; the first one is the head."""
    if text.startswith("\ufeff") or not text.endswith("\n") or "\r" in text or "\t" in text:
        raise FormatError("byte order mark, carriage return, tab or no line end")
    blocks, block, key = [], {}, None
    for number, line in enumerate(text[:-1].split("\n"), 1):
        if line == "":
            if not block:
                raise FormatError(f"{number}: blank line without a block before it")
            blocks.append(block)
            block, key = {}, None
        elif line.startswith("# "):
            key = None
        elif line.startswith("  "):
            if key is None or line[2:] != line[2:].strip() or line == "  ":
                raise FormatError(f"{number}: a line of no value")
            block[key].append(line[2:])
        else:
            m = re.fullmatch(r"([a-z0-9_]+):(?: (\S|\S.*\S))?", line)
            if not m or m.group(1) in block:
                raise FormatError(f"{number}: no field, or one repeated")
            key = m.group(1)
            known = ITEM_KEYS if blocks else HEAD_KEYS
            if key not in known or (blocks and not block and key != "no"):
                raise FormatError(f"{number}: unknown or misplaced key {key}")
            block[key] = [m.group(2)] if m.group(2) else []
    if not block:
        raise FormatError("ends with a blank line")
    blocks.append(block)
    for i, b in enumerate(blocks):
        missing = [k for k in (ITEM_REQUIRED if i else HEAD_REQUIRED) if k not in b]
        empty = [k for k, v in b.items() if not v]
        if missing or empty:
            raise FormatError(f"block {i}: missing {missing}, empty {empty}")
    return blocks


def read(name):
    with open(os.path.join(CATALOGS, name), encoding="utf-8", newline="") as file:
        return file.read()


def read_csv(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CATALOG = {name: parse(read(name + ".catalog")) for name in SIZES}
SURVEY = {name: {sheet: read_csv(CATALOGS, name, sheet + ".csv") for sheet in ("survey", "choices", "settings")}
          for name in FORMS}
TIES = {f"{blocks[0]['catalog'][0]} {item['no'][0]}" for blocks in CATALOG.values() for item in blocks[1:]}
TERMS = {row["ja"]: row["en"] for row in read_csv(CATALOGS, "terms.csv")}
GOLDEN_ITEMS = read_csv(GOLDEN, "meguro2010-mandatory-items", "table.csv")


def items(name):
    return CATALOG[name][1:]


def questions(name):
    return [row for row in SURVEY[name]["survey"] if row["type"].split()[0] in QUESTIONS]


def role_list(text):
    return [part.replace("当該情報システムを管理する", "") for part in re.split("及び|又は|、", text) if part]


class Format(unittest.TestCase):
    def test_refused(self):
        head = "".join(f"{k}: x\n" for k in HEAD_REQUIRED)
        item = "".join(f"{k}: x\n" for k in ITEM_REQUIRED)
        self.assertEqual(len(parse(head + "\n" + item)), 2)
        for bad in (head, "\n\n".join([head, item]), head.replace("short", "shorter"), head + "short: y\n",
                    head + "\n" + item.replace("no: x", "no:"), head + "\n" + item.replace("title: x\n", ""),
                    head + "\n" + item.replace("no: x\n", "").replace("mandatory: x", "no: x\nmandatory: x"),
                    "\ufeff" + head, head + "\tx\n", head.replace("x\n", "x \n"), head + "  \n",
                    "# note\n  more\n" + head, head + "\n" + item + "\n", (head + "\n" + item)[:-1]):
            with self.subTest(bad=bad[:40]):
                if bad == head:
                    self.assertEqual(len(parse(bad)), 1)
                else:
                    self.assertRaises(FormatError, parse, bad)

    def test_head(self):
        for name, size in SIZES.items():
            with self.subTest(name):
                head = CATALOG[name][0]
                self.assertEqual(int(head["items"][0]), size)
                self.assertEqual(len(items(name)), size)
                self.assertEqual(head["language"], ["ja"])
                self.assertIn("公式の文書ではない", head["notice"][0])
                self.assertIn("書き下ろした", head["source"][0])
                self.assertIn("judging", head)
        self.assertEqual([CATALOG[n][0]["short"][0] for n in WITH_LEVELS], ["情報", "マイナ", "シス"])

    def test_every_file_is_known(self):
        known = {name + ".catalog" for name in SIZES} | set(FORMS)
        known |= {"baseline.csv", "classes.csv", "sources.csv", "terms.csv"}
        self.assertEqual(set(os.listdir(CATALOGS)), known | {"README.md"})
        about = read("README.md")  # where each comes from, and that none is official
        self.assertIn("どれも公式の文書ではありません", about)
        told = [name.rstrip("/") for row in re.findall(r"^\| (`.*`) \| .{5,} \|$", about, re.M)
                for name in re.findall("`([^`]*)`", row)]
        self.assertEqual(sorted(told), sorted(known))


class Items(unittest.TestCase):
    def each(self):
        for name in SIZES:
            for item in items(name):
                yield name, item

    def test_numbers(self):
        for name in SIZES:
            numbers = [item["no"][0] for item in items(name)]
            self.assertEqual(len(numbers), len(set(numbers)), name)
        for name in [*WITH_LEVELS, "mandatory-110"]:
            self.assertEqual([item["no"][0] for item in items(name)], [str(i + 1) for i in range(SIZES[name])])

    def test_every_field(self):
        for name, item in self.each():
            with self.subTest(name, no=item["no"][0]):
                self.assertTrue(set(item["target_kinds"]) <= TARGET_KINDS)
                self.assertTrue(set(item["methods"]) <= METHODS)
                self.assertIn(item["mandatory"][0], ("yes", "no"))
                self.assertTrue(item["evidence"] and all(len(e) >= 2 for e in item["evidence"]))
                self.assertTrue(item["procedure"] and item["attention"] and item["contradictions"])
                for key in ("requirement", "title", "title_en", "mandatory"):
                    self.assertEqual(len(item[key]), 1)
                for key in ("roles", "evidence", "methods", "target_kinds", "procedure", "contradictions"):
                    self.assertEqual(len(item[key]), len(set(item[key])), key)

    def test_sentences(self):
        for name, item in self.each():
            with self.subTest(name, no=item["no"][0]):
                self.assertEqual(item["requirement"][0].count("。"), 1)
                self.assertLessEqual(len(item["requirement"][0]), 100)
                for text in item["requirement"] + item["procedure"] + item["attention"]:
                    self.assertTrue(text.endswith("。"), text)
                self.assertGreaterEqual(len(item["procedure"]), 2)

    def test_method_and_procedure_agree(self):
        """An item that a visit can show has a step in which something is seen."""
        for name, item in self.each():
            with self.subTest(name, no=item["no"][0]):
                steps = "".join(item["procedure"])
                if "visit" in item["methods"]:
                    self.assertRegex(steps, "見|現地|数え|試|引き|開け|実演")
                if "interview" in item["methods"]:
                    self.assertTrue(item["interviewee"])

    def test_contradictions_name_a_known_source(self):
        known = {row["name"] for row in read_csv(CATALOGS, "sources.csv")}
        used = set()
        for name, item in self.each():
            for line in item["contradictions"]:
                source, colon, fact = line.partition("：")
                self.assertTrue(colon and fact, line)
                self.assertIn(source, known, f"{name} {item['no'][0]}")
                used.add(source)
        self.assertEqual(used, known)

    def test_references_resolve(self):
        names = tuple(blocks[0]["catalog"][0] + " " for blocks in CATALOG.values())
        for name, item in self.each():
            for line in item.get("references", []):
                if line.startswith(names):
                    self.assertIn(line, TIES, f"{name} {item['no'][0]}")
                else:
                    self.assertRegex(line, r"^(JIS Q 27002:2024 \d\.\d+$|特定個人情報ガイドライン )")

    def test_levels(self):
        for name, item in self.each():
            with self.subTest(name, no=item["no"][0]):
                texts = [item[level][0] for level in LEVELS if level in item]
                self.assertEqual(len(texts), 5 if name in WITH_LEVELS else 0)
                self.assertEqual(len(set(texts)), len(texts))
                if texts:
                    self.assertIn("加えて", texts[0])  # 5 is 4 and more

    def test_internal(self):
        self.assertEqual([item["no"][0] for item in items("mynumber") if item["internal"] == ["yes"]], ["3", "4", "6"])


class Mandatory(unittest.TestCase):
    """The printed table, where it has a value; where it has none, 補 with the reason."""

    def pairs(self):
        self.assertEqual(len(GOLDEN_ITEMS), len(items("mandatory-110")))
        for item, golden in zip(items("mandatory-110"), GOLDEN_ITEMS):
            with self.subTest(no=golden["no"]):
                reasons = {}
                for line in item.get("supplied", []):
                    key, _, reason = line.partition("：")
                    self.assertTrue(reason.endswith("。"), line)
                    reasons[key] = reason
                yield item, golden, reasons

    def equal_or_supplied(self, key, ours, printed, reasons):
        if printed:
            self.assertEqual(ours, printed)
        else:
            self.assertTrue(ours)
        self.assertEqual(key in reasons, not printed)

    def test_numbers_titles_evidence(self):
        for item, golden, _ in self.pairs():
            self.assertEqual(item["no"], [golden["no"]])
            self.assertEqual(item["title"], [golden["title"]])
            self.assertEqual(item["evidence"], golden["evidence"].split("|"))
            self.assertEqual(item["mandatory"], ["yes"])

    def test_clauses_and_jis(self):
        for item, golden, reasons in self.pairs():
            self.equal_or_supplied("clause", item["clause"][0], golden["guideline_clause"], reasons)
            self.equal_or_supplied("jis", item["jis"], [n for n in golden["jis_q_27002"].split("|") if n], reasons)

    def test_roles(self):
        for item, golden, reasons in self.pairs():
            self.equal_or_supplied("roles", item["roles"], role_list(golden["responsible_role"]), reasons)
            self.assertEqual(item.get("approver", []), role_list(golden["approver_role"]))
            self.assertEqual(item["interviewee"], role_list(golden["interviewed_role"]))
            if item["respondent"][0] not in item["interviewee"]:
                self.assertIn("respondent", reasons)

    def test_headings(self):
        for item, golden, reasons in self.pairs():
            ours = [(key, line) for key in ("heading1", "heading2", "heading3") for line in item.get(key, [])]
            printed = golden["area_path"].split(" > ")
            self.assertEqual(len(ours), len(printed))
            named = set()
            for (key, line), part in zip(ours, printed):
                if re.fullmatch(r"\d+\.\d+\.|\(\d+\)", part):  # number only
                    self.assertTrue(line.startswith(part + " ") and len(line) > len(part) + 1)
                    named.add(key)
                else:
                    self.assertEqual(line, part)
            self.assertEqual(named, {k for k in reasons if k.startswith("heading")})

    def test_corrections_are_noted(self):
        blocks = read("mandatory-110.catalog").split("\n\n")[1:]
        for block, golden in zip(blocks, GOLDEN_ITEMS):
            self.assertEqual("\n# 番号: " in block, golden["no_basis"] != "printed" or golden["no"] in ("82", "110"))
            self.assertEqual("\n# 見出し: " in block, golden["area_basis"] == "repaired")


class OwnWords(unittest.TestCase):
    """No 12-character run of our sentences stands in the printed item sentences."""

    def setUp(self):
        self.hashes = seed_runs.load(os.path.join(GOLDEN, "seed-runs.bin"))
        names = {name for row in GOLDEN_ITEMS for name in row["evidence"].split("|")}
        names |= {role for row in GOLDEN_ITEMS for key in ("responsible_role", "approver_role", "interviewed_role")
                  for role in role_list(row[key])}
        self.names = re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)))

    def found(self, text):
        return [run for run in seed_runs.runs(self.names.sub("|", text)) if seed_runs.digest(run) in self.hashes]

    def test_hashes(self):
        self.assertGreater(len(self.hashes), 10000)
        self.assertLess(os.path.getsize(os.path.join(GOLDEN, "seed-runs.bin")), 100000)
        for row in GOLDEN_ITEMS:  # what is printed is found
            if not self.names.search(row["title"]):
                self.assertEqual(any(seed_runs.runs(row["title"])), bool(self.found(row["title"])))

    def test_catalogs(self):
        for name in SIZES:
            for item in items(name):
                for key in ["requirement", "procedure", "attention", "contradictions", "remarks", "supplied", *LEVELS]:
                    for text in item.get(key, []):
                        self.assertEqual(self.found(text), [], f"{name} {item['no'][0]} {key}")

    def test_forms_and_controls(self):
        texts = [row[k] for name in FORMS for row in SURVEY[name]["survey"] for k in ("label", "hint")]
        texts += [row["label"] for name in FORMS for row in SURVEY[name]["choices"]]
        texts += [row["control"] for row in read_csv(CATALOGS, "baseline.csv")]
        texts += [row["meaning"] for row in read_csv(CATALOGS, "classes.csv")]
        for text in texts:
            self.assertEqual(self.found(text), [])


class Forms(unittest.TestCase):
    def test_columns_in_a_workbook(self):
        """Made into a workbook and opened again, each form has the sheets and columns of an XLSForm."""
        expected = {"survey": SURVEY_COLUMNS, "choices": CHOICES_COLUMNS, "settings": SETTINGS_COLUMNS}
        for name in FORMS:
            book = openpyxl.Workbook()
            book.remove(book.active)
            for sheet, columns in expected.items():
                page = book.create_sheet(sheet)
                page.append(list(SURVEY[name][sheet][0]))
                for row in SURVEY[name][sheet]:
                    page.append(list(row.values()))
            file = io.BytesIO()
            book.save(file)
            book = openpyxl.load_workbook(file)
            for sheet, columns in expected.items():
                with self.subTest(name, sheet=sheet):
                    rows = list(book[sheet].values)
                    self.assertEqual(list(rows[0]), columns)
                    self.assertEqual(len(rows) - 1, len(SURVEY[name][sheet]))
                    self.assertEqual([["" if v is None else v for v in row] for row in rows[1:]],
                                     [list(row.values()) for row in SURVEY[name][sheet]])

    def test_settings(self):
        for name in FORMS:
            settings, = SURVEY[name]["settings"]
            self.assertEqual(settings["form_id"], name.replace("-", "_"))
            self.assertIn(settings["target"], ("person", "section", "system"))
            self.assertIn("公式", settings["notice"])
            self.assertIn("書き下ろした", settings["source"])
            self.assertEqual(settings["default_language"], "ja")

    def test_names_and_groups(self):
        for name in FORMS:
            seen, depth = set(), 0
            for row in SURVEY[name]["survey"]:
                kind = row["type"].split()[0]
                self.assertIn(kind, QUESTIONS | {"note", "begin_group", "end_group"})
                depth += {"begin_group": 1, "end_group": -1}.get(kind, 0)
                self.assertGreaterEqual(depth, 0)
                if kind == "end_group":
                    continue
                self.assertRegex(row["name"], r"^[a-z][a-z0-9_]*$")
                self.assertNotIn(row["name"], seen)
                for ref in re.findall(r"\$\{([^}]*)\}", row["relevant"] + row["constraint"]):
                    self.assertIn(ref, seen, f"{name} {row['name']}")
                self.assertTrue(row["label"])
                seen.add(row["name"])
            self.assertEqual(depth, 0)

    def test_choices(self):
        for name in FORMS:
            lists = {}
            for row in SURVEY[name]["choices"]:
                self.assertTrue(row["label"])
                self.assertNotIn(row["name"], lists.setdefault(row["list_name"], []))
                lists[row["list_name"]].append(row["name"])
            of = {row["name"]: lists[row["type"].split()[1]] for row in questions(name) if " " in row["type"]}
            self.assertEqual(set(lists), {row["type"].split()[1] for row in questions(name) if " " in row["type"]})
            for row in SURVEY[name]["survey"]:
                conditions = row["relevant"] + " " + row["constraint"].replace("selected(.", "selected(${%s}" % row["name"])
                tests = re.findall(r"\$\{(\w+)\} !?= '(\w+)'", conditions)
                tests += re.findall(r"selected\(\$\{(\w+)\}, '(\w+)'\)", conditions)
                for question, choice in tests:
                    self.assertIn(choice, of[question], f"{name} {row['name']}")
                self.assertEqual(len(tests), conditions.count("'") // 2)

    def test_ties_and_assertions(self):
        for name in FORMS:
            lists = {}
            for row in SURVEY[name]["choices"]:
                lists.setdefault(row["list_name"], []).append(row["name"])
            for row in questions(name):
                with self.subTest(name, question=row["name"]):
                    self.assertTrue(row["items"])
                    self.assertTrue(set(row["items"].split("|")) <= TIES, row["items"])
                    self.assertIn(row["aspect"], ("rule", "practice"))
                    for pair in row["assert"].split("|") if row["assert"] else []:
                        choice, value = pair.split("=")
                        self.assertIn(choice, lists[row["type"].split()[1]])
                        self.assertIn(value, ASSERTS)
                    if row["assert"] and row["type"].startswith("select_one") and "=met" in row["assert"]:
                        self.assertEqual(len(row["assert"].split("|")), len(lists[row["type"].split()[1]]))

    def test_self_inspection(self):
        for name in ("self-staff", "self-head"):
            rows = questions(name)
            self.assertEqual(len(rows), FORMS[name])
            self.assertEqual(SURVEY[name]["settings"][0]["minutes"], "5")
            for row in rows:
                self.assertNotRegex(row["label"], "知って|理解|意識|ご存")  # asks what was done
                self.assertTrue(row["label"].endswith("か。"))
                self.assertLessEqual(len(row["label"]), 70)
            for row in rows:
                if " " in row["type"]:
                    self.assertTrue(row["assert"])

    def test_conditional_structure(self):
        for name in ("survey-section", "survey-system", "census-system"):
            self.assertGreater(sum(1 for row in questions(name) if row["relevant"]), 3, name)


class Baseline(unittest.TestCase):
    def setUp(self):
        self.rows = read_csv(CATALOGS, "baseline.csv")
        self.classes = {(row["axis"], row["class"]) for row in read_csv(CATALOGS, "classes.csv")}

    def test_groups(self):
        printed = {(row["category"], item) for row in read_csv(GOLDEN, "meguro2010-asset-measures", "table.csv")
                   for item in row["items"].split("|")}
        ours = {(row["category"], row["subject"]) for row in self.rows}
        self.assertEqual(len(printed), 21)
        self.assertTrue(printed < ours)
        self.assertTrue({"認証", "持出し", "印刷した帳票", "委託先", "保存期間と消去"} <= {s for _, s in ours})

    def test_rows(self):
        keys = set()
        for row in self.rows:
            with self.subTest(row["no"]):
                if row["axis"] != "any":
                    self.assertIn((row["axis"], row["class"]), self.classes)
                self.assertIn(("segment", row["segment"]), {("segment", s) for s in
                              ("all", "mynumber", "lgwan", "internet", "standalone", "cloud")})
                self.assertTrue(row["items"] and set(row["items"].split("|")) <= TIES)
                self.assertTrue(row["control"].endswith("。"))
                key = (row["subject"], row["axis"], row["class"], row["segment"])
                self.assertNotIn(key, keys)
                keys.add(key)
        self.assertEqual([row["no"] for row in self.rows], [f"B{i + 1:03}" for i in range(len(self.rows))])

    def test_classes_have_a_consequence(self):
        """A higher class asks for something else than the next lower one, subject by subject."""
        controls = {}
        for row in self.rows:
            if row["segment"] == "all":
                controls.setdefault((row["subject"], row["axis"]), {})[row["class"]] = row["control"]
        for (subject, axis), by_class in controls.items():
            self.assertEqual(len(set(by_class.values())), len(by_class), subject)
        self.assertTrue(any(axis == "special" for _, axis in controls))
        special = [row for row in read_csv(CATALOGS, "classes.csv") if row["axis"] == "special"]
        self.assertRegex(special[0]["meaning"], "機密性3.*完全性2.*可用性2")


class Terms(unittest.TestCase):
    def test_complete(self):
        for name, blocks in CATALOG.items():
            pairs = [(blocks[0][k][0], blocks[0][k + "_en"][0]) for k in ("catalog", "subject")]
            for item in blocks[1:]:
                pairs.append((item["title"][0], item["title_en"][0]))
                for key in ("heading1", "heading2", "heading3"):
                    self.assertEqual(len(item.get(key, [])), len(item.get(key + "_en", [])))
                    pairs += zip(item.get(key, []), item.get(key + "_en", []))
                for key in ("roles", "approver", "interviewee", "respondent"):
                    for role in item.get(key, []):
                        self.assertIn(role, TERMS, f"{name} {item['no'][0]}")
            for ja, en in pairs:
                self.assertEqual(TERMS.get(ja), en, ja)

    def test_forms_sources_controls(self):
        needed = [row["label"] for name in FORMS for row in SURVEY[name]["survey"] if row["type"] == "begin_group"]
        needed += [SURVEY[name]["settings"][0]["form_title"] for name in FORMS]
        needed += [row[k] for row in read_csv(CATALOGS, "baseline.csv") for k in ("category", "subject")]
        for ja in needed:
            self.assertIn(ja, TERMS)
        for file, key in (("sources.csv", "name"), ("classes.csv", "label")):
            for row in read_csv(CATALOGS, file):
                self.assertEqual(TERMS[row[key]], row[key + "_en"])

    def test_clean(self):
        rows = read_csv(CATALOGS, "terms.csv")
        self.assertEqual(len(rows), len(TERMS))
        for row in rows:
            self.assertTrue(row["ja"] and row["kinds"])
            self.assertRegex(row["en"], r"^[ -~]+$")


if __name__ == "__main__":
    unittest.main()
