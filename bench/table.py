"""The results as a table that can be read on a terminal and pasted into docs/bench.md."""
import unicodedata

HEAD = ('何を', '中央値', '最短–最長', 'CPU時間', '最大メモリ', 'kageyuを1とした時間', '目標')


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)


def pad(text, columns, right):
    space = ' ' * (columns - width(text))
    return space + text if right else text + space


def time(seconds):
    return f'{seconds * 1000:.1f} ms' if seconds < 0.1 else f'{seconds:.2f} s'


def verdict(comparison, result):
    """By the time on the wall; a busy machine is told apart by the processor's."""
    target = comparison.targets.get(result.name)
    if target is None:
        return ''
    met = '達成' if comparison.met(result) else '未達'
    if met == '未達' and result.cpu < target:
        met = '未達（CPU時間では達成）'
    return f'{time(target)} 未満：{met}'


def line(comparison, result):
    low, high = result.spread
    ratio = result.seconds / comparison.results[0].seconds
    return (result.name, time(result.seconds), f'{time(low)}–{time(high)}', time(result.cpu),
            f'{result.memory / 2**20:.0f} MB', f'{ratio:.2f}', verdict(comparison, result))


def render(comparison):
    """A title and a Markdown table."""
    return markdown(comparison.title,
                    [HEAD, *(line(comparison, result) for result in comparison.results)],
                    [False, *[True] * (len(HEAD) - 2), False])


def markdown(title, rows, right):
    """The first row is the head; right[k]: column k is aligned to the right."""
    columns = [max(width(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = ['| ' + ' | '.join(pad(cell, columns[k], right[k]) for k, cell in enumerate(row)) + ' |'
             for row in rows]
    rule = '|' + '|'.join('-' * (n + 1) + (':' if r else '-') for n, r in zip(columns, right)) + '|'
    return '\n'.join([f'### {title}', '', lines[0], rule, *lines[1:], ''])
