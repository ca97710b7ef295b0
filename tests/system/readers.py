"""Opens what the program writes with readers that are not the program's.

Every reader gives the tables of a report as lists of rows of texts, as a person sees them.
"""
import csv
import io
import re
import subprocess

import docx
import openpyxl
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

RESULT_FIRST, RESULT_LAST = '対象所属', '平均対策レベル'
ITEM_CELL = re.compile(r'—|\d+(\(\d+\))?')
MEAN_CELL = re.compile(r'—|\d\.\d\d')


def squeeze(text):
    return re.sub(r'\s+', '', text)


# --- tables of each format

def docx_tables(path):
    tables = []
    for table in docx.Document(path).element.body.iter(qn('w:tbl')):
        rows = []
        for tr in table.findall(qn('w:tr')):
            rows.append([''.join(cell_text(tc)).strip() for tc in tr.findall(qn('w:tc'))])
        tables.append(rows)
    return tables


def cell_text(tc):
    for number, p in enumerate(tc.iter(qn('w:p'))):
        if number:
            yield '\n'
        for node in p.iter(qn('w:t'), qn('w:br'), qn('w:tab')):
            yield node.text or '' if node.tag == qn('w:t') else '\n'


def html_tables(path):
    with open(path, encoding='utf-8') as f:
        soup = BeautifulSoup(f, 'html5lib')
    return [[[cell.get_text().strip() for cell in tr.find_all(['th', 'td'])]
             for tr in table.find_all('tr')] for table in soup.find_all('table')]


def shown(cell):
    """A cell of a workbook as it is displayed."""
    value = cell.value
    if value is None:
        return ''
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        decimals = re.fullmatch(r'[#,]*0(?:\.(0+))?(;.*)?', cell.number_format)
        if decimals and decimals.group(1):
            return f'{value:.{len(decimals.group(1))}f}'
        return str(int(value)) if float(value).is_integer() else repr(value)
    return str(value).strip()


def xlsx_sheets(path):
    """{sheet name: rows}, empty rows left out."""
    book = openpyxl.load_workbook(path)
    sheets = {}
    for sheet in book.worksheets:
        rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
        for row in rows:
            while row and not row[-1]:
                row.pop()
        sheets[sheet.title] = [row for row in rows if row]
    return sheets


def md_tables(path):
    with open(path, encoding='utf-8') as f:
        lines = f.read().splitlines()
    tables, rows = [], []
    for line in lines + ['']:
        if line.lstrip().startswith('|'):
            rows.append(pipe_cells(line.strip()))
        elif rows:
            if len(rows) > 1 and all(re.fullmatch(r':?-+:?', cell) for cell in rows[1]):
                del rows[1]
            tables.append(rows)
            rows = []
    return tables


def pipe_cells(line):
    cells = re.split(r'(?<!\\)\|', line.strip().removeprefix('|'))
    if not cells[-1].strip():
        cells.pop()
    return [re.sub(r'\\(.)', r'\1', cell.replace('<br>', '\n')).strip() for cell in cells]


def pdf_text(path, *options):
    return subprocess.run(['pdftotext', *options, path, '-'], check=True,
                          capture_output=True).stdout.decode('utf-8')


# --- the result tables of a report

def is_result_header(row):
    return len(row) > 3 and squeeze(row[0]) == RESULT_FIRST and squeeze(row[-1]) == RESULT_LAST


def cut_results(rows):
    """The result tables in a run of rows: header, sections, 合計."""
    tables, current = [], None
    for row in rows:
        if is_result_header(row):
            current = [[squeeze(cell) for cell in row]]
            tables.append(current)
        elif current is not None and len(row) == len(current[0]):
            current.append([squeeze(cell) for cell in row])
            if current[-1][0] == '合計':
                current = None
    return tables


def pdf_results(path):
    """As cut_results(), from the lines that pdftotext lays out; headers may be broken over lines."""
    tables, current = [], None
    for line in pdf_text(path, '-layout').splitlines():
        words = line.split()
        tail = len(words)
        while tail and (ITEM_CELL.fullmatch(words[tail - 1]) or MEAN_CELL.fullmatch(words[tail - 1])):
            tail -= 1
        cells = words[tail:]
        if len(cells) < 8 or not MEAN_CELL.fullmatch(cells[-1]):
            continue
        if current is None:
            current = []
            tables.append(current)
        current.append([''.join(words[:tail]), *cells])
        if words[0] == '合計':
            current = None
    return tables


def results(path, form):
    """The result tables of a report; in PDF without their header rows."""
    if form == 'pdf':
        return pdf_results(path)
    if form == 'xlsx':
        return [t for rows in xlsx_sheets(path).values() for t in cut_results(rows)]
    read = {'docx': docx_tables, 'html': html_tables, 'md': md_tables}[form]
    return [t for rows in read(path) for t in cut_results(rows)]


def all_rows(path, form):
    """The rows of all tables of a report; none in PDF, whose other tables cannot be told apart."""
    if form == 'pdf':
        return []
    if form == 'xlsx':
        return [row for rows in xlsx_sheets(path).values() for row in rows if len(row) > 2]
    read = {'docx': docx_tables, 'html': html_tables, 'md': md_tables}[form]
    return [row for table in read(path) for row in table]


# --- all text

def text(path, form):
    """All text of a report in reading order, without white space."""
    if form == 'pdf':
        return squeeze(pdf_text(path, '-raw'))
    if form == 'docx':
        body = docx.Document(path).element.body
        return squeeze(''.join(node.text or '' for node in body.iter(qn('w:t'))))
    if form == 'html':
        with open(path, encoding='utf-8') as f:
            return squeeze(BeautifulSoup(f, 'html5lib').body.get_text())
    if form == 'xlsx':
        return squeeze(' '.join(cell for rows in xlsx_sheets(path).values()
                                for row in rows for cell in row))
    with open(path, encoding='utf-8') as f:
        return squeeze(re.sub(r'\\(.)', r'\1', f.read()))


def csv_rows(data):
    """Rows of an exported CSV as dicts."""
    return list(csv.DictReader(io.StringIO(data.decode('utf-8-sig'), newline='')))
