"""The audit report of a ward of 2024: every printed cell comes out of item-level judgements.

How the levels are spread over the items is ours (city.Ward); the tables are the report's.
"""
import re
import shutil
import tempfile
from pathlib import Path

import city
import readers
import recompute
from kageyu import FORMATS, Case, Kageyu

SHORT = {'情報資産チェックリスト': '情報', '特定個人情報チェックリスト': 'マイナ', 'システム管理チェックリスト': 'シス'}
SUBJECT = {'情報資産チェックリスト': '情報資産の管理', '特定個人情報チェックリスト': '特定個人情報の取扱',
           'システム管理チェックリスト': 'システムの管理'}
HEADER = ['対象所属', '情報', 'マイナ', 'シス', '総監査項目数', '1', '2', '3', '4', '5', '平均対策レベル']
AUDIT = 'R6'


class TestGolden(Case):
    weight = 20

    @classmethod
    def setUpClass(cls):
        cls.ward = city.Ward()
        cls.home = Path(tempfile.mkdtemp(prefix='golden-'))
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        helper = cls('test_means')
        cls.data = Kageyu(cls.home / 'data', helper.empty_url()).init()
        cls.fill()
        cls.stats = cls.data.stats(AUDIT)
        cls.reports = {form: cls.data.report(AUDIT, form, cls.home / f'report.{form}')
                       for form in FORMATS}

    @classmethod
    def fill(cls):
        data, home, ward = cls.data, cls.home, cls.ward
        city_file = city.write(home / 'units.csv', city.UNIT_COLUMNS, ward.units)
        cls.units_taken = data.take('units', city_file)
        criteria = [dict(row, catalog_short=SHORT[row['catalog']], catalog_subject=SUBJECT[row['catalog']])
                    for row in ward.criteria]
        cls.criteria_taken = data.take('criteria', city.write(
            home / 'criteria.csv', city.CRITERIA_COLUMNS + ['catalog_short', 'catalog_subject'], criteria))
        data.make_audit(AUDIT, [(part, kind) for part, kind, _ in ward.parts])
        cls.judgements_taken = {}
        for part, _, _ in ward.parts:
            rows = [row for row in ward.rows if row['part'] == part]
            cls.judgements_taken[part] = data.take('judgements', city.write(
                home / f'{part}.csv', city.JUDGEMENT_COLUMNS, rows), '--audit', AUDIT, '--part', part)
        data.take('visits', city.write(home / 'visits.csv', city.VISIT_COLUMNS, ward.visits()),
                  '--audit', AUDIT)

    def test_imports(self):
        self.assertEqual((15, 15), (self.units_taken['rows'], self.units_taken['created']))
        self.assertEqual((28, 28), (self.criteria_taken['rows'], self.criteria_taken['created']))
        self.assertEqual([141, 18, 20], [t['created'] for t in self.judgements_taken.values()])
        self.assertTrue(all(t['stored'] for t in self.judgements_taken.values()))

    def test_verify(self):
        self.assert_sound(self.data)

    def test_stats(self):
        """Every printed number of the three tables, as `audit stats --json` has it."""
        for (part, kind, lines), got in zip(self.ward.parts, self.stats['parts'], strict=True):
            self.assertEqual(part, got['part'])
            self.assertEqual(kind, got['kind'])
            rows = [*got['targets'], got['total']]
            self.assertEqual([line['department'] for line in lines[:-1]],
                             [t['unit'] for t in got['targets']])
            for line, row in zip(lines, rows, strict=True):
                for key, (name, _) in city.WARD_CATALOGS.items():
                    want = None
                    if line[f'{key}_items']:
                        want = {'items': int(line[f'{key}_items']),
                                'na': int(line[f'{key}_not_applicable'] or 0), 'unjudged': 0}
                    self.assertEqual(want, row['catalogs'].get(name), (line['department'], name))
                self.assertEqual({n: int(line[f'level_{n}']) for n in '12345'}, row['levels'])
                self.assertEqual(int(line['total_items']), row['total'])

    def test_means(self):
        """Every printed mean, and whether the target of 4.00 is met."""
        for (_, _, lines), got in zip(self.ward.parts, self.stats['parts'], strict=True):
            for line, row in zip(lines, [*got['targets'], got['total']], strict=True):
                self.assertEqual(line['average'], row['mean'], line['department'])
                self.assertIs(line['average'] >= '4.00', row['met'], line['department'])

    def test_detections(self):
        found = self.stats['detections']
        self.assertEqual(179, self.stats['total']['total'])
        self.assertEqual((56, 2), (found['total'], found['exemplary']))
        self.assertEqual(dict(zip(SHORT, (39, 3, 14))), found['by_catalog'])

    def test_most_sections(self):
        """Two items are wanting in more than half of the 13 sections asked, as the report says."""
        half = {(i['catalog'], i['no']) for i in self.stats['items']
                if i['asked'] == 13 and i['detected'] * 2 > i['asked']}
        name = '情報資産チェックリスト'
        self.assertTrue({(name, '3'), (name, '10')} <= half, half)

    def check_tables(self, form):
        tables = readers.results(self.reports[form], form)
        self.assertEqual(3, len(tables), tables)
        for (_, _, lines), table in zip(self.ward.parts, tables):
            want = [self.ward.printed(line) for line in lines]
            if form != 'pdf':
                self.assertEqual(HEADER, table[0])
                table = table[1:]
            self.assertEqual(want, table)

    def test_tables_docx(self):
        self.check_tables('docx')

    def test_tables_pdf(self):
        self.check_tables('pdf')
        words = readers.text(self.reports['pdf'], 'pdf')
        for name in HEADER:
            self.assertIn(name, words)

    def test_tables_html(self):
        self.check_tables('html')

    def test_tables_xlsx(self):
        self.check_tables('xlsx')

    def test_tables_md(self):
        self.check_tables('md')

    def check_summary(self, form):
        """The computed numbers stand in running text, one sentence or two."""
        text = readers.text(self.reports[form], form)
        numbers = ('179', '56', '39', '2', '3', '14')
        pattern = '[^0-9]+?'.join(f'(?<![0-9.]){n}(?:件|項目)' for n in numbers)
        sentence = re.search(pattern, text)
        self.assertTrue(sentence, text[text.find('総括'):][:1000])
        self.assertLess(len(sentence[0]), 300, sentence[0])
        for subject in SUBJECT.values():
            self.assertIn(subject, sentence[0])

    def test_summary_docx(self):
        self.check_summary('docx')

    def test_summary_pdf(self):
        self.check_summary('pdf')

    def test_summary_html(self):
        self.check_summary('html')

    def test_summary_md(self):
        self.check_summary('md')

    def all_rows(self, form):
        return readers.all_rows(self.reports[form], form)

    def test_scope_matrix(self):
        """○ all items, △ some, — none: 特定個人情報 is △ in the internal audit only."""
        want = [[line['asset'], line['mynumber'], line['system']]
                for line in city.golden('meguro2024-scope-matrix')]
        for form in ('docx', 'html', 'xlsx', 'md'):
            with self.subTest(form):
                rows = [row[-3:] for row in self.all_rows(form)
                        if len(row) == 4 and set(row[-3:]) <= {'○', '△', '—'}]
                self.assertEqual(want, rows)

    def test_schedules(self):
        """Every session with its day, hours and section stands in a schedule table, in order."""
        want = []
        for name in ('internal', 'external-asset', 'external-system'):
            for line in city.golden(f'meguro2024-{name}-schedule'):
                _, month, day = line['date'].split('-')
                want.append((f'{int(month)}月{int(day)}日', readers.squeeze(line['start']).zfill(5),
                             readers.squeeze(line['end']).zfill(5),
                             re.split(r' |\(第|\(目|\(W', line['department'])[0]))
        for form in ('docx', 'html', 'xlsx', 'md'):
            with self.subTest(form):
                sessions = []
                day = None
                for row in self.all_rows(form):
                    text = readers.squeeze(' '.join(row))
                    hours = re.search(r'(\d{1,2}:\d\d)[^0-9]+(\d{1,2}:\d\d)', text)
                    date = re.search(r'\d{1,2}月\d{1,2}日', text)
                    day = date[0] if date else day
                    if hours:
                        name = next((w[3] for w in want if w[3] in text), None)
                        sessions.append((day, hours[1].zfill(5), hours[2].zfill(5), name))
                self.assertEqual(want, sessions)

    def test_detections_list(self):
        """検出事項一覧: each of the 56 with section, item, level and comment, and nothing else."""
        target = self.home / 'detections.xlsx'
        self.data.ok('report', AUDIT, '--detections', '--format', 'xlsx', '-o', target)
        names = {u['code']: u['name'] for u in self.ward.units}
        want = sorted((names[r['unit_code']], SHORT[r['catalog']], r['no'], r['level'], r['comment'])
                      for r in self.ward.rows if r['level'] not in ('4', '対象外'))
        self.assertEqual(56, len(want))
        rows = [row for rows in readers.xlsx_sheets(target).values() for row in rows]
        head = next(row for row in rows if '対象所属' in row)
        at = [head.index(name) for name in ('対象所属', '監査項目集', '番号', 'レベル', 'コメント')]
        got = sorted(tuple(row[k] for k in at) for row in rows[rows.index(head) + 1:] if len(row) == len(head))
        self.assertEqual(want, got)

    def test_result_sheet(self):
        """The sheet of one section for 事実確認: one page, with its items and their levels."""
        for code in (self.ward.codes['防災課'], self.ward.codes['生活福祉課']):
            target = self.home / f'{code}.pdf'
            self.data.ok('report', AUDIT, '--sheet', code, '--format', 'pdf', '-o', target)
            self.assertEqual(1, len(readers.pdf_text(target).rstrip('\f').split('\f')), code)
        text = readers.text(target, 'pdf')
        for word in ('生活福祉課', '3.89', '対象外', '情報資産の点検11', '特定個人の点検7'):
            self.assertIn(word, text)

    def test_widespread(self):
        """The items that two sections and half of those asked lack agree with the judgements."""
        counts = recompute.items(self.ward.rows)
        want = {(SHORT[catalog], no, str(found), str(asked)) for (catalog, no), (asked, found) in counts.items()
                if found > 1 and found * 2 >= asked}
        for form in ('docx', 'html', 'md'):
            with self.subTest(form):
                rows = {(row[0], row[1], row[3], row[4]) for row in self.all_rows(form)
                        if len(row) == 6 and row[0] in SHORT.values() and row[3].isdigit()}
                self.assertEqual(want, rows)

    def test_level_scale(self):
        """The five levels with their names, from 模範的 down."""
        for form in FORMATS:
            with self.subTest(form):
                text = readers.text(self.reports[form], form)
                at = [text.find(name) for name in ('模範的', '注意事項', '重大な不適合')]
                self.assertNotIn(-1, at)
