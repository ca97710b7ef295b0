#!/usr/bin/python3
"""Each check finds its planted violation, at its place, and is silent on a tree without one."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

LINT = Path(__file__).resolve().parents[1]
TOOLS = LINT.parent

PO_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


class Tree(unittest.TestCase):
    """A small source tree; `plant` adds or replaces a file."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.plant('src/base/err.h', '#ifndef KAGEYU_BASE_ERR_H\n#define KAGEYU_BASE_ERR_H\n\n'
                   '#define N_(msgid) msgid\n#define FAIL(c, code, ...) error_set(c, __VA_ARGS__)\n'
                   '#define NOTE(c, list, place, ...) \\\n\tproblem_add(c, list, place, __VA_ARGS__)\n'
                   '\n#endif\n')
        self.plant('src/base/buf.h', '#ifndef KAGEYU_BASE_BUF_H\n#define KAGEYU_BASE_BUF_H\n\n'
                   'int buf_len(void);\n\n#endif\n')
        self.plant('src/base/buf.c', '#include "base/buf.h"\n\nint buf_len(void)\n{\n'
                   '\treturn FAIL(c, ERR_IO, N_("Cannot read {1}."), path);\n}\n')
        self.plant('src/store/db.h', '#ifndef KAGEYU_STORE_DB_H\n#define KAGEYU_STORE_DB_H\n\n'
                   '#include "base/buf.h"\n\n#endif\n')
        self.plant('po/ja.po', PO_HEADER + 'msgid "Cannot read {1}."\nmsgstr "{1}を読めません。"\n')

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding='utf-8')

    def run_check(self, name):
        run = subprocess.run([LINT / name, '--root', self.root], capture_output=True, text=True,
                             check=False)
        self.assertEqual(run.stderr, '')
        return run

    def silent(self, name):
        run = self.run_check(name)
        self.assertEqual((run.stdout, run.returncode), ('', 0))

    def finds(self, name, *faults):
        """Each fault is the beginning of a line of output; there are no other lines."""
        run = self.run_check(name)
        lines = run.stdout.splitlines()
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertEqual(len(lines), len(faults), run.stdout)
        for line, fault in zip(lines, faults):
            self.assertTrue(line.startswith(fault), f'{line}\ndoes not begin with\n{fault}')


class CleanTree(Tree):
    def test_every_check_is_silent(self):
        for name in sorted(path.name for path in LINT.glob('check_*')):
            with self.subTest(name):
                self.silent(name)


class Includes(Tree):
    def test_upwards(self):
        self.plant('src/base/up.c', '/* "x" */\n#include "store/db.h"\n')
        self.finds('check_includes.py', 'src/base/up.c:2: "store/db.h": store/ stands above base/')

    def test_beside(self):
        self.plant('src/ui/page.c', '#include "store/db.h"\n')
        self.finds('check_includes.py', 'src/ui/page.c:1: "store/db.h": store/ stands beside ui/')

    def test_generated_headers_belong_to_their_folder(self):
        self.plant('src/org/unit.c', '#include "gen/queries.h"\n')
        self.silent('check_includes.py')
        self.plant('src/sheet/csv.c', '#include "gen/queries.h"\n')
        self.finds('check_includes.py', 'src/sheet/csv.c:1: "gen/queries.h": store/ stands beside')
        self.plant('src/sheet/csv.c', '#include "gen/libzip.h"\n')
        self.silent('check_includes.py')

    def test_without_folder(self):
        self.plant('src/base/near.c', '#include "buf.h"\n')
        self.finds('check_includes.py', 'src/base/near.c:1: "buf.h": write the path')

    def test_unknown_folder(self):
        self.plant('src/util/misc.c', '')
        self.finds('check_includes.py', 'src/util/misc.c:1: stands in no folder')

    def test_circle(self):
        self.plant('src/base/a.h', '#include "base/b.h"\n')
        self.plant('src/base/b.h', '\n#include "base/c.h"\n')
        self.plant('src/base/c.h', '\n\n#include "base/a.h"\n')
        self.finds('check_includes.py', 'src/base/c.h:3: includes in a circle: '
                   'base/a.h -> base/b.h -> base/c.h -> base/a.h')

    def test_commented_out(self):
        self.plant('src/base/old.c', '/*\n#include "store/db.h"\n*/\n// #include "x.h"\n')
        self.silent('check_includes.py')


class Headers(Tree):
    def test_guard(self):
        self.plant('src/base/date.h', '/* dates */\n#ifndef DATE_H\n#define DATE_H\n#endif\n')
        self.finds('check_headers.sh',
                   'src/base/date.h:2: the include guard must be KAGEYU_BASE_DATE_H')

    def test_does_not_compile_alone(self):
        self.plant('src/base/os.h', '#ifndef KAGEYU_BASE_OS_H\n#define KAGEYU_BASE_OS_H\n'
                   'size_t os_size(void);\n#endif\n')
        self.finds('check_headers.sh', 'src/base/os.h:3: gcc: error: unknown type',
                   'src/base/os.h:3: clang: error: unknown type')


class Banned(Tree):
    def test_call(self):
        self.plant('src/base/copy.c', 'void f(char *a)\n{\n\tstrcpy (a, "x");\n\texit(1);\n}\n')
        self.finds('check_banned.py', 'src/base/copy.c:3: strcpy():', 'src/base/copy.c:4: exit():')

    def test_each_name(self):
        sys.path.insert(0, str(LINT))
        from check_banned import BANNED
        self.assertGreater(len(BANNED), 20)
        self.plant('src/base/all.c', ''.join(f'{name}();\n' for name in sorted(BANNED)))
        self.finds('check_banned.py', *(f'src/base/all.c:{i}: {name}()' for i, name
                                        in sorted(enumerate(sorted(BANNED), 1),
                                                  key=lambda pair: pair[0])))

    def test_not_a_call(self):
        self.plant('src/base/fine.c', '/* strcpy(a, b) */\nchar *s = "system(1)";\n'
                   'int x = ops->system(1) + my_system(2) + gmtime_r(t, &tm);\n')
        self.plant('src/cli/main.c', 'int main(void)\n{\n\texit(2);\n}\n')
        self.silent('check_banned.py')


class Style(Tree):
    def test_white_space_and_width(self):
        self.plant('src/base/w.c', 'int a; \n    \tint b;\n' + '\t' * 12 + '"12345";\n\n')
        self.finds('check_style.py', 'src/base/w.c:1: white space', 'src/base/w.c:2: a space',
                   'src/base/w.c:3: longer', 'src/base/w.c:5: the file must end')


class Paths(Tree):
    def test_planted(self):
        self.plant('docs/a.md', 'see /ro' 'ot/x\nand /ho' 'me/taro\nin /t' 'mp/x\n')
        self.plant('docs/b.md', 'from de' 'b.debian.org\nor pyp' 'i.org\n')
        self.plant('docs/c.md', '\nTO' 'DO: later\n')
        self.finds('check_paths.py', 'docs/a.md:1: "/ro' 'ot"', 'docs/a.md:2: "/ho' 'me/t"',
                   'docs/a.md:3: "/t' 'mp/x"', 'docs/b.md:1:', 'docs/b.md:2:', 'docs/c.md:2:')

    def test_not_a_path_of_a_machine(self):
        self.plant('docs/d.md', 'the src/ro' 'ot/ folder, ${TMPDIR:-/t' 'mp}, https://x/ho' 'me\n')
        self.plant('docs/e.bin', 'a\0/ro' 'ot/x\n')
        self.silent('check_paths.py')


class Po(Tree):
    def plant_po(self, text):
        self.plant('po/ja.po', PO_HEADER + text)

    def test_missing(self):
        self.plant_po('')
        self.finds('check_po.py', 'src/base/buf.c:5: not in po/ja.po: "Cannot read {1}."')

    def test_untranslated_and_unused(self):
        self.plant_po('msgid "Cannot read {1}."\nmsgstr ""\n\nmsgid "Gone"\nmsgstr "昔"\n')
        self.finds('check_po.py', 'po/ja.po:4: not translated', 'po/ja.po:7: not used')

    def test_fuzzy(self):
        self.plant_po('#, c-format, fuzzy\nmsgid "Cannot read {1}."\nmsgstr "{1}を読めません。"\n')
        self.finds('check_po.py', 'po/ja.po:5: fuzzy')

    def test_places_differ(self):
        self.plant_po('msgid "Cannot read {1}."\nmsgstr "{2}を読めません。"\n')
        self.finds('check_po.py', 'po/ja.po:4: the translation has other')

    def test_obsolete_and_twice(self):
        good = 'msgid "Cannot read {1}."\nmsgstr "{1}を読めません。"\n'
        self.plant_po(good + good + '#~ msgid "Old"\n#~ msgstr "旧"\n')
        self.finds('check_po.py', 'po/ja.po:6: stands here twice', 'po/ja.po:8: obsolete')

    def test_message_not_wrapped(self):
        self.plant('src/base/raw.c', '\nNOTE(c, list, (struct place){0, 1},\n\t"Bare");\n'
                   'NOTE(c, list, place, all ? N_("Cannot read {1}.") : N_("Cannot read {1}."), x);\n')
        self.finds('check_po.py', 'src/base/raw.c:2: NOTE(): wrap the message')

    def test_arguments_do_not_fit(self):
        self.plant('src/base/buf.c', 'FAIL(c, ERR_IO,\n\tN_("Cannot "\n\t"read {1}."));\n'
                   'FAIL(c, ERR_IO, N_("Cannot read {1}."), f(a, b), c);\n')
        self.finds('check_po.py', 'src/base/buf.c:1: FAIL(): 0 arguments, the message has {1}',
                   'src/base/buf.c:4: FAIL(): 2 arguments, the message has {1}')


class Po2c(Tree):
    MSG_H = ('#include <stddef.h>\nstruct msg_entry { const char *msgid, *msgstr; };\n'
             'extern const struct msg_entry msg_ja[];\nextern const size_t msg_ja_n;\n'
             '#include <stdint.h>\nextern const uint16_t msg_ja_slots[];\n'
             'extern const size_t msg_ja_n_slots;\n')
    MAIN_C = ('#include "ui/msg.h"\n#include <stdio.h>\nint main(void)\n{\n'
              '\tfor (size_t i = 0; i < msg_ja_n; i++)\n'
              '\t\tprintf("%s=%s;", msg_ja[i].msgid, msg_ja[i].msgstr);\n\treturn 0;\n}\n')

    def po2c(self):
        return subprocess.run([sys.executable, TOOLS / 'po2c.py', self.root / 'po/ja.po',
                               self.root / 'ja.c'], capture_output=True, text=True, check=False)

    def test_table_compiles_sorted_and_unchanged(self):
        self.plant('po/ja.po', PO_HEADER + 'msgid "b\\"\\\\\\n"\nmsgstr "髙﨑??)"\n\n'
                   'msgid ""\n"a "\n"long"\nmsgstr ""\n"葛󠄀"\n"城"\n\n'
                   'msgid "Z"\nmsgstr "大"\n\nmsgid "é"\nmsgstr "後"\n\n'
                   'msgid "none"\nmsgstr ""\n\n#, fuzzy\nmsgid "f"\nmsgstr "古"\n')
        self.plant('src/ui/msg.h', self.MSG_H)
        self.plant('main.c', self.MAIN_C)
        self.assertEqual(self.po2c().stderr, '')
        program = self.root / 'a.out'
        subprocess.run(['gcc', '-std=c17', '-pedantic', '-Wall', '-Wextra', '-Werror', '-o',
                        program, f'-I{self.root}/src', self.root / 'main.c', self.root / 'ja.c'],
                       check=True)
        out = subprocess.run([program], capture_output=True, check=True).stdout.decode()
        self.assertEqual(out, 'Z=大;a long=葛󠄀城;b"\\\n=髙﨑??);é=後;')

    def test_refused(self):
        for text, message in (
                ('msgctxt "x"\nmsgid "a"\nmsgstr "b"\n', ':4: expected msgid'),
                ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', ':5: expected msgid'),
                ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', ':5: expected msgid'),
                ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', ':7: this msgid'),
                ('msgid "a"\nmsgstr "b\n', ':5: not a quoted string'),
                ('msgid "a"\nmsgstr "\\x41"\n', ':5: an escape'),
                ('', ': no translated message')):
            with self.subTest(message):
                self.plant('po/ja.po', PO_HEADER + text)
                run = self.po2c()
                self.assertEqual(run.returncode, 1)
                self.assertIn(message, run.stderr)


if __name__ == '__main__':
    unittest.main()
