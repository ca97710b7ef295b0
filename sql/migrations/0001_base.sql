-- The first schema. Type words (@id, @text …) are explained in docs/add-a-migration.md.
-- Multi-valued texts hold one value per line. Dates are ISO text, instants microseconds UTC.

-- What the program itself keeps: key and value.
-- table: system
CREATE TABLE state (
  key @text NOT NULL,
  value @text NOT NULL,
  PRIMARY KEY (key)
);

-- The audit trail: one row per change, chained by hash over a salted commitment to the values.
-- table: system
CREATE TABLE trail (
  seq @id,
  at_us @time NOT NULL,
  actor @text NOT NULL,
  cause @text NOT NULL,
  reason @text,
  op @text NOT NULL CHECK (op IN ('insert', 'update', 'delete')),
  table_name @text NOT NULL,
  row_id @i64 NOT NULL,
  commitment @text NOT NULL,
  prev_hash @text NOT NULL,
  hash @text NOT NULL
);
CREATE INDEX trail_row ON trail (table_name, row_id, seq);
@append_only trail (seq);

-- The values behind the commitments, apart so that personal data can be erased when its time is over.
-- table: system
CREATE TABLE trail_value (
  seq @id,
  salt @text NOT NULL,
  before_image @text,
  after_image @text
);
@append_only trail_value (seq);

-- Sign-ins, downloads, backups: what happened without changing the city's data.
-- table: system
CREATE TABLE security_log (
  id @id,
  at_us @time NOT NULL,
  actor @text NOT NULL,
  event @text NOT NULL,
  detail @text NOT NULL
);
@append_only security_log (id);

-- table: domain
CREATE TABLE setting (
  id @id,
  rev @i64 NOT NULL,
  key @text NOT NULL UNIQUE,
  value @text NOT NULL
);

-- Units of the organisation; a rename or move is a new row with new dates and a succession.
-- table: domain
CREATE TABLE unit (
  id @id,
  rev @i64 NOT NULL,
  code @text NOT NULL,
  name @text NOT NULL,
  kind @text NOT NULL,
  body @text NOT NULL,
  parent_code @text,
  sort @i64 NOT NULL,
  valid_from @date NOT NULL,
  valid_to @date,
  UNIQUE (code, valid_from)
);

-- table: domain
CREATE TABLE unit_succession (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  successor_id @ref NOT NULL REFERENCES unit (id),
  UNIQUE (unit_id, successor_id)
);

-- table: domain
CREATE TABLE account (
  id @id,
  rev @i64 NOT NULL,
  login @text NOT NULL UNIQUE,
  name @text NOT NULL,
  role @text NOT NULL,
  unit_code @text,
  disabled @bool NOT NULL
);

-- Secrets never enter the trail.
-- table: system
CREATE TABLE credential (
  account_id @id,
  hash @text NOT NULL,
  changed_us @time NOT NULL
);

-- table: domain
CREATE TABLE catalog (
  id @id,
  rev @i64 NOT NULL,
  name @text NOT NULL UNIQUE,
  short_name @text NOT NULL,
  subject @text NOT NULL,
  source @text,
  sort @i64 NOT NULL
);

-- frozen: an audit uses the version; it never changes again.
-- table: domain
CREATE TABLE catalog_version (
  id @id,
  rev @i64 NOT NULL,
  catalog_id @ref NOT NULL REFERENCES catalog (id),
  number @i64 NOT NULL,
  frozen @bool NOT NULL,
  made_on @date NOT NULL,
  UNIQUE (catalog_id, number)
);

-- table: domain
CREATE TABLE item (
  id @id,
  rev @i64 NOT NULL,
  version_id @ref NOT NULL REFERENCES catalog_version (id),
  sort @i64 NOT NULL,
  no @text NOT NULL,
  label @text,
  heading1 @text,
  heading2 @text,
  heading3 @text,
  title @text,
  requirement @text,
  mandatory @bool NOT NULL,
  roles @text,
  approver @text,
  interviewee @text,
  evidence @text,
  procedure @text,
  attention @text,
  target_kinds @text,
  methods @text,
  contradictions @text,
  clause @text,
  jis @text,
  refs @text,
  remarks @text,
  UNIQUE (version_id, no)
);

-- What a level looks like in practice for one item.
-- table: domain
CREATE TABLE item_level (
  id @id,
  rev @i64 NOT NULL,
  item_id @ref NOT NULL REFERENCES item (id),
  level @text NOT NULL,
  criterion @text NOT NULL,
  UNIQUE (item_id, level)
);

-- table: domain
CREATE TABLE part_kind (
  id @id,
  rev @i64 NOT NULL,
  code @text NOT NULL UNIQUE,
  name @text NOT NULL,
  purpose @text,
  sort @i64 NOT NULL
);

-- conforming: code of the level that counts as conforming; na_counts_as: the level 対象外 counts at.
-- table: domain
CREATE TABLE scale (
  id @id,
  rev @i64 NOT NULL,
  code @text NOT NULL UNIQUE,
  name @text NOT NULL,
  na_name @text NOT NULL,
  na_counts_as @text,
  conforming @text NOT NULL,
  target @text
);

-- value: the number that enters means; NULL keeps the level out of them.
-- table: domain
CREATE TABLE scale_level (
  id @id,
  rev @i64 NOT NULL,
  scale_id @ref NOT NULL REFERENCES scale (id),
  sort @i64 NOT NULL,
  code @text NOT NULL,
  name @text NOT NULL,
  criterion @text NOT NULL,
  value @text,
  color @text NOT NULL,
  UNIQUE (scale_id, code)
);

-- table: domain
CREATE TABLE audit (
  id @id,
  rev @i64 NOT NULL,
  code @text NOT NULL UNIQUE,
  title @text NOT NULL,
  fiscal_year @i64 NOT NULL,
  document_number @text,
  marks @text,
  report_month @text,
  previous_id @ref REFERENCES audit (id),
  confirmed_on @date,
  source @text
);

-- evidence_elsewhere: where evidence is held, when not here; printed, and 確定 does not ask for files.
-- table: domain
CREATE TABLE audit_part (
  id @id,
  rev @i64 NOT NULL,
  audit_id @ref NOT NULL REFERENCES audit (id),
  number @i64 NOT NULL,
  code @text NOT NULL,
  kind @text NOT NULL REFERENCES part_kind (code),
  title @text NOT NULL,
  purpose @text,
  scale_id @ref NOT NULL REFERENCES scale (id),
  evidence_elsewhere @text,
  UNIQUE (audit_id, number),
  UNIQUE (audit_id, code)
);

-- table: domain
CREATE TABLE part_catalog (
  id @id,
  rev @i64 NOT NULL,
  part_id @ref NOT NULL REFERENCES audit_part (id),
  version_id @ref NOT NULL REFERENCES catalog_version (id),
  sort @i64 NOT NULL,
  UNIQUE (part_id, version_id)
);

-- table: domain
CREATE TABLE target (
  id @id,
  rev @i64 NOT NULL,
  part_id @ref NOT NULL REFERENCES audit_part (id),
  unit_id @ref NOT NULL REFERENCES unit (id),
  confirmed_on @date,
  confirmed_by @text,
  UNIQUE (part_id, unit_id)
);

-- table: domain
CREATE TABLE visit (
  id @id,
  rev @i64 NOT NULL,
  target_id @ref NOT NULL REFERENCES target (id),
  day @date NOT NULL,
  start_time @text,
  end_time @text,
  place @text,
  method @text,
  team @text,
  facilities @text
);

-- One row per item asked of a target. level NULL = not judged yet, 'na' = 対象外.
-- table: domain
CREATE TABLE judgement (
  id @id,
  rev @i64 NOT NULL,
  target_id @ref NOT NULL REFERENCES target (id),
  item_id @ref NOT NULL REFERENCES item (id),
  level @text,
  comment @text,
  judged_on @date,
  UNIQUE (target_id, item_id)
);
CREATE INDEX judgement_item ON judgement (item_id);

-- The file itself is stored under its digest (src/store/evidence.h).
-- table: domain
CREATE TABLE evidence (
  id @id,
  rev @i64 NOT NULL,
  judgement_id @ref NOT NULL REFERENCES judgement (id),
  digest @text NOT NULL,
  file_name @text NOT NULL,
  size @i64 NOT NULL,
  evidence_date @date,
  added_us @time NOT NULL
);
CREATE INDEX evidence_judgement ON evidence (judgement_id);
