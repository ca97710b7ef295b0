-- Connections as rows, values of other registers, promises and findings, classes of rules; what rules
-- over them need of ledgers that are there.
ALTER TABLE ledger_system ADD COLUMN theft @text;
ALTER TABLE ledger_system ADD COLUMN theft_other @text;
ALTER TABLE ledger_system_credential ADD COLUMN same_password @text;

-- Connections
-- table: domain
CREATE TABLE ledger_system_connection (
  id @id,
  rev @i64 NOT NULL,
  system_id @ref NOT NULL REFERENCES ledger_system (id),
  name @text,
  other_id @ref REFERENCES ledger_system (id),
  direction @text,
  means @text,
  what @text,
  since_on @date,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_system_connection_system_id ON ledger_system_connection (system_id);

-- Values in other registers
-- table: domain
CREATE TABLE ledger_system_detail (
  id @id,
  rev @i64 NOT NULL,
  system_id @ref NOT NULL REFERENCES ledger_system (id),
  stated_in @text,
  item @text,
  policy_id @ref REFERENCES ledger_policy (id),
  stated @text,
  stated_on @date,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_system_detail_system_id ON ledger_system_detail (system_id);
ALTER TABLE ledger_policy ADD COLUMN reviewed_on @date;
ALTER TABLE ledger_policy_clause ADD COLUMN below @text;
ALTER TABLE ledger_policy_clause ADD COLUMN given_up @text;

-- Classes of rules
-- table: domain
CREATE TABLE ledger_policy_class (
  id @id,
  rev @i64 NOT NULL,
  policy_id @ref NOT NULL REFERENCES ledger_policy (id),
  name @text,
  definition @text,
  controls @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_policy_class_policy_id ON ledger_policy_class (policy_id);
ALTER TABLE ledger_training ADD COLUMN per_person @text;

-- Promises and findings
-- table: domain
CREATE TABLE ledger_commitment (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  kind @text,
  to_whom @text,
  said_on @date,
  due_on @date,
  every @number,
  replied_on @date,
  done_on @date,
  verified_on @date,
  proof @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_commitment_unit_id ON ledger_commitment (unit_id);
ALTER TABLE ledger_incident ADD COLUMN carried_out @text;
ALTER TABLE ledger_incident ADD COLUMN carry_out_id @ref REFERENCES ledger_carry_out (id);
