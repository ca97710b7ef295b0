#!/usr/bin/env python3
"""Compile files into C arrays.

    embed.py OUT.c NAME=FILE...    -> const char NAME[] = {...}; with a NUL at the end
    embed.py --assets OUT.c FILE...  -> the table of web/assets.h
"""
import hashlib
import os
import sys

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}


def array(name, data):
    # bytes as signed char values: a string literal over 4095 characters is not portable
    values = ",".join(str(b - 256 if b > 127 else b) for b in data + b"\0")
    lines = []
    while len(values) > 96:
        cut = values.rindex(",", 0, 96) + 1
        lines.append(values[:cut])
        values = values[cut:]
    lines.append(values)
    return "const char %s[] = {\n%s};\n" % (name, "\n".join(lines))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write_assets(out, paths):
    rows = []
    out.write('#include "web/assets.h"\n')
    for number, path in enumerate(paths):
        data, name = read(path), os.path.basename(path)
        digest = hashlib.blake2b(data, digest_size=8).hexdigest()
        out.write("static " + array("asset_%d" % number, data))
        rows.append('\t{"%s", "%s", asset_%d, %d, "%s"},\n'
                    % (name, TYPES[os.path.splitext(name)[1]], number, len(data), digest))
    out.write("const struct asset assets[] = {\n%s};\n" % "".join(rows))
    out.write("const size_t n_assets = %d;\n" % len(rows))


def write_arrays(out, pairs):
    for pair in pairs:
        name, path = pair.split("=", 1)
        out.write("extern const char %s[];\n%s" % (name, array(name, read(path))))


def main():
    words = sys.argv[1:]
    write = write_arrays
    if words[0] == "--assets":
        write = write_assets
        words = words[1:]
    with open(words[0], "w", encoding="ascii") as out:
        out.write("/* Made by tools/embed.py. */\n")
        write(out, words[1:])


if __name__ == "__main__":
    main()
