#!/usr/bin/env python3
"""Hashes of the 12-character runs of a report's item sentences, so that a test can prove our own
texts free of them without holding the report.

    seed_runs.py REPORT.txt -o tests/golden/seed-runs.bin

REPORT.txt is the extracted text of the 2010 audit report whose appendix 1 prints the 110 mandatory
items, cells divided by tabs. Every cell of that appendix with a full stop in it is a sentence cell.
Space, punctuation and brackets are dropped, every other character that is not Japanese ends a stretch,
and each 12 characters of a stretch give one hash: the first 5 bytes of BLAKE2b. The file is the sorted
hashes one after the other, without repetition and without a head.
"""
import argparse
import hashlib
import re
import sys

RUN = 12
SIZE = 5
APPENDIX = "必須項目110"  # heading of the table
APPENDIX_END = "個別システムの概要"  # heading of what follows it

DROPPED = re.compile(r"[\s、。，．・「」『』（）()]+")
NOT_JAPANESE = re.compile(r"[^\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def runs(text):
    """The 12-character runs of Japanese characters in the text."""
    for stretch in NOT_JAPANESE.split(DROPPED.sub("", text)):
        for i in range(len(stretch) - RUN + 1):
            yield stretch[i : i + RUN]


def digest(run):
    return hashlib.blake2b(run.encode(), digest_size=SIZE).digest()


def load(path):
    with open(path, "rb") as file:
        data = file.read()
    return {data[i : i + SIZE] for i in range(0, len(data), SIZE)}


def sentence_cells(report):
    start = max(i for i, line in enumerate(report) if APPENDIX in line and "\t" not in line)
    for line in report[start:]:
        if APPENDIX_END in line:
            return
        for cell in line.split("\t"):
            if "。" in cell:
                yield re.sub(r"<[^>]*>", "", cell)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("report")
    parser.add_argument("-o", "--output", required=True)
    args = parser.parse_args()
    with open(args.report, encoding="utf-8") as file:
        cells = list(sentence_cells(file.read().splitlines()))
    hashes = sorted({digest(run) for cell in cells for run in runs(cell)})
    with open(args.output, "wb") as file:
        file.write(b"".join(hashes))
    print(f"{len(cells)} sentence cells, {len(hashes)} runs", file=sys.stderr)


if __name__ == "__main__":
    main()
