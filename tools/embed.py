#!/usr/bin/env python3
"""Compile files into C arrays.

    embed.py OUT.c NAME=FILE...    -> const char NAME[] = {...}; with a NUL at the end
    embed.py --assets OUT.c FILE...  -> the table of web/assets.h
    embed.py --help-pages OUT.c FILE...  -> the table of web/help.h
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


def write_help(out, paths):
    rows = []
    out.write('#include "web/help.h"\n')
    for number, path in enumerate(paths):
        data = read(path)
        name = os.path.splitext(os.path.basename(path))[0]
        if not data.startswith(b"# "):
            sys.exit("%s: the first line must be '# ' and the title" % path)
        out.write("static " + array("help_%d" % number, data))
        rows.append('\t{"%s", help_%d},\n' % (name, number))
    out.write("const struct help help_pages[] = {\n%s};\n" % "".join(rows))
    out.write("const size_t n_help_pages = %d;\n" % len(rows))


def write_arrays(out, pairs):
    for pair in pairs:
        name, path = pair.split("=", 1)
        out.write("extern const char %s[];\n%s" % (name, array(name, read(path))))


def main():
    words = sys.argv[1:]
    write = {"--assets": write_assets, "--help-pages": write_help}.get(words[0])
    if write:
        words = words[1:]
    else:
        write = write_arrays
    with open(words[0], "w", encoding="ascii") as out:
        out.write("/* Made by tools/embed.py. */\n")
        write(out, words[1:])


if __name__ == "__main__":
    main()
