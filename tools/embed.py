#!/usr/bin/env python3
"""Compile text files into C arrays.

    embed.py OUT.c NAME=FILE...    -> const char NAME[] = {...}; with a NUL at the end
"""
import sys


def main():
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("/* Made by tools/embed.py. */\n")
        for pair in sys.argv[2:]:
            name, path = pair.split("=", 1)
            data = open(path, "rb").read() + b"\0"
            # bytes as signed char values: a string literal over 4095 characters is not portable
            values = ",".join(str(b - 256 if b > 127 else b) for b in data)
            lines = []
            while len(values) > 96:
                cut = values.rindex(",", 0, 96) + 1
                lines.append(values[:cut])
                values = values[cut:]
            lines.append(values)
            out.write("extern const char %s[];\nconst char %s[] = {\n%s};\n" % (name, name, "\n".join(lines)))


if __name__ == "__main__":
    main()
