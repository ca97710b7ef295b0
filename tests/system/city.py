"""Made-up data: an organisation, checklists, and judgements with known statistics."""
import csv

import kageyu
from kageyu import write_csv as write

UNIT_COLUMNS = ['code', 'name', 'parent_code', 'kind', 'body', 'order', 'valid_from', 'valid_to']
CRITERIA_COLUMNS = ['catalog', 'no', 'heading1', 'heading2', 'heading3', 'title', 'requirement',
                    'mandatory', 'roles', 'evidence', 'procedure', 'references', 'remarks']
JUDGEMENT_COLUMNS = ['unit_code', 'catalog', 'no', 'level', 'comment', 'judged_on']
VISIT_COLUMNS = ['part', 'unit_code', 'day', 'start', 'end', 'method', 'facilities']
MARKS = {'5': '他の所属の参考になる。', '3': '記録の一部に漏れがある。',
         '2': '手順が守られていない。', '1': '対策がない。'}


def unit(code, name, **more):
    return dict({'code': code, 'name': name, 'kind': '課', 'body': '市長部局',
                 'valid_from': '2010-04-01'}, **more)


def item(catalog, no, **more):
    return dict({'catalog': catalog, 'no': no, 'heading1': f'{catalog}の管理',
                 'title': f'{catalog}{no}の確認', 'requirement': f'{no}番目の事項が守られている。',
                 'mandatory': '○'}, **more)


def judgement(unit_code, catalog, no, level, **more):
    return dict({'unit_code': unit_code, 'catalog': catalog, 'no': no, 'level': level,
                 'comment': MARKS.get(level, ''), 'judged_on': '2024-11-12'}, **more)


# --- the ward of 2024: item-level data that gives exactly the printed tables

WARD_CATALOGS = {'asset': ('情報資産チェックリスト', 11), 'mynumber': ('特定個人情報チェックリスト', 7),
                 'system': ('システム管理チェックリスト', 10)}
WARD_PARTS = [('1', 'internal', 'meguro2024-internal-levels'),
              ('2', 'external-asset', 'meguro2024-external-asset-levels'),
              ('3', 'external-system', 'meguro2024-external-system-levels')]
# Where the three detections among 特定個人情報 lie; the report does not tell.
WARD_MYNUMBER_DETECTIONS = {'碑文谷保健センター': ['3'], '西部地区サービス事務所': ['3'], '生活福祉課': ['3']}


def golden(name):
    with open(kageyu.GOLDEN / name / 'table.csv', encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))


def ward_levels(row):
    """[(catalogue key, number, level)] of one printed line."""
    cells = {}
    for key, (_, size) in WARD_CATALOGS.items():
        items, na = int(row[f'{key}_items'] or 0), int(row[f'{key}_not_applicable'] or 0)
        for no in range(1, items + na + 1):
            assert no <= size
            # the last ones are those that do not apply
            cells[key, str(no)] = '対象外' if no > items else '4'
    levels = {level: int(row[f'level_{level}']) for level in '1235'}
    first = {'asset': ('3', '10'), 'system': ('1', '7')}  # what most sections are found wanting in
    for no in WARD_MYNUMBER_DETECTIONS.get(row['department'], []):
        cells['mynumber', no] = take(levels)
    main = 'system' if row['system_items'] else 'asset'
    order = sorted((key for key in cells if key[0] == main and cells[key] == '4'),
                   key=lambda key: (key[1] not in first[main], int(key[1])))
    for key in order[:sum(levels.values())]:
        cells[key] = take(levels)
    assert not any(levels.values()), row
    return [(*key, level) for key, level in cells.items()]


def take(levels):
    """The next detection to place: the mild ones first."""
    for level in '3215':
        if levels[level]:
            levels[level] -= 1
            return level
    raise AssertionError('more places than detections')


class Ward:
    """Files and expectations for the golden tables."""

    def __init__(self):
        self.units, self.parts, self.rows = [], [], []
        names = {}
        for part, kind, table in WARD_PARTS:
            lines = golden(table)
            self.parts.append((part, kind, lines))
            for row in lines[:-1]:
                code = names.setdefault(row['department'], f'{len(names) + 1:02d}0100')
                for key, no, level in ward_levels(row):
                    self.rows.append(dict(judgement(code, WARD_CATALOGS[key][0], no, level),
                                          part=part))
        self.units = [unit(code, name, order=str(n)) for n, (name, code)
                      in enumerate(names.items(), 1)]
        self.codes = names
        self.criteria = [item(name, str(no), title=f'{name[:4]}の点検{no}') for name, size in WARD_CATALOGS.values()
                         for no in range(1, size + 1)]

    def visits(self):
        """The schedule tables as rows of an import; 含む names facilities, the other note a method."""
        rows = []
        for part, _, table in WARD_PARTS:
            for line in golden(table.replace('levels', 'schedule')):
                name, _, note = line['department'].partition(' (')
                note = note.rstrip(')')
                rows.append({'part': part, 'unit_code': self.codes[name], 'day': line['date'],
                             'start': line['start'], 'end': line['end'],
                             'method': '' if '含む' in note else note,
                             'facilities': note.removesuffix('含む') if '含む' in note else ''})
        return rows

    def printed(self, row):
        """The cells of a printed line, 対象外 in brackets, — for what was not audited."""
        cells = [row['department']]
        for key in WARD_CATALOGS:
            items, na = row[f'{key}_items'], row[f'{key}_not_applicable']
            cells.append('—' if not items else f'{items}({na})' if na else items)
        return cells + [row['total_items'], *(row[f'level_{n}'] for n in '12345'), row['average']]


# --- random audits

def random_audit(random):
    """(units, criteria, judgements with part). Every level, 対象外 and open items occur."""
    sections = [unit(f'{n:06d}', f'{random.choice("青赤白黒緑")}{random.choice("山川森原浜")}第{n}課')
                for n in random.sample(range(10000, 999999), random.randint(3, 12))]
    random.shuffle(sections)
    for order, section in enumerate(sections, 1):
        section['order'] = str(order * 10)
    catalogs = random.sample(['文書', '端末', '媒体', '委託', '教育'], random.randint(1, 4))
    criteria = [item(name, no) for name in catalogs for no in random_numbers(random)]
    parts = [str(n) for n in range(1, random.randint(1, 3) + 1)]
    weights = random.choice([(1, 2, 5, 12, 1, 2, 1), (0, 0, 1, 30, 1, 3, 0), (3, 3, 3, 3, 3, 1, 2)])
    rows = []
    for part in parts:
        chosen = random.sample(catalogs, random.randint(1, len(catalogs)))
        scope = [i for i in criteria if i['catalog'] in chosen and random.random() < 0.9]
        scope = scope or [i for i in criteria if i['catalog'] == chosen[0]]
        for section in random.sample(sections, random.randint(1, len(sections))):
            own = [i for i in scope if i['catalog'] == scope[0]['catalog'] or random.random() < 0.8]
            for i in own:
                level = random.choices(['1', '2', '3', '4', '5', '対象外', ''], weights)[0]
                rows.append(dict(judgement(section['code'], i['catalog'], i['no'], level),
                                 part=part))
    return sections, criteria, rows


def random_numbers(random):
    n = random.randint(2, 14)
    style = random.choice(['{}', '{}', '1-{}', 'A.{}', '({})'])
    return [style.format(k) for k in range(1, n + 1)]


# --- one of everything, every column filled

EXPORT_KINDS = ('units', 'criteria', 'judgements', 'visits')
FULL_CRITERIA_COLUMNS = CRITERIA_COLUMNS + [
    'approver', 'interviewee', 'attention', 'target_kinds', 'methods', 'contradictions', 'clause', 'jis',
    'level5', 'level4', 'level3', 'level2', 'level1', 'catalog_short', 'catalog_subject',
    'catalog_source', 'label', 'internal', 'respondent', 'supplied', 'title_en', 'heading1_en', 'heading2_en',
    'heading3_en', 'catalog_title', 'catalog_en', 'catalog_subject_en', 'catalog_language', 'catalog_version',
    'catalog_notice', 'catalog_judging']
FULL_AUDIT = 'R6-内部'


def full_units():
    return [
        unit('100000', '企画部', kind='部', order='1', valid_from='1983-04-01'),
        unit('100100', '情報政策課', parent_code='100000', order='2', valid_to='2025-03-31',
             successors='100200|100300'),
        unit('100200', 'デジタル推進課', parent_code='100000', order='3', valid_from='2025-04-01'),
        unit('100300', '情報システム課', parent_code='100000', order='4', valid_from='2025-04-01'),
        unit('200000', '教育委員会事務局', kind='部', body='行政委員会', order='5'),
        unit('200100', '学務課', parent_code='200000', body='行政委員会', order='6', valid_to='2020-03-31'),
        unit('200100', '学校支援課', parent_code='200000', body='行政委員会', order='7', valid_from='2020-04-01'),
        unit('900000', '議会事務局', body='議会', order='8', valid_from='令和元年5月1日')]


def full_criteria():
    rows = []
    for number in range(1, 6):
        row = item('情報資産チェックリスト', str(number), heading2='保管', heading3='(1) 鍵\n(ア) 返却',
                   roles='情報セキュリティ管理者|担当者', evidence='・鍵管理簿\n・返却の記録', procedure='鍵を数える。\n簿と比べる。',
                   references='対策基準 4.1.|実施手順 2', remarks='"引用"、カンマ, 改行\nを含む。',
                   approver='課長', interviewee='課長|係長', attention='合鍵に注意する。',
                   target_kinds='section|facility', methods='document|visit',
                   contradictions='点検記録：数が合わない', clause='3.4.1.(1)', jis='9.1.2|9.2.1',
                   catalog_short='情報', catalog_subject='情報資産の管理', catalog_source='青葉野区作成', label='ii',
                   internal='いいえ' if number == 2 else 'yes', respondent='担当者', supplied='roles：印刷にない。',
                   title_en=f'Item {number}', heading1_en='Assets', heading2_en='Keeping', heading3_en='Keys\nReturn',
                   catalog_title='情報資産チェックリスト（所属用）', catalog_en='Asset checklist',
                   catalog_subject_en='Management of assets', catalog_language='ja', catalog_version='3',
                   catalog_notice='公式の文書ではない。', catalog_judging='1から読む。\n当てはまったところで止める。')
        row.update({f'level{n}': f'{n}に当たる様子' for n in range(1, 6)})
        rows.append(row)
    rows[4]['mandatory'] = ''
    return rows + [item('端末', no) for no in ('1-1', '1-2', 'A.3', '（4）')]


def full_city(data, folder, fill=True):
    """Everything that can be exported, in an empty installation; without fill only the audit."""
    data.make_audit(FULL_AUDIT, [('1', 'internal'), ('2', 'external-system')])
    if not fill:
        return data
    levels = ['5', '4', '3', '2', '1', '対象外', '']
    judged = [dict(judgement(u, i['catalog'], i['no'], levels[(n + k) % 7]), part=part, audit=FULL_AUDIT)
              for n, (u, part) in enumerate((('100100', '1'), ('200100', '1'), ('900000', '2')))
              for k, i in enumerate(full_criteria()) if part == '1' or i['catalog'] == '端末']
    for row in judged:
        row['comment'] += '\n確認済み。' if row['level'] == '5' else ''
        row['judged_on'] = row['judged_on'] if row['level'] else ''
    visits = [{'audit': FULL_AUDIT, 'part': '1', 'unit_code': '100100', 'day': '令和6年11月12日',
               'start': '10:15', 'end': '11:45', 'place': '第2会議室', 'method': 'ヒアリング',
               'team': '監査班A', 'facilities': '分室'},
              {'audit': FULL_AUDIT, 'part': '2', 'unit_code': '900000', 'day': '2024-11-19',
               'start': '9:00', 'end': '16:30', 'method': 'Webアプリケーション診断'}]
    data.take('units', write(folder / 'full-units.csv', UNIT_COLUMNS + ['successors'], full_units()))
    data.take('criteria', write(folder / 'full-criteria.csv', FULL_CRITERIA_COLUMNS, full_criteria()))
    data.take('judgements', write(folder / 'full-judgements.csv',
                                  ['audit', 'part', *JUDGEMENT_COLUMNS], judged))
    data.take('visits', write(folder / 'full-visits.csv', [
        'audit', 'part', 'unit_code', 'day', 'start', 'end', 'place', 'method', 'team', 'facilities'], visits), '--audit', FULL_AUDIT)
    return data
