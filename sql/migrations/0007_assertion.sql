-- What a source says of a unit or of one of its records, criterion by criterion. Rules over the
-- ledgers are the first source. What it says no longer stays, with the day since when.
-- table: domain
CREATE TABLE assertion (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  source @text NOT NULL,
  criterion @text NOT NULL,
  ledger @text,
  record_id @ref,
  subject @text NOT NULL,
  value @text NOT NULL,
  severity @i64 NOT NULL,
  details @text,
  first_on @date NOT NULL,
  closed_on @date
);
CREATE INDEX assertion_unit ON assertion (unit_id);
CREATE INDEX assertion_record ON assertion (record_id);
CREATE INDEX assertion_source ON assertion (source, closed_on);
