#!/usr/bin/python3
"""What somebody with Python would write: the same workbooks with openpyxl, and reading them back.

    peer_openpyxl.py describe FOLDER CELLS     the cells of Kageyu's workbooks into a JSON file
    peer_openpyxl.py write CELLS FOLDER        workbooks with these cells, formats, lists, protection
    peer_openpyxl.py read FOLDER               reads every cell (load_workbook)
    peer_openpyxl.py table CSV TARGET          one table of texts as a workbook
    peer_openpyxl.py read-only FOLDER          reads every cell (load_workbook read_only=True)
"""
import csv
import json
import sys
from pathlib import Path

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

HEADER_ROW, COLUMNS = 5, 7
ANSWERS = (5, 6, 7)
THIN = Side(style='thin')
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def books(folder):
    return sorted(Path(folder).glob('*.xlsx'))


def describe(folder, target):
    cells = {}
    for path in books(folder):
        book = openpyxl.load_workbook(path)
        cells[path.name] = {
            'sheets': [[sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()]]
                       for sheet in book],
            'widths': [book.worksheets[0].column_dimensions[get_column_letter(n)].width
                       for n in range(1, COLUMNS + 1)],
            'heights': [book.worksheets[0].row_dimensions[n].height
                        for n in range(1, book.worksheets[0].max_row + 1)]}
    Path(target).write_text(json.dumps(cells, ensure_ascii=False), encoding='utf-8')


class Formats:
    def __init__(self):
        self.font, self.bold = Font(name='BIZ UDゴシック', size=10), Font(name='BIZ UDゴシック', size=10, bold=True)
        self.wrap = Alignment(wrap_text=True, vertical='center')
        self.center = Alignment(wrap_text=True, vertical='center', horizontal='center')
        self.head = PatternFill('solid', fgColor='E8F1FE')
        self.answer = PatternFill('solid', fgColor='FFFBE6')
        self.missing = PatternFill('solid', bgColor='FFC9C2')
        self.open = Protection(locked=False)


def write_answers_sheet(sheet, about, formats):
    values = about['sheets'][0][1]
    for n, row in enumerate(values, 1):
        if about['heights'][n - 1]:
            sheet.row_dimensions[n].height = about['heights'][n - 1]
        for k, value in enumerate(row, 1):
            if value is None and n <= HEADER_ROW:
                continue
            cell = sheet.cell(n, k, value)
            cell.font, cell.alignment, cell.border = formats.font, formats.wrap, EDGE
            if n == HEADER_ROW:
                cell.font, cell.alignment, cell.fill = formats.bold, formats.center, formats.head
            elif n > HEADER_ROW and k in ANSWERS:
                cell.fill, cell.protection = formats.answer, formats.open
                if k == ANSWERS[-1]:
                    cell.number_format = 'yyyy/mm/dd'
    for n, width in enumerate(about['widths'], 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    first, last = HEADER_ROW + 1, len(values)
    levels = DataValidation(type='list', formula1='=_key!$D$2:$D$7', showErrorMessage=True)
    sheet.add_data_validation(levels)
    levels.add(f'E{first}:E{last}')
    sheet.conditional_formatting.add(f'F{first}:F{last}', FormulaRule(
        formula=[f'AND(ISNUMBER($E{first}),$E{first}<4,LEN($F{first})=0)'], fill=formats.missing))
    sheet.freeze_panes = f'A{first}'
    sheet.print_title_rows = f'{HEADER_ROW}:{HEADER_ROW}'
    sheet.page_setup.orientation, sheet.page_setup.paperSize = 'landscape', 9
    sheet.protection.sheet = True


def write(source, folder):
    formats = Formats()
    Path(folder).mkdir(exist_ok=True)
    for name, about in json.loads(Path(source).read_text(encoding='utf-8')).items():
        book = openpyxl.Workbook()
        book.active.title = about['sheets'][0][0]
        write_answers_sheet(book.active, about, formats)
        key = book.create_sheet(about['sheets'][1][0])
        for row in about['sheets'][1][1]:
            key.append(row)
        key.sheet_state = 'hidden'
        book.save(Path(folder) / name)


def read(folder, read_only=False):
    n = 0
    for path in books(folder):
        book = openpyxl.load_workbook(path, read_only=read_only)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                n += sum(value is not None for value in row)
        book.close()
    print(n)


def table(source, target):
    book = openpyxl.Workbook()
    with open(source, encoding='utf-8-sig', newline='') as f:
        for row in csv.reader(f):
            book.active.append(row)
    book.save(target)


if __name__ == '__main__':
    verb, *words = sys.argv[1:]
    {'describe': describe, 'write': write, 'read': read, 'table': table,
     'read-only': lambda folder: read(folder, True)}[verb](*words)
