"""The replay of 2010: what its ledgers hold brings up exactly its alerts, and each closes when mended."""
import csv
import io
from collections import Counter

from kageyu import GOLDEN, Case

DATA = GOLDEN / 'replay-2010'
BEFORE, CHANGED, DAY, MENDED = '2010-12-01', '2010-12-10', '2010-12-30', '2010-12-31'
# in an order in which each finds what it refers to
LEDGERS = ('systems', 'system-connections', 'system-copies', 'system-credentials', 'assets', 'media',
           'carry-outs', 'keys', 'policies', 'policy-clauses', 'policy-classes', 'system-details',
           'contracts', 'trainings', 'training-heads', 'commitments', 'incidents', 'exceptions',
           'distributions', 'acknowledgements')
SINCE = ('system-credentials', 'acknowledgements', 'not-at-hand')  # what changed on that day

SYSTEMS = ('収納推進員システム', '戸籍情報システム', '保健福祉情報システム', '包括支援業務支援システム',
           '介護保険システム', '選挙人名簿・期日前投票システム', '生活保護システム', '児童扶養手当システム')
COLLECTORS, REGISTER, WELFARE, CENTRES, CARE, VOTERS, RELIEF, CHILDREN = SYSTEMS
OWN_RULES = ('収納推進員システムの管理運用基準', '戸籍情報システムの管理運用基準',
             '戸籍情報システムのセキュリティ実施基準', '保健福祉情報システムの管理運用基準',
             '包括支援業務支援システムの管理運用基準', '介護保険システムの管理運用基準',
             '選挙人名簿・期日前投票システムの管理運用基準', '生活保護システムの管理運用基準',
             '児童扶養手当システムの管理規程')
COMMON_RULES = ('個別システム共通基準', '個別システムの標準規程')
CLASSES = ('機密性3', '機密性2', '機密性1', '完全性2', '完全性1', '可用性2', '可用性1',
           '特に重要なシステム')
KEYS = ('東部', '北部', '中央', '南部', '西部', '介護保険課')
FILES = ('ケースファイル（訪問先甲）', 'ケースファイル（訪問先乙）')

# row of the scenario → (rule, record); row 8 is the one that must bring up nothing
EXPECTED = {
    2: [('clause-missing', OWN_RULES[0]), ('password-policy-interval', f'{COLLECTORS}／職員別')],
    3: [('incomplete', COLLECTORS)],
    5: [('offsite-too-rare', REGISTER)],
    6: [('finding-unverified', '職員の知識の不足を改める'), ('clause-missing', OWN_RULES[1]),
        ('training-history-missing', 'eラーニング（戸籍住民課）')],
    7: [('incident-late', '調査票4世帯分の紛失'), ('carry-out-missing', '調査票4世帯分の紛失')],
    8: [],
    9: [('contract-clause', name) for name in ('配食サービス', '紙おむつの支給', '寝具の乾燥')],
    10: [('finding-unanswered', '南部の受託者のパソコンにウイルス対策を入れる'),
         ('acknowledged-not-at-hand', '西部包括支援センター')],
    11: [('password-own-interval', f'{CARE}／職員別')],
    12: [('media-ledger-empty', CARE)],
    14: [('same-password', f'{VOTERS}／{name}')
         for name in ('サーバの起動', '名簿の管理', '期日前投票の端末', 'データベース')] +
        [(rule, f'{VOTERS}／期日前投票の端末')
         for rule in ('shared-credential', 'outsider-credential', 'credential-against-rule')],
    15: [('copies-in-one-place', VOTERS), ('copy-at-original', f'{VOTERS}／予備サーバ')],
    16: [('commitment-lapsed', '毎年研修を行う')],
    19: [(rule, name) for name in FILES for rule in ('carry-out-unapproved', 'carry-out-overdue')] +
        [('carry-out-blanket', '年間の訪問計画によるケースファイル')],
    21: [('shared-credential', f'{CHILDREN}／入力用'), ('shared-credential', f'{CHILDREN}／照会用'),
         ('clause-missing', OWN_RULES[8])],
    22: [(rule, f'情報セキュリティ研修／{who}') for who in ('職員', '管理職')
         for rule in ('training-below-target', 'training-rate-unknown')] +
        [('training-history-missing', '情報セキュリティ研修')],
    26: [('rule-older', name) for name in OWN_RULES + COMMON_RULES] +
        [('commitment-open', '標準規程の改定案を各課に示す')] +
        [('retention-unset', f'{name}のデータ') for name in SYSTEMS],
    28: [('key-open-at-night', f'{name}のキャビネットの鍵') for name in KEYS],
    30: [('contract-clause', 'レセプトの点検')],
    33: [('class-without-controls', f'情報セキュリティ対策基準／{name}') for name in CLASSES] +
        [('clause-dropped', '情報セキュリティ対策基準／12')],
    34: [('withheld-without-ground', name) for name in COMMON_RULES],
    35: [('register-differs', f'{name}／個票')
         for name in (COLLECTORS, REGISTER, WELFARE, CARE, *[VOTERS] * 3, *[RELIEF] * 3, CHILDREN)] +
        [('connections-differ', CARE)],
}

# what the registers say, item by item: (system, item, there, in the ledger)
DIFFERENT = [
    (COLLECTORS, '規程の制定日', '平成16年1月20日', '平成18年4月1日'),
    (REGISTER, 'サーバ台数', '3台', '4'), (WELFARE, 'パソコン台数', '33台', '34'),
    (CARE, '導入年度', '平成16年度', '平成11年度'),
    (RELIEF, 'サーバ台数', '3台', '5'), (RELIEF, 'パソコン台数', '43台', '47'),
    (RELIEF, '導入年度', '平成12年度', '平成3年度'), (CHILDREN, '導入年度', '平成13年度', '平成12年度'),
    (VOTERS, 'サーバ台数', '2台', '1'), (VOTERS, 'パソコン台数', '11台', '10'),
    (VOTERS, '導入年度', '平成16年度', '平成10年度'),
]

ALL = (None, None)  # all rows of the file
# row → ledger, the rows of its file by a column (None: a new one), what is mended in them
MENDS = {
    2: [('system-credentials', ('システム', [COLLECTORS]), {'最終変更日': '平成22年12月31日'}),
        ('policy-clauses', None, {'規程': 'P-5', '条': '7', '定める事項': 'パスワードの変更', '間隔': '1年'})],
    3: [('systems', ('システム名', [COLLECTORS]), {'盗難防止のその他の措置': '係長席の後ろに置く'})],
    5: [('system-copies', ('複製するもの', ['年次の副本']), {'間隔': '毎週'})],
    6: [('commitments', ('番号', ['A-1']), {'改善を確認した日': '平成22年12月31日'}),
        ('policy-clauses', None, {'規程': 'P-7', '条': '8', '定める事項': '研修', '間隔': '1年'}),
        ('trainings', ('番号', ['T-2']), {'個人別の受講履歴': '有'})],
    7: [('carry-outs', None, {'所管課': '西部地区サービス事務所', '番号': 'C-9', '持ち出すもの': '調査票',
                              '目的': '庁外での作業', '申請日': '平成22年11月15日',
                              '承認日': '平成22年11月15日', '返却日': '平成22年12月31日'}),
        ('incidents', ('番号', ['I-1']), {'持出しの記録': 'C-9', '第一報の日': '平成22年11月17日'})],
    9: [('contracts', ('番号', ['D-1', 'D-2', 'D-3']),
         {'条項': '秘密保持、再委託の制限、終了時の返還・廃棄、損害賠償'})],
    10: [('commitments', ('番号', ['A-4']), {'回答日': '平成22年12月31日'}),
         ('distributions', None, {'規程': 'P-9', '配付日': '平成22年12月31日', '確認の期限': '平成23年1月31日',
                                  '配付先': '020405'})],
    11: [('system-credentials', ('システム', [CARE]), {'最終変更日': '平成22年12月31日'})],
    12: [('media', None, {'所管課': '介護保険課', '番号': 'M-7', '媒体の名称': '口座振替用',
                          '棚卸し日': '平成22年12月31日', '棚卸しの結果': 'あり'})],
    14: [('system-credentials', ('システム', [VOTERS]),
          {'共用': '無', '外部の保持者': '無', 'ほかと同じパスワード': '無'})],
    15: [('system-copies', None, {'システム': VOTERS, '複製するもの': '週次のデータ', '保管場所': '区外の倉庫',
                                  '距離': '遠隔地', '間隔': '毎週'})],
    16: [('commitments', ('番号', ['A-5']), {'最後に行った日': '平成22年12月31日'})],
    19: [('carry-outs', ('番号', ['C-1', 'C-2', 'C-3']),
          {'承認日': '平成22年12月31日', '返却日': '平成22年12月31日'})],
    21: [('system-credentials', ('システム', [CHILDREN]), {'共用': '無'}),
         ('policy-clauses', ('規程', ['P-13']), {'間隔': '1年'})],
    22: [('training-heads', ('職員の区分', ['職員']), {'実受講者数': '2000'}),
         ('training-heads', ('職員の区分', ['管理職']), {'実受講者数': '80'}),
         ('trainings', ('番号', ['T-1']), {'個人別の受講履歴': '有'})],
    26: [('policies', ALL, {'見直し日': '平成22年12月31日'}),
         ('commitments', ('番号', ['A-6']), {'最後に行った日': '平成22年12月31日'}),
         ('assets', ALL, {'保存年限': '5'})],
    28: [('keys', ALL, {'夜間の施錠保管': '有'})],
    30: [('contracts', ('番号', ['D-5']), {'条項': '秘密保持、再委託の制限、終了時の返還・廃棄、損害賠償'})],
    33: [('policy-classes', ALL, {'分類の定義': '定める', '分類ごとの対策': '定める'}),
         ('policy-clauses', None, {'規程': 'P-2', '条': '13', '定める事項': '印刷した帳票の取扱い'})],
    34: [('policies', ('番号', ['P-3', 'P-4']), {'非公表の理由': '情報公開条例第7条'})],
    35: [('systems', ('番号', ['2']), {'サーバ台数': '3'}), ('systems', ('番号', ['3']), {'パソコン台数': '33'}),
         ('systems', ('番号', ['5']), {'導入年度': '平成16年度'}),
         ('systems', ('番号', ['6']), {'導入年度': '平成16年度', 'サーバ台数': '2', 'パソコン台数': '11'}),
         ('systems', ('番号', ['7']), {'導入年度': '平成12年度', 'サーバ台数': '3', 'パソコン台数': '43'}),
         ('systems', ('番号', ['8']), {'導入年度': '平成13年度'}),
         ('policies', ('番号', ['P-5']), {'施行日': '平成16年1月20日'}),
         ('system-connections', None, {'システム': CARE, '接続先の名称': WELFARE, '受渡しの向き': '渡す'}),
         ('system-connections', None, {'システム': CARE, '接続先の名称': CENTRES, '受渡しの向き': '渡す'})],
}


def read(path):
    with io.open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def wanted(rows):
    return Counter((rule, record) for row in rows for rule, record in EXPECTED[row])


class TestReplay(Case):
    weight = 20

    def setUp(self):
        super().setUp()
        self.data = self.new()
        self.data.take('units', DATA / 'units.csv')
        for unit in read(DATA / 'units.csv'):
            if unit['名称'].endswith('センター'):
                self.data.user('add', unit['コード'], unit['名称'], '--role', 'employee', '--unit', unit['コード'])
        self.rows = {}
        for ledger in LEDGERS:
            now, before = DATA / f'{ledger}.csv', DATA / 'before' / f'{ledger}.csv'
            self.rows[ledger] = read(now)
            self.take(ledger, before if before.exists() else now, BEFORE)
        for ledger in SINCE:
            self.take(ledger, DATA / f'{ledger}.csv', CHANGED)

    def take(self, ledger, file, day):
        done = self.data.take(ledger, file, '--as-of', day)
        self.assertEqual([], done['notes'], ledger)

    def look(self, day=DAY):
        return self.data.ok('rules', '--as-of', day, '--json').json

    def open_now(self):
        """As the database has it, without looking again."""
        return Counter(map(tuple, self.data.sql(
            'SELECT criterion, subject FROM assertion WHERE closed_on IS NULL')))

    def closed(self):
        """Not those that came and went while the files of the first day were loaded, one by one."""
        return self.data.sql("SELECT criterion, subject, closed_on FROM assertion "
                             f"WHERE closed_on IS NOT NULL AND closed_on <> '{BEFORE}'")

    def test_exactly_its_alerts(self):
        found = self.look()['alerts']
        self.assertEqual(wanted(EXPECTED), Counter((a['rule'], a['subject']) for a in found))
        self.assertEqual(89, len(found))
        text = {(a['rule'], a['subject']): a['found'] for a in found}
        self.assertIn('（18.8％）', text['training-below-target', '情報セキュリティ研修／職員'])
        self.assertIn('（64.6％）', text['training-below-target', '情報セキュリティ研修／管理職'])
        self.assertIn('2件のシステム', text['connections-differ', CARE])
        self.assertIn('分類の定義、分類ごとの対策',
                      text['class-without-controls', '情報セキュリティ対策基準／特に重要なシステム'])
        again = self.look()
        self.assertEqual((0, 0, 0, 89), tuple(again[k] for k in ('opened', 'closed', 'changed', 'same')))
        self.assert_sound(self.data)

    def test_contradictions_are_no_findings(self):
        found = self.look()['alerts']
        differ = [a for a in found if a['contradiction']]
        self.assertEqual({'register-differs': 11, 'connections-differ': 1, 'acknowledged-not-at-hand': 1},
                         Counter(a['rule'] for a in differ))
        self.assertIn(OWN_RULES[4], next(a for a in differ if a['rule'] == 'acknowledged-not-at-hand')['found'])
        said = Counter((a['subject'].split('／')[0], a['found'].split('。')[0])
                       for a in differ if a['rule'] == 'register-differs')
        self.assertEqual(said, Counter((system, f'{item}：帳票では「{there}」、台帳では「{here}」です')
                                       for system, item, there, here in DIFFERENT))

    def test_mended_before_is_history(self):
        self.look()
        self.assertEqual(sorted(self.closed()),
                         [['acknowledgement-missing', '南部包括支援センター', CHANGED]] +
                         sorted(['password-own-interval', f'{VOTERS}／{name}', CHANGED] for name in
                                ('サーバの起動', '名簿の管理', '期日前投票の端末', 'データベース', '画面の解除')))

    def test_acknowledged_late(self):
        """The others acknowledged the rule in time, and nobody else had to."""
        self.look()
        self.assertEqual([['南部包括支援センター', BEFORE, CHANGED]], self.data.sql(
            'SELECT subject, first_on, closed_on FROM assertion '
            f"WHERE criterion = 'acknowledgement-missing' AND closed_on <> '{BEFORE}'"))

    def mend(self, ledger, where, change):
        """The rows that are mended, and those left as they are, in one file; new ones alone."""
        if where:
            column, values = where
            rows = self.rows[ledger]
            for row in rows:
                if values is None or row.get(column) in values:
                    row.update(change)
        else:
            rows = [change]
        header = list(dict.fromkeys(name for row in rows for name in row))
        self.take(ledger, self.csv(f'{ledger}.csv', header, rows), MENDED)

    def test_each_closes_when_mended(self):
        self.look()
        left = list(EXPECTED)
        for row, mends in MENDS.items():
            for mend in mends:
                self.mend(*mend)
            left.remove(row)
            with self.subTest(row=row):
                self.assertEqual(wanted(left), self.open_now())
        self.assertEqual([8], left)
        mended = [(rule, subject) for rule, subject, day in self.closed() if day == MENDED]
        self.assertEqual(wanted(EXPECTED), Counter(mended))
        done = self.look(MENDED)
        self.assertEqual((0, 0, 0, 0), tuple(done[k] for k in ('opened', 'closed', 'changed', 'same')))
        self.assert_sound(self.data)
