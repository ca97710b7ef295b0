-- Confirmation of the ledgers (台帳の確認): a round asks units to go through their records; each answers
-- record by record and then confirms the whole. And the mail that tells them.

-- ledgers: codes, one a line. remind: kinds of reminders, one a line.
-- table: domain
CREATE TABLE round (
  id @id,
  rev @i64 NOT NULL,
  title @text NOT NULL,
  fiscal_year @i64 NOT NULL,
  opens_on @date NOT NULL,
  due_on @date NOT NULL,
  ledgers @text NOT NULL,
  remind @text,
  remind_days @i64 NOT NULL,
  closed_on @date
);

-- A unit that is asked, and how it confirmed. records, at_once: how many there were then, and how many
-- of them it declared unchanged all at once. asked 0: it need not answer after all.
-- table: domain
CREATE TABLE round_unit (
  id @id,
  rev @i64 NOT NULL,
  round_id @ref NOT NULL REFERENCES round (id),
  unit_id @ref NOT NULL REFERENCES unit (id),
  asked @bool NOT NULL,
  confirmed_us @time,
  confirmed_by @text,
  remark @text,
  records @i64 NOT NULL,
  at_once @i64 NOT NULL,
  UNIQUE (round_id, unit_id)
);

-- What a unit said of one record. answer NULL: taken back. seen: digest of the record as it was then.
-- table: domain
CREATE TABLE round_answer (
  id @id,
  rev @i64 NOT NULL,
  round_unit_id @ref NOT NULL REFERENCES round_unit (id),
  ledger @text NOT NULL,
  record_id @ref NOT NULL,
  answer @text,
  gone_on @date,
  at_once @bool NOT NULL,
  seen @text NOT NULL,
  at_us @time NOT NULL,
  UNIQUE (round_unit_id, ledger, record_id)
);
CREATE INDEX round_answer_record ON round_answer (ledger, record_id);

-- Mail: written with what causes it, sent afterwards. round, unit and kind say what it is about.
-- table: domain
CREATE TABLE outbox (
  id @id,
  rev @i64 NOT NULL,
  recipient @text NOT NULL,
  name @text,
  subject @text NOT NULL,
  body @text NOT NULL,
  made_us @time NOT NULL,
  not_before_us @time NOT NULL,
  state @text NOT NULL,
  tries @i64 NOT NULL,
  last_error @text,
  sent_us @time,
  message_id @text NOT NULL,
  round_id @ref REFERENCES round (id),
  unit_id @ref REFERENCES unit (id),
  kind @text NOT NULL,
  UNIQUE (round_id, unit_id, kind, recipient)
);
CREATE INDEX outbox_due ON outbox (state, not_before_us);
