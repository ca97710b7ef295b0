"""A generated city: 360 sections, each judged on the 28 items of the three shipped checklists."""
import csv
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECTIONS = 360
CATALOGS = {'assets': ('情報資産チェックリスト', 11), 'mynumber': ('特定個人情報チェックリスト', 7),
            'systems': ('システム管理チェックリスト', 10)}
ITEMS = [(name, str(no)) for name, size in CATALOGS.values() for no in range(1, size + 1)]
LEVELS, WEIGHTS = ['5', '4', '3', '2', '1', '対象外'], [2, 70, 14, 4, 1, 9]
COMMENTS = {
    '5': '毎月の点検結果を課内で共有しており、他の所属の参考になる。',
    '4': '抽出した6件がすべて台帳と一致した。',
    '3': '抽出した12件のうち2件に記録の漏れがあった。漏れた分を補い、月末に係長が確かめること。',
    '2': '承認の記録がなく、手順が守られていない。手順を課内に周知し、承認の欄を設けること。',
    '1': '対策がなく、直ちに改める必要がある。',
}
UNIT_COLUMNS = ['code', 'name', 'parent_code', 'kind', 'body', 'order', 'valid_from']
VISIT_COLUMNS = ['unit_code', 'day', 'start', 'end', 'place', 'method', 'team']
JUDGEMENT_COLUMNS = ['unit_code', 'catalog', 'no', 'level', 'comment', 'judged_on']


def unit_codes(sections=SECTIONS):
    """Twenty to a department."""
    return [f'{n // 20 + 1:02d}{n % 20 + 1:02d}00' for n in range(sections)]


def units(sections=SECTIONS):
    rows = []
    for n, code in enumerate(unit_codes(sections)):
        department = code[:2] + '0000'
        if n % 20 == 0:
            rows.append([department, f'第{n // 20 + 1}部', '', '部', '市長部局', len(rows) + 1,
                         '2010-04-01'])
        rows.append([code, f'第{n // 20 + 1}部第{n % 20 + 1}課', department, '課', '市長部局',
                     len(rows) + 1, '2010-04-01'])
    return rows


def judgements(year, sections=SECTIONS):
    """Every section on every item; the same for the same year on every run."""
    chance = random.Random(year)
    rows = []
    for code in unit_codes(sections):
        day = f'{year}-{chance.randint(10, 12)}-{chance.randint(1, 28):02d}'
        for catalog, no in ITEMS:
            level = chance.choices(LEVELS, WEIGHTS)[0]
            # a level that conforms is explained now and then, every other one always
            silent = level == '対象外' or level == '4' and chance.random() < 0.7
            rows.append([code, catalog, no, level, '' if silent else COMMENTS[level], day])
    return rows


def write_csv(path, header, rows):
    """As Excel saves it: UTF-8 with BOM, CRLF."""
    with open(path, 'w', encoding='utf-8-sig', newline='') as f:
        out = csv.writer(f)
        out.writerow(header)
        out.writerows(rows)
    return path


def visits(codes):
    """One to each of the sections, six a day."""
    return [[code, f'2025-11-{n // 6 + 4:02d}', f'{9 + n % 6}:00', f'{9 + n % 6}:50',
             f'本庁舎{n % 7 + 1}階 執務室', 'ヒアリング・実地', f'第{n % 2 + 1}班']
            for n, code in enumerate(codes)]


def write_units(path, sections=SECTIONS):
    return write_csv(path, UNIT_COLUMNS, units(sections))


def write_judgements(path, year, limit=None, sections=SECTIONS):
    return write_csv(path, JUDGEMENT_COLUMNS, judgements(year, sections)[:limit])


def write_visits(path, codes):
    return write_csv(path, VISIT_COLUMNS, visits(codes))


def catalog_files():
    return [ROOT / 'catalogs' / f'{key}.catalog' for key in CATALOGS]
