"""The summaries of the ledgers, counted a second time from the rows of exports.

Nothing here is shared with the program. Rows are dicts by Japanese heading as `export systems` and
the others write them; a table is a list of lists of texts, as `export SUMMARY` writes it.
"""
import re

CLASSES = ('住民情報システム', '財務会計システム', '情報システム課が管理し各部局が運用する電算システム',
           '各部局が所管する電算システム', '国・道など外部機関が主導で所管する電算システム', '')
STAFF = ('正職員', '嘱託職員', '臨時職員', 'その他の利用者')
PRESENT = ('あり', 'なし', '不明')
PRACTISED = ('している', 'していない', '不明')
ATTRIBUTES = {
    '本体の種別': ('サーバ', 'PC'),
    '設置・保管場所': ('本庁舎のマシンルーム', '当市施設内のマシンルーム', '外部委託業者等', '執務室内', 'クラウド', 'その他'),
    'ウイルス対策': PRESENT,
    'ネットワークへの接続': ('住民情報システムの回線', '専用回線', '庁内LAN', 'スタンドアローン',
                   'インターネット上の暗号化されたサーバ'),
    'ネットワークの区分': ('マイナンバー利用事務系', 'LGWAN接続系', 'インターネット接続系', '独立（接続なし）'),
    'アクセス権限の設定方法': ('個別ID', '共用ID', 'その他', 'なし'),
    '修正プログラムの適用': ('随時', '定期', '適用していない', '不明'),
    'ログを取得': PRACTISED, 'ログ取得を周知': PRACTISED, 'ログを点検': PRACTISED,
    '個人情報': PRESENT, '特定個人情報': PRESENT,
}
CARE = ('離席時に操作画面のまま放置しない', '端末の近くにID・パスワードを掲示しない', '端末起動時にパスワードを設定',
        '移動可能な端末の盗難防止等', 'その他', '特に何も行っていない')
GUIDANCE = ('研修等を行って説明', '引継書などの書面', '業務の中で口頭で説明', 'その他', '特に何も行っていない')
ERAS = (('令和', '2019-05-01'), ('平成', '1989-01-08'), ('昭和', '1926-12-25'))
EVERYBODY = ('全職員', '職員', '全体', '職員全体')


def percent(n, base):
    """Half-up to one decimal; nothing of nothing is nothing."""
    if not base:
        return ''
    tenths = (n * 2000 + base) // (2 * base)
    return f'{tenths // 10}.{tenths % 10}'


def total(rows, *names):
    """The sum of what is known, '' where nothing is."""
    known = [int(row[name]) for row in rows for name in names if row[name]]
    return str(sum(known)) if known else ''


def name_of_class(name):
    return name or '未記入'


def counted(uses):
    return [use for use in uses if use['再掲'] != '該当']


def user(use):
    return use['利用部局'] or use['利用所属']


def uses_of(systems, uses, name):
    names = {s['システム名'] for s in systems if s['システムの区分'] == name}
    return [use for use in counted(uses) if use['システム'] in names]


def usage(uses, system, units):
    """One system's table; units: names in display order."""
    own = sorted((use for use in counted(uses) if use['システム'] == system),
                 key=lambda use: int(use['記録番号']))
    names = list(dict.fromkeys(user(use) for use in own))
    names.sort(key=lambda name: units.index(name) if name in units else len(units))
    users = int(total(own, *STAFF) or 0)
    table = []
    for name, rows in [(n, [u for u in own if user(u) == n]) for n in names] + [('合計', own)]:
        there = total(rows, *STAFF)
        table.append([name, total(rows, '課数'), total(rows, '端末数'),
                      *(total(rows, kind) for kind in STAFF), there,
                      percent(int(there), users) if there else ''])
    return table if own else []


def inventory(systems, uses):
    """systems as exported: in the order of the ledger."""
    tables = {}
    for name in CLASSES:
        rows, own = [], [s for s in systems if s['システムの区分'] == name]
        mine = [u for u in uses if u['システム'] in {s['システム名'] for s in own}]
        for s in own:
            lead = [s['番号'], s['システム名'], s['目的'] or s['対象業務'], s['所管課'], s['主導する機関']]
            there = sorted((u for u in mine if u['システム'] == s['システム名']),
                           key=lambda use: int(use['記録番号']))
            rows += [[*lead, u['利用所属'], u['課数'], u['端末数'],
                      *('○' if u[mark] == yes else '' for mark, yes in (('再掲', '該当'), ('現地調査', '済')))]
                     for u in there] or [[*lead, *[''] * 5]]
        if own:
            tables[name_of_class(name)] = [*rows, [
                '合計', f'{len(own)}システム', '', '', '', '', total(counted(mine), '課数'),
                total(counted(mine), '端末数'), '', '']]
    return tables


def system_classes(systems, uses):
    table = []
    for name in CLASSES:
        own = [s for s in systems if s['システムの区分'] == name]
        used = uses_of(systems, uses, name)
        if not name and not own:
            continue
        table.append([name_of_class(name), str(len(own)), str(len({s['所管課'] for s in own})),
                      str(len({user(u) for u in used})),
                      str(len({(u['システム'], user(u)) for u in used})), total(used, '課数'),
                      total(used, '端末数'), total(used, *STAFF),
                      str(sum(not u['課数'] for u in used))])
    return table


def security(systems):
    tables = {}
    for name in CLASSES:
        own = [s for s in systems if s['システムの区分'] == name]
        rows = tables.setdefault(f'{name_of_class(name)}（{len(own)}）', []) if own else []
        for attribute, choices in ATTRIBUTES.items():
            there = [s[attribute] for s in own]
            for choice in choices if any(there) else ():
                rows.append([attribute, choice, str(there.count(choice)),
                             percent(there.count(choice), len(own))])
            if '' in there:
                rows.append([attribute, '未記入', str(there.count('')),
                             percent(there.count(''), len(own))])
    return tables


def answers(use):
    care = use['端末の管理状況'].split('、') if use['端末の管理状況'] else ['無回答']
    guidance = (use['新規配属職員等への意識付け'].split('、') if use['新規配属職員等への意識付け']
                else ['無回答'])
    return [a in care for a in (*CARE, '無回答')] + [a in guidance for a in (*GUIDANCE, '無回答')]


def terminal_care(systems, uses):
    table, everything = [], []
    for name in CLASSES:
        own = uses_of(systems, uses, name)
        everything += own
        table += care_rows(name_of_class(name), own) if own else []
    return table + care_rows('合計', everything)


def care_rows(name, uses):
    base = sum(int(use['課数'] or 1) for use in uses)
    if name != '合計' and not base:
        return []
    marks = [(int(use['課数'] or 1), answers(use)) for use in uses]
    counts = [sum(weight for weight, given in marks if given[i])
              for i in range(len(CARE) + len(GUIDANCE) + 2)]
    return [[name, '件数', str(base), *map(str, counts)],
            [name, '構成比(%)', '', *(percent(n, base) for n in counts)]]


def outsourcing(systems, contracts):
    clause = {c['システム'] for c in contracts if '個人情報の保護' in c['条項'].split('、')}
    table = []
    for name in CLASSES:
        own = [s for s in systems if s['システムの区分'] == name]
        out = [s for s in own if s['業務委託'] == 'あり']
        if own:
            table.append([name_of_class(name), str(len(own)), str(len(out)),
                          str(sum(s['システム名'] in clause for s in out))])
    return table


def month(day):
    """平成15年8月 of 2003-08-31."""
    if not day:
        return ''
    name, first = next((name, int(begin[:4])) for name, begin in ERAS if day >= begin)
    year = int(day[:4]) - first + 1
    return f'{name}{"元" if year == 1 else year}年{int(day[5:7])}月'


def regulations(systems, policies):
    """policies as exported: in the order of the ledger."""
    by_name = {s['システム名']: s for s in systems}
    table = []
    for rule in policies:
        if not rule['システム'] and rule['規程の区分'] != 'システム・所属の基準':
            continue
        system = by_name.get(rule['システム'], {'システムの区分': '', '監査対象': ''})
        table.append([system['システムの区分'], rule['所管課'], rule['システム'], rule['規程'],
                      rule['制定者'], month(rule['制定日']), month(rule['最終改正日']),
                      {'対象': '○', '対象外': '×'}.get(system['監査対象'], '')])
    return table


def training(courses, heads, names):
    """One year's table without its heads: courses in the order entered."""
    mine = {c['研修'] for c in courses}
    heads = [h for h in heads if h['研修'] in mine]
    names = [n for n in names if n['研修'] in mine]
    categories = []
    for course in courses:
        for row in [r for r in heads if r['研修'] == course['研修']] + \
                [r for r in names if r['研修'] == course['研修']]:
            category = row['職員の区分'] or '全職員'
            if category not in categories:
                categories.append(category)
    columns = [column(courses, heads, names, category) for category in categories]
    labels = ['対象者数', *(c['研修'] for c in courses), '受講者数計（延べ）', '受講率（延べ）(%)', '実受講者数',
              '受講率（実数）(%)']
    return [categories, [[label, *cells] for label, *cells in zip(labels, *columns)]]


def column(courses, heads, names, category):
    cells, entitled, times, people, each = [], 0, 0, set(), []
    for course in courses:
        head = next((h for h in heads
                     if (h['研修'], h['職員の区分']) == (course['研修'], category)), None)
        came = [n for n in names if n['研修'] == course['研修'] and n['結果'] != '欠席' and
                (category in EVERYBODY or (n['職員の区分'] or '全職員') == category)]
        if head and head['対象者数']:
            entitled = max(entitled, int(head['対象者数']))
        stated = int(head['延べ受講者数']) if head and head['延べ受講者数'] else None
        n = stated if stated is not None else len(came) if came else None
        cells.append('' if n is None else str(n))
        times += n or 0
        if n:
            people |= {c['受講者'] for c in came}
            each.append((len(came) == n, head and head['実受講者数']))
    known = any(cells)
    if all(by_name for by_name, _ in each):
        persons = len(people) if each else None
    else:
        persons = int(each[0][1]) if len(each) == 1 and each[0][1] else None
    rates = [str(times), percent(times, entitled),
             '不明' if persons is None else str(persons),
             '不明' if persons is None else percent(persons, entitled)]
    has_entitled = any(h['対象者数'] for h in heads if h['職員の区分'] == category)
    return [str(entitled) if has_entitled else '', *cells, *(rates if known else [''] * 4)]


def sums(rows, first, name):
    """The last row: what each column from the first number on adds up to."""
    columns = [[row[k] for row in rows] for k in range(first, len(rows[0]))]
    total = [str(sum(int(n) for n in column if n)) if any(column) else '' for column in columns]
    return ['合計', name, *[''] * (first - 2), *total]


def system_list(systems):
    rows = [[s[k] for k in ('番号', 'システム名', '所管課', '対象業務', '機器構成', 'サーバ台数', 'パソコン台数', 'その他の機器',
                            '庁内パソコンで利用', '備考', '導入年度')] for s in systems]
    total = sums([row[:7] for row in rows], 5, f'{len(systems)}システム')
    return [*rows, [*total, *[''] * 4]]


def devices_of(system):
    """(where, device, breakdown, number) of its equipment."""
    out, where = [], ''
    for heading, name, n, inside in re.findall(
            r'(?:【([^】]*)】)?\s*([^、・【】（）\n\d]+)([\d,]+)台(?:（([^）]*)）)?', system['機器構成']):
        where = heading or where
        out.append((where, name, inside, n.replace(',', '')))
    return out


def devices(systems):
    rows = [[s['システム名'], *device] for s in systems for device in devices_of(s)]
    return [*rows, ['合計', '', '', '', str(sum(int(row[4]) for row in rows))]]


def audited(systems, uses, policies):
    rows = []
    for s in (s for s in systems if s['監査対象'] == '対象'):
        def of(*words, there=devices_of(s)):
            found = [int(n) for _, name, _, n in there if any(word in name for word in words)]
            return str(sum(found)) if found else ''
        rows.append([s['番号'], s['システム名'], s['所管課'], s['対象業務'], s['導入年度'],
                     total([u for u in counted(uses) if u['システム'] == s['システム名']], *STAFF),
                     of('サーバ'), of('パソコン', 'PC', 'クライアント'), of('プリンタ'), of('スキャナ'),
                     str(sum(p['システム'] == s['システム名'] for p in policies))])
    return [*rows, sums(rows, 5, f'{len(rows)}システム')]
