"""The statistics of an audit, computed a second time: nothing here is shared with the program.

A judgement row is a dict with part, unit_code, catalog, no and level ('' = not judged yet,
'対象外' = not applicable). The scale is that of the ward report of 2024: levels 1 to 5, level 4
conforms, 対象外 counts as 4, target 4.00, means half-up to two decimals. Items not judged yet are
among the items, but in no level and no mean.
"""
from collections import Counter

LEVELS = ('1', '2', '3', '4', '5')
NOT_APPLICABLE = ('対象外', 'na')
CONFORMING = '4'
TARGET = 4


def counted_level(row):
    return CONFORMING if row['level'] in NOT_APPLICABLE else row['level']


def mean(counts):
    """(text, met) of a Counter of levels; (None, None) where nothing was judged."""
    total = sum(counts.values())
    if not total:
        return None, None
    points = sum(int(level) * n for level, n in counts.items())
    hundredths, rest = divmod(points * 100, total)
    if rest * 2 >= total:
        hundredths += 1
    return f'{hundredths // 100}.{hundredths % 100:02d}', points >= total * TARGET


def figures(rows, catalogs):
    """What stands in one line of a result table."""
    by_catalog = {}
    for name in catalogs:
        own = [r for r in rows if r['catalog'] == name]
        if own:
            by_catalog[name] = {
                'items': sum(r['level'] not in NOT_APPLICABLE for r in own),
                'na': sum(r['level'] in NOT_APPLICABLE for r in own),
                'unjudged': sum(r['level'] == '' for r in own)}
    counts = Counter(counted_level(r) for r in rows if r['level'])
    text, met = mean(counts)
    return {'catalogs': by_catalog, 'total': len(rows),
            'levels': {level: counts[level] for level in LEVELS}, 'mean': text, 'met': met}


def detected(row):
    return bool(row['level']) and counted_level(row) != CONFORMING


def statistics(rows, parts, units, catalogs):
    """As `audit stats --json` has it. units and catalogs give the order of what is listed."""
    out = {'parts': []}
    for part in parts:
        own = [r for r in rows if r['part'] == part]
        targets = [dict(figures([r for r in own if r['unit_code'] == u], catalogs), unit_code=u)
                   for u in units if any(r['unit_code'] == u for r in own)]
        out['parts'].append({'part': part, 'targets': targets, 'total': figures(own, catalogs)})
    out['targets'] = [dict(figures([r for r in rows if r['unit_code'] == u], catalogs), unit_code=u)
                      for u in units if any(r['unit_code'] == u for r in rows)]
    out['total'] = figures(rows, catalogs)
    found = [r for r in rows if detected(r)]
    out['detections'] = {
        'total': len(found),
        'exemplary': sum(r['level'] == '5' for r in found),
        'by_catalog': {name: sum(r['catalog'] == name for r in found)
                       for name in catalogs if any(r['catalog'] == name for r in rows)}}
    return out


def items(rows):
    """{(catalog, no): (sections asked, sections detected)}, a section counted once over all parts.

    Asked are those judged at a level; to the others the item did not apply, or not yet."""
    asked, found = {}, {}
    for r in rows:
        key = (r['catalog'], r['no'])
        asked.setdefault(key, set())
        found.setdefault(key, set())
        if r['level'] in LEVELS:
            asked[key].add(r['unit_code'])
        if detected(r):
            found[key].add(r['unit_code'])
    return {key: (len(asked[key]), len(found[key])) for key in asked}


def printed_items(entry):
    """How a report prints the items of one catalogue: 10(1), — where it was not audited."""
    if entry is None:
        return '—'
    return f"{entry['items']}({entry['na']})" if entry['na'] else str(entry['items'])


def printed_row(name, row, catalogs):
    return ([name] + [printed_items(row['catalogs'].get(c)) for c in catalogs] +
            [str(row['total'])] + [str(row['levels'][level]) for level in LEVELS] +
            [row['mean'] or '—'])
