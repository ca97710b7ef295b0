-- People of the ledger in records: the id beside what is written of others.
ALTER TABLE ledger_system_credential ADD COLUMN keeper @text;
ALTER TABLE ledger_system_credential ADD COLUMN keeper_id @ref REFERENCES person (id);
CREATE INDEX ledger_system_credential_keeper_id ON ledger_system_credential (keeper_id);
ALTER TABLE ledger_medium ADD COLUMN holder_id @ref REFERENCES person (id);
CREATE INDEX ledger_medium_holder_id ON ledger_medium (holder_id);
ALTER TABLE ledger_carry_out ADD COLUMN person_id @ref REFERENCES person (id);
ALTER TABLE ledger_carry_out ADD COLUMN approver_id @ref REFERENCES person (id);
ALTER TABLE ledger_carry_out ADD COLUMN confirmed_by_id @ref REFERENCES person (id);
CREATE INDEX ledger_carry_out_person_id ON ledger_carry_out (person_id);
CREATE INDEX ledger_carry_out_approver_id ON ledger_carry_out (approver_id);
CREATE INDEX ledger_carry_out_confirmed_by_id ON ledger_carry_out (confirmed_by_id);
ALTER TABLE ledger_disposal ADD COLUMN witness_id @ref REFERENCES person (id);
CREATE INDEX ledger_disposal_witness_id ON ledger_disposal (witness_id);
ALTER TABLE ledger_key ADD COLUMN holder_id @ref REFERENCES person (id);
CREATE INDEX ledger_key_holder_id ON ledger_key (holder_id);
ALTER TABLE ledger_exception ADD COLUMN approver_id @ref REFERENCES person (id);
CREATE INDEX ledger_exception_approver_id ON ledger_exception (approver_id);

-- Files that records hold (src/record/file.h); the contents stand under their digest.
-- table: domain
CREATE TABLE record_file (
  id @id,
  rev @i64 NOT NULL,
  digest @text NOT NULL,
  file_name @text NOT NULL,
  size @i64 NOT NULL,
  added_us @time NOT NULL
);
ALTER TABLE ledger_policy ADD COLUMN document @text;
ALTER TABLE ledger_contract ADD COLUMN document @text;
ALTER TABLE ledger_disposal ADD COLUMN proof @text;

-- Fields that the city added to a ledger (src/ledger/city.h). Retired ones stay, with their values.
-- choices: "code label", one a line. refers: the ledger that a reference leads to.
-- table: domain
CREATE TABLE city_field (
  id @id,
  rev @i64 NOT NULL,
  ledger @text NOT NULL,
  key @text NOT NULL,
  label @text NOT NULL,
  type @text NOT NULL,
  help @text,
  choices @text,
  refers @text,
  required @bool NOT NULL,
  listed @bool NOT NULL,
  personal @bool NOT NULL,
  confidential @bool NOT NULL,
  sort @i64 NOT NULL,
  since_on @date NOT NULL,
  retired_on @date,
  UNIQUE (ledger, key)
);

-- What records hold in such fields: the text, or the id that a link or person has.
-- table: domain
CREATE TABLE city_value (
  id @id,
  rev @i64 NOT NULL,
  record_id @ref NOT NULL,
  field_id @ref NOT NULL REFERENCES city_field (id),
  value @text,
  link_id @ref,
  UNIQUE (record_id, field_id)
);
CREATE INDEX city_value_field ON city_value (field_id, link_id);
