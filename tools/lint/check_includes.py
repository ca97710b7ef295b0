#!/usr/bin/python3
"""Arrows go down only: which folder of src/ may include which, and no circles inside a folder."""
import re

from common import Check, blank, line_at

# The house of docs/architecture.md. A folder includes from itself and from lower rows only.
ROWS = [
    {'base'},
    {'store', 'ui', 'sheet'},
    {'org', 'job'},
    {'record', 'assertion', 'search'},
    {'survey', 'criteria', 'ledger'},
    {'audit'},
    {'report'},
    {'web'},
    {'cli'},  # `kageyu serve` starts the web
]
ROW = {folder: row for row, folders in enumerate(ROWS) for folder in folders}
# What tools/gen_sql.py makes belongs to store/, what tools/gen_libraries.py makes to base/.
GENERATED = {'gen/tables.h': 'store', 'gen/queries.h': 'store', 'gen': 'base'}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]*)"', re.M)


def includes(check, path):
    """(included path, line) for each quoted include."""
    text = blank(check.read(path), strings=False)
    return [(match[1], line_at(text, match.start(1))) for match in INCLUDE.finditer(text)]


def check_direction(check, path, target, line):
    folder, _, rest = target.partition('/')
    folder = GENERATED.get(target, GENERATED.get(folder, folder))
    own = path.parts[1]
    if not rest or folder not in ROW:
        check.fault(path, line, f'"{target}": write the path from src/, as in "base/ctx.h"')
    elif folder != own and ROW[folder] >= ROW[own]:
        where = 'above' if ROW[folder] > ROW[own] else 'beside'
        check.fault(path, line, f'"{target}": {folder}/ stands {where} {own}/, includes go down')


def check_circles(check, graph):
    """graph: file -> [(file, line)]. Reports each circle once, at the include that closes it."""
    state = {}

    def visit(node, trail):
        state[node] = 'open'
        for target, line in graph[node]:
            if state.get(target) == 'open':
                circle = trail[trail.index(target):] + [target]
                check.fault(f'src/{node}', line, 'includes in a circle: ' + ' -> '.join(circle))
            elif target not in state:
                visit(target, trail + [target])
        state[node] = 'done'

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])


def main():
    check = Check(__doc__)
    graph = {}
    for path in check.sources('.c', '.h', '.def'):
        if len(path.parts) < 3 or path.parts[1] not in ROW:
            check.fault(path, 1, 'stands in no folder of the house')
            continue
        found = includes(check, path)
        for target, line in found:
            check_direction(check, path, target, line)
        graph['/'.join(path.parts[1:])] = found
    for node, targets in graph.items():
        graph[node] = [(target, line) for target, line in targets if target in graph]
    check_circles(check, graph)
    check.finish()


if __name__ == '__main__':
    main()
