#!/usr/bin/python3
"""Makes tests/samples/criteria-own-shape.xlsx and .expected.json anew.

The sheet has the shape of the official item table as offices pass it on, with words of our own:
headings merged downwards and across, carried over page breaks or typed again, header blocks of two
rows on every printed page, spacer rows, missing, shifted and repeated numbers, three spellings of
the box before an example of evidence, names and clauses broken over lines, several JIS numbers in
a cell, titles that stand twice. What a reader must make of it is written beside each row below.
"""
import json
import zipfile
from datetime import datetime

import openpyxl
from kageyu import SAMPLES
from openpyxl.styles import Alignment, Border, Side

NAME = 'criteria-own-shape'
SHEET = '別表 点検項目'
COLUMNS = ('大項目', '中項目', '小項目', 'No.', '必須', '監査項目', '監査証拠の例', '監査実施の例',
           '情報セキュリティポリシーガイドラインの例文の番号', '関連するJISQ27002番号', '留意事項')
# Heading cells: a text, None = blank (goes on), or a pair (text, 2) = merged over two columns.
CHAPTERS = {
    'a': ('1. 書庫の範囲', 2),
    'b': '2. 書庫の管理', 'b1': '2.1. 鍵', 'b2': '2.2. 台帳',
    'c': '3. 端末', 'c1': ('3.1. 貸出し', 2), 'c2': '3.2.'}


def item(headings, no, title, requirement, evidence, clause, jis, remarks=None, mandatory='○',
         index='i', procedure=None, **trap):
    return dict(headings=headings, no=no, title=title, requirement=requirement, evidence=evidence,
                clause=clause, jis=jis, remarks=remarks, mandatory=mandatory, index=index,
                procedure=procedure or f'記録を見て、{title}について担当者に尋ねる。', **trap)


HEADER, BLANK = 'header', 'blank'
ROWS = [
    HEADER,
    item((CHAPTERS['a'], None, '(1) 対象の書庫'), 1, '対象の書庫', '課が使う書庫がすべて一覧に載っている。',
         ['□書庫一覧'], '4.1.(1)', ['5.1.1']),
    item((None, None, '(2) 対象外の書庫'), 2, '対象外の書庫', '一覧から除いた書庫の理由が記されている。',
         ['□書庫一覧', '□除外理由書'], '4.1.(2)', ['5.1.1', '7.1.1'], '・No.3～5と合わせて尋ねる。', index='ii'),
    BLANK,
    item((CHAPTERS['b'], CHAPTERS['b1'], '(1) 鍵の数'), 3, '鍵の数', '鍵の数と保管者が決まっている。',
         ['□　鍵管理簿', '□　保管者の\n　指定書'], '4.2.(1)', ['9.1.2']),
    item((None, None, None), None, '鍵の返却', '異動のときに鍵が返されている。',
         ['□　鍵管理簿', '□　異動者名簿'], '4.2.(1)\n②', ['9.1.2', '8.3.2'], index='ii', proposed='4'),
    item((None, None, '(2) 合鍵\n(ア) 作成'), '５', '合鍵の作成', '合鍵は課長の承認を得て作られている。',
         ['□　承認書'], '4.2.(2)\n(ア)', ['9.1.2', '9.1.6'], index='i', read='5'),
    item((None, None, '(2) 合鍵\n(イ) 廃棄'), ' 6 ', '合鍵の廃棄', '使わない合鍵は2人で廃棄されている。',
         ['□　廃棄記録'], '4.2.(2)(イ)①', ['9.2.6'], index='i', read='6'),
    BLANK, BLANK,
    HEADER,
    # the page begins in the middle of 2.1: blank headings go on
    item((None, None, None), 7, '合鍵の点検', '合鍵の数が年1回数えられている。',
         ['□ 点検記録'], '4.2.(2)(イ)\n③', ['9.1.2'], index='ii'),
    item((None, CHAPTERS['b2'], '(1) 登録'), 8, '台帳への登録', '受け入れた箱が3日以内に台帳に載っている。',
         ['□ 書庫台帳', '□ 受入票（写しを含む。）'], '4.3.(1)', ['7.1.1', '7.1.2', '10.7.3']),
    item((None, None, None), None, '台帳の点検', '台帳と現物が年1回照らし合わされている。',
         ['□ 書庫台帳', '□ 照合記録'], '4.3.(1)③', ['7.1.1'], index='iii', proposed='9'),
    item((None, None, None), None, '台帳の保存', '古い台帳が5年間残されている。',
         ['□ 書庫台帳'], '4.3.(1)④', ['7.1.1'], mandatory='', index='iv', proposed='10'),
    # the number slipped one column to the left, into a heading cell that should be blank
    item((None, None, 11), None, '台帳の写し', '台帳の写しが別の場所に置かれている。',
         ['□ 写しの保管記録'], '4.3.(2)', ['10.5.1'], index='v', shifted='11'),
    item((None, None, '(3) 廃棄'), 12, '箱の廃棄', '期限を過ぎた箱が記録を残して廃棄されている。',
         ['□ 廃棄記録'], None, [], index='i'),
    # a heading cell that fell into a row of its own, with the number of the item above
    dict(stray=12, text='(3) 廃棄'),
    BLANK,
    HEADER,
    # chapter 2 typed again on the new page: the same heading
    item((CHAPTERS['b'], CHAPTERS['b2'], '(3) 廃棄'), 13, '立会い', '廃棄に2人が立ち会っている。',
         ['□廃棄記録', '□溶解証明書'], '4.3.(3)', ['9.2.6', '10.7.2'], '・業者に任せきりの例が多い。\n・写真があるとよい。',
         index='ii'),
    item((CHAPTERS['c'], CHAPTERS['c1'], None), 14, '貸出しの記録', '端末の貸出しと返却が書かれている。',
         ['□貸出簿'], '5.1.①', ['11.7.1'], index='i'),
    item((None, None, None), 15, '点検', '返却のとき、データが残っていないことが確かめられている。',
         ['□貸出簿', '□消去記録'], '5.1.②', ['11.7.1', '12.5.4'], index='ii'),
    item((None, CHAPTERS['c2'], '(1)'), 16, '点検', '使わない端末に鍵がかけられている。',
         ['□鍵管理簿'], '5.2.(1)', ['9.2.1'], mandatory='', index='ii'),
    item((None, None, '(4) 持出し'), None, '持出しの承認', '端末を庁舎の外へ持ち出す前に承認を得ている。',
         ['□持出簿'], '5.2.(4)', ['9.2.5', '11.7.1'], proposed='17', index='i'),
]
BROKEN_HEADERS = {'No.': 'Ｎｏ．', '情報セキュリティポリシーガイドラインの例文の番号':
                  '情報セキュリティポリシー\nガイドライン\nの例文の番\n号', '監査証拠の例': '監査証拠\nの例'}
THIN = Side(style='thin')


def put_header(sheet, row, broken):
    sheet.cell(row, 1, '項目')
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
    for column, name in enumerate(COLUMNS, 1):
        if column <= 3:
            sheet.cell(row + 1, column, name)
        else:
            sheet.cell(row, column, BROKEN_HEADERS.get(name, name) if broken else name)
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def put_item(sheet, row, it):
    for column, heading in enumerate(it['headings'], 1):
        text, width = heading if isinstance(heading, tuple) else (heading, 1)
        if text is not None:
            sheet.cell(row, column, text)
        if width == 2:
            sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
    for column, value in enumerate((
            it['no'], it['mandatory'] or None, f"{it['index']}) {it['title']}\n{it['requirement']}",
            '\n'.join(it['evidence']), it['procedure'], it['clause'], '\n'.join(it['jis']) or None,
            it['remarks']), 4):
        if value is not None:
            sheet.cell(row, column, value)


def merge_down(sheet, rows):
    """Merges each heading with the blank cells below it, within its page, as offices do."""
    for column in (1, 2, 3):
        begin = last = None
        for row in rows + [None]:
            goes_on = row is not None and begin is not None and row == last + 1 and \
                sheet.cell(row, column).value is None and \
                not any(sheet.cell(row, left).value for left in range(1, column))
            if not goes_on:
                if begin is not None and last > begin:
                    merge(sheet, begin, last, column)
                begin = row if row is not None and sheet.cell(row, column).value is not None else None
            last = row


def merge(sheet, begin, end, column):
    across = next((m for m in sheet.merged_cells.ranges
                   if m.min_row == m.max_row == begin and m.min_col == column), None)
    right = column
    if across:
        right = across.max_col
        sheet.unmerge_cells(str(across))
    sheet.merge_cells(start_row=begin, end_row=end, start_column=column, end_column=right)


class Expected:
    def __init__(self):
        self.path, self.items, self.problems = [None, None, None], [], []

    def problem(self, row, column, code, severity, value, reading):
        cell = f'{"ABCDEFGHIJK"[COLUMNS.index(column)]}{row}'
        self.problems.append(dict(sheet=SHEET, row=row, column=column, cell=cell, code=code,
                                  severity=severity, value=value, reading=reading))

    def heading_path(self, it):
        for level, heading in enumerate(it['headings']):
            text = heading[0] if isinstance(heading, tuple) else heading
            if text is None or isinstance(text, int) or self.path[level] == text:
                continue
            self.path[level:] = [text] + [None] * (2 - level)
        return [line for text in self.path if text for line in text.split('\n')]

    def item(self, row, it):
        number = it.get('proposed') or it.get('shifted') or it.get('read') or str(it['no'])
        if 'proposed' in it:
            self.problem(row, 'No.', 'number-missing', 'confirm', None, f'propose {number}')
        if 'shifted' in it:
            self.problem(row, 'No.', 'number-shifted', 'confirm', None,
                         f'{number} stands in the column 小項目; the heading above goes on')
        self.items.append({
            'row': row, 'number': number, 'heading_path': self.heading_path(it),
            'mandatory': bool(it['mandatory']), 'index': it['index'], 'title': it['title'],
            'requirement': it['requirement'],
            'evidence': [e.lstrip('□ \u3000').replace('\n\u3000', '') for e in it['evidence']],
            'procedure': it['procedure'],
            'clause': it['clause'].replace('\n', '') if it['clause'] else None,
            'jis': it['jis'], 'remarks': it['remarks']})


def fixed_times(path):
    """The same bytes from the same words: no time of the clock in the file."""
    with zipfile.ZipFile(path) as z:
        parts = [(info.filename, z.read(info)) for info in z.infolist()]
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in parts:
            z.writestr(zipfile.ZipInfo(name, (2024, 10, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def main():
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(2024, 10, 1)
    sheet, expected = book.active, Expected()
    sheet.title = SHEET
    sheet.cell(1, 1, '別表　書庫及び端末の点検項目（青葉野区）')
    sheet.merge_cells('A1:K1')
    sheet.cell(2, 1, '（○は必須項目を示す。）')
    row, pages, counts = 3, [[]], {HEADER: 0, BLANK: 0}
    for entry in ROWS:
        if entry == HEADER:
            put_header(sheet, row, broken=counts[HEADER] == 1)
            pages.append([])
        elif entry != BLANK and 'stray' in entry:
            sheet.cell(row, 4, entry['stray'])
            sheet.cell(row, 5, '○')
            sheet.cell(row, 6, entry['text'])
            expected.problem(row, 'No.', 'number-repeated', 'reject', entry['stray'],
                             'a heading cell fallen into its own row; not an item')
        elif entry != BLANK:
            put_item(sheet, row, entry)
            pages[-1].append(row)
            expected.item(row, entry)
        if entry in (HEADER, BLANK):
            counts[entry] += 1
        row += 2 if entry == HEADER else 1
    for page in pages:
        merge_down(sheet, page)
    for cells in sheet.iter_rows(min_row=3, max_row=row - 1, max_col=11):
        for cell in cells:
            cell.border = Border(THIN, THIN, THIN, THIN)
            cell.alignment = Alignment(wrap_text=True, vertical='top')
    book.save(SAMPLES / f'{NAME}.xlsx')
    fixed_times(SAMPLES / f'{NAME}.xlsx')
    items = expected.items
    text = json.dumps({
        'file': f'{NAME}.xlsx', 'kind': 'criteria', 'sheet': SHEET,
        'counts': {'items': len(items), 'rejected': 1, 'header_blocks': counts[HEADER],
                   'blank_rows': counts[BLANK],
                   'confirm': sum(p['severity'] == 'confirm' for p in expected.problems),
                   'mandatory': sum(i['mandatory'] for i in items),
                   'evidence_names': sum(len(i['evidence']) for i in items),
                   'jis_numbers': sum(len(i['jis']) for i in items)},
        'problems': expected.problems, 'items': items}, ensure_ascii=False, indent=1)
    (SAMPLES / f'{NAME}.expected.json').write_text(text + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
