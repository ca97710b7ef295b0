"""Fills in workbooks as a section does in Excel: numbers as values, texts as shared strings."""
import datetime
import re
import zipfile
from xml.sax.saxutils import escape

SHEET, STRINGS = 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'
FIRST_ROW = 6
EPOCH = datetime.date(1899, 12, 30)


class Strings:
    """The table of shared strings, growing."""

    def __init__(self, xml):
        self.head, body = re.match(r'(.*?<sst[^>]*>)(.*)</sst>', xml, re.S).groups()
        self.items = re.findall(r'<si>.*?</si>', body, re.S)
        self.at = {item: n for n, item in enumerate(self.items)}

    def index(self, text):
        item = f'<si><t>{escape(text)}</t></si>'
        if item not in self.at:
            self.at[item] = len(self.items)
            self.items.append(item)
        return self.at[item]

    def xml(self):
        return self.head + ''.join(self.items) + '</sst>'


def put(sheet, cell, value, strings):
    if value is None:
        return sheet
    filled = f't="s"><v>{strings.index(value)}' if isinstance(value, str) else f'><v>{value}'
    new, n = re.subn(rf'<c r="{cell}" s="(\d+)"/>', rf'<c r="{cell}" s="\1" {filled}</v></c>', sheet)
    assert n == 1, cell
    return new


def fill(source, target, answers):
    """answers: (level, comment, ISO date) of each item, in the order of the sheet."""
    with zipfile.ZipFile(source) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    sheet, strings = parts[SHEET].decode(), Strings(parts[STRINGS].decode())
    for row, (level, comment, day) in enumerate(answers, FIRST_ROW):
        date = (datetime.date.fromisoformat(day) - EPOCH).days
        sheet = put(sheet, f'E{row}', int(level) if level.isdigit() else level, strings)
        sheet = put(sheet, f'F{row}', comment or None, strings)
        sheet = put(sheet, f'G{row}', date, strings)
    parts[SHEET], parts[STRINGS] = sheet.encode(), strings.xml().encode()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
